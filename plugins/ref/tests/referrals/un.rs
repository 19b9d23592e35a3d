//! Bodies of the United Nations.

use super::*;

fn forced(host: &str) -> Vec<JurisdictionVerdict> {
    said(&[against(host, finding("ilo.c029.definition", Outcome::Violation))])
}

fn covenant(host: &str) -> Vec<JurisdictionVerdict> {
    said(&[against(host, finding("ilo.iccpr.8", Outcome::Violation))])
}

#[test]
fn special_procedures() {
    let rule = "ref.un.sp";
    check(rule, DAY, &in_country("QAT"), &one("ilo.ind.score", Outcome::NeedsReview), "I");
    check(rule, DAY, &in_country("QAT"), &forced("QAT"), "I");
    check(rule, DAY, &in_country("QAT"), &one("ilo.c095.direct", Outcome::Violation), "-");
    // Any State, no treaty; harm that goes on is urgent.
    let text_on = |as_of: &str| text(rule, as_of, &in_country("PRK"), &forced("PRK"));
    assert!(text_on("2025-12-31").contains("as an urgent appeal"), "{}", text_on("2025-12-31"));
    assert!(text_on("2026-01-01").contains("as an allegation letter"));
    assert!(text_on("2018-01-01").contains("consent, or a note on safety; sources beside mass media"));
    for (dossier, expected) in [
        (json!({"anonymous": true, "independent_sources": 0}), "I closed"),
        (json!({"anonymous": true, "independent_sources": 1}), "I"),
        (json!({"anonymous": true}), "I"),
        (json!({"anonymous": false, "independent_sources": 0}), "I"),
        (json!({"media_only": true}), "I closed"),
        (json!({"media_only": false, "consent": true}), "I"),
    ] {
        check(rule, DAY, &filing("QAT", &dossier), &forced("QAT"), expected);
    }
    let shown = text(rule, DAY, &filing("QAT", &json!({"media_only": false, "risk_note": "weighed"})), &forced("QAT"));
    assert!(!shown.contains("consent") && !shown.contains("mass media"), "{shown}");
    for (dossier, asked_for) in [
        (json!({"consent": true}), false),
        (json!({"consent": false}), true),
        (json!({"risk_note": "weighed"}), false),
        (json!({"consent": false, "risk_note": "weighed"}), false),
        (json!({}), true),
    ] {
        let shown = text(rule, DAY, &filing("QAT", &dossier), &forced("QAT"));
        assert_eq!(shown.contains("consent, or a note on safety"), asked_for, "{dossier}: {shown}");
    }
    let without = with(&in_country("QAT"), "/dossier", Value::Null);
    check(rule, DAY, &without, &forced("QAT"), "I");
    let shown = text(rule, DAY, &without, &forced("QAT"));
    assert!(shown.ends_with("consent, or a note on safety; sources beside mass media."), "{shown}");
    // Whether it goes on is not known: nothing is urgent.
    let undated = with(&without, "/deployment/start", Value::Null);
    assert!(text(rule, DAY, &undated, &forced("QAT")).contains("as an allegation letter"));
}

#[test]
fn complaint_procedure() {
    let rule = "ref.un.hrc1503";
    let ready = json!({"filer": "FILER_NGO", "remedies_exhausted_on": "2018-06-01", "pending_elsewhere": false});
    let change = |change: Value| filing("QAT", &patched(&ready, &change));
    let early = change(json!({"remedies_exhausted_on": "2007-01-01"}));
    for (as_of, expected) in [("2007-06-17", "not in force"), ("2007-06-18", "I"), ("2007-06-19", "I")] {
        check(rule, as_of, &early, &forced("QAT"), expected);
    }
    for (dossier, expected) in [
        (json!({}), "I"),
        (json!({"filer": "FILER_VICTIM"}), "I"),
        (json!({"filer": "FILER_STATE"}), "I closed"),
        (json!({"filer": null}), "D"),
        (json!({"remedies_exhausted_on": null}), "D"),
        (json!({"remedies_exhausted_on": null, "remedies_ineffective": false}), "D"),
        (json!({"remedies_exhausted_on": null, "remedies_ineffective": true}), "I"),
        (json!({"remedies_exhausted_on": "2018-06-02", "remedies_ineffective": false}), "I closed"),
        (json!({"pending_elsewhere": true}), "I closed"),
        (json!({"pending_elsewhere": null}), "D"),
    ] {
        check(rule, DAY, &change(dossier), &forced("QAT"), expected);
    }
    for (count, expected) in [(json!("1"), "I closed"), (json!("2"), "I"), (Value::Null, "D")] {
        let record = with(&change(json!({})), "/workers/items/0", json!({"id": "crew", "count": count}));
        check(rule, DAY, &record, &forced("QAT"), expected);
    }
    for (groups, expected) in [(json!([]), "D"), (json!([{"id": "crew"}, {"id": "cooks"}]), "I")] {
        let record = with(&change(json!({})), "/workers/items", groups);
        check(rule, DAY, &record, &forced("QAT"), expected);
    }
    check(rule, DAY, &change(json!({})), &one("ilo.c095.direct", Outcome::Violation), "-");
    check(rule, DAY, &with(&in_country("QAT"), "/dossier", Value::Null), &forced("QAT"), "not assessed: dossier");
}

#[test]
fn individual_communication() {
    let rule = "ref.un.hrcttee";
    let ready = json!({"filer": "FILER_REPRESENTATIVE", "remedies_exhausted_on": "2018-06-01", "anonymous": false,
        "pending_elsewhere": false});
    let change = |country: &str, change: Value| filing(country, &patched(&ready, &change));
    for (country, expected) in [
        ("POL", "I"),
        ("RUS", "I"),
        ("MLT", "I"),
        ("MNG", "I"),
        ("NLD", "I"),
        ("KOR", "I"),
        ("QAT", "I closed"),
        ("KWT", "I closed"),
        ("ARE", "I closed"),
        ("CHN", "I closed"),
        ("MYS", "I closed"),
        ("DEU", "I ratification"),
    ] {
        check(rule, DAY, &change(country, json!({})), &covenant(country), expected);
        let by_site = one("ilo.iccpr.12", Outcome::Violation);
        check(rule, DAY, &change(country, json!({})), &by_site, expected);
    }
    for (dossier, expected) in [
        (json!({"filer": "FILER_VICTIM"}), "I"),
        (json!({"filer": "FILER_NGO"}), "I closed"),
        (json!({"filer": null}), "D"),
        (json!({"anonymous": true}), "I closed"),
        (json!({"anonymous": null}), "D"),
        (json!({"pending_elsewhere": true}), "I closed"),
        (json!({"remedies_exhausted_on": "2018-06-02"}), "D"),
        (json!({"remedies_exhausted_on": "2018-06-02", "remedies_ineffective": false}), "I closed"),
        (json!({"remedies_exhausted_on": null, "remedies_ineffective": true}), "I"),
    ] {
        check(rule, DAY, &change("POL", dossier), &covenant("POL"), expected);
    }
    // More than five years after remedies.
    for (as_of, expected) in [("2023-05-31", "I"), ("2023-06-01", "I"), ("2023-06-02", "I late")] {
        check(rule, as_of, &change("POL", json!({})), &covenant("POL"), expected);
    }
    assert_eq!(missing(rule, DAY, &change("POL", json!({"filer": null})), &covenant("POL")), ["dossier.filer"]);
    let nowhere = with(&change("POL", json!({})), "/worksites/items/0/country", Value::Null);
    check(rule, DAY, &nowhere, &one("ilo.iccpr.8", Outcome::Violation), "D");
    check(rule, DAY, &change("POL", json!({})), &one("ilo.palermo", Outcome::NeedsReview), "-");
    // A State that is known decides, North Korea is none, and without any site there may be one.
    let by_site = one("ilo.iccpr.8", Outcome::Violation);
    let also = with(&change("POL", json!({})), "/worksites/items/-", json!({"id": "unsaid"}));
    check(rule, DAY, &also, &by_site, "I");
    check(rule, DAY, &change("PRK", json!({})), &by_site, "I closed");
    check(rule, DAY, &with(&also, "/worksites/items", json!([])), &by_site, "D");
    assert_eq!(missing(rule, DAY, &with(&also, "/worksites", Value::Null), &by_site), ["worksites"]);
    // A known State that is no party cannot decide while another may be one.
    let qatari = with(&change("QAT", json!({})), "/worksites/items/-", json!({"id": "unsaid"}));
    check(rule, DAY, &qatari, &by_site, "D");
    assert_eq!(missing(rule, DAY, &qatari, &by_site), ["worksites.items[1].country"]);
    check(rule, DAY, &qatari, &covenant("QAT"), "I closed");
    let german = with(&qatari, "/worksites/items/0/country", json!("DEU"));
    check(rule, DAY, &german, &by_site, "I ratification");
}

#[test]
fn report_beside_the_state() {
    let rule = "ref.un.hrcttee.report";
    check(rule, "2019-01-01", &in_country("QAT"), &covenant("QAT"), "I");
    // Qatar is bound from three months after its accession of 2018-05-21.
    for (as_of, expected) in [("2018-08-20", "-"), ("2018-08-21", "I"), ("2018-08-22", "I")] {
        check(rule, as_of, &in_country("QAT"), &covenant("QAT"), expected);
    }
    check(rule, DAY, &in_country("CHN"), &covenant("CHN"), "-");
    check(rule, DAY, &filing("POL", &json!({"filer": "FILER_NGO"})), &covenant("POL"), "I");
    check(rule, DAY, &filing("POL", &json!({"filer": "FILER_VICTIM"})), &covenant("POL"), "I filer");
    check(rule, DAY, &in_country("DEU"), &covenant("DEU"), "I ratification");
}

#[test]
fn periodic_review() {
    let rule = "ref.un.upr";
    check(rule, DAY, &in_country("QAT"), &forced("QAT"), "I");
    check(rule, DAY, &filing("QAT", &json!({"filer": "FILER_STATE"})), &forced("QAT"), "I filer");
    // It has to address a State, and be no single case.
    check(rule, DAY, &in_country("QAT"), &one("ilo.c029.definition", Outcome::Violation), "-");
    let single = with(&in_country("QAT"), "/workers/items/0", json!({"id": "crew", "count": "1"}));
    check(rule, DAY, &single, &forced("QAT"), "-");
    for (as_of, reviews) in [
        ("2008-12-31", "Reviewed so far: not yet."),
        ("2009-01-01", "Reviewed so far: PRK in 2009."),
        ("2013-12-31", "Reviewed so far: PRK in 2009."),
        ("2014-01-01", "PRK in 2009, 2014."),
        ("2018-12-31", "PRK in 2009, 2014."),
        ("2019-01-01", "PRK in 2009, 2014, 2019."),
        ("2024-10-31", "PRK in 2009, 2014, 2019."),
        ("2024-11-01", "PRK in 2009, 2014, 2019, November 2024."),
    ] {
        let said = text(rule, as_of, &in_country("QAT"), &forced("QAT"));
        assert!(said.contains("of QAT, PRK:") && said.ends_with(reviews), "{as_of}: {said}");
    }
}

fn nepalese(record: &Value) -> Value {
    with(record, "/workers/items/0/nationalities", json!({"items": ["NPL"]}))
}

fn sent_by(record: &Value, country: &Value) -> Value {
    let sender = json!({"id": "sender", "roles": ["PARTY_ROLE_SENDER"], "country": country});
    with(record, "/parties/items/-", sender)
}

/// The sending State is North Korea only where somebody of the record has to do with it.
#[test]
fn whose_review_it_is() {
    let told = |record: &Value, others: &[JurisdictionVerdict]| text("ref.un.upr", "2021-07-01", record, others);
    for (record, states, reviews) in [
        (nepalese(&in_country("QAT")), "of QAT:", "far: see the calendar of reviews."),
        (sent_by(&nepalese(&in_country("QAT")), &json!("NPL")), "of QAT, NPL:", "far: see the calendar of reviews."),
        (sent_by(&nepalese(&in_country("QAT")), &json!("QAT")), "of QAT:", "far: see the calendar of reviews."),
        (sent_by(&nepalese(&in_country("QAT")), &Value::Null), "of QAT:", "far: see the calendar of reviews."),
        (sent_by(&nepalese(&in_country("QAT")), &json!("PRK")), "of QAT, PRK:", "PRK in 2009, 2014, 2019."),
        (in_country("QAT"), "of QAT, PRK:", "PRK in 2009, 2014, 2019."),
        (
            with(&in_country("QAT"), "/workers/items/0/nationalities", Value::Null),
            "of QAT, PRK:",
            "PRK in 2009, 2014, 2019.",
        ),
    ] {
        let said = told(&record, &forced("QAT"));
        assert!(said.contains(states) && said.ends_with(reviews), "{said}");
    }
    // A State's own report names the State of the record, and its rows are on North Koreans alone.
    let late = said(&[Finding {
        addressees: vec![Addressee::State.into()],
        ..finding("un.2397.8.final", Outcome::Violation)
    }]);
    for (record, states) in [
        (json!({"state": {"country": "POL"}}), "of POL, PRK: un.2397.8.final."),
        (json!({"state": {}}), "of PRK: un.2397.8.final."),
        (with(&in_country("QAT"), "/state", json!({"country": "POL"})), "of POL, PRK: un.2397.8.final."),
    ] {
        let said = told(&record, &late);
        assert!(said.contains(states), "{said}");
    }
    // One such row is enough, beside others; else it is the senders, each once, in order.
    let two = |second: &str| {
        let second = finding(second, Outcome::Violation);
        said(&[
            against("QAT", finding("ilo.c029.definition", Outcome::Violation)),
            Finding { addressees: vec![Addressee::State.into()], ..second },
        ])
    };
    let sender = |id: &str, country: &str| json!({"id": id, "roles": ["PARTY_ROLE_SENDER"], "country": country});
    let senders = json!([sender("a", "NPL"), sender("b", "BGD"), sender("c", "NPL")]);
    let senders = with(&nepalese(&in_country("QAT")), "/parties/items", senders);
    for (second, states) in [("un.2397.8", "of QAT, PRK:"), ("ilo.c105.development", "of QAT, BGD, NPL:")] {
        let said = told(&senders, &two(second));
        assert!(said.contains(states), "{said}");
    }
    let nowhere = with(&nepalese(&in_country("QAT")), "/worksites/items/0/country", Value::Null);
    let palermo = Finding { addressees: vec![Addressee::State.into()], ..finding("ilo.palermo", Outcome::NeedsReview) };
    let others = said(&[palermo]);
    let said = told(&nowhere, &others);
    assert!(said.contains("Review of a State that is not recorded: ilo.palermo."), "{said}");
    // North Korea is no host State.
    let there = with(&nepalese(&in_country("QAT")), "/worksites/items/-", json!({"id": "there", "country": "PRK"}));
    let said = told(&there, &others);
    assert!(said.contains("Review of QAT: ilo.palermo."), "{said}");
}

#[test]
fn sanctions_committee() {
    let rule = "ref.un.1718";
    for row in ["un.2371.11", "un.2375.17", "un.2375.18.close", "un.2397.8", "un.2397.8.attache"] {
        check(rule, DAY, &in_country("QAT"), &one(row, Outcome::Violation), "I");
    }
    check(rule, DAY, &in_country("QAT"), &one("un.2094.expel", Outcome::Violation), "-");
    check(rule, DAY, &filing("QAT", &json!({"filer": "FILER_STATE"})), &one("un.2397.8", Outcome::Violation), "I");
    check(rule, DAY, &filing("QAT", &json!({"filer": "FILER_NGO"})), &one("un.2397.8", Outcome::Violation), "I filer");
    let firm = filing("QAT", &json!({"proposed_list": "UN 1718 List"}));
    check(rule, DAY, &firm, &[], "I nomination");
    check(rule, DAY, &firm, &one("un.2397.8", Outcome::Violation), "I");
    check(rule, DAY, &filing("QAT", &json!({"proposed_list": "EU Annex XV"})), &[], "-");
    for (as_of, expected) in
        [("2006-10-13", "not in force"), ("2006-10-14", "I nomination"), ("2006-10-15", "I nomination")]
    {
        check(rule, as_of, &firm, &[], expected);
    }
}

#[test]
fn monitoring_bodies_by_date() {
    let un = one("un.2397.8", Outcome::Violation);
    for (as_of, panel, team) in [
        ("2009-06-11", "not in force", "not in force"),
        ("2009-06-12", "I", "not in force"),
        ("2009-06-13", "I", "not in force"),
        ("2024-04-30", "I", "not in force"),
        ("2024-05-01", "I ended", "not in force"),
        ("2024-05-02", "I ended", "not in force"),
        ("2024-10-15", "I ended", "not in force"),
        ("2024-10-16", "I ended", "I"),
        ("2024-10-17", "I ended", "I"),
    ] {
        check("ref.un.poe", as_of, &in_country("RUS"), &un, panel);
        check("ref.msmt", as_of, &in_country("RUS"), &un, team);
    }
    // The worked case of the builder with students.
    let said = text("ref.un.poe", "2024-06-01", &in_country("RUS"), &un);
    assert!(said.starts_with("The Panel of Experts no longer exists"), "{said}");
}

#[test]
fn general_assembly() {
    let rule = "ref.un.ga";
    check(rule, DAY, &in_country("QAT"), &forced("QAT"), "I");
    check(rule, DAY, &filing("QAT", &json!({"filer": "FILER_STATE"})), &forced("QAT"), "I");
    check(rule, DAY, &filing("QAT", &json!({"filer": "FILER_NGO"})), &forced("QAT"), "I filer");
    check(rule, DAY, &in_country("QAT"), &one("un.2397.8", Outcome::Violation), "-");
    // Its resolution is on North Korea.
    check(rule, DAY, &nepalese(&in_country("QAT")), &forced("QAT"), "-");
    check(rule, DAY, &sent_by(&nepalese(&in_country("QAT")), &json!("NPL")), &forced("QAT"), "-");
    check(rule, DAY, &sent_by(&nepalese(&in_country("QAT")), &json!("PRK")), &forced("QAT"), "I");
    let unsaid = with(&in_country("QAT"), "/workers/items/0/nationalities", Value::Null);
    check(rule, DAY, &unsaid, &forced("QAT"), "I");
    let single = with(&in_country("QAT"), "/workers/items/0", json!({"id": "crew", "count": "1"}));
    check(rule, DAY, &single, &forced("QAT"), "-");
    for (as_of, expected) in [("2002-06-30", "not in force"), ("2002-07-01", "I"), ("2002-07-02", "I")] {
        check(rule, as_of, &in_country("QAT"), &forced("QAT"), expected);
    }
    for (as_of, found) in [
        ("2014-02-16", "which no commission of inquiry has found yet"),
        ("2014-02-17", "as the commission of inquiry found them"),
        ("2014-02-18", "as the commission of inquiry found them"),
    ] {
        let told = text(rule, as_of, &in_country("QAT"), &forced("QAT"));
        assert!(told.contains(&format!("crimes against humanity, {found}. A veto")), "{told}");
    }
}
