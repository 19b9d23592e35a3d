//! The values in force and where they come from.

use std::{collections::BTreeMap, fmt};

use super::{Config, layers};

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Built in.
    Default,
    /// The file.
    File,
    /// The variable of this name.
    Environment(String),
}

impl Source {
    /// The kind of source, in a word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::File => "file",
            Self::Environment(_) => "environment",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Default | Self::File => f.write_str(self.kind()),
        }
    }
}

/// One value in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// Its key, e.g. `limits.message_bytes`.
    pub key: String,
    /// The value, as TOML.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
}

impl fmt::Display for Effective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}  # {}", self.key, self.value, self.source)
    }
}

pub(super) fn list(config: &Config, sources: &BTreeMap<String, Source>) -> Vec<Effective> {
    let source = |key: &str| sources.get(key).cloned().unwrap_or(Source::Default);
    let line = |(key, value): (String, toml::Value)| Effective { value: value.to_string(), source: source(&key), key };
    layers::flat(config).into_iter().map(line).collect()
}
