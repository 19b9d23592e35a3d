//! Where variables come from: the process, or a map in tests.

use std::{collections::BTreeMap, ffi::OsString};

/// A set of environment variables.
pub trait Environment {
    /// The variables whose name starts with the prefix, in any order.
    fn starting_with(&self, prefix: &str) -> Vec<(String, OsString)>;
}

/// The environment of this process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Process;

impl Environment for Process {
    fn starting_with(&self, prefix: &str) -> Vec<(String, OsString)> {
        let named = std::env::vars_os().map(|(name, value)| (name.to_string_lossy().into_owned(), value));
        named.filter(|(name, _)| name.starts_with(prefix)).collect()
    }
}

impl Environment for BTreeMap<String, String> {
    fn starting_with(&self, prefix: &str) -> Vec<(String, OsString)> {
        let named = self.iter().filter(|(name, _)| name.starts_with(prefix));
        named.map(|(name, value)| (name.clone(), value.into())).collect()
    }
}
