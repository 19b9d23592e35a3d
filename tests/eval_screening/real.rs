//! The real lists, and lists made of parts of them.

use std::{path::Path, process::Command, sync::Arc};

use comity::{
    domain::{Date, ListId},
    screening::{Birth, Entry, Kind, ListFormat, Lists, NameQuality, Origin, RawFile, Snapshot, Supply, at_path},
};

/// The day on which everything is asked.
pub(crate) const TODAY: Date = Date::of(2026, 12, 1);
/// The day of lists that do not say theirs.
pub(crate) const PUBLISHED: Option<Date> = Some(Date::of(2021, 7, 1));

/// A list's id.
pub(crate) fn id(text: &str) -> ListId {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The lists of a folder: OFAC's of July 2021, the UN's of February 2026, the consolidated one of the United States of May
/// 2022, what there is of the EU's and of the United Kingdom's of February 2016.
pub(crate) fn load(folder: &Path) -> Arc<Lists> {
    let supplies = files(folder).into_iter().map(|(format, files)| supply(format, files, PUBLISHED)).collect();
    Arc::new(Lists::of(supplies, 0, TODAY))
}

/// Their files, unpacked.
pub(crate) fn files(folder: &Path) -> Vec<(ListFormat, Vec<RawFile>)> {
    let read = |origin, path: &str| at_path(origin, &folder.join(path)).unwrap_or_else(|error| panic!("{error}"));
    let packed = folder.join("us-csl-2022-05/consolidated.csv.gz");
    let unpacked =
        Command::new("gzip").arg("-dc").arg(&packed).output().unwrap_or_else(|error| panic!("gzip: {error}"));
    let csl = RawFile { name: "consolidated.csv".into(), bytes: unpacked.stdout };
    vec![
        read(Origin::OfacSdn, "ofac-sdn-2021-07"),
        read(Origin::Un, "un-sc/UN_consolidated_2026-02-27.xml"),
        (ListFormat::UsCslCsv, vec![csl]),
        read(Origin::Eu, "eu-legacy-2016/eu_whole_2016-02-11_subset.xml"),
        read(Origin::Uk, "uk-legacy-2016/ofsi_conlist_2016-02-12_subset.csv"),
    ]
}

/// A source of one snapshot.
pub(crate) fn supply(format: ListFormat, files: Vec<RawFile>, day: Option<Date>) -> Supply {
    let snapshot = Snapshot::read(format, files, day, TODAY).unwrap_or_else(|error| panic!("{error}"));
    Supply { format, snapshots: vec![Arc::new(snapshot)], refused: None, sample: false, max_age_days: None }
}

/// An entry for a list of our own.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) kind: Kind,
    /// The first is the primary one.
    pub(crate) names: Vec<String>,
    pub(crate) births: Vec<Birth>,
}

impl Made {
    /// An entry with some of its names.
    pub(crate) fn of(entry: &Entry, names: Vec<String>) -> Self {
        Self { kind: entry.kind, names, births: entry.births.clone() }
    }
}

/// A list of our own in the legacy form of OFAC; entries are numbered from 1.
pub(crate) fn made_up(entries: &[Made]) -> Arc<Lists> {
    let (mut main, mut aliases) = (String::new(), String::new());
    for (at, entry) in entries.iter().enumerate() {
        let id = at + 1;
        let kind = match entry.kind {
            Kind::Person => "\"individual\"",
            Kind::Entity => "-0- ",
            Kind::Vessel => "\"vessel\"",
            Kind::Aircraft => "\"aircraft\"",
        };
        let mut names = entry.names.iter().map(|name| cell(entry.kind, name));
        let nothing = ["-0- "; 7].join(",");
        let name = names.next().unwrap_or_default();
        main.push_str(&format!("{id},{name},{kind},\"TEST\",{nothing},{}\r\n", remarks(&entry.births)));
        for (alias, name) in names.enumerate() {
            aliases.push_str(&format!("{id},{},\"aka\",{name},-0- \r\n", id * 1000 + alias));
        }
    }
    let file = |name: &str, text: String| RawFile { name: name.into(), bytes: (text + "\u{1A}").into_bytes() };
    let empty = |name| file(name, String::new());
    let files = vec![file("sdn.csv", main), empty("add.csv"), file("alt.csv", aliases), empty("sdn_comments.csv")];
    Arc::new(Lists::of(vec![supply(ListFormat::OfacSdnCsv, files, Some(TODAY))], 0, TODAY))
}

/// A name as a cell. The comma of a person's name would turn it round.
fn cell(kind: Kind, name: &str) -> String {
    let name = name.replace('"', "'");
    let name = if kind == Kind::Person { name.replace(", ", " ") } else { name };
    format!("\"{name}\"")
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn remarks(births: &[Birth]) -> String {
    let day = |date: Date| {
        let month = usize::try_from(date.month() - 1).unwrap_or_default();
        format!("{:02} {} {}", date.day(), MONTHS[month], date.year())
    };
    let births: Vec<_> =
        births
            .iter()
            .map(|birth| {
                if birth.from == birth.to {
                    day(birth.from)
                } else {
                    format!("{} to {}", day(birth.from), day(birth.to))
                }
            })
            .collect();
    if births.is_empty() {
        return "-0- ".into();
    }
    format!("\"DOB {}.\"", births.join("; alt. DOB "))
}

/// The names that are not weak, in Latin letters.
pub(crate) fn latin_names(entry: &Entry) -> Vec<&str> {
    let names = entry.names.iter().filter(|name| name.quality != NameQuality::Weak && is_latin(&name.text));
    names.map(|name| name.text.as_str()).collect()
}

/// Whether a name has Latin letters only.
pub(crate) fn is_latin(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphabetic() || c < '\u{250}' || ('\u{1E00}'..'\u{1F00}').contains(&c))
}

/// The words of a name: small Latin letters and digits without marks of any kind, whatever else parts them.
pub(crate) fn words(text: &str) -> Vec<String> {
    let plain: String = text.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '\u{2019}' | '`' | '.')).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
