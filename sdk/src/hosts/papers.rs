//! Passports in other hands.

use comity_facts::{
    Truth,
    v1::{Addressee, PassportHolder},
    view,
};

use super::place::id;
use crate::{Case, Checked, Fires as _};

/// Whether another than the worker or an authority holds the passport, and not because the worker asked in writing and gets it back
/// on demand. Whether that is so is a fact about the worker: absent, it is for review.
#[must_use]
pub fn papers_taken(liberty: view::Liberty<'_>) -> Truth {
    let elsewhere =
        liberty.passport_holder().holds(|holder| !matches!(holder, PassportHolder::Worker | PassportHolder::Authority));
    if elsewhere.is_no() {
        return elsewhere;
    }
    let asked = liberty.passport_held_on_written_request().yes();
    let asked = if asked.is_no() { asked } else { asked & liberty.passport_returned_on_demand().yes() };
    elsewhere & !asked.or_review()
}

/// Whom a duty on passports binds: who holds them. A minder, and the State, stand on the side of the sending entity.
#[must_use]
pub fn holder(liberty: view::Liberty<'_>) -> Addressee {
    match liberty.passport_holder().recorded() {
        Some(PassportHolder::Sender | PassportHolder::Minder | PassportHolder::SendingState) => Addressee::Sender,
        _ => Addressee::Employer,
    }
}

/// VIOLATION of whoever holds a passport that is taken, where work is done in a country that passes a test; parameter `entry`.
///
/// # Errors
/// If the country is absent.
pub fn passport<'r>(case: &Case<'r>, liberty: view::Liberty<'r>, here: impl Fn(&str) -> bool) -> Checked {
    case.at_work(liberty, here, || {
        let taken = papers_taken(liberty).violation().to(&[holder(liberty)]);
        Ok(taken.with("entry", id(&liberty.raw().id)))
    })
}

/// What [`papers_taken`], [`holder`] and, beside [`super::WORK`], [`passport`] read.
pub const PAPERS: &[&str] = &[
    "liberty.items.worker_groups",
    "liberty.items.passport_holder",
    "liberty.items.passport_held_on_written_request",
    "liberty.items.passport_returned_on_demand",
];
