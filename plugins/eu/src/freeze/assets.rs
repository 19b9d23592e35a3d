//! Whose assets are frozen, and what moves them: the same for every regime that freezes.

use comity_sdk::{facts::Known, prelude::*};

use super::id;
use crate::gates::{
    listing::{List, listed},
    owners::{controlled, owned},
};

/// With `LISTS`, `OWNERS` and `CONTROL`: what the freezing of assets reads.
pub(crate) const ASSETS: &[&str] = &[
    "transactions.items.payer",
    "transactions.items.payee",
    "transactions.items.bank.party",
    "transactions.items.payer_institution.party",
    "transactions.items.payee_institution.party",
    "transactions.items.executed",
    "transactions.items.authorisation_ref",
    "holdings.items.transaction",
    "holdings.items.party",
    "holdings.items.blocked_on",
    "holdings.items.unblocked_on",
    "holdings.items.licence_ref",
];

pub(crate) const LISTED: &str =
    "{party} is on the list of {list}. Its funds and economic resources are frozen, whoever holds them.";
const OWNED: &str = "Persons on the list of {list} own {percent} % of {party}. Its funds and economic resources are \
    frozen as theirs.";
const LAYER: &str = "Persons on the list of {list} own {party} only through an entity that they own in part. Whether \
    its funds and economic resources are frozen as theirs is for review.";
const CONTROLLED: &str = "A person on the list of {list} controls {party} by a documented sign. Its funds and economic \
    resources are frozen as that person's.";
const SPENT: &str = "Payment {payment} moves funds of {party}, whose assets are frozen under {list}.";
const STAYS: &str =
    "Property {holding} is {party}'s, whose assets are frozen under {list}. It may not be moved or used.";
const RELEASED: &str = "Property {holding} of {party}, whose assets are frozen under {list}, was released without a \
    recorded authorisation.";
const AUTHORISED: &str = "authorisation of a competent authority, under the derogations of the Regulation";

/// A regime's name in messages.
pub(crate) fn name(list: List) -> &'static str {
    match list {
        List::NorthKorea => "Regulation (EU) 2017/1509",
        List::HumanRights => "Regulation (EU) 2020/1998",
        List::Terror => "Regulation (EC) No 2580/2001",
    }
}

/// Whether the assets of a party are frozen: it is listed, or owned or controlled by persons who are.
pub(crate) fn of<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Answer {
    frozen(case, [party], list, |answer, _| answer)
}

/// The first party whose assets are certain to be frozen, else the first for which that is for review or open; with what
/// is said of it.
fn frozen<'r>(
    case: &Case<'r>,
    parties: impl IntoIterator<Item = view::Party<'r>> + Clone,
    list: List,
    said: impl Fn(Answer, view::Party<'r>) -> Answer,
) -> Answer {
    let tell = |answer: Answer, party: view::Party<'r>| {
        said(answer, party).with("party", id(&party.raw().id)).with("list", name(list))
    };
    let certain = parties.clone().into_iter().map(|party| (by_name_or_through(case, party, list), party));
    let certain = certain.fold(Answer::Silent, |so_far, (answer, party)| so_far.or(tell(answer, party)));
    if matches!(certain, Answer::Fires(_)) {
        return certain;
    }
    let doubts = parties.into_iter().map(|party| (doubtful(case, party, list), party));
    doubts.fold(certain, |so_far, (answer, party)| so_far.or(tell(answer, party)))
}

fn by_name_or_through<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Answer {
    let by_name = listed(case, party, list);
    if by_name.is_yes() { by_name.prohibited() } else { certain_through(case, party, list) }
}

/// Assets that are frozen for certain as those of others who own or control the party.
pub(crate) fn certain_through<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Answer {
    let held = owned(case, party, list);
    if held.truth.is_yes() && !held.through_layer {
        return held.truth.prohibited().says("owned", OWNED).with("percent", held.percent.normalize());
    }
    let control = controlled(case, party, list);
    if control.is_yes() { control.prohibited().says("controlled", CONTROLLED) } else { Answer::Silent }
}

fn doubtful<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Answer {
    open(listed(case, party, list)).or(doubtful_through(case, party, list))
}

/// What of the same is for review or open.
pub(crate) fn doubtful_through<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Answer {
    let held = owned(case, party, list);
    if held.truth.is_yes() && held.through_layer {
        return held.truth.review().says("layer", LAYER);
    }
    open(held.truth).or(open(controlled(case, party, list)))
}

/// What is missing; a certain yes was told before.
fn open(truth: Truth) -> Answer {
    match truth {
        Truth::Unknown(missing) => Answer::Open(missing),
        _ => Answer::Silent,
    }
}

/// A payment by somebody whose assets are frozen: it moves them.
pub(crate) fn spent<'r>(case: &Case<'r>, payment: view::Transaction<'r>, list: List) -> Answer {
    if refused(payment) {
        return Answer::Silent;
    }
    let answer =
        frozen(case, side(case, payment.payer(), [Some(payment.payer_institution()), None]), list, |answer, _| {
            answer.says("spent", SPENT)
        });
    authorised(unnamed(answer, payment.payer()), payment)
}

/// What was not carried out moved nothing.
pub(crate) fn refused(payment: view::Transaction<'_>) -> bool {
    payment.executed().recorded() == Some(false)
}

/// The party on one side of a payment, and the institutions there that are parties.
pub(crate) fn side<'r>(
    case: &Case<'r>,
    party: Known<'r, &'r str>,
    institutions: [Option<Known<'r, view::Institution<'r>>>; 2],
) -> impl Iterator<Item = view::Party<'r>> + Clone + use<'r> {
    let by_institution =
        |i: Option<Known<'r, view::Institution<'r>>>| i.and_then(Known::recorded).and_then(|i| i.party().recorded());
    let [first, second] = institutions.map(by_institution);
    [party.recorded(), first, second].map(|id| id.and_then(|id| case.party(id))).into_iter().flatten()
}

/// A side on which nobody is named leaves open what is silent otherwise.
pub(crate) fn unnamed<'r>(answer: Answer, side: Known<'r, &'r str>) -> Answer {
    if side.recorded().is_some() { answer } else { answer.or(Answer::Open(side.missing())) }
}

/// An authorisation covers the payment that names it.
pub(crate) fn authorised(answer: Answer, payment: view::Transaction<'_>) -> Answer {
    let answer = answer.with("payment", id(&payment.raw().id));
    answer.claimed_by(payment.authorisation_ref().recorded(), AUTHORISED)
}

/// Property that somebody holds for a person whose assets are frozen. A payment that was held back is the payment's matter.
pub(crate) fn held<'r>(case: &Case<'r>, holding: view::Holding<'r>, list: List) -> Answer {
    if holding.transaction().recorded().is_some() {
        return Answer::Silent;
    }
    let released = holding.unblocked_on().recorded().is_some_and(|day| day <= case.as_of);
    let (key, says) = if released { ("released", RELEASED) } else { ("held", STAYS) };
    let answer = frozen(case, side(case, holding.party(), [None, None]), list, |answer, _| answer.says(key, says));
    let answer = unnamed(answer, holding.party()).with("holding", id(&holding.raw().id));
    answer.claimed_by(holding.licence_ref().recorded().filter(|_| released), AUTHORISED)
}
