//! Freedom of movement: article 12 of the Covenant on Civil and Political Rights.

use comity_sdk::{prelude::*, treaties::Instrument};

use crate::standing::{HOST, Most, judged, most};

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
            judged(case, entry, Instrument::Iccpr, bound, MOVEMENT.title)
        }),
        Check::ExitRefusal(|case, entry, refusal| {
            // What a court orders is not beyond the law.
            let barred = refusal.by().holds(|by| by != ExitRefuser::Court);
            let by_authority = refusal.by().recorded() == Some(ExitRefuser::Authority);
            let up_to = if by_authority { Most::Doubt("exit_authority", BY_AUTHORITY) } else { Most::Violation };
            let answer = most(case, entry, Instrument::Iccpr, barred, MOVEMENT.title, up_to)?;
            let plain = matches!(&answer, Answer::Fires(_)) && !by_authority;
            Ok(if plain { answer.says("exit", BARRED) } else { answer }.with("day", case.day()))
        }),
    ]),
    says: "Workers may not leave their accommodation, or only with an escort; {standing}.",
    consequence: "let the workers move freely",
    sources: &["S19"],
    ..Rule::ROW
};

const BARRED: &str = "On {day} workers were kept from leaving the country; {standing}.";
const BY_AUTHORITY: &str =
    "On {day} an authority kept workers from leaving the country. Whether a law allows it is for review; {standing}.";
