//! Why the sandbox cannot start, and why a plugin is refused. What a plugin does wrong on a record is a
//! [`Failure`](crate::domain::Failure), not an error.

use crate::domain::Failure;

/// The sandbox cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// A setting that cannot work.
    #[error("the sandbox's settings are wrong: {0}")]
    Settings(&'static str),
    /// The pools could not be reserved.
    #[error("cannot reserve the pools for plugins: {0}; lift any limit on virtual memory, of which a slot takes 8 GiB")]
    Pool(String),
    /// The clock's thread could not be started.
    #[error("cannot start the clock that stops plugins")]
    Clock(#[source] std::io::Error),
    /// The descriptors of the contract do not fit this code.
    #[error("the contract's descriptors lack `{0}`")]
    Contract(String),
    /// The folder for compiled code is not private.
    #[error("`{path}` cannot hold compiled code: {reason}")]
    Cache {
        /// The folder.
        path: std::path::PathBuf,
        /// What is wrong with it.
        reason: CacheFault,
    },
}

/// What is wrong with a folder for compiled code. It holds native code that is run unread, so nobody else may write it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CacheFault {
    /// It is something else.
    #[error("it is not a folder")]
    NotAFolder,
    /// It belongs to another user.
    #[error("it belongs to user {owner}, not to this process ({process})")]
    Owner {
        /// Its owner.
        owner: u32,
        /// The process's user.
        process: u32,
    },
    /// Others may enter it.
    #[error("its mode is {mode:o}; make it 700")]
    Mode {
        /// Its permission bits.
        mode: u32,
    },
    /// It cannot be made or looked at.
    #[error("{0}")]
    Io(#[source] std::io::Error),
}

/// A plugin is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The component is too large.
    #[error("the component has {size} bytes; at most {max} are allowed")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The limit.
        max: u64,
    },
    /// Not a component, or one that uses what is switched off.
    #[error("not a component that may be loaded: {0}")]
    Invalid(String),
    /// Compilation was stopped.
    #[error("compilation was stopped: {0}")]
    Compile(CompileStop),
    /// The compile worker could not be used.
    #[error("the compile worker cannot be used")]
    Worker(#[source] std::io::Error),
    /// It imports something.
    #[error("it imports `{0}`; a plugin imports nothing")]
    Import(String),
    /// It does not have the exports of a world.
    #[error("its exports are not those of a world of `comity:policy@1.0.0`: {0}")]
    World(WorldFault),
    /// It needs more instances, memories or tables than its pool holds.
    #[error("it does not fit its pool: {0}")]
    Unfit(String),
    /// A call failed while it was tried out.
    #[error("`{call}` failed: {}", .failure.detail)]
    Call {
        /// The call.
        call: &'static str,
        /// How it failed.
        failure: Failure,
    },
    /// `describe` gave two different manifests.
    #[error("`describe` gave two different answers")]
    DescribeDiffers,
    /// The manifest is wrong.
    #[error("its manifest is wrong: {0}")]
    Manifest(ManifestFault),
    /// A setting is wrong.
    #[error("setting `{key}` is refused: {reason}")]
    Setting {
        /// Its key.
        key: String,
        /// Why.
        reason: String,
    },
    /// A test vector did not give what it must.
    #[error("test vector `{name}`: {fault}")]
    Vector {
        /// Its name.
        name: String,
        /// What came instead.
        fault: VectorFault,
    },
    /// What one record left behind changed the answer to another.
    #[error("it carries state: as of {as_of}, `{record}` gets another answer after other records")]
    CarriesState {
        /// The date.
        as_of: String,
        /// The test vector whose answer changed.
        record: String,
    },
    /// The host could not do its part.
    #[error("the host could not load it: {0}")]
    Host(String),
}

/// What stopped a compilation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompileStop {
    /// It took too much memory.
    #[error("it took more memory than it may")]
    Memory,
    /// It took too much processor time.
    #[error("it took more processor time than it may")]
    Cpu,
    /// It took too long.
    #[error("it took longer than it may")]
    Wall,
    /// The worker crashed.
    #[error("the worker crashed")]
    Crashed,
}

/// How exports differ from those of a world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WorldFault {
    /// Missing.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// Neither world has it, or both worlds at once are there.
    #[error("`{0}` does not belong to it")]
    Extra(String),
    /// Of another type.
    #[error("`{0}` has another type")]
    Type(&'static str),
    /// The manifest names the other world.
    #[error("the manifest names the other world")]
    Manifest,
}

/// What is wrong with a manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestFault {
    /// Not the message.
    #[error("not a manifest: {0}")]
    Encoding(String),
    /// A field this host does not know.
    #[error("it has the field `{0}`, which this host does not know")]
    UnknownField(String),
    /// A field that must be set.
    #[error("`{0}` is absent")]
    Absent(&'static str),
    /// A value that is not allowed.
    #[error("`{field}` is `{value}`: {rule}")]
    Value {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
        /// What would be right.
        rule: &'static str,
    },
    /// An entry stands before one that it should follow, or twice.
    #[error("`{field}` is not in order at `{value}`, or has it twice")]
    Order {
        /// The list.
        field: &'static str,
        /// The entry.
        value: String,
    },
    /// Intervals that overlap.
    #[error("`{0}` is in force twice on the same day")]
    Overlap(String),
    /// A path that the record does not have.
    #[error("`{field}` names `{path}`, which the record does not have")]
    Path {
        /// The field of the manifest.
        field: &'static str,
        /// The path.
        path: String,
    },
    /// A path outside the parts that the plugin gets.
    #[error("`{field}` names `{path}`, which is in none of its parts")]
    OutsideParts {
        /// The field of the manifest.
        field: &'static str,
        /// The path.
        path: String,
    },
}

/// How the answer to a test vector differs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VectorFault {
    /// The evaluation failed.
    #[error("{}", .0.detail)]
    Failed(Failure),
    /// Other findings than expected.
    #[error("expected {expected}, got {got}")]
    Findings {
        /// Expected: rule, subject, outcome.
        expected: String,
        /// What came.
        got: String,
    },
    /// Applicability differs.
    #[error("the plugin says that its law {} it", if *.0 { "reaches" } else { "does not reach" })]
    Applicability(bool),
    /// The predicate skips a record to which the law applies.
    #[error("the manifest's predicate skips it, yet the plugin finds it applicable")]
    Skipped,
}
