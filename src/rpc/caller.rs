//! A client for commands: calls the services and turns a status back into sentences for people.

use comity_facts::{
    catalog::{ListRulesRequest, ListRulesResponse},
    v1::{
        EvaluateRequest, EvaluateResponse, EvaluateStreamRequest, EvaluateStreamResponse, RecordChunk, StreamOpen,
        StreamRecord, TimelineRequest, TimelineResponse, evaluate_stream_request::Message as In,
        evaluate_stream_response::Message as Out, timeline_response::Message as Told,
    },
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming, transport::Channel};
use tonic_types::StatusExt as _;

use super::client::{catalog::CatalogServiceClient, evaluation::EvaluationServiceClient};

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
}

/// Connects to a server, e.g. `http://127.0.0.1:50551`.
///
/// # Errors
/// If it cannot be reached, or the address is none.
pub async fn connect(address: &str) -> Result<Client, Unreachable> {
    let endpoint = Channel::from_shared(address.to_owned()).map_err(|error| Unreachable::Address(error.to_string()))?;
    let channel = endpoint.connect().await?;
    Ok(Client {
        evaluation: EvaluationServiceClient::new(channel.clone()),
        catalog: CatalogServiceClient::new(channel),
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
