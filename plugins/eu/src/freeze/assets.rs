//! Whose assets are frozen, and what moves them: the same for every regime that freezes.

use comity_sdk::{
    facts::{Each, Known},
    is_carried_out,
    prelude::*,
};

use super::id;
use crate::gates::{
    listing::{List, listed, listed_since},
    owners::{belongs, controlled, owned},
};

/// With `LISTS`, `OWNERS` and `CONTROL`: what the freezing of assets reads.
pub(crate) const ASSETS: &[&str] = &[
    "transactions.items.payer",
    "transactions.items.payee",
    "transactions.items.bank.party",
    "transactions.items.payer_institution.party",
    "transactions.items.payee_institution.party",
    "transactions.items.executed",
    "transactions.items.rejected_on",
    "transactions.items.authorisation_ref",
    "holdings.items.transaction",
    "holdings.items.party",
    "holdings.items.blocked_on",
    "holdings.items.unblocked_on",
    "holdings.items.licence_ref",
];

pub(crate) const LISTED: &str =
    "{party} is on the list of {list}. Its funds and economic resources are frozen, whoever holds them.";
const OWNED: &str = "Listed persons, some of them on the list of {list}, own {percent} % of {party}. Its funds and economic \
    resources are frozen as theirs.";
const LAYER: &str = "Persons on the list of {list} own {party} only through an entity that they own in part. Whether \
    its funds and economic resources are frozen as theirs is for review.";
const CONTROLLED: &str = "A person on the list of {list} controls {party} by a documented sign. Its funds and economic \
    resources are frozen as that person's.";
const SPENT: &str = "Payment {payment} moves funds of {party}, whose assets are frozen under {list}.";
const STAYS: &str =
    "Property {holding} is {party}'s, whose assets are frozen under {list}. It may not be moved or used.";
const RELEASED: &str = "Property {holding} of {party}, whose assets are frozen under {list}, was released without a \
    recorded authorisation.";
const SPENT_LAYER: &str = "Payment {payment} moves funds of {party}, which persons on the list of {list} own only through an \
    entity that they own in part. Whether they are frozen as those persons' is for review.";
const HELD_LAYER: &str = "Property {holding} is {party}'s, which persons on the list of {list} own only through an entity that \
    they own in part. Whether it is frozen as those persons', and may be released only under an authorisation, is for \
    review.";
const FROZEN_ACCOUNT: &str = "credited to a frozen account and kept frozen";
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

/// The same as a truth: what would be for review is open.
pub(crate) fn are_frozen<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Truth {
    let by_name = listed(case, party, list);
    if by_name.is_yes() { by_name } else { by_name | belongs(case, party, list) | controlled(case, party, list) }
}

/// How sure it is that assets are frozen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    Certain,
    ForReview,
}

/// The first party whose assets are certain to be frozen, else the first for which that is for review or open; with what
/// is said of it.
fn frozen<'r>(
    case: &Case<'r>,
    parties: impl IntoIterator<Item = view::Party<'r>> + Clone,
    list: List,
    said: impl Fn(Answer, Sure) -> Answer,
) -> Answer {
    let tell = |answer: Answer, party: view::Party<'r>, sure: Sure| {
        said(answer, sure).with("party", id(&party.raw().id)).with("list", name(list))
    };
    let certain = parties.clone().into_iter().map(|party| (by_name_or_through(case, party, list), party));
    let certain = certain.fold(Answer::Silent, |so_far, (answer, party)| so_far.or(tell(answer, party, Sure::Certain)));
    if matches!(certain, Answer::Fires(_)) {
        return certain;
    }
    let doubts = parties.into_iter().map(|party| (doubtful(case, party, list), party));
    doubts.fold(certain, |so_far, (answer, party)| so_far.or(tell(answer, party, Sure::ForReview)))
}

fn by_name_or_through<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Answer {
    let by_name = listed(case, party, list);
    if by_name.is_yes() {
        return by_name.prohibited().since(listed_since(case, party, list));
    }
    certain_through(case, party, list)
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
    let payers = payers(case, payment);
    let answer = frozen(case, payers.clone(), list, |answer, sure| match sure {
        Sure::Certain => answer.says("spent", SPENT),
        Sure::ForReview => answer.says("spent_layer", SPENT_LAYER),
    });
    kept_frozen(case, authorised(unnamed(answer, payment.payer()), payment), payment, payers)
}

/// What was not carried out, or was rejected, moved nothing.
pub(crate) fn refused(payment: view::Transaction<'_>) -> bool {
    !is_carried_out(payment)
}

/// What stands on an account of theirs that was frozen on the day of the payment, and still is, was neither moved nor made
/// available. Where several holdings are of the payment, all of them have to be kept. Where somebody else's property was blocked
/// with it, it may not have been carried out: for review, unless the record says that it was.
pub(crate) fn kept_frozen<'r>(
    case: &Case<'r>,
    answer: Answer,
    payment: view::Transaction<'r>,
    theirs: impl Iterator<Item = view::Party<'r>>,
) -> Answer {
    let Answer::Fires(_) = answer else { return answer };
    let theirs: Vec<&str> = theirs.filter_map(|party| party.raw().id.as_deref()).collect();
    let holdings = case.record.holdings().recorded().into_iter().flat_map(Each::iter);
    let of_payment =
        holdings.filter(|holding| holding.raw().transaction.is_some() && holding.raw().transaction == payment.raw().id);
    let is_theirs =
        |holding: &view::Holding<'r>| holding.party().recorded().is_none_or(|party| theirs.contains(&party));
    let (held, others): (Vec<_>, Vec<_>) = of_payment.partition(is_theirs);
    let kept = |holding: &view::Holding<'r>| {
        let frozen = holding.blocked_on().holds(|day| day <= case.day()).unless_recorded();
        frozen & (!is_released(case, *holding)).into()
    };
    let exempt = |holding: &view::Holding<'r>| Exempt::named(id(&holding.raw().id), FROZEN_ACCOUNT);
    let executed = payment.executed();
    match (held.first(), others.iter().find(|holding| kept(holding).is_yes())) {
        (Some(first), _) => answer.unless(exempt(first), Truth::all(held.iter().map(kept))),
        (None, Some(stopped)) if executed.recorded().is_none() => {
            answer.unless(exempt(stopped), executed.missing().into())
        }
        _ => answer,
    }
}

fn is_released<'r>(case: &Case<'r>, holding: view::Holding<'r>) -> bool {
    holding.unblocked_on().recorded().is_some_and(|day| day <= case.as_of)
}

/// The party on one side of a payment, and the institutions there that are parties.
fn side<'r>(
    case: &Case<'r>,
    party: Known<'r, &'r str>,
    institutions: [Option<Known<'r, view::Institution<'r>>>; 2],
) -> impl Iterator<Item = view::Party<'r>> + Clone + use<'r> {
    let by_institution =
        |i: Option<Known<'r, view::Institution<'r>>>| i.and_then(Known::recorded).and_then(|i| i.party().recorded());
    let [first, second] = institutions.map(by_institution);
    [party.recorded(), first, second].map(|id| id.and_then(|id| case.party(id))).into_iter().flatten()
}

/// Everybody on both sides of a payment, with the institutions.
pub(crate) fn sides<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
) -> impl Iterator<Item = view::Party<'r>> + use<'r> {
    payers(case, payment).chain(recipients(case, payment))
}

/// Who pays, with the institution there.
fn payers<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
) -> impl Iterator<Item = view::Party<'r>> + Clone + use<'r> {
    side(case, payment.payer(), [Some(payment.payer_institution()), None])
}

/// Who is paid, with the institutions there.
pub(crate) fn recipients<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
) -> impl Iterator<Item = view::Party<'r>> + Clone + use<'r> {
    side(case, payment.payee(), [Some(payment.payee_institution()), Some(payment.bank())])
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

/// Property that somebody holds for a person whose assets are frozen: while it is held, and on the day of its release. What
/// a payment that was carried out brought or took is the payment's matter.
pub(crate) fn held<'r>(case: &Case<'r>, holding: view::Holding<'r>, list: List) -> Answer {
    let payment = holding.transaction().recorded().and_then(|id| case.payment(id));
    if payment.is_some_and(|payment| !refused(payment)) {
        return Answer::Silent;
    }
    let released = is_released(case, holding);
    let (key, says) = if released { ("released", RELEASED) } else { ("held", STAYS) };
    let answer = frozen(case, side(case, holding.party(), [None, None]), list, |answer, sure| match sure {
        Sure::Certain => answer.says(key, says),
        Sure::ForReview => answer.says("held_layer", HELD_LAYER),
    });
    let answer = unnamed(answer, holding.party()).with("holding", id(&holding.raw().id));
    answer.claimed_by(holding.licence_ref().recorded().filter(|_| released), AUTHORISED)
}
