//! What servers said of the files that serve (`ETag`, `Last-Modified`), kept beside the snapshots, so that a restart does not get every
//! list again. It saves a download and no more: what cannot be read, or belongs to another snapshot or another address, is as if it
//! were not there.

use std::fs;

use serde::{Deserialize, Serialize};

use super::{
    archive::{Archive, replace},
    fetch::Validator,
};
use crate::{domain::Digest, screening::Origin};

const FILE: &str = "validators.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// The snapshot of which they were said.
    snapshot: String,
    /// SHA-256 over the addresses, which may hold a token.
    addresses: String,
    /// Of each address.
    validators: Vec<Validator>,
}

impl Archive {
    /// What was said of a snapshot at these addresses; nothing where that is not known.
    pub(super) fn validators(&self, origin: Origin, urls: &[String], snapshot: Digest) -> Vec<Validator> {
        let read = || {
            let text = fs::read_to_string(self.beside(origin, FILE)).ok()?;
            let stored: Stored = serde_json::from_str(&text).ok()?;
            let same = stored.snapshot == snapshot.to_string() && stored.addresses == addresses(urls);
            let whole = stored.validators.len() == urls.len() && stored.validators.iter().all(Validator::is_sound);
            (same && whole).then_some(stored.validators)
        };
        read().unwrap_or_default()
    }

    /// Keeps what was said of a snapshot. A disk that refuses costs a download at the next start, and no more.
    pub(super) fn keep_validators(&self, origin: Origin, urls: &[String], snapshot: Digest, validators: &[Validator]) {
        let (snapshot, addresses) = (snapshot.to_string(), addresses(urls));
        let stored = Stored { snapshot, addresses, validators: validators.to_vec() };
        let bytes = serde_json::to_vec_pretty(&stored).unwrap_or_default();
        let _ = replace(&self.beside(origin, FILE), &bytes);
    }
}

fn addresses(urls: &[String]) -> String {
    Digest::of_pieces(urls.iter().map(String::as_bytes)).to_string()
}
