//! The settings of a plugin: what the operator gives, else the manifest's defaults; typed, complete, ordered by key.

use std::collections::BTreeMap;

use comity_facts::policy::{Context, ListInfo, Manifest, Setting, SettingValue};
use prost::Message;

use super::{error::LoadError, value, wire};
use crate::domain::Date;

/// Field of `Context` that holds the date.
const AS_OF: u32 = 1;

/// Field of `Context` that holds lists.
const LISTS: u32 = 3;

/// What an instance is told, but for the date and the lists.
pub(super) struct Configuration {
    /// The settings, encoded as the later fields of a `Context`.
    settings: Vec<u8>,
}

impl Configuration {
    /// Checks the operator's settings against the manifest's.
    pub(super) fn new(manifest: &Manifest, given: &[(String, String)]) -> Result<Self, LoadError> {
        let declared: BTreeMap<&str, &Setting> = manifest.settings.iter().map(|s| (s.key.as_str(), s)).collect();
        let mut values: BTreeMap<&str, &str> =
            declared.iter().map(|(key, setting)| (*key, setting.default_value.as_str())).collect();
        let mut seen = Vec::new();
        for (key, text) in given {
            let refused = |reason: &str| LoadError::Setting { key: key.clone(), reason: reason.to_owned() };
            let setting = declared.get(key.as_str()).ok_or_else(|| refused("the plugin has no such setting"))?;
            if seen.contains(&key) {
                return Err(refused("it is given twice"));
            }
            seen.push(key);
            value::check(setting.r#type(), text).map_err(|form| refused(&format!("expected {form}")))?;
            values.insert(key, text);
        }
        let settings =
            values.iter().map(|(key, value)| SettingValue { key: (*key).to_owned(), value: (*value).to_owned() });
        let context = Context { as_of: String::new(), settings: settings.collect(), lists: Vec::new() };
        Ok(Self { settings: context.encode_to_vec() })
    }

    /// The context for a date and the lists that were looked at, encoded.
    pub(super) fn context(&self, as_of: Date, lists: &[ListInfo]) -> Vec<u8> {
        let mut context = Vec::with_capacity(self.settings.len() + 12);
        wire::put_bytes(&mut context, AS_OF, as_of.to_string().as_bytes());
        context.extend_from_slice(&self.settings);
        for list in lists {
            wire::put_bytes(&mut context, LISTS, &list.encode_to_vec());
        }
        context
    }
}
