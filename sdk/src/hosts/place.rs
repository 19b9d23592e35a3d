//! Whether work is done in a country.

use comity_facts::{Missing, Truth, policy::Predicate, view};

use super::terms::for_work_in;
use crate::{About, Answer, Case, Checked, about::Whose, is_in, is_in_use};

/// What the place of work reads.
pub const WORK: &[&str] = &[
    "worksites.items.id",
    "worksites.items.country",
    "worksites.items.start",
    "worksites.items.end",
    "worksites.items.worker_groups",
];

/// What tells which wage line is meant, and when.
pub const LINE: &[&str] =
    &["wages.items.site", "wages.items.worker_groups", "wages.items.period", "wages.items.due_on"];

impl<'r> Case<'r> {
    /// Whether any work of the record is done in a country: the gate of a host country's plugin.
    #[must_use]
    pub fn works_in(&self, country: &'static str) -> Truth {
        match self.record.worksites().get() {
            Ok(sites) => sites.any(|site| site.country().is(country)),
            Err(missing) => missing.into(),
        }
    }

    /// Whether some of the work that an entry is about is done, on the day of the fact, in a country that passes a test. Open
    /// where no sites are recorded: then nobody looked where it is done.
    pub fn is_at_work(&self, entry: impl About<'r>, here: impl Fn(&str) -> bool) -> Truth {
        self.place_of(Whose::of(entry), &here)
    }

    fn place_of(&self, entry: Whose<'r>, here: &dyn Fn(&str) -> bool) -> Truth {
        let sites = self.record.worksites();
        if sites.recorded().is_none() {
            return sites.missing().into();
        }
        let test = |site: view::Worksite<'r>| site.country().holds(here);
        match entry.site().and_then(|id| self.site(id)) {
            Some(site) => test(site),
            None => Truth::any(self.sites_of(entry).map(test)),
        }
    }

    /// The sites in a country that passes a test, or that may be, where the workers of an entry work on the day of the fact: none
    /// before the work there begins, none after it has ended.
    pub fn sites_worked(
        &self,
        entry: impl About<'r>,
        here: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = view::Worksite<'r>> {
        let day = self.day();
        self.sites_of(entry)
            .filter(move |site| is_in_use(*site, day))
            .filter(move |site| site.country().recorded().is_none_or(&here))
    }

    /// Whether the workers of an entry work on the day of the fact at a site in a country that passes a test, or may.
    pub fn works_on_day(&self, entry: impl About<'r>, here: impl Fn(&str) -> bool) -> bool {
        self.some_worked(Whose::of(entry), &here)
    }

    fn some_worked(&self, entry: Whose<'r>, here: &dyn Fn(&str) -> bool) -> bool {
        self.quietly(|| self.sites_worked(entry, here).next().is_some())
    }

    /// As [`Case::at_work`], for a permit, which counts for the sites that it names rather than for those in use on its day.
    ///
    /// # Errors
    /// If the country, or what the check needs, is absent.
    pub fn permits_work(
        &self,
        permit: view::Permit<'r>,
        here: impl Fn(&str) -> bool,
        check: impl FnOnce() -> Checked,
    ) -> Checked {
        placed(self.place_permitted(permit, &here), check)
    }

    fn place_permitted(&self, permit: view::Permit<'r>, here: &dyn Fn(&str) -> bool) -> Truth {
        self.quietly(|| {
            let named = permit.worksites().recorded().unwrap_or_default();
            if named.iter().any(|id| self.site(id).is_some()) {
                for_work_in(self, permit, here)
            } else {
                self.place_of(Whose::of(permit), here)
            }
        })
    }

    /// Runs a check on an entry that is about work in a country that passes a test. Where the country is absent, what the check
    /// finds is INSUFFICIENT_DATA, and what it does not find stays silent.
    ///
    /// # Errors
    /// If the country, or what the check needs, is absent.
    pub fn at_work(
        &self,
        entry: impl About<'r>,
        here: impl Fn(&str) -> bool,
        check: impl FnOnce() -> Checked,
    ) -> Checked {
        let place = self.quietly(|| self.place_of(Whose::of(entry), &here));
        placed(place, check)
    }
}

/// Runs a check on what is done at a place. Where the place is open, what the check finds is INSUFFICIENT_DATA, and what it does
/// not find stays silent.
///
/// # Errors
/// If the place is open, or what the check needs is absent.
pub fn placed(place: Truth, check: impl FnOnce() -> Checked) -> Checked {
    match place {
        Truth::No => Ok(Answer::Silent),
        Truth::Yes => check(),
        Truth::Unknown(place) => somewhere(place, check()),
    }
}

fn somewhere(place: Missing, found: Checked) -> Checked {
    match found {
        Ok(Answer::Silent) => Ok(Answer::Silent),
        Ok(Answer::Fires(_)) => Err(place),
        Ok(Answer::Open(missing)) | Err(missing) => Err(place.and(missing)),
    }
}

/// The gate of a host country's plugin as the host can test it: some site is in the country.
#[must_use]
pub fn work_in(country: &str) -> Predicate {
    is_in("worksites.items.country", &[country])
}

/// The id of an entry, for messages.
#[must_use]
pub fn id(id: &Option<String>) -> &str {
    id.as_deref().unwrap_or("without an id")
}
