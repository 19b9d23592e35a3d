//! `comity evaluate --timeline`: one record, every day on which its answer changes, as a table or as a page.

mod html;
mod lanes;
mod style;
mod table;
mod words;

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use comity_facts::v1::{
    Record, TimelineOpened, TimelineOptions, TimelineProgress, TimelineRequest, TimelineResponse, TimelineStep,
    TimelineSummary, timeline_response::Message as Told,
};
use prost::Message as _;

use super::{
    ExitCode,
    input::{self, Document},
    json,
    report::Format,
    warn,
};
use crate::{
    domain::Caller,
    rpc::{CallError, Edge, client::Client},
};

const RESPONSE: &str = "comity.v1.TimelineResponse";
/// How often progress is shown.
const EVERY: Duration = Duration::from_millis(200);

/// Everything of a timeline.
#[derive(Clone, Debug, Default)]
struct Picture {
    opened: TimelineOpened,
    steps: Vec<TimelineStep>,
    summary: TimelineSummary,
}

/// Where a timeline goes.
pub(super) struct Target<'a> {
    pub(super) format: Format,
    /// Absent: standard output.
    pub(super) output: Option<&'a Path>,
    /// Also a page, in this file.
    pub(super) html: Option<&'a Path>,
}

/// What came of it: a picture, or what the caller did wrong.
enum Made {
    Whole(Box<Picture>),
    Refused(Vec<String>),
    Failed(String),
}

/// In this process.
pub(super) async fn here(
    edge: &Edge,
    file: &Path,
    options: TimelineOptions,
    target: &Target<'_>,
) -> anyhow::Result<ExitCode> {
    let request = match request(file, options)? {
        Ok(request) => request,
        Err(problem) => return Ok(refused(file, &[problem])),
    };
    let made = match edge.timeline(Caller::local(), &request.encode_to_vec()) {
        Err(error) => failed(error)?,
        Ok(mut timeline) => {
            let mut collecting = Collecting::start();
            loop {
                match timeline.next().await {
                    Ok(Some(message)) => collecting.add(message),
                    Ok(None) => break Made::Whole(Box::new(collecting.end())),
                    Err(error) => break failed(error)?,
                }
            }
        }
    };
    give(made, file, target)
}

/// What the caller did wrong; anything else is a failure.
fn failed(error: CallError) -> anyhow::Result<Made> {
    match error {
        CallError::Refused(refusal) => {
            let problems = refusal.violations.iter().map(|v| format!("{}: {}", v.path, v.description));
            Ok(Made::Refused(problems.collect()))
        }
        error => Err(error.into()),
    }
}

/// By a server.
pub(super) async fn by_server(
    client: &Client,
    file: &Path,
    options: TimelineOptions,
    target: &Target<'_>,
) -> anyhow::Result<ExitCode> {
    let request = match request(file, options)? {
        Ok(request) => request,
        Err(problem) => return Ok(refused(file, &[problem])),
    };
    let mut collecting = Collecting::start();
    let made = match client.timeline(request).await {
        Err(error) => Err(error),
        Ok(mut answers) => loop {
            match answers.next().await {
                Ok(Some(message)) => collecting.add(message),
                Ok(None) => break Ok(collecting.end()),
                Err(error) => break Err(error),
            }
        },
    };
    let made = match made {
        Ok(picture) => Made::Whole(Box::new(picture)),
        Err(error) if error.violations.is_empty() => Made::Failed(error.to_string()),
        Err(error) => Made::Refused(error.violations),
    };
    give(made, file, target)
}

/// The request about the one record of a file, or why there is none.
fn request(file: &Path, options: TimelineOptions) -> anyhow::Result<Result<TimelineRequest, String>> {
    let mut documents = Vec::new();
    input::documents(&[file.to_owned()], |document| {
        documents.push(document);
        Ok(documents.len() < 2)
    })?;
    let value = match (documents.pop(), documents.pop()) {
        (Some(Document { value: Ok(value), .. }), None) => value,
        (Some(Document { value: Err(error), .. }), _) => return Ok(Err(format!("not JSON: {error}"))),
        (None, _) => return Ok(Err("it has no record".to_owned())),
        (Some(_), Some(_)) => return Ok(Err("it has several records: a timeline is of one".to_owned())),
    };
    Ok(match json::encode(super::evaluate::RECORD, &value)? {
        Ok(bytes) => Ok(TimelineRequest { options: Some(options), record: Some(Record::decode(bytes.as_slice())?) }),
        Err(error) => Err(error.to_string()),
    })
}

fn refused(file: &Path, problems: &[String]) -> ExitCode {
    warn(&format!("{}: refused", file.display()));
    for problem in problems {
        warn(&format!("  {problem}"));
    }
    ExitCode::Refused
}

fn give(made: Made, file: &Path, target: &Target<'_>) -> anyhow::Result<ExitCode> {
    let picture = match made {
        Made::Whole(picture) => picture,
        Made::Refused(problems) => return Ok(refused(file, &problems)),
        Made::Failed(problem) => {
            warn(&format!("error: {problem}"));
            return Ok(ExitCode::Unavailable);
        }
    };
    if let Some(html) = target.html {
        fs::write(html, html::page(&picture)).with_context(|| format!("`{}` cannot be written", html.display()))?;
        warn(&format!("the page is in {}", html.display()));
    }
    let text = text(&picture, target.format)?;
    match target.output {
        Some(output) => {
            fs::write(output, text).with_context(|| format!("`{}` cannot be written", output.display()))?;
        }
        // A reader that has gone away is no failure of ours.
        None => drop(io::stdout().lock().write_all(text.as_bytes())),
    }
    let complete = picture.steps.iter().all(|step| step.complete);
    Ok(if complete { ExitCode::Done } else { ExitCode::Incomplete })
}

fn text(picture: &Picture, format: Format) -> anyhow::Result<String> {
    match format {
        Format::Table => Ok(table::text(picture)),
        Format::Csv => table::csv(picture),
        Format::Json => messages(picture, |message| json::pretty(RESPONSE, message)),
        Format::Jsonl => messages(picture, |message| json::line(RESPONSE, message)),
    }
}

/// The messages of the wire, without progress.
fn messages(picture: &Picture, say: fn(&TimelineResponse) -> anyhow::Result<String>) -> anyhow::Result<String> {
    let steps = picture.steps.iter().cloned().map(Told::Step);
    let all = [Told::Opened(picture.opened.clone())].into_iter().chain(steps).chain([Told::Summary(picture.summary)]);
    let mut text = String::new();
    for message in all {
        text.push_str(&say(&TimelineResponse { message: Some(message) })?);
        text.push('\n');
    }
    Ok(text)
}

/// A picture that comes in, with its progress on a terminal.
struct Collecting {
    picture: Picture,
    shown: bool,
    started: Instant,
    last: Instant,
}

impl Collecting {
    fn start() -> Self {
        let now = Instant::now();
        Self { picture: Picture::default(), shown: io::stderr().is_terminal(), started: now, last: now }
    }

    fn add(&mut self, message: Told) {
        match message {
            Told::Opened(opened) => self.picture.opened = opened,
            Told::Progress(progress) => self.progress(progress),
            Told::Step(step) => self.picture.steps.push(step),
            Told::Summary(summary) => self.picture.summary = summary,
        }
    }

    fn progress(&mut self, TimelineProgress { days_done, days }: TimelineProgress) {
        if self.shown && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            let _ = write!(io::stderr(), "\r{days_done} of {days} days ");
        }
    }

    fn end(self) -> Picture {
        if self.shown && self.started.elapsed() >= EVERY {
            let _ = write!(io::stderr(), "\r{:40}\r", "");
        }
        self.picture
    }
}

#[cfg(test)]
#[path = "timeline/html_tests.rs"]
mod tests;
