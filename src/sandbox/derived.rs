//! Facts that a manifest asks the host to compute, by the same code that the SDK offers to rules written in Rust: so that
//! authors in other languages do not write ownership sums anew. They are computed from the whole record.

use comity_facts::{
    Trace, Truth, Viewed,
    ownership::{self, Holdings, Test, Threshold},
    policy::{DerivedFact, DerivedRequest, DerivedValue, OwnershipRequest, derived_request::Fact},
    retention, sites, v1, view,
};
use prost::Message;

use super::wire::{self, Damaged};
use crate::domain::Date;

/// Field of `RecordInput` that holds derived facts.
const DERIVED: u32 = 3;

/// Appends the facts asked for to an encoded `RecordInput`.
pub(super) fn append(
    input: &mut Vec<u8>,
    requests: &[DerivedRequest],
    record: &[u8],
    as_of: Date,
) -> Result<(), Damaged> {
    if requests.is_empty() {
        return Ok(());
    }
    let record = v1::Record::decode(record).map_err(|_| Damaged)?;
    for request in requests {
        let trace = Trace::new();
        let record = record.view(trace.root());
        let mut values = match &request.fact {
            Some(Fact::Ownership(asked)) => owned(record, asked, as_of, &trace),
            Some(Fact::Retention(_)) => retained(record, as_of, &trace),
            Some(Fact::ExtraSites(_)) => extra(record, as_of, &trace),
            None => Vec::new(),
        };
        values.sort_by(|a, b| a.subject.cmp(&b.subject));
        let fact = DerivedFact { name: request.name.clone(), values };
        wire::put_bytes(input, DERIVED, &fact.encode_to_vec());
    }
    Ok(())
}

/// Which parties count as blocked through their owners.
fn owned<'r>(
    record: view::Record<'r>,
    asked: &OwnershipRequest,
    as_of: Date,
    trace: &'r Trace<'r>,
) -> Vec<DerivedValue> {
    let Some(parties) = record.parties().recorded() else { return Vec::new() };
    let lists: Vec<&str> = asked.lists.iter().map(String::as_str).collect();
    let by_name = |party| ownership::on_list(party, &lists, as_of);
    ownership::in_parties(parties, by_name, test(asked), as_of)
        .into_iter()
        .map(|party| {
            let subject = party.party.id().recorded().unwrap_or_default();
            DerivedValue { through_layer: party.known.through_layer, ..decided(subject, party.blocked, trace) }
        })
        .collect()
}

fn test(asked: &OwnershipRequest) -> Test {
    // The manifest's check has refused a threshold that is none.
    let percent = asked.threshold.parse().unwrap_or_default();
    Test {
        threshold: if asked.exclusive { Threshold::MoreThan(percent) } else { Threshold::AtLeast(percent) },
        holdings: if asked.aggregate { Holdings::OfAll } else { Holdings::OfOne },
    }
}

/// What share of each wage is retained; no value where nothing is paid, of which there is no share.
fn retained<'r>(record: view::Record<'r>, as_of: Date, trace: &'r Trace<'r>) -> Vec<DerivedValue> {
    let Some(wages) = record.wages().recorded() else { return Vec::new() };
    wages
        .iter()
        .map(|line| {
            let subject = line.id().recorded().unwrap_or_default();
            match retention::of(line, as_of).and_then(|retention| retention.ratio()) {
                Ok(ratio) => DerivedValue {
                    subject: subject.to_owned(),
                    value: ratio.map(|ratio| ratio.normalize().to_string()),
                    ..DerivedValue::default()
                },
                Err(missing) => decided(subject, Truth::Unknown(missing), trace),
            }
        })
        .collect()
}

/// Which sites in use no permit covers.
fn extra<'r>(record: view::Record<'r>, as_of: Date, trace: &'r Trace<'r>) -> Vec<DerivedValue> {
    sites::in_use(record, as_of)
        .into_iter()
        .map(|site| decided(site.site.id().recorded().unwrap_or_default(), site.extra, trace))
        .collect()
}

fn decided(subject: &str, truth: Truth, trace: &Trace<'_>) -> DerivedValue {
    let (value, missing) = match truth.known() {
        Ok(known) => (Some(known.to_string()), Vec::new()),
        Err(missing) => (None, missing.fields.into_iter().map(|field| trace.path(field)).collect()),
    };
    DerivedValue { subject: subject.to_owned(), value, missing, ..DerivedValue::default() }
}
