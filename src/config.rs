//! The configuration: defaults, then a TOML file, then the environment; checked as a whole before anything starts. The
//! only room that reads the environment, and it does so through [`Environment`], so that tests give it a map.
//!
//! Built on serde and toml directly. The `config` crate was tried and left: with a separator of `__` its prefix separator
//! becomes `__` too, so that a variable with one underscore is ignored in silence; it turns "007" into 7; and it
//! lower-cases the names of variables but not the keys of files. Here a name that is not known is an error with the
//! nearest one that is, wherever it stands, and values of variables are read as the type of their key.
//!
//! - File: `[section]` and `key = value`, by `--config`.
//! - Environment: `COMITY_SECTION__KEY`; lists are separated by commas; `COMITY_PLUGINS__SETTINGS__QA__KEY` gives a plugin
//!   its setting.
//!
//! [`Config`] is plain data; `server` maps it to the settings of each room.

mod effective;
mod environment;
mod error;
mod layers;
mod nearest;
mod numbers;
mod reference;
mod sections;

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use effective::{Effective, Source};
pub use environment::{Environment, Process};
pub use error::{ConfigError, ConfigErrors};
pub use numbers::Unit;
pub use reference::reference;
pub use sections::{
    Evaluation, Ledger, LedgerMode, Limits, Lists, LogFormat, Plugins, Sandbox, Screening, Server, Telemetry,
};

/// The whole configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the server listens.
    pub server: Server,
    /// What one caller may send, and how long anything may take.
    pub limits: Limits,
    /// The threads that evaluate.
    pub evaluation: Evaluation,
    /// What plugins may use.
    pub sandbox: Sandbox,
    /// Which plugins there are.
    pub plugins: Plugins,
    /// The sanctions lists.
    pub lists: Lists,
    /// The screening service.
    pub screening: Screening,
    /// The record of what was decided.
    pub ledger: Ledger,
    /// Logs, metrics and traces.
    pub telemetry: Telemetry,
}

/// A configuration that was checked, and where each of its values comes from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    effective: Vec<Effective>,
}

impl Loaded {
    /// Every value in force with its source, by key; for `comity serve --check`.
    #[must_use]
    pub fn effective(&self) -> &[Effective] {
        &self.effective
    }
}

/// Reads the configuration: the defaults, over them the file if one is given here or named in `COMITY_CONFIG`, over both
/// the environment.
///
/// # Errors
/// Everything that is wrong with it, not only the first: unreadable or unknown or ill-typed values, values outside their
/// range, an address that is not allowed.
pub fn load(file: Option<&Path>, environment: &impl Environment) -> Result<Loaded, ConfigErrors> {
    let named = layers::file(environment);
    let text = match file.or(named.as_deref()) {
        None => String::new(),
        Some(path) => {
            std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { file: path.to_owned(), source })?
        }
    };
    from_text(&text, environment)
}

/// As [`load`], with the text of the file.
///
/// # Errors
/// As [`load`].
pub fn from_text(text: &str, environment: &impl Environment) -> Result<Loaded, ConfigErrors> {
    let (merged, sources) = layers::merge(text, environment)?;
    let config: Config = serde_path_to_error::deserialize(merged).map_err(|error| ConfigError::Value {
        key: error.path().to_string(),
        problem: error.inner().message().to_owned(),
    })?;
    config.check()?;
    let effective = effective::list(&config, &sources);
    Ok(Loaded { config, effective })
}

impl Config {
    /// Whether the values make sense together and the server may run with them. Holds for what [`load`] gives; the server
    /// asks again, because a command can change a value.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn check(&self) -> Result<(), ConfigErrors> {
        let mut errors = numbers::check(self);
        errors.extend(self.server.check());
        errors.extend(self.sandbox.check());
        errors.extend(self.plugins.check());
        errors.extend(self.lists.check());
        errors.extend(self.screening.check());
        errors.extend(self.ledger.check());
        errors.extend(self.telemetry.check());
        ConfigErrors::unless_empty(errors)
    }

    /// Every limit by its key, with its value and unit: what the server tells callers of itself.
    #[must_use]
    pub fn numbers(&self) -> Vec<(&'static str, u64, Unit)> {
        numbers::list(self)
    }
}

#[cfg(test)]
mod tests;
