//! Freedom of movement: article 12 of the Covenant on Civil and Political Rights.

use comity_sdk::{
    hosts::{RESIDES, resides},
    prelude::*,
    treaties::Instrument,
};

use crate::standing::{HOST, Most, most};

pub(crate) const RULES: &[Rule] = &[MOVEMENT];

const MOVEMENT: Rule = Rule {
    id: "ilo.iccpr.12",
    title: "whether workers move freely, and may leave the country",
    basis: "International Covenant on Civil and Political Rights (1966) art. 12(1)-(3)",
    in_force: &[since(1976, 3, 23)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        HOST,
        RESIDES,
        &[
            "liberty.items.worker_groups",
            "liberty.items.may_leave_accommodation",
            "liberty.items.escort_required",
            "liberty.items.exit_refusals.items.date",
            "liberty.items.exit_refusals.items.by",
        ],
    ],
    check: Check::Several(&[
        Check::Liberty(|case, entry| {
            let kept = entry.may_leave_accommodation().is(false);
            let bound = if kept.is_yes() { kept } else { kept | entry.escort_required().yes() };
            // Evidence only where it makes a difference.
            let unlawful = bound.is_yes() && case.quietly(|| unlawful(case, entry)) && unlawful(case, entry);
            let up_to = if unlawful { Most::Doubt("unlawful", UNLAWFUL) } else { Most::Violation };
            most(case, entry, Instrument::Iccpr, bound, MOVEMENT.title, up_to)
        }),
        Check::ExitRefusal(|case, entry, refusal| {
            // What a court orders is not beyond the law.
            let barred = refusal.by().holds(|by| by != ExitRefuser::Court);
            let by_authority = refusal.by().recorded() == Some(ExitRefuser::Authority);
            let up_to =
                if by_authority { Most::Doubt("exit_authority", BY_AUTHORITY) } else { Most::Told("exit", BARRED) };
            Ok(most(case, entry, Instrument::Iccpr, barred, MOVEMENT.title, up_to)?.with("day", case.day()))
        }),
    ]),
    says: "Workers may not leave their accommodation, or only with an escort; {standing}.",
    consequence: "let the workers move freely",
    sources: &["S19"],
    ..Rule::ROW
};

/// Whether titles of residence are recorded and none of the workers has a valid one. The Covenant lets those move freely who are
/// lawfully in the country.
fn unlawful<'r>(case: &Case<'r>, entry: view::Liberty<'r>) -> bool {
    let mut groups = case.groups_of(entry).peekable();
    groups.peek().is_some() && groups.all(|group| resides(case, group, |_| Truth::Yes).is_no())
}

const UNLAWFUL: &str = "Workers who have no valid title of residence may not leave their accommodation, or only with an escort. Whether they are \
    lawfully in the country is for review; {standing}.";

const BARRED: &str = "On {day} workers were kept from leaving the country; {standing}.";
const BY_AUTHORITY: &str =
    "On {day} an authority kept workers from leaving the country. Whether a law allows it is for review; {standing}.";
