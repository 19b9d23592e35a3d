//! Where a list comes from, and its bytes: read once, bounded, checked to be UTF-8.

use std::{fs::File, io::Read, path::PathBuf};

use super::error::ListError;
use crate::domain::{Date, Digest};

/// Largest file of a list. The EU's is about 25 MB, the largest of the formats read here.
pub const FILE_BYTES_MAX: u64 = 128 << 20;

/// The official formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListFormat {
    /// OFAC's SDN list, legacy CSV: `sdn.csv`, `add.csv`, `alt.csv`, `sdn_comments.csv`.
    OfacSdnCsv,
    /// OFAC's consolidated non-SDN list, legacy CSV: `cons_prim.csv`, `cons_add.csv`, `cons_alt.csv`, `cons_comments.csv`.
    OfacConsCsv,
    /// The consolidated list of the UN Security Council, XML.
    UnXml,
    /// The consolidated list of the EU (FSF), XML 1.1.
    EuFsfXml,
}

impl ListFormat {
    /// The list of a source of the format while nothing of it is loaded: the whole id, or its beginning (`UN`, `EU`).
    #[must_use]
    pub fn family(self) -> &'static str {
        match self {
            Self::OfacSdnCsv => "OFAC-SDN",
            Self::OfacConsCsv => "OFAC-CONS",
            Self::UnXml => "UN",
            Self::EuFsfXml => "EU",
        }
    }

    /// The files in a folder, main one first; none where the source is a single file.
    pub(super) fn files(self) -> Option<[&'static str; 4]> {
        match self {
            Self::OfacSdnCsv => Some(["sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"]),
            Self::OfacConsCsv => Some(["cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv"]),
            Self::UnXml | Self::EuFsfXml => None,
        }
    }
}

/// A source of lists.
#[derive(Clone, Debug)]
pub struct ListSource {
    /// Its format.
    pub format: ListFormat,
    /// A folder for CSV, a file for XML; or bytes that are part of the program.
    pub place: Place,
    /// The day of publication, for formats that do not say it; what a file says itself wins.
    pub published_on: Option<Date>,
    /// It is the project's sample.
    pub sample: bool,
    /// Days after publication until it is stale; none: never.
    pub max_age_days: Option<u32>,
}

/// Where the bytes are.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder (CSV) or file (XML).
    Path(PathBuf),
    /// Part of the program, by file name in the order of the format.
    Embedded(&'static [(&'static str, &'static str)]),
}

/// A file of a source.
#[derive(Clone, Debug)]
pub(super) struct ListFile {
    /// For messages.
    pub(super) name: String,
    pub(super) text: String,
}

/// File beside those of a format that do not say when they were published: one day, `2026-11-26`.
const PUBLISHED_ON: &str = "published_on";

/// The day of publication of a source that does not say it itself.
pub(super) fn published_on(source: &ListSource) -> Result<Option<Date>, ListError> {
    let (Place::Path(folder), Some(_)) = (&source.place, source.format.files()) else { return Ok(source.published_on) };
    let path = folder.join(PUBLISHED_ON);
    if source.published_on.is_some() || !path.exists() {
        return Ok(source.published_on);
    }
    let file = read_file(&path)?;
    let day = Date::read(file.text.trim());
    let flaw = "not a day; write the day on which the list was published, e.g. `2026-11-26`".to_owned();
    day.map(Some).ok_or(ListError::Damaged { file: file.name, line: 1, flaw })
}

/// All files of a source.
pub(super) fn read(source: &ListSource) -> Result<Vec<ListFile>, ListError> {
    match (&source.place, source.format.files()) {
        (Place::Embedded(files), _) => {
            let file = |(name, text): &(&str, &str)| ListFile { name: (*name).into(), text: (*text).into() };
            Ok(files.iter().map(file).collect())
        }
        (Place::Path(folder), Some(names)) => names.iter().map(|name| read_file(&folder.join(name))).collect(),
        (Place::Path(file), None) => Ok(vec![read_file(file)?]),
    }
}

/// The digest of a snapshot: over its files, names left out, so that the same list in another folder is the same.
pub(super) fn digest(files: &[ListFile]) -> Digest {
    Digest::of_pieces(files.iter().map(|file| file.text.as_bytes()))
}

fn read_file(path: &std::path::Path) -> Result<ListFile, ListError> {
    let name = path.display().to_string();
    let unreadable = |e: std::io::Error| ListError::Unreadable { file: name.clone(), reason: e.to_string() };
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(ListError::TooLarge { file: name, bytes_max: FILE_BYTES_MAX });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(ListFile { name, text }),
        Err(e) => Err(ListError::NotUtf8 { file: name, offset: e.utf8_error().valid_up_to() }),
    }
}
