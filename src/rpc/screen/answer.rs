//! From a party and the lists to the words of the contract.

use std::sync::Arc;

use comity_facts::{
    screening::{
        self as message, AppliedParameters, ListAnswer, NotScreened, PartyAnswer, ScreenedHit, ScreeningBasis,
    },
    v1::{GapReason, Party, ScreenedList},
};

use super::{super::screened, dispose, intake::Wanted};
use crate::{
    dispositions::Dispositions,
    domain::{Date, Digest, ListId, TenantId},
    evaluate,
    screening::{
        Cause, Contents, Found, Hit, Listing, Lists, MATCHER, Mode, Outcome, Parameters, Subject, WeakAliases,
    },
};

/// The lists by which something is screened.
#[derive(Debug)]
pub(in crate::rpc) struct Basis {
    pub(in crate::rpc) lists: Lists,
    pub(in crate::rpc) contents: Arc<Contents>,
    /// The day by which lists are stale.
    pub(in crate::rpc) today: Date,
}

/// Screens parties as one caller wants it.
pub(in crate::rpc) struct Screener<'a> {
    basis: &'a Basis,
    wanted: &'a Wanted,
    lists: Vec<ListId>,
    reviewed: Option<Reviewed<'a>>,
}

/// What reviewers of a tenant decided.
pub(in crate::rpc) struct Reviewed<'a> {
    pub(in crate::rpc) all: &'a Dispositions,
    pub(in crate::rpc) tenant: TenantId,
}

impl<'a> Screener<'a> {
    pub(in crate::rpc) fn new(basis: &'a Basis, wanted: &'a Wanted, reviewed: Option<Reviewed<'a>>) -> Self {
        let mut lists: Vec<ListId> = wanted.lists.iter().cloned().collect();
        if lists.is_empty() {
            lists.extend(basis.lists.status().map(|status| status.id.clone()));
            lists.sort_unstable();
            lists.dedup();
        }
        Self { basis, wanted, lists, reviewed }
    }

    /// What every answer rests on.
    pub(in crate::rpc) fn basis(&self) -> ScreeningBasis {
        let Parameters { least, limit, comparison } = self.wanted.parameters;
        let looked_at = self.lists.iter().filter_map(|list| self.basis.lists.loaded(list));
        let shown = |day: Option<Date>| day.map(|day| day.to_string());
        ScreeningBasis {
            matcher: MATCHER.to_owned(),
            parameters: Some(AppliedParameters {
                version: Parameters::VERSION,
                least: screened::band(least).into(),
                limit: u32::try_from(limit).unwrap_or(u32::MAX),
                mode: match comparison.mode {
                    Mode::Comity => message::MatchMode::Comity,
                    Mode::Ofac => message::MatchMode::Ofac,
                }
                .into(),
                weak_aliases: match comparison.weak_aliases {
                    WeakAliases::Confirm => message::WeakAliases::Confirm,
                    WeakAliases::Count => message::WeakAliases::Count,
                    WeakAliases::Ignore => message::WeakAliases::Ignore,
                }
                .into(),
            }),
            lists_digest: self.basis.lists.digest().to_string(),
            lists: looked_at.filter(|status| !status.stale).map(screened::list).collect::<Vec<ScreenedList>>(),
            today: self.basis.today.to_string(),
            as_of: shown(self.wanted.as_of),
            known_at: shown(self.wanted.known_at),
        }
    }

    /// The answer to a party.
    pub(in crate::rpc) fn answer(&self, sequence: u64, party: &Party) -> PartyAnswer {
        evaluate::with_subject(party, |subject| PartyAnswer {
            lists: self.lists.iter().map(|list| self.against(list, subject)).collect(),
            ..Self::no_lists(sequence, subject)
        })
    }

    /// A party without any answer yet.
    pub(in crate::rpc) fn no_lists(sequence: u64, subject: &Subject<'_>) -> PartyAnswer {
        PartyAnswer {
            sequence,
            party: subject.id.to_owned(),
            party_digest: subject.content().to_string(),
            lists: Vec::new(),
        }
    }

    /// What of the matcher's answer is wanted.
    pub(in crate::rpc) fn parameters(&self) -> &Parameters {
        &self.wanted.parameters
    }

    /// The answer to a party against a list, as far as a later one is compared with it.
    pub(in crate::rpc) fn outcome(&self, list: &ListId, subject: &Subject<'_>) -> Outcome {
        let answer = self.basis.lists.screen_with(list, subject, &self.wanted.parameters);
        Outcome::of(answer.as_ref().map(Found::all).map_err(|cause| *cause), &self.basis.contents)
    }

    /// Why nobody is screened against a list now.
    pub(in crate::rpc) fn why_not(&self, list: &ListId) -> NotScreened {
        let stale = self.basis.lists.loaded(list).is_some_and(|status| status.stale);
        self.not_screened(list, if stale { Cause::ListStale } else { Cause::ListMissing })
    }

    /// The answer to a party against a list.
    pub(in crate::rpc) fn against(&self, list: &ListId, subject: &Subject<'_>) -> ListAnswer {
        match self.basis.lists.screen_on(list, subject, &self.wanted.parameters, self.wanted.as_of) {
            Ok(found) => self.found(list, subject, &found),
            Err(cause) => {
                let not_screened = Some(self.not_screened(list, cause));
                ListAnswer { list: list.to_string(), not_screened, ..ListAnswer::default() }
            }
        }
    }

    fn found(&self, list: &ListId, subject: &Subject<'_>, found: &Found) -> ListAnswer {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        ListAnswer {
            list: list.to_string(),
            not_screened: None,
            hits: found.hits().map(|hit| self.hit(subject, hit)).collect(),
            left_out: number(found.left_out),
            not_listed_then: number(found.not_listed),
            caveats: self.caveats(list).into_iter().map(Into::into).collect(),
        }
    }

    fn hit(&self, subject: &Subject<'_>, hit: &Hit) -> ScreenedHit {
        let listing =
            self.wanted.as_of.and_then(|day| hit.listing(day)).map_or(message::Listing::Unspecified, |listing| {
                match listing {
                    Listing::Certain => message::Listing::Certain,
                    Listing::Uncertain => message::Listing::Uncertain,
                }
            });
        let content = self.basis.contents.get(&hit.list, &hit.entry);
        ScreenedHit {
            hit: Some(screened::hit(subject.id, hit)),
            entry_digest: content.map(|digest| digest.to_string()).unwrap_or_default(),
            listing: listing.into(),
            disposition: self.disposition(subject, hit, content),
        }
    }

    /// Whatever a reviewer decided, in force or not: one that no longer holds says why to look again.
    fn disposition(&self, subject: &Subject<'_>, hit: &Hit, content: Option<Digest>) -> Option<message::Disposition> {
        let Reviewed { all, tenant } = self.reviewed.as_ref()?;
        if all.is_empty() {
            return None;
        }
        let found = all.find(tenant, subject.content(), &hit.list, &hit.entry)?;
        Some(dispose::told(&found, content, self.basis.today))
    }

    /// What an answer against the list lacks, although it was looked at.
    fn caveats(&self, list: &ListId) -> Vec<GapReason> {
        let Some(status) = self.basis.lists.loaded(list) else { return Vec::new() };
        let before = self.wanted.as_of.zip(status.covers_from).is_some_and(|(day, from)| day < from);
        let caveats = [(status.sample, GapReason::ListSample), (before, GapReason::BeforeList)];
        caveats.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason).collect()
    }

    fn not_screened(&self, list: &ListId, cause: Cause) -> NotScreened {
        // A refused source of several lists stands under the beginning of their ids.
        let refused = |status: &crate::screening::ListStatus| {
            let same =
                status.id == *list || cause == Cause::ListRefused && list.as_str().starts_with(status.id.as_str());
            status.outcome.as_ref().err().filter(|_| same).map(ToString::to_string)
        };
        let error = self.basis.lists.status().find_map(refused);
        let cause = if error.is_some() { Cause::ListRefused } else { cause };
        let reason = evaluate::GapReason::of(cause);
        let detail = error.unwrap_or_else(|| format!("{list}: {}", reason.advice()));
        NotScreened { reason: screened::reason(reason).into(), detail }
    }
}
