//! Bytes as a party that is screened against the samples.
#![no_main]

use comity::fuzzed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::party(bytes));
