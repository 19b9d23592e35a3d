//! Directive 2009/52/EC: employing people without a right to stay, and who answers for it up the chain.

use comity_sdk::{
    facts::Each,
    hosts::{Stay, stay, third_country},
    prelude::*,
};

use super::reads;
use crate::gates::places::{self, at_work};

pub(crate) const RULES: &[Rule] = &[ILLEGAL, CHAIN];

pub(crate) const IN_FORCE: &[Validity] = &[since(2011, 7, 20)];

const ILLEGAL: Rule = Rule {
    id: "eu.2009_52.illegal",
    title: "whether third-country nationals work without a right to stay",
    basis: "Directive 2009/52/EC arts 3-4",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[State, Employer],
    needs: &[Part::Worksites],
    reads: &[places::WORK, reads::STAY],
    // The second check finds nothing: it says that without residence titles nobody looked.
    check: Check::Several(&[Check::Workers(illegal), Check::Residence(|_, _| Ok(Answer::Silent))]),
    says: "Third-country nationals work without a right to stay.",
    consequence: "fines; back pay, presumed for 3 months at least (art. 6); cost of return",
    sources: &["S26"],
    ..Rule::ROW
};

const CHECKED: &str = "the employer saw the title before the start, keeps a copy and told the authority, and did not \
    know that it was no longer good (art. 4)";
const NOT_REMOVABLE: &str = "Third-country nationals work whose removal is postponed. Whether the Member State lets \
    them work is for review (art. 3(3)).";

fn illegal<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    at_work(case, group, || {
        let third = third_country(case, group);
        if third.is_no() {
            return Ok(Answer::Silent);
        }
        let stay = stay(case, group);
        let without = third & stay.illegal.clone();
        let answer = if group.protection().recorded() == Some(Protection::NonRemovable) {
            without.review().says("not_removable", NOT_REMOVABLE)
        } else {
            without.prohibited()
        };
        let answer = answer.unless_claimed(Exempt::named("employer_checks", CHECKED), checked(&stay));
        Ok(answer.since(stay.ended_on))
    })
}

/// The employer's defence: the duties of article 4 are met, on a title that did not say itself that it had run out.
fn checked(stay: &Stay<'_>) -> Truth {
    let Some(checks) = stay.seeming.and_then(|title| title.employer_checks().recorded()) else { return Truth::No };
    checks.document_seen().yes() & checks.copy_kept().yes() & checks.authority_notified().yes()
}

/// Whether people work without a right to stay, and the employer has no defence.
pub(crate) fn employed_illegally<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let third = third_country(case, group);
    if third.is_no() {
        return third;
    }
    let stay = stay(case, group);
    third & stay.illegal.clone() & !checked(&stay).unless_recorded()
}

const CHAIN: Rule = Rule {
    id: "eu.2009_52.chain",
    title: "whether a contractor answers for a subcontractor that employs people without a right to stay",
    basis: "Directive 2009/52/EC art. 8",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Violation,
    addressees: &[State, Principal],
    needs: &[Part::Worksites, Part::Workers],
    reads: &[places::WORK, reads::STAY, &["parties.items.due_diligence", "parties.items.knowledge.items.known_on"]],
    check: Check::Several(&[
        Check::Party(&[PartyRole::Principal], |case, party| Ok(chain(case, party))),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "{party} knew that its subcontractor employs third-country nationals without a right to stay, and answers for \
        their unpaid dues.",
    consequence: "pay the fines and the back pay in place of, or together with, the employer",
    sources: &["S26"],
    ..Rule::ROW
};

const UNAWARE: &str = "The subcontractor of {party} employs third-country nationals without a right to stay. A direct \
    contractor answers for their unpaid dues also without knowledge, others up the chain do not: for review which it is.";
const DILIGENT: &str = "the contractor made the checks of due diligence that national law asks for, art. 8(3)";

fn chain<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let illegally = |group: view::WorkerGroup<'r>| {
        let here = case.quietly(|| places::in_union(case, group));
        if here.is_no() { here } else { here & employed_illegally(case, group) }
    };
    let groups: Vec<_> = case.worker_groups().map(|group| (group, illegally(group))).collect();
    let employed = Truth::any(groups.iter().map(|(_, illegally)| illegally.clone()));
    if employed.is_no() {
        return Answer::Silent;
    }
    let answer = if knew(case, party) { employed.violation() } else { employed.review().says("unaware", UNAWARE) };
    let diligent = party.due_diligence().yes();
    let answer = answer.unless_claimed(Exempt::named("due_diligence", DILIGENT), diligent);
    // Since the first of them lost the right to stay; one who never had it, since the work began.
    let lost = groups.iter().filter(|(_, illegally)| illegally.is_yes()).map(|(group, _)| stay(case, *group).ended_on);
    let since = lost.collect::<Option<Vec<Date>>>().and_then(|days| days.into_iter().min());
    let answer = answer.since(since);
    answer.with("party", party.raw().id.as_deref().unwrap_or("The contractor"))
}

/// Knowledge counts from its day; without a day it is not earlier than anything.
fn knew<'r>(case: &Case<'r>, party: view::Party<'r>) -> bool {
    let pieces = party.knowledge().recorded().into_iter().flat_map(Each::iter);
    pieces.filter_map(|piece| piece.known_on().recorded()).any(|day| day <= case.day())
}
