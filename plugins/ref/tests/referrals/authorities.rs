//! National authorities and those of the Union.

use super::*;

#[test]
fn labour_inspectorate() {
    let rule = "ref.nca.labour";
    let day = "2016-01-01";
    let violation = one("qa.wage.wps@2015", Outcome::Violation);
    check(rule, day, &in_country("QAT"), &violation, "I");
    let nobody = with(&in_country("QAT"), "/parties/items", json!([]));
    check(rule, day, &nobody, &violation, "D");
    check(rule, day, &with(&nobody, "/parties", Value::Null), &violation, "not assessed: parties");
    // The site in the country whose law was broken, not the first one; none of them there.
    let abroad = with(
        &in_country("QAT"),
        "/worksites/items",
        json!([{"id": "camp", "country": "CHN"}, {"id": "tower", "country": "QAT"}]),
    );
    let said = text(rule, day, &abroad, &violation);
    assert!(said.contains("inspectorate of QAT, about Employer at tower:"), "{said}");
    let said = text(rule, day, &with(&abroad, "/worksites/items/1/address", json!("Street 1, Doha")), &violation);
    assert!(said.contains("about Employer at tower (Street 1, Doha):"), "{said}");
    // An order on joint ventures is no law of labour, and goes with nothing that is.
    let venture = || finding("cn.jv.2017", Outcome::Violation);
    check(rule, "2018-06-01", &nobody, &super::said(&[venture()]), "-");
    let both = super::said(&[venture(), finding("cn.hours", Outcome::Violation)]);
    let said = text(rule, "2018-06-01", &abroad, &both);
    assert!(said.contains("inspectorate of CHN, about Employer at camp: cn.hours."), "{said}");
    // No inspectorate of a country without a site: law may reach a case by the buyer. It ends nothing for the others.
    check(rule, day, &abroad, &one("pl.hours", Outcome::Violation), "-");
    let both =
        super::said(&[finding("nl.273f.profit", Outcome::NeedsReview), finding("qa.insp", Outcome::NeedsReview)]);
    let said = text(rule, day, &abroad, &both);
    assert!(
        said.contains("inspectorate of QAT, about Employer at tower") && said.contains(": qa.insp. Anyone"),
        "{said}"
    );
    let dutch = with(&in_country("NLD"), "/worksites/items/-", json!({"id": "tower", "country": "QAT"}));
    let said = text(rule, day, &dutch, &both);
    assert!(said.contains("of QAT, NLD, about Employer at tower, s: nl.273f.profit, qa.insp."), "{said}");
    // A site without a country may be there; where one is known to be, that is enough.
    let unsaid = with(&abroad, "/worksites/items/0", json!({"id": "camp"}));
    check(rule, day, &unsaid, &one("pl.hours", Outcome::Violation), "D");
    assert_eq!(missing(rule, day, &unsaid, &one("pl.hours", Outcome::Violation)), ["worksites.items[0].country"]);
    check(rule, day, &unsaid, &violation, "I");
    check(rule, day, &unsaid, &both, "I");
    let nowhere = with(&abroad, "/worksites/items", json!([]));
    assert_eq!(missing(rule, day, &nowhere, &violation), ["worksites"]);
    // What cannot be judged goes nowhere yet.
    let bodies = |record: &Value| answered(rule, day, record, &violation).unwrap().referrals.len();
    assert_eq!([bodies(&abroad), bodies(&nowhere)], [1, 0]);
}

#[test]
fn authorities_of_the_united_states() {
    let rule = "ref.nca.us";
    check(rule, DAY, &in_country("QAT"), &one("us.13687", Outcome::NeedsReview), "I");
    check(rule, DAY, &in_country("QAT"), &one("eu.dprk.freeze", Outcome::Prohibited), "-");
    // The term for reporting blocked property, while it runs.
    let clock = |outcome: Outcome| {
        let consequence = Some(Consequence { due_on: Some("2018-06-14".into()), ..Consequence::default() });
        let initial = Finding { consequence, ..finding("us.501.603.initial", outcome) };
        said(&[initial, finding("us.13722.1", Outcome::Prohibited)])
    };
    for (as_of, expected) in
        [("2018-06-13", Some("2018-06-14")), ("2018-06-14", Some("2018-06-14")), ("2018-06-15", None)]
    {
        assert_eq!(due(rule, as_of, &in_country("QAT"), &clock(Outcome::Info)).as_deref(), expected, "{as_of}");
    }
}

/// Of several blockings the first that is still to be reported gives the day.
#[test]
fn the_first_term_that_still_runs() {
    let blocked = |due_on: &str| {
        let consequence = Some(Consequence { due_on: Some(due_on.into()), ..Consequence::default() });
        Finding { consequence, ..finding("us.501.603.initial", Outcome::Info) }
    };
    let several = [blocked("2018-06-20"), blocked("2018-06-14"), finding("us.13722.1", Outcome::Prohibited)];
    for (as_of, expected) in [("2018-06-14", "2018-06-14"), ("2018-06-15", "2018-06-20")] {
        let due = due("ref.nca.us", as_of, &in_country("QAT"), &said(&several));
        assert_eq!(due.as_deref(), Some(expected), "{as_of}");
    }
}

#[test]
fn sanctions_authorities_of_the_union() {
    let rule = "ref.nca.sanctions.eu";
    check(rule, DAY, &in_country("POL"), &one("eu.dprk.freeze", Outcome::Prohibited), "I");
    check(rule, DAY, &in_country("POL"), &one("eu.ghr.criteria", Outcome::NeedsReview), "I");
    check(rule, DAY, &in_country("POL"), &one("eu.wtd.48", Outcome::Violation), "-");
}

#[test]
fn portal_for_goods_made_with_forced_labour() {
    let rule = "ref.nca.flr";
    let announced = one("eu.flr.ban", Outcome::Info);
    for (as_of, expected) in [
        ("2024-12-12", "not in force"),
        ("2024-12-13", "I hold"),
        ("2024-12-14", "I hold"),
        ("2027-12-13", "I hold"),
        ("2027-12-14", "I"),
        ("2027-12-15", "I"),
    ] {
        check(rule, as_of, &in_country("POL"), &announced, expected);
    }
    assert_eq!(due(rule, "2026-01-01", &in_country("POL"), &announced).unwrap(), "2027-12-14");
    check(rule, "2028-01-01", &in_country("POL"), &one("eu.flr.ban", Outcome::Prohibited), "I");
    check(rule, "2028-01-01", &in_country("POL"), &one("eu.flr.clock", Outcome::Violation), "I");
    check(rule, "2028-01-01", &in_country("POL"), &one("eu.flr.ban", Outcome::NeedsReview), "I");
    check(rule, "2028-01-01", &in_country("POL"), &one("eu.flr.lead", Outcome::Info), "-");
    check(rule, "2028-01-01", &in_country("POL"), &one("eu.flr.ban", Outcome::Exempt), "-");
}

#[test]
fn prosecutors() {
    let rule = "ref.nca.nl_pl";
    let dutch = text(rule, DAY, &in_country("POL"), &one("nl.273f.profit", Outcome::NeedsReview));
    assert!(dutch.starts_with("To the Dutch prosecutor") && !dutch.contains("Polish"), "{dutch}");
    let polish = text(rule, DAY, &in_country("POL"), &one("pl.forced", Outcome::NeedsReview));
    assert!(polish.starts_with("To the Polish prosecutor (189a), the Border Guard"), "{polish}");
    let bodies = |rows: &[&str]| {
        let findings: Vec<_> = rows.iter().map(|row| finding(row, Outcome::NeedsReview)).collect();
        answered(rule, DAY, &in_country("POL"), &said(&findings)).unwrap().referrals
    };
    let polish = ["Polish prosecutor", "Border Guard", "National Labour Inspectorate"];
    assert_eq!(bodies(&["nl.273f.profit"]), ["Dutch prosecutor"]);
    assert_eq!(bodies(&["pl.forced"]), polish);
    assert_eq!(bodies(&["nl.273f.profit", "pl.forced"]), [&["Dutch prosecutor"][..], &polish].concat());
    check(rule, DAY, &in_country("POL"), &one("nl.273f.penalty", Outcome::Info), "-");
    check(rule, DAY, &in_country("POL"), &one("qa.forced", Outcome::NeedsReview), "-");
}
