//! The manifest that follows from a plugin's declaration.

use std::collections::BTreeSet;

use comity_facts::{
    Part,
    policy::{Manifest, ScreeningRequest},
    view::SCHEMA,
};
use prost::Message;

use crate::{
    Plugin, Rule, Validity,
    encode::{date, message, number, numbers, text, text_if_any},
    order, subjects,
};

/// The manifest of a plugin, encoded: written as it is declared. A manifest as a message can hold test vectors, and with
/// their records a component would have the code for each message of the record.
pub(crate) fn encoded(plugin: &Plugin) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(32 * 1024);
    let out = &mut encoded;
    text_if_any(out, 1, plugin.jurisdiction);
    text_if_any(out, 2, plugin.title);
    text_if_any(out, 3, plugin.version);
    number(out, 4, plugin.world.into());
    for rule in rules(plugin) {
        message(out, 5, |out| info(out, rule));
    }
    for part in parts(plugin) {
        text(out, 6, part.name());
    }
    for extension in plugin.extensions {
        message(out, 7, |out| {
            text_if_any(out, 1, extension.key);
            number(out, 2, extension.kind.into());
            text_if_any(out, 3, extension.description);
        });
    }
    for wish in screening(plugin) {
        message(out, 8, |out| out.extend_from_slice(&wish.encode_to_vec()));
    }
    if let Some(applicability) = plugin.applicability {
        message(out, 10, |out| out.extend_from_slice(&applicability().encode_to_vec()));
    }
    for setting in plugin.settings {
        message(out, 11, |out| {
            text_if_any(out, 1, setting.key);
            number(out, 2, setting.kind.into());
            text_if_any(out, 3, setting.default);
            text_if_any(out, 4, setting.description);
        });
    }
    for (name, fields) in SCHEMA {
        message(out, 14, |out| {
            text_if_any(out, 1, name);
            numbers(out, 2, fields.iter().map(|number| number.cast_signed()));
        });
    }
    texts(out, 15, plugin.follows.iter().copied());
    #[cfg(debug_assertions)]
    assert_eq!(encoded, of_encoded(&encoded).encode_to_vec(), "the manifest, as prost would write it");
    encoded
}

fn texts<'a>(out: &mut Vec<u8>, field: u8, texts: impl Iterator<Item = &'a str>) {
    for one in texts {
        text(out, field, one);
    }
}

/// The manifest of a plugin.
pub(crate) fn of(plugin: &Plugin) -> Manifest {
    of_encoded(&encoded(plugin))
}

#[expect(clippy::panic, reason = "what is written here is read here; else a test has to fail")]
fn of_encoded(encoded: &[u8]) -> Manifest {
    Manifest::decode(encoded).unwrap_or_else(|error| panic!("our own encoding: {error}"))
}

/// The rules, ordered by id.
fn rules(plugin: &Plugin) -> Vec<&'static Rule> {
    let mut rules = Vec::new();
    for rule in plugin.all_rules() {
        order::put(&mut rules, rule, |a, b| a.id.cmp(b.id));
    }
    rules
}

fn info(out: &mut Vec<u8>, rule: &Rule) {
    text_if_any(out, 1, rule.id);
    text_if_any(out, 2, rule.title);
    text_if_any(out, 3, rule.basis);
    for Validity { from, to } in rule.in_force {
        message(out, 4, |out| {
            date(out, 1, Some(*from));
            date(out, 2, *to);
        });
    }
    number(out, 5, rule.worst_shown().into());
    let bound: Vec<_> = rule.bound().collect();
    numbers(out, 6, bound.into_iter().map(Into::into));
    number(out, 7, rule.certainty.into());
    texts(out, 8, gate(rule).map(Part::name));
    let mut fields: Vec<&str> = Vec::new();
    for field in rule.fields() {
        order::put(&mut fields, field, Ord::cmp);
    }
    fields.dedup();
    texts(out, 9, fields.into_iter());
    text_if_any(out, 10, rule.consequence);
    texts(out, 11, rule.referrals.iter().copied());
    texts(out, 12, rule.sources.iter().copied());
}

/// The parts without which a rule is not assessed, in order of field number.
fn gate(rule: &Rule) -> impl Iterator<Item = Part> {
    let (walked, needed) = (subjects::all_parts(rule.check), rule.needs);
    Part::ALL.into_iter().filter(move |part| walked.contains(part) || needed.contains(part))
}

/// By list, as the host wants it.
fn screening(plugin: &Plugin) -> Vec<ScreeningRequest> {
    let mut screening = Vec::new();
    for wish in (plugin.screening)() {
        order::put(&mut screening, wish, |a: &ScreeningRequest, b| a.list.cmp(&b.list));
    }
    screening
}

/// Every part that a rule needs or reads from, in order of field number.
fn parts(plugin: &Plugin) -> impl Iterator<Item = Part> {
    let mut wanted: BTreeSet<Part> = BTreeSet::new();
    for rule in plugin.all_rules() {
        wanted.extend(gate(rule));
        // The walk over subjects reads the spans of the deployment and of the sites.
        if gate(rule).any(|part| part == Part::Deployment) {
            wanted.insert(Part::Worksites);
        }
    }
    let fields = plugin.all_rules().flat_map(Rule::fields).chain(plugin.scope_reads.iter().copied());
    for field in fields {
        let top = field.split('.').next().unwrap_or(field);
        wanted.extend(Part::ALL.into_iter().find(|part| part.name() == top));
    }
    Part::ALL.into_iter().filter(move |part| wanted.contains(part))
}
