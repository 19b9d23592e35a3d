//! `comity config`.

use super::{ExitCode, say};
use crate::config;

/// Shows what can be configured.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ConfigCommand {
    /// Print every key with its type, default, range, variable and meaning, as Markdown.
    Reference,
}

pub(super) fn run(command: &ConfigCommand) -> ExitCode {
    match command {
        ConfigCommand::Reference => say(config::reference().trim_end()),
    }
    ExitCode::Done
}
