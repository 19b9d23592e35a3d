//! The sections of the configuration, with their defaults and the reason of each.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::ConfigError;
use crate::{
    domain::{Digest, Jurisdiction},
    ledger,
    sandbox::settings,
};

/// Loopback, because there is neither TLS nor an authenticator; a port that no registered service uses.
const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 50551);
/// What gRPC implementations accept by default, so that callers can send what the server takes. A record of one case has
/// 1 to 50 kB.
const MESSAGE_BYTES: usize = 4 << 20;
/// Several pages of text: a note, not a document.
const STRING_BYTES: usize = 16 << 10;
/// A case with more parties, wage lines or payments than this is several cases.
const LIST_ITEMS: usize = 10_000;
/// Two bytes on the wire can make an entry of a kilobyte in memory: this bounds a message at about 50 MB.
const MESSAGE_ITEMS: usize = 50_000;
/// The record has seven levels.
const NESTING_LEVELS: usize = 16;
/// Each date is a whole evaluation; a case history needs about a dozen.
const DATES: usize = 32;
/// More do not help a person, and the answer has to fit into headers.
const VIOLATIONS: usize = 100;
/// Bounds what unread messages can hold in memory, at `message_bytes` each, to one gigabyte.
const REQUESTS: usize = 256;
/// One file descriptor and about 100 kB each.
const CONNECTIONS: usize = 1024;
/// So that one peer cannot take them all.
const CONNECTIONS_PER_PEER: usize = 256;
/// tonic's own default is no limit.
const STREAMS: u32 = 128;
/// Each holds a few pieces of records; as many as a hundred connections with a hundred streams each.
const OPEN_STREAMS: usize = 10_240;
/// A chunk of small records fills 64 KiB with far fewer; two bytes on the wire can make a record.
const CHUNK_RECORDS: usize = 4_096;
/// Neither a record nor a reader for so long: the caller is stuck, or was forgotten.
const STREAM_IDLE_MS: u64 = 300_000;
/// Fifty-four years, which cost fifteen plugins about half a minute of one thread.
const TIMELINE_DAYS: u32 = 20_000;
/// hyper's default; real clients send about 1 kB.
const HEADER_BYTES: u32 = 16 << 10;
/// A record of 50 kB on 32 dates takes well under a second; the rest is queueing.
const REQUEST_MS: u64 = 30_000;
/// The first bytes of a connection: a peer that is slower is not a gRPC client.
const HANDSHAKE_MS: u64 = 5_000;
/// HTTP/2 pings find peers that went away without a word.
const PING_MS: u64 = 30_000;
/// No answer to a ping for so long: the peer is gone.
const PING_TIMEOUT_MS: u64 = 10_000;
/// For connections that HTTP/2 pings do not reach.
const TCP_KEEPALIVE_MS: u64 = 60_000;
/// Clients reconnect now and then, so that load spreads over replicas behind a balancer of connections.
const CONNECTION_AGE_MS: u64 = 600_000;
/// Four chunks of the size that works best, within a site. A stream whose caller does not read its answers holds as much.
const STREAM_WINDOW_BYTES: u32 = 256 << 10;
/// Room for several streams at once.
const CONNECTION_WINDOW_BYTES: u32 = 4 << 20;
/// Below the 30 seconds that orchestrators commonly wait before they kill.
const DRAIN_MS: u64 = 25_000;
/// Told to callers that come when the server is full.
const RETRY_MS: u64 = 250;
/// 0: as many as the machine runs at once.
const THREADS: usize = 0;
/// Requests that wait for a thread: at 1 ms each they wait a quarter of a second, beyond which refusing is kinder.
const QUEUE: usize = 256;
/// A week and a few days: the lists are published several times a week, and a holiday is no reason to stop.
const LIST_AGE_DAYS: u64 = 10;
/// Publications of a month or two. Of old ones only who was on them is held: 5 MB for each of OFAC's.
const LIST_HISTORY_ITEMS: u64 = 30;
/// Lists change several times a week; to read one that did not costs a digest, or a question of a few bytes.
const LIST_REFRESH_MS: u64 = 3_600_000;
/// The EU makes its file while it sends it, in more than a minute.
const LIST_FETCH_MS: u64 = 300_000;
/// Names of some hundred thousand cases repeat; about 300 bytes each where nothing is found.
const LIST_CACHE_ITEMS: u64 = 65_536;
/// A request of so many takes one thread some tenths of a second; more go as a stream.
const SCREEN_PARTIES: usize = 1_000;
/// Each holds up to 30 MB, and looks at all its parties whenever the lists change.
const WATCHES: usize = 16;
/// The workers and suppliers of a large agency; screened in a minute or two at first.
const WATCH_PARTIES: usize = 100_000;
/// Two hundred each working day for two years; about 600 bytes each in memory.
const DISPOSITIONS_ITEMS: u64 = 100_000;
/// In the folder where the server is started: what is kept without being asked has to be easy to find.
const LEDGER_DIR: &str = "comity-ledger";
/// Five a second for a day; 75 MB.
const REPEAT_ITEMS: u64 = 500_000;
/// What happens and what goes wrong, not how.
const FILTER: &str = "info";
/// Enough to see where time goes; a request of four plugins makes six spans.
const TRACE_EVERY: u64 = 100;
/// Some seconds of traced requests on a busy server; about 1 kB each.
const TRACE_QUEUE_ITEMS: u64 = 8_192;
/// A collector on the same machine answers in milliseconds; spans for one that does not are not kept for long.
const OTLP_TIMEOUT_MS: u64 = 5_000;

/// Where the server listens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port; port 0 takes any that is free.
    pub address: SocketAddr,
}

/// What one caller may send, and how long anything may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Size of a message, in and out.
    pub message_bytes: usize,
    /// Longest text of a field.
    pub string_bytes: usize,
    /// Entries of one list.
    pub list_items: usize,
    /// Entries of all lists of a message.
    pub message_items: usize,
    /// Messages within messages.
    pub nesting_levels: usize,
    /// Dates of one request.
    pub dates: usize,
    /// Violations that are looked for in one message.
    pub violations: usize,
    /// Requests being served.
    pub requests: usize,
    /// Connections.
    pub connections: usize,
    /// Connections of one peer address.
    pub connections_per_peer: usize,
    /// Requests at once on one connection.
    pub streams: u32,
    /// Streams of records that are open.
    pub open_streams: usize,
    /// Records of one chunk of a stream.
    pub chunk_records: usize,
    /// Time in which something has to move on a stream of records.
    pub stream_idle_ms: u64,
    /// Days of one timeline, each of which every plugin that applies judges.
    pub timeline_days: u32,
    /// Headers of one request.
    pub header_bytes: u32,
    /// Time for one request, waiting included.
    pub request_ms: u64,
    /// Time for the first bytes of a connection.
    pub handshake_ms: u64,
    /// Interval of HTTP/2 pings.
    pub ping_ms: u64,
    /// Time for the answer to a ping.
    pub ping_timeout_ms: u64,
    /// Idle time before TCP probes.
    pub tcp_keepalive_ms: u64,
    /// Age at which a connection is asked to close.
    pub connection_age_ms: u64,
    /// HTTP/2 window of a stream.
    pub stream_window_bytes: u32,
    /// HTTP/2 window of a connection.
    pub connection_window_bytes: u32,
    /// Time for requests to end when the server stops.
    pub drain_ms: u64,
    /// When a refused caller may come again.
    pub retry_ms: u64,
}

/// The threads that evaluate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Evaluation {
    /// How many; 0 for as many as the machine runs at once.
    pub threads: usize,
    /// Requests that may wait for one.
    pub queue: usize,
}

/// What plugins may use; the defaults and their reasons stand in `sandbox::settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Sandbox {
    /// Folder for compiled code, private to the user. Absent: compiled anew at each start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_dir: Option<PathBuf>,
    /// The program that compiles components, called as `PROGRAM compile-worker`. Absent: this program itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compiler: Option<PathBuf>,
    /// Small plugins at once.
    pub slots_small: u32,
    /// Large plugins at once.
    pub slots_large: u32,
    /// Most instructions for one record.
    pub fuel: u64,
    /// Most linear memory of a small plugin.
    pub memory_bytes_small: u64,
    /// Most linear memory of a large plugin.
    pub memory_bytes_large: u64,
    /// Largest verdict.
    pub output_bytes: u64,
    /// Largest manifest.
    pub manifest_bytes: u64,
    /// Wall clock for one call into a plugin.
    pub deadline_ms: u64,
    /// Interval of the clock that enforces it.
    pub tick_ms: u64,
    /// Largest component.
    pub component_bytes: u64,
    /// Address space of one compilation.
    pub compile_memory_bytes: u64,
    /// Processor time of one compilation.
    pub compile_cpu_seconds: u64,
    /// Wall clock of one compilation.
    pub compile_wall_ms: u64,
    /// One record in so many is evaluated twice, to compare.
    pub check_every: u64,
}

/// Which plugins there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Plugins {
    /// Folder of the components. Absent: `plugins` beside the binary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dir: Option<PathBuf>,
    /// Jurisdictions that must be there: one that is missing is part of every decision, as not loaded.
    pub required: Vec<String>,
    /// Settings of plugins: jurisdiction, key, value.
    pub settings: BTreeMap<String, BTreeMap<String, String>>,
}

/// The sanctions lists, in the formats in which their authorities publish them. While none is given, the project's small
/// samples stand in, and every decision that needs a list is incomplete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lists {
    /// OFAC's SDN list: a file (`sdn.xml`, `sdn_advanced.xml`), or a folder with the legacy CSV (`sdn.csv`, `add.csv`, `alt.csv`,
    /// `sdn_comments.csv`) and a file `published_on` with the day of publication, which these do not say. This and every list
    /// may be an address (`https://...`; of a folder with a slash at its end). Absent: not screened against.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ofac_sdn: Option<PathBuf>,
    /// OFAC's consolidated list, of those who are not on the SDN list: a file (`consolidated.xml`, `cons_advanced.xml`), or a folder
    /// with the legacy CSV (`cons_prim.csv`, `cons_add.csv`, `cons_alt.csv`, `cons_comments.csv`) and `published_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ofac_cons: Option<PathBuf>,
    /// The consolidated list of the UN Security Council, XML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub un: Option<PathBuf>,
    /// The consolidated list of the EU: FSF XML 1.1, FSF CSV 1.1, or the XML that was published before 2017.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eu: Option<PathBuf>,
    /// The list of the United Kingdom, CSV: the UK Sanctions List, or the OFSI Consolidated List that ended in 2026.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uk: Option<PathBuf>,
    /// The consolidated screening list of the United States, CSV, with `published_on` beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub us_csl: Option<PathBuf>,
    /// OpenSanctions, `entities.ftm.json`, with `published_on` beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_sanctions: Option<PathBuf>,
    /// Folder for the snapshots of the lists, made where there is none. A list that was imported into it serves too. Absent: a good
    /// list is kept in memory only, and nothing is known of the time before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history_dir: Option<PathBuf>,
    /// Snapshots of each list that are read from the history, the newest ones: who was taken off between two of them is
    /// known. Each takes about half a second at start, and 5 MB for OFAC's.
    pub history_items: u64,
    /// Interval at which all lists are read again; 0 for only when told to (SIGHUP).
    pub refresh_ms: u64,
    /// Certificates of the authorities that vouch for the servers of addresses, a file in PEM, read at start. With it nobody else is
    /// trusted: of public servers it needs their authorities too. Absent: Mozilla's authorities, as of the build.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// Time for one file of a download.
    pub fetch_ms: u64,
    /// Digests of lists that may have lost more than a tenth of their entries, or of what they say of them; such a list is refused, and says its digest.
    pub accept_shrink: Vec<String>,
    /// Days after its publication until a list is too old to be screened against.
    pub max_age_days: u64,
    /// Screenings of a party against a list that are remembered; of more, the least useful are forgotten.
    pub cache_items: u64,
}

/// The screening service, apart from any law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Screening {
    /// Parties of one request.
    pub parties: usize,
    /// Folder for what reviewers decided about parties and entries, made where there is none for this user alone. One server has
    /// one. Absent: no decision is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispositions_dir: Option<PathBuf>,
    /// Decisions and withdrawals that are kept in it, and in memory.
    pub dispositions_items: u64,
    /// Callers at once whose parties are kept screened.
    pub watches: usize,
    /// Parties of one of them; about 300 bytes each.
    pub watch_parties: usize,
}

/// The record of what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Ledger {
    /// `durable`: synced to the disk before each answer; `buffered`: handed to the operating system; `off`: nothing is kept.
    pub mode: LedgerMode,
    /// Its folder, made for this user alone. One server has one.
    pub dir: PathBuf,
    /// Size at which a segment is followed by the next.
    pub segment_bytes: u64,
    /// Largest entry.
    pub entry_bytes: u64,
    /// Entries that may wait to be written.
    pub queue_items: u64,
    /// The same in bytes.
    pub queue_bytes: u64,
    /// Requests with an id that are known for a day, so that the same one twice gives one decision. About 150 bytes each; of
    /// more, the oldest are forgotten.
    pub repeat_items: u64,
    /// Space kept free on its disk: below it, evaluations are refused.
    pub reserve_bytes: u64,
}

/// What an answer means for the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LedgerMode {
    /// The entry was synced to the disk.
    #[default]
    Durable,
    /// The entry was handed to the operating system.
    Buffered,
    /// Nothing is kept.
    Off,
}

/// Logs, metrics and traces. None of them has anything of a record in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Telemetry {
    /// Directives of `tracing`, e.g. `info,comity=debug`. The line for each request has the target `comity::request`.
    pub filter: String,
    /// `text`: lines for people; `json`: an object for each line, for programs.
    pub format: LogFormat,
    /// Address and port of the HTTP endpoint with `/metrics`, `/healthz` and `/readyz`; only loopback. Absent: there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_address: Option<SocketAddr>,
    /// Where traces go, by OTLP over gRPC, e.g. `http://127.0.0.1:4317`. Absent: there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otlp_endpoint: Option<String>,
    /// One request in so many is traced; a caller that sends a trace context decides for its own.
    pub trace_every: u64,
    /// Spans that may wait for the collector; more are dropped and counted.
    pub trace_queue_items: u64,
    /// Time in which the collector has to take some.
    pub otlp_timeout_ms: u64,
}

/// How a line of log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

impl Default for Server {
    fn default() -> Self {
        Self { address: ADDRESS }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: MESSAGE_BYTES,
            string_bytes: STRING_BYTES,
            list_items: LIST_ITEMS,
            message_items: MESSAGE_ITEMS,
            nesting_levels: NESTING_LEVELS,
            dates: DATES,
            violations: VIOLATIONS,
            requests: REQUESTS,
            connections: CONNECTIONS,
            connections_per_peer: CONNECTIONS_PER_PEER,
            streams: STREAMS,
            open_streams: OPEN_STREAMS,
            chunk_records: CHUNK_RECORDS,
            stream_idle_ms: STREAM_IDLE_MS,
            timeline_days: TIMELINE_DAYS,
            header_bytes: HEADER_BYTES,
            request_ms: REQUEST_MS,
            handshake_ms: HANDSHAKE_MS,
            ping_ms: PING_MS,
            ping_timeout_ms: PING_TIMEOUT_MS,
            tcp_keepalive_ms: TCP_KEEPALIVE_MS,
            connection_age_ms: CONNECTION_AGE_MS,
            stream_window_bytes: STREAM_WINDOW_BYTES,
            connection_window_bytes: CONNECTION_WINDOW_BYTES,
            drain_ms: DRAIN_MS,
            retry_ms: RETRY_MS,
        }
    }
}

impl Default for Evaluation {
    fn default() -> Self {
        Self { threads: THREADS, queue: QUEUE }
    }
}

impl Default for Sandbox {
    fn default() -> Self {
        Self {
            cache_dir: None,
            compiler: None,
            slots_small: settings::SLOTS_SMALL,
            slots_large: settings::SLOTS_LARGE,
            fuel: settings::FUEL,
            memory_bytes_small: settings::MEMORY_BYTES_SMALL,
            memory_bytes_large: settings::MEMORY_BYTES_LARGE,
            output_bytes: settings::OUTPUT_BYTES,
            manifest_bytes: settings::MANIFEST_BYTES,
            deadline_ms: settings::DEADLINE_MS,
            tick_ms: settings::TICK_MS,
            component_bytes: settings::COMPONENT_BYTES,
            compile_memory_bytes: settings::COMPILE_MEMORY_BYTES,
            compile_cpu_seconds: settings::COMPILE_CPU_SECONDS,
            compile_wall_ms: settings::COMPILE_WALL_MS,
            check_every: settings::CHECK_EVERY,
        }
    }
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            ofac_sdn: None,
            ofac_cons: None,
            un: None,
            eu: None,
            uk: None,
            us_csl: None,
            open_sanctions: None,
            history_dir: None,
            history_items: LIST_HISTORY_ITEMS,
            refresh_ms: LIST_REFRESH_MS,
            ca_file: None,
            fetch_ms: LIST_FETCH_MS,
            accept_shrink: Vec::new(),
            max_age_days: LIST_AGE_DAYS,
            cache_items: LIST_CACHE_ITEMS,
        }
    }
}

impl Default for Screening {
    fn default() -> Self {
        Self {
            parties: SCREEN_PARTIES,
            dispositions_dir: None,
            dispositions_items: DISPOSITIONS_ITEMS,
            watches: WATCHES,
            watch_parties: WATCH_PARTIES,
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        let defaults = ledger::Settings::default();
        Self {
            mode: LedgerMode::default(),
            dir: PathBuf::from(LEDGER_DIR),
            segment_bytes: defaults.segment_bytes,
            entry_bytes: defaults.entry_bytes,
            queue_items: defaults.queue_entries as u64,
            queue_bytes: defaults.queue_bytes,
            repeat_items: REPEAT_ITEMS,
            reserve_bytes: defaults.reserve_bytes,
        }
    }
}

impl Default for Telemetry {
    fn default() -> Self {
        Self {
            filter: FILTER.to_owned(),
            format: LogFormat::default(),
            metrics_address: None,
            otlp_endpoint: None,
            trace_every: TRACE_EVERY,
            trace_queue_items: TRACE_QUEUE_ITEMS,
            otlp_timeout_ms: OTLP_TIMEOUT_MS,
        }
    }
}

impl Server {
    pub(super) fn check(&self) -> Vec<ConfigError> {
        not_loopback("server.address", Some(self.address))
    }
}

impl Telemetry {
    pub(super) fn check(&self) -> Vec<ConfigError> {
        let mut wrong = not_loopback("telemetry.metrics_address", self.metrics_address);
        if let Some(endpoint) = self.otlp_endpoint.as_ref().filter(|endpoint| !endpoint.starts_with("http://")) {
            let problem = format!("`{endpoint}` does not start with `http://`; write e.g. `http://127.0.0.1:4317`");
            wrong.push(ConfigError::Value { key: "telemetry.otlp_endpoint".to_owned(), problem });
        }
        wrong
    }
}

fn not_loopback(key: &'static str, address: Option<SocketAddr>) -> Vec<ConfigError> {
    let open = address.filter(|address| !address.ip().is_loopback());
    open.map(|address| ConfigError::NotLoopback { key, address }).into_iter().collect()
}

impl Sandbox {
    pub(super) fn check(&self) -> Vec<ConfigError> {
        let rules = [
            (
                self.deadline_ms / settings::TICKS_PER_DEADLINE >= self.tick_ms,
                "sandbox.deadline_ms",
                "it takes at least ten times `sandbox.tick_ms`",
            ),
            (
                self.memory_bytes_large >= self.memory_bytes_small,
                "sandbox.memory_bytes_large",
                "it takes at least `sandbox.memory_bytes_small`",
            ),
        ];
        let broken = rules.into_iter().filter(|(ok, _, _)| !ok);
        broken.map(|(_, key, problem)| ConfigError::Value { key: key.into(), problem: problem.into() }).collect()
    }
}

impl Lists {
    pub(super) fn check(&self) -> Vec<ConfigError> {
        let paths = [
            ("lists.ofac_sdn", &self.ofac_sdn),
            ("lists.ofac_cons", &self.ofac_cons),
            ("lists.un", &self.un),
            ("lists.eu", &self.eu),
            ("lists.uk", &self.uk),
            ("lists.us_csl", &self.us_csl),
            ("lists.open_sanctions", &self.open_sanctions),
            ("lists.history_dir", &self.history_dir),
            ("lists.ca_file", &self.ca_file),
        ];
        let empty = paths.into_iter().filter(|(_, path)| path.as_ref().is_some_and(|path| path.as_os_str().is_empty()));
        let problem = "it takes a path; leave the key out where there is no list";
        let empty = empty.map(|(key, _)| ConfigError::Value { key: key.into(), problem: problem.into() });
        let wrong = self.accept_shrink.iter().filter_map(|digest| digest.parse::<Digest>().err());
        let wrong = wrong.map(|e| ConfigError::Value { key: "lists.accept_shrink".into(), problem: e.to_string() });
        empty.chain(wrong).collect()
    }
}

impl Screening {
    pub(super) fn check(&self) -> Vec<ConfigError> {
        let empty = self.dispositions_dir.as_ref().is_some_and(|path| path.as_os_str().is_empty());
        let problem = "it takes the path of a folder; leave the key out where no decision is to be taken";
        let wrong = ConfigError::Value { key: "screening.dispositions_dir".into(), problem: problem.into() };
        empty.then_some(wrong).into_iter().collect()
    }
}

impl Ledger {
    pub(super) fn check(&self) -> Vec<ConfigError> {
        let rules = [
            (self.queue_bytes >= self.entry_bytes, "ledger.queue_bytes", "it takes at least `ledger.entry_bytes`"),
            (!self.dir.as_os_str().is_empty(), "ledger.dir", "it takes the path of a folder"),
        ];
        let broken = rules.into_iter().filter(|(ok, _, _)| !ok);
        broken.map(|(_, key, problem)| ConfigError::Value { key: key.into(), problem: problem.into() }).collect()
    }
}

impl Plugins {
    pub(super) fn check(&self) -> Vec<ConfigError> {
        let required = self.required.iter().map(|name| ("plugins.required".to_owned(), name));
        let settings = self.settings.keys().map(|name| (format!("plugins.settings.{name}"), name));
        let wrong = |(key, name): (String, &String)| {
            let error = name.parse::<Jurisdiction>().err()?;
            Some(ConfigError::Value { key, problem: error.to_string() })
        };
        required.chain(settings).filter_map(wrong).collect()
    }
}
