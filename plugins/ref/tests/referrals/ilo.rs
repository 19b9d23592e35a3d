//! Procedures of the International Labour Organization.

use super::*;

fn broken(rule: &str, host: &str) -> Vec<JurisdictionVerdict> {
    said(&[against(host, finding(rule, Outcome::Violation))])
}

fn union() -> Value {
    json!({"filer": "FILER_WORKERS_ORGANISATION"})
}

#[test]
fn representation() {
    let rule = "ref.ilo.24";
    for (row, host, expected) in [
        ("ilo.c029.definition", "QAT", "I"),
        ("ilo.c029.private", "CHN", "I closed"),
        ("ilo.p029.remedy", "POL", "I"),
        ("ilo.p029.remedy", "QAT", "I closed"),
        ("ilo.p029.remedy", "MNG", "I ratification"),
        ("ilo.c105.development", "QAT", "I"),
        ("ilo.c095.direct", "POL", "I"),
        ("ilo.c095.direct", "QAT", "I closed"),
        ("ilo.hours.day", "KWT", "I"),
        ("ilo.hours.day", "QAT", "I closed"),
        ("ilo.rest.week", "POL", "I"),
        ("ilo.rest.week", "ARE", "I closed"),
        ("ilo.insp.frequency", "QAT", "I"),
        ("ilo.insp.frequency", "CHN", "I closed"),
        ("ilo.c181.fees", "NLD", "I"),
        ("ilo.c181.fees", "QAT", "I closed"),
        ("ilo.iccpr.8", "POL", "-"),
        ("ilo.ind.score", "POL", "-"),
        ("ilo.c029.definition", "DEU", "I ratification"),
    ] {
        assert_eq!(answer(rule, DAY, &filing(host, &union()), &broken(row, host)), expected, "{row} {host}");
    }
    for (filer, expected) in [
        ("FILER_WORKERS_ORGANISATION", "I"),
        ("FILER_EMPLOYERS_ORGANISATION", "I"),
        ("FILER_NGO", "I closed"),
        ("FILER_VICTIM", "I closed"),
        ("FILER_STATE", "I closed"),
    ] {
        check(rule, DAY, &filing("QAT", &json!({"filer": filer})), &broken("ilo.c029.definition", "QAT"), expected);
    }
    check(rule, DAY, &in_country("QAT"), &broken("ilo.c029.definition", "QAT"), "D");
    let without = with(&in_country("QAT"), "/dossier", Value::Null);
    check(rule, DAY, &without, &broken("ilo.c029.definition", "QAT"), "not assessed: dossier");
    // North Korea is no member.
    check(rule, DAY, &filing("PRK", &union()), &one("ilo.c029.definition", Outcome::Violation), "I closed");
    // A site without a country may be in a State that is bound.
    let also = |country: &str| with(&filing(country, &union()), "/worksites/items/-", json!({"id": "third"}));
    let by_site = one("ilo.c095.direct", Outcome::Violation);
    check(rule, DAY, &also("QAT"), &by_site, "D");
    check(rule, DAY, &also("POL"), &by_site, "I");
    check(rule, DAY, &also("QAT"), &broken("ilo.c095.direct", "QAT"), "I closed");
    check(rule, DAY, &also("DEU"), &by_site, "I ratification");
    // One finding by site is enough; a State's own report is about the State of the record, and no site.
    let named = against("QAT", finding("ilo.c095.direct", Outcome::Violation));
    let both = said(&[named, finding("ilo.c095.tender", Outcome::Violation)]);
    check(rule, DAY, &also("QAT"), &both, "D");
    let reporting = with(&also("QAT"), "/state", json!({"country": "CHN"}));
    check(rule, DAY, &reporting, &one("ilo.insp.report", Outcome::Violation), "I closed");
    // In force twelve months after ratification: China, 2022-08-12.
    for (as_of, expected) in [("2023-08-11", "I closed"), ("2023-08-12", "I"), ("2023-08-13", "I")] {
        check(rule, as_of, &filing("CHN", &union()), &broken("ilo.c029.definition", "CHN"), expected);
    }
}

#[test]
fn hours_fall_under_the_convention_that_the_finding_names() {
    let hours = |instrument: &str| {
        let mut finding = against("KWT", finding("ilo.hours.day", Outcome::Violation));
        let parameter = MessageParameter { name: "instrument".into(), value: instrument.into() };
        finding.message.as_mut().unwrap().parameters.push(parameter);
        said(&[finding])
    };
    check("ref.ilo.24", DAY, &filing("KWT", &union()), &hours("Convention 1"), "I");
    check("ref.ilo.24", DAY, &filing("KWT", &union()), &hours("Convention 30"), "I ratification");
}

#[test]
fn complaint() {
    let rule = "ref.ilo.26";
    let grave = broken("ilo.c029.definition", "QAT");
    for (dossier, expected) in [
        (json!({"filer": "FILER_CONFERENCE_DELEGATE"}), "I"),
        (json!({"filer": "FILER_STATE", "filer_country": "POL"}), "I"),
        (json!({"filer": "FILER_STATE", "filer_country": "CHN"}), "I closed"),
        (json!({"filer": "FILER_STATE", "filer_country": "FRA"}), "I ratification"),
        (json!({"filer": "FILER_STATE", "filer_country": "PRK"}), "I closed"),
        (json!({"filer": "FILER_STATE"}), "D"),
        (json!({"filer": "FILER_NGO"}), "I closed"),
        (json!({"filer": "FILER_WORKERS_ORGANISATION"}), "I closed"),
        (json!({}), "D"),
    ] {
        check(rule, DAY, &filing("QAT", &dossier), &grave, expected);
    }
    // A State complains of what it has ratified itself: Qatar of no breach of the Protocol.
    let several = said(
        &["ilo.c029.definition", "ilo.c105.development", "ilo.p029.nonpunish"]
            .map(|row| against("POL", finding(row, Outcome::Violation))),
    );
    let by = |country: &str| filing("POL", &json!({"filer": "FILER_STATE", "filer_country": country}));
    let named = |country: &str| text(rule, "2019-06-01", &by(country), &several);
    assert!(
        named("QAT").contains("against POL: ilo.c029.definition, ilo.c105.development. A member"),
        "{}",
        named("QAT")
    );
    assert!(named("NLD").contains("ilo.c105.development, ilo.p029.nonpunish. A member"), "{}", named("NLD"));
    assert!(named("PRK").ends_with("the State that complains is no member of the ILO."), "{}", named("PRK"));
    let delegate = json!({"filer": "FILER_CONFERENCE_DELEGATE"});
    check(rule, DAY, &filing("QAT", &delegate), &broken("ilo.c105.development", "QAT"), "I");
    check(rule, DAY, &filing("QAT", &delegate), &broken("ilo.p029.remedy", "QAT"), "I closed");
    check(rule, DAY, &filing("POL", &delegate), &broken("ilo.c095.direct", "POL"), "-");
    let state = filing("QAT", &json!({"filer": "FILER_STATE"}));
    assert_eq!(missing(rule, DAY, &state, &grave), ["dossier.filer_country"]);
}

#[test]
fn observations() {
    let rule = "ref.ilo.22";
    let found = broken("ilo.insp.frequency", "QAT");
    check(rule, DAY, &in_country("QAT"), &found, "I");
    check(rule, DAY, &filing("QAT", &union()), &found, "I");
    check(rule, DAY, &filing("QAT", &json!({"filer": "FILER_NGO"})), &found, "I filer");
    check(rule, DAY, &in_country("CHN"), &broken("ilo.insp.frequency", "CHN"), "-");
    check(rule, DAY, &in_country("QAT"), &one("ilo.ind.score", Outcome::NeedsReview), "-");
    // The State's own report on inspection is one of the State of the record.
    let report = one("ilo.insp.report", Outcome::Violation);
    let polish = with(&in_country("CHN"), "/state", json!({"country": "POL"}));
    check(rule, DAY, &in_country("QAT"), &report, "-");
    assert!(text(rule, DAY, &polish, &report).contains("on the report of POL: ilo.insp.report."));
    for (as_of, day) in [("2018-08-31", "2018-09-01"), ("2018-09-01", "2018-09-01"), ("2018-09-02", "2019-09-01")] {
        assert_eq!(due(rule, as_of, &in_country("QAT"), &found).unwrap(), day, "{as_of}");
    }
}
