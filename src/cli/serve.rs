//! `comity serve`.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::Context as _;

use super::{ExitCode, configuration, say, warn};
use crate::{
    config::Config,
    server::{self, Refresh, Server},
};

/// Serves gRPC: `comity.v1.EvaluationService`, `comity.screening.v1.ScreeningService`, `comity.catalog.v1.CatalogService`, health
/// and reflection.
#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// The configuration, a TOML file; else that of `COMITY_CONFIG`. Variables `COMITY_SECTION__KEY` go before it.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Listen here instead; port 0 takes any that is free. Only loopback, as long as there is no TLS.
    #[arg(long)]
    address: Option<SocketAddr>,
    /// Take the plugins from this folder instead.
    #[arg(long)]
    plugins: Option<PathBuf>,
    /// Print every value of the configuration that would be in force, with its source, and stop.
    #[arg(long)]
    check: bool,
}

pub(super) fn run(command: &Serve) -> anyhow::Result<ExitCode> {
    let loaded = configuration(command.config.as_deref())?;
    if command.check {
        loaded.effective().iter().for_each(|value| say(&value.to_string()));
        return Ok(ExitCode::Done);
    }
    let config = changed(loaded.config, command);
    if !config.server.address.ip().is_loopback() {
        warn("error: `--address` must be loopback: there is neither TLS nor an authenticator yet");
        return Ok(ExitCode::Usage);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no async runtime")?;
    let within = runtime.enter();
    // Dropped at the end, while the runtime still sends what waits.
    let _telemetry = server::observe(&config)?;
    let server = Server::build(&config, |plugin| tracing::info!(%plugin, "loading"))?;
    drop(within);
    // Programs that start the server read the address from here.
    say(&format!("listening on {}", server.address()));
    if let Some(address) = server.metrics_address() {
        say(&format!("metrics on http://{address}/metrics"));
    }
    if let Some(refresh) = server.refresh() {
        runtime.spawn(refresh_when_told(refresh));
    }
    runtime.block_on(server.run(stop()))?;
    Ok(ExitCode::Done)
}

fn changed(mut config: Config, command: &Serve) -> Config {
    if let Some(address) = command.address {
        config.server.address = address;
    }
    if let Some(plugins) = &command.plugins {
        config.plugins.dir = Some(plugins.clone());
    }
    config
}

/// Resolves on SIGTERM or Ctrl-C; never, where the system gives no signals.
pub(super) async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}

/// Has the lists read again on every SIGHUP.
async fn refresh_when_told(refresh: Refresh) {
    let Ok(mut told) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) else { return };
    while told.recv().await.is_some() {
        refresh.now();
    }
}
