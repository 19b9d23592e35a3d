//! What of the matcher's answer is wanted. Applied after it, and told with every answer, so that it can be had again; what is
//! left out is counted.

use std::sync::Arc;

use super::{
    hit::{Band, Cause, Hit},
    lists::{HITS_MAX, Lists},
    matching::Comparison,
    subject::Subject,
};
use crate::domain::{Date, ListId};

/// What of the matcher's answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// The weakest band.
    pub least: Band,
    /// Most hits of a party on a list; the strongest.
    pub limit: usize,
    /// How the party is compared with entries.
    pub comparison: Comparison,
}

impl Parameters {
    /// Which parameters there are, and what their defaults mean. Another number is another meaning.
    pub const VERSION: u32 = 1;
}

impl Default for Parameters {
    fn default() -> Self {
        Self { least: Band::Weak, limit: HITS_MAX, comparison: Comparison::default() }
    }
}

/// Whether an entry was listed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// It was.
    Certain,
    /// It may have been.
    Uncertain,
}

/// What was wanted of the hits of a party on a list.
#[derive(Clone, Debug)]
pub struct Found {
    all: Arc<Vec<Hit>>,
    /// Places of those that are given, strongest first.
    given: Vec<usize>,
    /// Hits within the bands that are beyond the limit.
    pub left_out: usize,
    /// Hits within the bands whose entry was not listed on the day, for certain.
    pub not_listed: usize,
}

impl Found {
    /// Of hits in their order those that are wanted; with a day, only those that can have been listed on it.
    #[must_use]
    pub fn among(all: Arc<Vec<Hit>>, parameters: &Parameters, on: Option<Date>) -> Self {
        let banded = || all.iter().enumerate().filter(|(_, hit)| hit.band <= parameters.least);
        let listed = |hit: &Hit| on.is_none_or(|day| hit.listing(day).is_some());
        let mut given: Vec<usize> = banded().filter(|(_, hit)| listed(hit)).map(|(at, _)| at).collect();
        let not_listed = banded().count() - given.len();
        let left_out = given.len().saturating_sub(parameters.limit);
        given.truncate(parameters.limit);
        Self { all, given, left_out, not_listed }
    }

    /// The hits, strongest first.
    pub fn hits(&self) -> impl Iterator<Item = &Hit> {
        self.given.iter().filter_map(|at| self.all.get(*at))
    }

    /// All that the matcher said, whatever its band, in whatever number.
    #[must_use]
    pub fn all(&self) -> &[Hit] {
        &self.all
    }
}

impl Hit {
    /// Whether its entry was listed on a day; none if it was not, for certain. Listed on a day counts from that day on, taken
    /// off on a day from that day on no more.
    #[must_use]
    pub fn listing(&self, day: Date) -> Option<Listing> {
        let not_yet = self.listed.is_some_and(|listed| listed.from > day);
        let no_more = self.delisted.is_some_and(|delisted| delisted.to <= day);
        if not_yet || no_more {
            return None;
        }
        let on = self.listed.is_some_and(|listed| listed.to <= day);
        let still = self.delisted.is_none_or(|delisted| day < delisted.from);
        Some(if on && still { Listing::Certain } else { Listing::Uncertain })
    }
}

impl Lists {
    /// Screens a party against a list, and gives what is wanted of the answer. Whoever screens by parameters comes through here.
    ///
    /// # Errors
    /// Why it was not screened.
    pub fn screen_with(&self, list: &ListId, subject: &Subject<'_>, parameters: &Parameters) -> Result<Found, Cause> {
        self.screen_on(list, subject, parameters, None)
    }

    /// As [`Self::screen_with`], but only entries that can have been listed on a day, if one is given.
    ///
    /// # Errors
    /// Why it was not screened.
    pub fn screen_on(
        &self,
        list: &ListId,
        subject: &Subject<'_>,
        parameters: &Parameters,
        on: Option<Date>,
    ) -> Result<Found, Cause> {
        Ok(Found::among(self.look_up_by(list, subject, parameters.comparison)?, parameters, on))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Between, BirthRelation, CountryRelation, Evidence, Kind},
        *,
    };
    use crate::domain::Digest;

    fn hit(entry: &str, band: Band, listed: Option<(Date, Date)>, delisted: Option<(Date, Date)>) -> Hit {
        let between = |(from, to)| Between { from, to };
        Hit {
            list: "UN-1718".parse().unwrap(),
            entry: entry.into(),
            kind: Kind::Person,
            band,
            score: 900,
            programmes: Vec::new(),
            measure: super::super::Measure::Freeze,
            listed: listed.map(between),
            delisted: delisted.map(between),
            list_digest: Digest::of(b""),
            evidence: Evidence {
                name: None,
                weak_alias: None,
                birth: BirthRelation::Absent,
                country: CountryRelation::Absent,
                kind_differs: false,
                sex_differs: false,
                documents: Vec::new(),
                sentence: String::new(),
            },
        }
    }

    #[test]
    fn the_strongest_come_and_the_others_are_counted() {
        use Band::{Confirmed, Possible, Strong, Weak};
        let all = [("a", Confirmed), ("b", Strong), ("c", Strong), ("d", Possible), ("e", Weak)];
        let all = Arc::new(all.map(|(entry, band)| hit(entry, band, None, None)).to_vec());
        for (least, limit, given, left_out) in [
            (Weak, 256, "abcde", 0),
            (Possible, 256, "abcd", 0),
            (Confirmed, 256, "a", 0),
            (Weak, 5, "abcde", 0),
            (Weak, 4, "abcd", 1),
            (Strong, 1, "a", 2),
        ] {
            let found = Found::among(Arc::clone(&all), &Parameters { least, limit, ..Parameters::default() }, None);
            let entries: String = found.hits().map(|hit| hit.entry.as_str()).collect();
            assert_eq!((entries.as_str(), found.left_out, found.not_listed), (given, left_out, 0), "{least:?} {limit}");
            assert_eq!(found.all().len(), 5);
        }
    }

    #[test]
    fn an_entry_counts_from_its_first_day_to_the_one_before_it_was_taken_off() {
        let day = |day| Date::of(2020, 5, day);
        let span = |from, to| Some((day(from), day(to)));
        for (listed, delisted, on, expected) in [
            (span(10, 10), None, 9, None),
            (span(10, 10), None, 10, Some(Listing::Certain)),
            (span(10, 10), span(20, 20), 19, Some(Listing::Certain)),
            (span(10, 10), span(20, 20), 20, None),
            (span(10, 12), None, 9, None),
            (span(10, 12), None, 10, Some(Listing::Uncertain)),
            (span(10, 12), None, 11, Some(Listing::Uncertain)),
            (span(10, 12), None, 12, Some(Listing::Certain)),
            (span(1, 1), span(20, 22), 19, Some(Listing::Certain)),
            (span(1, 1), span(20, 22), 20, Some(Listing::Uncertain)),
            (span(1, 1), span(20, 22), 22, None),
            (None, None, 1, Some(Listing::Uncertain)),
            (None, span(20, 20), 20, None),
        ] {
            let hit = hit("a", Band::Strong, listed, delisted);
            assert_eq!(hit.listing(day(on)), expected, "{listed:?} {delisted:?} {on}");
            let found = Found::among(Arc::new(vec![hit]), &Parameters::default(), Some(day(on)));
            assert_eq!(
                (found.hits().count(), found.not_listed),
                (usize::from(expected.is_some()), usize::from(expected.is_none()))
            );
        }
    }
}
