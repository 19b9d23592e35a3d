//! What changed between two days: findings that began, ended, or have another answer; and the jurisdictions' own answers.
//! Versions of one rule ("@YYYY") are one rule here, so that a new version of the law changes a finding and does not end one.

use std::collections::{BTreeMap, BTreeSet};

use comity_facts::v1::{
    ChangeKind, ChangeReason, ChangeReasonKind, Finding, JurisdictionVerdict, TimelineChange, VerdictStatus,
};

use super::{Judged, Known, reasons, same::same};

/// The rule without its version, and the subject.
type Key<'a> = (&'a str, i32, &'a str);

/// Every finding of a day, as something that was there before the range began.
pub(super) fn standing(Judged { decision, .. }: Judged<'_>) -> Vec<TimelineChange> {
    let reason = ChangeReason {
        kind: ChangeReasonKind::RangeBegan.into(),
        text: "it stands on the first day of the range".to_owned(),
        path: None,
    };
    let began = |part: &JurisdictionVerdict, finding: &Finding| TimelineChange {
        jurisdiction: part.jurisdiction.clone(),
        kind: ChangeKind::Began.into(),
        before: None,
        after: Some(finding.clone()),
        reasons: vec![reason.clone()],
    };
    let parts = decision.jurisdictions.iter();
    parts.flat_map(|part| findings(part).iter().map(move |finding| (part, finding))).map(|(p, f)| began(p, f)).collect()
}

/// What is not the same on the two days, with the reasons.
pub(super) fn between(before: Judged<'_>, after: Judged<'_>, known: &Known) -> Vec<TimelineChange> {
    let nothing = JurisdictionVerdict::default();
    let (first, second) = (by_jurisdiction(before), by_jurisdiction(after));
    let names: BTreeSet<_> = first.keys().chain(second.keys()).copied().collect();
    let mut changes = Vec::new();
    for name in names {
        let one = first.get(name).copied().unwrap_or(&nothing);
        let other = second.get(name).copied().unwrap_or(&nothing);
        let of_findings = of_findings((one, before), (other, after));
        let own = own(one, other, of_findings.is_empty());
        changes.extend(own.map(|()| change(name, ChangeKind::Jurisdiction, None, None)));
        changes.extend(of_findings.into_iter().map(|(kind, old, new)| change(name, kind, old, new)));
    }
    reasons::explain(&mut changes, (&first, &second), after.day, known);
    changes
}

fn by_jurisdiction(judged: Judged<'_>) -> BTreeMap<&str, &JurisdictionVerdict> {
    judged.decision.jurisdictions.iter().map(|part| (part.jurisdiction.as_str(), part)).collect()
}

fn change(jurisdiction: &str, kind: ChangeKind, before: Option<&Finding>, after: Option<&Finding>) -> TimelineChange {
    TimelineChange {
        jurisdiction: jurisdiction.to_owned(),
        kind: kind.into(),
        before: before.cloned(),
        after: after.cloned(),
        reasons: Vec::new(),
    }
}

/// Whether the jurisdiction's own answer changed. Bounds follow from findings where those changed.
fn own(before: &JurisdictionVerdict, after: &JurisdictionVerdict, findings_same: bool) -> Option<()> {
    let silent = |part: &JurisdictionVerdict| part.status() == VerdictStatus::Unspecified;
    let status = before.status != after.status && !silent(before) && !silent(after);
    let incomplete = before.cause != after.cause || hits(before) != hits(after);
    let bounds = findings_same && before.bounds != after.bounds;
    (status || incomplete || bounds).then_some(())
}

/// Who resembles whom, and how much.
fn hits(part: &JurisdictionVerdict) -> Vec<(&str, &str, &str, i32)> {
    let all = part.screening.iter().flat_map(|screening| &screening.hits);
    all.map(|hit| (hit.party.as_str(), hit.list.as_str(), hit.entry.as_str(), hit.band)).collect()
}

type Pair<'a> = (ChangeKind, Option<&'a Finding>, Option<&'a Finding>);

fn of_findings<'a>(
    (before, on): (&'a JurisdictionVerdict, Judged<'_>),
    (after, then): (&'a JurisdictionVerdict, Judged<'_>),
) -> Vec<Pair<'a>> {
    let (mut first, mut second) = (by_key(before), by_key(after));
    let keys: BTreeSet<_> = first.keys().chain(second.keys()).copied().collect();
    let mut changes = Vec::new();
    for key in keys {
        let (mut old, mut new) = (first.remove(&key).unwrap_or_default(), second.remove(&key).unwrap_or_default());
        old.retain(|finding| {
            let twin = new.iter().position(|other| same((finding, on.day), (other, then.day)));
            twin.map(|place| new.remove(place)).is_none()
        });
        for place in 0..old.len().max(new.len()) {
            let (one, other) = (old.get(place).copied(), new.get(place).copied());
            changes.push((kind(one, other), one, other));
        }
    }
    changes
}

fn kind(before: Option<&Finding>, after: Option<&Finding>) -> ChangeKind {
    match (before, after) {
        (None, _) => ChangeKind::Began,
        (_, None) => ChangeKind::Ended,
        (Some(before), Some(after)) if before.outcome != after.outcome => ChangeKind::Outcome,
        (Some(_), Some(_)) => ChangeKind::Detail,
    }
}

fn by_key(part: &JurisdictionVerdict) -> BTreeMap<Key<'_>, Vec<&Finding>> {
    let mut by_key = BTreeMap::<_, Vec<_>>::new();
    for finding in findings(part) {
        let subject = finding.subject.as_ref().map_or((0, ""), |subject| (subject.kind, subject.id.as_str()));
        by_key.entry((unversioned(&finding.rule_id), subject.0, subject.1)).or_default().push(finding);
    }
    by_key
}

fn findings(part: &JurisdictionVerdict) -> &[Finding] {
    part.verdict.as_ref().map_or(&[], |verdict| verdict.findings.as_slice())
}

/// The rule without its version.
pub(super) fn unversioned(rule: &str) -> &str {
    rule.split('@').next().unwrap_or_default()
}
