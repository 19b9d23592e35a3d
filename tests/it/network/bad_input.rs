//! Every kind of bad input, as the caller sees it: the code, the path of the field, the stable reason. The server goes on.

use comity_facts::v1::{
    EvaluateRequest, Extension, IdList, Money, Owners, Ownership, Parties, Party, Permit, Permits, Record, Verdict,
    WageLine, Wages, extension,
};
use prost::Message as _;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{EVALUATE, Running, asking, call};
use crate::sandbox::template;

fn parties(items: Vec<Party>) -> Record {
    Record { parties: Some(Parties { items }), ..Record::default() }
}

fn party(id: &str, owners: &[(&str, &str)]) -> Party {
    let edge = |&(owner, percent): &(&str, &str)| Ownership {
        owner: Some(owner.into()),
        percent: Some(percent.into()),
        ..Ownership::default()
    };
    let owners = (!owners.is_empty()).then(|| Owners { items: owners.iter().map(edge).collect() });
    Party { id: Some(id.into()), owners, ..Party::default() }
}

fn wage(line: WageLine) -> Record {
    Record { wages: Some(Wages { items: vec![line] }), ..Record::default() }
}

fn extended(key: &str) -> Record {
    let value = Some(extension::Value::TextValue("x".into()));
    Record { extensions: vec![Extension { key: Some(key.into()), value }], ..Record::default() }
}

/// The violations that a status carries, after its code and its `ErrorInfo` were checked.
fn violations(status: &Status) -> Vec<(String, String)> {
    assert_eq!(status.code(), Code::InvalidArgument, "{status}");
    let info = status.get_details_error_info().unwrap();
    assert_eq!((info.domain.as_str(), info.reason.as_str()), ("comity", "INVALID_REQUEST"));
    let fields = status.get_details_bad_request().unwrap().field_violations;
    for field in &fields {
        assert!(!field.description.is_empty(), "{}", field.field);
    }
    fields.into_iter().map(|field| (field.field, field.reason)).collect()
}

fn bad_records() -> Vec<(Record, &'static str, &'static str)> {
    let money = |amount: &str| Some(Money { currency: Some("QAR".into()), amount: Some(amount.into()) });
    let permit = Permit { worksites: Some(IdList { items: vec!["s1".into()] }), ..Permit::default() };
    let ring = vec![party("a", &[("b", "10")]), party("b", &[("c", "10")]), party("c", &[("a", "10")])];
    vec![
        (
            wage(WageLine { paid_on: Some("2019-02-30".into()), ..WageLine::default() }),
            "wages.items[0].paid_on",
            "DATE_NOT_CIVIL",
        ),
        (wage(WageLine { basic: money("-5"), ..WageLine::default() }), "wages.items[0].basic.amount", "NEGATIVE"),
        (
            parties(vec![party("a", &[]), party("b", &[("a", "101")])]),
            "parties.items[1].owners.items[0].percent",
            "PERCENT_OUT_OF_RANGE",
        ),
        (
            parties(vec![party("a", &[("b", "60"), ("c", "41")]), party("b", &[]), party("c", &[])]),
            "parties.items[0].owners",
            "OWNERSHIP_OVER_100_PERCENT",
        ),
        (parties(ring), "parties.items[2].owners.items[0].owner", "OWNERSHIP_CYCLE"),
        (
            parties(vec![Party { name: Some("x".repeat(4_000_000)), ..party("a", &[]) }]),
            "parties.items[0].name",
            "TOO_LONG",
        ),
        (parties(vec![Party::default(); 1_000_000]), "parties.items", "TOO_MANY"),
        (
            Record { permits: Some(Permits { items: vec![permit] }), ..Record::default() },
            "permits.items[0].worksites.items[0]",
            "DANGLING_REFERENCE",
        ),
        (parties(vec![party("a", &[]), party("a", &[])]), "parties.items[1].id", "DUPLICATE_ID"),
        (parties(vec![Party { kind: Some(99), ..party("a", &[]) }]), "parties.items[0].kind", "UNKNOWN_ENUM_VALUE"),
        (parties(vec![Party { kind: Some(0), ..party("a", &[]) }]), "parties.items[0].kind", "UNSPECIFIED_ENUM_VALUE"),
        (extended("zz.other"), "extensions[0].key", "UNDECLARED_EXTENSION"),
        (extended("qa.wps_file_ref"), "extensions[0].key", "UNDECLARED_EXTENSION"),
    ]
}

fn bad_requests() -> Vec<(EvaluateRequest, &'static str, &'static str)> {
    let with = |change: fn(&mut EvaluateRequest)| {
        let mut request = asking(template::message());
        change(&mut request);
        request
    };
    vec![
        (with(|r| r.options.as_mut().unwrap().as_of.clear()), "options.as_of", "REQUIRED"),
        (with(|r| r.options.as_mut().unwrap().as_of[0] = "2019-02-30".into()), "options.as_of[0]", "DATE_NOT_CIVIL"),
        (with(|r| r.options.as_mut().unwrap().as_of[0] = "yesterday".into()), "options.as_of[0]", "DATE_NOT_CIVIL"),
        (with(|r| r.options.as_mut().unwrap().as_of[0] = "1066-10-14".into()), "options.as_of[0]", "DATE_OUT_OF_RANGE"),
        (with(|r| r.options.as_mut().unwrap().as_of.push("2015-06-01".into())), "options.as_of[1]", "DUPLICATE_DATE"),
        (
            with(|r| r.options.as_mut().unwrap().jurisdictions = vec!["zz".into(), "aa".into()]),
            "options.jurisdictions[1]",
            "UNKNOWN_JURISDICTION",
        ),
        (
            with(|r| r.options.as_mut().unwrap().jurisdictions = vec!["Nowhere".into()]),
            "options.jurisdictions[0]",
            "NOT_A_JURISDICTION",
        ),
        (
            with(|r| r.options.as_mut().unwrap().assessed_parts = vec!["salaries".into()]),
            "options.assessed_parts[0]",
            "UNKNOWN_PART",
        ),
        (with(|r| r.options.as_mut().unwrap().detail = 9), "options.detail", "UNKNOWN_ENUM_VALUE"),
        (with(|r| r.record = None), "record", "REQUIRED"),
        (with(|r| r.request_id = Some("a b".into())), "request_id", "NOT_AN_ID"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_field_is_named_with_its_reason() {
    let server = Running::start("healthy", &[]);
    let client = server.client().await.max_encoding_message_size(8 << 20);
    let records = bad_records().into_iter().map(|(record, path, reason)| (asking(record), path, reason));
    for (request, path, reason) in records.chain(bad_requests()) {
        let status = client.clone().evaluate(request).await.unwrap_err();
        assert_eq!(violations(&status), [(path.to_owned(), reason.to_owned())]);
    }
    let many: Vec<_> = (0..300).map(|_| Party { id: Some("bad id".into()), ..Party::default() }).collect();
    let status = client.clone().evaluate(asking(parties(many))).await.unwrap_err();
    assert_eq!(violations(&status)[0], ("parties.items[0].id".to_owned(), "NOT_AN_ID".to_owned()));
    assert!(status.message().starts_with("100 fields or more are refused; the first is"), "{status}");

    let mut good = asking(template::message());
    good.options.as_mut().unwrap().jurisdictions = vec!["zz".into()];
    good.record.as_mut().unwrap().extensions = extended("zz.ref").extensions;
    let answer = client.clone().evaluate(good).await.unwrap().into_inner();
    let verdict: &Verdict = answer.decisions[0].jurisdictions[0].verdict.as_ref().unwrap();
    assert_eq!(verdict.findings.len(), 1, "the connection lives and the server answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_decoder_would_drop_is_refused() {
    let server = Running::start("healthy", &[]);
    let channel = server.channel().await;
    let request = asking(template::message()).encode_to_vec();
    let with = |extra: &[u8]| [&request, extra].concat();
    for (bytes, path, reason) in [
        (with(&[0x9a, 0x06, 0x01, b'x']), "99", "UNKNOWN_FIELD"),
        (with(&[0x12, 0x00]), "options", "DUPLICATE_FIELD"),
        (with(&[0x08, 0x01]), "request_id", "WRONG_WIRE_TYPE"),
        (with(&[0x0a, 0x01, 0xff]), "request_id", "INVALID_UTF8"),
        (with(&[0x1a, 0x7f]), "", "MALFORMED"),
        (with(&[0x0b]), "", "MALFORMED"),
    ] {
        let status = call(channel.clone(), EVALUATE, bytes).await.unwrap_err();
        assert_eq!(violations(&status)[0], (path.to_owned(), reason.to_owned()));
    }
    assert!(call(channel, EVALUATE, request).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_as_large_as_the_limit_and_not_a_byte_larger() {
    let most = 100_000;
    let server = Running::start("healthy", &[("LIMITS__MESSAGE_BYTES", "100000"), ("LIMITS__STRING_BYTES", "100000")]);
    let channel = server.channel().await;
    let sized = |size: usize| {
        let named = |length| asking(parties(vec![Party { name: Some("x".repeat(length)), ..party("p1", &[]) }]));
        let base = named(most / 2).encoded_len() - most / 2;
        let request = named(size - base).encode_to_vec();
        assert_eq!(request.len(), size);
        request
    };
    assert!(call(channel.clone(), EVALUATE, sized(most)).await.is_ok());
    let status = call(channel.clone(), EVALUATE, sized(most + 1)).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument, "{status}");
    let info = status.get_details_error_info().unwrap();
    assert_eq!((info.reason.as_str(), info.metadata["value"].as_str()), ("MESSAGE_TOO_LARGE", "100000"));
    let small = asking(template::message()).encode_to_vec();
    assert!(call(channel, EVALUATE, small).await.is_ok(), "the connection lives");
}
