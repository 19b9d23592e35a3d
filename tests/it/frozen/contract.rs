//! A frozen contract beside that of today. Replies are compared as a caller of then reads them: by the frozen descriptors, so that
//! fields that were added since are not there for him, and one that was lost is missing.

use std::collections::BTreeSet;

use comity_facts::{DESCRIPTORS, Date};
use prost::Message as _;
use prost_reflect::{
    DescriptorPool, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, MethodDescriptor,
    ReflectMessage as _, SerializeOptions, Value,
};

/// How far a value that may differ is still held to what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Still {
    /// There, and not empty.
    Filled,
    /// So many hexadecimal digits.
    Hex(usize),
    /// A civil day.
    Day,
    /// A list in which more may stand; each of its items is found by its `name`.
    ByName,
    /// Nothing.
    Anything,
}

use Still::{Anything, ByName, Day, Filled, Hex};

/// What of a reply may differ from the frozen one, how far, and why. Nothing else may. A name is that of a field, or of an answer
/// with the path of a field in it.
pub(super) const MAY_DIFFER: [(&str, Still, &str); 31] = [
    ("comity.v1.LedgerEntry.decision_id", Hex(32), "hangs on a random salt and the time"),
    ("comity.v1.StreamOpened.stream_id", Filled, "made anew for each stream"),
    ("comity.v1.Decision.catalog_digest", Hex(64), "is also over the versions of host and engine"),
    ("comity.v1.StreamOpened.catalog_digest", Hex(64), "the same"),
    ("comity.v1.TimelineOpened.catalog_digest", Hex(64), "the same"),
    ("comity.catalog.v1.ListPluginsResponse.catalog_digest", Hex(64), "the same"),
    ("comity.v1.JurisdictionVerdict.fuel", Filled, "another engine may count otherwise"),
    ("comity.v1.TimelineOpened.today", Day, "the day of the call"),
    ("comity.screening.v1.ScreeningBasis.today", Day, "the day of the call"),
    ("comity.screening.v1.DisposeResponse:disposition.made_ms", Anything, "the time of the call"),
    ("comity.screening.v1.WithdrawResponse:disposition.made_ms", Anything, "the time of a call before it"),
    ("comity.screening.v1.WithdrawResponse:disposition.withdrawal.made_ms", Anything, "the time of the call"),
    ("comity.v1.JurisdictionVerdict.detail", Filled, "words of the host for people"),
    ("comity.v1.TimelinePart.detail", Filled, "the same"),
    ("comity.v1.ScreeningGap.detail", Filled, "the same"),
    ("comity.v1.FieldViolation.description", Filled, "the same"),
    ("comity.v1.ChangeReason.text", Filled, "the same"),
    ("comity.v1.ScreeningHit.sentence", Filled, "the same"),
    ("comity.screening.v1.NotScreened.detail", Filled, "the same"),
    ("comity.screening.v1.ScreeningBasis.matcher", Filled, "a better matcher has another name"),
    ("comity.screening.v1.ScreeningBasis.lists_digest", Hex(64), "is also over the matcher"),
    ("comity.catalog.v1.ListListsResponse.digest", Hex(64), "the same"),
    ("comity.catalog.v1.RefreshListsResponse.digest", Hex(64), "the same"),
    ("comity.catalog.v1.AcceptShrinkResponse.digest", Hex(64), "the same"),
    ("comity.v1.ScreeningHit.score", Filled, "a better matcher scores otherwise, within the band"),
    ("comity.v1.NameEvidence.similarity", Filled, "the same"),
    ("comity.v1.NameEvidence.alignment", Filled, "a better matcher aligns otherwise"),
    ("comity.v1.ScreeningHit.weak_alias", Filled, "a better matcher may show another one"),
    ("comity.catalog.v1.GetLimitsResponse.limits", ByName, "more may be limited"),
    ("comity.catalog.v1.Limit.value", Anything, "a limit that is not configured may get another default"),
    ("comity.catalog.v1.ListStatus.not_understood", Anything, "a better reader understands more"),
];

/// The two.
pub(super) struct Contract {
    then: DescriptorPool,
    now: DescriptorPool,
}

impl Contract {
    pub(super) fn with(frozen: &[u8]) -> Self {
        let read = |bytes: &[u8]| DescriptorPool::decode(bytes).unwrap();
        Self { then: read(frozen), now: read(DESCRIPTORS) }
    }

    /// Every method of then, as it is called.
    pub(super) fn methods(&self) -> impl Iterator<Item = String> {
        methods(&self.then).map(|method| called(&method))
    }

    fn method(&self, called_as: &str) -> MethodDescriptor {
        methods(&self.then).find(|method| called(method) == called_as).unwrap()
    }

    /// The message that a method takes.
    pub(super) fn input(&self, method: &str) -> String {
        self.method(method).input().full_name().to_owned()
    }

    /// The message that a method answers with.
    pub(super) fn output(&self, method: &str) -> String {
        self.method(method).output().full_name().to_owned()
    }

    /// Messages as today's program reads them.
    pub(super) fn today(&self, message: &str, all: &[Vec<u8>]) -> Vec<DynamicMessage> {
        read(&self.now, message, all)
    }

    /// The same from JSON.
    pub(super) fn today_from_json(&self, message: &str, all: &serde_json::Value) -> Vec<DynamicMessage> {
        let message = self.now.get_message_by_name(message).unwrap();
        let one = |value: &serde_json::Value| DynamicMessage::deserialize(message.clone(), value).unwrap();
        all.as_array().unwrap().iter().map(one).collect()
    }

    /// Messages as JSON, as the command line shows them.
    pub(super) fn json(&self, message: &str, all: &[Vec<u8>]) -> serde_json::Value {
        let options = SerializeOptions::new().use_proto_field_name(true).skip_default_fields(true);
        let shown = |one: DynamicMessage| one.serialize_with_options(serde_json::value::Serializer, &options).unwrap();
        self.today(message, all).into_iter().map(shown).collect()
    }

    /// How answers differ from those of then, but for what may.
    pub(super) fn differences(&self, message: &str, then: &[Vec<u8>], now: &[Vec<u8>]) -> Vec<String> {
        let (then, now) = (apart(read(&self.then, message, then)), apart(read(&self.then, message, now)));
        let mut comparison = Comparison { answer: message, found: Vec::new() };
        if then.len() != now.len() {
            comparison.found.push(format!("{} answers, are {}", then.len(), now.len()));
        }
        for (at, (then, now)) in then.iter().zip(&now).enumerate() {
            comparison.message(&format!("{at}: "), then, now);
        }
        comparison.found
    }

    /// The messages that are compared.
    pub(super) fn compared(&self, message: &str, all: &[Vec<u8>]) -> Vec<Vec<u8>> {
        apart(read(&self.then, message, all)).iter().map(prost::Message::encode_to_vec).collect()
    }

    /// A reply with one field lost or changed, for each field that was not seen yet.
    pub(super) fn spoilt(&self, message: &str, reply: &[u8], seen: &mut BTreeSet<String>) -> Vec<(String, Vec<u8>)> {
        let whole = read(&self.then, message, &[reply.to_vec()]).remove(0);
        spoilt(&whole, seen).into_iter().map(|(field, message)| (field, message.encode_to_vec())).collect()
    }

    /// Whether a name of [`MAY_DIFFER`] is in the frozen contract.
    pub(super) fn has(&self, name: &str) -> bool {
        let (message, path) = name.split_once(':').or_else(|| name.rsplit_once('.')).unwrap();
        let mut message = self.then.get_message_by_name(message);
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            let Some(field) = message.and_then(|message| message.get_field_by_name(step)) else { return false };
            message = field.kind().as_message().cloned();
            if steps.peek().is_none() {
                return true;
            }
        }
        false
    }

    /// What today's contract lacks, or has otherwise.
    pub(super) fn broken(&self) -> Vec<String> {
        let mut then: Vec<String> = self.then.all_messages().flat_map(|message| said_of_message(&message)).collect();
        then.extend(self.then.all_enums().flat_map(|one| said_of_enum(&one)));
        then.extend(methods(&self.then).map(|method| said_of_method(&method)));
        let mut now: BTreeSet<String> = self.now.all_messages().flat_map(|message| said_of_message(&message)).collect();
        now.extend(self.now.all_enums().flat_map(|one| said_of_enum(&one)));
        now.extend(methods(&self.now).map(|method| said_of_method(&method)));
        then.retain(|said| !now.contains(said));
        then
    }
}

fn methods(pool: &DescriptorPool) -> impl Iterator<Item = MethodDescriptor> {
    let services: Vec<_> = pool.services().collect();
    services.into_iter().flat_map(|service| service.methods().collect::<Vec<_>>())
}

fn called(method: &MethodDescriptor) -> String {
    format!("/{}/{}", method.parent_service().full_name(), method.name())
}

fn ours(name: &str) -> bool {
    name.starts_with("comity.")
}

/// All that callers may rest on, a line for each field.
fn said_of_message(message: &MessageDescriptor) -> Vec<String> {
    let format = message.parent_pool().get_extension_by_name("comity.schema.v1.format").unwrap();
    let field = |field: FieldDescriptor| {
        let of = field.containing_oneof().map(|of| of.name().to_owned()).filter(|of| !of.starts_with('_'));
        format!(
            "{} = {}: {:?} {}, presence {}, in {of:?}, JSON {}, format {:?}",
            field.full_name(),
            field.number(),
            field.cardinality(),
            kind(&field),
            field.supports_presence(),
            field.json_name(),
            field.options().get_extension(&format).as_enum_number(),
        )
    };
    if ours(message.full_name()) { message.fields().map(field).collect() } else { Vec::new() }
}

fn kind(field: &FieldDescriptor) -> String {
    match field.kind() {
        Kind::Message(message) => message.full_name().to_owned(),
        Kind::Enum(one) => one.full_name().to_owned(),
        plain => format!("{plain:?}"),
    }
}

fn said_of_enum(one: &EnumDescriptor) -> Vec<String> {
    if !ours(one.full_name()) {
        return Vec::new();
    }
    one.values().map(|value| format!("{} = {}", value.full_name(), value.number())).collect()
}

fn said_of_method(method: &MethodDescriptor) -> String {
    let stream = |is: bool| if is { "stream " } else { "" };
    let (input, output) = (method.input(), method.output());
    let (sent, told) = (stream(method.is_client_streaming()), stream(method.is_server_streaming()));
    format!("{}({sent}{}) returns ({told}{})", called(method), input.full_name(), output.full_name())
}

fn read(pool: &DescriptorPool, message: &str, all: &[Vec<u8>]) -> Vec<DynamicMessage> {
    let message = pool.get_message_by_name(message).unwrap();
    all.iter().map(|bytes| DynamicMessage::decode(message.clone(), bytes.as_slice()).unwrap()).collect()
}

/// How many answers of a stream stand in one message, and how often a timeline says how far it is, hangs on time: each answer in a
/// message of its own, and nothing of progress.
fn apart(all: Vec<DynamicMessage>) -> Vec<DynamicMessage> {
    all.into_iter().filter(|message| !message.has_field_by_name("progress")).flat_map(each_answer).collect()
}

fn each_answer(message: DynamicMessage) -> Vec<DynamicMessage> {
    let chunk = message.get_field_by_name("chunk").filter(|_| message.has_field_by_name("chunk"));
    let Some(chunk) = chunk.as_deref().and_then(Value::as_message).cloned() else { return vec![message] };
    let answers = chunk.get_field_by_name("answers").unwrap().as_list().unwrap().to_vec();
    let alone = |answer| {
        let (mut message, mut chunk) = (message.clone(), chunk.clone());
        chunk.set_field_by_name("answers", Value::List(vec![answer]));
        message.set_field_by_name("chunk", Value::Message(chunk));
        message
    };
    answers.into_iter().map(alone).collect()
}

/// What differs, by path.
struct Comparison<'a> {
    answer: &'a str,
    found: Vec<String>,
}

impl Comparison<'_> {
    fn message(&mut self, path: &str, then: &DynamicMessage, now: &DynamicMessage) {
        for field in then.descriptor().fields() {
            let path = format!("{path}{}", field.name());
            let (was, is) = (then.get_field(&field), now.get_field(&field));
            match (then.has_field(&field), now.has_field(&field), self.still(&field, &path)) {
                (false, false, _) | (_, _, Some(Anything)) => {}
                (true, _, Some(ByName)) => self.by_name(&path, &was, &is),
                (true, true, Some(still)) if holds(still, &is) => {}
                (true, true, None) => self.value(&path, &was, &is),
                _ => self.found.push(format!("{path}: was {}, is {}", told(&was), told(&is))),
            }
        }
    }

    fn value(&mut self, path: &str, then: &Value, now: &Value) {
        match (then, now) {
            (Value::Message(then), Value::Message(now)) => self.message(&format!("{path}."), then, now),
            (Value::List(then), Value::List(now)) => {
                if then.len() != now.len() {
                    self.found.push(format!("{path}: were {}, are {}", then.len(), now.len()));
                }
                for (at, (then, now)) in then.iter().zip(now).enumerate() {
                    self.value(&format!("{path}[{at}]"), then, now);
                }
            }
            (then, now) if then == now => {}
            (then, now) => self.found.push(format!("{path}: was {}, is {}", told(then), told(now))),
        }
    }

    fn by_name(&mut self, path: &str, then: &Value, now: &Value) {
        let name = |item: &Value| item.as_message().unwrap().get_field_by_name("name").unwrap().into_owned();
        for was in then.as_list().unwrap() {
            match now.as_list().unwrap().iter().find(|is| name(is) == name(was)) {
                Some(is) => self.value(&format!("{path}.{:?}", name(was)), was, is),
                None => self.found.push(format!("{path}: {:?} is not there any more", name(was))),
            }
        }
    }

    fn still(&self, field: &FieldDescriptor, path: &str) -> Option<Still> {
        let inside = path.split_once(": ").map_or(path, |(_, inside)| inside);
        let within = format!("{}:{inside}", self.answer);
        MAY_DIFFER.iter().find(|(name, ..)| *name == field.full_name() || *name == within).map(|(_, still, _)| *still)
    }
}

fn told(value: &Value) -> String {
    match value {
        Value::List(items) => format!("a list of {}", items.len()),
        Value::Message(message) if message.fields().next().is_none() => "nothing".to_owned(),
        Value::Message(_) => "a message".to_owned(),
        plain => format!("{plain:?}"),
    }
}

fn holds(still: Still, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    match still {
        Filled | ByName | Anything => true,
        Hex(digits) => text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        Day => Date::read(text).is_some(),
    }
}

fn spoilt(message: &DynamicMessage, seen: &mut BTreeSet<String>) -> Vec<(String, DynamicMessage)> {
    let mut all = Vec::new();
    for (field, value) in message.fields() {
        let with = |value: Option<Value>| {
            let mut message = message.clone();
            match value {
                Some(value) => message.set_field(&field, value),
                None => message.clear_field(&field),
            }
            message
        };
        let name = field.full_name().to_owned();
        let still = MAY_DIFFER.iter().find(|(other, ..)| *other == name).map(|(_, still, _)| *still);
        if seen.insert(name.clone()) {
            all.push((name.clone(), with(None)));
            all.extend(another(value).filter(|_| still.is_none()).map(|other| (name, with(Some(other)))));
        }
        if still.is_some_and(|still| still != ByName) {
            continue;
        }
        match value {
            Value::Message(inner) => {
                let inner = spoilt(inner, seen).into_iter();
                all.extend(inner.map(|(name, inner)| (name, with(Some(Value::Message(inner))))));
            }
            Value::List(items) => {
                for (at, inner) in items.iter().enumerate().filter_map(|(at, item)| Some((at, item.as_message()?))) {
                    for (name, inner) in spoilt(inner, seen) {
                        let mut items = items.clone();
                        items[at] = Value::Message(inner);
                        all.push((name, with(Some(Value::List(items)))));
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// Another value of the same type.
fn another(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Bool(yes) => Value::Bool(!yes),
        Value::U32(number) => Value::U32(number + 1),
        Value::U64(number) => Value::U64(number + 1),
        Value::EnumNumber(number) => Value::EnumNumber(number + 1),
        Value::String(text) => Value::String(format!("{text}x")),
        _ => return None,
    })
}
