//! `comity lists refresh` and `comity lists accept`: what an operator tells a server.

use comity_facts::catalog::{AcceptShrinkRequest, AcceptShrinkResponse, ListListsResponse, RefreshListsResponse};

use super::super::{ExitCode, Format, json, say, screen};

/// `comity lists refresh`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Refresh {
    /// The server.
    #[arg(long, default_value = screen::SERVER)]
    server: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// `comity lists accept`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Accept {
    /// The digest that the refusal names.
    digest: String,
    /// The server.
    #[arg(long, default_value = screen::SERVER)]
    server: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn refresh(command: &Refresh) -> anyhow::Result<ExitCode> {
    screen::asked(
        &command.server,
        async |client| client.refresh_lists().await,
        |answer| {
            let RefreshListsResponse { lists, digest } = answer;
            print(&ListListsResponse { lists, digest }, command.format)
        },
    )
}

pub(super) fn accept(command: &Accept) -> anyhow::Result<ExitCode> {
    let request = AcceptShrinkRequest { digest: command.digest.clone() };
    screen::asked(
        &command.server,
        async |client| client.accept_shrink(request).await,
        |answer| {
            let AcceptShrinkResponse { lists, digest } = answer;
            print(&ListListsResponse { lists, digest }, command.format)
        },
    )
}

fn print(lists: &ListListsResponse, format: Format) -> anyhow::Result<ExitCode> {
    match format {
        Format::Table => say(&super::shown(lists)),
        Format::Json => say(&json::pretty(super::LISTS, lists)?),
        Format::Jsonl => say(&json::line(super::LISTS, lists)?),
    }
    Ok(super::code(lists))
}
