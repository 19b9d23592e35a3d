//! A plugin: one jurisdiction's rules and what it tells the host about itself.

use comity_facts::{
    Truth,
    policy::{ExtensionType, Predicate, ScreeningRequest, World},
};

use crate::{Case, Rule};

/// From the values of settings to the refusals, each a key with its reason.
pub type CheckSettings = fn(&[(String, String)]) -> Vec<(String, String)>;

/// One jurisdiction's law. Start from [`Plugin::NEW`].
#[derive(Clone, Copy)]
pub struct Plugin {
    /// Its identifier; every rule id starts with it.
    pub jurisdiction: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// The plugin's version: `env!("CARGO_PKG_VERSION")`.
    pub version: &'static str,
    /// Which world it implements.
    pub world: World,
    /// Its rules, in the order they run: a rule that reads the answers of others comes after them.
    pub rules: &'static [&'static [Rule]],
    /// What records its law reaches. `None`: all.
    pub scope: Option<Scope>,
    /// The same, as far as the host can tell without running the plugin.
    pub applicability: Option<fn() -> Predicate>,
    /// Extension fields.
    pub extensions: &'static [ExtensionDeclaration],
    /// Screening it wants.
    pub screening: fn() -> Vec<ScreeningRequest>,
    /// Settings.
    pub settings: &'static [Setting],
    /// Checks the values of settings; each refusal is a key with its reason.
    pub check_settings: CheckSettings,
    /// Fields that its scope reads.
    pub scope_reads: &'static [&'static str],
    /// For a follow-up plugin: the jurisdictions it reads. Empty: all.
    pub follows: &'static [&'static str],
}

impl Plugin {
    /// A plugin without rules.
    pub const NEW: Self = Self {
        jurisdiction: "",
        title: "",
        version: "0.0.0",
        world: World::Rules,
        rules: &[],
        scope: None,
        applicability: None,
        extensions: &[],
        screening: Vec::new,
        settings: &[],
        check_settings: |_| Vec::new(),
        scope_reads: &[],
        follows: &[],
    };

    /// All rules, in the order they run.
    pub fn all_rules(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.rules.iter().flat_map(|group| group.iter())
    }
}

/// The gate of a whole plugin.
#[derive(Clone, Copy)]
pub struct Scope {
    /// Whether the law reaches the record. Unknown counts as yes: the rules then say what they lack.
    pub reaches: fn(&Case<'_>) -> Truth,
    /// The reason given when it does not.
    pub otherwise: &'static str,
}

/// A field of the jurisdiction's own.
#[derive(Clone, Copy)]
pub struct ExtensionDeclaration {
    /// Its key, the jurisdiction first.
    pub key: &'static str,
    /// Its type.
    pub kind: ExtensionType,
    /// What it means, its unit.
    pub description: &'static str,
}

/// A setting that an operator may give.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Its key.
    pub key: &'static str,
    /// Its type.
    pub kind: ExtensionType,
    /// Its value when the operator gives none.
    pub default: &'static str,
    /// What it does.
    pub description: &'static str,
}
