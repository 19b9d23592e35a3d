//! What other plugins said, as a follow-up hears it. A plugin that failed, was not asked or is not there said nothing: that is
//! told with its reason, and is never taken for "nothing found".

use comity_facts::{
    Missing, Part,
    v1::{Finding, JurisdictionVerdict, Outcome, SubjectKind, Verdict, VerdictStatus},
};

use crate::Case;

/// What one plugin said of the record.
#[derive(Clone, Debug)]
pub enum Heard<'r> {
    /// Its verdict.
    Said(&'r Verdict),
    /// Its law does not reach the record.
    OutOfReach,
    /// Nothing: it was asked and gave no verdict. In words.
    Failed(String),
    /// Nothing: nobody asked it, or it is not there. In words.
    Unasked(String),
}

/// Rows of one plugin, by id; `*` at the end of one stands for whatever follows.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// The plugin.
    pub plugin: &'static str,
    /// The rows.
    pub ids: &'static [&'static str],
    /// They are the law that binds: what is INFO under them breaks nothing. Else they are a standard, and INFO says that it is
    /// missed where it does not bind.
    pub binding: bool,
    /// Of rows that ask about several matters the one that counts; all of them, where none is named.
    pub matter: Option<Matter>,
}

/// One of several matters that a row asks about.
#[derive(Clone, Copy, Debug)]
pub struct Matter {
    /// What its findings are about.
    pub subject: SubjectKind,
    /// Parts of the record that only the other matters are judged by.
    pub besides: &'static [Part],
}

impl Rows {
    /// Whether a finding under them is about what counts.
    fn count(&self, finding: &Finding) -> bool {
        let kind = finding.subject.as_ref().map(comity_facts::v1::Subject::kind);
        self.matter.is_none_or(|matter| kind == Some(matter.subject))
    }

    /// Whether what counts was not judged for want of a part.
    fn lack(&self, part: &str) -> bool {
        self.matter.is_none_or(|matter| matter.besides.iter().all(|other| other.name() != part))
    }
}

/// What some rows came to.
#[derive(Clone, Debug, Default)]
pub struct Hearing {
    /// Rules that are broken, each once.
    pub broken: Vec<String>,
    /// Rules that are for review.
    pub review: Vec<String>,
    /// What is not known, in words.
    pub open: Vec<String>,
    /// Some of it because a plugin failed or was not asked.
    pub unheard: bool,
    /// The fields whose absence the rules themselves name.
    pub lacks: Vec<String>,
}

/// Whether a rule is one of some rows.
#[must_use]
pub fn is_of(rows: &[&str], rule: &str) -> bool {
    rows.iter().any(|row| row.strip_suffix('*').map_or(*row == rule, |start| rule.starts_with(start)))
}

impl<'r> Case<'r> {
    /// The paths of absent fields, for a message.
    #[must_use]
    pub fn names(&self, missing: &Missing) -> Vec<String> {
        missing.fields.iter().map(|field| self.trace.path(*field)).collect()
    }

    /// What a plugin said of the record.
    #[must_use]
    pub fn heard(&self, jurisdiction: &str) -> Heard<'r> {
        match self.others.iter().find(|part| part.jurisdiction == jurisdiction) {
            Some(part) => said(part),
            None => Heard::Unasked(format!("there is no plugin `{jurisdiction}`")),
        }
    }

    /// The findings of other plugins under some rows, in their order.
    pub fn found_elsewhere<'a>(&self, rows: &'a [&'a str]) -> impl Iterator<Item = &'r Finding> + use<'a, 'r> {
        let verdicts = self.others.iter().filter_map(|part| part.verdict.as_ref());
        verdicts.flat_map(|verdict| &verdict.findings).filter(move |finding| is_of(rows, &finding.rule_id))
    }

    /// Which of some plugins were asked and gave no verdict, in words; of all, where none is named.
    #[must_use]
    pub fn failed(&self, jurisdictions: &[&str]) -> Vec<String> {
        let named = |part: &&JurisdictionVerdict| {
            jurisdictions.is_empty() || jurisdictions.contains(&part.jurisdiction.as_str())
        };
        let reason = |part| match said(part) {
            Heard::Failed(reason) => Some(reason),
            Heard::Said(_) | Heard::OutOfReach | Heard::Unasked(_) => None,
        };
        self.others.iter().filter(named).filter_map(reason).collect()
    }

    /// What some rows came to, beside what was heard before: silence of a row, an exemption and law that is not in force break nothing; what was not looked at
    /// is not known.
    pub fn hear(&self, rows: Rows, into: &mut Hearing) {
        match self.heard(rows.plugin) {
            Heard::Failed(reason) | Heard::Unasked(reason) => {
                into.unheard = true;
                note(&mut into.open, reason);
            }
            Heard::OutOfReach => {}
            Heard::Said(verdict) => into.take(verdict, rows),
        }
    }
}

impl Hearing {
    /// Takes over another.
    pub fn add_all(&mut self, other: Self) {
        other.broken.into_iter().for_each(|entry| note(&mut self.broken, entry));
        other.review.into_iter().for_each(|entry| note(&mut self.review, entry));
        other.open.into_iter().for_each(|entry| note(&mut self.open, entry));
        self.unheard |= other.unheard;
        other.lacks.into_iter().for_each(|entry| note(&mut self.lacks, entry));
    }

    fn take(&mut self, verdict: &Verdict, rows: Rows) {
        let mut known: Vec<&str> = Vec::new();
        for finding in &verdict.findings {
            if is_of(rows.ids, &finding.rule_id) {
                known.push(&finding.rule_id);
                if rows.count(finding) {
                    self.add(finding, rows.binding);
                }
            }
        }
        for entry in &verdict.not_assessed {
            for rule in entry.rule_ids.iter().filter(|rule| is_of(rows.ids, rule)) {
                known.push(rule);
                if rows.lack(&entry.part) {
                    note(&mut self.open, format!("{rule} was not assessed without `{}`", entry.part));
                }
            }
        }
        known.extend(verdict.silent.iter().chain(&verdict.not_in_force).map(String::as_str));
        for row in rows.ids {
            if !known.iter().any(|rule| is_of(&[row], rule)) {
                note(&mut self.open, format!("the plugin `{}` has no row {row}", rows.plugin));
            }
        }
    }

    fn add(&mut self, finding: &Finding, binding: bool) {
        let rule = finding.rule_id.clone();
        match finding.outcome() {
            Outcome::Violation | Outcome::Prohibited => note(&mut self.broken, rule),
            Outcome::Info if !binding => note(&mut self.broken, rule),
            Outcome::NeedsReview => note(&mut self.review, rule),
            Outcome::InsufficientData => {
                finding.missing.iter().for_each(|field| note(&mut self.lacks, field.clone()));
                note(&mut self.open, format!("{rule} lacks {}", finding.missing.join(", ")));
            }
            Outcome::Info | Outcome::Exempt | Outcome::Clear | Outcome::Unspecified => {}
        }
    }
}

fn note(list: &mut Vec<String>, entry: String) {
    if !list.contains(&entry) {
        list.push(entry);
    }
}

fn said(part: &JurisdictionVerdict) -> Heard<'_> {
    let name = &part.jurisdiction;
    match (part.status(), &part.verdict) {
        (VerdictStatus::NotRequested, _) => Heard::Unasked(format!("`{name}` was not requested")),
        (VerdictStatus::Indeterminate, _) | (_, None) => Heard::Failed(format!("`{name}` gave no verdict")),
        (_, Some(verdict)) if verdict.not_applicable.is_some() => Heard::OutOfReach,
        (_, Some(verdict)) => Heard::Said(verdict),
    }
}
