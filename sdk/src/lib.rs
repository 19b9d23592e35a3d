//! The only crate a Comity plugin needs. A rule is one declaration that reads like its row in the catalogue:
//!
//! ```
//! use comity_sdk::prelude::*;
//!
//! const PASSPORT: Rule = Rule {
//!     id: "xx.passport",
//!     title: "The passport is held by somebody else",
//!     basis: "Passport Act s. 12",
//!     in_force: &[since(2009, 4, 29)],
//!     certainty: Verified,
//!     worst: Violation,
//!     addressees: &[Employer],
//!     needs: &[Part::Liberty],
//!     reads: &[&["liberty.items.passport_holder"]],
//!     check: Check::Liberty(|_, liberty| Ok((!liberty.passport_holder().is(PassportHolder::Worker)).violation())),
//!     says: "The passports are not with the workers.",
//!     consequence: "fine",
//!     ..Rule::ROW
//! };
//!
//! const PLUGIN: Plugin = Plugin { jurisdiction: "xx", title: "Example", version: "0.1.0", rules: &[&[PASSPORT]], ..Plugin::NEW };
//! # assert!(comity_sdk::describe(&PLUGIN).len() > 10);
//! ```
//!
//! What follows from the declaration, and needs no care in the check:
//! - the law is that of the fact date: a check runs only on facts on whose day the rule is in force ([`engine`]);
//! - a part of the record that is absent leaves the rule not assessed; a field that is absent, and would decide, gives
//!   INSUFFICIENT_DATA with its path, since a field's value comes out only as [`Truth`] or through `?`;
//! - what a check read is the finding's evidence;
//! - an unsure row (K?) never gives more than NEEDS_REVIEW.
//!
//! A plugin is a pure function: nothing here reads a clock, randomness or a map with a random order.

mod about;
mod answer;
mod arena;
mod bounded;
mod case;
mod control;
mod encode;
pub mod engine;
mod evidence;
mod export;
pub mod filings;
mod finding;
mod heard;
pub mod hosts;
mod listing;
mod made;
mod manifest;
mod order;
mod plugin;
mod reach;
mod rule;
pub mod six;
mod subjects;
#[cfg(feature = "testing")]
pub mod testing;
pub mod treaties;

pub use about::{About, Everybody, is_in_use, shared};
pub use answer::{Answer, Checked, Exempt, Fires};
pub use case::{Case, Found, Shared};
pub use comity_facts::{self as facts, Missing, Truth, policy, v1, view};
pub use control::{Agents, CONTROL, OWNERS, is_north_korean};
pub use export::{State, begin, derive, describe, evaluate, manifest, verdict, verdict_after, verdict_with};
pub use heard::{Heard, Hearing, Matter, Rows, is_of};
pub use listing::{Entries, LISTS, is_list};
pub use made::Made;
pub use plugin::{CheckSettings, ExtensionDeclaration, Plugin, Scope, Setting};
pub use reach::{
    EVERYBODY, PAYMENT, TOUCHES, addressees, any_of, belongs_to, has, is_carried_out, is_in, recorded, touches,
};
pub use rule::{Check, Rule, Validity, during, since};

#[doc(hidden)]
pub use wit_bindgen;

/// Everything a file of rules uses.
pub mod prelude {
    pub use crate::{
        Answer, Case, Check, Checked, Exempt, Fires, Found, Made, Missing, Plugin, Rule, Scope, Truth, Validity,
        during, since, view,
    };
    pub use comity_facts::v1::{
        Addressee::{
            Bank, Employer, EuPerson, ForeignPerson, Holder, Importer, Principal, Recruiter, Sender, State, UsPerson,
            User,
        },
        Certainty::{self, FromKnowledge, Low, Verified},
        Outcome::{self, Exempt as Exempted, Info, InsufficientData, NeedsReview, Prohibited, Violation},
        *,
    };
    pub use comity_facts::{Currency, Date, Decimal, Money, Part, Span, TimeOfDay};
}
