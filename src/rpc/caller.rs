//! A client for commands: calls the evaluation service and turns a status back into sentences for people.

use comity_facts::v1::{EvaluateRequest, EvaluateResponse};
use tonic::{Code, Status, transport::Channel};
use tonic_types::StatusExt as _;

use super::client::evaluation::EvaluationServiceClient;

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
}

/// Connects to a server, e.g. `http://127.0.0.1:50551`.
///
/// # Errors
/// If it cannot be reached, or the address is none.
pub async fn connect(address: &str) -> Result<Client, Unreachable> {
    let endpoint = Channel::from_shared(address.to_owned()).map_err(|error| Unreachable::Address(error.to_string()))?;
    let channel = endpoint.connect().await?;
    Ok(Client { evaluation: EvaluationServiceClient::new(channel) })
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
