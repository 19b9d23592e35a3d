//! Writes protobuf as prost would, without the messages in between: a verdict is a thousand small texts, and making each of
//! them twice cost more than judging. Every field of a verdict has a number below 16, so a tag is one byte.

use comity_facts::Date;

/// A text, a message or packed numbers.
const LENGTH_DELIMITED: u8 = 2;

/// A field with a text, even an empty one.
pub(crate) fn text(out: &mut Vec<u8>, field: u8, text: &str) {
    out.push(field << 3 | LENGTH_DELIMITED);
    length(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// A field whose empty text is its absence.
pub(crate) fn text_if_any(out: &mut Vec<u8>, field: u8, value: &str) {
    if !value.is_empty() {
        text(out, field, value);
    }
}

/// A number of an enum, whose zero is its absence.
pub(crate) fn number(out: &mut Vec<u8>, field: u8, number: i32) {
    if number != 0 {
        out.push(field << 3);
        varint(out, number);
    }
}

/// A date, if there is one.
pub(crate) fn date(out: &mut Vec<u8>, field: u8, date: Option<Date>) {
    if let Some(date) = date {
        message(out, field, |out| out.extend_from_slice(&date.letters()));
    }
}

/// Numbers of an enum, if there are any.
pub(crate) fn numbers(out: &mut Vec<u8>, field: u8, numbers: impl ExactSizeIterator<Item = i32>) {
    if numbers.len() > 0 {
        message(out, field, |out| numbers.for_each(|number| varint(out, number)));
    }
}

/// A field with what `write` writes.
pub(crate) fn message(out: &mut Vec<u8>, field: u8, write: impl FnOnce(&mut Vec<u8>)) {
    out.push(field << 3 | LENGTH_DELIMITED);
    let start = out.len();
    // Most are short enough for a length of one byte.
    out.push(0);
    write(out);
    let len = out.len() - start - 1;
    if let (Ok(short @ ..0x80), Some(place)) = (u8::try_from(len), out.get_mut(start)) {
        *place = short;
        return;
    }
    lengthen(out, start, len);
}

/// Makes place for a length of several bytes before the message whose length stands at `start`, and writes it.
fn lengthen(out: &mut Vec<u8>, start: usize, len: usize) {
    let more = (usize::BITS - len.leading_zeros()).div_ceil(7) as usize - 1;
    let end = out.len();
    out.resize(end + more, 0);
    out.copy_within(start + 1..end, start + 1 + more);
    let mut rest = len;
    for place in out.iter_mut().skip(start).take(more) {
        *place = rest.to_le_bytes()[0] | 0x80;
        rest >>= 7;
    }
    if let Some(last) = out.get_mut(start + more) {
        *last = rest.to_le_bytes()[0];
    }
}

/// A field with what `write` writes, if it writes anything.
pub(crate) fn message_if_any(out: &mut Vec<u8>, field: u8, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    message(out, field, write);
    if out.len() == start + 2 {
        out.truncate(start);
    }
}

fn length(out: &mut Vec<u8>, len: usize) {
    put(out, len as u64);
}

fn varint(out: &mut Vec<u8>, number: i32) {
    // A negative number takes all its 64 bits, as protobuf has it.
    put(out, u64::from_ne_bytes(i64::from(number).to_ne_bytes()));
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_any_length_is_as_prost_writes_it() {
        for len in [0, 1, 127, 128, 129, 16_383, 16_384, 2_097_152] {
            let text = "x".repeat(len);
            let mut out = vec![7];
            message(&mut out, 3, |out| out.extend_from_slice(text.as_bytes()));
            let mut expected = vec![7];
            prost::encoding::string::encode(3, &text, &mut expected);
            assert_eq!(out, expected, "{len} bytes");
        }
    }
}
