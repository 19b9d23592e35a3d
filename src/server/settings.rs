//! From the configuration to the settings of each room.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use comity_facts::{Date, catalog::Limit};

use crate::{
    catalog::Source,
    config::{self, Config, LedgerMode, Limits, LogFormat, Plugins, Sandbox, Telemetry},
    feed::{self, Depth, Feed, Place, Roots},
    ledger::{self, Durability},
    rpc::{self, EdgeSettings, ScreenSettings, TransportSettings},
    sandbox::Settings,
    screening::Origin,
    telemetry::{self, Collector, Format},
};

/// How soon after midnight watches hear that a list has grown stale.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// Folder of the components beside the binary.
const PLUGINS: &str = "plugins";

pub(super) fn intake(limits: &Limits) -> rpc::Limits {
    rpc::Limits {
        string_bytes: limits.string_bytes,
        list_items: limits.list_items,
        message_items: limits.message_items,
        nesting: limits.nesting_levels,
        dates: limits.dates,
        violations: limits.violations,
    }
}

pub(super) fn edge(config: &Config, today: fn() -> Date, now_ms: fn() -> u64) -> EdgeSettings {
    let limit = |(name, value, unit): (&str, u64, crate::config::Unit)| Limit {
        name: name.to_owned(),
        value,
        unit: unit.to_string(),
    };
    let limits = config.numbers().into_iter().map(limit).collect();
    EdgeSettings {
        answer_bytes: config.limits.message_bytes,
        timeline_days: config.limits.timeline_days,
        repeats: usize::try_from(config.ledger.repeat_items).unwrap_or(usize::MAX),
        today,
        now_ms,
        limits,
        screening: screening(&config.screening),
    }
}

fn screening(screening: &config::Screening) -> ScreenSettings {
    ScreenSettings {
        parties: screening.parties,
        watches: screening.watches,
        watch_parties: screening.watch_parties,
        look_every: LOOK_EVERY,
    }
}

pub(super) fn transport(limits: &Limits) -> TransportSettings {
    TransportSettings {
        message_bytes: limits.message_bytes,
        requests: limits.requests,
        request: Duration::from_millis(limits.request_ms),
        retry: Duration::from_millis(limits.retry_ms),
        connections: limits.connections,
        connections_per_peer: limits.connections_per_peer,
        streams: limits.streams,
        open_streams: limits.open_streams,
        chunk_records: limits.chunk_records,
        stream_idle: Duration::from_millis(limits.stream_idle_ms),
        header_bytes: limits.header_bytes,
        handshake: Duration::from_millis(limits.handshake_ms),
        ping: Duration::from_millis(limits.ping_ms),
        ping_timeout: Duration::from_millis(limits.ping_timeout_ms),
        tcp_keepalive: Duration::from_millis(limits.tcp_keepalive_ms),
        connection_age: Duration::from_millis(limits.connection_age_ms),
        stream_window: limits.stream_window_bytes,
        connection_window: limits.connection_window_bytes,
        drain: Duration::from_millis(limits.drain_ms),
        trace: telemetry::begin,
    }
}

pub(super) fn telemetry(config: &Telemetry) -> telemetry::Settings {
    telemetry::Settings {
        filter: config.filter.clone(),
        format: match config.format {
            LogFormat::Text => Format::Text,
            LogFormat::Json => Format::Json,
        },
        collector: config.otlp_endpoint.clone().map(|endpoint| Collector {
            endpoint,
            every: config.trace_every,
            queue: usize::try_from(config.trace_queue_items).unwrap_or(usize::MAX),
            timeout: Duration::from_millis(config.otlp_timeout_ms),
        }),
    }
}

pub(super) fn ledger(config: &config::Ledger) -> ledger::Settings {
    ledger::Settings {
        durability: match config.mode {
            LedgerMode::Durable => Durability::Durable,
            LedgerMode::Buffered => Durability::Buffered,
            LedgerMode::Off => Durability::Off,
        },
        segment_bytes: config.segment_bytes,
        entry_bytes: config.entry_bytes,
        queue_entries: usize::try_from(config.queue_items).unwrap_or(usize::MAX),
        queue_bytes: config.queue_bytes,
        reserve_bytes: config.reserve_bytes,
        ..ledger::Settings::default()
    }
}

/// `program` is this binary, which compiles in a process of its own.
pub(super) fn sandbox(sandbox: &Sandbox, program: PathBuf) -> Settings {
    Settings {
        worker: sandbox.compiler.clone().unwrap_or(program),
        cache_dir: sandbox.cache_dir.clone(),
        slots_small: sandbox.slots_small,
        slots_large: sandbox.slots_large,
        fuel: sandbox.fuel,
        memory_bytes_small: sandbox.memory_bytes_small,
        memory_bytes_large: sandbox.memory_bytes_large,
        output_bytes: sandbox.output_bytes,
        manifest_bytes: sandbox.manifest_bytes,
        deadline_ms: sandbox.deadline_ms,
        tick_ms: sandbox.tick_ms,
        component_bytes: sandbox.component_bytes,
        compile_memory_bytes: sandbox.compile_memory_bytes,
        compile_cpu_seconds: sandbox.compile_cpu_seconds,
        compile_wall_ms: sandbox.compile_wall_ms,
        check_every: sandbox.check_every,
    }
}

/// Nothing if none is configured: then the samples stand in. A list that only the history has serves too.
pub(super) fn feeds(lists: &config::Lists, roots: Roots, depth: Depth, keeps: bool) -> feed::Settings {
    let place = |origin: Origin| match origin {
        Origin::OfacSdn => &lists.ofac_sdn,
        Origin::OfacCons => &lists.ofac_cons,
        Origin::Un => &lists.un,
        Origin::Eu => &lists.eu,
        Origin::Uk => &lists.uk,
        Origin::UsCsl => &lists.us_csl,
        Origin::OpenSanctions => &lists.open_sanctions,
    };
    let max_age_days = u32::try_from(lists.max_age_days).ok();
    let feed = |origin| {
        let place = place(origin).clone().map(Place::of);
        (place.is_some() || lists.history_dir.is_some()).then_some(Feed { origin, place, max_age_days })
    };
    feed::Settings {
        feeds: Origin::ALL.into_iter().filter_map(feed).collect(),
        history: lists.history_dir.clone(),
        keeps,
        history_items: usize::try_from(lists.history_items).unwrap_or(usize::MAX),
        // They were checked with the configuration.
        accept_shrink: lists.accept_shrink.iter().filter_map(|digest| digest.parse().ok()).collect(),
        fetch: Duration::from_millis(lists.fetch_ms),
        roots,
        depth,
    }
}

/// Of the lists of past days.
pub(super) fn past(lists: &config::Lists) -> feed::PastSettings {
    feed::PastSettings {
        history_items: usize::try_from(lists.history_items).unwrap_or(usize::MAX),
        max_age_days: u32::try_from(lists.max_age_days).ok(),
    }
}

/// The names were checked with the configuration.
pub(super) fn plugins(plugins: &Plugins, program: &Path) -> Source {
    let beside = || program.parent().unwrap_or(Path::new(".")).join(PLUGINS);
    let pairs = |settings: &BTreeMap<String, String>| settings.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    Source {
        folder: plugins.dir.clone().unwrap_or_else(beside),
        required: plugins.required.iter().filter_map(|name| name.parse().ok()).collect(),
        settings: plugins
            .settings
            .iter()
            .filter_map(|(name, values)| Some((name.parse().ok()?, pairs(values))))
            .collect(),
    }
}
