//! Who keeps a worker's papers, as the addressee of a rule against it.

use comity_facts::{
    v1::{Addressee, PassportHolder},
    view,
};

/// Whom a ban on keeping papers binds: the employer or the sender, where one of them holds them; both, where it is somebody else.
#[must_use]
pub fn keepers(liberty: view::Liberty<'_>) -> &'static [Addressee] {
    match liberty.passport_holder().recorded() {
        Some(PassportHolder::Employer) => &[Addressee::Employer],
        Some(PassportHolder::Sender) => &[Addressee::Sender],
        _ => &[Addressee::Employer, Addressee::Sender],
    }
}
