//! The timeline of a record against brute force: the decision of every day, asked one by one.

use std::collections::BTreeSet;

use comity_facts::{
    Date,
    v1::{
        ChangeReasonKind, Decision, Durability, Finding, Record, TimelineOptions, TimelineRequest, TimelineStep,
        timeline_response::Message as Told,
    },
};
use comity_sdk::testing;
use proptest::prelude::*;

use super::{Running, SERVER, Value, root};

/// Dates of one request.
const DATES: usize = 32;

impl Running {
    /// The messages of a timeline, without progress.
    fn timeline(&self, record: Record, (from, to): (&str, &str), jurisdictions: &[&str]) -> Vec<Told> {
        let options = TimelineOptions {
            from: (!from.is_empty()).then(|| from.to_owned()),
            to: (!to.is_empty()).then(|| to.to_owned()),
            jurisdictions: jurisdictions.iter().map(|&j| j.to_owned()).collect(),
            assessed_parts: Vec::new(),
        };
        let request = TimelineRequest { options: Some(options), record: Some(record) };
        self.runtime.block_on(async {
            let mut answers = self.client.timeline(request).await.unwrap();
            let mut all = Vec::new();
            while let Some(message) = answers.next().await.unwrap() {
                if !matches!(message, Told::Progress(_)) {
                    all.push(message);
                }
            }
            all
        })
    }
}

fn steps(messages: Vec<Told>) -> Vec<TimelineStep> {
    let step = |message| if let Told::Step(step) = message { Some(step) } else { None };
    messages.into_iter().filter_map(step).collect()
}

/// What a finding says, without what moves with the day.
type Said = (String, String, i32, String, String);

fn said(finding: &Finding) -> Said {
    let subject = finding.subject.clone().unwrap_or_default();
    let basis = finding.basis.clone().unwrap_or_default();
    let version = basis.in_force_from.unwrap_or_default();
    (finding.rule_id.clone(), subject.id, finding.outcome, basis.citation, version)
}

/// Everything that a decision says, in an order of its own.
fn of_decision(decision: &Decision) -> Vec<Said> {
    let verdicts = decision.jurisdictions.iter().filter_map(|part| part.verdict.as_ref());
    let mut all: Vec<_> = verdicts.flat_map(|verdict| &verdict.findings).map(said).collect();
    all.sort();
    all
}

fn days(from: Date, to: Date) -> Vec<String> {
    std::iter::successors(Some(from), |day| Some(day.next()))
        .take_while(|day| *day < to)
        .map(|d| d.to_string())
        .collect()
}

/// Every day of the range says what the step says that it lies in; what a step says is what the one before said, and its
/// changes; and two steps that follow one another differ.
fn check(record: &Record, (from, to): (&str, &str), jurisdictions: &[&str]) -> usize {
    let steps = steps(SERVER.timeline(record.clone(), (from, to), jurisdictions));
    let all = days(Date::read(from).unwrap(), Date::read(to).unwrap());
    let (mut stands, mut at): (Vec<Said>, usize) = (Vec::new(), 0);
    let mut last: Option<Decision> = None;
    for some in all.chunks(DATES) {
        for decision in SERVER.evaluate(record.clone(), some, jurisdictions).decisions {
            let begins = steps.get(at).is_some_and(|step| step.from == decision.as_of);
            if begins {
                for change in &steps[at].changes {
                    if let Some(before) = &change.before {
                        let place = stands.iter().position(|one| *one == said(before));
                        stands.remove(
                            place.unwrap_or_else(|| panic!("{} {} never began", decision.as_of, before.rule_id)),
                        );
                    }
                    stands.extend(change.after.iter().map(said));
                    assert!(!change.reasons.is_empty(), "{} {:?}", decision.as_of, change);
                }
                assert_eq!(steps[at].bounds, decision.bounds, "{}", decision.as_of);
                assert_eq!(steps[at].complete, decision.complete, "{}", decision.as_of);
                assert!(at == 0 || !steps[at].changes.is_empty(), "{}", decision.as_of);
                at += 1;
            } else if let Some(last) = &last {
                let parts =
                    |d: &Decision| d.jurisdictions.iter().map(|p| (p.status, p.bounds, p.cause)).collect::<Vec<_>>();
                assert_eq!(parts(last), parts(&decision), "{}: a change that no step tells", decision.as_of);
            }
            stands.sort();
            assert_eq!(of_decision(&decision), stands, "{}", decision.as_of);
            last = Some(decision);
        }
    }
    assert_eq!(at, steps.len(), "every step begins on a day of the range");
    assert_eq!(steps.last().unwrap().to, to);
    assert!(steps.iter().zip(steps.iter().skip(1)).all(|(one, next)| one.to == next.from));
    steps.len()
}

fn example(name: &str) -> Record {
    let text = std::fs::read_to_string(root().join("examples/records").join(name)).unwrap();
    testing::record(&text.parse::<Value>().unwrap())
}

#[test]
fn the_timeline_is_what_every_single_day_says() {
    for (name, range, jurisdictions, least) in [
        ("C01.json", ("2014-05-20", "2014-09-01"), &["qa", "us", "ref"][..], 3),
        ("C01.json", ("2019-11-20", "2020-01-05"), &["un", "ref"], 2),
        ("C02.json", ("2019-12-20", "2020-02-10"), &["eu", "pl"], 2),
        ("C03.json", ("2019-11-20", "2020-03-10"), &["un", "us", "ref"], 3),
        ("C01.json", ("2015-06-01", "2015-06-02"), &["qa"], 1),
        ("C01.json", ("2015-06-01", "2015-07-03"), &["qa"], 1),
        ("C01.json", ("2015-06-01", "2015-07-04"), &["qa"], 1),
    ] {
        let found = check(&example(name), range, jurisdictions);
        assert!(found >= least, "{name} {range:?}: {found} steps");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    /// Facts on any days, so that their dates meet those of the law, and the ends of batches, as chance has it.
    #[test]
    fn the_timeline_of_a_random_record_is_what_every_single_day_says(
        start in 0_i32..80, length in 1_i32..60, second in 0_i32..80, issued in -30_i32..30, held in any::<bool>(),
    ) {
        let day = |offset: i32| Date::of(2015, 9, 1).plus_days(offset).to_string();
        let mut record = example("C01.json");
        let deployment = record.deployment.as_mut().unwrap();
        (deployment.start, deployment.end) = (Some(day(start)), Some(day(start + length)));
        record.worksites.as_mut().unwrap().items[1].start = Some(day(second));
        record.permits.as_mut().unwrap().items[0].issued = Some(day(start + issued));
        if !held {
            record.liberty = None;
        }
        check(&record, (&day(-3), &day(100)), &["qa", "us", "ref"]);
    }
}

/// What C01 tells, and why: the picture that explains the product.
#[test]
fn the_case_of_genco_changes_when_the_law_and_the_facts_do() {
    let messages = SERVER.timeline(example("C01.json"), ("", "2021-04-01"), &["qa", "un"]);
    let Told::Opened(opened) = &messages[0] else { panic!("not opened") };
    assert_eq!(
        (opened.from.as_str(), opened.to.as_str()),
        ("2013-01-01", "2021-04-01"),
        "from a year before the record"
    );
    assert_eq!(opened.durability(), Durability::Off);
    let Some(Told::Summary(summary)) = messages.last() else { panic!("no summary") };
    assert_eq!(summary.days, 3012);
    let steps = steps(messages);
    let told: BTreeSet<(String, String, ChangeReasonKind)> = steps
        .iter()
        .flat_map(|step| step.changes.iter().map(|change| (step.from.clone(), change)))
        .flat_map(|(from, change)| {
            let rule = change.after.as_ref().or(change.before.as_ref()).map(|f| f.rule_id.clone()).unwrap_or_default();
            change.reasons.iter().map(move |reason| (from.clone(), rule.clone(), reason.kind())).collect::<Vec<_>>()
        })
        .collect();
    for (day, rule, kind) in [
        ("2014-05-25", "qa.wage.personal@2004", ChangeReasonKind::Fact),
        ("2014-08-24", "qa.res.passport@2009", ChangeReasonKind::Other),
        ("2015-03-01", "qa.wage.zero", ChangeReasonKind::Fact),
        ("2015-11-02", "qa.wage.personal@2004", ChangeReasonKind::LawEnded),
        ("2015-11-02", "qa.wage.wps@2015", ChangeReasonKind::LawBegan),
        ("2016-12-13", "qa.res.passport@2016", ChangeReasonKind::LawBegan),
        ("2017-12-22", "un.2397.8.pending", ChangeReasonKind::LawBegan),
        ("2019-12-23", "un.2397.8", ChangeReasonKind::Deadline),
        ("2021-03-20", "qa.wage.min@2021", ChangeReasonKind::LawBegan),
    ] {
        assert!(told.contains(&(day.to_owned(), rule.to_owned(), kind)), "{day} {rule} {kind:?} in\n{told:#?}");
    }
    // The days that are left for repatriation are told on each day, and are no change.
    let running = |step: &&TimelineStep| ("2017-12-23".."2019-12-22").contains(&step.from.as_str());
    assert!(steps.iter().filter(running).count() <= 3, "{:?}", steps.iter().map(|s| &s.from).collect::<Vec<_>>());
}
