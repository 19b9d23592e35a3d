//! What is asked, and what the answer has to be.

use std::sync::Arc;

use comity::{
    domain::{Date, ListId},
    screening::{Band, DocumentKind, Kind, Lists},
};

/// A party, the lists that it is screened against, and the entry that is meant.
#[derive(Clone)]
pub(crate) struct Question {
    /// The lists of this question: the real ones, or some made for a set.
    pub(crate) lists: Arc<Lists>,
    /// The list; none: all of them, and any entry is an alarm.
    pub(crate) list: Option<ListId>,
    /// The entry that is meant.
    pub(crate) entry: String,
    /// How that entry is printed, to be shown.
    pub(crate) listed: String,
    /// What decides in which half it falls: the entry, or the name where two lists have the same person.
    pub(crate) key: String,
    /// A part of the set with figures of its own.
    pub(crate) group: String,
    pub(crate) name: String,
    /// A Korean name's syllables, where they are known: two romanisations of them are namesakes.
    pub(crate) hangul: Option<Vec<char>>,
    pub(crate) births: Vec<(Date, Date)>,
    pub(crate) country: Option<String>,
    pub(crate) kind: Option<Kind>,
    pub(crate) numbers: Vec<(DocumentKind, String)>,
}

impl Question {
    /// A question about a name alone.
    pub(crate) fn of(lists: &Arc<Lists>, list: &ListId, entry: &str, listed: &str, name: String) -> Self {
        Self {
            lists: Arc::clone(lists),
            list: Some(list.clone()),
            entry: entry.to_owned(),
            listed: listed.to_owned(),
            key: entry.to_owned(),
            group: String::new(),
            name,
            hangul: None,
            births: Vec::new(),
            country: None,
            kind: None,
            numbers: Vec::new(),
        }
    }

    /// The same in a group.
    pub(crate) fn in_group(self, group: impl Into<String>) -> Self {
        Self { group: group.into(), ..self }
    }
}

/// What is counted, and what it should come to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goal {
    /// Answers of this band or a stronger one are counted.
    pub(crate) band: Band,
    /// Whether they are right, or wrong.
    pub(crate) wanted: bool,
    /// The least share where they are right, the most where they are wrong, in millionths; none: only reported.
    pub(crate) target: Option<u32>,
}

impl Goal {
    /// At least such a share is to be found.
    pub(crate) const fn found(target: Option<u32>) -> Self {
        Self { band: Band::Possible, wanted: true, target }
    }

    /// At most such a share may be called a match.
    pub(crate) const fn quiet(target: Option<u32>) -> Self {
        Self { band: Band::Possible, wanted: false, target }
    }

    /// The same for another band.
    pub(crate) const fn at(self, band: Band) -> Self {
        Self { band, ..self }
    }
}

/// Questions of one kind.
pub(crate) struct Set {
    pub(crate) name: &'static str,
    /// One line for the reader of the table.
    pub(crate) about: &'static str,
    pub(crate) goal: Goal,
    pub(crate) questions: Vec<Question>,
}
