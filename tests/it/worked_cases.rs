//! The worked cases over the real server: built plugins, a real socket, every date of every case; and each answer the
//! same as the plugin's native one.

mod timeline;

use std::{collections::BTreeMap, fs, path::PathBuf, sync::LazyLock};

use comity::{config, rpc::client, server::Server};
use comity_facts::{
    Date,
    v1::{
        DetailLevel, EvaluateOptions, EvaluateRequest, EvaluateResponse, IndeterminateCause, Outcome, Record, Verdict,
        VerdictStatus,
    },
};
use comity_sdk::{
    Plugin,
    testing::{self, Value},
};
use prost::Message as _;

const NATIVE: [&Plugin; 10] = [
    &comity_plugin_eu::PLUGIN,
    &comity_plugin_ilo::PLUGIN,
    &comity_plugin_jp::PLUGIN,
    &comity_plugin_kr::PLUGIN,
    &comity_plugin_nl::PLUGIN,
    &comity_plugin_pl::PLUGIN,
    &comity_plugin_qa::PLUGIN,
    &comity_plugin_uk::PLUGIN,
    &comity_plugin_un::PLUGIN,
    &comity_plugin_us::PLUGIN,
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The components, as `make plugins` leaves them.
fn plugins() -> PathBuf {
    let folder = root().join("target/plugins");
    assert!(folder.join("qa.wasm").is_file(), "the plugins are not built: run `make plugins` first");
    folder
}

fn configuration(plugins: &std::path::Path, ledger: &std::path::Path) -> config::Config {
    let mut variables = BTreeMap::new();
    variables.insert("COMITY_SERVER__ADDRESS".to_owned(), "127.0.0.1:0".to_owned());
    // The tests' own program is no compile worker.
    variables.insert("COMITY_SANDBOX__COMPILER".to_owned(), env!("CARGO_BIN_EXE_comity").to_owned());
    variables.insert("COMITY_PLUGINS__DIR".to_owned(), plugins.display().to_string());
    variables.insert("COMITY_LEDGER__DIR".to_owned(), ledger.display().to_string());
    config::load(None, &variables).unwrap().config
}

/// A server that runs until the test is over.
struct Running {
    runtime: tokio::runtime::Runtime,
    client: client::Client,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    server: Option<tokio::task::JoinHandle<()>>,
    _ledger: tempfile::TempDir,
}

impl Running {
    fn with(plugins: &std::path::Path) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let ledger = tempfile::tempdir().unwrap();
        let server = Server::build(&configuration(plugins, ledger.path()), |_| {}).unwrap();
        let address = format!("http://{}", server.address());
        let (stop, stopped) = tokio::sync::oneshot::channel();
        let server = runtime.spawn(async move {
            server.run(async { drop(stopped.await) }).await.unwrap();
        });
        let client = runtime.block_on(client::connect(&address)).unwrap();
        Self { runtime, client, stop: Some(stop), server: Some(server), _ledger: ledger }
    }

    fn evaluate(&self, record: Record, dates: &[String], jurisdictions: &[&str]) -> EvaluateResponse {
        let options = EvaluateOptions {
            as_of: dates.to_vec(),
            jurisdictions: jurisdictions.iter().map(|&j| j.to_owned()).collect(),
            assessed_parts: Vec::new(),
            detail: DetailLevel::Full.into(),
            known_at: None,
        };
        let request = EvaluateRequest { request_id: None, options: Some(options), record: Some(record) };
        self.runtime.block_on(self.client.evaluate(request)).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            let _ = self.runtime.block_on(server);
        }
    }
}

static SERVER: LazyLock<Running> = LazyLock::new(|| Running::with(&plugins()));

/// Every golden case of the plugins: its record, and what the table expects by date.
fn cases(plugin: &Plugin) -> Vec<(String, Record, BTreeMap<String, Value>)> {
    worked(plugin).into_iter().map(|(name, record, expected, _)| (name, record, expected)).collect()
}

/// The records of all worked cases, with the dates that the tables name.
pub(crate) fn records() -> Vec<(String, Record, Vec<String>)> {
    let dates = |(name, record, expected): (String, Record, BTreeMap<String, Value>)| {
        (name, record, expected.into_keys().collect())
    };
    NATIVE.iter().flat_map(|plugin| cases(plugin)).map(dates).collect()
}

/// The same with the rules that may say more than the table.
fn worked(plugin: &Plugin) -> Vec<(String, Record, BTreeMap<String, Value>, Vec<String>)> {
    let folder = root().join("plugins").join(plugin.jurisdiction).join("cases");
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|path| path.to_string_lossy().ends_with(".expected.json"));
    names.sort();
    let read = |path: &PathBuf| -> Value { fs::read_to_string(path).unwrap().parse().unwrap() };
    let case = |path: PathBuf| {
        let case = read(&path);
        let base = read(&folder.join(case["record"].as_str().unwrap()));
        let record = case.get("patch").map_or_else(|| base.clone(), |patch| testing::patched(&base, patch));
        let expected = case["expected"].as_object().unwrap();
        let expected = expected.iter().map(|(date, row)| (date.clone(), row.clone())).collect();
        let beyond = case.get("beyond").and_then(Value::as_object).into_iter().flatten();
        let beyond = beyond.map(|(rule, _)| rule.clone()).collect();
        (path.display().to_string(), testing::record(&record), expected, beyond)
    };
    let cases: Vec<_> = names.into_iter().map(case).collect();
    assert!(cases.len() >= 3, "{} has no cases", plugin.jurisdiction);
    cases
}

#[test]
fn every_case_over_the_real_server_is_what_the_tables_expect() {
    for plugin in NATIVE {
        for (name, record, expected, beyond) in worked(plugin) {
            let dates: Vec<String> = expected.keys().cloned().collect();
            let response = SERVER.evaluate(record, &dates, &[plugin.jurisdiction]);
            assert_eq!(response.decisions.len(), dates.len(), "{name}");
            for (decision, (date, row)) in response.decisions.iter().zip(&expected) {
                let part = decision.jurisdictions.iter().find(|p| p.jurisdiction == plugin.jurisdiction).unwrap();
                let empty = Verdict::default();
                let verdict = part.verdict.as_ref().unwrap_or(&empty);
                for (rule, wanted) in row.as_object().into_iter().flatten() {
                    let found: BTreeMap<_, _> = verdict
                        .findings
                        .iter()
                        .filter(|f| f.rule_id == *rule)
                        .map(|f| (f.subject.as_ref().unwrap().id.as_str(), testing::letter(f.outcome())))
                        .collect();
                    let ok = match wanted {
                        Value::Object(subjects) => {
                            subjects.iter().all(|(s, l)| found.get(s.as_str()).copied() == l.as_str())
                        }
                        letter => !found.is_empty() && found.values().all(|l| Some(*l) == letter.as_str()),
                    };
                    assert!(ok, "{name} {date} {rule}: expected {wanted}, found {found:?}");
                }
                let listed = |rule: &String| row.get(rule).is_some() || beyond.contains(rule);
                let unlisted = verdict.findings.iter().filter(|f| !listed(&f.rule_id));
                for finding in unlisted {
                    assert_eq!(finding.outcome(), Outcome::InsufficientData, "{name} {date}: {}", finding.rule_id);
                }
                // The server has only the samples: who meets a list is not cleared by it.
                let unscreened = [IndeterminateCause::ListSample, IndeterminateCause::NotScreened];
                assert!(part.cause.is_none() || unscreened.contains(&part.cause()), "{name} {date}: {:?}", part.detail);
                assert_eq!(decision.complete, part.cause.is_none(), "{name} {date}");
            }
        }
    }
}

#[test]
fn a_component_answers_bit_for_bit_as_its_native_build() {
    for plugin in NATIVE {
        for (name, record, expected) in cases(plugin) {
            let dates: Vec<String> = expected.keys().cloned().collect();
            let response = SERVER.evaluate(record.clone(), &dates, &[plugin.jurisdiction]);
            for decision in response.decisions {
                let part = decision.jurisdictions.into_iter().find(|p| p.jurisdiction == plugin.jurisdiction).unwrap();
                if part.status() == VerdictStatus::NotApplicable {
                    continue;
                }
                let as_of = Date::read(&decision.as_of).unwrap();
                let native = comity_sdk::verdict(plugin, as_of, &record);
                let component = part.verdict.unwrap();
                let differing = component.findings.iter().zip(&native.findings).find(|(a, b)| a != b);
                assert!(differing.is_none(), "{name} {as_of}: {differing:#?}; is the plugin built from this source?");
                assert!(
                    component.encode_to_vec() == native.encode_to_vec(),
                    "{name} {as_of}: more than findings differ"
                );
            }
        }
    }
}

/// A plugin that the host refuses is a jurisdiction without an answer, in every decision: so each of the project's has to load.
#[test]
fn every_plugin_of_the_project_loads() {
    let nobody = testing::record(&testing::json!({}));
    let response = SERVER.evaluate(nobody, &["2020-01-01".to_owned()], &[]);
    let parts: BTreeMap<_, _> =
        response.decisions[0].jurisdictions.iter().map(|part| (part.jurisdiction.as_str(), part)).collect();
    let folders = fs::read_dir(root().join("plugins")).unwrap().map(|entry| entry.unwrap());
    for folder in folders.filter(|entry| entry.path().is_dir()) {
        let name = folder.file_name().to_string_lossy().into_owned();
        let part = parts.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no part in the decision"));
        assert_ne!(part.cause(), IndeterminateCause::NotLoaded, "{name}: {}", part.detail());
    }
}

#[test]
fn what_the_host_skips_the_plugin_calls_not_applicable() {
    let elsewhere = testing::record(&testing::json!({"worksites": {"items": [{"id": "s", "country": "POL"}]}}));
    let response = SERVER.evaluate(elsewhere.clone(), &["2020-01-01".to_owned()], &["qa"]);
    let part = response.decisions[0].jurisdictions.iter().find(|p| p.jurisdiction == "qa").unwrap();
    assert_eq!(part.status(), VerdictStatus::NotApplicable);
    let native = comity_sdk::verdict(&comity_plugin_qa::PLUGIN, Date::of(2020, 1, 1), &elsewhere);
    assert!(native.not_applicable.is_some());
}

#[test]
fn a_referral_follows_from_what_the_others_found() {
    let (_, record, _) = cases(&comity_plugin_qa::PLUGIN).into_iter().next().unwrap();
    let response = SERVER.evaluate(record, &["2015-11-15".to_owned()], &["qa", "ref"]);
    let part = response.decisions[0].jurisdictions.iter().find(|p| p.jurisdiction == "ref").unwrap();
    let rules: Vec<_> = part.verdict.as_ref().unwrap().findings.iter().map(|f| f.rule_id.as_str()).collect();
    assert_eq!(rules, ["ref.nca.labour"]);
    let us = response.decisions[0].jurisdictions.iter().find(|p| p.jurisdiction == "us").unwrap();
    assert_eq!(us.status(), VerdictStatus::NotRequested);
}

#[test]
fn a_plugin_that_cannot_be_loaded_is_named_and_the_rest_serves() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(plugins().join("qa.wasm"), folder.path().join("qa.wasm")).unwrap();
    fs::write(folder.path().join("xx.wasm"), b"\0asm no component").unwrap();
    let server = Running::with(folder.path());
    let (_, record, expected) = cases(&comity_plugin_qa::PLUGIN).into_iter().next().unwrap();
    let dates: Vec<String> = expected.keys().take(1).cloned().collect();

    let all = server.evaluate(record.clone(), &dates, &[]);
    let decision = &all.decisions[0];
    assert!(!decision.complete);
    assert_eq!(decision.bounds.unwrap().at_most(), Outcome::Prohibited);
    let broken = decision.jurisdictions.iter().find(|p| p.jurisdiction == "xx").unwrap();
    assert_eq!(broken.status(), VerdictStatus::Indeterminate);
    assert_eq!(broken.cause, Some(IndeterminateCause::NotLoaded.into()));
    assert!(broken.detail().contains("could not be loaded"), "{}", broken.detail());
    let healthy = decision.jurisdictions.iter().find(|p| p.jurisdiction == "qa").unwrap();
    assert_eq!(healthy.status(), VerdictStatus::Answered);

    let only = server.evaluate(record, &dates, &["qa"]);
    assert!(only.decisions[0].complete, "what was not wanted does not make a decision incomplete");
}
