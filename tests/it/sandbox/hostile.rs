//! Every hostile plugin: what the host says to it, that a healthy plugin's answers stay the same, and that no slot and no
//! memory is lost.

use std::fs;

use comity::{
    domain::{Cause, Digest},
    sandbox::{CompileStop, LoadError, ManifestFault, Plugin, Sandbox, Settings, VectorFault, WorldFault},
};

use super::{AS_OF, SLOTS, load, sandbox, settings, template};

/// Often enough that a slot lost each time is missed.
const ROUNDS: u32 = SLOTS * 4;

/// What must come of a hostile plugin.
enum Expected {
    /// It is refused when it is loaded.
    Refused(fn(&LoadError) -> bool),
    /// It loads, and fails on every record with the cause.
    Fails(Cause),
}
use Expected::{Fails, Refused};

/// The digests of a healthy plugin's answers.
fn healthy(sandbox: &Sandbox) -> (Plugin, [Digest; 2]) {
    let plugin = load(sandbox, "healthy", &template::tried_manifest()).unwrap();
    let answers = answers(&plugin);
    (plugin, answers)
}

fn answers(plugin: &Plugin) -> [Digest; 2] {
    [template::message(), Default::default()]
        .map(|record| plugin.evaluate(AS_OF, &template::encoded(&record)).unwrap().digest)
}

/// All slots can be held at once: none was lost.
fn all_slots_free(plugin: &Plugin) {
    let record = template::encoded(&template::message());
    let mut sessions: Vec<_> = (0..SLOTS).map(|_| plugin.session(AS_OF, &[])).collect();
    for session in &mut sessions {
        session.evaluate(&record, &[]).answer.unwrap();
    }
    assert_eq!(plugin.evaluate(AS_OF, &record).unwrap_err().cause, Cause::HostLimit, "all slots are held");
}

fn check_failure(plugin: &Plugin, name: &str, cause: Cause) {
    let record = template::encoded(&template::message());
    let first = plugin.evaluate(AS_OF, &record).expect_err(name);
    assert_eq!(first.cause, cause, "{name}: {first:?}");
    for round in 0..ROUNDS {
        assert_eq!(plugin.evaluate(AS_OF, &record).unwrap_err(), first, "{name}: alike every time");
        assert_eq!(
            plugin.session(AS_OF, &[]).evaluate(&record, &[]).answer.unwrap_err(),
            first,
            "{name}, round {round}"
        );
    }
}

#[test]
fn every_hostile_plugin_is_refused_or_fails_by_its_cause() {
    let table: &[(&str, Expected)] = &[
        ("endless-loop", Fails(Cause::FuelExhausted)),
        ("fill-memory", Fails(Cause::FuelExhausted)),
        ("deep-recursion", Fails(Cause::MemoryLimit)),
        ("memory-growth", Fails(Cause::MemoryLimit)),
        ("two-memories", Fails(Cause::MemoryLimit)),
        ("table-growth", Fails(Cause::MemoryLimit)),
        ("huge-output", Fails(Cause::OutputLimit)),
        ("output-outside", Fails(Cause::BadOutput)),
        ("output-garbage", Fails(Cause::BadOutput)),
        ("output-unknown-field", Fails(Cause::BadOutput)),
        ("output-invalid-utf8", Fails(Cause::BadOutput)),
        ("output-undeclared-rule", Fails(Cause::BadOutput)),
        ("trap-evaluate", Fails(Cause::Trap)),
        ("trap-start", Refused(|e| call(e, "start", Cause::Trap))),
        ("loop-start", Refused(|e| call(e, "start", Cause::FuelExhausted))),
        ("trap-describe", Refused(|e| call(e, "describe", Cause::Trap))),
        ("trap-begin", Refused(|e| call(e, "begin", Cause::Trap))),
        ("bad-realloc", Refused(|e| call(e, "begin", Cause::BadOutput))),
        ("refuses-settings", Refused(|e| call(e, "begin", Cause::BadSettings))),
        ("many-instances", Refused(|e| matches!(e, LoadError::Unfit(_)))),
        ("many-memories", Refused(|e| matches!(e, LoadError::Unfit(_)))),
        ("large-start", Refused(|e| matches!(e, LoadError::Unfit(_)))),
        ("an-import", Refused(|e| matches!(e, LoadError::Import(name) if name.starts_with("wasi:clocks/")))),
        ("missing-export", Refused(|e| matches!(e, LoadError::World(WorldFault::Missing("evaluate"))))),
        ("wrong-type", Refused(|e| matches!(e, LoadError::World(WorldFault::Type("evaluate"))))),
        ("extra-export", Refused(|e| matches!(e, LoadError::World(WorldFault::Extra(name)) if name == "backdoor"))),
        ("proposal-threads", Refused(invalid)),
        ("proposal-simd", Refused(invalid)),
        ("proposal-memory64", Refused(invalid)),
        ("proposal-multi-memory", Refused(invalid)),
        ("proposal-tail-call", Refused(invalid)),
        ("proposal-exceptions", Refused(invalid)),
        ("proposal-gc", Refused(invalid)),
        ("proposal-function-references", Refused(invalid)),
    ];
    let sandbox = sandbox();
    let (plugin, before) = healthy(&sandbox);
    for (name, expected) in table {
        check(&sandbox, name, expected);
        assert_eq!(answers(&plugin), before, "a healthy plugin's answers after {name}");
        all_slots_free(&plugin);
    }
}

fn check(sandbox: &Sandbox, name: &str, expected: &Expected) {
    match (load(sandbox, name, &template::manifest()), expected) {
        (Err(error), Refused(fits)) => assert!(fits(&error), "{name}: {error:?}"),
        (Ok(plugin), Fails(cause)) => check_failure(&plugin, name, *cause),
        (Err(error), Fails(_)) => panic!("{name} should load: {error:?}"),
        (Ok(_), Refused(_)) => panic!("{name} should be refused"),
    }
}

fn call(error: &LoadError, name: &str, cause: Cause) -> bool {
    matches!(error, LoadError::Call { call, failure } if *call == name && failure.cause == cause)
}

fn invalid(error: &LoadError) -> bool {
    matches!(error, LoadError::Invalid(reason) if !reason.is_empty())
}

#[test]
fn state_from_record_to_record_is_found_at_load() {
    let error = load(&sandbox(), "carries-state", &template::tried_manifest()).unwrap_err();
    assert!(matches!(&error, LoadError::CarriesState { .. }), "{error:?}");
}

#[test]
fn state_that_no_vector_shows_is_found_while_serving() {
    let mut settings = settings();
    settings.check_every = 4;
    let sandbox = Sandbox::new(&settings).unwrap();
    let plugin = load(&sandbox, "carries-state", &template::manifest()).unwrap();
    let record = template::encoded(&template::message());
    let alone = plugin.evaluate(AS_OF, &record).unwrap().digest;
    let mut session = plugin.session(AS_OF, &[]);
    let answered: Vec<_> = (0..12).map(|_| session.evaluate(&record, &[]).answer.unwrap().digest == alone).collect();
    assert!(plugin.carries_state());
    assert_eq!(answered.iter().filter(|same| !**same).count(), 2, "{answered:?}: none once it was found");
    let meters = plugin.meters();
    assert_eq!((meters.answered.get(), meters.checks.get(), meters.reruns.get()), (12, 1, 0));
}

#[test]
fn a_used_instance_that_fails_is_asked_again_alone() {
    let sandbox = sandbox();
    let plugin = load(&sandbox, "leaks-memory", &template::manifest()).unwrap();
    let record = template::encoded(&template::message());
    let mut session = plugin.session(AS_OF, &[]);
    for number in 0..100 {
        assert!(session.evaluate(&record, &[]).answer.is_ok(), "record {number}: 32 MiB last for 31 records");
    }
    // Each time a used instance fails, a fresh one answers that record, and the next record begins another.
    let meters = plugin.meters();
    assert_eq!((meters.answered.get(), meters.reruns.get(), meters.fresh.get()), (100, 3, 7));
}

#[test]
fn nothing_is_left_for_the_next_plugin() {
    let sandbox = sandbox();
    let leaver = load(&sandbox, "leaves-bytes", &template::manifest()).unwrap();
    let reader = load(&sandbox, "reads-leftovers", &template::manifest()).unwrap();
    let record = template::encoded(&template::message());
    for _ in 0..500 {
        leaver.evaluate(AS_OF, &record).unwrap();
        reader.evaluate(AS_OF, &record).unwrap();
    }
}

#[test]
fn memory_that_was_refused_is_given_back() {
    let sandbox = sandbox();
    let plugin = load(&sandbox, "memory-growth", &template::manifest()).unwrap();
    let record = template::encoded(&template::message());
    let run = |rounds| (0..rounds).for_each(|_| drop(plugin.evaluate(AS_OF, &record)));
    run(20);
    let before = resident_bytes();
    run(500);
    let grown = resident_bytes().saturating_sub(before);
    assert!(grown < 64 << 20, "{grown} bytes more are resident");
}

fn resident_bytes() -> u64 {
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}

#[test]
fn the_clock_stops_what_fuel_does_not() {
    let mut settings = settings();
    settings.fuel = u64::MAX / 2;
    settings.tick_ms = 2;
    settings.deadline_ms = 40;
    let sandbox = Sandbox::new(&settings).unwrap();
    let plugin = load(&sandbox, "endless-loop", &template::manifest()).unwrap();
    let failure = plugin.evaluate(AS_OF, &template::encoded(&template::message())).unwrap_err();
    assert_eq!(failure.cause, Cause::HostLimit);
    assert!(failure.detail.contains("deadline"), "{failure:?}");
    drop(sandbox);
    let failure = plugin.evaluate(AS_OF, &template::encoded(&template::message())).unwrap_err();
    assert_eq!(failure.cause, Cause::HostLimit, "the clock runs as long as a plugin is left");
}

#[test]
fn a_compile_bomb_is_stopped_by_each_of_its_limits() {
    let limits: [(fn(&mut Settings), CompileStop); 3] = [
        (|settings| settings.compile_wall_ms = 300, CompileStop::Wall),
        (|settings| settings.compile_cpu_seconds = 1, CompileStop::Cpu),
        (|settings| settings.compile_memory_bytes = 192 << 20, CompileStop::Memory),
    ];
    for (set, expected) in limits {
        let mut settings = settings();
        set(&mut settings);
        let error = load(&Sandbox::new(&settings).unwrap(), "compile-bomb", &template::manifest()).unwrap_err();
        assert!(matches!(error, LoadError::Compile(stop) if stop == expected), "{expected:?}: {error:?}");
    }
}

#[test]
fn damaged_components_are_refused_or_harmless() {
    let sandbox = sandbox();
    let (plugin, before) = healthy(&sandbox);
    let whole = template::component("healthy", &template::tried_manifest());
    let truncated = (1..=10).map(|tenth| whole[..whole.len() * tenth / 11].to_vec());
    // Steps that share no factor with the size reach heads, code and data alike.
    let flipped = (0..15_usize).map(|number| {
        let mut bytes = whole.clone();
        let at = (number * 104_729 + 7) % bytes.len();
        bytes[at] ^= 1 << (number % 8);
        bytes
    });
    for damaged in truncated {
        assert!(matches!(sandbox.load(&damaged, &[]), Err(LoadError::Invalid(_))));
    }
    for damaged in flipped {
        if let Ok(plugin) = sandbox.load(&damaged, &[]) {
            let _answered_or_not = plugin.evaluate(AS_OF, &template::encoded(&template::message()));
        }
    }
    assert_eq!(answers(&plugin), before);
    all_slots_free(&plugin);
}

#[test]
fn a_plugin_without_its_rule_in_the_manifest_is_refused() {
    let mut manifest = template::tried_manifest();
    manifest.rules[0].id = "zz.other".into();
    for vector in &mut manifest.test_vectors {
        vector.expected.clear();
    }
    let error = load(&sandbox(), "healthy", &manifest).unwrap_err();
    let failed = |e: &LoadError| matches!(e, LoadError::Vector { fault: VectorFault::Failed(f), .. } if f.cause == Cause::BadOutput);
    assert!(failed(&error), "{error:?}");
    let mut manifest = template::manifest();
    manifest.rules.clear();
    let error = load(&sandbox(), "healthy", &manifest).unwrap_err();
    assert!(matches!(&error, LoadError::Manifest(ManifestFault::Absent("rules"))), "{error:?}");
}
