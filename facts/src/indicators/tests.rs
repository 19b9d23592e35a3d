//! The catalogue's cases as an oracle, and every indicator at its edge.

use proptest::prelude::*;

use super::*;
use crate::{
    Trace, Viewed,
    cases::{self, ids, money, text},
    v1::{self, Record},
};

fn day(text: &str) -> Date {
    Date::read(text).unwrap()
}

fn letter(truth: &Truth) -> char {
    match truth {
        Truth::Yes => 'y',
        Truth::No => 'n',
        Truth::Unknown(missing) if missing.review => '!',
        Truth::Unknown(_) => '?',
    }
}

/// Qatar's rules as far as C01 and C14 touch them: a heat rule that an interval of mid-June 2021 breaks.
fn qatar(on: &str) -> LocalLimits {
    LocalLimits { heat_broken: (day(on) >= day("2021-06-15")).into(), ..LocalLimits::none() }
}

/// Checks the known hits ("*" after a strong one), the class, and the definition.
fn check(record: &Record, on: &str, limits: LocalLimits, expected: &str) {
    let trace = Trace::new();
    let case = Assessment::new(record.view(trace.root()), day(on), limits);
    let score = case.score();
    let mark = |hit: &Indicator| if score.strong.contains(hit) { "*" } else { "" };
    let hits: Vec<_> = score.hits.iter().map(|hit| format!("{:02}{}", hit.number(), mark(hit))).collect();
    let definition = letter(&case.forced_labour_definition());
    let shown = format!("{} {:?} {definition}", hits.join(" "), score.class);
    assert_eq!(shown.trim(), expected, "{:?} on {on}", record.id);
}

#[test]
fn c01_genco() {
    for on in ["2015-06-01", "2015-11-15", "2016-12-05", "2018-06-01", "2020-01-15"] {
        check(&cases::c01(), on, qatar(on), "01 02 07* 08 Candidate ?");
    }
    check(&cases::c01(), "2021-06-14", qatar("2021-06-14"), "01 02 07* 08 Candidate ?");
    check(&cases::c01(), "2021-06-15", qatar("2021-06-15"), "01 02 07* 08 10 Candidate ?");
    // Before the second site, and before the crew came.
    check(&cases::c01(), "2015-02-28", LocalLimits::none(), "01 07* 08 Review n");
    check(&cases::c01(), "2014-05-24", LocalLimits::none(), "None n");
}

#[test]
fn c01f_with_threats_and_no_way_out() {
    let mut record = cases::c01();
    let entry = v1::Coercion { can_resign: Some(false), ..cases::threatened(v1::ThreatKind::FamilyReprisal) };
    record.coercion = Some(v1::Coercions { items: vec![entry] });
    check(&record, "2015-06-01", qatar("2015-06-01"), "01 02 06* 07* 08 Candidate y");
}

#[test]
fn c02_shipyard() {
    for on in ["2014-10-01", "2016-10-01", "2017-09-20", "2017-11-05", "2018-06-01", "2020-01-10"] {
        let poland = LocalLimits { week_max_minutes: Some(48 * 60), ..LocalLimits::none() };
        check(&cases::c02(), on, poland, "01 03 07* 08 11 Candidate ?");
        check(&cases::c02(), on, LocalLimits::none(), "01 03 07* 08 11 Candidate ?");
    }
}

#[test]
fn c03_ends_with_the_deployment() {
    for on in ["2015-06-01", "2016-03-16", "2020-01-10", "2020-02-29"] {
        check(&cases::c03(), on, qatar(on), "01 06* 07 08 Candidate ?");
    }
    check(&cases::c03(), "2020-03-01", LocalLimits::none(), "None n");
}

#[test]
fn c08_refugee() {
    let poland = LocalLimits { week_max_minutes: Some(48 * 60), ..LocalLimits::none() };
    check(&cases::c08(), "2020-02-01", poland, "None n");
}

#[test]
fn c14_control() {
    check(&cases::c14(), "2021-03-19", qatar("2021-03-19"), "09 Info n");
    check(&cases::c14(), "2021-07-01", qatar("2021-07-01"), "09 10 Review n");
}

/// Checks act, means, purpose, the test and whether anything is suspected.
fn check_tip(record: &Record, on: &str, expected: &str) {
    let trace = Trace::new();
    let case = Assessment::new(record.view(trace.root()), day(on), qatar(on));
    let letters: String = [case.act(), case.means(), case.purpose(), case.tip_test()].iter().map(letter).collect();
    let suspected = if case.suspected() { "suspected" } else { "-" };
    assert_eq!(format!("{letters} {suspected}"), expected, "{:?} on {on}", record.id);
}

#[test]
fn trafficking_needs_act_means_and_purpose() {
    check_tip(&cases::c01(), "2015-06-01", "yyyy suspected");
    check_tip(&cases::c02(), "2014-10-01", "yyyy suspected");
    check_tip(&cases::c03(), "2015-06-01", "yyyy suspected");
    check_tip(&cases::c03(), "2020-03-01", "nnnn -");
    check_tip(&cases::c08(), "2020-02-01", "y??? -");
    check_tip(&cases::c14(), "2021-07-01", "y??? -");
    check_tip(&Record { workers: None, ..cases::c01() }, "2015-06-01", "?y?? suspected");
}

/// A record in which nothing hits and nothing is open.
fn decent() -> Record {
    let mut record = cases::c14();
    let one = v1::Coercion {
        threats: Some(v1::Threats::default()),
        violence: Some(v1::ViolentActs::default()),
        family_reprisal_threat: Some(false),
        recruitment_fee_paid_by_worker: Some(money("0 USD")),
        debt_deducted_from_pay: Some(false),
        exit_penalty: Some(false),
        can_resign: Some(true),
        consent_evidence: Some(v1::ConsentEvidence::Free.into()),
        ..record.coercion.as_ref().unwrap().items[0].clone()
    };
    let free = v1::Liberty {
        may_leave_site: Some(true),
        may_leave_accommodation: Some(true),
        escort_required: Some(false),
        communication_restricted: Some(false),
        phone_confiscated: Some(false),
        ..cases::liberty(v1::PassportHolder::Worker)
    };
    let home = v1::Housing {
        area_m2_per_person: text("8"),
        guarded: Some(false),
        locked_at_night: Some(false),
        co_located_with_site: Some(false),
        protective_equipment_missing: Some(false),
        accidents_unreported: Some(false),
        ..Default::default()
    };
    let time = v1::WorkingTime {
        week_minutes: Some(48 * 60),
        overtime_refusable: Some(true),
        weekly_rest_minutes: Some(24 * 60),
        ..Default::default()
    };
    record.coercion = Some(v1::Coercions { items: vec![one] });
    record.liberty = Some(v1::Liberties { items: vec![free] });
    record.housing = Some(v1::Housings { items: vec![home] });
    record.working_time = Some(v1::WorkingTimes { items: vec![time] });
    record.supervision =
        Some(v1::Supervisions { items: vec![v1::Supervision { minder_powers: Some(powers()), ..Default::default() }] });
    record.workers.as_mut().unwrap().items[0].speaks_host_language = Some(true);
    let site = &mut record.worksites.as_mut().unwrap().items[0];
    site.remote_camp = Some(false);
    site.disclosed_to_worker = Some(true);
    record.heat.as_mut().unwrap().items[0].water = Some(true);
    record
}

fn powers() -> v1::MinderPowers {
    v1::MinderPowers { items: vec![v1::MinderPower::Fine.into()] }
}

fn threats(kind: v1::ThreatKind, date: Option<&str>) -> v1::Threats {
    let threat = v1::Threat { kind: Some(kind.into()), date: date.map(str::to_owned), ..Default::default() };
    v1::Threats { items: vec![threat] }
}

fn violence(by: v1::Actor, dates: &[&str]) -> v1::ViolentActs {
    let act = |date: &&str| v1::ViolentAct { date: text(date), by: Some(by.into()), ..Default::default() };
    v1::ViolentActs { items: dates.iter().map(act).collect() }
}

/// Parts of the decent record, to change.
struct Change<'a>(&'a mut Record);

impl Change<'_> {
    fn group(&mut self) -> &mut v1::WorkerGroup {
        &mut self.0.workers.as_mut().unwrap().items[0]
    }
    fn permit(&mut self) -> &mut v1::Permit {
        &mut self.0.permits.as_mut().unwrap().items[0]
    }
    fn contract(&mut self) -> &mut v1::Contract {
        &mut self.0.contracts.as_mut().unwrap().items[0]
    }
    fn wage(&mut self) -> &mut v1::WageLine {
        &mut self.0.wages.as_mut().unwrap().items[0]
    }
    fn liberty(&mut self) -> &mut v1::Liberty {
        &mut self.0.liberty.as_mut().unwrap().items[0]
    }
    fn coercion(&mut self) -> &mut v1::Coercion {
        &mut self.0.coercion.as_mut().unwrap().items[0]
    }
    fn housing(&mut self) -> &mut v1::Housing {
        &mut self.0.housing.as_mut().unwrap().items[0]
    }
    fn time(&mut self) -> &mut v1::WorkingTime {
        &mut self.0.working_time.as_mut().unwrap().items[0]
    }
    fn site(&mut self) -> &mut v1::Worksite {
        &mut self.0.worksites.as_mut().unwrap().items[0]
    }
    fn sender(&mut self, state: Option<bool>) {
        let sender = v1::Party { government_of_north_korea: state, ..cases::sender("PRK") };
        self.0.parties.as_mut().unwrap().items.push(sender);
    }
    /// A wage for March 2021, due on 1 April.
    fn dated_wage(&mut self, paid_on: Option<&str>, payee: v1::Payee) {
        let march = v1::DateInterval { from: text("2021-03-01"), to: text("2021-04-01") };
        let line = v1::WageLine {
            period: Some(march),
            paid_on: paid_on.map(str::to_owned),
            contractual: Some(money("900 QAR")),
            ..cases::wage("w3", "site", "900 QAR", "900 QAR", payee)
        };
        self.0.wages.as_mut().unwrap().items.push(line);
    }
}

/// A second site that was kept from the workers and is not paid.
fn second_site(c: &mut Change) {
    let hidden = v1::Worksite { disclosed_to_worker: Some(false), ..cases::site("second", "QAT", true) };
    c.0.worksites.as_mut().unwrap().items.push(hidden);
    c.0.wages.as_mut().unwrap().items.push(cases::wage("w2", "second", "9 QAR", "0 QAR", v1::Payee::None));
}

/// Changes the decent record and checks hit and strength of one indicator on 2021-07-01.
fn check_sign(number: u8, expected: &str, change: impl FnOnce(&mut Change)) {
    let mut record = decent();
    change(&mut Change(&mut record));
    let trace = Trace::new();
    let limits =
        LocalLimits { area_m2_min: Some(Decimal::from(6)), week_max_minutes: Some(58 * 60), ..LocalLimits::none() };
    let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), limits);
    let indicator = Indicator::ALL[usize::from(number) - 1];
    let sign = case.sign(indicator);
    assert_eq!(format!("{}{}", letter(&sign.hit), letter(&sign.strong)), expected, "{indicator:?}");
}

/// The fields that keep an indicator's strength open.
fn check_open(number: u8, expected: &[&str], change: impl FnOnce(&mut Change)) {
    let mut record = decent();
    change(&mut Change(&mut record));
    let trace = Trace::new();
    let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
    let sign = case.sign(Indicator::ALL[usize::from(number) - 1]);
    let Truth::Unknown(missing) = &sign.strong else { panic!("{sign:?}") };
    let fields: Vec<_> = missing.fields.iter().map(|field| trace.path(*field)).collect();
    assert_eq!(fields, expected);
}

#[test]
fn nothing_hits_where_all_is_known_and_well() {
    for number in 1..=11 {
        check_sign(number, "nn", |_| {});
    }
    let trace = Trace::new();
    let record = decent();
    let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
    assert_eq!((case.score().class, &case.score().candidate), (Class::None, &Truth::No));
    assert_eq!((case.tip_test(), case.forced_labour_definition()), (Truth::No, Truth::No));
}

#[test]
fn vulnerability() {
    let prk = |c: &mut Change| c.group().nationalities = Some(v1::CountryList { items: vec!["PRK".into()] });
    check_sign(1, "yn", prk);
    check_sign(1, "yy", |c| {
        prk(c);
        c.site().remote_camp = Some(true);
    });
    check_sign(1, "nn", |c| {
        prk(c);
        c.group().protection = Some(v1::Protection::Refugee.into());
    });
    check_sign(1, "?n", |c| {
        prk(c);
        c.group().protection = None;
    });
    check_sign(1, "!n", |c| c.group().nationalities = None);
    check_sign(1, "yn", |c| c.sender(Some(true)));
    check_sign(1, "?n", |c| c.sender(None));
    check_sign(1, "yn", |c| c.permit().tied_to_employer = Some(true));
    check_sign(1, "nn", |c| {
        c.permit().tied_to_employer = Some(true);
        c.permit().valid_to = text("2021-07-01");
    });
    check_sign(1, "yn", |c| c.coercion().family_reprisal_threat = Some(true));
}

#[test]
fn deception() {
    check_sign(2, "yn", |c| c.contract().terms_substituted = Some(true));
    check_sign(2, "nn", |c| {
        c.contract().terms_substituted = Some(true);
        c.contract().signed_on = text("2021-07-02");
    });
    for (signed_on, expected) in
        [(None, "yn"), (text("2021-06-30"), "yn"), (text("2021-07-01"), "yn"), (text("2021-07-02"), "nn")]
    {
        check_sign(2, expected, |c| {
            c.contract().terms_substituted = Some(true);
            c.contract().signed_on = signed_on;
        });
    }
    // One contract of several, and a line that names no site.
    check_sign(2, "yn", |c| {
        let kept = c.contract().clone();
        c.contract().terms_substituted = Some(true);
        c.0.contracts.as_mut().unwrap().items.push(kept);
    });
    check_sign(2, "yy", |c| {
        second_site(c);
        c.0.wages.as_mut().unwrap().items[1].site = None;
    });
    check_sign(2, "yy", |c| {
        second_site(c);
        let paid = cases::wage("w3", "second", "900 QAR", "900 QAR", v1::Payee::WorkerAccount);
        c.0.wages.as_mut().unwrap().items.push(paid);
    });
    check_sign(2, "nn", |c| c.wage().contractual = Some(money("1125 QAR")));
    check_sign(2, "yn", |c| c.wage().contractual = Some(money("1126 QAR")));
    check_sign(2, "yn", |c| c.wage().contractual = Some(money("310 USD")));
    check_sign(2, "!n", |c| c.wage().contractual = Some(money("310 PLN")));
    check_sign(2, "yn", |c| c.permit().worksites = Some(ids(&[])));
    check_sign(2, "yy", second_site);
    check_sign(2, "?n", |c| c.0.permits = None);
}

#[test]
fn movement_and_isolation() {
    check_sign(3, "yn", |c| c.liberty().may_leave_site = Some(false));
    check_sign(3, "yn", |c| c.liberty().may_leave_accommodation = Some(false));
    check_sign(3, "yn", |c| c.liberty().escort_required = Some(true));
    check_sign(3, "yn", |c| c.housing().guarded = Some(true));
    check_sign(3, "yy", |c| c.housing().locked_at_night = Some(true));
    check_sign(3, "??", |c| c.0.housing = None);
    check_sign(3, "?n", |c| c.liberty().escort_required = None);
    // An entry for some groups leaves the others open.
    check_sign(3, "?n", |c| c.liberty().worker_groups = Some(ids(&["minders"])));
    check_sign(3, "nn", |c| c.liberty().worker_groups = Some(ids(&["crew"])));
    let entries = |entries: &'static [Option<&'static str>]| {
        move |c: &mut Change| {
            let base = c.liberty().clone();
            let of = |group: Option<&str>| {
                let worker_groups = group.map(|group| ids(&[group]));
                v1::Liberty { worker_groups, ..base.clone() }
            };
            c.0.liberty.as_mut().unwrap().items = entries.iter().copied().map(of).collect();
        }
    };
    let cooks = |id: Option<&'static str>| {
        move |c: &mut Change| {
            let cooks = v1::WorkerGroup { id: id.map(str::to_owned), ..c.group().clone() };
            c.0.workers.as_mut().unwrap().items.push(cooks);
        }
    };
    for (said, expected) in [
        (&[Some("crew")][..], "?n"),
        (&[Some("crew"), Some("cooks")], "nn"),
        (&[None, Some("crew")], "nn"),
        (&[Some("crew"), None], "nn"),
        (&[], "?n"),
    ] {
        check_sign(3, expected, |c| {
            cooks(Some("cooks"))(c);
            entries(said)(c);
        });
    }
    check_sign(3, "?n", |c| {
        cooks(None)(c);
        entries(&[Some("crew")])(c);
    });
    check_sign(3, "?n", |c| {
        c.0.workers = None;
        entries(&[Some("crew")])(c);
    });
    check_sign(4, "yn", |c| c.liberty().communication_restricted = Some(true));
    check_sign(4, "yy", |c| c.liberty().phone_confiscated = Some(true));
    check_sign(4, "yn", |c| c.group().speaks_host_language = Some(false));
    check_sign(4, "yn", |c| c.site().remote_camp = Some(true));
    check_sign(4, "yn", |c| c.site().disclosed_to_worker = Some(false));
    check_sign(4, "nn", |c| {
        c.site().remote_camp = Some(true);
        c.site().end = text("2021-07-01");
    });
}

#[test]
fn violence_and_threats() {
    use v1::{Actor, ThreatKind as K};
    check_sign(5, "yn", |c| c.coercion().violence = Some(violence(Actor::Employer, &["2021-07-01"])));
    check_sign(5, "nn", |c| c.coercion().violence = Some(violence(Actor::Employer, &["2021-07-02"])));
    check_sign(5, "yn", |c| c.coercion().violence = Some(violence(Actor::Employer, &["2021-06-01", "2021-07-02"])));
    check_sign(5, "yy", |c| c.coercion().violence = Some(violence(Actor::Employer, &["2021-06-01", "2021-06-02"])));
    check_sign(5, "yy", |c| c.coercion().violence = Some(violence(Actor::Minder, &["2021-06-01"])));
    check_sign(5, "??", |c| c.coercion().violence = None);
    // A list that is absent could hold the second act.
    check_sign(5, "y?", |c| {
        let powerless = v1::Supervision { minder_powers: Some(v1::MinderPowers::default()), ..Default::default() };
        c.0.supervision = Some(v1::Supervisions { items: vec![powerless] });
        let unsaid = v1::Coercion { violence: None, ..c.coercion().clone() };
        c.coercion().violence = Some(violence(Actor::Employer, &["2021-06-01"]));
        c.0.coercion.as_mut().unwrap().items.push(unsaid);
    });
    // What happened stays, what was only not recorded does not.
    let ended = |c: &mut Change| c.0.deployment.as_mut().unwrap().end = text("2021-06-30");
    check_sign(5, "yn", |c| {
        ended(c);
        c.coercion().violence = Some(violence(Actor::Employer, &["2021-06-01"]));
    });
    check_sign(5, "nn", |c| {
        ended(c);
        c.coercion().violence = None;
    });
    check_sign(6, "yn", |c| c.coercion().threats = Some(threats(K::WithholdWages, None)));
    check_sign(6, "yy", |c| c.coercion().threats = Some(threats(K::Repatriation, None)));
    check_sign(6, "yy", |c| c.coercion().family_reprisal_threat = Some(true));
    check_sign(6, "nn", |c| c.coercion().family_reprisal_threat = None);
    check_sign(6, "??", |c| c.coercion().threats = None);
    check_sign(6, "nn", |c| c.coercion().threats = Some(threats(K::Repatriation, Some("2021-07-02"))));
    check_sign(6, "nn", |c| {
        ended(c);
        c.coercion().threats = Some(threats(K::Repatriation, None));
    });
}

#[test]
fn documents() {
    use v1::PassportHolder as H;
    let held = |holder: H, asked: Option<bool>, returned: Option<bool>| {
        move |c: &mut Change| {
            c.liberty().passport_holder = Some(holder.into());
            c.liberty().passport_held_on_written_request = asked;
            c.liberty().passport_returned_on_demand = returned;
        }
    };
    check_sign(7, "nn", held(H::Employer, Some(true), Some(true)));
    check_sign(7, "yn", held(H::Employer, Some(true), Some(false)));
    check_sign(7, "yn", held(H::Employer, Some(false), None));
    check_sign(7, "!n", held(H::Employer, Some(true), None));
    check_sign(7, "!!", held(H::Minder, None, None));
    check_sign(7, "yy", held(H::Minder, Some(false), None));
    check_sign(7, "yy", held(H::Authority, Some(false), None));
    check_sign(7, "yy", held(H::SendingState, Some(false), None));
    check_sign(7, "!!", held(H::SendingState, None, None));
    check_sign(7, "yn", held(H::Sender, Some(false), None));
    check_sign(7, "yy", |c| {
        held(H::Sender, Some(false), None)(c);
        c.sender(Some(true));
    });
    check_sign(7, "??", |c| c.liberty().passport_holder = None);
}

#[test]
fn withheld_wages() {
    use v1::Payee;
    let payee = |c: &mut Change, payee: Payee, mandate| {
        c.wage().payee = Some(payee.into());
        c.wage().worker_written_mandate = mandate;
    };
    check_sign(8, "yn", |c| payee(c, Payee::Sender, Some(false)));
    check_sign(8, "nn", |c| payee(c, Payee::Sender, Some(true)));
    check_sign(8, "?n", |c| payee(c, Payee::Sender, None));
    check_sign(8, "nn", |c| payee(c, Payee::Agent, None));
    check_sign(8, "yn", |c| payee(c, Payee::State, Some(false)));
    check_sign(8, "nn", |c| payee(c, Payee::State, Some(true)));
    check_sign(8, "yn", |c| {
        payee(c, Payee::Sender, Some(false));
        c.wage().paid_days_after_due = Some(30);
    });
    check_open(8, &["wages.items[0].longest_gap_days"], |c| {
        payee(c, Payee::Sender, Some(false));
        c.wage().paid_days_after_due = None;
    });
    check_sign(8, "nn", |c| c.wage().received_by_worker = Some(money("450 QAR")));
    check_sign(8, "yn", |c| c.wage().received_by_worker = Some(money("449 QAR")));
    check_sign(8, "?n", |c| c.wage().gross_by_host = None);
    check_sign(8, "nn", |c| c.wage().paid_days_after_due = Some(30));
    check_sign(8, "y?", |c| c.wage().paid_days_after_due = Some(31));
    check_sign(8, "yy", |c| c.wage().longest_gap_days = Some(242));
    check_sign(8, "nn", |c| c.wage().longest_gap_days = Some(241));
    // So far, where the stay goes on; and no gap is that of a whole stay until it is longer than thirty days.
    let stay = |start: &'static str, end: Option<&'static str>, gap: u32| {
        move |c: &mut Change| {
            let deployment = c.0.deployment.as_mut().unwrap();
            (deployment.start, deployment.end) = (text(start), end.map(str::to_owned));
            c.wage().longest_gap_days = Some(gap);
        }
    };
    check_sign(8, "yy", stay("2020-11-01", Some("2021-12-31"), 242));
    check_sign(8, "nn", stay("2020-11-01", Some("2021-12-31"), 241));
    check_sign(8, "nn", stay("2021-06-20", None, 30));
    check_sign(8, "yy", stay("2021-06-20", None, 31));
    // A site that no wage line is about.
    check_sign(8, "??", |c| {
        c.0.worksites.as_mut().unwrap().items.push(cases::site("second", "QAT", true));
    });
    // A month's wage, due on 1 April: 30 days end on 1 May.
    check_sign(8, "nn", |c| c.dated_wage(Some("2021-05-01"), Payee::WorkerAccount));
    check_sign(8, "yn", |c| c.dated_wage(Some("2021-05-02"), Payee::WorkerAccount));
    check_sign(8, "??", |c| c.dated_wage(None, Payee::WorkerAccount));
    check_sign(8, "y?", |c| c.dated_wage(None, Payee::None));
    let at_end = |end: &'static str, paid_on: &'static str| {
        move |c: &mut Change| {
            c.0.deployment.as_mut().unwrap().end = text(end);
            c.dated_wage(Some(paid_on), Payee::WorkerCash);
        }
    };
    for (end, paid_on, expected) in [
        ("2021-06-30", "2021-06-29", "yn"),
        ("2021-06-30", "2021-06-30", "yy"),
        ("2021-06-30", "2021-07-01", "yy"),
        ("2021-06-30", "2021-07-02", "yn"),
        ("2021-04-15", "2021-04-15", "nn"),
        ("2021-05-01", "2021-05-01", "nn"),
        ("2021-05-01", "2021-05-02", "yy"),
    ] {
        check_sign(8, expected, at_end(end, paid_on));
    }
    // A line counts from the day on which it is due, at the rates of that day.
    let due = |due_on: &'static str, paid_on: Option<&'static str>, line: fn(&mut v1::WageLine)| {
        move |c: &mut Change| {
            c.dated_wage(paid_on, Payee::WorkerAccount);
            let last = c.0.wages.as_mut().unwrap().items.last_mut().unwrap();
            last.due_on = text(due_on);
            line(last);
        }
    };
    let diverted: fn(&mut v1::WageLine) = |line| {
        line.payee = Some(Payee::Sender.into());
        line.worker_written_mandate = Some(false);
    };
    check_sign(8, "yn", due("2021-06-30", Some("2021-06-30"), diverted));
    check_sign(8, "yn", due("2021-07-01", Some("2021-06-30"), diverted));
    check_sign(8, "nn", due("2021-07-02", Some("2021-06-30"), diverted));
    let dollars: fn(&mut v1::WageLine) = |line| line.gross_by_host = Some(money("900 USD"));
    check_sign(8, "!n", due("2001-07-08", Some("2001-07-09"), dollars));
    check_sign(8, "yn", due("2001-07-09", Some("2001-07-09"), dollars));
    let unpaid: fn(&mut v1::WageLine) = |line| line.payee = Some(Payee::None.into());
    check_sign(8, "nn", due("2021-06-01", None, unpaid));
    check_sign(8, "y?", due("2021-05-31", None, unpaid));
}

#[test]
fn unpaid_work_is_withheld_a_month_and_thirty_days_after_it_began() {
    let unpaid = |start: &str, due_day: u32, on: &str, expected: Truth| {
        let mut record = decent();
        record.deployment.as_mut().unwrap().start = text(start);
        let line = Change(&mut record).wage().clone();
        *Change(&mut record).wage() = v1::WageLine {
            due_day: Some(due_day),
            paid_days_after_due: None,
            gross_by_host: Some(money("0 QAR")),
            received_by_worker: Some(money("0 QAR")),
            payee: Some(v1::Payee::None.into()),
            ..line
        };
        let trace = Trace::new();
        let case = Assessment::new(record.view(trace.root()), day(on), LocalLimits::none());
        assert_eq!(case.sign(Indicator::Wages).hit.is_yes(), expected.is_yes(), "{start} {due_day} {on}");
    };
    // The day on which it is first due, at the latest: the due day after a month, and in a month without it the last one.
    for (start, due_day, first_due) in [
        ("2020-11-01", 5, "2020-12-05"),
        ("2020-11-05", 5, "2020-12-05"),
        ("2020-11-06", 5, "2021-01-05"),
        ("2020-11-20", 5, "2021-01-05"),
        ("2021-01-15", 31, "2021-02-28"),
        ("2021-01-28", 28, "2021-02-28"),
        ("2020-11-30", 30, "2020-12-30"),
    ] {
        let last = day(first_due).plus_days(30);
        unpaid(start, due_day, &last.to_string(), Truth::No);
        unpaid(start, due_day, &last.next().to_string(), Truth::Yes);
    }
}

#[test]
fn debt() {
    check_sign(9, "yn", |c| c.coercion().recruitment_fee_paid_by_worker = Some(money("1500 USD")));
    check_sign(9, "yn", |c| c.coercion().exit_penalty = Some(true));
    let owes = |debt: &'static str, deducted| {
        move |c: &mut Change| {
            c.coercion().debt = Some(money(debt));
            c.coercion().debt_deducted_from_pay = deducted;
        }
    };
    check_sign(9, "yn", owes("5400 QAR", Some(true)));
    check_sign(9, "yy", owes("5401 QAR", Some(true)));
    check_sign(9, "yy", owes("1500 USD", Some(true)));
    check_sign(9, "y!", owes("1500 PLN", Some(true)));
    check_sign(9, "nn", owes("5401 QAR", Some(false)));
    check_sign(9, "??", owes("5401 QAR", None));
}

/// Six months of what those who owe receive now: 900 rials a month and what else is theirs.
#[test]
fn pay_that_a_debt_is_held_against() {
    let owes = |debt: &'static str, groups: Option<&'static [&'static str]>, line: fn(&mut v1::WageLine)| {
        move |c: &mut Change| {
            c.coercion().debt = Some(money(debt));
            c.coercion().debt_deducted_from_pay = Some(true);
            c.coercion().worker_groups = groups.map(ids);
            c.wage().worker_groups = Some(ids(&["crew", "cooks"]));
            let mut other = cases::wage("w2", "site", "900 QAR", "900 QAR", v1::Payee::WorkerAccount);
            line(&mut other);
            c.0.wages.as_mut().unwrap().items.push(other);
        }
    };
    let theirs: fn(&mut v1::WageLine) = |line| line.worker_groups = Some(ids(&["others"]));
    let span: fn(&mut v1::WageLine, &str, &str, &str) = |line, from, to, due_on| {
        line.period = Some(v1::DateInterval { from: text(from), to: text(to) });
        line.due_on = text(due_on);
    };
    for (groups, line, months_pay) in [
        (None, (|_| {}) as fn(&mut v1::WageLine), 1800),
        (None, theirs, 1800),
        (Some(&["crew"][..]), theirs, 900),
        (Some(&["crew"]), |_| {}, 1800),
        // Pay of this period that is due; not of an earlier one, nor what is due later.
        (None, |line| line.period = Some(v1::DateInterval { from: text("2021-06-15"), to: text("2021-07-15") }), 900),
    ] {
        let most = months_pay * 6;
        let (at, above) = (format!("{most} QAR"), format!("{} QAR", most + 1));
        check_sign(9, "yn", owes(Box::leak(at.into_boxed_str()), groups, line));
        check_sign(9, "yy", owes(Box::leak(above.into_boxed_str()), groups, line));
    }
    for (from, to, due_on, expected) in [
        ("2021-06-15", "2021-07-15", "2021-07-01", "yn"),
        ("2021-06-15", "2021-07-15", "2021-07-02", "yy"),
        ("2021-06-01", "2021-07-01", "2021-07-01", "yy"),
        ("2021-06-01", "2021-07-02", "2021-07-01", "yn"),
    ] {
        check_sign(9, expected, |c| {
            owes("5401 QAR", None, |_| {})(c);
            span(c.0.wages.as_mut().unwrap().items.last_mut().unwrap(), from, to, due_on);
        });
    }
}

#[test]
fn conditions() {
    check_sign(10, "nn", |c| c.housing().area_m2_per_person = text("6"));
    check_sign(10, "yn", |c| c.housing().area_m2_per_person = text("5.99"));
    check_sign(10, "yn", |c| c.housing().protective_equipment_missing = Some(true));
    check_sign(10, "yn", |c| c.housing().accidents_unreported = Some(true));
    check_sign(10, "nn", |c| c.housing().co_located_with_site = Some(true));
    check_sign(10, "yy", |c| {
        c.housing().co_located_with_site = Some(true);
        c.0.heat.as_mut().unwrap().items[0].water = Some(false);
    });
}

#[test]
fn overtime() {
    check_sign(11, "nn", |c| c.time().week_minutes = Some(58 * 60));
    check_sign(11, "yn", |c| c.time().week_minutes = Some(58 * 60 + 1));
    check_sign(11, "yn", |c| c.time().week_minutes = Some(72 * 60));
    check_sign(11, "yy", |c| c.time().week_minutes = Some(72 * 60 + 1));
    check_sign(11, "yn", |c| c.time().overtime_refusable = Some(false));
    check_sign(11, "nn", |c| c.time().weeks_without_rest = Some(4));
    check_sign(11, "yy", |c| c.time().weeks_without_rest = Some(5));
    // Nobody says whether there is a rest day; that alone leaves a hit out, and a strong one needs a hit.
    check_sign(11, "nn", |c| c.time().weekly_rest_minutes = None);
    check_sign(11, "y?", |c| {
        c.time().weekly_rest_minutes = None;
        c.time().week_minutes = Some(61 * 60);
    });
    check_open(11, &["working_time.items[0].weeks_without_rest"], |c| {
        c.time().weekly_rest_minutes = None;
        c.time().week_minutes = Some(61 * 60);
    });
    for (rest, expected) in [(24 * 60 - 1, "y?"), (24 * 60, "yn"), (24 * 60 + 1, "yn")] {
        check_sign(11, expected, |c| {
            c.time().weekly_rest_minutes = Some(rest);
            c.time().week_minutes = Some(61 * 60);
        });
    }
    // Entries about sites leave the others open.
    let entries = |sites: &'static [Option<&'static str>]| {
        move |c: &mut Change| {
            let base = c.time().clone();
            let of = |site: Option<&str>| v1::WorkingTime { site: site.map(str::to_owned), ..base.clone() };
            c.0.working_time.as_mut().unwrap().items = sites.iter().copied().map(of).collect();
        }
    };
    for (said, expected) in [
        (&[Some("site")][..], "??"),
        (&[Some("site"), Some("second")], "nn"),
        (&[None, Some("site")], "nn"),
        (&[Some("site"), None], "nn"),
    ] {
        check_sign(11, expected, |c| {
            c.0.worksites.as_mut().unwrap().items.push(cases::site("second", "QAT", true));
            entries(said)(c);
        });
    }
    check_sign(11, "??", |c| {
        let nameless = v1::Worksite { id: None, ..cases::site("", "QAT", true) };
        c.0.worksites.as_mut().unwrap().items.push(nameless);
        entries(&[Some("site")])(c);
    });
    check_sign(11, "??", |c| {
        c.0.worksites = None;
        entries(&[Some("site")])(c);
    });
}

/// Where no shorter week is the law: sixty hours.
#[test]
fn a_long_week_without_a_local_limit() {
    for (minutes, expected) in [(60 * 60, Truth::No), (60 * 60 + 1, Truth::Yes)] {
        let mut record = decent();
        Change(&mut record).time().week_minutes = Some(minutes);
        let trace = Trace::new();
        let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
        assert_eq!(case.sign(Indicator::Overtime).hit, expected, "{minutes}");
    }
}

/// Limits of a country are held against work and rooms of its own sites.
#[test]
fn limits_of_single_sites() {
    type Entries = fn(&mut Change);
    fn at(c: &mut Change, site: &str, minutes: u32) -> v1::WorkingTime {
        v1::WorkingTime { site: text(site), week_minutes: Some(minutes), ..c.time().clone() }
    }
    for (entries, expected) in [
        ((|_| {}) as Entries, [false, false]),
        (
            |c| {
                let entries = vec![at(c, "site", 55 * 60), at(c, "yard", 40 * 60)];
                c.0.working_time.as_mut().unwrap().items = entries;
            },
            [false, false],
        ),
        (
            |c| {
                let entries = vec![at(c, "site", 40 * 60), at(c, "yard", 48 * 60 + 1)];
                c.0.working_time.as_mut().unwrap().items = entries;
            },
            [true, false],
        ),
        // One that names no site is held against the strictest of those of its workers.
        (|c| c.time().week_minutes = Some(48 * 60 + 1), [true, false]),
        (
            |c| {
                c.time().week_minutes = Some(48 * 60 + 1);
                c.time().worker_groups = Some(ids(&["crew"]));
                c.0.worksites.as_mut().unwrap().items[1].worker_groups = Some(ids(&["welders"]));
            },
            [false, false],
        ),
        (|c| c.housing().area_m2_per_person = text("5.99"), [false, true]),
        (
            |c| {
                c.housing().area_m2_per_person = text("5.99");
                c.housing().worker_groups = Some(ids(&["crew"]));
                c.site().worker_groups = Some(ids(&["welders"]));
            },
            [false, false],
        ),
    ] {
        let mut record = decent();
        record.worksites.as_mut().unwrap().items.push(cases::site("yard", "POL", false));
        entries(&mut Change(&mut record));
        let trace = Trace::new();
        let limits = |site: &str, week: Option<u32>, area: Option<u32>| SiteLimits {
            site: text(site),
            week_max_minutes: week,
            area_m2_min: area.map(Decimal::from),
        };
        let sites = vec![limits("site", Some(60 * 60), Some(6)), limits("yard", Some(48 * 60), None)];
        let limits = LocalLimits { sites, ..LocalLimits::none() };
        let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), limits);
        let hit = |indicator| case.sign(indicator).hit.is_yes();
        assert_eq!([hit(Indicator::Overtime), hit(Indicator::Conditions)], expected);
    }
}

/// Of the rooms of workers at several places the law of the strictest of them is asked; without ids, of those where they work.
#[test]
fn limits_of_several_sites() {
    let broken = |areas: [u32; 2], nameless: bool| {
        let mut record = decent();
        let mut change = Change(&mut record);
        change.housing().area_m2_per_person = text("5");
        change.housing().worker_groups = Some(ids(&["crew"]));
        change.site().worker_groups = Some(ids(&["crew"]));
        let yard = cases::site("yard", "POL", false);
        change.0.worksites.as_mut().unwrap().items.push(yard);
        if nameless {
            let sites = &mut change.0.worksites.as_mut().unwrap().items;
            for site in sites.iter_mut() {
                site.id = None;
            }
            sites[1].worker_groups = Some(ids(&["welders"]));
        }
        let limits = |(site, area): (&str, u32)| SiteLimits {
            site: text(site).filter(|_| !nameless),
            week_max_minutes: None,
            area_m2_min: Some(Decimal::from(area)),
        };
        let sites = ["site", "yard"].into_iter().zip(areas).map(limits).collect();
        let trace = Trace::new();
        let limits = LocalLimits { sites, ..LocalLimits::none() };
        let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), limits);
        case.sign(Indicator::Conditions).hit.is_yes()
    };
    for (areas, nameless, expected) in [
        ([5, 5], false, false),
        ([6, 4], false, true),
        ([4, 6], false, true),
        ([6, 6], true, true),
        ([5, 5], true, false),
    ] {
        assert_eq!(broken(areas, nameless), expected, "{areas:?} {nameless}");
    }
}

/// The first day of acts, where each has its day.
#[test]
fn the_first_day_of_acts() {
    use Indicator::{Documents, Threats, Violence};
    type Entries = fn(&mut Change);
    fn threatened(c: &mut Change, dates: &[Option<&str>]) {
        let all = dates.iter().flat_map(|date| threats(v1::ThreatKind::Other, *date).items).collect();
        c.coercion().threats = Some(v1::Threats { items: all });
    }
    fn beaten(c: &mut Change, dates: &[&str]) {
        c.coercion().violence = Some(violence(v1::Actor::Employer, dates));
    }
    fn beside(c: &mut Change, family: bool) {
        let second = v1::Coercion { family_reprisal_threat: Some(family), ..c.coercion().clone() };
        c.coercion().family_reprisal_threat = Some(false);
        c.0.coercion.as_mut().unwrap().items.push(second);
    }
    let table: [(Indicator, Entries, Option<&str>); 12] = [
        (Violence, |_| {}, None),
        (Violence, |c| beaten(c, &["2021-06-02", "2021-06-01"]), Some("2021-06-01")),
        (Violence, |c| beaten(c, &["2021-07-01"]), Some("2021-07-01")),
        (Violence, |c| beaten(c, &["2021-07-02"]), None),
        (Threats, |c| threatened(c, &[Some("2021-06-02"), Some("2021-06-01")]), Some("2021-06-01")),
        (Threats, |c| threatened(c, &[Some("2021-07-01")]), Some("2021-07-01")),
        (Threats, |c| threatened(c, &[Some("2021-07-02")]), None),
        (Threats, |c| threatened(c, &[Some("2021-06-01"), None]), None),
        // A threat to the family has no day; that of another entry neither.
        (
            Threats,
            |c| {
                threatened(c, &[Some("2021-06-01")]);
                beside(c, true);
            },
            None,
        ),
        (
            Threats,
            |c| {
                threatened(c, &[Some("2021-06-01")]);
                beside(c, false);
            },
            Some("2021-06-01"),
        ),
        (Violence, |c| threatened(c, &[Some("2021-06-01")]), None),
        (Documents, |c| beaten(c, &["2021-06-01"]), None),
    ];
    for (at, (indicator, entries, expected)) in table.into_iter().enumerate() {
        let mut record = decent();
        entries(&mut Change(&mut record));
        let trace = Trace::new();
        let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
        assert_eq!(case.first_act(indicator), expected.map(day), "{at}");
    }
}

#[test]
fn an_assessment_is_of_a_day_and_of_limits() {
    let record = decent();
    let trace = Trace::new();
    let (on, limits) = (day("2021-07-01"), qatar("2021-07-01"));
    let case = Assessment::new(record.view(trace.root()), on, limits.clone());
    assert!(case.is_of(on, &limits));
    assert!(!case.is_of(on.next(), &limits) && !case.is_of(on, &LocalLimits::none()));
}

/// Four signs, none of them means: a candidate, and yet no trafficking.
#[test]
fn purpose_without_means_or_act() {
    let mut record = decent();
    let mut change = Change(&mut record);
    change.liberty().passport_holder = Some(v1::PassportHolder::Employer.into());
    change.liberty().passport_held_on_written_request = Some(false);
    change.wage().paid_days_after_due = Some(31);
    change.coercion().exit_penalty = Some(true);
    change.housing().accidents_unreported = Some(true);
    check_tip(&Record { heat: None, ..record.clone() }, "2021-07-01", "ynyn suspected");
    // Nobody says who works: whether they were moved or housed stays open.
    change = Change(&mut record);
    change.coercion().threats = Some(threats(v1::ThreatKind::Other, None));
    for workers in [None, Some(v1::WorkerGroups::default())] {
        check_tip(&Record { heat: None, workers, ..record.clone() }, "2021-07-01", "?yy? suspected");
    }
    check_tip(&Record { heat: None, ..record }, "2021-07-01", "yyyy suspected");
}

/// Forced labour by its definition is a purpose, however few the signs.
#[test]
fn purpose_by_the_definition_alone() {
    let mut record = decent();
    let mut change = Change(&mut record);
    change.coercion().threats = Some(threats(v1::ThreatKind::Other, None));
    check_tip(&Record { heat: None, ..record.clone() }, "2021-07-01", "yynn suspected");
    Change(&mut record).coercion().can_resign = Some(false);
    check_tip(&Record { heat: None, ..record }, "2021-07-01", "yyyy suspected");
}

#[test]
fn any_menace_makes_the_definition() {
    for menace in [
        (|c| c.coercion().threats = Some(threats(v1::ThreatKind::Other, None))) as fn(&mut Change),
        |c| c.coercion().violence = Some(violence(v1::Actor::Employer, &["2021-06-01"])),
        |c| c.liberty().may_leave_accommodation = Some(false),
    ] {
        let mut record = decent();
        menace(&mut Change(&mut record));
        let defined = |record: &Record| {
            let trace = Trace::new();
            let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
            letter(&case.forced_labour_definition())
        };
        assert_eq!(defined(&record), 'n');
        Change(&mut record).coercion().can_resign = Some(false);
        assert_eq!(defined(&record), 'y');
    }
}

/// An entry on the pressure on each of two groups.
fn two(c: &mut Change, crew: v1::Coercion, cooks: v1::Coercion) {
    let of = |group, entry| v1::Coercion { worker_groups: Some(ids(&[group])), ..entry };
    c.0.coercion.as_mut().unwrap().items = vec![of("crew", crew), of("cooks", cooks)];
}

fn menaced(c: &mut Change) -> v1::Coercion {
    v1::Coercion { threats: Some(threats(v1::ThreatKind::Other, None)), ..c.coercion().clone() }
}

fn bound(c: &mut Change) -> v1::Coercion {
    v1::Coercion { can_resign: Some(false), ..c.coercion().clone() }
}

/// The definition asked of the crew, of cooks beside them, and of all.
fn defined_of_two(entries: fn(&mut Change)) -> String {
    let mut record = decent();
    let mut change = Change(&mut record);
    let second = v1::WorkerGroup { id: text("cooks"), ..change.group().clone() };
    change.0.workers.as_mut().unwrap().items.push(second);
    entries(&mut change);
    let trace = Trace::new();
    let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
    let letters = ["crew", "cooks"].map(|group| letter(&case.forced_labour_of(group)));
    letters.into_iter().chain([letter(&case.forced_labour_definition())]).collect()
}

/// Menace and want of choice of one and the same worker, where the entries say whose they are.
#[test]
fn both_limbs_meet_in_one_worker() {
    type Entries = fn(&mut Change);
    for (entries, expected) in [
        // One is threatened and may go, the other may not go and is not threatened.
        (
            (|c| {
                let (menaced, bound) = (menaced(c), bound(c));
                two(c, menaced, bound);
            }) as Entries,
            "nnn",
        ),
        (
            |c| {
                let (both, free) = (v1::Coercion { can_resign: Some(false), ..menaced(c) }, c.coercion().clone());
                two(c, both, free);
            },
            "yny",
        ),
        (
            |c| {
                let (unsaid, free) = (v1::Coercion { can_resign: None, ..menaced(c) }, c.coercion().clone());
                two(c, unsaid, free);
            },
            "?n?",
        ),
        // Nobody says how it is with the cooks.
        (
            |c| {
                let menaced = menaced(c);
                two(c, menaced, v1::Coercion::default());
                c.0.coercion.as_mut().unwrap().items.pop();
            },
            "n??",
        ),
        // An entry that names nobody is about everybody.
        (
            |c| {
                let (menaced, bound) = (menaced(c), bound(c));
                let crew = v1::Coercion { worker_groups: Some(ids(&["crew"])), ..menaced };
                c.0.coercion.as_mut().unwrap().items = vec![crew, bound];
            },
            "yny",
        ),
        (
            |c| {
                let (menaced, bound) = (menaced(c), bound(c));
                c.0.coercion.as_mut().unwrap().items = vec![menaced, bound];
            },
            "yyy",
        ),
        // Confined by one entry, kept by another.
        (
            |c| {
                let (bound, free) = (bound(c), c.coercion().clone());
                two(c, bound, free);
                c.liberty().may_leave_accommodation = Some(false);
            },
            "yny",
        ),
        (
            |c| {
                let (bound, free) = (bound(c), c.coercion().clone());
                two(c, bound, free);
                let kept = v1::Liberty {
                    may_leave_accommodation: Some(false),
                    worker_groups: Some(ids(&["cooks"])),
                    ..c.liberty().clone()
                };
                c.liberty().worker_groups = Some(ids(&["crew"]));
                c.0.liberty.as_mut().unwrap().items.push(kept);
            },
            "nnn",
        ),
        // The cooks' contract deceives the cooks.
        (
            |c| {
                let unwilling = v1::Coercion { consent_evidence: Some(v1::ConsentEvidence::None.into()), ..menaced(c) };
                two(c, unwilling.clone(), unwilling);
                c.contract().terms_substituted = Some(true);
                c.contract().worker_groups = Some(ids(&["cooks"]));
            },
            "nyy",
        ),
    ] {
        assert_eq!(defined_of_two(entries), expected);
    }
}

/// Entries on pressure or movement tell groups apart, and nothing else does.
#[test]
fn what_tells_groups_apart() {
    type Entries = fn(&mut Change);
    for (entries, expected) in [
        // Whom movement alone tells apart, in all of its entries or in some.
        (
            (|c| {
                let bound = bound(c);
                c.0.coercion.as_mut().unwrap().items = vec![bound];
                let of = |group, leave| v1::Liberty {
                    may_leave_accommodation: Some(leave),
                    worker_groups: Some(ids(&[group])),
                    ..c.0.liberty.as_ref().unwrap().items[0].clone()
                };
                c.0.liberty.as_mut().unwrap().items = vec![of("crew", false), of("cooks", true)];
            }) as Entries,
            "yny",
        ),
        (
            |c| {
                let bound = bound(c);
                c.0.coercion.as_mut().unwrap().items = vec![bound];
                let kept = v1::Liberty {
                    may_leave_accommodation: Some(false),
                    worker_groups: Some(ids(&["crew"])),
                    ..c.liberty().clone()
                };
                c.0.liberty.as_mut().unwrap().items.push(kept);
            },
            "yny",
        ),
        // Nothing that is recorded raises the question, neither of all nor of those of whom something is not said.
        (
            |c| {
                let (unsaid, free) = (v1::Coercion { can_resign: None, ..c.coercion().clone() }, c.coercion().clone());
                two(c, v1::Coercion { threats: None, ..unsaid }, free);
            },
            "nnn",
        ),
        // Contracts tell nobody apart: what holds of all under pressure holds of each.
        (
            |c| {
                let unwilling = v1::Coercion { consent_evidence: Some(v1::ConsentEvidence::None.into()), ..menaced(c) };
                *c.coercion() = unwilling;
                c.contract().terms_substituted = Some(true);
                c.contract().worker_groups = Some(ids(&["cooks"]));
            },
            "yyy",
        ),
    ] {
        assert_eq!(defined_of_two(entries), expected);
    }
}

/// One open sign, and no hit, cannot make four; four can.
#[test]
fn what_is_open_makes_a_candidate_only_where_it_could() {
    let candidate = |changes: &[fn(&mut Change)]| {
        let mut record = decent();
        for change in changes {
            change(&mut Change(&mut record));
        }
        let trace = Trace::new();
        let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
        letter(&case.score().candidate)
    };
    let open: [fn(&mut Change); 4] = [
        |c| c.0.contracts.as_mut().unwrap().items[0].terms_substituted = None,
        |c| c.group().speaks_host_language = None,
        |c| c.coercion().exit_penalty = None,
        |c| c.housing().accidents_unreported = None,
    ];
    assert_eq!([1, 2, 3, 4].map(|count| candidate(&open[..count])), ['n', 'n', 'n', '?']);
    // Two grave and strong ones are enough: here one that is known, and one that is open.
    let strong: [fn(&mut Change); 2] =
        [|c| c.coercion().family_reprisal_threat = Some(true), |c| c.liberty().passport_holder = None];
    assert_eq!([1, 2].map(|count| candidate(&strong[..count])), ['n', '?']);
}

#[test]
fn doubtful_consent_is_for_review() {
    let mut record = decent();
    let mut change = Change(&mut record);
    change.contract().terms_substituted = Some(true);
    change.coercion().threats = Some(threats(v1::ThreatKind::Other, None));
    for (evidence, expected) in
        [(v1::ConsentEvidence::Free, 'n'), (v1::ConsentEvidence::Doubtful, '!'), (v1::ConsentEvidence::None, 'y')]
    {
        Change(&mut record).coercion().consent_evidence = Some(evidence.into());
        let trace = Trace::new();
        let case = Assessment::new(record.view(trace.root()), day("2021-07-01"), LocalLimits::none());
        assert_eq!(letter(&case.forced_labour_definition()), expected, "{evidence:?}");
    }
}

#[test]
fn score_counts_as_the_table_says() {
    use Indicator as I;
    let table: [(&[I], &[I], Class); 9] = [
        (&[], &[], Class::None),
        (&[I::Debt], &[], Class::Info),
        (&[I::Debt], &[I::Debt], Class::Review),
        (&[I::Debt, I::Wages], &[], Class::Review),
        (&[I::Debt, I::Wages, I::Overtime], &[I::Debt, I::Overtime], Class::Review),
        (&[I::Debt, I::Wages, I::Overtime], &[I::Debt, I::Wages], Class::Review),
        (&[I::Documents, I::Wages], &[I::Documents, I::Wages], Class::Candidate),
        (&[I::Movement, I::Threats, I::Debt], &[I::Movement, I::Threats], Class::Candidate),
        (&[I::Debt, I::Wages, I::Overtime, I::Isolation], &[], Class::Candidate),
    ];
    for (hits, strong, expected) in table {
        assert_eq!(class(hits, strong), expected, "{hits:?} {strong:?}");
    }
}

const REMOVED: [fn(&mut Record); 13] = [
    |r| r.parties = None,
    |r| r.workers = None,
    |r| r.deployment = None,
    |r| r.worksites = None,
    |r| r.permits = None,
    |r| r.contracts = None,
    |r| r.wages = None,
    |r| r.working_time = None,
    |r| r.heat = None,
    |r| r.liberty = None,
    |r| r.coercion = None,
    |r| r.supervision = None,
    |r| r.housing = None,
];

proptest! {
    /// Taking a part away leaves every answer as it was, or opens it; it never turns it round.
    #[test]
    fn absence_never_decides(
        case in 0_usize..6,
        removed in proptest::collection::vec(0..REMOVED.len(), 1..5),
        month in 0_i32..100,
    ) {
        let full = [cases::c01(), cases::c02(), cases::c03(), cases::c08(), cases::c14(), decent()][case].clone();
        let mut less = full.clone();
        for index in removed {
            REMOVED[index](&mut less);
        }
        let on = day("2013-01-15").plus_months(month);
        let (before, after) = (Trace::new(), Trace::new());
        let before = Assessment::new(full.view(before.root()), on, LocalLimits::none());
        let after = Assessment::new(less.view(after.root()), on, LocalLimits::none());
        let opened = |was: Truth, is: Truth| was == is || matches!(is, Truth::Unknown(_));
        for indicator in Indicator::ALL {
            let (was, is) = (before.sign(indicator), after.sign(indicator));
            prop_assert!(opened(closed(&was.hit), closed(&is.hit)), "{indicator:?}");
            prop_assert!(opened(closed(&was.strong), closed(&is.strong)), "{indicator:?}");
        }
        prop_assert!(after.score().class <= before.score().class);
    }
}

/// Unknown for whatever reason.
fn closed(truth: &Truth) -> Truth {
    match truth {
        Truth::Unknown(_) => Truth::Unknown(Missing { fields: Vec::new(), review: false }),
        known => known.clone(),
    }
}
