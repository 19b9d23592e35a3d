//! Reading protobuf's wire format, field by field, without copying. Accepts what prost accepts, and nothing more: groups
//! are refused, a varint has at most ten bytes and 64 bits.

/// The bytes are not a sequence of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// A field's value as it lies on the wire. Fixed-width values are only stepped over: the schema has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value<'b> {
    Varint(u64),
    Bytes(&'b [u8]),
    Fixed,
}

/// The fields of one message, in the order of the wire.
pub(super) struct Fields<'b> {
    rest: &'b [u8],
}

impl<'b> Fields<'b> {
    pub(super) fn of(message: &'b [u8]) -> Self {
        Self { rest: message }
    }

    /// The next field's number and value; `None` at the end.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<(u32, Value<'b>)>, Malformed> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let key = u32::try_from(varint(&mut self.rest)?).map_err(|_| Malformed)?;
        let number = key >> 3;
        if number == 0 {
            return Err(Malformed);
        }
        let value = match key & 7 {
            0 => Value::Varint(varint(&mut self.rest)?),
            1 => self.fixed(8)?,
            2 => {
                let length = usize::try_from(varint(&mut self.rest)?).map_err(|_| Malformed)?;
                Value::Bytes(self.take(length)?)
            }
            5 => self.fixed(4)?,
            _ => return Err(Malformed),
        };
        Ok(Some((number, value)))
    }

    fn fixed(&mut self, width: usize) -> Result<Value<'b>, Malformed> {
        self.take(width).map(|_| Value::Fixed)
    }

    fn take(&mut self, length: usize) -> Result<&'b [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }
}

/// Takes one varint off the front.
#[inline]
pub(super) fn varint(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    match bytes.split_first() {
        Some((&byte, rest)) if byte < 0x80 => {
            *bytes = rest;
            Ok(byte.into())
        }
        _ => long_varint(bytes),
    }
}

fn long_varint(bytes: &mut &[u8]) -> Result<u64, Malformed> {
    let mut value = 0_u64;
    let mut rest = *bytes;
    for shift in (0..70).step_by(7) {
        let (&byte, after) = rest.split_first().ok_or(Malformed)?;
        if shift == 63 && byte > 1 {
            return Err(Malformed);
        }
        value |= u64::from(byte & 0x7f) << shift;
        rest = after;
        if byte < 0x80 {
            *bytes = rest;
            return Ok(value);
        }
    }
    Err(Malformed)
}

/// The bytes of a message's length-delimited field; of its last, should there be several.
pub(super) fn find(message: &[u8], number: u32) -> Option<&[u8]> {
    let mut fields = Fields::of(message);
    let mut found = None;
    while let Ok(Some((at, value))) = fields.next() {
        if let (true, Value::Bytes(bytes)) = (at == number, value) {
            found = Some(bytes);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_varints_as_far_as_64_bits() {
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        let over = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02];
        let long = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00];
        let table: [(&[u8], Result<u64, Malformed>); 7] = [
            (&[0x00], Ok(0)),
            (&[0x96, 0x01], Ok(150)),
            (&most, Ok(u64::MAX)),
            (&over, Err(Malformed)),
            (&long, Err(Malformed)),
            (&[0x80], Err(Malformed)),
            (&[], Err(Malformed)),
        ];
        for (bytes, expected) in table {
            assert_eq!(varint(&mut &*bytes), expected, "{bytes:x?}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_field() {
        let table: [(&[u8], Result<(), Malformed>); 8] = [
            (&[0x0a, 0x01, b'a'], Ok(())),
            (&[0x0a, 0x02, b'a'], Err(Malformed)),                // cut short
            (&[0x0b], Err(Malformed)),                            // a group
            (&[0x0e], Err(Malformed)),                            // wire type 6
            (&[0x02, 0x00], Err(Malformed)),                      // field number 0
            (&[0x0d, 1, 2, 3, 4], Ok(())),                        // fixed, 32 bits
            (&[0x09, 1, 2, 3, 4], Err(Malformed)),                // fixed, 64 bits, cut short
            (&[0x80, 0x80, 0x80, 0x80, 0x10, 0], Err(Malformed)), // key beyond 32 bits
        ];
        for (bytes, expected) in table {
            assert_eq!(Fields::of(bytes).next().map(|_| ()), expected, "{bytes:x?}");
        }
    }

    #[test]
    fn finds_a_field() {
        assert_eq!(find(&[0x08, 1, 0x12, 1, b'x', 0x12, 1, b'y'], 2), Some(&b"y"[..]));
        assert_eq!(find(&[0x08, 1], 2), None);
    }
}
