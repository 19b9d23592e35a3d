//! Goods made with forced labour, and the diligence of companies: section 4 of the catalogue.
//!
//! eu.flr.online is no rule: it says when an offer at a distance counts as made available
//! ([`crate::gates::places::targeted`]), and every rule here reads it.

pub(crate) mod ban;
pub(crate) mod diligence;
pub(crate) mod procedure;
