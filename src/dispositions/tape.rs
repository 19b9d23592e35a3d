//! What the journal asks of its file: so little that a test can have each of it fail.

use std::{fmt::Debug, fs::File, io, os::unix::fs::FileExt as _};

/// A file that is written at its end.
pub(super) trait Tape: Debug + Send {
    /// Writes all of it at a place; of what fails a beginning may be there.
    fn write_at(&mut self, bytes: &[u8], place: u64) -> io::Result<()>;
    /// What was written is on the disk when this comes back.
    fn sync(&mut self) -> io::Result<()>;
    /// Leaves so much, and that is on the disk when this comes back.
    fn cut(&mut self, size: u64) -> io::Result<()>;
}

impl Tape for File {
    fn write_at(&mut self, bytes: &[u8], place: u64) -> io::Result<()> {
        self.write_all_at(bytes, place)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, size: u64) -> io::Result<()> {
        self.set_len(size)?;
        self.sync_all()
    }
}
