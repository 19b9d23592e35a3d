//! Which plugins and lists are live: an immutable snapshot, identified by its digest.
//!
//! A plugin that cannot be loaded stays in the catalog with its error, so that every decision that wanted it is
//! incomplete and says why; the others serve. Loading happens once, at start; a request pins the catalog it began with.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    domain::{Digest, IdError, Jurisdiction},
    sandbox::{LoadError, Plugin, Sandbox, World},
    screening::Lists,
};

/// The ending of a component's file name.
const ENDING: &str = "wasm";

/// Why no catalog could be made at all.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// The folder of plugins cannot be read.
    #[error(
        "the folder of plugins `{folder}` cannot be read; build the plugins with `make plugins`, or set `plugins.dir`"
    )]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// There is no plugin.
    #[error(
        "the folder of plugins `{folder}` holds no component; build the plugins with `make plugins`, or set `plugins.dir`"
    )]
    Empty {
        /// The folder.
        folder: PathBuf,
    },
    /// A component is not named after a jurisdiction.
    #[error("the component `{file}` is not named after its jurisdiction, as `qa.wasm` is")]
    FileName {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: IdError,
    },
}

/// Why one plugin could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    /// It is wanted, and there is no file.
    #[error("there is no file `{0}` in the folder of plugins")]
    NoFile(String),
    /// The file cannot be read.
    #[error("its file cannot be read")]
    Unreadable(#[source] io::Error),
    /// It is refused.
    #[error("it is refused")]
    Refused(#[source] Box<LoadError>),
    /// It speaks for another jurisdiction than its file is named after.
    #[error("it speaks for `{0}`, not for the jurisdiction that its file is named after")]
    OtherJurisdiction(Jurisdiction),
}

/// A plugin that could not be loaded.
#[derive(Debug)]
pub struct FailedPlugin {
    /// The jurisdiction that its file is named after.
    pub jurisdiction: Jurisdiction,
    /// Digest of the file, if it could be read.
    pub digest: Option<Digest>,
    /// Why.
    pub error: PluginError,
}

impl FailedPlugin {
    /// The error and its causes in one line.
    #[must_use]
    pub fn reason(&self) -> String {
        let mut text = self.error.to_string();
        let mut cause = std::error::Error::source(&self.error);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        text
    }
}

/// Where plugins come from.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The folder.
    pub folder: PathBuf,
    /// Jurisdictions that must be there.
    pub required: Vec<Jurisdiction>,
    /// Settings of each, as the operator gave them.
    pub settings: BTreeMap<Jurisdiction, Vec<(String, String)>>,
}

/// The plugins that are live.
#[derive(Debug)]
pub struct Catalog {
    rules: Arc<Vec<Plugin>>,
    followups: Arc<Vec<Plugin>>,
    failed: Arc<Vec<FailedPlugin>>,
    lists: Lists,
    /// What the digest is over, without the lists.
    pieces: Arc<Vec<Vec<u8>>>,
    digest: Digest,
}

impl Catalog {
    /// Loads every component of a folder, over lists that are loaded; `progress` hears of each before it is loaded.
    ///
    /// # Errors
    /// If the folder cannot be read, holds nothing, or a file is not named after a jurisdiction. A plugin that is refused
    /// is no error: it is in [`Self::failed`].
    pub fn load(
        sandbox: &Sandbox,
        source: &Source,
        lists: Lists,
        mut progress: impl FnMut(&Jurisdiction),
    ) -> Result<Self, CatalogError> {
        let files = components(&source.folder)?;
        let mut plugins = Vec::new();
        let mut failed = Vec::new();
        for (jurisdiction, file) in &files {
            progress(jurisdiction);
            let settings = source.settings.get(jurisdiction).map_or(&[][..], Vec::as_slice);
            match load(sandbox, jurisdiction, file, settings) {
                Ok(plugin) => plugins.push(plugin),
                Err(failure) => failed.push(failure),
            }
        }
        for jurisdiction in source.required.iter().filter(|j| !files.contains_key(*j)) {
            let error = PluginError::NoFile(format!("{jurisdiction}.{ENDING}"));
            failed.push(FailedPlugin { jurisdiction: jurisdiction.clone(), digest: None, error });
        }
        failed.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
        Ok(Self::of(plugins, failed, lists, source))
    }

    fn of(plugins: Vec<Plugin>, failed: Vec<FailedPlugin>, lists: Lists, source: &Source) -> Self {
        let pieces = Arc::new(pieces(&plugins, &failed, source));
        let digest = digest(&pieces, &lists);
        let (rules, followups) = plugins.into_iter().partition(|plugin| plugin.world() == World::Rules);
        Self { rules: Arc::new(rules), followups: Arc::new(followups), failed: Arc::new(failed), lists, pieces, digest }
    }

    /// The same plugins over other lists.
    #[must_use]
    pub fn with_lists(&self, lists: Lists) -> Self {
        Self {
            digest: digest(&self.pieces, &lists),
            rules: Arc::clone(&self.rules),
            followups: Arc::clone(&self.followups),
            failed: Arc::clone(&self.failed),
            pieces: Arc::clone(&self.pieces),
            lists,
        }
    }

    /// The plugins that read the record, by jurisdiction.
    #[must_use]
    pub fn rules(&self) -> &[Plugin] {
        &self.rules
    }

    /// The plugins that read the verdicts of the others, by jurisdiction.
    #[must_use]
    pub fn followups(&self) -> &[Plugin] {
        &self.followups
    }

    /// Every plugin that serves.
    pub fn plugins(&self) -> impl Iterator<Item = &Plugin> {
        self.rules.iter().chain(self.followups.iter())
    }

    /// The plugins that could not be loaded, by jurisdiction.
    #[must_use]
    pub fn failed(&self) -> &[FailedPlugin] {
        &self.failed
    }

    /// The lists against which parties are screened.
    #[must_use]
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Whether a jurisdiction is known, loaded or not.
    #[must_use]
    pub fn knows(&self, jurisdiction: &Jurisdiction) -> bool {
        self.jurisdictions().any(|known| known == jurisdiction)
    }

    /// Every jurisdiction that is known, loaded or not.
    pub fn jurisdictions(&self) -> impl Iterator<Item = &Jurisdiction> {
        self.plugins().map(Plugin::jurisdiction).chain(self.failed.iter().map(|failed| &failed.jurisdiction))
    }

    /// What identifies the snapshot: plugins, lists, settings, granted limits, host and engine.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

fn load(
    sandbox: &Sandbox,
    jurisdiction: &Jurisdiction,
    file: &Path,
    settings: &[(String, String)],
) -> Result<Plugin, FailedPlugin> {
    let fail = |digest, error| FailedPlugin { jurisdiction: jurisdiction.clone(), digest, error };
    let component = fs::read(file).map_err(|error| fail(None, PluginError::Unreadable(error)))?;
    let digest = Some(Digest::of(&component));
    let plugin =
        sandbox.load(&component, settings).map_err(|error| fail(digest, PluginError::Refused(Box::new(error))))?;
    if plugin.jurisdiction() == jurisdiction {
        Ok(plugin)
    } else {
        Err(fail(digest, PluginError::OtherJurisdiction(plugin.jurisdiction().clone())))
    }
}

/// The components of a folder, by the jurisdiction that each is named after.
fn components(folder: &Path) -> Result<BTreeMap<Jurisdiction, PathBuf>, CatalogError> {
    let unreadable = |source| CatalogError::Folder { folder: folder.to_owned(), source };
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.path();
        if file.extension().is_some_and(|ending| ending == ENDING) {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            let jurisdiction = stem.parse().map_err(|source| CatalogError::FileName { file: file.clone(), source })?;
            files.insert(jurisdiction, file);
        }
    }
    if files.is_empty() { Err(CatalogError::Empty { folder: folder.to_owned() }) } else { Ok(files) }
}

fn pieces(plugins: &[Plugin], failed: &[FailedPlugin], source: &Source) -> Vec<Vec<u8>> {
    let mut pieces: Vec<Vec<u8>> = vec![env!("CARGO_PKG_VERSION").into(), crate::sandbox::ENGINE.into()];
    for plugin in plugins {
        pieces.push(plugin.jurisdiction().as_str().into());
        pieces.push(plugin.digest().bytes().to_vec());
        pieces.push(format!("{:?}", plugin.granted()).into_bytes());
        for (key, value) in source.settings.get(plugin.jurisdiction()).into_iter().flatten() {
            pieces.push(key.clone().into_bytes());
            pieces.push(value.clone().into_bytes());
        }
    }
    for plugin in failed {
        pieces.push(plugin.jurisdiction.as_str().into());
        pieces.push(plugin.digest.map_or_else(Vec::new, |digest| digest.bytes().to_vec()));
    }
    pieces
}

fn digest(pieces: &[Vec<u8>], lists: &Lists) -> Digest {
    Digest::of_pieces(pieces.iter().map(Vec::as_slice).chain([&lists.digest().bytes()[..]]))
}
