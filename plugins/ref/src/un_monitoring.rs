//! Who watches over the measures of the Security Council: the 1718 Committee, its Panel of Experts, and who came after it.

use comity_sdk::prelude::*;

use crate::{
    dossier::{FILER, only_from},
    triggers::{acted, refer, unless_blocked},
};

pub(crate) const RULES: &[Rule] = &[COMMITTEE, PANEL_OF_EXPERTS, MONITORING_TEAM];

/// The day after the mandate ended: the Panel existed in [2009-06-12, 2024-05-01).
const PANEL_ENDED: Date = Date::of(2024, 5, 1);

const COMMITTEE: Rule = Rule {
    id: "ref.un.1718",
    title: "Refer to the 1718 Committee",
    basis: "UNSCR 1718 (2006) para 12",
    in_force: &[since(2006, 10, 14)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    reads: &[FILER, &["dossier.proposed_list"]],
    check: Check::Followup(|case| {
        const NOMINATION: &str = "To the 1718 Committee: a nomination for {list}. Member States nominate.";
        let findings = acted(case, &["un.2371.*", "un.2375.*", "un.2397.*"]);
        let answer = match nomination(case) {
            Some(list) if findings.is_empty() => {
                let answer = Truth::Yes.info().with("list", list).with("rules", list).says("nomination", NOMINATION);
                unless_blocked(case, answer)
            }
            _ => refer(case, &findings),
        };
        Ok(only_from(case, answer, &[Filer::State], "Member States"))
    }),
    says: "To the 1718 Committee: {rules}. Member States submit it and nominate for the list; exemptions are asked for in advance. \
        To be given: identifiers, and a State as source.",
    referrals: &["1718 Committee"],
    ..Rule::ROW
};

/// The list of the Committee, where the dossier is one for it.
fn nomination<'r>(case: &Case<'r>) -> Option<&'r str> {
    let list = case.record.dossier().recorded()?.proposed_list().recorded()?;
    list.contains("1718").then_some(list)
}

const PANEL_OF_EXPERTS: Rule = Rule {
    id: "ref.un.poe",
    title: "Refer to the Panel of Experts of the 1718 Committee",
    basis: "UNSCR 1874 (2009) para 26; last extended by UNSCR 2680 (2023) to 2024-04-30",
    in_force: &[since(2009, 6, 12)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    check: Check::Followup(|case| {
        const ENDED: &str =
            "The Panel of Experts no longer exists: its mandate ended on 2024-04-30. It would have taken: {rules}.";
        let answer = refer(case, &acted(case, &["un.*"]));
        let ended = case.as_of >= PANEL_ENDED;
        Ok(if ended { answer.says("ended", ENDED).unreferred() } else { answer })
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
    check: Check::Followup(|case| Ok(refer(case, &acted(case, &["un.*"])))),
    says: "To the Multilateral Sanctions Monitoring Team: {rules}. It takes information and has no binding powers.",
    referrals: &["Multilateral Sanctions Monitoring Team"],
    ..Rule::ROW
};
