//! Extension fields: each belongs to a jurisdiction whose plugin declares it with its type. A key that nobody declares is
//! refused, because nobody would read it: most likely it is a slip of the pen.
//!
//! Keys of a plugin that could not be loaded are let through unchecked. Its failure is part of every decision already
//! (NOT_LOADED); it must not turn into an error of the call.

use std::collections::{BTreeMap, BTreeSet};

use comity_facts::{
    policy::ExtensionType,
    v1::{Extension, extension::Value},
};

use super::violation::{Found, Full, Reason, Violation, shown};
use crate::domain::Jurisdiction;

/// The extension fields that the loaded plugins declare.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    types: BTreeMap<String, ExtensionType>,
    unreadable: BTreeSet<String>,
}

impl Declared {
    /// Adds a field of a loaded plugin.
    pub fn add(&mut self, key: impl Into<String>, kind: ExtensionType) {
        self.types.insert(key.into(), kind);
    }

    /// Adds a plugin that could not be loaded.
    pub fn add_unreadable(&mut self, jurisdiction: &Jurisdiction) {
        self.unreadable.insert(jurisdiction.to_string());
    }

    fn may_belong_to_unreadable(&self, key: &str) -> bool {
        key.split_once('.').is_some_and(|(namespace, _)| self.unreadable.contains(namespace))
    }
}

/// Adds what is wrong with the extensions, whose keys and values were checked for their formats.
pub(super) fn check(extensions: &[Extension], declared: &Declared, found: &mut Found) {
    let mut seen = BTreeSet::new();
    for (index, extension) in extensions.iter().enumerate() {
        let key = extension.key();
        let (field, reason, description) = if !seen.insert(key) {
            ("key", Reason::DuplicateExtension, format!("{} is there already: give it once", shown(key)))
        } else if let Some((field, description)) = mistyped(extension, declared) {
            (field, Reason::WrongExtensionType, description)
        } else if declared.types.contains_key(key) || declared.may_belong_to_unreadable(key) {
            continue;
        } else {
            ("key", Reason::UndeclaredExtension, format!("no loaded plugin declares {}", shown(key)))
        };
        let path = format!("extensions[{index}].{field}");
        if let Err(Full) = found.add(Violation { path, reason, description }) {
            return;
        }
    }
}

fn mistyped(extension: &Extension, declared: &Declared) -> Option<(&'static str, String)> {
    let wanted = *declared.types.get(extension.key())?;
    let given = kind(extension.value.as_ref()?);
    let describe = || format!("{} is declared as `{}`", shown(extension.key()), field(wanted));
    (given != wanted).then(|| (field(given), describe()))
}

fn kind(value: &Value) -> ExtensionType {
    match value {
        Value::TextValue(_) => ExtensionType::Text,
        Value::IntegerValue(_) => ExtensionType::Integer,
        Value::DecimalValue(_) => ExtensionType::Decimal,
        Value::DateValue(_) => ExtensionType::Date,
        Value::BoolValue(_) => ExtensionType::Bool,
        Value::TextListValue(_) => ExtensionType::TextList,
    }
}

/// The field that carries a value of the type.
fn field(kind: ExtensionType) -> &'static str {
    match kind {
        ExtensionType::Text => "text_value",
        ExtensionType::Integer => "integer_value",
        ExtensionType::Decimal => "decimal_value",
        ExtensionType::Date => "date_value",
        ExtensionType::Bool => "bool_value",
        ExtensionType::TextList => "text_list_value",
        ExtensionType::Unspecified => "value",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_one(key: &str, value: Value, declared: &Declared) -> Option<(String, Reason)> {
        let mut found = Found::new(10);
        let extension = Extension { key: Some(key.to_owned()), value: Some(value) };
        check(&[extension], declared, &mut found);
        found.refusal().err().and_then(|r| r.violations.into_iter().next()).map(|v| (v.path, v.reason))
    }

    #[test]
    fn a_key_is_declared_with_its_type() {
        let mut declared = Declared::default();
        declared.add("qa.wps_file_ref", ExtensionType::Text);
        declared.add_unreadable(&"pl".parse().unwrap());
        let text = || Value::TextValue("x".into());
        let at = |path: &str, reason| Some((path.to_owned(), reason));
        for (key, value, expected) in [
            ("qa.wps_file_ref", text(), None),
            ("qa.wps_file_ref", Value::BoolValue(true), at("extensions[0].bool_value", Reason::WrongExtensionType)),
            ("qa.other", text(), at("extensions[0].key", Reason::UndeclaredExtension)),
            ("us.other", text(), at("extensions[0].key", Reason::UndeclaredExtension)),
            ("pl.anything", text(), None),
        ] {
            assert_eq!(check_one(key, value, &declared), expected, "{key}");
        }
    }

    #[test]
    fn a_key_comes_once() {
        let mut declared = Declared::default();
        declared.add("qa.a", ExtensionType::Bool);
        let twice = vec![Extension { key: Some("qa.a".into()), value: Some(Value::BoolValue(true)) }; 2];
        let mut found = Found::new(10);
        check(&twice, &declared, &mut found);
        let violations = found.refusal().unwrap_err().violations;
        assert_eq!((violations.len(), violations[0].reason), (1, Reason::DuplicateExtension));
    }
}
