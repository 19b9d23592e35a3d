//! Paths into the record, e.g. `worksites.items.country`: resolved against the descriptor once, followed over the wire
//! without decoding anything.

use prost_reflect::{Cardinality, FieldDescriptor, Kind, MessageDescriptor};

use super::wire::{self, Damaged, Value};

/// A path that the record has.
#[derive(Clone, Debug)]
pub(super) struct Path {
    steps: Vec<Step>,
    /// The last field.
    pub(super) last: FieldDescriptor,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    number: u32,
    repeated: bool,
}

/// What a search along a path met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// A value passed the test.
    pub(super) matched: bool,
    /// Something on the way was absent: a part, a message, or the field itself in an entry.
    pub(super) lacking: bool,
    /// The field itself was absent in an entry that is there.
    pub(super) entry_lacks: bool,
}

impl Path {
    /// Resolves a path without indexes; `None` if the message has no such path.
    pub(super) fn resolve(root: &MessageDescriptor, path: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut message = Some(root.clone());
        let mut last = None;
        for name in path.split('.') {
            let field = message?.get_field_by_name(name)?;
            steps.push(Step { number: field.number(), repeated: field.cardinality() == Cardinality::Repeated });
            message = match field.kind() {
                Kind::Message(inner) => Some(inner),
                _ => None,
            };
            last = Some(field);
        }
        Some(Self { steps, last: last? })
    }

    /// Number of the top-level field.
    pub(super) fn top(&self) -> u32 {
        self.steps.first().map_or(0, |step| step.number)
    }

    /// Follows the path through an encoded record and tries every value at its end, until one passes.
    pub(super) fn look(&self, record: &[u8], test: &impl Fn(Value<'_>) -> bool) -> Result<Seen, Damaged> {
        let mut seen = Seen::default();
        look(record, &self.steps, test, &mut seen)?;
        Ok(seen)
    }
}

fn look(message: &[u8], steps: &[Step], test: &impl Fn(Value<'_>) -> bool, seen: &mut Seen) -> Result<(), Damaged> {
    let Some((step, rest)) = steps.split_first() else { return Ok(()) };
    let mut found = false;
    for field in wire::fields(message) {
        let field = field?;
        if field.number != step.number {
            continue;
        }
        found = true;
        match field.value {
            Value::Bytes(inner) if !rest.is_empty() => look(inner, rest, test, seen)?,
            value => seen.matched |= rest.is_empty() && test(value),
        }
        if seen.matched {
            return Ok(());
        }
    }
    // A list of no entries lacks nothing; a list of no values is not told apart from one that is absent.
    if !found && (!step.repeated || rest.is_empty()) {
        seen.lacking = true;
        seen.entry_lacks |= rest.is_empty();
    }
    Ok(())
}
