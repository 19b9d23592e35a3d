//! Records by chance: the worked stories with parts taken away, changed and added, as the schema allows it. Values come from
//! the stories, from the formats of `comity.schema.v1`, and from the days on which law changes.

use std::{collections::BTreeMap, fs, path::Path};

use comity_facts::{Date, policy, v1::Record};
use comity_sdk::testing;
use fastrand::Rng;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _, SerializeOptions,
    Value,
};

/// Messages within messages that are made anew.
const DEPTH: u32 = 6;
/// Countries that law of some plugin speaks of.
const COUNTRIES: [&str; 17] = [
    "PRK", "QAT", "POL", "CHN", "RUS", "USA", "MLT", "NLD", "MYS", "MNG", "KWT", "ARE", "JPN", "KOR", "GBR", "DEU",
    "SEN",
];
const LISTS: [&str; 3] = ["ofac-sdn", "un-sc", "eu-fsf"];
const PROGRAMMES: [&str; 5] = ["DPRK", "DPRK2", "DPRK3", "PRK", "1718"];

/// Makes records.
pub(crate) struct Maker {
    pool: DescriptorPool,
    stories: Vec<DynamicMessage>,
    /// What the stories have in each field, by its full name.
    seen: BTreeMap<String, Vec<Value>>,
}

impl Maker {
    /// From the stories of a folder.
    pub(crate) fn of(folder: &Path) -> Self {
        let pool = DescriptorPool::decode(comity_facts::DESCRIPTORS).unwrap();
        let record = pool.get_message_by_name("comity.v1.Record").unwrap();
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let story = |file: &std::path::PathBuf| {
            let json: testing::Value = fs::read_to_string(file).unwrap().parse().unwrap();
            let mut message = DynamicMessage::new(record.clone());
            message.transcode_from(&testing::record(&json)).unwrap();
            message
        };
        let mut maker = Self { pool, stories: files.iter().map(story).collect(), seen: BTreeMap::new() };
        for story in maker.stories.clone() {
            maker.learn(&story);
        }
        maker
    }

    fn learn(&mut self, message: &DynamicMessage) {
        for (field, value) in message.fields() {
            let single = |value: &Value, maker: &mut Self| match value {
                Value::Message(inner) => maker.learn(inner),
                value => maker.seen.entry(field.full_name().to_owned()).or_default().push(value.clone()),
            };
            match value {
                Value::List(values) => values.iter().for_each(|value| single(value, self)),
                value => single(value, self),
            }
        }
    }

    /// A record by chance, mostly one that the edge lets through.
    pub(crate) fn record(&self, dice: &mut Rng) -> Record {
        let mut record = dice.choice(&self.stories).unwrap().clone();
        // From nearly the story to nearly anything.
        let change = dice.choice(&[0.02, 0.05, 0.1, 0.25]).copied().unwrap();
        self.alter(&mut record, change, dice);
        let mut entries = BTreeMap::new();
        number(&mut record, &mut 0);
        collect(&record, &mut entries);
        self.refer(&mut record, &entries, dice);
        record.transcode_to().unwrap()
    }

    /// Hits of the record's parties by chance.
    pub(crate) fn hits(&self, record: &Record, dice: &mut Rng) -> Vec<policy::Hit> {
        let kind = self.pool.get_message_by_name("comity.policy.v1.Hit").unwrap();
        let parties = record.parties.iter().flat_map(|parties| &parties.items);
        let hit = |id: &String, dice: &mut Rng| {
            let hit: policy::Hit = self.anew(&kind, 1, dice).transcode_to().unwrap();
            let band = 1 + dice.i32(0..4);
            let list = (*dice.choice(&LISTS).unwrap()).to_owned();
            let programmes = vec![(*dice.choice(&PROGRAMMES).unwrap()).to_owned()];
            policy::Hit { party: id.clone(), list, entry: dice.u8(..).to_string(), band, programmes, ..hit }
        };
        let ids = parties.filter_map(|party| party.id.as_ref());
        let met: Vec<_> = ids.filter(|_| dice.u8(0..4) == 0).collect();
        met.into_iter().map(|id| hit(id, dice)).collect()
    }

    /// A day on which the law of some plugin may be asked for.
    pub(crate) fn day(dice: &mut Rng) -> Date {
        Date::of(2009, 1, 1).plus_days(dice.i32(0..6900))
    }

    fn alter(&self, message: &mut DynamicMessage, change: f64, dice: &mut Rng) {
        let fields: Vec<_> = message.descriptor().fields().collect();
        for field in fields {
            if !message.has_field(&field) {
                if dice.f64() < change / 4.0 {
                    message.set_field(&field, self.value(&field, DEPTH, dice));
                }
            } else if dice.f64() < change {
                if dice.bool() {
                    message.clear_field(&field);
                } else {
                    message.set_field(&field, self.value(&field, DEPTH, dice));
                }
            } else {
                match message.get_field_mut(&field) {
                    Value::Message(inner) => self.alter(inner, change, dice),
                    Value::List(values) => self.alter_list(values, change, dice),
                    _ => {}
                }
            }
        }
    }

    fn alter_list(&self, values: &mut Vec<Value>, change: f64, dice: &mut Rng) {
        values.retain(|_| dice.f64() >= change / 2.0);
        if !values.is_empty() && dice.f64() < change {
            values.push(dice.choice(values.as_slice()).unwrap().clone());
        }
        for value in values {
            if let Value::Message(inner) = value {
                self.alter(inner, change, dice);
            }
        }
    }

    fn anew(&self, kind: &MessageDescriptor, depth: u32, dice: &mut Rng) -> DynamicMessage {
        let mut message = DynamicMessage::new(kind.clone());
        for field in kind.fields() {
            let leaf = field.kind().as_message().is_none();
            if (leaf || depth > 0) && dice.u8(0..5) < 3 {
                message.set_field(&field, self.value(&field, depth.saturating_sub(1), dice));
            }
        }
        message
    }

    fn value(&self, field: &FieldDescriptor, depth: u32, dice: &mut Rng) -> Value {
        if field.is_list() {
            return Value::List((0..dice.usize(0..3)).map(|_| self.single(field, depth, dice)).collect());
        }
        self.single(field, depth, dice)
    }

    fn single(&self, field: &FieldDescriptor, depth: u32, dice: &mut Rng) -> Value {
        let seen = self.seen.get(field.full_name());
        match field.kind() {
            Kind::Message(kind) => Value::Message(self.anew(&kind, depth, dice)),
            Kind::Enum(kind) => Value::EnumNumber(dice.choice(kind.values().skip(1)).unwrap().number()),
            Kind::Bool => Value::Bool(dice.bool()),
            Kind::String => match seen {
                Some(seen) if dice.bool() => dice.choice(seen).unwrap().clone(),
                _ => Value::String(self.text(field, dice)),
            },
            kind => {
                let most = self.number(field, "max").unwrap_or(1000);
                let number = dice.u64(self.number(field, "min").unwrap_or(0)..=most);
                match kind {
                    Kind::Uint32 => Value::U32(u32::try_from(number).unwrap()),
                    Kind::Int32 => Value::I32(i32::try_from(number).unwrap()),
                    Kind::Uint64 => Value::U64(number),
                    Kind::Int64 => Value::I64(i64::try_from(number).unwrap()),
                    other => panic!("{}: no values for {other:?}", field.full_name()),
                }
            }
        }
    }

    /// A text of the field's format.
    fn text(&self, field: &FieldDescriptor, dice: &mut Rng) -> String {
        let format = self.option(field, "format").and_then(|value| value.as_enum_number()).unwrap_or(0);
        let among = |texts: &[&str], dice: &mut Rng| (*dice.choice(texts).unwrap()).to_owned();
        match format {
            2 => Self::day(dice).to_string(),
            3 | 8 => among(&["0", "1", "8.5", "30", "99.99", "750", "1800", "2345.67", "1000000"], dice),
            4 => among(&["0", "10", "24.99", "25", "33.3", "49.99", "50", "50.01", "100"], dice),
            5 => among(&COUNTRIES, dice),
            6 => among(&["QAR", "USD", "EUR", "PLN", "CNY", "RUB", "KWD", "AED", "MYR", "MNT"], dice),
            7 => format!("{:02}:{:02}", dice.u8(0..24), dice.u8(0..60)),
            9 => among(&["qa", "pl", "us", "eu", "un", "kw"], dice),
            10 => among(&["un.2397.8.repatriate", "qa.wage.wps", "us.caatsa.321.persons"], dice),
            11 => "wages.items[0].payee".to_owned(),
            _ => among(&["x", "two words", "q1"], dice),
        }
    }

    fn option(&self, field: &FieldDescriptor, name: &str) -> Option<Value> {
        let extension = self.pool.get_extension_by_name(&format!("comity.schema.v1.{name}"))?;
        let options = field.options();
        options.has_extension(&extension).then(|| options.get_extension(&extension).into_owned())
    }

    fn number(&self, field: &FieldDescriptor, name: &str) -> Option<u64> {
        let value = self.option(field, name)?;
        value.as_u64().or_else(|| value.as_u32().map(u64::from))
    }

    /// Lets every reference name an entry that is there.
    fn refer(&self, message: &mut DynamicMessage, entries: &BTreeMap<String, Vec<Value>>, dice: &mut Rng) {
        let fields: Vec<_> = message.descriptor().fields().filter(|field| message.has_field(field)).collect();
        for field in fields {
            if let Some(part) = self.option(&field, "refers_to").and_then(|part| part.as_str().map(str::to_owned)) {
                let there = entries.get(&part).map(Vec::as_slice).unwrap_or_default();
                let mut mend = |value: &mut Value| {
                    if !there.contains(value) {
                        *value = dice.choice(there).unwrap().clone();
                    }
                };
                match message.get_field_mut(&field) {
                    _ if there.is_empty() => message.clear_field(&field),
                    Value::Message(list) => {
                        let items = list.get_field_by_name_mut("items").and_then(Value::as_list_mut);
                        items.into_iter().flatten().for_each(mend);
                    }
                    Value::List(values) => values.iter_mut().for_each(mend),
                    value => mend(value),
                }
                continue;
            }
            match message.get_field_mut(&field) {
                Value::Message(inner) => self.refer(inner, entries, dice),
                Value::List(values) => {
                    values.iter_mut().filter_map(Value::as_message_mut).for_each(|m| self.refer(m, entries, dice));
                }
                _ => {}
            }
        }
    }
}

/// Gives entries of one list that share an id, or have none that is good, another one.
fn number(message: &mut DynamicMessage, count: &mut u32) {
    for field in message.descriptor().fields() {
        if !message.has_field(&field) {
            continue;
        }
        match message.get_field_mut(&field) {
            Value::Message(inner) => number(inner, count),
            Value::List(values) => {
                let mut taken = Vec::new();
                for inner in values.iter_mut().filter_map(Value::as_message_mut) {
                    if let Some(id) = inner.descriptor().get_field_by_name("id") {
                        if !inner.has_field(&id) || taken.contains(inner.get_field(&id).as_ref()) {
                            *count += 1;
                            inner.set_field(&id, Value::String(format!("n{count}")));
                        }
                        taken.push(inner.get_field(&id).into_owned());
                    }
                    number(inner, count);
                }
            }
            _ => {}
        }
    }
}

/// The ids of the entries of every part.
fn collect(record: &DynamicMessage, entries: &mut BTreeMap<String, Vec<Value>>) {
    for (part, value) in record.fields() {
        let Value::Message(inner) = value else { continue };
        let Some(Value::List(values)) = inner.get_field_by_name("items").map(std::borrow::Cow::into_owned) else {
            continue;
        };
        let ids = values.iter().filter_map(|value| Some(value.as_message()?.get_field_by_name("id")?.into_owned()));
        entries.insert(part.name().to_owned(), ids.collect());
    }
}

/// A record as proto3 JSON.
pub(crate) fn json(record: &[u8]) -> String {
    let pool = DescriptorPool::decode(comity_facts::DESCRIPTORS).unwrap();
    let record = DynamicMessage::decode(pool.get_message_by_name("comity.v1.Record").unwrap(), record).unwrap();
    let options = SerializeOptions::new().use_proto_field_name(true);
    let mut json = serde_json::Serializer::pretty(Vec::new());
    record.serialize_with_options(&mut json, &options).unwrap();
    String::from_utf8(json.into_inner()).unwrap()
}
