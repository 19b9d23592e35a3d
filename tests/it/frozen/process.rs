//! Today's program in a process of its own, in a folder with a frozen configuration.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use prost::bytes::Bytes;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tonic::{Request, Status, transport::Channel};
use tonic_types::StatusExt as _;

use crate::network::Raw;

/// A server.
pub(super) struct Process {
    child: Child,
    address: String,
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    command.args(arguments).current_dir(folder);
    command
}

/// The exit code of a command, and what it says.
pub(super) fn command(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = program(folder, arguments).output().unwrap();
    let said = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    (output.status.code(), String::from_utf8(said).unwrap())
}

impl Process {
    pub(super) fn start(folder: &Path) -> Self {
        let log = folder.join("log");
        let mut command = program(folder, &["serve", "--config", "comity.toml"]);
        command.stdout(Stdio::piped()).stderr(File::create(&log).unwrap());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ");
        let address = address.unwrap_or_else(|| panic!("it starts: {}", std::fs::read_to_string(&log).unwrap()));
        Self { address: address.to_owned(), child }
    }

    pub(super) async fn channel(&self) -> Channel {
        Channel::from_shared(format!("http://{}", self.address)).unwrap().connect().await.unwrap()
    }

    /// Calls a method with messages as they are: the answers, and how it was refused. Of a stream that does not end only so many
    /// answers are taken.
    pub(super) async fn ask(
        &self,
        method: &str,
        requests: Vec<Vec<u8>>,
        takes: Option<usize>,
    ) -> (Vec<Vec<u8>>, Option<Value>) {
        let mut grpc = tonic::client::Grpc::new(self.channel().await).max_decoding_message_size(usize::MAX);
        grpc.ready().await.unwrap();
        let requests = tokio_stream::iter(requests.into_iter().map(Bytes::from));
        let mut replies = Vec::new();
        let mut answers = match grpc.streaming(Request::new(requests), method.parse().unwrap(), Raw).await {
            Ok(answers) => answers.into_inner(),
            Err(status) => return (replies, Some(refusal(&status))),
        };
        while takes.is_none_or(|takes| replies.len() < takes) {
            match answers.message().await {
                Ok(Some(reply)) => replies.push(reply.to_vec()),
                Ok(None) => break,
                Err(status) => return (replies, Some(refusal(&status))),
            }
        }
        (replies, None)
    }

    /// Stops it in order.
    pub(super) fn stop(mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a program reads of a refusal. The words are for people, and may be others.
fn refusal(status: &Status) -> Value {
    let info = status.get_details_error_info().unwrap();
    let bad = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
    let fields: Vec<_> = bad.iter().map(|field| json!({"field": field.field, "reason": field.reason})).collect();
    json!({
        "code": format!("{:?}", status.code()),
        "domain": info.domain,
        "reason": info.reason,
        "come_again": status.get_details_retry_info().is_some(),
        "fields": fields,
    })
}
