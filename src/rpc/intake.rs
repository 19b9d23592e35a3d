//! The door of the server, without a socket: bytes in, checked requests out. The gRPC services and embedded callers
//! (`comity evaluate FILE`) come through here, so that a record is held to the same rules whichever way it came.
//!
//! Paths of violations start at the record's root for what is in the record (`parties.items[3].name`), as evidence in a
//! decision names fields, and at the request's for the rest (`options.as_of[0]`).

use comity_facts::{
    Date, Part, catalog,
    v1::{DetailLevel, EvaluateOptions, Extension, Parties, StreamOpen, TimelineOptions},
};
use prost::Message as _;

use super::{
    extension::{self, Declared},
    ownership, record_dates,
    schema::{MessageId, Schema, SchemaError},
    screen::ScreenIntake,
    validate,
    violation::{Found, Full, Reason, Refusal, Violation, shown},
    walk::{Limits, Walk},
    wire::{self, Fields, Value},
};
use crate::{
    domain::{Digest, EncodedRecord, Jurisdiction, PartName, RuleId},
    timeline::{Asked, RecordDate},
};

const EVALUATE: &str = "comity.v1.EvaluateRequest";
const RECORD: &str = "comity.v1.Record";
const STREAM_OPEN: &str = "comity.v1.StreamOpen";
const STREAM_RECORD: &str = "comity.v1.StreamRecord";
const TIMELINE: &str = "comity.v1.TimelineRequest";
const LIST_PLUGINS: &str = "comity.catalog.v1.ListPluginsRequest";
const LIST_RULES: &str = "comity.catalog.v1.ListRulesRequest";
const GET_LIMITS: &str = "comity.catalog.v1.GetLimitsRequest";
const LIST_LISTS: &str = "comity.catalog.v1.ListListsRequest";
const REFRESH_LISTS: &str = "comity.catalog.v1.RefreshListsRequest";
const ACCEPT_SHRINK: &str = "comity.catalog.v1.AcceptShrinkRequest";

/// Field numbers of the messages that carry a record, and of `comity.v1.Record`; a test holds them to the schema.
mod number {
    /// In `comity.v1.EvaluateRequest` and `comity.v1.StreamRecord`.
    pub(super) const REQUEST_ID: u32 = 1;
    pub(super) const OPTIONS: u32 = 2;
    pub(super) const RECORD: u32 = 3;
    pub(super) const STREAM_RECORD: u32 = 2;
    pub(super) const OPEN_OPTIONS: u32 = 1;
    pub(super) const TIMELINE_OPTIONS: u32 = 1;
    pub(super) const TIMELINE_RECORD: u32 = 2;
    pub(super) const RECORD_ID: u32 = 1;
    pub(super) const RECORD_PARTIES: u32 = 2;
    pub(super) const RECORD_EXTENSIONS: u32 = 29;
}

/// Checks requests and records.
pub struct Intake {
    schema: Schema,
    screening: ScreenIntake,
    limits: Limits,
    evaluate: MessageId,
    record: MessageId,
    stream_open: MessageId,
    stream_record: MessageId,
    timeline: MessageId,
    list_plugins: MessageId,
    list_rules: MessageId,
    get_limits: MessageId,
    list_lists: MessageId,
    refresh_lists: MessageId,
    accept_shrink: MessageId,
}

/// A checked request to evaluate one record.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The caller's id of the request; empty if it has none.
    pub request_id: String,
    /// The record.
    pub record: EncodedRecord,
    /// How.
    pub options: Options,
}

/// How to evaluate, checked.
#[derive(Clone, Debug)]
pub struct Options {
    /// The dates, at least one, each once.
    pub dates: Vec<Date>,
    /// The jurisdictions asked for; empty for all.
    pub jurisdictions: Vec<Jurisdiction>,
    /// The parts that the caller vouches for having looked at.
    pub assessed_parts: Vec<PartName>,
    /// How much to return.
    pub detail: DetailLevel,
    /// Screening is by the lists as they had been published by this day; none for those that serve.
    pub known_at: Option<Date>,
}

/// A checked first message of a stream.
#[derive(Clone, Debug)]
pub struct Opening {
    /// How to evaluate every record.
    pub options: Options,
    /// Answers may come in any order.
    pub unordered: bool,
    /// Sequence of the last record whose answer the caller has.
    pub resume_after: Option<u64>,
    /// The stream that is resumed; empty for a new one.
    pub stream_id: String,
}

/// A checked request for a timeline.
#[derive(Clone, Debug)]
pub struct Days {
    /// The record.
    pub record: EncodedRecord,
    /// Its dates, in the order of its fields.
    pub dates: Vec<RecordDate>,
    /// The range asked for.
    pub asked: Asked,
    /// The jurisdictions asked for; empty for all.
    pub jurisdictions: Vec<Jurisdiction>,
    /// The parts that the caller vouches for having looked at.
    pub assessed_parts: Vec<PartName>,
}

/// A checked request for rules.
#[derive(Clone, Debug, Default)]
pub struct RulesQuery {
    /// Only those in force on this day.
    pub as_of: Option<Date>,
    /// Only those of these jurisdictions; empty for all.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Only this one.
    pub rule: Option<RuleId>,
}

impl Intake {
    /// Compiles the checks from the embedded schema.
    ///
    /// # Errors
    /// If the schema uses something that the checks do not know; a defect of the build, never of a request.
    pub fn new(limits: Limits) -> Result<Self, SchemaError> {
        let records = [EVALUATE, RECORD, STREAM_OPEN, STREAM_RECORD, TIMELINE];
        let queries = [LIST_PLUGINS, LIST_RULES, LIST_LISTS, REFRESH_LISTS, ACCEPT_SHRINK, GET_LIMITS];
        let roots: Vec<_> = records.into_iter().chain(queries).collect();
        let schema = Schema::compile(comity_facts::DESCRIPTORS, &roots)?;
        let named = |name| schema.named(name);
        Ok(Self {
            evaluate: named(EVALUATE)?,
            record: named(RECORD)?,
            stream_open: named(STREAM_OPEN)?,
            stream_record: named(STREAM_RECORD)?,
            timeline: named(TIMELINE)?,
            list_plugins: named(LIST_PLUGINS)?,
            list_rules: named(LIST_RULES)?,
            get_limits: named(GET_LIMITS)?,
            list_lists: named(LIST_LISTS)?,
            refresh_lists: named(REFRESH_LISTS)?,
            accept_shrink: named(ACCEPT_SHRINK)?,
            screening: ScreenIntake::new(limits.clone())?,
            schema,
            limits,
        })
    }

    /// The limits it keeps.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What checks requests of the screening service.
    pub(super) fn screening(&self) -> &ScreenIntake {
        &self.screening
    }

    /// Checks an encoded `comity.v1.Record`.
    ///
    /// # Errors
    /// With every bad field, as far as the limit of violations.
    pub fn record(&self, bytes: &[u8], declared: &Declared) -> Result<EncodedRecord, Refusal> {
        let found = self.linked(self.record, bytes);
        Self::whole_record(found, bytes, declared)?.refusal()?;
        Ok(encoded(bytes))
    }

    /// Checks an encoded `comity.v1.EvaluateRequest`.
    ///
    /// # Errors
    /// With every bad field, as far as the limit of violations.
    pub fn evaluation(&self, bytes: &[u8], declared: &Declared) -> Result<Evaluation, Refusal> {
        let found = self.linked(self.evaluate, bytes);
        let record = wire::find(bytes, number::RECORD).unwrap_or_default();
        let mut found = Self::whole_record(found, record, declared)?;
        let options = self.options(wire::find(bytes, number::OPTIONS), &mut found);
        found.refusal()?;
        Ok(Evaluation { request_id: request_id(bytes), record: encoded(record), options: options? })
    }

    /// Checks an encoded `comity.v1.TimelineRequest`.
    ///
    /// # Errors
    /// With every bad field, as far as the limit of violations.
    pub fn timeline(&self, bytes: &[u8], declared: &Declared) -> Result<Days, Refusal> {
        let found = self.linked(self.timeline, bytes);
        let record = wire::find(bytes, number::TIMELINE_RECORD).unwrap_or_default();
        let mut found = Self::whole_record(found, record, declared)?;
        let options = wire::find(bytes, number::TIMELINE_OPTIONS).map(TimelineOptions::decode);
        let options = options.and_then(Result::ok).unwrap_or_default();
        let (Ok(()) | Err(Full)) = parts(&options.assessed_parts, &mut found);
        found.refusal()?;
        let day = |text: Option<String>| text.as_deref().and_then(Date::read);
        Ok(Days {
            dates: record_dates::of(&self.schema, self.record, record),
            record: encoded(record),
            asked: Asked { from: day(options.from), to: day(options.to) },
            jurisdictions: options.jurisdictions.iter().filter_map(|text| text.parse().ok()).collect(),
            assessed_parts: options.assessed_parts,
        })
    }

    /// Checks an encoded `comity.v1.StreamOpen`.
    ///
    /// # Errors
    /// With every bad field, as far as the limit of violations.
    pub fn opening(&self, bytes: &[u8]) -> Result<Opening, Refusal> {
        let mut found = self.linked(self.stream_open, bytes);
        let options = self.options(wire::find(bytes, number::OPEN_OPTIONS), &mut found);
        found.refusal()?;
        let open = decode::<StreamOpen>("open", bytes)?;
        if open.resume_after.is_some() && open.stream_id.is_none() {
            let text = "to resume, name the stream: `stream_id` as `opened` gave it";
            return Err(Refusal::one("stream_id", Reason::Required, text));
        }
        Ok(Opening {
            options: options?,
            unordered: open.unordered,
            resume_after: open.resume_after,
            stream_id: open.stream_id.unwrap_or_default(),
        })
    }

    /// Checks an encoded `comity.v1.StreamRecord`; gives the caller's id of the request, empty if it has none, and the
    /// record.
    ///
    /// # Errors
    /// With every bad field, as far as the limit of violations.
    pub fn stream_record(&self, bytes: &[u8], declared: &Declared) -> Result<(String, EncodedRecord), Refusal> {
        let found = self.linked(self.stream_record, bytes);
        let record = wire::find(bytes, number::STREAM_RECORD).unwrap_or_default();
        Self::whole_record(found, record, declared)?.refusal()?;
        Ok((request_id(bytes), encoded(record)))
    }

    /// Checks an encoded `comity.catalog.v1.ListRulesRequest`.
    ///
    /// # Errors
    /// With every bad field, as far as the limit of violations.
    pub fn rules_query(&self, bytes: &[u8]) -> Result<RulesQuery, Refusal> {
        self.linked(self.list_rules, bytes).refusal()?;
        let request = decode::<catalog::ListRulesRequest>("", bytes)?;
        Ok(RulesQuery {
            as_of: request.as_of.as_deref().and_then(Date::read),
            jurisdictions: request.jurisdictions.iter().filter_map(|text| text.parse().ok()).collect(),
            rule: request.rule_id.and_then(|text| text.parse().ok()),
        })
    }

    /// Checks an encoded `comity.catalog.v1.ListPluginsRequest`.
    ///
    /// # Errors
    /// If it holds anything: it has no fields.
    pub fn plugins_query(&self, bytes: &[u8]) -> Result<(), Refusal> {
        self.linked(self.list_plugins, bytes).refusal()
    }

    /// Checks an encoded `comity.catalog.v1.GetLimitsRequest`.
    ///
    /// # Errors
    /// If it holds anything: it has no fields.
    pub fn limits_query(&self, bytes: &[u8]) -> Result<(), Refusal> {
        self.linked(self.get_limits, bytes).refusal()
    }

    /// Checks an encoded `comity.catalog.v1.ListListsRequest`.
    ///
    /// # Errors
    /// If it holds anything: it has no fields.
    pub fn lists_query(&self, bytes: &[u8]) -> Result<(), Refusal> {
        self.linked(self.list_lists, bytes).refusal()
    }

    /// Checks an encoded `comity.catalog.v1.RefreshListsRequest`.
    ///
    /// # Errors
    /// If it holds anything: it has no fields.
    pub fn refresh_query(&self, bytes: &[u8]) -> Result<(), Refusal> {
        self.linked(self.refresh_lists, bytes).refusal()
    }

    /// Checks an encoded `comity.catalog.v1.AcceptShrinkRequest`; gives the digest that is consented to.
    ///
    /// # Errors
    /// If it is none.
    pub fn shrink_query(&self, bytes: &[u8]) -> Result<Digest, Refusal> {
        self.linked(self.accept_shrink, bytes).refusal()?;
        let request = decode::<catalog::AcceptShrinkRequest>("", bytes)?;
        let wrong = |_| Refusal::one("digest", Reason::NotADigest, "it is not a digest of 64 hexadecimal digits");
        request.digest.parse().map_err(wrong)
    }

    /// The walk, and the links between what it met.
    fn linked(&self, root: MessageId, bytes: &[u8]) -> Found {
        let mut walk = Walk::over(&self.schema, &self.limits, root, bytes);
        if walk.has_all_ids() {
            validate::links(&self.schema, &mut walk);
        }
        walk.found
    }

    /// What is decoded for its check: only of records without any other violation, so that nothing is allocated for the
    /// rest, and ids and dates are what they should be.
    fn whole_record(mut found: Found, record: &[u8], declared: &Declared) -> Result<Found, Refusal> {
        if !found.none() {
            return Ok(found);
        }
        if let Some(parties) = wire::find(record, number::RECORD_PARTIES) {
            ownership::check(&decode::<Parties>("parties", parties)?.items, &mut found);
        }
        extension::check(&extensions(record)?, declared, &mut found);
        Ok(found)
    }

    /// The options of a message that was walked. What is wrong with them is added to what was found; if they cannot be read
    /// at all, the walk has said so.
    fn options(&self, bytes: Option<&[u8]>, found: &mut Found) -> Result<Options, Refusal> {
        let unreadable = || Refusal::one("options", Reason::Malformed, "it cannot be read");
        let options = bytes.and_then(|b| EvaluateOptions::decode(b).ok()).ok_or_else(unreadable)?;
        let dates = self.dates(&options.as_of, found);
        let (Ok(()) | Err(Full)) = dates.and_then(|()| parts(&options.assessed_parts, found));
        Ok(Options {
            dates: options.as_of.iter().filter_map(|text| Date::read(text)).collect(),
            jurisdictions: options.jurisdictions.iter().filter_map(|text| text.parse().ok()).collect(),
            detail: options.detail(),
            known_at: options.known_at.as_deref().and_then(Date::read),
            assessed_parts: options.assessed_parts,
        })
    }

    fn dates(&self, dates: &[String], found: &mut Found) -> Result<(), Full> {
        let most = self.limits.dates;
        if dates.is_empty() {
            let text = "give at least one date: law and facts are those of a day";
            add(found, "options.as_of", Reason::Required, text)?;
        }
        if dates.len() > most {
            let text = format!("{} dates are more than {most}", dates.len());
            return add(found, "options.as_of", Reason::TooMany, text);
        }
        for (index, date) in dates.iter().enumerate() {
            if dates.iter().take(index).any(|earlier| earlier == date) {
                let path = format!("options.as_of[{index}]");
                add(found, &path, Reason::DuplicateDate, format!("{} is there already", shown(date)))?;
            }
        }
        Ok(())
    }
}

fn add(found: &mut Found, path: &str, reason: Reason, description: impl Into<String>) -> Result<(), Full> {
    found.add(Violation { path: path.to_owned(), reason, description: description.into() })
}

fn parts(names: &[String], found: &mut Found) -> Result<(), Full> {
    for (index, name) in names.iter().enumerate() {
        if !Part::ALL.iter().any(|part| part.name() == name) {
            let path = format!("options.assessed_parts[{index}]");
            let text = format!("{} is no part of the record, such as `wages`", shown(name));
            add(found, &path, Reason::UnknownPart, text)?;
        }
    }
    Ok(())
}

fn extensions(record: &[u8]) -> Result<Vec<Extension>, Refusal> {
    let mut fields = Fields::of(record);
    let mut extensions = Vec::new();
    while let Ok(Some((number, value))) = fields.next() {
        if let (number::RECORD_EXTENSIONS, Value::Bytes(bytes)) = (number, value) {
            extensions.push(decode("extensions", bytes)?);
        }
    }
    Ok(extensions)
}

/// Decodes what the walk accepted. The two agree on what a message is (a property test), so that this does not fail; if
/// they ever differ, the message is refused.
fn decode<M: prost::Message + Default>(path: &str, bytes: &[u8]) -> Result<M, Refusal> {
    M::decode(bytes).map_err(|error| Refusal::one(path, Reason::Malformed, format!("it cannot be decoded: {error}")))
}

fn text(message: &[u8], number: u32) -> Option<String> {
    let bytes = wire::find(message, number)?;
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// The caller's id of a request, as far as it can be read.
pub(super) fn request_id(message: &[u8]) -> String {
    text(message, number::REQUEST_ID).unwrap_or_default()
}

fn encoded(record: &[u8]) -> EncodedRecord {
    EncodedRecord::checked(text(record, number::RECORD_ID), record)
}

#[cfg(test)]
#[path = "intake_tests.rs"]
mod tests;
