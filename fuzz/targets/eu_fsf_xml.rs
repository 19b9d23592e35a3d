//! Bytes as a list in the format `ListFormat::EuFsfXml`.
#![no_main]

use comity::{fuzzed, screening::ListFormat};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::list(ListFormat::EuFsfXml, bytes));
