//! Records from files and standard input: one JSON document, several one after the other, or JSON Lines.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde_json::Value;

/// Standard input.
const STDIN: &str = "-";

/// A JSON value and where it stood.
pub(super) struct Document {
    /// File and number in it, for messages.
    pub(super) place: String,
    /// The value, or why there is none.
    pub(super) value: Result<Value, serde_json::Error>,
}

/// Calls `each` for every document of the files, in order, as long as it says true. After a document that is no JSON the
/// rest of its file is unreadable, and is left.
pub(super) fn documents(
    files: &[PathBuf],
    mut each: impl FnMut(Document) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    for file in files {
        let name = file.display().to_string();
        for (number, value) in serde_json::Deserializer::from_reader(open(file)?).into_iter().enumerate() {
            if !each(Document { place: format!("{name}#{}", number + 1), value })? {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn open(file: &Path) -> anyhow::Result<Box<dyn Read>> {
    if file == Path::new(STDIN) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let opened = File::open(file).with_context(|| format!("`{}` cannot be opened", file.display()))?;
    Ok(Box::new(BufReader::new(opened)))
}
