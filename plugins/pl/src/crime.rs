//! Papers that are taken, and trafficking: the Penal Code.

use comity_sdk::{
    Everybody,
    facts::indicators::{Class, FIELDS},
    hosts::papers_taken,
    prelude::*,
};

use crate::{WORK, here, permits::id};

pub(crate) const RULES: &[Rule] = &[PASSPORT, FORCED];

const PASSPORT: Rule = Rule {
    id: "pl.passport",
    title: "whether another holds a worker's document without a right to it",
    basis: "Penal Code art. 276",
    in_force: &[since(1998, 9, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer, Sender],
    reads: &[
        WORK,
        &[
            "liberty.items.worker_groups",
            "liberty.items.passport_holder",
            "liberty.items.passport_held_on_written_request",
            "liberty.items.passport_returned_on_demand",
        ],
    ],
    check: Check::Liberty(|case, entry| {
        case.at_work(entry, here, || Ok(papers_taken(entry).violation().with("entry", id(&entry.raw().id))))
    }),
    says: "Another than the worker holds the passport ({entry}).",
    consequence: "up to 2 years of prison; give the document back",
    ..Rule::ROW
};

/// What the indicators read beside the record: what the host country's limits on heat are held against.
const HEAT: &[&str] = &[
    "heat.items.site",
    "heat.items.shade",
    "heat.items.ventilated",
    "heat.items.outdoor_intervals.items.date",
    "heat.items.outdoor_intervals.items.from",
    "heat.items.outdoor_intervals.items.to",
    "heat.items.wbgt_readings.items.date",
    "heat.items.wbgt_readings.items.celsius",
    "heat.items.wbgt_readings.items.work_continued",
];

const FORCED: Rule = Rule {
    id: "pl.forced",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Penal Code arts 115(22), 189a, 218",
    in_force: &[since(2010, 9, 8)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer, Sender],
    needs: &[Part::Workers],
    reads: &[FIELDS, WORK, HEAT],
    check: Check::Case(|case| {
        let limits = case.quietly(|| case.local_limits(Everybody));
        let assessment = case.assessment(case.as_of, limits);
        let score = assessment.score();
        // One indicator alone does not raise the question.
        if score.class < Class::Review || !assessment.suspected() {
            return Ok(Answer::Silent);
        }
        let hits = score.hits.iter().map(|hit| format!("{:02}", hit.number())).collect::<Vec<_>>().join(", ");
        Ok(assessment.tip_test().review().with("hits", &hits).derived("ilo.ind", &hits))
    }),
    says: "Signs of trafficking for forced labour (ILO indicators {hits}), for the prosecution to judge. This does not prove it.",
    consequence: "bring before the Border Guard and the prosecution; identify and protect the victims",
    referrals: &["Border Guard", "Public prosecutor"],
    sources: &["S26"],
    ..Rule::ROW
};
