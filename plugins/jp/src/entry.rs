//! Entry: nationals of North Korea are not let in, workers included. Koreans who live in Japan are for review.

use comity_sdk::{
    About as _,
    facts::Each,
    hosts::{RESIDES, WORK, id},
    prelude::*,
    shared,
};

use crate::{JAPAN, NORTH_KOREA, here};

pub(crate) const RULES: &[Rule] = &[ENTRY];

/// The measures have been in force since this day.
const BARRED_SINCE: Date = Date::of(2006, 10, 14);

const ENTRY: Rule = Rule {
    id: "jp.entry",
    title: "whether a North Korean national enters Japan, as a worker or otherwise",
    basis: "measures of the Cabinet under the Immigration Control and Refugee Recognition Act, from 2006-10-14",
    in_force: &[since(2006, 10, 14)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[State],
    reads: &[
        WORK,
        RESIDES,
        &[
            "journeys.items.person",
            "journeys.items.country",
            "journeys.items.transit",
            "parties.items.kind",
            "parties.items.country",
            "parties.items.domicile",
            "workers.items.nationalities",
            "workers.items.korean_unspecified",
            "deployment.start",
        ],
    ],
    check: Check::Several(&[
        Check::Journey(|case, journey| Ok(entered(case, journey))),
        Check::WorkersToday(came_to_work),
    ]),
    says: "{who}, of North Korean nationality, entered Japan.",
    consequence: "refuse the landing",
    ..Rule::ROW
};

const TRANSIT: &str =
    "{who}, of North Korean nationality, passed through Japan. Whether that was a landing is for review.";
const RESIDENT: &str = "{who}, of North Korean nationality, lives in Japan. Whether residents who come back are let in is for \
    review.";
const DUAL: &str = "{who} entered Japan as nationals of North Korea and of another State. Whether Japan takes them for North \
    Koreans is for review.";
const OWN_NATIONAL: &str = "no State has to refuse its own nationals";

fn entered<'r>(case: &Case<'r>, journey: view::Journey<'r>) -> Answer {
    let here = journey.country().is(JAPAN);
    if here.is_no() {
        return Answer::Silent;
    }
    let person = journey.person();
    let national = case.named(person, national);
    if national.is_no() {
        return Answer::Silent;
    }
    let entered = here & national;
    let answer = if case.named(person, |party| party.domicile().is(JAPAN)).is_yes() {
        entered.review().says("resident", RESIDENT)
    } else if journey.transit().recorded() == Some(true) {
        entered.review().says("transit", TRANSIT)
    } else {
        entered.prohibited()
    };
    answer.with("who", person.recorded().unwrap_or_default())
}

/// Whether a person is a national of North Korea; who is Korean without saying of which State has no country, and is for review.
fn national(party: view::Party<'_>) -> Truth {
    if party.kind().recorded().is_some_and(|kind| kind != PartyKind::Individual) {
        return Truth::No;
    }
    party.country().is(NORTH_KOREA).or_review()
}

/// Workers entered on the first day of their work in Japan at the latest, and have entered ever since, wherever they went. Who worked
/// there before the measures came before them.
fn came_to_work<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    let national = case.is_prk(group);
    let sites = case.quietly(|| sites_of(case, group));
    // Where no sites are recorded, nobody looked where they work.
    let at_work = case.quietly(|| match case.record.worksites().get() {
        Ok(_) => Truth::any(sites.iter().map(|site| site.country().holds(here))),
        Err(missing) => missing.into(),
    });
    if national.is_no() || at_work.is_no() {
        return Ok(Answer::Silent);
    }
    let first = first_day(case, &sites)?;
    // A site that is not used yet has let nobody in.
    if first < BARRED_SINCE || case.as_of < first {
        return Ok(Answer::Silent);
    }
    at_work.known()?;
    let codes = group.nationalities().recorded().unwrap_or_default();
    let ours = codes.iter().any(|code| code == JAPAN);
    let answer = if lives_here(case, group, first) {
        national.review().says("resident", RESIDENT)
    } else if codes.len() > 1 && !ours {
        national.review().says("dual", DUAL)
    } else {
        national.prohibited()
    };
    let answer = answer.unless_claimed(Exempt::named("own_national", OWN_NATIONAL), ours.into());
    Ok(answer.since(first).with("who", format_args!("Workers ({})", id(&group.raw().id))))
}

/// The sites that a group ever uses; where none is said to be its, all.
fn sites_of<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Vec<view::Worksite<'r>> {
    let theirs: Vec<_> = case.sites().filter(|site| shared(group.groups(), site.groups())).collect();
    if theirs.is_empty() { case.sites().collect() } else { theirs }
}

/// The first day of a group's work in Japan: that of its first site there; a site without a first day is used since the deployment
/// began.
fn first_day<'r>(case: &Case<'r>, sites: &[view::Worksite<'r>]) -> Result<Date, Missing> {
    let deployment = case.record.deployment().recorded();
    let begun = |site: &view::Worksite<'r>| site.start().recorded().or_else(|| deployment?.start().recorded());
    let first = sites.iter().filter(|site| site.country().recorded().is_some_and(here)).filter_map(begun).min();
    match (first, deployment) {
        (Some(first), _) => Ok(first),
        (None, Some(deployment)) => deployment.start().get(),
        (None, None) => Err(case.record.deployment().missing()),
    }
}

/// Whether a long-term title lets a group live in Japan, when it came or now.
fn lives_here<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, came: Date) -> bool {
    let titles = case.record.residence().recorded().into_iter().flat_map(Each::iter);
    let mut theirs = titles.filter(|title| shared(title.groups(), group.groups()));
    theirs.any(|title| {
        let valid = |on: Date| {
            title.valid_from().recorded().is_none_or(|from| from <= on)
                && title.valid_to().recorded().is_none_or(|to| on < to)
                && title.withdrawn_on().recorded().is_none_or(|day| on < day)
        };
        (valid(case.as_of) || valid(came)) && title.kind().recorded() == Some(ResidenceKind::LongTerm)
    })
}
