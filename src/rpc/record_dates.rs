//! The dates of a record, with their paths: what a timeline reads its range and its reasons off.

use super::{
    format::Format,
    schema::{Kind, MessageId, Schema},
    wire::{Fields, Value},
};
use crate::{domain::Date, timeline::RecordDate};

/// Every date of an encoded record that was checked, in the order of the wire.
pub(super) fn of(schema: &Schema, message: MessageId, record: &[u8]) -> Vec<RecordDate> {
    let mut dates = Vec::new();
    collect(schema, message, record, "", &mut dates);
    dates
}

/// The depth is that of the record, which the walk has bounded.
fn collect(schema: &Schema, message: MessageId, bytes: &[u8], path: &str, dates: &mut Vec<RecordDate>) {
    let (kind, mut fields, mut counts) = (schema.message(message), Fields::of(bytes), Vec::<(u32, usize)>::new());
    while let Ok(Some((number, value))) = fields.next() {
        let (Some(field), Value::Bytes(inner)) = (kind.field(number), value) else { continue };
        let dot = if path.is_empty() { "" } else { "." };
        let mut at = format!("{path}{dot}{}", field.name);
        if field.list.is_some() {
            at = format!("{at}[{}]", next(&mut counts, number));
        }
        match &field.kind {
            Kind::Message(message) => collect(schema, *message, inner, &at, dates),
            Kind::Text { format: Format::Date, .. } => {
                dates.extend(Date::read_bytes(inner).map(|day| RecordDate { path: at, day }));
            }
            Kind::Text { .. } | Kind::Bool | Kind::Enum(_) | Kind::Unsigned { .. } | Kind::Signed { .. } => {}
        }
    }
}

/// The index of the next entry of the list with that number.
fn next(counts: &mut Vec<(u32, usize)>, number: u32) -> usize {
    if let Some((_, count)) = counts.iter_mut().find(|(other, _)| *other == number) {
        *count += 1;
        return *count;
    }
    counts.push((number, 0));
    0
}
