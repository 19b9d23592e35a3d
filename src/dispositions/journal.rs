//! The file: opened under a lock, read whole at start, then only appended to.

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use super::{error::DispositionError, line::Line, tape::Tape};

const FILE: &str = "dispositions.jsonl";
/// Held by the server; its content is nothing.
const LOCK: &str = "lock";
/// It says who was suspected of what: nobody else reads it.
const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// The file of a folder.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: Box<dyn Tape>,
    /// Until it is dropped, or the process ends.
    _lock: File,
    next: u64,
    size: u64,
    /// What is on the disk is not known any more.
    stopped: bool,
}

impl Journal {
    /// The file with its lines, and how much of an unfinished one was cut.
    pub(super) fn open(folder: &Path) -> Result<(Self, Vec<Line>, u64), DispositionError> {
        let unusable = |path: &Path| {
            let path = path.to_owned();
            move |source| DispositionError::Unusable { path, source }
        };
        make(folder).map_err(unusable(folder))?;
        let lock = private().create(true).truncate(false).open(folder.join(LOCK)).map_err(unusable(folder))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DispositionError::Taken { path: folder.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(unusable(folder)(error)),
        }
        let path = folder.join(FILE);
        let mut file = private().create(true).truncate(false).open(&path).map_err(unusable(&path))?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(unusable(folder))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unusable(&path))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let cut = (bytes.len() - whole) as u64;
        if cut > 0 {
            file.set_len(whole as u64).and_then(|()| file.sync_all()).map_err(unusable(&path))?;
        }
        let lines = lines(&path, bytes.get(..whole).unwrap_or_default())?;
        let (next, size) = (lines.len() as u64, whole as u64);
        Ok((Self { path, file: Box::new(file), _lock: lock, next, size, stopped: false }, lines, cut))
    }

    /// Number of the next line.
    pub(super) fn next(&self) -> u64 {
        self.next
    }

    pub(super) fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// Appends a line; it is on the disk when this comes back.
    pub(super) fn append(&mut self, line: &Line) -> Result<(), DispositionError> {
        if self.stopped {
            return Err(DispositionError::Stopped);
        }
        let bytes = line.write().ok_or(DispositionError::Stopped)?;
        if let Err(error) = self.file.write_at(&bytes, self.size) {
            return Err(self.take_back(error));
        }
        if let Err(error) = self.file.sync() {
            // Asking again does not tell what is safe, and what is to come would not be either.
            self.stopped = true;
            return Err(self.take_back(error));
        }
        self.size += bytes.len() as u64;
        self.next += 1;
        Ok(())
    }

    /// What was written of a line must neither stand before the next, nor be there after a restart.
    fn take_back(&mut self, error: io::Error) -> DispositionError {
        match self.file.cut(self.size) {
            Ok(()) => DispositionError::Unwritten(error),
            Err(uncut) => {
                self.stopped = true;
                DispositionError::Unsure { error, uncut }
            }
        }
    }

    /// Another file from here on.
    #[cfg(test)]
    pub(super) fn write_to(&mut self, file: Box<dyn Tape>) {
        self.file = file;
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(FILE_MODE);
    options
}

fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(folder)?;
    match folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}

fn lines(path: &Path, bytes: &[u8]) -> Result<Vec<Line>, DispositionError> {
    let mut lines = Vec::new();
    for bytes in bytes.split_inclusive(|byte| *byte == b'\n') {
        let number = lines.len() as u64;
        let line = Line::read(bytes.strip_suffix(b"\n").unwrap_or(bytes), number);
        let damaged = |flaw| DispositionError::Damaged { path: path.to_owned(), line: number + 1, flaw };
        lines.push(line.map_err(damaged)?);
    }
    Ok(lines)
}
