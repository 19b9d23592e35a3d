//! The schema as a table, compiled once at start from the descriptors, so that a message can be checked in one pass over
//! its bytes. What a field may hold stands in its options in `proto/`; what no option says stands here as constants.
//!
//! INVARIANT (closed table): every field that can be reached from a request is in the table with its kind. A schema that
//! uses a kind the walk does not know (floats, maps, bytes) is refused at start, not skipped at run time.

use std::collections::HashMap;

use prost_reflect::{
    Cardinality, DescriptorPool, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind as WireKind, MessageDescriptor,
    Value,
};

use super::format::Format;

/// Lists that one message can have; a message of the contract has five at most.
pub(super) const LISTS_MAX: usize = 8;
/// Highest field number: the fields of a message are looked up by number in an array.
const FIELD_NUMBER_MAX: u32 = 63;

/// Fields that must be there if their message is, beside what the record leaves to the caller.
const REQUIRED: [(&str, &[&str]); 9] = [
    ("comity.v1.EvaluateRequest", &["options", "record"]),
    ("comity.v1.TimelineRequest", &["record"]),
    ("comity.v1.StreamOpen", &["options"]),
    ("comity.v1.StreamRecord", &["record"]),
    ("comity.screening.v1.DisposeRequest", &["party", "list", "entry", "entry_digest", "decision", "why", "until"]),
    ("comity.screening.v1.WithdrawRequest", &["id", "why"]),
    ("comity.catalog.v1.AcceptShrinkRequest", &["digest"]),
    ("comity.v1.Money", &["currency", "amount"]),
    ("comity.v1.Extension", &["key", "value"]),
];

/// Pairs of fields of one message of which the second is never earlier than the first.
const RANGES: [(&str, &str); 8] = [
    ("from", "to"),
    ("start", "end"),
    ("earliest", "latest"),
    ("valid_from", "valid_to"),
    ("listed_on", "delisted_on"),
    ("opened_on", "closed_on"),
    ("opened", "closed_on"),
    ("blocked_on", "unblocked_on"),
];

/// The schema cannot be compiled into a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// The descriptors are not a file descriptor set.
    #[error("the embedded descriptors cannot be read: {0}")]
    Descriptors(String),
    /// A message of the contract is missing.
    #[error("the schema has no `{0}`")]
    NoMessage(String),
    /// A field is of a kind that the edge cannot check.
    #[error("the edge cannot check `{field}`: {problem}")]
    Field {
        /// Full name of the field.
        field: String,
        /// Why not.
        problem: &'static str,
    },
}

/// Place of a message type in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MessageId(usize);

/// Number of a part of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PartId(u8);

impl PartId {
    pub(super) fn index(self) -> usize {
        self.0.into()
    }
}

/// The table.
pub(super) struct Schema {
    messages: Vec<MessageType>,
    /// Stands in for a message that is not in the table: it has no fields, so everything in it is refused.
    nothing: MessageType,
    parts: Vec<String>,
}

/// One message type.
#[derive(Default)]
pub(super) struct MessageType {
    pub(super) name: String,
    /// By number.
    fields: Vec<Option<Field>>,
    pub(super) required: Vec<Required>,
    /// Names of the fields of its range, if it has one.
    pub(super) range: Option<(&'static str, &'static str)>,
}

/// A field, or one field of a oneof, that has to be there.
pub(super) struct Required {
    pub(super) mask: u64,
    pub(super) name: String,
}

/// One field.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// For a list: its number among the lists of the message.
    pub(super) list: Option<u8>,
    /// For a single field: its bit; fields of one oneof share theirs, so that two of them are a duplicate.
    pub(super) mask: u64,
    /// Zero and absent are told apart, so that the enum's zero is an error.
    pub(super) presence: bool,
    pub(super) refers_to: Option<PartId>,
    pub(super) role: Role,
}

/// What a field is for its message, beyond its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    /// The id of a list's entry.
    Id,
    /// The first of a range.
    RangeStart,
    /// The second of a range.
    RangeEnd,
    /// A part of the record.
    Part(PartId),
    /// The record in a request: paths start anew in it.
    Record,
}

/// What a field holds.
pub(super) enum Kind {
    Text { format: Format, bytes_max: Option<usize> },
    Bool,
    Enum(EnumType),
    Unsigned { min: u64, max: u64 },
    Signed { min: i64, max: i64 },
    Message(MessageId),
}

/// An enum's values: their numbers in order.
pub(super) struct EnumType {
    pub(super) name: String,
    numbers: Vec<i32>,
}

impl EnumType {
    #[inline]
    pub(super) fn has(&self, number: i32) -> bool {
        // The contract's enums count up from zero, so that a number is its own place.
        let place = usize::try_from(number).ok().and_then(|n| self.numbers.get(n));
        place == Some(&number) || self.numbers.binary_search(&number).is_ok()
    }
}

impl MessageType {
    #[inline]
    pub(super) fn field(&self, number: u32) -> Option<&Field> {
        self.fields.get(usize::try_from(number).ok()?)?.as_ref()
    }
}

impl Schema {
    /// Compiles the messages that can be reached from `roots`.
    pub(super) fn compile(descriptors: &[u8], roots: &[&str]) -> Result<Self, SchemaError> {
        let pool = DescriptorPool::decode(descriptors).map_err(|e| SchemaError::Descriptors(e.to_string()))?;
        let options = Options::of(&pool)?;
        let record = find(&pool, "comity.v1.Record")?;
        let parts: Vec<_> = record.fields().filter(is_part).map(|f| f.name().to_owned()).collect();
        let mut compiler = Compiler { options, parts: &parts, ids: HashMap::new(), messages: Vec::new() };
        for root in roots {
            compiler.message(&find(&pool, root)?)?;
        }
        let messages = compiler.messages;
        Ok(Self { messages, nothing: MessageType::default(), parts })
    }

    pub(super) fn named(&self, name: &str) -> Result<MessageId, SchemaError> {
        let place = self.messages.iter().position(|m| m.name == name);
        place.map(MessageId).ok_or_else(|| SchemaError::NoMessage(name.to_owned()))
    }

    #[inline]
    pub(super) fn message(&self, id: MessageId) -> &MessageType {
        self.messages.get(id.0).unwrap_or(&self.nothing)
    }

    pub(super) fn part_count(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn part_name(&self, part: PartId) -> &str {
        self.parts.get(part.index()).map_or("", String::as_str)
    }
}

fn find(pool: &DescriptorPool, name: &str) -> Result<MessageDescriptor, SchemaError> {
    pool.get_message_by_name(name).ok_or_else(|| SchemaError::NoMessage(name.to_owned()))
}

fn is_part(field: &FieldDescriptor) -> bool {
    !field.is_list() && matches!(field.kind(), WireKind::Message(_))
}

struct Compiler<'a> {
    options: Options,
    parts: &'a [String],
    ids: HashMap<String, MessageId>,
    messages: Vec<MessageType>,
}

impl Compiler<'_> {
    fn message(&mut self, message: &MessageDescriptor) -> Result<MessageId, SchemaError> {
        if let Some(id) = self.ids.get(message.full_name()) {
            return Ok(*id);
        }
        let id = MessageId(self.messages.len());
        self.ids.insert(message.full_name().to_owned(), id);
        self.messages.push(MessageType::default());

        let range = RANGES.into_iter().find(|(first, second)| has(message, first) && has(message, second));
        let mut compiled =
            MessageType { name: message.full_name().to_owned(), fields: Vec::new(), required: Vec::new(), range };
        let mut lists = 0_u8;
        for field in message.fields() {
            let number = field.number();
            if number > FIELD_NUMBER_MAX {
                return Err(refuse(&field, "its number is above 63"));
            }
            let place = usize::try_from(number).map_err(|_| refuse(&field, "its number is above 63"))?;
            let entry = self.field(message, &field, range, &mut lists)?;
            compiled.fields.resize_with(compiled.fields.len().max(place + 1), || None);
            if let Some(slot) = compiled.fields.get_mut(place) {
                *slot = Some(entry);
            }
        }
        compiled.required = required(message)?;
        if let Some(slot) = self.messages.get_mut(id.0) {
            *slot = compiled;
        }
        Ok(id)
    }

    fn field(
        &mut self,
        message: &MessageDescriptor,
        field: &FieldDescriptor,
        range: Option<(&str, &str)>,
        lists: &mut u8,
    ) -> Result<Field, SchemaError> {
        let list = field.is_list().then_some(*lists);
        *lists += u8::from(field.is_list());
        if usize::from(*lists) > LISTS_MAX {
            return Err(refuse(field, "its message has more than 8 lists"));
        }
        Ok(Field {
            name: field.name().to_owned(),
            kind: self.kind(field)?,
            list,
            mask: if field.is_list() { 0 } else { mask(field) },
            presence: field.is_list() || field.supports_presence(),
            refers_to: self.refers_to(field)?,
            role: self.role(message, field, range),
        })
    }

    fn kind(&mut self, field: &FieldDescriptor) -> Result<Kind, SchemaError> {
        if field.cardinality() == Cardinality::Required || field.is_map() || field.is_group() {
            return Err(refuse(field, "it is required, a map or a group"));
        }
        let (min, max) = (self.options.number(field, "min"), self.options.number(field, "max"));
        let kind = match field.kind() {
            WireKind::Message(inner) => Kind::Message(self.message(&inner)?),
            WireKind::Enum(values) => Kind::Enum(numbers(&values)),
            WireKind::String => {
                let bytes_max = self.options.number(field, "max_bytes").and_then(|n| usize::try_from(n).ok());
                Kind::Text { format: self.options.format(field)?, bytes_max }
            }
            WireKind::Bool if !field.is_list() => Kind::Bool,
            WireKind::Uint32 if !field.is_list() => {
                Kind::Unsigned { min: min.unwrap_or(0), max: max.unwrap_or(u32::MAX.into()) }
            }
            WireKind::Uint64 if !field.is_list() => {
                Kind::Unsigned { min: min.unwrap_or(0), max: max.unwrap_or(u64::MAX) }
            }
            WireKind::Int64 if !field.is_list() => Kind::Signed { min: i64::MIN, max: i64::MAX },
            _ => return Err(refuse(field, "the walk knows no such type")),
        };
        Ok(kind)
    }

    fn refers_to(&self, field: &FieldDescriptor) -> Result<Option<PartId>, SchemaError> {
        let Some(name) = self.options.text(field, "refers_to") else { return Ok(None) };
        let part = self.part(&name);
        part.map(Some).ok_or_else(|| refuse(field, "it refers to something that is no part of the record"))
    }

    fn role(&self, message: &MessageDescriptor, field: &FieldDescriptor, range: Option<(&str, &str)>) -> Role {
        let of_record = message.full_name() == "comity.v1.Record";
        match (field.name(), field.kind()) {
            ("record", WireKind::Message(_)) => Role::Record,
            (name, WireKind::Message(_)) if of_record => self.part(name).map_or(Role::Plain, Role::Part),
            ("id", WireKind::String) if !of_record => Role::Id,
            (name, WireKind::String) if range.is_some_and(|(first, _)| first == name) => Role::RangeStart,
            (name, WireKind::String) if range.is_some_and(|(_, second)| second == name) => Role::RangeEnd,
            _ => Role::Plain,
        }
    }

    fn part(&self, name: &str) -> Option<PartId> {
        let place = self.parts.iter().position(|p| p == name)?;
        u8::try_from(place).ok().map(PartId)
    }
}

fn refuse(field: &FieldDescriptor, problem: &'static str) -> SchemaError {
    SchemaError::Field { field: field.full_name().to_owned(), problem }
}

fn has(message: &MessageDescriptor, field: &str) -> bool {
    message.get_field_by_name(field).is_some_and(|f| !f.is_list() && f.kind() == WireKind::String)
}

/// The bit of a single field: that of its number, or of the lowest number of its oneof.
fn mask(field: &FieldDescriptor) -> u64 {
    let of_oneof = field.containing_oneof().and_then(|o| o.fields().map(|f| f.number()).min());
    1_u64.checked_shl(of_oneof.unwrap_or(field.number())).unwrap_or(0)
}

fn required(message: &MessageDescriptor) -> Result<Vec<Required>, SchemaError> {
    let names = REQUIRED.iter().find(|(name, _)| *name == message.full_name()).map_or(&[][..], |(_, names)| *names);
    let one = |name: &&str| {
        let oneof = message.oneofs().find(|o| o.name() == *name).and_then(|o| o.fields().next());
        let field = message.get_field_by_name(name).or(oneof);
        let field = field.ok_or_else(|| SchemaError::NoMessage(format!("{}.{name}", message.full_name())))?;
        Ok(Required { mask: mask(&field), name: (*name).to_owned() })
    };
    names.iter().map(one).collect()
}

fn numbers(values: &EnumDescriptor) -> EnumType {
    let mut numbers: Vec<_> = values.values().map(|v| v.number()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    EnumType { name: values.name().to_owned(), numbers }
}

/// The field options of `comity.schema.v1`.
struct Options {
    pool: DescriptorPool,
}

impl Options {
    fn of(pool: &DescriptorPool) -> Result<Self, SchemaError> {
        for name in ["format", "refers_to", "max_bytes", "min", "max"] {
            let full = format!("comity.schema.v1.{name}");
            pool.get_extension_by_name(&full).ok_or(SchemaError::NoMessage(full))?;
        }
        Ok(Self { pool: pool.clone() })
    }

    fn value(&self, field: &FieldDescriptor, name: &str) -> Option<Value> {
        let extension = self.pool.get_extension_by_name(&format!("comity.schema.v1.{name}"))?;
        let options: DynamicMessage = field.options();
        options.has_extension(&extension).then(|| options.get_extension(&extension).into_owned())
    }

    fn number(&self, field: &FieldDescriptor, name: &str) -> Option<u64> {
        let value = self.value(field, name)?;
        value.as_u64().or_else(|| value.as_u32().map(u64::from))
    }

    fn text(&self, field: &FieldDescriptor, name: &str) -> Option<String> {
        self.value(field, name)?.as_str().map(str::to_owned)
    }

    fn format(&self, field: &FieldDescriptor) -> Result<Format, SchemaError> {
        let Some(number) = self.value(field, "format").and_then(|v| v.as_enum_number()) else {
            return Ok(Format::Text);
        };
        let values = self.pool.get_enum_by_name("comity.schema.v1.Format");
        let name = values.and_then(|v| v.get_value(number)).map(|v| v.name().to_owned());
        name.as_deref().and_then(Format::named).ok_or_else(|| refuse(field, "its format is not known"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Schema {
        Schema::compile(comity_facts::DESCRIPTORS, &["comity.v1.EvaluateRequest"]).unwrap()
    }

    fn field<'s>(schema: &'s Schema, message: &str, name: &str) -> &'s Field {
        let message = schema.message(schema.named(message).unwrap());
        message.fields.iter().flatten().find(|f| f.name == name).unwrap()
    }

    #[test]
    fn compiles_the_contract() {
        let schema = schema();
        assert!(matches!(field(&schema, "comity.v1.EvaluateRequest", "record").role, Role::Record));
        assert!(matches!(field(&schema, "comity.v1.Party", "id").role, Role::Id));
        let owner = field(&schema, "comity.v1.Ownership", "owner");
        assert_eq!(schema.part_name(owner.refers_to.unwrap()), "parties");
        assert!(matches!(field(&schema, "comity.v1.WageLine", "due_day").kind, Kind::Unsigned { min: 1, max: 31 }));
        assert!(!field(&schema, "comity.v1.EvaluateOptions", "detail").presence);
        assert!(field(&schema, "comity.v1.Party", "kind").presence);
        assert_eq!(
            field(&schema, "comity.v1.Extension", "bool_value").mask,
            field(&schema, "comity.v1.Extension", "text_value").mask
        );
    }

    #[test]
    fn every_pair_of_dates_with_such_names_is_a_range() {
        let schema = schema();
        for (message, pair) in [
            ("Ownership", ("from", "to")),
            ("DateInterval", ("from", "to")),
            ("WorkInterval", ("from", "to")),
            ("UncertainDate", ("earliest", "latest")),
            ("Deployment", ("start", "end")),
            ("Worksite", ("start", "end")),
            ("Permit", ("valid_from", "valid_to")),
            ("ResidenceTitle", ("valid_from", "valid_to")),
            ("ListEntry", ("listed_on", "delisted_on")),
            ("Proceeding", ("opened_on", "closed_on")),
            ("JointVenture", ("opened", "closed_on")),
            ("Holding", ("blocked_on", "unblocked_on")),
        ] {
            let id = schema.named(&format!("comity.v1.{message}")).unwrap();
            assert_eq!(schema.message(id).range, Some(pair), "{message}");
        }
    }

    #[test]
    fn every_enum_of_the_contract_refuses_what_it_lacks() {
        let schema = schema();
        let Kind::Enum(kinds) = &field(&schema, "comity.v1.Party", "kind").kind else { unreachable!() };
        for (number, known) in [(0, true), (4, true), (5, false), (-1, false), (i32::MAX, false)] {
            assert_eq!(kinds.has(number), known, "{number}");
        }
    }

    #[test]
    fn refuses_a_contract_without_its_messages() {
        assert!(matches!(Schema::compile(b"\xff", &[]), Err(SchemaError::Descriptors(_))));
        assert!(matches!(
            Schema::compile(comity_facts::DESCRIPTORS, &["comity.v1.Nothing"]),
            Err(SchemaError::NoMessage(_))
        ));
    }
}
