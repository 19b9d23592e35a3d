//! Publicity: names of States and firms, after notice, with safeguards.

use comity_sdk::prelude::*;

use crate::{
    dossier::{FILER, NOTICE, Standing, if_all, only_from},
    triggers::{ANY, breaches, started},
};

pub(crate) const RULES: &[Rule] = &[PUBLISH];

/// Sources that have to agree before a name is published: a safeguard of the catalogue.
const SOURCES: u64 = 2;

const PUBLISH: Rule = Rule {
    id: "ref.publish",
    title: "Publish the names of the State and the firm",
    basis: "the seed's second step; the safeguards are the catalogue's",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[FILER, NOTICE, &["dossier.independent_sources", "dossier.names_persons", "dossier.rescue_ongoing"]],
    check: Check::Followup(|case| {
        let findings = breaches(case, ANY);
        if findings.is_empty() {
            return Ok(Answer::Silent);
        }
        let dossier = Standing::of(case)?;
        let (noticed, later) = dossier.by_notice(case, findings);
        let named = !noticed.is_empty() || dossier.notice().is_none();
        let findings = if noticed.is_empty() { later } else { noticed };
        // A notice and a reply are claimed by their day.
        let heard = dossier.reply().is_some() || dossier.reply_due().is_some_and(|due| due < case.as_of);
        let file = dossier.dossier;
        if_all(
            only_from(case, started(&findings), &[Filer::Ngo], "NGOs"),
            &[
                (Truth::from(dossier.notice().is_some()), "no notice was given"),
                (Truth::from(named), "it began after the notice, which said nothing of it"),
                (Truth::from(heard), "neither did a reply come nor are the 60 days for one over"),
                (file.independent_sources().holds(|sources| sources >= SOURCES), "fewer than two independent sources"),
                (!file.names_persons().yes(), "the dossier names workers or families"),
                (!file.rescue_ongoing().yes(), "a rescue is under way"),
            ],
        )
    }),
    says: "The names of the State and the firm can be published, by an NGO: {rules}. Their reply belongs to it; nothing that identifies \
        workers does.",
    consequence: "publish names of State and firm only",
    sources: &["S33"],
    ..Rule::ROW
};
