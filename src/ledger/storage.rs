//! Where the files of a ledger are. A trait, because tests need a disk that fails, fills up and forgets.

use std::io;

/// A flat folder of files that belongs to one ledger.
///
/// A file's content is safe once [`StoredFile::sync`] came back, its name once [`Storage::sync_names`] did; until then a
/// crash may keep or lose any part of either.
pub trait Storage: Send + Sync {
    /// Takes the folder for one writer, until what comes back is dropped or the process ends, however it ends.
    ///
    /// # Errors
    /// `WouldBlock` if another has it.
    fn lock(&self) -> io::Result<Box<dyn Lock>>;

    /// The names of the files, in any order.
    ///
    /// # Errors
    /// If they cannot be read.
    fn names(&self) -> io::Result<Vec<String>>;

    /// Makes a file that does not exist yet, to read and write.
    ///
    /// # Errors
    /// If it cannot be made, or exists.
    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;

    /// Opens a file, to read and write.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;

    /// Opens a file, to read.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn open_to_read(&self, name: &str) -> io::Result<Box<dyn StoredFile>>;

    /// Removes a file.
    ///
    /// # Errors
    /// If it cannot be removed.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// Makes names and their removal safe.
    ///
    /// # Errors
    /// If that failed: then what is safe is not known.
    fn sync_names(&self) -> io::Result<()>;

    /// The bytes that can still be written.
    ///
    /// # Errors
    /// If that cannot be told.
    fn free_bytes(&self) -> io::Result<u64>;
}

/// An open file of a ledger.
pub trait StoredFile: Send + Sync {
    /// Its size.
    ///
    /// # Errors
    /// If that cannot be told.
    fn size(&self) -> io::Result<u64>;

    /// Reads at an offset; may give less than asked for, and nothing only at the end.
    ///
    /// # Errors
    /// If it cannot be read.
    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Writes at an offset; may write less than it was given.
    ///
    /// # Errors
    /// If it cannot be written. Some of it may have been.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize>;

    /// Makes its content safe, its size included.
    ///
    /// # Errors
    /// If that failed: then what is safe is not known, and asking again does not tell.
    fn sync(&self) -> io::Result<()>;

    /// Cuts it to a size.
    ///
    /// # Errors
    /// If it cannot be cut.
    fn cut(&self, size: u64) -> io::Result<()>;
}

/// Holds the folder while it lives.
pub trait Lock: Send + Sync {}

/// Writes all of it.
pub(super) fn write_all(file: &dyn StoredFile, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write_at(bytes, offset) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => {
                bytes = bytes.get(written..).unwrap_or_default();
                offset += written as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads so many bytes, or fewer where the file ends.
pub(super) fn read_up_to(file: &dyn StoredFile, length: usize, mut offset: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset) {
            Ok(0) => break,
            Ok(read) => {
                filled += read;
                offset += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Reads a whole file.
pub(super) fn read_file(file: &dyn StoredFile) -> io::Result<Vec<u8>> {
    let size = usize::try_from(file.size()?).map_err(|_| io::ErrorKind::FileTooLarge)?;
    read_up_to(file, size, 0)
}

/// Whether an error says that there is no space, and so that a later attempt can succeed.
pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}
