//! Whether a plugin can apply to a record at all: its manifest's closed predicate, over the wire, three-valued. Unknown
//! means run.

use comity_facts::policy::{FieldIn, Predicate, PredicateList, RecordedIn, predicate::Form};
use prost_reflect::{Kind, MessageDescriptor};

use super::{
    error::ManifestFault,
    path::Path,
    wire::{self, Damaged, Value},
};

const FIELD: &str = "applicability";

/// A predicate, resolved.
#[derive(Clone, Debug)]
pub(super) enum Applicability {
    All(Vec<Self>),
    Any(Vec<Self>),
    FieldIn(Box<Path>, Accepted),
    RecordedIn(Box<Path>, Accepted),
    Present(u32),
}

/// The values that a field may have.
#[derive(Clone, Debug)]
pub(super) enum Accepted {
    Texts(Vec<String>),
    /// Numbers of enum values, or 0 and 1 of a bool.
    Numbers(Vec<u64>),
}

impl Applicability {
    /// Resolves a predicate against the record.
    pub(super) fn resolve(predicate: &Predicate, record: &MessageDescriptor) -> Result<Self, ManifestFault> {
        let list = |list: &PredicateList| -> Result<Vec<Self>, ManifestFault> {
            list.items.iter().map(|p| Self::resolve(p, record)).collect()
        };
        Ok(match predicate.form.as_ref().ok_or(ManifestFault::Absent("applicability.form"))? {
            Form::All(items) => Self::All(list(items)?),
            Form::Any(items) => Self::Any(list(items)?),
            Form::FieldIn(FieldIn { field, values }) => {
                let (path, accepted) = field_in(field, values, record)?;
                Self::FieldIn(path, accepted)
            }
            Form::RecordedIn(RecordedIn { field, values }) => {
                let (path, accepted) = field_in(field, values, record)?;
                Self::RecordedIn(path, accepted)
            }
            Form::PartPresent(part) => {
                let path = || ManifestFault::Path { field: FIELD, path: part.clone() };
                Self::Present(record.get_field_by_name(part).ok_or_else(path)?.number())
            }
        })
    }

    /// Whether it holds; `None` if what decides is absent.
    pub(super) fn holds(&self, record: &[u8]) -> Result<Option<bool>, Damaged> {
        match self {
            Self::All(items) => decided(items, record, false),
            Self::Any(items) => decided(items, record, true),
            Self::FieldIn(path, accepted) => {
                let seen = path.look(record, &|value| accepted.has(value))?;
                Ok(if seen.matched { Some(true) } else { (!seen.lacking).then_some(false) })
            }
            Self::RecordedIn(path, accepted) => Ok(Some(path.look(record, &|value| accepted.has(value))?.matched)),
            Self::Present(number) => {
                for field in wire::fields(record) {
                    if field?.number == *number {
                        return Ok(Some(true));
                    }
                }
                Ok(Some(false))
            }
        }
    }

    /// Numbers of the top-level fields that it reads.
    pub(super) fn tops(&self, into: &mut Vec<u32>) {
        match self {
            Self::All(items) | Self::Any(items) => items.iter().for_each(|item| item.tops(into)),
            Self::FieldIn(path, _) | Self::RecordedIn(path, _) => into.push(path.top()),
            Self::Present(number) => into.push(*number),
        }
    }
}

/// A field of the record, and the values that it may have.
fn field_in(
    field: &str,
    values: &[String],
    record: &MessageDescriptor,
) -> Result<(Box<Path>, Accepted), ManifestFault> {
    let unknown = || ManifestFault::Path { field: FIELD, path: field.to_owned() };
    let path = Path::resolve(record, field).ok_or_else(unknown)?;
    let accepted = Accepted::resolve(&path.last.kind(), field, values)?;
    Ok((Box::new(path), accepted))
}

/// Kleene's "and" (`decisive` false) and "or" (`decisive` true).
fn decided(items: &[Applicability], record: &[u8], decisive: bool) -> Result<Option<bool>, Damaged> {
    let mut result = Some(!decisive);
    for item in items {
        match item.holds(record)? {
            Some(value) if value == decisive => return Ok(Some(decisive)),
            Some(_) => {}
            None => result = None,
        }
    }
    Ok(result)
}

impl Accepted {
    fn resolve(kind: &Kind, field: &str, values: &[String]) -> Result<Self, ManifestFault> {
        let wrong = |value: &str, rule| ManifestFault::Value { field: FIELD, value: value.to_owned(), rule };
        let number = |value: &String| match kind {
            Kind::Enum(names) => names
                .get_value_by_name(value)
                .and_then(|v| u64::try_from(v.number()).ok())
                .ok_or_else(|| wrong(value, "the name of a value of the field's enum")),
            _ => match value.as_str() {
                "false" => Ok(0),
                "true" => Ok(1),
                _ => Err(wrong(value, "`true` or `false`")),
            },
        };
        match kind {
            Kind::String => Ok(Self::Texts(values.to_vec())),
            Kind::Enum(_) | Kind::Bool => values.iter().map(number).collect::<Result<_, _>>().map(Self::Numbers),
            _ => Err(wrong(field, "a field that holds a text, an enum or a bool")),
        }
    }

    fn has(&self, value: Value<'_>) -> bool {
        match (self, value) {
            (Self::Texts(texts), Value::Bytes(bytes)) => texts.iter().any(|text| text.as_bytes() == bytes),
            (Self::Numbers(numbers), Value::Varint(number)) => numbers.contains(&number),
            (Self::Numbers(numbers), Value::Bytes(bytes)) => wire::packed(bytes).any(|n| numbers.contains(&n)),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use comity_facts::v1;
    use prost::Message;

    use super::*;
    use crate::sandbox::contract::Contract;

    fn part(name: &str) -> Predicate {
        Predicate { form: Some(Form::PartPresent(name.into())) }
    }

    fn is_in(field: &str, values: &[&str]) -> Predicate {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        Predicate { form: Some(Form::FieldIn(FieldIn { field: field.into(), values })) }
    }

    fn recorded(field: &str, values: &[&str]) -> Predicate {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        Predicate { form: Some(Form::RecordedIn(RecordedIn { field: field.into(), values })) }
    }

    fn all(items: Vec<Predicate>) -> Predicate {
        Predicate { form: Some(Form::All(PredicateList { items })) }
    }

    fn any(items: Vec<Predicate>) -> Predicate {
        Predicate { form: Some(Form::Any(PredicateList { items })) }
    }

    fn record(countries: &[Option<&str>]) -> v1::Record {
        let site = |country: Option<&str>| v1::Worksite { country: country.map(Into::into), ..Default::default() };
        let items = countries.iter().copied().map(site).collect();
        v1::Record { worksites: Some(v1::Worksites { items }), ..Default::default() }
    }

    #[test]
    fn is_three_valued() {
        let contract = Contract::read().unwrap();
        let qatar = || is_in("worksites.items.country", &["QAT"]);
        let absent = v1::Record::default();
        let roles = v1::Record {
            parties: Some(v1::Parties {
                items: vec![v1::Party { roles: vec![1, 7], is_us_person: Some(true), ..Default::default() }],
            }),
            ..Default::default()
        };
        let table = vec![
            (qatar(), record(&[Some("QAT")]), Some(true)),
            (qatar(), record(&[Some("RUS")]), Some(false)),
            (qatar(), record(&[Some("RUS"), None]), None),
            (qatar(), record(&[None, Some("QAT")]), Some(true)),
            (qatar(), record(&[]), Some(false)),
            (qatar(), absent.clone(), None),
            (recorded("worksites.items.country", &["QAT"]), record(&[None, Some("QAT")]), Some(true)),
            (recorded("worksites.items.country", &["QAT"]), record(&[Some("RUS"), None]), Some(false)),
            (recorded("worksites.items.country", &["QAT"]), absent.clone(), Some(false)),
            (recorded("parties.items.is_eu_person", &["true"]), roles.clone(), Some(false)),
            (part("worksites"), record(&[]), Some(true)),
            (part("worksites"), absent.clone(), Some(false)),
            (all(vec![qatar(), part("wages")]), absent.clone(), Some(false)),
            (all(vec![qatar(), part("worksites")]), record(&[None]), None),
            (any(vec![qatar(), part("worksites")]), record(&[None]), Some(true)),
            (any(vec![qatar(), part("wages")]), record(&[None]), None),
            (all(vec![]), absent.clone(), Some(true)),
            (any(vec![]), absent, Some(false)),
            (is_in("parties.items.roles", &["PARTY_ROLE_BANK"]), roles.clone(), Some(true)),
            (is_in("parties.items.roles", &["PARTY_ROLE_BUYER"]), roles.clone(), Some(false)),
            (is_in("parties.items.is_us_person", &["true"]), roles.clone(), Some(true)),
            (is_in("parties.items.is_eu_person", &["true"]), roles, None),
        ];
        for (predicate, record, expected) in table {
            let resolved = Applicability::resolve(&predicate, &contract.record).unwrap();
            assert_eq!(resolved.holds(&record.encode_to_vec()), Ok(expected), "{predicate:?} on {record:?}");
        }
    }

    #[test]
    fn refuses_what_the_record_does_not_have() {
        let contract = Contract::read().unwrap();
        for predicate in [
            part("wage"),
            is_in("worksites.items.land", &["QAT"]),
            recorded("worksites.items.land", &["QAT"]),
            is_in("worksites.items", &["QAT"]),
            is_in("parties.items.roles", &["BANK"]),
            is_in("parties.items.is_us_person", &["yes"]),
            is_in("parties.items.employees", &["3"]),
            Predicate { form: None },
        ] {
            assert!(Applicability::resolve(&predicate, &contract.record).is_err(), "{predicate:?}");
        }
    }
}
