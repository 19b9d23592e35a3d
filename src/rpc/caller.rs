//! A client for commands: calls the services and turns a status back into sentences for people.

use std::{sync::Arc, time::Duration};

use comity_facts::{
    catalog::{
        AcceptShrinkRequest, AcceptShrinkResponse, ListRulesRequest, ListRulesResponse, RefreshListsRequest,
        RefreshListsResponse,
    },
    screening::{
        DisposeRequest, Disposition, ListDispositionsRequest, ListDispositionsResponse, PartyChunk, ScreenOptions,
        ScreenRequest, ScreenResponse, ScreenStreamRequest, ScreenStreamResponse, WatchOpen, WatchRequest,
        WatchResponse, WithdrawRequest, screen_stream_request::Message as Sent,
        screen_stream_response::Message as Screened, watch_request::Message as Watched,
        watch_response::Message as Changed,
    },
    v1::{
        EvaluateRequest, EvaluateResponse, EvaluateStreamRequest, EvaluateStreamResponse, Party, RecordChunk,
        StreamOpen, StreamRecord, TimelineRequest, TimelineResponse, evaluate_stream_request::Message as In,
        evaluate_stream_response::Message as Out, timeline_response::Message as Told,
    },
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming, transport::Channel};
use tonic_types::StatusExt as _;

use super::client::{
    catalog::CatalogServiceClient, evaluation::EvaluationServiceClient, screening::ScreeningServiceClient,
};

/// How often a server is asked whether it is still there while a call lasts, and how long it has for the answer: nobody else tells
/// that it is gone without a word.
const ALIVE_EVERY: Duration = Duration::from_secs(30);
const ALIVE_WITHIN: Duration = Duration::from_secs(20);
/// Parties of a chunk of a watch.
const CHUNK_PARTIES: usize = 256;

/// The server cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum Unreachable {
    /// The address is none.
    #[error("not an address: {0}; write e.g. `http://127.0.0.1:50551`")]
    Address(String),
    /// Nobody answers there.
    #[error("{}", causes(.0))]
    Silent(#[from] tonic::transport::Error),
}

/// A call had no answer.
#[derive(Debug, thiserror::Error)]
#[error("{code:?}: {message}")]
pub struct CallFailed {
    code: Code,
    message: String,
    /// Each bad field with what would be right; empty if the request was not at fault.
    pub violations: Vec<String>,
}

/// A connection to a server. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Client {
    evaluation: EvaluationServiceClient<Channel>,
    catalog: CatalogServiceClient<Channel>,
    screening: ScreeningServiceClient<Channel>,
}

/// Connects to a server, e.g. `http://127.0.0.1:50551`.
///
/// # Errors
/// If it cannot be reached, or the address is none.
pub async fn connect(address: &str) -> Result<Client, Unreachable> {
    let endpoint = Channel::from_shared(address.to_owned()).map_err(|error| Unreachable::Address(error.to_string()))?;
    let endpoint = endpoint.http2_keep_alive_interval(ALIVE_EVERY).keep_alive_timeout(ALIVE_WITHIN);
    let channel = endpoint.connect().await?;
    Ok(Client {
        evaluation: EvaluationServiceClient::new(channel.clone()),
        catalog: CatalogServiceClient::new(channel.clone()),
        screening: ScreeningServiceClient::new(channel),
    })
}

impl Client {
    /// Calls `Evaluate`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn evaluate(&self, request: EvaluateRequest) -> Result<EvaluateResponse, CallFailed> {
        let answer = self.evaluation.clone().evaluate(request).await;
        answer.map(tonic::Response::into_inner).map_err(|status| CallFailed::from(&status))
    }

    /// Calls `ListRules`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn rules(&self, request: ListRulesRequest) -> Result<ListRulesResponse, CallFailed> {
        let answer = self.catalog.clone().list_rules(request).await;
        answer.map(tonic::Response::into_inner).map_err(|status| CallFailed::from(&status))
    }
}

impl Client {
    /// Opens a stream of records.
    ///
    /// # Errors
    /// If the server does not take it.
    pub async fn stream(&self, open: StreamOpen) -> Result<(StreamSender, StreamAnswers), CallFailed> {
        let (requests, sent) = mpsc::channel(1);
        let sender = StreamSender { requests };
        let opening = sender.send(In::Open(open));
        let mut evaluation = self.evaluation.clone();
        let call = evaluation.evaluate_stream(ReceiverStream::new(sent));
        // The server may answer before it reads, or read before it answers.
        let ((), answers) = tokio::join!(opening, call);
        let answers = answers.map_err(|status| CallFailed::from(&status))?;
        Ok((sender, StreamAnswers { answers: answers.into_inner() }))
    }
}

impl Client {
    /// Calls `Timeline`.
    ///
    /// # Errors
    /// If the server does not take it.
    pub async fn timeline(&self, request: TimelineRequest) -> Result<TimelineAnswers, CallFailed> {
        let answers = self.evaluation.clone().timeline(request).await.map_err(|status| CallFailed::from(&status))?;
        Ok(TimelineAnswers { answers: answers.into_inner() })
    }
}

impl Client {
    /// Calls `Screen`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn screen(&self, request: ScreenRequest) -> Result<ScreenResponse, CallFailed> {
        let answer = self.screening.clone().screen(request).await;
        answer.map(tonic::Response::into_inner).map_err(|status| CallFailed::from(&status))
    }

    /// Opens a stream of parties.
    ///
    /// # Errors
    /// If the server does not take it.
    pub async fn screen_stream(&self, options: ScreenOptions) -> Result<(PartySender, PartyAnswers), CallFailed> {
        let (requests, sent) = mpsc::channel(1);
        let sender = PartySender { requests };
        let opening = sender.send(Sent::Open(options));
        let mut screening = self.screening.clone();
        let call = screening.screen_stream(ReceiverStream::new(sent));
        let ((), answers) = tokio::join!(opening, call);
        let answers = answers.map_err(|status| CallFailed::from(&status))?;
        Ok((sender, PartyAnswers { answers: answers.into_inner() }))
    }

    /// Has parties kept screened.
    ///
    /// # Errors
    /// If the server does not take them.
    pub async fn watch(&self, open: WatchOpen, parties: Arc<[Party]>) -> Result<WatchAnswers, CallFailed> {
        let count = parties.len();
        let chunk = move |from| {
            let parties = parties.iter().skip(from).take(CHUNK_PARTIES).cloned().collect();
            Watched::Chunk(PartyChunk { parties })
        };
        let chunks = (0..count).step_by(CHUNK_PARTIES).map(chunk);
        let messages = std::iter::once(Watched::Open(open)).chain(chunks);
        let messages = messages.map(|message| WatchRequest { message: Some(message) });
        let answers = self.screening.clone().watch(tokio_stream::iter(messages)).await;
        let answers = answers.map_err(|status| CallFailed::from(&status))?;
        Ok(WatchAnswers { answers: answers.into_inner() })
    }

    /// Calls `Dispose`.
    ///
    /// # Errors
    /// Why nothing was kept.
    pub async fn dispose(&self, request: DisposeRequest) -> Result<Disposition, CallFailed> {
        let answer = self.screening.clone().dispose(request).await;
        let answer = answer.map_err(|status| CallFailed::from(&status))?;
        Ok(answer.into_inner().disposition.unwrap_or_default())
    }

    /// Calls `ListDispositions`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn dispositions(&self, request: ListDispositionsRequest) -> Result<ListDispositionsResponse, CallFailed> {
        let answer = self.screening.clone().list_dispositions(request).await;
        answer.map(tonic::Response::into_inner).map_err(|status| CallFailed::from(&status))
    }

    /// Calls `Withdraw`.
    ///
    /// # Errors
    /// Why nothing was withdrawn.
    pub async fn withdraw(&self, request: WithdrawRequest) -> Result<Disposition, CallFailed> {
        let answer = self.screening.clone().withdraw(request).await;
        let answer = answer.map_err(|status| CallFailed::from(&status))?;
        Ok(answer.into_inner().disposition.unwrap_or_default())
    }

    /// Calls `RefreshLists`.
    ///
    /// # Errors
    /// Why they were not read.
    pub async fn refresh_lists(&self) -> Result<RefreshListsResponse, CallFailed> {
        let answer = self.catalog.clone().refresh_lists(RefreshListsRequest {}).await;
        answer.map(tonic::Response::into_inner).map_err(|status| CallFailed::from(&status))
    }

    /// Calls `AcceptShrink`.
    ///
    /// # Errors
    /// Why nothing was consented to.
    pub async fn accept_shrink(&self, request: AcceptShrinkRequest) -> Result<AcceptShrinkResponse, CallFailed> {
        let answer = self.catalog.clone().accept_shrink(request).await;
        answer.map(tonic::Response::into_inner).map_err(|status| CallFailed::from(&status))
    }
}

/// The sending end of a stream of parties; dropped, it says that no more comes.
pub struct PartySender {
    requests: mpsc::Sender<ScreenStreamRequest>,
}

impl PartySender {
    /// Sends parties; waits as long as the server reads none. If the stream has ended they go nowhere, and what the server
    /// said of it is in the answers.
    pub async fn parties(&self, parties: Vec<Party>) {
        self.send(Sent::Chunk(PartyChunk { parties })).await;
    }

    async fn send(&self, message: Sent) {
        drop(self.requests.send(ScreenStreamRequest { message: Some(message) }).await);
    }
}

/// The receiving end of a stream of parties.
pub struct PartyAnswers {
    answers: Streaming<ScreenStreamResponse>,
}

impl PartyAnswers {
    /// The next message; `None` at the end.
    ///
    /// # Errors
    /// What the server said of a stream that it ended, or why it cannot be heard.
    pub async fn next(&mut self) -> Result<Option<Screened>, CallFailed> {
        let message = self.answers.message().await.map_err(|status| CallFailed::from(&status))?;
        Ok(message.and_then(|message| message.message))
    }
}

/// What a server tells of parties that it keeps screened; dropped, it ends that.
pub struct WatchAnswers {
    answers: Streaming<WatchResponse>,
}

impl WatchAnswers {
    /// The next message, hours later at times; `None` at the end.
    ///
    /// # Errors
    /// What the server said when it ended the watch, or why it cannot be heard.
    pub async fn next(&mut self) -> Result<Option<Changed>, CallFailed> {
        let message = self.answers.message().await.map_err(|status| CallFailed::from(&status))?;
        Ok(message.and_then(|message| message.message))
    }
}

/// The messages of a timeline; dropped, it gives the timeline up.
pub struct TimelineAnswers {
    answers: Streaming<TimelineResponse>,
}

impl TimelineAnswers {
    /// The next message; `None` at the end.
    ///
    /// # Errors
    /// What the server said of a timeline that it ended, or why it cannot be heard.
    pub async fn next(&mut self) -> Result<Option<Told>, CallFailed> {
        let message = self.answers.message().await.map_err(|status| CallFailed::from(&status))?;
        Ok(message.and_then(|message| message.message))
    }
}

/// The sending end of a stream; dropped, it says that no more comes.
pub struct StreamSender {
    requests: mpsc::Sender<EvaluateStreamRequest>,
}

impl StreamSender {
    /// Sends records; waits as long as the server reads none. If the stream has ended they go nowhere, and what the server
    /// said of it is in the answers.
    pub async fn records(&self, first_sequence: u64, records: Vec<StreamRecord>) {
        self.send(In::Chunk(RecordChunk { first_sequence, records })).await;
    }

    async fn send(&self, message: In) {
        drop(self.requests.send(EvaluateStreamRequest { message: Some(message) }).await);
    }
}

/// The receiving end of a stream.
pub struct StreamAnswers {
    answers: Streaming<EvaluateStreamResponse>,
}

impl StreamAnswers {
    /// The next message; `None` at the end.
    ///
    /// # Errors
    /// What the server said of a stream that it ended, or why it cannot be heard.
    pub async fn next(&mut self) -> Result<Option<Out>, CallFailed> {
        let message = self.answers.message().await.map_err(|status| CallFailed::from(&status))?;
        Ok(message.and_then(|message| message.message))
    }
}

impl CallFailed {
    /// Whether the same call may have an answer later: it was not at fault, and the server can be another one by then.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self.code {
            Code::InvalidArgument
            | Code::NotFound
            | Code::AlreadyExists
            | Code::PermissionDenied
            | Code::Unauthenticated
            | Code::FailedPrecondition
            | Code::OutOfRange
            | Code::Unimplemented
            | Code::DataLoss
            | Code::Ok => false,
            Code::Cancelled
            | Code::Unknown
            | Code::DeadlineExceeded
            | Code::ResourceExhausted
            | Code::Aborted
            | Code::Internal
            | Code::Unavailable => true,
        }
    }
}

impl From<&Status> for CallFailed {
    fn from(status: &Status) -> Self {
        let details = status.get_error_details();
        let fields = details.bad_request().map_or(&[][..], |bad| bad.field_violations.as_slice());
        let violations: Vec<_> = fields.iter().map(|v| format!("{}: {}", v.field, v.description)).collect();
        Self { code: status.code(), message: status.message().to_owned(), violations }
    }
}

fn causes(error: &tonic::transport::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}
