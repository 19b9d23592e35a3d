//! Every kind of bad input by path and reason, and what is accepted.

use std::sync::LazyLock;

use comity_facts::v1::{
    AliasList, DateInterval, EvaluateRequest, IdList, Money, Owners, Ownership, Party, Permit, Permits, Record,
    UncertainDate, WageLine, Wages, Worksite, Worksites, extension,
};
use proptest::prelude::*;

use super::*;

fn limits() -> Limits {
    Limits { string_bytes: 4096, list_items: 1000, message_items: 5000, nesting: 16, dates: 3, violations: 10 }
}

fn intake() -> &'static Intake {
    static INTAKE: LazyLock<Intake> = LazyLock::new(|| Intake::new(limits()).unwrap());
    &INTAKE
}

fn declared() -> Declared {
    let mut declared = Declared::default();
    declared.add("qa.wps_file_ref", comity_facts::policy::ExtensionType::Text);
    declared
}

fn violations(outcome: Result<impl Sized, Refusal>) -> Vec<(String, &'static str)> {
    let violations = outcome.err().map(|refusal| refusal.violations).unwrap_or_default();
    violations.into_iter().map(|v| (v.path, v.reason.code())).collect()
}

fn check(record: &Record, expected: &[(&str, &str)]) {
    check_bytes(&record.encode_to_vec(), expected);
}

fn check_bytes(record: &[u8], expected: &[(&str, &str)]) {
    let found = violations(intake().record(record, &declared()));
    let found: Vec<_> = found.iter().map(|(path, reason)| (path.as_str(), *reason)).collect();
    assert_eq!(found, expected);
}

#[expect(clippy::unnecessary_wraps, reason = "fields of messages are optional")]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn party(id: &str) -> Party {
    Party { id: some(id), ..Party::default() }
}

fn parties(items: Vec<Party>) -> Record {
    Record { parties: Some(Parties { items }), ..Record::default() }
}

fn wage(line: WageLine) -> Record {
    Record { wages: Some(Wages { items: vec![line] }), ..Record::default() }
}

fn owned(id: &str, owners: &[(&str, &str)]) -> Party {
    let edge = |(owner, percent): &(&str, &str)| Ownership {
        owner: some(owner),
        percent: some(percent),
        from: None,
        to: None,
    };
    Party { owners: Some(Owners { items: owners.iter().map(edge).collect() }), ..party(id) }
}

/// A length-delimited field.
fn field(number: u32, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    prost::encoding::encode_varint(u64::from(number << 3 | 2), &mut out);
    prost::encoding::encode_varint(bytes.len() as u64, &mut out);
    out.extend_from_slice(bytes);
    out
}

#[test]
fn accepts_an_empty_record_and_a_full_one() {
    check(&Record::default(), &[]);
    check(&full(), &[]);
    let record = intake().record(&full().encode_to_vec(), &declared()).unwrap();
    assert_eq!(record.id(), Some("case-1"));
    assert_eq!(record.bytes(), full().encode_to_vec());
}

/// A record of about a kilobyte that uses most kinds of field.
fn full() -> Record {
    let money = |amount: &str| Some(Money { currency: some("QAR"), amount: some(amount) });
    let site = |id: &str| Worksite {
        id: some(id),
        country: some("QAT"),
        outdoor: Some(true),
        start: some("2015-06-01"),
        end: some("2016-06-01"),
        employer: some("host"),
        ..Worksite::default()
    };
    let line = |id: &str, site: &str| WageLine {
        id: some(id),
        site: some(site),
        worker_groups: None,
        period: Some(DateInterval { from: some("2015-06-01"), to: some("2015-07-01") }),
        due_on: some("2015-07-07"),
        paid_on: some("2015-09-01"),
        gross_by_host: money("3094"),
        contractual: money("1000.50"),
        received_by_worker: money("310"),
        payee: Some(3),
        form: Some(1),
        full_time: Some(true),
        due_day: Some(7),
        ..WageLine::default()
    };
    Record {
        id: some("case-1"),
        parties: Some(Parties {
            items: vec![
                Party {
                    roles: vec![1, 8],
                    kind: Some(2),
                    name: some("마식령 Trading"),
                    aliases: Some(AliasList { items: vec![] }),
                    country: some("PRK"),
                    ..party("sender")
                },
                owned("host", &[("sender", "49"), ("bank", "51")]),
                Party { birth_dates: None, government_of_north_korea: Some(false), ..party("bank") },
            ],
        }),
        worksites: Some(Worksites { items: vec![site("s1"), site("s2")] }),
        permits: Some(Permits {
            items: vec![Permit {
                id: some("permit-1"),
                kind: Some(1),
                issued: some("2014-05-25"),
                valid_from: some("2014-06-01"),
                valid_to: some("2016-06-01"),
                employer: some("host"),
                worksites: Some(IdList { items: vec!["s1".into(), "s2".into()] }),
                ..Permit::default()
            }],
        }),
        wages: Some(Wages { items: vec![line("w1", "s1"), line("w2", "s2"), line("w3", "s1")] }),
        extensions: vec![Extension {
            key: some("qa.wps_file_ref"),
            value: Some(extension::Value::TextValue("WPS/2015/11".into())),
        }],
        ..Record::default()
    }
}

#[test]
fn formats_are_refused_by_path() {
    check(
        &wage(WageLine { paid_on: some("2019-02-30"), ..WageLine::default() }),
        &[("wages.items[0].paid_on", "DATE_NOT_CIVIL")],
    );
    let money = |currency, amount| WageLine { basic: Some(Money { currency, amount }), ..WageLine::default() };
    check(&wage(money(some("QAR"), some("-5"))), &[("wages.items[0].basic.amount", "NEGATIVE")]);
    check(&wage(money(some("QAX"), some("5"))), &[("wages.items[0].basic.currency", "NOT_A_CURRENCY")]);
    check(&wage(money(some("QAR"), None)), &[("wages.items[0].basic.amount", "REQUIRED")]);
    check(
        &parties(vec![party("a"), owned("b", &[("a", "101")])]),
        &[("parties.items[1].owners.items[0].percent", "PERCENT_OUT_OF_RANGE")],
    );
    let named = |name: &str| parties(vec![Party { name: some(name), country: some("Qatar"), ..party("a") }]);
    check(&named("x"), &[("parties.items[0].country", "NOT_A_COUNTRY")]);
    check(
        &named("a\0"),
        &[("parties.items[0].name", "CONTROL_CHARACTER"), ("parties.items[0].country", "NOT_A_COUNTRY")],
    );
    check(
        &named(&"x".repeat(4097)),
        &[("parties.items[0].name", "TOO_LONG"), ("parties.items[0].country", "NOT_A_COUNTRY")],
    );
    check(&wage(WageLine { due_day: Some(32), ..WageLine::default() }), &[("wages.items[0].due_day", "OUT_OF_RANGE")]);
}

#[test]
fn a_description_says_what_would_be_right() {
    let record = wage(WageLine { paid_on: some("2019-02-30"), ..WageLine::default() });
    let refusal = intake().record(&record.encode_to_vec(), &declared()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "wages.items[0].paid_on: `2019-02-30` is not a day of the calendar: write one that exists, as YYYY-MM-DD \
         (DATE_NOT_CIVIL)"
    );
}

#[test]
fn what_prost_drops_in_silence_is_refused() {
    let unknown_enum = Party { kind: Some(99), roles: vec![1, 77], ..party("a") };
    check(
        &parties(vec![unknown_enum]),
        &[("parties.items[0].roles[1]", "UNKNOWN_ENUM_VALUE"), ("parties.items[0].kind", "UNKNOWN_ENUM_VALUE")],
    );
    let zero = Party { kind: Some(0), roles: vec![0], ..party("a") };
    check(
        &parties(vec![zero]),
        &[("parties.items[0].roles[0]", "UNSPECIFIED_ENUM_VALUE"), ("parties.items[0].kind", "UNSPECIFIED_ENUM_VALUE")],
    );
    check_bytes(&[0xf8, 0x07, 1], &[("127", "UNKNOWN_FIELD")]);
    let unknown = field(2, &field(1, &[0xd8, 0x07, 1]));
    check_bytes(&unknown, &[("parties.items[0].123", "UNKNOWN_FIELD")]);
    check_bytes(&[0x08, 1], &[("id", "WRONG_WIRE_TYPE")]);
    check_bytes(&field(30, b"x"), &[("us_nexus", "WRONG_WIRE_TYPE")]);
    // The enum's number 1 with bits above the 32nd, which prost would cut off.
    let cut = field(2, &field(1, &[0x18, 0x81, 0x80, 0x80, 0x80, 0x10]));
    check_bytes(&cut, &[("parties.items[0].kind", "UNKNOWN_ENUM_VALUE")]);
    check_bytes(&[0xf0, 0x01, 2], &[("us_nexus", "OUT_OF_RANGE")]);
    check_bytes(&field(1, b"\xff"), &[("id", "INVALID_UTF8")]);
    check_bytes(&[0x0b, 0x0c], &[("", "MALFORMED")]);
    check_bytes(&field(2, &[0x0a, 0x7f]), &[("parties", "MALFORMED")]);
}

#[test]
fn a_single_field_comes_once() {
    let twice = [field(1, b"a"), field(1, b"b")].concat();
    check_bytes(&twice, &[("id", "DUPLICATE_FIELD")]);
    let merged = [field(2, &field(1, &field(1, b"a"))), field(2, &field(1, &field(1, b"b")))].concat();
    check_bytes(&merged, &[("parties", "DUPLICATE_FIELD")]);
    let both = [field(1, b"qa.wps_file_ref"), field(2, b"text"), vec![0x30, 1]].concat();
    check_bytes(&field(29, &both), &[("extensions[0].bool_value", "DUPLICATE_FIELD")]);
}

#[test]
fn lists_and_violations_have_limits() {
    let many = |count: usize| parties(vec![Party::default(); count]);
    check(&many(1000), &[]);
    check(&many(1001), &[("parties.items", "TOO_MANY")]);
    check(&many(1_000_000), &[("parties.items", "TOO_MANY")]);
    let wide = parties(vec![owned("a", &vec![("a", "0"); 900]); 6]);
    let found = violations(intake().record(&wide.encode_to_vec(), &declared()));
    assert_eq!(found.last(), Some(&("parties.items[5].owners.items".to_owned(), "TOO_MANY")));
    let bad = parties(vec![party("bad id"); 500]);
    let refusal = intake().record(&bad.encode_to_vec(), &declared()).unwrap_err();
    assert_eq!((refusal.violations.len(), refusal.stopped_early), (10, true));
    let shallow = Intake::new(Limits { nesting: 2, ..limits() }).unwrap();
    let deep = parties(vec![owned("a", &[])]);
    let found = violations(shallow.record(&deep.encode_to_vec(), &declared()));
    assert_eq!(found, [("parties.items[0].owners".to_owned(), "TOO_DEEP")]);
}

#[test]
fn ids_are_unique_and_references_exist() {
    check(&parties(vec![party("a"), party("b"), party("a")]), &[("parties.items[2].id", "DUPLICATE_ID")]);
    check(&parties(vec![Party::default(), Party::default()]), &[]);
    check(
        &parties(vec![party("a"), owned("b", &[("nobody", "10")])]),
        &[("parties.items[1].owners.items[0].owner", "DANGLING_REFERENCE")],
    );
    let permit = Permit { worksites: Some(IdList { items: vec!["s1".into(), "s9".into()] }), ..Permit::default() };
    let permit = Record { permits: Some(Permits { items: vec![permit] }), ..Record::default() };
    check(
        &permit,
        &[
            ("permits.items[0].worksites.items[0]", "DANGLING_REFERENCE"),
            ("permits.items[0].worksites.items[1]", "DANGLING_REFERENCE"),
        ],
    );
    // Ids of another part do not count.
    let site = Worksite { id: some("s1"), employer: some("s1"), ..Worksite::default() };
    let sites = Record { worksites: Some(Worksites { items: vec![site] }), ..permit };
    check(
        &sites,
        &[
            ("worksites.items[0].employer", "DANGLING_REFERENCE"),
            ("permits.items[0].worksites.items[1]", "DANGLING_REFERENCE"),
        ],
    );
}

#[test]
fn intervals_do_not_end_before_they_start() {
    let interval = |from: &str, to: &str| {
        wage(WageLine { period: Some(DateInterval { from: some(from), to: some(to) }), ..WageLine::default() })
    };
    check(&interval("2015-06-01", "2015-06-01"), &[]);
    check(&interval("2015-06-02", "2015-06-01"), &[("wages.items[0].period.to", "ENDS_BEFORE_START")]);
    let born = UncertainDate { earliest: some("1970-12-31"), latest: some("1970-01-01") };
    let born = comity_facts::v1::BirthDateList { items: vec![born] };
    check(
        &parties(vec![Party { birth_dates: Some(born), ..party("a") }]),
        &[("parties.items[0].birth_dates.items[0].latest", "ENDS_BEFORE_START")],
    );
}

#[test]
fn ownership_is_checked_when_everything_else_holds() {
    check(
        &parties(vec![owned("a", &[("b", "1")]), owned("b", &[("a", "1")])]),
        &[("parties.items[1].owners.items[0].owner", "OWNERSHIP_CYCLE")],
    );
    check(
        &parties(vec![owned("a", &[("b", "60"), ("c", "41")]), party("b"), party("c")]),
        &[("parties.items[0].owners", "OWNERSHIP_OVER_100_PERCENT")],
    );
}

#[test]
fn extensions_are_declared() {
    let record =
        |key: &str, value| Record { extensions: vec![Extension { key: some(key), value }], ..Record::default() };
    let yes = || Some(extension::Value::BoolValue(true));
    check(&record("qa.other", yes()), &[("extensions[0].key", "UNDECLARED_EXTENSION")]);
    check(&record("qa.wps_file_ref", yes()), &[("extensions[0].bool_value", "WRONG_EXTENSION_TYPE")]);
    check(&record("qa.wps_file_ref", None), &[("extensions[0].value", "REQUIRED")]);
    check(&record("nodot", yes()), &[("extensions[0].key", "NOT_A_RULE")]);
}

fn request(dates: &[&str]) -> EvaluateRequest {
    let as_of = dates.iter().map(|d| (*d).to_owned()).collect();
    let options = EvaluateOptions { as_of, ..EvaluateOptions::default() };
    EvaluateRequest { request_id: some("r1"), options: Some(options), record: Some(Record::default()) }
}

#[test]
fn requests_name_their_dates() {
    let table: [(EvaluateRequest, &[(&str, &str)]); 8] = [
        (request(&["2015-06-01", "2016-06-01"]), &[]),
        (request(&[]), &[("options.as_of", "REQUIRED")]),
        (request(&["2019-02-30"]), &[("options.as_of[0]", "DATE_NOT_CIVIL")]),
        (request(&["2019-02-03", "2019-02-03"]), &[("options.as_of[1]", "DUPLICATE_DATE")]),
        (request(&["2019-02-01", "2019-02-02", "2019-02-03", "2019-02-04"]), &[("options.as_of", "TOO_MANY")]),
        (EvaluateRequest { options: None, ..request(&[]) }, &[("options", "REQUIRED")]),
        (EvaluateRequest { record: None, ..request(&["2015-06-01"]) }, &[("record", "REQUIRED")]),
        (
            EvaluateRequest {
                request_id: some("a b"),
                record: Some(wage(WageLine { paid_on: some("never"), ..WageLine::default() })),
                ..request(&["2015-06-01"])
            },
            &[("request_id", "NOT_AN_ID"), ("wages.items[0].paid_on", "DATE_NOT_CIVIL")],
        ),
    ];
    for (request, expected) in table {
        let found = violations(intake().evaluation(&request.encode_to_vec(), &declared()));
        let found: Vec<_> = found.iter().map(|(path, reason)| (path.as_str(), *reason)).collect();
        assert_eq!(found, expected, "{request:?}");
    }
    let mut vouching = request(&["2015-06-01"]);
    vouching.options.as_mut().unwrap().assessed_parts = vec!["wages".into(), "salaries".into()];
    let found = violations(intake().evaluation(&vouching.encode_to_vec(), &declared()));
    assert_eq!(found, [("options.assessed_parts[1]".to_owned(), "UNKNOWN_PART")]);
}

#[test]
fn a_checked_request_says_what_was_asked() {
    let mut asked = request(&["2015-06-01"]);
    let options = asked.options.as_mut().unwrap();
    options.jurisdictions = vec!["qa".into()];
    options.assessed_parts = vec!["wages".into()];
    options.detail = DetailLevel::Full.into();
    asked.record = Some(full());
    let checked = intake().evaluation(&asked.encode_to_vec(), &declared()).unwrap();
    assert_eq!((checked.request_id.as_str(), checked.record.id()), ("r1", Some("case-1")));
    assert_eq!(checked.options.dates, [Date::of(2015, 6, 1)]);
    assert_eq!(checked.options.jurisdictions, ["qa".parse().unwrap()]);
    assert_eq!(
        (checked.options.assessed_parts.as_slice(), checked.options.detail),
        (&["wages".to_owned()][..], DetailLevel::Full)
    );
}

#[test]
fn catalog_requests_are_walked_too() {
    let query = catalog::ListRulesRequest {
        as_of: some("2015-06-01"),
        jurisdictions: vec!["qa".into()],
        rule_id: some("qa.x"),
    };
    let query = intake().rules_query(&query.encode_to_vec()).unwrap();
    assert_eq!(query.rule, Some("qa.x".parse().unwrap()));
    let bad = catalog::ListRulesRequest { rule_id: some("x"), ..Default::default() };
    assert_eq!(violations(intake().rules_query(&bad.encode_to_vec())), [("rule_id".to_owned(), "NOT_A_RULE")]);
    assert_eq!(violations(intake().plugins_query(&[0x08, 1])), [("1".to_owned(), "UNKNOWN_FIELD")]);
    assert_eq!(violations(intake().limits_query(&[])), []);
}

#[test]
fn the_numbers_are_those_of_the_schema() {
    let request =
        EvaluateRequest { request_id: some("r"), record: Some(full()), ..request(&["2015-06-01"]) }.encode_to_vec();
    assert_eq!(text(&request, number::REQUEST_ID).as_deref(), Some("r"));
    let record = wire::find(&request, number::RECORD).unwrap();
    assert_eq!(text(record, number::RECORD_ID).as_deref(), Some("case-1"));
    let parties = wire::find(record, number::RECORD_PARTIES).unwrap();
    assert_eq!(Parties::decode(parties).unwrap().items.len(), 3);
    assert_eq!(extensions(record).unwrap().len(), 1);
    assert!(EvaluateOptions::decode(wire::find(&request, number::OPTIONS).unwrap()).is_ok());
}

fn accepted_means_decodable(bytes: &[u8]) {
    if intake().record(bytes, &declared()).is_ok() {
        let record = Record::decode(bytes).expect("what the walk accepts can be decoded");
        let again = record.encode_to_vec();
        assert_eq!(Record::decode(again.as_slice()), Ok(record));
        assert!(intake().record(&again, &declared()).is_ok(), "the canonical encoding is accepted too");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_walked_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        accepted_means_decodable(&bytes);
    }

    #[test]
    fn mutated_records_are_walked_without_harm(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
        keep in any::<bool>(),
    ) {
        let mut bytes = full().encode_to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if !keep {
            bytes.truncate(cut.index(bytes.len()));
        }
        accepted_means_decodable(&bytes);
    }

    #[test]
    fn shuffled_fields_mean_the_same(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let bytes = full().encode_to_vec();
        let mut fields = Fields::of(&bytes);
        let mut pieces = Vec::new();
        while let Ok(Some((number, Value::Bytes(value)))) = fields.next() {
            pieces.push(field(number, value));
        }
        prop_assert_eq!(pieces.len(), order.len());
        let shuffled: Vec<u8> = order.iter().flat_map(|at| pieces[*at].clone()).collect();
        prop_assert!(intake().record(&shuffled, &declared()).is_ok());
        prop_assert_eq!(Record::decode(shuffled.as_slice()), Ok(full()));
    }
}
