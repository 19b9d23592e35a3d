//! Trafficking and forced labour as crimes: section 5 of the catalogue. Both are for the prosecution to judge: a
//! finding of theirs proves nothing, and never more than asks for review. What they rest on is
//! [`comity_sdk::facts::indicators`].

use crate::scope::{Everybody, labour_law};
use comity_sdk::{
    facts::indicators::{self, LocalLimits},
    hosts::{QATAR_AREA_M2, QATAR_WEEK_MINUTES, trafficking_by},
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[TRAFFICKING, FORCED_LABOUR];

const TRAFFICKING: Rule = Rule {
    id: "qa.traffick",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Law 15/2011",
    in_force: &[since(2011, 1, 1)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Workers],
    reads: &[indicators::FIELDS],
    check: Check::Several(&[Check::Case(trafficking), LOOKED_AT]),
    says: "Signs of trafficking for forced labour, for the prosecution to judge: workers were brought or kept here, \
           by means that vitiate their consent, and ILO indicators {hits} are met. This does not prove forced labour.",
    consequence: "up to 15 years in prison and a fine up to QAR 300 000 where aggravated (art. 15)",
    referrals: &["Public Prosecution", "National Committee for Combating Human Trafficking"],
    sources: &["S21"],
    ..Rule::ROW
};

const FORCED_LABOUR: Rule = Rule {
    id: "qa.forced",
    title: "whether people are forced to work, with or without a wage",
    basis: "Penal Code (Law 11/2004) art. 322",
    in_force: &[since(2004, 1, 1)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Workers],
    reads: &[indicators::FIELDS],
    check: Check::Several(&[Check::Case(forced), LOOKED_AT]),
    says: "Signs that people are forced to work, for the prosecution to judge. This does not prove forced labour.",
    consequence: "up to 6 months in prison or a fine up to QAR 3 000",
    referrals: &["Public Prosecution"],
    ..Rule::ROW
};

/// Finds nothing: it says that without the part on movement nobody looked.
const LOOKED_AT: Check = Check::Liberty(|_, _| Ok(Answer::Silent));

fn trafficking(case: &Case<'_>) -> Checked {
    labour_law(case, Everybody, || Ok(trafficking_by(&assessment(case))))
}

fn forced(case: &Case<'_>) -> Checked {
    labour_law(case, Everybody, || {
        let confined = case
            .record
            .liberty()
            .recorded()
            .map_or(Truth::No, |entries| entries.any(|liberty| liberty.may_leave_accommodation().is(false)));
        Ok((confined | assessment(case).forced_labour_definition()).review())
    })
}

fn assessment<'r>(case: &Case<'r>) -> comity_sdk::Shared<'r> {
    let limits = LocalLimits {
        week_max_minutes: Some(QATAR_WEEK_MINUTES),
        area_m2_min: Some(QATAR_AREA_M2),
        heat_broken: heat_broken(case),
        ..LocalLimits::none()
    };
    case.assessment(case.as_of, limits)
}

/// Whether a rule on heat is broken, as the rules before this one found.
fn heat_broken(case: &Case<'_>) -> Truth {
    let outcome = |wanted: Outcome| case.found(|f| f.rule_id.starts_with("qa.heat") && f.outcome() == wanted).is_some();
    match case.record.heat().get() {
        _ if outcome(Violation) => Truth::Yes,
        Ok(_) => Truth::No,
        Err(missing) => missing.into(),
    }
}
