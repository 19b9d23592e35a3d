//! The copy of the project that the mutants live in, under `target/mutants`.
//!
//! It holds the facts, the kit, the plugins and what their tests read. Files are written only where they differ, so that the
//! compiler repeats no work.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};

use crate::{
    sites::{self, Change, Found, Site},
    weave::{self, Numbered, Types, Woven},
};

/// Law-free arithmetic that rules lean on.
const FACTS: [&str; 10] = [
    "calendar.rs",
    "date.rs",
    "exchange.rs",
    "indicators",
    "indicators.rs",
    "nationality.rs",
    "ownership.rs",
    "retention.rs",
    "sites.rs",
    "truth.rs",
];
/// What rules of several plugins share.
const KIT: [&str; 11] = [
    "about.rs",
    "control.rs",
    "filings.rs",
    "hosts",
    "hosts.rs",
    "listing.rs",
    "reach.rs",
    "six",
    "six.rs",
    "treaties",
    "treaties.rs",
];
/// Numbers of each part of the project begin anew, so that a change in one leaves the others as they are.
const NUMBERS: u32 = 100_000;

/// A part of the project: the facts, the kit or a plugin.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// How the report calls it.
    pub(crate) name: String,
    /// Its folder from the root of the project.
    pub(crate) folder: String,
    /// Its package.
    pub(crate) package: String,
    /// How its code names the module of the switch.
    switch: &'static str,
}

impl Part {
    /// Whether plugins share it.
    pub(crate) fn is_shared(&self) -> bool {
        !self.folder.starts_with("plugins/")
    }
}

/// A file of a part with everything that can be changed in it.
pub(crate) struct LawFile {
    /// Its part.
    pub(crate) part: String,
    /// Its path from the root of the project.
    pub(crate) path: String,
    source: String,
    found: Found,
    /// Places with their numbers.
    pub(crate) places: Vec<Numbered>,
    tail: Vec<String>,
    switch: &'static str,
}

/// A constant whose figures are changed, wherever it is used.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    /// What the switch asks for.
    pub(crate) id: u32,
    /// Its part and file.
    pub(crate) part: String,
    /// Its file.
    pub(crate) path: String,
    /// Its name.
    pub(crate) name: String,
    /// Its value, as written.
    pub(crate) value: String,
    /// Its line.
    pub(crate) line: usize,
}

/// All that can be changed.
pub(crate) struct Tree {
    /// The parts, the shared ones first.
    pub(crate) parts: Vec<Part>,
    /// Their files.
    pub(crate) files: Vec<LawFile>,
    /// Constants with figures.
    pub(crate) figures: Vec<Figures>,
}

/// The parts of the project.
pub(crate) fn parts(root: &Path, without: &[String]) -> Result<Vec<Part>> {
    let part = |name: &str, folder: &str, package: &str, switch| Part {
        name: name.to_owned(),
        folder: folder.to_owned(),
        package: package.to_owned(),
        switch,
    };
    let mut parts = vec![
        part("facts", "facts", "comity-facts", "crate::mutant"),
        part("kit", "sdk", "comity-sdk", "comity_facts::mutant"),
    ];
    let mut plugins: Vec<String> = fs::read_dir(root.join("plugins"))?
        .filter_map(Result::ok)
        .filter(|entry| entry.path().join("src").is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !without.contains(name))
        .collect();
    plugins.sort();
    for name in plugins {
        let folder = format!("plugins/{name}");
        parts.push(part(&name, &folder, &format!("comity-plugin-{name}"), "comity_sdk::facts::mutant"));
    }
    Ok(parts)
}

impl Tree {
    /// Reads the law of the parts and numbers its places.
    pub(crate) fn read(root: &Path, parts: Vec<Part>) -> Result<Self> {
        let mut files = Vec::new();
        for part in &parts {
            for path in law_files(root, part)? {
                let source = fs::read_to_string(root.join(&path))?;
                let found = sites::find(&source).with_context(|| path.clone())?;
                let (part, switch) = (part.name.clone(), part.switch);
                files.push(LawFile { part, path, source, found, places: Vec::new(), tail: Vec::new(), switch });
            }
        }
        let mut tree = Self { parts, files, figures: Vec::new() };
        tree.number();
        Ok(tree)
    }

    fn number(&mut self) {
        let types = Types::of(&self.files.iter().map(|file| &file.found).collect::<Vec<_>>());
        let order: BTreeMap<&str, u32> =
            (0..).zip(&self.parts).map(|(index, part)| (part.name.as_str(), index)).collect();
        let mut next: BTreeMap<String, u32> = BTreeMap::new();
        let mut number = |part: &str| {
            let first = order.get(part).copied().unwrap_or_default() * NUMBERS + 1;
            let next = next.entry(part.to_owned()).or_insert(first);
            *next += 1;
            *next - 1
        };
        for file in &self.files {
            for constant in file.found.constants.iter().filter(|constant| types.has_figures(constant)) {
                self.figures.push(Figures {
                    id: number(&file.part),
                    part: file.part.clone(),
                    path: file.path.clone(),
                    name: constant.name.clone(),
                    value: constant.value.clone(),
                    line: constant.line,
                });
            }
        }
        for file in &mut self.files {
            for item in &file.found.types {
                if let Some(way) = types.way(item, file.switch) {
                    file.tail.push(way);
                }
            }
            for site in &file.found.sites {
                let id = match &site.change {
                    Change::Near(name) => match constant(&self.figures, &file.part, &file.path, name) {
                        Some(figures) => figures.id,
                        None => continue,
                    },
                    _ => number(&file.part),
                };
                let key = format!("{} {} {} {:?}", file.path, site.item, site.shown, site.change);
                file.places.push(Numbered { id, site: Site::clone(site), key });
            }
        }
    }

    /// Writes the copy: every part, woven without the places that the compiler refused.
    pub(crate) fn write(
        &self,
        root: &Path,
        copy: &Path,
        refused: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Woven>> {
        let mut woven = BTreeMap::new();
        let mut texts = switch(root)?;
        for file in &self.files {
            let places: Vec<_> = file.places.iter().filter(|place| !refused.contains(&place.key)).cloned().collect();
            let tail: Vec<_> = file.tail.iter().filter(|item| !refused.contains(*item)).cloned().collect();
            let new = weave::weave(&file.source, &places, file.switch, &tail);
            texts.insert(file.path.clone(), new.text.clone());
            woven.insert(file.path.clone(), new);
        }
        for part in &self.parts {
            for path in files_below(&root.join(&part.folder))? {
                let relative = path.strip_prefix(root)?.to_string_lossy().into_owned();
                if !texts.contains_key(&relative) {
                    put(&copy.join(&relative), &without_expected_panics(&path, fs::read(&path)?))?;
                }
            }
            for path in files_below(&copy.join(&part.folder))? {
                let relative = path.strip_prefix(copy)?;
                if !root.join(relative).is_file() && !texts.contains_key(relative.to_string_lossy().as_ref()) {
                    fs::remove_file(path)?;
                }
            }
        }
        for (path, text) in &texts {
            put(&copy.join(path), text.as_bytes())?;
        }
        self.put_workspace(root, copy)?;
        Ok(woven)
    }

    fn put_workspace(&self, root: &Path, copy: &Path) -> Result<()> {
        let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
        let piece = |from: &str| {
            let after = manifest.split_once(from).map(|(_, after)| after).unwrap_or_default();
            let end = after.find("\n[").map_or(after.len(), |end| end + 1);
            format!("{from}{}", after.get(..end).unwrap_or_default())
        };
        let members: Vec<_> = self.parts.iter().map(|part| format!("{:?}", part.folder)).collect();
        let text = format!(
            "[workspace]\nmembers = [{}]\nresolver = \"3\"\n\n{}\n{}\n[workspace.lints.rust]\nwarnings = \"allow\"\n\n\
             [profile.dev]\nopt-level = 1\ndebug = false\n",
            members.join(", "),
            piece("[workspace.package]"),
            piece("[workspace.dependencies]"),
        );
        put(&copy.join("Cargo.toml"), text.as_bytes())?;
        put(&copy.join("Cargo.lock"), &fs::read(root.join("Cargo.lock"))?)?;
        for folder in ["proto", "wit", "examples", "lists", "docs"] {
            let link = copy.join(folder);
            if link.symlink_metadata().is_err() {
                std::os::unix::fs::symlink(root.join(folder), link)?;
            }
        }
        Ok(())
    }
}

/// The module of the switch, and the one hook where the engine reads the rules.
fn switch(root: &Path) -> Result<BTreeMap<String, String>> {
    let facts = fs::read_to_string(root.join("facts/src/lib.rs"))?;
    let kit = fs::read_to_string(root.join("sdk/src/lib.rs"))?;
    let plugin = fs::read_to_string(root.join("sdk/src/plugin.rs"))?;
    let reads = "self.rules.iter().flat_map(|group| group.iter())";
    ensure!(
        plugin.matches(reads).count() == 1,
        "`all_rules` of the kit reads the rules in another way: adapt the hook"
    );
    let texts = [
        ("facts/src/mutant.rs", include_str!("../switch/mutant.rs").to_owned()),
        ("sdk/src/mutant_rules.rs", include_str!("../switch/rules.rs").to_owned()),
        ("facts/src/lib.rs", format!("{facts}\npub mod mutant;\n")),
        ("sdk/src/lib.rs", format!("{kit}\nmod mutant_rules;\n")),
        ("sdk/src/plugin.rs", plugin.replace(reads, &format!("{reads}.map(crate::mutant_rules::changed)"))),
    ];
    Ok(texts.map(|(path, text)| (path.to_owned(), text)).into())
}

/// The constant that a name means in a file: its own, then one of its part, then a shared one.
fn constant<'f>(all: &'f [Figures], part: &str, path: &str, name: &str) -> Option<&'f Figures> {
    let named = || all.iter().filter(|figures| figures.name == name);
    let only = |mut found: Vec<&'f Figures>| if found.len() == 1 { found.pop() } else { None };
    named()
        .find(|figures| figures.path == path)
        .or_else(|| only(named().filter(|figures| figures.part == part).collect()))
        .or_else(|| only(named().filter(|figures| figures.part == "facts" || figures.part == "kit").collect()))
}

fn law_files(root: &Path, part: &Part) -> Result<Vec<String>> {
    let source = root.join(&part.folder).join("src");
    let wanted: Vec<PathBuf> = match part.name.as_str() {
        "facts" => FACTS.iter().map(|name| source.join(name)).collect(),
        "kit" => KIT.iter().map(|name| source.join(name)).collect(),
        _ => vec![source],
    };
    let mut files = Vec::new();
    for path in wanted {
        files.extend(if path.is_dir() { files_below(&path)? } else { vec![path] });
    }
    files.retain(|path| path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs"));
    files.sort();
    Ok(files.iter().filter_map(|path| Some(path.strip_prefix(root).ok()?.to_string_lossy().into_owned())).collect())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Leaves out the tests that expect a panic: the switch ends a program at the first one.
fn without_expected_panics(path: &Path, content: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(content) {
        Ok(text) if path.extension().is_some_and(|e| e == "rs") => {
            text.replace("#[should_panic", "#[ignore]\n#[should_panic").into_bytes()
        }
        Ok(text) => text.into_bytes(),
        Err(other) => other.into_bytes(),
    }
}

/// Writes a file, if it differs from what is there.
fn put(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|before| before == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, content).with_context(|| path.display().to_string())
}
