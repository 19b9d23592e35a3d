//! What can be wrong with a configuration.

use std::path::PathBuf;

use super::effective::Source;

/// One thing that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("`{}` cannot be read: {source}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("the file is not TOML: {0}")]
    NotToml(String),
    /// There is no such key.
    #[error("`{name}` ({}) is not a key{}", .source_kind.kind(), suggestion(.nearest.as_ref()))]
    Unknown {
        /// The name as it was given.
        name: String,
        /// Where.
        source_kind: Source,
        /// The key, or variable, that was probably meant.
        nearest: Option<String>,
    },
    /// The value is of the wrong type.
    #[error("`{name}` ({}) is {given}; it takes {wanted}", .source_kind.kind())]
    Type {
        /// The name as it was given.
        name: String,
        /// Where.
        source_kind: Source,
        /// What was given.
        given: String,
        /// What it takes.
        wanted: &'static str,
    },
    /// The value cannot be used.
    #[error("`{key}`: {problem}")]
    Value {
        /// The key.
        key: String,
        /// Why not.
        problem: String,
    },
    /// The number is out of range.
    #[error("`{key}` is {value}; it takes {min} to {max}")]
    Range {
        /// The key.
        key: &'static str,
        /// The value.
        value: u64,
        /// The least.
        min: u64,
        /// The most.
        max: u64,
    },
    /// The server would be open to others.
    #[error(
        "`{key}` is `{address}`, which others can reach: without TLS and an authenticator, which are not configured, \
         the server listens on a loopback address only, such as 127.0.0.1"
    )]
    NotLoopback {
        /// The key.
        key: &'static str,
        /// The address.
        address: std::net::SocketAddr,
    },
    /// A variable is not text.
    #[error("the value of `{0}` is not UTF-8")]
    NotText(String),
}

fn suggestion(nearest: Option<&String>) -> String {
    nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default()
}

/// Everything that is wrong with a configuration; at least one thing.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigErrors(Vec<ConfigError>);

impl ConfigErrors {
    /// The errors, if there are any.
    pub(super) fn unless_empty(errors: Vec<ConfigError>) -> Result<(), Self> {
        if errors.is_empty() { Ok(()) } else { Err(Self(errors)) }
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &ConfigError> {
        self.0.iter()
    }
}

impl From<ConfigError> for ConfigErrors {
    fn from(error: ConfigError) -> Self {
        Self(vec![error])
    }
}
