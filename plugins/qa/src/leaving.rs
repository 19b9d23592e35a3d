//! The right to leave without notice: section 5 of the catalogue. It runs after all rules of the Labour Law whose
//! violations free a worker to leave.

use std::rc::Rc;

use crate::scope::{About, groups_of, labour_law, shared};
use comity_sdk::{Made, facts::Each, prelude::*, v1::SubjectKind};

pub(crate) const RULES: &[Rule] = &[RESIGN];

/// For so long a breach that is over frees a worker for certain: as long as a claim lasts (row `qa.dispute`).
const FREES_MONTHS: i32 = 12;

const RESIGN: Rule = Rule {
    id: "qa.resign.breach",
    title: "whether a worker may leave without notice where the employer is in breach",
    basis: "Law 14/2004 art. 51",
    in_force: &[since(2005, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "coercion.items.can_resign",
        "coercion.items.violence.items.by",
        "coercion.items.violence.items.date",
        "contracts.items.terms_substituted",
    ]],
    check: Check::Coercion(|case, coercion| labour_law(case, coercion, || Ok(barred_from_leaving(case, coercion)))),
    says: "The worker cannot leave, although the employer's breach, deception or violence frees him to go without \
           notice.",
    sources: &["S20"],
    ..Rule::ROW
};

fn barred_from_leaving<'r>(case: &Case<'r>, coercion: view::Coercion<'r>) -> Answer {
    let barred = coercion.can_resign().is(false);
    if barred.is_no() {
        return Answer::Silent;
    }
    let breaches = Breaches::towards(case, coercion);
    let by_employer = violence(case, coercion, &[Actor::Employer]);
    let freed = breaches.recent() | deceived(case, coercion) | by_employer.clone();
    let certain = (barred.clone() & freed).violation();
    let certain = if by_employer.is_yes() { certain } else { told(certain, &breaches.now) };

    let by_others = violence(case, coercion, &[Actor::Sender, Actor::Minder]).unless_recorded();
    let others = "The worker cannot leave. The sending entity or a minder used violence; whether that frees him as the \
                  employer's would is for review.";
    let former = "The worker cannot leave. The employer's breach is over for more than a year; whether it still frees him \
                  to go without notice is for review.";
    let others = (barred.clone() & by_others).review().says("others", others);
    let former = (barred & (!breaches.past.is_empty()).into()).review().says("past", former);
    certain.or(others).or(told(former, &breaches.past))
}

/// Whether these workers were deceived about the work.
fn deceived<'r>(case: &Case<'r>, coercion: view::Coercion<'r>) -> Truth {
    match case.record.contracts().get() {
        Ok(contracts) => {
            let theirs = contracts.iter().filter(|contract| shared(contract.groups(), coercion.groups()));
            Truth::any(theirs.map(|contract| contract.terms_substituted().yes()))
        }
        Err(missing) => missing.into(),
    }
}

/// Whether one of these used violence so far.
fn violence<'r>(case: &Case<'r>, coercion: view::Coercion<'r>, actors: &[Actor]) -> Truth {
    coercion.violence().get().map_or_else(Truth::from, |acts| {
        acts.any(|act| {
            let so_far = act.date().recorded().is_none_or(|day| day <= case.as_of);
            Truth::from(so_far) & act.by().is_in(actors)
        })
    })
}

/// What the employer broke of the Labour Law towards some workers, as found so far.
#[derive(Default)]
struct Breaches {
    now: Vec<Rc<Made>>,
    /// Over for too long to free anybody for certain.
    past: Vec<Rc<Made>>,
    /// What keeps others open.
    open: Option<Missing>,
}

impl Breaches {
    fn towards<'r>(case: &Case<'r>, coercion: view::Coercion<'r>) -> Self {
        let mut breaches = Self::default();
        // Pay is what an employer owes first: where nobody recorded theirs, nobody knows that he is not in breach.
        let lines = case.quietly(|| case.record.wages().recorded()).into_iter().flat_map(Each::iter);
        if !lines.into_iter().any(|line| shared(groups_of(case, line), coercion.groups())) {
            breaches.open = Some(case.record.wages().missing());
        }
        let theirs = |made: &Made| shared(workers(case, made), coercion.groups());
        for made in case.findings().into_iter().filter(|made| is_duty(made) && theirs(made)) {
            let over = made.fact_to().is_some_and(|day| day.plus_months(FREES_MONTHS) <= case.as_of);
            match made.outcome() {
                Violation if over => breaches.past.push(made),
                Violation => breaches.now.push(made),
                InsufficientData => {
                    breaches.open = breaches.open.into_iter().chain(made.missing().cloned()).reduce(Missing::and);
                }
                _ => {}
            }
        }
        breaches
    }

    /// Whether one is recent; open where none is and others may be.
    fn recent(&self) -> Truth {
        match &self.open {
            _ if !self.now.is_empty() => Truth::Yes,
            Some(missing) => missing.clone().into(),
            None => Truth::No,
        }
    }
}

/// An answer with the breaches that it rests on, and with the first day of the first of them.
fn told(answer: Answer, breaches: &[Rc<Made>]) -> Answer {
    match breaches.iter().map(|made| made.fact_from()).min().flatten() {
        Some(first) => answer.since(first).derived("broken_by_employer", names(breaches)),
        None => answer,
    }
}

fn names(broken: &[Rc<Made>]) -> String {
    let mut names: Vec<&str> = broken.iter().map(|made| made.rule_id).collect();
    names.dedup();
    names.join(", ")
}

/// Whether a finding is about a duty of the employer under the Labour Law: of a rule that can be broken.
fn is_duty(made: &Made) -> bool {
    let rule = crate::PLUGIN.all_rules().find(|rule| rule.id == made.rule_id);
    let can_be_broken = rule.is_some_and(|rule| rule.worst_shown() == Violation);
    can_be_broken && !made.rule_id.starts_with("qa.res.") && made.addressees().any(|a| a == Employer)
}

/// The worker groups that a finding is about.
fn workers<'r>(case: &Case<'r>, made: &Made) -> Option<&'r [String]> {
    let record = case.record;
    let is = |id: &Option<String>| id.as_deref() == Some(made.subject.id.as_str());
    case.quietly(|| match made.subject.kind() {
        SubjectKind::WorkerGroup => record.workers().recorded()?.find(|group| is(&group.id))?.groups(),
        SubjectKind::Contract => record.contracts().recorded()?.find(|contract| is(&contract.id))?.groups(),
        SubjectKind::Housing => record.housing().recorded()?.find(|housing| is(&housing.id))?.groups(),
        SubjectKind::Wage => groups_of(case, record.wages().recorded()?.find(|line| is(&line.id))?),
        SubjectKind::WorkingTime => groups_of(case, record.working_time().recorded()?.find(|time| is(&time.id))?),
        SubjectKind::Heat => groups_of(case, record.heat().recorded()?.find(|heat| is(&heat.id))?),
        _ => None,
    })
}
