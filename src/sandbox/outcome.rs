//! The contract's numbers and the domain's words for them.

use comity_facts::v1;

use crate::domain::{Bounds, Cause, Grade, Outcome};

/// The outcome of a finding; `None` for what is not one.
pub(super) fn outcome(number: i32) -> Option<Outcome> {
    match v1::Outcome::try_from(number).ok()? {
        v1::Outcome::Unspecified | v1::Outcome::Clear => None,
        v1::Outcome::Info => Some(Outcome::Info),
        v1::Outcome::NeedsReview => Some(Outcome::NeedsReview),
        v1::Outcome::Violation => Some(Outcome::Violation),
        v1::Outcome::Prohibited => Some(Outcome::Prohibited),
        v1::Outcome::Exempt => Some(Outcome::Exempt),
        v1::Outcome::InsufficientData => Some(Outcome::InsufficientData),
    }
}

/// The grade of an outcome that names one by itself; `None` for EXEMPT and INSUFFICIENT_DATA, which stand for another.
pub(super) fn plain_grade(number: i32) -> Option<Grade> {
    outcome(number).filter(|o| !matches!(o, Outcome::Exempt | Outcome::InsufficientData)).map(Outcome::grade)
}

/// Bounds as the contract has them.
pub(super) fn bounds(bounds: Bounds) -> v1::Bounds {
    v1::Bounds { at_least: grade(bounds.at_least()) as i32, at_most: grade(bounds.at_most()) as i32 }
}

fn grade(grade: Grade) -> v1::Outcome {
    match grade {
        Grade::Clear => v1::Outcome::Clear,
        Grade::Info => v1::Outcome::Info,
        Grade::NeedsReview => v1::Outcome::NeedsReview,
        Grade::Violation => v1::Outcome::Violation,
        Grade::Prohibited => v1::Outcome::Prohibited,
    }
}

/// A cause as the contract has it.
pub(super) fn cause(cause: Cause) -> v1::IndeterminateCause {
    match cause {
        Cause::Trap => v1::IndeterminateCause::Trap,
        Cause::FuelExhausted => v1::IndeterminateCause::FuelExhausted,
        Cause::MemoryLimit => v1::IndeterminateCause::MemoryLimit,
        Cause::OutputLimit => v1::IndeterminateCause::OutputLimit,
        Cause::BadOutput => v1::IndeterminateCause::BadOutput,
        Cause::HostLimit => v1::IndeterminateCause::HostLimit,
        Cause::NotLoaded => v1::IndeterminateCause::NotLoaded,
        Cause::RecordNewerThanPlugin => v1::IndeterminateCause::RecordNewerThanPlugin,
        Cause::BadSettings => v1::IndeterminateCause::BadSettings,
        Cause::ListSample => v1::IndeterminateCause::ListSample,
        Cause::ListStale => v1::IndeterminateCause::ListStale,
        Cause::NotScreened => v1::IndeterminateCause::NotScreened,
        Cause::DependsOnFailed => v1::IndeterminateCause::DependsOnFailed,
    }
}
