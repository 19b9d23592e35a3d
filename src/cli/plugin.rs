//! `comity plugin`: for those who write plugins.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, ensure};
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
    /// Build plugin crates (or take core modules) and make a component of each.
    ///
    /// Crates of one workspace are compiled together, with the profile `plugin` for `wasm32-unknown-unknown`; where the
    /// target's standard library is not installed, `scripts/wasm-target.sh` prepares it and says which flags cargo then
    /// needs.
    Build {
        /// The plugins' folders, each with its Cargo.toml; or core modules, `.wasm` files.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The folder that gets a `NAME.wasm` for each, named after the plugin's folder.
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
        PluginCommand::Build { paths, out } => build(&paths, &out),
        PluginCommand::Inspect { file, format } => inspect(&file, format),
    }
}

fn build(paths: &[PathBuf], out: &Path) -> anyhow::Result<ExitCode> {
    let folders: Vec<&Path> = paths.iter().map(PathBuf::as_path).filter(|path| path.is_dir()).collect();
    let compiled = compile(&folders)?;
    fs::create_dir_all(out).with_context(|| format!("`{}` cannot be made", out.display()))?;
    for path in paths {
        let module = compiled.get(path.as_path()).unwrap_or(path);
        let bytes = fs::read(module).with_context(|| format!("`{}` cannot be read", module.display()))?;
        let component = component(&bytes).context("the module is no plugin: use `comity_sdk::rules_plugin!`")?;
        let name = path.file_stem().context("the path has no name")?;
        let file = out.join(name).with_extension("wasm");
        fs::write(&file, &component).with_context(|| format!("`{}` cannot be written", file.display()))?;
        super::say(&format!("{}: {} bytes", file.display(), component.len()));
    }
    Ok(ExitCode::Done)
}

/// Turns a core module with the SDK's exports into a component; refuses any import.
fn component(module: &[u8]) -> anyhow::Result<Vec<u8>> {
    ComponentEncoder::default().module(module)?.validate(true).encode()
}

/// Compiles crates and gives the module of each. Those of a workspace share one call of cargo: what they share is compiled
/// once, and all cores are busy.
fn compile<'a>(folders: &[&'a Path]) -> anyhow::Result<BTreeMap<&'a Path, PathBuf>> {
    let mut modules = BTreeMap::new();
    let mut rest = folders.to_vec();
    while let Some(first) = rest.first() {
        let workspace = Workspace::of(first)?;
        let (members, others): (Vec<_>, _) = rest.into_iter().partition(|folder| workspace.package(folder).is_some());
        let built = workspace.build(&members)?;
        for folder in members {
            let module = built.get(&manifest(folder)).cloned();
            let module = module.context("the crate gives no module: set `crate-type = [\"cdylib\", \"rlib\"]`")?;
            modules.insert(folder, module);
        }
        rest = others;
    }
    Ok(modules)
}

/// A workspace, as cargo tells of it.
struct Workspace {
    /// The id of each of its packages, by its manifest.
    packages: BTreeMap<PathBuf, String>,
    /// Folders of this machine that sources come from, and what a component calls them: the same source gives the same
    /// component wherever it is built.
    folders: BTreeMap<PathBuf, &'static str>,
}

impl Workspace {
    /// The workspace that a folder belongs to.
    fn of(folder: &Path) -> anyhow::Result<Self> {
        let manifest = manifest(folder);
        ensure!(manifest.is_file(), "`{}` is no plugin folder: it has no Cargo.toml", folder.display());
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--format-version", "1", "--manifest-path"]).arg(manifest);
        let told = ran(cargo).with_context(|| format!("cargo cannot read `{}`", folder.display()))?;
        let told: serde_json::Value = serde_json::from_slice(&told).context("what cargo says of a workspace")?;
        let list = |key: &str| told.get(key).and_then(serde_json::Value::as_array).into_iter().flatten();
        let (members, others): (Vec<_>, Vec<_>) =
            list("packages").partition(|package| list("workspace_members").any(|id| Some(id) == package.get("id")));
        let packages =
            members.into_iter().filter_map(|package| Some((place(package)?, text(package, "id")?))).collect();
        let mut folders = BTreeMap::new();
        for package in others.into_iter().filter(|package| package.get("source").is_some_and(|s| !s.is_null())) {
            let sources = text(package, "manifest_path").map(PathBuf::from);
            folders.extend(sources.and_then(|file| Some((file.parent()?.parent()?.to_owned(), "/crates"))));
        }
        for (key, name) in [("workspace_root", "/workspace"), ("target_directory", "/workspace/target")] {
            folders.extend(text(&told, key).map(|folder| (PathBuf::from(folder), name)));
        }
        let workspace = Self { packages, folders };
        ensure!(workspace.package(folder).is_some(), "`{}` is no package", folder.display());
        Ok(workspace)
    }

    fn package(&self, folder: &Path) -> Option<&str> {
        self.packages.get(&manifest(folder)).map(String::as_str)
    }

    /// Compiles packages and gives the module of each, by its manifest.
    fn build(&self, folders: &[&Path]) -> anyhow::Result<BTreeMap<PathBuf, PathBuf>> {
        let Some(first) = folders.first() else { return Ok(BTreeMap::new()) };
        let mut cargo = Command::new("cargo");
        cargo
            .args(["build", "--lib", "--profile", "plugin", "--target", TARGET])
            .arg("--config")
            .arg(format!("target.{TARGET}.rustflags={}", serde_json::to_string(&self.flags())?))
            .args(["--message-format", "json-render-diagnostics", "--manifest-path"])
            .arg(manifest(first));
        for package in folders.iter().filter_map(|folder| self.package(folder)) {
            cargo.args(["--package", package]);
        }
        let told = ran(cargo).context("cargo could not build; is the target there? try `scripts/wasm-target.sh`")?;
        let messages = String::from_utf8_lossy(&told);
        let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        Ok(artifacts.filter_map(|artifact| Some((place(&artifact)?, module(&artifact)?))).collect())
    }

    /// What rustc is told beside what cargo tells it. The linker leaves five bytes for every number that it fills in, unless it
    /// is told otherwise, which it can be only without debug information.
    fn flags(&self) -> Vec<String> {
        let stack = format!("-zstack-size={STACK_BYTES}");
        let linker =
            [stack.as_str(), "--strip-debug", "--compress-relocations"].map(|flag| format!("-Clink-arg={flag}"));
        let named =
            self.folders.iter().map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
        linker.into_iter().chain(named).collect()
    }
}

/// Runs cargo, which tells people how it goes, and gives what it tells programs.
fn ran(mut cargo: Command) -> anyhow::Result<Vec<u8>> {
    let output = cargo.stderr(Stdio::inherit()).output().context("cargo cannot be started")?;
    ensure!(output.status.success(), "cargo failed");
    Ok(output.stdout)
}

/// The manifest of a plugin's folder, by one name however the folder is called.
fn manifest(folder: &Path) -> PathBuf {
    let manifest = folder.join("Cargo.toml");
    manifest.canonicalize().unwrap_or(manifest)
}

/// Where the manifest stands of which cargo tells something.
fn place(told: &serde_json::Value) -> Option<PathBuf> {
    let place = PathBuf::from(text(told, "manifest_path")?);
    Some(place.canonicalize().unwrap_or(place))
}

fn text(told: &serde_json::Value, key: &str) -> Option<String> {
    told.get(key)?.as_str().map(str::to_owned)
}

/// The module among what cargo made of a crate.
fn module(artifact: &serde_json::Value) -> Option<PathBuf> {
    let files = artifact.get("filenames")?.as_array()?.iter();
    let mut modules = files.filter_map(|file| file.as_str().map(PathBuf::from));
    modules.find(|file| file.extension().is_some_and(|extension| extension == "wasm"))
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
