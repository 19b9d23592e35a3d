//! Decodes what a plugin is handed. One loop over the wire for all messages; where a value goes is each message's to say,
//! by the field's number. prost would make a loop for each: half of a component. Tests hold it to what prost decodes.

use std::mem;

mod messages {
    #![allow(clippy::all, clippy::pedantic, reason = "generated")]
    use super::{Damaged, Payload, Value};
    include!(concat!(env!("OUT_DIR"), "/payloads.rs"));
}

/// A message that a plugin is handed.
pub trait Payload {
    /// Takes the next value of a field.
    ///
    /// # Errors
    /// If the field has no such values. A field that the message does not have is passed over.
    fn take(&mut self, number: u32, value: Value<'_>) -> Result<(), Damaged>;
}

/// The value of a field as it lies on the wire, which goes to a place of its kind.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// A number, a flag or an enum.
    Varint(u64),
    /// A text, a message or packed numbers.
    Bytes(&'a [u8]),
    /// A number of fixed width; no payload has one.
    Fixed,
}

/// The bytes are not the encoding of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the encoding is damaged")]
pub struct Damaged;

/// Fills a message with what its encoding holds. As prost would, but for groups, which protobuf has given up: they are
/// damage. Nesting has an end, which the build sees to.
///
/// # Errors
/// If the bytes are no such message.
pub fn fill<M: Payload>(message: &mut M, encoded: &[u8]) -> Result<(), Damaged> {
    let mut place = message;
    walk(encoded, &mut place)
}

/// By reference, so that what walks knows nothing of how a message is freed.
impl<M: Payload> Payload for &mut M {
    fn take(&mut self, number: u32, value: Value<'_>) -> Result<(), Damaged> {
        M::take(self, number, value)
    }
}

fn walk(mut rest: &[u8], place: &mut dyn Payload) -> Result<(), Damaged> {
    while !rest.is_empty() {
        let key = u32::try_from(varint(&mut rest)?).map_err(|_| Damaged)?;
        let number = key >> 3;
        if number == 0 {
            return Err(Damaged);
        }
        let value = match key & 7 {
            0 => Value::Varint(varint(&mut rest)?),
            1 => cut(&mut rest, 8).map(|_| Value::Fixed)?,
            2 => {
                let len = usize::try_from(varint(&mut rest)?).map_err(|_| Damaged)?;
                Value::Bytes(cut(&mut rest, len)?)
            }
            5 => cut(&mut rest, 4).map(|_| Value::Fixed)?,
            _ => return Err(Damaged),
        };
        place.take(number, value)?;
    }
    Ok(())
}

/// Numbers are cut to their width, as protobuf has it. What most fields call is there once, not once for each of them.
#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "as protobuf decodes numbers")]
impl Value<'_> {
    fn text(self, place: &mut String) -> Result<(), Damaged> {
        let text = std::str::from_utf8(self.bytes()?).map_err(|_| Damaged)?;
        text.clone_into(place);
        Ok(())
    }

    fn bool(self, place: &mut bool) -> Result<(), Damaged> {
        *place = self.varint()? != 0;
        Ok(())
    }

    fn unsigned32(self, place: &mut u32) -> Result<(), Damaged> {
        *place = self.varint()? as u32;
        Ok(())
    }

    fn unsigned64(self, place: &mut u64) -> Result<(), Damaged> {
        *place = self.varint()?;
        Ok(())
    }

    fn signed64(self, place: &mut i64) -> Result<(), Damaged> {
        *place = self.varint()? as i64;
        Ok(())
    }

    fn enumerated(self, place: &mut i32) -> Result<(), Damaged> {
        *place = self.varint()? as i32;
        Ok(())
    }

    /// One more, or as many as are packed.
    #[inline(never)]
    fn enums(self, places: &mut Vec<i32>) -> Result<(), Damaged> {
        match self {
            Self::Varint(number) => places.push(number as i32),
            Self::Bytes(mut packed) => {
                while !packed.is_empty() {
                    places.push(varint(&mut packed)? as i32);
                }
            }
            Self::Fixed => return Err(Damaged),
        }
        Ok(())
    }

    #[inline(never)]
    fn some_text(self, place: &mut Option<String>) -> Result<(), Damaged> {
        self.text(place.get_or_insert_default())
    }

    #[inline(never)]
    fn next_text(self, places: &mut Vec<String>) -> Result<(), Damaged> {
        self.text(places.push_mut(String::new()))
    }

    #[inline(never)]
    fn some_bool(self, place: &mut Option<bool>) -> Result<(), Damaged> {
        self.bool(place.get_or_insert_default())
    }

    #[inline(never)]
    fn some_unsigned32(self, place: &mut Option<u32>) -> Result<(), Damaged> {
        self.unsigned32(place.get_or_insert_default())
    }

    #[inline(never)]
    fn some_unsigned64(self, place: &mut Option<u64>) -> Result<(), Damaged> {
        self.unsigned64(place.get_or_insert_default())
    }

    #[inline(never)]
    fn some_enumerated(self, place: &mut Option<i32>) -> Result<(), Damaged> {
        self.enumerated(place.get_or_insert_default())
    }

    fn message<M: Payload>(self, place: &mut M) -> Result<(), Damaged> {
        fill(place, self.bytes()?)
    }

    fn some_message<M: Payload + Default>(self, place: &mut Option<M>) -> Result<(), Damaged> {
        if place.is_none() {
            // Nothing is dropped: `get_or_insert_default` would bring the code that frees a message.
            mem::forget(place.replace(M::default()));
        }
        place.as_mut().map_or(Ok(()), |message| self.message(message))
    }

    fn next_message<M: Payload + Default>(self, places: &mut Vec<M>) -> Result<(), Damaged> {
        self.message(places.push_mut(M::default()))
    }

    fn varint(self) -> Result<u64, Damaged> {
        if let Self::Varint(number) = self { Ok(number) } else { Err(Damaged) }
    }
}

impl<'a> Value<'a> {
    fn bytes(self) -> Result<&'a [u8], Damaged> {
        if let Self::Bytes(bytes) = self { Ok(bytes) } else { Err(Damaged) }
    }
}

fn cut<'a>(rest: &mut &'a [u8], len: usize) -> Result<&'a [u8], Damaged> {
    let (taken, left) = rest.split_at_checked(len).ok_or(Damaged)?;
    *rest = left;
    Ok(taken)
}

/// Most numbers, tags and lengths take one byte.
fn varint(rest: &mut &[u8]) -> Result<u64, Damaged> {
    match rest.split_first() {
        Some((&short @ ..0x80, left)) => {
            *rest = left;
            Ok(u64::from(short))
        }
        _ => prost::encoding::decode_varint(rest).map_err(|_| Damaged),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use proptest::prelude::*;
    use prost::Message;

    use super::*;
    use crate::{cases, policy, v1};

    fn read<M: Payload + Default>(encoded: &[u8]) -> Result<M, Damaged> {
        let mut message = M::default();
        fill(&mut message, encoded).map(|()| message)
    }

    /// What prost makes of the bytes.
    fn check<M: Payload + Message + Default + PartialEq + Debug>(encoded: &[u8], name: &str) {
        assert_eq!(read::<M>(encoded).ok(), M::decode(encoded).ok(), "{name}: {encoded:?}");
    }

    fn input() -> policy::RecordInput {
        use v1::extension::Value as V;
        let extension = |value| v1::Extension { key: cases::text("qa.x"), value: Some(value) };
        let texts = v1::TextList { items: vec!["a".into(), String::new()] };
        let record = v1::Record {
            id: cases::text("r"),
            parties: Some(v1::Parties {
                items: vec![cases::sender("PRK"), cases::party("p", v1::PartyRole::Bank, "RUS")],
            }),
            workers: Some(v1::WorkerGroups {
                items: vec![cases::group("w", "PRK", 300, v1::WorkerRole::Labourer, v1::Sector::Construction)],
            }),
            us_nexus: Some(false),
            extensions: vec![
                extension(V::TextValue("é".into())),
                extension(V::IntegerValue(-7)),
                extension(V::DecimalValue("-1.5".into())),
                extension(V::DateValue("2015-06-01".into())),
                extension(V::BoolValue(true)),
                extension(V::TextListValue(texts)),
            ],
            ..v1::Record::default()
        };
        let hit = policy::Hit { party: "p".into(), list: "OFAC-SDN".into(), ..policy::Hit::default() };
        policy::RecordInput { record: Some(record), hits: vec![hit], ..policy::RecordInput::default() }
    }

    #[test]
    fn decodes_what_prost_does() {
        let whole = input().encode_to_vec();
        assert_eq!(read(&whole), Ok(input()));
        let inner = |bytes: &[u8]| [&[0x0a, u8::try_from(bytes.len()).unwrap()], bytes].concat();
        let table: [(&str, Vec<u8>); 21] = [
            ("nothing", vec![]),
            ("twice the same message: both together", [whole.clone(), inner(&[0x0a, 1, b's'])].concat()),
            ("a text twice: the last", inner(&[0x0a, 1, b'a', 0x0a, 1, b'b'])),
            ("a flag of three", inner(&[0xf0, 1, 3])),
            ("a flag as text", inner(&[0xf2, 1, 1, b'x'])),
            ("not text", inner(&[0x0a, 1, 0xff])),
            ("a text as number", inner(&[0x08, 1])),
            ("a message as number", vec![0x08, 1]),
            ("a part that ends early", vec![0x0a, 5, 1]),
            ("a length without end", vec![0x0a, 0xff]),
            ("a tag without value", vec![0x0a]),
            ("field zero", vec![0x02, 0]),
            ("a tag beyond 32 bits", vec![0x8a, 0x80, 0x80, 0x80, 0x80, 1, 0]),
            ("a number beyond 64 bits", inner(&[0xf0, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2])),
            ("roles, one by one", inner(&[0x12, 6, 0x0a, 4, 0x18, 1, 0x18, 2])),
            ("roles, packed", inner(&[0x12, 6, 0x0a, 4, 0x1a, 2, 1, 2])),
            (
                "a role of ten bytes",
                inner(&[0x12, 14, 0x0a, 12, 0x1a, 10, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
            ),
            ("an unknown number", vec![0xf8, 0x7f, 1]),
            ("an unknown text", vec![0xfa, 0x7f, 1, 0xff]),
            ("unknown of fixed width", vec![0xf9, 0x7f, 1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0x7f, 1, 2, 3, 4]),
            ("an end of no group", vec![0xfc, 0x7f]),
        ];
        for (name, encoded) in &table {
            check::<policy::RecordInput>(encoded, name);
            check::<policy::DeriveInput>(encoded, name);
            check::<policy::Context>(encoded, name);
        }
    }

    #[test]
    fn groups_are_damage() {
        assert_eq!(read::<policy::Context>(&[0xfb, 0x7f, 0xfc, 0x7f]), Err(Damaged));
    }

    proptest! {
        #[test]
        fn decodes_what_prost_does_of_changed_bytes(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..4),
        ) {
            let mut bytes = input().encode_to_vec();
            for (index, byte, how) in changes {
                let at = index.index(bytes.len());
                match how {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    _ => drop(bytes.remove(at)),
                }
            }
            let (ours, theirs) = (read::<policy::RecordInput>(&bytes).ok(), policy::RecordInput::decode(&bytes[..]).ok());
            // What only prost takes has a group in it.
            prop_assert!(ours == theirs || ours.is_none(), "{bytes:?}");
        }
    }
}
