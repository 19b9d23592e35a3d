//! The command line as a person or a script uses it: the built binary, its answers, its exit codes.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use comity_facts::policy::{Manifest, ScreeningRequest};

use crate::sandbox::template;

const GOOD: &str = r#"{"id": "case-1", "parties": {"items": [{"id": "p1"}]}}"#;
const BAD: &str = r#"{"id": "case-2", "parties": {"items": [{"id": "p 1"}]}}"#;
const TYPO: &str = r#"{"id": "case-3", "partys": {}}"#;

/// A folder with plugins made of the texts in `tests/hostile`: jurisdiction and text.
fn plugins(list: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (jurisdiction, text) in list {
        let component = if *jurisdiction == "zz" {
            template::component(text, &template::manifest())
        } else {
            text.as_bytes().to_vec()
        };
        fs::write(folder.path().join(format!("{jurisdiction}.wasm")), component).unwrap();
    }
    folder
}

fn comity(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child =
        command.env("COMITY_SANDBOX__SLOTS_SMALL", "4").env("COMITY_SANDBOX__SLOTS_LARGE", "1").spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

#[track_caller]
fn check(arguments: &[&str], input: &str, code: i32, said: &[&str], warned: &[&str]) -> String {
    let output = comity(arguments, input);
    let (out, err) = texts(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    for part in said {
        assert!(out.contains(part), "{arguments:?}: no `{part}` in\n{out}");
    }
    for part in warned {
        assert!(err.contains(part), "{arguments:?}: no `{part}` in\n{err}");
    }
    out
}

#[test]
fn the_reference_of_the_configuration_is_the_page() {
    let out = check(&["config", "reference"], "", 0, &["# Configuration", "`COMITY_LEDGER__DIR`"], &[]);
    assert_eq!(out, fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).unwrap());
}

#[test]
fn help_is_the_whole_of_it() {
    for (command, said) in [
        ("evaluate", "With `--timeline` one record is judged on every day of a range"),
        ("screen", "Exits with 3 if a list could not be screened against"),
        ("watch", "Exit codes: 0 it was ended"),
    ] {
        check(&[command, "--help"], "", 0, &[said], &[]);
        let short = check(&["--help"], "", 0, &[&format!("  {command}")], &[]);
        assert!(!short.contains(said), "the list of commands has a line for each");
    }
}

#[test]
fn records_are_evaluated_in_this_process() {
    let folder = plugins(&[("zz", "healthy")]);
    let plugins = ["--plugins", folder.path().to_str().unwrap()];
    let run = |more: &[&str], input: &str, code, said: &[&str], warned: &[&str]| {
        check(&[&["evaluate", "-", "--as-of", "2015-06-01"], more, &plugins].concat(), input, code, said, warned)
    };
    run(&[], GOOD, 0, &["case-1 as of 2015-06-01", "zz.rule"], &[]);
    run(&["--format", "json"], GOOD, 0, &["\"record_id\": \"case-1\""], &[]);
    let csv = run(&["--format", "csv"], GOOD, 0, &["record,as_of,jurisdiction", "case-1,2015-06-01,zz,ANSWERED"], &[]);
    assert_eq!(csv.lines().count(), 2, "{csv}");
    let lines = run(
        &["--format", "jsonl"],
        &[GOOD, BAD, TYPO, GOOD].join("\n"),
        2,
        &[],
        &["-#2: refused", "parties.items[0].id: `p 1` is not an identifier", "-#3: refused", "partys"],
    );
    assert_eq!(lines.lines().count(), 4, "a line for each document: {lines}");
    run(&[], "{\"id\": ", 2, &[], &["-#1: refused", "not JSON"]);
    run(&["--jurisdiction", "aa"], GOOD, 2, &[], &["the server has no jurisdiction `aa`"]);
}

#[test]
fn a_decision_that_is_not_complete_has_a_code_of_its_own() {
    let folder = plugins(&[("zz", "healthy"), ("yy", "no component")]);
    let folder = folder.path().to_str().unwrap();
    let arguments = ["evaluate", "-", "--as-of", "2015-06-01", "--plugins", folder];
    check(&arguments, GOOD, 3, &["INCOMPLETE", "at most PROHIBITED", "NOT_LOADED"], &[]);
    check(&[&arguments[..], &["--jurisdiction", "zz"]].concat(), GOOD, 0, &[], &[]);
}

#[test]
fn a_timeline_is_shown_here_and_by_a_server_and_as_a_page() {
    let folder = plugins(&[("zz", "healthy")]);
    let from = folder.path().to_str().unwrap();
    let page = folder.path().join("page.html");
    let range = ["evaluate", "-", "--timeline", "--from", "2015-01-01", "--to", "2015-04-01"];
    let served = Served::start(folder.path());
    for place in [["--plugins", from], ["--server", &served.address]] {
        let run = |more: &[&str], input: &str, code, said: &[&str], warned: &[&str]| {
            check(&[&range[..], &place, more].concat(), input, code, said, warned)
        };
        let told = ["case-1 from 2015-01-01 to 2015-04-01", "90 days: 1 answers", "zz.rule", "first day of the range"];
        run(&["--html", page.to_str().unwrap()], GOOD, 0, &told, &["page.html"]);
        let html = fs::read_to_string(&page).unwrap();
        assert!(html.contains("Timeline of case-1") && html.contains("zz.rule"), "{html}");
        let lines = run(&["--format", "jsonl"], GOOD, 0, &["\"opened\"", "\"DURABILITY_OFF\"", "\"steps\":1"], &[]);
        assert_eq!(lines.lines().count(), 3, "{lines}");
        run(&["--format", "csv"], GOOD, 0, &["case-1,2015-01-01,2015-04-01,zz,zz.rule"], &[]);
        run(&[], BAD, 2, &[], &["parties.items[0].id: `p 1` is not an identifier"]);
        run(&[], TYPO, 2, &[], &["partys"]);
        run(&[], "", 2, &[], &["it has no record"]);
        run(&[], &[GOOD, GOOD].join("\n"), 2, &[], &["a timeline is of one"]);
        run(&["--jurisdiction", "yy"], GOOD, 2, &[], &["options.jurisdictions[0]"]);
        let backwards = ["evaluate", "-", "--timeline", "--from", "2015-03-01", "--to", "2015-02-30"];
        check(&[&backwards[..], &place].concat(), GOOD, 2, &[], &["options.to"]);
    }
    check(&[&range[..], &["--as-of", "2015-06-01"]].concat(), GOOD, 64, &[], &["--as-of"]);
    check(&["evaluate", "-", "--as-of", "2015-06-01", "--html", "x"], GOOD, 64, &[], &["--html"]);
    check(&["evaluate", "-", "--html", "x"], GOOD, 64, &[], &["--timeline"]);
    check(&["evaluate", "a", "b", "--timeline"], "", 64, &[], &["one file"]);
    check(&["evaluate", "--help"], "", 0, &["--timeline", "--html <FILE>"], &[]);
}

#[test]
fn wrong_usage_says_what_would_be_right() {
    check(&["evaluate", "-"], "", 64, &[], &["--as-of"]);
    check(&["evaluate", "-", "--as-of", "2015-06-01", "--resume"], "", 64, &[], &["--output"]);
    check(&["serve", "--address", "0.0.0.0:0"], "", 64, &[], &["loopback"]);
    check(&["serve", "--config", "/nowhere/comity.toml"], "", 64, &[], &["/nowhere/comity.toml"]);
    check(&["evaluate", "-", "--as-of", "2015-06-01", "--plugins", "/nowhere"], GOOD, 1, &[], &["make plugins"]);
    let nobody = ["evaluate", "-", "--as-of", "2015-06-01", "--server", "http://127.0.0.1:1"];
    check(&nobody, GOOD, 69, &[], &["does not answer", "comity serve"]);
    check(&["--help"], "", 0, &["Exit codes", "69"], &[]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    let output = command.args(["serve", "--check"]).env("COMITY_LIMITS__DATE", "3").output().unwrap();
    assert_eq!(output.status.code(), Some(64));
    assert!(texts(&output).1.contains("COMITY_LIMITS__DATE"), "{output:?}");
}

/// A server of the built binary, killed at the end.
struct Served {
    process: std::process::Child,
    address: String,
}

impl Served {
    fn start(plugins: &Path) -> Self {
        Self::start_with(plugins, &[])
    }

    /// With variables of the configuration.
    fn start_with(plugins: &Path, variables: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command.args(["serve", "--address", "127.0.0.1:0", "--plugins"]).arg(plugins).stdout(Stdio::piped());
        command.env("COMITY_LEDGER__DIR", plugins.join("ledger")).envs(variables.iter().copied());
        let mut process = command.stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(process.stdout.take().unwrap()), &mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap();
        Self { address: format!("http://{address}"), process }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn files_of_any_size_go_over_one_stream_and_can_be_resumed() {
    let folder = plugins(&[("zz", "healthy")]);
    let server = Served::start(folder.path());
    let (input, output) = (folder.path().join("records.jsonl"), folder.path().join("answers.jsonl"));
    let records: Vec<String> =
        (0..3000).map(|n| if n % 7 == 6 { BAD } else { GOOD }.replace("case", &n.to_string())).collect();
    fs::write(&input, records.join("\n")).unwrap();
    let (input, file) = (input.to_str().unwrap(), output.to_str().unwrap());
    let by_server = ["evaluate", input, "--as-of", "2015-06-01", "--server", &server.address, "--output", file];
    check(&[&by_server[..], &["--format", "jsonl"]].concat(), "", 2, &[], &["records.jsonl#7: refused"]);
    let whole = fs::read_to_string(&output).unwrap();
    let ids: Vec<String> = whole
        .lines()
        .map(|line| {
            let answer: serde_json::Value = serde_json::from_str(line).unwrap();
            let id = |key: &str| answer[key].as_str().map(str::to_owned);
            id("record_id").or_else(|| id("place")).unwrap()
        })
        .collect();
    assert_eq!(ids.len(), 3000);
    assert_eq!((ids[5].as_str(), ids[2999].as_str()), ("5-1", "2999-1"));
    assert!(ids[6].ends_with("records.jsonl#7"), "{}", ids[6]);

    let cut = whole.lines().take(1234).map(str::len).sum::<usize>() + 1234 + 9;
    fs::write(&output, &whole[..cut]).unwrap();
    check(&[&by_server[..], &["--resume"]].concat(), "", 2, &[], &["records.jsonl#1239: refused"]);
    let without_fuel = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split("\"fuel\"").next().unwrap().to_owned()).collect()
    };
    assert_eq!(without_fuel(&fs::read_to_string(&output).unwrap()), without_fuel(&whole));
    let dated = ["evaluate", "-", "--as-of", "2019-02-30", "--server", &server.address];
    check(&dated, GOOD, 2, &[], &["options.as_of[0]"]);
}

#[test]
fn a_plugin_can_be_looked_at() {
    let folder = plugins(&[("zz", "healthy")]);
    let file = folder.path().join("zz.wasm");
    check(&["plugin", "inspect", file.to_str().unwrap()], "", 0, &["zz Nowhere", "zz.rule", "sha256"], &[]);
    let json = check(&["plugin", "inspect", file.to_str().unwrap(), "--format", "json"], "", 0, &["\"zz.rule\""], &[]);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    let broken = folder.path().join("yy.wasm");
    fs::write(&broken, b"\0asm nothing").unwrap();
    check(&["plugin", "inspect", broken.to_str().unwrap()], "", 1, &[], &["error"]);
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/plugins/nl.wasm");
    assert!(built.is_file(), "the plugins are not built: run `make plugins` first");
    fs::copy(built, folder.path().join("nl.wasm")).unwrap();
    let from = folder.path().to_str().unwrap();
    let all = check(&["rules", "--plugins", from], "", 0, &["nl.273f.profit", "nl.art12", "2022-12-01 to now"], &[]);
    assert_eq!(all.lines().count(), 5, "a header, its line, and three rules:\n{all}");
    let then = check(&["rules", "--plugins", from, "--as-of", "2022-11-30"], "", 0, &["nl.273f.profit"], &[]);
    assert!(!then.contains("nl.art12"), "{then}");
    check(&["rules", "--plugins", from, "--format", "jsonl"], "", 0, &["\"basis\""], &[]);
    let law = ["Code of Criminal Procedure art. 12", "2022-12-01 to now", "proceedings.items.result", "S27"];
    check(&["explain", "nl.art12", "--plugins", from], "", 0, &law, &[]);
    check(&["explain", "nl.nope", "--plugins", from], "", 1, &[], &["there is no rule `nl.nope`", "comity rules"]);
    check(&["explain", "nope", "--plugins", from], "", 64, &[], &["rule_id", "qa.wage.wps@2015"]);
    check(&["rules", "--plugins", from, "--as-of", "yesterday"], "", 64, &[], &["as_of"]);
    check(&["rules", "--server", "http://127.0.0.1:9"], "", 69, &[], &["comity serve"]);
}

/// A UN list of some names, published on a day.
fn un(day: &str, names: &[&str]) -> String {
    let entry = |(n, name): (usize, &&str)| {
        format!(
            "<ENTITY><REFERENCE_NUMBER>KPe.{n}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <LISTED_ON>2016-03-02</LISTED_ON><FIRST_NAME>{name}</FIRST_NAME></ENTITY>"
        )
    };
    let entries: String = names.iter().enumerate().map(entry).collect();
    format!("<CONSOLIDATED_LIST dateGenerated=\"{day}\"><ENTITIES>{entries}</ENTITIES></CONSOLIDATED_LIST>")
}

#[test]
fn lists_are_imported_searched_and_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (config, file) = (path("comity.toml"), path("un.xml"));
    fs::write(&config, format!("[lists]\nhistory_dir = '{}'\nmax_age_days = 3650\n", path("history"))).unwrap();
    let run = |arguments: &[&str], code, said: &[&str], warned: &[&str]| {
        check(&[&["lists"], arguments, &["--config", &config]].concat(), "", code, said, warned)
    };
    let names = ["KOGEN", "KORYO HOTEL", "NAMGANG"];
    fs::write(&file, un("2026-01-10", &names[..2])).unwrap();
    run(&["import", "un", &file], 0, &["un-xml", "2026-01-10", "UN-1718"], &[]);
    fs::write(&file, un("2026-02-10", &names)).unwrap();
    let json = run(&["import", "un", &file, "--format", "json"], 0, &["\"entries\": 3"], &[]);
    let second: serde_json::Value = serde_json::from_str(&json).unwrap();
    run(&["status"], 0, &["UN-1718", "serves"], &[]);
    run(&["status", "--report"], 0, &["primary names", "documents"], &[]);
    run(&["search", "Namgang", "--list", "UN-1718"], 0, &["KPe.2", "2016-03-02"], &[]);
    run(&["search", "Namgang", "--list", "UN-1718", "--known-at", "2026-01-31"], 0, &["no hits"], &[]);
    run(&["search", "Namgang", "--known-at", "2026-01-01"], 3, &["NOT SCREENED", "had been published"], &[]);
    let found = run(&["search", "Namgang", "--format", "json"], 0, &["\"entry\": \"KPe.2\""], &[]);
    assert!(found.contains("\"listed_from\": \"2016-03-02\""), "{found}");
    let wrong = un("2026-03-10", &names[..1]);
    fs::write(&file, &wrong).unwrap();
    run(&["import", "un", &file], 1, &[], &["refused", "more than 10 % are gone", "--accept-shrink"]);
    let digest = comity::domain::Digest::of_pieces([wrong.as_bytes()]).to_string();
    run(&["import", "un", &file, "--accept-shrink", &digest], 0, &["UN-1718"], &[]);
    let second = second["digest"].as_str().unwrap();
    run(&["diff", &second[..10], &digest[..10]], 0, &["removed", "NAMGANG", "0 added, 2 removed, 0 changed"], &[]);
    run(&["diff", &digest[..10], &digest[..10]], 0, &["0 added, 0 removed, 0 changed"], &[]);
    run(&["diff", "ffffffffffff", &digest], 1, &[], &["0 snapshots"]);
    run(&["import", "mars", &file], 64, &[], &["open_sanctions"]);
    let other = path("other.xml");
    fs::write(&other, un("2026-03-10", &["KOGEN CORP"])).unwrap();
    run(&["diff", "--of", "un", &file, &other, "--format", "jsonl"], 0, &["\"changed\"", "\"names\""], &[]);
    fs::write(&config, "").unwrap();
    run(&["import", "un", &file], 1, &[], &["lists.history_dir"]);
}

#[test]
fn parties_are_screened_by_a_server_and_reviewers_decide() {
    let folder = plugins(&[("zz", "healthy")]);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (file, parties, kept) = (path("un.xml"), path("parties.jsonl"), path("dispositions"));
    let names: Vec<String> = (0..20).map(|n| format!("KORYO NUMBER{n} HOTEL")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    fs::write(&file, un("2026-01-10", &names)).unwrap();
    let server = Served::start_with(
        folder.path(),
        &[
            ("COMITY_LISTS__UN", &file),
            ("COMITY_LISTS__MAX_AGE_DAYS", "3650"),
            ("COMITY_LISTS__REFRESH_MS", "0"),
            ("COMITY_SCREENING__DISPOSITIONS_DIR", &kept),
        ],
    );
    let run = |arguments: &[&str], input: &str, code, said: &[&str], warned: &[&str]| {
        check(&[arguments, &["--server", &server.address]].concat(), input, code, said, warned)
    };
    let hotel = ["screen", "Koryo Number7 Hotel", "--list", "UN-1718"];
    run(&hotel, "", 0, &["KPe.7", "STRONG", "2016-03-02", "KORYO NUMBER7 HOTEL"], &[]);
    run(&["screen", "Nobody Whatsoever"], "", 0, &["no hits"], &[]);
    run(&["screen", "K"], "", 3, &["NOT SCREENED UN-1718"], &[]);
    run(&["screen", "Kim", "--list", "OFAC-SDN"], "", 3, &["NOT SCREENED OFAC-SDN", "not loaded"], &[]);
    run(&["screen"], "", 64, &[], &["--parties"]);
    run(&["screen", "Kim", "--as-of", "2020-02-30"], "", 2, &[], &["options.as_of"]);
    run(&["screen", "Kim", "--country", "KP"], "", 2, &[], &["parties[0].country", "alpha-3"]);
    run(&["screen", "Kim", "--known-at", "2020-01-01"], "", 1, &[], &["lists.history_dir"]);
    run(
        &[&hotel[..], &["--as-of", "2016-03-01"]].concat(),
        "",
        0,
        &["no hits", "1 hits on UN-1718 were not listed then"],
        &[],
    );
    let answer = run(&[&hotel[..], &["--format", "json"]].concat(), "", 0, &["\"entry_digest\""], &[]);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let digest = answer["parties"][0]["lists"][0]["hits"][0]["entry_digest"].as_str().unwrap();

    let add = |seen: &str, until: &str, code, said: &[&str], warned: &[&str]| {
        let decided =
            ["dispositions", "add", "Koryo Number7 Hotel", "--list", "UN-1718", "--entry", "KPe.7", "--seen", seen];
        let rest = ["--decision", "false-positive", "--why", "another hotel", "--until", until];
        run(&[&decided[..], &rest].concat(), "", code, said, warned)
    };
    add("0123", "2150-01-01", 2, &[], &["is no hit of the party"]);
    add(&digest[..12], "2020-01-01", 2, &[], &["until"]);
    add(&digest[..12], "2150-01-01", 0, &["d-0", "FALSE_POSITIVE", "IN_FORCE"], &[]);
    run(
        &hotel,
        "",
        0,
        &["KPe.7", "FALSE POSITIVE UN-1718 KPe.7, says local (d-0, until 2150-01-01): another hotel"],
        &[],
    );
    run(&["dispositions", "list", "--format", "jsonl"], "", 0, &["\"d-0\""], &[]);
    run(&["dispositions", "withdraw", "d-0", "--why", "wrong"], "", 0, &["WITHDRAWN"], &[]);
    run(&["dispositions", "withdraw", "d-0", "--why", "wrong"], "", 1, &[], &["ended already"]);
    let none = run(&["dispositions", "list"], "", 0, &[], &[]);
    assert!(!none.contains("d-0"), "{none}");
    run(&["dispositions", "list", "--ended"], "", 0, &["d-0", "withdrawn by local: wrong"], &[]);

    let party = |n: usize| format!(r#"{{"id": "p{n}", "name": "Koryo Number{n} Hotel"}}"#);
    let lines: Vec<String> =
        (0..600).map(|n| if n % 20 == 3 { r#"{"id": "p 1"}"#.into() } else { party(n % 20) }).collect();
    fs::write(&parties, lines.join("\n")).unwrap();
    let out = run(&["screen", "--parties", &parties, "--format", "jsonl"], "", 2, &[], &["party 3: refused: id:"]);
    assert_eq!(out.lines().count(), 570);
    let first: serde_json::Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!((&first["party"], first["lists"][0]["hits"][0]["hit"]["entry"].as_str()), (&"p0".into(), Some("KPe.0")));
    run(&["screen", "--parties", "-"], &[party(1), TYPO.into()].join("\n"), 2, &["KPe.1"], &["-#2: refused", "partys"]);

    let small = un("2026-02-10", &names[..2]);
    fs::write(&file, &small).unwrap();
    let digest = comity::domain::Digest::of_pieces([small.as_bytes()]).to_string();
    run(&["lists", "refresh"], "", 1, &["KEPT", "UN-1718"], &[]);
    run(&["lists", "accept", &"0".repeat(64)], "", 1, &[], &["no list was refused"]);
    run(&["lists", "accept", &digest], "", 0, &["serves", "2026-02-10"], &[]);
    check(&["screen", "Kim", "--server", "http://127.0.0.1:9"], "", 69, &[], &["comity serve"]);
}

#[test]
fn records_are_screened_by_the_lists_of_a_past_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (config, file) = (path("comity.toml"), path("un.xml"));
    let text = format!("[lists]\nhistory_dir = '{}'\nmax_age_days = 3650\n", path("history"));
    fs::write(&config, text).unwrap();
    fs::create_dir(path("plugins")).unwrap();
    let wish = ScreeningRequest { list: "UN-1718".into(), ..ScreeningRequest::default() };
    let manifest = Manifest { screening: vec![wish], ..template::manifest() };
    fs::write(path("plugins/zz.wasm"), template::component("healthy", &manifest)).unwrap();
    for (day, names) in [("2026-01-10", &["KOGEN"][..]), ("2026-02-10", &["KOGEN", "NAMGANG"])] {
        fs::write(&file, un(day, names)).unwrap();
        check(&["lists", "import", "un", &file, "--config", &config], "", 0, &[], &[]);
    }
    let record = r#"{"id": "case-1", "parties": {"items": [{"id": "p1", "name": "Namgang"}]}}"#;
    let by = ["--plugins", &path("plugins"), "--config", &config];
    let run = |more: &[&str], code, said: &[&str], warned: &[&str]| {
        check(&[&["evaluate", "-", "--as-of", "2026-03-01"], more, &by].concat(), record, code, said, warned)
    };
    let then = ["--known-at", "2026-02-09", "--format", "json"];
    let told = run(&then, 0, &["\"known_at\": \"2026-02-09\"", "\"published_on\": \"2026-01-10\""], &[]);
    assert!(!told.contains("\"hits\""), "{told}");
    run(&["--format", "json", "--known-at", "2026-02-10"], 0, &["\"entry\": \"KPe.1\""], &[]);
    run(&["--known-at", "2026-02-10"], 0, &["case-1 as of 2026-03-01, by the lists of 2026-02-10: at least"], &[]);
    run(&["--known-at", "2026-01-09"], 1, &[], &["none of these lists is kept as it was published by 2026-01-09"]);
    run(&["--known-at", "2199-01-01"], 2, &[], &["options.known_at: it lies after today"]);
    check(&["evaluate", "-", "--timeline", "--known-at", "2026-02-10"], "", 64, &[], &["--known-at"]);
}

/// What was acknowledged is there after a kill, and a line that was not finished is not.
#[test]
fn dispositions_survive_a_server_that_is_killed() {
    let folder = plugins(&[("zz", "healthy")]);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (file, kept) = (path("un.xml"), path("dispositions"));
    fs::write(&file, un("2026-01-10", &["KORYO HOTEL"])).unwrap();
    let variables = [
        ("COMITY_LISTS__UN", file.as_str()),
        ("COMITY_LISTS__MAX_AGE_DAYS", "3650"),
        ("COMITY_SCREENING__DISPOSITIONS_DIR", kept.as_str()),
    ];
    for round in 0..3 {
        // Killed when it is dropped.
        let server = Served::start_with(folder.path(), &variables);
        let by = ["--server", &server.address];
        let answer = check(&[&["screen", "Koryo Hotel", "--format", "json"], &by[..]].concat(), "", 0, &[], &[]);
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let hit = &answer["parties"][0]["lists"][0]["hits"][0];
        assert_eq!(hit["disposition"]["id"].as_str(), (round > 0).then(|| format!("d-{}", round - 1)).as_deref());
        let seen = hit["entry_digest"].as_str().unwrap();
        let decided = ["dispositions", "add", "Koryo Hotel", "--list", "UN-1718", "--entry", "KPe.0", "--seen", seen];
        let rest = ["--decision", "true-match", "--why", "the same", "--until", "2150-01-01"];
        check(&[&decided[..], &rest, &by].concat(), "", 0, &[&format!("d-{round}"), "TRUE_MATCH"], &[]);
        drop(server);
        let mut lines = fs::OpenOptions::new().append(true).open(path("dispositions/dispositions.jsonl")).unwrap();
        lines.write_all(b"0badc0de {\"n\":").unwrap();
    }
}
