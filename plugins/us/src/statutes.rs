//! NKSPEA 2016 and CAATSA title III, as they reach who sends or employs North Korean workers: section 3 of the
//! catalogue. The import ban of CAATSA s. 321 is with the goods; it covers goods alone, so that services by such
//! workers (us.caatsa.321.services) have no rule.

use comity_sdk::{Everybody, Validity, facts::indicators::Indicator, prelude::*};

use crate::{
    dealings::both,
    gates::{self, government, id},
    reads,
};

pub(crate) const RULES: &[Rule] = &[ABUSES, EXPORT, EMPLOYMENT, LABORERS, RECERTIFICATION, REPORT];

const ABUSES: Rule = Rule {
    id: "us.9214.a5",
    title: "Serious human rights abuses by the Government of North Korea: mandatory designation",
    basis: "22 USC 9214(a)(5)",
    in_force: &[since(2016, 2, 18)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[ForeignPerson],
    needs: &[Part::Workers, Part::Coercion],
    reads: reads::ABUSES,
    check: Check::Party(&[PartyRole::Sender], |case, sender| {
        let by_state = both(government(case, sender), || case.prk());
        let answer = both(by_state, || abused(case)).review().with("party", id(&sender.raw().id));
        Ok(waived(case, answer))
    }),
    says: "{party} holds workers for the Government of North Korea by reprisals on their families, violence or \
        forced labour. Whether it does so knowingly is for review; if so, it must be designated.",
    consequence: "the President must designate; block, 22 USC 9214(f) penalties",
    referrals: &["OFAC"],
    sources: &["S4"],
    ..Rule::ROW
};

/// Reprisals on the family, violence, or forced labour by its definition.
fn abused(case: &Case<'_>) -> Truth {
    let assessment = case.assessment(case.day(), gates::limits(case));
    let recorded = reprisals(case) | assessment.sign(Indicator::Violence).hit.clone();
    if recorded.is_yes() { recorded } else { recorded | assessment.forced_labour_definition() }
}

fn reprisals(case: &Case<'_>) -> Truth {
    match case.record.coercion().get() {
        Ok(entries) => entries.any(|entry| {
            let threats = match entry.threats().get() {
                Ok(threats) => threats.any(|threat| {
                    let later = threat.date().recorded().is_some_and(|day| case.day() < day);
                    threat.kind().is(ThreatKind::FamilyReprisal) & (!later).into()
                }),
                Err(missing) => Truth::Unknown(missing),
            };
            entry.family_reprisal_threat().yes().unless_recorded() | threats
        }),
        Err(missing) => Truth::Unknown(missing),
    }
}

const EXPORT: Rule = Rule {
    id: "us.9214.b1.workers",
    title: "Export of workers meant to earn revenue for the Government of North Korea: discretionary designation",
    basis: "22 USC 9214(b)(1)(L)",
    in_force: &[since(2017, 8, 2)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[ForeignPerson, UsPerson],
    needs: &[Part::Workers],
    reads: reads::REVENUE,
    check: Check::Party(&[PartyRole::Sender, PartyRole::Recruiter], |case, party| {
        let exports = both(sent_abroad(case), || earns_for_government(case, EXPORT.in_force));
        let answer = exports.review().to(&[gates::whom(party)]).with("party", id(&party.raw().id));
        Ok(waived(case, answer))
    }),
    says: "{party} takes part in sending North Korean workers abroad for the revenue of their Government, and may be \
        designated.",
    consequence: "the President may designate; block, visa ban, no procurement",
    referrals: &["OFAC"],
    sources: &["S4"],
    ..Rule::ROW
};

const EMPLOYMENT: Rule = Rule {
    id: "us.9214.g1c",
    title: "Export or employment of workers that earns revenue for the Government of North Korea: mandatory \
        designation",
    basis: "22 USC 9214(g)(1)(C); Pub. L. 116-92 s. 7122",
    in_force: &[since(2019, 12, 20)],
    check: Check::Party(
        &[PartyRole::Sender, PartyRole::Recruiter, PartyRole::HostEmployer, PartyRole::User],
        |case, party| {
            let employs = [PartyRole::HostEmployer, PartyRole::User].iter().any(|role| party.roles().has(*role));
            let earns = || earns_for_government(case, EMPLOYMENT.in_force);
            let acts = if employs { earns() } else { both(sent_abroad(case), earns) };
            let answer = acts.review().to(&[gates::whom(party)]).with("party", id(&party.raw().id));
            Ok(waived(case, answer))
        },
    ),
    says: "{party} sends or employs North Korean workers in a manner that earns revenue for their Government. \
        Whether it does so knowingly, and whether the revenue is significant, is for review; if so, it must be \
        designated.",
    consequence: "the President must designate; block, also of what it owns or controls and of its agents (9214(d))",
    ..EXPORT
};

/// Whether the workers' pay goes to their Government: a body of it sends them, or a State takes a wage.
fn earns_for_government(case: &Case<'_>, in_force: &[Validity]) -> Truth {
    both(sent_laborers(case), || {
        let sent = gates::state_sender(case);
        if sent.is_yes() { sent } else { sent | paid_to_state(case, in_force) }
    })
}

/// Pay of a time that ended before the law was there says nothing.
fn paid_to_state(case: &Case<'_>, in_force: &[Validity]) -> Truth {
    let Some(wages) = case.record.wages().recorded() else { return Truth::No };
    wages.any(|line| {
        let period = line.period().recorded();
        let (begins, ends) = (period.and_then(|span| span.from), period.and_then(|span| span.to));
        let before = ends.is_some_and(|end| in_force.iter().all(|version| end <= version.from));
        if before || begins.is_some_and(|first| case.day() < first) {
            return Truth::No;
        }
        let assigned = line.assigned_to().is(Assignee::State).unless_recorded();
        line.payee().is(Payee::State).unless_recorded() | assigned
    })
}

const LABORERS: Rule = Rule {
    id: "us.9241b",
    title: "A foreign employer of North Korean laborers",
    basis: "22 USC 9241b",
    in_force: &[since(2017, 8, 2)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[ForeignPerson],
    needs: &[Part::Workers],
    reads: reads::LABORERS,
    check: Check::Party(&[PartyRole::HostEmployer], |case, host| {
        let answer = employs_laborers(case, host).review().with("party", id(&host.raw().id));
        let named = identified(case).is_some();
        Ok(assured(case, if named { answer.says("identified", IDENTIFIED) } else { answer }))
    }),
    says: "{party}, a foreign person, employs North Korean laborers. The Department of State may identify it in its \
        report, and it must then be blocked.",
    consequence: "block once identified in the report of the Department of State",
    referrals: &["OFAC", "Department of State"],
    sources: &["S4"],
    ..Rule::ROW
};

const IDENTIFIED: &str = "{party}, a foreign person, employs North Korean laborers and is identified in the report \
    of the Department of State: it must be blocked.";

/// A foreign employer of North Korean workers. Who has protection, or is an official, is no laborer under this law.
fn employs_laborers<'r>(case: &Case<'r>, host: view::Party<'r>) -> Truth {
    // Who is not known to be of the United States is foreign: this rule binds foreign persons.
    let foreign = (!gates::us_person(host)).is_no();
    both(Truth::from(!foreign), || sent_laborers(case))
}

/// Whether North Korean laborers are sent: refugees and officials are not.
pub(crate) fn sent_laborers(case: &Case<'_>) -> Truth {
    Truth::any(case.worker_groups().map(|group| laborers(case, group)))
}

/// The same in another State than their own. Work whose place nobody recorded is taken for work abroad: it is for review.
pub(crate) fn sent_abroad(case: &Case<'_>) -> Truth {
    let mut sites = case.sites_of(Everybody).peekable();
    let at_home = sites.peek().is_some() && sites.all(|site| site.country().is("PRK").is_yes());
    if at_home { Truth::No } else { sent_laborers(case) }
}

fn laborers<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let protected = group.protection().holds(|protection| protection != Protection::None);
    both(case.is_prk(group), || !protected.unless_recorded())
}

/// The day of the report that identifies the employer, if it is out.
fn identified(case: &Case<'_>) -> Option<Date> {
    let named = case.record.assurance().recorded().and_then(|a| a.named_in_us_report_on().recorded());
    named.filter(|day| *day <= case.as_of)
}

const RECERTIFICATION: Rule = Rule {
    id: "us.9241b.recert",
    title: "Assurances about North Korean laborers are certified anew every 180 days",
    basis: "22 USC 9241b(c)(2)",
    in_force: &[since(2017, 8, 2)],
    certainty: Verified,
    worst: Violation,
    addressees: &[ForeignPerson],
    needs: &[Part::Workers, Part::Assurance],
    reads: reads::LABORERS,
    check: Check::Party(&[PartyRole::HostEmployer], |case, host| {
        let Some((_, latest)) = latest_certification(case) else { return Ok(Answer::Silent) };
        let employs = employs_laborers(case, host);
        if employs.is_no() {
            return Ok(Answer::Silent);
        }
        let until = latest?.plus_days(CERTIFIED_DAYS);
        let lapsed = employs & (until < case.day()).into();
        Ok(lapsed.violation().with("party", id(&host.raw().id)).with("until", until).due(until))
    }),
    says: "The certified assurances of {party} held until {until} and were not renewed: the exemption has fallen.",
    consequence: "the exemption falls, and sanctions start",
    referrals: &["Department of State"],
    sources: &["S4"],
    ..Rule::ROW
};

const CERTIFIED_DAYS: i32 = 180;

/// The latest certification of all three assurances, by its id, with its day; one without a day only where no other is.
fn latest_certification<'r>(case: &Case<'r>) -> Option<(&'r str, Result<Date, Missing>)> {
    let assurance = case.record.assurance().recorded()?;
    let complete = |c: &view::Certification<'_>| {
        use AssuranceLimb as L;
        [L::NoValueToGovernment, L::WagesDirect, L::InternationalStandards].iter().all(|limb| c.limbs().has(*limb))
    };
    let dated = |c: view::Certification<'r>| (id(&c.raw().id), c.certified_on().get());
    let by_then = |(_, day): &(&str, Result<Date, Missing>)| !matches!(day, Ok(day) if case.day() < *day);
    let all = assurance.certifications().iter().filter(complete).map(dated).filter(by_then);
    all.max_by_key(|(_, day)| day.as_ref().ok().copied())
}

/// Certified assurances cover the subject while they are not older than 180 days.
pub(crate) fn assured(case: &Case<'_>, answer: Answer) -> Answer {
    let Some((id, Ok(day))) = latest_certification(case) else { return answer };
    let holds = case.day() <= day.plus_days(CERTIFIED_DAYS);
    answer.unless_claimed(Exempt::named(id, "certified assurances under 22 USC 9241b(c)"), holds.into())
}

const REPORT: Rule = Rule {
    id: "us.9241.report",
    title: "Named in the strategy report of the Department of State",
    basis: "22 USC 9241(a)-(b); CAATSA s. 321(a)(2)",
    in_force: &[since(2017, 8, 2)],
    certainty: Verified,
    worst: Info,
    addressees: &[ForeignPerson],
    needs: &[Part::Assurance],
    reads: &[&["assurance.named_in_us_report_on"]],
    check: Check::Always(|case| {
        let Some(day) = identified(case) else { return Ok(Answer::Silent) };
        Ok(Truth::Yes.info().with("day", day))
    }),
    says: "The report of the Department of State of {day} names the employer: a source of evidence, also for \
        trafficking determinations. Not being named would say nothing.",
    sources: &["S4"],
    ..Rule::ROW
};

/// A waiver or exemption under 22 USC 9228 covers the day.
pub(crate) fn waived(case: &Case<'_>, answer: Answer) -> Answer {
    let Some(assurance) = case.record.assurance().recorded() else { return answer };
    assurance.waivers().iter().filter(|waiver| holds(case, *waiver)).fold(answer, |answer, waiver| {
        let id = waiver.id().recorded().unwrap_or("waiver without a number");
        answer.unless_claimed(Exempt::named(id, WAIVER), Truth::Yes)
    })
}

pub(crate) const WAIVER: &str = "waiver or exemption under 22 USC 9228";

/// A waiver runs for a year at most (22 USC 9228): one without an end, or with a later one, ends then.
fn holds<'r>(case: &Case<'r>, waiver: view::Waiver<'r>) -> bool {
    let Some(from) = waiver.from().recorded() else { return false };
    let most = from.plus_months(12);
    let to = waiver.to().recorded().map_or(most, |to| to.min(most));
    from <= case.day() && case.day() < to
}
