//! Who is on a list: as the record asserts it, and as screening found it.

use comity_facts::{Date, Each, Missing, Truth, Value, policy::Hit, v1::HitBand, view};

use crate::Case;

/// Which entries of lists a rule asks for.
#[derive(Clone, Copy)]
pub struct Entries<'f> {
    /// Whether a list is one of those.
    pub list: &'f dyn Fn(&str) -> bool,
    /// Whether a programme is one of those; `None` where all count.
    pub programme: Option<&'f dyn Fn(&str) -> bool>,
}

/// What [`Case::listed`] reads.
pub const LISTS: &[&str] = &[
    "parties.items.lists.items.list",
    "parties.items.lists.items.programmes",
    "parties.items.lists.items.listed_on",
    "parties.items.lists.items.delisted_on",
];

/// Whether a list's name is that of an id, however it is printed: "UN-1718", "UN 1718".
#[must_use]
pub fn is_list(printed: &str, id: &str) -> bool {
    let letters = |text: &str| -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
    };
    letters(printed) == letters(id)
}

impl<'r> Case<'r> {
    /// Whether a party is, on the day of the fact, on some lists under some programmes.
    ///
    /// What the record asserts counts, and so does a hit that a document's number confirms. A hit by name, however alike,
    /// is for review, never a yes: people share names. So is an entry whose first day nobody says. A party without entries
    /// and without hits is on none; that it was not screened is for the host to say.
    #[must_use]
    pub fn listed(&self, party: view::Party<'r>, entries: Entries<'_>) -> Truth {
        let asserted = self.asserted(party, entries);
        if asserted.is_yes() || self.hits.is_empty() { asserted } else { asserted | self.screened(party, entries) }
    }

    /// Since when a party is on some lists: the earliest day of an entry or confirmed hit that counts on the day of the fact, and
    /// is of the programmes. What an answer about a listed party says with `since`; it makes no evidence.
    #[must_use]
    pub fn listed_since(&self, party: view::Party<'r>, entries: Entries<'_>) -> Option<Date> {
        self.quietly(|| {
            let counts = |from: Date, to: Option<Date>| from <= self.day() && to.is_none_or(|to| self.day() < to);
            let of_programmes =
                |named: &[String]| entries.programme.is_none_or(|programme| named.iter().any(|name| programme(name)));
            let asserted = party.lists().recorded().into_iter().flat_map(Each::iter).filter_map(|entry| {
                let from = entry.listed_on().recorded()?;
                let ours = (entries.list)(entry.list().recorded()?) && of_programmes(entry.programmes());
                (ours && counts(from, entry.delisted_on().recorded())).then_some(from)
            });
            let read = |text: &Option<String>| text.as_deref().and_then(Date::read);
            let hits = self.hits.iter().filter_map(|hit| {
                let from = read(&hit.listed_on)?;
                let theirs = Some(&hit.party) == party.raw().id.as_ref() && hit.band() == HitBand::Confirmed;
                let ours = theirs && (entries.list)(&hit.list) && of_programmes(&hit.programmes);
                (ours && counts(from, read(&hit.delisted_on))).then_some(from)
            });
            asserted.chain(hits).min()
        })
    }

    fn asserted(&self, party: view::Party<'r>, entries: Entries<'_>) -> Truth {
        let Some(lists) = party.lists().recorded() else { return Truth::No };
        lists.any(|entry| {
            let of_list = entry.list().holds(|list| (entries.list)(list));
            let ended = entry.delisted_on().recorded().is_some_and(|day| day <= self.day());
            if of_list.is_no() || ended {
                return Truth::No;
            }
            let named = entry.programmes();
            let matches = match entries.programme {
                None => Truth::Yes,
                Some(_) if named.is_empty() => Truth::Unknown(Missing::one(entry.at().of("programmes"))),
                Some(programme) => {
                    entry.at().note("programmes", Value::Texts(named));
                    named.iter().any(|name| programme(name)).into()
                }
            };
            if matches.is_no() {
                return matches;
            }
            of_list & matches & entry.listed_on().holds(|day| day <= self.day()).or_review()
        })
    }

    /// The part of [`Self::listed`] that screening found.
    #[must_use]
    pub fn screened(&self, party: view::Party<'r>, entries: Entries<'_>) -> Truth {
        let Some(id) = party.raw().id.as_deref() else { return Truth::No };
        let hits = self.hits.iter().enumerate().filter(|(_, hit)| hit.party == id && (entries.list)(&hit.list));
        Truth::any(hits.map(|(index, hit)| self.hit(index, hit, entries)))
    }

    fn hit(&self, index: usize, hit: &'r Hit, entries: Entries<'_>) -> Truth {
        let day = |text: &Option<String>| text.as_deref().and_then(Date::read);
        let (listed_on, delisted_on) = (day(&hit.listed_on), day(&hit.delisted_on));
        let other = entries
            .programme
            .is_some_and(|programme| !hit.programmes.is_empty() && !hit.programmes.iter().any(|name| programme(name)));
        if other || delisted_on.is_some_and(|day| day <= self.day()) || listed_on.is_some_and(|day| day > self.day()) {
            return Truth::No;
        }
        let at = self.trace.root().field("hits").entries(self.hits.len()).at(index);
        at.note("list", Value::Text(&hit.list));
        at.note("entry", Value::Text(&hit.entry));
        at.note("programmes", Value::Texts(&hit.programmes));
        at.note("band", Value::Name(name(hit.band())));
        let open = match (hit.band(), listed_on) {
            (HitBand::Confirmed, Some(day)) => {
                at.note("listed_on", Value::Date(day));
                if entries.programme.is_none() || !hit.programmes.is_empty() {
                    return Truth::Yes;
                }
                "programmes"
            }
            (HitBand::Confirmed, None) => "listed_on",
            (HitBand::Weak, _) => return Truth::No,
            _ => "band",
        };
        Truth::Unknown(Missing::one(at.of(open))).or_review()
    }
}

fn name(band: HitBand) -> &'static str {
    match band {
        HitBand::Confirmed => "CONFIRMED",
        HitBand::Strong => "STRONG",
        HitBand::Possible => "POSSIBLE",
        HitBand::Weak => "WEAK",
        HitBand::Unspecified => "UNSPECIFIED",
    }
}

/// The place of a hit by its path, e.g. 3 of `hits[3].band`; nothing for a field of the record.
pub(crate) fn place(path: &str) -> Option<usize> {
    path.strip_prefix("hits[")?.split(']').next()?.parse().ok()
}
