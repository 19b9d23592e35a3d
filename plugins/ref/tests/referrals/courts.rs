//! International courts.

use super::*;

fn forced(host: &str) -> Vec<JurisdictionVerdict> {
    said(&[against(host, finding("ilo.c029.definition", Outcome::Violation))])
}

fn application(country: &str, change: &Value) -> Value {
    let ready = json!({"filer": "FILER_VICTIM", "remedies_exhausted_on": "2018-01-31", "anonymous": false,
        "pending_elsewhere": false});
    filing(country, &patched(&ready, change))
}

#[test]
fn european_court() {
    let rule = "ref.ecthr";
    for (country, expected) in [
        ("POL", "I"),
        ("MLT", "I"),
        ("NLD", "I"),
        ("RUS", "I"),
        ("DEU", "I"),
        ("QAT", "I closed"),
        ("CHN", "I closed"),
        ("KWT", "I closed"),
        ("ARE", "I closed"),
        ("MYS", "I closed"),
        ("MNG", "I closed"),
    ] {
        check(rule, DAY, &application(country, &json!({})), &forced(country), expected);
    }
    for (dossier, expected) in [
        (json!({"filer": "FILER_REPRESENTATIVE"}), "I"),
        (json!({"filer": "FILER_NGO"}), "I"),
        (json!({"filer": "FILER_WORKERS_ORGANISATION"}), "I"),
        (json!({"filer": "FILER_STATE"}), "I closed"),
        (json!({"filer": "FILER_AUTHORITY"}), "I closed"),
        (json!({"filer": null}), "D"),
        (json!({"remedies_exhausted_on": null}), "D"),
        (json!({"remedies_exhausted_on": null, "remedies_ineffective": true}), "D"),
        (json!({"remedies_exhausted_on": "2018-06-02"}), "I closed"),
        (json!({"anonymous": true}), "I closed"),
        (json!({"pending_elsewhere": true}), "I closed"),
    ] {
        check(rule, DAY, &application("POL", &dossier), &forced("POL"), expected);
    }
    let bare = filing("POL", &json!({}));
    let fields = ["dossier.filer", "dossier.remedies_exhausted_on", "dossier.anonymous", "dossier.pending_elsewhere"];
    assert_eq!(missing(rule, DAY, &bare, &forced("POL")), fields);
    check(rule, DAY, &application("POL", &json!({})), &one("ilo.palermo", Outcome::NeedsReview), "I");
    check(rule, DAY, &application("POL", &json!({})), &one("ilo.c095.direct", Outcome::Violation), "-");
    check(rule, DAY, &with(&bare, "/dossier", Value::Null), &forced("POL"), "not assessed: dossier");
    let nowhere = with(&application("POL", &json!({})), "/worksites/items/0/country", Value::Null);
    check(rule, DAY, &nowhere, &one("ilo.palermo", Outcome::NeedsReview), "D");
    // A site without a country may be in a party; where one is known to be, that is enough; where the finding names the State too.
    let also = |country: &str| with(&application(country, &json!({})), "/worksites/items/-", json!({"id": "third"}));
    let by_site = one("ilo.palermo", Outcome::NeedsReview);
    check(rule, DAY, &also("QAT"), &by_site, "D");
    assert_eq!(missing(rule, DAY, &also("QAT"), &by_site), ["worksites.items[1].country"]);
    check(rule, DAY, &also("POL"), &by_site, "I");
    check(rule, DAY, &also("QAT"), &forced("QAT"), "I closed");
}

/// A decision that is to come gives no last day, and a way that is not open has none.
#[test]
fn a_last_day_only_of_a_way_that_is_open() {
    let rule = "ref.ecthr";
    let record = application("POL", &json!({"remedies_exhausted_on": "2018-03-10"}));
    for (as_of, expected, last) in [
        ("2018-03-09", "I closed", None),
        ("2018-03-10", "I", Some("2018-09-10")),
        ("2018-03-11", "I", Some("2018-09-10")),
        ("2018-09-11", "I closed", None),
    ] {
        check(rule, as_of, &record, &forced("POL"), expected);
        assert_eq!(due(rule, as_of, &record, &forced("POL")).as_deref(), last, "{as_of}");
    }
    let anonymous = with(&record, "/dossier/anonymous", json!(true));
    assert_eq!(due(rule, "2018-03-11", &anonymous, &forced("POL")), None);
}

/// The months run when nothing goes on any longer: what earlier days found can still be brought.
#[test]
fn after_the_end_of_the_deployment() {
    let rule = "ref.ecthr";
    let over = |country: &str| {
        with(
            &application(country, &json!({"remedies_exhausted_on": "2018-03-10"})),
            "/deployment/end",
            json!("2018-01-01"),
        )
    };
    for (as_of, expected) in [
        ("2018-03-09", "-"),
        ("2018-03-10", "I earlier"),
        ("2018-03-11", "I earlier"),
        ("2018-09-10", "I earlier"),
        ("2018-09-11", "-"),
    ] {
        check(rule, as_of, &over("POL"), &[], expected);
    }
    let told = text(rule, DAY, &over("POL"), &[]);
    assert!(
        told.starts_with("The deployment ended on 2018-01-01") && told.ends_with("against POL, until 2018-09-10."),
        "{told}"
    );
    assert_eq!(due(rule, DAY, &over("POL"), &[]).as_deref(), Some("2018-09-10"));
    assert!(answered(rule, DAY, &over("POL"), &[]).unwrap().referrals.is_empty());
    check(rule, DAY, &over("QAT"), &[], "-");
    check(rule, DAY, &over("POL"), &forced("POL"), "I");
    // While it runs, and on the day on which it ends.
    for (end, expected) in [("2018-05-31", "I earlier"), ("2018-06-01", "I earlier"), ("2018-06-02", "-")] {
        check(rule, DAY, &with(&over("POL"), "/deployment/end", json!(end)), &[], expected);
    }
    check(rule, DAY, &with(&over("POL"), "/deployment/end", Value::Null), &[], "-");
    check(rule, DAY, &with(&over("POL"), "/dossier/remedies_exhausted_on", Value::Null), &[], "-");
    // Each State once, in order.
    let sites = |countries: &[&str]| {
        let sites = countries.iter().zip(1..).map(|(country, n)| json!({"id": format!("s{n}"), "country": country}));
        with(&over("POL"), "/worksites/items", sites.collect())
    };
    let told = text(rule, DAY, &sites(&["POL", "MLT", "PRK", "POL"]), &[]);
    assert!(told.ends_with("against MLT, POL, until 2018-09-10."), "{told}");
    check(rule, DAY, &sites(&["PRK"]), &[], "-");
    // Of what was over when the Convention came into force, Russia answers for nothing.
    for (end, expected) in [("1998-05-04", "-"), ("1998-05-05", "-"), ("1998-05-06", "I earlier")] {
        let russian = application("RUS", &json!({"remedies_exhausted_on": "1998-05-20"}));
        let russian = with(&russian, "/deployment", json!({"start": "1998-01-01", "end": end}));
        check(rule, "1998-06-01", &russian, &[], expected);
    }
    // Nor of what began when it had left.
    for (start, expected) in [
        (json!("2022-09-16"), "I earlier"),
        (json!("2022-09-17"), "-"),
        (json!("2022-09-18"), "-"),
        (Value::Null, "I earlier"),
    ] {
        let russian = application("RUS", &json!({"remedies_exhausted_on": "2023-03-01"}));
        let russian = with(&russian, "/deployment", json!({"start": start, "end": "2023-01-01"}));
        check(rule, "2023-04-01", &russian, &[], expected);
    }

    let rule = "ref.un.hrcttee";
    for (as_of, expected) in [("2018-03-09", "-"), ("2018-03-10", "I earlier"), ("2024-01-01", "I earlier")] {
        check(rule, as_of, &over("POL"), &[], expected);
    }
    let told = text(rule, DAY, &over("POL"), &[]);
    assert!(told.ends_with("against POL; from 2023-03-11 on that may be abuse of the right."), "{told}");
    check(rule, DAY, &over("QAT"), &[], "-");
    check(rule, DAY, &with(&over("POL"), "/deployment/end", Value::Null), &[], "-");
}

#[test]
fn six_months_and_four() {
    let rule = "ref.ecthr";
    for (decided, last, after) in [
        ("2018-01-31", "2018-07-31", "2018-08-01"),
        ("2022-01-30", "2022-07-30", "2022-07-31"),
        ("2022-01-31", "2022-07-31", "2022-08-01"),
        ("2022-02-01", "2022-06-01", "2022-06-02"),
        ("2022-02-02", "2022-06-02", "2022-06-03"),
    ] {
        let record = application("POL", &json!({"remedies_exhausted_on": decided}));
        assert_eq!(due(rule, decided, &record, &forced("POL")).unwrap(), last, "{decided}");
        check(rule, last, &record, &forced("POL"), "I");
        check(rule, after, &record, &forced("POL"), "I closed");
    }
}

#[test]
fn russia_for_facts_until_it_left() {
    let rule = "ref.ecthr";
    let record = application("RUS", &json!({"remedies_exhausted_on": "2023-01-01"}));
    for (fact_from, expected) in [("2022-09-15", "I"), ("2022-09-16", "I"), ("2022-09-17", "I closed")] {
        let finding = finding("ilo.c029.definition", Outcome::Violation);
        let finding = against("RUS", Finding { fact_from: Some(fact_from.into()), ..finding });
        check(rule, "2023-02-01", &record, &said(&[finding]), expected);
    }
}

/// A fact counts for the days on which the Convention was in force, up to the day on which it is asked.
#[test]
fn facts_before_the_convention_was_in_force() {
    let rule = "ref.ecthr";
    let record = application("RUS", &json!({"remedies_exhausted_on": "1998-02-01"}));
    let fact = |to: Option<&str>| {
        let finding = finding("ilo.c029.definition", Outcome::Violation);
        let fact_to = to.map(str::to_owned);
        said(&[against("RUS", Finding { fact_from: Some("1998-01-01".into()), fact_to, ..finding })])
    };
    for (as_of, to, expected) in [
        ("1998-06-01", Some("1998-05-04"), "I closed"),
        ("1998-06-01", Some("1998-05-05"), "I closed"),
        ("1998-06-01", Some("1998-05-06"), "I"),
        ("1998-05-04", Some("1999-01-01"), "I closed"),
        ("1998-05-05", Some("1999-01-01"), "I"),
        ("1998-05-04", None, "I closed"),
        ("1998-05-05", None, "I"),
    ] {
        check(rule, as_of, &record, &fact(to), expected);
    }
}

/// One State of which the table says nothing may be a party: of the place, or of those responsible.
#[test]
fn states_of_which_nothing_is_known() {
    let rule = "ref.icc";
    let party = |country: &str| json!({"id": format!("of-{country}"), "country": country});
    let parties = |countries: &[&str]| {
        with(&in_country("QAT"), "/parties/items", countries.iter().map(|country| party(country)).collect())
    };
    check(rule, DAY, &parties(&["QAT", "FRA"]), &forced("QAT"), "I ratification");
    let told = text(rule, DAY, &parties(&["FRA", "DEU", "FRA", "ITA", "QAT"]), &forced("ITA"));
    assert!(told.contains("does not say of DEU, FRA, ITA."), "{told}");
    let told = text(rule, DAY, &parties(&["KOR", "JPN", "KOR"]), &forced("QAT"));
    assert!(told.contains("nationality, if those responsible are of JPN, KOR:"), "{told}");
    let nowhere = with(&parties(&["QAT"]), "/worksites/items/0/country", Value::Null);
    let told = text(rule, DAY, &nowhere, &one("ilo.palermo", Outcome::NeedsReview));
    assert!(told.contains("does not say of a site without a country."), "{told}");
}

#[test]
fn criminal_court() {
    let rule = "ref.icc";
    for (country, expected) in [
        ("POL", "I"),
        ("MLT", "I"),
        ("MNG", "I"),
        ("NLD", "I"),
        ("KOR", "I"),
        ("JPN", "I"),
        ("QAT", "I closed"),
        ("CHN", "I closed"),
        ("RUS", "I closed"),
        ("USA", "I closed"),
        ("KWT", "I closed"),
        ("ARE", "I closed"),
        ("MYS", "I closed"),
        ("DEU", "I ratification"),
    ] {
        check(rule, DAY, &in_country(country), &forced(country), expected);
    }
    let said = text(rule, DAY, &in_country("QAT"), &forced("QAT"));
    assert!(said.starts_with("No jurisdiction") && said.contains("without a referral"), "{said}");
    // By nationality of those responsible.
    let korean = with(&in_country("QAT"), "/parties/items/0/country", json!("KOR"));
    let said = text(rule, DAY, &korean, &forced("QAT"));
    assert!(said.contains("nationality, if those responsible are of KOR"), "{said}");
    let nowhere = with(&in_country("QAT"), "/worksites/items/0/country", Value::Null);
    check(rule, DAY, &nowhere, &one("ilo.palermo", Outcome::NeedsReview), "I ratification");
    // One site more without a country may be in a State Party.
    let also = |country: &str| with(&in_country(country), "/worksites/items/-", json!({"id": "third"}));
    check(rule, DAY, &also("QAT"), &one("ilo.palermo", Outcome::NeedsReview), "I ratification");
    check(rule, DAY, &also("POL"), &one("ilo.palermo", Outcome::NeedsReview), "I");
    check(rule, DAY, &also("QAT"), &forced("QAT"), "I closed");
    let there = text(rule, DAY, &in_country("PRK"), &one("ilo.palermo", Outcome::NeedsReview));
    assert!(there.contains("neither PRK nor the States of the parties"), "{there}");
    for (as_of, expected) in [("2002-06-30", "not in force"), ("2002-07-01", "I"), ("2002-07-02", "I")] {
        check(rule, as_of, &in_country("POL"), &forced("POL"), expected);
    }
    // From the entry into force for the State: Malta, 2003-02-01.
    for (as_of, expected) in [("2003-01-31", "I closed"), ("2003-02-01", "I"), ("2003-02-02", "I")] {
        check(rule, as_of, &in_country("MLT"), &forced("MLT"), expected);
    }
    check(rule, DAY, &in_country("POL"), &one("ilo.iccpr.12", Outcome::Violation), "-");
}
