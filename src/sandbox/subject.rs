//! What a finding may be about: an entry that stands in the record the plugin was given.

use comity_facts::v1::SubjectKind;
use prost_reflect::MessageDescriptor;

use super::{error::SandboxError, path::Path, verdict::Subject, wire::Value};

/// Where the entries of each kind have their ids. The record itself, States and dossiers have no list of entries.
const LISTS: [(SubjectKind, &str); 27] = [
    (SubjectKind::Party, "parties.items.id"),
    (SubjectKind::WorkerGroup, "workers.items.id"),
    (SubjectKind::Worksite, "worksites.items.id"),
    (SubjectKind::Permit, "permits.items.id"),
    (SubjectKind::Residence, "residence.items.id"),
    (SubjectKind::Contract, "contracts.items.id"),
    (SubjectKind::Wage, "wages.items.id"),
    (SubjectKind::WorkingTime, "working_time.items.id"),
    (SubjectKind::Heat, "heat.items.id"),
    (SubjectKind::Liberty, "liberty.items.id"),
    (SubjectKind::Coercion, "coercion.items.id"),
    (SubjectKind::Supervision, "supervision.items.id"),
    (SubjectKind::Housing, "housing.items.id"),
    (SubjectKind::Inspection, "inspections.items.id"),
    (SubjectKind::Complaint, "complaints.items.id"),
    (SubjectKind::Proceeding, "proceedings.items.id"),
    (SubjectKind::ProtectionClaim, "protection_claims.items.id"),
    (SubjectKind::Transaction, "transactions.items.id"),
    (SubjectKind::Holding, "holdings.items.id"),
    (SubjectKind::Goods, "goods.items.id"),
    (SubjectKind::Order, "orders.items.id"),
    (SubjectKind::JointVenture, "ventures.joint_ventures.id"),
    (SubjectKind::Investment, "ventures.investments.id"),
    (SubjectKind::Lease, "ventures.leases.id"),
    (SubjectKind::Service, "ventures.services.id"),
    (SubjectKind::Claim, "ventures.claims_made.id"),
    (SubjectKind::Journey, "journeys.items.id"),
];

/// Where each kind of subject stands, resolved.
pub(super) struct Entries {
    record: Path,
    state: Path,
    dossier: Path,
    lists: Vec<(SubjectKind, Path)>,
}

impl Entries {
    /// Resolves the paths against the record.
    pub(super) fn read(record: &MessageDescriptor) -> Result<Self, SandboxError> {
        let path = |path: &str| Path::resolve(record, path).ok_or_else(|| SandboxError::Contract(path.to_owned()));
        let lists = LISTS.iter().map(|(kind, at)| path(at).map(|path| (*kind, path))).collect::<Result<_, _>>()?;
        Ok(Self { record: path("id")?, state: path("state.country")?, dossier: path("dossier.proposed_list")?, lists })
    }

    /// Whether the record has the subject. An empty id stands for an entry, or a record, that has none.
    pub(super) fn hold(&self, subject: Subject<'_>, record: &[u8]) -> bool {
        let Ok(kind) = SubjectKind::try_from(subject.kind) else { return false };
        let path = match kind {
            SubjectKind::Unspecified => return false,
            SubjectKind::Record => &self.record,
            SubjectKind::State => &self.state,
            SubjectKind::Dossier => &self.dossier,
            kind => match self.lists.iter().find(|(k, _)| *k == kind) {
                Some((_, path)) => path,
                None => return false,
            },
        };
        let named = |value: Value<'_>| value == Value::Bytes(subject.id.as_bytes());
        let Ok(seen) = path.look(record, &named) else { return false };
        match kind {
            // There is one of each at most, so its presence is enough where it is not named.
            SubjectKind::State | SubjectKind::Dossier if subject.id.is_empty() => !seen.lacking || seen.entry_lacks,
            SubjectKind::Dossier => false,
            _ => seen.matched || (subject.id.is_empty() && seen.entry_lacks),
        }
    }
}
