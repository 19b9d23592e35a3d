//! `comity lists import`.

use std::path::PathBuf;

use serde_json::json;

use super::super::{ExitCode, Format, configuration, say, table, warn};
use crate::{
    domain::Digest,
    feed::{Imported, Place},
    screening::{NameQuality, Origin, Report},
    server,
};

/// `comity lists import`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Import {
    /// Whose list it is: `ofac_sdn`, `ofac_cons`, `un`, `eu`, `uk`, `us_csl`, `open_sanctions`, as in the configuration.
    #[arg(value_name = "LIST", value_parser = origin)]
    list: Origin,
    /// A file, a folder with the legacy CSV of OFAC, or an address. The format shows itself.
    #[arg(value_name = "FILE|FOLDER|URL")]
    place: PathBuf,
    /// Take it although more than a tenth of its entries, names, dates or documents is gone; only the list with this digest.
    #[arg(long, value_name = "DIGEST")]
    accept_shrink: Vec<Digest>,
    /// Configuration file, in TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The origin of a key, for the command line.
pub(super) fn origin(key: &str) -> Result<Origin, String> {
    let all = Origin::ALL.map(Origin::key).join(", ");
    Origin::of_key(key).ok_or_else(|| format!("there is no such list; it takes one of {all}"))
}

pub(super) fn run(command: &Import) -> anyhow::Result<ExitCode> {
    let config = configuration(command.config.as_deref())?.config;
    let place = Place::of(command.place.clone());
    match server::import(&config.lists, command.list, &place, &command.accept_shrink)? {
        Ok(imported) => {
            match command.format {
                Format::Table => say(&shown(&imported)),
                Format::Json => say(&serde_json::to_string_pretty(&value(&imported))?),
                Format::Jsonl => say(&value(&imported).to_string()),
            }
            Ok(ExitCode::Done)
        }
        Err(error) => {
            warn(&format!("error: the list is refused: {error}"));
            Ok(ExitCode::Failed)
        }
    }
}

fn shown(Imported { snapshot, newer }: &Imported) -> String {
    let past = newer
        .map(|newer| format!("the history has it of {newer} too: this one says what stood before, and does not serve"));
    let mut rows = vec![
        ["format".into(), snapshot.format().name().into(), String::new()],
        ["digest".into(), snapshot.digest().to_string(), String::new()],
        ["published".into(), snapshot.published_on().to_string(), past.unwrap_or_default()],
    ];
    let lists = snapshot.lists().map(|(list, entries)| [list.to_string(), entries.len().to_string(), "entries".into()]);
    rows.extend(lists);
    rows.extend(rows_of(snapshot.report()));
    table::plain(&COLUMNS, rows)
}

pub(super) const COLUMNS: [&str; 3] = ["what", "how many", "note"];

/// What reading a source came to, row by row.
pub(super) fn rows_of(report: &Report) -> Vec<[String; 3]> {
    let mut rows: Vec<_> =
        names(report).map(|(quality, count)| [format!("{quality} names"), count.to_string(), String::new()]).collect();
    rows.push(["dates of birth".into(), report.births.to_string(), String::new()]);
    rows.push(["documents".into(), report.documents.to_string(), String::new()]);
    let left_out = report.left_out.iter();
    rows.extend(left_out.map(|(what, count)| [(*what).to_owned(), count.to_string(), "known, not kept".into()]));
    rows.extend(report.not_understood.iter().map(|(what, unknown)| {
        [(*what).to_owned(), unknown.count.to_string(), format!("NOT UNDERSTOOD, e.g. {}", unknown.examples.join("; "))]
    }));
    rows
}

fn names(report: &Report) -> impl Iterator<Item = (&'static str, usize)> {
    report.names.iter().map(|(quality, count)| {
        let word = match quality {
            NameQuality::Primary => "primary",
            NameQuality::Strong => "strong",
            NameQuality::Former => "former",
            NameQuality::Weak => "weak",
        };
        (word, *count)
    })
}

fn value(Imported { snapshot, newer }: &Imported) -> serde_json::Value {
    let report = snapshot.report();
    let lists: Vec<_> =
        snapshot.lists().map(|(list, entries)| json!({"list": list.as_str(), "entries": entries.len()})).collect();
    let unknown: Vec<_> = report
        .not_understood
        .iter()
        .map(|(what, unknown)| json!({"what": what, "count": unknown.count, "examples": unknown.examples}))
        .collect();
    json!({
        "format": snapshot.format().name(),
        "digest": snapshot.digest().to_string(),
        "published_on": snapshot.published_on().to_string(),
        "newer": newer.map(|day| day.to_string()),
        "lists": lists,
        "names": names(report).collect::<std::collections::BTreeMap<_, _>>(),
        "births": report.births,
        "documents": report.documents,
        "left_out": report.left_out,
        "not_understood": unknown,
    })
}
