//! Bodies, what they take and when: section 1 of the referral table.

use comity_sdk::prelude::*;

use crate::triggers::{acted_on, refer};

pub(crate) const RULES: &[Rule] = &[LABOUR_INSPECTORATE, UNITED_STATES, PANEL_OF_EXPERTS, MONITORING_TEAM];

/// Plugins of host countries, whose labour law an inspectorate enforces.
const HOSTS: &[&str] = &["qa", "pl", "nl", "ru", "cn", "kw", "ae", "mt", "my", "mn"];
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
    reads: &[&["worksites.items.country", "parties.items.roles", "parties.items.name"]],
    check: Check::Followup(|case| {
        let rules = acted_on(case, HOSTS);
        if rules.is_empty() {
            return Ok(Answer::Silent);
        }
        // The inspectorate needs to know where, and who employs.
        let Some(site) = case.sites().next() else { return Ok(Answer::Open(case.record.worksites().missing())) };
        let Some(employer) = case.parties_as(PartyRole::HostEmployer).next() else {
            return Ok(Answer::Open(case.record.parties().missing()));
        };
        let country = site.country().get()?;
        Ok(refer(&rules).with("country", country).with("employer", employer.name().get()?))
    }),
    says: "To the labour inspectorate of {country}, about {employer}: {rules}. Anyone may report.",
    consequence: "inspection; give the address of the site and the employer",
    referrals: &["labour inspectorate of the host State"],
    ..Rule::ROW
};

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
