//! Screening apart from any law: the methods of `comity.screening.v1.ScreeningService`.
//!
//! - [`intake`] checks what comes in; [`answer`] screens a party and puts the answer into words, the only place that does.
//! - [`dispose`] keeps what reviewers decided.
//! - [`watch`] keeps parties screened, [`sweep`] finds whom a change of the lists affects.
//! - [`stream`] is a stream of parties; [`past`] has the lists as they were known on a day.
//!
//! Screening runs on the evaluator threads, as evaluation does.

mod answer;
mod dispose;
mod intake;
mod past;
mod service;
mod stream;
mod sweep;
mod watch;

use std::{sync::Arc, time::Duration};

use comity_facts::{screening::ScreenResponse, v1::Party};
use prost::bytes::Bytes;

pub(super) use answer::{Basis, Reviewed, Screener};
pub(super) use intake::{Asked, ScreenIntake, Wanted, not_after_today};
pub(super) use past::Past;
pub use past::{KnownAt, PastLists};

use super::{edge::Edge, error::CallError};
use crate::{
    catalog::Catalog,
    domain::{Caller, Date},
    evaluate::Lane,
};

/// Bounds of the screening service.
#[derive(Clone, Debug)]
pub struct ScreenSettings {
    /// Parties of one request.
    pub parties: usize,
    /// Callers at once whose parties are kept screened.
    pub watches: usize,
    /// Parties of one of them.
    pub watch_parties: usize,
    /// How often it is looked for them whether a list has grown stale.
    pub look_every: Duration,
}

/// What checking a request on an evaluator thread came to.
enum Step {
    Answered(ScreenResponse),
    /// The lists of a past day have to be had first.
    Past(Date, Asked),
}

impl Edge {
    /// `Screen`: takes an encoded `comity.screening.v1.ScreenRequest`.
    ///
    /// # Errors
    /// Why there is no answer. A list that could not be screened against is part of the answer.
    pub async fn screen(self: &Arc<Self>, caller: Caller, request: Bytes) -> Result<ScreenResponse, CallError> {
        let (edge, called) = (Arc::clone(self), caller.clone());
        let check = move |catalog: &Catalog| {
            let asked = edge.intake.screening().asked(&request, edge.screen_settings().parties, edge.today())?;
            match asked.wanted.known_at {
                Some(day) => Ok(Step::Past(day, asked)),
                None => edge.answer(&edge.basis_of(catalog), &asked, &called).map(Step::Answered),
            }
        };
        let step = self.evaluator().run(Lane::Call, move |desk| check(desk.catalog())).await?;
        let (day, asked) = match step? {
            Step::Answered(response) => return Ok(response),
            Step::Past(day, asked) => (day, asked),
        };
        let basis = self.past(day, &asked.wanted).await?;
        let edge = Arc::clone(self);
        self.evaluator().run(Lane::Call, move |_| edge.answer(&basis, &asked, &caller)).await?
    }

    fn answer(&self, basis: &Basis, asked: &Asked, caller: &Caller) -> Result<ScreenResponse, CallError> {
        let screener = self.screener(basis, &asked.wanted, caller);
        let numbered = (0_u64..).zip(&asked.parties);
        let parties = numbered.map(|(sequence, party): (u64, &Party)| screener.answer(sequence, party)).collect();
        self.sendable(ScreenResponse { basis: Some(screener.basis()), parties })
    }

    /// The lists that serve, as of today. Takes some time when they are others than the last time.
    pub(super) fn basis_of(&self, catalog: &Catalog) -> Basis {
        let today = self.today();
        let lists = catalog.lists().as_of(today).into_owned();
        Basis { contents: self.contents_of(&lists), lists, today }
    }

    /// A catalog with the lists as they had been published by a day.
    pub(super) async fn catalog_on(&self, day: Date, catalog: &Catalog) -> Result<Catalog, CallError> {
        let basis = self.past(day, &Wanted::default()).await?;
        Ok(catalog.with_lists(basis.lists.clone()))
    }

    /// The lists as they had been published by a day.
    async fn past(&self, day: Date, wanted: &Wanted) -> Result<Arc<Basis>, CallError> {
        let past = self.past.as_ref().ok_or(CallError::NotConfigured { setting: "lists.history_dir" })?;
        let basis = past.on(day).await?;
        let known = |list| basis.lists.loaded(list).is_some();
        let any = basis.lists.status().any(|status| wanted.wants(&status.id) && known(&status.id));
        if any { Ok(basis) } else { Err(CallError::BeforeHistory { day }) }
    }

    /// The opening of a stream: takes encoded `comity.screening.v1.ScreenOptions`.
    fn wanted(&self, options: &[u8]) -> Result<Wanted, CallError> {
        Ok(self.intake.screening().wanted(options, self.today())?)
    }

    /// What screens for a caller.
    pub(super) fn screener<'a>(&'a self, basis: &'a Basis, wanted: &'a Wanted, caller: &Caller) -> Screener<'a> {
        let dispositions = self.dispositions.as_deref().map(|all| Reviewed { all, tenant: caller.tenant.clone() });
        Screener::new(basis, wanted, dispositions)
    }
}
