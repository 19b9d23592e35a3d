//! Snapshots on disk: a folder for each, named after its day and digest, with the files as they were published. A folder is made
//! aside and put in place by one renaming; none is ever changed but for the day on which the same list was published again. One that
//! cannot be read takes nothing from the others: it is told, and taken again it is made anew.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use crate::{
    domain::{Date, Digest},
    screening::{self, ListError, ListFormat, Origin, RawFile, Snapshot},
};

/// What a snapshot's folder says of it.
const ABOUT: &str = "about.json";
/// How folders that are being made begin, and those that were damaged and have been made anew.
const ASIDE: &str = ".aside-";
/// How many letters a day has, at the beginning of a folder's name.
const DAY_LETTERS: usize = "2026-11-26".len();

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
    /// All such days, ascending: on each of them it was known to be of that day.
    pub confirmed: Vec<Date>,
    /// When it was taken, in milliseconds since 1970.
    pub loaded_ms: u64,
    /// How many entries it has.
    pub entries: usize,
    files: Vec<String>,
    folder: PathBuf,
}

/// A snapshot that is kept and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The day of its publication, as far as its folder says it.
    pub published_on: Option<Date>,
    /// Its digest, as far as its folder says it.
    pub digest: Option<Digest>,
    /// How many entries it had; none if that is not known any more.
    pub entries: Option<usize>,
    /// What is wrong.
    pub error: Box<ListError>,
}

/// The snapshots of an origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// The oldest publication first.
    pub kept: Vec<Kept>,
    /// Those that do not say what they are.
    pub damaged: Vec<Damaged>,
}

impl Shelf {
    /// What the newest snapshots come to, of so many that can be read, the oldest first; what cannot be goes to the damaged ones.
    pub(super) fn newest(
        &mut self,
        items: usize,
        read: impl Fn(&Kept) -> Result<Vec<Snapshot>, Damaged>,
    ) -> Vec<Arc<Snapshot>> {
        let mut whole = Vec::new();
        for kept in self.kept.iter().rev() {
            if whole.len() == items {
                break;
            }
            match read(kept) {
                Ok(snapshots) => whole.push(snapshots),
                Err(damaged) => self.damaged.push(damaged),
            }
        }
        whole.into_iter().rev().flatten().map(Arc::new).collect()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct About {
    format: String,
    digest: String,
    published_on: String,
    confirmed_on: String,
    /// All such days; where there is no more than one, it is the one above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    confirmed: Vec<String>,
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

    /// The snapshots of an origin.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn shelf(&self, origin: Origin) -> Result<Shelf, ArchiveError> {
        let mut shelf = Shelf::default();
        for folder in self.folders(origin)? {
            match about(origin, &folder) {
                Ok(kept) => shelf.kept.push(kept),
                Err(damaged) => shelf.damaged.push(damaged),
            }
        }
        shelf.kept.sort_by_key(|kept| (kept.published_on, kept.loaded_ms, kept.digest));
        Ok(shelf)
    }

    fn folders(&self, origin: Origin) -> Result<Vec<PathBuf>, ArchiveError> {
        let folder = self.folder.join(origin.key());
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut folders = Vec::new();
        for entry in fs::read_dir(&folder).map_err(|source| unusable(&folder, source))? {
            let path = entry.map_err(|source| unusable(&folder, source))?.path();
            if path.is_dir() && !name(&path).starts_with(ASIDE) {
                folders.push(path);
            }
        }
        folders.sort_unstable();
        Ok(folders)
    }

    /// What every answer from the snapshots up to a day depends on: which there are, and when what is said of them last changed. Some
    /// microseconds for each.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub fn stamp(&self, day: Date) -> Result<Digest, ArchiveError> {
        let mut pieces = Vec::new();
        for origin in Origin::ALL {
            let mut folders = self.folders(origin)?;
            folders.retain(|folder| named(folder).0.is_none_or(|published_on| published_on <= day));
            let piece = |folder: &PathBuf| {
                let changed = fs::metadata(folder.join(ABOUT)).and_then(|about| about.modified()).ok();
                format!("{} {} {changed:?}", origin.key(), name(folder))
            };
            pieces.extend(folders.iter().map(piece));
        }
        Ok(Digest::of_pieces(pieces.iter().map(String::as_bytes)))
    }

    /// The snapshot whose digest begins so; where the same content was published on several days, the latest.
    ///
    /// # Errors
    /// If none does, or several do.
    pub fn find(&self, digest: &str) -> Result<Kept, ArchiveError> {
        let mut found: Vec<Kept> = Vec::new();
        for origin in Origin::ALL {
            for kept in self.shelf(origin)?.kept.into_iter().filter(|kept| kept.digest.to_string().starts_with(digest))
            {
                found.retain(|one| (one.origin, one.digest) != (kept.origin, kept.digest));
                found.push(kept);
            }
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

    /// Notes that the list that was the newest until a day was published again on it.
    pub(super) fn confirm(&self, digest: Digest, origin: Origin, day: Date) -> Result<(), ArchiveError> {
        let same = |kept: &Kept| kept.digest == digest && kept.published_on <= day;
        let last = self.shelf(origin)?.kept.into_iter().rfind(same);
        let Some(mut kept) = last.filter(|kept| kept.published_on < day) else { return Ok(()) };
        if let Err(at) = kept.confirmed.binary_search(&day) {
            kept.confirmed.insert(at, day);
            kept.confirmed_on = kept.confirmed_on.max(day);
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
    /// Keeps the files as a good snapshot. Of one that is there already only the time is noted: it is the newest of its day again. If
    /// that one is damaged, it is put aside.
    pub(super) fn keep(mut self, snapshot: &Snapshot, now_ms: u64) -> Result<(), ArchiveError> {
        let day = snapshot.published_on();
        let parent = self.folder.parent().unwrap_or(&self.folder).to_owned();
        let folder = parent.join(format!("{day}-{}", snapshot.digest()));
        if folder.exists() {
            match about(snapshot.format().origin(), &folder) {
                Ok(kept) if kept.files().is_ok() => {
                    return replace(&folder.join(ABOUT), &json(&Kept { loaded_ms: now_ms, ..kept }));
                }
                _ => {
                    let damaged = parent.join(format!("{ASIDE}damaged-{now_ms}-{}", name(&folder)));
                    fs::rename(&folder, &damaged).map_err(|source| unusable(&folder, source))?;
                }
            }
        }
        let kept = Kept {
            origin: snapshot.format().origin(),
            format: snapshot.format(),
            digest: snapshot.digest(),
            published_on: day,
            confirmed_on: day,
            confirmed: Vec::new(),
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
    pub(super) fn files(&self) -> Result<Vec<RawFile>, ListError> {
        let read = |(at, name): (usize, &String)| {
            let file = RawFile::read(&self.folder.join(at.to_string()))?;
            Ok(RawFile { name: name.clone(), ..file })
        };
        let files = self.files.iter().enumerate().map(read).collect::<Result<Vec<_>, ListError>>()?;
        if screening::digest(&files) == self.digest {
            return Ok(files);
        }
        let reason = format!("its files are not those of the digest {}: import the list again", self.digest);
        Err(damage(&self.folder, reason))
    }

    /// The last day up to another one on which the same was published again.
    pub(super) fn confirmed_by(&self, day: Date) -> Option<Date> {
        self.confirmed.iter().rfind(|confirmed| **confirmed <= day).copied()
    }

    /// Reads it.
    ///
    /// # Errors
    /// If it is not what it was.
    pub fn read(&self, today: Date) -> Result<Snapshot, ListError> {
        Snapshot::read(self.format, self.files()?, Some(self.published_on), today)
    }

    /// Reads it; else it is damaged.
    pub(super) fn read_whole(&self, today: Date) -> Result<Snapshot, Damaged> {
        self.read(today).map_err(|error| Damaged {
            published_on: Some(self.published_on),
            digest: Some(self.digest),
            entries: Some(self.entries),
            error: Box::new(match error {
                ListError::OfHistory { .. } => error,
                other => damage(&self.folder, other.to_string()),
            }),
        })
    }
}

/// What the name of a folder says: the day and the digest.
fn named(folder: &Path) -> (Option<Date>, Option<Digest>) {
    let name = name(folder);
    let digest = name.get(DAY_LETTERS + 1..).and_then(|digest| digest.parse().ok());
    (name.get(..DAY_LETTERS).and_then(Date::read), digest)
}

fn damage(folder: &Path, reason: String) -> ListError {
    ListError::OfHistory { folder: folder.display().to_string(), reason }
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn about(origin: Origin, folder: &Path) -> Result<Kept, Damaged> {
    told(origin, folder).map_err(|reason| {
        let (published_on, digest) = named(folder);
        let reason = format!(
            "its `{ABOUT}` does not say what it is ({reason}): move the folder away, and import the list again"
        );
        Damaged { published_on, digest, entries: None, error: Box::new(damage(folder, reason)) }
    })
}

fn told(origin: Origin, folder: &Path) -> Result<Kept, String> {
    let text = fs::read_to_string(folder.join(ABOUT)).map_err(|source| source.to_string())?;
    let wrong = |reason: &str| reason.to_owned();
    let about: About = serde_json::from_str(&text).map_err(|e| wrong(&e.to_string()))?;
    let confirmed_on = Date::read(&about.confirmed_on).ok_or_else(|| wrong("`confirmed_on` is no day"))?;
    let confirmed: Option<Vec<Date>> = about.confirmed.iter().map(|day| Date::read(day)).collect();
    let mut confirmed = confirmed.ok_or_else(|| wrong("`confirmed` has what is no day"))?;
    confirmed.push(confirmed_on);
    confirmed.sort_unstable();
    confirmed.dedup();
    let format = ListFormat::of_name(&about.format).filter(|format| format.origin() == origin);
    Ok(Kept {
        origin,
        format: format.ok_or_else(|| wrong("`format` is none of the origin's"))?,
        digest: about.digest.parse().map_err(|_| wrong("`digest` is none"))?,
        published_on: Date::read(&about.published_on).ok_or_else(|| wrong("`published_on` is no day"))?,
        confirmed_on,
        confirmed,
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
        confirmed: if kept.confirmed.len() > 1 {
            kept.confirmed.iter().map(ToString::to_string).collect()
        } else {
            Vec::new()
        },
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
    let aside = path.with_file_name(format!("{ASIDE}{}", name(path)));
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
