//! What a follow-up plugin reads of the other plugins: their verdicts, failed ones included, ordered by jurisdiction,
//! without what differs from build to build (digests) or run to run (fuel).

use comity_facts::v1::{JurisdictionVerdict, VerdictStatus};
use prost::Message;

use super::{outcome, wire};
use crate::domain::{PluginAnswer, PluginResult};

/// Field of `DeriveInput` that holds the verdicts.
const VERDICTS: u32 = 2;
/// Field of `JurisdictionVerdict` that holds the verdict.
const VERDICT: u32 = 3;

/// Appends the results that the plugin follows to an encoded `DeriveInput`.
pub(super) fn append(input: &mut Vec<u8>, results: &[PluginResult], follows: &[String]) {
    let mut followed: Vec<_> = results
        .iter()
        .filter(|result| follows.is_empty() || follows.iter().any(|name| name == result.jurisdiction.as_str()))
        .collect();
    followed.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
    for result in followed {
        wire::put_bytes(input, VERDICTS, &encoded(result));
    }
}

/// The verdict is spliced in as it is: it was checked, and encoded by this host.
fn encoded(result: &PluginResult) -> Vec<u8> {
    let head = JurisdictionVerdict {
        jurisdiction: result.jurisdiction.to_string(),
        status: status(&result.answer).into(),
        ..JurisdictionVerdict::default()
    };
    let mut tail = JurisdictionVerdict {
        bounds: Some(outcome::bounds(result.bounds)),
        plugin_version: result.version.clone(),
        ..JurisdictionVerdict::default()
    };
    let mut bytes = head.encode_to_vec();
    match &result.answer {
        PluginAnswer::Answered(answer) => wire::put_bytes(&mut bytes, VERDICT, &answer.encoded),
        PluginAnswer::Indeterminate(failure) => {
            tail.cause = Some(outcome::cause(failure.cause).into());
            tail.detail = Some(failure.detail.clone());
        }
        PluginAnswer::NotRequested => {}
    }
    bytes.extend(tail.encode_to_vec());
    bytes
}

fn status(answer: &PluginAnswer) -> VerdictStatus {
    match answer {
        PluginAnswer::Answered(answer) if answer.not_applicable.is_some() => VerdictStatus::NotApplicable,
        PluginAnswer::Answered(_) => VerdictStatus::Answered,
        PluginAnswer::Indeterminate(_) => VerdictStatus::Indeterminate,
        PluginAnswer::NotRequested => VerdictStatus::NotRequested,
    }
}

#[cfg(test)]
mod tests {
    use comity_facts::{policy::DeriveInput, v1};

    use super::*;
    use crate::domain::{Answer, Bounds, Cause, Digest, Failure, Grade};

    fn result(jurisdiction: &str, answer: PluginAnswer) -> PluginResult {
        PluginResult {
            jurisdiction: jurisdiction.parse().unwrap(),
            plugin: None,
            version: "1.0.0".into(),
            given: None,
            answer,
            bounds: Bounds::open(Grade::Clear, Grade::Prohibited),
        }
    }

    #[test]
    fn failed_plugins_are_told_too() {
        let verdict = v1::Verdict { silent: vec!["qa.x".into()], ..Default::default() };
        let answer = Answer {
            findings: vec![],
            not_assessed: vec![],
            not_applicable: None,
            encoded: verdict.encode_to_vec().into(),
            digest: Digest::of(b""),
            fuel: 9,
        };
        let failure = Failure { cause: Cause::Trap, detail: "d".into() };
        let results = [
            result("us", PluginAnswer::Indeterminate(failure)),
            result("qa", PluginAnswer::Answered(answer)),
            result("eu", PluginAnswer::NotRequested),
        ];
        let mut bytes = Vec::new();
        append(&mut bytes, &results, &[]);
        let all = DeriveInput::decode(bytes.as_slice()).unwrap().verdicts;
        let names: Vec<_> = all.iter().map(|v| (v.jurisdiction.as_str(), v.status())).collect();
        let (answered, failed) = (VerdictStatus::Answered, VerdictStatus::Indeterminate);
        assert_eq!(names, [("eu", VerdictStatus::NotRequested), ("qa", answered), ("us", failed)]);
        assert_eq!(all[1].verdict, Some(verdict));
        assert_eq!((all[2].cause(), all[2].detail()), (v1::IndeterminateCause::Trap, "d"));
        assert!(all.iter().all(|v| v.fuel == 0 && v.plugin_digest.is_empty() && v.verdict_digest.is_empty()));

        let mut some = Vec::new();
        append(&mut some, &results, &["us".to_owned()]);
        assert_eq!(DeriveInput::decode(some.as_slice()).unwrap().verdicts.len(), 1);
    }
}
