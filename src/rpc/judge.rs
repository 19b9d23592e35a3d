//! What an evaluator thread does with a request: check the bytes, decide, put the decision into words. A bad record of a
//! stream spoils only itself; the others of its piece are decided together.

use std::sync::Arc;

use comity_facts::v1::{
    EvaluateResponse, FieldViolation, LedgerEntry, RecordRefusal, StreamAnswer, stream_answer::Result as Outcome,
};
use prost::{
    Message as _,
    bytes::Bytes,
    encoding::{WireType, encode_key, encode_varint},
};

use super::{
    convert::{self, Wanted},
    described::Described,
    error::CallError,
    intake::{self, Evaluation, Intake, Options},
    keep::{Asked, Keeper, Keeping, Known},
    meters::Meters,
    repeat::Claim,
    screen::not_after_today,
    violation::{Reason, Refusal, unknown_jurisdictions},
};
use crate::{
    catalog::Catalog,
    domain::{Caller, Date, EncodedRecord, Jurisdiction},
    evaluate::{Decision, Desk, EvaluateError, Question},
    ledger::Haste,
};

/// What checks and decides the requests of one caller.
pub(super) struct Judge {
    pub(super) intake: Arc<Intake>,
    pub(super) described: Arc<Described>,
    pub(super) keeper: Keeper,
    pub(super) caller: Caller,
    pub(super) meters: Arc<Meters>,
    pub(super) today: Date,
    /// Largest message to the caller.
    pub(super) answer_bytes: usize,
}

/// An answer that may be given out once the ledger has it.
pub(super) struct Unsent<A> {
    pub(super) answer: A,
    pub(super) keeping: Keeping,
}

/// The answer to a call.
pub struct Answer {
    /// An encoded `comity.v1.EvaluateResponse`.
    pub bytes: Vec<u8>,
    /// Whether every date was answered whole.
    pub(super) complete: bool,
    /// Where its decision is kept.
    pub(super) ledger: LedgerEntry,
}

/// How far a call came at first.
pub(super) enum Step {
    Given(Given),
    /// The lists of a past day have to be had before it is decided.
    Past(Date, Box<Claimed>),
}

/// A checked request that nobody else decides.
pub(super) struct Claimed {
    evaluation: Evaluation,
    question: Question,
    claim: Option<Claim>,
}

/// The answer to a call, before it is given out.
pub(super) enum Given {
    /// Decided now: an encoded `comity.v1.EvaluateResponse` that lacks what the ledger tells.
    New { unsent: Unsent<Vec<u8>>, complete: bool },
    /// Decided before, and kept.
    Again(Answer),
}

impl Judge {
    /// Answers an encoded `comity.v1.EvaluateRequest`, unless the lists of a past day have to be had first.
    pub(super) fn answer(&self, desk: &Desk<'_>, request: &[u8]) -> Result<Step, CallError> {
        let stages = &self.meters.stages;
        let evaluation = stages.check.time(|| self.intake.evaluation(request, &self.described.declared))?;
        known(desk.catalog(), "options.jurisdictions", &evaluation.options.jurisdictions)?;
        let question = self.question(&evaluation.options)?;
        let request_id = &evaluation.request_id;
        let claim = match self.keeper.claim(&question, request_id, &evaluation.record) {
            Ok(claim) => claim,
            Err(Known::Decided(index)) => {
                let response = self.keeper.answer(index, evaluation.options.detail)?;
                let (complete, bytes) = (is_complete(&response), self.fits(response.encode_to_vec())?);
                let ledger = response.ledger.unwrap_or_default();
                return Ok(Step::Given(Given::Again(Answer { bytes, complete, ledger })));
            }
            Err(Known::Running) => return Err(CallError::Running { request_id: request_id.clone() }),
            Err(Known::Other) => return Err(CallError::AlreadyExists { request_id: request_id.clone() }),
        };
        let claimed = Claimed { evaluation, question, claim };
        match claimed.question.known_at {
            Some(day) => Ok(Step::Past(day, Box::new(claimed))),
            None => self.decide(desk, desk.catalog(), claimed).map(Step::Given),
        }
    }

    /// Decides a request by a catalog.
    pub(super) fn decide(&self, desk: &Desk<'_>, catalog: &Catalog, claimed: Claimed) -> Result<Given, CallError> {
        let Claimed { evaluation, question, claim } = claimed;
        let stages = &self.meters.stages;
        let decided = desk.decide_by(catalog, &question, std::slice::from_ref(&evaluation.record))?;
        let decisions = decided.and_then(|all| all.into_iter().next()).ok_or(CallError::GivenUp)?;
        let wanted = Wanted::by(evaluation.request_id, &evaluation.record, &evaluation.options);
        let answer = self.fits(stages.encode.time(|| convert::response(&decisions, &wanted))?)?;
        let (request_id, record) = (wanted.request_id.as_str(), &evaluation.record);
        let asked = Asked { question: &question, request_id, record, haste: Haste::Now };
        let keeping = stages.keep.time(|| self.keeper.keep(&asked, &decisions, claim))?;
        let complete = decisions.iter().all(|decision| decision.complete);
        Ok(Given::New { unsent: Unsent { answer, keeping }, complete })
    }

    fn fits(&self, answer: Vec<u8>) -> Result<Vec<u8>, CallError> {
        let (size, most) = (answer.len() + ENTRY_BYTES, self.answer_bytes);
        if size <= most { Ok(answer) } else { Err(CallError::AnswerTooLarge { size, most }) }
    }

    fn question(&self, options: &Options) -> Result<Question, CallError> {
        not_after_today(options.known_at, "options.", self.today)?;
        Ok(Question {
            tenant: self.caller.tenant.clone(),
            principal: self.caller.principal.clone(),
            dates: options.dates.clone(),
            jurisdictions: options.jurisdictions.clone(),
            assessed_parts: options.assessed_parts.clone(),
            today: self.today,
            known_at: options.known_at,
        })
    }
}

fn is_complete(response: &EvaluateResponse) -> bool {
    response.decisions.iter().all(|decision| decision.complete)
}

/// What is told of an entry of the ledger takes no more.
const ENTRY_BYTES: usize = 64;

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

/// The answer to one record of a stream, to be given out once its decision is kept.
pub(super) struct Pending {
    sequence: u64,
    kind: AnswerKind,
    said: Said,
}

enum Said {
    /// An encoded `comity.v1.EvaluateResponse` that lacks what the ledger tells.
    Response(Unsent<Vec<u8>>),
    /// An encoded `comity.v1.StreamAnswer`: a refusal, or a decision that was kept before.
    Whole(Bytes),
}

/// The answer to one record of a stream.
pub(super) struct Answered {
    /// An encoded `comity.v1.StreamAnswer`.
    pub(super) bytes: Bytes,
    pub(super) kind: AnswerKind,
    /// Its place in the ledger, if its decision was kept now.
    pub(super) entry: Option<u64>,
}

/// Field of `StreamAnswer` that holds the response; a test holds it to the schema.
const RESPONSE: u32 = 2;

impl Pending {
    /// Waits until the decision is kept.
    pub(super) async fn kept(self) -> Result<Answered, CallError> {
        let Self { sequence, kind, said } = self;
        let mut entry = None;
        let bytes = match said {
            Said::Whole(bytes) => bytes,
            Said::Response(Unsent { answer, keeping }) => {
                let ledger = keeping.kept().await?;
                entry = ledger.index;
                let rest = convert::ledger(ledger);
                let size = answer.len() + rest.len();
                let mut out = StreamAnswer { sequence, result: None }.encode_to_vec();
                out.reserve(size + 12);
                encode_key(RESPONSE, WireType::LengthDelimited, &mut out);
                encode_varint(size as u64, &mut out);
                out.extend(answer);
                out.extend(rest);
                out.into()
            }
        };
        Ok(Answered { bytes, kind, entry })
    }
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
    /// Pinned when the stream was opened.
    catalog: Arc<Catalog>,
}

/// A record of a stream, checked.
enum Checked {
    Good {
        request_id: String,
        record: EncodedRecord,
        claim: Option<Claim>,
    },
    /// Decided before, in the entry of this index.
    Decided {
        request_id: String,
        index: u64,
    },
    Bad {
        request_id: String,
        refusal: Refusal,
    },
}

impl Pieces {
    /// Refuses lists of a day that has not come.
    pub(super) fn new(judge: Judge, options: Options, catalog: Arc<Catalog>) -> Result<Self, CallError> {
        let question = judge.question(&options)?;
        Ok(Self { judge, options, question, catalog })
    }

    /// The same by another catalog.
    pub(super) fn by(self, catalog: Catalog) -> Self {
        Self { catalog: Arc::new(catalog), ..self }
    }

    /// The catalog by which the stream is decided.
    pub(super) fn catalog(&self) -> String {
        self.catalog.digest().to_string()
    }

    /// The answer to each record of a piece, in their order.
    pub(super) fn answer(&self, desk: &Desk<'_>, piece: &Piece) -> Result<Vec<Pending>, CallError> {
        let checked: Vec<_> = piece.records.iter().map(|bytes| self.check(bytes)).collect();
        let good: Vec<_> = checked.iter().filter_map(Checked::record).cloned().collect();
        let decided = desk.decide_by(&self.catalog, &self.question, &good)?.ok_or(CallError::GivenUp)?;
        let mut decided = decided.into_iter();
        let sequences = piece.first_sequence..;
        sequences.zip(checked).map(|(sequence, checked)| self.say(sequence, checked, &mut decided)).collect()
    }

    fn check(&self, bytes: &[u8]) -> Checked {
        let read = || self.judge.intake.stream_record(bytes, &self.judge.described.declared);
        match self.judge.meters.stages.check.time(read) {
            Ok((request_id, record)) => match self.judge.keeper.claim(&self.question, &request_id, &record) {
                Ok(claim) => Checked::Good { request_id, record, claim },
                Err(Known::Decided(index)) => Checked::Decided { request_id, index },
                Err(Known::Running) => {
                    let error = CallError::Running { request_id: request_id.clone() };
                    let refusal = Refusal::one("request_id", Reason::RequestRunning, error.to_string());
                    Checked::Bad { request_id, refusal }
                }
                Err(Known::Other) => {
                    let error = CallError::AlreadyExists { request_id: request_id.clone() };
                    let refusal = Refusal::one("request_id", Reason::RequestIdTaken, error.to_string());
                    Checked::Bad { request_id, refusal }
                }
            },
            Err(refusal) => Checked::Bad { request_id: intake::request_id(bytes), refusal },
        }
    }

    /// The answer to a record; the next of the decisions is that of the next good one.
    fn say(
        &self,
        sequence: u64,
        checked: Checked,
        decided: &mut impl Iterator<Item = Vec<Decision>>,
    ) -> Result<Pending, CallError> {
        match checked {
            Checked::Bad { request_id, refusal } => Ok(refused(sequence, request_id, &refusal)),
            Checked::Decided { request_id, index } => self.again(sequence, request_id, index),
            Checked::Good { request_id, record, claim } => {
                let decisions = decided.next().ok_or(CallError::Evaluate(EvaluateError::Internal))?;
                let complete = decisions.iter().all(|decision| decision.complete);
                let wanted = Wanted::by(request_id, &record, &self.options);
                let stages = &self.judge.meters.stages;
                let answer = stages.encode.time(|| convert::response(&decisions, &wanted))?;
                let size = answer.len() + ENTRY_BYTES;
                if size > self.judge.answer_bytes {
                    return Ok(refused(sequence, wanted.request_id, &self.too_large(size)));
                }
                let request_id = wanted.request_id.as_str();
                let asked = Asked { question: &self.question, request_id, record: &record, haste: Haste::CanWait };
                let keeping = stages.keep.time(|| self.judge.keeper.keep(&asked, &decisions, claim))?;
                let kind = if complete { AnswerKind::Complete } else { AnswerKind::Incomplete };
                Ok(Pending { sequence, kind, said: Said::Response(Unsent { answer, keeping }) })
            }
        }
    }

    /// The answer to a record that was decided before.
    fn again(&self, sequence: u64, request_id: String, index: u64) -> Result<Pending, CallError> {
        let response = self.judge.keeper.answer(index, self.options.detail)?;
        let complete = is_complete(&response);
        let answer = StreamAnswer { sequence, result: Some(Outcome::Response(response)) };
        let size = answer.encoded_len();
        if size > self.judge.answer_bytes {
            return Ok(refused(sequence, request_id, &self.too_large(size)));
        }
        let kind = if complete { AnswerKind::Complete } else { AnswerKind::Incomplete };
        Ok(Pending { sequence, kind, said: Said::Whole(answer.encode_to_vec().into()) })
    }

    fn too_large(&self, size: usize) -> Refusal {
        let error = CallError::AnswerTooLarge { size, most: self.judge.answer_bytes };
        Refusal::one("", Reason::AnswerTooLarge, error.to_string())
    }
}

impl Checked {
    fn record(&self) -> Option<&EncodedRecord> {
        match self {
            Self::Good { record, .. } => Some(record),
            Self::Bad { .. } | Self::Decided { .. } => None,
        }
    }
}

fn refused(sequence: u64, request_id: String, refusal: &Refusal) -> Pending {
    let violations = refusal.violations.iter().map(|violation| FieldViolation {
        field: violation.path.clone(),
        description: violation.description.clone(),
        reason: violation.reason.code().to_owned(),
    });
    let refusal = RecordRefusal { request_id, violations: violations.collect() };
    let answer = StreamAnswer { sequence, result: Some(Outcome::Refusal(refusal)) };
    Pending { sequence, kind: AnswerKind::Refused, said: Said::Whole(answer.encode_to_vec().into()) }
}
