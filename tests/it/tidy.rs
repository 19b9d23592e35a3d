//! Holds the tree to its design: the rooms and their arrows, and who may name what.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rooms of `src/`, and which others each may import.
const ARROWS: [(&str, &[&str]); 17] = [
    ("domain", &[]),
    ("measure", &[]),
    ("combine", &["domain"]),
    ("ledger", &["domain", "measure"]),
    ("sandbox", &["domain", "measure"]),
    ("screening", &["domain", "measure"]),
    ("dispositions", &["domain"]),
    ("feed", &["domain", "measure", "screening"]),
    ("catalog", &["domain", "sandbox", "screening"]),
    ("evaluate", &["catalog", "combine", "domain", "measure", "sandbox", "screening"]),
    ("timeline", &[]),
    (
        "rpc",
        &["catalog", "dispositions", "domain", "evaluate", "ledger", "measure", "sandbox", "screening", "timeline"],
    ),
    ("config", &["domain", "ledger", "sandbox", "screening"]),
    ("telemetry", &["catalog", "domain", "evaluate", "feed", "ledger", "measure", "rpc", "sandbox", "screening"]),
    (
        "server",
        &[
            "catalog",
            "config",
            "dispositions",
            "domain",
            "evaluate",
            "feed",
            "ledger",
            "rpc",
            "sandbox",
            "screening",
            "telemetry",
        ],
    ),
    ("cli", &["catalog", "config", "domain", "feed", "ledger", "rpc", "sandbox", "screening", "server"]),
    ("main", &["cli"]),
];

/// Words that only some rooms may use.
const WORDS: [(&str, &[&str]); 9] = [
    ("tonic::", &["rpc"]),
    // The exporter of traces is told to use it, and does the rest.
    ("tonic", &["rpc", "telemetry"]),
    ("opentelemetry", &["telemetry"]),
    ("wasmtime::", &["sandbox"]),
    ("use wasmtime", &["sandbox"]),
    ("prost", &["rpc", "sandbox", "ledger", "cli"]),
    ("env::var", &["config"]),
    ("println!", &[]),
    ("unwrap()", &[]),
];

#[test]
fn rooms_import_only_along_the_arrows() {
    let problems: Vec<String> = sources()
        .flat_map(|(room, file, text)| {
            let allowed = ARROWS.iter().find(|(name, _)| *name == room).map(|(_, allowed)| *allowed);
            let allowed = allowed.unwrap_or_else(|| panic!("`{room}` is a new room: draw its arrows here"));
            imports(&text)
                .filter(|other| *other != room && !allowed.contains(&other.as_str()))
                .map(|other| format!("{}: `{room}` imports `{other}`", file.display()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn words_stay_in_their_rooms() {
    let mut problems = Vec::new();
    for (room, file, text) in sources().filter(|(_, file, _)| !file.to_string_lossy().ends_with("tests.rs")) {
        let code = without_comments_and_tests(&text);
        for (word, rooms) in WORDS {
            if code.contains(word) && !rooms.contains(&room.as_str()) {
                problems.push(format!("{}: `{room}` names `{word}`", file.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "facts/src", "sdk/src", "plugins"] {
        for file in rust_files(&root().join(folder)) {
            if file.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "target"))) {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            let tests_of_a_module = file.file_stem().is_some_and(|s| s.to_string_lossy().ends_with("tests"));
            assert!(tests_of_a_module || text.starts_with("//!"), "{} has no `//!` header", file.display());
        }
    }
}

#[test]
fn a_plugin_knows_no_other_plugin() {
    for folder in fs::read_dir(root().join("plugins")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        let others = manifest.lines().skip_while(|line| *line != "[dependencies]");
        assert!(!others.clone().any(|line| line.starts_with("comity-plugin")), "{} knows a plugin", folder.display());
    }
}

/// The world stands once in `wit/`, for people and other languages, and once in the macro of the SDK.
#[test]
fn the_sdk_has_the_world_of_the_contract() {
    let words = |text: &str| -> Vec<String> {
        let code: String =
            text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
        code.split_whitespace().map(str::to_owned).collect()
    };
    let contract = fs::read_to_string(root().join("wit/comity-policy/v1/world.wit")).unwrap();
    let sdk = fs::read_to_string(root().join("sdk/src/export.rs")).unwrap();
    let inline = sdk.split("inline: \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(words(inline), words(&contract));
}

#[test]
fn nothing_names_this_machine() {
    let home = std::env::var("HOME").unwrap_or_default();
    let here = root();
    for folder in ["src", "facts", "sdk", "plugins", "proto", "wit", "scripts", "docs", "tests", "examples"] {
        for file in all_files(&here.join(folder)) {
            let Ok(text) = fs::read_to_string(&file) else { continue };
            assert!(!text.contains(here.to_str().unwrap()), "{} names this checkout", file.display());
            assert!(home.len() < 2 || !text.contains(&format!("{home}/")), "{} names a home folder", file.display());
        }
    }
}

/// The same source gives the same component wherever it is built.
#[test]
fn no_component_names_this_machine() {
    let home = std::env::var("HOME").unwrap_or_default();
    let here = root();
    let mut components = all_files(&here.join("target/plugins"));
    components.retain(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    assert!(!components.is_empty(), "the plugins are not built: run `make plugins` first");
    for file in components {
        let component = fs::read(&file).unwrap();
        let names = |folder: &str| component.windows(folder.len()).any(|bytes| bytes == folder.as_bytes());
        assert!(!names(here.to_str().unwrap()), "{} names this checkout", file.display());
        assert!(home.len() < 2 || !names(&format!("{home}/")), "{} names a home folder", file.display());
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file of the host, with its room.
fn sources() -> impl Iterator<Item = (String, PathBuf, String)> {
    let src = root().join("src");
    rust_files(&src).into_iter().filter_map(move |file| {
        let inside = file.strip_prefix(&src).unwrap().to_owned();
        let room = inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).unwrap();
        (room != "lib").then_some((room, inside, text))
    })
}

/// The rooms that a file imports, wherever in it, tests included.
fn imports(text: &str) -> impl Iterator<Item = String> {
    let mut rooms: Vec<String> = Vec::new();
    for prefix in ["crate::", "comity::"] {
        for (at, _) in text.match_indices(prefix) {
            let rest = &text[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(list) => rooms.extend(first_names(list)),
                None => rooms.push(name_at(rest)),
            }
        }
    }
    rooms.retain(|room| ARROWS.iter().any(|(name, _)| name == room));
    rooms.into_iter()
}

/// The names at the first level of `a::b, c::{d, e}}`, up to the brace that closes it.
fn first_names(list: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut names = vec![name_at(list.trim_start())];
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name_at(list[at + 1..].trim_start())),
            _ => {}
        }
    }
    names
}

fn name_at(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn without_comments_and_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    all_files(folder).into_iter().filter(|file| file.extension().is_some_and(|e| e == "rs")).collect()
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("node_modules") {
            files.extend(all_files(&path));
        } else if path.is_file() {
            files.push(path);
        }
    }
    files
}
