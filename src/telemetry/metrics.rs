//! The metrics: what the rooms have counted, read anew at each scrape. Names and meanings stand in `docs/operating.md`.

use std::{fmt, sync::Arc};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet},
    metrics::{MetricType, exemplar::Exemplar},
};

use super::{lines, queue::COUNTS};
use crate::{
    catalog::Catalog,
    domain::Date,
    evaluate::{Evaluator, Stages},
    feed::{Meters, SourceMeters},
    ledger::{Condition, Ledger},
    measure::Buckets,
    rpc::{Edge, MethodMeter, RecordMeters, StageMeters},
    sandbox::{ENGINE, Plugin},
    screening::{ListStatus, Lists},
};

/// Nanoseconds of a second.
const NANOS: f64 = 1e9;
/// Microseconds of a second.
const MICROS: f64 = 1e6;

/// Of a day.
const DAY_SECONDS: f64 = 86_400.0;
const DAY_MS: u64 = 86_400_000;

/// A label and its value.
type Label<'a> = (&'static str, &'a str);

/// Where the metrics come from.
pub(super) struct Source {
    pub(super) edge: Arc<Edge>,
    pub(super) lists: Arc<Meters>,
    pub(super) started_ms: u64,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").finish_non_exhaustive()
    }
}

impl Collector for Source {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut sheet = Sheet(encoder);
        self.process(&mut sheet)?;
        self.requests(&mut sheet)?;
        self.records(&mut sheet)?;
        evaluator(self.edge.evaluator(), &mut sheet)?;
        stages(&self.edge.meters().stages, self.edge.evaluator().stages(), &mut sheet)?;
        plugins(&self.edge.evaluator().catalog(), &mut sheet)?;
        let now_ms = self.edge.now_ms();
        lists(&self.edge.lists(), self.edge.today(), now_ms, &mut sheet)?;
        sources(&self.lists, now_ms, &mut sheet)?;
        ledger(self.edge.ledger(), &mut sheet)
    }
}

impl Source {
    fn process(&self, sheet: &mut Sheet<'_>) -> fmt::Result {
        let build: [Label<'_>; 2] = [("version", env!("CARGO_PKG_VERSION")), ("engine", ENGINE)];
        sheet.gauges("comity_build_info", "What is running; always 1", [(&build[..], 1.0)])?;
        let started = "When the process started, in seconds since 1970";
        sheet.gauge("process_start_time_seconds", started, seconds(self.started_ms))?;
        let ready = self.edge.readiness().refuses.is_none();
        sheet.gauge("comity_ready", "Whether callers should come, as /readyz says", f64::from(u8::from(ready)))?;
        let spans = [
            ([("result", "sent")], COUNTS.sent.get()),
            ([("result", "failed")], COUNTS.failed.get()),
            ([("result", "dropped")], COUNTS.dropped.get()),
        ];
        sheet.counters("comity_spans", "Spans of traces, by what became of them", borrowed(&spans))?;
        sheet.counter("comity_log_lines_dropped", "Lines of log that nobody read in time", lines::dropped())
    }

    fn requests(&self, sheet: &mut Sheet<'_>) -> fmt::Result {
        let meters = self.edge.meters();
        let methods = || meters.methods().iter();
        let codes = methods().flat_map(|meter| {
            let label = move |(code, count)| ([("method", meter.method), ("code", code)], count);
            meter.codes().filter(|(_, count)| *count > 0).map(label)
        });
        let codes: Vec<_> = codes.collect();
        sheet.counters("comity_requests", "Requests that ended, by method and code", borrowed(&codes))?;
        let of = |meter: &MethodMeter| [("method", meter.method)];
        let flying: Vec<_> = methods().map(|meter| (of(meter), number(meter.in_flight.get()))).collect();
        sheet.gauges("comity_requests_in_flight", "Requests being served", borrowed(&flying))?;
        let times: Vec<_> = methods().map(|meter| (of(meter), meter.micros.read())).collect();
        let help = "Time of a request, waiting included; of a stream, from its start to its end";
        sheet.histograms("comity_request_seconds", help, MICROS, borrowed(&times))?;
        let reasons: Vec<_> = meters.reasons().map(|(reason, count)| ([("reason", reason)], count)).collect();
        sheet.counters("comity_refusals", "Requests without an answer, by the reason of ErrorInfo", borrowed(&reasons))
    }

    fn records(&self, sheet: &mut Sheet<'_>) -> fmt::Result {
        let meters = self.edge.meters();
        let of = |via: &'static str, records: &RecordMeters| {
            [
                ([("via", via), ("result", "complete")], records.complete.get()),
                ([("via", via), ("result", "incomplete")], records.incomplete.get()),
                ([("via", via), ("result", "refused")], records.refused.get()),
            ]
        };
        let records = [of("call", &meters.calls), of("stream", &meters.streams.records)].concat();
        sheet.counters("comity_records", "Records, by what came of them", borrowed(&records))?;
        let streams = &meters.streams;
        sheet.gauge("comity_streams_open", "Streams of records that are open", number(streams.open.get()))?;
        let help = "Pieces of streams that are evaluated or wait to be sent; a stream has eight at most";
        sheet.gauge("comity_stream_pieces", help, number(streams.pieces.get()))?;
        let help = "Streams that are not read, because their window is full";
        sheet.gauge("comity_streams_window_full", help, number(streams.full.get()))
    }
}

fn evaluator(evaluator: &Evaluator, sheet: &mut Sheet<'_>) -> fmt::Result {
    let load = evaluator.load();
    sheet.gauge("comity_evaluator_threads", "Threads that evaluate", size(load.threads))?;
    sheet.gauge("comity_evaluator_threads_busy", "Those at work", number(load.busy))?;
    let lanes = [([("lane", "call")], load.calls), ([("lane", "stream")], load.streams)];
    let places = lanes.map(|(lane, load)| (lane, size(load.places)));
    sheet.gauges("comity_queue_places", "Places of the queue to the threads", borrowed(&places))?;
    let waiting = lanes.map(|(lane, load)| (lane, size(load.waiting)));
    sheet.gauges("comity_queue_waiting", "Those taken", borrowed(&waiting))?;
    let turned_away = lanes.map(|(lane, load)| (lane, load.turned_away));
    let help = "How often there was no place: a call is refused then, a piece of a stream waits";
    sheet.counters("comity_queue_turned_away", help, borrowed(&turned_away))
}

fn stages(around: &StageMeters, within: &Stages, sheet: &mut Sheet<'_>) -> fmt::Result {
    let stages = [
        ("check", &around.check),
        ("screen", &within.screen),
        ("plugins", &within.plugins),
        ("combine", &within.combine),
        ("encode", &around.encode),
        ("keep", &around.keep),
    ];
    let spent = stages.map(|(stage, nanos)| ([("stage", stage)], count(nanos.get()) / NANOS));
    let help = "Time that evaluators spent on records, by stage";
    sheet.family("comity_stage_seconds", help, MetricType::Counter, borrowed(&spent), |encoder, value| {
        encoder.encode_counter(&value, None::<&Exemplar<NoLabelSet, f64>>)
    })
}

fn plugins(catalog: &Catalog, sheet: &mut Sheet<'_>) -> fmt::Result {
    info(catalog, sheet)?;
    let all: Vec<&Plugin> = catalog.plugins().collect();
    let results: Vec<_> = all.iter().flat_map(|plugin| results(plugin)).collect();
    let help = "What came of the records that a plugin was to judge; without a verdict, by cause";
    sheet.counters("comity_plugin_records", help, borrowed(&results))?;
    let times: Vec<_> = all.iter().map(|plugin| (of(plugin), plugin.meters().micros.read())).collect();
    sheet.histograms("comity_plugin_seconds", "Time of a plugin for one record", MICROS, borrowed(&times))?;
    let fuel: Vec<_> = all.iter().map(|plugin| (of(plugin), plugin.meters().fuel.read())).collect();
    sheet.histograms("comity_plugin_fuel", "Instructions of a plugin for one record", 1.0, borrowed(&fuel))?;
    let counters: [(&str, &str, fn(&Plugin) -> u64); 4] = [
        ("comity_plugin_instances", "Instances that were started", |p| p.meters().fresh.get()),
        ("comity_plugin_retries", "Records asked again because the host was in the way", |p| p.meters().retries.get()),
        ("comity_plugin_reruns", "Records that failed in a used instance and were asked of a fresh one", |p| {
            p.meters().reruns.get()
        }),
        ("comity_plugin_checks", "Records asked twice, to compare a used instance with a fresh one", |p| {
            p.meters().checks.get()
        }),
    ];
    for (name, help, read) in counters {
        let values: Vec<_> = all.iter().map(|plugin| (of(plugin), read(plugin))).collect();
        sheet.counters(name, help, borrowed(&values))?;
    }
    Ok(())
}

fn of(plugin: &Plugin) -> [Label<'_>; 1] {
    [("jurisdiction", plugin.jurisdiction().as_str())]
}

/// Which plugins there are, and in what state.
fn info(catalog: &Catalog, sheet: &mut Sheet<'_>) -> fmt::Result {
    let loaded = catalog.plugins().map(|plugin| {
        let state = if plugin.carries_state() { "carries_state" } else { "loaded" };
        (plugin.jurisdiction(), Some(plugin.digest()), plugin.version(), state)
    });
    let failed = catalog.failed().iter().map(|failed| (&failed.jurisdiction, failed.digest, "", "not_loaded"));
    let help = "The plugins there are; always 1. One that carries state gets a fresh instance for each record";
    let rows: Vec<_> = loaded
        .chain(failed)
        .map(|(jurisdiction, digest, version, state)| {
            (jurisdiction, digest.map(|digest| digest.to_string()).unwrap_or_default(), version, state)
        })
        .collect();
    let labels = rows.iter().map(|(jurisdiction, digest, version, state)| {
        [("jurisdiction", jurisdiction.as_str()), ("digest", digest), ("version", version), ("state", state)]
    });
    let info: Vec<_> = labels.map(|labels| (labels, 1.0)).collect();
    sheet.gauges("comity_plugin_info", help, borrowed(&info))
}

fn results(plugin: &Plugin) -> Vec<([Label<'_>; 3], u64)> {
    let (jurisdiction, meters) = (plugin.jurisdiction().as_str(), plugin.meters());
    let row = |result, cause, count| ([("jurisdiction", jurisdiction), ("result", result), ("cause", cause)], count);
    let mut rows =
        vec![row("answered", "", meters.answered.get()), row("not_applicable", "", meters.not_applicable.get())];
    rows.extend(meters.indeterminate().map(|(cause, count)| row("indeterminate", cause.as_str(), count)));
    rows
}

/// Sanctions lists, `today` being the day by which they grow stale.
fn lists(lists: &Lists, today: Date, now_ms: u64, sheet: &mut Sheet<'_>) -> fmt::Result {
    let texts: Vec<_> = lists
        .status()
        .map(|list| {
            let digest = list.digest.map(|digest| digest.to_string()).unwrap_or_default();
            (list, digest, list.published_on.map(|day| day.to_string()).unwrap_or_default())
        })
        .collect();
    let info = texts.iter().map(|(list, digest, published_on)| {
        let labels = [
            ("list", list.id.as_str()),
            ("digest", digest.as_str()),
            ("published_on", published_on.as_str()),
            ("state", state(list)),
        ];
        (labels, 1.0)
    });
    sheet.gauges("comity_list_info", "A sanctions list and how it is", borrowed(&info.collect::<Vec<_>>()))?;
    let entries: Vec<_> = lists.status().map(|list| ([("list", list.id.as_str())], size(list.entries))).collect();
    sheet.gauges("comity_list_entries", "Entries of a list", borrowed(&entries))?;
    let age = |list: &'_ ListStatus| list.published_on.map(|day| f64::from(today.days_since(day)));
    let ages: Vec<_> = lists.status().filter_map(|list| Some(([("list", list.id.as_str())], age(list)?))).collect();
    sheet.gauges("comity_list_age_days", "Days since a list was published", borrowed(&ages))?;
    // A list says the day and no more: its age counts from the beginning of that, in UTC.
    let of_today = seconds(now_ms % DAY_MS);
    let old = |list: &'_ ListStatus| Some(age(list)? * DAY_SECONDS + of_today);
    let ages: Vec<_> = lists.status().filter_map(|list| Some(([("list", list.id.as_str())], old(list)?))).collect();
    sheet.gauges("comity_list_age_seconds", "Seconds since the day on which a list was published", borrowed(&ages))?;
    let counts = lists.cache_counts();
    let screenings = [([("result", "remembered")], counts.found), ([("result", "made")], counts.made)];
    sheet.counters("comity_screenings", "Parties against lists", borrowed(&screenings))
}

/// The places of the lists, each of which can hold several of them.
fn sources(meters: &Meters, now_ms: u64, sheet: &mut Sheet<'_>) -> fmt::Result {
    let sources = || meters.sources.iter().filter(|source| source.is_read());
    let of = |source: &SourceMeters| [("source", source.origin.key())];
    let results = |source: &SourceMeters| {
        [("taken", &source.taken), ("refused", &source.refused), ("unchanged", &source.unchanged)]
            .map(|(result, counter)| ([("source", source.origin.key()), ("result", result)], counter.get()))
    };
    let readings: Vec<_> = sources().flat_map(results).collect();
    sheet.counters("comity_list_readings", "Readings of a list's place, by what came of them", borrowed(&readings))?;
    let times: Vec<_> = sources().map(|source| (of(source), source.read_us.read())).collect();
    let help = "Time of reading a list's place again, a download included";
    sheet.histograms("comity_list_reading_seconds", help, MICROS, borrowed(&times))?;
    let since = |source: &SourceMeters| {
        let good = u64::try_from(source.good_ms.get()).ok().filter(|good| *good > 0)?;
        Some((of(source), seconds(now_ms.saturating_sub(good))))
    };
    let ages: Vec<_> = sources().filter_map(since).collect();
    let help = "Seconds since the place of a list was read and nothing was refused";
    sheet.gauges("comity_list_checked_age_seconds", help, borrowed(&ages))?;
    let help = "Time of bringing all lists together, for the matcher";
    sheet.histograms("comity_list_build_seconds", help, MICROS, [(&[][..], meters.build_us.read())])
}

fn state(list: &ListStatus) -> &'static str {
    match () {
        () if list.outcome.is_err() => "refused",
        () if list.stale => "stale",
        () if list.kept.is_some() => "kept",
        () if list.sample => "sample",
        () => "serves",
    }
}

fn ledger(ledger: &Ledger, sheet: &mut Sheet<'_>) -> fmt::Result {
    let status = ledger.status();
    let conditions = [
        ("working", Condition::Working),
        ("disk_full", Condition::DiskFull),
        ("stopped", Condition::Stopped),
        ("off", Condition::Off),
    ];
    let is = |condition| f64::from(u8::from(status.condition == condition));
    let rows = conditions.map(|(name, condition)| ([("condition", name)], is(condition)));
    sheet.gauges("comity_ledger_condition", "How the ledger is: 1 for the one that holds", borrowed(&rows))?;
    sheet.gauge("comity_ledger_entries", "Entries of the ledger", count(status.entries))?;
    sheet.counter("comity_ledger_appended", "Entries kept since the start", status.groups.sum)?;
    let help = "Entries that were written and synced together";
    sheet.histograms("comity_ledger_group_entries", help, 1.0, [(&[][..], status.groups)])?;
    sheet.histograms("comity_ledger_sync_seconds", "Time of a sync", MICROS, [(&[][..], status.sync_us)])?;
    sheet.counter("comity_ledger_written_bytes", "Bytes of entries written", status.written_bytes)?;
    let refused = [([("reason", "disk_full")], status.refused_full), ([("reason", "stopped")], status.refused_stopped)];
    sheet.counters("comity_ledger_refused", "Entries that could not be kept", borrowed(&refused))?;
    sheet.gauge("comity_ledger_queued_entries", "Entries that wait for the writer", size(status.queued_entries))?;
    sheet.gauge("comity_ledger_queued_bytes", "Bytes that wait for the writer", count(status.queued_bytes))?;
    if let Some(free) = status.free_bytes {
        sheet.gauge("comity_ledger_free_bytes", "Free space on the ledger's disk", count(free))?;
    }
    if let Some(last) = status.last_ms {
        let help = "Time of the last entry since the start, in seconds since 1970";
        sheet.gauge("comity_ledger_last_entry_timestamp_seconds", help, seconds(last))?;
    }
    Ok(())
}

/// Metrics as they are written, one family after the other.
struct Sheet<'a>(DescriptorEncoder<'a>);

impl Sheet<'_> {
    /// A counter; its name is written with `_total`.
    fn counter(&mut self, name: &str, help: &str, value: u64) -> fmt::Result {
        self.counters(name, help, [(&[][..], value)])
    }

    fn counters<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (&'a [Label<'a>], u64)>,
    ) -> fmt::Result {
        self.family(name, help, MetricType::Counter, values, |encoder, value| {
            encoder.encode_counter(&value, None::<&Exemplar<NoLabelSet, f64>>)
        })
    }

    fn gauge(&mut self, name: &str, help: &str, value: f64) -> fmt::Result {
        self.gauges(name, help, [(&[][..], value)])
    }

    fn gauges<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (&'a [Label<'a>], f64)>,
    ) -> fmt::Result {
        self.family(name, help, MetricType::Gauge, values, |encoder, value| encoder.encode_gauge(&value))
    }

    /// Histograms; `scale` is how many of the counted unit make one of the unit that is shown.
    fn histograms<'a>(
        &mut self,
        name: &str,
        help: &str,
        scale: f64,
        values: impl IntoIterator<Item = (&'a [Label<'a>], Buckets)>,
    ) -> fmt::Result {
        self.family(name, help, MetricType::Histogram, values, |encoder, read| {
            let (sum, all) = (count(read.sum) / scale, read.count());
            let ends = read.bounds.iter().map(|bound| count(*bound) / scale);
            let buckets: Vec<_> = ends.zip(read.counts).collect();
            encoder.encode_histogram::<NoLabelSet>(sum, all, &buckets, None)
        })
    }

    fn family<'a, V>(
        &mut self,
        name: &str,
        help: &str,
        kind: MetricType,
        values: impl IntoIterator<Item = (&'a [Label<'a>], V)>,
        mut write: impl FnMut(&mut MetricEncoder<'_>, V) -> fmt::Result,
    ) -> fmt::Result {
        let mut family = self.0.encode_descriptor(name, help, None, kind)?;
        for (labels, value) in values {
            if labels.is_empty() {
                write(&mut family, value)?;
            } else {
                write(&mut family.encode_family(&labels)?, value)?;
            }
        }
        Ok(())
    }
}

/// Rows with their labels as slices.
fn borrowed<'a, const N: usize, V: Clone>(
    rows: &'a [([Label<'a>; N], V)],
) -> impl Iterator<Item = (&'a [Label<'a>], V)> {
    rows.iter().map(|(labels, value)| (&labels[..], value.clone()))
}

#[expect(clippy::cast_precision_loss, reason = "metrics are floats; counts below 2^53 are exact")]
fn count(number: u64) -> f64 {
    number as f64
}

fn number(number: i64) -> f64 {
    count(u64::try_from(number).unwrap_or_default())
}

fn size(number: usize) -> f64 {
    count(number as u64)
}

fn seconds(ms: u64) -> f64 {
    count(ms) / 1e3
}
