//! Tables of configurations: what is taken, and what each mistake is told.

use std::collections::BTreeMap;

use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn errors(text: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let outcome = from_text(text, &environment(pairs));
    outcome.err().map(|e| e.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

#[test]
fn nothing_given_is_the_defaults() {
    let loaded = from_text("", &environment(&[("HOME", "x"), ("COMITY_CONFIG", "x")])).unwrap();
    assert_eq!(loaded.config, Config::default());
    assert!(loaded.effective().iter().all(|value| value.source == Source::Default));
}

#[test]
fn the_environment_lies_over_the_file() {
    let text =
        "[limits]\ndates = 5\nlist_items = 7\n[plugins]\nrequired = ['qa']\n[plugins.settings.qa]\nmonths = '6'\n";
    let pairs = [
        ("COMITY_LIMITS__DATES", "9"),
        ("COMITY_SERVER__ADDRESS", "[::1]:0"),
        ("COMITY_PLUGINS__DIR", "007"),
        ("COMITY_PLUGINS__REQUIRED", "qa, us"),
        ("COMITY_PLUGINS__SETTINGS__US__THRESHOLD", "50"),
    ];
    let loaded = from_text(text, &environment(&pairs)).unwrap();
    let config = &loaded.config;
    assert_eq!((config.limits.dates, config.limits.list_items), (9, 7));
    assert_eq!(config.server.address, "[::1]:0".parse().unwrap());
    assert_eq!(config.plugins.dir.as_deref(), Some(Path::new("007")));
    assert_eq!(config.plugins.required, ["qa", "us"]);
    assert_eq!(config.plugins.settings["us"]["threshold"], "50");
    assert_eq!(config.plugins.settings["qa"]["months"], "6");
    let shown = |key: &str| loaded.effective().iter().find(|v| v.key == key).unwrap().to_string();
    assert_eq!(shown("limits.dates"), "limits.dates = 9  # environment COMITY_LIMITS__DATES");
    assert_eq!(shown("limits.list_items"), "limits.list_items = 7  # file");
    assert_eq!(shown("limits.violations"), "limits.violations = 100  # default");
    assert_eq!(shown("plugins.settings.qa.months"), "plugins.settings.qa.months = \"6\"  # file");
}

#[test]
fn mistakes_are_named() {
    let table: [(&str, &[(&str, &str)], &str); 19] = [
        (
            "[limits]\nmesage_bytes = 1",
            &[],
            "`limits.mesage_bytes` (file) is not a key; did you mean `limits.message_bytes`?",
        ),
        (
            "[server]\nmessage_bytes = 1",
            &[],
            "`server.message_bytes` (file) is not a key; did you mean `limits.message_bytes`?",
        ),
        ("[serve]\naddress = 'x'", &[], "`serve.address` (file) is not a key; did you mean `server.address`?"),
        ("address = 'x'", &[], "`address` (file) is not a key; did you mean `server.address`?"),
        ("[limits]\ndates = '5'", &[], "`limits.dates` (file) is `\"5\"`; it takes a whole number"),
        ("[limits]\ndates = -5", &[], "`limits.dates` (file) is `-5`; it takes a whole number"),
        ("[limits]\ndates = 0", &[], "`limits.dates` is 0; it takes 1 to 10000"),
        ("limits = 5", &[], "`limits` (file) is not a key"),
        ("[plugins.settings.qa]\nmonths = 6", &[], "`plugins.settings.qa.months` (file) is `6`; it takes a text"),
        (
            "",
            &[("COMITY_LIMITS_DATES", "5")],
            "`COMITY_LIMITS_DATES` (environment) is not a key; did you mean `COMITY_LIMITS__DATES`?",
        ),
        ("", &[("COMITY_limits__dates", "5")], "`COMITY_limits__dates` (environment) is not a key"),
        (
            "",
            &[("COMITY_LIMITS__DATES", "five")],
            "`COMITY_LIMITS__DATES` (environment) is `five`; it takes a whole number",
        ),
        (
            "",
            &[("COMITY_SERVER__ADDRESS", "0.0.0.0:50551")],
            "`server.address` is `0.0.0.0:50551`, which others can reach: without TLS and an authenticator, which are not \
             configured, the server listens on a loopback address only, such as 127.0.0.1",
        ),
        ("[plugins]\nrequired = ['Qatar']", &[], "`plugins.required`: `Qatar` is not a jurisdiction"),
        ("[sandbox]\ndeadline_ms = 50", &[], "`sandbox.deadline_ms`: it takes at least ten times `sandbox.tick_ms`"),
        (
            "[telemetry]\nmetrics_address = '0.0.0.0:9464'",
            &[],
            "`telemetry.metrics_address` is `0.0.0.0:9464`, which others can reach",
        ),
        (
            "",
            &[("COMITY_TELEMETRY__OTLP_ENDPOINT", "https://a:4317")],
            "`telemetry.otlp_endpoint`: `https://a:4317` does not start with `http://`",
        ),
        ("[telemetry]\nformat = 'xml'", &[], "`telemetry.format`: unknown variant `xml`"),
        ("[limits\n", &[], "the file is not TOML"),
    ];
    for (text, pairs, expected) in table {
        let found = errors(text, pairs);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{text} {pairs:?}: {found:?}");
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let found = errors("[limits]\ndates = 'x'\nfoo = 1", &[("COMITY_BAR", "1")]);
    assert_eq!(found.len(), 3, "{found:?}");
    let found = errors("[limits]\ndates = 0\nviolations = 0\n[server]\naddress = '10.0.0.1:1'", &[]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(errors("[server]\naddress = 'localhost:1'", &[]).len(), 1);
}

#[test]
fn the_environment_names_the_file_unless_one_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, dates: u32| {
        let path = folder.path().join(name);
        std::fs::write(&path, format!("[limits]\ndates = {dates}\n")).unwrap();
        path
    };
    let (named, given) = (file("named.toml", 5), file("given.toml", 6));
    let pairs = [("COMITY_CONFIG", named.to_str().unwrap())];
    let dates = |file: Option<&Path>| load(file, &environment(&pairs)).unwrap().config.limits.dates;
    assert_eq!((dates(None), dates(Some(&given))), (5, 6));
    let error = load(None, &environment(&[("COMITY_CONFIG", "/nonexistent")])).unwrap_err();
    assert!(error.to_string().starts_with("`/nonexistent` cannot be read"), "{error}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = load(Some(Path::new("/nonexistent/comity.toml")), &environment(&[])).unwrap_err();
    assert!(error.to_string().starts_with("`/nonexistent/comity.toml` cannot be read"), "{error}");
}
