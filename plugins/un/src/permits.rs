//! Resolution 2371 (2017) para. 11 and resolution 2375 (2017) para. 17: no more work authorisations than on 2017-08-05, then
//! none at all.

use comity_sdk::{About, facts::Each, prelude::*, shared};

use crate::{
    gates::{APPROVED, NATIONALITY, WORK, abroad, id},
    repatriation::is_dual,
};

pub(crate) const RULES: &[Rule] = &[CAP, NEW, ISSUED];

/// The day of resolution 2371 (2017), and of its baseline.
const BASELINE: Date = Date::of(2017, 8, 5);
const CAPPED: Validity = during((2017, 8, 5), (2017, 9, 11));

const CAP: Rule = Rule {
    id: "un.2371.11",
    title: "whether a State has more valid work authorisations for North Korean nationals than on 2017-08-05",
    basis: "Security Council resolution 2371 (2017) para. 11",
    in_force: &[CAPPED],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[COUNTS],
    check: Check::Always(cap),
    says: "{count} work authorisations for North Korean nationals were valid on {day}, {baseline} on 2017-08-05: there may not \
        be more.",
    consequence: "withdraw authorisations down to that number; report to the 1718 Committee",
    sources: &["S15"],
    ..Rule::ROW
};

const COUNTS: &[&str] =
    &["state.permits_valid.date", "state.permits_valid.count", "state.permits_valid.committee_approval_ref"];
const STATE: &[&str] = &["state.country"];

/// A State's counts with their days, by the day of the fact.
fn counts<'r>(case: &Case<'r>, state: view::StateReport<'r>) -> Result<Vec<(Date, view::PermitCount<'r>)>, Missing> {
    let dated = state.permits_valid().iter().map(|count| Ok((count.date().get()?, count)));
    let mut all: Vec<_> = dated.collect::<Result<_, Missing>>()?;
    all.retain(|(day, _)| *day <= case.day());
    Ok(all)
}

/// The last count by the evaluation date stands for what there is on it.
fn cap(case: &Case<'_>) -> Checked {
    let Some(state) = case.record.state().recorded() else { return Ok(Answer::Silent) };
    let counts = counts(case, state)?;
    let baseline = counts.iter().find(|(day, _)| *day == BASELINE);
    let last = counts.iter().max_by_key(|(day, _)| *day);
    let (Some((_, baseline)), Some((day, last))) = (baseline, last) else {
        return Err(Missing::one(state.at().of("permits_valid")));
    };
    let (now, then) = (last.count().get()?, baseline.count().get()?);
    let answer = Truth::from(now > then).violation().with("count", now).with("baseline", then).with("day", day);
    Ok(answer.since(*day).claimed_by(last.committee_approval_ref().recorded(), APPROVED))
}

const NEW: Rule = Rule {
    id: "un.2371.11.new",
    title: "whether a new work authorisation was issued while the State's number of 2017-08-05 is not known",
    basis: "Security Council resolution 2371 (2017) para. 11",
    in_force: &[CAPPED],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[
        COUNTS,
        STATE,
        WORK,
        NATIONALITY,
        &[
            "permits.items.worker_groups",
            "permits.items.issued",
            "permits.items.kind",
            "permits.items.committee_approval_ref",
            "permits.items.committee_approval_date",
        ],
    ],
    check: Check::PermitIssued(|case, permit| {
        if case.prk().is_no() || baseline_known(case, permit) {
            return Ok(Answer::Silent);
        }
        let fires = nationals(case, permit) & abroad(case, permit) & permit.kind().is(PermitKind::New);
        Ok(approved(fires.review(), permit).with("permit", id(&permit.raw().id)).with("day", case.day()))
    }),
    says: "New work authorisation {permit} for North Korean nationals was issued on {day}. Whether the State then had more than on \
        2017-08-05 cannot be told without the number of that day.",
    consequence: "obtain the number of 2017-08-05",
    sources: &["S15"],
    ..Rule::ROW
};

/// Whether the number of the host State is recorded; that of another State says nothing, a count without its day neither.
fn baseline_known<'r>(case: &Case<'r>, permit: view::Permit<'r>) -> bool {
    let Some(state) = case.record.state().recorded() else { return false };
    let hosts = |country: &str| case.sites_of(permit).any(|site| site.country().recorded() == Some(country));
    let ours = state.country().recorded().is_none_or(hosts);
    ours && state
        .permits_valid()
        .iter()
        .any(|count| count.date().recorded() == Some(BASELINE) && count.count().recorded().is_some())
}

const ISSUED: Rule = Rule {
    id: "un.2375.17",
    title: "whether a work authorisation for a North Korean national was issued or renewed",
    basis: "Security Council resolution 2375 (2017) para. 17",
    in_force: &[since(2017, 9, 11)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[State],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[
        WORK,
        NATIONALITY,
        &[
            "permits.items.worker_groups",
            "permits.items.type",
            "permits.items.issued",
            "permits.items.committee_approval_ref",
            "permits.items.committee_approval_date",
            "contracts.items.permit",
            "contracts.items.worker_groups",
            "contracts.items.signed_on",
        ],
    ],
    check: Check::PermitIssued(|case, permit| {
        if case.prk().is_no() {
            return Ok(Answer::Silent);
        }
        let fires = nationals(case, permit) & abroad(case, permit);
        let student = permit.r#type().recorded() == Some(PermitType::Student);
        let answer = match (student, all_dual(case, permit)) {
            (true, _) => fires.review().says("student", STUDENT),
            (_, true) => fires.review().says("dual", DUAL),
            _ => fires.prohibited(),
        };
        let carved_out = Exempt::named("contract_before_2017-09-11", BEFORE);
        let answer = approved(answer.unless_claimed(carved_out, contracted(case, permit)), permit);
        Ok(answer.with("permit", id(&permit.raw().id)).with("day", case.day()))
    }),
    says: "Work authorisation {permit} for North Korean nationals was issued on {day}. None may be issued or renewed.",
    consequence: "refuse or annul the authorisation; report to the 1718 Committee",
    sources: &["S15"],
    ..Rule::ROW
};

const STUDENT: &str = "Student title {permit} for North Korean nationals was issued on {day}. Whether it is a work authorisation, \
    none of which may be issued, is for review.";
const DUAL: &str = "Work authorisation {permit} was issued on {day} for nationals of North Korea who are nationals of another State \
    as well. Whether the host State takes them for North Koreans is for review.";
const BEFORE: &str = "a written contract was made before 2017-09-11, and the authorisation was issued by 2019-12-22; the duty of \
    repatriation stands";
/// The day of resolution 2375 (2017).
const ADOPTED: Date = Date::of(2017, 9, 11);
/// With the term for repatriation the carve-out for older contracts ends.
const CARVED_OUT_UNTIL: Date = Date::of(2019, 12, 22);

/// Whether every group of North Korean nationals under a permit had its contract before the resolution.
fn contracted<'r>(case: &Case<'r>, permit: view::Permit<'r>) -> Truth {
    if case.day() > CARVED_OUT_UNTIL {
        return Truth::No;
    }
    let nationals = case.groups_of(permit).filter(|group| !case.is_prk(*group).is_no());
    Truth::all(nationals.map(|group| group_contracted(case, permit, group)))
}

/// Whether the contracts of a group behind a permit were all made before the resolution: those that name the permit, else those of
/// the group that name none. Those of other workers say nothing of it.
fn group_contracted<'r>(case: &Case<'r>, permit: view::Permit<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let contracts = case.record.contracts().recorded().into_iter().flat_map(Each::iter);
    let theirs: Vec<_> = contracts.filter(|contract| shared(contract.groups(), group.groups())).collect();
    let names = |contract: &view::Contract<'r>, named: Option<&str>| contract.raw().permit.as_deref() == named;
    let named = permit.raw().id.as_deref().filter(|id| theirs.iter().any(|contract| names(contract, Some(id))));
    let mut behind = theirs.iter().filter(|contract| names(contract, named)).peekable();
    if behind.peek().is_none() {
        return Truth::No;
    }
    Truth::all(behind.map(|contract| contract.signed_on().holds(|day| day < ADOPTED)))
}

/// Whether all North Korean nationals under a permit are nationals of another State as well. Where nobody surely is one, nothing fires.
fn all_dual<'r>(case: &Case<'r>, permit: view::Permit<'r>) -> bool {
    case.groups_of(permit).filter(|group| case.is_prk(*group).is_yes()).all(is_dual)
}

/// Whether a permit is for North Korean nationals.
fn nationals<'r>(case: &Case<'r>, permit: view::Permit<'r>) -> Truth {
    Truth::any(case.groups_of(permit).map(|group| case.is_prk(group)))
}

/// The Committee approves in advance: an approval of which nobody says the day is for review.
fn approved(answer: Answer, permit: view::Permit<'_>) -> Answer {
    let Some(reference) = permit.committee_approval_ref().recorded() else { return answer };
    let issued = permit.issued().recorded();
    let before = permit.committee_approval_date().holds(|day| issued.is_some_and(|issued| day <= issued));
    answer.unless(Exempt::named(reference, APPROVED), before)
}
