//! Procedures of the United Nations on human rights.

use comity_sdk::{
    is_of,
    prelude::*,
    treaties::{Bound, Instrument, bound, complaints::optional_protocol},
    v1::Finding,
};

use crate::{
    dossier::{ADMISSIBILITY, FILER, Standing, closed, if_all, only_from},
    triggers::{
        END, GRAVE, NORTH_KOREANS, PATTERN, PLACES, STATES, acted, binds_a_state, concerns_north_korea, ended, hosts,
        is_blocked, is_pattern, places, refer, unknown_place,
    },
};

pub(crate) const RULES: &[Rule] =
    &[SPECIAL_PROCEDURES, COMPLAINT_PROCEDURE, COMMITTEE, COMMITTEE_REPORT, PERIODIC_REVIEW, GENERAL_ASSEMBLY];

const COVENANT: &[&str] = &["ilo.iccpr.8", "ilo.iccpr.12"];
const VICTIMS: [Filer; 2] = [Filer::Victim, Filer::Representative];
/// Whatever a dossier is filed by but a State and its authorities.
const PRIVATE: [Filer; 6] = [
    Filer::Victim,
    Filer::Representative,
    Filer::Ngo,
    Filer::WorkersOrganisation,
    Filer::EmployersOrganisation,
    Filer::ConferenceDelegate,
];

const SPECIAL_PROCEDURES: Rule = Rule {
    id: "ref.un.sp",
    title: "Refer to the Special Procedures of the Human Rights Council",
    basis: "Human Rights Council resolution 5/2; manual of the Special Procedures",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    reads: &[
        FILER,
        &[
            "deployment.start",
            "deployment.end",
            "dossier.anonymous",
            "dossier.consent",
            "dossier.independent_sources",
            "dossier.media_only",
            "dossier.risk_note",
        ],
    ],
    check: Check::Followup(|case| Ok(special_procedures(case))),
    says: "To the Special Procedures (North Korea; slavery; trafficking; migrants; business), as {form}: {rules}. Anyone with reliable \
        information may write, about any State or firm; remedies need not be exhausted. To be shown: {to_show}.",
    referrals: &["Special Procedures of the Human Rights Council"],
    ..Rule::ROW
};

fn special_procedures(case: &Case<'_>) -> Answer {
    let findings = acted(case, &["ilo.ind.score", "ilo.c029.definition"]);
    if findings.is_empty() {
        return Answer::Silent;
    }
    let mut to_show =
        vec!["who is concerned, or which group; facts and days; who is responsible; no political motive; no abuse"];
    let answer = refer(case, &findings)
        .with("form", if case.deployed().unwrap_or(false) { "an urgent appeal" } else { "an allegation letter" });
    if let Some(dossier) = case.record.dossier().recorded() {
        let unsupported = dossier.anonymous().yes() & dossier.independent_sources().holds(|sources| sources == 0);
        if unsupported.is_yes() {
            return closed(answer, "the claim is anonymous and nothing supports it");
        }
        if dossier.media_only().yes().is_yes() {
            return closed(answer, "the dossier rests on mass media alone");
        }
        let consent = dossier.consent().yes() | Truth::from(dossier.risk_note().recorded().is_some());
        if !consent.is_yes() {
            to_show.push("consent, or a note on safety");
        }
        if !dossier.media_only().yes().is_no() {
            to_show.push("sources beside mass media");
        }
    } else {
        to_show.push("consent, or a note on safety; sources beside mass media");
    }
    answer.with("to_show", to_show.join("; "))
}

const COMPLAINT_PROCEDURE: Rule = Rule {
    id: "ref.un.hrc1503",
    title: "Refer to the complaint procedure of the Human Rights Council",
    basis: "Human Rights Council resolution 5/1, annex, part IV",
    in_force: &[since(2007, 6, 18)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Dossier, Part::Workers],
    reads: &[ADMISSIBILITY, PATTERN],
    check: Check::Followup(|case| {
        let findings = acted(case, GRAVE);
        if findings.is_empty() {
            return Ok(Answer::Silent);
        }
        let dossier = Standing::of(case)?;
        if_all(
            refer(case, &findings),
            &[
                (is_pattern(case), "a single case is no consistent pattern"),
                (dossier.filed_by(&PRIVATE), "it is for individuals, groups and NGOs"),
                (dossier.exhausted_or_ineffective(), "domestic remedies are not exhausted"),
                (dossier.not_pending(), "the case is before another procedure"),
            ],
        )
    }),
    says: "To the complaint procedure of the Human Rights Council: {rules}. To be shown: a consistent pattern of gross violations, \
        reliably attested.",
    referrals: &["complaint procedure of the Human Rights Council"],
    ..Rule::ROW
};

const COMMITTEE: Rule = Rule {
    id: "ref.un.hrcttee",
    title: "Refer to the Human Rights Committee as an individual communication",
    basis: "Optional Protocol to the Covenant on Civil and Political Rights, arts 1-3 and 5",
    in_force: &[since(1976, 3, 23)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[ADMISSIBILITY, PLACES, END],
    check: Check::Followup(communication),
    says: "To the Human Rights Committee, against {states}: {rules}. To be shown: the author is a victim under the State's jurisdiction; \
        no abuse.",
    referrals: &["Human Rights Committee"],
    sources: &["S19"],
    ..Rule::ROW
};

/// Months after which a communication may be an abuse of the right to make one.
const ABUSE_MONTHS: i32 = 60;

fn communication(case: &Case<'_>) -> Checked {
    const LATE: &str = "To the Human Rights Committee, against {states}: {rules}. More than five years have passed since remedies were \
        exhausted, which may be abuse of the right: explain the delay.";
    let findings = acted(case, COVENANT);
    if findings.is_empty() {
        return after_the_end(case);
    }
    let states = hosts(case, &findings);
    let standing = |wanted: Bound| -> Vec<String> {
        states.iter().filter(|state| optional_protocol(state, case.as_of) == wanted).cloned().collect()
    };
    let (parties, unknown) = (standing(Bound::Yes), standing(Bound::Unknown));
    if parties.is_empty() {
        if let Some(missing) = unknown_place(case, &findings).filter(|_| unknown.is_empty()) {
            return Err(missing);
        }
        return Ok(no_party(
            refer(case, &findings),
            &unknown,
            "the Optional Protocol",
            "the State is no party to the Optional Protocol",
        ));
    }
    let dossier = Standing::of(case)?;
    let late = dossier.decided().is_some_and(|day| day.plus_months(ABUSE_MONTHS) < case.as_of);
    let answer = refer(case, &findings).with("states", parties.join(", "));
    if_all(
        if late && !is_blocked(case) { answer.says("late", LATE) } else { answer },
        &[
            (dossier.filed_by(&VICTIMS), "it is for the victim or an authorised representative"),
            (dossier.exhausted_or_ineffective(), "domestic remedies are not exhausted"),
            (dossier.named(), "it may not be anonymous"),
            (dossier.not_pending(), "the same matter is before another international procedure"),
        ],
    )
}

/// Remedies take their time, and nothing goes on that could be found when the deployment is over: what was found on earlier days can
/// still be brought.
fn after_the_end(case: &Case<'_>) -> Checked {
    const EARLIER: &str = "The deployment ended on {end}, so that nothing is found on this day. What is found on earlier days can go to the \
        Human Rights Committee, against {states}; from {late} on that may be abuse of the right.";
    let decided = Standing::of(case)?.decided();
    let (Some(end), Some(decided)) = (ended(case), decided) else { return Ok(Answer::Silent) };
    let party = |state: &String| optional_protocol(state, case.as_of) == Bound::Yes;
    let states: Vec<String> = places(case).into_iter().filter(party).collect();
    let answer = Truth::from(!states.is_empty()).info().with("states", states.join(", ")).with("end", end);
    let late = decided.plus_months(ABUSE_MONTHS).next();
    Ok(answer.with("late", late).says("earlier", EARLIER).unreferred())
}

/// No State is known to be a party: not known of some, or known of none.
pub(crate) fn no_party(answer: Answer, unknown: &[String], treaty: &'static str, why: &str) -> Answer {
    const OPEN: &str =
        "Whether {states} is bound by {treaty} is not known: the table of treaties does not say. Started by: {rules}.";
    if unknown.is_empty() {
        return closed(answer, why);
    }
    answer.with("states", unknown.join(", ")).with("treaty", treaty).says("ratification", OPEN).unreferred()
}

const COMMITTEE_REPORT: Rule = Rule {
    id: "ref.un.hrcttee.report",
    title: "Report to the Human Rights Committee beside the State's own",
    basis: "Covenant on Civil and Political Rights, art. 40",
    in_force: &[since(1976, 3, 23)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    reads: &[FILER, PLACES],
    check: Check::Followup(|case| {
        let findings = acted(case, &["ilo.iccpr.*"]);
        let hosts = hosts(case, &findings);
        let standing = |wanted: Bound| -> Vec<String> {
            let of = |state: &&String| bound(state, None, Instrument::Iccpr, case.as_of) == wanted;
            hosts.iter().filter(of).cloned().collect()
        };
        let (states, unknown) = (standing(Bound::Yes), standing(Bound::Unknown));
        if states.is_empty() && unknown.is_empty() {
            return Ok(Answer::Silent);
        }
        let answer = refer(case, &findings);
        if states.is_empty() {
            return Ok(no_party(answer, &unknown, "the Covenant", "the State is no party to the Covenant"));
        }
        let answer = answer.with("states", states.join(", "));
        Ok(only_from(case, answer, &[Filer::Ngo], "NGOs"))
    }),
    says: "To the Human Rights Committee when it reviews {states}: {rules}. NGOs report beside the State; see the calendar of reviews.",
    referrals: &["Human Rights Committee"],
    sources: &["S34"],
    ..Rule::ROW
};

const PERIODIC_REVIEW: Rule = Rule {
    id: "ref.un.upr",
    title: "Submit to the Universal Periodic Review",
    basis: "Human Rights Council resolution 5/1, annex, part I",
    in_force: &[since(2007, 6, 18)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    reads: &[FILER, STATES, PATTERN, NORTH_KOREANS],
    check: Check::Followup(|case| Ok(periodic_review(case))),
    says: "To the Universal Periodic Review of {states}: {rules}. NGOs submit 2815 words alone or 5630 together, six to eight months \
        before the session; a cycle is four and a half to five years. Reviewed so far: {reviews}.",
    referrals: &["Universal Periodic Review"],
    ..Rule::ROW
};

/// Reviews of North Korea; of most only the year is known, which counts as its first day.
const REVIEWS: [(&str, Date); 4] = [
    ("2009", Date::of(2009, 1, 1)),
    ("2014", Date::of(2014, 1, 1)),
    ("2019", Date::of(2019, 1, 1)),
    ("November 2024", Date::of(2024, 11, 1)),
];

/// What addresses States and is no single case.
fn periodic_review(case: &Case<'_>) -> Answer {
    let findings = acted(case, &["un.*", "eu.*", "ilo.*"]);
    let findings: Vec<_> = findings.into_iter().filter(|finding| binds_a_state(finding)).collect();
    if findings.is_empty() || is_pattern(case).is_no() {
        return Answer::Silent;
    }
    let mut states = hosts(case, &findings);
    let senders: Vec<String> = senders(case, &findings).into_iter().filter(|state| !states.contains(state)).collect();
    let north_korea = senders.iter().any(|state| state == NORTH_KOREA);
    states.extend(senders);
    if states.is_empty() {
        states.push("a State that is not recorded".to_owned());
    }
    let reviews: Vec<_> = REVIEWS.iter().filter(|(_, day)| *day <= case.as_of).map(|(name, _)| *name).collect();
    let reviews = match reviews.as_slice() {
        _ if !north_korea => "see the calendar of reviews".to_owned(),
        [] => "not yet".to_owned(),
        reviews => format!("PRK in {}", reviews.join(", ")),
    };
    let answer = refer(case, &findings).with("states", states.join(", ")).with("reviews", reviews);
    only_from(case, answer, &[Filer::Ngo], "NGOs")
}

const NORTH_KOREA: &str = "PRK";
/// Rows on the work of North Koreans alone: their sending State is North Korea, whatever the record says of workers.
const OF_NORTH_KOREA: &[&str] = &["un.*", "eu.dprk.*"];

/// The sending State: North Korea, unless nobody of the record has to do with it; then those of the senders, as far as known.
fn senders(case: &Case<'_>, findings: &[&Finding]) -> Vec<String> {
    let concerned = !concerns_north_korea(case).is_no();
    if concerned || findings.iter().any(|finding| is_of(OF_NORTH_KOREA, &finding.rule_id)) {
        return vec![NORTH_KOREA.to_owned()];
    }
    let senders = case.parties_as(PartyRole::Sender).filter_map(|sender| sender.country().recorded());
    let mut states: Vec<String> = senders.map(str::to_owned).collect();
    states.sort();
    states.dedup();
    states
}

/// The day on which the commission of inquiry on North Korea reported, from knowledge.
const INQUIRY: Date = Date::of(2014, 2, 17);

const GENERAL_ASSEMBLY: Rule = Rule {
    id: "ref.un.ga",
    title: "Ask the General Assembly and the Security Council for a referral to the International Criminal Court",
    basis: "yearly resolution of the General Assembly on North Korea; Rome Statute art. 13(b)",
    in_force: &[since(2002, 7, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    reads: &[FILER, PATTERN, NORTH_KOREANS],
    check: Check::Followup(|case| {
        let findings = acted(case, GRAVE);
        if findings.is_empty() || is_pattern(case).is_no() || concerns_north_korea(case).is_no() {
            return Ok(Answer::Silent);
        }
        let found = if case.as_of < INQUIRY {
            "which no commission of inquiry has found yet"
        } else {
            "as the commission of inquiry found them"
        };
        Ok(only_from(case, refer(case, &findings).with("found", found), &[Filer::State], "States"))
    }),
    says: "To the General Assembly, whose resolution on North Korea comes each autumn, for a referral by the Security Council: {rules}. \
        States propose it; to be shown: crimes against humanity, {found}. A veto bars the referral.",
    referrals: &["General Assembly", "Security Council"],
    sources: &["S33"],
    ..Rule::ROW
};
