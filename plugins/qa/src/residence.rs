//! Residence, passports, work elsewhere: section 2 of the catalogue.

use comity_sdk::prelude::*;

pub(crate) const RULES: &[Rule] = &[PASSPORT_2009];

const PASSPORT_2009: Rule = Rule {
    id: "qa.res.passport@2009",
    title: "The passport is not with the worker after the residence procedures",
    basis: "Law 4/2009 art. 9",
    in_force: &[during((2009, 4, 29), (2016, 12, 13))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["liberty.items.passport_holder", "liberty.items.passport_held_on_written_request"]],
    check: Check::Liberty(|_, liberty| Ok((!liberty.passport_holder().is(PassportHolder::Worker)).violation())),
    says: "The workers' passports are not with the workers.",
    consequence: "fine up to QAR 10 000 (art. 52)",
    sources: &["S22"],
    ..Rule::ROW
};
