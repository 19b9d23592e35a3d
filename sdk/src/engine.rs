//! Runs the rules of a plugin over one record: what follows from a declaration, done once.
//!
//! For each rule and subject: is its part there (else not assessed), is the subject a fact by the evaluation date, is the
//! rule in force on the day of that fact, and what does the check say. An absent field that would decide becomes
//! INSUFFICIENT_DATA; the certainty caps the outcome; what the check read becomes evidence.

use std::rc::Rc;

use comity_facts::{
    Date, FieldAt, Missing, Part, Truth,
    v1::{Outcome, Subject},
};

use crate::{
    Answer, Case, Check, Checked, Found, Made, Plugin, Rule, Validity, encode,
    finding::{self, About},
    listing, order,
    subjects::{self, Asked, Fact},
};

/// A plugin's verdict on a case, encoded.
pub fn run(plugin: &Plugin, case: &Case<'_>) -> Vec<u8> {
    if let Some(scope) = plugin.scope {
        case.trace.clear();
        if let Truth::No = (scope.reaches)(case) {
            let mut not_applicable = Vec::new();
            encode::text(&mut not_applicable, 5, scope.otherwise);
            #[cfg(debug_assertions)]
            as_prost_would::<comity_facts::v1::Verdict>(&not_applicable);
            return not_applicable;
        }
    }
    let mut heard = Heard { silent: Vec::with_capacity(64), ..Heard::default() };
    case.found.borrow_mut().reserve(32);
    for rule in plugin.all_rules() {
        run_rule(rule, case, &mut heard);
    }
    let mut found = Vec::new();
    for made in case.found.take() {
        order::put(&mut found, made, |a, b| a.place().cmp(&b.place()));
    }
    heard.encode(&found)
}

/// What the rules said that found nothing, in order of their ids; that of parts, by name.
#[derive(Default)]
struct Heard {
    silent: Vec<&'static str>,
    not_in_force: Vec<&'static str>,
    not_assessed: Vec<(Part, Vec<&'static str>)>,
}

impl Heard {
    /// Everything as a `comity.v1.Verdict`, in its canonical order.
    fn encode(&self, found: &[Rc<Made>]) -> Vec<u8> {
        let bytes: usize = found.iter().map(|made| made.encoded.len() + 4).sum();
        let mut out = Vec::with_capacity(bytes + 4096);
        for made in found {
            encode::message(&mut out, 1, |out| out.extend_from_slice(&made.encoded));
        }
        for rule in &self.silent {
            encode::text(&mut out, 2, rule);
        }
        for rule in &self.not_in_force {
            encode::text(&mut out, 3, rule);
        }
        for (part, rules) in &self.not_assessed {
            encode::message(&mut out, 4, |out| {
                encode::text(out, 1, part.name());
                for rule in rules {
                    encode::text(out, 2, rule);
                }
            });
        }
        #[cfg(debug_assertions)]
        as_prost_would::<comity_facts::v1::Verdict>(&out);
        out
    }
}

/// How far a rule came over all its subjects.
#[derive(Default)]
struct Progress {
    found: bool,
    checked: bool,
    out_of_force: bool,
}

fn run_rule(rule: &Rule, case: &Case<'_>, heard: &mut Heard) {
    if let Some(part) = absent_part(rule, case) {
        not_assessed(heard, part, rule.id);
        return;
    }
    let mut progress = Progress::default();
    match rule.check {
        Check::Attached(check) => attach(rule, check, case, on_its_day, &mut progress),
        Check::AttachedToday(check) => attach(rule, check, case, |_, _| Fact::Today, &mut progress),
        check => subjects::walk(case, check, &mut |asked, check| {
            ask(rule, case, asked, check, &mut progress);
        }),
    }
    let idle = !progress.checked && (progress.out_of_force || rule.version_on(case.as_of).is_none());
    if progress.found {
    } else if idle {
        by_id(&mut heard.not_in_force, rule.id);
    } else if let Some(part) = subjects::unwalked(rule.check, case) {
        not_assessed(heard, part, rule.id);
    } else {
        by_id(&mut heard.silent, rule.id);
    }
}

fn absent_part(rule: &Rule, case: &Case<'_>) -> Option<Part> {
    let needed = || rule.needs.iter().copied().find(|part| !case.has(*part));
    subjects::absent_part(rule.check, case).or_else(needed)
}

fn not_assessed(heard: &mut Heard, part: Part, rule: &'static str) {
    if let Some((_, rules)) = heard.not_assessed.iter_mut().find(|(absent, _)| *absent == part) {
        by_id(rules, rule);
    } else {
        let mut rules = Vec::with_capacity(16);
        rules.push(rule);
        order::put(&mut heard.not_assessed, (part, rules), |(a, _), (b, _)| a.name().cmp(b.name()));
    }
}

fn by_id(rules: &mut Vec<&'static str>, rule: &'static str) {
    order::put(rules, rule, Ord::cmp);
}

fn ask(rule: &Rule, case: &Case<'_>, asked: Asked<'_>, check: &mut dyn FnMut() -> Checked, progress: &mut Progress) {
    case.trace.clear();
    let (day, from, to) = match &asked.fact {
        Fact::On { day, from, to } => (*day, *from, *to),
        Fact::Today => (case.as_of, None, None),
        Fact::Elsewhen => return,
        // Without its date nobody knows which law it falls under: every version there has been so far asks for it.
        Fact::Unknown(missing) => {
            let found = open(rule, case, missing.clone());
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
        Ok(Answer::Open(missing)) | Err(missing) => Some(open(rule, case, missing)),
    };
    #[cfg(debug_assertions)]
    declared(rule, case);
    if let Some(found) = found {
        let from = match asked.fact {
            Fact::Today => Some(found.since.map_or(day, |since| since.max(version.from))),
            _ => from.map(|from| from.max(version.from)).max(found.since),
        };
        complete(rule, case, &asked, Some(version), (from, to), found, progress);
    }
}

/// Stands for an answer that is missing. It asks for review only where the rule may: the host refuses a verdict with an
/// answer worse than its rule declares, so that one field would cost all the others.
fn open(rule: &Rule, case: &Case<'_>, missing: Missing) -> Found {
    let review = missing.review && Outcome::NeedsReview <= rule.worst_shown();
    let mut found = Found::new(if review { Outcome::NeedsReview } else { Outcome::InsufficientData });
    // What a party resembles is no field of the record; what would decide are the lists that the record asserts.
    let resembles = |field: &FieldAt| listing::place(&case.trace.path(*field)).is_some();
    if !review && missing.fields.iter().all(resembles) {
        found.lacks.push("parties.items.lists".to_owned());
    }
    found.missing = Some(missing);
    found.open = true;
    // Of a follow-up the bodies are those whose way is open: where that cannot be judged it goes to none.
    if matches!(rule.check, Check::Followup(_)) {
        found.referrals = Some(&[]);
    }
    found
}

fn attach(
    rule: &Rule,
    check: fn(&Case<'_>, &Made) -> Checked,
    case: &Case<'_>,
    fact: fn(&Case<'_>, &Made) -> Fact,
    progress: &mut Progress,
) {
    let earlier = case.found.borrow().clone();
    for made in earlier.iter().map(Rc::as_ref) {
        let (kind, id) = (made.subject.kind(), made.subject.id.as_str());
        ask(rule, case, Asked { kind, id, fact: fact(case, made) }, &mut || check(case, made), progress);
    }
}

fn on_its_day(case: &Case<'_>, made: &Made) -> Fact {
    let day = made.fact_from.unwrap_or(case.as_of);
    Fact::On { day, from: Some(day), to: made.fact_to }
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
    let subject = Subject { kind: kind.into(), id };
    let made = finding::make(case, About { rule, subject, version, from, to }, found);
    #[cfg(debug_assertions)]
    as_prost_would::<comity_facts::v1::Finding>(&made.encoded);
    let mut all = case.found.borrow_mut();
    // Several checks of a rule that lack the same field of one subject say one thing.
    let of_rule = all.iter().rev().take_while(|earlier| earlier.rule_id == rule.id);
    if !of_rule.into_iter().any(|earlier| earlier.encoded == made.encoded) {
        all.push(Rc::new(made));
    }
}

/// In debug builds: a message is encoded as prost would, which is the form the host takes without a second look.
#[cfg(debug_assertions)]
fn as_prost_would<M: prost::Message + Default>(encoded: &[u8]) {
    let decoded = M::decode(encoded).map(|message| message.encode_to_vec());
    assert_eq!(decoded.as_deref(), Ok(encoded), "an encoding of our own");
}

/// In debug builds: a check reads only what its rule declares, so that the manifest is true and the host hands over
/// enough. Hits of screening come with the lists that the record asserts: by these the host knows what turns on screening.
#[cfg(debug_assertions)]
fn declared(rule: &Rule, case: &Case<'_>) {
    for path in case.trace.paths() {
        let path = without_indexes(&path);
        let path = if path.starts_with("hits.") { "parties.items.lists".to_owned() } else { path };
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
