//! Code that a document quotes is the code of the file that it names.

use std::{fs, path::PathBuf};

/// The documents that quote, each in fences whose first line names the file: "```rust plugins/jp/src/remit.rs".
const QUOTING: [&str; 1] = ["docs/writing-rules.md"];

fn read(path: &str) -> String {
    fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The quotations of a text: the file, and the lines.
fn quotations(text: &str) -> Vec<(&str, &str)> {
    let fences = text.split("```rust ").skip(1);
    fences
        .map(|rest| rest.split_once('\n').unwrap())
        .map(|(file, rest)| (file, rest.split("```").next().unwrap()))
        .collect()
}

#[test]
fn what_is_quoted_is_in_its_file() {
    for document in QUOTING {
        let text = read(document);
        let quoted = quotations(&text);
        assert!(!quoted.is_empty(), "{document} quotes nothing");
        for (file, lines) in quoted {
            assert!(read(file).contains(lines), "{document}: this is not in {file}:\n{lines}");
        }
    }
}
