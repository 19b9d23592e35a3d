//! A line of the file: a checksum (CRC-32C, eight hexadecimal digits), a space, an object of JSON, the line's end.

use serde::{Deserialize, Serialize};

use super::disposition::{Decision, New};
use crate::domain::{Caller, Date};

/// What somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From 0, without a gap.
    pub(super) number: u64,
    pub(super) made_ms: u64,
    pub(super) caller: Caller,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Disposed(New),
    Withdrawn { of: u64, why: String },
}

#[derive(Serialize, Deserialize)]
struct Raw {
    n: u64,
    made_ms: u64,
    tenant: String,
    principal: String,
    #[serde(flatten)]
    what: RawWhat,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum RawWhat {
    Disposed {
        decision: RawDecision,
        why: String,
        until: String,
        party: String,
        party_digest: String,
        list: String,
        entry: String,
        entry_digest: String,
    },
    Withdrawn {
        of: u64,
        why: String,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawDecision {
    FalsePositive,
    TrueMatch,
}

impl Line {
    /// As it stands in the file, its end included.
    pub(super) fn write(&self) -> Option<Vec<u8>> {
        let what = match &self.what {
            What::Disposed(new) => RawWhat::Disposed {
                decision: match new.decision {
                    Decision::FalsePositive => RawDecision::FalsePositive,
                    Decision::TrueMatch => RawDecision::TrueMatch,
                },
                why: new.why.clone(),
                until: new.until.to_string(),
                party: new.party.clone(),
                party_digest: new.party_digest.to_string(),
                list: new.list.to_string(),
                entry: new.entry.clone(),
                entry_digest: new.entry_digest.to_string(),
            },
            What::Withdrawn { of, why } => RawWhat::Withdrawn { of: *of, why: why.clone() },
        };
        let raw = Raw {
            n: self.number,
            made_ms: self.made_ms,
            tenant: self.caller.tenant.to_string(),
            principal: self.caller.principal.to_string(),
            what,
        };
        let json = serde_json::to_string(&raw).ok()?;
        Some(format!("{:08x} {json}\n", crc32c::crc32c(json.as_bytes())).into_bytes())
    }

    /// Reads a line, without its end; says what is wrong with it.
    pub(super) fn read(bytes: &[u8], number: u64) -> Result<Self, &'static str> {
        let (sum, json) = bytes.split_at_checked(9).ok_or("it is too short")?;
        if format!("{:08x} ", crc32c::crc32c(json)).as_bytes() != sum {
            return Err("its checksum is not that of its text");
        }
        let raw: Raw = serde_json::from_slice(json).map_err(|_| "it is not a line of dispositions")?;
        if raw.n != number {
            return Err("its number is not the next: a line before it is missing, or there twice");
        }
        let ids = || Some(Caller { tenant: raw.tenant.parse().ok()?, principal: raw.principal.parse().ok()? });
        let caller = ids().ok_or("its tenant or principal is none")?;
        let what = read(raw.what).ok_or("a field of it is not what it should be")?;
        Ok(Self { number, made_ms: raw.made_ms, caller, what })
    }
}

fn read(raw: RawWhat) -> Option<What> {
    Some(match raw {
        RawWhat::Withdrawn { of, why } => What::Withdrawn { of, why },
        RawWhat::Disposed { decision, why, until, party, party_digest, list, entry, entry_digest } => {
            What::Disposed(New {
                decision: match decision {
                    RawDecision::FalsePositive => Decision::FalsePositive,
                    RawDecision::TrueMatch => Decision::TrueMatch,
                },
                why,
                until: Date::read(&until)?,
                party,
                party_digest: party_digest.parse().ok()?,
                list: list.parse().ok()?,
                entry,
                entry_digest: entry_digest.parse().ok()?,
            })
        }
    })
}
