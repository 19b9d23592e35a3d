//! What the gRPC face counts. Labels are methods, codes and reasons of the contract; what a caller sends never becomes one.

use std::sync::Arc;

use super::status::REASONS;
use crate::measure::{Counter, Gauge, Histogram};

/// The methods behind the gate, by path; whatever else is called is the last.
pub(super) const METHODS: [&str; 16] = [
    "comity.v1.EvaluationService/Evaluate",
    "comity.v1.EvaluationService/EvaluateStream",
    "comity.v1.EvaluationService/Timeline",
    "comity.catalog.v1.CatalogService/ListPlugins",
    "comity.catalog.v1.CatalogService/ListRules",
    "comity.catalog.v1.CatalogService/ListLists",
    "comity.catalog.v1.CatalogService/GetLimits",
    "comity.screening.v1.ScreeningService/Screen",
    "comity.screening.v1.ScreeningService/ScreenStream",
    "comity.screening.v1.ScreeningService/Dispose",
    "comity.screening.v1.ScreeningService/ListDispositions",
    "comity.screening.v1.ScreeningService/Withdraw",
    "comity.screening.v1.ScreeningService/Watch",
    "comity.catalog.v1.CatalogService/RefreshLists",
    "comity.catalog.v1.CatalogService/AcceptShrink",
    "other",
];
/// Their status comes when the stream ends, long after the gate let it through.
pub(super) const STREAMS: [usize; 4] = [1, 2, 8, 12];

/// The codes of gRPC, by number.
pub(super) const CODES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// What was counted since the start.
#[derive(Debug)]
pub struct Meters {
    pub(super) methods: [MethodMeter; METHODS.len()],
    /// Streams of records.
    pub streams: StreamMeters,
    /// Records of single calls, by what came of them.
    pub calls: RecordMeters,
    /// Where the time goes that evaluators spend around the decision.
    pub stages: StageMeters,
    pub(super) reasons: [Counter; REASONS.len()],
}

/// Nanoseconds of each stage since the start, all records together.
#[derive(Debug, Default)]
pub struct StageMeters {
    /// Bytes of a request are checked against the schema and what it cannot say.
    pub check: Counter,
    /// Decisions are put into the words of the contract.
    pub encode: Counter,
    /// Entries are made for the ledger and handed over; its thread writes them.
    pub keep: Counter,
}

/// What was counted of one method.
#[derive(Debug)]
pub struct MethodMeter {
    /// Its name, e.g. `comity.v1.EvaluationService/Evaluate`.
    pub method: &'static str,
    /// Requests being served.
    pub in_flight: Gauge,
    /// Time of a request in microseconds, waiting included; of a stream, from its first message to its last.
    pub micros: Histogram,
    pub(super) codes: [Counter; CODES.len()],
}

/// What was counted of streams.
#[derive(Debug, Default)]
pub struct StreamMeters {
    /// Streams that are open, timelines among them.
    pub open: Gauge,
    /// Pieces of records, and batches of days, that are evaluated or wait to be sent.
    pub pieces: Gauge,
    /// Streams whose window is full: their caller is not read until it reads.
    pub full: Gauge,
    /// Records, by what came of them.
    pub records: RecordMeters,
}

/// What came of records.
#[derive(Debug, Default)]
pub struct RecordMeters {
    /// Every plugin that was asked answered.
    pub complete: Counter,
    /// Some plugin did not.
    pub incomplete: Counter,
    /// Not evaluated.
    pub refused: Counter,
}

impl Default for Meters {
    fn default() -> Self {
        let methods = METHODS.map(|method| MethodMeter {
            method,
            in_flight: Gauge::default(),
            micros: Histogram::new(Histogram::MICROS),
            codes: Default::default(),
        });
        let (streams, calls) = (StreamMeters::default(), RecordMeters::default());
        Self { methods, streams, calls, stages: StageMeters::default(), reasons: Default::default() }
    }
}

impl Meters {
    /// Each method.
    pub fn methods(&self) -> &[MethodMeter] {
        &self.methods
    }

    /// How many requests ended with each reason of `ErrorInfo`.
    pub fn reasons(&self) -> impl Iterator<Item = (&'static str, u64)> {
        REASONS.into_iter().zip(self.reasons.iter().map(Counter::get))
    }
}

impl MethodMeter {
    /// How many requests ended with each code.
    pub fn codes(&self) -> impl Iterator<Item = (&'static str, u64)> {
        CODES.into_iter().zip(self.codes.iter().map(Counter::get))
    }
}

/// What one stream adds to the gauges; gone when the stream is.
pub(super) struct OpenStream {
    meters: Arc<Meters>,
    pieces: i64,
    full: bool,
}

impl OpenStream {
    pub(super) fn new(meters: &Arc<Meters>) -> Self {
        meters.streams.open.add(1);
        Self { meters: Arc::clone(meters), pieces: 0, full: false }
    }

    /// How many pieces are under way, and whether there is room for another.
    pub(super) fn holds(&mut self, pieces: usize, full: bool) {
        let pieces = i64::try_from(pieces).unwrap_or(i64::MAX);
        self.meters.streams.pieces.add(pieces - self.pieces);
        self.meters.streams.full.add(i64::from(full) - i64::from(self.full));
        (self.pieces, self.full) = (pieces, full);
    }

    /// Where records are counted.
    pub(super) fn records(&self) -> &RecordMeters {
        &self.meters.streams.records
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.holds(0, false);
        self.meters.streams.open.add(-1);
    }
}

#[cfg(test)]
mod tests {
    use tonic::Code;

    use super::*;

    #[test]
    fn codes_have_their_number() {
        for (number, name) in (0..).zip(CODES) {
            let said = format!("{:?}", Code::from_i32(number));
            assert_eq!(said.to_uppercase(), name.replace('_', ""), "{number}");
        }
    }

    #[test]
    fn what_a_stream_holds_goes_with_it() {
        let meters = Arc::<Meters>::default();
        let read = || (meters.streams.open.get(), meters.streams.pieces.get(), meters.streams.full.get());
        let mut one = OpenStream::new(&meters);
        let mut other = OpenStream::new(&meters);
        one.holds(8, true);
        other.holds(3, false);
        one.holds(7, true);
        assert_eq!(read(), (2, 10, 1));
        drop(one);
        assert_eq!(read(), (1, 3, 0));
        drop(other);
        assert_eq!(read(), (0, 0, 0));
    }
}
