//! What was screened before against the same snapshot: records name the same parties again and again.

use std::sync::Arc;

use super::{
    hit::{Cause, Hit},
    subject::Subject,
};
use crate::{
    domain::{Digest, ListId},
    measure::Counter,
};

/// What screening a party against a list comes to while the list serves.
pub(super) type Outcome = Result<Arc<Vec<Hit>>, Cause>;

/// Outcomes by everything that they depend on beside the snapshot. The least useful are forgotten.
pub(super) struct Cache {
    kept: quick_cache::sync::Cache<Digest, Outcome>,
    found: Counter,
    made: Counter,
}

impl Cache {
    pub(super) fn of(items: usize) -> Self {
        Self { kept: quick_cache::sync::Cache::new(items), found: Counter::default(), made: Counter::default() }
    }

    /// The outcome that is kept, or the one made now.
    pub(super) fn get(&self, list: &ListId, subject: &Subject<'_>, make: impl FnOnce() -> Outcome) -> Outcome {
        let key = key(list, subject);
        if let Some(kept) = self.kept.get(&key) {
            self.found.count();
            return kept;
        }
        self.made.count();
        let outcome = make();
        self.kept.insert(key, outcome.clone());
        outcome
    }

    /// How often an outcome was found, and how often it was made.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.found.get(), self.made.get())
    }
}

impl std::fmt::Debug for Cache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cache({} kept)", self.kept.len())
    }
}

/// A digest, so that nobody can make two parties look the same. The party's id is not part of it: no answer has it.
fn key(list: &ListId, subject: &Subject<'_>) -> Digest {
    let mut pieces: Vec<&[u8]> = Vec::with_capacity(8);
    let kind = format!("{:?}", subject.kind);
    let names: Vec<_> = subject.names.iter().map(|name| format!("{:?}", name.quality)).collect();
    let births: Vec<_> = subject.births.iter().map(|(from, to)| [from.letters(), to.letters()].concat()).collect();
    let kinds: Vec<_> = subject.identifiers.iter().map(|document| format!("{:?}", document.kind)).collect();
    pieces.extend([
        list.as_str().as_bytes(),
        kind.as_bytes(),
        subject.country.unwrap_or_default().as_bytes(),
        b"names",
    ]);
    for (name, quality) in subject.names.iter().zip(&names) {
        pieces.extend([quality.as_bytes(), name.text.as_bytes()]);
    }
    pieces.push(b"births");
    pieces.extend(births.iter().map(Vec::as_slice));
    pieces.push(b"documents");
    for (document, kind) in subject.identifiers.iter().zip(&kinds) {
        pieces.extend([kind.as_bytes(), document.value.as_bytes(), document.country.unwrap_or_default().as_bytes()]);
    }
    Digest::of_pieces(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::screening::{NameQuality, SubjectName};

    #[test]
    fn a_party_is_screened_once_and_whatever_differs_is_another_party() {
        let cache = Cache::of(100);
        let (sdn, un) = ("OFAC-SDN".parse().unwrap(), "UN-1718".parse().unwrap());
        let name = |text, quality| [SubjectName { text, quality }];
        let (plain, weak) = (name("KIM", NameQuality::Primary), name("KIM", NameQuality::Weak));
        let subject = |names, country| Subject { id: "p", kind: None, names, births: &[], identifiers: &[], country };
        let asked = [
            (&sdn, subject(&plain, None)),
            (&un, subject(&plain, None)),
            (&sdn, subject(&weak, None)),
            (&sdn, subject(&plain, Some("KP"))),
            (&sdn, subject(&[], None)),
        ];
        for (list, subject) in asked {
            assert!(cache.get(list, &subject, || Ok(Arc::default())).is_ok());
        }
        assert_eq!(cache.counts(), (0, 5));
        let other_id = Subject { id: "q", ..subject(&plain, None) };
        let again = cache.get(&sdn, &other_id, || unreachable!("it is kept"));
        assert_eq!((again, cache.counts()), (Ok(Arc::default()), (1, 5)));
    }
}
