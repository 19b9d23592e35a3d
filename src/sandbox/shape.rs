//! Which fields a message may have, at any depth, and the walk that finds the first one it may not. prost drops what it
//! does not know without a word; for a plugin's answer, or a record newer than the plugin, that would be a wrong answer.

use std::collections::BTreeMap;

use comity_facts::policy::MessageFields;
use prost_reflect::{Kind, MessageDescriptor};

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
    understood: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// The message at this index.
    Message(usize),
    Text,
    Other,
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

    fn field(&mut self, field: &prost_reflect::FieldDescriptor, seen: &mut BTreeMap<String, usize>) -> Field {
        let content = match field.kind() {
            Kind::Message(inner) => Content::Message(self.add(&inner, seen)),
            Kind::String => Content::Text,
            _ => Content::Other,
        };
        Field { number: field.number(), name: field.name().to_owned(), content, understood: true }
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

    /// Walks an encoding that prost has decoded, or will; its nesting is bounded by the shape or by prost.
    ///
    /// # Errors
    /// The first field that is not understood, the first text longer than `text_bytes`, or damage.
    pub(super) fn check(&self, encoded: &[u8], text_bytes: usize) -> Result<(), Breach> {
        self.check_at(0, encoded, text_bytes)
    }

    fn check_at(&self, index: usize, encoded: &[u8], text_bytes: usize) -> Result<(), Breach> {
        let Some(message) = self.messages.get(index) else { return Ok(()) };
        for field in wire::fields(encoded) {
            let field = field?;
            let Some(known) = message.field(field.number).filter(|f| f.understood) else {
                return Err(Breach::Field(message.name_of(field.number)));
            };
            match (known.content, field.value) {
                (Content::Message(inner), Value::Bytes(bytes)) => {
                    self.check_at(inner, bytes, text_bytes).map_err(|b| b.below(&known.name))?;
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

impl Message {
    fn field(&self, number: u32) -> Option<&Field> {
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
