//! A watch whose day is the test's: what it says when a list grows stale, or a listing ends, and nothing else happens.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use comity_facts::{
    screening::{NotScreened, PartyChunk, ScreenOptions, WatchOpen, WatchRequest, watch_request::Message as In},
    v1::{GapReason, Party},
};
use tokio::{
    sync::{Semaphore, mpsc, watch},
    time::timeout,
};
use tonic::Status;

use super::*;
use crate::{
    catalog::{Catalog, Source},
    domain::Date,
    evaluate::Evaluator,
    ledger::Ledger,
    rpc::{EdgeSettings, Intake, Limits, ScreenSettings, call::Call, peer::StreamSettings},
    sandbox::{self, Sandbox},
    screening::{ListFormat, Lists, RawFile, Snapshot, Supply},
};

/// The day of January 2026, and how often it was asked for.
static DAY: AtomicUsize = AtomicUsize::new(5);
static ASKED: AtomicUsize = AtomicUsize::new(0);

fn today() -> Date {
    ASKED.fetch_add(1, Ordering::SeqCst);
    january(DAY.load(Ordering::SeqCst))
}

fn january(day: usize) -> Date {
    Date::of(2026, 1, i8::try_from(day).unwrap())
}

/// The same for the test of a listing that ends: days and questions of its own.
static END_DAY: AtomicUsize = AtomicUsize::new(5);

fn end_today() -> Date {
    january(END_DAY.load(Ordering::SeqCst))
}

/// A UN list that is stale ten days after its publication. An entry is named, or named and then the day of January on which it ends.
fn lists(published: usize, names: &[&str]) -> Lists {
    let entry = |(n, name): (usize, &&str)| {
        let (name, end) = name.split_once(" until ").unwrap_or((name, ""));
        let end = if end.is_empty() { String::new() } else { format!("<DELISTED_ON>2026-01-{end}</DELISTED_ON>") };
        format!(
            "<ENTITY><REFERENCE_NUMBER>KPe.{n}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <FIRST_NAME>{name}</FIRST_NAME>{end}</ENTITY>"
        )
    };
    let entries: String = names.iter().enumerate().map(entry).collect();
    let day = january(published);
    let text = format!("<CONSOLIDATED_LIST dateGenerated=\"{day}\"><ENTITIES>{entries}</ENTITIES></CONSOLIDATED_LIST>");
    let files = vec![RawFile { name: "un.xml".into(), bytes: text.into_bytes() }];
    let snapshots = vec![Arc::new(Snapshot::read(ListFormat::UnXml, files, None, january(31)).unwrap())];
    let supply = Supply { format: ListFormat::UnXml, snapshots, refused: None, sample: false, max_age_days: Some(10) };
    Lists::of(vec![supply], 0, january(5))
}

/// Its one plugin is none: nothing is evaluated here.
fn edge(lists: Lists, today: fn() -> Date) -> Arc<Edge> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("zz.wasm"), "nothing").unwrap();
    let settings = sandbox::Settings { slots_small: 1, slots_large: 1, ..sandbox::Settings::new("/bin/false".into()) };
    let sandbox = Sandbox::new(&settings).unwrap();
    let source = Source { folder: folder.path().to_owned(), ..Source::default() };
    let catalog = Catalog::load(&sandbox, &source, lists, |_| {}).unwrap();
    let evaluator = Evaluator::start(catalog, NonZeroUsize::MIN, 4).unwrap();
    let limits =
        Limits { string_bytes: 4096, list_items: 1000, message_items: 5000, nesting: 16, dates: 3, violations: 10 };
    let look_every = Duration::from_millis(5);
    let screening = ScreenSettings { parties: 10, watches: 1, watch_parties: 10, look_every };
    let settings = EdgeSettings {
        answer_bytes: 1 << 20,
        timeline_days: 1,
        repeats: 1,
        today,
        now_ms: || 0,
        limits: Vec::new(),
        screening,
    };
    let intake = Intake::new(limits).unwrap();
    Arc::new(Edge::new(intake, Arc::new(evaluator), Arc::new(Ledger::nothing()), settings).unwrap())
}

/// What the caller sends; then nothing more comes.
struct Sent(VecDeque<Bytes>);

impl Inbound for Sent {
    async fn message(&mut self) -> Result<Option<Bytes>, Status> {
        Ok(self.0.pop_front())
    }
}

fn watch(edge: &Arc<Edge>, party: &str) -> (mpsc::Receiver<Result<WatchResponse, Status>>, watch::Sender<bool>) {
    let options = ScreenOptions { lists: vec!["UN-1718".into()], ..ScreenOptions::default() };
    let open = In::Open(WatchOpen { options: Some(options), screen_now: false });
    let chunk = In::Chunk(PartyChunk { parties: vec![Party { name: Some(party.into()), ..Party::default() }] });
    let encoded = [open, chunk].map(|message| WatchRequest { message: Some(message) }.encode_to_vec().into());
    let ((answers, heard), (stop, stopping)) = (mpsc::channel(4), watch::channel(false));
    let peer = Peer {
        edge: Arc::clone(edge),
        settings: StreamSettings { chunk_records: 10, idle: Duration::from_mins(1), retry: Duration::from_secs(1) },
        message_bytes: 1 << 20,
        inbound: Sent(encoded.into()),
        answers,
        stopping,
        place: Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap(),
        call: Call::begin(edge.meters(), "/", |_| tracing::Span::none()),
    };
    tokio::spawn(Watch { peer }.serve(Caller::local()));
    (heard, stop)
}

type Heard = mpsc::Receiver<Result<WatchResponse, Status>>;

async fn next(heard: &mut Heard) -> Out {
    let message = timeout(Duration::from_secs(20), heard.recv()).await.expect("a message in time");
    message.unwrap().unwrap().message.unwrap()
}

/// Nothing is said while it looks several times.
async fn silent(heard: &mut Heard) {
    let before = ASKED.load(Ordering::SeqCst);
    while ASKED.load(Ordering::SeqCst) < before + 10 {
        tokio::task::yield_now().await;
    }
    assert!(heard.try_recv().is_err(), "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_grows_stale_is_told_once_without_any_other_change() {
    let edge = edge(lists(1, &["KORYO ALPHA TRADING"]), today);
    let (mut heard, _stop) = watch(&edge, "Koryo Alpha Trading");
    assert!(matches!(next(&mut heard).await, Out::Opened(opened) if opened.parties == 1));
    silent(&mut heard).await;
    DAY.store(11, Ordering::SeqCst);
    silent(&mut heard).await;
    DAY.store(12, Ordering::SeqCst);
    let Out::Lists(told) = next(&mut heard).await else { panic!("a list grew stale") };
    let why = told.lists[0].not_screened.as_ref().map(NotScreened::reason);
    assert_eq!((told.lists[0].list.as_str(), why), ("UN-1718", Some(GapReason::ListStale)));
    assert_eq!((told.lists.len(), told.parties_changed), (1, 0), "nobody's hits are told to be gone");
    silent(&mut heard).await;
    // A newer one comes, without the entry.
    let catalog = edge.evaluator().catalog().with_lists(lists(12, &["PAEKTU BRAVO MINING"]));
    edge.evaluator().replace(catalog);
    assert!(matches!(next(&mut heard).await, Out::Change(change) if change.entries[0].entry == "KPe.0"));
    assert!(matches!(next(&mut heard).await, Out::Lists(told) if told.lists[0].not_screened.is_none()));
    silent(&mut heard).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listing_that_ends_is_told_on_the_day_without_any_other_change() {
    let edge = edge(lists(1, &["KORYO ALPHA TRADING until 08", "PAEKTU BRAVO MINING"]), end_today);
    let (mut heard, _stop) = watch(&edge, "Koryo Alpha Trading");
    assert!(matches!(next(&mut heard).await, Out::Opened(opened) if opened.parties == 1));
    END_DAY.store(7, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(heard.try_recv().is_err(), "it is listed still");
    END_DAY.store(8, Ordering::SeqCst);
    let Out::Change(change) = next(&mut heard).await else { panic!("its listing ended") };
    let told: Vec<_> = change.entries.iter().map(|one| (one.entry.as_str(), one.fate())).collect();
    assert_eq!(told, [("KPe.0", comity_facts::screening::EntryFate::Removed)]);
    let Out::Lists(lists) = next(&mut heard).await else { panic!("it closes the change") };
    let counts: Vec<_> = lists.lists.iter().map(|list| (list.added, list.removed, list.changed)).collect();
    assert_eq!((counts, lists.parties_changed), (vec![(0, 1, 0)], 1));
    assert_eq!(lists.basis.map(|basis| basis.today).as_deref(), Some("2026-01-08"));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(heard.try_recv().is_err(), "it is told once");
}
