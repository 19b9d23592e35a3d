//! Where lists come from while the server serves: files, folders and addresses, read again and again; and the snapshots that were
//! good, kept by digest and day.
//!
//! [`Feeds::update`] takes what is new and good; what is damaged, older or much smaller than the list that serves is refused, and
//! that one goes on serving. [`Feeds::lists`] builds the whole anew, aside: whoever serves swaps it in. Nothing here runs by
//! itself: the caller has the clock and the thread.

mod archive;
mod fetch;
mod guard;
mod import;
mod meters;
mod past;
mod roots;
mod update;
mod validators;

#[cfg(test)]
mod tests;

pub use archive::{Archive, ArchiveError, Damaged, Kept, Shelf};
pub use fetch::{FetchSettings, Fetcher};
pub use guard::SHRINK_PERCENT_MAX;
pub use import::Imported;
pub use meters::{Meters, SourceMeters};
pub use past::{PastSettings, lists_known_at};
pub use roots::{Authorities, Roots, RootsError};
pub use update::{Change, Depth, Feed, Feeds, Origins, Place, Settings, Standing};
