//! How much of each fault.

/// The numbers of a run.
#[derive(Clone, Debug)]
pub(crate) struct Size {
    pub(crate) name: &'static str,
    /// Clients that vanish.
    pub(crate) vanishing: usize,
    /// Readers that are slow, and for how long.
    pub(crate) slow_readers: usize,
    pub(crate) slow_seconds: u64,
    /// Connections, and streams on each.
    pub(crate) connections: usize,
    pub(crate) streams: usize,
    /// Time for mutations, half of it at the decoder and half at the server.
    pub(crate) fuzz_seconds: u64,
    /// Streams that are open when the server is told to stop, and the time it gives them.
    pub(crate) open_at_stop: usize,
    pub(crate) drain_ms: u64,
}

/// As the design asks for it.
pub(crate) const FULL: Size = Size {
    name: "full size",
    vanishing: 10_000,
    slow_readers: 100,
    slow_seconds: 60,
    connections: 100,
    streams: 100,
    fuzz_seconds: 600,
    open_at_stop: 100,
    drain_ms: 25_000,
};

/// Every path of the full size in less than a minute.
pub(crate) const SMALL: Size = Size {
    name: "a small part, in less than a minute; `make faults` is the full size",
    vanishing: 240,
    slow_readers: 10,
    slow_seconds: 9,
    connections: 10,
    streams: 20,
    fuzz_seconds: 4,
    open_at_stop: 8,
    drain_ms: 3_000,
};
