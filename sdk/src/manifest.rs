//! The manifest that follows from a plugin's declaration.

use std::collections::BTreeSet;

use comity_facts::{
    Part,
    policy::{ExtensionField, InForce, Manifest, MessageFields, RuleInfo, ScreeningRequest, Setting},
    view::SCHEMA,
};

use prost::Message;

use crate::{
    Plugin, Rule,
    encode::{message, number, text, text_if_any},
    subjects,
};

/// The manifest of a plugin, encoded. Field by field: a manifest as a message can hold test vectors, and with their records
/// a component would have the code that encodes each message of the record.
pub(crate) fn encoded(plugin: &Plugin) -> Vec<u8> {
    let manifest = of(plugin);
    let mut encoded = Vec::with_capacity(32 * 1024);
    let out = &mut encoded;
    text_if_any(out, 1, &manifest.jurisdiction);
    text_if_any(out, 2, &manifest.title);
    text_if_any(out, 3, &manifest.version);
    number(out, 4, manifest.world);
    messages(out, 5, &manifest.rules);
    texts(out, 6, &manifest.parts);
    messages(out, 7, &manifest.extensions);
    messages(out, 8, &manifest.screening);
    messages(out, 10, manifest.applicability.as_slice());
    messages(out, 11, &manifest.settings);
    messages(out, 14, &manifest.schema);
    texts(out, 15, &manifest.follows);
    #[cfg(debug_assertions)]
    assert_eq!(encoded, manifest.encode_to_vec(), "a field of the manifest is left out");
    encoded
}

fn messages<M: Message>(out: &mut Vec<u8>, field: u8, messages: &[M]) {
    for one in messages {
        message(out, field, |out| out.extend_from_slice(&one.encode_to_vec()));
    }
}

fn texts(out: &mut Vec<u8>, field: u8, texts: &[String]) {
    for one in texts {
        text(out, field, one);
    }
}

/// The manifest of a plugin.
pub(crate) fn of(plugin: &Plugin) -> Manifest {
    let mut rules: Vec<RuleInfo> = plugin.all_rules().map(info).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    Manifest {
        jurisdiction: plugin.jurisdiction.to_owned(),
        title: plugin.title.to_owned(),
        version: plugin.version.to_owned(),
        world: plugin.world.into(),
        rules,
        parts: parts(plugin),
        extensions: plugin
            .extensions
            .iter()
            .map(|e| ExtensionField {
                key: e.key.to_owned(),
                r#type: e.kind.into(),
                description: e.description.to_owned(),
            })
            .collect(),
        screening: screening(plugin),
        derived: Vec::new(),
        applicability: plugin.applicability.map(|make| make()),
        settings: plugin
            .settings
            .iter()
            .map(|s| Setting {
                key: s.key.to_owned(),
                r#type: s.kind.into(),
                default_value: s.default.to_owned(),
                description: s.description.to_owned(),
            })
            .collect(),
        limits: None,
        test_vectors: Vec::new(),
        schema: SCHEMA
            .iter()
            .map(|(message, numbers)| MessageFields { message: (*message).to_owned(), numbers: numbers.to_vec() })
            .collect(),
        follows: plugin.follows.iter().map(|&j| j.to_owned()).collect(),
    }
}

fn info(rule: &Rule) -> RuleInfo {
    let mut fields: Vec<String> = rule.fields().map(str::to_owned).collect();
    fields.sort();
    fields.dedup();
    RuleInfo {
        id: rule.id.to_owned(),
        title: rule.title.to_owned(),
        basis: rule.basis.to_owned(),
        in_force: rule
            .in_force
            .iter()
            .map(|v| InForce { from: v.from.to_string(), to: v.to.map(|to| to.to_string()) })
            .collect(),
        worst: rule.worst_shown().into(),
        addressees: rule.bound().map(Into::into).collect(),
        certainty: rule.certainty.into(),
        gate_parts: gate(rule).iter().map(|p| p.name().to_owned()).collect(),
        fields,
        consequence: rule.consequence.to_owned(),
        referrals: rule.referrals.iter().map(|&r| r.to_owned()).collect(),
        sources: rule.sources.iter().map(|&s| s.to_owned()).collect(),
    }
}

fn gate(rule: &Rule) -> BTreeSet<Part> {
    subjects::all_parts(rule.check).into_iter().chain(rule.needs.iter().copied()).collect()
}

/// By list, as the host wants it.
fn screening(plugin: &Plugin) -> Vec<ScreeningRequest> {
    let mut screening = (plugin.screening)();
    screening.sort_by(|a, b| a.list.cmp(&b.list));
    screening
}

/// Every part that a rule needs or reads from, in order of field number.
fn parts(plugin: &Plugin) -> Vec<String> {
    let mut wanted: BTreeSet<Part> = BTreeSet::new();
    for rule in plugin.all_rules() {
        wanted.extend(gate(rule));
        // The walk over subjects reads the spans of the deployment and of the sites.
        if gate(rule).contains(&Part::Deployment) {
            wanted.insert(Part::Worksites);
        }
    }
    let fields = plugin.all_rules().flat_map(Rule::fields).chain(plugin.scope_reads.iter().copied());
    for field in fields {
        let top = field.split('.').next().unwrap_or(field);
        wanted.extend(Part::ALL.into_iter().find(|part| part.name() == top));
    }
    Part::ALL.into_iter().filter(|part| wanted.contains(part)).map(|part| part.name().to_owned()).collect()
}
