//! A plugin's manifest, checked: whatever it names exists, whatever has an order is in it, and what the host needs for
//! every record is resolved once.

use comity_facts::{Decimal, policy};
use prost::Message;

use super::{
    contract::Contract,
    error::{ManifestFault, WorldFault},
    input::{EXTENSIONS, ID, Parts},
    path::Path,
    predicate::Applicability,
    rules::Rules,
    shape::Breach,
    value, wishes,
    world::World,
};
use crate::domain::{Jurisdiction, RuleId, ScreeningWish};

/// Longest text in a manifest.
const TEXT_BYTES: usize = 64 << 10;

/// What the host keeps of a manifest.
pub(super) struct Manifest {
    pub(super) jurisdiction: Jurisdiction,
    pub(super) rules: Rules,
    pub(super) parts: Parts,
    pub(super) applicability: Option<Applicability>,
    /// Screening that it wants, by list.
    pub(super) wishes: Vec<ScreeningWish>,
    /// The manifest itself.
    pub(super) message: policy::Manifest,
}

/// Decodes a manifest, refusing what this host does not know.
pub(super) fn decode(bytes: &[u8], contract: &Contract) -> Result<policy::Manifest, ManifestFault> {
    let message = policy::Manifest::decode(bytes).map_err(|error| ManifestFault::Encoding(error.to_string()))?;
    contract.manifest.check(bytes, TEXT_BYTES).map_err(|breach| match breach {
        Breach::Field(path) => ManifestFault::UnknownField(path),
        Breach::Long(path) => ManifestFault::Encoding(format!("`{path}` is longer than {TEXT_BYTES} bytes")),
        Breach::Damaged => ManifestFault::Encoding("damaged".to_owned()),
    })?;
    Ok(message)
}

/// Whether the manifest names the world that its exports show.
pub(super) fn world(message: &policy::Manifest, world: World) -> Result<(), WorldFault> {
    let named = match message.world() {
        policy::World::Unspecified => None,
        policy::World::Rules => Some(World::Rules),
        policy::World::Followup => Some(World::Followup),
    };
    if named == Some(world) { Ok(()) } else { Err(WorldFault::Manifest) }
}

/// Checks a manifest.
pub(super) fn check(message: policy::Manifest, contract: &Contract) -> Result<Manifest, ManifestFault> {
    let jurisdiction: Jurisdiction = message.jurisdiction.parse().map_err(|_| ManifestFault::Value {
        field: "jurisdiction",
        value: message.jurisdiction.clone(),
        rule: "1 to 16 lower-case letters and digits, starting with a letter",
    })?;
    names(&message)?;
    let parts = parts(&message, contract)?;
    let rules = Rules::read(&message.rules, &jurisdiction)?;
    paths(&message, &parts, contract)?;
    extensions(&message, &jurisdiction)?;
    derived(&message)?;
    settings(&message)?;
    vectors(&message, &rules)?;
    let applicability =
        message.applicability.as_ref().map(|p| Applicability::resolve(p, &contract.record)).transpose()?;
    if let Some(applicability) = &applicability {
        within(applicability, &parts, contract)?;
    }
    Ok(Manifest {
        parts: handed_in(&message, &jurisdiction, parts, contract)?,
        wishes: wishes::read(&message.screening)?,
        jurisdiction,
        rules,
        applicability,
        message,
    })
}

fn names(message: &policy::Manifest) -> Result<(), ManifestFault> {
    if message.title.is_empty() {
        return Err(ManifestFault::Absent("title"));
    }
    let plain = message.version.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<_> = plain.split('.').map(str::parse::<u64>).collect();
    if numbers.len() != 3 || numbers.iter().any(Result::is_err) {
        let (value, rule) = (message.version.clone(), "three numbers, e.g. `1.4.0`");
        return Err(ManifestFault::Value { field: "version", value, rule });
    }
    if let Some(wrong) = message.follows.iter().find(|name| name.parse::<Jurisdiction>().is_err()) {
        return Err(ManifestFault::Value { field: "follows", value: wrong.clone(), rule: "a jurisdiction" });
    }
    Ok(())
}

/// Numbers of the parts, which stand in their order.
fn parts(message: &policy::Manifest, contract: &Contract) -> Result<Vec<u32>, ManifestFault> {
    let mut numbers: Vec<u32> = Vec::with_capacity(message.parts.len());
    for part in &message.parts {
        let field = contract.record.get_field_by_name(part).filter(|f| !matches!(f.number(), ID | EXTENSIONS));
        let number = field.ok_or_else(|| ManifestFault::Path { field: "parts", path: part.clone() })?.number();
        if numbers.last().is_some_and(|last| *last >= number) {
            return Err(ManifestFault::Order { field: "parts", value: part.clone() });
        }
        numbers.push(number);
    }
    Ok(numbers)
}

/// A rule reads what the record has, in parts that the plugin gets.
fn paths(message: &policy::Manifest, parts: &[u32], contract: &Contract) -> Result<(), ManifestFault> {
    let gates = message.rules.iter().flat_map(|rule| rule.gate_parts.iter().map(|path| ("rules.gate_parts", path)));
    let fields = message.rules.iter().flat_map(|rule| rule.fields.iter().map(|path| ("rules.fields", path)));
    for (field, path) in gates.chain(fields) {
        let resolved =
            Path::resolve(&contract.record, path).ok_or_else(|| ManifestFault::Path { field, path: path.clone() })?;
        if !matches!(resolved.top(), ID | EXTENSIONS) && !parts.contains(&resolved.top()) {
            return Err(ManifestFault::OutsideParts { field, path: path.clone() });
        }
    }
    Ok(())
}

/// A predicate over a part that the plugin does not get would decide on what the plugin cannot know.
fn within(applicability: &Applicability, parts: &[u32], contract: &Contract) -> Result<(), ManifestFault> {
    let mut tops = Vec::new();
    applicability.tops(&mut tops);
    let outside = tops.into_iter().find(|top| !parts.contains(top));
    outside.map_or(Ok(()), |top| {
        let path = contract.record.get_field(top).map_or_else(String::new, |field| field.name().to_owned());
        Err(ManifestFault::OutsideParts { field: "applicability", path })
    })
}

fn extensions(message: &policy::Manifest, jurisdiction: &Jurisdiction) -> Result<(), ManifestFault> {
    let own = |key: &str| key.parse::<RuleId>().is_ok_and(|key| key.is_of(jurisdiction));
    for extension in &message.extensions {
        if !own(&extension.key) {
            let rule = "the jurisdiction, a dot and 1 to 100 of a-z A-Z 0-9 . _ @ -";
            return Err(ManifestFault::Value { field: "extensions.key", value: extension.key.clone(), rule });
        }
        if extension.r#type() == policy::ExtensionType::Unspecified {
            return Err(ManifestFault::Absent("extensions.type"));
        }
    }
    unique("extensions", message.extensions.iter().map(|extension| extension.key.as_str()))
}

fn derived(message: &policy::Manifest) -> Result<(), ManifestFault> {
    for request in &message.derived {
        match request.fact.as_ref().ok_or(ManifestFault::Absent("derived.fact"))? {
            policy::derived_request::Fact::Ownership(ownership) => {
                let percent = Decimal::from_str_exact(&ownership.threshold).ok();
                if percent.is_none_or(|p| p < Decimal::ZERO || p > Decimal::ONE_HUNDRED) {
                    let (value, rule) = (ownership.threshold.clone(), "a number from 0 to 100");
                    return Err(ManifestFault::Value { field: "derived.ownership.threshold", value, rule });
                }
            }
            policy::derived_request::Fact::Retention(_) | policy::derived_request::Fact::ExtraSites(_) => {}
        }
    }
    unique("derived", message.derived.iter().map(|request| request.name.as_str()))
}

fn settings(message: &policy::Manifest) -> Result<(), ManifestFault> {
    for setting in &message.settings {
        value::check(setting.r#type(), &setting.default_value).map_err(|rule| ManifestFault::Value {
            field: "settings.default_value",
            value: setting.default_value.clone(),
            rule,
        })?;
    }
    unique("settings", message.settings.iter().map(|setting| setting.key.as_str()))
}

fn vectors(message: &policy::Manifest, rules: &Rules) -> Result<(), ManifestFault> {
    for vector in &message.test_vectors {
        if vector.record.is_none() {
            return Err(ManifestFault::Absent("test_vectors.record"));
        }
        if comity_facts::Date::read(&vector.as_of).is_none() {
            let (value, rule) = (vector.as_of.clone(), "a date, e.g. `2015-11-03`");
            return Err(ManifestFault::Value { field: "test_vectors.as_of", value, rule });
        }
        if let Some(expected) = vector.expected.iter().find(|expected| rules.find(&expected.rule_id).is_none()) {
            let (value, rule) = (expected.rule_id.clone(), "a rule of the manifest");
            return Err(ManifestFault::Value { field: "test_vectors.expected.rule_id", value, rule });
        }
    }
    unique("test_vectors", message.test_vectors.iter().map(|vector| vector.name.as_str()))
}

fn unique<'m>(field: &'static str, names: impl Iterator<Item = &'m str>) -> Result<(), ManifestFault> {
    let mut sorted: Vec<_> = names.collect();
    sorted.sort_unstable();
    if sorted.first().is_some_and(|first| first.is_empty()) {
        return Err(ManifestFault::Absent(field));
    }
    let twice = sorted.iter().zip(sorted.iter().skip(1)).find(|(a, b)| a == b);
    twice.map_or(Ok(()), |(name, _)| Err(ManifestFault::Order { field, value: (*name).to_owned() }))
}

/// What the plugin gets of a record. Its own schema has to cover the parts it asks for.
fn handed_in(
    message: &policy::Manifest,
    jurisdiction: &Jurisdiction,
    numbers: Vec<u32>,
    contract: &Contract,
) -> Result<Parts, ManifestFault> {
    let record = message.schema.iter().find(|fields| fields.message == contract.record.full_name());
    let record = record.ok_or(ManifestFault::Absent("schema"))?;
    if let Some(unknown) = numbers.iter().find(|number| !record.numbers.contains(number)) {
        let (value, rule) = (unknown.to_string(), "every part that it asks for");
        return Err(ManifestFault::Value { field: "schema", value, rule });
    }
    let namespace = (!message.extensions.is_empty()).then(|| format!("{jurisdiction}."));
    let mut walked = numbers.clone();
    walked.extend(namespace.is_some().then_some(EXTENSIONS));
    Ok(Parts::new(numbers, namespace, contract.beyond(&walked, &message.schema)))
}
