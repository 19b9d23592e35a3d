//! The layers over the defaults: the file, and over it the environment. Every name is held to the known ones, every value
//! to the type of its key.

use std::{collections::BTreeMap, path::PathBuf};

use toml::{Table, Value};

use super::{
    Config,
    effective::Source,
    environment::Environment,
    error::{ConfigError, ConfigErrors},
    nearest::nearest,
};

/// Variables of the configuration start with it.
const PREFIX: &str = "COMITY_";
/// Separates section and key in the name of a variable, because keys have single underscores.
const SEPARATOR: &str = "__";
/// Has the path of the file, for whom none is given otherwise.
const FILE: &str = "COMITY_CONFIG";
/// Variables with the prefix that are not keys.
const RESERVED: [&str; 1] = [FILE];
/// The one section whose keys the plugins choose.
const SETTINGS: [&str; 2] = ["plugins", "settings"];

/// File and environment in one table, and where each key was given.
pub(super) fn merge(
    text: &str,
    environment: &impl Environment,
) -> Result<(Table, BTreeMap<String, Source>), ConfigErrors> {
    let mut merged: Table = text.parse().map_err(|e: toml::de::Error| ConfigError::NotToml(e.to_string()))?;
    let known = flat(&specimen());
    let (mut errors, mut sources) = (Vec::new(), BTreeMap::new());
    for (path, value) in leaves(&merged) {
        let name = path.join(".");
        match known_value(&known, &path) {
            Known::Key(like) if same_type(&like, &value) => {}
            Known::Key(like) => errors.push(wrong_type(&name, Source::File, &format!("`{value}`"), &like)),
            Known::Nothing => errors.push(unknown_key(&name, &known)),
        }
        sources.insert(name, Source::File);
    }
    let mut variables = environment.starting_with(PREFIX);
    variables.sort();
    for (name, value) in variables {
        match variable(&name, value.to_str(), &known) {
            Ok(Some((path, value))) => {
                sources.insert(path.join("."), Source::Environment(name));
                set(&mut merged, &path, value);
            }
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    ConfigErrors::unless_empty(errors)?;
    Ok((merged, sources))
}

/// The file that the environment names.
pub(super) fn file(environment: &impl Environment) -> Option<PathBuf> {
    let named = environment.starting_with(FILE).into_iter().find(|(name, _)| name == FILE);
    named.map(|(_, path)| path.into())
}

/// What a variable sets; `None` if it is reserved.
fn variable(
    name: &str,
    text: Option<&str>,
    known: &BTreeMap<String, Value>,
) -> Result<Option<(Vec<String>, Value)>, ConfigError> {
    if RESERVED.contains(&name) {
        return Ok(None);
    }
    let rest = name.strip_prefix(PREFIX).unwrap_or(name);
    let path: Vec<_> = rest.split(SEPARATOR).map(str::to_lowercase).collect();
    let Known::Key(like) = known_value(known, &path).filter(rest == rest.to_uppercase()) else {
        return Err(unknown_variable(name, known));
    };
    let text = text.ok_or_else(|| ConfigError::NotText(name.to_owned()))?;
    let source = Source::Environment(name.to_owned());
    let value = read(text, &like).ok_or_else(|| wrong_type(name, source, &format!("`{text}`"), &like))?;
    Ok(Some((path, value)))
}

/// Reads a variable as the type of its key.
fn read(text: &str, like: &Value) -> Option<Value> {
    let list = || text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(Value::from).collect();
    match like {
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.parse().ok().map(Value::Boolean),
        Value::Array(_) => Some(Value::Array(list())),
        _ => Some(Value::from(text)),
    }
}

/// Whether there is such a key, and a value of its type.
enum Known {
    Key(Value),
    Nothing,
}

impl Known {
    fn filter(self, keep: bool) -> Self {
        if keep { self } else { Self::Nothing }
    }
}

fn known_value(known: &BTreeMap<String, Value>, path: &[String]) -> Known {
    let of_plugin = path.len() == 4 && path.iter().zip(SETTINGS).all(|(given, word)| given == word);
    match known.get(&path.join(".")) {
        Some(value) => Known::Key(value.clone()),
        None if of_plugin => Known::Key(Value::from("")),
        None => Known::Nothing,
    }
}

fn same_type(like: &Value, value: &Value) -> bool {
    like.same_type(value) && !matches!(value, Value::Integer(n) if *n < 0)
}

fn wrong_type(name: &str, source_kind: Source, given: &str, like: &Value) -> ConfigError {
    let wanted = match like {
        Value::Integer(_) => "a whole number",
        Value::Boolean(_) => "true or false",
        Value::Array(_) => "a list of texts",
        _ => "a text",
    };
    ConfigError::Type { name: name.to_owned(), source_kind, given: given.to_owned(), wanted }
}

fn unknown_key(name: &str, known: &BTreeMap<String, Value>) -> ConfigError {
    let nearest = nearest(name, known.keys().map(String::as_str), ".");
    ConfigError::Unknown { name: name.to_owned(), source_kind: Source::File, nearest }
}

fn unknown_variable(name: &str, known: &BTreeMap<String, Value>) -> ConfigError {
    let variables: Vec<_> = known.keys().map(|key| variable_of(key)).collect();
    let nearest = nearest(name, variables.iter().map(String::as_str), SEPARATOR);
    ConfigError::Unknown { name: name.to_owned(), source_kind: Source::Environment(name.to_owned()), nearest }
}

/// The name of a key's variable.
pub(super) fn variable_of(key: &str) -> String {
    PREFIX.to_owned() + &key.replace('.', SEPARATOR).to_uppercase()
}

/// A configuration in which every optional key is there, so that its keys are all that there are.
pub(super) fn specimen() -> Config {
    let mut config = Config::default();
    config.sandbox.cache_dir = Some(PathBuf::new());
    config.sandbox.compiler = Some(PathBuf::new());
    config.plugins.dir = Some(PathBuf::new());
    config.lists.ofac_sdn = Some(PathBuf::new());
    config.lists.ofac_cons = Some(PathBuf::new());
    config.lists.un = Some(PathBuf::new());
    config.lists.eu = Some(PathBuf::new());
    config.lists.uk = Some(PathBuf::new());
    config.lists.us_csl = Some(PathBuf::new());
    config.lists.open_sanctions = Some(PathBuf::new());
    config.lists.history_dir = Some(PathBuf::new());
    config.lists.ca_file = Some(PathBuf::new());
    config.screening.dispositions_dir = Some(PathBuf::new());
    config.telemetry.metrics_address = Some(config.server.address);
    config.telemetry.otlp_endpoint = Some(String::new());
    config
}

/// Every value of a configuration by its dotted key.
pub(super) fn flat(config: &Config) -> BTreeMap<String, Value> {
    let table = Table::try_from(config).unwrap_or_default();
    leaves(&table).into_iter().map(|(path, value)| (path.join("."), value)).collect()
}

/// The values of a table that are not tables, with the keys that lead to them. An empty table is a value: it may be a
/// section that does not exist.
fn leaves(table: &Table) -> Vec<(Vec<String>, Value)> {
    let mut found = Vec::new();
    for (key, value) in table {
        match value {
            Value::Table(inner) => found.extend(leaves(inner).into_iter().map(|(mut path, value)| {
                path.insert(0, key.clone());
                (path, value)
            })),
            _ => found.push((vec![key.clone()], value.clone())),
        }
    }
    found
}

fn set(table: &mut Table, path: &[String], value: Value) {
    match path {
        [] => {}
        [last] => {
            table.insert(last.clone(), value);
        }
        [first, rest @ ..] => {
            let inner = table.entry(first.clone()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}
