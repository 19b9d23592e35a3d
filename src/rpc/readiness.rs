//! Whether callers should come: the server as a whole, and each jurisdiction. Health over gRPC and the page for probes say
//! the same, from here.
//!
//! A server that cannot keep decisions gives none out, so a ledger that stopped or has no space makes everything
//! NOT_SERVING: callers go to another replica instead of collecting refusals. A plugin that is not loaded makes only its own
//! jurisdiction NOT_SERVING; for the others the server is as good as before.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tonic::server::NamedService;
use tonic_health::{ServingStatus, server::HealthReporter};

use super::{
    edge::Edge,
    services::Services,
    stubs::{
        catalog_service_server::CatalogServiceServer, evaluation_service_server::EvaluationServiceServer,
        screening_service_server::ScreeningServiceServer,
    },
};
use crate::domain::Jurisdiction;

/// The health service of a jurisdiction has this name before its identifier.
const JURISDICTION: &str = "comity.jurisdiction.";
/// How often it is looked whether anything changed; a look costs one call of the system.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Why callers should not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReady {
    /// The server drains.
    #[error("the server is shutting down")]
    Stopping,
    /// Writing failed; only a restart helps.
    #[error("the ledger has stopped: see the log, then restart the server")]
    LedgerStopped,
    /// The disk is full; it goes on by itself.
    #[error("the disk of the ledger is full: make room, and the server goes on by itself")]
    LedgerFull,
}

/// Whether callers should come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// Why not; `None` if they should.
    pub refuses: Option<NotReady>,
    /// Each jurisdiction that is known, and whether its plugin is loaded; by identifier.
    pub jurisdictions: BTreeMap<Jurisdiction, bool>,
}

impl Readiness {
    /// Whether the server can answer for a jurisdiction; `None` if it knows none of this name.
    pub fn of(&self, jurisdiction: &Jurisdiction) -> Option<bool> {
        self.jurisdictions.get(jurisdiction).map(|loaded| *loaded && self.refuses.is_none())
    }
}

/// The health service, kept up to date.
pub(super) struct Health {
    reporter: HealthReporter,
    edge: Arc<Edge>,
    refuses: Option<NotReady>,
    /// What was said of each service: who watches hears of changes only.
    said: BTreeMap<String, bool>,
}

impl Health {
    pub(super) fn new(reporter: HealthReporter, edge: Arc<Edge>) -> Self {
        Self { reporter, edge, refuses: None, said: BTreeMap::new() }
    }

    /// Says what changed.
    pub(super) async fn tell(&mut self) {
        let readiness = self.edge.readiness();
        for (service, serves) in services(&readiness) {
            if self.said.get(&service) != Some(&serves) {
                let status = if serves { ServingStatus::Serving } else { ServingStatus::NotServing };
                self.reporter.set_service_status(&service, status).await;
                self.said.insert(service, serves);
            }
        }
        if readiness.refuses != self.refuses {
            if let Some(why) = readiness.refuses {
                tracing::warn!(%why, "not ready");
            } else {
                tracing::info!("ready again");
            }
            self.refuses = readiness.refuses;
        }
    }

    /// Goes on saying what changed, for as long as it is polled.
    pub(super) async fn watch(&mut self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            self.tell().await;
        }
    }
}

/// Every service of which health is asked, and whether it serves.
fn services(readiness: &Readiness) -> impl Iterator<Item = (String, bool)> {
    let names = [
        "",
        EvaluationServiceServer::<Services>::NAME,
        CatalogServiceServer::<Services>::NAME,
        ScreeningServiceServer::<Services>::NAME,
    ];
    let serves = readiness.refuses.is_none();
    let services = names.into_iter().map(move |name| (name.to_owned(), serves));
    let jurisdictions = readiness.jurisdictions.iter();
    services.chain(jurisdictions.map(move |(name, loaded)| (format!("{JURISDICTION}{name}"), *loaded && serves)))
}
