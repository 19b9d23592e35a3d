//! Checks what comes in to be screened: the same walk as for records, over the messages of `comity.screening.v1`. A party may
//! name owners that are not there: nothing of them is read.

use std::collections::BTreeSet;

use comity_facts::{
    screening::{
        self as message, DisposeRequest, DispositionDecision, ListDispositionsRequest, MatchMode, ScreenOptions,
        ScreenRequest, WatchOpen, WithdrawRequest,
    },
    v1::{HitBand, Party},
};

use super::super::{
    schema::{MessageId, Schema, SchemaError},
    validate,
    violation::{Reason, Refusal},
    walk::{Limits, Walk},
};
use crate::{
    dispositions::{Decision, Disposition, Filter, New},
    domain::{Date, Digest, ListId},
    evaluate,
    screening::{Band, Comparison, Mode, Parameters, Subject, WeakAliases},
};

const REQUEST: &str = "comity.screening.v1.ScreenRequest";
const OPTIONS: &str = "comity.screening.v1.ScreenOptions";
const PARTY: &str = "comity.v1.Party";
const WATCH: &str = "comity.screening.v1.WatchOpen";
const DISPOSE: &str = "comity.screening.v1.DisposeRequest";
const DISPOSITIONS: &str = "comity.screening.v1.ListDispositionsRequest";
const WITHDRAW: &str = "comity.screening.v1.WithdrawRequest";
const ROOTS: [&str; 7] = [REQUEST, OPTIONS, PARTY, WATCH, DISPOSE, DISPOSITIONS, WITHDRAW];

/// Checks requests of the screening service.
pub(in crate::rpc) struct ScreenIntake {
    schema: Schema,
    limits: Limits,
    request: MessageId,
    options: MessageId,
    party: MessageId,
    watch: MessageId,
    dispose: MessageId,
    dispositions: MessageId,
    withdraw: MessageId,
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

/// Which dispositions are asked for.
#[derive(Debug)]
pub(in crate::rpc) struct Page {
    pub(in crate::rpc) filter: Filter,
    /// Those too that no longer hold.
    pub(in crate::rpc) ended: bool,
    /// Most of them.
    pub(in crate::rpc) size: usize,
}

/// Dispositions of one answer, where the caller does not say.
const PAGE_SIZE: usize = 100;

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
        let (watch, dispose) = (named(WATCH)?, named(DISPOSE)?);
        let (dispositions, withdraw) = (named(DISPOSITIONS)?, named(WITHDRAW)?);
        Ok(Self { schema, limits, request, options, party, watch, dispose, dispositions, withdraw })
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

    /// Checks an encoded `comity.screening.v1.WatchOpen`; gives with it whether each party is answered at first.
    pub(in crate::rpc) fn watched(&self, bytes: &[u8], today: Date) -> Result<(Wanted, bool), Refusal> {
        let open: WatchOpen = self.checked(self.watch, bytes)?;
        let wanted = wanted(open.options.unwrap_or_default(), "options.", today)?;
        for (field, day) in [("as_of", wanted.as_of), ("known_at", wanted.known_at)] {
            if day.is_some() {
                let text = "parties are kept screened as of today: leave it out";
                return Err(Refusal::one(format!("options.{field}"), Reason::OutOfRange, text));
            }
        }
        Ok((wanted, open.screen_now))
    }

    /// Checks an encoded `comity.v1.Party`.
    pub(in crate::rpc) fn party(&self, bytes: &[u8]) -> Result<Party, Refusal> {
        self.checked(self.party, bytes)
    }

    /// Checks an encoded `comity.screening.v1.DisposeRequest`; gives with it the party's content.
    pub(in crate::rpc) fn disposed(&self, bytes: &[u8], today: Date) -> Result<New, Refusal> {
        let request: DisposeRequest = self.checked(self.dispose, bytes)?;
        let decision = match request.decision() {
            DispositionDecision::TrueMatch => Decision::TrueMatch,
            DispositionDecision::FalsePositive | DispositionDecision::Unspecified => Decision::FalsePositive,
        };
        // The walk has checked the forms.
        let until =
            Date::read(&request.until).ok_or_else(|| Refusal::one("until", Reason::Required, "it needs a day"))?;
        if until <= today {
            let text = format!("it is not after today ({today}): a decision holds for a day at least");
            return Err(Refusal::one("until", Reason::DateOutOfRange, text));
        }
        let unknown = || Refusal::one("list", Reason::NotAnId, "it is not a list");
        let party = request.party.unwrap_or_default();
        Ok(New {
            decision,
            why: request.why,
            until,
            party_digest: evaluate::with_subject(&party, content),
            party: party.id.unwrap_or_default(),
            list: request.list.parse().map_err(|_| unknown())?,
            entry: request.entry,
            entry_digest: digest("entry_digest", &request.entry_digest)?,
        })
    }

    /// Checks an encoded `comity.screening.v1.ListDispositionsRequest`.
    pub(in crate::rpc) fn dispositions(&self, bytes: &[u8]) -> Result<Page, Refusal> {
        let request: ListDispositionsRequest = self.checked(self.dispositions, bytes)?;
        let after = |token: String| {
            let wrong = || Refusal::one("page_token", Reason::NotAnId, "take it from the answer before, as it is");
            Disposition::number_of(&token).ok_or_else(wrong)
        };
        let filter = Filter {
            list: request.list.and_then(|list| list.parse().ok()),
            entry: request.entry,
            party: request.party_digest.map(|text| digest("party_digest", &text)).transpose()?,
            after: request.page_token.map(after).transpose()?,
        };
        let size = request.page_size.and_then(|size| usize::try_from(size).ok()).unwrap_or(PAGE_SIZE);
        Ok(Page { filter, ended: request.ended, size })
    }

    /// Checks an encoded `comity.screening.v1.WithdrawRequest`.
    pub(in crate::rpc) fn withdrawn(&self, bytes: &[u8]) -> Result<WithdrawRequest, Refusal> {
        self.checked(self.withdraw, bytes)
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

/// The lists of a day that has not come are not known. `at` is where `known_at` stands in its message.
pub(in crate::rpc) fn not_after_today(known_at: Option<Date>, at: &str, today: Date) -> Result<(), Refusal> {
    if known_at.is_none_or(|day| day <= today) {
        return Ok(());
    }
    let text = format!("it lies after today ({today}): nobody knows the lists of that day yet");
    Err(Refusal::one(format!("{at}known_at"), Reason::DateOutOfRange, text))
}

/// `at` is where the options stand in their message.
fn wanted(options: ScreenOptions, at: &str, today: Date) -> Result<Wanted, Refusal> {
    let day = |text: Option<String>| text.as_deref().and_then(Date::read);
    let (as_of, known_at) = (day(options.as_of), day(options.known_at));
    not_after_today(known_at, at, today)?;
    let mut parameters = Parameters::default();
    if let Some(given) = options.parameters {
        if given.least.is_some() {
            parameters.least = band(given.least());
        }
        parameters.comparison = Comparison {
            mode: match given.mode() {
                MatchMode::Ofac => Mode::Ofac,
                MatchMode::Comity | MatchMode::Unspecified => Mode::Comity,
            },
            weak_aliases: match given.weak_aliases() {
                message::WeakAliases::Count => WeakAliases::Count,
                message::WeakAliases::Ignore => WeakAliases::Ignore,
                message::WeakAliases::Confirm | message::WeakAliases::Unspecified => WeakAliases::Confirm,
            },
        };
        parameters.limit = given.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(parameters.limit);
    }
    // The walk has checked their form.
    let lists = options.lists.iter().filter_map(|text| text.parse().ok()).collect();
    Ok(Wanted { lists, parameters, as_of, known_at })
}

fn content(subject: &Subject<'_>) -> Digest {
    subject.content()
}

fn digest(path: &str, text: &str) -> Result<Digest, Refusal> {
    text.parse().map_err(|_| Refusal::one(path, Reason::NotADigest, "it is not a digest of 64 hexadecimal digits"))
}

fn band(band: HitBand) -> Band {
    match band {
        HitBand::Confirmed => Band::Confirmed,
        HitBand::Strong => Band::Strong,
        HitBand::Possible => Band::Possible,
        HitBand::Weak | HitBand::Unspecified => Band::Weak,
    }
}
