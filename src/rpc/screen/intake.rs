//! Checks what comes in to be screened: the same walk as for records, over the messages of `comity.screening.v1`. A party may
//! name owners that are not there: nothing of them is read.

use std::collections::BTreeSet;

use comity_facts::{
    screening::{ScreenOptions, ScreenRequest},
    v1::{HitBand, Party},
};

use super::super::{
    schema::{MessageId, Schema, SchemaError},
    validate,
    violation::{Reason, Refusal},
    walk::{Limits, Walk},
};
use crate::{
    domain::{Date, ListId},
    screening::{Band, Parameters},
};

const REQUEST: &str = "comity.screening.v1.ScreenRequest";
const OPTIONS: &str = "comity.screening.v1.ScreenOptions";
const PARTY: &str = "comity.v1.Party";
const ROOTS: [&str; 3] = [REQUEST, OPTIONS, PARTY];

/// Checks requests of the screening service.
pub(in crate::rpc) struct ScreenIntake {
    schema: Schema,
    limits: Limits,
    request: MessageId,
    options: MessageId,
    party: MessageId,
}

/// How to screen, checked.
#[derive(Clone, Debug, Default)]
pub(in crate::rpc) struct Wanted {
    /// The lists; empty for all.
    pub(in crate::rpc) lists: BTreeSet<ListId>,
    pub(in crate::rpc) parameters: Parameters,
    pub(in crate::rpc) as_of: Option<Date>,
    pub(in crate::rpc) known_at: Option<Date>,
}

/// A checked request.
#[derive(Debug)]
pub(in crate::rpc) struct Asked {
    pub(in crate::rpc) wanted: Wanted,
    pub(in crate::rpc) parties: Vec<Party>,
}

impl Wanted {
    /// Whether a list is wanted.
    pub(in crate::rpc) fn wants(&self, list: &ListId) -> bool {
        self.lists.is_empty() || self.lists.contains(list)
    }
}

impl ScreenIntake {
    pub(in crate::rpc) fn new(limits: Limits) -> Result<Self, SchemaError> {
        let schema = Schema::compile(comity_facts::DESCRIPTORS, &ROOTS)?;
        let named = |name| schema.named(name);
        let (request, options, party) = (named(REQUEST)?, named(OPTIONS)?, named(PARTY)?);
        Ok(Self { request, options, party, schema, limits })
    }

    /// Checks an encoded `comity.screening.v1.ScreenRequest`.
    pub(in crate::rpc) fn asked(&self, bytes: &[u8], most: usize, today: Date) -> Result<Asked, Refusal> {
        let request: ScreenRequest = self.checked(self.request, bytes)?;
        if request.parties.is_empty() {
            return Err(Refusal::one("parties", Reason::Required, "give at least one party"));
        }
        if request.parties.len() > most {
            let text = format!("{} parties are more than {most}: send them as a stream", request.parties.len());
            return Err(Refusal::one("parties", Reason::TooMany, text));
        }
        Ok(Asked { wanted: wanted(request.options.unwrap_or_default(), "options.", today)?, parties: request.parties })
    }

    /// Checks an encoded `comity.screening.v1.ScreenOptions`.
    pub(in crate::rpc) fn wanted(&self, bytes: &[u8], today: Date) -> Result<Wanted, Refusal> {
        wanted(self.checked(self.options, bytes)?, "", today)
    }

    /// Checks an encoded `comity.v1.Party`.
    pub(in crate::rpc) fn party(&self, bytes: &[u8]) -> Result<Party, Refusal> {
        self.checked(self.party, bytes)
    }

    fn checked<M: prost::Message + Default>(&self, root: MessageId, bytes: &[u8]) -> Result<M, Refusal> {
        let mut walk = Walk::over(&self.schema, &self.limits, root, bytes);
        if walk.has_all_ids() {
            validate::ids(&mut walk);
        }
        walk.found.refusal()?;
        M::decode(bytes).map_err(|error| Refusal::one("", Reason::Malformed, format!("it cannot be decoded: {error}")))
    }
}

/// `at` is where the options stand in their message.
fn wanted(options: ScreenOptions, at: &str, today: Date) -> Result<Wanted, Refusal> {
    let day = |text: Option<String>| text.as_deref().and_then(Date::read);
    let (as_of, known_at) = (day(options.as_of), day(options.known_at));
    if known_at.is_some_and(|day| day > today) {
        let text = format!("it lies after today ({today}): nobody knows the lists of that day yet");
        return Err(Refusal::one(format!("{at}known_at"), Reason::DateOutOfRange, text));
    }
    let mut parameters = Parameters::default();
    if let Some(given) = options.parameters {
        if given.least.is_some() {
            parameters.least = band(given.least());
        }
        parameters.limit = given.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(parameters.limit);
    }
    // The walk has checked their form.
    let lists = options.lists.iter().filter_map(|text| text.parse().ok()).collect();
    Ok(Wanted { lists, parameters, as_of, known_at })
}

fn band(band: HitBand) -> Band {
    match band {
        HitBand::Confirmed => Band::Confirmed,
        HitBand::Strong => Band::Strong,
        HitBand::Possible => Band::Possible,
        HitBand::Weak | HitBand::Unspecified => Band::Weak,
    }
}
