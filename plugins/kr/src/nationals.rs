//! Who came from North Korea and was resettled is a national of the Republic, and no foreigner to repatriate.

use comity_sdk::{
    hosts::{WORK, id},
    prelude::*,
};

use crate::{KOREA, here};

pub(crate) const RULES: &[Rule] = &[NATIONAL];

const NATIONAL: Rule = Rule {
    id: "kr.national",
    title: "whether North Koreans who work in the Republic of Korea are its nationals, whom nobody has to repatriate",
    basis: "Constitution art. 3; North Korean Refugees Protection and Settlement Support Act (1997)",
    in_force: &[since(1997, 7, 14)],
    certainty: FromKnowledge,
    // What the exemption displaces: un.2397.8. The rule itself finds no violation.
    worst: Violation,
    addressees: &[State],
    reads: &[WORK, &["workers.items.nationalities", "workers.items.korean_unspecified"]],
    check: Check::Workers(|case, group| case.at_work(group, here, || Ok(national(case, group)))),
    says: "Workers ({group}) from North Korea are nationals of the Republic of Korea, where they work.",
    consequence: "none: resolution 2397 (2017) para. 8 (un.2397.8) does not ask for the repatriation of the State's own nationals",
    ..Rule::ROW
};

/// Last day of the twenty-four months of resolution 2397 (un.2397.8).
const REPATRIATED_BY: Date = Date::of(2019, 12, 22);

const OF_THE_REPUBLIC: &str = "national of the Republic of Korea";

fn national<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let from_the_north = case.is_prk(group);
    if from_the_north.is_no() {
        return Answer::Silent;
    }
    let ours = from_the_north & of_the_republic(group);
    // Until the State has to have repatriated them, there is no violation for the exemption to displace.
    let answer = if case.as_of > REPATRIATED_BY { ours.violation() } else { ours.info() };
    let answer = answer.unless_claimed(Exempt::named("national_of_the_republic", OF_THE_REPUBLIC), Truth::Yes);
    answer.with("group", id(&group.raw().id))
}

/// Whether workers are nationals of the Republic; an unknown nationality is for review.
fn of_the_republic(group: view::WorkerGroup<'_>) -> Truth {
    let nationalities = group.nationalities();
    match nationalities.recorded() {
        None | Some([]) => Truth::Unknown(nationalities.missing()).or_review(),
        Some(codes) => codes.iter().any(|code| code == KOREA).into(),
    }
}
