//! Snapshots on disk: a folder for each, named after its day and digest, with the files as they were published. A folder is made
//! aside and put in place by one renaming; none is ever changed but for the day on which the same list was published again.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    domain::{Date, Digest},
    screening::{self, ListError, ListFormat, Origin, RawFile, Snapshot},
};

/// What a snapshot's folder says of it.
const ABOUT: &str = "about.json";
/// How folders that are being made begin.
const ASIDE: &str = ".aside-";

/// Why the folder of snapshots cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The system refuses.
    #[error("`{path}` of the lists' history cannot be used: give `lists.history_dir` a folder that is writable")]
    Unusable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A snapshot does not say what it is.
    #[error("`{path}` does not say what the snapshot is ({reason}): move its folder away, and import the list again")]
    About {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// No snapshot, or several, begin so.
    #[error("`{digest}` is the beginning of the digest of {found} snapshots: give as much of it as tells one apart")]
    NotOne {
        /// What was asked for.
        digest: String,
        /// How many there are.
        found: usize,
    },
}

/// A snapshot that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whose list it is.
    pub origin: Origin,
    /// Its format.
    pub format: ListFormat,
    /// SHA-256 over its files.
    pub digest: Digest,
    /// The day of its publication.
    pub published_on: Date,
    /// The last day on which the same was published again.
    pub confirmed_on: Date,
    /// When it was taken, in milliseconds since 1970.
    pub loaded_ms: u64,
    /// How many entries it has.
    pub entries: usize,
    files: Vec<String>,
    folder: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    format: String,
    digest: String,
    published_on: String,
    confirmed_on: String,
    loaded_ms: u64,
    entries: usize,
    /// Names or addresses of the files; they lie beside this as `0`, `1` and so on.
    files: Vec<String>,
}

/// The folder of snapshots.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
}

/// Files of a snapshot that is not known to be good yet; removed unless it is kept.
pub(super) struct Aside {
    folder: PathBuf,
    files: Vec<String>,
    kept: bool,
}

impl Archive {
    /// Opens the folder, and makes it where there is none.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn open(folder: &Path) -> Result<Self, ArchiveError> {
        fs::create_dir_all(folder).map_err(|source| unusable(folder, source))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The snapshots of an origin, the oldest publication first.
    ///
    /// # Errors
    /// If a folder cannot be read, or does not say what it is.
    pub fn kept(&self, origin: Origin) -> Result<Vec<Kept>, ArchiveError> {
        let folder = self.folder.join(origin.key());
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut kept = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|source| unusable(&folder, source))? {
            let path = entry.map_err(|source| unusable(&folder, source))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() && !name.starts_with(ASIDE) {
                kept.push(about(origin, &path)?);
            }
        }
        kept.sort_by_key(|kept| (kept.published_on, kept.loaded_ms, kept.digest));
        Ok(kept)
    }

    /// The snapshot whose digest begins so.
    ///
    /// # Errors
    /// If none does, or several do.
    pub fn find(&self, digest: &str) -> Result<Kept, ArchiveError> {
        let mut found = Vec::new();
        for origin in Origin::ALL {
            found.extend(self.kept(origin)?.into_iter().filter(|kept| kept.digest.to_string().starts_with(digest)));
        }
        let not_one = ArchiveError::NotOne { digest: digest.to_owned(), found: found.len() };
        if found.len() == 1 { found.pop().ok_or(not_one) } else { Err(not_one) }
    }

    /// Puts files aside, until they are known to be good.
    pub(super) fn put_aside(&self, origin: Origin, files: &[RawFile], now_ms: u64) -> Result<Aside, ArchiveError> {
        let parent = self.folder.join(origin.key());
        let folder = parent.join(format!("{ASIDE}{now_ms}-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|source| unusable(&folder, source))?;
        let names = files.iter().map(|file| file.name.clone()).collect();
        let aside = Aside { folder, files: names, kept: false };
        for (at, file) in files.iter().enumerate() {
            write(&aside.folder.join(at.to_string()), &file.bytes)?;
        }
        Ok(aside)
    }

    /// Notes that the same list was published again.
    pub(super) fn confirm(&self, digest: Digest, origin: Origin, day: Date) -> Result<(), ArchiveError> {
        for mut kept in self.kept(origin)?.into_iter().filter(|kept| kept.digest == digest && kept.confirmed_on < day) {
            kept.confirmed_on = day;
            replace(&kept.folder.join(ABOUT), &json(&kept))?;
        }
        Ok(())
    }

    /// A file beside the snapshots of an origin.
    pub(super) fn beside(&self, origin: Origin, file: &str) -> PathBuf {
        self.folder.join(origin.key()).join(file)
    }
}

impl Aside {
    /// Keeps the files as a good snapshot. One that is there already stays as it is.
    pub(super) fn keep(mut self, snapshot: &Snapshot, now_ms: u64) -> Result<(), ArchiveError> {
        let day = snapshot.published_on();
        let parent = self.folder.parent().unwrap_or(&self.folder).to_owned();
        let folder = parent.join(format!("{day}-{}", snapshot.digest()));
        if folder.exists() {
            return Ok(());
        }
        let kept = Kept {
            origin: snapshot.format().origin(),
            format: snapshot.format(),
            digest: snapshot.digest(),
            published_on: day,
            confirmed_on: day,
            loaded_ms: now_ms,
            entries: snapshot.size(),
            files: self.files.clone(),
            folder: folder.clone(),
        };
        write(&self.folder.join(ABOUT), &json(&kept))?;
        if let Err(source) = fs::rename(&self.folder, &folder) {
            // Another process was faster with the same.
            return if folder.exists() { Ok(()) } else { Err(unusable(&folder, source)) };
        }
        self.kept = true;
        fs::File::open(&parent).and_then(|parent| parent.sync_all()).map_err(|source| unusable(&parent, source))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.kept {
            // What stays behind is never read.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

impl Kept {
    /// Its files, held to its digest.
    fn files(&self) -> Result<Vec<RawFile>, ListError> {
        let read = |(at, name): (usize, &String)| {
            let file = RawFile::read(&self.folder.join(at.to_string()))?;
            Ok(RawFile { name: name.clone(), ..file })
        };
        let files = self.files.iter().enumerate().map(read).collect::<Result<Vec<_>, ListError>>()?;
        if screening::digest(&files) == self.digest {
            return Ok(files);
        }
        let flaw = format!("its files are not those of the digest {}: import the list again", self.digest);
        Err(ListError::Damaged { file: self.folder.display().to_string(), line: 0, flaw })
    }

    /// Reads it.
    ///
    /// # Errors
    /// If it is not what it was.
    pub fn read(&self, today: Date) -> Result<Snapshot, ListError> {
        Snapshot::read(self.format, self.files()?, Some(self.published_on), today)
    }
}

fn about(origin: Origin, folder: &Path) -> Result<Kept, ArchiveError> {
    let path = folder.join(ABOUT);
    let text = fs::read_to_string(&path).map_err(|source| unusable(&path, source))?;
    let wrong = |reason: &str| ArchiveError::About { path: path.clone(), reason: reason.to_owned() };
    let about: About = serde_json::from_str(&text).map_err(|e| wrong(&e.to_string()))?;
    let format = ListFormat::of_name(&about.format).filter(|format| format.origin() == origin);
    Ok(Kept {
        origin,
        format: format.ok_or_else(|| wrong("`format` is none of the origin's"))?,
        digest: about.digest.parse().map_err(|_| wrong("`digest` is none"))?,
        published_on: Date::read(&about.published_on).ok_or_else(|| wrong("`published_on` is no day"))?,
        confirmed_on: Date::read(&about.confirmed_on).ok_or_else(|| wrong("`confirmed_on` is no day"))?,
        loaded_ms: about.loaded_ms,
        entries: about.entries,
        files: about.files,
        folder: folder.to_owned(),
    })
}

fn json(kept: &Kept) -> Vec<u8> {
    let about = About {
        format: kept.format.name().to_owned(),
        digest: kept.digest.to_string(),
        published_on: kept.published_on.to_string(),
        confirmed_on: kept.confirmed_on.to_string(),
        loaded_ms: kept.loaded_ms,
        entries: kept.entries,
        files: kept.files.clone(),
    };
    serde_json::to_vec_pretty(&about).unwrap_or_default()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let write = || {
        let mut file = fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| unusable(path, source))
}

/// Puts other bytes in the place of a file, in one step.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = path.with_file_name(format!("{ASIDE}{name}"));
    write(&aside, bytes)?;
    fs::rename(&aside, path).map_err(|source| unusable(path, source))
}

fn unusable(path: &Path, source: std::io::Error) -> ArchiveError {
    ArchiveError::Unusable { path: path.to_owned(), source }
}

impl From<ArchiveError> for ListError {
    fn from(error: ArchiveError) -> Self {
        let cause = std::error::Error::source(&error).map(|cause| format!(" ({cause})")).unwrap_or_default();
        Self::NotKept { reason: format!("{error}{cause}") }
    }
}
