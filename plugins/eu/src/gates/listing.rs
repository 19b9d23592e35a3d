//! Who is on a list of the Union. A list names a person from the day of its listing to the day before it is taken off.

pub(crate) use comity_sdk::LISTS;
use comity_sdk::{
    Entries,
    facts::{Each, Value},
    prelude::*,
};

/// A regime of the Union that freezes the assets of those on its list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum List {
    /// Regulation (EU) 2017/1509, Annexes XIII, XV, XVI and XVII.
    NorthKorea,
    /// Regulation (EU) 2020/1998, Annex I.
    HumanRights,
    /// Regulation (EC) No 2580/2001.
    Terror,
}

impl List {
    /// Its id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::NorthKorea => "EU-DPRK",
            Self::HumanRights => "EU-GHR",
            Self::Terror => "EU-TERR",
        }
    }
}

/// Whether a party is, by itself, on a list on the day of the fact: as the record asserts, or as screening found. A day of
/// listing that is absent is for review, and so is a hit by name.
pub(crate) fn listed<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Truth {
    let asserted = asserted(case, party, list);
    if asserted.is_yes() || case.hits.is_empty() {
        return asserted;
    }
    asserted | case.screened(party, Entries { list: &|name| same(name, list.id()), programme: None })
}

fn asserted<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Truth {
    let Some(entries) = party.lists().recorded() else { return Truth::No };
    entries.any(|entry| {
        if is_over(case, entry) {
            return Truth::No;
        }
        let names = names(entry, list);
        if names.is_no() { names } else { names & entry.listed_on().holds(|day| day <= case.day()).or_review() }
    })
}

/// The first day of the listing that the record asserts, of those that stand on the day of the fact.
pub(crate) fn listed_since<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Option<Date> {
    let entries = party.lists().recorded().into_iter().flat_map(Each::iter);
    let stands = |entry: &view::ListEntry<'r>| !is_over(case, *entry) && names(*entry, list).is_yes();
    entries.filter(stands).filter_map(|entry| entry.listed_on().recorded()).filter(|day| *day <= case.day()).min()
}

fn is_over<'r>(case: &Case<'r>, entry: view::ListEntry<'r>) -> bool {
    entry.delisted_on().recorded().is_some_and(|day| day <= case.day())
}

/// Whether a party is on any list that freezes: holdings of those who are add up.
pub(crate) fn listed_anywhere<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    Truth::any([List::NorthKorea, List::HumanRights, List::Terror].map(|list| listed(case, party, list)))
}

/// Whether an entry is of a list, and of an annex that names persons.
fn names(entry: view::ListEntry<'_>, list: List) -> Truth {
    let named = entry.list();
    let of = |id: &str| named.holds(|name| same(name, id));
    let ours = of(list.id());
    match list {
        List::HumanRights | List::Terror => ours,
        // The Committee's list comes into Annex XIII by an act of the Commission, some days later.
        List::NorthKorea if ours.is_no() => {
            of("UN-1718") & Truth::Unknown(Missing::one(entry.at().of("programmes"))).or_review()
        }
        List::NorthKorea => ours & of_persons(entry),
    }
}

/// Whether an entry stands in an annex of persons: every one but those of vessels. One that names no annex stands in one.
fn of_persons(entry: view::ListEntry<'_>) -> Truth {
    let annexes = entry.programmes();
    if annexes.is_empty() {
        return Truth::Yes;
    }
    entry.at().note("programmes", Value::Texts(annexes));
    (!annexes.iter().all(|annex| VESSELS.iter().any(|vessels| same(annex.trim_start_matches("Annex "), vessels))))
        .into()
}

/// Annexes of vessels: their seizure is another measure.
const VESSELS: [&str; 2] = ["XIV", "XVIII"];

/// Names of lists and annexes are printed in many ways: "EU-DPRK", "EU DPRK".
fn same(printed: &str, name: &str) -> bool {
    letters(printed).eq(letters(name))
}

fn letters(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase())
}
