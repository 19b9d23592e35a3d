//! Bodies, what they take and when: section 1 of the referral table.

use comity_sdk::prelude::*;

use crate::triggers::{acted_on, refer};

pub(crate) const RULES: &[Rule] = &[LABOUR_INSPECTORATE, UNITED_STATES, PANEL_OF_EXPERTS, MONITORING_TEAM];

/// Plugins of host countries, whose labour law an inspectorate enforces.
const HOSTS: [(&str, &str); 10] = [
    ("qa", "QAT"),
    ("pl", "POL"),
    ("nl", "NLD"),
    ("ru", "RUS"),
    ("cn", "CHN"),
    ("kw", "KWT"),
    ("ae", "ARE"),
    ("mt", "MLT"),
    ("my", "MYS"),
    ("mn", "MNG"),
];
/// The day after the mandate ended: the Panel existed in [2009-06-12, 2024-05-01).
const PANEL_ENDED: Date = Date::of(2024, 5, 1);

const LABOUR_INSPECTORATE: Rule = Rule {
    id: "ref.nca.labour",
    title: "Refer to the labour inspectorate of the host State",
    basis: "national labour law of the host State; ILO C081",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Worksites, Part::Parties],
    reads: &[&["worksites.items.country", "worksites.items.id", "parties.items.roles", "parties.items.name"]],
    check: Check::Followup(|case| {
        let hosts: Vec<_> = HOSTS.iter().filter(|(plugin, _)| !acted_on(case, &[plugin]).is_empty()).collect();
        if hosts.is_empty() {
            return Ok(Answer::Silent);
        }
        // The inspectorate needs to know where, and who employs.
        let mut sites = Vec::new();
        for (_, country) in &hosts {
            let (in_country, missing) = sites_in(case, country);
            if in_country.is_empty() {
                return Ok(Answer::Open(missing));
            }
            sites.extend(in_country);
        }
        let employers: Result<Vec<&str>, Missing> =
            case.parties_as(PartyRole::HostEmployer).map(|employer| employer.name().get()).collect();
        let employers = employers?;
        if employers.is_empty() {
            return Ok(Answer::Open(case.record.parties().missing()));
        }
        let plugins: Vec<&str> = hosts.iter().map(|(plugin, _)| *plugin).collect();
        let countries: Vec<&str> = hosts.iter().map(|(_, country)| *country).collect();
        let answer = refer(&acted_on(case, &plugins)).with("country", countries.join(", "));
        Ok(answer.with("employer", employers.join(", ")).with("sites", sites.join(", ")))
    }),
    says: "To the labour inspectorate of {country}, about {employer} at {sites}: {rules}. Anyone may report.",
    consequence: "inspection; give the address of the site and the employer",
    referrals: &["labour inspectorate of the host State"],
    ..Rule::ROW
};

/// The places of work in a country, by id; and what is missing where none is known to be there.
fn sites_in<'r>(case: &Case<'r>, country: &str) -> (Vec<&'r str>, Missing) {
    let mut missing = None;
    let mut found = Vec::new();
    for site in case.sites() {
        match site.country().get() {
            Ok(code) if code == country => found.extend(site.id().recorded()),
            Ok(_) => {}
            Err(absent) => missing = [missing, Some(absent)].into_iter().flatten().reduce(Missing::and),
        }
    }
    (found, missing.unwrap_or_else(|| case.record.worksites().missing()))
}

const UNITED_STATES: Rule = Rule {
    id: "ref.nca.us",
    title: "Refer to OFAC, CBP, DOJ or the State Department's trafficking office",
    basis: "31 CFR 501.603; 19 USC 1307; 18 USC ch. 77; 22 USC 7107",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[UsPerson],
    check: Check::Followup(|case| Ok(refer(&acted_on(case, &["us"])))),
    says: "To the authorities of the United States: {rules}. Anyone may report; blocked property has its own term of 10 business days.",
    consequence: "OFAC (blocked property, tips), CBP e-Allegations, DOJ, State TIP office",
    referrals: &["OFAC", "CBP", "DOJ", "State Department TIP office"],
    sources: &["S7", "S8"],
    ..Rule::ROW
};

const PANEL_OF_EXPERTS: Rule = Rule {
    id: "ref.un.poe",
    title: "Refer to the Panel of Experts of the 1718 Committee",
    basis: "UNSCR 1874 (2009) para 26; last extended by UNSCR 2680 (2023) to 2024-04-30",
    in_force: &[since(2009, 6, 12)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    check: Check::Followup(|case| {
        let answer = refer(&acted_on(case, &["un"]));
        let ended = case.as_of >= PANEL_ENDED;
        Ok(if ended {
            answer.says(
                "ended",
                "The Panel of Experts no longer exists: its mandate ended on 2024-04-30. It would have taken: {rules}.",
            )
        } else {
            answer
        })
    }),
    says: "To the Panel of Experts: {rules}. Anyone may send information.",
    referrals: &["Panel of Experts (until 2024-04-30)"],
    sources: &["S18"],
    ..Rule::ROW
};

const MONITORING_TEAM: Rule = Rule {
    id: "ref.msmt",
    title: "Refer to the Multilateral Sanctions Monitoring Team",
    basis: "joint statement of eleven States of 2024-10-16",
    in_force: &[since(2024, 10, 16)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    check: Check::Followup(|case| Ok(refer(&acted_on(case, &["un"])))),
    says: "To the Multilateral Sanctions Monitoring Team: {rules}. It takes information and has no binding powers.",
    referrals: &["Multilateral Sanctions Monitoring Team"],
    ..Rule::ROW
};
