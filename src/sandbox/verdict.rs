//! A verdict read in its encoding, as far as the host needs to understand it: nothing is copied, nothing decoded that
//! nobody asks for. Only for an encoding that is canonical; tests hold it to what prost decodes.

use super::wire::{self, Damaged, Value};

/// An encoded `comity.v1.Verdict`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict<'a> {
    pub(super) findings: Vec<Finding<'a>>,
    pub(super) silent: Vec<&'a str>,
    pub(super) not_in_force: Vec<&'a str>,
    pub(super) not_assessed: Vec<NotAssessed<'a>>,
    pub(super) not_applicable: Option<&'a str>,
}

/// An encoded `comity.v1.Finding`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Finding<'a> {
    pub(super) rule_id: &'a str,
    pub(super) subject: Option<Subject<'a>>,
    pub(super) outcome: i32,
    pub(super) addressees: Vec<i32>,
    /// The day of the fact, first.
    pub(super) fact_from: Option<&'a str>,
    /// Every date but `fact_from`.
    pub(super) dates: Vec<&'a str>,
    /// What the exemption displaces, where there is one.
    pub(super) displaces: Option<i32>,
    /// It names a field that is missing.
    pub(super) lacks: bool,
    /// The whole encoding.
    pub(super) encoded: &'a [u8],
}

/// An encoded `comity.v1.Subject`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject<'a> {
    pub(super) kind: i32,
    pub(super) id: &'a str,
}

/// An encoded `comity.v1.NotAssessed`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NotAssessed<'a> {
    pub(super) part: &'a str,
    pub(super) rule_ids: Vec<&'a str>,
    pub(super) vouched_for: bool,
}

impl<'a> Verdict<'a> {
    /// Reads an encoding.
    pub(super) fn read(encoded: &'a [u8]) -> Result<Self, Damaged> {
        let mut verdict = Self::default();
        for field in wire::fields(encoded) {
            let field = field?;
            match (field.number, field.value) {
                (1, Value::Bytes(bytes)) => verdict.findings.push(finding(bytes)?),
                (2, Value::Bytes(bytes)) => verdict.silent.push(text(bytes)?),
                (3, Value::Bytes(bytes)) => verdict.not_in_force.push(text(bytes)?),
                (4, Value::Bytes(bytes)) => verdict.not_assessed.push(not_assessed(bytes)?),
                (5, Value::Bytes(bytes)) => verdict.not_applicable = Some(text(bytes)?),
                _ => {}
            }
        }
        Ok(verdict)
    }

    /// Whether everything that is a set stands in the one order it has in a digest.
    pub(super) fn is_in_order(&self) -> bool {
        self.findings.is_sorted_by(|a, b| a.place() <= b.place())
            && self.silent.is_sorted()
            && self.not_in_force.is_sorted()
            && self.not_assessed.is_sorted_by(|a, b| a.part <= b.part)
            && self.not_assessed.iter().all(|entry| entry.rule_ids.is_sorted())
    }
}

impl<'a> Finding<'a> {
    /// What findings are ordered by. Those of the same rule about the same subject and day are told apart by their encoding.
    fn place(&self) -> (&'a str, Subject<'a>, Option<&'a str>, &'a [u8]) {
        (self.rule_id, self.subject.unwrap_or_default(), self.fact_from, self.encoded)
    }
}

fn finding(encoded: &[u8]) -> Result<Finding<'_>, Damaged> {
    let mut finding = Finding { encoded, ..Finding::default() };
    for field in wire::fields(encoded) {
        let field = field?;
        match (field.number, field.value) {
            (1, Value::Bytes(bytes)) => finding.rule_id = text(bytes)?,
            (2, Value::Bytes(bytes)) => finding.subject = Some(subject(bytes)?),
            (3, Value::Varint(number)) => finding.outcome = number_of(number),
            (4, Value::Bytes(bytes)) => finding.addressees.extend(wire::packed(bytes).map(number_of)),
            // `in_force_from` and `in_force_to` of the legal basis.
            (5, Value::Bytes(bytes)) => dates(bytes, &[2, 3], &mut finding.dates)?,
            (6, Value::Bytes(bytes)) => finding.fact_from = Some(text(bytes)?),
            (7, Value::Bytes(bytes)) => finding.dates.push(text(bytes)?),
            // `due_on` of the consequence.
            (9, Value::Bytes(bytes)) => dates(bytes, &[2], &mut finding.dates)?,
            (13, Value::Bytes(bytes)) => finding.displaces = Some(displaces(bytes)?),
            (14, _) => finding.lacks = true,
            _ => {}
        }
    }
    Ok(finding)
}

fn subject(encoded: &[u8]) -> Result<Subject<'_>, Damaged> {
    let mut subject = Subject::default();
    for field in wire::fields(encoded) {
        let field = field?;
        match (field.number, field.value) {
            (1, Value::Varint(number)) => subject.kind = number_of(number),
            (2, Value::Bytes(bytes)) => subject.id = text(bytes)?,
            _ => {}
        }
    }
    Ok(subject)
}

fn dates<'a>(encoded: &'a [u8], numbers: &[u32], dates: &mut Vec<&'a str>) -> Result<(), Damaged> {
    for field in wire::fields(encoded) {
        let field = field?;
        if let (true, Value::Bytes(bytes)) = (numbers.contains(&field.number), field.value) {
            dates.push(text(bytes)?);
        }
    }
    Ok(())
}

fn displaces(encoded: &[u8]) -> Result<i32, Damaged> {
    let mut displaces = 0;
    for field in wire::fields(encoded) {
        let field = field?;
        if let (2, Value::Varint(number)) = (field.number, field.value) {
            displaces = number_of(number);
        }
    }
    Ok(displaces)
}

fn not_assessed(encoded: &[u8]) -> Result<NotAssessed<'_>, Damaged> {
    let mut entry = NotAssessed::default();
    for field in wire::fields(encoded) {
        let field = field?;
        match (field.number, field.value) {
            (1, Value::Bytes(bytes)) => entry.part = text(bytes)?,
            (2, Value::Bytes(bytes)) => entry.rule_ids.push(text(bytes)?),
            (3, Value::Varint(number)) => entry.vouched_for = number != 0,
            _ => {}
        }
    }
    Ok(entry)
}

fn text(bytes: &[u8]) -> Result<&str, Damaged> {
    std::str::from_utf8(bytes).map_err(|_| Damaged)
}

/// A number of an enum; a negative one lies on the wire as the 64 bits of its complement.
#[expect(clippy::cast_possible_truncation, reason = "as protobuf has it: the low 32 bits count")]
fn number_of(value: u64) -> i32 {
    value as i32
}

#[cfg(test)]
mod tests {
    use comity_facts::v1;
    use proptest::prelude::*;
    use prost::Message as _;

    use super::*;
    use crate::sandbox::contract::Contract;

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![Just(String::new()), "[a-zé]{1,3}", Just("2015-01-01".to_owned())]
    }

    fn texts() -> impl Strategy<Value = Vec<String>> {
        proptest::collection::vec(text(), 0..3)
    }

    fn number() -> impl Strategy<Value = i32> {
        prop_oneof![0..9_i32, Just(-1), Just(300)]
    }

    fn maybe<T: std::fmt::Debug + Clone>(some: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
        proptest::option::of(some)
    }

    fn finding() -> impl Strategy<Value = v1::Finding> {
        let subject = maybe((number(), text()).prop_map(|(kind, id)| v1::Subject { kind, id }));
        let basis = (text(), maybe(text()), maybe(text()));
        let basis = maybe(basis.prop_map(|(citation, in_force_from, in_force_to)| v1::LegalBasis {
            citation,
            in_force_from,
            in_force_to,
        }));
        let consequence = maybe((text(), maybe(text())).prop_map(|(text, due_on)| v1::Consequence { text, due_on }));
        let exemption = maybe((text(), number(), text()).prop_map(|(id, displaces, ground)| v1::Exemption {
            id,
            displaces,
            ground,
        }));
        let evidence =
            (text(), text(), number()).prop_map(|(path, value, source)| v1::Evidence { path, value, source });
        let first = (text(), subject, number(), proptest::collection::vec(number(), 0..3), basis, maybe(text()));
        let second = (maybe(text()), proptest::collection::vec(evidence, 0..3), consequence, texts());
        let third = (number(), exemption, texts());
        (first, second, third).prop_map(
            |(
                (rule_id, subject, outcome, addressees, basis, fact_from),
                (fact_to, evidence, consequence, referrals),
                (certainty, exemption, missing),
            )| v1::Finding {
                rule_id,
                subject,
                outcome,
                addressees,
                basis,
                fact_from,
                fact_to,
                evidence,
                consequence,
                referrals,
                message: None,
                certainty,
                exemption,
                missing,
                attributes: Vec::new(),
            },
        )
    }

    fn verdict() -> impl Strategy<Value = v1::Verdict> {
        let entry = (text(), texts(), any::<bool>()).prop_map(|(part, rule_ids, vouched_for)| v1::NotAssessed {
            part,
            rule_ids,
            vouched_for,
        });
        let findings = proptest::collection::vec(finding(), 0..4);
        (findings, texts(), texts(), proptest::collection::vec(entry, 0..3), maybe(text())).prop_map(
            |(findings, silent, not_in_force, not_assessed, not_applicable)| v1::Verdict {
                findings,
                silent,
                not_in_force,
                not_assessed,
                not_applicable,
            },
        )
    }

    fn canonical(bytes: &[u8]) -> bool {
        thread_local!(static CONTRACT: Contract = Contract::read().unwrap());
        CONTRACT.with(|contract| contract.verdict.check(bytes, usize::MAX) == Ok(true))
    }

    proptest! {
        #[test]
        fn reads_what_prost_decodes(verdict in verdict()) {
            let encoded = verdict.encode_to_vec();
            prop_assert!(canonical(&encoded));
            let read = Verdict::read(&encoded).unwrap();
            let texts = |texts: &[String]| texts.iter().map(|t| t.as_str().to_owned()).collect::<Vec<_>>();
            prop_assert_eq!(read.silent.clone(), texts(&verdict.silent));
            prop_assert_eq!(read.not_in_force.clone(), texts(&verdict.not_in_force));
            prop_assert_eq!(read.not_applicable, verdict.not_applicable.as_deref());
            prop_assert_eq!(read.not_assessed.len(), verdict.not_assessed.len());
            for (read, entry) in read.not_assessed.iter().zip(&verdict.not_assessed) {
                prop_assert_eq!((read.part, read.vouched_for), (entry.part.as_str(), entry.vouched_for));
                prop_assert_eq!(&read.rule_ids, &entry.rule_ids);
            }
            prop_assert_eq!(read.findings.len(), verdict.findings.len());
            for (read, finding) in read.findings.iter().zip(&verdict.findings) {
                let subject = finding.subject.as_ref().map(|s| Subject { kind: s.kind, id: &s.id });
                let basis = finding.basis.as_ref();
                let dates = [
                    basis.and_then(|b| b.in_force_from.as_deref()),
                    basis.and_then(|b| b.in_force_to.as_deref()),
                    finding.fact_to.as_deref(),
                    finding.consequence.as_ref().and_then(|c| c.due_on.as_deref()),
                ];
                let expected = Finding {
                    rule_id: &finding.rule_id,
                    subject,
                    outcome: finding.outcome,
                    addressees: finding.addressees.clone(),
                    fact_from: finding.fact_from.as_deref(),
                    dates: dates.into_iter().flatten().collect(),
                    displaces: finding.exemption.as_ref().map(|e| e.displaces),
                    lacks: !finding.missing.is_empty(),
                    encoded: &finding.encode_to_vec(),
                };
                prop_assert_eq!(read, &expected);
            }
        }

        /// What the walk calls canonical is what decoding and encoding would give, however the bytes were changed.
        #[test]
        fn what_is_canonical_stays_as_it_is(
            verdict in verdict(),
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..3),
        ) {
            let mut bytes = verdict.encode_to_vec();
            for (index, byte, how) in changes {
                if bytes.is_empty() {
                    break;
                }
                let at = index.index(bytes.len());
                match how {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    _ => drop(bytes.remove(at)),
                }
            }
            if canonical(&bytes) {
                let decoded = v1::Verdict::decode(bytes.as_slice());
                prop_assert!(decoded.is_ok(), "{decoded:?}");
                prop_assert_eq!(decoded.unwrap().encode_to_vec(), bytes);
            }
        }
    }

    #[test]
    fn other_encodings_of_the_same_are_not_canonical() {
        let silent = |id: &str| v1::Verdict { silent: vec![id.into()], ..Default::default() }.encode_to_vec();
        let refused = |id: &str| v1::Verdict { not_in_force: vec![id.into()], ..Default::default() }.encode_to_vec();
        let finding = |bytes: &[u8]| [&[0x0a, u8::try_from(bytes.len()).unwrap()], bytes].concat();
        let table: [(&str, Vec<u8>, bool); 9] = [
            ("in order", [silent("a"), refused("b")].concat(), true),
            ("out of order", [refused("b"), silent("a")].concat(), false),
            ("a length in two bytes", vec![0x12, 0x81, 0x00, b'a'], false),
            ("a default on the wire", finding(&[0x18, 0]), false),
            ("a number twice", finding(&[0x18, 1, 0x18, 2]), false),
            ("numbers not packed", finding(&[0x20, 5]), false),
            ("numbers packed", finding(&[0x22, 1, 5]), true),
            ("no number packed", finding(&[0x22, 0]), false),
            ("not text", vec![0x12, 1, 0xff], false),
        ];
        for (name, bytes, expected) in table {
            assert_eq!(canonical(&bytes), expected, "{name}");
        }
    }
}
