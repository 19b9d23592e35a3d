//! Forced labour and its abolition: Conventions 29 and 105, article 8 of the Covenant, and the Palermo Protocol.

use comity_sdk::{
    About, Everybody,
    facts::{Each, indicators::Assessment, sites},
    hosts::id,
    prelude::*,
    treaties::Instrument,
};

use crate::{
    indicators::{FIELDS, HEAT, assessment},
    inspection::at,
    standing::{HOST, Most, judged, judged_at, most},
};

pub(crate) const RULES: &[Rule] =
    &[DEFINITION, EXCLUSION, PRIVATE, PENAL, DEVELOPMENT, POLITICAL, COVENANT, TRAFFICKING];

/// What tells whether service is left out of the definition.
pub(crate) const SERVICE: &[&str] = &["workers.items.service_basis", "parties.items.country"];

const DEFINITION: Rule = Rule {
    id: "ilo.c029.definition",
    title: "whether work is exacted under the menace of a penalty and not offered voluntarily",
    basis: "Convention 29 (1930) art. 2(1)",
    in_force: &[since(1932, 5, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[FIELDS, HOST, HEAT, SERVICE],
    check: Check::Case(|case| {
        let assessment = assessment(case);
        let forced = forced(case, &assessment, Everybody);
        judged_at(case, forced_at(case, &assessment), Instrument::C029, forced, DEFINITION.title)
    }),
    says: "Work is exacted under the menace of a penalty and not offered voluntarily; {standing}.",
    consequence: "end the forced labour; bring it before the labour inspectorate and the prosecution",
    sources: &["S19"],
    ..Rule::ROW
};

const EXCLUSION: Rule = Rule {
    id: "ilo.c029.exclusion",
    title: "whether the work is service that the definition leaves out",
    basis: "Convention 29 (1930) art. 2(2)",
    in_force: &[since(1932, 5, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[FIELDS, HOST, HEAT, SERVICE],
    check: Check::Workers(|case, group| {
        let Some((name, ground)) = service(group) else { return Ok(Answer::Silent) };
        let forced = assessment(case).forced_labour_of(id(&group.raw().id));
        if serves_abroad(case, group) {
            let doubt = Most::Doubt("abroad", ABROAD);
            return most(case, group, Instrument::C029, forced, EXCLUSION.title, doubt);
        }
        let answer = judged(case, group, Instrument::C029, forced, EXCLUSION.title)?;
        Ok(answer.unless_claimed(Exempt::named(name, ground), Truth::Yes))
    }),
    says: "Work is exacted under the menace of a penalty; {standing}.",
    sources: &["S19"],
    ..Rule::ROW
};

const ABROAD: &str = "Work is exacted under the menace of a penalty as service to a State, outside the country that sends the workers. \
    Whether it is service that the definition leaves out is for review; {standing}.";

/// Service that art. 2(2) leaves out. A convict who is hired to a private party is not left out.
fn service(group: view::WorkerGroup<'_>) -> Option<(&'static str, &'static str)> {
    match group.service_basis().recorded()? {
        ServiceBasis::Military => Some(("military", "compulsory military service of a purely military character")),
        ServiceBasis::Civic => Some(("civic", "a normal civic obligation")),
        ServiceBasis::CourtConvict => Some(("convict", "a conviction in a court of law, under public control")),
        ServiceBasis::Emergency => Some(("emergency", "an emergency")),
        ServiceBasis::Communal => Some(("communal", "a minor communal service")),
        ServiceBasis::ConvictHiredOut | ServiceBasis::Unspecified => None,
    }
}

/// Whether a group works outside the country of who sends it. What a State may ask for as service is service at home.
fn serves_abroad<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> bool {
    let senders: Vec<_> = case.parties_as(PartyRole::Sender).filter_map(|sender| sender.country().recorded()).collect();
    let mut sites = case.sites_of(group).filter_map(|site| site.country().recorded());
    sites.any(|site| senders.iter().any(|sender| *sender != site))
}

fn is_excluded<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> bool {
    service(group).is_some() && !serves_abroad(case, group)
}

/// Forced labour of the workers of an entry, without those whose service the definition leaves out.
pub(crate) fn forced<'r>(case: &Case<'r>, assessment: &Assessment<'r>, entry: impl About<'r>) -> Truth {
    let mut groups = case.groups_of(entry).peekable();
    if groups.peek().is_none() {
        return assessment.forced_labour_definition();
    }
    let groups = groups.filter(|group| !is_excluded(case, *group));
    Truth::any(groups.map(|group| assessment.forced_labour_of(id(&group.raw().id))))
}

/// Where the work is done that is forced, else where it may be; everywhere, if nobody says which workers there are.
fn forced_at<'r>(case: &Case<'r>, assessment: &Assessment<'r>) -> Vec<view::Worksite<'r>> {
    if case.worker_groups().next().is_none() {
        return case.sites_of(Everybody).collect();
    }
    let at = |is: fn(&Truth) -> bool| {
        let forced = |group: &view::WorkerGroup<'r>| is(&assessment.forced_labour_of(id(&group.raw().id)));
        let groups = case.worker_groups().filter(|group| !is_excluded(case, *group)).filter(forced);
        groups.flat_map(|group| case.sites_of(group)).collect::<Vec<_>>()
    };
    let certain = at(Truth::is_yes);
    if certain.is_empty() { at(|forced| !forced.is_no()) } else { certain }
}

const PRIVATE: Rule = Rule {
    id: "ilo.c029.private",
    title: "whether an authority permits forced labour for private benefit by a permit that it leaves in force",
    basis: "Convention 29 (1930) art. 4",
    in_force: &[since(1932, 5, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[FIELDS, HOST, HEAT, SERVICE, &["permits.items.worker_groups", "permits.items.authority"]],
    check: Check::PermitUsed(|case, permit| {
        let forced = forced(case, &assessment(case), permit);
        if forced.is_no() {
            return Ok(Answer::Silent);
        }
        permit.authority().recorded();
        let kept = sites::valid(permit, case.day());
        let answer = judged(case, permit, Instrument::C029, kept & forced, PRIVATE.title)?;
        Ok(answer.with("permit", permit.raw().id.as_deref().unwrap_or_default()))
    }),
    says: "Permit {permit} is left in force although work under it is forced; {standing}.",
    consequence: "withdraw the permit and protect the workers",
    sources: &["S19"],
    ..Rule::ROW
};

/// Twelve months are the catalogue's own trigger.
const PENAL_MONTHS: i32 = 12;

const PENAL: Rule = Rule {
    id: "ilo.c029.penal",
    title: "whether a finding of forced labour was followed by proceedings within 12 months",
    basis: "Convention 29 (1930) art. 25; the 12 months are the catalogue's",
    in_force: &[since(1932, 5, 1)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Proceedings],
    reads: &[
        HOST,
        &[
            "inspections.items.date",
            "inspections.items.site",
            "inspections.items.findings",
            "proceedings.items.subject",
            "proceedings.items.opened_on",
            "proceedings.items.charged_on",
            "proceedings.items.closed_on",
        ],
    ],
    check: Check::Inspection(|case, visit| {
        let findings = visit.findings();
        let found = findings.recorded().is_some_and(|all| all.has(InspectionFinding::ForcedLabour));
        let last = case.day().plus_months(PENAL_MONTHS);
        if !found || case.as_of <= last {
            return Ok(Answer::Silent);
        }
        let grave = [ProceedingSubject::ForcedLabour, ProceedingSubject::Trafficking];
        let proceedings = case.record.proceedings().recorded().into_iter().flat_map(Each::iter);
        let followed = Truth::any(proceedings.map(|proceeding| {
            if follows(proceeding, case.day(), last) { proceeding.subject().is_in(&grave) } else { Truth::No }
        }));
        let answer = at(case, visit, Instrument::C029, !followed, PENAL.title, Most::Review)?;
        Ok(answer.due(last).since(last.next()).with("day", case.day()))
    }),
    says: "Inspectors found signs of forced labour on {day}, and no proceedings followed within 12 months; {standing}.",
    consequence: "prosecute; report why nothing followed",
    sources: &["S19"],
    ..Rule::ROW
};

/// Whether proceedings were begun from a visit to a last day, or were still open on the day of the visit.
pub(crate) fn follows(proceeding: view::Proceeding<'_>, visit: Date, last: Date) -> bool {
    let begun = [proceeding.opened_on().recorded(), proceeding.charged_on().recorded()];
    let begun = || begun.into_iter().flatten();
    let open = |day: Date| visit <= day || proceeding.closed_on().recorded().is_none_or(|closed| visit < closed);
    begun().any(|day| day <= last && open(day))
}

const DEVELOPMENT: Rule = Rule {
    id: "ilo.c105.development",
    title: "whether a State mobilises labour for economic development by compulsion",
    basis: "Convention 105 (1957) art. 1(b)",
    in_force: &[since(1959, 1, 17)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, &["coercion.items.quota_mobilisation", "coercion.items.refusal_punished", "parties.items.roles"]],
    check: Check::Coercion(|case, entry| {
        if !is_sent(case) {
            return Ok(Answer::Silent);
        }
        let forced = entry.quota_mobilisation().yes() & entry.refusal_punished().yes();
        judged(case, entry, Instrument::C105, forced, DEVELOPMENT.title)
    }),
    says: "Workers were sent under a quota of their State, which punishes refusal; {standing} and takes part by using them.",
    sources: &["S19"],
    ..Rule::ROW
};

/// Where nobody sends the workers, no State mobilises them.
fn is_sent(case: &Case<'_>) -> bool {
    case.quietly(|| case.parties_as(PartyRole::Sender).next().is_some() || case.record.parties().recorded().is_none())
}

const POLITICAL: Rule = Rule {
    id: "ilo.c105.political",
    title: "whether labour serves political coercion or education",
    basis: "Convention 105 (1957) art. 1(a)",
    in_force: &[since(1959, 1, 17)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    reads: &[HOST, &["coercion.items.ideology_sessions_compulsory", "parties.items.roles"]],
    check: Check::Coercion(|case, entry| {
        if !is_sent(case) {
            return Ok(Answer::Silent);
        }
        let compulsory = entry.ideology_sessions_compulsory().yes();
        most(case, entry, Instrument::C105, compulsory, POLITICAL.title, Most::Review)
    }),
    says: "Workers have to attend ideological sessions under sanctions. Whether their labour serves political coercion or education \
        is for review; {standing}.",
    sources: &["S19"],
    ..Rule::ROW
};

const COVENANT: Rule = Rule {
    id: "ilo.iccpr.8",
    title: "whether forced labour is tolerated in the State's jurisdiction",
    basis: "International Covenant on Civil and Political Rights (1966) art. 8",
    in_force: &[since(1976, 3, 23)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[FIELDS, HOST, HEAT, SERVICE],
    check: Check::Case(|case| {
        let assessment = assessment(case);
        let forced = forced(case, &assessment, Everybody);
        judged_at(case, forced_at(case, &assessment), Instrument::Iccpr, forced, COVENANT.title)
    }),
    says: "Forced labour is tolerated in the State's jurisdiction; {standing}.",
    sources: &["S19", "S34"],
    ..Rule::ROW
};

const TRAFFICKING: Rule = Rule {
    id: "ilo.palermo",
    title: "whether act, means and purpose of trafficking in persons are there",
    basis: "Palermo Protocol (2000) art. 3(a)-(c)",
    in_force: &[since(2003, 12, 25)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[FIELDS, HOST, HEAT, SERVICE, &["workers.items.age"]],
    check: Check::Case(|case| {
        let assessment = assessment(case);
        let child = case.worker_groups().any(|group| group.age().recorded().is_some_and(|age| age < ADULT));
        // Where no means is recorded and no candidate is made, nothing raises the question.
        if !assessment.suspected() && !child {
            return Ok(Answer::Silent);
        }
        // Of a child no means has to be shown. Service that the definition leaves out is no purpose.
        let means = if child { Truth::Yes } else { assessment.means() };
        let purpose = assessment.score().candidate.clone() | forced(case, &assessment, Everybody);
        Ok((assessment.act() & means & purpose).review())
    }),
    says: "Signs of trafficking in persons, for the prosecution to judge: workers were recruited, moved, housed or received, by \
        means that make their consent irrelevant, for exploitation. This does not prove it.",
    consequence: "bring before the prosecution; identify and protect the victims",
    sources: &["S19"],
    ..Rule::ROW
};

/// Who is younger is a child.
const ADULT: u64 = 18;
