//! Builds the tests of the copy. A change that the compiler refuses is taken out, and the rest built again: what type an expression has is
//! the compiler's to know.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    tree::{Part, Tree},
    weave::Woven,
};

/// Rounds of building after which something is wrong with the tool.
const ROUNDS: usize = 40;

/// A program of tests.
#[derive(Clone, Debug)]
pub(crate) struct Tests {
    /// The part whose tests it has.
    pub(crate) part: String,
    /// The program.
    pub(crate) program: PathBuf,
    /// The folder that it runs in.
    pub(crate) folder: PathBuf,
}

/// Builds the tests of some parts, and says which places the compiler refused.
pub(crate) fn compile(
    root: &Path,
    copy: &Path,
    tree: &Tree,
    wanted: &[&Part],
) -> Result<(Vec<Tests>, BTreeSet<String>)> {
    let memory = copy.join("refused.json");
    let mut refused: BTreeSet<String> =
        fs::read(&memory).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    for _ in 0..ROUNDS {
        let woven = tree.write(root, copy, &refused)?;
        let (tests, errors) = build(copy, wanted)?;
        if errors.is_empty() {
            return Ok((tests, refused));
        }
        let before = refused.len();
        for error in &errors {
            refused.extend(guilty(error, &woven));
        }
        if refused.len() == before {
            let texts: Vec<_> = errors.iter().map(|error| error.text.as_str()).collect();
            bail!("the copy does not compile, and no change in it is to blame:\n{}", texts.join("\n"));
        }
        eprintln!("the compiler refused {} changes more", refused.len() - before);
        fs::write(&memory, serde_json::to_vec_pretty(&refused)?)?;
    }
    bail!("the copy does not compile after {ROUNDS} rounds")
}

struct Failure {
    text: String,
    spans: Vec<(String, Range<usize>)>,
}

fn build(copy: &Path, wanted: &[&Part]) -> Result<(Vec<Tests>, Vec<Failure>)> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--tests", "--keep-going", "--message-format=json", "--features", "comity-sdk/testing"]);
    for part in wanted {
        cargo.args(["-p", &part.package]);
    }
    if !wanted.iter().any(|part| part.package == "comity-sdk") {
        cargo.args(["-p", "comity-sdk"]);
    }
    let output = cargo
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", copy.join("target"))
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .output()
        .context("cargo did not start")?;
    let messages: Vec<Value> =
        output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let errors: Vec<Failure> = messages.iter().filter_map(failure).collect();
    if errors.is_empty() && !output.status.success() {
        bail!("cargo failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let tests = messages.iter().filter_map(|message| tests(message, wanted)).collect();
    Ok((tests, errors))
}

fn tests(message: &Value, wanted: &[&Part]) -> Option<Tests> {
    let program = message["executable"].as_str()?;
    let manifest = Path::new(message["manifest_path"].as_str()?).parent()?;
    let part = wanted.iter().find(|part| manifest.ends_with(&part.folder))?;
    message.pointer("/profile/test")?.as_bool().filter(|test| *test)?;
    Some(Tests { part: part.name.clone(), program: program.into(), folder: manifest.to_owned() })
}

fn failure(message: &Value) -> Option<Failure> {
    let message = message.get("message").filter(|inner| inner["level"] == "error")?;
    let text = message["rendered"].as_str().unwrap_or_default().to_owned();
    if text.starts_with("error: aborting") {
        return None;
    }
    let mut spans = Vec::new();
    gather(message, &mut spans);
    Some(Failure { text, spans })
}

/// The spans of an error: those it is about, else all.
fn gather(message: &Value, spans: &mut Vec<(String, Range<usize>)>) {
    let all = message["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
    let place = |span: &&Value| {
        let byte = |key: &str| usize::try_from(span[key].as_u64()?).ok();
        Some((span["file_name"].as_str()?.to_owned(), byte("byte_start")?..byte("byte_end")?))
    };
    spans.extend(all.iter().filter(|span| span["is_primary"] == true).filter_map(|span| place(&span)));
    spans.extend(all.iter().filter(|span| span["is_primary"] != true).filter_map(|span| place(&span)));
}

/// The places that an error is about: the innermost around its first span that has any, else those within it.
fn guilty(error: &Failure, woven: &BTreeMap<String, Woven>) -> BTreeSet<String> {
    for (file, span) in &error.spans {
        let Some((_, woven)) = woven.iter().find(|(path, _)| file == *path || file.ends_with(&format!("/{path}")))
        else {
            continue;
        };
        let around = woven.ranges.iter().filter(|(_, range)| range.start <= span.start && span.end <= range.end);
        if let Some((key, _)) = around.min_by_key(|(_, range)| range.len()) {
            return BTreeSet::from([key.clone()]);
        }
        let within = woven.ranges.iter().filter(|(_, range)| span.start < range.end && range.start < span.end);
        let within: BTreeSet<String> = within.map(|(key, _)| key.clone()).collect();
        if !within.is_empty() {
            return within;
        }
    }
    BTreeSet::new()
}
