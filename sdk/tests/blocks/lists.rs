//! Who is on a list: as the record has it, and as screening found it.

use comity_sdk::{
    Entries, LISTS,
    policy::Hit,
    prelude::{Check, Employer, Fires as _, Plugin, Prohibited, Rule, Verified, since},
    v1::HitBand,
    verdict_with,
};

use super::*;

const ENTRIES: Entries<'static> = Entries { list: &|list| list == "OURS", programme: Some(&|name| name == "P") };

const LISTED: Rule = Rule {
    id: "xx.listed",
    title: "a party is listed under the programme",
    in_force: &[since(2000, 1, 1)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[Employer],
    reads: &[LISTS],
    check: Check::Party(&[], |case, party| Ok(case.listed(party, ENTRIES).prohibited())),
    says: "Listed.",
    ..Rule::ROW
};

const WHATEVER_PROGRAMME: Rule = Rule {
    id: "xx.whatever",
    check: Check::Party(&[], |case, party| Ok(case.listed(party, Entries { programme: None, ..ENTRIES }).prohibited())),
    ..LISTED
};

const PLUGIN: Plugin =
    Plugin { jurisdiction: "xx", title: "Example", rules: &[&[LISTED, WHATEVER_PROGRAMME]], ..Plugin::NEW };

fn firm(lists: Value) -> Value {
    let firm = patched(&json!({"id": "firm"}), &json!({"lists": if lists.is_null() { lists } else { items(lists) }}));
    json!({"deployment": {"start": "2010-01-01"}, "parties": items(json!([firm]))})
}

/// The letter of a rule, and what its evidence is, without the party's own path.
fn found(rule: &str, record: &Value, hits: &[Hit]) -> (&'static str, String) {
    let verdict = verdict_with(&PLUGIN, day("2018-06-01"), &testing::record(record), hits);
    let Some(finding) = verdict.findings.iter().find(|finding| finding.rule_id == rule) else {
        return ("-", String::new());
    };
    let short = |path: &str| path.trim_start_matches("parties.items[0].lists.items").to_owned();
    let evidence = finding.evidence.iter().map(|e| format!("{}={}", short(&e.path), e.value));
    (testing::letter(finding.outcome()), evidence.collect::<Vec<_>>().join(" "))
}

#[test]
fn the_law_of_these_rules() {
    for (as_of, out_of_force) in [("1999-12-31", 2), ("2000-01-01", 0), ("2000-01-02", 0)] {
        let verdict = comity_sdk::verdict(&PLUGIN, day(as_of), &testing::record(&firm(Value::Null)));
        assert_eq!(verdict.not_in_force.len(), out_of_force, "{as_of}");
    }
}

fn entry(change: &Value) -> Value {
    patched(&json!({"list": "OURS", "programmes": ["P"], "listed_on": "2018-06-01"}), change)
}

#[test]
fn as_the_record_has_it() {
    for (change, expected, whatever) in [
        (json!({}), "P", "P"),
        (json!({"listed_on": "2018-05-31"}), "P", "P"),
        (json!({"listed_on": "2018-06-02"}), "-", "-"),
        (json!({"listed_on": null}), "R", "R"),
        (json!({"list": "THEIRS"}), "-", "-"),
        (json!({"list": null}), "D", "D"),
        (json!({"programmes": ["Q"]}), "-", "P"),
        (json!({"programmes": ["Q", "P"]}), "P", "P"),
        (json!({"programmes": null}), "D", "P"),
        (json!({"listed_on": "2018-01-01", "delisted_on": "2018-05-31"}), "-", "-"),
        (json!({"listed_on": "2018-01-01", "delisted_on": "2018-06-01"}), "-", "-"),
        (json!({"listed_on": "2018-01-01", "delisted_on": "2018-06-02"}), "P", "P"),
    ] {
        let record = firm(json!([entry(&change)]));
        assert_eq!(found("xx.listed", &record, &[]).0, expected, "{change}");
        assert_eq!(found("xx.whatever", &record, &[]).0, whatever, "{change}");
    }
    assert_eq!(found("xx.listed", &firm(Value::Null), &[]).0, "-");
    assert_eq!(found("xx.listed", &firm(json!([])), &[]).0, "-");
}

/// Of an entry that is not meant, the evidence shows no more than what tells so.
#[test]
fn what_shows_that_a_party_is_listed() {
    let entries = json!([entry(&json!({"list": "THEIRS"})), entry(&json!({"programmes": ["Q"]})), entry(&json!({}))]);
    let (letter, evidence) = found("xx.listed", &firm(entries), &[]);
    assert_eq!(letter, "P");
    assert_eq!(
        evidence,
        "[0].list=THEIRS [1].list=OURS [1].programmes=Q [2].list=OURS [2].programmes=P [2].listed_on=2018-06-01"
    );
}

fn hit(band: HitBand) -> Hit {
    Hit {
        party: "firm".into(),
        list: "OURS".into(),
        entry: "1".into(),
        band: band.into(),
        programmes: vec!["P".into()],
        listed_on: Some("2018-06-01".into()),
        delisted_on: None,
    }
}

#[test]
fn as_screening_found_it() {
    use HitBand::{Confirmed, Possible, Strong, Weak};
    let programmes = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let text = |day: &str| Some(day.to_owned());
    for (hit, expected, whatever) in [
        (hit(Confirmed), "P", "P"),
        (hit(Strong), "R", "R"),
        (hit(Possible), "R", "R"),
        (hit(Weak), "-", "-"),
        (Hit { party: "another".into(), ..hit(Confirmed) }, "-", "-"),
        (Hit { list: "THEIRS".into(), ..hit(Confirmed) }, "-", "-"),
        (Hit { listed_on: text("2018-06-02"), ..hit(Confirmed) }, "-", "-"),
        (Hit { listed_on: None, ..hit(Confirmed) }, "R", "R"),
        (Hit { delisted_on: text("2018-06-01"), ..hit(Confirmed) }, "-", "-"),
        (Hit { delisted_on: text("2018-06-02"), ..hit(Confirmed) }, "P", "P"),
        (Hit { programmes: programmes(&["Q"]), ..hit(Confirmed) }, "-", "P"),
        (Hit { programmes: programmes(&["Q", "P"]), ..hit(Confirmed) }, "P", "P"),
        (Hit { programmes: Vec::new(), ..hit(Confirmed) }, "R", "P"),
    ] {
        let hits = [hit];
        assert_eq!(found("xx.listed", &firm(Value::Null), &hits).0, expected, "{hits:?}");
        assert_eq!(found("xx.whatever", &firm(Value::Null), &hits).0, whatever, "{hits:?}");
    }
    // Nobody can be told to be a party that has no id.
    let nameless = with(&firm(Value::Null), "/parties/items/0/id", Value::Null);
    assert_eq!(found("xx.listed", &nameless, &[hit(Confirmed)]).0, "-");
}

#[test]
fn what_the_record_has_and_what_screening_found_together() {
    use HitBand::{Confirmed, Possible, Weak};
    let asserted = firm(json!([entry(&json!({}))]));
    let undated = firm(json!([entry(&json!({"listed_on": null}))]));
    let others = Hit { party: "another".into(), ..hit(Possible) };
    assert_eq!(found("xx.listed", &undated, std::slice::from_ref(&others)).0, "R");
    assert_eq!(found("xx.listed", &undated, &[hit(Confirmed)]).0, "P");
    assert_eq!(found("xx.listed", &firm(Value::Null), &[others, hit(Weak)]).0, "-");
    // Where the record decides, hits are no evidence.
    let (letter, evidence) = found("xx.listed", &asserted, &[hit(Confirmed)]);
    assert_eq!((letter, evidence.as_str()), ("P", "[0].list=OURS [0].programmes=P [0].listed_on=2018-06-01"));
}

#[test]
fn what_shows_a_hit() {
    use HitBand::{Confirmed, Possible, Strong, Weak};
    for (band, expected) in
        [(Confirmed, "CONFIRMED hits[0].listed_on=2018-06-01"), (Strong, "STRONG"), (Possible, "POSSIBLE")]
    {
        let (_, evidence) = found("xx.listed", &firm(Value::Null), &[hit(band)]);
        let named = "hits[0].list=OURS hits[0].entry=1 hits[0].programmes=P";
        assert_eq!(evidence, format!("{named} hits[0].band={expected}"));
    }
    let (_, evidence) = found("xx.listed", &firm(Value::Null), &[hit(Weak), hit(Strong)]);
    assert!(evidence.contains("hits[0].band=WEAK"), "{evidence}");
}

/// An entry that begins later, or on a day that nobody says, tells no day.
#[test]
fn the_first_day_of_entries() {
    let of = |day: Value| entry(&json!({"listed_on": day}));
    for (entries, expected) in [
        (json!([of(json!("2018-05-31"))]), Some("2018-05-31")),
        (json!([of(json!("2018-06-01"))]), Some("2018-06-01")),
        (json!([of(json!("2018-06-02"))]), None),
        (json!([of(Value::Null), of(json!("2018-06-02"))]), None),
    ] {
        let found =
            on("2018-06-01", &firm(entries.clone()), |case| case.listed_since(case.parties().next().unwrap(), ENTRIES));
        assert_eq!(found, expected.map(day), "{entries}");
    }
}

const DATED: Rule = Rule {
    id: "xx.dated",
    check: Check::Party(&[], |case, party| {
        let answer = case.listed(party, ENTRIES).prohibited();
        Ok(answer.since(case.listed_since(party, ENTRIES)))
    }),
    ..LISTED
};

/// A finding begins with the first entry that counts on the day, whichever shows it.
#[test]
fn since_when_a_party_is_listed() {
    const PLUGIN: Plugin = Plugin { jurisdiction: "xx", title: "Example", rules: &[&[DATED]], ..Plugin::NEW };
    let began = |record: &Value, hits: &[Hit]| {
        let verdict = verdict_with(&PLUGIN, day("2018-06-01"), &testing::record(record), hits);
        verdict.findings.into_iter().next().and_then(|finding| finding.fact_from).unwrap_or_default()
    };
    let of = |day: &str| entry(&json!({"listed_on": day}));
    let ended = |day: &str| entry(&json!({"listed_on": "2016-01-01", "delisted_on": day}));
    for (entries, expected) in [
        (json!([of("2018-06-01")]), "2018-06-01"),
        (json!([of("2018-01-01"), of("2017-01-01")]), "2017-01-01"),
        (json!([of("2018-01-01"), of("2018-06-02")]), "2018-01-01"),
        (json!([of("2018-01-01"), entry(&json!({"listed_on": "2017-01-01", "programmes": ["Q", "P"]}))]), "2017-01-01"),
        (json!([of("2018-01-01"), ended("2018-06-01")]), "2018-01-01"),
        (json!([of("2018-01-01"), ended("2018-06-02")]), "2016-01-01"),
        (json!([of("2018-01-01"), entry(&json!({"listed_on": "2015-01-01", "programmes": ["Q"]}))]), "2018-01-01"),
        (json!([of("2018-01-01"), entry(&json!({"listed_on": "2015-01-01", "list": "THEIRS"}))]), "2018-01-01"),
        // Earlier than the deployment, which began in 2010.
        (json!([of("2005-01-01")]), "2010-01-01"),
    ] {
        assert_eq!(began(&firm(entries.clone()), &[]), expected, "{entries}");
    }
    let listed_on = |day: &str, band| Hit { listed_on: Some(day.to_owned()), ..hit(band) };
    let confirmed = listed_on("2017-03-01", HitBand::Confirmed);
    assert_eq!(began(&firm(Value::Null), std::slice::from_ref(&confirmed)), "2017-03-01");
    assert_eq!(began(&firm(json!([of("2018-01-01")])), std::slice::from_ref(&confirmed)), "2017-03-01");
    // What may be it tells no day.
    let likely = listed_on("2017-03-01", HitBand::Strong);
    assert_eq!(began(&firm(json!([of("2018-01-01")])), &[likely]), "2018-01-01");
    // Nor does one of another party, list or programme, or one that is over.
    for other in [
        Hit { party: "another".into(), ..confirmed.clone() },
        Hit { list: "THEIRS".into(), ..confirmed.clone() },
        Hit { programmes: vec!["Q".into()], ..confirmed.clone() },
        Hit { delisted_on: Some("2018-06-01".into()), ..confirmed.clone() },
    ] {
        assert_eq!(began(&firm(json!([of("2018-01-01")])), std::slice::from_ref(&other)), "2018-01-01", "{other:?}");
    }
    let over_later = Hit { delisted_on: Some("2018-06-02".into()), ..confirmed };
    assert_eq!(began(&firm(json!([of("2018-01-01")])), &[over_later]), "2017-03-01");
}
