//! Screening over a real socket: what it says, what it did not look at, what it refuses; streams of parties; lists of past days.

use std::{path::Path, time::Duration};

use comity::rpc::client::screening::ScreeningServiceClient;
use comity_facts::{
    screening::{
        ListAnswer, Listing, MatchMode, MatchParameters, NotScreened, PartyAnswer, PartyChunk, ScreenOptions,
        ScreenRequest, ScreenResponse, ScreenStreamRequest, ScreenStreamResponse, ScreenStreamSummary, WeakAliases,
        screen_stream_request::Message as In, screen_stream_response::Message as Out,
    },
    v1::{self, Alias, AliasList, GapReason, HitBand, ListedMeasure, Owners, Ownership, Party, PartyKind},
};
use prost::Message as _;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming, transport::Channel};
use tonic_types::StatusExt as _;

use super::{Running, call};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
const SCREEN: &str = "/comity.screening.v1.ScreeningService/Screen";

pub(super) type Client = ScreeningServiceClient<Channel>;

pub(super) async fn client(server: &Running) -> Client {
    ScreeningServiceClient::new(server.channel().await)
}

pub(super) fn party(id: &str, name: &str) -> Party {
    Party { id: Some(id.into()), name: Some(name.into()), ..Party::default() }
}

fn options(lists: &[&str]) -> ScreenOptions {
    ScreenOptions { lists: lists.iter().map(|list| (*list).to_owned()).collect(), ..ScreenOptions::default() }
}

fn request(options: ScreenOptions, parties: Vec<Party>) -> ScreenRequest {
    ScreenRequest { options: Some(options), parties }
}

async fn screened(client: &Client, options: ScreenOptions, name: &str) -> ScreenResponse {
    client.clone().screen(request(options, vec![party("p1", name)])).await.unwrap().into_inner()
}

/// The entries with their bands of the one list of the one party.
fn entries(answer: &ListAnswer) -> Vec<(&str, HitBand)> {
    let hits = answer.hits.iter().map(|hit| hit.hit.as_ref().unwrap());
    hits.map(|hit| (hit.entry.as_str(), hit.band())).collect()
}

fn only(response: &ScreenResponse) -> &ListAnswer {
    assert_eq!((response.parties.len(), response.parties[0].lists.len()), (1, 1), "{response:?}");
    &response.parties[0].lists[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_has_hits_with_their_evidence_and_what_they_rest_on() {
    let server = Running::start("healthy", &[]);
    let client = client(&server).await;
    let response = screened(&client, options(&["UN-1718"]), "Kim Young Chol").await;
    let answer = only(&response);
    assert_eq!(entries(answer)[0], ("KPi.024", HitBand::Strong));
    let hit = &answer.hits[0];
    assert!(hit.hit.as_ref().unwrap().sentence.contains("Kim Young-Chol") && hit.entry_digest.len() == 64, "{hit:?}");
    assert_eq!((hit.listing(), hit.disposition.is_none()), (Listing::Unspecified, true));
    assert_eq!(answer.caveats().collect::<Vec<_>>(), [GapReason::ListSample], "the sample says that it is one");
    let basis = response.basis.as_ref().unwrap();
    let lists = server.edge.lists();
    assert_eq!(basis.lists_digest, lists.digest().to_string());
    assert_eq!((basis.lists.len(), basis.lists[0].list.as_str(), basis.lists[0].sample), (1, "UN-1718", true));
    assert_eq!(basis.matcher, comity::screening::MATCHER);
    let applied = basis.parameters.as_ref().unwrap();
    assert_eq!((applied.version, applied.least(), applied.limit), (1, HitBand::Weak, 256));
    assert_eq!(screened(&client, options(&["UN-1718"]), "Kim Young Chol").await, response, "the same again");

    let all = screened(&client, ScreenOptions::default(), "Kim Young Chol").await;
    let ids: Vec<_> = all.parties[0].lists.iter().map(|list| list.list.clone()).collect();
    assert!(ids.is_sorted() && ids.contains(&"OFAC-SDN".to_owned()) && ids.contains(&"EU-DPRK".to_owned()), "{ids:?}");
    assert!(all.parties[0].lists.contains(answer), "one list of all is that list alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_screened_is_an_answer_of_its_own() {
    let server = Running::start("healthy", &[]);
    let client = client(&server).await;
    let long = "x ".repeat(300);
    for (list, name, reason) in [
        ("UN-1718", "Nobody Whatsoever", None),
        ("XX-NONE", "Nobody Whatsoever", Some(GapReason::ListMissing)),
        ("UN-1718", "K", Some(GapReason::NameUnusable)),
        ("UN-1718", &long, Some(GapReason::OverLimit)),
    ] {
        let response = screened(&client, options(&[list]), name).await;
        let answer = only(&response);
        assert_eq!(answer.not_screened.as_ref().map(NotScreened::reason), reason, "{list} {name}");
        assert!(answer.hits.is_empty());
        assert!(answer.not_screened.iter().all(|why| !why.detail.is_empty()));
        assert_eq!(response.basis.unwrap().lists.len(), usize::from(list == "UN-1718"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_counted() {
    let server = Running::start("healthy", &[]);
    let client = client(&server).await;
    let with = |least: Option<HitBand>, limit: Option<u32>, as_of: Option<&str>| {
        let parameters = Some(MatchParameters { least: least.map(Into::into), limit, ..MatchParameters::default() });
        ScreenOptions { parameters, as_of: as_of.map(Into::into), ..options(&["UN-1718"]) }
    };
    let alias = Alias { name: Some("Korea Mining Development Trading Corporation".into()), quality: Some(1) };
    // A person, so that the body is a hit of a lower band.
    let both = Party {
        kind: Some(PartyKind::Individual.into()),
        aliases: Some(AliasList { items: vec![alias] }),
        ..party("p1", "Kim Yong Chol")
    };
    let screened = async |options| {
        let request = request(options, vec![both.clone()]);
        client.clone().screen(request).await.unwrap().into_inner()
    };
    let all = screened(with(None, None, None)).await;
    let all = entries(only(&all)).into_iter().map(|(entry, band)| (entry.to_owned(), band)).collect::<Vec<_>>();
    assert_eq!((all.len(), all[0].1, all[1].1), (2, HitBand::Strong, HitBand::Possible), "{all:?}");
    let one = screened(with(None, Some(1), None)).await;
    assert_eq!((entries(only(&one)).len(), only(&one).left_out), (1, u32::try_from(all.len()).unwrap() - 1));
    let strong = screened(with(Some(HitBand::Strong), None, None)).await;
    let expected = all.iter().filter(|(_, band)| *band == HitBand::Strong).count();
    assert_eq!((entries(only(&strong)).len(), only(&strong).left_out), (expected, 0));
    let early = screened(with(None, None, Some("1999-01-01"))).await;
    assert_eq!((only(&early).hits.len(), only(&early).not_listed_then), (0, u32::try_from(all.len()).unwrap()));
    assert_eq!(only(&early).caveats().collect::<Vec<_>>(), [GapReason::ListSample, GapReason::BeforeList]);
    let now = screened(with(None, Some(1), Some("2026-11-01"))).await;
    assert_eq!(only(&now).hits[0].listing(), Listing::Certain);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_names_are_compared_is_the_callers_choice_and_is_told() {
    let server = Running::start("healthy", &[]);
    let client = client(&server).await;
    let screened = async |name: &str, mode: Option<MatchMode>, weak_aliases: Option<WeakAliases>| {
        let (mode, weak_aliases) = (mode.map(Into::into), weak_aliases.map(Into::into));
        let parameters = Some(MatchParameters { mode, weak_aliases, ..MatchParameters::default() });
        let request = request(ScreenOptions { parameters, ..options(&["OFAC-SDN"]) }, vec![party("p1", name)]);
        let response = client.clone().screen(request).await.unwrap().into_inner();
        let applied = response.basis.clone().and_then(|basis| basis.parameters).unwrap();
        let hits: Vec<_> = only(&response).hits.iter().filter_map(|one| one.hit.as_ref()).cloned().collect();
        let best = hits.first().map(|hit| (hit.entry.clone(), hit.score));
        (best, (applied.mode(), applied.weak_aliases()), hits.first().map(v1::ScreeningHit::measure))
    };
    let (comity, ofac) = (MatchMode::Comity, MatchMode::Ofac);
    let confirm = WeakAliases::Confirm;
    for (name, mode, weak, best, applied) in [
        ("GENCO", None, None, None, (comity, confirm)),
        ("GENCO", None, Some(WeakAliases::Count), Some("19611"), (comity, WeakAliases::Count)),
        ("GENCO", Some(ofac), None, Some("19611"), (ofac, confirm)),
        ("Korea General Corporation for External Construction", Some(ofac), None, Some("19611"), (ofac, confirm)),
    ] {
        let (got, told, measure) = screened(name, mode, weak).await;
        assert_eq!(got.as_ref().map(|(entry, _)| entry.as_str()), best, "{name} {mode:?} {weak:?}");
        assert_eq!(told, applied, "{name}");
        assert_eq!(measure, best.map(|_| ListedMeasure::Freeze), "{name}");
        assert!(mode.is_none() || got.is_some_and(|(_, score)| score == 1000), "{name}");
    }
}

/// The violations or the reason that a status carries.
pub(super) fn refused(status: &Status) -> (Code, String) {
    let info = status.get_details_error_info().unwrap();
    let fields = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
    let first = fields.first().map(|field| format!(" {} {}", field.field, field.reason)).unwrap_or_default();
    (status.code(), format!("{}{first}", info.reason))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_request_is_told_what_is_wrong() {
    let server = Running::start("healthy", &[("SCREENING__PARTIES", "3")]);
    let client = client(&server).await;
    let named = || vec![party("p1", "Kim")];
    let with = |change: fn(&mut ScreenOptions)| {
        let mut options = options(&["UN-1718"]);
        change(&mut options);
        request(options, named())
    };
    let limit = |limit| Some(MatchParameters { limit: Some(limit), ..MatchParameters::default() });
    let invalid = |reason: &str| (Code::InvalidArgument, format!("INVALID_REQUEST {reason}"));
    for (request, expected) in [
        (request(options(&[]), Vec::new()), invalid("parties REQUIRED")),
        (request(options(&[]), vec![Party::default(); 4]), invalid("parties TOO_MANY")),
        (request(options(&["a b"]), named()), invalid("options.lists[0] NOT_AN_ID")),
        (with(|o| o.as_of = Some("2020-02-30".into())), invalid("options.as_of DATE_NOT_CIVIL")),
        (with(|o| o.known_at = Some("yesterday".into())), invalid("options.known_at DATE_NOT_CIVIL")),
        (with(|o| o.known_at = Some("2199-01-01".into())), invalid("options.known_at DATE_OUT_OF_RANGE")),
        (
            request(ScreenOptions { parameters: limit(0), ..options(&[]) }, named()),
            invalid("options.parameters.limit OUT_OF_RANGE"),
        ),
        (
            request(ScreenOptions { parameters: limit(257), ..options(&[]) }, named()),
            invalid("options.parameters.limit OUT_OF_RANGE"),
        ),
        (
            with(|o| o.parameters = Some(MatchParameters { least: Some(9), ..MatchParameters::default() })),
            invalid("options.parameters.least UNKNOWN_ENUM_VALUE"),
        ),
        (
            with(|o| o.parameters = Some(MatchParameters { least: Some(0), ..MatchParameters::default() })),
            invalid("options.parameters.least UNSPECIFIED_ENUM_VALUE"),
        ),
        (request(options(&[]), vec![party("a", "Kim"), party("a", "Lee")]), invalid("parties[1].id DUPLICATE_ID")),
        (request(options(&[]), vec![party("a b", "Kim")]), invalid("parties[0].id NOT_AN_ID")),
        (with(|o| o.known_at = Some("2020-01-01".into())), (Code::FailedPrecondition, "NOT_CONFIGURED".into())),
    ] {
        let shown = format!("{request:?}");
        let status = client.clone().screen(request).await.unwrap_err();
        assert_eq!(refused(&status), expected, "{shown}");
    }
    let unknown = [request(options(&[]), named()).encode_to_vec(), vec![0x1a, 0]].concat();
    let status = call(server.channel().await, SCREEN, unknown).await.unwrap_err();
    assert_eq!(refused(&status), invalid("3 UNKNOWN_FIELD"));
    let owner = Ownership { owner: Some("elsewhere".into()), ..Ownership::default() };
    let owned = Party { owners: Some(Owners { items: vec![owner] }), ..party("p1", "Kim") };
    assert!(client.clone().screen(request(options(&[]), vec![owned])).await.is_ok(), "owners are not read");
}

/// A UN list of bodies, published on a day.
pub(super) fn un(day: &str, names: &[&str]) -> String {
    let entry = |(n, name): (usize, &&str)| {
        format!(
            "<ENTITY><REFERENCE_NUMBER>KPe.{n}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <FIRST_NAME>{name}</FIRST_NAME></ENTITY>"
        )
    };
    let entries: String = names.iter().enumerate().filter(|(_, name)| !name.is_empty()).map(entry).collect();
    format!("<CONSOLIDATED_LIST dateGenerated=\"{day}\"><ENTITIES>{entries}</ENTITIES></CONSOLIDATED_LIST>")
}

/// Takes a list into a history.
pub(super) fn import(config: &comity::config::Config, file: &Path, text: &str) {
    std::fs::write(file, text).unwrap();
    let place = comity::feed::Place::of(file.to_owned());
    comity::server::import(&config.lists, comity::screening::Origin::Un, &place, &[]).unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_those_that_had_been_published_by_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history");
    let variables = [("LISTS__HISTORY_DIR", history.to_str().unwrap()), ("LISTS__MAX_AGE_DAYS", "30")];
    let (config, own) = super::configured("healthy", &variables);
    let file = folder.path().join("un.xml");
    let names = ["KORYO ALPHA TRADING", "PAEKTU BRAVO MINING", "CHONGCHON CHARLIE SHIPPING"];
    import(&config, &file, &un("2025-01-10", &names[..2]));
    import(&config, &file, &un("2025-02-10", &names));
    let server = Running::start_in((config, own));
    let client = client(&server).await;
    let on = |known_at: &str| ScreenOptions { known_at: Some(known_at.into()), ..options(&["UN-1718"]) };
    for (known_at, found, reason) in [
        ("2025-01-10", 0, None),
        ("2025-02-09", 0, None),
        ("2025-02-10", 1, None),
        ("2025-03-12", 1, None),
        ("2025-03-13", 0, Some(GapReason::ListStale)),
    ] {
        let response = screened(&client, on(known_at), "Chongchon Charlie Shipping").await;
        let answer = only(&response);
        assert_eq!(
            (answer.hits.len(), answer.not_screened.as_ref().map(NotScreened::reason)),
            (found, reason),
            "{known_at}"
        );
        let basis = response.basis.unwrap();
        assert_eq!((basis.today.as_str(), basis.known_at.as_deref()), (known_at, Some(known_at)));
    }
    let early = request(on("2025-01-09"), vec![party("p1", "Kim")]);
    let status = client.clone().screen(early).await.unwrap_err();
    assert_eq!(refused(&status), (Code::FailedPrecondition, "BEFORE_HISTORY".into()));
    let stream = Caller::open(&server, on("2025-01-10")).await;
    stream.send(In::Chunk(PartyChunk { parties: vec![party("p1", "Chongchon Charlie Shipping")] })).await;
    let (answers, _) = stream.rest().await;
    assert!(matches!(&answers[..], [Out::Answer(answer)] if answer.lists[0].hits.is_empty()), "{answers:?}");
}

/// A caller's end of a stream of parties.
struct Caller {
    requests: mpsc::Sender<ScreenStreamRequest>,
    answers: Streaming<ScreenStreamResponse>,
}

impl Caller {
    async fn call(server: &Running) -> Self {
        let (requests, sent) = mpsc::channel(1);
        let answers = client(server).await.screen_stream(ReceiverStream::new(sent)).await.unwrap().into_inner();
        Self { requests, answers }
    }

    async fn open(server: &Running, options: ScreenOptions) -> Self {
        let mut caller = Self::call(server).await;
        caller.send(In::Open(options)).await;
        assert!(matches!(caller.next().await.unwrap(), Some(Out::Basis(_))));
        caller
    }

    async fn send(&self, message: In) {
        // A server that ended the stream reads no more; what it said is in the answers.
        let _ = self.requests.send(ScreenStreamRequest { message: Some(message) }).await;
    }

    async fn next(&mut self) -> Result<Option<Out>, Status> {
        let message = tokio::time::timeout(PATIENCE, self.answers.message()).await.expect("an answer in time")?;
        Ok(message.map(|message| message.message.unwrap()))
    }

    /// Everything until the end: the answers, and the summary or the status.
    async fn rest(mut self) -> (Vec<Out>, Result<ScreenStreamSummary, Status>) {
        self.requests = mpsc::channel(1).0;
        let mut all = Vec::new();
        loop {
            match self.next().await {
                Err(status) => return (all, Err(status)),
                Ok(Some(Out::Summary(summary))) => return (all, Ok(summary)),
                Ok(message) => all.push(message.expect("a summary before the end")),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_answers_each_party_in_its_order_and_a_bad_one_spoils_only_itself() {
    let server = Running::start("healthy", &[]);
    let caller = Caller::open(&server, options(&["UN-1718", "XX-NONE"])).await;
    let names = ["Kim Young Chol", "Nobody Whatsoever", "Choi Hwi"];
    let good = |n: usize| party(&format!("p{n}"), names[n % 3]);
    let bad = |n: usize| n % 50 == 7;
    let parties = |from: usize, to: usize| {
        let parties = (from..to).map(|n| if bad(n) { party("not an id", "Kim") } else { good(n) });
        In::Chunk(PartyChunk { parties: parties.collect() })
    };
    caller.send(parties(0, 1)).await;
    caller.send(parties(1, 200)).await;
    caller.send(parties(200, 300)).await;
    let (answers, summary) = caller.rest().await;
    assert_eq!(answers.len(), 300);
    let asked = request(options(&["UN-1718", "XX-NONE"]), (0..3).map(good).collect());
    let alone = client(&server).await.screen(asked).await.unwrap().into_inner().parties;
    for (n, answer) in answers.into_iter().enumerate() {
        let sequence = n as u64;
        match answer {
            Out::Refusal(refusal) => {
                assert_eq!((bad(n), refusal.sequence), (true, sequence));
                assert_eq!(
                    (refusal.violations[0].field.as_str(), refusal.violations[0].reason.as_str()),
                    ("id", "NOT_AN_ID")
                );
            }
            Out::Answer(answer) => {
                assert_eq!((bad(n), answer.sequence, answer.party.clone()), (false, sequence, format!("p{n}")));
                let lists = |answer: &PartyAnswer| {
                    let mut lists = answer.lists.clone();
                    lists
                        .iter_mut()
                        .flat_map(|list| &mut list.hits)
                        .for_each(|hit| hit.hit.as_mut().unwrap().party.clear());
                    (answer.party_digest.clone(), lists)
                };
                assert_eq!(lists(&answer), lists(&alone[n % 3]), "as alone");
            }
            other => panic!("{other:?}"),
        }
    }
    let expected = ScreenStreamSummary { received: 300, answered: 294, refused: 6, not_screened: 294 };
    assert_eq!(summary.unwrap(), expected, "one of the lists is missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_stream_of_parties_ends_it_and_says_why() {
    let server = Running::start("healthy", &[("LIMITS__CHUNK_RECORDS", "5"), ("LIMITS__STREAM_IDLE_MS", "500")]);
    let chunk = |count: usize| In::Chunk(PartyChunk { parties: vec![party("p1", "Kim"); count] });
    let table: [(Option<ScreenOptions>, Option<In>, &str); 5] = [
        (None, Some(chunk(1)), "INVALID_REQUEST open REQUIRED"),
        (
            None,
            Some(In::Open(ScreenOptions { as_of: Some("x".into()), ..options(&[]) })),
            "INVALID_REQUEST as_of DATE_NOT_CIVIL",
        ),
        (Some(options(&[])), Some(In::Open(options(&[]))), "INVALID_REQUEST open DUPLICATE_FIELD"),
        (Some(options(&[])), Some(chunk(6)), "INVALID_REQUEST chunk.parties TOO_MANY"),
        (Some(options(&[])), None, "STREAM_IDLE"),
    ];
    for (open, message, reason) in table {
        let mut caller = match open {
            Some(options) => Caller::open(&server, options).await,
            None => Caller::call(&server).await,
        };
        if let Some(message) = message {
            caller.send(message).await;
        }
        let status = caller.next().await.unwrap_err();
        assert_eq!(refused(&status).1, reason);
    }
}

/// Back-pressure from end to end: a caller that does not read is not read.
#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_not_read_reads_no_more() {
    let server = Running::start("healthy", &[("LIMITS__STREAM_WINDOW_BYTES", "65535")]);
    let caller = Caller::open(&server, ScreenOptions::default()).await;
    let chunk = || In::Chunk(PartyChunk { parties: vec![party("p1", "Kim Young Chol"); 100] });
    let mut sent = 0;
    while sent < 10_000 && tokio::time::timeout(Duration::from_secs(2), caller.send(chunk())).await.is_ok() {
        sent += 1;
    }
    assert!((1..2_000).contains(&sent), "{sent} chunks went out unread");
    let reading = tokio::spawn(caller.rest());
    let (answers, summary) = reading.await.unwrap();
    let summary = summary.unwrap();
    assert_eq!((answers.len() as u64, summary.answered), (summary.received, summary.received));
    assert!(summary.received >= sent * 100, "what was sent is answered: {summary:?}");
}
