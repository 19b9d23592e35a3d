//! What a plugin gets of a record: the parts its manifest names, cut from the wire without decoding, and extensions of
//! its own namespace. A part it did not name is neither slow nor known to it.

use super::{
    shape::{Breach, Shape},
    wire::{self, Damaged, Field, Value},
};
use crate::domain::{Cause, Failure};

/// Field of the record that holds its id. It goes along always: a finding about the whole record names it.
pub(super) const ID: u32 = 1;
/// Field of the record that holds extensions.
pub(super) const EXTENSIONS: u32 = 29;
/// Field of an extension that holds its key.
const EXTENSION_KEY: u32 = 1;
/// Field of `RecordInput` and of `DeriveInput` that holds the record.
const RECORD: u32 = 1;

/// What a plugin gets of a record.
pub(super) struct Parts {
    /// Field numbers, id and extensions included.
    numbers: Vec<u32>,
    /// "qa." where the plugin declares extensions.
    namespace: Option<String>,
    /// Against which a record has to be walked; `None` if the plugin understands whatever the host lets in.
    beyond: Option<Shape>,
}

/// The input for one record.
pub(super) struct Input {
    pub(super) bytes: Vec<u8>,
    /// How many of them, at the end of `head`, are the record.
    record: std::ops::Range<usize>,
}

impl Input {
    /// An input as it was made before.
    pub(super) fn stored(bytes: Vec<u8>) -> Result<Self, Damaged> {
        let mut record = 0..0;
        let mut end = 0;
        for field in wire::fields(&bytes) {
            let field = field?;
            end += field.whole.len();
            if let (RECORD, Value::Bytes(value)) = (field.number, field.value) {
                record = end - value.len()..end;
            }
        }
        Ok(Self { bytes, record })
    }

    /// The record as the plugin sees it.
    pub(super) fn record(&self) -> &[u8] {
        self.bytes.get(self.record.clone()).unwrap_or_default()
    }
}

impl Parts {
    pub(super) fn new(mut numbers: Vec<u32>, namespace: Option<String>, beyond: Option<Shape>) -> Self {
        numbers.push(ID);
        if namespace.is_some() {
            numbers.push(EXTENSIONS);
        }
        Self { numbers, namespace, beyond }
    }

    /// Cuts the input for one record out of its encoding.
    pub(super) fn cut(&self, record: &[u8]) -> Result<Input, Failure> {
        let fields = self.select(record).map_err(|Damaged| damaged())?;
        let len = fields.iter().map(|field| field.whole.len()).sum();
        let mut bytes = Vec::with_capacity(len + 16);
        wire::put_head(&mut bytes, RECORD, len);
        let start = bytes.len();
        for field in &fields {
            bytes.extend_from_slice(field.whole);
        }
        let input = Input { record: start..bytes.len(), bytes };
        match &self.beyond {
            None => Ok(input),
            Some(shape) => {
                shape.check(input.record(), usize::MAX).map_or_else(|breach| Err(newer(&breach)), |_| Ok(input))
            }
        }
    }

    /// The fields that go along, by number; those of the same number in their order.
    fn select<'r>(&self, record: &'r [u8]) -> Result<Vec<Field<'r>>, Damaged> {
        let mut selected = Vec::with_capacity(self.numbers.len());
        for field in wire::fields(record) {
            let field = field?;
            if self.numbers.contains(&field.number) && (field.number != EXTENSIONS || self.owns(&field)?) {
                selected.push(field);
            }
        }
        if !selected.is_sorted_by_key(|field| field.number) {
            selected.sort_by_key(|field| field.number);
        }
        Ok(selected)
    }

    fn owns(&self, extension: &Field<'_>) -> Result<bool, Damaged> {
        let (Some(namespace), Value::Bytes(bytes)) = (&self.namespace, extension.value) else { return Ok(false) };
        let mut owned = false;
        for field in wire::fields(bytes) {
            let field = field?;
            if let (EXTENSION_KEY, Value::Bytes(key)) = (field.number, field.value) {
                owned = key.starts_with(namespace.as_bytes());
            }
        }
        Ok(owned)
    }
}

fn newer(breach: &Breach) -> Failure {
    match breach {
        Breach::Field(path) => Failure {
            cause: Cause::RecordNewerThanPlugin,
            detail: format!("the record has `{path}`, which the plugin was built without; update the plugin"),
        },
        Breach::Long(_) | Breach::Damaged => damaged(),
    }
}

/// Can only be if the edge let through what it has to refuse.
pub(super) fn damaged() -> Failure {
    Failure {
        cause: Cause::RecordNewerThanPlugin,
        detail: "the record's encoding cannot be read; check it at the edge before it is evaluated".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use comity_facts::{policy, v1};
    use prost::Message;

    use super::*;
    use crate::sandbox::contract::Contract;

    fn record() -> v1::Record {
        let extension =
            |key: &str| v1::Extension { key: Some(key.into()), value: Some(v1::extension::Value::BoolValue(true)) };
        v1::Record {
            id: Some("r".into()),
            parties: Some(v1::Parties { items: vec![v1::Party { id: Some("p".into()), ..Default::default() }] }),
            wages: Some(v1::Wages { items: vec![v1::WageLine { id: Some("w".into()), ..Default::default() }] }),
            us_nexus: Some(true),
            extensions: vec![extension("qa.a"), extension("qat.b"), extension("us.c"), extension("qa.d")],
            ..Default::default()
        }
    }

    #[test]
    fn passes_only_what_is_named() {
        let parts = Parts::new(vec![9], Some("qa.".into()), None);
        let input = parts.cut(&record().encode_to_vec()).unwrap();
        let decoded = policy::RecordInput::decode(input.bytes.as_slice()).unwrap();
        let mut expected = v1::Record { parties: None, us_nexus: None, ..record() };
        expected.extensions.retain(|e| e.key.as_deref().is_some_and(|k| k.starts_with("qa.")));
        assert_eq!(decoded.record, Some(expected.clone()));
        assert_eq!(input.record(), expected.encode_to_vec());
        let without = Parts::new(vec![], None, None).cut(&record().encode_to_vec()).unwrap();
        assert_eq!(without.record(), v1::Record { id: Some("r".into()), ..Default::default() }.encode_to_vec());
    }

    #[test]
    fn puts_parts_in_order() {
        let mut scattered = Vec::new();
        for part in [
            v1::Record { wages: record().wages, ..Default::default() },
            v1::Record { parties: record().parties, ..Default::default() },
        ] {
            scattered.extend(part.encode_to_vec());
        }
        let input = Parts::new(vec![2, 9], None, None).cut(&scattered).unwrap();
        let whole = v1::Record { id: None, us_nexus: None, extensions: vec![], ..record() };
        assert_eq!(input.record(), whole.encode_to_vec());
    }

    #[test]
    fn a_record_newer_than_the_plugin_is_refused() {
        let contract = Contract::read().unwrap();
        let schema = |without: Option<(&str, u32)>| -> Vec<policy::MessageFields> {
            comity_facts::view::SCHEMA
                .iter()
                .map(|(message, numbers)| policy::MessageFields {
                    message: (*message).to_owned(),
                    numbers: numbers.iter().copied().filter(|n| without != Some((message, *n))).collect(),
                })
                .collect()
        };
        assert!(contract.beyond(&[2, 9], &schema(None)).is_none());
        let cut = |without| {
            let beyond = contract.beyond(&[2, 9], &schema(Some(without)));
            Parts::new(vec![2, 9], None, beyond).cut(&record().encode_to_vec()).map(|_| ())
        };
        assert_eq!(cut(("comity.v1.WageLine", 1)).unwrap_err().cause, Cause::RecordNewerThanPlugin);
        assert!(cut(("comity.v1.WageLine", 1)).unwrap_err().detail.contains("`wages.items.id`"));
        assert_eq!(cut(("comity.v1.WageLine", 2)), Ok(()), "an unknown field that is absent does no harm");
        assert!(contract.beyond(&[2, 9], &schema(Some(("comity.v1.Permit", 1)))).is_none(), "not in its parts");
    }
}
