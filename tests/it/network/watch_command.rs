//! `comity watch` against a real server: what it prints, that it goes on where it was after a break, how it ends.

use std::{
    io::{BufRead as _, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    configured,
    watching::{Listed, NAMES},
};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The command while it runs.
struct Watch {
    process: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Watch {
    fn start(server: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command.arg("watch").args(arguments).args(["--server", server]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (out, err) = (lines(process.stdout.take().unwrap()), lines(process.stderr.take().unwrap()));
        Self { process, out, err }
    }

    fn line(&self) -> String {
        self.out.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no line in time: {:?}", self.err.try_recv()))
    }

    /// The next line, which is JSON.
    fn json(&self) -> Value {
        serde_json::from_str(&self.line()).unwrap()
    }

    /// Waits for a line that has this in it; gives what came before, and it.
    fn until(&self, part: &str) -> String {
        let mut all = String::new();
        loop {
            let line = self.line();
            all = format!("{all}{line}\n");
            if line.contains(part) {
                return all;
            }
        }
    }

    fn warned(&self, part: &str) {
        loop {
            let line = self.err.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no `{part}` in time"));
            if line.contains(part) {
                return;
            }
        }
    }

    fn interrupt(self) -> Option<i32> {
        let process = rustix::process::Pid::from_child(&self.process);
        rustix::process::kill_process(process, rustix::process::Signal::INT).unwrap();
        self.code()
    }

    fn code(mut self) -> Option<i32> {
        self.process.wait().unwrap().code()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (lines, read) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                return;
            }
        }
    });
    read
}

/// Four parties, each with the name of an entry.
fn parties(folder: &tempfile::TempDir) -> PathBuf {
    let file = folder.path().join("parties.jsonl");
    let party = |(id, name): (&str, &str)| json!({"id": id, "name": name}).to_string();
    let all = ["a", "b", "c", "d"].into_iter().zip(NAMES).map(party).collect::<Vec<_>>();
    std::fs::write(&file, all.join("\n")).unwrap();
    file
}

fn address(listed: &Listed) -> String {
    format!("http://{}", listed.server.address)
}

/// Party, and the entries with what became of them.
fn told(change: &Value) -> (String, Vec<(String, String)>) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = change["change"]["entries"].as_array().unwrap().iter();
    (
        text(&change["change"]["answer"]["party"]),
        entries.map(|entry| (text(&entry["entry"]), text(&entry["fate"]))).collect(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_is_told_and_after_a_break_what_changed_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let file = parties(&folder);
    let mut listed = Listed::start(&NAMES[..2], &[]);
    let by = ["--parties", file.to_str().unwrap(), "--list", "UN-1718", "--json"];
    let watch = Watch::start(&address(&listed), &by);
    assert_eq!(watch.json()["opened"]["parties"], "4");
    listed.publish(&NAMES[..3]);
    assert_eq!(told(&watch.json()), ("c".into(), vec![("KPe.2".into(), "ENTRY_FATE_ADDED".into())]));
    let lists = watch.json();
    assert_eq!((&lists["lists"]["lists"][0]["added"], &lists["lists"]["parties_changed"]), (&json!("1"), &json!("1")));
    // Another server takes the place of the first; the list that it has is another one.
    let place = listed.server.address;
    listed.server.stop().await;
    watch.warned("the watch broke off");
    let (mut config, own) = configured("healthy", &[]);
    config.server.address = place;
    let mut listed = Listed::start_with(&[NAMES[0], "", NAMES[2], NAMES[3]], (config, own));
    assert_eq!(told(&watch.json()), ("b".into(), vec![("KPe.1".into(), "ENTRY_FATE_REMOVED".into())]));
    assert_eq!(told(&watch.json()), ("d".into(), vec![("KPe.3".into(), "ENTRY_FATE_ADDED".into())]));
    assert!(watch.json()["opened"].is_object());
    let lists = watch.json();
    assert_eq!(
        (&lists["lists"]["lists"][0]["list"], &lists["lists"]["parties_changed"]),
        (&json!("UN-1718"), &json!("2"))
    );
    // The new watch goes on from there.
    listed.publish(&NAMES);
    assert_eq!(told(&watch.json()), ("b".into(), vec![("KPe.1".into(), "ENTRY_FATE_ADDED".into())]));
    assert!(watch.json()["lists"].is_object());
    assert_eq!(watch.interrupt(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_break_without_a_change_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = parties(&folder);
    let listed = Listed::start(&NAMES[..2], &[]);
    let watch = Watch::start(&address(&listed), &["--parties", file.to_str().unwrap(), "--list", "UN-1718", "--json"]);
    assert!(watch.json()["opened"].is_object());
    let place = listed.server.address;
    listed.server.stop().await;
    let (mut config, own) = configured("healthy", &[]);
    config.server.address = place;
    let mut listed = Listed::start_with(&NAMES[..2], (config, own));
    assert!(watch.json()["opened"].is_object(), "nothing but that it is watched again");
    listed.publish(&NAMES[..3]);
    assert_eq!(told(&watch.json()).0, "c");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_tables_for_eyes() {
    let folder = tempfile::tempdir().unwrap();
    let file = parties(&folder);
    let mut listed = Listed::start(&NAMES[..2], &[]);
    let by = ["--parties", file.to_str().unwrap(), "--list", "UN-1718", "--now", "--changes", "1"];
    let watch = Watch::start(&address(&listed), &by);
    let first = watch.until("watching 4 parties by 1 lists");
    for part in ["a: 1 hits", "KPe.0", "b: 1 hits", "c: no hits", "d: no hits"] {
        assert!(first.contains(part), "no `{part}` in\n{first}");
    }
    listed.publish(&NAMES[..3]);
    let change = watch.until("lists changed: UN-1718 (1 added); 1 parties affected");
    for part in ["party", "c ", NAMES[2], "UN-1718", "KPe.2", "ADDED", "STRONG"] {
        assert!(change.contains(part), "no `{part}` in\n{change}");
    }
    assert_eq!(watch.code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_says_how_it_ended() {
    let listed = Listed::start(&NAMES, &[("SCREENING__WATCH_PARTIES", "3")]);
    let folder = tempfile::tempdir().unwrap();
    let four = parties(&folder);
    let bad = folder.path().join("bad.jsonl");
    std::fs::write(&bad, "{\"id\": \"p 1\", \"name\": \"Kim\"}\n{\"name\": \"Kim\"}\n{\"nam\": \"Kim\"}").unwrap();
    let (four, bad) = (four.to_str().unwrap(), bad.to_str().unwrap());
    let server = address(&listed);
    for (arguments, server, code, warned) in [
        (&["Kim"][..], "http://127.0.0.1:9", 69, "comity serve"),
        (&["Kim", "--list", "a b"], &server, 2, "options.lists[0]"),
        (&["--parties", four], &server, 2, "a watch has 3 parties at most"),
        (&[], &server, 64, "nobody to watch"),
        (&["Kim", "--changes", "0"], &server, 64, "--changes"),
    ] {
        let watch = Watch::start(server, arguments);
        watch.warned(warned);
        assert_eq!(watch.code(), Some(code), "{arguments:?}");
    }
    for (arguments, code) in [
        (&["Kim", "--list", "UN-1718"][..], 0),
        (&["Kim", "--list", "OFAC-SDN"], 3),
        (&["--parties", bad, "--list", "UN-1718"], 2),
    ] {
        let watch = Watch::start(&server, arguments);
        watch.until("watching 1 parties");
        assert_eq!(watch.interrupt(), Some(code), "{arguments:?}");
    }
    let patient = Watch::start(&server, &["Kim", "--list", "UN-1718", "--patience", "1"]);
    patient.until("watching 1 parties");
    listed.server.stop().await;
    patient.warned("nobody was watched");
    assert_eq!(patient.code(), Some(69));
}
