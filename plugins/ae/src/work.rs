//! Duties of the employer, other employers, papers, forced labour.

use comity_sdk::{
    About,
    facts::{Known, indicators::FIELDS},
    hosts::{
        FOR_ANOTHER, HEAT, PAPERS, WORK, for_another, holder, id, papers_taken, passport, permitted, trafficking_at,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[OBLIGATIONS, PASSPORT, OTHER, FORCED];

const CHARGED: &str = "Workers were charged for their recruitment ({entry}).";
const DEPARTURE: &str = "The employer forced workers to leave the country.";
const PART_TIME: &str = "a permit for part-time work or secondment";

const OBLIGATIONS: Rule = Rule {
    id: "ae.obl",
    title: "whether the employer withholds documents, forces departure, or charges for recruitment",
    basis: "Decree-Law 33/2021 arts 13, 6",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        PAPERS,
        &[
            "coercion.items.worker_groups",
            "coercion.items.recruitment_fee_paid_by_worker",
            "deployment.departure_forced_by_employer",
            "deployment.removed_on",
            "deployment.terminated_on",
            "deployment.end",
        ],
    ],
    check: Check::Several(&[
        Check::Liberty(|case, entry| {
            case.at_work(entry, here, || Ok(withheld(entry).with("entry", id(&entry.raw().id))))
        }),
        Check::Coercion(|case, entry| {
            case.at_work(entry, here, || {
                let charged = entry.recruitment_fee_paid_by_worker().holds(|fee| fee.amount > Decimal::ZERO);
                let answer = charged.violation().says("charged", CHARGED);
                Ok(answer.with("entry", id(&entry.raw().id)))
            })
        }),
        Check::Always(departure),
    ]),
    says: "The employer holds the passport ({entry}).",
    consequence: "end the breach",
    sources: &["S29"],
    ..Rule::ROW
};

const BY_OTHERS: &str = "Another than the worker and the employer holds the passport ({entry}). Whether the employer withholds it is for review.";

/// The duty is the employer's: what others hold is for review.
fn withheld(entry: view::Liberty<'_>) -> Answer {
    let taken = papers_taken(entry);
    match holder(entry) {
        Sender => taken.review().says("by_others", BY_OTHERS),
        _ => taken.violation(),
    }
}

/// The first day of the law.
const LAW: Date = Date::of(2022, 2, 2);

/// That workers were forced to leave is a fact of the day they left, and stays one.
fn departure(case: &Case<'_>) -> Checked {
    let Some(deployment) = case.record.deployment().recorded() else { return Ok(Answer::Silent) };
    let forced = deployment.departure_forced_by_employer();
    let left = [deployment.removed_on(), deployment.terminated_on(), deployment.end()];
    let Some(day) = left.into_iter().find_map(Known::recorded) else {
        // Without its day nobody knows which law it falls under, unless there was no work here under this one.
        let ended = |site: view::Worksite<'_>| site.end().recorded().is_some_and(|end| end < LAW);
        let open = case.sites().any(|site| site.country().recorded().is_none_or(here) && !ended(site));
        let asked = open && forced.recorded() == Some(true);
        return if asked { Err(deployment.removed_on().missing()) } else { Ok(Answer::Silent) };
    };
    if day > case.as_of || day < LAW {
        return Ok(Answer::Silent);
    }
    let answer = (worked_here(case, day) & forced.yes()).violation().since(day);
    Ok(answer.says("departure", DEPARTURE))
}

/// Whether work was done here until a day: at a site in use the day before, else at one used before that.
fn worked_here(case: &Case<'_>, day: Date) -> Truth {
    let begun = |site: &view::Worksite<'_>| site.start().recorded().is_none_or(|start| start < day);
    let used = |site: &view::Worksite<'_>| begun(site) && site.end().recorded().is_none_or(|end| end >= day);
    let any_used = case.sites().any(|site| used(&site));
    let sites = case.sites().filter(|site| if any_used { used(site) } else { begun(site) });
    Truth::any(sites.map(|site| site.country().holds(here)))
}

const PASSPORT: Rule = Rule {
    id: "ae.passport@2002",
    title: "whether another than the worker holds the passport",
    basis: "circular 267/2002 of the Ministry of the Interior",
    in_force: &[during((2002, 1, 1), (2022, 2, 2))],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer, Sender],
    needs: &[Part::Worksites],
    reads: &[WORK, PAPERS],
    check: Check::Liberty(|case, entry| passport(case, entry, here)),
    says: "Another than the worker holds the passport ({entry}).",
    consequence: "give the passport back",
    ..Rule::ROW
};

const OTHER: Rule = Rule {
    id: "ae.other",
    title: "whether work is done for another employer without a permit",
    basis: "law on entry and residence; since 2024-08-31 Decree-Law 9/2024 art. 60",
    in_force: &[since(1980, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer, User],
    reads: &[
        WORK,
        FOR_ANOTHER,
        &[
            "workers.items.id",
            "worksites.items.secondment_approval_ref",
            "worksites.items.secondment_approved_on",
            "permits.items.worker_groups",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.employer",
        ],
    ],
    check: Check::Site(|case, site| case.at_work(site, here, || Ok(elsewhere(case, site)))),
    says: "Work at site {site} is done for another employer than that of the permit.",
    consequence: "fine of AED 50 000 and more",
    ..Rule::ROW
};

/// The first day of Decree-Law 9/2024.
const HIGHER_FINE: Date = Date::of(2024, 8, 31);

fn elsewhere<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Answer {
    let mut groups = case.groups_of(site).peekable();
    let other = match groups.peek() {
        Some(_) => Truth::any(groups.map(|group| unpermitted(case, group, site))),
        None => unpermitted(case, site, site),
    };
    let approved = |_: &&str| site.secondment_approved_on().recorded().is_none_or(|day| day <= case.day());
    let approval = site.secondment_approval_ref().recorded().filter(approved);
    let answer = other.violation().claimed_by(approval, PART_TIME).with("site", id(&site.raw().id));
    if case.day() < HIGHER_FINE {
        return answer;
    }
    answer.consequence("fine of AED 100 000 to 1 000 000".to_owned())
}

/// Whether no valid permit of some workers names the employer of a site. Where they have none at all, whoever is not their host
/// employer is another.
fn unpermitted<'r>(case: &Case<'r>, workers: impl About<'r>, site: view::Worksite<'r>) -> Truth {
    let Some(employer) = site.employer().recorded() else { return Truth::No };
    if permitted(case, workers, |_| Truth::Yes).is_no() {
        return for_another(case, site);
    }
    !permitted(case, workers, |permit| permit.employer().is(employer))
}

const FORCED: Rule = Rule {
    id: "ae.forced",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Decree-Law 33/2021 art. 14; Federal Law 51/2006 on trafficking, replaced in 2023",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[FIELDS, WORK, HEAT],
    check: Check::Case(|case| trafficking_at(case, here)),
    says: "Signs of trafficking or forced labour (ILO indicators {hits}), for the prosecution to judge. This does not prove it.",
    consequence: "bring before the prosecution; identify and protect the victims",
    referrals: &["Public prosecutor"],
    sources: &["S29"],
    ..Rule::ROW
};
