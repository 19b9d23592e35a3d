//! The numbers of the configuration: between which ends each makes sense, and its unit.

use std::{collections::BTreeMap, fmt};

use super::{Config, error::ConfigError, layers};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Things.
    Items,
    /// Milliseconds.
    Ms,
    /// Seconds.
    Seconds,
    /// Instructions of a plugin.
    Instructions,
    /// Levels of nesting.
    Levels,
    /// Days.
    Days,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes => "bytes",
            Self::Items => "items",
            Self::Ms => "ms",
            Self::Seconds => "s",
            Self::Instructions => "instructions",
            Self::Levels => "levels",
            Self::Days => "days",
        })
    }
}

const HOUR_MS: u64 = 3_600_000;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// Key, least, most, unit. The ends keep out what cannot work, not what is unwise.
const NUMBERS: [(&str, u64, u64, Unit); 60] = [
    ("evaluation.queue", 1, 1_000_000, Unit::Items),
    ("evaluation.threads", 0, 4096, Unit::Items),
    ("ledger.entry_bytes", 1 << 10, GIB / 2, Unit::Bytes),
    ("ledger.queue_bytes", 1 << 10, GIB, Unit::Bytes),
    ("ledger.queue_items", 1, 10_000_000, Unit::Items),
    ("ledger.repeat_items", 1, 100_000_000, Unit::Items),
    ("ledger.reserve_bytes", 0, 1 << 50, Unit::Bytes),
    ("ledger.segment_bytes", 1 << 10, GIB, Unit::Bytes),
    ("limits.chunk_records", 1, 1_000_000, Unit::Items),
    ("limits.connection_age_ms", 1_000, 24 * HOUR_MS, Unit::Ms),
    ("limits.connection_window_bytes", 65_535, GIB, Unit::Bytes),
    ("limits.connections", 1, 1_000_000, Unit::Items),
    ("limits.connections_per_peer", 1, 1_000_000, Unit::Items),
    ("limits.dates", 1, 10_000, Unit::Items),
    ("limits.drain_ms", 0, HOUR_MS, Unit::Ms),
    ("limits.handshake_ms", 10, HOUR_MS, Unit::Ms),
    ("limits.header_bytes", 1 << 10, MIB, Unit::Bytes),
    ("limits.list_items", 1, 100_000_000, Unit::Items),
    ("limits.message_bytes", 1 << 10, GIB, Unit::Bytes),
    ("limits.message_items", 1, 100_000_000, Unit::Items),
    ("limits.nesting_levels", 8, 99, Unit::Levels),
    ("limits.open_streams", 1, 1_000_000, Unit::Items),
    ("limits.ping_ms", 100, HOUR_MS, Unit::Ms),
    ("limits.ping_timeout_ms", 100, HOUR_MS, Unit::Ms),
    ("limits.request_ms", 1, HOUR_MS, Unit::Ms),
    ("limits.requests", 1, 1_000_000, Unit::Items),
    ("limits.retry_ms", 1, HOUR_MS, Unit::Ms),
    ("limits.stream_idle_ms", 1, 24 * HOUR_MS, Unit::Ms),
    ("limits.stream_window_bytes", 65_535, GIB, Unit::Bytes),
    ("limits.streams", 1, 1_000_000, Unit::Items),
    ("limits.string_bytes", 64, GIB, Unit::Bytes),
    ("limits.tcp_keepalive_ms", 1_000, 24 * HOUR_MS, Unit::Ms),
    ("limits.timeline_days", 1, 3_652_059, Unit::Days),
    ("limits.violations", 1, 100_000, Unit::Items),
    ("lists.cache_items", 0, 100_000_000, Unit::Items),
    ("lists.fetch_ms", 100, HOUR_MS, Unit::Ms),
    ("lists.history_items", 1, 1_000, Unit::Items),
    ("lists.max_age_days", 1, 3_650, Unit::Days),
    ("lists.refresh_ms", 0, 24 * HOUR_MS, Unit::Ms),
    ("sandbox.check_every", 1, u32::MAX as u64, Unit::Items),
    ("sandbox.compile_cpu_seconds", 1, 3_600, Unit::Seconds),
    ("sandbox.compile_memory_bytes", 64 * MIB, 1 << 40, Unit::Bytes),
    ("sandbox.compile_wall_ms", 1, HOUR_MS, Unit::Ms),
    ("sandbox.component_bytes", 1, GIB, Unit::Bytes),
    ("sandbox.deadline_ms", 10, HOUR_MS, Unit::Ms),
    ("sandbox.fuel", 1, 1 << 50, Unit::Instructions),
    ("sandbox.manifest_bytes", 1, GIB, Unit::Bytes),
    ("sandbox.memory_bytes_large", 1 << 16, 1 << 32, Unit::Bytes),
    ("sandbox.memory_bytes_small", 1 << 16, 1 << 32, Unit::Bytes),
    ("sandbox.output_bytes", 1, GIB, Unit::Bytes),
    ("sandbox.slots_large", 1, 1024, Unit::Items),
    ("sandbox.slots_small", 1, 4096, Unit::Items),
    ("sandbox.tick_ms", 1, 1_000, Unit::Ms),
    ("screening.dispositions_items", 1, 10_000_000, Unit::Items),
    ("screening.parties", 1, 1_000_000, Unit::Items),
    ("screening.watch_parties", 1, 10_000_000, Unit::Items),
    ("screening.watches", 0, 10_000, Unit::Items),
    ("telemetry.otlp_timeout_ms", 10, 60_000, Unit::Ms),
    ("telemetry.trace_every", 1, u32::MAX as u64, Unit::Items),
    ("telemetry.trace_queue_items", 1, 1_000_000, Unit::Items),
];

/// The ends and the unit of each number.
pub(super) fn ranges() -> BTreeMap<&'static str, (u64, u64, Unit)> {
    NUMBERS.into_iter().map(|(key, least, most, unit)| (key, (least, most, unit))).collect()
}

/// Every number with its value and unit, by key.
pub(super) fn list(config: &Config) -> Vec<(&'static str, u64, Unit)> {
    let values = layers::flat(config);
    let value = |key: &str| values.get(key).and_then(toml::Value::as_integer).and_then(|n| u64::try_from(n).ok());
    NUMBERS.iter().filter_map(|(key, _, _, unit)| Some((*key, value(key)?, *unit))).collect()
}

/// The numbers that are out of range.
pub(super) fn check(config: &Config) -> Vec<ConfigError> {
    let ranges = NUMBERS.iter().zip(list(config));
    let wrong = ranges.filter(|((_, min, max, _), (_, value, _))| !(min..=max).contains(&value));
    wrong.map(|((key, min, max, _), (_, value, _))| ConfigError::Range { key, value, min: *min, max: *max }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_range_and_the_defaults_are_within() {
        let config = Config::default();
        let all = layers::flat(&config);
        let numbers: Vec<_> = all.iter().filter(|(_, v)| v.is_integer()).map(|(k, _)| k.as_str()).collect();
        assert_eq!(numbers, NUMBERS.map(|(key, ..)| key));
        assert_eq!(list(&config).len(), NUMBERS.len());
        assert!(check(&config).is_empty());
    }
}
