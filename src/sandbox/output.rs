//! What a plugin answered, checked against what it declared, and put into the one form from which its digest is taken.
//! Whatever does not hold makes the whole answer a BAD_OUTPUT: half of a verdict is none.

use std::{
    cmp::Ordering,
    sync::{Arc, LazyLock},
};

use comity_facts::{Date, v1};
use prost::Message;

use super::{
    contract::Contract,
    instance::Reply,
    outcome::{outcome, plain_grade},
    rules::Rules,
    shape::Breach,
    verdict::{self, Finding, Verdict},
    wire::Damaged,
};
use crate::domain::{
    Addressee, Answer, Cause, Digest, Failure, FindingSummary, NotAssessed, Outcome, RuleId, RuleSummary,
};

/// Longest text in a verdict; a message to people takes a few hundred bytes.
const TEXT_BYTES: usize = 16 << 10;

/// What is wrong with an answer.
type Fault = String;

/// Checks an answer about the record that the plugin was given.
pub(super) fn answer(reply: &Reply, record: &[u8], rules: &Rules, contract: &Contract) -> Result<Answer, Failure> {
    checked(reply, record, rules, contract).map_err(|fault| Failure {
        cause: Cause::BadOutput,
        detail: format!("its answer is wrong: {fault}; report it to the plugin's authors with the record"),
    })
}

/// The answer about a record that the manifest's predicate rules out: nothing ran. It is the same for every plugin and record.
pub(super) fn not_applicable() -> Answer {
    static ANSWER: LazyLock<Answer> = LazyLock::new(ruled_out);
    ANSWER.clone()
}

fn ruled_out() -> Answer {
    let reason = "the record shows that this law does not reach it".to_owned();
    let verdict = v1::Verdict { not_applicable: Some(reason.clone()), ..v1::Verdict::default() };
    let encoded: Arc<[u8]> = verdict.encode_to_vec().into();
    Answer {
        findings: Vec::new(),
        not_assessed: Vec::new(),
        not_applicable: Some(reason),
        digest: Digest::of(&encoded),
        encoded,
        fuel: 0,
    }
}

fn checked(reply: &Reply, record: &[u8], rules: &Rules, contract: &Contract) -> Result<Answer, Fault> {
    let canonical = contract.verdict.check(&reply.bytes, TEXT_BYTES).map_err(|breach| match breach {
        Breach::Field(path) => format!("it has the field `{path}`, which this host does not know"),
        Breach::Long(path) => format!("`{path}` is longer than {TEXT_BYTES} bytes"),
        Breach::Damaged => "not a `Verdict`".to_owned(),
    })?;
    // Mostly it comes in the form from which its digest is taken, and stays the bytes that it is.
    if canonical {
        let verdict = read(&reply.bytes)?;
        if verdict.is_in_order() {
            return understood(&verdict, &reply.bytes, reply.fuel, record, rules, contract);
        }
    }
    let encoded = in_order(&reply.bytes)?;
    understood(&read(&encoded)?, &encoded, reply.fuel, record, rules, contract)
}

fn read(encoded: &[u8]) -> Result<Verdict<'_>, Fault> {
    Verdict::read(encoded).map_err(|Damaged| "not a `Verdict`".to_owned())
}

fn understood(
    verdict: &Verdict<'_>,
    encoded: &[u8],
    fuel: u64,
    record: &[u8],
    rules: &Rules,
    contract: &Contract,
) -> Result<Answer, Fault> {
    let next = verdict.findings.iter().skip(1);
    if let Some((finding, _)) = verdict.findings.iter().zip(next).find(|(a, b)| a.encoded == b.encoded) {
        return Err(format!("`{}` gives the same finding twice", finding.rule_id));
    }
    let findings: Vec<_> =
        verdict.findings.iter().map(|finding| summary(finding, record, rules, contract)).collect::<Result<_, _>>()?;
    listed("silent", &verdict.silent, rules)?;
    listed("not_in_force", &verdict.not_in_force, rules)?;
    let not_assessed =
        verdict.not_assessed.iter().map(|entry| unassessed(entry, rules, contract)).collect::<Result<_, _>>()?;
    if verdict.not_applicable.is_some() && !findings.is_empty() {
        return Err("it says that the law does not reach the record, and gives findings".to_owned());
    }
    Ok(Answer {
        findings,
        not_assessed,
        not_applicable: verdict.not_applicable.map(str::to_owned),
        digest: Digest::of(encoded),
        encoded: encoded.into(),
        fuel,
    })
}

/// The answer in canonical encoding, everything that is a set in the one order it has in a digest.
fn in_order(reply: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut verdict = v1::Verdict::decode(reply).map_err(|error| format!("not a `Verdict`: {error}"))?;
    order(&mut verdict);
    Ok(verdict.encode_to_vec())
}

fn order(verdict: &mut v1::Verdict) {
    verdict.findings.sort_by(by_rule_and_subject);
    verdict.silent.sort_unstable();
    verdict.not_in_force.sort_unstable();
    verdict.not_assessed.sort_by(|a, b| a.part.cmp(&b.part));
    verdict.not_assessed.iter_mut().for_each(|entry| entry.rule_ids.sort_unstable());
}

/// Findings of the same rule about the same subject and day are told apart by their encoding.
fn by_rule_and_subject(a: &v1::Finding, b: &v1::Finding) -> Ordering {
    fn subject(finding: &v1::Finding) -> (i32, &str) {
        finding.subject.as_ref().map_or((0, ""), |subject| (subject.kind, subject.id.as_str()))
    }
    a.rule_id
        .cmp(&b.rule_id)
        .then_with(|| subject(a).cmp(&subject(b)))
        .then_with(|| a.fact_from.cmp(&b.fact_from))
        .then_with(|| a.encode_to_vec().cmp(&b.encode_to_vec()))
}

fn summary(finding: &Finding<'_>, record: &[u8], rules: &Rules, contract: &Contract) -> Result<FindingSummary, Fault> {
    let rule = rules.find(finding.rule_id).ok_or_else(|| undeclared(finding.rule_id))?;
    let fault = |what: &str| format!("`{}` {what}", finding.rule_id);
    let outcome = outcome(finding.outcome).ok_or_else(|| fault("has no outcome that a finding can have"))?;
    within_worst(finding, outcome, rule).map_err(fault)?;
    let subject = finding.subject.ok_or_else(|| fault("has no subject"))?;
    if !contract.entries.hold(subject, record) {
        return Err(fault("is about a subject that the record it was given does not have"));
    }
    let addressees: Vec<_> = finding.addressees.iter().map(|number| Addressee(*number)).collect();
    if !addressees.iter().all(|addressee| rule.addressees.contains(addressee)) {
        return Err(fault("binds an addressee that the manifest does not declare for it"));
    }
    if !finding.dates.iter().chain(finding.fact_from.as_ref()).all(|date| Date::read(date).is_some()) {
        return Err(fault("has a date that is none"));
    }
    Ok(FindingSummary { rule: rule.id.clone(), outcome, addressees })
}

/// A failed plugin counts with the worst that its rules declare, so an answer may never be worse than that.
fn within_worst(finding: &Finding<'_>, outcome: Outcome, rule: &RuleSummary) -> Result<(), &'static str> {
    let displaced = finding.displaces.map(plain_grade);
    let grade = match (outcome, displaced) {
        (Outcome::Exempt, None) => return Err("is EXEMPT without the exemption"),
        (Outcome::Exempt, Some(None)) => return Err("is EXEMPT from no outcome"),
        (Outcome::Exempt, Some(Some(displaced))) => displaced,
        (_, Some(_)) => return Err("has an exemption and is not EXEMPT"),
        (Outcome::InsufficientData, None) if !finding.lacks => {
            return Err("is INSUFFICIENT_DATA without the fields that are missing");
        }
        (Outcome::InsufficientData, None) => return Ok(()),
        (plain, None) => plain.grade(),
    };
    if grade > rule.worst { Err("is worse than the worst that the manifest declares for it") } else { Ok(()) }
}

fn unassessed(entry: &verdict::NotAssessed<'_>, rules: &Rules, contract: &Contract) -> Result<NotAssessed, Fault> {
    if contract.record.get_field_by_name(entry.part).is_none() {
        return Err(format!("`not_assessed` names the part `{}`, which the record does not have", entry.part));
    }
    if entry.vouched_for {
        return Err("`vouched_for` is the host's to say".to_owned());
    }
    let rules = listed("not_assessed", &entry.rule_ids, rules)?;
    Ok(NotAssessed { part: entry.part.to_owned(), rules })
}

fn listed(list: &str, ids: &[&str], rules: &Rules) -> Result<Vec<RuleId>, Fault> {
    if let Some((id, _)) = ids.iter().zip(ids.iter().skip(1)).find(|(a, b)| a == b) {
        return Err(format!("`{list}` has `{id}` twice"));
    }
    ids.iter().map(|id| rules.find(id).map(|rule| rule.id.clone()).ok_or_else(|| undeclared(id))).collect()
}

fn undeclared(id: &str) -> Fault {
    format!("the rule `{}` is not in the manifest", id.chars().take(120).collect::<String>())
}

#[cfg(test)]
mod tests {
    use comity_facts::policy::{InForce, RuleInfo};

    use super::*;

    fn rules() -> Rules {
        let rule = |id: &str, worst: v1::Outcome| RuleInfo {
            id: id.into(),
            title: "t".into(),
            basis: "b".into(),
            in_force: vec![InForce { from: "2000-01-01".into(), to: None }],
            worst: worst.into(),
            addressees: vec![5, 6],
            certainty: 1,
            ..Default::default()
        };
        let rules = [rule("zz.a", v1::Outcome::Violation), rule("zz.b", v1::Outcome::Info)];
        Rules::read(&rules, &"zz".parse().unwrap()).unwrap()
    }

    fn record() -> Vec<u8> {
        let party = |id: Option<&str>| v1::Party { id: id.map(Into::into), ..Default::default() };
        let record = v1::Record {
            id: Some("r".into()),
            parties: Some(v1::Parties { items: vec![party(Some("p1")), party(Some("p2"))] }),
            state: Some(v1::StateReport { country: Some("PRK".into()), ..Default::default() }),
            ..Default::default()
        };
        record.encode_to_vec()
    }

    fn finding(rule: &str, party: &str) -> v1::Finding {
        v1::Finding {
            rule_id: rule.into(),
            subject: Some(v1::Subject { kind: v1::SubjectKind::Party.into(), id: party.into() }),
            outcome: v1::Outcome::Info.into(),
            addressees: vec![5],
            ..Default::default()
        }
    }

    fn about(kind: v1::SubjectKind, id: &str) -> v1::Finding {
        v1::Finding { subject: Some(v1::Subject { kind: kind.into(), id: id.into() }), ..finding("zz.a", "p1") }
    }

    fn exempt(displaces: v1::Outcome) -> v1::Finding {
        let exemption = v1::Exemption { id: "e".into(), displaces: displaces.into(), ground: String::new() };
        v1::Finding { outcome: v1::Outcome::Exempt.into(), exemption: Some(exemption), ..finding("zz.a", "p1") }
    }

    fn findings(findings: &[v1::Finding]) -> v1::Verdict {
        v1::Verdict { findings: findings.to_vec(), ..Default::default() }
    }

    fn unassessed(part: &str, rules: &[&str], vouched_for: bool) -> v1::Verdict {
        let rule_ids = rules.iter().map(|rule| (*rule).to_owned()).collect();
        let entry = v1::NotAssessed { part: part.into(), rule_ids, vouched_for };
        v1::Verdict { not_assessed: vec![entry], ..Default::default() }
    }

    fn check(verdict: &v1::Verdict) -> Result<Answer, Failure> {
        let reply = Reply { bytes: verdict.encode_to_vec(), fuel: 1 };
        answer(&reply, &record(), &rules(), &Contract::read().unwrap())
    }

    #[test]
    fn an_answer_keeps_to_what_was_declared() {
        use v1::{Outcome as O, SubjectKind as K};
        let base = finding("zz.a", "p1");
        let with = |outcome: O| findings(&[v1::Finding { outcome: outcome.into(), ..base.clone() }]);
        let lacking = v1::Finding {
            outcome: O::InsufficientData.into(),
            missing: vec!["parties.items[0].name".into()],
            ..base.clone()
        };
        let table = [
            ("plain", findings(std::slice::from_ref(&base)), true),
            ("the worst", with(O::Violation), true),
            ("worse than the worst", with(O::Prohibited), false),
            ("clear", with(O::Clear), false),
            ("no outcome", with(O::Unspecified), false),
            ("an unknown outcome", findings(&[v1::Finding { outcome: 99, ..base.clone() }]), false),
            ("exempt from the worst", findings(&[exempt(O::Violation)]), true),
            ("exempt from worse", findings(&[exempt(O::Prohibited)]), false),
            ("exempt from an exemption", findings(&[exempt(O::Exempt)]), false),
            ("exempt without exemption", with(O::Exempt), false),
            ("an exemption, not exempt", findings(&[v1::Finding { outcome: 2, ..exempt(O::Info) }]), false),
            ("insufficient data", findings(std::slice::from_ref(&lacking)), true),
            ("insufficient, nothing missing", with(O::InsufficientData), false),
            ("another plugin's rule", findings(&[finding("qa.a", "p1")]), false),
            ("a party that is not there", findings(&[finding("zz.a", "p3")]), false),
            ("a party without a name", findings(&[finding("zz.a", "")]), false),
            ("no subject", findings(&[v1::Finding { subject: None, ..base.clone() }]), false),
            ("the record", findings(&[about(K::Record, "r")]), true),
            ("another record", findings(&[about(K::Record, "q")]), false),
            ("the State", findings(&[about(K::State, "PRK")]), true),
            ("the State, unnamed", findings(&[about(K::State, "")]), true),
            ("another State", findings(&[about(K::State, "QAT")]), false),
            ("a permit where there are none", findings(&[about(K::Permit, "")]), false),
            ("no dossier", findings(&[about(K::Dossier, "")]), false),
            ("an undeclared addressee", findings(&[v1::Finding { addressees: vec![7], ..base.clone() }]), false),
            ("no date", findings(&[v1::Finding { fact_from: Some("2015".into()), ..base.clone() }]), false),
            ("twice the same", findings(&[base.clone(), base.clone()]), false),
            (
                "twice on other days",
                findings(&[base.clone(), v1::Finding { fact_from: Some("2015-01-01".into()), ..base.clone() }]),
                true,
            ),
            ("silent", v1::Verdict { silent: vec!["zz.a".into()], ..Default::default() }, true),
            ("silent twice", v1::Verdict { silent: vec!["zz.a".into(), "zz.a".into()], ..Default::default() }, false),
            ("silent, unknown", v1::Verdict { not_in_force: vec!["zz.c".into()], ..Default::default() }, false),
            ("not assessed", unassessed("wages", &["zz.a"], false), true),
            ("not assessed, no such part", unassessed("wage", &["zz.a"], false), false),
            ("vouched for by the plugin", unassessed("wages", &["zz.a"], true), false),
            ("not applicable", v1::Verdict { not_applicable: Some("r".into()), ..Default::default() }, true),
            (
                "not applicable, yet found",
                v1::Verdict { not_applicable: Some("r".into()), ..findings(std::slice::from_ref(&base)) },
                false,
            ),
            ("a long text", findings(&[v1::Finding { referrals: vec!["x".repeat(TEXT_BYTES + 1)], ..base }]), false),
        ];
        for (name, verdict, ok) in table {
            let result = check(&verdict);
            assert_eq!(result.is_ok(), ok, "{name}: {result:?}");
            assert!(result.is_ok() || result.unwrap_err().cause == Cause::BadOutput, "{name}");
        }
    }

    #[test]
    fn the_order_of_an_answer_does_not_show_in_its_digest() {
        let all =
            [finding("zz.a", "p1"), finding("zz.a", "p2"), finding("zz.b", "p1"), about(v1::SubjectKind::Record, "r")];
        let mut reversed = all.to_vec();
        reversed.reverse();
        let (forward, backward) = (check(&findings(&all)).unwrap(), check(&findings(&reversed)).unwrap());
        assert_eq!((forward.digest, forward.findings), (backward.digest, backward.findings));
    }
}
