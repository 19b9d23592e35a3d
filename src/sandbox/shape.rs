//! Which fields a message may have, at any depth, and the walk that finds the first one it may not. prost drops what it
//! does not know without a word; for a plugin's answer, or a record newer than the plugin, that would be a wrong answer.
//!
//! The same walk tells whether the encoding is canonical: the very bytes that prost gives for the message it decodes to.

use std::collections::BTreeMap;

use comity_facts::policy::MessageFields;
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

use super::wire::{self, Damaged, Value};

/// The fields of a message and of all that it holds. The root is the first.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    messages: Vec<Message>,
}

#[derive(Clone, Debug)]
struct Message {
    name: String,
    /// Ordered by number.
    fields: Vec<Field>,
}

#[derive(Clone, Debug)]
struct Field {
    number: u32,
    name: String,
    content: Content,
    repeated: bool,
    /// Absent differs from the default, so that the default may lie on the wire.
    presence: bool,
    understood: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// The message at this index.
    Message(usize),
    Text,
    Number(Number),
    /// What the messages of the contract do not have; never canonical here.
    Other,
}

/// Numbers that lie on the wire as varints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Bool,
    Enum,
    Unsigned32,
    Unsigned64,
}

/// Why an encoded message does not keep to a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Breach {
    /// Not the encoding of a message.
    Damaged,
    /// A field that is not understood, by path; an unknown one by number.
    Field(String),
    /// A text longer than allowed, by path.
    Long(String),
}

impl From<Damaged> for Breach {
    fn from(_: Damaged) -> Self {
        Self::Damaged
    }
}

impl Shape {
    /// Every field that the descriptor has.
    pub(super) fn of(root: &MessageDescriptor) -> Self {
        let mut shape = Self { messages: Vec::new() };
        shape.add(root, &mut BTreeMap::new());
        shape
    }

    fn add(&mut self, message: &MessageDescriptor, seen: &mut BTreeMap<String, usize>) -> usize {
        if let Some(index) = seen.get(message.full_name()) {
            return *index;
        }
        let index = self.messages.len();
        seen.insert(message.full_name().to_owned(), index);
        self.messages.push(Message { name: message.full_name().to_owned(), fields: Vec::new() });
        let mut fields: Vec<_> = message.fields().map(|field| self.field(&field, seen)).collect();
        fields.sort_by_key(|field| field.number);
        if let Some(added) = self.messages.get_mut(index) {
            added.fields = fields;
        }
        index
    }

    fn field(&mut self, field: &FieldDescriptor, seen: &mut BTreeMap<String, usize>) -> Field {
        let content = match field.kind() {
            Kind::Message(inner) => Content::Message(self.add(&inner, seen)),
            // Of a choice the last one counts, wherever it lies.
            _ if field.containing_oneof().is_some_and(|choice| !choice.is_synthetic()) => Content::Other,
            Kind::String => Content::Text,
            Kind::Bool => Content::Number(Number::Bool),
            Kind::Enum(_) => Content::Number(Number::Enum),
            Kind::Uint32 => Content::Number(Number::Unsigned32),
            Kind::Uint64 => Content::Number(Number::Unsigned64),
            _ => Content::Other,
        };
        Field {
            number: field.number(),
            name: field.name().to_owned(),
            content,
            repeated: field.is_list(),
            presence: field.supports_presence(),
            understood: true,
        }
    }

    /// The shape with the fields marked that `schema` lacks; `None` if it lacks none in what the top-level `parts` hold.
    pub(super) fn understood_by(&self, parts: &[u32], schema: &[MessageFields]) -> Option<Self> {
        let known: BTreeMap<&str, &[u32]> = schema.iter().map(|m| (m.message.as_str(), m.numbers.as_slice())).collect();
        let mut marked = self.clone();
        for (index, message) in marked.messages.iter_mut().enumerate() {
            let numbers = known.get(message.name.as_str()).copied().unwrap_or_default();
            for field in &mut message.fields {
                let handed_in = index > 0 || parts.contains(&field.number);
                field.understood = !handed_in || numbers.contains(&field.number);
            }
        }
        marked.reaches_unknown(parts).then_some(marked)
    }

    fn reaches_unknown(&self, parts: &[u32]) -> bool {
        let mut seen = vec![false; self.messages.len()];
        let mut open = vec![0];
        while let Some(index) = open.pop() {
            if seen.get_mut(index).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            let fields = self.messages.get(index).map(|m| m.fields.as_slice()).unwrap_or_default();
            for field in fields.iter().filter(|f| index > 0 || parts.contains(&f.number)) {
                if !field.understood {
                    return true;
                }
                if let Content::Message(inner) = field.content {
                    open.push(inner);
                }
            }
        }
        false
    }

    /// Walks an encoding that prost has decoded, or will; its nesting is bounded by the shape or by prost. Gives whether it
    /// is canonical: then it is well-formed, and decoding and encoding it changes nothing.
    ///
    /// # Errors
    /// The first field that is not understood, the first text longer than `text_bytes`, or damage.
    pub(super) fn check(&self, encoded: &[u8], text_bytes: usize) -> Result<bool, Breach> {
        let mut canonical = true;
        self.check_at(0, encoded, text_bytes, &mut canonical)?;
        Ok(canonical)
    }

    fn check_at(&self, index: usize, encoded: &[u8], text_bytes: usize, canonical: &mut bool) -> Result<(), Breach> {
        let Some(message) = self.messages.get(index) else { return Ok(()) };
        let mut last = 0;
        for field in wire::fields(encoded) {
            let field = field?;
            let Some(known) = message.field(field.number).filter(|f| f.understood) else {
                return Err(Breach::Field(message.name_of(field.number)));
            };
            let in_place = field.number > last || (field.number == last && known.repeated && !known.is_packed());
            *canonical = *canonical && in_place && field.is_minimal() && known.is_canonical(field.value);
            last = field.number;
            match (known.content, field.value) {
                (Content::Message(inner), Value::Bytes(bytes)) => {
                    self.check_at(inner, bytes, text_bytes, canonical).map_err(|b| b.below(&known.name))?;
                }
                (Content::Text, Value::Bytes(bytes)) if bytes.len() > text_bytes => {
                    return Err(Breach::Long(known.name.clone()));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Field {
    fn is_packed(&self) -> bool {
        self.repeated && matches!(self.content, Content::Number(_))
    }

    /// Whether the value by itself lies on the wire as prost would write it.
    #[inline]
    fn is_canonical(&self, value: Value<'_>) -> bool {
        let default_may_be = self.presence || self.repeated;
        match (self.content, value) {
            (Content::Message(_), Value::Bytes(_)) => true,
            (Content::Text, Value::Bytes(bytes)) => {
                (default_may_be || !bytes.is_empty()) && (bytes.is_ascii() || std::str::from_utf8(bytes).is_ok())
            }
            (Content::Number(kind), Value::Varint(number)) if !self.repeated => {
                (default_may_be || number != 0) && kind.has(number)
            }
            (Content::Number(kind), Value::Bytes(bytes)) if self.repeated => {
                let len: usize = wire::packed(bytes).map(wire::varint_len).sum();
                !bytes.is_empty() && len == bytes.len() && wire::packed(bytes).all(|number| kind.has(number))
            }
            _ => false,
        }
    }
}

impl Number {
    /// Whether decoding and encoding gives the same number.
    #[expect(clippy::cast_possible_truncation, reason = "as protobuf decodes an enum")]
    fn has(self, number: u64) -> bool {
        match self {
            Self::Bool => number <= 1,
            // What an enum does not have is not lost: it stays the number it is, if that has 32 bits and a sign.
            Self::Enum => i64::from_ne_bytes(number.to_ne_bytes()) == i64::from(number as i32),
            Self::Unsigned32 => u32::try_from(number).is_ok(),
            Self::Unsigned64 => true,
        }
    }
}

impl Message {
    /// Most messages number their fields without a gap.
    #[inline]
    fn field(&self, number: u32) -> Option<&Field> {
        let likely = self.fields.get((number as usize).wrapping_sub(1)).filter(|field| field.number == number);
        likely.or_else(|| self.search(number))
    }

    fn search(&self, number: u32) -> Option<&Field> {
        self.fields.binary_search_by_key(&number, |f| f.number).ok().and_then(|at| self.fields.get(at))
    }

    fn name_of(&self, number: u32) -> String {
        self.field(number).map_or_else(|| format!("#{number}"), |f| f.name.clone())
    }
}

impl Breach {
    fn below(self, name: &str) -> Self {
        match self {
            Self::Field(path) => Self::Field(format!("{name}.{path}")),
            Self::Long(path) => Self::Long(format!("{name}.{path}")),
            Self::Damaged => Self::Damaged,
        }
    }
}
