//! The contract's descriptors, read once: which fields each message has, where the entries of the record stand, and
//! which plugins understand them.

use comity_facts::policy::MessageFields;
use prost_reflect::{DescriptorPool, MessageDescriptor};

use super::{error::SandboxError, shape::Shape, subject::Entries};

/// What the host knows of the messages it exchanges with plugins.
pub(super) struct Contract {
    /// The record.
    pub(super) record: MessageDescriptor,
    /// Every field of the record, at any depth.
    pub(super) record_shape: Shape,
    /// Every field of a verdict.
    pub(super) verdict: Shape,
    /// Every field of a manifest.
    pub(super) manifest: Shape,
    /// Every field of the answer to `begin`.
    pub(super) begin: Shape,
    /// Where the subjects of findings stand in the record.
    pub(super) entries: Entries,
}

impl Contract {
    /// Reads the descriptors that `comity_facts` carries.
    pub(super) fn read() -> Result<Self, SandboxError> {
        let pool = DescriptorPool::decode(comity_facts::DESCRIPTORS)
            .map_err(|e| SandboxError::Contract(format!("descriptors: {e}")))?;
        let message =
            |name: &str| pool.get_message_by_name(name).ok_or_else(|| SandboxError::Contract(name.to_owned()));
        let record = message("comity.v1.Record")?;
        Ok(Self {
            record_shape: Shape::of(&record),
            verdict: Shape::of(&message("comity.v1.Verdict")?),
            manifest: Shape::of(&message("comity.policy.v1.Manifest")?),
            begin: Shape::of(&message("comity.policy.v1.BeginResult")?),
            entries: Entries::read(&record)?,
            record,
        })
    }

    /// The shape against which records for a plugin have to be walked; `None` if it understands all there is in its
    /// parts, as every plugin does that is at least as new as the host.
    pub(super) fn beyond(&self, parts: &[u32], schema: &[MessageFields]) -> Option<Shape> {
        self.record_shape.understood_by(parts, schema)
    }
}
