//! Who stands behind a name in a record: the party of a reference, and who controls a party.

use comity_facts::{Known, Truth, view};

use crate::Case;

/// Whether a party is an entity, individual or body of North Korea, by its country or as a body of the Government.
#[must_use]
pub fn is_north_korean(party: view::Party<'_>) -> Truth {
    let body = party.government_of_north_korea().yes();
    if body.is_yes() { body } else { party.country().is("PRK") | body.unless_recorded() }
}

impl<'r> Case<'r> {
    /// Whether one of the partners of a joint venture is an entity or individual of North Korea.
    #[must_use]
    pub fn shared_with_north_korea(&self, venture: view::JointVenture<'r>) -> Truth {
        let partners = venture.partners();
        let Some(ids) = partners.recorded() else { return partners.missing().into() };
        Truth::any(ids.iter().filter_map(|id| self.party(id)).map(is_north_korean))
    }

    /// Whether the party that a field names passes a test; open where the field is absent.
    #[must_use]
    pub fn named(&self, id: Known<'r, &'r str>, test: impl FnOnce(view::Party<'r>) -> Truth) -> Truth {
        match id.recorded().and_then(|known| self.party(known)) {
            Some(party) => test(party),
            None => Truth::Unknown(id.missing()),
        }
    }

    /// Whether somebody who passes a test controls a party on the day of the fact, by a recorded sign that is not refuted. A
    /// sign that no document shows is for review. Signs that nobody recorded are none.
    #[must_use]
    pub fn controlled_by(&self, party: view::Party<'r>, mut test: impl FnMut(view::Party<'r>) -> Truth) -> Truth {
        let Some(signs) = party.control_indicators().recorded() else { return Truth::No };
        signs.any(|sign| {
            let begun = sign.from().recorded().is_none_or(|from| from <= self.day());
            let ended = sign.to().recorded().is_some_and(|to| to <= self.day());
            if !begun || ended || sign.refuted().recorded() == Some(true) {
                return Truth::No;
            }
            let documented = sign.documented();
            let shown = match documented.recorded() {
                Some(true) => Truth::Yes,
                _ => Truth::Unknown(documented.missing()).or_review(),
            };
            self.named(sign.by(), &mut test) & shown
        })
    }
}
