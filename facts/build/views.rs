//! Writes `views.rs`: one `Copy` view for each message of the record. A view's methods answer with `Known`, which keeps
//! "absent" apart from every value and notes what was read; `Each` walks the entries of a list. Fields carry their
//! format as an option in the proto, and the view gives the matching type: a date is a `Date`, not text.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use prost_reflect::{Cardinality, DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor};

use super::mark::mark;

type Error = Box<dyn std::error::Error>;

/// Messages with a value type of their own in `comity_facts`.
const VALUES: [(&str, &str); 2] = [("comity.v1.Money", "crate::Money"), ("comity.v1.DateInterval", "crate::Span")];

pub(crate) fn generate(pool: &DescriptorPool) -> Result<String, Error> {
    let record = pool.get_message_by_name("comity.v1.Record").ok_or("comity.v1.Record is missing")?;
    let mut messages = BTreeSet::new();
    collect(&record, &mut messages);

    let mut out = String::new();
    for name in &messages {
        let message = pool.get_message_by_name(name).ok_or("a message vanished")?;
        if !is_value(&message) {
            marks(&message)?;
            view(&mut out, pool, &message)?;
        }
    }
    enums(&mut out, pool, &messages)?;
    parts(&mut out, &record)?;
    schema(&mut out, pool, &messages)?;
    Ok(out)
}

/// Fields of a message are told apart by the marks of their names.
fn marks(message: &MessageDescriptor) -> Result<(), Error> {
    let mut seen = BTreeMap::new();
    for field in message.fields() {
        if let Some(other) = seen.insert(mark(field.name()), field.name().to_owned()) {
            return Err(format!("{}: `{other}` has the same mark; mix another letter in", field.full_name()).into());
        }
    }
    Ok(())
}

fn collect(message: &MessageDescriptor, seen: &mut BTreeSet<String>) {
    if seen.insert(message.full_name().to_owned()) {
        for field in message.fields() {
            if let Kind::Message(inner) = field.kind() {
                collect(&inner, seen);
            }
        }
    }
}

fn view(out: &mut String, pool: &DescriptorPool, message: &MessageDescriptor) -> Result<(), Error> {
    let name = message.name();
    writeln!(
        out,
        "/// Reads a [`crate::v1::{name}`].\n#[derive(Clone, Copy)]\npub struct {name}<'r> {{\n    raw: &'r crate::v1::{name},\n    at: At<'r>,\n}}\n\
         impl Viewed for crate::v1::{name} {{\n    type View<'r> = {name}<'r>;\n    fn view<'r>(&'r self, at: At<'r>) -> {name}<'r> {{\n        {name} {{ raw: self, at }}\n    }}\n}}\n\
         impl<'r> {name}<'r> {{\n    /// The message itself, without the record of what was read.\n    #[must_use]\n    pub fn raw(self) -> &'r crate::v1::{name} {{\n        self.raw\n    }}\n    /// Where it stands in the record.\n    #[must_use]\n    pub fn at(self) -> At<'r> {{\n        self.at\n    }}"
    )?;
    for field in message.fields().filter(|f| f.containing_oneof().is_none_or(|o| o.fields().len() == 1)) {
        accessor(out, pool, &field)?;
    }
    writeln!(
        out,
        "}}\nimpl<'r> Shown<'r> for {name}<'r> {{\n    fn shown(self) -> Option<Value<'r>> {{\n        None\n    }}\n}}\n"
    )?;
    Ok(())
}

fn enums(out: &mut String, pool: &DescriptorPool, messages: &BTreeSet<String>) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    for name in messages {
        let message = pool.get_message_by_name(name).ok_or("a message vanished")?;
        for field in message.fields() {
            if let Kind::Enum(kind) = field.kind() {
                names.insert(kind.name().to_owned());
            }
        }
    }
    for name in names {
        writeln!(
            out,
            "impl<'r> Shown<'r> for crate::v1::{name} {{\n    fn shown(self) -> Option<Value<'r>> {{\n        Some(Value::Name(self.as_str_name()))\n    }}\n}}"
        )?;
    }
    Ok(())
}

fn accessor(out: &mut String, pool: &DescriptorPool, field: &FieldDescriptor) -> Result<(), Error> {
    let name = field.name();
    let ident = rust_ident(name);
    let (result, body) = if field.cardinality() == Cardinality::Repeated {
        repeated(field, &format!("&self.raw.{ident}"), &format!("self.at.field(\"{name}\")"))?
    } else {
        let (kind, value) = singular(pool, field, &ident, name)?;
        (format!("Known<'r, {kind}>"), format!("Known::new({value}, self.at, \"{name}\")"))
    };
    writeln!(
        out,
        "    /// The field `{name}`.\n    #[must_use]\n    #[inline]\n    pub fn {ident}(self) -> {result} {{\n        {body}\n    }}"
    )?;
    Ok(())
}

fn repeated(field: &FieldDescriptor, slice: &str, at: &str) -> Result<(String, String), Error> {
    Ok(match field.kind() {
        Kind::Message(inner) => (format!("Each<'r, crate::v1::{}>", inner.name()), format!("Each::new({slice}, {at})")),
        Kind::Enum(inner) => (format!("Enums<'r, crate::v1::{}>", inner.name()), format!("Enums::new({slice})")),
        Kind::String => ("&'r [String]".to_owned(), slice.to_owned()),
        other => return Err(format!("{}: no view for repeated {other:?}", field.full_name()).into()),
    })
}

fn singular(
    pool: &DescriptorPool,
    field: &FieldDescriptor,
    ident: &str,
    name: &str,
) -> Result<(String, String), Error> {
    let raw = format!("self.raw.{ident}");
    Ok(match field.kind() {
        Kind::Bool => ("bool".into(), raw),
        Kind::Uint32 => ("u64".into(), format!("{raw}.map(u64::from)")),
        Kind::Uint64 => ("u64".into(), raw),
        Kind::Enum(inner) => (
            format!("crate::v1::{}", inner.name()),
            format!("{raw}.and_then(|n| crate::v1::{}::try_from(n).ok())", inner.name()),
        ),
        Kind::String => match format_of(pool, field).as_deref() {
            Some("FORMAT_DATE") => parsed("crate::Date", &raw),
            Some("FORMAT_DECIMAL" | "FORMAT_PERCENT" | "FORMAT_SIGNED_DECIMAL") => parsed("crate::Decimal", &raw),
            Some("FORMAT_TIME_OF_DAY") => parsed("crate::TimeOfDay", &raw),
            _ => ("&'r str".into(), format!("{raw}.as_deref()")),
        },
        Kind::Message(inner) => {
            if let Some((_, value)) = VALUES.iter().find(|(m, _)| *m == inner.full_name()) {
                (value.to_string(), format!("{raw}.as_ref().and_then({value}::read)"))
            } else if let Some(items) = list_of(&inner) {
                let (list, body) =
                    repeated(&items, "m.items.as_slice()", &format!("self.at.field(\"{name}\").items()"))?;
                (list, format!("{raw}.as_ref().map(|m| {body})"))
            } else {
                (format!("{}<'r>", inner.name()), format!("{raw}.as_ref().map(|m| m.view(self.at.field(\"{name}\")))"))
            }
        }
        other => return Err(format!("{}: no view for {other:?}", field.full_name()).into()),
    })
}

fn parsed(kind: &str, raw: &str) -> (String, String) {
    (kind.to_owned(), format!("{raw}.as_deref().and_then({kind}::read)"))
}

/// The `items` field of a message that is nothing but a list.
fn list_of(message: &MessageDescriptor) -> Option<FieldDescriptor> {
    let mut fields = message.fields();
    let only = fields.next()?;
    (fields.next().is_none() && only.name() == "items").then_some(only)
}

fn is_value(message: &MessageDescriptor) -> bool {
    VALUES.iter().any(|(name, _)| *name == message.full_name())
}

fn format_of(pool: &DescriptorPool, field: &FieldDescriptor) -> Option<String> {
    let extension = pool.get_extension_by_name("comity.schema.v1.format")?;
    let options: DynamicMessage = field.options();
    if !options.has_extension(&extension) {
        return None;
    }
    let number = options.get_extension(&extension).as_enum_number()?;
    let Kind::Enum(formats) = extension.kind() else { return None };
    formats.get_value(number).map(|v| v.name().to_owned())
}

fn parts(out: &mut String, record: &MessageDescriptor) -> Result<(), Error> {
    let fields: Vec<_> = record.fields().filter(|f| !matches!(f.name(), "id" | "extensions")).collect();
    writeln!(
        out,
        "/// A part of the record: one of its top-level fields. A rule whose parts are absent is not assessed.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\npub enum Part {{"
    )?;
    for f in &fields {
        writeln!(out, "    /// `{}`\n    {},", f.name(), pascal(f.name()))?;
    }
    writeln!(
        out,
        "}}\nimpl Part {{\n    /// Every part, by field number.\n    pub const ALL: [Self; {}] = [",
        fields.len()
    )?;
    for f in &fields {
        writeln!(out, "        Self::{},", pascal(f.name()))?;
    }
    writeln!(
        out,
        "    ];\n    /// The field's name.\n    #[must_use]\n    pub const fn name(self) -> &'static str {{\n        match self {{"
    )?;
    for f in &fields {
        writeln!(out, "            Self::{} => \"{}\",", pascal(f.name()), f.name())?;
    }
    writeln!(
        out,
        "        }}\n    }}\n    /// Whether the record has it.\n    #[must_use]\n    pub fn is_in(self, record: &crate::v1::Record) -> bool {{\n        match self {{"
    )?;
    for f in &fields {
        writeln!(out, "            Self::{} => record.{}.is_some(),", pascal(f.name()), rust_ident(f.name()))?;
    }
    writeln!(out, "        }}\n    }}\n}}")?;
    Ok(())
}

fn schema(out: &mut String, pool: &DescriptorPool, messages: &BTreeSet<String>) -> Result<(), Error> {
    writeln!(
        out,
        "/// Field numbers of every message of the record, by full name: what code built with this crate understands.\n\
         pub const SCHEMA: &[(&str, &[u32])] = &["
    )?;
    for name in messages {
        let message = pool.get_message_by_name(name).ok_or("a message vanished")?;
        let numbers: Vec<u32> = message.fields().map(|f| f.number()).collect::<BTreeSet<_>>().into_iter().collect();
        writeln!(out, "    (\"{name}\", &{numbers:?}),")?;
    }
    writeln!(out, "];")?;
    Ok(())
}

pub(crate) fn pascal(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |c| c.to_ascii_uppercase().to_string() + letters.as_str())
        })
        .collect()
}

pub(crate) fn rust_ident(name: &str) -> String {
    match name {
        "use" | "type" | "ref" => format!("r#{name}"),
        _ => name.to_owned(),
    }
}
