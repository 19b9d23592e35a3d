//! `comity lists diff`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::{
    super::{ExitCode, Format, configuration, say, table},
    import::origin,
};
use crate::{
    domain::Date,
    feed::Archive,
    screening::{self, Changed, Difference, Origin, Snapshot},
    server,
};

/// `comity lists diff`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Diff {
    /// The earlier snapshot: the beginning of its digest in the history, or with `--of` a file or folder.
    #[arg(value_name = "A")]
    earlier: String,
    /// The later one.
    #[arg(value_name = "B")]
    later: String,
    /// A and B are files or folders of this list (`ofac_sdn`, `un` and others), and not digests.
    #[arg(long, value_name = "LIST", value_parser = origin)]
    of: Option<Origin>,
    /// Configuration file, in TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(command: &Diff) -> anyhow::Result<ExitCode> {
    let (earlier, later) = if let Some(origin) = command.of {
        (at_path(origin, &command.earlier)?, at_path(origin, &command.later)?)
    } else {
        let config = configuration(command.config.as_deref())?.config;
        let folder =
            config.lists.history_dir.context("`lists.history_dir` is not set: name files, with `--of LIST`")?;
        let archive = Archive::open(&folder)?;
        let read = |digest: &str| anyhow::Ok(archive.find(digest)?.read(server::today())?);
        (read(&command.earlier)?, read(&command.later)?)
    };
    let difference = Difference::between(&earlier, &later);
    match command.format {
        Format::Table => say(&shown(&difference)),
        Format::Json => say(&serde_json::to_string_pretty(&value(&difference))?),
        Format::Jsonl => lines(&difference).for_each(|line| say(&line.to_string())),
    }
    Ok(ExitCode::Done)
}

/// A file that does not say when it was published is as good as any other here.
fn at_path(origin: Origin, path: &str) -> anyhow::Result<Snapshot> {
    let path = Path::new(path);
    let (format, files) = screening::at_path(origin, path)?;
    let published_on = screening::published_beside(path)?.unwrap_or(Date::of(1970, 1, 1));
    Ok(Snapshot::read(format, files, Some(published_on), server::today())?)
}

fn all(difference: &Difference) -> impl Iterator<Item = (&'static str, &Changed)> {
    let Difference { added, removed, changed } = difference;
    let parts = [("added", added), ("removed", removed), ("changed", changed)];
    parts.into_iter().flat_map(|(what, entries)| entries.iter().map(move |entry| (what, entry)))
}

fn shown(difference: &Difference) -> String {
    let Difference { added, removed, changed } = difference;
    let counts = format!("{} added, {} removed, {} changed", added.len(), removed.len(), changed.len());
    if difference.is_empty() {
        return counts;
    }
    let row = |(what, one): (&str, &Changed)| {
        [what.to_owned(), one.list.to_string(), one.entry.clone(), one.name.clone(), one.parts.join(", ")]
    };
    let rows = all(difference).map(row).collect();
    format!("{}\n{counts}", table::plain(&["what", "list", "entry", "name", "parts"], rows))
}

fn lines(difference: &Difference) -> impl Iterator<Item = serde_json::Value> {
    all(difference).map(|(what, one)| {
        json!({"change": what, "list": one.list.as_str(), "entry": one.entry, "name": one.name, "parts": one.parts})
    })
}

fn value(difference: &Difference) -> serde_json::Value {
    let Difference { added, removed, changed } = difference;
    json!({
        "added": added.len(),
        "removed": removed.len(),
        "changed": changed.len(),
        "entries": lines(difference).collect::<Vec<_>>(),
    })
}
