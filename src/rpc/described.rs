//! What the plugins of a catalog say about themselves, decoded once for each catalog: for the catalog service, and for the
//! check of extension fields.

use comity_facts::{
    catalog::PluginStatus,
    policy::{self, Manifest, RuleInfo},
};
use prost::Message as _;

use super::{error::CallError, extension::Declared, intake::RulesQuery};
use crate::{
    catalog::{Catalog, FailedPlugin},
    domain::{Date, Digest},
    sandbox::{Plugin, World},
};

/// The manifests of a catalog, read.
pub(super) struct Described {
    pub(super) catalog: Digest,
    pub(super) declared: Declared,
    pub(super) plugins: Vec<PluginStatus>,
    /// By id.
    rules: Vec<RuleInfo>,
}

impl Described {
    pub(super) fn of(catalog: &Catalog) -> Result<Self, CallError> {
        let mut described =
            Self { catalog: catalog.digest(), declared: Declared::default(), plugins: Vec::new(), rules: Vec::new() };
        for plugin in catalog.plugins() {
            let manifest = Manifest::decode(plugin.manifest()).map_err(CallError::Damaged)?;
            described.plugins.push(serving(plugin, &manifest));
            for field in &manifest.extensions {
                described.declared.add(&field.key, field.r#type());
            }
            described.rules.extend(manifest.rules);
        }
        for failed in catalog.failed() {
            described.plugins.push(not_serving(failed));
            described.declared.add_unreadable(&failed.jurisdiction);
        }
        described.plugins.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
        described.rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(described)
    }

    /// Every rule, by id.
    pub(super) fn all_rules(&self) -> &[RuleInfo] {
        &self.rules
    }

    /// The rules that a query asks for, by id.
    pub(super) fn rules(&self, query: &RulesQuery) -> Vec<RuleInfo> {
        self.rules.iter().filter(|rule| is_wanted(rule, query)).cloned().collect()
    }
}

fn is_wanted(rule: &RuleInfo, query: &RulesQuery) -> bool {
    let jurisdiction = rule.id.split('.').next().unwrap_or_default();
    query.rule.as_ref().is_none_or(|id| id.as_str() == rule.id)
        && (query.jurisdictions.is_empty() || query.jurisdictions.iter().any(|j| j.as_str() == jurisdiction))
        && query.as_of.is_none_or(|day| is_in_force(rule, day))
}

fn is_in_force(rule: &RuleInfo, day: Date) -> bool {
    let started = |text: &str| Date::read(text).is_some_and(|from| from <= day);
    let ended = |text: &str| Date::read(text).is_some_and(|to| to <= day);
    rule.in_force.iter().any(|span| started(&span.from) && !span.to.as_deref().is_some_and(ended))
}

fn serving(plugin: &Plugin, manifest: &Manifest) -> PluginStatus {
    let granted = plugin.granted();
    let mut status = PluginStatus {
        jurisdiction: plugin.jurisdiction().to_string(),
        title: plugin.title().to_owned(),
        version: plugin.version().to_owned(),
        digest: plugin.digest().to_string(),
        rule_count: u32::try_from(manifest.rules.len()).unwrap_or(u32::MAX),
        size_bytes: plugin.size(),
        limits: Some(policy::Limits {
            fuel: granted.fuel,
            memory_bytes: granted.memory_bytes,
            output_bytes: granted.output_bytes,
            large: granted.large,
        }),
        ..PluginStatus::default()
    };
    status.set_world(match plugin.world() {
        World::Rules => policy::World::Rules,
        World::Followup => policy::World::Followup,
    });
    status
}

fn not_serving(failed: &FailedPlugin) -> PluginStatus {
    PluginStatus {
        jurisdiction: failed.jurisdiction.to_string(),
        digest: failed.digest.map(|digest| digest.to_string()).unwrap_or_default(),
        error: Some(failed.reason()),
        ..PluginStatus::default()
    }
}

#[cfg(test)]
mod tests {
    use comity_facts::policy::InForce;

    use super::*;

    #[test]
    fn queries_choose_by_id_jurisdiction_and_day() {
        let span = |from: &str, to: Option<&str>| InForce { from: from.into(), to: to.map(Into::into) };
        let rule = RuleInfo {
            id: "qa.wage.wps@2015".into(),
            in_force: vec![span("2015-11-02", Some("2020-01-01")), span("2021-01-01", None)],
            ..RuleInfo::default()
        };
        let on = |day| RulesQuery { as_of: Date::read(day), ..RulesQuery::default() };
        for (query, expected) in [
            (RulesQuery::default(), true),
            (on("2015-11-01"), false),
            (on("2015-11-02"), true),
            (on("2020-01-01"), false),
            (on("2030-01-01"), true),
            (RulesQuery { jurisdictions: vec!["qa".parse().unwrap()], ..RulesQuery::default() }, true),
            (RulesQuery { jurisdictions: vec!["q".parse().unwrap()], ..RulesQuery::default() }, false),
            (RulesQuery { rule: "qa.wage.wps@2015".parse().ok(), ..RulesQuery::default() }, true),
            (RulesQuery { rule: "qa.wage.wps".parse().ok(), ..RulesQuery::default() }, false),
        ] {
            assert_eq!(is_wanted(&rule, &query), expected, "{query:?}");
        }
    }
}
