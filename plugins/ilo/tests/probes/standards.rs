//! Wages, hours, inspection, agencies, movement.

use super::*;

fn line(country: &str, change: &Value) -> Value {
    one(country, "wages", change.clone())
}

#[test]
fn wages_go_to_the_worker() {
    let rule = "ilo.c095.direct";
    let paid =
        |payee: &str, mandate: Value| json!({"payee": format!("PAYEE_{payee}"), "worker_written_mandate": mandate});
    let minders = |record: Value, present: bool| {
        with(&record, "/supervision", json!({"items": [{"id": "s", "minder_present": present}]}))
    };
    ILO.check(rule, "2015-06-01", &line("POL", &paid("SENDER", json!(false))), "V");
    ILO.check(rule, "2015-06-01", &line("QAT", &paid("SENDER", json!(false))), "I");
    ILO.check(rule, "2015-06-01", &line("POL", &paid("STATE", json!(true))), "V");
    ILO.check(rule, "2015-06-01", &line("POL", &paid("WORKER_CASH", json!(false))), "-");
    ILO.check(rule, "2015-06-01", &line("POL", &paid("SENDER", Value::Null)), "D");
    ILO.check(rule, "2015-06-01", &minders(line("POL", &paid("AGENT", json!(true))), true), "R");
    ILO.check(rule, "2015-06-01", &minders(line("QAT", &paid("AGENT", json!(true))), true), "I");
    ILO.check(rule, "2015-06-01", &minders(line("POL", &paid("SENDER", json!(true))), false), "-");
    let by_law = testing::patched(&paid("AGENT", json!(false)), &json!({"payee_basis": "LAWFUL_BASIS_STATUTE"}));
    ILO.check(rule, "2015-06-01", &line("POL", &by_law), "-");
    ILO.dates(rule, &line("POL", &paid("SENDER", json!(false))), &[("2009-12-31", "-"), ("2010-01-01", "V")]);
}

#[test]
fn wages_are_free_whole_and_regular() {
    ILO.check("ilo.c095.tender", "2015-06-01", &line("POL", &json!({"form": "PAY_FORM_MONEY"})), "-");
    ILO.check("ilo.c095.tender", "2015-06-01", &line("POL", &json!({"form": "PAY_FORM_VOUCHER"})), "V");
    ILO.check("ilo.c095.dispose", "2015-06-01", &line("POL", &json!({"compulsory_fund": true})), "V");
    ILO.check("ilo.c095.dispose", "2015-06-01", &line("POL", &json!({"compulsory_fund": false})), "-");
    ILO.check("ilo.c095.dispose", "2015-06-01", &line("POL", &json!({})), "D");
    let deducts = |change: Value| {
        line("POL", &json!({"deductions": {"items": [testing::patched(&json!({"id": "d"}), &change)]}}))
    };
    let rule = "ilo.c095.deduct";
    let contribution = json!({"purpose": "DEDUCTION_PURPOSE_STATE_CONTRIBUTION", "lawful_basis": "LAWFUL_BASIS_NONE"});
    ILO.check(rule, "2015-06-01", &deducts(contribution), "V");
    let tax = json!({"purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": "LAWFUL_BASIS_STATUTE"});
    ILO.check(rule, "2015-06-01", &deducts(tax.clone()), "-");
    ILO.check(rule, "2015-06-01", &deducts(testing::patched(&tax, &json!({"worker_informed": false}))), "V");
    ILO.check(rule, "2015-06-01", &deducts(json!({"purpose": "DEDUCTION_PURPOSE_TAX"})), "D");
    let fine = |informed: Value| {
        deducts(
            json!({"purpose": "DEDUCTION_PURPOSE_FINE", "lawful_basis": "LAWFUL_BASIS_STATUTE", "worker_informed": informed}),
        )
    };
    for (informed, expected) in [(json!(true), "-"), (json!(false), "V"), (Value::Null, "D")] {
        ILO.check(rule, "2015-06-01", &fine(informed), expected);
    }
    ILO.check(rule, "2015-06-01", &line("POL", &json!({"deductions": {"items": []}})), "-");
    let rule = "ilo.c095.placement";
    ILO.check(rule, "2015-06-01", &deducts(json!({"purpose": "DEDUCTION_PURPOSE_PLACEMENT"})), "V");
    ILO.check(rule, "2015-06-01", &deducts(tax), "-");
    let rule = "ilo.c095.regular";
    for (days, expected) in [(30, "-"), (31, "-"), (32, "V"), (1095, "V")] {
        ILO.check(
            rule,
            "2015-06-01",
            &line("POL", &json!({"payee": "PAYEE_SENDER", "longest_gap_days": days})),
            expected,
        );
    }
    ILO.check(rule, "2015-06-01", &line("POL", &json!({"payee": "PAYEE_SENDER", "paid_days_after_due": 0})), "-");
    ILO.check(rule, "2015-06-01", &line("QAT", &json!({"payee": "PAYEE_NONE"})), "I");
    ILO.check(rule, "2015-06-01", &line("POL", &json!({"payee": "PAYEE_SENDER"})), "D");
    let ended = |change: Value| {
        let record = line("POL", &testing::patched(&json!({"payee": "PAYEE_SENDER", "longest_gap_days": 30}), &change));
        with(&record, "/deployment/end", json!("2015-06-01"))
    };
    ILO.check(rule, "2015-07-01", &ended(json!({"final_settlement_on": "2015-06-01"})), "-");
    ILO.check(rule, "2015-07-02", &ended(json!({"final_settlement_on": "2015-08-01"})), "-");
    ILO.check(rule, "2015-07-03", &ended(json!({"final_settlement_on": "2015-08-01"})), "V");
    ILO.check(rule, "2015-09-01", &ended(json!({"final_settlement_on": "2015-08-01"})), "V");
    // Until the month is over, no settlement has to be there.
    for (as_of, expected) in [("2015-06-01", "-"), ("2015-07-01", "-"), ("2015-07-02", "-"), ("2015-07-03", "D")] {
        ILO.check(rule, as_of, &ended(json!({})), expected);
    }
}

#[test]
fn hours_and_rest() {
    let time = |country: &str, change: Value| one(country, "working_time", change);
    let day = |minutes: u32| json!({"day_max_minutes": minutes});
    for (minutes, expected) in [(480, "-"), (481, "V"), (960, "V")] {
        ILO.check("ilo.hours.day", "2015-06-01", &time("KWT", day(minutes)), expected);
    }
    ILO.check("ilo.hours.day", "2015-06-01", &time("POL", day(960)), "I");
    let averaged = |minutes: u32| testing::patched(&day(minutes), &json!({"averaging_scheme_ref": "s"}));
    ILO.check("ilo.hours.day", "2015-06-01", &time("KWT", averaged(600)), "-");
    ILO.check("ilo.hours.day", "2015-06-01", &time("KWT", averaged(601)), "V");
    let office = with(&time("KWT", day(960)), "/workers/items/0/sector", json!("SECTOR_IT"));
    ILO.check("ilo.hours.day", "2015-06-01", &office, "D");
    for (minutes, expected) in [(48 * 60, "-"), (48 * 60 + 1, "V"), (72 * 60, "V")] {
        ILO.check("ilo.hours.week", "2015-06-01", &time("KWT", json!({"week_minutes": minutes})), expected);
    }
    let overtime = json!({"week_minutes": 60 * 60, "overtime_week_minutes": 12 * 60});
    ILO.check("ilo.hours.week", "2015-06-01", &time("KWT", overtime), "-");
    ILO.check(
        "ilo.hours.week",
        "2015-06-01",
        &time("KWT", json!({"week_minutes": 3600, "averaging_scheme_ref": "s"})),
        "X",
    );
    ILO.check("ilo.hours.week", "2015-06-01", &time("KWT", json!({})), "D");
    let rule = "ilo.rest.week";
    ILO.check(rule, "2015-06-01", &time("POL", json!({"weekly_rest_minutes": 1439})), "V");
    ILO.check(rule, "2015-06-01", &time("POL", json!({"weekly_rest_minutes": 1440})), "-");
    ILO.check(rule, "2015-06-01", &time("QAT", json!({"weekly_rest_minutes": 0})), "I");
    ILO.check(rule, "2015-06-01", &time("POL", json!({"weeks_without_rest": 1})), "V");
    ILO.check(rule, "2015-06-01", &time("POL", json!({"weekly_rest_minutes": 0, "derogation_ref": "d"})), "R");
    ILO.check(rule, "2015-06-01", &time("POL", json!({})), "D");
}

#[test]
fn inspectors_come_often_and_enter_freely() {
    let rule = "ilo.insp.frequency";
    let visits = |days: &[&str]| {
        let items: Vec<_> =
            days.iter().map(|day| json!({"id": day, "date": day, "access": "INSPECTION_ACCESS_GRANTED"})).collect();
        let record = with(&crew("QAT"), "/inspections", json!({"items": items}));
        with(&record, "/complaints", json!({"items": []}))
    };
    ILO.dates(
        rule,
        &visits(&["2014-01-10"]),
        &[("2015-01-09", "-"), ("2015-01-10", "-"), ("2015-01-11", "V"), ("2015-06-01", "V")],
    );
    ILO.dates(rule, &visits(&[]), &[("2011-01-01", "-"), ("2011-01-02", "V")]);
    ILO.check(rule, "2015-06-01", &visits(&["2015-05-02"]), "-");
    let elsewhere = with(&visits(&["2015-05-02"]), "/worksites/items/-", json!({"id": "far", "country": "QAT"}));
    let elsewhere = with(&elsewhere, "/inspections/items/0/site", json!("far"));
    assert_eq!(ILO.subjects(rule, "2015-06-01", &elsewhere), [("site".to_owned(), "V")]);
    let nepal = with(&visits(&[]), "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    ILO.check(rule, "2015-06-01", &nepal, "-");
    ILO.check(rule, "2015-06-01", &with(&visits(&[]), "/parties/items/0/roles", json!(["PARTY_ROLE_OTHER"])), "-");
    ILO.check(rule, "2015-06-01", &crew("QAT"), "not assessed: inspections");
    let complained = with(&visits(&["2015-05-02"]), "/complaints/items/-", json!({"id": "c", "date": "2015-05-20"}));
    ILO.dates(rule, &complained, &[("2015-05-19", "-"), ("2015-05-20", "-"), ("2015-05-21", "R")]);
    // Poland is bound from 1996-06-02, China is not.
    ILO.check(rule, "2015-06-01", &with(&visits(&[]), "/worksites/items/0/country", json!("CHN")), "I");

    let rule = "ilo.insp.access";
    let access = |how: Value| one("QAT", "inspections", json!({"date": "2018-02-01", "access": how}));
    for (how, expected) in [("REFUSED", "V"), ("NOTICE_REQUIRED", "V"), ("GRANTED", "-")] {
        ILO.check(rule, "2018-02-01", &access(json!(format!("INSPECTION_ACCESS_{how}"))), expected);
    }
    ILO.check(rule, "2018-02-01", &access(Value::Null), "D");
    ILO.check(rule, "2018-01-31", &access(json!("INSPECTION_ACCESS_REFUSED")), "-");

    let rule = "ilo.insp.followup";
    let found = |change: Value| {
        let base = json!({"date": "2019-06-01", "findings": {"items": ["INSPECTION_FINDING_UNPAID_WAGES"]}});
        one("QAT", "inspections", testing::patched(&base, &change))
    };
    ILO.dates(
        rule,
        &found(json!({})),
        &[("2019-08-29", "-"), ("2019-08-30", "-"), ("2019-08-31", "R"), ("2019-10-01", "R")],
    );
    ILO.check(rule, "2019-10-01", &found(json!({"follow_up_date": "2019-06-11"})), "-");
    ILO.check(rule, "2019-10-01", &found(json!({"follow_up_date": "2019-08-31"})), "R");
    ILO.check(rule, "2019-10-01", &found(json!({"findings": {"items": []}})), "-");
    ILO.check(rule, "2019-10-01", &found(json!({"findings": null})), "D");
}

#[test]
fn the_yearly_report_on_inspection() {
    let rule = "ilo.insp.report";
    let report = |change: Value| {
        let base = json!({"year": 2018, "published_on": "2019-11-30", "sent_to_ilo_on": "2020-02-29"});
        json!({"state": {"country": "QAT", "inspection_reports": {"items": [testing::patched(&base, &change)]}}})
    };
    ILO.check(rule, "2020-06-01", &report(json!({})), "-");
    ILO.check(rule, "2020-06-01", &report(json!({"published_on": "2020-01-02", "sent_to_ilo_on": "2020-01-02"})), "V");
    ILO.check(rule, "2020-06-01", &report(json!({"sent_to_ilo_on": "2020-03-01"})), "V");
    ILO.check(rule, "2020-06-01", &report(json!({"sent_to_ilo_on": null})), "V");
    let unpublished = report(json!({"published_on": null, "sent_to_ilo_on": null}));
    let others = json!({"year": 2017, "published_on": "2018-06-01", "sent_to_ilo_on": "2018-07-01"});
    let unpublished = with(&unpublished, "/state/inspection_reports/items/-", others);
    ILO.dates(rule, &unpublished, &[("2019-12-31", "-"), ("2020-01-01", "V"), ("2020-01-02", "V")]);
    let none = json!({"state": {"country": "QAT", "inspection_reports": {"items": []}}});
    ILO.check(rule, "2020-06-01", &none, "V");
    ILO.check(rule, "2020-06-01", &json!({"state": {"country": "QAT"}}), "D");
    ILO.check(rule, "2020-06-01", &json!({"state": {"country": "CHN", "inspection_reports": {"items": []}}}), "I");
    ILO.check(rule, "2020-06-01", &crew("QAT"), "not assessed: state");
}

#[test]
fn agencies_and_domestic_work() {
    let rule = "ilo.c181.fees";
    let public = |country: &str, amount: &str, change: Value| {
        let base = json!({"recruitment_fee_paid_by_worker": {"currency": "USD", "amount": amount}});
        one(country, "coercion", testing::patched(&base, &change))
    };
    let sent_by = |record: &Value, body: Value| with(record, "/parties/items/0/government_of_north_korea", body);
    let charged = |country: &str, amount: &str, change: Value| sent_by(&public(country, amount, change), json!(false));
    ILO.check(rule, "2015-06-01", &charged("POL", "1500", json!({})), "V");
    ILO.check(rule, "2015-06-01", &charged("QAT", "1500", json!({})), "I");
    ILO.check(rule, "2015-06-01", &charged("POL", "0", json!({})), "-");
    ILO.check(rule, "2015-06-01", &charged("POL", "1500", json!({"fee_authorisation_ref": "a"})), "X");
    ILO.check(rule, "2015-06-01", &one("POL", "coercion", json!({})), "D");
    let deposit = |amount: &str| json!({"deposit": {"currency": "USD", "amount": amount}});
    ILO.check(rule, "2015-06-01", &charged("POL", "0", deposit("3000")), "R");
    ILO.check(rule, "2015-06-01", &charged("POL", "0", deposit("0")), "-");
    ILO.check(rule, "2015-06-01", &charged("POL", "1500", deposit("3000")), "V");
    assert!(ILO.text(rule, "2015-06-01", &charged("POL", "0", deposit("3000"))).contains("A deposit was taken"));
    // Where a body of the State sends them, who took the fee is not known; a private recruiter may have.
    let fee = || public("POL", "1500", json!({}));
    ILO.check(rule, "2015-06-01", &fee(), "R");
    assert!(ILO.text(rule, "2015-06-01", &fee()).contains("Whether a private agency took the fee"));
    ILO.check(rule, "2015-06-01", &sent_by(&fee(), Value::Null), "R");
    let recruiter = |body: Value| {
        let party = json!({"id": "agency", "roles": ["PARTY_ROLE_RECRUITER"], "country": "POL"});
        with(&fee(), "/parties/items/-", testing::patched(&party, &json!({"government_of_north_korea": body})))
    };
    ILO.check(rule, "2015-06-01", &recruiter(Value::Null), "V");
    ILO.check(rule, "2015-06-01", &recruiter(json!(true)), "R");
    ILO.check(rule, "2015-06-01", &with(&fee(), "/parties/items", json!([])), "V");
    let rule = "ilo.c181.public";
    ILO.check(rule, "2015-06-01", &crew("QAT"), "I");
    let private = with(&crew("QAT"), "/parties/items/0/government_of_north_korea", json!(false));
    ILO.check(rule, "2015-06-01", &private, "-");
    ILO.check(rule, "2015-06-01", &with(&private, "/parties/items/0/government_of_north_korea", Value::Null), "D");
    let rule = "ilo.c189.docs";
    let maid = |holder: &str| {
        let record = one("QAT", "liberty", json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}")}));
        with(&record, "/workers/items/0/sector", json!("SECTOR_DOMESTIC"))
    };
    // The table of ratifications has no column for it.
    ILO.check(rule, "2015-06-01", &maid("EMPLOYER"), "D");
    ILO.check(rule, "2015-06-01", &maid("WORKER"), "-");
    ILO.check(
        rule,
        "2015-06-01",
        &with(&maid("EMPLOYER"), "/workers/items/0/sector", json!("SECTOR_CONSTRUCTION")),
        "-",
    );
    ILO.check(rule, "2013-09-04", &maid("EMPLOYER"), "not in force");
}

#[test]
fn workers_move_freely() {
    let rule = "ilo.iccpr.12";
    let free = json!({"may_leave_accommodation": true, "escort_required": false});
    let moves = |country: &str, change: Value| one(country, "liberty", testing::patched(&free, &change));
    ILO.check(rule, "2015-06-01", &moves("POL", json!({})), "-");
    ILO.check(rule, "2015-06-01", &moves("POL", json!({"may_leave_accommodation": false})), "V");
    ILO.check(rule, "2015-06-01", &moves("POL", json!({"escort_required": true})), "V");
    ILO.dates(rule, &moves("QAT", json!({"escort_required": true})), &[("2018-08-20", "I"), ("2018-08-21", "V")]);
    ILO.check(rule, "2015-06-01", &moves("POL", json!({"escort_required": null})), "D");
    // Of those who are lawfully there; leaving is free to all.
    let titled = |record: Value, change: Value| {
        let title = json!({"id": "t", "valid_from": "2010-01-01"});
        with(&record, "/residence", json!({"items": [testing::patched(&title, &change)]}))
    };
    let kept = || moves("POL", json!({"may_leave_accommodation": false}));
    ILO.check(rule, "2015-06-01", &titled(kept(), json!({})), "V");
    ILO.dates(
        rule,
        &titled(kept(), json!({"withdrawn_on": "2015-06-01"})),
        &[("2015-05-31", "V"), ("2015-06-01", "R"), ("2015-06-02", "R")],
    );
    ILO.check(rule, "2015-06-01", &with(&kept(), "/residence", json!({"items": []})), "R");
    ILO.check(rule, "2015-06-01", &titled(moves("POL", json!({})), json!({"withdrawn_on": "2014-01-01"})), "-");
    // Titles are evidence where they make a difference.
    let withdrawn = |record: Value| titled(record, json!({"withdrawn_on": "2014-01-01"}));
    let shown = |record: &Value| {
        let evidence = ILO.findings(rule, "2015-06-01", record).remove(0).evidence;
        evidence.iter().any(|piece| piece.path.starts_with("residence."))
    };
    assert!(shown(&withdrawn(kept())));
    assert!(!shown(&titled(kept(), json!({}))));
    assert!(!shown(&withdrawn(moves("POL", json!({"escort_required": null})))));
    // One worker who is lawfully there is enough; where no workers are recorded, nobody is there unlawfully.
    let second = json!({"id": "others", "nationalities": {"items": ["PRK"]}});
    let one_of_two = with(&titled(kept(), json!({"worker_groups": {"items": ["crew"]}})), "/workers/items/-", second);
    ILO.check(rule, "2015-06-01", &one_of_two, "V");
    for nobody in [json!({"items": []}), Value::Null] {
        ILO.check(rule, "2015-06-01", &with(&withdrawn(kept()), "/workers", nobody), "V");
    }
    let refused =
        |by: &str| json!({"exit_refusals": {"items": [{"date": "2015-06-01", "by": format!("EXIT_REFUSER_{by}")}]}});
    ILO.check(rule, "2015-06-01", &moves("POL", refused("EMPLOYER")), "V");
    ILO.check(rule, "2015-06-01", &moves("POL", refused("COURT")), "-");
    ILO.check(rule, "2015-06-01", &moves("POL", refused("AUTHORITY")), "R");
    let text = |by: &str| ILO.text(rule, "2015-06-01", &moves("POL", refused(by)));
    assert!(text("AUTHORITY").contains("an authority kept workers from leaving"));
    assert!(text("EMPLOYER").contains("workers were kept from leaving"));
    let left = titled(moves("POL", refused("EMPLOYER")), json!({"withdrawn_on": "2014-01-01"}));
    ILO.check(rule, "2015-06-01", &left, "V");
    ILO.check(rule, "2015-05-31", &moves("POL", refused("EMPLOYER")), "-");
}
