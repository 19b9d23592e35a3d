//! The server over a real socket: what it refuses and how, its services, its bounds, its end. The plugins are tiny texts
//! of `tests/hostile`, so that a server starts in a moment.

mod bad_input;
mod bounds;
mod dispositions;
mod https;
mod known_at;
mod ledger;
mod lists;
mod metrics;
mod observed;
mod readiness;
mod screening;
mod services;
mod stopping;
mod streams;
mod timelines;
mod watch_command;
mod watching;

use std::{collections::BTreeMap, fs, net::SocketAddr};

use comity::{
    config,
    rpc::{Drained, client::evaluation::EvaluationServiceClient},
    server::Server,
};
use comity_facts::{
    policy,
    v1::{EvaluateOptions, EvaluateRequest, Record},
};
use prost::bytes::{Buf as _, BufMut as _, Bytes};
use tokio::{sync::oneshot, task::JoinHandle};
use tonic::{
    Request, Response, Status,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    codegen::http::uri::PathAndQuery,
    transport::Channel,
};

use crate::sandbox::template;

const EVALUATE: &str = "/comity.v1.EvaluationService/Evaluate";

/// A server with one plugin, for the jurisdiction `zz`, and a ledger of its own.
struct Running {
    address: SocketAddr,
    metrics: SocketAddr,
    edge: std::sync::Arc<comity::rpc::Edge>,
    stop: Option<oneshot::Sender<()>>,
    ended: JoinHandle<Drained>,
    folder: tempfile::TempDir,
}

/// A configuration with the plugin of a text in `tests/hostile`, over it the variables `SECTION__KEY`.
fn configured(plugin: &str, variables: &[(&str, &str)]) -> (config::Config, tempfile::TempDir) {
    let (all, folder) = environment(plugin, variables);
    (config::load(None, &all).unwrap().config, folder)
}

/// The same as variables of the environment, for a process of its own.
fn environment(plugin: &str, variables: &[(&str, &str)]) -> (BTreeMap<String, String>, tempfile::TempDir) {
    let mut manifest = template::manifest();
    manifest.extensions.push(policy::ExtensionField {
        key: "zz.ref".into(),
        r#type: policy::ExtensionType::Text.into(),
        description: "A reference".into(),
    });
    let folder = tempfile::tempdir().unwrap();
    let plugins = folder.path().join("plugins");
    fs::create_dir(&plugins).unwrap();
    fs::write(plugins.join("zz.wasm"), template::component(plugin, &manifest)).unwrap();
    let mut all = BTreeMap::from([
        ("COMITY_SERVER__ADDRESS".to_owned(), "127.0.0.1:0".to_owned()),
        ("COMITY_SANDBOX__COMPILER".to_owned(), env!("CARGO_BIN_EXE_comity").to_owned()),
        ("COMITY_SANDBOX__SLOTS_SMALL".to_owned(), "4".to_owned()),
        ("COMITY_SANDBOX__SLOTS_LARGE".to_owned(), "1".to_owned()),
        ("COMITY_PLUGINS__DIR".to_owned(), plugins.display().to_string()),
        ("COMITY_LEDGER__DIR".to_owned(), folder.path().join("ledger").display().to_string()),
        ("COMITY_LEDGER__RESERVE_BYTES".to_owned(), "0".to_owned()),
        ("COMITY_TELEMETRY__METRICS_ADDRESS".to_owned(), "127.0.0.1:0".to_owned()),
    ]);
    all.extend(variables.iter().map(|(name, value)| (format!("COMITY_{name}"), (*value).to_owned())));
    (all, folder)
}

impl Running {
    fn start(plugin: &str, variables: &[(&str, &str)]) -> Self {
        Self::start_in(configured(plugin, variables))
    }

    fn start_in((config, folder): (config::Config, tempfile::TempDir)) -> Self {
        let server = Server::build(&config, |_| {}).unwrap();
        assert!(server.edge().evaluator().catalog().failed().is_empty(), "the plugin serves");
        Self::run(server, folder)
    }

    /// A server that keeps decisions in this ledger.
    fn start_over(config: config::Config, folder: tempfile::TempDir, ledger: comity::ledger::Ledger) -> Self {
        Self::run(Server::build_over(&config, ledger, |_| {}).unwrap(), folder)
    }

    /// A server that lacks some of its plugins.
    fn start_lacking(plugin: &str, variables: &[(&str, &str)]) -> Self {
        let (config, folder) = configured(plugin, variables);
        Self::run(Server::build(&config, |_| {}).unwrap(), folder)
    }

    fn run(server: Server, folder: tempfile::TempDir) -> Self {
        let (address, metrics) = (server.address(), server.metrics_address().unwrap());
        let edge = std::sync::Arc::clone(server.edge());
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(async move { server.run(async { drop(stopped.await) }).await.unwrap() });
        Self { address, metrics, edge, stop: Some(stop), ended, folder }
    }

    /// A server whose plugin is at work on each record for some tenths of a second, until its fuel is used up.
    fn slow(variables: &[(&str, &str)]) -> Self {
        let slow = [("SANDBOX__FUEL", "150000000"), ("SANDBOX__DEADLINE_MS", "60000")];
        Self::start("endless-loop", &[&slow, variables].concat())
    }

    /// A connection of its own.
    async fn channel(&self) -> Channel {
        Channel::from_shared(format!("http://{}", self.address)).unwrap().connect().await.unwrap()
    }

    async fn client(&self) -> EvaluationServiceClient<Channel> {
        EvaluationServiceClient::new(self.channel().await)
    }

    async fn stop(mut self) -> Drained {
        drop(self.stop.take());
        (&mut self.ended).await.unwrap()
    }
}

/// A request to evaluate a record on a date.
fn asking(record: Record) -> EvaluateRequest {
    let options = EvaluateOptions { as_of: vec!["2015-06-01".into()], ..EvaluateOptions::default() };
    EvaluateRequest { request_id: None, options: Some(options), record: Some(record) }
}

/// Calls a method with the bytes as they are.
async fn call(channel: Channel, method: &'static str, message: impl Into<Bytes>) -> Result<Response<Bytes>, Status> {
    let mut grpc = tonic::client::Grpc::new(channel);
    grpc.ready().await.unwrap();
    grpc.unary(Request::new(message.into()), PathAndQuery::from_static(method), Raw).await
}

/// Bytes both ways.
pub(crate) struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, message: Bytes, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        out.put(message);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, message: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(message.copy_to_bytes(message.remaining())))
    }
}

#[test]
fn an_address_that_others_can_reach_is_refused_before_anything_is_bound() {
    let (mut config, _folder) = configured("healthy", &[]);
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0"] {
        config.server.address = address.parse().unwrap();
        let error = Server::build(&config, |_| panic!("nothing is loaded")).err().unwrap().to_string();
        assert!(error.contains("which others can reach") && error.contains("TLS"), "{error}");
    }
    config.server.address = "127.0.0.1:0".parse().unwrap();
    let taken = Server::build(&config, |_| {}).unwrap();
    config.server.address = taken.address();
    let error = Server::build(&config, |_| panic!("nothing is loaded")).err().unwrap().to_string();
    assert!(error.contains("cannot be bound"), "{error}");
}
