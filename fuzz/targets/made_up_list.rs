//! Bytes as the names of a list, each of which is then screened against it.
#![no_main]

use comity::fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::names(bytes));
