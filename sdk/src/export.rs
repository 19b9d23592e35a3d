//! The plugin's face to the host: bytes in, bytes out.
//!
//! [`rules_plugin!`](crate::rules_plugin) and [`followup_plugin!`](crate::followup_plugin) turn a [`Plugin`] into the
//! exports of a component. A payload that does not decode traps: the host checked it before.

use std::mem::ManuallyDrop;

use comity_facts::{
    Date, Trace,
    policy::{BeginResult, Context, DeriveInput, Hit, Manifest, RecordInput, SettingError},
    v1::{JurisdictionVerdict, Record, Verdict},
};
use prost::Message as _;

use crate::{Case, Plugin, arena, engine};

/// What `begin` told the instance.
pub struct State {
    as_of: Date,
    settings: Vec<(String, String)>,
}

/// The encoded manifest.
pub fn describe(plugin: &Plugin) -> Vec<u8> {
    crate::manifest::encoded(plugin)
}

/// The manifest.
pub fn manifest(plugin: &Plugin) -> Manifest {
    crate::manifest::of(plugin)
}

/// Takes a `Context`; gives the state for the records to come, and an encoded `BeginResult`.
///
/// # Panics
/// If the bytes are no context: the host never sends such.
#[expect(clippy::panic, reason = "inside a component a panic is a trap, which is the answer to a broken host")]
pub fn begin(plugin: &Plugin, context: &[u8]) -> (State, Vec<u8>) {
    let read = arena::handed(context, |context: &Context| {
        let Some(as_of) = Date::read(&context.as_of) else { panic!("no date in the context") };
        let settings = context.settings.iter().map(|s| (s.key.clone(), s.value.clone())).collect();
        State { as_of, settings }
    });
    let Ok(state) = read else { panic!("not a context") };
    let errors = (plugin.check_settings)(&state.settings).into_iter();
    let errors = errors.map(|(key, reason)| SettingError { key, reason }).collect();
    (state, BeginResult { errors }.encode_to_vec())
}

/// Takes a `RecordInput`, gives an encoded `Verdict`.
///
/// # Panics
/// If the bytes are no record input: the host never sends such.
#[expect(clippy::panic, reason = "inside a component a panic is a trap, which is the answer to a broken host")]
pub fn evaluate(plugin: &Plugin, state: &State, input: &[u8]) -> Vec<u8> {
    let verdict =
        arena::handed(input, |input: &RecordInput| judged(plugin, state, input.record.as_ref(), &input.hits, &[]));
    verdict.unwrap_or_else(|_| panic!("not a record input"))
}

/// Takes a `DeriveInput`, gives an encoded `Verdict`.
///
/// # Panics
/// If the bytes are no derive input: the host never sends such.
#[expect(clippy::panic, reason = "inside a component a panic is a trap, which is the answer to a broken host")]
pub fn derive(plugin: &Plugin, state: &State, input: &[u8]) -> Vec<u8> {
    let verdict =
        arena::handed(input, |input: &DeriveInput| judged(plugin, state, input.record.as_ref(), &[], &input.verdicts));
    verdict.unwrap_or_else(|_| panic!("not a derive input"))
}

/// The verdict on a record, or on one without anything.
fn judged(
    plugin: &Plugin,
    state: &State,
    record: Option<&Record>,
    hits: &[Hit],
    others: &[JurisdictionVerdict],
) -> Vec<u8> {
    // An empty record holds nothing that would have to be freed.
    let empty = ManuallyDrop::new(Record::default());
    let trace = Trace::new();
    let mut case = Case::new(state.as_of, record.unwrap_or(&empty), &trace);
    case.hits = hits;
    case.others = others;
    case.settings = &state.settings;
    engine::run(plugin, &case)
}

/// A plugin's verdict on a record, natively: for tests, and for comparing with the component.
pub fn verdict(plugin: &Plugin, as_of: Date, record: &Record) -> Verdict {
    verdict_with(plugin, as_of, record, &[])
}

/// A plugin's verdict on a record and what screening found about its parties, natively.
pub fn verdict_with(plugin: &Plugin, as_of: Date, record: &Record, hits: &[Hit]) -> Verdict {
    let trace = Trace::new();
    let settings = defaults(plugin);
    let mut case = Case::new(as_of, record, &trace);
    case.hits = hits;
    case.settings = &settings;
    decoded(&engine::run(plugin, &case))
}

/// A plugin's verdict on a record with other settings, natively.
#[cfg(feature = "testing")]
pub(crate) fn verdict_set(plugin: &Plugin, as_of: Date, record: &Record, settings: &[(String, String)]) -> Verdict {
    let trace = Trace::new();
    let mut case = Case::new(as_of, record, &trace);
    case.settings = settings;
    decoded(&engine::run(plugin, &case))
}

/// A follow-up plugin's verdict on a record and what others said about it, natively.
pub fn verdict_after(plugin: &Plugin, as_of: Date, record: &Record, others: &[JurisdictionVerdict]) -> Verdict {
    let trace = Trace::new();
    let settings = defaults(plugin);
    let mut case = Case::new(as_of, record, &trace);
    case.others = others;
    case.settings = &settings;
    decoded(&engine::run(plugin, &case))
}

/// The settings at their defaults.
pub(crate) fn defaults(plugin: &Plugin) -> Vec<(String, String)> {
    plugin.settings.iter().map(|s| (s.key.to_owned(), s.default.to_owned())).collect()
}

#[expect(clippy::panic, reason = "what the engine encodes it decodes; else a test has to fail")]
fn decoded(verdict: &[u8]) -> Verdict {
    Verdict::decode(verdict).unwrap_or_else(|error| panic!("the engine's own encoding: {error}"))
}

/// Exports a [`Plugin`] as a component of the world `rules`.
#[macro_export]
macro_rules! rules_plugin {
    ($plugin:expr) => {
        $crate::component!($plugin, "rules", evaluate);
    };
}

/// Exports a [`Plugin`] as a component of the world `followup`.
#[macro_export]
macro_rules! followup_plugin {
    ($plugin:expr) => {
        $crate::component!($plugin, "followup", derive);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! component {
    ($plugin:expr, $world:literal, $call:ident) => {
        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, missing_docs, unreachable_pub, clippy::all, clippy::pedantic, reason = "generated glue")]
        mod component {
            $crate::wit_bindgen::generate!({
                inline: "package comity:policy@1.0.0;
                    world rules {
                        export describe: func() -> list<u8>;
                        export begin: func(context: list<u8>) -> list<u8>;
                        export evaluate: func(%record: list<u8>) -> list<u8>;
                    }
                    world followup {
                        export describe: func() -> list<u8>;
                        export begin: func(context: list<u8>) -> list<u8>;
                        export derive: func(input: list<u8>) -> list<u8>;
                    }",
                world: $world,
                runtime_path: "comity_sdk::wit_bindgen::rt",
            });

            static STATE: ::std::sync::OnceLock<$crate::State> = ::std::sync::OnceLock::new();

            struct Exports;

            impl Guest for Exports {
                fn describe() -> Vec<u8> {
                    $crate::describe(&$plugin)
                }
                fn begin(context: Vec<u8>) -> Vec<u8> {
                    let (state, answer) = $crate::begin(&$plugin, &context);
                    assert!(STATE.set(state).is_ok(), "begin is called once");
                    answer
                }
                fn $call(input: Vec<u8>) -> Vec<u8> {
                    let state = STATE.get().expect("begin comes first");
                    $crate::$call(&$plugin, state, &input)
                }
            }

            export!(Exports);
        }
    };
}
