//! A snapshot: one publication of a source, read and checked.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    entry::Entry,
    error::ListError,
    eu,
    format::ListFormat,
    ofac, open_sanctions,
    report::Report,
    source::{self, RawFile},
    uk, un, us_csl,
};
use crate::domain::{Date, Digest, ListId};

/// Most entries of a source: twice what OpenSanctions has of all lists together.
pub const ENTRIES_MAX: usize = 500_000;
/// Most names, births, documents and the like of one entry; the official lists have some hundred at most.
pub const ENTRY_ITEMS_MAX: usize = 2_000;

/// What a format's file made of a source.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) entries: Vec<Entry>,
    /// The day that the list itself says it was published.
    pub(super) published_on: Option<Date>,
    pub(super) report: Report,
}

/// One publication of a source. Immutable.
#[derive(Clone, Debug)]
pub struct Snapshot {
    format: ListFormat,
    digest: Digest,
    published_on: Date,
    /// The list itself says the day.
    dated: bool,
    lists: BTreeMap<ListId, Arc<Vec<Entry>>>,
    report: Report,
    /// It holds of many entries only that they were there.
    beneath: bool,
}

impl Snapshot {
    /// Reads files; `published_on` is the day for formats that do not say it themselves.
    ///
    /// # Errors
    /// Why it is refused, whole.
    pub fn read(
        format: ListFormat,
        files: Vec<RawFile>,
        published_on: Option<Date>,
        today: Date,
    ) -> Result<Self, ListError> {
        let file = files.first().map(|file| file.name.clone()).unwrap_or_default();
        let digest = source::digest(&files);
        let parsed = parse(format, files)?;
        if parsed.entries.is_empty() {
            return Err(ListError::Empty { file });
        }
        within_bounds(&file, &parsed.entries)?;
        let dated = parsed.published_on.is_some();
        let published_on =
            parsed.published_on.or(published_on).ok_or_else(|| ListError::NoDate { file: file.clone() })?;
        // One day of grace: a list can be a day ahead of another time zone.
        if published_on > today.next() {
            return Err(ListError::Future { file, published_on, today });
        }
        let mut lists: BTreeMap<ListId, Vec<Entry>> = BTreeMap::new();
        let mut report = parsed.report;
        for entry in parsed.entries {
            report.count(&entry);
            lists.entry(entry.list.clone()).or_default().push(entry);
        }
        let lists = lists.into_iter().map(|(list, entries)| (list, Arc::new(entries))).collect();
        Ok(Self { format, digest, published_on, dated, lists, report, beneath: false })
    }

    /// Whether it is what [`Self::beneath`] leaves.
    #[must_use]
    pub fn is_beneath(&self) -> bool {
        self.beneath
    }

    /// Whether the list itself says when it was published: then nothing else does.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.dated
    }

    /// The same list as it was published again on a later day; none if the day is no later, or the list says its day: the same bytes
    /// are then of that day, whenever they are got.
    #[must_use]
    pub fn again(&self, day: Date) -> Option<Self> {
        (day > self.published_on && !self.dated).then(|| Self { published_on: day, ..self.clone() })
    }

    /// The same, with something that was not understood in its report.
    #[must_use]
    pub fn noting(&self, what: &'static str, of: &str, text: &str) -> Self {
        let mut noted = self.clone();
        noted.report.unknown(what, of, text);
        noted
    }

    /// The same, but of entries that a newer one has too only that they were on it: enough to know who was listed when, and
    /// a tenth of the memory.
    #[must_use]
    pub fn beneath(&self, newer: &Self) -> Self {
        let thin = |(list, entries): (&ListId, &Arc<Vec<Entry>>)| {
            let there: BTreeSet<&str> = newer.entries(list).iter().map(|entry| entry.id.as_str()).collect();
            let keep = |entry: &Entry| {
                let bare = there.contains(entry.id.as_str());
                if bare { Entry::new(list.clone(), entry.id.clone(), entry.kind) } else { entry.clone() }
            };
            (list.clone(), Arc::new(entries.iter().map(keep).collect()))
        };
        Self { lists: self.lists.iter().map(thin).collect(), report: Report::default(), beneath: true, ..*self }
    }

    /// Its format.
    #[must_use]
    pub fn format(&self) -> ListFormat {
        self.format
    }

    /// SHA-256 over its files.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The day of its publication.
    #[must_use]
    pub fn published_on(&self) -> Date {
        self.published_on
    }

    /// What reading it came to.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Its lists with their entries, by id.
    pub fn lists(&self) -> impl Iterator<Item = (&ListId, &[Entry])> {
        self.lists.iter().map(|(list, entries)| (list, entries.as_slice()))
    }

    /// The entries of a list.
    #[must_use]
    pub fn entries(&self, list: &ListId) -> &[Entry] {
        self.lists.get(list).map_or(&[], |entries| entries.as_slice())
    }

    /// How many entries it has.
    #[must_use]
    pub fn size(&self) -> usize {
        self.lists.values().map(|entries| entries.len()).sum()
    }

    /// A list as it is held, to be shared.
    pub(super) fn shared(&self, list: &ListId) -> Option<&Arc<Vec<Entry>>> {
        self.lists.get(list)
    }
}

fn parse(format: ListFormat, files: Vec<RawFile>) -> Result<Parsed, ListError> {
    let mut report = Report::default();
    let files = source::decode(format, files, &mut report)?;
    let mut parsed = match format {
        ListFormat::OfacSdnCsv | ListFormat::OfacConsCsv => ofac::parse(format, &files)?,
        ListFormat::OfacSdnXml | ListFormat::OfacConsXml => ofac::xml::parse(format, &files)?,
        ListFormat::OfacSdnAdvancedXml | ListFormat::OfacConsAdvancedXml => ofac::advanced::parse(format, &files)?,
        ListFormat::UnXml => un::parse(&files)?,
        ListFormat::EuFsfXml => eu::parse(&files)?,
        ListFormat::EuFsfCsv => eu::csv::parse(&files)?,
        ListFormat::EuWholeXml => eu::whole::parse(&files)?,
        ListFormat::UkCsv => uk::parse(&files)?,
        ListFormat::UsCslCsv => us_csl::parse(&files)?,
        ListFormat::OpenSanctionsJson => open_sanctions::parse(&files)?,
    };
    parsed.report.not_understood.extend(report.not_understood);
    Ok(parsed)
}

/// Entries stop growing one item past the bound (see [`Entry`]), so that hostile files cost no time before this.
fn within_bounds(file: &str, entries: &[Entry]) -> Result<(), ListError> {
    if entries.len() > ENTRIES_MAX {
        return Err(ListError::TooMany { file: file.to_owned(), what: "entries", most: ENTRIES_MAX });
    }
    let full = |entry: &&Entry| entry.items_most() > ENTRY_ITEMS_MAX;
    entries.iter().find(full).map_or(Ok(()), |entry| {
        let flaw = format!("it has more than {ENTRY_ITEMS_MAX} names, dates or documents; no official entry has");
        Err(ListError::Entry { file: file.to_owned(), entry: entry.id.clone(), flaw })
    })
}
