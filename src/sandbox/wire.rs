//! The wire format of protobuf, as far as the sandbox reads and writes it without a message type: fields by number.
//! Decoding into messages is prost's.

/// The bytes are not the encoding of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the encoding is damaged")]
pub(super) struct Damaged;

/// The value of a field as it lies on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'a> {
    /// An integer, a bool or an enum.
    Varint(u64),
    /// A text, a message, bytes or packed numbers.
    Bytes(&'a [u8]),
    /// A number of fixed width; the contract has none.
    Fixed,
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    /// Its number.
    pub(super) number: u32,
    /// Its value.
    pub(super) value: Value<'a>,
    /// Its encoding, tag included.
    pub(super) whole: &'a [u8],
}

impl Field<'_> {
    /// Whether its tag, length and number take no more bytes than they need.
    #[inline]
    pub(super) fn is_minimal(&self) -> bool {
        let content = match self.value {
            Value::Varint(value) => varint_len(value),
            Value::Bytes(bytes) => varint_len(bytes.len() as u64) + bytes.len(),
            Value::Fixed => return true,
        };
        self.whole.len() == varint_len(u64::from(self.number) << 3) + content
    }
}

/// Bytes that a number takes at least.
#[inline]
pub(super) fn varint_len(value: u64) -> usize {
    (value.max(1).ilog2() / 7 + 1) as usize
}

/// Walks the fields of an encoded message; ends after the first damage.
pub(super) fn fields(message: &[u8]) -> Fields<'_> {
    Fields(message)
}

/// What is left of a message.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Result<Field<'a>, Damaged>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = read(&mut self.0);
        if field.is_err() {
            self.0 = &[];
        }
        Some(field)
    }
}

#[inline]
fn read<'a>(rest: &mut &'a [u8]) -> Result<Field<'a>, Damaged> {
    let start = *rest;
    let tag = varint(rest)?;
    let number = u32::try_from(tag >> 3).ok().filter(|n| *n > 0).ok_or(Damaged)?;
    let value = match tag & 7 {
        0 => Value::Varint(varint(rest)?),
        1 => take(rest, 8).map(|_| Value::Fixed)?,
        2 => {
            let len = usize::try_from(varint(rest)?).map_err(|_| Damaged)?;
            Value::Bytes(take(rest, len)?)
        }
        5 => take(rest, 4).map(|_| Value::Fixed)?,
        _ => return Err(Damaged),
    };
    let whole = start.get(..start.len() - rest.len()).ok_or(Damaged)?;
    Ok(Field { number, value, whole })
}

#[inline]
fn take<'a>(rest: &mut &'a [u8], len: usize) -> Result<&'a [u8], Damaged> {
    let (taken, left) = rest.split_at_checked(len).ok_or(Damaged)?;
    *rest = left;
    Ok(taken)
}

/// Most tags, lengths and numbers take one byte, and nearly all others two.
#[inline]
fn varint(rest: &mut &[u8]) -> Result<u64, Damaged> {
    match *rest {
        [short @ ..0x80, left @ ..] => {
            *rest = left;
            Ok(u64::from(*short))
        }
        [low, high @ ..0x80, left @ ..] => {
            *rest = left;
            Ok(u64::from(low & 0x7f) | u64::from(*high) << 7)
        }
        _ => prost::encoding::decode_varint(rest).map_err(|_| Damaged),
    }
}

/// The numbers of a packed field.
pub(super) fn packed(mut bytes: &[u8]) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || if bytes.is_empty() { None } else { varint(&mut bytes).ok() })
}

/// Writes the head of a length-delimited field.
pub(super) fn put_head(out: &mut Vec<u8>, number: u32, len: usize) {
    put_varint(out, u64::from(number) << 3 | 2);
    put_varint(out, len as u64);
}

/// Writes a length-delimited field.
pub(super) fn put_bytes(out: &mut Vec<u8>, number: u32, bytes: &[u8]) {
    put_head(out, number, bytes.len());
    out.extend_from_slice(bytes);
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let low = value.to_le_bytes()[0] & 0x7f;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for len in [0, 1, 127, 128, 70_000] {
            let mut out = Vec::new();
            put_bytes(&mut out, 29, &vec![7; len]);
            let field = fields(&out).next().unwrap().unwrap();
            assert_eq!((field.number, field.value, field.whole.len()), (29, Value::Bytes(&vec![7; len]), out.len()));
        }
    }

    #[test]
    fn numbers_are_read_as_prost_reads_them() {
        let shifts = (0..64).map(|bits| 1_u64 << bits);
        for number in shifts.flat_map(|power| [power - 1, power, power + 1]).chain([u64::MAX]) {
            let mut whole = Vec::new();
            prost::encoding::encode_varint(number, &mut whole);
            // As long as it can be written, with a zero on top, and with its end missing.
            for bytes in [whole.as_slice(), &[&whole, &[0x80][..], &[0]].concat(), whole.split_last().unwrap().1] {
                let mut ours = bytes;
                let mut theirs = bytes;
                let expected = prost::encoding::decode_varint(&mut theirs).map_err(|_| Damaged);
                assert_eq!(varint(&mut ours), expected, "{bytes:?}");
                assert!(expected.is_err() || ours == theirs, "{bytes:?}");
            }
        }
        assert_eq!((varint(&mut &[0x80, 0x00][..]), varint(&mut &[0x81, 0x00][..])), (Ok(0), Ok(1)), "not minimal");
    }

    #[test]
    fn damage_ends_the_walk() {
        for bytes in [&[0x0a, 5, 1][..], &[0x0b], &[0x00, 0], &[0xff; 11], &[0x80]] {
            let found: Vec<_> = fields(bytes).collect();
            assert!(matches!(found.as_slice(), [Err(Damaged)]), "{bytes:?}");
        }
    }
}
