//! Compiled code kept between runs, in a folder that only this process's user can enter. A file is named by the digest
//! of the component and the engine's compatibility hash, and starts with the digest of both and of what follows, so that
//! a torn or rotten file is compiled anew.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use wasmtime::Engine;

use super::{
    compiled::Compiled,
    error::{CacheFault, SandboxError},
};
use crate::domain::Digest;

const PRIVATE_FOLDER: u32 = 0o700;
const PRIVATE_FILE: u32 = 0o600;
/// Permission bits of everybody but the owner.
const OTHERS: u32 = 0o077;

/// A private folder of compiled code.
///
/// INVARIANT (private): the folder belongs to this process's user and admits nobody else.
pub(super) struct Cache {
    folder: PathBuf,
    engine: u64,
    written: AtomicU64,
}

impl Cache {
    /// Opens the folder, or makes it.
    pub(super) fn open(folder: &Path, engine: &Engine) -> Result<Self, SandboxError> {
        private(folder).map_err(|reason| SandboxError::Cache { path: folder.to_owned(), reason })?;
        // The hasher has fixed keys: another run of the same build finds what this one stored.
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        Ok(Self { folder: folder.to_owned(), engine: hasher.finish(), written: AtomicU64::new(0) })
    }

    /// The compiled code of a component, if it is there and whole.
    pub(super) fn get(&self, component: &Digest) -> Option<Compiled> {
        let mut file = File::open(self.path(component)).ok()?;
        let about = file.metadata().ok()?;
        if !about.is_file() || about.uid() != process_user() || about.mode() & OTHERS != 0 {
            return None;
        }
        let mut digest = [0; 32];
        file.read_exact(&mut digest).ok()?;
        let mut code = Vec::new();
        file.read_to_end(&mut code).ok()?;
        (self.seal(component, &code).bytes() == &digest).then(|| Compiled::by_cache(code))
    }

    /// Stores compiled code: whole or not at all.
    pub(super) fn put(&self, component: &Digest, compiled: &Compiled) -> io::Result<()> {
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!(".{}-{number}", std::process::id()));
        // An earlier process of the same number may have been killed over it.
        let _ = fs::remove_file(&unfinished);
        let stored = self.write(&unfinished, component, compiled);
        if stored.is_err() {
            // What matters is reported by `stored`.
            let _ = fs::remove_file(&unfinished);
        }
        stored
    }

    fn write(&self, unfinished: &Path, component: &Digest, compiled: &Compiled) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(PRIVATE_FILE).open(unfinished)?;
        file.write_all(self.seal(component, compiled.bytes()).bytes())?;
        file.write_all(compiled.bytes())?;
        file.sync_all()?;
        fs::rename(unfinished, self.path(component))
    }

    /// Removes what the engine would not take.
    pub(super) fn forget(&self, component: &Digest) {
        // If it stays, it is refused again and compiled anew.
        let _ = fs::remove_file(self.path(component));
    }

    fn path(&self, component: &Digest) -> PathBuf {
        self.folder.join(format!("{component}-{:016x}", self.engine))
    }

    fn seal(&self, component: &Digest, code: &[u8]) -> Digest {
        Digest::of_pieces([component.bytes().as_slice(), &self.engine.to_be_bytes(), code])
    }
}

/// Makes the folder private or finds it so. Establishes INVARIANT (private).
fn private(folder: &Path) -> Result<(), CacheFault> {
    DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(folder).map_err(CacheFault::Io)?;
    let about = fs::symlink_metadata(folder).map_err(CacheFault::Io)?;
    let (owner, process) = (about.uid(), process_user());
    if !about.is_dir() {
        Err(CacheFault::NotAFolder)
    } else if owner != process {
        Err(CacheFault::Owner { owner, process })
    } else if about.mode() & OTHERS != 0 {
        Err(CacheFault::Mode { mode: about.mode() & 0o777 })
    } else {
        Ok(())
    }
}

fn process_user() -> u32 {
    rustix::process::geteuid().as_raw()
}
