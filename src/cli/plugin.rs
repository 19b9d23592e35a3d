//! `comity plugin`: for those who write plugins.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail, ensure};
use comity_facts::policy;
use prost::Message as _;
use wit_component::ComponentEncoder;

use super::{ExitCode, Format, table};
use crate::sandbox::{Sandbox, Settings};

const TARGET: &str = "wasm32-unknown-unknown";
/// A small stack at the start of memory: what overflows it traps at address 0, and a fresh instance touches few pages.
const STACK_BYTES: u32 = 64 * 1024;

/// Builds and shows plugins.
#[derive(Debug, clap::Subcommand)]
pub(super) enum PluginCommand {
    /// Build a plugin crate (or take a core module) and make a component of it.
    ///
    /// A crate is compiled with the profile `plugin` for `wasm32-unknown-unknown`; where the target's standard library is
    /// not installed, `scripts/wasm-target.sh` prepares it and says which flags cargo then needs.
    Build {
        /// The plugin's folder, with its Cargo.toml; or a core module, a `.wasm` file.
        path: PathBuf,
        /// The folder that gets `NAME.wasm`, named after the plugin's folder.
        #[arg(long, default_value = "target/plugins")]
        out: PathBuf,
    },
    /// Load a component as the server would, and show its manifest or why it is refused.
    Inspect {
        /// The component.
        file: PathBuf,
        /// A table for eyes or JSON for programs.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

pub(super) fn run(command: PluginCommand) -> anyhow::Result<ExitCode> {
    match command {
        PluginCommand::Build { path, out } => build(&path, &out),
        PluginCommand::Inspect { file, format } => inspect(&file, format),
    }
}

fn build(path: &Path, out: &Path) -> anyhow::Result<ExitCode> {
    let module = if path.is_dir() { compile(path)? } else { path.to_owned() };
    let bytes = fs::read(&module).with_context(|| format!("`{}` cannot be read", module.display()))?;
    let component = component(&bytes).context("the module is no plugin: use `comity_sdk::rules_plugin!`")?;
    let name = path.file_stem().context("the path has no name")?;
    fs::create_dir_all(out).with_context(|| format!("`{}` cannot be made", out.display()))?;
    let file = out.join(name).with_extension("wasm");
    fs::write(&file, &component).with_context(|| format!("`{}` cannot be written", file.display()))?;
    super::say(&format!("{}: {} bytes", file.display(), component.len()));
    Ok(ExitCode::Done)
}

/// Turns a core module with the SDK's exports into a component; refuses any import.
fn component(module: &[u8]) -> anyhow::Result<Vec<u8>> {
    ComponentEncoder::default().module(module)?.validate(true).encode()
}

/// Compiles a crate and gives the path of its module.
fn compile(folder: &Path) -> anyhow::Result<PathBuf> {
    let manifest = folder.join("Cargo.toml");
    ensure!(manifest.is_file(), "`{}` is no plugin folder: it has no Cargo.toml", folder.display());
    let output = Command::new("cargo")
        .args(["rustc", "--lib", "--crate-type", "cdylib", "--profile", "plugin", "--target", TARGET])
        .args(["--message-format", "json-render-diagnostics", "--manifest-path"])
        .arg(&manifest)
        .args(["--", &format!("-Clink-arg=-zstack-size={STACK_BYTES}")])
        .stderr(Stdio::inherit())
        .output()
        .context("cargo cannot be started")?;
    if !output.status.success() {
        bail!("cargo could not build `{}`; is the target there? try `scripts/wasm-target.sh`", folder.display());
    }
    let module = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message.pointer("/target/crate_types").is_some_and(names_cdylib))
        .filter_map(|message| message.get("filenames")?.as_array().cloned())
        .flatten()
        .filter_map(|name| name.as_str().map(PathBuf::from))
        .rfind(|name| name.extension().is_some_and(|e| e == "wasm"));
    module.context("the crate gives no module: set `crate-type = [\"cdylib\", \"rlib\"]`")
}

fn names_cdylib(kinds: &serde_json::Value) -> bool {
    kinds.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "cdylib"))
}

fn inspect(file: &Path, format: Format) -> anyhow::Result<ExitCode> {
    let component = fs::read(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
    let sandbox = Sandbox::new(&Settings::new(std::env::current_exe()?))?;
    let plugin = sandbox.load(&component, &[])?;
    let manifest = policy::Manifest::decode(plugin.manifest())?;
    match format {
        Format::Table => super::say(&table::manifest(&manifest, &plugin.digest().to_string(), plugin.size())),
        Format::Json => super::say(&super::json::pretty("comity.policy.v1.Manifest", &manifest)?),
        Format::Jsonl => super::say(&super::json::line("comity.policy.v1.Manifest", &manifest)?),
    }
    Ok(ExitCode::Done)
}
