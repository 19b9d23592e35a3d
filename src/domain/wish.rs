//! What a plugin wants screened.

use super::ListId;

/// One list, and which of a record's parties to screen against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreeningWish {
    /// The list.
    pub list: ListId,
    /// Roles of the parties, by the contract's numbers; empty for all parties.
    pub roles: Vec<i32>,
    /// How many layers of their owners too.
    pub owner_depth: u32,
}
