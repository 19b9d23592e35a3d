//! What an evaluator thread does with a request: check the bytes, decide, put the decision into words. A bad record of a
//! stream spoils only itself; the others of its piece are decided together.

use std::sync::Arc;

use comity_facts::v1::{
    EvaluateResponse, FieldViolation, RecordRefusal, StreamAnswer, stream_answer::Result as Outcome,
};
use prost::{Message as _, bytes::Bytes};

use super::{
    convert::{self, Wanted},
    described::Described,
    error::CallError,
    intake::{self, Intake, Options},
    violation::{Reason, Refusal, unknown_jurisdictions},
};
use crate::{
    catalog::Catalog,
    domain::{Caller, Date, EncodedRecord, Jurisdiction},
    evaluate::{Decision, Desk, EvaluateError, Question},
};

/// What checks and decides the requests of one caller.
pub(super) struct Judge {
    pub(super) intake: Arc<Intake>,
    pub(super) described: Arc<Described>,
    pub(super) caller: Caller,
    pub(super) today: Date,
}

impl Judge {
    /// Answers an encoded `comity.v1.EvaluateRequest`.
    pub(super) fn answer(&self, desk: &Desk<'_>, request: &[u8]) -> Result<EvaluateResponse, CallError> {
        let evaluation = self.intake.evaluation(request, &self.described.declared)?;
        known(desk.catalog(), "options.jurisdictions", &evaluation.options.jurisdictions)?;
        let question = self.question(&evaluation.options);
        let decided = desk.decide(&question, std::slice::from_ref(&evaluation.record))?;
        let decisions = decided.and_then(|all| all.into_iter().next()).ok_or(CallError::GivenUp)?;
        let wanted = Wanted::by(evaluation.request_id, &evaluation.record, &evaluation.options);
        convert::response(&decisions, &wanted)
    }

    fn question(&self, options: &Options) -> Question {
        Question {
            tenant: self.caller.tenant.clone(),
            principal: self.caller.principal.clone(),
            dates: options.dates.clone(),
            jurisdictions: options.jurisdictions.clone(),
            assessed_parts: options.assessed_parts.clone(),
            today: self.today,
        }
    }
}

/// Refuses jurisdictions that the catalog does not know, by their place in the list of that name.
pub(super) fn known(catalog: &Catalog, list: &str, asked: &[Jurisdiction]) -> Result<(), CallError> {
    if asked.iter().all(|jurisdiction| catalog.knows(jurisdiction)) {
        return Ok(());
    }
    let mut known: Vec<_> = catalog.jurisdictions().cloned().collect();
    known.sort();
    Err(unknown_jurisdictions(list, asked, &known).into())
}

/// Some records of a stream, each an encoded `comity.v1.StreamRecord`.
pub(super) struct Piece {
    pub(super) first_sequence: u64,
    pub(super) records: Vec<Bytes>,
}

/// The answer to one record of a stream.
pub(super) struct Answered {
    /// An encoded `comity.v1.StreamAnswer`.
    pub(super) bytes: Bytes,
    pub(super) kind: AnswerKind,
}

/// What came of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerKind {
    Complete,
    Incomplete,
    Refused,
}

/// What answers the records of one stream.
pub(super) struct Pieces {
    judge: Judge,
    options: Options,
    question: Question,
    /// Largest message to the caller.
    answer_bytes: usize,
}

/// A record of a stream, checked.
enum Checked {
    Good { request_id: String, record: EncodedRecord },
    Bad { request_id: String, refusal: Refusal },
}

impl Pieces {
    pub(super) fn new(judge: Judge, options: Options, answer_bytes: usize) -> Self {
        let question = judge.question(&options);
        Self { judge, options, question, answer_bytes }
    }

    /// The catalog by which the stream is decided.
    pub(super) fn catalog(&self) -> String {
        self.judge.described.catalog.to_string()
    }

    /// The answer to each record of a piece, in their order.
    pub(super) fn answer(&self, desk: &Desk<'_>, piece: &Piece) -> Result<Vec<Answered>, CallError> {
        let checked: Vec<_> = piece.records.iter().map(|bytes| self.check(bytes)).collect();
        let good: Vec<_> = checked.iter().filter_map(Checked::record).cloned().collect();
        let decided = desk.decide(&self.question, &good)?.ok_or(CallError::GivenUp)?;
        let mut decided = decided.into_iter();
        let sequences = piece.first_sequence..;
        sequences.zip(checked).map(|(sequence, checked)| self.say(sequence, checked, &mut decided)).collect()
    }

    fn check(&self, bytes: &[u8]) -> Checked {
        match self.judge.intake.stream_record(bytes, &self.judge.described.declared) {
            Ok((request_id, record)) => Checked::Good { request_id, record },
            Err(refusal) => Checked::Bad { request_id: intake::request_id(bytes), refusal },
        }
    }

    /// The answer to a record; the next of the decisions is that of the next good one.
    fn say(
        &self,
        sequence: u64,
        checked: Checked,
        decided: &mut impl Iterator<Item = Vec<Decision>>,
    ) -> Result<Answered, CallError> {
        match checked {
            Checked::Bad { request_id, refusal } => Ok(refused(sequence, request_id, &refusal)),
            Checked::Good { request_id, record } => {
                let decisions = decided.next().ok_or(CallError::Evaluate(EvaluateError::Internal))?;
                let complete = decisions.iter().all(|decision| decision.complete);
                let wanted = Wanted::by(request_id, &record, &self.options);
                let response = convert::response(&decisions, &wanted)?;
                let answer = StreamAnswer { sequence, result: Some(Outcome::Response(response)) };
                let size = answer.encoded_len();
                if size > self.answer_bytes {
                    return Ok(refused(sequence, wanted.request_id, &self.too_large(size)));
                }
                let kind = if complete { AnswerKind::Complete } else { AnswerKind::Incomplete };
                Ok(Answered { bytes: answer.encode_to_vec().into(), kind })
            }
        }
    }

    fn too_large(&self, size: usize) -> Refusal {
        let error = CallError::AnswerTooLarge { size, most: self.answer_bytes };
        Refusal::one("", Reason::AnswerTooLarge, error.to_string())
    }
}

impl Checked {
    fn record(&self) -> Option<&EncodedRecord> {
        match self {
            Self::Good { record, .. } => Some(record),
            Self::Bad { .. } => None,
        }
    }
}

fn refused(sequence: u64, request_id: String, refusal: &Refusal) -> Answered {
    let violations = refusal.violations.iter().map(|violation| FieldViolation {
        field: violation.path.clone(),
        description: violation.description.clone(),
        reason: violation.reason.code().to_owned(),
    });
    let refusal = RecordRefusal { request_id, violations: violations.collect() };
    let answer = StreamAnswer { sequence, result: Some(Outcome::Refusal(refusal)) };
    Answered { bytes: answer.encode_to_vec().into(), kind: AnswerKind::Refused }
}
