//! The files of a ledger in a folder of the file system.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use super::storage::{Lock, Storage, StoredFile};

/// Held by the writer; its content is nothing.
const LOCK: &str = "lock";
/// Records hold personal data: nobody else reads them.
const FOLDER_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;

/// A folder of the file system.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Kept open to sync the names in it.
    folder: File,
}

impl Folder {
    /// Opens a folder, and makes it if it is not there, for this user alone.
    ///
    /// # Errors
    /// If it cannot be made or opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        if !path.is_dir() {
            DirBuilder::new().recursive(true).mode(FOLDER_MODE).create(path)?;
            if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
                File::open(parent)?.sync_all()?;
            }
        }
        Ok(Self { path: path.to_owned(), folder: File::open(path)? })
    }

    fn file(&self, name: &str, options: &mut OpenOptions) -> io::Result<File> {
        options.read(true).mode(FILE_MODE).open(self.path.join(name))
    }
}

impl Storage for Folder {
    fn lock(&self) -> io::Result<Box<dyn Lock>> {
        let file = self.file(LOCK, OpenOptions::new().write(true).create(true))?;
        match file.try_lock() {
            Ok(()) => Ok(Box::new(file)),
            Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn names(&self) -> io::Result<Vec<String>> {
        fs::read_dir(&self.path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        Ok(Box::new(self.file(name, OpenOptions::new().write(true).create_new(true))?))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        Ok(Box::new(self.file(name, OpenOptions::new().write(true))?))
    }

    fn open_to_read(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        Ok(Box::new(self.file(name, &mut OpenOptions::new())?))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    fn sync_names(&self) -> io::Result<()> {
        self.folder.sync_all()
    }

    fn free_bytes(&self) -> io::Result<u64> {
        let found = rustix::fs::fstatvfs(&self.folder)?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }
}

impl Lock for File {}

impl StoredFile for File {
    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        FileExt::read_at(self, bytes, offset)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        FileExt::write_at(self, bytes, offset)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&self, size: u64) -> io::Result<()> {
        self.set_len(size)
    }
}
