//! Continuous monitoring over a real socket: whose answer is another one comes when the lists change, nobody is lost; and what an
//! operator tells the server about its lists.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use comity::{
    config::Config,
    rpc::client::catalog::CatalogServiceClient,
    server::{Refresh, Server},
};
use comity_facts::{
    catalog::{AcceptShrinkRequest, RefreshListsRequest},
    screening::{
        EntryFate, ListsChange, MatchParameters, PartyChange, PartyChunk, ScreenOptions, ScreenRequest, WatchOpen,
        WatchOpened, WatchRequest, WatchResponse, watch_request::Message as In, watch_response::Message as Out,
    },
    v1::{GapReason, HitBand, Party},
};
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming};

use super::{
    Running, configured,
    screening::{client, party, refused, un},
};

const PATIENCE: Duration = Duration::from_secs(20);

/// A server with a UN list in a file, and what tells it to read that again.
pub(super) struct Listed {
    pub(super) server: Running,
    refresh: Refresh,
    file: PathBuf,
    day: u32,
}

impl Listed {
    pub(super) fn start(names: &[&str], more: &[(&str, &str)]) -> Self {
        Self::start_with(names, configured("healthy", more))
    }

    pub(super) fn start_with(names: &[&str], (mut config, folder): (Config, TempDir)) -> Self {
        let file = folder.path().join("un.xml");
        config.lists.un = Some(file.clone());
        config.lists.refresh_ms = 0;
        config.lists.max_age_days = 3_650;
        std::fs::write(&file, un("2026-01-01", names)).unwrap();
        let server = Server::build(&config, |_| {}).unwrap();
        let refresh = server.refresh().unwrap();
        Self { server: Running::run(server, folder), refresh, file, day: 1 }
    }

    /// Publishes the list anew, and does not wait.
    pub(super) fn publish(&mut self, names: &[&str]) {
        self.day += 1;
        std::fs::write(&self.file, un(&format!("2026-{:02}-{:02}", 1 + self.day / 28, 1 + self.day % 28), names))
            .unwrap();
        self.refresh.now();
    }
}

/// A caller's end of a watch.
struct Watching(Streaming<WatchResponse>);

impl Watching {
    async fn call(server: &Running, messages: Vec<In>) -> Result<Self, Status> {
        let (requests, sent) = mpsc::channel(messages.len().max(1));
        for message in messages {
            requests.send(WatchRequest { message: Some(message) }).await.unwrap();
        }
        Ok(Self(client(server).await.watch(ReceiverStream::new(sent)).await?.into_inner()))
    }

    /// A watch of parties that was opened, and what came before.
    async fn open(server: &Running, open: WatchOpen, parties: Vec<Party>) -> (Self, Vec<Out>, WatchOpened) {
        let messages = vec![In::Open(open), In::Chunk(PartyChunk { parties })];
        let mut watching = Self::call(server, messages).await.unwrap();
        let mut before = Vec::new();
        loop {
            match watching.next().await.unwrap() {
                Out::Opened(opened) => return (watching, before, opened),
                other => before.push(other),
            }
        }
    }

    async fn next(&mut self) -> Result<Out, Status> {
        let message = tokio::time::timeout(PATIENCE, self.0.message()).await.expect("a message in time")?;
        Ok(message.expect("it lasts").message.unwrap())
    }

    /// The next change: the parties that it affects, and what closes it.
    async fn change(&mut self) -> (Vec<PartyChange>, ListsChange) {
        let mut parties = Vec::new();
        loop {
            match self.next().await.unwrap() {
                Out::Change(change) => parties.push(change),
                Out::Lists(lists) => return (parties, lists),
                other => panic!("{other:?}"),
            }
        }
    }
}

fn opening() -> WatchOpen {
    let options = ScreenOptions { lists: vec!["UN-1718".into()], ..ScreenOptions::default() };
    WatchOpen { options: Some(options), screen_now: false }
}

/// Sequence, and the entries with what became of them.
fn told(changes: &[PartyChange]) -> Vec<(u64, Vec<(&str, EntryFate)>)> {
    changes
        .iter()
        .map(|change| {
            let entries = change.entries.iter().map(|entry| (entry.entry.as_str(), entry.fate())).collect();
            (change.answer.as_ref().unwrap().sequence, entries)
        })
        .collect()
}

pub(super) const NAMES: [&str; 4] =
    ["KORYO ALPHA TRADING", "PAEKTU BRAVO MINING", "CHONGCHON CHARLIE SHIPPING", "TAEDONG DELTA BANK"];

#[tokio::test(flavor = "multi_thread")]
async fn whose_answer_is_another_one_comes_with_the_entries_that_made_it_so() {
    // With so many others that one may go without consent.
    let others: Vec<String> = (0..20).map(|n| format!("OTHER{n} NAME{n}")).collect();
    let with =
        |four: [&'static str; 4]| -> Vec<&str> { four.into_iter().chain(others.iter().map(String::as_str)).collect() };
    let mut listed = Listed::start(&with([NAMES[0], NAMES[1], NAMES[2], ""]), &[]);
    let parties = vec![
        party("a", "Koryo Alpha Trading"),
        party("b", "Paektu Bravo Mining"),
        party("c", "Taedong Delta Bank"),
        party("d", "Nobody Whatsoever"),
    ];
    let open = WatchOpen { screen_now: true, ..opening() };
    let (mut watching, first, opened) = Watching::open(&listed.server, open, parties).await;
    let hits: Vec<usize> = first
        .iter()
        .map(|message| match message {
            Out::Answer(answer) => answer.lists[0].hits.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!((hits, opened.parties), (vec![1, 1, 0, 0], 4));
    assert_eq!(opened.basis.unwrap().lists_digest, listed.server.edge.lists().digest().to_string());

    listed.publish(&with(NAMES));
    let (parties, lists) = watching.change().await;
    assert_eq!(told(&parties), [(2, vec![("KPe.3", EntryFate::Added)])]);
    assert_eq!(parties[0].answer.as_ref().unwrap().lists[0].hits.len(), 1);
    let change = &lists.lists[0];
    assert_eq!((change.list.as_str(), change.added, change.removed, change.changed), ("UN-1718", 1, 0, 0));
    assert_eq!((lists.parties_changed, lists.lists.len()), (1, 1));
    assert_eq!(lists.basis.unwrap().lists_digest, listed.server.edge.lists().digest().to_string());

    listed.publish(&with([NAMES[0], "", NAMES[2], NAMES[3]]));
    let (parties, lists) = watching.change().await;
    assert_eq!(told(&parties), [(1, vec![("KPe.1", EntryFate::Removed)])]);
    let hits = &parties[0].answer.as_ref().unwrap().lists[0].hits;
    let gone = hits[0].hit.as_ref().unwrap().delisted_to.as_deref();
    assert_eq!((lists.lists[0].removed, hits.len(), gone), (1, 1, Some("2026-01-04")), "who was on it is still told");

    listed.publish(&with(["KORYO ALPHA TRADING CORPORATION", "", NAMES[2], NAMES[3]]));
    let (parties, lists) = watching.change().await;
    assert_eq!(told(&parties), [(0, vec![("KPe.0", EntryFate::Changed)])]);
    assert_eq!(lists.lists[0].changed, 1);

    // A new entry that resembles nobody: the change is told, and nobody comes.
    let mut more = with(["KORYO ALPHA TRADING CORPORATION", "", NAMES[2], NAMES[3]]);
    more.push("ZYXW VUTS");
    listed.publish(&more);
    let (parties, lists) = watching.change().await;
    assert_eq!((told(&parties), lists.parties_changed, lists.lists[0].added), (vec![], 0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_wanted_comes() {
    let mut listed = Listed::start(&NAMES[..1], &[]);
    let strong = Some(MatchParameters { least: Some(HitBand::Confirmed.into()), ..MatchParameters::default() });
    let quiet =
        WatchOpen { options: Some(ScreenOptions { parameters: strong, ..opening().options.unwrap() }), ..opening() };
    let other = WatchOpen {
        options: Some(ScreenOptions { lists: vec!["OFAC-SDN".into()], ..ScreenOptions::default() }),
        ..opening()
    };
    let parties = vec![party("a", "Paektu Bravo Mining"), party("not an id", "Koryo")];
    let (mut quiet, refusals, opened) = Watching::open(&listed.server, quiet, parties.clone()).await;
    assert!(matches!(&refusals[..], [Out::Refusal(refusal)] if refusal.sequence == 1), "{refusals:?}");
    assert_eq!(opened.parties, 1, "a bad party spoils only itself");
    let (mut missing, ..) = Watching::open(&listed.server, other, parties[..1].to_vec()).await;
    let (mut loud, ..) = Watching::open(&listed.server, opening(), parties[..1].to_vec()).await;
    listed.publish(&NAMES[..2]);
    assert_eq!(told(&loud.change().await.0), [(0, vec![("KPe.1", EntryFate::Added)])]);
    assert_eq!(told(&quiet.change().await.0), [], "a name alone is never confirmed");
    let silent = tokio::time::timeout(Duration::from_millis(300), missing.0.message()).await;
    assert!(silent.is_err(), "another list has not changed: {silent:?}");
}

/// The last bands of each party's hits, as somebody who watches has them.
type Known = BTreeMap<u64, Vec<(String, i32)>>;

fn note(known: &mut Known, answer: &comity_facts::screening::PartyAnswer) {
    for list in &answer.lists {
        let mut hits: Vec<_> =
            list.hits.iter().filter_map(|hit| hit.hit.as_ref()).map(|hit| (hit.entry.clone(), hit.band)).collect();
        hits.sort();
        known.insert(answer.sequence, hits);
    }
}

/// Lists that change again and again, and callers that keep the server at work: in the end whoever watched knows what whoever
/// screens all parties anew is told.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_lost_when_lists_are_swapped_under_load() {
    const WORDS: [&str; 8] = ["KORYO", "PAEKTU", "ALPHA", "BRAVO", "TRADING", "MINING", "CHARLIE", "DELTA"];
    let mut random = fastrand::Rng::with_seed(7);
    let mut name = move || -> String {
        (0..2 + random.usize(..2)).map(|_| WORDS[random.usize(..WORDS.len())]).collect::<Vec<_>>().join(" ")
    };
    let start: Vec<String> = (0..60).map(|_| name()).collect();
    let borrowed =
        |names: &[String]| names.iter().map(|name| &*Box::leak(name.clone().into_boxed_str())).collect::<Vec<&str>>();
    let mut listed = Listed::start(&borrowed(&start), &[]);
    let parties: Vec<Party> = (0..300).map(|n| party(&format!("p{n}"), &name())).collect();
    let open = WatchOpen { screen_now: true, ..opening() };
    let (mut watching, first, _) = Watching::open(&listed.server, open, parties.clone()).await;
    let mut known = Known::new();
    for message in &first {
        let Out::Answer(answer) = message else { panic!("{message:?}") };
        note(&mut known, answer);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let load = {
        let (stop, client) = (Arc::clone(&stop), client(&listed.server).await);
        let request = ScreenRequest { options: opening().options, parties: parties[..50].to_vec() };
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                client.clone().screen(request.clone()).await.unwrap();
            }
        })
    };
    let mut names = start;
    for n in 0..20 {
        names[n * 3 % 60] = name();
        names.push(name());
        listed.publish(&borrowed(&names));
        tokio::time::sleep(Duration::from_millis(50 + u64::try_from(n).unwrap() * 7)).await;
    }
    // The last one may have come while the one before was read.
    let last = comity::domain::Digest::of_pieces([std::fs::read(&listed.file).unwrap().as_slice()]);
    let serves = || listed.server.edge.lists().loaded(&"UN-1718".parse().unwrap()).unwrap().digest == Some(last);
    while !serves() {
        listed.refresh.now();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let end = listed.server.edge.lists().digest().to_string();
    let (mut steps, mut again) = (0, 0);
    loop {
        let (changes, lists) = watching.change().await;
        for change in &changes {
            note(&mut known, change.answer.as_ref().unwrap());
        }
        steps += 1;
        again += lists.parties_screened;
        if lists.basis.unwrap().lists_digest == end {
            break;
        }
    }
    stop.store(true, Ordering::Relaxed);
    load.await.unwrap();
    let request = ScreenRequest { options: opening().options, parties };
    let anew = client(&listed.server).await.screen(request).await.unwrap().into_inner();
    let mut expected = Known::new();
    for answer in &anew.parties {
        note(&mut expected, answer);
    }
    println!("{steps} steps for 20 publications, {again} screened again");
    assert_eq!(known, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_watch_ends_it_and_says_why() {
    let more = [("SCREENING__WATCH_PARTIES", "3"), ("SCREENING__WATCHES", "1"), ("LIMITS__STREAM_IDLE_MS", "2000")];
    let listed = Listed::start(&NAMES, &more);
    let chunk = |count: usize| In::Chunk(PartyChunk { parties: vec![party("p", "Kim"); count] });
    let with = |change: fn(&mut ScreenOptions)| {
        let mut options = opening().options.unwrap();
        change(&mut options);
        In::Open(WatchOpen { options: Some(options), screen_now: false })
    };
    let open = || In::Open(opening());
    for (messages, reason) in [
        (vec![], "INVALID_REQUEST  REQUIRED"),
        (vec![chunk(1)], "INVALID_REQUEST open REQUIRED"),
        (vec![open(), open()], "INVALID_REQUEST open DUPLICATE_FIELD"),
        (vec![open(), chunk(2), chunk(2)], "INVALID_REQUEST chunk.parties TOO_MANY"),
        (vec![with(|o| o.known_at = Some("2020-01-01".into()))], "INVALID_REQUEST options.known_at OUT_OF_RANGE"),
        (vec![with(|o| o.as_of = Some("2020-01-01".into()))], "INVALID_REQUEST options.as_of OUT_OF_RANGE"),
        (vec![with(|o| o.as_of = Some("x".into()))], "INVALID_REQUEST options.as_of DATE_NOT_CIVIL"),
    ] {
        let mut watching = loop {
            // The place of the one before is given back a moment after its last word.
            match Watching::call(&listed.server, messages.clone()).await {
                Ok(watching) => break watching,
                Err(status) => assert_eq!(refused(&status).1, "WATCHES_TAKEN"),
            }
        };
        let status = watching.next().await.unwrap_err();
        assert_eq!(refused(&status).1, reason);
    }
    let (watching, ..) = loop {
        match Watching::call(&listed.server, vec![open(), chunk(1)]).await {
            Ok(mut watching) => match watching.next().await.unwrap() {
                Out::Opened(opened) => break (watching, opened),
                other => panic!("{other:?}"),
            },
            Err(status) => assert_eq!(refused(&status).1, "WATCHES_TAKEN"),
        }
    };
    let status = Watching::call(&listed.server, vec![open()]).await.err().unwrap();
    assert_eq!(refused(&status), (Code::ResourceExhausted, "WATCHES_TAKEN".into()));
    drop(watching);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_a_watch() {
    let listed = Listed::start(&NAMES, &[]);
    let (mut watching, ..) = Watching::open(&listed.server, opening(), vec![party("p", "Kim")]).await;
    let stopped = tokio::spawn(listed.server.stop());
    let status = watching.next().await.unwrap_err();
    assert_eq!(refused(&status), (Code::Unavailable, "STOPPING".into()));
    assert_eq!(stopped.await.unwrap(), comity::rpc::Drained::Fully);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_has_lists_read_again_and_consents_to_one_that_shrank() {
    let many: Vec<String> = (0..20).map(|n| format!("KORYO NUMBER{n} TRADING")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let listed = Listed::start(&many, &[]);
    let mut catalog = CatalogServiceClient::new(listed.server.channel().await);
    let (mut watching, ..) = Watching::open(&listed.server, opening(), vec![party("p", "Koryo Number1 Trading")]).await;
    let small = un("2026-02-01", &many[..1]);
    std::fs::write(&listed.file, &small).unwrap();
    let read = catalog.refresh_lists(RefreshListsRequest {}).await.unwrap().into_inner();
    let digest = comity::domain::Digest::of_pieces([small.as_bytes()]).to_string();
    let kept = read.lists[0].kept.clone().unwrap();
    assert!(kept.contains(&digest) && read.lists[0].entries == 20, "{kept}");
    for (digest, expected) in [
        ("12".to_owned(), (Code::InvalidArgument, "INVALID_REQUEST digest NOT_A_DIGEST")),
        (String::new(), (Code::InvalidArgument, "INVALID_REQUEST digest REQUIRED")),
        ("0".repeat(64), (Code::FailedPrecondition, "NOTHING_TO_ACCEPT")),
    ] {
        let status = catalog.accept_shrink(AcceptShrinkRequest { digest }).await.unwrap_err();
        assert_eq!(refused(&status), (expected.0, expected.1.to_owned()));
    }
    let taken = catalog.accept_shrink(AcceptShrinkRequest { digest: digest.clone() }).await.unwrap().into_inner();
    assert_eq!((taken.lists[0].entries, taken.lists[0].kept.clone(), &taken.lists[0].digest), (1, None, &digest));
    assert_eq!(taken.digest, listed.server.edge.lists().digest().to_string());
    let (_, lists) = watching.change().await;
    assert_eq!(lists.lists[0].removed, 19);

    let server = Running::start("healthy", &[]);
    let mut catalog = CatalogServiceClient::new(server.channel().await);
    let status = catalog.refresh_lists(RefreshListsRequest {}).await.unwrap_err();
    assert_eq!(
        refused(&status),
        (Code::FailedPrecondition, "NOT_CONFIGURED".into()),
        "the samples are never read again"
    );
}

/// A list that nobody is screened against says so once, and nobody's hits are told to be gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_not_there_any_more_takes_no_hit_away() {
    let listed = Listed::start(&NAMES, &[]);
    let (mut watching, ..) = Watching::open(&listed.server, opening(), vec![party("p", "Koryo Alpha Trading")]).await;
    let evaluator = listed.server.edge.evaluator();
    let (before, none) = (evaluator.catalog().lists().clone(), comity::screening::Lists::none());
    evaluator.replace(evaluator.catalog().with_lists(none));
    let (parties, lists) = watching.change().await;
    assert_eq!((told(&parties), lists.lists.len()), (vec![], 1));
    assert_eq!(lists.lists[0].not_screened.as_ref().unwrap().reason(), GapReason::ListMissing);
    evaluator.replace(evaluator.catalog().with_lists(before));
    let (parties, lists) = watching.change().await;
    assert_eq!((told(&parties), lists.lists[0].not_screened.is_none()), (vec![], true), "the same hits as before");
    assert_eq!(lists.parties_screened, 1, "and they were looked at");
}
