//! What stopped a call into a plugin, and the cause a caller is told. The words are the same on every machine and in
//! every run: no addresses, no numbers of the host's.

use wasmtime::{PoolConcurrencyLimitError, Trap};

use super::{
    limiter::{Exceeded, TABLE_ELEMENTS},
    settings::Granted,
};
use crate::domain::{Cause, Failure};

/// The engine's words for a result that is larger than it may be. Their type is private to the engine; the hostile plugin
/// `huge-output` holds these words to it.
const RESULT_TOO_LARGE: &str = "fuel allocated for hostcalls has been exhausted";

/// What a call was for. Shown as the export's name.
pub(super) type Call = &'static str;

/// The making of an instance, with the plugin's own start functions.
pub(super) const START: Call = "start";

const TO_AUTHORS: &str = "report it to the plugin's authors with the record";

/// The failure behind an error of the engine.
pub(super) fn failure(error: &wasmtime::Error, call: Call, granted: &Granted) -> Failure {
    let (cause, what, next) = if let Some(trap) = error.downcast_ref::<Trap>() {
        trapped(*trap, granted)
    } else if let Some(exceeded) = error.downcast_ref::<Exceeded>() {
        exceeding(*exceeded, granted)
    } else {
        refused(error, call, granted)
    };
    Failure { cause, detail: format!("it {what} in `{call}`; {next}") }
}

/// A cause, what happened, what to do next.
type Stop = (Cause, String, &'static str);

fn trapped(trap: Trap, granted: &Granted) -> Stop {
    match trap {
        Trap::OutOfFuel => {
            let next = "report it to the plugin's authors, or grant it more instructions";
            (Cause::FuelExhausted, format!("used up its {} instructions", granted.fuel), next)
        }
        Trap::StackOverflow => (Cause::MemoryLimit, "overflowed its stack".to_owned(), TO_AUTHORS),
        Trap::Interrupt => (Cause::HostLimit, "ran into the deadline".to_owned(), "retry, or give calls more time"),
        other => {
            let trap = other.to_string();
            let trap = trap.trim_start_matches("wasm trap: ");
            (Cause::Trap, format!("trapped ({trap})"), TO_AUTHORS)
        }
    }
}

fn exceeding(exceeded: Exceeded, granted: &Granted) -> Stop {
    match exceeded {
        Exceeded::Memory => {
            let next = "report it to the plugin's authors, or grant it more memory";
            (Cause::MemoryLimit, format!("asked for more than its {} bytes of memory", granted.memory_bytes), next)
        }
        Exceeded::Table => {
            (Cause::MemoryLimit, format!("asked for more than {TABLE_ELEMENTS} table elements"), TO_AUTHORS)
        }
        Exceeded::Host => {
            (Cause::HostLimit, "found the host out of memory".to_owned(), "retry, or give the server more memory")
        }
    }
}

fn refused(error: &wasmtime::Error, call: Call, granted: &Granted) -> Stop {
    if error.is::<PoolConcurrencyLimitError>() {
        (Cause::HostLimit, "found no free slot".to_owned(), "retry, or give the server more slots")
    } else if error.to_string().contains(RESULT_TOO_LARGE) {
        let next = "report it to the plugin's authors, or grant it larger answers";
        (Cause::OutputLimit, format!("answered with more than its {} bytes", granted.output_bytes), next)
    } else if call == START {
        (Cause::HostLimit, "could not be instantiated".to_owned(), "retry, or look at the host's memory")
    } else {
        (Cause::BadOutput, "broke the calling convention".to_owned(), TO_AUTHORS)
    }
}
