//! From what a check found to a finding: the declaration supplies the rest, and everything is written once, in the order
//! of `comity.v1.Finding`.

use comity_facts::{
    Date,
    v1::{EvidenceSource, Exemption, Outcome, Subject},
};

use crate::{
    Case, Found, Made, Rule, Validity,
    bounded::bounded,
    encode::{date, message, message_if_any, number, numbers, text, text_if_any},
    evidence::EVIDENCE,
    listing, rule,
};

/// What the engine knows of a finding beside what the check found.
pub(crate) struct About<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) subject: Subject,
    pub(crate) version: Option<Validity>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
}

/// Makes the finding.
pub(crate) fn make(case: &Case<'_>, about: About<'_>, found: Found) -> Made {
    let About { rule, subject, version, from, to } = about;
    let capped = rule::capped(rule.certainty, found.outcome);
    let outcome = if found.exemption.is_some() { Outcome::Exempt } else { capped };
    let exemption = found.exemption.as_ref().map(|(id, ground)| Exemption {
        id: id.clone(),
        displaces: capped.into(),
        ground: (*ground).to_owned(),
    });
    let addressees = found.addressees.clone().unwrap_or_else(|| rule.bound_in(version));
    let open = Open::of(case, &found);
    #[cfg(debug_assertions)]
    declared(rule, capped, &addressees, !open.missing.is_empty() || !found.lacks.is_empty());
    #[cfg(debug_assertions)]
    assert!(
        found.referrals.unwrap_or_default().iter().all(|body| rule.referrals.contains(body)),
        "`{}` goes to a body that it does not declare",
        rule.id
    );

    let mut encoded = Vec::with_capacity(1024);
    let out = &mut encoded;
    text_if_any(out, 1, rule.id);
    message(out, 2, |out| {
        number(out, 1, subject.kind);
        text_if_any(out, 2, &subject.id);
    });
    number(out, 3, outcome.into());
    numbers(out, 4, addressees.iter().map(|&addressee| addressee.into()));
    message(out, 5, |out| basis(out, rule, version));
    date(out, 6, from);
    date(out, 7, to);
    evidence(out, case, &found);
    consequence(out, rule, &found);
    for referral in found.referrals.unwrap_or(rule.referrals) {
        text(out, 10, referral);
    }
    message(out, 11, |out| says(out, rule, outcome, &found, &open));
    number(out, 12, rule.certainty.into());
    if let Some(exemption) = &exemption {
        message(out, 13, |out| {
            text_if_any(out, 1, &exemption.id);
            number(out, 2, exemption.displaces);
            text_if_any(out, 3, &exemption.ground);
        });
    }
    for field in open.missing.iter().chain(&found.lacks) {
        text(out, 14, field);
    }
    parameters(out, 15, &found.attributes);
    let message = found.message.map(|(suffix, _)| suffix);
    Made {
        rule_id: rule.id,
        subject,
        exemption,
        outcome,
        message,
        addressees,
        fact_from: from,
        fact_to: to,
        missing: found.missing,
        encoded,
    }
}

/// In debug builds: a finding keeps to what its rule declares, as the host will see to.
#[cfg(debug_assertions)]
fn declared(rule: &Rule, outcome: Outcome, addressees: &[comity_facts::v1::Addressee], lacks: bool) {
    let Rule { id, .. } = rule;
    if outcome == Outcome::InsufficientData {
        assert!(lacks, "`{id}` is INSUFFICIENT_DATA without the fields that are missing");
    } else {
        let worst = rule.worst_shown();
        assert!(outcome <= worst, "`{id}` is {outcome:?}, which is worse than {worst:?}, its declared `worst`");
    }
    let strange = addressees.iter().find(|&&addressee| rule.bound().all(|bound| bound != addressee));
    assert!(strange.is_none(), "`{id}` binds {strange:?}, which it does not declare");
}

fn basis(out: &mut Vec<u8>, rule: &Rule, version: Option<Validity>) {
    text_if_any(out, 1, rule.basis);
    date(out, 2, version.map(|version| version.from));
    date(out, 3, version.and_then(|version| version.to));
}

/// What was read and derived, each once.
fn evidence(out: &mut Vec<u8>, case: &Case<'_>, found: &Found) {
    let mut read = case.evidence.borrow_mut();
    read.write(case.trace, out);
    let mut shown: Vec<&str> = Vec::new();
    for (name, value) in &found.derived {
        if shown.contains(name) || read.has(case.trace, name) {
            continue;
        }
        shown.push(name);
        message(out, EVIDENCE, |out| {
            text_if_any(out, 1, name);
            text_if_any(out, 2, value);
            number(out, 3, EvidenceSource::Derived.into());
        });
    }
}

fn consequence(out: &mut Vec<u8>, rule: &Rule, found: &Found) {
    let says = found.consequence.as_deref().unwrap_or(rule.consequence);
    if !says.is_empty() || found.due_on.is_some() {
        message(out, 9, |out| {
            text_if_any(out, 1, says);
            date(out, 2, found.due_on);
        });
    }
}

fn parameters(out: &mut Vec<u8>, field: u8, pairs: &[(&'static str, String)]) {
    for (name, value) in pairs {
        message(out, field, |out| {
            text_if_any(out, 1, name);
            text_if_any(out, 2, value);
        });
    }
}

/// The message: its key, its parameters, and the text for people.
fn says(out: &mut Vec<u8>, rule: &Rule, outcome: Outcome, found: &Found, open: &Open) {
    if found.open {
        // The check gave no answer, so its message and parameters have nothing to say.
        let (suffix, says) = match outcome {
            Outcome::NeedsReview => ("open", "For review, since it cannot be judged"),
            _ => ("insufficient_data", "Cannot be judged"),
        };
        key(out, rule, Some(suffix));
        text_if_any(out, 3, &format!("{says}: {}. Asked: {}.", open.reasons(), rule.title));
        return;
    }
    let (suffix, template) = found.message.map_or((None, rule.says), |(suffix, template)| (Some(suffix), template));
    key(out, rule, suffix);
    parameters(out, 2, &found.parameters);
    message_if_any(out, 3, |out| {
        fill(out, rule, template, &found.parameters);
        if let Some((id, ground)) = &found.exemption {
            out.extend_from_slice(format!(" Covered by an exemption: {ground} ({id}).").as_bytes());
        } else if !open.is_empty() {
            let says = if outcome == Outcome::NeedsReview { "For review, since" } else { "An exemption may cover it:" };
            out.extend_from_slice(format!(" {says} {}.", open.reasons()).as_bytes());
        }
    });
}

/// What a table of the plugin begins with among what is missing.
const TABLE: &str = "reference.";

/// What keeps an answer open.
struct Open {
    /// Fields of the record that are absent, and tables that have no value.
    missing: Vec<String>,
    /// Entries of lists that parties resemble.
    resembles: Vec<String>,
}

impl Open {
    fn of(case: &Case<'_>, found: &Found) -> Self {
        let mut open = Self { missing: Vec::new(), resembles: Vec::new() };
        for path in found.missing.iter().flat_map(|missing| &missing.fields).map(|field| case.trace.path(*field)) {
            match listing::place(&path).and_then(|place| case.hits.get(place)) {
                None => open.missing.push(path),
                Some(hit) => open.resembles.push(format!("`{}` may be {} of {}", hit.party, hit.entry, hit.list)),
            }
        }
        open
    }

    fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.resembles.is_empty()
    }

    fn reasons(&self) -> String {
        let (tables, fields): (Vec<&str>, Vec<&str>) =
            self.missing.iter().map(String::as_str).partition(|path| path.starts_with(TABLE));
        let resembles = (!self.resembles.is_empty()).then(|| bounded(self.resembles.join(", and ")));
        let absent = (!fields.is_empty()).then(|| format!("{} is not recorded", bounded(fields.join(", "))));
        let without = tables.iter().map(|path| {
            let table = path.trim_start_matches(TABLE).replace('_', " ");
            format!("the table of {table} has no value for it")
        });
        resembles.into_iter().chain(absent).chain(without).collect::<Vec<_>>().join(", and ")
    }
}

fn key(out: &mut Vec<u8>, rule: &Rule, suffix: Option<&str>) {
    message(out, 1, |out| {
        out.extend_from_slice(rule.id.as_bytes());
        if let Some(suffix) = suffix {
            out.push(b'.');
            out.extend_from_slice(suffix.as_bytes());
        }
    });
}

/// Writes a template with each `{name}` replaced by the parameter of that name.
fn fill(out: &mut Vec<u8>, rule: &Rule, template: &str, parameters: &[(&'static str, String)]) {
    let mut pieces = template.split('{');
    out.extend_from_slice(pieces.next().unwrap_or_default().as_bytes());
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
        let value = parameters.iter().find(|(parameter, _)| *parameter == name).map(|(_, value)| value.as_str());
        debug_assert!(value.is_some(), "rule `{}` says `{{{name}}}`: give every parameter with `with`", rule.id);
        out.extend_from_slice(value.unwrap_or_default().as_bytes());
        out.extend_from_slice(rest.as_bytes());
    }
}
