//! What was screened before against the same snapshot: records name the same parties again and again.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    hit::{Cause, Hit},
    matching::Comparison,
    subject::Subject,
};
use crate::{
    domain::{Digest, ListId},
    measure::Counter,
};

/// What screening a party comes to on every list that is loaded.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// What it comes to on a list that is not named.
    otherwise: Result<Arc<Vec<Hit>>, Cause>,
    of_list: BTreeMap<ListId, Result<Arc<Vec<Hit>>, Cause>>,
}

impl Outcome {
    /// It was screened nowhere.
    pub(super) fn not_screened(cause: Cause) -> Self {
        Self { otherwise: Err(cause), of_list: BTreeMap::new() }
    }

    /// No hits so far: for a party without a name that can be compared that says nothing.
    pub(super) fn of(usable: bool) -> Self {
        let otherwise = if usable { Ok(Arc::default()) } else { Err(Cause::NameUnusable) };
        Self { otherwise, of_list: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, list: ListId, hits: Result<Arc<Vec<Hit>>, Cause>) {
        self.of_list.insert(list, hits);
    }

    pub(super) fn of_list(&self, list: &ListId) -> Result<Arc<Vec<Hit>>, Cause> {
        self.of_list.get(list).unwrap_or(&self.otherwise).clone()
    }
}

/// Outcomes by everything that they depend on beside the snapshot. The least useful are forgotten.
pub(super) struct Cache {
    kept: quick_cache::sync::Cache<Digest, Arc<Outcome>>,
    found: Counter,
    made: Counter,
}

impl Cache {
    pub(super) fn of(items: usize) -> Self {
        Self { kept: quick_cache::sync::Cache::new(items), found: Counter::default(), made: Counter::default() }
    }

    /// The outcome that is kept, or the one made now.
    pub(super) fn get(
        &self,
        (subject, comparison): (&Subject<'_>, Comparison),
        make: impl FnOnce() -> Outcome,
    ) -> Arc<Outcome> {
        let key = key(subject, comparison);
        if let Some(kept) = self.kept.get(&key) {
            self.found.count();
            return kept;
        }
        self.made.count();
        let outcome = Arc::new(make());
        self.kept.insert(key, Arc::clone(&outcome));
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
fn key(subject: &Subject<'_>, comparison: Comparison) -> Digest {
    let mut pieces: Vec<&[u8]> = Vec::with_capacity(8);
    let kind = format!("{:?}", subject.kind);
    let names: Vec<_> = subject.names.iter().map(|name| format!("{:?}", name.quality)).collect();
    let births: Vec<_> = subject.births.iter().map(|(from, to)| [from.letters(), to.letters()].concat()).collect();
    let kinds: Vec<_> = subject.identifiers.iter().map(|document| format!("{:?}", document.kind)).collect();
    let by = format!("{comparison:?}");
    let sex = format!("{:?}", subject.sex);
    pieces.extend([
        by.as_bytes(),
        sex.as_bytes(),
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
        let (sdn, un): (ListId, ListId) = ("OFAC-SDN".parse().unwrap(), "UN-1718".parse().unwrap());
        let name = |text, quality| [SubjectName { text, quality }];
        let (plain, weak) = (name("KIM", NameQuality::Primary), name("KIM", NameQuality::Weak));
        let subject =
            |names, country| Subject { id: "p", kind: None, sex: None, names, births: &[], identifiers: &[], country };
        for subject in [subject(&plain, None), subject(&weak, None), subject(&plain, Some("KP")), subject(&[], None)] {
            let outcome = cache.get((&subject, Comparison::default()), || {
                let mut outcome = Outcome::of(true);
                outcome.add(sdn.clone(), Err(Cause::OverLimit));
                outcome
            });
            assert_eq!(outcome.of_list(&sdn), Err(Cause::OverLimit));
            assert_eq!(outcome.of_list(&un), Ok(Arc::default()));
        }
        assert_eq!(cache.counts(), (0, 4));
        let other_id = Subject { id: "q", ..subject(&plain, None) };
        let again = cache.get((&other_id, Comparison::default()), || unreachable!("it is kept"));
        assert_eq!((again.of_list(&un), cache.counts()), (Ok(Arc::default()), (1, 4)));
    }
}
