//! What is easily got wrong and shows in few records: the second of two entries, the edge of an edge, what a finding tells.

use crate::{but, check, check_exempt, check_missing, findings, json, one, patched};
use comity_sdk::{
    testing::Value,
    v1::{Addressee, Finding},
};

fn qar(amount: &str) -> Value {
    money("QAR", amount)
}

fn money(currency: &str, amount: &str) -> Value {
    json!({"currency": currency, "amount": amount})
}

fn wage(entry: Value) -> Value {
    let sound = json!({
        "id": "w1", "site": "tower", "due_day": 5, "paid_days_after_due": 0, "payee": "PAYEE_WORKER_ACCOUNT",
        "gross_by_host": qar("1800"), "received_by_worker": qar("1800"), "deductions": {"items": []}
    });
    one("wages", &but(&sound, entry))
}

fn hours(pattern: Value) -> Value {
    one("working_time", &but(&json!({"id": "t1"}), pattern))
}

#[track_caller]
fn first(rule: &str, as_of: &str, parts: &Value) -> Finding {
    let found = findings(rule, as_of, parts);
    found.into_iter().next().unwrap_or_else(|| panic!("{rule} finds nothing: {parts:#}"))
}

#[track_caller]
fn check_text(rule: &str, as_of: &str, parts: &Value, piece: &str) {
    let text = first(rule, as_of, parts).message.unwrap().text;
    assert!(text.contains(piece), "{text}");
}

#[track_caller]
fn check_addressees(rule: &str, as_of: &str, parts: &Value, expected: &[Addressee]) {
    assert_eq!(first(rule, as_of, parts).addressees().collect::<Vec<_>>(), expected, "{rule}: {parts:#}");
}

#[test]
fn a_settlement_that_is_late() {
    let rule = "qa.wage.final";
    let ended = |deployment: Value, settled: &str| {
        patched(&wage(json!({"final_settlement_on": settled})), &json!({"deployment": deployment}))
    };
    // The last day of the span is a Wednesday, and Thursday the day to settle.
    let end = json!({"end": "2019-05-02", "left_without_notice": false});
    check(rule, "2019-06-01", &ended(end.clone(), "2019-05-02"), "-");
    check(rule, "2019-06-01", &ended(end, "2019-05-03"), "V");
    for (without_notice, due, late) in [(false, "2019-05-02", "2019-05-03"), (true, "2019-05-08", "2019-05-09")] {
        let left = json!({"terminated_on": "2019-05-01", "left_without_notice": without_notice});
        let finding = first(rule, "2019-06-01", &ended(left, "2019-05-20"));
        assert_eq!(finding.consequence.unwrap().due_on.as_deref(), Some(due));
        assert_eq!(finding.fact_from.as_deref(), Some(late));
    }
}

#[test]
fn what_is_taken_off() {
    let rule = "qa.wage.deduct";
    let taken = |deductions: Value| wage(json!({"contractual": qar("1000"), "deductions": {"items": deductions}}));
    let one = |purpose: &str, amount: &str, basis: Value| {
        json!({"amount": qar(amount), "purpose": format!("DEDUCTION_PURPOSE_{purpose}"), "lawful_basis": basis,
            "bears_interest": false})
    };
    let court = json!("LAWFUL_BASIS_COURT_ORDER");
    // Half of the wage is the most; an order of a court goes beyond.
    check(rule, "2018-06-01", &taken(json!([one("ATTACHMENT", "500", json!(null))])), "-");
    check_exempt(rule, "2018-06-01", &taken(json!([one("ATTACHMENT", "500.01", json!(null))])), "court_order");
    check_exempt(rule, "2018-06-01", &taken(json!([one("BOARD", "600", court.clone())])), "court_order");
    check(rule, "2018-06-01", &taken(json!([one("LOAN", "80", json!(null)), one("BOARD", "80", json!(null))])), "R");
    // Without anything taken nobody needs to know the wage; with something, the gross stands for it.
    let gross = |amount: Value, deductions: Value| {
        wage(json!({"gross_by_host": amount, "received_by_worker": null, "deductions": {"items": deductions}}))
    };
    check(rule, "2018-06-01", &gross(json!(null), json!([])), "-");
    check(rule, "2018-06-01", &gross(qar("1000"), json!([one("LOAN", "100", json!(null))])), "-");
    check(rule, "2018-06-01", &gross(qar("1000"), json!([one("LOAN", "101", json!(null))])), "R");
    // One loan that bears interest is enough; whether what bears it is a loan, somebody has to say.
    let interest =
        |purpose: Value| but(&one("LOAN", "40", json!(null)), json!({"purpose": purpose, "bears_interest": true}));
    let loan = one("LOAN", "40", json!(null));
    check(rule, "2018-06-01", &taken(json!([loan, loan])), "-");
    check(rule, "2018-06-01", &taken(json!([loan, interest(json!("DEDUCTION_PURPOSE_LOAN"))])), "R");
    let unnamed = taken(json!([interest(json!(null))]));
    check_missing(rule, "2018-06-01", &unnamed, &["wages.items[0].deductions.items[0].purpose"]);
    // A currency without a rate is for review.
    let euros = but(&one("LOAN", "1", json!(null)), json!({"amount": money("EUR", "1")}));
    check(rule, "2018-06-01", &taken(json!([euros])), "R");
}

#[test]
fn floors_under_the_wage() {
    let rule = "qa.wage.min.750";
    let day = "2018-06-01";
    let paid = |amount: &str, entry: Value| wage(but(&json!({"received_by_worker": qar(amount)}), entry));
    check(rule, day, &paid("400", json!({"full_time": false})), "-");
    let allowances = |housing: &str| json!({"housing_allowance": qar(housing), "food_allowance": qar("100")});
    check(rule, day, &paid("1000", allowances("200")), "R");
    check(rule, day, &paid("1000", allowances("150")), "-");
    check(rule, day, &paid("1000", json!({"basic": qar("700")})), "R");

    let rule = "qa.wage.min@2021";
    let day = "2021-06-15";
    let given = |housing: Value, food: Value| json!({"housing_in_kind": housing, "food_in_kind": food});
    // What is given in kind needs no allowance; whether it is given is a fact about the work.
    let small = |housing: Value| {
        but(&given(housing, json!(true)), json!({"housing_allowance": qar("100"), "basic": qar("1000")}))
    };
    check(rule, day, &paid("1800", small(json!(true))), "-");
    check(rule, day, &paid("1800", small(json!(false))), "V");
    check(rule, day, &paid("1800", small(json!(null))), "R");
    // Without housing 1 500 are owed; with food or without it is open where the cash is enough for the first only.
    check(rule, day, &paid("1499", given(json!(false), json!(null))), "V");
    check(rule, day, &paid("1500", given(json!(false), json!(null))), "R");
    check_missing(rule, day, &paid("1500", given(json!(false), json!(null))), &["wages.items[0].food_in_kind"]);
    check(rule, day, &paid("1799", given(json!(null), json!(false))), "R");
    check(rule, day, &paid("1800", given(json!(false), json!(null))), "-");
    let taken =
        json!([{"amount": qar("80"), "purpose": "DEDUCTION_PURPOSE_BOARD", "lawful_basis": "LAWFUL_BASIS_STATUTE"}]);
    let board = but(&given(json!(true), json!(true)), json!({"deductions": {"items": taken}}));
    check(rule, day, &paid("920", board.clone()), "-");
    check(rule, day, &paid("919", board), "V");
    // The message names what reaches the worker, or else the basic wage.
    check_text(rule, day, &paid("364", json!({"basic": qar("900")})), "364");
    check_text(rule, day, &wage(json!({"received_by_worker": null, "basic": qar("900")})), "900");
}

#[test]
fn how_the_wage_is_paid() {
    // Nobody says to whom it goes, and something arrives.
    check("qa.wage.zero", "2018-06-01", &wage(json!({"payee": null})), "-");
    let period = |from: &str, to: &str, paid: &str| {
        wage(json!({"period": {"from": from, "to": to}, "pay_interval": "PAY_INTERVAL_MONTHLY", "paid_on": paid}))
    };
    check("qa.wage.period", "2015-12-01", &period("2015-07-01", "2015-08-01", "2015-08-31"), "-");
    check("qa.wage.period", "2015-12-01", &period("2015-07-01", "2015-08-01", "2015-09-02"), "V");
    let rule = "qa.wage.currency";
    check(rule, "2015-06-01", &wage(json!({"received_by_worker": money("USD", "0")})), "-");
    let neither = wage(json!({"received_by_worker": null, "gross_by_host": null}));
    check_missing(rule, "2015-06-01", &neither, &["wages.items[0].received_by_worker"]);
    // Without a due day the wage is due at the end of its period.
    let october = |paid: &str| {
        wage(json!({"period": {"from": "2015-11-01", "to": "2015-12-01"}, "paid_on": paid, "due_day": null,
            "paid_days_after_due": null}))
    };
    check("qa.wage.wps@2015", "2016-01-30", &october("2015-12-08"), "-");
    check("qa.wage.wps@2015", "2016-01-30", &october("2015-12-09"), "V");
    for (payee, name) in [
        ("WORKER_CASH", "the worker in cash"),
        ("SENDER", "the sending entity"),
        ("STATE", "a State"),
        ("AGENT", "an agent"),
    ] {
        let line = wage(json!({"payee": format!("PAYEE_{payee}")}));
        check_text("qa.wage.wps@2015", "2018-06-01", &line, &format!("paid to {name} and"));
    }
}

#[test]
fn who_owes_the_wage() {
    let site = |employer: Value| {
        let site = but(&json!({"id": "tower", "country": "QAT"}), json!({"employer": employer}));
        let parties = json!([
            {"id": "host", "roles": ["PARTY_ROLE_HOST_EMPLOYER"]}, {"id": "user", "roles": ["PARTY_ROLE_USER"]}
        ]);
        let parts = json!({"worksites": {"items": [site]}, "parties": {"items": parties}});
        patched(&wage(json!({"payee": "PAYEE_NONE"})), &parts)
    };
    let rule = "qa.wage.zero";
    check_addressees(rule, "2018-06-01", &site(json!(null)), &[Addressee::Employer]);
    check_addressees(rule, "2018-06-01", &site(json!("host")), &[Addressee::Employer]);
    check_addressees(rule, "2018-06-01", &site(json!("user")), &[Addressee::User, Addressee::Employer]);
}

#[test]
fn retention_beside_an_unlawful_deduction() {
    let sender = json!({"parties": {"items": [{"id": "genco", "roles": ["PARTY_ROLE_SENDER"]}]}});
    let kept = |basis: &str| {
        let fund =
            json!([{"amount": qar("100"), "purpose": "DEDUCTION_PURPOSE_STATE_CONTRIBUTION", "lawful_basis": basis}]);
        let line =
            json!({"gross_by_host": qar("3094"), "received_by_worker": qar("364"), "deductions": {"items": fund}});
        patched(&wage(line), &sender)
    };
    // A currency without a rate leaves it open, and takes nothing else with it.
    let loan =
        |amount: Value| json!([{"amount": amount, "purpose": "DEDUCTION_PURPOSE_LOAN", "bears_interest": false}]);
    let euros = json!({"gross_by_host": qar("3094"), "received_by_worker": qar("364"),
        "deductions": {"items": loan(money("EUR", "10"))}});
    check("qa.wage.retention", "2015-06-01", &patched(&wage(euros), &sender), "D");
    let nothing = json!({"gross_by_host": money("EUR", "0"), "received_by_worker": qar("364")});
    check("qa.wage.retention", "2015-06-01", &patched(&wage(nothing), &sender), "D");
    check("qa.wage.retention", "2015-06-01", &kept("LAWFUL_BASIS_STATUTE"), "I");
    check("qa.wage.retention", "2015-06-01", &kept("LAWFUL_BASIS_NONE"), "-");
}

/// A crew at a site that its permit does not name.
fn away(employer: Value, title: &Value) -> Value {
    let permit =
        json!({"id": "q1", "valid_from": "2014-05-20", "employer": "sponsor", "worksites": {"items": ["mall"]}});
    let parties = json!([
        {"id": "sponsor", "roles": ["PARTY_ROLE_HOST_EMPLOYER"]}, {"id": "genco", "roles": ["PARTY_ROLE_SENDER"]},
        {"id": "other", "roles": ["PARTY_ROLE_USER"]}
    ]);
    let site = but(&json!({"id": "tower", "country": "QAT", "sponsor_knows": false}), json!({"employer": employer}));
    json!({"parties": {"items": parties}, "worksites": {"items": [site]}, "permits": {"items": [permit]},
        "residence": {"items": [title]}})
}

#[test]
fn work_for_others() {
    use Addressee::{Employer, Sender, User};
    let work = json!({"id": "r1", "kind": "RESIDENCE_KIND_WORK"});
    // Who is liable is known once it is known that they work for another.
    check_addressees("qa.res.other@2009", "2015-06-01", &away(json!("other"), &work), &[Sender, User]);
    let permit = json!([{"id": "q1", "valid_from": "2014-05-20", "worksites": {"items": ["mall"]}}]);
    let unknown = patched(&away(json!("other"), &work), &json!({"permits": {"items": permit}}));
    check("qa.res.other@2009", "2015-06-01", &unknown, "D");
    check_addressees("qa.res.other@2009", "2015-06-01", &unknown, &[Sender, User, Employer]);
    let asked = |parts: &Value| {
        let evidence = first("qa.res.other@2009", "2015-06-01", parts).evidence;
        evidence.iter().any(|e| e.path == "worksites.items[0].sponsor_knows")
    };
    assert!(asked(&away(json!("other"), &work)) && !asked(&unknown));
    // A transfer is claimed by its completion.
    let incomplete = but(&work, json!({"transfer": {"new_employer": "other"}}));
    check("qa.res.other@2009", "2015-06-01", &away(json!("other"), &incomplete), "V");
    let rule = "qa.res.other@2016";
    let as_what = |kind: &str, from: Value, to: Value| {
        let title = json!({"id": "r1", "kind": format!("RESIDENCE_KIND_{kind}")});
        let permit = json!({"permits": {"items": [{"id": "q1", "valid_from": "2014-05-20", "employer": "sponsor",
            "worksites": {"items": ["tower"]}}]}});
        patched(&away(json!("sponsor"), &but(&title, json!({"valid_from": from, "valid_to": to}))), &permit)
    };
    for (kind, expected) in [("VISITOR", "V"), ("STUDENT", "V"), ("WORK", "-")] {
        check(rule, "2017-06-01", &as_what(kind, json!(null), json!(null)), expected);
    }
    check(rule, "2017-06-01", &as_what("VISITOR", json!(null), json!("2017-06-01")), "-");
    check(rule, "2017-06-01", &as_what("VISITOR", json!(null), json!("2017-06-02")), "V");
    check(rule, "2017-06-01", &as_what("VISITOR", json!("2017-06-01"), json!(null)), "V");
    check(rule, "2017-06-01", &as_what("VISITOR", json!("2017-06-02"), json!(null)), "-");
    check_addressees(rule, "2017-06-01", &as_what("VISITOR", json!(null), json!(null)), &[Employer]);
    // One that was withdrawn is over; beside one for work it is for review whose it is.
    let visitor = as_what("VISITOR", json!(null), json!(null));
    let withdrawn = |day: &str| {
        let title = but(&visitor["residence"]["items"][0], json!({"withdrawn_on": day}));
        patched(&visitor, &one("residence", &title))
    };
    check(rule, "2017-06-01", &withdrawn("2017-06-01"), "-");
    check(rule, "2017-06-01", &withdrawn("2017-06-02"), "V");
    let beside = |work: Value| {
        let work = but(&json!({"id": "r2", "kind": "RESIDENCE_KIND_WORK"}), work);
        patched(&visitor, &json!({"residence": {"items": [visitor["residence"]["items"][0], work]}}))
    };
    check(rule, "2017-06-01", &beside(json!({})), "R");
    check(rule, "2017-06-01", &beside(json!({"valid_to": "2017-06-01"})), "V");
    // The title of others is none of theirs.
    let of = |group: &str| json!({"worker_groups": {"items": [group]}});
    let theirs = but(&visitor["residence"]["items"][0], of("crew"));
    for (whose, expected) in [("crew", "R"), ("others", "V")] {
        let work = but(&json!({"id": "r2", "kind": "RESIDENCE_KIND_WORK"}), of(whose));
        let both =
            json!({"residence": {"items": [theirs, work]}, "workers": {"items": [{"id": "crew"}, {"id": "others"}]}});
        check(rule, "2017-06-01", &patched(&visitor, &both), expected);
    }
    for rule in ["qa.res.other@2016", "qa.res.samesponsor"] {
        check(rule, "2017-06-01", &json!({"residence": {"items": []}}), "not assessed: permits");
    }
}

#[test]
fn papers_and_movement() {
    let rule = "qa.res.passport@2016";
    let held = |holder: &str| {
        one(
            "liberty",
            &json!({"id": "p", "passport_holder": format!("PASSPORT_HOLDER_{holder}"),
            "passport_held_on_written_request": false}),
        )
    };
    for (holder, name) in [
        ("EMPLOYER", "the employer"),
        ("SENDER", "the sending entity"),
        ("MINDER", "a minder"),
        ("AUTHORITY", "an authority"),
        ("SENDING_STATE", "an authority of the sending State"),
    ] {
        check_text(rule, "2018-06-01", &held(holder), &format!("held by {name}."));
    }
    // The procedures run only as long as they run for every title of the workers.
    let titles = |first: &str, second: &str| {
        let titles = json!([{"id": "r1", "due_on": first}, {"id": "r2", "due_on": second}]);
        patched(&held("MINDER"), &json!({"residence": {"items": titles}}))
    };
    check(rule, "2018-06-01", &titles("2018-05-01", "2018-05-01"), "-");
    check(rule, "2018-06-01", &titles("2018-05-01", "2018-01-01"), "V");
    check(rule, "2018-06-01", &titles("2018-01-01", "2018-05-01"), "V");
    // Titles of others give no reason, and take none.
    let of = |group: &str, title: Value| but(&title, json!({"worker_groups": {"items": [group]}}));
    let theirs = |title: Value, others: Value| {
        let held = but(&held("MINDER")["liberty"]["items"][0], json!({"worker_groups": {"items": ["crew"]}}));
        json!({"liberty": {"items": [held]}, "residence": {"items": [of("crew", title), of("others", others)]}})
    };
    let issued = || json!({"id": "r1", "issued": "2016-01-01"});
    let due = || json!({"id": "r2", "due_on": "2018-05-01"});
    check(rule, "2018-06-01", &theirs(issued(), due()), "V");
    check(rule, "2018-06-01", &theirs(due(), issued()), "-");
    // The employer's consent, for those whom Law 13/2018 did not free.
    let consent =
        json!({"liberty": {"items": [{"id": "p", "exit_permit_required": true, "exit_refusals": {"items": []}}]}});
    let domestic = json!({"workers": {"items": [{"id": "crew", "sector": "SECTOR_DOMESTIC"}]}});
    check("qa.res.exit@2009", "2019-06-01", &consent, "-");
    check("qa.res.exit@2009", "2019-06-01", &patched(&consent, &domestic), "I");
    let reported = json!({
        "residence": {"items": [{"id": "r1", "absconding_reported_on": "2018-03-10"}]},
        "complaints": {"items": [{"id": "c1", "date": "2018-03-10"}]}
    });
    check("qa.res.abscond", "2018-06-01", &reported, "R");
    let finding = first("qa.res.abscond", "2018-06-01", &reported);
    assert!(finding.evidence.iter().any(|e| e.path == "residence.items[0].absconding_reported_on"));
}

#[test]
fn time_and_rest() {
    check("qa.hours.max10", "2018-07-01", &hours(json!({"day_max_minutes": 601})), "V");
    let rule = "qa.hours.otpay";
    let recorded = |minutes: u32, premium: Value| {
        hours(json!({"overtime_week_minutes": minutes, "overtime_premium_percent": premium, "night_minutes": 0}))
    };
    check(rule, "2018-07-01", &recorded(1, json!(24)), "V");
    check(rule, "2018-07-01", &recorded(1, json!(25)), "-");
    // No overtime is recorded, and the hours that would show it are absent.
    let (day, week) = ("working_time.items[0].day_max_minutes", "working_time.items[0].week_minutes");
    let premium = "working_time.items[0].overtime_premium_percent";
    check_missing(rule, "2018-07-01", &recorded(1, json!(null)), &[premium]);
    check_missing(rule, "2018-07-01", &recorded(0, json!(null)), &[day, week, premium]);
    let regular = json!({"day_max_minutes": 480, "week_minutes": 2880, "night_minutes": 0});
    check(rule, "2018-07-01", &hours(regular.clone()), "-");
    check(rule, "2018-07-01", &hours(but(&regular, json!({"overtime_week_minutes": 1}))), "D");
    let night = |minutes: u32| {
        hours(but(&regular, json!({"night_minutes": minutes, "night_premium_percent": 0, "shift_worker": false})))
    };
    check(rule, "2018-07-01", &night(1), "V");
    check(rule, "2018-07-01", &night(0), "-");

    let rule = "qa.rest.week";
    let unpaid = json!({"rest_day_substituted": false, "rest_day_premium_percent": 0});
    let weeks = |weeks: Value| hours(but(&unpaid, json!({"weeks_without_rest": weeks})));
    let rest = "working_time.items[0].weekly_rest_minutes";
    check(rule, "2018-07-01", &weeks(json!(1)), "V");
    check_missing(rule, "2018-07-01", &weeks(json!(0)), &[rest]);
    check_missing(rule, "2018-07-01", &weeks(json!(null)), &[rest]);
    let substituted =
        json!({"weekly_rest_minutes": 600, "rest_day_substituted": true, "rest_day_premium_percent": 100});
    check(rule, "2018-07-01", &hours(substituted), "-");
}

#[test]
fn heat_beyond_the_midday_ban() {
    let rule = "qa.heat@2007";
    let spans = |date: &str, spans: &[(&str, Value)], sheltered: bool| {
        let span = |(from, to): &(&str, Value)| but(&json!({"date": date, "from": from}), json!({"to": to}));
        let spans: Vec<_> = spans.iter().map(span).collect();
        one(
            "heat",
            &json!({"id": "h1", "outdoor_intervals": {"items": spans}, "shade": sheltered,
            "ventilated": sheltered}),
        )
    };
    let long = [("05:00", json!("10:31"))];
    check(rule, "2016-01-01", &spans("2015-06-14", &long, false), "-");
    check(rule, "2016-01-01", &spans("2015-06-15", &long, false), "V");
    check_exempt(rule, "2016-01-01", &spans("2015-06-15", &long, true), "shaded_and_ventilated");
    // The span in which the fifth hour is passed is the one that is found.
    let three = [("04:00", json!("08:00")), ("08:30", json!("10:00")), ("10:30", json!("11:00"))];
    assert_eq!(findings(rule, "2016-01-01", &spans("2015-07-01", &three, false)).len(), 1);
    // What begins at midday is no part of the morning, wherever it ends.
    let midday = [("11:30", json!(null)), ("15:00", json!("16:00"))];
    assert_eq!(findings(rule, "2016-01-01", &spans("2015-07-01", &midday, false)).len(), 1);
    check_missing(rule, "2016-01-01", &one("heat", &json!({"id": "h1"})), &["heat.items[0].outdoor_intervals"]);
}

#[test]
fn permit_contract_and_the_right_to_leave() {
    let both = json!({"permits": {"items": []}, "workers": {"items": [
        {"id": "crew", "nationalities": {"items": ["NPL", "QAT"]}}]}});
    check("qa.permit", "2018-06-01", &both, "-");

    let rule = "qa.contract.sub";
    let terms = json!({"contracts": {"items": [{"id": "k1", "terms_substituted": false}]}});
    let pay = |promised: Value, taken: Value| {
        let line = json!({"id": "w1", "contractual": promised, "received_by_worker": qar("920")});
        patched(&terms, &one("wages", &but(&line, json!({"deductions": {"items": taken}}))))
    };
    let taken = |basis: Value| json!([but(&json!({"amount": qar("80")}), json!({"lawful_basis": basis}))]);
    check(rule, "2018-06-01", &pay(qar("1000"), taken(json!("LAWFUL_BASIS_STATUTE"))), "-");
    check(rule, "2018-06-01", &pay(qar("1001"), taken(json!("LAWFUL_BASIS_STATUTE"))), "R");
    check(rule, "2018-06-01", &pay(qar("1000"), taken(json!("LAWFUL_BASIS_NONE"))), "R");
    check(rule, "2018-06-01", &pay(qar("1000"), taken(json!(null))), "R");
    check(rule, "2018-06-01", &pay(money("EUR", "100"), json!([])), "R");

    let rule = "qa.resign.breach";
    let bound = |acts: Value, contracts: Value| {
        let parts = json!({"coercion": {"items": [{"id": "c1", "can_resign": false, "violence": {"items": acts}}]},
            "contracts": {"items": contracts}});
        patched(&wage(json!({})), &parts)
    };
    let contract = |id: &str, substituted: bool| json!({"id": id, "registered": true, "worker_has_copy": true, "terms_substituted": substituted});
    check(rule, "2018-06-01", &bound(json!([]), json!([contract("k1", false), contract("k2", true)])), "V");
    let sound = json!([contract("k1", false)]);
    check(rule, "2018-06-01", &bound(json!([{"by": "ACTOR_EMPLOYER"}]), sound.clone()), "V");
    let blow = |date: &str| bound(json!([{"by": "ACTOR_EMPLOYER", "date": date}]), sound.clone());
    check(rule, "2018-06-01", &blow("2018-06-01"), "V");
    check(rule, "2018-05-31", &blow("2018-06-01"), "-");
    // What another than the employer breaks frees nobody.
    let recruiter = json!({"parties": {"items": [
        {"id": "agency", "roles": ["PARTY_ROLE_RECRUITER"], "country": "QAT", "licensed": false}]}});
    let free = patched(&bound(json!([]), sound.clone()), &recruiter);
    check("qa.recruit.fee", "2018-06-01", &patched(&free, &json!({})), "VD");
    check(rule, "2018-06-01", &free, "-");
}

#[test]
fn oversight() {
    let rule = "qa.insp";
    let visits = |visits: Value| json!({"inspections": {"items": visits}});
    check(rule, "2018-06-01", &visits(json!([{"id": "i1", "date": "2018-06-01"}])), "-");
    check(rule, "2018-06-01", &json!({"inspections": {"items": []}, "workers": null}), "not assessed: workers");
    check("qa.forced", "2018-06-01", &json!({"workers": null}), "not assessed: workers");
    let crews = |first: u32, second: u32| {
        let groups = json!([
            {"id": "crew", "count": first, "nationalities": {"items": ["NPL"]}}, {"id": "others", "count": second}
        ]);
        patched(&visits(json!([])), &json!({"workers": {"items": groups}}))
    };
    check(rule, "2018-06-01", &crews(40, 9), "-");
    check(rule, "2018-06-01", &crews(40, 10), "D");
    let both = json!({"workers": {"items": [{"id": "crew", "count": 80, "nationalities": {"items": ["QAT", "NPL"]}}]}});
    check(rule, "2018-06-01", &patched(&visits(json!([])), &both), "-");
    let settled = one("complaints", &json!({"id": "c1", "date": "2019-03-01", "settled_on": "2019-03-06"}));
    check("qa.dispute", "2019-03-05", &settled, "I");
    check("qa.dispute", "2019-03-06", &settled, "-");
}

#[test]
fn crimes() {
    let liberty = |entries: Value| json!({"liberty": {"items": entries}});
    let locked = json!({"id": "camp", "may_leave_accommodation": false});
    let open = json!({"id": "flat", "may_leave_accommodation": true});
    check("qa.forced", "2018-06-01", &liberty(json!([open, locked])), "R");
    // Heat is an indicator where a rule on it is broken, not where one of them cannot be judged.
    let grave = json!({
        "liberty": {"items": [{"id": "papers", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "may_leave_site": false}]},
        "coercion": {"items": [{"id": "c1", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}}]},
        "heat": {"items": [{"id": "h1"}]},
    });
    check("qa.heat@2021", "2022-01-01", &grave, "D");
    check_text("qa.traffick", "2022-01-01", &grave, "01, 03, 06, 07 ");
}

#[test]
fn what_is_not_due_yet() {
    let april = |entry: Value| {
        let line = json!({"period": {"from": "2021-04-01", "to": "2021-05-01"}, "due_on": "2021-05-05",
            "paid_days_after_due": null, "food_in_kind": true, "housing_in_kind": true});
        wage(but(&line, entry))
    };
    let days = |rule: &str, line: &Value, expected: &[(&str, &str)]| {
        for (as_of, letter) in expected {
            check(rule, as_of, line, letter);
        }
    };
    let short = april(json!({"received_by_worker": qar("900"), "paid_on": "2021-05-05"}));
    days(
        "qa.wage.min@2021",
        &short,
        &[("2021-04-30", "-"), ("2021-05-04", "-"), ("2021-05-05", "V"), ("2021-05-06", "V")],
    );
    let nobody = april(json!({"payee": "PAYEE_NONE", "received_by_worker": null}));
    days(
        "qa.wage.zero",
        &nobody,
        &[("2021-04-30", "-"), ("2021-05-04", "-"), ("2021-05-05", "V"), ("2021-05-06", "V")],
    );
    let rule = "qa.wage.wps@2015";
    days(rule, &nobody, &[("2021-05-05", "-"), ("2021-05-12", "-"), ("2021-05-13", "V"), ("2021-05-14", "V")]);
    let cash = april(json!({"payee": "PAYEE_WORKER_CASH", "paid_on": "2021-05-10"}));
    days(rule, &cash, &[("2021-05-05", "-"), ("2021-05-09", "-"), ("2021-05-10", "V"), ("2021-05-11", "V")]);
    let late_cash = april(json!({"payee": "PAYEE_WORKER_CASH", "paid_on": "2021-06-10"}));
    days(rule, &late_cash, &[("2021-05-12", "-"), ("2021-05-13", "V"), ("2021-06-10", "V")]);
    let never = april(json!({"payee": "PAYEE_WORKER_CASH"}));
    days(rule, &never, &[("2021-05-04", "-"), ("2021-05-05", "V")]);
    let late = |days: u32| april(json!({"paid_days_after_due": days}));
    days(rule, &late(9), &[("2021-05-05", "-"), ("2021-05-12", "-"), ("2021-05-13", "V")]);
    days(rule, &late(7), &[("2021-05-13", "-")]);
    assert_eq!(first(rule, "2021-06-01", &nobody).consequence.unwrap().due_on.as_deref(), Some("2021-05-12"));
    // Paid in advance, it is the pay of work that is still to be done.
    let advance = april(json!({"received_by_worker": qar("900"), "due_on": "2021-04-05", "paid_on": "2021-04-05"}));
    days("qa.wage.min@2021", &advance, &[("2021-04-29", "-"), ("2021-04-30", "V")]);
}

#[test]
fn months_that_are_none() {
    let rule = "qa.wage.min@2021";
    let pay = |from: &str, to: &str, amount: &str| {
        wage(json!({"period": {"from": from, "to": to}, "received_by_worker": qar(amount), "food_in_kind": true,
            "housing_in_kind": true}))
    };
    let at = |from: &str, to: &str, amount: &str, expected: &str| {
        check(rule, "2023-01-01", &pay(from, to, amount), expected);
    };
    at("2021-06-01", "2021-06-15", "600", "R");
    at("2021-06-01", "2021-06-15", "1000", "-");
    at("2021-06-01", "2021-08-01", "1900", "V");
    at("2021-06-01", "2021-08-01", "2000", "-");
    at("2021-06-01", "2021-07-16", "999", "V");
    at("2021-06-01", "2021-07-16", "1900", "R");
    at("2021-06-01", "2021-07-16", "2000", "-");
    at("2021-06-01", "2021-06-29", "999", "V");
    at("2021-06-01", "2021-06-28", "999", "R");
    at("2021-04-01", "2022-04-01", "11999", "V");
    at("2021-04-01", "2022-04-01", "12000", "-");
    // A period without a day may be one month at most.
    at("2021-06-01", "2021-06-01", "999", "R");
    at("2021-06-01", "2021-06-01", "1000", "-");
    let years = |amount: &str| pay("2021-04-01", "2023-04-01", amount);
    check(rule, "2024-01-01", &years("23999"), "V");
    check(rule, "2024-01-01", &years("24000"), "-");
    check("qa.wage.min.750", "2019-01-01", &pay("2018-06-01", "2018-08-01", "1499"), "R");
    check("qa.wage.min.750", "2019-01-01", &pay("2018-06-01", "2018-08-01", "1500"), "-");
    // Of no whole month nothing is sure, whatever part of the pay is said to be for housing.
    let housed = |from: &str, to: &str| {
        wage(json!({"period": {"from": from, "to": to}, "received_by_worker": qar("200"), "food_in_kind": true,
            "housing_allowance": qar("500")}))
    };
    check(rule, "2023-01-01", &housed("2021-06-01", "2021-06-15"), "R");
    check(rule, "2023-01-01", &housed("2021-06-01", "2021-07-01"), "V");
    check_text("qa.wage.min.750", "2019-01-01", &housed("2018-06-01", "2018-06-15"), "not a number of months");
    check_text(rule, "2023-01-01", &pay("2021-06-01", "2021-06-15", "600"), "not a number of months");
    check_text(rule, "2023-01-01", &pay("2021-06-01", "2021-08-01", "1900"), "of each month");
    check_text("qa.wage.min.750", "2019-01-01", &pay("2018-06-01", "2018-08-01", "1499"), "not for one month");
}

#[test]
fn what_counts_as_pay() {
    let rule = "qa.wage.min@2021";
    let day = "2021-06-15";
    // Set, not merged: null takes out what the sound wage has.
    let paid = |amount: &str, entry: Value| {
        let mut line = json!({"food_in_kind": true, "housing_in_kind": true, "received_by_worker": qar(amount)});
        for (field, value) in entry.as_object().unwrap() {
            line[field] = value.clone();
        }
        wage(line)
    };
    // Overtime is no part of the basic wage.
    check(rule, day, &paid("1100", json!({"overtime_pay": qar("100")})), "-");
    check(rule, day, &paid("1100", json!({"overtime_pay": qar("101")})), "V");
    check(rule, day, &paid("1100", json!({"overtime_pay": money("EUR", "1")})), "R");
    // What lacks is the rate, not the amount.
    let euros = paid("1100", json!({"overtime_pay": money("EUR", "1")}));
    check_missing(rule, day, &euros, &["reference.exchange_rates"]);
    let taken = json!({"items": [{"amount": money("EUR", "10"), "purpose": "DEDUCTION_PURPOSE_LOAN",
        "bears_interest": false}]});
    check_missing("qa.wage.deduct", day, &paid("1100", json!({"deductions": taken})), &["reference.exchange_rates"]);
    // What is lawfully taken off was paid.
    let taken = |purpose: &str, amount: &str| {
        let taken = json!({"amount": qar(amount), "purpose": format!("DEDUCTION_PURPOSE_{purpose}")});
        json!({"contractual": qar("1000"), "deductions": {"items": [taken]}})
    };
    check(rule, day, &paid("900", taken("ATTACHMENT", "100")), "-");
    check(rule, day, &paid("899", taken("ATTACHMENT", "100")), "V");
    check(rule, day, &paid("900", taken("FINE", "100")), "-");
    check(rule, day, &paid("800", taken("FINE", "200")), "V");
    check(rule, day, &paid("900", taken("BOARD", "100")), "V");
    // Nobody says what a deduction is for, or that there is none.
    let unnamed = json!({"deductions": {"items": [{"amount": qar("100")}]}});
    check_missing(rule, day, &paid("900", unnamed.clone()), &["wages.items[0].deductions.items[0].purpose"]);
    check(rule, day, &paid("899", unnamed), "V");
    // Nor how much it is: that counts where it was lawful, and else not.
    let open = |purpose: &str| {
        let taken = json!({"purpose": format!("DEDUCTION_PURPOSE_{purpose}")});
        json!({"contractual": qar("1000"), "deductions": {"items": [taken]}})
    };
    check_missing(rule, day, &paid("950", open("LOAN")), &["wages.items[0].deductions.items[0].amount"]);
    check(rule, day, &paid("950", open("BOARD")), "V");
    // Beside it nobody says whether food is given.
    let food = json!({"deductions": {"items": [{"amount": qar("100")}]}, "food_in_kind": null});
    let both = ["wages.items[0].deductions.items[0].purpose", "wages.items[0].food_in_kind"];
    check_missing(rule, day, &paid("950", food), &both);
    let silent = |gross: &str| json!({"deductions": null, "gross_by_host": qar(gross)});
    check_missing(rule, day, &paid("950", silent("1030")), &["wages.items[0].deductions"]);
    check_missing(rule, day, &paid("950", silent("1000")), &["wages.items[0].deductions"]);
    check(rule, day, &paid("950", silent("999")), "V");
    let neither = json!({"deductions": null, "gross_by_host": null});
    check_missing(rule, day, &paid("950", neither), &["wages.items[0].deductions"]);
    check(rule, day, &paid("1000", silent("1030")), "-");
    // The same measure where less is paid than was promised.
    let rule = "qa.contract.sub";
    let loan = but(&taken("LOAN", "80"), json!({"contractual": qar("1080")}));
    let unsaid = json!({"contractual": qar("1080"), "deductions": null});
    let sound = one("contracts", &json!({"id": "k1", "terms_substituted": false}));
    check(rule, day, &patched(&paid("1000", loan.clone()), &sound), "-");
    check(rule, day, &patched(&paid("999", loan), &sound), "R");
    check(rule, day, &patched(&paid("1000", unsaid), &sound), "R");
    // The message says what falls short.
    check_text("qa.wage.min@2021", day, &paid("1800", json!({"basic": qar("999")})), "QAR 1800 (basic wage QAR 999)");
}

#[test]
fn takings_of_a_month_together() {
    let rule = "qa.wage.deduct";
    let taken = |purpose: &str, amounts: &[&str]| {
        let one = |amount: &&str| json!({"amount": qar(amount), "purpose": format!("DEDUCTION_PURPOSE_{purpose}"), "bears_interest": false});
        let items: Vec<_> = amounts.iter().map(one).collect();
        wage(json!({"contractual": qar("1000"), "deductions": {"items": items}}))
    };
    check(rule, "2018-06-01", &taken("FINE", &["83", "83"]), "-");
    check(rule, "2018-06-01", &taken("FINE", &["100", "100"]), "R");
    check(rule, "2018-06-01", &taken("LOAN", &["50", "50"]), "-");
    check(rule, "2018-06-01", &taken("LOAN", &["50", "50.01"]), "R");
}

#[test]
fn what_a_breach_of_the_time_cost() {
    let penalty = |rule: &str, day: &str, entry: Value| first(rule, day, &wage(entry)).consequence.unwrap().text;
    for (rule, entry) in [
        ("qa.wage.period", json!({"longest_gap_days": 45})),
        ("qa.wage.currency", json!({"received_by_worker": money("USD", "100")})),
    ] {
        for (day, of_law_1) in [("2015-11-01", false), ("2015-11-02", true), ("2015-11-03", true)] {
            assert_eq!(penalty(rule, day, entry.clone()).contains("QAR 2 000 to 6 000"), of_law_1, "{rule} {day}");
        }
    }
}

#[test]
fn pay_that_comes_months_late() {
    let rule = "qa.wage.period";
    let late = |days: u32| wage(json!({"paid_days_after_due": days}));
    for (days, expected) in [(30, "-"), (31, "-"), (32, "V"), (400, "V")] {
        check(rule, "2015-06-01", &late(days), expected);
    }
    // How often a fortnightly wage is paid, its due day does not say.
    let fortnightly = wage(json!({"pay_interval": "PAY_INTERVAL_FORTNIGHTLY"}));
    check_missing(rule, "2015-06-01", &fortnightly, &["wages.items[0].longest_gap_days"]);
    // Unless it comes later than a fortnight after its due day: so far apart the first two payments were.
    for (days, expected) in [(14, "D"), (15, "V"), (60, "V")] {
        let late = wage(json!({"pay_interval": "PAY_INTERVAL_FORTNIGHTLY", "paid_days_after_due": days}));
        check("qa.wage.period", "2015-06-01", &late, expected);
    }
    let neither = wage(json!({"payee": null}));
    let both = ["wages.items[0].payee", "wages.items[0].worker_written_mandate"];
    check_missing("qa.wage.personal@2004", "2015-06-01", &neither, &both);
    // The pay of a period is settled once it is paid.
    let january = json!({"period": {"from": "2019-01-01", "to": "2019-02-01"}, "paid_on": "2019-02-03"});
    let ended = json!({"deployment": {"terminated_on": "2019-05-01", "left_without_notice": false}});
    check("qa.wage.final", "2019-06-01", &patched(&wage(january.clone()), &ended), "-");
    let later = but(&january, json!({"paid_on": "2019-05-03"}));
    check("qa.wage.final", "2019-06-01", &patched(&wage(later), &ended), "V");
    let never = but(&january, json!({"received_by_worker": qar("0")}));
    check("qa.wage.final", "2019-06-01", &patched(&wage(never), &ended), "V");
}

#[test]
fn overtime_that_there_is_not() {
    let rule = "qa.hours.otpay";
    let premium = |entry: Value| hours(but(&json!({"night_minutes": 0}), entry));
    let unknown = ["working_time.items[0].day_max_minutes", "working_time.items[0].week_minutes"];
    let none = premium(json!({"overtime_week_minutes": 0, "overtime_premium_percent": 0}));
    check_missing(rule, "2018-07-01", &none, &unknown);
    check(rule, "2018-07-01", &premium(json!({"overtime_premium_percent": 0})), "D");
    let unpaid = [unknown[0], unknown[1], "working_time.items[0].overtime_premium_percent"];
    check_missing(rule, "2018-07-01", &premium(json!({})), &unpaid);
    check(rule, "2018-07-01", &premium(json!({"overtime_premium_percent": 1})), "V");
    // What is paid for overtime says nothing where the record says that there is none.
    let low = json!({"overtime_week_minutes": 0, "overtime_premium_percent": 20});
    check_missing(rule, "2018-07-01", &premium(low), &unknown);
    let regular = json!({"day_max_minutes": 480, "week_minutes": 2880, "overtime_premium_percent": 20});
    check(rule, "2018-07-01", &premium(regular), "-");
    check(rule, "2018-07-01", &premium(json!({"overtime_premium_percent": 0, "overtime_week_minutes": 60})), "V");
    // Shift work spares the premium for the night, and says nothing of that for overtime.
    let shifts = hours(json!({"day_max_minutes": 540, "week_minutes": 3240, "night_minutes": 120,
        "night_premium_percent": 0, "shift_worker": true}));
    check_missing(rule, "2018-07-01", &shifts, &["working_time.items[0].overtime_premium_percent"]);
    let paid = hours(json!({"day_max_minutes": 540, "week_minutes": 3240, "night_minutes": 120,
        "overtime_premium_percent": 25, "night_premium_percent": 0, "shift_worker": true}));
    check(rule, "2018-07-01", &paid, "X");
}

#[test]
fn rest_leave_and_ramadan_by_their_days() {
    let rule = "qa.rest.week";
    let rest = |minutes: u32, weeks: u32| {
        hours(json!({"weekly_rest_minutes": minutes, "weeks_without_rest": weeks, "rest_day_substituted": false,
            "rest_day_premium_percent": 0}))
    };
    check(rule, "2018-07-01", &rest(1440, 0), "-");
    check(rule, "2018-07-01", &rest(1440, 1), "R");
    check(rule, "2018-07-01", &rest(1440, 6), "R");
    check(rule, "2018-07-01", &rest(1439, 6), "V");
    let since = |rule: &str, as_of: &str, parts: &Value| first(rule, as_of, parts).fact_from.unwrap();
    let leave = |days: u32| hours(json!({"annual_leave_days": days}));
    assert_eq!(since("qa.leave", "2015-06-01", &leave(14)), "2015-05-25");
    assert_eq!(since("qa.leave", "2019-06-01", &leave(14)), "2015-05-25");
    assert_eq!(since("qa.leave", "2019-06-01", &leave(15)), "2019-05-25");
    assert_eq!(since("qa.leave", "2019-06-01", &leave(16)), "2019-05-25");
    assert_eq!(since("qa.leave", "2019-06-01", &leave(18)), "2019-05-25");
    assert_eq!(since("qa.leave", "2019-06-01", &leave(20)), "2019-05-25");
    assert_eq!(since("qa.leave", "2019-06-01", &leave(22)), "2019-05-25");
    assert_eq!(since("qa.leave", "2016-06-01", &leave(16)), "2015-05-25");
    let fasting = hours(json!({"ramadan_day_max_minutes": 420, "ramadan_week_minutes": 2160}));
    assert_eq!(since("qa.hours.ramadan", "2015-06-30", &fasting), "2015-06-18");
    assert_eq!(since("qa.hours.fine", "2015-06-30", &fasting), "2015-06-18");
    // Beyond the table a breach has no day; hours that break nothing need none.
    check("qa.hours.ramadan", "2033-01-01", &fasting, "D");
    let short = hours(json!({"ramadan_day_max_minutes": 300, "ramadan_week_minutes": 1800}));
    check("qa.hours.ramadan", "2033-01-01", &short, "-");
}

#[test]
fn mornings_of_two_gangs() {
    let rule = "qa.heat@2007";
    let spans = |spans: Value| {
        one("heat", &json!({"id": "h1", "outdoor_intervals": {"items": spans}, "shade": false, "ventilated": false}))
    };
    let span = |from: Value, to: &str| but(&json!({"date": "2015-07-01", "to": to}), json!({"from": from}));
    check(rule, "2016-01-01", &spans(json!([span(json!("05:00"), "09:00"), span(json!("06:00"), "10:00")])), "-");
    check(rule, "2016-01-01", &spans(json!([span(json!("05:00"), "09:00"), span(json!("06:00"), "10:01")])), "V");
    // A morning begins at midnight, and no day has the hours of another.
    check(rule, "2016-01-01", &spans(json!([span(json!("00:00"), "05:00")])), "-");
    check(rule, "2016-01-01", &spans(json!([span(json!("00:00"), "05:01")])), "V");
    let next = json!({"date": "2015-07-02", "from": "10:00", "to": "11:00"});
    check(rule, "2016-01-01", &spans(json!([span(json!("05:00"), "10:00"), next])), "-");
    // What is known passes the five hours, whatever is not.
    let known = spans(json!([span(json!("04:00"), "10:00"), span(json!(null), "11:00")]));
    check(rule, "2016-01-01", &known, "V");
    let open = spans(json!([span(json!("05:00"), "09:00"), span(json!(null), "11:00")]));
    assert_eq!(findings(rule, "2016-01-01", &open).len(), 1);
    check(rule, "2016-01-01", &open, "D");
}

#[test]
fn visits_that_count() {
    let rule = "qa.insp";
    let visits = |visits: Value| json!({"inspections": {"items": visits}});
    let day = "2018-06-01";
    let dated = json!({"id": "i1", "date": "2018-05-01"});
    check(rule, day, &visits(json!([dated, {"id": "i2"}])), "-");
    check(rule, day, &visits(json!([{"id": "i2", "site": "mall"}])), "R");
    check(rule, day, &visits(json!([{"id": "i2"}])), "D");
    let undated = ["inspections.items[0].date", "inspections.items[1].date"];
    check_missing(rule, day, &visits(json!([{"id": "i1"}, {"id": "i2"}])), &undated);
    let refused = |access: &str| visits(json!([but(&dated, json!({"access": format!("INSPECTION_ACCESS_{access}")}))]));
    check(rule, day, &refused("GRANTED"), "-");
    check(rule, day, &refused("REFUSED"), "R");
    // An empty list of nationalities is unknown; who is outside the Labour Law is not counted.
    let crew = |groups: Value| patched(&visits(json!([])), &json!({"workers": {"items": groups}}));
    check(rule, day, &crew(json!([{"id": "g", "count": 80, "nationalities": {"items": []}}])), "D");
    let half = |id: &str, sector: &str| json!({"id": id, "count": 30, "nationalities": {"items": ["NPL"]}, "sector": format!("SECTOR_{sector}")});
    check(rule, day, &crew(json!([half("a", "CONSTRUCTION"), half("b", "CONSTRUCTION")])), "R");
    check(rule, day, &crew(json!([half("a", "CONSTRUCTION"), half("b", "DOMESTIC")])), "-");
    // Those of another site are not counted either.
    let tower = |groups: Value| {
        let site = json!({"id": "tower", "country": "QAT", "worker_groups": {"items": groups}});
        let crews = crew(json!([half("a", "CONSTRUCTION"), half("b", "CONSTRUCTION")]));
        patched(&crews, &json!({"worksites": {"items": [site]}}))
    };
    check(rule, day, &tower(json!(["a", "b"])), "R");
    check(rule, day, &tower(json!(["a"])), "-");
}
