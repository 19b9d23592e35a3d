//! What is wrong with a message: the path of the field, a stable reason for programs, a sentence for people.

use std::fmt;

use crate::domain::Jurisdiction;

/// Jurisdictions that a description names as known.
const SHOWN_KNOWN: usize = 12;
/// Longest piece of a caller's input that a description repeats, in characters: enough to recognise it.
const SHOWN_CHARS: usize = 40;

/// Why a field is refused. The code is stable: programs match on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The bytes are not a protobuf message.
    Malformed,
    /// The schema has no field of this number.
    UnknownField,
    /// The enum has no value of this number.
    UnknownEnumValue,
    /// The enum's zero, which is not a value, was given explicitly.
    UnspecifiedEnumValue,
    /// The field is encoded as another type.
    WrongWireType,
    /// A field that can be given once was given again.
    DuplicateField,
    /// The id of the request was given to another one.
    RequestIdTaken,
    /// A request of this id is being decided.
    RequestRunning,
    /// Text is not UTF-8.
    InvalidUtf8,
    /// Text holds a control character.
    ControlCharacter,
    /// Text says nothing.
    EmptyText,
    /// Text is longer than the field or the server allows.
    TooLong,
    /// A list, or the record in all, has more entries than the server allows.
    TooMany,
    /// Messages are nested more deeply than the server allows.
    TooDeep,
    /// Not an identifier.
    NotAnId,
    /// Not a day of the calendar.
    DateNotCivil,
    /// A day outside the years that records speak of.
    DateOutOfRange,
    /// Not a decimal number.
    NotADecimal,
    /// A number below zero where there is none.
    Negative,
    /// More than one hundred percent.
    PercentOutOfRange,
    /// Not an ISO 3166-1 alpha-3 code.
    NotACountry,
    /// Not an ISO 4217 code.
    NotACurrency,
    /// Not a time of day.
    NotATimeOfDay,
    /// Not a jurisdiction's identifier.
    NotAJurisdiction,
    /// Not a rule's identifier, or an extension's key.
    NotARule,
    /// Not a path into a message.
    NotAPath,
    /// A whole number outside the field's range.
    OutOfRange,
    /// A field that has to be there is not.
    Required,
    /// An interval ends before it starts.
    EndsBeforeStart,
    /// Two entries of one list have the same id.
    DuplicateId,
    /// No entry has the id that is referred to.
    DanglingReference,
    /// A party owns itself through others.
    OwnershipCycle,
    /// The holdings in one party come to more than all of it.
    OwnershipOver100Percent,
    /// The ownership graph has more circles and dates than the server examines.
    OwnershipTooTangled,
    /// No loaded plugin declares the extension.
    UndeclaredExtension,
    /// An extension's value has another type than its plugin declares.
    WrongExtensionType,
    /// An extension was given twice.
    DuplicateExtension,
    /// A date was asked for twice.
    DuplicateDate,
    /// The server has no such jurisdiction.
    UnknownJurisdiction,
    /// The record has no such part.
    UnknownPart,
    /// No list that is loaded has such an entry.
    UnknownEntry,
    /// Not 64 hexadecimal digits.
    NotADigest,
    /// A record of a stream has another sequence than the next.
    OutOfSequence,
    /// The answer has no room in a message.
    AnswerTooLarge,
}

impl Reason {
    /// The stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Malformed => "MALFORMED",
            Self::UnknownField => "UNKNOWN_FIELD",
            Self::UnknownEnumValue => "UNKNOWN_ENUM_VALUE",
            Self::UnspecifiedEnumValue => "UNSPECIFIED_ENUM_VALUE",
            Self::WrongWireType => "WRONG_WIRE_TYPE",
            Self::DuplicateField => "DUPLICATE_FIELD",
            Self::RequestIdTaken => "REQUEST_ID_TAKEN",
            Self::RequestRunning => "REQUEST_RUNNING",
            Self::InvalidUtf8 => "INVALID_UTF8",
            Self::ControlCharacter => "CONTROL_CHARACTER",
            Self::EmptyText => "EMPTY_TEXT",
            Self::TooLong => "TOO_LONG",
            Self::TooMany => "TOO_MANY",
            Self::TooDeep => "TOO_DEEP",
            Self::NotAnId => "NOT_AN_ID",
            Self::DateNotCivil => "DATE_NOT_CIVIL",
            Self::DateOutOfRange => "DATE_OUT_OF_RANGE",
            Self::NotADecimal => "NOT_A_DECIMAL",
            Self::Negative => "NEGATIVE",
            Self::PercentOutOfRange => "PERCENT_OUT_OF_RANGE",
            Self::NotACountry => "NOT_A_COUNTRY",
            Self::NotACurrency => "NOT_A_CURRENCY",
            Self::NotATimeOfDay => "NOT_A_TIME_OF_DAY",
            Self::NotAJurisdiction => "NOT_A_JURISDICTION",
            Self::NotARule => "NOT_A_RULE",
            Self::NotAPath => "NOT_A_PATH",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::Required => "REQUIRED",
            Self::EndsBeforeStart => "ENDS_BEFORE_START",
            Self::DuplicateId => "DUPLICATE_ID",
            Self::DanglingReference => "DANGLING_REFERENCE",
            Self::OwnershipCycle => "OWNERSHIP_CYCLE",
            Self::OwnershipOver100Percent => "OWNERSHIP_OVER_100_PERCENT",
            Self::OwnershipTooTangled => "OWNERSHIP_TOO_TANGLED",
            Self::UndeclaredExtension => "UNDECLARED_EXTENSION",
            Self::WrongExtensionType => "WRONG_EXTENSION_TYPE",
            Self::DuplicateExtension => "DUPLICATE_EXTENSION",
            Self::DuplicateDate => "DUPLICATE_DATE",
            Self::UnknownJurisdiction => "UNKNOWN_JURISDICTION",
            Self::UnknownPart => "UNKNOWN_PART",
            Self::UnknownEntry => "UNKNOWN_ENTRY",
            Self::NotADigest => "NOT_A_DIGEST",
            Self::OutOfSequence => "OUT_OF_SEQUENCE",
            Self::AnswerTooLarge => "ANSWER_TOO_LARGE",
        }
    }

    /// For a text that lacks its format: what it is not, and what would be right.
    pub(super) fn about_text(self) -> &'static str {
        match self {
            Self::ControlCharacter => "holds a control character: only line feed and tab are allowed",
            Self::EmptyText => "says nothing: leave the field out if it is unknown",
            Self::NotAnId => "is not an identifier: 1 to 64 of A-Z a-z 0-9 . _ : -, starting with a letter or digit",
            Self::DateNotCivil => "is not a day of the calendar: write one that exists, as YYYY-MM-DD",
            Self::DateOutOfRange => "is outside the years that records speak of: 1900 to 2199",
            Self::NotADecimal => "is not a decimal number: digits, and optionally a point and 1 to 8 more, e.g. `9.50`",
            Self::Negative => {
                "is below zero: amounts and quantities never are; the field that holds one says its direction"
            }
            Self::PercentOutOfRange => "is more than all of it: a percentage is 0 to 100",
            Self::NotACountry => "is not an ISO 3166-1 alpha-3 country code, e.g. `QAT`",
            Self::NotACurrency => "is not an ISO 4217 currency code, e.g. `QAR`",
            Self::NotATimeOfDay => "is not a time of day: HH:MM, 00:00 to 24:00",
            Self::NotAJurisdiction => "is not a jurisdiction: 1 to 16 lower-case letters and digits, e.g. `qa`",
            Self::NotARule => "is not a jurisdiction, a dot and a name, e.g. `qa.wage.wps@2015`",
            Self::NotAPath => "is not a path into a message, e.g. `wages.items[0].payee`",
            _ => "is refused",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One bad field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where: fields of a record from the record's root, e.g. `parties.items[3].name`, as evidence names them; others
    /// from the request's. A field that the schema does not know stands by its number. Empty: the whole message.
    pub path: String,
    /// Why, for programs.
    pub reason: Reason,
    /// Why, and what would be right, for people.
    pub description: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the message" } else { &self.path };
        write!(f, "{path}: {} ({})", self.description, self.reason)
    }
}

/// A message was refused, with everything that is wrong in it, as far as was looked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", summary(.violations, *.stopped_early))]
pub struct Refusal {
    /// The bad fields, at least one.
    pub violations: Vec<Violation>,
    /// The limit of violations was reached, and the rest was not looked at.
    pub stopped_early: bool,
}

impl Refusal {
    /// A refusal for one field.
    pub(super) fn one(path: impl Into<String>, reason: Reason, description: impl Into<String>) -> Self {
        let violation = Violation { path: path.into(), reason, description: description.into() };
        Self { violations: vec![violation], stopped_early: false }
    }
}

/// The refusal of jurisdictions that are not there, named by their place in the list that was asked for. The same goes
/// for one that the caller may not see, once there are permissions.
pub(super) fn unknown_jurisdictions(list: &str, asked: &[Jurisdiction], known: &[Jurisdiction]) -> Refusal {
    let names: Vec<_> = known.iter().take(SHOWN_KNOWN).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > SHOWN_KNOWN { " and others" } else { "" };
    let violation = |(index, name): (usize, &Jurisdiction)| Violation {
        path: format!("{list}[{index}]"),
        reason: Reason::UnknownJurisdiction,
        description: format!("the server has no jurisdiction `{name}`; it has {}{more}", names.join(", ")),
    };
    let unknown = asked.iter().enumerate().filter(|(_, name)| !known.contains(name));
    Refusal { violations: unknown.map(violation).collect(), stopped_early: false }
}

fn summary(violations: &[Violation], stopped_early: bool) -> String {
    let first = violations.first().map(ToString::to_string).unwrap_or_default();
    match (violations.len(), stopped_early) {
        (0 | 1, _) => first,
        (count, false) => format!("{count} fields are refused; the first is {first}"),
        (count, true) => format!("{count} fields or more are refused; the first is {first}"),
    }
}

/// Collects violations up to a limit.
pub(super) struct Found {
    list: Vec<Violation>,
    limit: usize,
    stopped_early: bool,
}

/// The limit of violations is reached: stop looking.
pub(super) struct Full;

impl Found {
    pub(super) fn new(limit: usize) -> Self {
        Self { list: Vec::new(), limit: limit.max(1), stopped_early: false }
    }

    pub(super) fn add(&mut self, violation: Violation) -> Result<(), Full> {
        self.list.push(violation);
        if self.list.len() < self.limit { Ok(()) } else { Err(self.stop()) }
    }

    /// Looks no further.
    pub(super) fn stop(&mut self) -> Full {
        self.stopped_early = true;
        Full
    }

    pub(super) fn stopped(&self) -> bool {
        self.stopped_early
    }

    pub(super) fn none(&self) -> bool {
        self.list.is_empty()
    }

    /// The refusal, if anything was found.
    pub(super) fn refusal(self) -> Result<(), Refusal> {
        let Self { list: violations, stopped_early, .. } = self;
        if violations.is_empty() { Ok(()) } else { Err(Refusal { violations, stopped_early }) }
    }
}

/// A caller's input as a description may repeat it: in backticks, short, on one line.
pub(super) fn shown(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN_CHARS).flat_map(char::escape_debug).collect();
    if text.chars().nth(SHOWN_CHARS).is_some() {
        out.push('…');
    }
    format!("`{out}`")
}

/// As [`shown`], of an input that was found to be text.
pub(super) fn shown_bytes(text: &[u8]) -> String {
    shown(&String::from_utf8_lossy(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_input_briefly_and_on_one_line() {
        assert_eq!(shown("a\nb"), "`a\\nb`");
        assert_eq!(shown(&"x".repeat(1000)).chars().count(), 43);
    }

    #[test]
    fn stops_at_the_limit() {
        let violation = Violation { path: "a".into(), reason: Reason::Required, description: "b".into() };
        let mut found = Found::new(2);
        assert!(found.add(violation.clone()).is_ok());
        assert!(found.add(violation).is_err());
        assert!(found.refusal().unwrap_err().stopped_early);
    }
}
