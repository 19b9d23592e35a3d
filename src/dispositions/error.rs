//! Why dispositions cannot be kept or read.

use std::{io, path::PathBuf};

/// Why dispositions cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum DispositionError {
    /// The system refuses.
    #[error("`{path}` of the dispositions cannot be used: give `screening.dispositions_dir` a folder that is writable")]
    Unusable {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Another server has the folder.
    #[error("another server keeps its dispositions in `{path}`: give each a folder of its own")]
    Taken {
        /// The folder.
        path: PathBuf,
    },
    /// A line is not what was written.
    #[error("`{path}`, line {line}: {flaw}; get the file back from a copy, nothing is repaired in silence")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        flaw: &'static str,
    },
    /// There are as many as may be.
    #[error(
        "{most} dispositions and withdrawals are kept, the most that this server does (`screening.dispositions_items`)"
    )]
    Full {
        /// The limit.
        most: u64,
    },
    /// It could not be written, and nothing of it was kept.
    #[error("the disposition cannot be written, so it does not hold")]
    Unwritten(#[source] io::Error),
    /// It could not be written, and what was written of it could not be cut off.
    #[error("the disposition cannot be written, and may be there after a restart: see the log, look at the file")]
    Unsure {
        /// Why it could not be written.
        #[source]
        error: io::Error,
        /// Why it could not be cut off.
        uncut: io::Error,
    },
    /// Writing failed so that nobody knows what is on the disk.
    #[error("the dispositions have stopped after a failed write: see the log, then restart the server")]
    Stopped,
    /// There is none of this id.
    #[error("there is no disposition `{id}`")]
    Unknown {
        /// The id.
        id: String,
    },
    /// It was withdrawn or replaced before.
    #[error("the disposition `{id}` has ended already")]
    EndedAlready {
        /// The id.
        id: String,
    },
}
