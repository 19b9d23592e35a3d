//! A reviewer's decision about a party and an entry, and whether it holds.

use crate::domain::{Caller, Date, Digest, ListId, Principal, TenantId};

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The party is not the entry.
    FalsePositive,
    /// The party is the entry.
    TrueMatch,
}

/// What a reviewer brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub why: String,
    /// First day on which it no longer holds.
    pub until: Date,
    /// The party's id, for people.
    pub party: String,
    /// The party's content.
    pub party_digest: Digest,
    /// The list.
    pub list: ListId,
    /// The entry's own number on it.
    pub entry: String,
    /// The entry's content as the reviewer saw it.
    pub entry_digest: Digest,
}

/// A reviewer's decision that a party is, or is not, an entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disposition {
    /// Its line in the file, from 0.
    pub number: u64,
    /// Whose it is.
    pub tenant: TenantId,
    /// Who decided.
    pub principal: Principal,
    /// When, in milliseconds since 1970.
    pub made_ms: u64,
    /// What was decided.
    pub decision: Decision,
    /// Why.
    pub why: String,
    /// First day on which it no longer holds.
    pub until: Date,
    /// The party's id, for people.
    pub party: String,
    /// The party's content.
    pub party_digest: Digest,
    /// The list.
    pub list: ListId,
    /// The entry's own number on it.
    pub entry: String,
    /// The entry's content as the reviewer saw it.
    pub entry_digest: Digest,
    /// How somebody ended it.
    pub ended: Option<Ended>,
}

/// How a disposition was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was withdrawn.
    Withdrawn {
        /// Who did.
        principal: Principal,
        /// Why.
        why: String,
        /// When, in milliseconds since 1970.
        made_ms: u64,
    },
    /// A later one about the same party and entry stands in its place.
    Replaced,
}

/// Whether a disposition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It holds.
    InForce,
    /// The entry's content is not what the reviewer saw, or the entry is gone.
    EntryChanged,
    /// Its last day has passed.
    Expired,
    /// It was withdrawn.
    Withdrawn,
    /// Another stands in its place.
    Replaced,
}

impl Disposition {
    pub(super) fn made(number: u64, made_ms: u64, caller: Caller, new: New) -> Self {
        let New { decision, why, until, party, party_digest, list, entry, entry_digest } = new;
        let Caller { tenant, principal } = caller;
        Self {
            number,
            tenant,
            principal,
            made_ms,
            decision,
            why,
            until,
            party,
            party_digest,
            list,
            entry,
            entry_digest,
            ended: None,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> String {
        Self::id_of(self.number)
    }

    pub(super) fn id_of(number: u64) -> String {
        format!("d-{number}")
    }

    /// The number of an id, if it is one.
    #[must_use]
    pub fn number_of(id: &str) -> Option<u64> {
        let number = id.strip_prefix("d-")?.parse().ok()?;
        (Self::id_of(number) == id).then_some(number)
    }

    /// Whether it holds on a day; `content` is what the list says of the entry now, none if it says nothing.
    #[must_use]
    pub fn state(&self, content: Option<Digest>, today: Date) -> State {
        match &self.ended {
            Some(Ended::Withdrawn { .. }) => State::Withdrawn,
            Some(Ended::Replaced) => State::Replaced,
            None if self.until <= today => State::Expired,
            None if content != Some(self.entry_digest) => State::EntryChanged,
            None => State::InForce,
        }
    }
}
