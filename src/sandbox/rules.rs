//! The rules of a plugin as its manifest declares them, checked, and found again by id for every finding.

use std::collections::BTreeMap;

use comity_facts::{
    Date,
    policy::{InForce, RuleInfo},
    v1::Certainty,
};

use super::{error::ManifestFault, outcome::plain_grade};
use crate::domain::{Addressee, Grade, Jurisdiction, RuleId, RuleSummary};

/// Beginning of the paths by which a rule reads who is listed.
const LISTS: &str = "parties.items.lists";

/// Checked rules.
///
/// INVARIANT (rules): ordered by id, no two alike; every interval is a span of days, those of one rule and of the
/// "@" versions of one rule base are disjoint.
#[derive(Clone, Debug)]
pub(super) struct Rules(Vec<RuleSummary>);

impl Rules {
    /// Checks the rules of a manifest. Establishes INVARIANT (rules).
    pub(super) fn read(rules: &[RuleInfo], jurisdiction: &Jurisdiction) -> Result<Self, ManifestFault> {
        if rules.is_empty() {
            return Err(ManifestFault::Absent("rules"));
        }
        let summaries: Vec<_> = rules.iter().map(|rule| summary(rule, jurisdiction)).collect::<Result<_, _>>()?;
        for (earlier, later) in summaries.iter().zip(summaries.iter().skip(1)) {
            if earlier.id.as_str() >= later.id.as_str() {
                return Err(ManifestFault::Order { field: "rules", value: later.id.to_string() });
            }
        }
        disjoint(&summaries)?;
        Ok(Self(summaries))
    }

    /// All of them, ordered by id.
    pub(super) fn all(&self) -> &[RuleSummary] {
        &self.0
    }

    /// The rule of an id.
    pub(super) fn find(&self, id: &str) -> Option<&RuleSummary> {
        self.0.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().and_then(|at| self.0.get(at))
    }
}

fn summary(rule: &RuleInfo, jurisdiction: &Jurisdiction) -> Result<RuleSummary, ManifestFault> {
    let id = rule.id.parse::<RuleId>().ok().filter(|id| id.is_of(jurisdiction)).ok_or_else(|| {
        let rule_form = "the jurisdiction, a dot and 1 to 100 of a-z A-Z 0-9 . _ @ -";
        ManifestFault::Value { field: "rules.id", value: rule.id.clone(), rule: rule_form }
    })?;
    if rule.title.is_empty() || rule.basis.is_empty() {
        return Err(wrong(rule, "rules.title", "a rule has a title and a basis"));
    }
    if rule.addressees.is_empty() || rule.addressees.contains(&0) {
        return Err(wrong(rule, "rules.addressees", "a rule binds somebody"));
    }
    Ok(RuleSummary {
        worst: worst(rule)?,
        addressees: rule.addressees.iter().map(|number| Addressee(*number)).collect(),
        in_force: intervals(rule)?,
        reads_lists: rule.fields.iter().any(|field| field.starts_with(LISTS)),
        id,
    })
}

fn worst(rule: &RuleInfo) -> Result<Grade, ManifestFault> {
    let outcomes = "INFO, NEEDS_REVIEW, VIOLATION or PROHIBITED";
    let worst = plain_grade(rule.worst).ok_or_else(|| wrong(rule, "rules.worst", outcomes))?;
    match Certainty::try_from(rule.certainty) {
        Err(_) | Ok(Certainty::Unspecified) => Err(wrong(rule, "rules.certainty", "has to be set")),
        Ok(Certainty::Low) if worst > Grade::NeedsReview => {
            Err(wrong(rule, "rules.worst", "at most NEEDS_REVIEW where the certainty is LOW"))
        }
        Ok(_) => Ok(worst),
    }
}

fn intervals(rule: &RuleInfo) -> Result<Vec<(Date, Option<Date>)>, ManifestFault> {
    let read: Option<Vec<_>> = rule.in_force.iter().map(interval).collect();
    let spans = "civil days, each interval from an earlier to a later one";
    let read = read.filter(|all| !all.is_empty()).ok_or_else(|| wrong(rule, "rules.in_force", spans))?;
    for (earlier, later) in read.iter().zip(read.iter().skip(1)) {
        if earlier.1.is_none_or(|to| later.0 < to) {
            return Err(wrong(rule, "rules.in_force", "disjoint intervals, in order"));
        }
    }
    Ok(read)
}

fn interval(interval: &InForce) -> Option<(Date, Option<Date>)> {
    let from = Date::read(&interval.from)?;
    let to = interval.to.as_deref().map_or(Some(None), |to| Date::read(to).map(Some))?;
    to.is_none_or(|to| from < to).then_some((from, to))
}

/// Versions of one rule ("qa.x@2009", "qa.x@2015") are never in force on the same day.
fn disjoint(rules: &[RuleSummary]) -> Result<(), ManifestFault> {
    let mut versions: BTreeMap<&str, Vec<(Date, Option<Date>)>> = BTreeMap::new();
    for rule in rules {
        let base = rule.id.as_str().split_once('@').map_or(rule.id.as_str(), |(base, _)| base);
        versions.entry(base).or_default().extend(&rule.in_force);
    }
    for (base, mut intervals) in versions {
        intervals.sort();
        let overlap = intervals.iter().zip(intervals.iter().skip(1)).any(|(a, b)| a.1.is_none_or(|to| b.0 < to));
        if overlap {
            return Err(ManifestFault::Overlap(base.to_owned()));
        }
    }
    Ok(())
}

fn wrong(rule: &RuleInfo, field: &'static str, expected: &'static str) -> ManifestFault {
    ManifestFault::Value { field, value: rule.id.clone(), rule: expected }
}

#[cfg(test)]
mod tests {
    use comity_facts::v1::Outcome;

    use super::*;

    fn rule(id: &str, in_force: &[(&str, Option<&str>)]) -> RuleInfo {
        RuleInfo {
            id: id.into(),
            title: "t".into(),
            basis: "b".into(),
            in_force: in_force
                .iter()
                .map(|(from, to)| InForce { from: (*from).into(), to: to.map(Into::into) })
                .collect(),
            worst: Outcome::Violation.into(),
            addressees: vec![5],
            certainty: Certainty::Verified.into(),
            ..Default::default()
        }
    }

    #[test]
    fn checks_ids_order_and_intervals() {
        let open: &[(&str, Option<&str>)] = &[("2010-01-01", None)];
        let low = RuleInfo { certainty: Certainty::Low.into(), ..rule("qa.a", open) };
        let table = [
            (vec![rule("qa.a", open), rule("qa.b", open)], true),
            (vec![], false),
            (vec![rule("qa.b", open), rule("qa.a", open)], false),
            (vec![rule("qa.a", open), rule("qa.a", open)], false),
            (vec![rule("us.a", open)], false),
            (vec![rule("qat.a", open)], false),
            (vec![rule("qa.a", &[])], false),
            (vec![rule("qa.a", &[("2010-02-30", None)])], false),
            (vec![rule("qa.a", &[("2010-01-01", Some("2010-01-01"))])], false),
            (vec![rule("qa.a", &[("2010-01-01", Some("2011-01-01")), ("2011-01-01", None)])], true),
            (vec![rule("qa.a", &[("2010-01-01", Some("2011-01-01")), ("2010-12-31", None)])], false),
            (vec![rule("qa.a", &[("2010-01-01", None), ("2011-01-01", None)])], false),
            (
                vec![rule("qa.a@1", &[("2010-01-01", Some("2011-01-01"))]), rule("qa.a@2", &[("2011-01-01", None)])],
                true,
            ),
            (vec![rule("qa.a@1", open), rule("qa.a@2", &[("2011-01-01", None)])], false),
            (vec![low.clone()], false),
            (vec![RuleInfo { worst: Outcome::NeedsReview.into(), ..low }], true),
            (vec![RuleInfo { worst: Outcome::Exempt.into(), ..rule("qa.a", open) }], false),
            (vec![RuleInfo { certainty: 0, ..rule("qa.a", open) }], false),
            (vec![RuleInfo { addressees: vec![], ..rule("qa.a", open) }], false),
        ];
        for (rules, ok) in table {
            let read = Rules::read(&rules, &"qa".parse().unwrap());
            assert_eq!(read.is_ok(), ok, "{rules:?}: {read:?}");
        }
    }
}
