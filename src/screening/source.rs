//! Where a list comes from, and its bytes: read once, bounded, checked to be text.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use super::{
    error::ListError,
    format::{ListFormat, Origin},
    report::Report,
};
use crate::domain::{Date, Digest};

/// Largest file of a list. OFAC's advanced XML has about 110 MB, the EU's 25.
pub const FILE_BYTES_MAX: u64 = 256 << 20;
/// Bytes of a file that show its format: more than any declaration, comment or header before the first element.
const BEGINNING_BYTES: usize = 4_096;

/// A source of lists.
#[derive(Clone, Debug)]
pub struct ListSource {
    /// Its format.
    pub format: ListFormat,
    /// A folder for the legacy CSV of OFAC, a file for the others; or bytes that are part of the program.
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
    /// A folder or a file.
    Path(PathBuf),
    /// Part of the program, by file name in the order of the format.
    Embedded(&'static [(&'static str, &'static str)]),
}

/// A file of a source as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFile {
    /// Its name or address, for messages.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl RawFile {
    /// Reads a file of at most [`FILE_BYTES_MAX`].
    ///
    /// # Errors
    /// If it cannot be read or is larger.
    pub fn read(path: &Path) -> Result<Self, ListError> {
        let name = path.display().to_string();
        let unreadable = |e: std::io::Error| ListError::Unreadable { file: name.clone(), reason: e.to_string() };
        let mut bytes = Vec::new();
        File::open(path).map_err(unreadable)?.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > FILE_BYTES_MAX {
            return Err(ListError::TooLarge { file: name, bytes_max: FILE_BYTES_MAX });
        }
        Ok(Self { name, bytes })
    }

    /// How it begins, without a byte-order mark; what is no text is replaced.
    pub(super) fn beginning(&self) -> String {
        let head = self.bytes.get(..BEGINNING_BYTES).unwrap_or(&self.bytes);
        String::from_utf8_lossy(head).trim_start_matches('\u{FEFF}').trim_start().to_owned()
    }
}

/// A file of a source, as text.
#[derive(Clone, Debug)]
pub(super) struct ListFile {
    /// For messages.
    pub(super) name: String,
    pub(super) text: String,
}

/// The files as text. The United Kingdom published its list in Windows-1252 for years: there, and only there, what is not
/// UTF-8 is read so, and said to be.
pub(super) fn decode(format: ListFormat, files: Vec<RawFile>, report: &mut Report) -> Result<Vec<ListFile>, ListError> {
    let decode = |RawFile { name, bytes }: RawFile| match String::from_utf8(bytes) {
        Ok(text) => Ok(ListFile { text: text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text), name }),
        Err(e) => {
            let offset = e.utf8_error().valid_up_to();
            let text = (format == ListFormat::UkCsv).then(|| windows_1252(e.as_bytes())).flatten();
            let text = text.ok_or_else(|| ListError::NotUtf8 { file: name.clone(), offset })?;
            report.unknown("a file that is not UTF-8 and was read as Windows-1252", &name, &format!("byte {offset}"));
            Ok(ListFile { name, text })
        }
    };
    files.into_iter().map(decode).collect()
}

/// The letters of Windows-1252 from 0x80 to 0x9F; five places are empty.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '\u{2018}', '\u{2019}',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text; none if a byte stands for nothing.
fn windows_1252(bytes: &[u8]) -> Option<String> {
    let letter = |byte: &u8| match byte.checked_sub(0x80) {
        None => Some(char::from(*byte)),
        Some(at) => WINDOWS_1252.get(usize::from(at)).map_or(Some(char::from(*byte)), |c| (*c != '\0').then_some(*c)),
    };
    bytes.iter().map(letter).collect()
}

/// File beside those of a format that do not say when they were published: one day, `2026-11-26`.
const PUBLISHED_ON: &str = "published_on";

/// The day of publication that stands beside a list which does not say it itself; none if there is no such file.
///
/// # Errors
/// If the file is there and holds no day.
pub fn published_beside(path: &Path) -> Result<Option<Date>, ListError> {
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    let Some(path) = folder.map(|folder| folder.join(PUBLISHED_ON)).filter(|path| path.exists()) else {
        return Ok(None);
    };
    let file = RawFile::read(&path)?;
    let day = std::str::from_utf8(&file.bytes).ok().and_then(|text| Date::read(text.trim()));
    let flaw = "not a day; write the day on which the list was published, e.g. `2026-11-26`".to_owned();
    day.map(Some).ok_or(ListError::Damaged { file: file.name, line: 1, flaw })
}

/// All files of a source, and the day of publication that is told beside them.
pub(super) fn read(source: &ListSource) -> Result<(Vec<RawFile>, Option<Date>), ListError> {
    let path = match &source.place {
        Place::Embedded(files) => {
            let file = |(name, text): &(&str, &str)| RawFile { name: (*name).into(), bytes: (*text).into() };
            return Ok((files.iter().map(file).collect(), source.published_on));
        }
        Place::Path(path) => path,
    };
    let files = match source.format.files() {
        Some(names) => names.iter().map(|name| RawFile::read(&path.join(name))).collect::<Result<_, _>>()?,
        None => vec![RawFile::read(path)?],
    };
    let published_on = match source.published_on {
        Some(day) => Some(day),
        None => published_beside(path)?,
    };
    Ok((files, published_on))
}

/// The files of an origin at a path, with their format: a folder holds the legacy CSV of OFAC.
///
/// # Errors
/// If they cannot be read, or are in none of the origin's formats.
pub fn at_path(origin: Origin, path: &Path) -> Result<(ListFormat, Vec<RawFile>), ListError> {
    let csv = origin.legacy_csv().filter(|_| path.is_dir()).and_then(|format| Some((format, format.files()?)));
    if let Some((format, names)) = csv {
        return Ok((format, names.iter().map(|name| RawFile::read(&path.join(name))).collect::<Result<_, _>>()?));
    }
    let file = RawFile::read(path)?;
    Ok((origin.format_of(&file)?, vec![file]))
}

/// The digest of a snapshot: over its files, names left out, so that the same list in another folder is the same.
#[must_use]
pub fn digest(files: &[RawFile]) -> Digest {
    Digest::of_pieces(files.iter().map(|file| file.bytes.as_slice()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_british_list_may_be_in_windows_1252() {
        let file = || vec![RawFile { name: "f".into(), bytes: b"Al-Qa\x92ida \xE9t\xE9 \x96".to_vec() }];
        let mut report = Report::default();
        let text = &decode(ListFormat::UkCsv, file(), &mut report).unwrap()[0].text;
        assert_eq!((text.as_str(), report.unknowns()), ("Al-Qa\u{2019}ida été –", 1));
        let refused = decode(ListFormat::UnXml, file(), &mut report);
        assert!(matches!(refused, Err(ListError::NotUtf8 { offset: 5, .. })), "{refused:?}");
        let no_letter = vec![RawFile { name: "f".into(), bytes: vec![0x81] }];
        assert!(decode(ListFormat::UkCsv, no_letter, &mut report).is_err());
    }
}
