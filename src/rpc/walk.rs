//! One pass over the bytes of a request against the [`Schema`]: what prost would drop or merge in silence is refused by
//! path. Nothing is decoded before this pass accepts it.
//!
//! - A single field that comes twice is refused, and so are two fields of one oneof. Protobuf would merge messages and
//!   take the last of scalars; a parser that takes the first would then decide another case than the one that was
//!   checked, and an auditor could not tell which was meant.
//! - Costs are bounded: time by the length of the input, memory by the limits of entries and violations. Paths are only
//!   built for violations.

use super::{
    format::Format,
    schema::{Field, Kind, LISTS_MAX, MessageId, MessageType, PartId, Role, Schema},
    violation::{Found, Full, Reason, Violation, shown, shown_bytes},
    wire::{Fields, Malformed, Value, varint},
};

/// What the edge allows a message to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest text, where the schema sets no lower limit, in bytes.
    pub string_bytes: usize,
    /// Entries of one list.
    pub list_items: usize,
    /// Entries of all lists of one message together: what a few bytes on the wire can make the decoder allocate.
    pub message_items: usize,
    /// Levels of messages within messages.
    pub nesting: usize,
    /// Dates of one request.
    pub dates: usize,
    /// Violations after which no more are looked for.
    pub violations: usize,
}

/// Place of a message in the walked one; the paths of violations are read off from here.
pub(super) type PlaceId = u32;

/// The root has no field; its parent is itself. The index counts only if the field is a list.
struct Place<'s> {
    field: Option<&'s Field>,
    parent: PlaceId,
    index: u32,
}

/// The id of a list's entry.
pub(super) struct Named<'b> {
    /// The list: the place of its message and the list's number in it.
    pub(super) list: (PlaceId, u8),
    pub(super) id: &'b [u8],
    pub(super) place: PlaceId,
}

/// A field that names an entry of a part.
pub(super) struct Reference<'s, 'b> {
    pub(super) part: PartId,
    pub(super) id: &'b [u8],
    pub(super) place: PlaceId,
    pub(super) field: &'s str,
    pub(super) index: Option<u32>,
}

/// The walk, and what later checks need of it.
pub(super) struct Walk<'s, 'b> {
    schema: &'s Schema,
    limits: &'s Limits,
    places: Vec<Place<'s>>,
    items_left: usize,
    /// Ids, in the order of the wire.
    pub(super) ids: Vec<Named<'b>>,
    /// References, in the order of the wire.
    pub(super) references: Vec<Reference<'s, 'b>>,
    /// For each part of the record: the place of its message.
    pub(super) parts: Vec<Option<PlaceId>>,
    pub(super) found: Found,
    /// Something was skipped that may hold ids.
    skipped: bool,
}

/// What is known of the message that is being read.
struct Frame<'s, 'b> {
    kind: &'s MessageType,
    at: PlaceId,
    depth: usize,
    /// The list that holds the message, if one does.
    list: Option<(PlaceId, u8)>,
    /// The part that the ids of a list of ids refer to.
    refers_to: Option<PartId>,
    seen: u64,
    counts: [u32; LISTS_MAX],
    range: (Option<&'b [u8]>, Option<&'b [u8]>),
}

impl<'s, 'b> Walk<'s, 'b> {
    /// Walks a message of the given type. What was found is in `found`; the rest holds only if nothing was.
    pub(super) fn over(schema: &'s Schema, limits: &'s Limits, root: MessageId, message: &'b [u8]) -> Self {
        let mut walk = Self {
            schema,
            limits,
            places: Vec::with_capacity(64),
            items_left: limits.message_items,
            ids: Vec::with_capacity(16),
            references: Vec::with_capacity(16),
            parts: vec![None; schema.part_count()],
            found: Found::new(limits.violations),
            skipped: false,
        };
        walk.places.push(Place { field: None, parent: 0, index: 0 });
        let mut frame = walk.frame(root, 0, 0);
        let (Ok(()) | Err(Full)) = walk.message(&mut frame, message);
        walk
    }

    /// Whether every id of the message was read, so that a reference to another dangles.
    pub(super) fn has_all_ids(&self) -> bool {
        !self.skipped && !self.found.stopped()
    }

    fn frame(&self, kind: MessageId, at: PlaceId, depth: usize) -> Frame<'s, 'b> {
        Frame {
            kind: self.schema.message(kind),
            at,
            depth,
            list: None,
            refers_to: None,
            seen: 0,
            counts: [0; LISTS_MAX],
            range: (None, None),
        }
    }

    fn message(&mut self, frame: &mut Frame<'s, 'b>, bytes: &'b [u8]) -> Result<(), Full> {
        let mut fields = Fields::of(bytes);
        loop {
            match fields.next() {
                Ok(None) => return self.close(frame),
                Ok(Some((number, value))) => self.field(frame, number, value)?,
                Err(Malformed) => {
                    let text = format!("the bytes are not a `{}` in protobuf's encoding", frame.kind.name);
                    return self.report(frame.at, None, None, Reason::Malformed, text);
                }
            }
        }
    }

    fn field(&mut self, frame: &mut Frame<'s, 'b>, number: u32, value: Value<'b>) -> Result<(), Full> {
        let Some(field) = frame.kind.field(number) else {
            let text = format!("`{}` has no field {number}: the server may be older than the caller", frame.kind.name);
            return self.report(frame.at, Some(&number.to_string()), None, Reason::UnknownField, text);
        };
        if let (Some(_), Kind::Enum(_), Value::Bytes(mut packed)) = (field.list, &field.kind, value) {
            while !packed.is_empty() {
                let Ok(number) = varint(&mut packed) else {
                    let text = "the packed values end in the middle of one".to_owned();
                    return self.report(frame.at, Some(&field.name), None, Reason::Malformed, text);
                };
                self.entry(frame, field, Value::Varint(number))?;
            }
            return Ok(());
        }
        self.entry(frame, field, value)
    }

    /// One value of a field: the only one of a single field, the next of a list.
    fn entry(&mut self, frame: &mut Frame<'s, 'b>, field: &'s Field, value: Value<'b>) -> Result<(), Full> {
        let index = match field.list {
            Some(list) => match self.count(frame, field, list)? {
                Some(index) => Some(index),
                None => return Ok(()),
            },
            None if frame.seen & field.mask != 0 => {
                let text = "the field, or another of its oneof, is there already: give it once".to_owned();
                return self.report(frame.at, Some(&field.name), None, Reason::DuplicateField, text);
            }
            None => None,
        };
        frame.seen |= field.mask;
        match (&field.kind, value) {
            (Kind::Text { format, bytes_max }, Value::Bytes(bytes)) => {
                self.text(frame, field, index, *format, *bytes_max, bytes)
            }
            (Kind::Message(kind), Value::Bytes(bytes)) => self.nested(frame, field, index, *kind, bytes),
            (kind, Value::Varint(number)) if !matches!(kind, Kind::Text { .. } | Kind::Message(_)) => {
                self.number(frame.at, field, index, number)
            }
            _ => {
                let text = "the value is encoded as another type than the schema's".to_owned();
                self.report(frame.at, Some(&field.name), index, Reason::WrongWireType, text)
            }
        }
    }

    /// Counts an entry of a list; its index, or `None` if it is beyond a limit. Reported once, at the first.
    fn count(&mut self, frame: &mut Frame<'s, 'b>, field: &'s Field, list: u8) -> Result<Option<u32>, Full> {
        let Some(count) = frame.counts.get_mut(usize::from(list)) else { return Ok(None) };
        let index = *count;
        *count = count.saturating_add(1);
        let (list_max, all_max) = (self.limits.list_items, self.limits.message_items);
        let in_list = usize::try_from(index).unwrap_or(usize::MAX);
        if in_list == list_max {
            let text = format!("the list has more than {list_max} entries");
            self.report(frame.at, Some(&field.name), None, Reason::TooMany, text)?;
        }
        if in_list >= list_max {
            return Ok(None);
        }
        let Some(left) = self.items_left.checked_sub(1) else {
            let text = format!("all lists together have more than {all_max} entries");
            self.report(frame.at, Some(&field.name), None, Reason::TooMany, text)?;
            return Err(self.found.stop());
        };
        self.items_left = left;
        Ok(Some(index))
    }

    fn nested(
        &mut self,
        frame: &Frame<'s, 'b>,
        field: &'s Field,
        index: Option<u32>,
        kind: MessageId,
        bytes: &'b [u8],
    ) -> Result<(), Full> {
        let nesting = self.limits.nesting;
        if frame.depth >= nesting {
            let text = format!("messages are nested in more than {nesting} levels");
            return self.report(frame.at, Some(&field.name), index, Reason::TooDeep, text);
        }
        let at = match field.role {
            Role::Record => 0,
            _ => self.place(frame.at, field, index),
        };
        if let (Role::Part(part), place) = (field.role, at)
            && let Some(slot) = self.parts.get_mut(part.index())
        {
            *slot = Some(place);
        }
        let mut inner = self.frame(kind, at, frame.depth + 1);
        inner.list = field.list.map(|list| (frame.at, list));
        inner.refers_to = field.refers_to;
        self.message(&mut inner, bytes)
    }

    fn place(&mut self, parent: PlaceId, field: &'s Field, index: Option<u32>) -> PlaceId {
        let place = u32::try_from(self.places.len()).unwrap_or(0);
        self.places.push(Place { field: Some(field), parent, index: index.unwrap_or_default() });
        place
    }

    fn text(
        &mut self,
        frame: &mut Frame<'s, 'b>,
        field: &'s Field,
        index: Option<u32>,
        format: Format,
        bytes_max: Option<usize>,
        bytes: &'b [u8],
    ) -> Result<(), Full> {
        let longest = bytes_max.unwrap_or(usize::MAX).min(self.limits.string_bytes);
        if bytes.len() > longest {
            let text = format!("the text has {} bytes; the most is {longest}", bytes.len());
            return self.report(frame.at, Some(&field.name), index, Reason::TooLong, text);
        }
        if let Err(reason) = format.check(bytes) {
            let (reason, text) = match std::str::from_utf8(bytes) {
                Ok(text) => (reason, format!("{} {}", shown(text), reason.about_text())),
                Err(_) => (Reason::InvalidUtf8, "the text is not UTF-8".to_owned()),
            };
            return self.report(frame.at, Some(&field.name), index, reason, text);
        }
        self.note(frame, field, index, bytes);
        Ok(())
    }

    /// Keeps what checks across fields need.
    fn note(&mut self, frame: &mut Frame<'s, 'b>, field: &'s Field, index: Option<u32>, text: &'b [u8]) {
        match (field.role, frame.list) {
            (Role::Id, Some(list)) => self.ids.push(Named { list, id: text, place: frame.at }),
            (Role::RangeStart, _) => frame.range.0 = Some(text),
            (Role::RangeEnd, _) => frame.range.1 = Some(text),
            _ => {}
        }
        if let Some(part) = field.refers_to.or(frame.refers_to) {
            self.references.push(Reference { part, id: text, place: frame.at, field: &field.name, index });
        }
    }

    fn number(&mut self, at: PlaceId, field: &'s Field, index: Option<u32>, value: u64) -> Result<(), Full> {
        let (reason, text) = match &field.kind {
            // The wire sign-extends an enum's number to 64 bits; prost would cut off what is above 32.
            Kind::Enum(values) => match i32::try_from(value.cast_signed()) {
                Ok(0) if field.presence => {
                    (Reason::UnspecifiedEnumValue, format!("`{}` 0 is not a value: leave the field out", values.name))
                }
                Ok(number) if values.has(number) => return Ok(()),
                _ => (Reason::UnknownEnumValue, format!("`{}` has no value {}", values.name, value.cast_signed())),
            },
            Kind::Bool if value <= 1 => return Ok(()),
            Kind::Bool => (Reason::OutOfRange, format!("{value} is neither 0 nor 1")),
            Kind::Unsigned { min, max } if (*min..=*max).contains(&value) => return Ok(()),
            Kind::Unsigned { min, max } => (Reason::OutOfRange, format!("{value} is not within {min} to {max}")),
            Kind::Signed { min, max } if (*min..=*max).contains(&value.cast_signed()) => return Ok(()),
            _ => (Reason::OutOfRange, format!("{value} is out of range")),
        };
        self.report(at, Some(&field.name), index, reason, text)
    }

    /// What holds for a message as a whole.
    fn close(&mut self, frame: &Frame<'s, 'b>) -> Result<(), Full> {
        for required in &frame.kind.required {
            if frame.seen & required.mask == 0 {
                let text = format!("`{}` needs it", frame.kind.name);
                self.report(frame.at, Some(&required.name), None, Reason::Required, text)?;
            }
        }
        // Dates and times of day are of fixed width, so that the order of texts is that of days and times.
        if let ((Some(start), Some(end)), Some((first, second))) = (frame.range, frame.kind.range)
            && end < start
        {
            let text = format!("{} is earlier than {} in `{first}`", shown_bytes(end), shown_bytes(start));
            self.report(frame.at, Some(second), None, Reason::EndsBeforeStart, text)?;
        }
        Ok(())
    }

    /// Adds a violation at a field of a message, or at the message itself.
    pub(super) fn report(
        &mut self,
        at: PlaceId,
        field: Option<&str>,
        index: Option<u32>,
        reason: Reason,
        description: String,
    ) -> Result<(), Full> {
        self.skipped |= hides_ids(reason);
        let path = self.path(at, field, index);
        self.found.add(Violation { path, reason, description })
    }

    fn path(&self, at: PlaceId, field: Option<&str>, index: Option<u32>) -> String {
        let mut steps: Vec<_> = field.map(|field| (field, index)).into_iter().collect();
        let mut next = at;
        while let Some(Place { field: Some(field), parent, index }) = self.places.get(next as usize) {
            steps.push((&field.name, field.list.map(|_| *index)));
            next = *parent;
        }
        let step = |(field, index): (&str, Option<u32>)| match index {
            Some(index) => format!("{field}[{index}]"),
            None => field.to_owned(),
        };
        steps.into_iter().rev().map(step).collect::<Vec<_>>().join(".")
    }
}

fn hides_ids(reason: Reason) -> bool {
    use Reason::{DuplicateField, InvalidUtf8, Malformed, NotAnId, TooDeep, TooLong, TooMany, WrongWireType};
    matches!(reason, DuplicateField | InvalidUtf8 | Malformed | NotAnId | TooDeep | TooLong | TooMany | WrongWireType)
}
