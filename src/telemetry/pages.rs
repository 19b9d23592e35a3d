//! The pages that the endpoint shows: metrics for Prometheus, and whether the process lives and callers should come.

use std::{fmt::Write as _, sync::Arc};

use hyper::{Method, StatusCode};
use prometheus_client::{encoding::prometheus_text, registry::Registry};

use super::metrics::Source;
use crate::{feed::Meters, rpc::Edge};

const TEXT: &str = "text/plain; charset=utf-8";
const METRICS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What the endpoint can show.
pub struct Page {
    edge: Arc<Edge>,
    registry: Registry,
}

/// An answer of the endpoint.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) status: StatusCode,
    pub(super) kind: &'static str,
    pub(super) text: String,
}

impl Shown {
    fn text(status: StatusCode, text: impl Into<String>) -> Self {
        Self { status, kind: TEXT, text: text.into() + "\n" }
    }
}

impl Page {
    /// The pages about a server and the places of its lists. `started_ms` is when the process began, in milliseconds since 1970.
    pub fn new(edge: Arc<Edge>, lists: Arc<Meters>, started_ms: u64) -> Self {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Source { edge: Arc::clone(&edge), lists, started_ms }));
        Self { edge, registry }
    }

    /// What is at a path.
    pub(super) fn show(&self, method: &Method, path: &str) -> Shown {
        if method != Method::GET && method != Method::HEAD {
            return Shown::text(StatusCode::METHOD_NOT_ALLOWED, "only GET is served");
        }
        match path {
            "/metrics" => self.metrics(),
            "/healthz" => Shown::text(StatusCode::OK, "alive"),
            "/readyz" => self.ready(),
            _ => match path.strip_prefix("/readyz/") {
                Some(jurisdiction) => self.ready_for(jurisdiction),
                None => {
                    Shown::text(StatusCode::NOT_FOUND, "there are /metrics, /healthz, /readyz, /readyz/JURISDICTION")
                }
            },
        }
    }

    fn metrics(&self) -> Shown {
        let mut text = String::new();
        match prometheus_text::encode(&mut text, &self.registry) {
            Ok(()) => Shown { status: StatusCode::OK, kind: METRICS, text },
            Err(_) => Shown::text(StatusCode::INTERNAL_SERVER_ERROR, "the metrics cannot be written: a defect"),
        }
    }

    fn ready(&self) -> Shown {
        let readiness = self.edge.readiness();
        let (status, mut text) = match readiness.refuses {
            None => (StatusCode::OK, "ready".to_owned()),
            Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {why}")),
        };
        for jurisdiction in readiness.jurisdictions.keys() {
            let serves = if readiness.of(jurisdiction) == Some(true) { "ready" } else { "not ready" };
            // Writing into a text does not fail.
            let _ = write!(text, "\n{jurisdiction}: {serves}");
        }
        Shown::text(status, text)
    }

    fn ready_for(&self, jurisdiction: &str) -> Shown {
        let readiness = self.edge.readiness();
        match jurisdiction.parse().ok().and_then(|jurisdiction| readiness.of(&jurisdiction)) {
            Some(true) => Shown::text(StatusCode::OK, "ready"),
            Some(false) => Shown::text(StatusCode::SERVICE_UNAVAILABLE, "not ready"),
            None => Shown::text(StatusCode::NOT_FOUND, "no such jurisdiction"),
        }
    }
}
