//! The reference of the configuration, made of the sections themselves: their keys, types and comments by their schema, their
//! defaults, the ends of their numbers. `docs/configuration.md` is this text; a test holds it to that.

use std::{collections::BTreeMap, fmt::Write as _};

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::{Config, layers, numbers};

const HEAD: &str = "# Configuration

Made by `comity config reference`; change `src/config/sections.rs`, not this file.

The defaults lie at the bottom, over them a TOML file (`comity serve --config FILE`, or its path in `COMITY_CONFIG`), over both
the environment. A key `section.key` stands in the file as `key = value` under `[section]`; its variable is
`COMITY_SECTION__KEY`, with two underscores. Lists in variables are separated by commas. A name that is not known, or a value
outside its range, is an error that says what would be right, and the server does not start. `comity serve --check` prints
every value in force and where it comes from.
";

/// The reference, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut text = HEAD.to_owned();
    let schema = schema();
    let rows = Rows { defaults: layers::flat(&Config::default()), ranges: numbers::ranges() };
    for (section, described) in properties(&schema) {
        // Writing into a text does not fail.
        let _ = write!(text, "\n## `[{section}]`\n\n{}\n\n{TABLE}", sentence(described));
        for (key, described) in properties(described) {
            let _ = writeln!(text, "{}", rows.row(&format!("{section}.{key}"), described));
        }
    }
    text
}

const TABLE: &str = "| key and variable | type | default | range | meaning |\n|---|---|---|---|---|\n";

/// What a row has beside its schema.
struct Rows {
    defaults: BTreeMap<String, toml::Value>,
    ranges: BTreeMap<&'static str, (u64, u64, numbers::Unit)>,
}

impl Rows {
    fn row(&self, key: &str, described: &Value) -> String {
        let (shown, variable) = names(key, described);
        let range = self.ranges.get(key);
        let size = |number: u64| match range {
            Some((_, _, numbers::Unit::Bytes)) => bytes(number),
            _ => number.to_string(),
        };
        let ends = range.map(|(least, most, unit)| format!("{} to {} {unit}", size(*least), size(*most)));
        let default = match self.defaults.get(key) {
            None | Some(toml::Value::Table(_)) => "none".to_owned(),
            Some(toml::Value::Integer(number)) => u64::try_from(*number).map(size).unwrap_or_default(),
            Some(value) => format!("`{value}`"),
        };
        let (kind, ends, meaning) = (kind(described), ends.unwrap_or_default(), sentence(described));
        format!("| `{shown}`<br>`{variable}` | {kind} | {default} | {ends} | {meaning} |").replace("|  |", "| |")
    }
}

/// How a key and its variable are written. The one table has keys that the plugins choose.
fn names(key: &str, described: &Value) -> (String, String) {
    let free = if described.get("additionalProperties").is_some() { ".JURISDICTION.KEY" } else { "" };
    let shown = format!("{key}{free}");
    let variable = layers::variable_of(&shown);
    (shown, variable)
}

fn schema() -> Value {
    let settings = SchemaSettings::default().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<Config>().to_value()
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// A comment in one line.
fn sentence(described: &Value) -> String {
    let text = described.get("description").and_then(Value::as_str).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn kind(described: &Value) -> String {
    if let Some(words) = described.get("oneOf").and_then(Value::as_array) {
        let words = words.iter().filter_map(|word| word.get("const").and_then(Value::as_str));
        return words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    let named = match described.get("type") {
        Some(Value::Array(names)) => names.first().and_then(Value::as_str),
        Some(name) => name.as_str(),
        None => None,
    };
    let kind = match named {
        Some("integer") => "whole number",
        Some("boolean") => "true or false",
        Some("array") => "list of texts",
        _ => "text",
    };
    kind.to_owned()
}

/// A number of bytes as people write it.
fn bytes(number: u64) -> String {
    let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")];
    let whole = |(shift, _): &(u32, &str)| number > 0 && number.trailing_zeros() >= *shift;
    match units.into_iter().find(whole) {
        Some((shift, unit)) => format!("{number} ({} {unit})", number >> shift),
        None => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// `COMITY_BLESS=1 cargo test` rewrites the page.
    #[test]
    fn the_page_is_what_the_code_says() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
        let now = reference();
        if std::env::var_os("COMITY_BLESS").is_some() {
            fs::write(&page, &now).unwrap();
        }
        let there = fs::read_to_string(&page).unwrap_or_default();
        let differs = there.lines().zip(now.lines()).find(|(there, now)| there != now);
        assert!(there == now, "docs/configuration.md is stale: run with COMITY_BLESS=1 and read the diff; {differs:?}");
    }

    #[test]
    fn every_key_has_a_row_with_a_meaning() {
        let text = reference();
        let rows: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("| `")).collect();
        let keys = layers::flat(&layers::specimen());
        for key in keys.keys() {
            let row =
                rows.iter().find(|row| row.starts_with(&format!("{key}`")) || row.starts_with(&format!("{key}.J")));
            let row = row.unwrap_or_else(|| panic!("{key} has no row"));
            let meaning = row.trim_end_matches(" |").rsplit("| ").next().unwrap();
            assert!(meaning.len() > 5 && meaning.ends_with('.'), "{key}: `{meaning}`");
        }
        let ranged = rows.iter().filter(|row| row.contains(" to ")).count();
        assert!(ranged >= numbers::ranges().len(), "every number has its range");
        for expected in [
            "| `limits.message_bytes`<br>`COMITY_LIMITS__MESSAGE_BYTES` | whole number | 4194304 (4 MiB) | 1024 (1 KiB) to \
             1073741824 (1 GiB) bytes | Size of a message, in and out. |",
            "| `plugins.settings.JURISDICTION.KEY`<br>`COMITY_PLUGINS__SETTINGS__JURISDICTION__KEY` | text | none | | ",
            "| `ledger.mode`<br>`COMITY_LEDGER__MODE` | `durable`, `buffered`, `off` | `\"durable\"` | | ",
            "| `plugins.dir`<br>`COMITY_PLUGINS__DIR` | text | none | | ",
            "| `plugins.required`<br>`COMITY_PLUGINS__REQUIRED` | list of texts | `[]` | | ",
        ] {
            assert!(text.contains(expected), "{expected}\n{text}");
        }
    }

    #[test]
    fn bytes_are_whole_units() {
        for (number, expected) in [
            (0, "0"),
            (1, "1"),
            (1024, "1024 (1 KiB)"),
            (1536, "1536"),
            (5 << 20, "5242880 (5 MiB)"),
            (1 << 40, "1099511627776 (1 TiB)"),
        ] {
            assert_eq!(bytes(number), expected);
        }
    }
}
