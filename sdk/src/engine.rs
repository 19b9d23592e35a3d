//! Runs the rules of a plugin over one record: what follows from a declaration, done once.
//!
//! For each rule and subject: is its part there (else not assessed), is the subject a fact by the evaluation date, is the
//! rule in force on the day of that fact, and what does the check say. An absent field that would decide becomes
//! INSUFFICIENT_DATA; the certainty caps the outcome; what the check read becomes evidence.

use std::{cmp::Ordering, rc::Rc};

use comity_facts::{
    Date, Missing, Part, Truth,
    v1::{
        Consequence, Evidence, EvidenceSource, Exemption, Finding, LegalBasis, Message, MessageParameter, NotAssessed,
        Outcome, Subject, Verdict,
    },
};
use prost::Message as _;

use crate::{
    Answer, Case, Check, Checked, Found, Plugin, Rule, Validity, rule,
    subjects::{self, Asked, Fact},
};

/// A plugin's verdict on a case.
pub fn run(plugin: &Plugin, case: &Case<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    if let Some(scope) = plugin.scope {
        case.trace.clear();
        if let Truth::No = (scope.reaches)(case) {
            verdict.not_applicable = Some(scope.otherwise.to_owned());
            return verdict;
        }
    }
    for rule in plugin.all_rules() {
        run_rule(rule, case, &mut verdict);
    }
    verdict.findings = case.found.take().into_iter().map(Rc::unwrap_or_clone).collect();
    verdict.findings.sort_by(in_order);
    verdict.silent.sort();
    verdict.not_in_force.sort();
    verdict.not_assessed.sort_by(|a, b| a.part.cmp(&b.part));
    for entry in &mut verdict.not_assessed {
        entry.rule_ids.sort();
    }
    verdict
}

/// The canonical order: rule, subject, first day of the fact; what is alike in all of these by its encoding.
fn in_order(a: &Finding, b: &Finding) -> Ordering {
    a.rule_id
        .cmp(&b.rule_id)
        .then_with(|| subject(a).cmp(&subject(b)))
        .then_with(|| a.fact_from.cmp(&b.fact_from))
        .then_with(|| a.encode_to_vec().cmp(&b.encode_to_vec()))
}

fn subject(finding: &Finding) -> (i32, &str) {
    finding.subject.as_ref().map_or((0, ""), |s| (s.kind, s.id.as_str()))
}

/// How far a rule came over all its subjects.
#[derive(Default)]
struct Progress {
    found: bool,
    checked: bool,
    out_of_force: bool,
}

fn run_rule(rule: &Rule, case: &Case<'_>, verdict: &mut Verdict) {
    if let Some(part) = absent_part(rule, case) {
        not_assessed(verdict, part, rule.id);
        return;
    }
    let mut progress = Progress::default();
    match rule.check {
        Check::Attached(check) => attach(rule, check, case, on_its_day, &mut progress),
        Check::AttachedToday(check) => attach(rule, check, case, |case, _| subjects::today(case), &mut progress),
        check => subjects::walk(case, check, &mut |asked, check| {
            ask(rule, case, asked, check, &mut progress);
        }),
    }
    let idle = !progress.checked && (progress.out_of_force || rule.version_on(case.as_of).is_none());
    if progress.found {
    } else if idle {
        verdict.not_in_force.push(rule.id.to_owned());
    } else if let Some(part) = subjects::unwalked(rule.check, case) {
        not_assessed(verdict, part, rule.id);
    } else {
        verdict.silent.push(rule.id.to_owned());
    }
}

fn absent_part(rule: &Rule, case: &Case<'_>) -> Option<Part> {
    let needed = || rule.needs.iter().copied().find(|part| !case.has(*part));
    subjects::absent_part(rule.check, case).or_else(needed)
}

fn not_assessed(verdict: &mut Verdict, part: Part, rule: &str) {
    if let Some(entry) = verdict.not_assessed.iter_mut().find(|entry| entry.part == part.name()) {
        entry.rule_ids.push(rule.to_owned());
    } else {
        let entry = NotAssessed { part: part.name().to_owned(), rule_ids: vec![rule.to_owned()], vouched_for: false };
        verdict.not_assessed.push(entry);
    }
}

fn ask(rule: &Rule, case: &Case<'_>, asked: Asked<'_>, check: &mut dyn FnMut() -> Checked, progress: &mut Progress) {
    case.trace.clear();
    let (day, from, to) = match &asked.fact {
        Fact::On { day, from, to } => (*day, *from, *to),
        Fact::Elsewhen => return,
        // Without its date nobody knows which law it falls under: every version there has been so far asks for it.
        Fact::Unknown(missing) => {
            let found = open(missing.clone());
            return match rule.in_force.iter().find(|v| v.from <= case.as_of) {
                Some(version) => complete(rule, case, &asked, Some(*version), (None, None), found, progress),
                None => progress.out_of_force = true,
            };
        }
    };
    let Some(version) = rule.version_on(day) else {
        progress.out_of_force = true;
        return;
    };
    progress.checked = true;
    case.set_day(day);
    let found = match check() {
        Ok(Answer::Silent) => None,
        Ok(Answer::Fires(found)) => Some(*found),
        Ok(Answer::Open(missing)) | Err(missing) => Some(open(missing)),
    };
    #[cfg(debug_assertions)]
    declared(rule, case);
    if let Some(found) = found {
        let from = from.map(|from| from.max(version.from)).max(found.since);
        complete(rule, case, &asked, Some(version), (from, to), found, progress);
    }
}

fn open(missing: Missing) -> Found {
    let outcome = if missing.review { Outcome::NeedsReview } else { Outcome::InsufficientData };
    let mut found = Found::new(outcome);
    found.missing = Some(missing);
    found.open = true;
    found
}

fn attach(
    rule: &Rule,
    check: fn(&Case<'_>, &Finding) -> Checked,
    case: &Case<'_>,
    fact: fn(&Case<'_>, &Finding) -> Fact,
    progress: &mut Progress,
) {
    let earlier = case.found.borrow().clone();
    for finding in earlier.iter().map(Rc::as_ref) {
        let (kind, id) = finding.subject.as_ref().map(|s| (s.kind(), s.id.as_str())).unwrap_or_default();
        ask(rule, case, Asked { kind, id, fact: fact(case, finding) }, &mut || check(case, finding), progress);
    }
}

fn on_its_day(case: &Case<'_>, finding: &Finding) -> Fact {
    let day = finding.fact_from.as_deref().and_then(Date::read).unwrap_or(case.as_of);
    Fact::On { day, from: Some(day), to: finding.fact_to.as_deref().and_then(Date::read) }
}

/// Fills in what the declaration says and keeps the finding.
fn complete(
    rule: &Rule,
    case: &Case<'_>,
    asked: &Asked<'_>,
    version: Option<Validity>,
    (from, to): (Option<Date>, Option<Date>),
    found: Found,
    progress: &mut Progress,
) {
    progress.found = true;
    progress.checked = true;
    let (kind, id) = found.subject.clone().unwrap_or((asked.kind, asked.id.to_owned()));
    let outcome = rule::capped(rule.certainty, found.outcome);
    let shown = if found.exemption.is_some() { Outcome::Exempt } else { outcome };
    let missing = found.missing.as_ref().map(|m| m.fields.iter().map(|f| case.trace.path(*f)).collect());
    let missing: Vec<String> = missing.unwrap_or_default();
    let finding = Finding {
        rule_id: rule.id.to_owned(),
        subject: Some(Subject { kind: kind.into(), id }),
        outcome: shown.into(),
        addressees: addressees(rule, &found),
        basis: Some(LegalBasis {
            citation: rule.basis.to_owned(),
            in_force_from: version.map(|v| v.from.to_string()),
            in_force_to: version.and_then(|v| v.to).map(|to| to.to_string()),
        }),
        fact_from: from.map(|d| d.to_string()),
        fact_to: to.map(|d| d.to_string()),
        evidence: evidence(case, &found),
        consequence: consequence(rule, &found),
        referrals: rule.referrals.iter().map(|&r| r.to_owned()).collect(),
        message: Some(message(rule, shown, &found, &missing)),
        certainty: rule.certainty.into(),
        exemption: found.exemption.as_ref().map(|(id, ground)| Exemption {
            id: id.clone(),
            displaces: outcome.into(),
            ground: (*ground).to_owned(),
        }),
        missing,
        attributes: parameters(&found.attributes),
    };
    case.found.borrow_mut().push(Rc::new(finding));
}

fn addressees(rule: &Rule, found: &Found) -> Vec<i32> {
    let chosen = found.addressees.as_deref().unwrap_or(rule.addressees);
    chosen.iter().map(|&a| a.into()).collect()
}

fn consequence(rule: &Rule, found: &Found) -> Option<Consequence> {
    let text = found.consequence.clone().unwrap_or_else(|| rule.consequence.to_owned());
    let due_on = found.due_on.map(|d| d.to_string());
    (!text.is_empty() || due_on.is_some()).then_some(Consequence { text, due_on })
}

/// What was read and derived, each once.
fn evidence(case: &Case<'_>, found: &Found) -> Vec<Evidence> {
    let read = case.trace.reads().into_iter().map(|read| Evidence {
        path: case.trace.path(read.field),
        value: read.value.to_string(),
        source: EvidenceSource::Asserted.into(),
    });
    let derived = found.derived.iter().map(|(name, value)| Evidence {
        path: (*name).to_owned(),
        value: value.clone(),
        source: EvidenceSource::Derived.into(),
    });
    let mut evidence: Vec<_> = read.collect();
    for one in derived {
        if !evidence.iter().any(|earlier| earlier.path == one.path) {
            evidence.push(one);
        }
    }
    evidence
}

fn parameters(pairs: &[(&'static str, String)]) -> Vec<MessageParameter> {
    pairs.iter().map(|(name, value)| MessageParameter { name: (*name).to_owned(), value: value.clone() }).collect()
}

fn message(rule: &Rule, shown: Outcome, found: &Found, missing: &[String]) -> Message {
    if found.open {
        // The check gave no answer, so its message and parameters have nothing to say.
        let (suffix, says) = match shown {
            Outcome::NeedsReview => ("open", "For review, since it cannot be judged"),
            _ => ("insufficient_data", "Cannot be judged"),
        };
        let text = format!("{says}: {} is not recorded. Asked: {}.", missing.join(", "), rule.title);
        return Message { key: format!("{}.{suffix}", rule.id), parameters: Vec::new(), text };
    }
    let (key, template) = match found.message {
        Some((suffix, template)) => (format!("{}.{suffix}", rule.id), template),
        None => (rule.id.to_owned(), rule.says),
    };
    let mut text = found
        .parameters
        .iter()
        .fold(template.to_owned(), |text, (name, value)| text.replace(&["{", name, "}"].concat(), value));
    debug_assert!(!text.contains('{'), "rule `{}` says `{text}`: give every parameter with `with`", rule.id);
    if let Some((id, ground)) = &found.exemption {
        text = format!("{text} Covered by an exemption: {ground} ({id}).");
    } else if !missing.is_empty() {
        text = format!("{text} For review, since {} is not recorded.", missing.join(", "));
    }
    Message { key, parameters: parameters(&found.parameters), text }
}

/// In debug builds: a check reads only what its rule declares, so that the manifest is true and the host hands over
/// enough.
#[cfg(debug_assertions)]
fn declared(rule: &Rule, case: &Case<'_>) {
    for read in case.trace.reads() {
        let path = without_indexes(&case.trace.path(read.field));
        let covered = rule
            .fields()
            .any(|field| field == path || field.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.')));
        assert!(covered, "rule `{}` reads `{path}`, which its `reads` does not declare", rule.id);
    }
}

/// A path with its indexes taken out: `wages.items[0].payee` is `wages.items.payee`.
#[cfg(debug_assertions)]
pub(crate) fn without_indexes(path: &str) -> String {
    let mut inside = false;
    path.chars()
        .filter(|&c| {
            inside = (inside || c == '[') && c != ']';
            !(inside || c == ']')
        })
        .collect()
}
