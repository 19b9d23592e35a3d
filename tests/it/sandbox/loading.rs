//! Loading: manifests, settings, vectors, and compiled code that is kept.

use std::{fs, os::unix::fs::PermissionsExt};

use comity::sandbox::{LoadError, ManifestFault, Sandbox, SandboxError, VectorFault, World, WorldFault};
use comity_facts::{policy, v1};
use prost::Message;

use super::{AS_OF, load, sandbox, settings, template};

#[test]
fn a_loaded_plugin_tells_what_it_declared() {
    let manifest = template::tried_manifest();
    let component = template::component("healthy", &manifest);
    let plugin = sandbox().load(&component, &[("limit".into(), "0.75".into())]).unwrap();
    assert_eq!((plugin.jurisdiction().as_str(), plugin.title(), plugin.version()), ("zz", "Nowhere", "1.0.0"));
    assert_eq!(plugin.world(), World::Rules);
    assert_eq!(plugin.size(), component.len() as u64);
    assert_eq!(plugin.rules().iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["zz.rule"]);
    assert_eq!(policy::Manifest::decode(plugin.manifest()).unwrap(), manifest);
    assert_eq!((plugin.granted().fuel, plugin.granted().large), (settings().fuel, false));
}

#[test]
fn limits_asked_for_are_granted_up_to_the_hosts() {
    let limits = policy::Limits { fuel: 1_000_000, memory_bytes: 1 << 40, output_bytes: 0, large: true };
    let manifest = policy::Manifest { limits: Some(limits), ..template::manifest() };
    let granted = load(&sandbox(), "healthy", &manifest).unwrap().granted();
    let given = settings();
    assert_eq!((granted.fuel, granted.memory_bytes), (1_000_000, given.memory_bytes_large));
    assert_eq!((granted.output_bytes, granted.large), (given.output_bytes, true));
}

#[test]
fn manifests_are_checked() {
    type Change = fn(&mut policy::Manifest);
    let sandbox = sandbox();
    let is = |field: &'static str| move |fault: &ManifestFault| format!("{fault:?}").contains(field);
    let table: &[(Change, &'static str)] = &[
        (|m| m.jurisdiction = "ZZ".into(), "\"jurisdiction\""),
        (|m| m.jurisdiction = "yy".into(), "\"rules.id\""),
        (|m| m.title.clear(), "Absent(\"title\")"),
        (|m| m.version = "1".into(), "\"version\""),
        (|m| m.parts = vec!["wage".into()], "Path { field: \"parts\""),
        (|m| m.parts = vec!["wages".into(), "parties".into()], "Order { field: \"parts\""),
        (|m| m.parts = vec!["wages".into()], "OutsideParts { field: \"rules.gate_parts\""),
        (|m| m.rules[0].fields = vec!["parties.items.nam".into()], "Path { field: \"rules.fields\""),
        (|m| m.rules[0].fields = vec!["wages.items.payee".into()], "OutsideParts { field: \"rules.fields\""),
        (|m| m.rules.push(template::rule("zz.rule")), "Order { field: \"rules\""),
        (|m| m.rules.push(template::rule("zz.rule@2015")), "Overlap(\"zz.rule\")"),
        (|m| m.extensions = vec![extension("yy.a")], "\"extensions.key\""),
        (|m| m.extensions = vec![extension("zz.a"), extension("zz.a")], "Order { field: \"extensions\""),
        (|m| m.schema.clear(), "Absent(\"schema\")"),
        (|m| m.settings[0].default_value = "half".into(), "\"settings.default_value\""),
        (|m| m.test_vectors[0].as_of = "2015-02-30".into(), "\"test_vectors.as_of\""),
        (|m| m.test_vectors[0].expected[0].rule_id = "zz.no".into(), "\"test_vectors.expected.rule_id\""),
        (|m| m.test_vectors[1].name = "found".into(), "Order { field: \"test_vectors\""),
        (|m| m.applicability = Some(present("wages")), "OutsideParts { field: \"applicability\""),
        (|m| m.follows = vec!["E U".into()], "\"follows\""),
    ];
    for (number, (change, expected)) in table.iter().enumerate() {
        let mut manifest = template::tried_manifest();
        change(&mut manifest);
        let error = load(&sandbox, "healthy", &manifest).unwrap_err();
        assert!(matches!(&error, LoadError::Manifest(fault) if is(expected)(fault)), "{number}: {error:?}");
    }
}

fn extension(key: &str) -> policy::ExtensionField {
    policy::ExtensionField { key: key.into(), r#type: policy::ExtensionType::Bool.into(), description: "d".into() }
}

fn present(part: &str) -> policy::Predicate {
    policy::Predicate { form: Some(policy::predicate::Form::PartPresent(part.into())) }
}

#[test]
fn the_manifest_names_the_world_of_its_exports() {
    let manifest = policy::Manifest { world: policy::World::Followup.into(), ..template::manifest() };
    let error = load(&sandbox(), "healthy", &manifest).unwrap_err();
    assert!(matches!(error, LoadError::World(WorldFault::Manifest)), "{error:?}");
}

#[test]
fn test_vectors_have_to_come_out_as_told() {
    type Change = fn(&mut policy::Manifest);
    let sandbox = sandbox();
    let table: [(Change, fn(&VectorFault) -> bool); 4] = [
        (|m| m.test_vectors[0].expected.clear(), |f| matches!(f, VectorFault::Findings { .. })),
        (
            |m| m.test_vectors[0].expected[0].outcome = v1::Outcome::Info.into(),
            |f| matches!(f, VectorFault::Findings { .. }),
        ),
        (|m| m.test_vectors[0].not_applicable = true, |f| *f == VectorFault::Applicability(true)),
        (|m| m.applicability = Some(present("parties")), |f| *f == VectorFault::Skipped),
    ];
    for (change, fits) in table {
        let mut manifest = template::tried_manifest();
        change(&mut manifest);
        let error = load(&sandbox, "healthy", &manifest).unwrap_err();
        assert!(matches!(&error, LoadError::Vector { fault, .. } if fits(fault)), "{error:?}");
    }
}

#[test]
fn settings_are_typed_and_known() {
    let sandbox = sandbox();
    let component = template::component("healthy", &template::tried_manifest());
    let given = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        sandbox.load(&component, &pairs)
    };
    for wrong in [&[("limit", "half")][..], &[("limits", "0.5")], &[("limit", "1"), ("limit", "2")]] {
        assert!(matches!(given(wrong), Err(LoadError::Setting { .. })), "{wrong:?}");
    }
    assert!(given(&[("limit", "1")]).is_ok());
}

#[test]
fn too_large_a_component_is_not_even_compiled() {
    let mut settings = settings();
    settings.component_bytes = 100;
    let error = load(&Sandbox::new(&settings).unwrap(), "healthy", &template::manifest()).unwrap_err();
    assert!(matches!(error, LoadError::TooLarge { max: 100, .. }), "{error:?}");
}

#[test]
fn a_worker_that_is_not_there_is_told() {
    let mut settings = settings();
    settings.worker = "/nowhere/comity".into();
    let error = load(&Sandbox::new(&settings).unwrap(), "healthy", &template::manifest()).unwrap_err();
    assert!(matches!(error, LoadError::Worker(_)), "{error:?}");
}

#[test]
fn settings_that_cannot_work_are_refused() {
    let mut settings = settings();
    settings.tick_ms = settings.deadline_ms / 9;
    assert!(matches!(Sandbox::new(&settings), Err(SandboxError::Settings(_))));
}

#[test]
fn compiled_code_is_kept_in_a_private_folder_and_checked() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("compiled");
    let mut settings = settings();
    settings.cache_dir = Some(folder.clone());
    let component = template::component("healthy", &template::tried_manifest());
    let answer = |settings: &_| {
        let plugin = Sandbox::new(settings).unwrap().load(&component, &[]).unwrap();
        plugin.evaluate(AS_OF, &template::encoded(&template::message())).unwrap().digest
    };
    let compiled = answer(&settings);
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    // Nothing can be compiled any more: what answers was kept.
    let mut kept = settings.clone();
    kept.worker = "/nowhere/comity".into();
    assert_eq!(answer(&kept), compiled);

    // One flipped bit: compiled anew, and kept again.
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    assert!(Sandbox::new(&kept).unwrap().load(&component, &[]).is_err());
    assert_eq!(answer(&settings), compiled);
    assert_eq!(answer(&kept), compiled);

    // A folder that others may enter is refused.
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o750)).unwrap();
    assert!(matches!(Sandbox::new(&settings), Err(SandboxError::Cache { .. })));
}
