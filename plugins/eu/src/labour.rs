//! Labour and migration directives: section 5 of the catalogue. A directive binds the State, which every finding addresses;
//! what it asks of a firm takes effect through the law of that State, which has its own plugin.
//!
//! Every rule is about work in a Member State on the day of the fact ([`crate::gates::places`]).

pub(crate) mod equal;
pub(crate) mod exploit;
pub(crate) mod hours;
pub(crate) mod posted;
pub(crate) mod protection;
pub(crate) mod reads;
pub(crate) mod seasonal;
pub(crate) mod stay;
pub(crate) mod terms;
pub(crate) mod theirs;
