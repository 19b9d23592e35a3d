//! Makes a new frozen version out of today's program: `make freeze VERSION=v2`. It never touches one that is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use comity_facts::{
    DESCRIPTORS,
    screening::{ScreenResponse, ScreenedHit},
};
use prost::Message as _;
use serde_json::{Value, json};

use super::{
    EVALUATE,
    contract::Contract,
    fixture::{Call, files, pretty},
    process::{self, Process},
    root,
};

const EVALUATE_STREAM: &str = "/comity.v1.EvaluationService/EvaluateStream";
const TIMELINE: &str = "/comity.v1.EvaluationService/Timeline";

/// Few, for their size: settings and a State's own part; screening; and one of the second pass. Whole, as they were built, because
/// the ledger names their digests.
const PLUGINS: [&str; 3] = ["rep", "un", "fautre"];
/// Whoever stands on the older of the two UN lists alone.
const TAKEN_OFF: &str = "KPi.006";
const OLDER: &str = "2026-10-01";

/// The keys that name what lies in the folder; of the rest the file gets the defaults of the day.
const CONFIGURATION: &str = r#"
server.address = "127.0.0.1:0"
plugins.dir = "plugins"
plugins.required = ["un"]
plugins.settings.rep.annual_due = "04-30"
lists.un = "lists/un.xml"
lists.ofac_sdn = "lists/ofac-sdn"
lists.history_dir = "history"
lists.refresh_ms = 0
lists.max_age_days = 3650
screening.dispositions_dir = "dispositions"
ledger.dir = "ledger"
ledger.reserve_bytes = 0
sandbox.cache_dir = "cache"
sandbox.deadline_ms = 60000
sandbox.slots_small = 8
sandbox.slots_large = 1
telemetry.metrics_address = "127.0.0.1:0"
"#;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "makes a new frozen version, and is no test: `make freeze VERSION=v2`"]
async fn freeze() {
    let version = std::env::var("FREEZE_VERSION").expect("`make freeze VERSION=v2` names the version");
    let folder = root().join("tests/frozen").join(&version);
    assert!(!folder.exists(), "{version} is there, and what is frozen is never made again: choose another name");
    let aside = tempfile::tempdir().unwrap();
    set_up(aside.path());
    dispose(aside.path()).await;
    let journal = fs::read(aside.path().join("dispositions/dispositions.jsonl")).unwrap();
    let history = copied_files(&aside.path().join("history"));
    record(aside.path()).await;
    // As they were before the calls.
    fs::write(aside.path().join("dispositions/dispositions.jsonl"), journal).unwrap();
    for (path, bytes) in history {
        fs::write(path, bytes).unwrap();
    }
    for file in files(aside.path()) {
        let name = file.strip_prefix(aside.path()).unwrap();
        if name.ends_with("lock") || name == Path::new("log") || name.starts_with("cache") {
            continue;
        }
        let to = folder.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(&file, to).unwrap();
    }
}

fn copied_files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(folder).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Everything but the calls, the ledger and the journal.
fn set_up(folder: &Path) {
    for name in ["plugins", "lists/ofac-sdn", "calls"] {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    for plugin in PLUGINS {
        let file = format!("plugins/{plugin}.wasm");
        fs::copy(root().join("target").join(&file), folder.join(&file)).expect("`make plugins` comes first");
    }
    let samples = root().join("lists/sample");
    for file in ["sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"] {
        fs::copy(samples.join("ofac-sdn").join(file), folder.join("lists/ofac-sdn").join(file)).unwrap();
    }
    fs::write(folder.join("lists/ofac-sdn/published_on"), "2026-11-26\n").unwrap();
    fs::write(folder.join("contract.binpb"), DESCRIPTORS).unwrap();
    fs::write(folder.join("comity.toml"), CONFIGURATION).unwrap();
    let (code, effective) = process::command(folder, &["serve", "--config", "comity.toml", "--check"]);
    assert_eq!(code, Some(0), "{effective}");
    let keys: Vec<&str> = effective.lines().map(|line| line.split("  # ").next().unwrap()).collect();
    let keys = keys.join("\n") + "\n";
    fs::write(folder.join("comity.toml"), keys).unwrap();

    let newer = fs::read_to_string(samples.join("un/consolidated.xml")).unwrap();
    let older = newer.replacen("dateGenerated=\"2026-11-26", &format!("dateGenerated=\"{OLDER}"), 1);
    let end = "</INDIVIDUAL>";
    let newer: Vec<_> = newer.split(end).filter(|entry| !entry.contains(TAKEN_OFF)).collect();
    for text in [older, newer.join(end)] {
        fs::write(folder.join("lists/un.xml"), text).unwrap();
        let (code, said) =
            process::command(folder, &["lists", "import", "un", "lists/un.xml", "--config", "comity.toml"]);
        assert_eq!(code, Some(0), "{said}");
    }
}

/// Asks a server for what the questions name.
struct Asking {
    server: Process,
    contract: Contract,
    folder: PathBuf,
    calls: Vec<Call>,
}

impl Asking {
    fn start(folder: &Path) -> Self {
        let (server, contract) = (Process::start(folder), Contract::with(DESCRIPTORS));
        Self { server, contract, folder: folder.join("calls"), calls: Vec::new() }
    }

    async fn ask(
        &self,
        method: &str,
        messages: &[Value],
        takes: Option<usize>,
    ) -> (Vec<Vec<u8>>, Option<Value>, Vec<Vec<u8>>) {
        let read = self.contract.today_from_json(&self.contract.input(method), &Value::Array(messages.to_vec()));
        let requests: Vec<_> = read.iter().map(prost::Message::encode_to_vec).collect();
        let (replies, refusal) = self.server.ask(method, requests.clone(), takes).await;
        (replies, refusal, requests)
    }

    /// Asks, and keeps what came; a name that ends in `refused` has to be.
    async fn keep(&mut self, name: &str, method: &str, messages: &[Value], takes: Option<usize>) {
        let (replies, refusal, requests) = self.ask(method, messages, takes).await;
        assert_eq!(refusal.is_some(), name.ends_with("refused"), "{name}: {refusal:?}");
        let name = format!("{:02}-{name}", self.calls.len());
        let call = Call { name, method: method.to_owned(), takes, folder: self.folder.clone() };
        call.keep(&self.contract, &requests, &replies, refusal.as_ref());
        self.calls.push(call);
        fs::write(self.folder.join("calls.json"), pretty(&self.calls)).unwrap();
    }

    /// The first hit of a party.
    async fn hit(&self, party: &Value) -> ScreenedHit {
        let request = json!({"parties": [party], "options": {"lists": ["UN-1718"]}});
        let (replies, ..) = self.ask(&screening("Screen"), &[request], None).await;
        let response = ScreenResponse::decode(replies[0].as_slice()).unwrap();
        response.parties[0].lists[0].hits[0].clone()
    }
}

fn screening(method: &str) -> String {
    format!("/comity.screening.v1.ScreeningService/{method}")
}

fn catalog(method: &str) -> String {
    format!("/comity.catalog.v1.CatalogService/{method}")
}

fn example(name: &str) -> Value {
    fs::read_to_string(root().join(format!("examples/records/{name}.json"))).unwrap().parse().unwrap()
}

/// A State's own part, which only `rep` reads.
fn state() -> Value {
    json!({"id": "state",
        "state": {"country": "POL", "start_count": "400", "new_count": "10", "ended_count": "60", "end_count": "350",
            "baseline": "462", "repatriated": "231", "reports": {"items": []}},
        "workers": {"items": [{"id": "w", "protection": "PROTECTION_NONE", "role": "WORKER_ROLE_LABOURER", "count": "350"}]},
        "worksites": {"items": [{"id": "s", "country": "POL"}]}})
}

/// What is prohibited, and what cannot be told without a field.
fn ventures() -> Value {
    json!({"id": "ventures",
        "parties": {"items": [
            {"id": "firm", "kind": "PARTY_KIND_ENTITY", "name": "Grain Trading", "country": "CHN", "owners": {"items": []}},
            {"id": "theirs", "kind": "PARTY_KIND_ENTITY", "name": "Pyongyang Foods", "country": "PRK", "owners": {"items": []}}]},
        "ventures": {"joint_ventures": [{"id": "jv", "partners": {"items": ["firm", "theirs"]}, "opened": "2012-05-01",
            "country": "CHN", "purpose": "VENTURE_PURPOSE_COMMERCIAL", "expanded_on": "2017-08-10"}]},
        "workers": {"items": [{"id": "w", "nationalities": {"items": ["PRK"]}, "count": 20}]},
        "permits": {"items": [{"id": "p", "kind": "PERMIT_KIND_NEW", "employer": "firm", "valid_from": "2018-01-05"}]},
        "worksites": {"items": [{"id": "s", "country": "CHN"}]}})
}

/// By name alone, an alias too; by a passport; and like nobody.
fn parties() -> [Value; 4] {
    [
        json!({"id": "art", "name": "Mansudae Art Studio", "kind": "PARTY_KIND_ENTITY", "country": "PRK"}),
        json!({"id": "off", "name": "Paek Chang-Ho", "kind": "PARTY_KIND_INDIVIDUAL"}),
        json!({"id": "passport", "name": "Another Name", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK", "identifiers":
            {"items": [{"kind": "IDENTIFIER_KIND_PASSPORT", "value": "563110024", "country": "PRK"}]}}),
        json!({"id": "nobody", "name": "Wojciech Brzozowski", "kind": "PARTY_KIND_INDIVIDUAL"}),
    ]
}

fn disposing(party: &Value, hit: &ScreenedHit, decision: &str) -> Value {
    json!({"party": party, "list": "UN-1718", "entry": hit.hit.as_ref().unwrap().entry, "entry_digest": hit.entry_digest,
        "decision": decision, "why": "seen on paper", "until": "2150-01-01"})
}

/// The journal: decisions of both kinds, one that another replaced, and one that was withdrawn.
async fn dispose(folder: &Path) {
    let asking = Asking::start(folder);
    let [art, _, passport, _] = parties();
    let (seen, other) = (asking.hit(&art).await, asking.hit(&passport).await);
    for (method, message) in [
        ("Dispose", disposing(&art, &seen, "DISPOSITION_DECISION_TRUE_MATCH")),
        ("Dispose", disposing(&art, &seen, "DISPOSITION_DECISION_FALSE_POSITIVE")),
        ("Dispose", disposing(&passport, &other, "DISPOSITION_DECISION_TRUE_MATCH")),
        ("Withdraw", json!({"id": "d-2", "why": "the passport was another's"})),
    ] {
        let (_, refusal, _) = asking.ask(&screening(method), &[message], None).await;
        assert_eq!(refusal, None);
    }
    asking.server.stop();
}

async fn record(folder: &Path) {
    let mut asking = Asking::start(folder);
    evaluations(&mut asking).await;
    screenings(&mut asking).await;
    dispositions(&mut asking).await;
    catalogs(&mut asking).await;
    asking.server.stop();
}

async fn evaluations(asking: &mut Asking) {
    let dates = ["2012-06-01", "2018-01-01"];
    let full = json!({"request_id": "frozen-1", "record": example("listed"),
        "options": {"as_of": dates, "detail": "DETAIL_LEVEL_FULL"}});
    asking.keep("evaluate", EVALUATE, std::slice::from_ref(&full), None).await;
    let mut again = full;
    again["options"]["detail"] = "DETAIL_LEVEL_BOUNDS".into();
    asking.keep("evaluate-again", EVALUATE, &[again], None).await;
    let bounds = json!({"record": example("C03"), "options": {"as_of": ["2018-06-01"], "jurisdictions": ["un"],
        "assessed_parts": ["housing"], "detail": "DETAIL_LEVEL_BOUNDS"}});
    asking.keep("evaluate-bounds", EVALUATE, &[bounds], None).await;
    let report =
        json!({"record": state(), "options": {"as_of": ["2019-04-01", "2024-04-15"], "detail": "DETAIL_LEVEL_FULL"}});
    asking.keep("evaluate-report", EVALUATE, &[report], None).await;
    let ventures = json!({"record": ventures(), "options": {"as_of": ["2018-02-01"], "detail": "DETAIL_LEVEL_FULL"}});
    asking.keep("evaluate-ventures", EVALUATE, &[ventures], None).await;
    let bad = json!({"record": {"id": "bad id", "deployment": {"start": "2015-02-29"}, "worksites": {"items": [
        {"id": "s", "country": "Qatar"}]}}, "options": {"as_of": ["2018-06-01"], "jurisdictions": ["un"]}});
    asking.keep("evaluate-refused", EVALUATE, std::slice::from_ref(&bad), None).await;
    let taken = json!({"request_id": "frozen-1", "record": example("C01"), "options": {"as_of": dates}});
    asking.keep("evaluate-taken-refused", EVALUATE, &[taken], None).await;
    let records = [
        json!({"request_id": "s-0", "record": example("C01")}),
        json!({"record": bad["record"]}),
        json!({"record": example("C08")}),
    ];
    let stream = [
        json!({"open": {"options": {"as_of": ["2018-06-01"]}}}),
        json!({"chunk": {"first_sequence": "0", "records": records}}),
    ];
    asking.keep("stream", EVALUATE_STREAM, &stream, None).await;
    let resumed = [
        json!({"open": {"options": {"as_of": ["2018-06-01"]}, "unordered": true, "resume_after": "1",
        "stream_id": "frozen"}}),
        json!({"chunk": {"first_sequence": "2", "records": [records[2]]}}),
    ];
    asking.keep("stream-resumed", EVALUATE_STREAM, &resumed, None).await;
    asking.keep("stream-refused", EVALUATE_STREAM, &stream[1..], None).await;
    let timeline = json!({"record": example("listed"), "options": {"from": "2016-01-01", "to": "2019-01-01"}});
    asking.keep("timeline", TIMELINE, &[timeline], None).await;
}

async fn screenings(asking: &mut Asking) {
    let parties = parties();
    let all = json!({"parties": parties});
    asking.keep("screen", &screening("Screen"), &[all], None).await;
    let then = json!({"parties": parties, "options": {"lists": ["UN-1718", "EU-DPRK"], "as_of": "2014-01-01",
        "known_at": "2026-10-15", "parameters": {"least": "HIT_BAND_POSSIBLE", "limit": 3,
        "weak_aliases": "WEAK_ALIASES_COUNT"}}});
    asking.keep("screen-then", &screening("Screen"), &[then], None).await;
    let ofac =
        json!({"parties": [parties[0]], "options": {"lists": ["OFAC-SDN"], "parameters": {"mode": "MATCH_MODE_OFAC"}}});
    asking.keep("screen-ofac", &screening("Screen"), &[ofac], None).await;
    let before = json!({"parties": parties, "options": {"known_at": "2001-01-01"}});
    asking.keep("screen-before-refused", &screening("Screen"), &[before], None).await;
    let stream = [
        json!({"open": {"lists": ["UN-1718"]}}),
        json!({"chunk": {"parties": [parties[0], {"id": "bad id", "name": "x"}, parties[2]]}}),
    ];
    asking.keep("screen-stream", &screening("ScreenStream"), &stream, None).await;
    let watch = [
        json!({"open": {"options": {"lists": ["UN-1718"]}, "screen_now": true}}),
        json!({"chunk": {"parties": parties}}),
    ];
    // An answer to each party, and that they are kept screened.
    asking.keep("watch", &screening("Watch"), &watch, Some(5)).await;
}

async fn dispositions(asking: &mut Asking) {
    let [art, off, ..] = parties();
    let (seen, list) = (asking.hit(&art).await, screening("ListDispositions"));
    asking.keep("dispositions", &list, &[json!({"ended": true})], None).await;
    asking.keep("dispositions-page", &list, &[json!({"ended": true, "page_size": 2, "list": "UN-1718"})], None).await;
    let new = disposing(&off, &seen, "DISPOSITION_DECISION_FALSE_POSITIVE");
    asking.keep("dispose", &screening("Dispose"), std::slice::from_ref(&new), None).await;
    let mut changed = new;
    changed["entry_digest"] = "00".repeat(32).into();
    asking.keep("dispose-changed-refused", &screening("Dispose"), &[changed], None).await;
    asking.keep("withdraw", &screening("Withdraw"), &[json!({"id": "d-4", "why": "it is the studio"})], None).await;
    asking.keep("withdraw-unknown-refused", &screening("Withdraw"), &[json!({"id": "d-99", "why": "w"})], None).await;
}

async fn catalogs(asking: &mut Asking) {
    asking.keep("plugins", &catalog("ListPlugins"), &[json!({})], None).await;
    asking.keep("rules", &catalog("ListRules"), &[json!({"jurisdictions": ["rep", "fautre"]})], None).await;
    asking
        .keep("rules-on", &catalog("ListRules"), &[json!({"as_of": "2017-06-01", "jurisdictions": ["un"]})], None)
        .await;
    asking.keep("lists", &catalog("ListLists"), &[json!({})], None).await;
    asking.keep("refresh", &catalog("RefreshLists"), &[json!({})], None).await;
    let nothing = json!({"digest": "00".repeat(32)});
    asking.keep("accept-refused", &catalog("AcceptShrink"), &[nothing], None).await;
    asking.keep("limits", &catalog("GetLimits"), &[json!({})], None).await;
}
