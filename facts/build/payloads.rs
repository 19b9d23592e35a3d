//! Writes `payloads.rs`: for each message that a plugin is handed, where the value of a field goes, by its number. The loop
//! over the wire is then one function for all messages, where prost would make one for each: half of a component, else.

use std::{collections::BTreeSet, fmt::Write};

use prost_reflect::{DescriptorPool, FieldDescriptor, Kind, MessageDescriptor};

use super::views::{pascal, rust_ident};

type Error = Box<dyn std::error::Error>;

/// What a plugin is handed; what these hold comes with them.
const ROOTS: [&str; 3] = ["comity.policy.v1.Context", "comity.policy.v1.RecordInput", "comity.policy.v1.DeriveInput"];

pub(crate) fn generate(pool: &DescriptorPool) -> Result<String, Error> {
    let mut messages = BTreeSet::new();
    for root in ROOTS {
        collect(&pool.get_message_by_name(root).ok_or(root)?, &mut messages, &mut Vec::new())?;
    }
    let mut out = String::new();
    for name in &messages {
        let message = pool.get_message_by_name(name).ok_or("a message vanished")?;
        writeln!(
            out,
            "impl Payload for {} {{\n    fn take(&mut self, number: u32, value: Value<'_>) -> Result<(), Damaged> {{\n        match number {{",
            rust_type(&message)?
        )?;
        for field in message.fields() {
            writeln!(out, "            {} => {},", field.number(), taken(&field)?)?;
        }
        writeln!(out, "            _ => Ok(()),\n        }}\n    }}\n}}\n")?;
    }
    Ok(out)
}

/// The message and all that it holds. `above` are the messages around it: since none holds itself, nesting has an end.
fn collect(message: &MessageDescriptor, seen: &mut BTreeSet<String>, above: &mut Vec<String>) -> Result<(), Error> {
    let name = message.full_name().to_owned();
    if above.contains(&name) {
        return Err(format!("{name} holds itself: a payload without end").into());
    }
    above.push(name.clone());
    for field in message.fields() {
        if let Kind::Message(inner) = field.kind() {
            collect(&inner, seen, above)?;
        }
    }
    above.pop();
    seen.insert(name);
    Ok(())
}

fn rust_type(message: &MessageDescriptor) -> Result<String, Error> {
    if message.parent_message().is_some() {
        return Err(format!("{}: no path for a message within a message", message.full_name()).into());
    }
    Ok(format!("crate::messages::{}::{}", message.package_name().replace('.', "::"), message.name()))
}

fn taken(field: &FieldDescriptor) -> Result<String, Error> {
    let kind = kind(field)?;
    let place = format!("self.{}", rust_ident(field.name()));
    let choice = field.containing_oneof().filter(|choice| !choice.is_synthetic());
    Ok(match (choice, field.kind()) {
        (Some(choice), _) => {
            let message = choice.parent_message();
            let package = message.package_name().replace('.', "::");
            let variant = format!(
                "crate::messages::{package}::{}::{}::{}",
                message.name().to_lowercase(),
                pascal(choice.name()),
                pascal(field.name())
            );
            let place = format!("self.{}", choice.name());
            format!(
                "{{\n                if !matches!({place}, Some({variant}(_))) {{\n                    {place} = Some({variant}(Default::default()));\n                }}\n                \
                 match &mut {place} {{\n                    Some({variant}(chosen)) => value.{kind}(chosen),\n                    _ => Ok(()),\n                }}\n            }}"
            )
        }
        // Lies on the wire as one value after another, or packed.
        (None, Kind::Enum(_)) if field.is_list() => format!("value.enums(&mut {place})"),
        _ if field.is_list() => format!("value.next_{kind}(&mut {place})"),
        _ if field.supports_presence() => format!("value.some_{kind}(&mut {place})"),
        _ => format!("value.{kind}(&mut {place})"),
    })
}

/// The method that takes a value of the field's kind.
fn kind(field: &FieldDescriptor) -> Result<&'static str, Error> {
    Ok(match field.kind() {
        Kind::Message(_) => "message",
        Kind::String => "text",
        Kind::Bool => "bool",
        Kind::Enum(_) => "enumerated",
        Kind::Uint32 => "unsigned32",
        Kind::Uint64 => "unsigned64",
        Kind::Int64 => "signed64",
        other => return Err(format!("{}: no way to take {other:?}", field.full_name()).into()),
    })
}
