//! Serving: answers, fresh and reused alike.

use comity::{
    domain::{Addressee, Bounds, Cause, Grade, Outcome, PluginAnswer, PluginResult},
    sandbox::{Plugin, Sandbox, Session, World},
};
use comity_facts::{policy, v1};
use prost::Message;

use super::{AS_OF, SLOTS, load, sandbox, template};

#[test]
fn an_answer_is_summarised_and_kept_in_full() {
    let plugin = load(&sandbox(), "healthy", &template::tried_manifest()).unwrap();
    let answer = plugin.evaluate(AS_OF, &template::encoded(&template::message())).unwrap();
    let [finding] = answer.findings.as_slice() else { panic!("{answer:?}") };
    assert_eq!((finding.rule.as_str(), finding.outcome), ("zz.rule", Outcome::Violation));
    assert_eq!(finding.addressees, [Addressee(v1::Addressee::Employer.into())]);
    assert_eq!(v1::Verdict::decode(answer.encoded.as_ref()).unwrap(), template::found());
    assert!(answer.fuel > 0);
}

#[test]
fn a_session_answers_as_fresh_instances_do() {
    let plugin = load(&sandbox(), "healthy", &template::tried_manifest()).unwrap();
    let records = [template::encoded(&template::message()), template::encoded(&v1::Record::default())];
    let mut session = plugin.session(AS_OF, &[]);
    for record in records.iter().cycle().take(200) {
        let (alone, reused) = (plugin.evaluate(AS_OF, record).unwrap(), session.evaluate(record, &[]).answer.unwrap());
        assert_eq!((alone.digest, alone.fuel), (reused.digest, reused.fuel));
    }
}

#[test]
fn fuel_is_the_same_every_time() {
    let plugin = load(&sandbox(), "healthy", &template::tried_manifest()).unwrap();
    let record = template::encoded(&template::message());
    let fuel = plugin.evaluate(AS_OF, &record).unwrap().fuel;
    assert!((0..50).all(|_| plugin.evaluate(AS_OF, &record).unwrap().fuel == fuel));
}

#[test]
fn a_full_pool_is_the_hosts_limit_and_passes() {
    let plugin = load(&sandbox(), "healthy", &template::tried_manifest()).unwrap();
    let record = template::encoded(&template::message());
    let mut sessions: Vec<_> = (0..SLOTS).map(|_| plugin.session(AS_OF, &[])).collect();
    for session in &mut sessions {
        session.evaluate(&record, &[]).answer.unwrap();
    }
    let failure = plugin.evaluate(AS_OF, &record).unwrap_err();
    assert_eq!((failure.cause, failure.detail.contains("slot")), (Cause::HostLimit, true), "{failure:?}");
    let meters = plugin.meters();
    assert_eq!(
        (meters.retries.get(), meters.fresh.get()),
        (1, u64::from(SLOTS)),
        "what was tried at load does not count"
    );
    sessions.pop();
    assert!(plugin.evaluate(AS_OF, &record).is_ok());
}

#[test]
fn a_plugin_sees_nothing_but_its_parts() {
    let plugin = load(&sandbox(), "healthy", &template::manifest()).unwrap();
    let line = v1::WageLine { id: Some("a-long-id-of-a-wage-line".into()), ..Default::default() };
    let wages = v1::Wages { items: vec![line] };
    let record = v1::Record { wages: Some(wages), ..Default::default() };
    let answer = plugin.evaluate(AS_OF, &template::encoded(&record)).unwrap();
    assert!(answer.findings.is_empty(), "wages are not among its parts, so it has an empty record");
}

#[test]
fn a_record_newer_than_the_plugin_is_not_judged() {
    let mut manifest = template::manifest();
    let party = manifest.schema.iter_mut().find(|message| message.message == "comity.v1.Party").unwrap();
    party.numbers.retain(|number| *number != 4);
    let plugin = load(&sandbox(), "healthy", &manifest).unwrap();
    let failure = plugin.evaluate(AS_OF, &template::encoded(&template::message())).unwrap_err();
    assert_eq!(failure.cause, Cause::RecordNewerThanPlugin);
    assert!(failure.detail.contains("`parties.items.name`"), "{failure:?}");
}

#[test]
fn the_predicate_skips_only_what_cannot_apply() {
    let field = policy::FieldIn { field: "parties.items.country".into(), values: vec!["QAT".into()] };
    let applicability = Some(policy::Predicate { form: Some(policy::predicate::Form::FieldIn(field)) });
    let manifest = policy::Manifest { applicability, ..template::manifest() };
    let plugin = load(&sandbox(), "healthy", &manifest).unwrap();
    for (country, applies) in [(Some("QAT"), true), (Some("RUS"), false), (None, true)] {
        let mut record = template::message();
        record.parties.as_mut().unwrap().items[0].country = country.map(Into::into);
        assert_eq!(plugin.applies_to(&template::encoded(&record)), applies, "{country:?}");
    }
    assert!(plugin.applies_to(&template::encoded(&v1::Record::default())), "no parties: unknown");
}

#[test]
fn a_rules_plugin_has_no_second_pass() {
    let plugin = load(&sandbox(), "healthy", &template::manifest()).unwrap();
    let failure = plugin.session(AS_OF, &[]).derive(&template::encoded(&template::message()), &[]).answer.unwrap_err();
    assert_eq!(failure.cause, Cause::NotLoaded);
}

#[test]
fn a_follow_up_plugin_reads_the_record_and_the_other_verdicts() {
    let sandbox = sandbox();
    let manifest = policy::Manifest { world: policy::World::Followup.into(), ..template::manifest() };
    let followup = load(&sandbox, "healthy-followup", &manifest).unwrap();
    assert_eq!(followup.world(), World::Followup);
    let record = template::encoded(&template::message());
    let first = load(&sandbox, "healthy", &template::manifest()).unwrap();
    let result = PluginResult {
        jurisdiction: first.jurisdiction().clone(),
        plugin: Some(first.digest()),
        version: first.version().to_owned(),
        given: None,
        answer: PluginAnswer::Answered(first.evaluate(AS_OF, &record).unwrap()),
        bounds: Bounds::exactly(Grade::Violation),
    };
    let findings =
        |results: &[PluginResult]| followup.session(AS_OF, &[]).derive(&record, results).answer.unwrap().findings.len();
    assert_eq!((findings(&[]), findings(&[result])), (0, 1));
}

#[test]
fn what_serves_can_be_shared_and_sent() {
    fn shared<T: Send + Sync>() {}
    fn sent<T: Send>() {}
    shared::<Sandbox>();
    shared::<Plugin>();
    sent::<Session>();
}
