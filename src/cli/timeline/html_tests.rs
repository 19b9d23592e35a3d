use comity_facts::v1::{
    Bounds, ChangeKind, ChangeReason, ChangeReasonKind, Evidence, EvidenceSource, Finding, LegalBasis, Message,
    Outcome, Subject, TimelineChange, TimelineJurisdiction, TimelinePart, VerdictStatus,
};
use quick_xml::{Reader, events::Event};

use super::*;

const HOSTILE: &str = "<script>alert('x')</script>\" onload=\"y & <b";

fn bounds(least: Outcome, most: Outcome) -> Bounds {
    Bounds { at_least: least.into(), at_most: most.into() }
}

fn finding(rule: &str, outcome: Outcome, text: &str) -> Finding {
    Finding {
        rule_id: rule.into(),
        subject: Some(Subject { kind: 5, id: text.into() }),
        outcome: outcome.into(),
        basis: Some(LegalBasis { citation: text.into(), in_force_from: Some("2015-11-02".into()), in_force_to: None }),
        evidence: vec![Evidence { path: text.into(), value: text.into(), source: EvidenceSource::Asserted.into() }],
        message: Some(Message { text: text.into(), ..Message::default() }),
        referrals: vec![text.into()],
        ..Finding::default()
    }
}

fn change(kind: ChangeKind, before: Option<Finding>, after: Option<Finding>, why: &str) -> TimelineChange {
    let reason = ChangeReason { kind: ChangeReasonKind::LawBegan.into(), text: why.into(), path: None };
    TimelineChange { jurisdiction: "qa".into(), kind: kind.into(), before, after, reasons: vec![reason] }
}

fn step((from, to): (&str, &str), least: Outcome, changes: Vec<TimelineChange>) -> TimelineStep {
    TimelineStep {
        from: from.into(),
        to: to.into(),
        bounds: Some(bounds(least, Outcome::Prohibited)),
        complete: false,
        parts: vec![TimelinePart {
            jurisdiction: "qa".into(),
            status: VerdictStatus::Answered.into(),
            bounds: Some(bounds(least, Outcome::Prohibited)),
            ..TimelinePart::default()
        }],
        changes,
    }
}

/// A picture all of whose free texts are `text`.
fn picture(text: &str) -> Picture {
    let named = |jurisdiction: &str, title: &str| TimelineJurisdiction {
        jurisdiction: jurisdiction.into(),
        title: title.into(),
    };
    let (review, violation) = (Outcome::NeedsReview, Outcome::Violation);
    let old = || finding("qa.wage", review, text);
    let new = || finding("qa.wage", violation, text);
    Picture {
        opened: TimelineOpened {
            record_id: text.into(),
            from: "2014-01-01".into(),
            to: "2016-01-01".into(),
            today: "2015-07-01".into(),
            catalog_digest: "c0".into(),
            jurisdictions: vec![named("qa", text), named("zz", "Nowhere")],
            durability: 3,
        },
        steps: vec![
            step(("2014-01-01", "2015-01-01"), Outcome::Clear, Vec::new()),
            step(("2015-01-01", "2015-11-02"), review, vec![change(ChangeKind::Began, None, Some(old()), text)]),
            step(
                ("2015-11-02", "2015-12-01"),
                violation,
                vec![change(ChangeKind::Outcome, Some(old()), Some(new()), text)],
            ),
            step(
                ("2015-12-01", "2016-01-01"),
                Outcome::Clear,
                vec![
                    change(ChangeKind::Ended, Some(new()), None, text),
                    change(ChangeKind::Began, None, Some(finding("qa.lacks", Outcome::InsufficientData, text)), text),
                ],
            ),
        ],
        summary: TimelineSummary { days: 730, steps: 4 },
    }
}

/// Elements that have no end.
const VOID: [&str; 1] = ["meta"];

/// Names of the elements of a page, all of them closed; ids and targets of links; the text.
fn read(page: &str) -> (Vec<String>, Vec<String>, Vec<String>, String) {
    let page = page.strip_prefix("<!DOCTYPE html>").expect("it is HTML");
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = false;
    let (mut names, mut ids, mut targets, mut text, mut open) =
        (Vec::new(), Vec::new(), Vec::new(), String::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let value = String::from_utf8(attribute.value.to_vec()).unwrap();
                    match attribute.key.as_ref() {
                        b"id" => ids.push(value),
                        b"href" => targets.push(value.strip_prefix('#').expect("links stay on the page").to_owned()),
                        name => assert!(!name.starts_with(b"on"), "{name:?}"),
                    }
                }
                names.push(name.clone());
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Event::End(tag) => assert_eq!(open.pop().map(String::into_bytes), Some(tag.name().as_ref().to_vec())),
            Event::Text(some) => text.push_str(std::str::from_utf8(&some).unwrap()),
            Event::GeneralRef(some) => text.push_str(match &*some {
                b"amp" => "&",
                b"lt" => "<",
                b"gt" => ">",
                b"quot" => "\"",
                b"#39" => "'",
                other => panic!("{other:?}"),
            }),
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty(), "{open:?} are open");
    (names, ids, targets, text)
}

#[test]
fn the_page_is_well_formed_and_every_link_leads_somewhere() {
    for text in ["case-1", HOSTILE, "", "é\u{202e}漢"] {
        let (names, mut ids, targets, _) = read(&html::page(&picture(text)));
        assert!(targets.len() >= 6, "{targets:?}");
        assert!(targets.iter().all(|target| ids.contains(target)), "{targets:?} in {ids:?}");
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "an id is there once");
        for name in ["title", "main", "h1", "h2", "h3", "table", "caption", "details"] {
            assert!(names.iter().any(|other| other == name), "no {name}");
        }
        assert_eq!(names.iter().filter(|name| *name == "h1").count(), 1);
    }
}

#[test]
fn what_a_record_says_stays_text() {
    let page = html::page(&picture(HOSTILE));
    let (names, _, _, text) = read(&page);
    assert!(!names.iter().any(|name| name == "script" || name == "b"), "{names:?}");
    assert!(text.matches(HOSTILE).count() >= 10, "it is told as it is");
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="), "it needs nothing else");
}

#[test]
fn page_and_table_tell_the_same() {
    let picture = picture("case-1");
    let (_, _, _, page) = read(&html::page(&picture));
    let table = text(&picture, Format::Table).unwrap();
    for told in [
        "2015-01-01",
        "2015-11-02",
        "2015-12-01",
        "qa.wage",
        "VIOLATION",
        "NEEDS REVIEW",
        "case-1",
        "in force since 2015-11-02",
        "a field is absent for: qa.lacks",
    ] {
        assert!(page.contains(told), "the page has no `{told}`");
        assert!(table.contains(told), "the table has no `{told}` in\n{table}");
    }
    assert!(table.contains("VIOLATION, was NEEDS REVIEW") && table.contains("no more VIOLATION"), "{table}");
    assert!(page.contains("Never anything from: zz."), "{page}");
    assert!(table.contains("2015-11-02 to 2015-12-01 (projected): VIOLATION to PROHIBITED, incomplete"), "{table}");
}

#[test]
fn programs_get_a_row_for_each_change_and_the_messages_of_the_wire() {
    let picture = picture("case-1");
    let csv = text(&picture, Format::Csv).unwrap();
    assert_eq!(csv.lines().count(), 5, "{csv}");
    assert!(csv.contains("case-1,2015-11-02,2015-12-01,qa,qa.wage,case-1,OUTCOME,NEEDS_REVIEW,VIOLATION,"), "{csv}");
    let lines = text(&picture, Format::Jsonl).unwrap();
    let kinds: Vec<String> = lines
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap().as_object().unwrap().keys().next().unwrap().clone()
        })
        .collect();
    assert_eq!(kinds, ["opened", "step", "step", "step", "step", "summary"]);
}

#[test]
fn lanes_are_cut_where_something_changes() {
    let picture = picture("case-1");
    let (lanes, blank) = lanes::of_jurisdictions(&picture);
    assert_eq!((lanes.len(), blank), (1, vec!["zz"]));
    let cuts: Vec<_> = lanes[0].segments.iter().map(|segment| (segment.from, segment.to, segment.changes)).collect();
    let expected = [
        ("2014-01-01", "2015-01-01", false),
        ("2015-01-01", "2015-11-02", true),
        ("2015-11-02", "2015-12-01", true),
        ("2015-12-01", "2016-01-01", true),
    ];
    assert_eq!(cuts, expected);
    let scale = lanes::Scale::of(&picture.opened);
    let spans: Vec<_> = lanes[0].segments.iter().map(|segment| scale.span(segment)).collect();
    assert_eq!(spans, [(0, 5000), (5000, 4178), (9178, 397), (9575, 425)], "side by side, without a gap");
}
