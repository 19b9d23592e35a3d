//! Digests over what a list says of an entry, and over what was read of a party: what a reviewer's decision rests on.
//!
//! Neither has the days of listing in it: without days of its own a list has them from its snapshots, and these come and go.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    entry::{Between, Entry},
    lists::Lists,
    subject::Subject,
};
use crate::domain::{Date, Digest, ListId};

impl Entry {
    /// The digest over all that the list says of it, but for the days of listing.
    #[must_use]
    pub fn content(&self) -> Digest {
        let mut pieces = vec![
            self.list.to_string(),
            self.id.clone(),
            format!("{:?} {}", self.kind, self.kind_known),
            format!("{:?}", self.gender),
            // With it what the list prints and is not kept, such as remarks.
            format!("{:016x}", self.print),
        ];
        part(&mut pieces, "names", self.names.iter().map(|name| format!("{:?} {}", name.quality, name.text)));
        let birth = |birth: &super::Birth| format!("{} {} {:?}", birth.from, birth.to, birth.certainty);
        part(&mut pieces, "births", self.births.iter().map(birth));
        part(&mut pieces, "countries", self.countries.iter().map(ToString::to_string));
        let document = |document: &super::Document| {
            let super::Document { kind, printed, number: _, country, known_false } = document;
            format!("{kind:?} {country:?} {known_false} {printed}")
        };
        part(&mut pieces, "documents", self.documents.iter().map(document));
        part(&mut pieces, "programmes", self.programmes.iter().cloned());
        part(&mut pieces, "links", self.linked_to.iter().cloned());
        part(&mut pieces, "places", self.birth_places.iter().cloned());
        Digest::of_pieces(pieces.iter().map(String::as_bytes))
    }
}

impl Subject<'_> {
    /// The digest over all that screening reads of it, in no order: names, births, identifiers, country, kind, sex.
    #[must_use]
    pub fn content(&self) -> Digest {
        let mut pieces = vec![format!("{:?}", self.kind), self.country.unwrap_or_default().to_owned()];
        // A party without it has the digest that it had before the record knew of it.
        pieces.extend(self.sex.map(|sex| format!("{sex:?}")));
        let names = self.names.iter().map(|name| format!("{:?} {}", name.quality, name.text));
        part(&mut pieces, "names", names);
        part(&mut pieces, "births", self.births.iter().map(|(from, to)| format!("{from} {to}")));
        let document = |document: &super::SubjectIdentifier<'_>| {
            format!("{:?} {} {}", document.kind, document.country.unwrap_or_default(), document.value)
        };
        part(&mut pieces, "documents", self.identifiers.iter().map(document));
        Digest::of_pieces(pieces.iter().map(String::as_bytes))
    }
}

/// Adds a part under its name, its items in an order of their own, each once.
fn part(pieces: &mut Vec<String>, name: &str, items: impl Iterator<Item = String>) {
    let mut items: Vec<String> = items.collect();
    items.sort_unstable();
    items.dedup();
    pieces.push(format!("{name} {}", items.len()));
    pieces.extend(items);
}

/// The content of every entry of all lists, as of a day. A clone is cheap.
#[derive(Clone, Debug)]
pub struct Contents {
    lists: Digest,
    day: Date,
    entries: Arc<BTreeMap<ListId, HashMap<String, Said>>>,
    /// Days on which a listing ends.
    ends: Arc<BTreeSet<Date>>,
}

/// What a list says of an entry, whatever the day.
#[derive(Clone, Copy, Debug)]
struct Said {
    content: Digest,
    delisted: Option<Between>,
}

/// How an entry stands on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What the list says of it.
    pub content: Digest,
    /// It was not taken off by the day.
    pub listed: bool,
}

impl Contents {
    /// Takes the digests; some microseconds for each entry.
    #[must_use]
    pub fn of(lists: &Lists) -> Self {
        let mut ends = BTreeSet::new();
        let mut of_list = |list: &ListId| {
            let entries = lists.entries(list).iter();
            let said = |entry: &Entry| {
                ends.extend(entry.delisted.map(|days| days.to));
                (entry.id.clone(), Said { content: entry.content(), delisted: entry.delisted })
            };
            (list.clone(), entries.map(said).collect())
        };
        let entries: BTreeMap<_, _> =
            lists.status().filter(|status| status.outcome.is_ok()).map(|status| of_list(&status.id)).collect();
        Self { lists: lists.digest(), day: lists.day(), entries: Arc::new(entries), ends: Arc::new(ends) }
    }

    /// The same as seen on another day.
    #[must_use]
    pub fn as_of(&self, day: Date) -> Self {
        Self { day, ..self.clone() }
    }

    /// The day as of which they are seen.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day
    }

    /// Whether they are of the same lists, and no listing ends between the two days.
    #[must_use]
    pub fn say_the_same_as(&self, other: &Self) -> bool {
        let (first, last) = (self.day.min(other.day), self.day.max(other.day));
        self.lists == other.lists && self.ends.range(first.next()..last.next()).next().is_none()
    }

    /// Whether what was taken off on these days is listed still: an end that is to come is none yet.
    #[must_use]
    pub fn is_listed(&self, delisted: Option<Between>) -> bool {
        delisted.is_none_or(|days| self.day < days.to)
    }

    /// The digest of the lists whose entries these are.
    #[must_use]
    pub fn lists(&self) -> Digest {
        self.lists
    }

    /// The content of an entry; none if the list has none of this number.
    #[must_use]
    pub fn get(&self, list: &ListId, entry: &str) -> Option<Digest> {
        self.standing(list, entry).map(|standing| standing.content)
    }

    /// How an entry stands; none if the list has none of this number.
    #[must_use]
    pub fn standing(&self, list: &ListId, entry: &str) -> Option<Standing> {
        let said = self.entries.get(list)?.get(entry)?;
        Some(Standing { content: said.content, listed: self.is_listed(said.delisted) })
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Birth, Certainty, Country, DocumentKind, Kind, NameQuality, Sex, SubjectIdentifier, SubjectName},
        *,
    };
    use crate::domain::Date;

    const DAY: Date = Date::of(1970, 1, 2);

    fn entry(change: impl FnOnce(&mut Entry)) -> Digest {
        let mut entry = Entry::new("UN-1718".parse().unwrap(), "KPi.1".into(), Kind::Person);
        entry.add_name("KIM A", NameQuality::Primary);
        entry.add_name("KIM B", NameQuality::Strong);
        change(&mut entry);
        entry.content()
    }

    #[test]
    fn whatever_a_list_says_is_in_the_digest_of_the_entry() {
        let plain = entry(|_| {});
        let changes: [fn(&mut Entry); 14] = [
            |entry| entry.id = "KPi.2".into(),
            |entry| entry.list = "UN-2231".parse().unwrap(),
            |entry| entry.kind = Kind::Entity,
            |entry| entry.kind_known = false,
            |entry| entry.add_name("KIM C", NameQuality::Weak),
            |entry| entry.names[1].quality = NameQuality::Weak,
            |entry| entry.add_birth(Birth { from: DAY, to: DAY, certainty: Certainty::Day }),
            |entry| entry.add_country(Country::code("KP").unwrap()),
            |entry| entry.add_document(DocumentKind::Passport, "123456", None, false),
            |entry| entry.add_programme("DPRK"),
            |entry| entry.add_link("KIM Z"),
            |entry| entry.gender = Some("male".into()),
            |entry| entry.add_birth_place("Pyongyang"),
            |entry| entry.note(&"a remark"),
        ];
        let mut seen = vec![plain];
        for change in changes {
            let changed = entry(change);
            assert!(!seen.contains(&changed), "change {}", seen.len());
            seen.push(changed);
        }
        assert_eq!(entry(|entry| entry.names.swap(0, 1)), plain);
        let days = super::super::Between { from: DAY, to: DAY };
        assert_eq!(entry(|entry| entry.listed = Some(days)), plain);
    }

    #[test]
    fn a_party_is_the_same_in_any_order_and_under_any_id() {
        let name = |text, quality| SubjectName { text, quality };
        let names = [name("KIM A", NameQuality::Primary), name("KIM B", NameQuality::Strong)];
        let turned = [names[1], names[0]];
        let weak = [names[0], name("KIM B", NameQuality::Weak)];
        let document = [SubjectIdentifier { kind: DocumentKind::Passport, value: "1", country: None }];
        let other = [SubjectIdentifier { kind: DocumentKind::Passport, value: "2", country: None }];
        let base = Subject {
            id: "a",
            kind: None,
            sex: None,
            names: &names,
            births: &[],
            identifiers: &document,
            country: None,
        };
        for (subject, same) in [
            (Subject { id: "b", ..base }, true),
            (Subject { names: &turned, ..base }, true),
            (Subject { names: &weak, ..base }, false),
            (Subject { names: &names[..1], ..base }, false),
            (Subject { kind: Some(Kind::Person), ..base }, false),
            (Subject { sex: Some(Sex::Female), ..base }, false),
            (Subject { births: &[(DAY, DAY)], ..base }, false),
            (Subject { identifiers: &other, ..base }, false),
            (Subject { country: Some("KP"), ..base }, false),
        ] {
            assert_eq!(subject.content() == base.content(), same, "{subject:?}");
        }
    }

    /// Dispositions are kept under them: another digest of the same content would quietly void every one.
    #[test]
    fn the_digests_stay_what_they_are() {
        let names = [SubjectName { text: "KIM A", quality: NameQuality::Primary }];
        let subject = Subject {
            id: "a",
            kind: None,
            sex: None,
            names: &names,
            births: &[],
            identifiers: &[],
            country: Some("KP"),
        };
        let digests = [subject.content(), entry(|entry| entry.note(&"x"))].map(|digest| digest.short());
        assert_eq!(digests, ["bded5ce2375e", "57912d04340b"]);
    }
}
