//! Tables as text: rows of cells under named columns, one row in memory at a time.

use std::collections::BTreeMap;

use super::{error::ListError, source::ListFile};

/// Longest row: the longest of the real lists has some 30 kB.
const ROW_BYTES_MAX: usize = 1 << 20;

/// A table that is read.
pub(super) struct Table<'a> {
    file: &'a ListFile,
    reader: csv::Reader<&'a [u8]>,
    columns: BTreeMap<String, usize>,
    width: usize,
    /// The text given to the reader, and the line on which it begins.
    text: &'a str,
    first: u64,
    /// How far lines were counted, and the line there, from 1 within the text.
    reached: (usize, u64),
}

/// A row, with the line it begins on.
pub(super) struct Row {
    pub(super) line: u64,
    record: csv::StringRecord,
    columns: Vec<Option<usize>>,
}

impl Row {
    /// The cell of a wanted column, by its place among the wanted ones; trimmed, empty where the table lacks the column.
    pub(super) fn cell(&self, wanted: usize) -> &str {
        self.columns.get(wanted).copied().flatten().map_or("", |at| self.at(at))
    }

    /// All of it, in one text.
    pub(super) fn printed(&self) -> &str {
        self.record.as_slice()
    }

    /// The cell at a place in the table.
    pub(super) fn at(&self, place: usize) -> &str {
        self.record.get(place).map_or("", str::trim)
    }
}

/// Why a row was not taken.
pub(super) enum Bad {
    /// It has another number of cells.
    Width {
        /// Its line.
        line: u64,
        /// What it begins with.
        text: String,
        /// Its second cell.
        second: String,
    },
    /// The file is refused.
    Refused(ListError),
}

impl<'a> Table<'a> {
    /// A table with a header, after `skip` lines of something else.
    pub(super) fn open(file: &'a ListFile, skip: usize, delimiter: u8) -> Result<Self, ListError> {
        let text: usize = file.text.split_inclusive('\n').take(skip).map(str::len).sum();
        let text = file.text.get(text..).unwrap_or_default();
        let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let first = skip as u64 + 1;
        let damaged = |e: csv::Error| ListError::Damaged { file: file.name.clone(), line: first, flaw: e.to_string() };
        let header = reader.headers().map_err(damaged)?;
        let width = header.len();
        // Of columns with one name the first counts; who needs the others takes them by place.
        let mut columns = BTreeMap::new();
        for (at, name) in header.iter().enumerate() {
            columns.entry(name.trim().to_owned()).or_insert(at);
        }
        Ok(Self { file, reader, columns, width, text, first, reached: (0, 1) })
    }

    /// How many columns it has.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The column at each place has the name that is expected there.
    pub(super) fn expect(&self, names: &[(usize, &str)]) -> Result<(), ListError> {
        let wrong = names.iter().find(|(at, name)| self.columns.get(*name) != Some(at));
        wrong
            .map_or(Ok(()), |(at, name)| Err(self.damaged(self.first, format!("column {} has to be `{name}`", at + 1))))
    }

    /// The places of the wanted columns, each under any of the names it had; those before `needed` have to be there.
    pub(super) fn places(&self, wanted: &[&[&str]], needed: usize) -> Result<Vec<Option<usize>>, ListError> {
        let place = |(at, names): (usize, &&[&str])| {
            let found = names.iter().find_map(|name| self.columns.get(*name)).copied();
            if found.is_none() && at < needed {
                let flaw = format!("there is no column `{}`; the list has it", names.join("` or `"));
                return Err(self.damaged(self.first, flaw));
            }
            Ok(found)
        };
        wanted.iter().enumerate().map(place).collect()
    }

    /// The next row; none at the end.
    pub(super) fn next(&mut self, columns: &[Option<usize>]) -> Option<Result<Row, Bad>> {
        let mut record = csv::StringRecord::new();
        match self.reader.read_record(&mut record) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(e) => {
                let line = self.line(e.position());
                return Some(Err(Bad::Refused(self.damaged(line, e.to_string()))));
            }
        }
        let line = self.line(record.position());
        if record.as_slice().len() > ROW_BYTES_MAX {
            let flaw =
                format!("a row has more than {ROW_BYTES_MAX} bytes: a quotation mark is missing, or it is no list");
            return Some(Err(Bad::Refused(self.damaged(line, flaw))));
        }
        if record.len() != self.width {
            let text = record.iter().take(3).collect::<Vec<_>>().join(", ");
            let second = record.get(1).unwrap_or_default().trim().to_owned();
            return Some(Err(Bad::Width { line, text, second }));
        }
        Some(Ok(Row { line, record, columns: columns.to_vec() }))
    }

    /// As [`Self::next`], for tables whose rows are all of one width.
    pub(super) fn next_whole(&mut self, columns: &[Option<usize>]) -> Option<Result<Row, ListError>> {
        let width = self.width;
        let refused = |bad: Bad, file: &ListFile, last: bool| match bad {
            Bad::Refused(error) => error,
            Bad::Width { line, .. } if last => ListError::Truncated { file: file.name.clone(), line },
            Bad::Width { line, text, .. } => {
                let flaw = format!("the row `{text}…` has another number of cells than {width}");
                ListError::Damaged { file: file.name.clone(), line, flaw }
            }
        };
        let row = self.next(columns)?;
        Some(row.map_err(|bad| {
            let last = self.is_at_end();
            refused(bad, self.file, last)
        }))
    }

    /// Whether the last row was read.
    pub(super) fn is_at_end(&self) -> bool {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX) >= self.text.len()
    }

    fn line(&mut self, position: Option<&csv::Position>) -> u64 {
        line_at(self.text, position, &mut self.reached) + self.first - 1
    }

    pub(super) fn damaged(&self, line: u64, flaw: String) -> ListError {
        ListError::Damaged { file: self.file.name.clone(), line, flaw }
    }
}

/// The line of a place, counted on from the last one. The reader's own count is behind by one where lines end in CRLF.
pub(super) fn line_at(text: &str, position: Option<&csv::Position>, reached: &mut (usize, u64)) -> u64 {
    let text = text.as_bytes();
    let mut at = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(reached.0);
    while text.get(at).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
        at += 1;
    }
    let new = text.get(reached.0..at).unwrap_or_default().split(|b| *b == b'\n').count().saturating_sub(1);
    *reached = (at, reached.1 + new as u64);
    reached.1
}
