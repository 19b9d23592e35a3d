//! Limits of host countries: midday bans, heat, and what the indicators of forced labour are held against.

use comity_sdk::{
    Everybody,
    facts::{Decimal, TimeOfDay, indicators::SiteLimits},
    hosts::{QATAR_2007, QATAR_2021, midday_ban, trafficking},
    v1::PartyRole,
};

use super::*;

fn exposed(intervals: Value) -> Value {
    json!({"heat": items(json!([{"id": "h", "outdoor_intervals": items(intervals)}]))})
}

fn banned(country: &str, date: &str, interval: &Value) -> &'static str {
    on(date, &exposed(json!([interval])), |case| {
        let heat = case.record.heat().recorded().unwrap().iter().next().unwrap();
        let work = heat.outdoor_intervals().recorded().unwrap().iter().next().unwrap();
        letter(&midday_ban(country, day(date), work))
    })
}

#[test]
fn seasons_of_the_bans() {
    let noon = json!({"from": "12:45", "to": "13:00"});
    for (country, date, expected) in [
        ("QAT", "2006-07-01", "n"),
        ("QAT", "2007-06-14", "n"),
        ("QAT", "2007-06-15", "y"),
        ("QAT", "2007-06-16", "y"),
        ("QAT", "2020-06-01", "n"),
        ("QAT", "2020-08-30", "y"),
        ("QAT", "2020-08-31", "y"),
        ("QAT", "2020-09-01", "n"),
        ("QAT", "2021-05-31", "n"),
        ("QAT", "2021-06-01", "y"),
        ("QAT", "2021-06-02", "y"),
        ("QAT", "2021-09-14", "y"),
        ("QAT", "2021-09-15", "y"),
        ("QAT", "2021-09-16", "n"),
        ("KWT", "2014-07-01", "n"),
        ("KWT", "2015-05-31", "n"),
        ("KWT", "2015-06-01", "y"),
        ("KWT", "2015-08-31", "y"),
        ("KWT", "2015-09-01", "n"),
        ("ARE", "2004-07-01", "n"),
        ("ARE", "2005-06-14", "n"),
        ("ARE", "2005-06-15", "y"),
        ("ARE", "2005-09-15", "y"),
        ("ARE", "2005-09-16", "n"),
        ("POL", "2021-07-01", "n"),
        ("DEU", "2021-07-01", "n"),
    ] {
        assert_eq!(banned(country, date, &noon), expected, "{country} on {date}");
    }
}

#[test]
fn a_ban_is_in_force_from_its_first_day() {
    for (ban, date, expected) in [
        (&QATAR_2007, "2006-12-31", false),
        (&QATAR_2007, "2007-01-01", true),
        (&QATAR_2007, "2007-01-02", true),
        (&QATAR_2007, "2021-05-26", true),
        (&QATAR_2007, "2021-05-27", false),
        (&QATAR_2007, "2021-05-28", false),
        (&QATAR_2021, "2021-05-26", false),
        (&QATAR_2021, "2021-05-27", true),
        (&QATAR_2021, "2021-05-28", true),
    ] {
        assert_eq!(ban.is_in_force(day(date)), expected, "{date}");
    }
}

/// The minute before, at and after each end of the hours.
#[test]
fn hours_of_the_bans() {
    for (country, date, from, to) in [
        ("QAT", "2015-07-01", "11:30", "15:00"),
        ("QAT", "2021-07-01", "10:00", "15:30"),
        ("KWT", "2015-07-01", "11:00", "16:00"),
        ("ARE", "2015-07-01", "12:30", "15:00"),
    ] {
        let [from, to] = [from, to].map(|time| TimeOfDay::read(time).unwrap());
        let beside = |time: TimeOfDay, by: i32| {
            let minutes = i32::from(time.minutes()) + by;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        };
        for (work, expected) in [
            (json!({"from": "06:00", "to": beside(from, -1)}), "n"),
            (json!({"from": "06:00", "to": beside(from, 0)}), "n"),
            (json!({"from": "06:00", "to": beside(from, 1)}), "y"),
            (json!({"from": beside(to, -1), "to": "20:00"}), "y"),
            (json!({"from": beside(to, 0), "to": "20:00"}), "n"),
            (json!({"from": beside(to, 1), "to": "20:00"}), "n"),
            // An end that is absent leaves it open only where it decides.
            (json!({"from": beside(from, -1)}), "?"),
            (json!({"from": beside(from, 0)}), "y"),
            (json!({"from": beside(from, 1)}), "y"),
            (json!({"from": beside(to, 0)}), "n"),
            (json!({"to": beside(from, 0)}), "n"),
            (json!({"to": beside(to, -1)}), "y"),
            (json!({"to": beside(to, 0)}), "y"),
            (json!({"to": beside(to, 1)}), "?"),
            (json!({}), "?"),
        ] {
            assert_eq!(banned(country, date, &work), expected, "{country} {work}");
        }
    }
}

/// Sites in some countries, and work in the open at the first of them.
fn sites(countries: &[&str], heat: Value) -> Value {
    let sites = countries.iter().map(|country| json!({"id": country, "country": country}));
    json!({"worksites": items(sites.collect()), "heat": items(json!([patched(&json!({"id": "h"}), &heat)]))})
}

#[test]
fn each_site_has_the_limits_of_its_country() {
    let hours = |hours: u32| Some(hours * 60);
    let square_metres = |area: u32| Some(Decimal::from(area));
    for (as_of, country, week, area) in [
        ("2004-12-31", "QAT", None, None),
        ("2005-01-01", "QAT", hours(60), None),
        ("2005-01-02", "QAT", hours(60), None),
        ("2013-12-31", "QAT", hours(60), None),
        ("2014-01-01", "QAT", hours(60), square_metres(6)),
        ("2014-01-02", "QAT", hours(60), square_metres(6)),
        ("2003-12-31", "POL", None, None),
        ("2004-01-01", "POL", hours(48), None),
        ("2004-01-02", "POL", hours(48), None),
        ("2003-12-31", "MLT", None, None),
        ("2004-01-01", "MLT", hours(48), None),
        ("2004-01-02", "MLT", hours(48), None),
        ("2022-02-01", "ARE", None, None),
        ("2022-02-02", "ARE", hours(48), None),
        ("2022-02-03", "ARE", hours(48), None),
        ("2021-07-01", "KWT", None, None),
    ] {
        let limits = on(as_of, &sites(&[country, "DEU"], json!({})), |case| case.local_limits(Everybody));
        let expected = SiteLimits { site: Some(country.into()), week_max_minutes: week, area_m2_min: area };
        assert_eq!(limits.sites, [expected], "{country} on {as_of}");
        assert_eq!((limits.week_max_minutes, limits.area_m2_min), (None, None));
    }
    let two = on("2021-07-01", &sites(&["QAT", "POL"], json!({})), |case| case.local_limits(Everybody));
    assert_eq!(two.sites.len(), 2);
    let none = on("2021-07-01", &sites(&["DEU"], json!({})), |case| case.local_limits(Everybody));
    assert_eq!(none.sites, []);
}

fn heat_broken(as_of: &str, record: &Value) -> &'static str {
    letter(&on(as_of, record, |case| case.local_limits(Everybody).heat_broken))
}

fn early() -> Value {
    json!([{"date": "2021-07-01", "from": "06:00", "to": "09:00"}])
}

fn endless() -> Value {
    json!([{"date": "2021-07-01", "from": "06:00"}])
}

fn worked_on(date: &str) -> Value {
    json!({"outdoor_intervals": items(json!([{"date": date, "from": "12:45", "to": "13:00"}])), "shade": false,
        "wbgt_readings": items(json!([]))})
}

#[test]
fn work_at_midday_breaks_a_limit() {
    let qatar = |change: &Value| sites(&["QAT"], patched(&worked_on("2021-07-01"), change));
    for (as_of, expected) in [("2021-06-30", "n"), ("2021-07-01", "y"), ("2021-07-02", "y")] {
        assert_eq!(heat_broken(as_of, &qatar(&json!({}))), expected, "{as_of}");
    }
    let late = json!([{"date": "2021-07-01", "from": "16:00", "to": "18:00"}, {"from": "12:00", "to": "13:00"}]);
    for (change, expected) in [
        (json!({"shade": false, "ventilated": true}), "y"),
        (json!({"shade": true, "ventilated": false}), "y"),
        (json!({"shade": true, "ventilated": true}), "n"),
        // Whether a shelter spares it is for review where it is not recorded; half a shelter spares nothing.
        (json!({"shade": true}), "!"),
        (json!({"shade": null}), "!"),
        (json!({"shade": null, "ventilated": false}), "y"),
        (json!({"shade": null, "ventilated": true}), "!"),
        (json!({"outdoor_intervals": items(late)}), "?"),
        (json!({"outdoor_intervals": items(early())}), "n"),
        (json!({"outdoor_intervals": items(endless())}), "?"),
        (json!({"outdoor_intervals": items(endless()), "shade": true, "ventilated": true}), "n"),
        (json!({"outdoor_intervals": items(json!([]))}), "n"),
        (json!({"outdoor_intervals": null}), "?"),
        (json!({"outdoor_intervals": items(json!([])), "wbgt_readings": null}), "?"),
    ] {
        assert_eq!(heat_broken("2021-07-02", &qatar(&change)), expected, "{change}");
    }
    // Before there was a ban nothing is asked.
    for (country, before, first) in
        [("QAT", "2006-12-31", "2007-01-01"), ("KWT", "2014-12-31", "2015-01-01"), ("ARE", "2004-12-31", "2005-01-01")]
    {
        let unsaid = sites(&[country], json!({"outdoor_intervals": null}));
        assert_eq!([before, first].map(|day| heat_broken(day, &unsaid)), ["n", "?"], "{country}");
    }
    assert_eq!(heat_broken("2021-07-02", &sites(&["POL"], json!({"outdoor_intervals": null}))), "n");
    let nothing = with(&qatar(&json!({})), "/heat", Value::Null);
    assert_eq!(heat_broken("2021-07-02", &nothing), "?");
    // One of several places, intervals and countries is enough.
    let two = with(&qatar(&json!({})), "/heat/items/-", json!({"id": "other"}));
    assert_eq!(heat_broken("2021-07-02", &two), "y");
    let day_off = json!({"date": "2021-06-30", "from": "16:00", "to": "18:00"});
    let two = with(&qatar(&json!({})), "/heat/items/0/outdoor_intervals/items/-", day_off);
    assert_eq!(heat_broken("2021-07-02", &two), "y");
    assert_eq!(heat_broken("2021-07-02", &sites(&["POL", "QAT"], worked_on("2021-07-01"))), "y");
    // A place that names its site is asked under the law there.
    let named = |site: &str| sites(&["POL", "QAT"], patched(&worked_on("2021-07-01"), &json!({"site": site})));
    assert_eq!([heat_broken("2021-07-02", &named("QAT")), heat_broken("2021-07-02", &named("POL"))], ["y", "n"]);
}

/// One place of work in the heat is enough, and what one leaves open no other closes.
#[test]
fn several_places_in_the_heat() {
    let place = |id: &str, intervals: Value| {
        json!({"id": id, "site": "QAT", "shade": false, "outdoor_intervals": intervals,
            "wbgt_readings": items(json!([]))})
    };
    let noon = || items(json!([{"date": "2021-07-01", "from": "12:45", "to": "13:00"}]));
    for (places, expected) in [
        (json!([place("cool", items(early())), place("hot", noon())]), "y"),
        (
            json!([
                patched(&place("unsaid", noon()), &json!({"outdoor_intervals": null})),
                place("cool", items(early()))
            ]),
            "?",
        ),
    ] {
        let record = with(&sites(&["QAT"], json!({})), "/heat", items(places));
        assert_eq!(heat_broken("2021-07-02", &record), expected, "{record}");
    }
    // What comes after the first that breaks a limit is no evidence.
    let record = testing::record(&with(
        &sites(&["QAT"], json!({})),
        "/heat",
        items(json!([place("hot", noon()), place("unseen", items(early()))])),
    ));
    let trace = Trace::new();
    assert!(Case::new(day("2021-07-02"), &record, &trace).local_limits(Everybody).heat_broken.is_yes());
    let seen = |place: &str| trace.paths().iter().any(|path| path.starts_with(place));
    assert_eq!([seen("heat.items[0]."), seen("heat.items[1].")], [true, false], "{:?}", trace.paths());
}

/// Five hours before the midday break, from 15 June to 31 August, until Decision 17/2021.
#[test]
fn long_mornings_break_a_limit_of_qatar() {
    let work = |spans: &[[&str; 2]], date: &str| {
        let spans = spans.iter().map(|[from, to]| json!({"date": date, "from": from, "to": to}));
        let heat =
            json!({"outdoor_intervals": items(spans.collect()), "shade": false, "wbgt_readings": items(json!([]))});
        sites(&["QAT"], heat)
    };
    for (spans, expected) in [
        (&[["05:00", "10:00"]][..], "n"),
        (&[["05:00", "10:01"]], "y"),
        (&[["06:30", "11:30"]], "n"),
        (&[["06:29", "11:30"]], "y"),
        (&[["05:00", "09:00"], ["06:00", "10:00"]], "n"),
        (&[["06:00", "10:00"], ["05:00", "09:00"], ["10:30", "10:31"]], "y"),
        (&[["15:00", "22:00"]], "n"),
        (&[["00:00", "05:00"]], "n"),
        (&[["00:00", "05:01"]], "y"),
    ] {
        assert_eq!(heat_broken("2015-07-01", &work(spans, "2015-07-01")), expected, "{spans:?}");
    }
    let long = |date: &str| work(&[["05:00", "10:01"]], date);
    for (date, as_of, expected) in [
        ("2015-07-01", "2015-06-30", "n"),
        ("2015-06-14", "2015-07-01", "n"),
        ("2015-06-15", "2015-07-01", "y"),
        ("2015-08-31", "2015-09-01", "y"),
        ("2015-09-01", "2015-09-01", "n"),
        ("2006-07-01", "2015-07-01", "n"),
        ("2020-07-01", "2021-07-01", "y"),
        ("2021-07-01", "2021-07-01", "y"), // The midday ban of 2021 begins at ten.
    ] {
        assert_eq!(heat_broken(as_of, &long(date)), expected, "{date} {as_of}");
    }
    let first = |change: Value| patched(&long("2015-07-01"), &json!({"heat": items(json!([change]))}));
    for (change, expected) in [
        (json!({"outdoor_intervals": items(json!([{"date": "2015-07-01", "from": "05:00"}]))}), "?"),
        (json!({"outdoor_intervals": items(json!([{"date": "2015-07-01", "to": "10:30"}]))}), "?"),
        // Work that begins with the midday break, or after it, is no morning, whenever it ends.
        (json!({"outdoor_intervals": items(json!([{"date": "2015-07-01", "from": "11:30"}]))}), "!"),
        (json!({"outdoor_intervals": items(json!([{"date": "2015-07-01", "from": "15:00"}]))}), "n"),
        (json!({"outdoor_intervals": items(json!([{"date": "2015-05-01", "from": "05:00"}]))}), "n"),
        (json!({"outdoor_intervals": items(json!([{"date": "2015-07-01", "from": "05:00", "to": "11:00"}]))}), "!"),
        (
            json!({"outdoor_intervals": items(json!([{"date": "2015-07-01", "from": "05:00", "to": "11:00"}])),
                "shade": true, "ventilated": true}),
            "n",
        ),
    ] {
        assert_eq!(heat_broken("2015-07-01", &first(change.clone())), expected, "{change}");
    }
    let without_starts = json!([{"date": "2015-07-01", "to": "10:30"}, {"date": "2015-07-02", "to": "10:30"}]);
    let unsaid = first(json!({"outdoor_intervals": items(without_starts), "shade": false}));
    let open = on("2015-07-03", &unsaid, |case| match case.local_limits(Everybody).heat_broken {
        Truth::Unknown(missing) => case.names(&missing),
        known => panic!("{known:?}"),
    });
    assert_eq!(open, [0, 1].map(|at| format!("heat.items[0].outdoor_intervals.items[{at}].from")));
    let abroad = |country: &str| with(&long("2015-07-01"), "/worksites/items/0/country", json!(country));
    assert_eq!(["KWT", "POL"].map(|country| heat_broken("2015-07-01", &abroad(country))), ["n", "n"]);
}

/// The rows of Kuwait and the Emirates have no exemption for shade.
#[test]
fn a_shelter_spares_only_where_the_row_says_so() {
    let sheltered = json!({"shade": true, "ventilated": true});
    for (country, expected) in [("QAT", "n"), ("KWT", "y"), ("ARE", "y")] {
        let record = sites(&[country], patched(&worked_on("2021-07-01"), &sheltered));
        assert_eq!(heat_broken("2021-07-02", &record), expected, "{country}");
    }
}

#[test]
fn work_above_the_wet_bulb_limit_breaks_it() {
    let read = |country: &str, reading: Value| {
        sites(&[country], json!({"wbgt_readings": items(json!([reading])), "outdoor_intervals": items(json!([]))}))
    };
    let hot = json!({"date": "2021-05-27", "celsius": "32.2", "work_continued": true});
    for (change, as_of, expected) in [
        (json!({}), "2021-05-27", "y"),
        (json!({}), "2021-05-26", "n"),
        (json!({"date": "2021-05-26"}), "2021-06-01", "n"),
        (json!({"date": "2021-05-28"}), "2021-06-01", "y"),
        (json!({"date": "2021-06-01"}), "2021-06-01", "y"),
        (json!({"date": "2021-06-02"}), "2021-06-01", "n"),
        (json!({"date": null}), "2021-06-01", "?"),
        (json!({"date": null}), "2021-05-26", "n"),
        (json!({"celsius": "32.0"}), "2021-06-01", "n"),
        (json!({"celsius": "32.1"}), "2021-06-01", "n"),
        (json!({"celsius": null}), "2021-06-01", "?"),
        (json!({"celsius": null, "work_continued": false}), "2021-06-01", "n"),
        (json!({"work_continued": false}), "2021-06-01", "n"),
        (json!({"work_continued": null}), "2021-06-01", "?"),
    ] {
        assert_eq!(heat_broken(as_of, &read("QAT", patched(&hot, &change))), expected, "{change} {as_of}");
    }
    assert_eq!(heat_broken("2021-06-01", &read("KWT", hot.clone())), "n");
    let two = with(&read("QAT", hot), "/heat/items/0/wbgt_readings/items/-", json!({"celsius": "20"}));
    assert_eq!(heat_broken("2021-06-01", &two), "y");
}

/// Signs of bad conditions alone, without means, raise no question of trafficking.
#[test]
fn a_question_of_trafficking_needs_means() {
    let camp = json!({
        "parties": items(json!([{"id": "e", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT"}])),
        "workers": items(json!([{"id": "crew", "nationalities": items(json!(["NPL"])), "protection": "PROTECTION_NONE"}])),
        "deployment": {"start": "2020-01-01"},
        "worksites": items(json!([{"id": "s", "country": "QAT"}])),
        "coercion": items(json!([{"id": "c", "exit_penalty": true}])),
        "housing": items(json!([{"id": "h", "accidents_unreported": true}]))
    });
    let locked = json!({"liberty": items(json!([{"id": "l", "may_leave_site": false}]))});
    let asked = |record: &Value| {
        on("2021-07-01", record, |case| {
            assert_eq!(case.parties_as(PartyRole::HostEmployer).count(), 1);
            !matches!(trafficking(case), comity_sdk::Answer::Silent)
        })
    };
    assert!(!asked(&camp));
    assert!(asked(&patched(&camp, &locked)));
}
