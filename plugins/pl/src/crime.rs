//! Papers that are taken, and trafficking: the Penal Code.

use comity_sdk::{
    facts::indicators::FIELDS,
    hosts::{HEAT, PAPERS, WORK, passport, trafficking_at},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PASSPORT, FORCED];

const PASSPORT: Rule = Rule {
    id: "pl.passport",
    title: "whether another holds a worker's document without a right to it",
    basis: "Penal Code art. 276",
    in_force: &[since(1998, 9, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer, Sender],
    needs: &[Part::Worksites],
    reads: &[WORK, PAPERS],
    check: Check::Liberty(|case, entry| passport(case, entry, here)),
    says: "Another than the worker holds the passport ({entry}).",
    consequence: "up to 2 years of prison; give the document back",
    ..Rule::ROW
};

const FORCED: Rule = Rule {
    id: "pl.forced",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Penal Code arts 115(22), 189a, 218",
    in_force: &[since(2010, 9, 8)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer, Sender],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[FIELDS, WORK, HEAT],
    check: Check::Case(|case| trafficking_at(case, here)),
    says: "Signs of trafficking for forced labour (ILO indicators {hits}), for the prosecution to judge. This does not prove it.",
    consequence: "bring before the Border Guard and the prosecution; identify and protect the victims",
    referrals: &["Border Guard", "Public prosecutor"],
    sources: &["S26"],
    ..Rule::ROW
};
