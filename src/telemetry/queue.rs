//! The bounded queue of spans to the collector. The queue of the SDK is bounded too, but does not tell how much it dropped:
//! here each span is either taken, sent, refused by the collector, or dropped, and every one is counted.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use opentelemetry::Context;
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{BatchSpanProcessor, Span, SpanData, SpanExporter, SpanProcessor},
};

use crate::measure::Counter;

/// What became of the spans of the process.
#[derive(Debug)]
pub(super) struct Counts {
    /// The collector has them.
    pub(super) sent: Counter,
    /// The collector could not be reached, or did not want them.
    pub(super) failed: Counter,
    /// The queue was full.
    pub(super) dropped: Counter,
}

pub(super) static COUNTS: Counts = Counts { sent: Counter::new(), failed: Counter::new(), dropped: Counter::new() };

/// Takes spans as long as there is room.
#[derive(Debug)]
pub(super) struct Bounded {
    pub(super) inner: BatchSpanProcessor,
    pub(super) waiting: Arc<AtomicUsize>,
    pub(super) most: usize,
}

impl SpanProcessor for Bounded {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.inner.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        let room = |waiting| (waiting < self.most).then_some(waiting + 1);
        match self.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room) {
            Ok(_) => self.inner.on_end(span),
            Err(_) => COUNTS.dropped.count(),
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

/// Sends spans and counts how that went.
#[derive(Debug)]
pub(super) struct Counted<E> {
    pub(super) inner: E,
    pub(super) waiting: Arc<AtomicUsize>,
    /// The last attempt failed: told once, not at each.
    pub(super) failing: AtomicBool,
}

impl<E: SpanExporter> SpanExporter for Counted<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        self.waiting.fetch_sub(spans, Ordering::Relaxed);
        let sent = self.inner.export(batch).await;
        let count = if sent.is_ok() { &COUNTS.sent } else { &COUNTS.failed };
        count.add(spans as u64);
        let was_failing = self.failing.swap(sent.is_err(), Ordering::Relaxed);
        match &sent {
            Err(error) if !was_failing => {
                tracing::warn!(%error, "the collector takes no spans; they are counted as failed");
            }
            Ok(()) if was_failing => tracing::info!("the collector takes spans again"),
            _ => {}
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}
