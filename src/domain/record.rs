//! A record as the host carries it: checked once at the edge, then bytes.

use std::sync::Arc;

/// A checked record in its protobuf encoding.
///
/// INVARIANT (checked record): made only by the edge (`rpc`) or an embedded caller after the same check; every field and
/// enum number is known, every format and reference holds, and the limits are kept.
#[derive(Clone, Debug)]
pub struct EncodedRecord {
    id: Option<String>,
    bytes: Arc<[u8]>,
}

impl EncodedRecord {
    /// Takes bytes that were checked. Upholds INVARIANT (checked record) only as far as its caller does.
    #[must_use]
    pub fn checked(id: Option<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { id, bytes: bytes.into() }
    }

    /// The caller's id of the case.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The encoding.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The name of a part of the record, e.g. `wages`.
pub type PartName = String;
