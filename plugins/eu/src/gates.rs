//! The gates of the catalogue's sections 0 and 2: where the law of the Union applies. Each answers a question that many
//! rules ask; none is a finding.

pub(crate) mod listing;
pub(crate) mod north_korea;
pub(crate) mod owners;
pub(crate) mod places;
pub(crate) mod scope;
pub(crate) use comity_sdk::hosts::union as states;
