//! Makes components out of the texts in `tests/hostile`, and the manifest, verdicts and records that go with them.

use std::{fmt::Write, fs, path::Path};

use comity::domain::EncodedRecord;
use comity_facts::{policy, v1};
use prost::Message;

/// Where the data lie in the plugin's memory of two pages; what the host passes in lies at 98304.
const MANIFEST_AT: usize = 4096;
const FOUND_AT: usize = 65_536;
const SILENT_AT: usize = 73_728;

const MEMORY: &str = r#"(memory (export "memory") 2)
    (data (i32.const 4096) "{{manifest}}")
    (data (i32.const 65536) "{{found}}")
    (data (i32.const 73728) "{{silent}}")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (if (i32.gt_u (local.get 3) (i32.const 32768)) (then unreachable))
      (i32.const 98304))"#;
const DESCRIBE: &str = r#"(func (export "describe") (result i32) {{answer manifest}})"#;
const BEGIN: &str = r#"(func (export "begin") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (i32.const 0))
      (i32.store (i32.const 4) (i32.const 0))
      (i32.const 0))"#;
const EVALUATE: &str = r#"(func (export "evaluate") (param $record i32) (param $len i32) (result i32)
      (if (result i32) (i32.lt_u (local.get $len) (i32.const 16))
        (then {{answer silent}})
        (else {{answer found}})))"#;
const LIFT: &str = "(core instance $i (instantiate $plugin))\n  {{exports}}";
const EXPORTS: &str = r#"(func (export "describe") (result (list u8))
    (canon lift (core func $i "describe") (memory (core memory $i "memory"))))
  (func (export "begin") (param "context" (list u8)) (result (list u8))
    (canon lift (core func $i "begin") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))
  (func (export "evaluate") (param "record" (list u8)) (result (list u8))
    (canon lift (core func $i "evaluate") (memory (core memory $i "memory")) (realloc (core func $i "realloc"))))"#;

/// The component of a text in `tests/hostile`.
pub(crate) fn component(name: &str, manifest: &policy::Manifest) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile").join(format!("{name}.wat"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let filled = fill(&text, manifest);
    wat::parse_str(&filled).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn fill(text: &str, manifest: &policy::Manifest) -> String {
    let data = [
        ("manifest", MANIFEST_AT, manifest.encode_to_vec()),
        ("found", FOUND_AT, found().encode_to_vec()),
        ("silent", SILENT_AT, silent().encode_to_vec()),
    ];
    let snippets = [
        ("memory", MEMORY),
        ("describe", DESCRIBE),
        ("begin", BEGIN),
        ("evaluate", EVALUATE),
        ("lift", LIFT),
        ("exports", EXPORTS),
    ];
    let mut filled = text.to_owned();
    for (name, snippet) in snippets {
        filled = filled.replace(&format!("{{{{{name}}}}}"), snippet);
    }
    for (name, at, bytes) in data {
        let answer = format!(
            "(i32.store (i32.const 0) (i32.const {at})) (i32.store (i32.const 4) (i32.const {})) (i32.const 0)",
            bytes.len()
        );
        filled = filled
            .replace(&format!("{{{{answer {name}}}}}"), &answer)
            .replace(&format!("{{{{{name}_len}}}}"), &bytes.len().to_string())
            .replace(&format!("{{{{{name}}}}}"), &data_string(&bytes));
    }
    repeated(filled)
}

fn data_string(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "\\{byte:02x}").unwrap();
        text
    })
}

/// Expands `{{repeat N "text"}}`, the innermost first.
fn repeated(mut text: String) -> String {
    while let Some(start) = text.rfind("{{repeat ") {
        let (head, tail) = text.split_at(start);
        let (count, rest) = tail["{{repeat ".len()..].split_once(" \"").unwrap();
        let (once, rest) = rest.split_once("\"}}").unwrap();
        text = format!("{head}{}{rest}", once.repeat(count.parse().unwrap()));
    }
    text
}

/// A manifest with one rule, `zz.rule`, that reads the parties.
pub(crate) fn manifest() -> policy::Manifest {
    policy::Manifest {
        jurisdiction: "zz".into(),
        title: "Nowhere".into(),
        version: "1.0.0".into(),
        world: policy::World::Rules.into(),
        rules: vec![rule("zz.rule")],
        parts: vec!["parties".into()],
        schema: schema(),
        ..Default::default()
    }
}

/// A manifest with settings and test vectors.
pub(crate) fn tried_manifest() -> policy::Manifest {
    let vector = |name: &str, as_of: &str, record: v1::Record, found: bool| policy::TestVector {
        name: name.into(),
        as_of: as_of.into(),
        record: Some(record),
        expected: found.then(expected).into_iter().collect(),
        not_applicable: false,
    };
    policy::Manifest {
        settings: vec![policy::Setting {
            key: "limit".into(),
            r#type: policy::ExtensionType::Decimal.into(),
            default_value: "0.5".into(),
            description: "d".into(),
        }],
        test_vectors: vec![
            vector("found", "2015-06-01", message(), true),
            vector("found later", "2016-06-01", message(), true),
            vector("silent", "2015-06-01", v1::Record::default(), false),
        ],
        ..manifest()
    }
}

fn expected() -> policy::ExpectedFinding {
    policy::ExpectedFinding {
        rule_id: "zz.rule".into(),
        subject_id: "p1".into(),
        outcome: v1::Outcome::Violation.into(),
    }
}

pub(crate) fn rule(id: &str) -> policy::RuleInfo {
    policy::RuleInfo {
        id: id.into(),
        title: "A rule".into(),
        basis: "Law 1".into(),
        in_force: vec![policy::InForce { from: "2000-01-01".into(), to: None }],
        worst: v1::Outcome::Violation.into(),
        addressees: vec![v1::Addressee::Employer.into()],
        certainty: v1::Certainty::Verified.into(),
        gate_parts: vec!["parties".into()],
        fields: vec!["parties.items.name".into()],
        ..Default::default()
    }
}

pub(crate) fn schema() -> Vec<policy::MessageFields> {
    let fields = |(message, numbers): &(&str, &[u32])| policy::MessageFields {
        message: (*message).into(),
        numbers: numbers.to_vec(),
    };
    comity_facts::view::SCHEMA.iter().map(fields).collect()
}

/// A verdict with one finding, about the party `p1`.
pub(crate) fn found() -> v1::Verdict {
    let finding = v1::Finding {
        rule_id: "zz.rule".into(),
        subject: Some(v1::Subject { kind: v1::SubjectKind::Party.into(), id: "p1".into() }),
        outcome: v1::Outcome::Violation.into(),
        addressees: vec![v1::Addressee::Employer.into()],
        certainty: v1::Certainty::Verified.into(),
        ..Default::default()
    };
    v1::Verdict { findings: vec![finding], ..Default::default() }
}

/// A verdict without findings.
pub(crate) fn silent() -> v1::Verdict {
    v1::Verdict { silent: vec!["zz.rule".into()], ..Default::default() }
}

/// A record with the party `p1`.
pub(crate) fn message() -> v1::Record {
    let party = v1::Party { id: Some("p1".into()), name: Some("A company".into()), ..Default::default() };
    v1::Record { parties: Some(v1::Parties { items: vec![party] }), ..Default::default() }
}

pub(crate) fn encoded(record: &v1::Record) -> EncodedRecord {
    EncodedRecord::checked(record.id.clone(), record.encode_to_vec())
}
