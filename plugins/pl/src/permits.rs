//! Work permits: the Act of 20 April 2004, the Act of 20 March 2025, and the practice since August 2017.

use comity_sdk::{
    facts::sites,
    hosts::{
        COVERED, RESIDES, STAY, TO_NORTH_KOREANS, TRADE, WORK, covered, id, in_trade, permitted, resides,
        third_country, to_north_koreans,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[NORTH_KOREANS, PERMIT_2004, PERMIT_2025];

const NORTH_KOREANS: Rule = Rule {
    id: "pl.permit.prk",
    title: "whether a work permit was issued to North Korean nationals after the practice stopped",
    basis: "statements of the ministry; the ban is that of the United Nations and the European Union",
    in_force: &[since(2017, 8, 5)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[WORK, TO_NORTH_KOREANS],
    check: Check::PermitIssued(|case, permit| to_north_koreans(case, permit, here)),
    says: "Permit {permit} was issued to North Korean nationals on {day}. By its own account the ministry has issued none since August \
        2017.",
    consequence: "see the rows of the United Nations and the European Union on work authorisations",
    sources: &["S25"],
    ..Rule::ROW
};

const READS: &[&[&str]] = &[WORK, COVERED, TRADE, STAY, RESIDES];

const PERMIT_2004: Rule = Rule {
    id: "pl.permit@2004",
    title: "whether foreigners work without a permit for their employer and site",
    basis: "Act of 20 April 2004 on employment promotion arts 2, 87-88, 120",
    in_force: &[during((2004, 6, 1), (2025, 6, 1))],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: READS,
    check: Check::Workers(allowed),
    says: "Foreigners ({group}) work at site {site} without a permit for it and for their employer.",
    consequence: "fine of PLN 1 000 to 30 000 (3 000 to 5 000 before 2018; amounts unsure); inspection, revocation of permits",
    ..Rule::ROW
};

const PERMIT_2025: Rule = Rule {
    id: "pl.permit@2025",
    title: "whether foreigners work without a permit for their employer and site",
    basis: "Act of 20 March 2025 on conditions for entrusting work to foreigners (Dz.U. 2025 item 621)",
    in_force: &[since(2025, 6, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: READS,
    check: Check::Workers(allowed),
    says: "Foreigners ({group}) work at site {site} without a permit for it and for their employer.",
    consequence: "fine of PLN 3 000 to 50 000 (amounts unsure); inspection, revocation of permits",
    ..Rule::ROW
};

const FREE: &str = "refugees, beneficiaries of subsidiary protection and long-term residents need no permit";
const OTHER_TRADE: &str = "Foreigners ({group}) work at site {site} in another occupation than their permit names.";

fn allowed<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    case.at_work(group, here, || {
        let foreign = third_country(case, group);
        if foreign.is_no() {
            return Ok(Answer::Silent);
        }
        let is_free = case.quietly(|| free(case, group)).is_yes();
        let mut answer = Answer::Silent;
        for site in case.sites_worked(group, here) {
            let without = match !covered(case, group, site) {
                // Who needs no permit needs none whatever is not known of permits.
                Truth::Unknown(_) if is_free => Truth::Yes,
                known => known,
            };
            let without = foreign.clone() & without;
            let here = if without.is_no() { in_other_trade(case, group, site, &foreign) } else { without.violation() };
            answer = answer.or(here.with("site", id(&site.raw().id)));
        }
        let answer = answer.unless(Exempt::named("free_to_work", FREE), free(case, group));
        Ok(answer.with("group", id(&group.raw().id)))
    })
}

/// With a permit for the employer and the site, but for another occupation.
fn in_other_trade<'r>(
    case: &Case<'r>,
    group: view::WorkerGroup<'r>,
    site: view::Worksite<'r>,
    foreign: &Truth,
) -> Answer {
    let named = permitted(case, group, |permit| sites::covers(permit, site) & in_trade(permit, group));
    (foreign.clone() & !named).violation().says("trade", OTHER_TRADE)
}

/// Whether a group needs no permit: by its protection, or by a title of residence.
fn free<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let protected = group.protection().is_in(&[Protection::Refugee, Protection::Subsidiary]);
    if protected.is_yes() {
        return protected;
    }
    let titled = resides(case, group, |title| {
        title.kind().is_in(&[ResidenceKind::Refugee, ResidenceKind::LongTerm]).unless_recorded()
    });
    // Titles that nobody recorded claim nothing; one of which nobody says when it begins may.
    if case.record.residence().recorded().is_some() { protected | titled } else { protected }
}
