//! Procedures of the International Labour Organization.

use comity_sdk::{
    prelude::*,
    treaties::{Bound, Instrument, bound, complaints::is_outside_ilo},
    v1::Finding,
};

use crate::{
    dossier::{FILER, Standing, closed, if_all, only_from},
    triggers::{PLACES, STATES, acted, hosts_of, parameter, refer, unknown_place},
    un::no_party,
};

pub(crate) const RULES: &[Rule] = &[REPRESENTATION, COMPLAINT, OBSERVATIONS];

const CONSTITUTION: &str = "the Conventions";
const NOT_RATIFIED: &str = "the Convention is not ratified and in force for the State";
const ASSOCIATIONS: [Filer; 2] = [Filer::WorkersOrganisation, Filer::EmployersOrganisation];

/// Rows by the start of their ids, and their Convention.
const CONVENTIONS: [(&str, Instrument); 8] = [
    ("ilo.c029.", Instrument::C029),
    ("ilo.p029.", Instrument::P029),
    ("ilo.c105.", Instrument::C105),
    ("ilo.c095.", Instrument::C095),
    ("ilo.rest.week", Instrument::C014),
    ("ilo.insp.", Instrument::C081),
    ("ilo.c181.", Instrument::C181),
    ("ilo.c189.", Instrument::C189),
];

/// The Convention of a finding; hours fall under one of two, which the finding names.
fn convention(finding: &Finding) -> Option<Instrument> {
    if finding.rule_id.starts_with("ilo.hours.") {
        let hours = [Instrument::C001, Instrument::C030];
        let named = parameter(finding, "instrument").unwrap_or(Instrument::C001.name());
        return hours.into_iter().find(|instrument| instrument.name() == named);
    }
    CONVENTIONS.iter().find(|(start, _)| finding.rule_id.starts_with(start)).map(|(_, instrument)| *instrument)
}

/// Findings by whether their host State has their Convention in force.
#[derive(Default)]
struct Sorted<'r> {
    bound: Vec<&'r Finding>,
    /// The Convention of each that is bound, and the State that it binds.
    by: Vec<(Instrument, String)>,
    unknown: Vec<String>,
}

impl<'r> Sorted<'r> {
    /// Those under Conventions that satisfy `test`, and the States that they bind.
    fn under(&self, test: impl Fn(Instrument) -> bool) -> (Vec<&'r Finding>, Vec<String>) {
        let (mut findings, mut states) = (Vec::new(), Vec::new());
        for (finding, (_, state)) in self.bound.iter().zip(&self.by).filter(|(_, (convention, _))| test(*convention)) {
            findings.push(*finding);
            add(&mut states, state.clone());
        }
        (findings, states)
    }

    /// All of them.
    fn all(&self) -> (Vec<&'r Finding>, Vec<String>) {
        self.under(|_| true)
    }
}

fn sorted<'r>(case: &Case<'r>, findings: &[&'r Finding]) -> Sorted<'r> {
    let mut sorted = Sorted::default();
    for finding in findings {
        let Some(instrument) = convention(finding) else { continue };
        for state in hosts_of(case, finding) {
            match bound(&state, None, instrument, case.as_of) {
                Bound::Yes => {
                    sorted.bound.push(finding);
                    sorted.by.push((instrument, state));
                }
                Bound::Unknown => add(&mut sorted.unknown, state),
                Bound::No => {}
            }
        }
    }
    sorted
}

fn add(states: &mut Vec<String>, state: String) {
    if !states.contains(&state) {
        states.push(state);
    }
}

const REPRESENTATION: Rule = Rule {
    id: "ref.ilo.24",
    title: "Make a representation to the ILO against the host State",
    basis: "ILO Constitution art. 24",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[FILER, STATES],
    check: Check::Followup(|case| {
        let rows = [
            "ilo.c029.*",
            "ilo.p029.*",
            "ilo.c105.*",
            "ilo.c095.*",
            "ilo.hours.*",
            "ilo.rest.week",
            "ilo.insp.*",
            "ilo.c181.*",
        ];
        let findings = acted(case, &rows);
        if findings.is_empty() {
            return Ok(Answer::Silent);
        }
        let found = sorted(case, &findings);
        if found.bound.is_empty() {
            return not_bound(case, &findings, &found);
        }
        let association = Standing::of(case)?.filed_by(&ASSOCIATIONS);
        let (bound, states) = found.all();
        let answer = refer(case, &bound).with("states", states.join(", "));
        if_all(answer, &[(association, "it is for an industrial association of employers or of workers")])
    }),
    says: "Representation to the ILO against {states}: {rules}. In writing, with reference to article 24; to be shown: in what respect \
        the Convention is not observed.",
    referrals: &["International Labour Office"],
    sources: &["S19"],
    ..Rule::ROW
};

const COMPLAINT: Rule = Rule {
    id: "ref.ilo.26",
    title: "Complain to the ILO, for a Commission of Inquiry",
    basis: "ILO Constitution art. 26",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[FILER, &["dossier.filer_country"], PLACES],
    check: Check::Followup(complaint),
    says: "Complaint to the ILO against {states}: {rules}. A member that ratified the same Convention, a delegate to the Conference, or \
        the Governing Body of its own motion makes it; a Commission of Inquiry may follow.",
    referrals: &["Governing Body of the ILO"],
    sources: &["S19"],
    ..Rule::ROW
};

fn complaint(case: &Case<'_>) -> Checked {
    let findings = acted(case, &["ilo.c029.*", "ilo.p029.*", "ilo.c105.*"]);
    if findings.is_empty() {
        return Ok(Answer::Silent);
    }
    let found = sorted(case, &findings);
    if found.bound.is_empty() {
        return not_bound(case, &findings, &found);
    }
    let dossier = Standing::of(case)?.dossier;
    let against =
        |(findings, states): (Vec<&Finding>, Vec<String>)| refer(case, &findings).with("states", states.join(", "));
    match dossier.filer().get()? {
        Filer::ConferenceDelegate => Ok(against(found.all())),
        Filer::State => {
            let filer = dossier.filer_country().get()?;
            if is_outside_ilo(filer) {
                return Ok(closed(against(found.all()), "the State that complains is no member of the ILO"));
            }
            // A State complains of what it has ratified itself.
            let of = |wanted: Bound| found.under(|by| bound(filer, None, by, case.as_of) == wanted);
            let (shared, unknown) = (of(Bound::Yes), of(Bound::Unknown));
            Ok(if !shared.0.is_empty() {
                against(shared)
            } else if !unknown.0.is_empty() {
                no_party(refer(case, &unknown.0), &[filer.to_owned()], CONSTITUTION, NOT_RATIFIED)
            } else {
                closed(against(found.all()), "the State that complains has not ratified the Convention")
            })
        }
        _ => Ok(closed(
            against(found.all()),
            "it is for a member that ratified the Convention, a delegate to the Conference, or the Governing Body",
        )),
    }
}

/// No host State is known to be bound: that closes the way, unless the table or a site leaves open which State it is.
fn not_bound(case: &Case<'_>, findings: &[&Finding], found: &Sorted<'_>) -> Checked {
    match unknown_place(case, findings).filter(|_| found.unknown.is_empty()) {
        Some(missing) => Err(missing),
        None => Ok(no_party(refer(case, findings), &found.unknown, CONSTITUTION, NOT_RATIFIED)),
    }
}

const OBSERVATIONS: Rule = Rule {
    id: "ref.ilo.22",
    title: "Send observations on the host State's report to the ILO's Committee of Experts",
    basis: "ILO Constitution arts 22 and 23",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    reads: &[FILER, STATES],
    check: Check::Followup(|case| {
        let findings = acted(case, &["ilo.*"]);
        let found = sorted(case, &findings);
        if found.bound.is_empty() {
            return Ok(Answer::Silent);
        }
        let (bound, states) = found.all();
        let answer = refer(case, &bound).with("states", states.join(", "));
        let due = next_first_of_september(case.as_of);
        let answer = only_from(case, answer, &ASSOCIATIONS, "organisations of employers and of workers");
        Ok(answer.with("due", due).due(due))
    }),
    says: "Observations to the Committee of Experts on the report of {states}: {rules}. Organisations of employers and of workers send \
        them by {due}.",
    referrals: &["Committee of Experts of the ILO"],
    sources: &["S19"],
    ..Rule::ROW
};

fn next_first_of_september(as_of: Date) -> Date {
    let this_year = Date::of(as_of.year(), 9, 1);
    if as_of <= this_year { this_year } else { Date::of(as_of.year() + 1, 9, 1) }
}
