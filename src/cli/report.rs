//! Where the answers of `comity evaluate` go: a table, JSON, JSON Lines or CSV, to standard output or a file. In JSON Lines
//! every document of the input has its line, refused ones too, so that a run that broke off can go on where it ended.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, BufWriter, IsTerminal as _, Write},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use comity_facts::v1::{Decision, EvaluateResponse, Finding, JurisdictionVerdict};

use super::{ExitCode, json, table, warn};
use crate::rpc::client::CallFailed;

const RESPONSE: &str = "comity.v1.EvaluateResponse";
/// How often progress is shown.
const EVERY: Duration = Duration::from_secs(1);
/// One row for each finding; for a jurisdiction without one, a row without a rule.
const COLUMNS: [&str; 12] = [
    "record",
    "as_of",
    "jurisdiction",
    "status",
    "at_least",
    "at_most",
    "rule",
    "subject",
    "outcome",
    "certainty",
    "law",
    "message",
];

/// How to write answers.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// A table for eyes.
    #[default]
    Table,
    /// Indented JSON.
    Json,
    /// One line of JSON for each record.
    Jsonl,
    /// Comma-separated values: one row for each finding.
    Csv,
}

/// Where answers go.
pub(super) struct Report {
    out: Output,
    written: u64,
}

enum Output {
    Table(Box<dyn Write>),
    Json(Box<dyn Write>),
    Lines(Box<dyn Write>),
    Csv(Box<csv::Writer<Box<dyn Write>>>),
}

impl Report {
    /// To standard output, or to a file that is made anew.
    pub(super) fn new(format: Format, file: Option<&Path>) -> anyhow::Result<Self> {
        let out: Box<dyn Write> = match file {
            None => Box::new(BufWriter::new(io::stdout())),
            Some(file) => Box::new(BufWriter::new(File::create(file).with_context(|| unwritable(file))?)),
        };
        Self::into(format, out, 0)
    }

    /// To the end of a file of JSON Lines that an earlier run began. A last line that was cut off is cut away.
    pub(super) fn resume(file: &Path) -> anyhow::Result<Self> {
        let (lines, bytes) = whole_lines(file)?;
        let out = OpenOptions::new().append(true).create(true).open(file).with_context(|| unwritable(file))?;
        out.set_len(bytes).with_context(|| unwritable(file))?;
        Self::into(Format::Jsonl, Box::new(BufWriter::new(out)), lines)
    }

    fn into(format: Format, out: Box<dyn Write>, written: u64) -> anyhow::Result<Self> {
        let out = match format {
            Format::Table => Output::Table(out),
            Format::Json => Output::Json(out),
            Format::Jsonl => Output::Lines(out),
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(COLUMNS)?;
                Output::Csv(Box::new(writer))
            }
        };
        Ok(Self { out, written })
    }

    /// Documents that are written, those of earlier runs included.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// A record that was evaluated.
    pub(super) fn decided(&mut self, response: &EvaluateResponse) -> anyhow::Result<ExitCode> {
        match &mut self.out {
            Output::Table(out) => writeln!(out, "{}", table::decisions(response)),
            Output::Json(out) => writeln!(out, "{}", json::pretty(RESPONSE, response)?),
            Output::Lines(out) => writeln!(out, "{}", json::line(RESPONSE, response)?),
            Output::Csv(out) => rows(response).try_for_each(|row| out.write_record(row)).map_err(io::Error::from),
        }?;
        self.written += 1;
        let complete = response.decisions.iter().all(|decision| decision.complete);
        Ok(if complete { ExitCode::Done } else { ExitCode::Incomplete })
    }

    /// A record that was refused.
    pub(super) fn refused(&mut self, place: &str, problems: &[String]) -> anyhow::Result<ExitCode> {
        warn(&format!("{place}: refused"));
        for problem in problems {
            warn(&format!("  {problem}"));
        }
        match &mut self.out {
            Output::Lines(out) => writeln!(out, "{}", serde_json::json!({"place": place, "refused": problems}))?,
            Output::Csv(out) => {
                let problems = problems.join("; ");
                out.write_record([place, "", "", "REFUSED", "", "", "", "", "", "", "", &problems])?;
            }
            Output::Table(_) | Output::Json(_) => {}
        }
        self.written += 1;
        Ok(ExitCode::Refused)
    }

    /// The server ended the stream.
    pub(super) fn failed(&mut self, error: &CallFailed) -> ExitCode {
        if error.violations.is_empty() {
            return self.stopped(&error.to_string());
        }
        warn("error: the request is refused");
        for violation in &error.violations {
            warn(&format!("  {violation}"));
        }
        ExitCode::Refused
    }

    /// The stream ended before every record had its answer.
    pub(super) fn broken(&mut self) -> ExitCode {
        self.stopped("the stream ended early")
    }

    fn stopped(&mut self, problem: &str) -> ExitCode {
        let kept = self.flush();
        let hint = match (&self.out, kept) {
            (_, Err(error)) => format!("what was written may be lost: {error}"),
            (Output::Lines(_), Ok(())) => "run again with `--output FILE --resume` to go on from there".to_owned(),
            (_, Ok(())) => "with `--format jsonl --output FILE` a run can be resumed".to_owned(),
        };
        warn(&format!("error: {problem}; {} records have their answer; {hint}", self.written));
        ExitCode::Unavailable
    }

    /// Hands on what was written so far.
    pub(super) fn flush(&mut self) -> anyhow::Result<()> {
        Ok(match &mut self.out {
            Output::Table(out) | Output::Json(out) | Output::Lines(out) => out.flush(),
            Output::Csv(out) => out.flush(),
        }?)
    }
}

fn unwritable(file: &Path) -> String {
    format!("`{}` cannot be written", file.display())
}

/// How many whole lines a file has, and their bytes; none if there is no file.
fn whole_lines(file: &Path) -> anyhow::Result<(u64, u64)> {
    let opened = match File::open(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((0, 0)),
        opened => opened.with_context(|| format!("`{}` cannot be read", file.display()))?,
    };
    let (mut reader, mut line, mut lines, mut bytes) = (BufReader::new(opened), Vec::new(), 0, 0);
    while reader.read_until(b'\n', &mut line)? > 0 && line.ends_with(b"\n") {
        lines += 1;
        bytes += line.len() as u64;
        line.clear();
    }
    Ok((lines, bytes))
}

fn rows(response: &EvaluateResponse) -> impl Iterator<Item = [String; COLUMNS.len()]> {
    let parts = |decision: &'_ Decision| decision.jurisdictions.len();
    response.decisions.iter().flat_map(move |decision| {
        (0..parts(decision)).filter_map(move |part| decision.jurisdictions.get(part)).flat_map(move |part| {
            let findings = part.verdict.as_ref().map_or(&[][..], |verdict| verdict.findings.as_slice());
            let none = findings.is_empty().then_some(None);
            findings.iter().map(Some).chain(none).map(move |finding| row(&response.record_id, decision, part, finding))
        })
    })
}

fn row(
    record: &str,
    decision: &Decision,
    part: &JurisdictionVerdict,
    finding: Option<&Finding>,
) -> [String; COLUMNS.len()] {
    let bounds = part.bounds.unwrap_or_default();
    let of = |text: fn(&Finding) -> String| finding.map(text).unwrap_or_default();
    [
        record.to_owned(),
        decision.as_of.clone(),
        part.jurisdiction.clone(),
        part.status().as_str_name().trim_start_matches("VERDICT_STATUS_").to_owned(),
        table::name(bounds.at_least()),
        table::name(bounds.at_most()),
        of(|f| f.rule_id.clone()),
        of(|f| f.subject.as_ref().map(|s| s.id.clone()).unwrap_or_default()),
        of(|f| table::name(f.outcome())),
        of(|f| f.certainty().as_str_name().trim_start_matches("CERTAINTY_").to_owned()),
        of(|f| f.basis.as_ref().map(|b| b.citation.clone()).unwrap_or_default()),
        of(|f| f.message.as_ref().map(|m| m.text.clone()).unwrap_or_default()),
    ]
}

/// How far a long run is, on a terminal.
pub(super) struct Progress {
    shown: bool,
    started: Instant,
    last: Instant,
    count: u64,
}

impl Progress {
    pub(super) fn start() -> Self {
        let now = Instant::now();
        Self { shown: io::stderr().is_terminal(), started: now, last: now, count: 0 }
    }

    pub(super) fn one_more(&mut self) {
        self.count += 1;
        if self.shown && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            self.show("\r");
        }
    }

    /// Says how many records there were, if it took long enough to be of interest.
    pub(super) fn end(&self) {
        if self.shown && self.started.elapsed() >= EVERY {
            self.show("\r");
            warn("");
        }
    }

    fn show(&self, start: &str) {
        let rate = u128::from(self.count) * 1000 / self.started.elapsed().as_millis().max(1);
        let _ = write!(io::stderr(), "{start}{} records, {rate}/s ", self.count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_cut_off_is_not_counted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answers.jsonl");
        assert_eq!(whole_lines(&file).unwrap(), (0, 0));
        for (text, expected) in [("", (0, 0)), ("{}", (0, 0)), ("{}\n{}\n", (2, 6)), ("{}\n{\"rec", (1, 3))] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(whole_lines(&file).unwrap(), expected, "{text}");
        }
        Report::resume(&file).unwrap().refused("f#2", &["x".into()]).unwrap();
        let lines: Vec<String> = std::fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect();
        assert_eq!(lines, ["{}", r#"{"place":"f#2","refused":["x"]}"#]);
    }
}
