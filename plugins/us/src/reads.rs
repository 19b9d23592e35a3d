//! The fields that gates and shared tests read, for the `reads` of the rules that use them.

pub(crate) use comity_sdk::{CONTROL, LISTS, OWNERS};

pub(crate) const US_PERSON: &[&str] = &["parties.items.is_us_person", "parties.items.country"];

pub(crate) const PRK: &[&str] = &["workers.items.nationalities", "workers.items.korean_unspecified"];

/// With [`OWNERS`], [`CONTROL`] and [`PRK`]: whether a party is a body of the Government.
pub(crate) const GOVERNMENT: &[&str] =
    &["parties.items.government_of_north_korea", "parties.items.country", "parties.items.acts_for"];

/// Who stands on either side of a payment.
pub(crate) const SIDES: &[&str] = &[
    "transactions.items.payer",
    "transactions.items.payee",
    "transactions.items.bank.party",
    "transactions.items.payer_institution.party",
    "transactions.items.payee_institution.party",
];

pub(crate) const INSTITUTIONS: &[&str] = &[
    "transactions.items.bank.country",
    "transactions.items.payer_institution.country",
    "transactions.items.payee_institution.country",
];

/// With [`SIDES`], [`INSTITUTIONS`] and [`US_PERSON`]: whether a payment touches the United States, and its licence.
pub(crate) const PAYMENT: &[&str] =
    &["transactions.items.us_nexus", "transactions.items.facilitated_by", "transactions.items.licence_ref"];

/// Dealings without a payment.
pub(crate) const OTHER_NEXUS: &[&str] = &["transactions", "transactions.items.date", "us_nexus"];

pub(crate) const WAIVERS: &[&str] = &["assurance.waivers.id", "assurance.waivers.from", "assurance.waivers.to"];

pub(crate) const CERTIFICATIONS: &[&str] = &["assurance.certifications.limbs", "assurance.certifications.certified_on"];

/// With [`PRK`]: whether the workers are laborers.
pub(crate) const PROTECTION: &[&str] = &["workers.items.protection"];

/// Where the workers work.
const WORK: &[&str] = &[
    "worksites.items.id",
    "worksites.items.country",
    "worksites.items.worker_groups",
    "worksites.items.start",
    "worksites.items.end",
];

/// What the indicators of forced labour read, and the limits of the host country with them.
pub(crate) const INDICATORS: &[&str] = &[
    "parties.items.roles",
    "parties.items.government_of_north_korea",
    "workers.items.nationalities",
    "workers.items.korean_unspecified",
    "workers.items.protection",
    "workers.items.speaks_host_language",
    "deployment.start",
    "deployment.end",
    "worksites.items.id",
    "worksites.items.start",
    "worksites.items.end",
    "worksites.items.country",
    "worksites.items.worker_groups",
    "worksites.items.employer",
    "worksites.items.remote_camp",
    "worksites.items.disclosed_to_worker",
    "permits.items.valid_from",
    "permits.items.valid_to",
    "permits.items.withdrawn_on",
    "permits.items.employer",
    "permits.items.worksites",
    "permits.items.tied_to_employer",
    "contracts.items.signed_on",
    "contracts.items.terms_substituted",
    "wages.items.period",
    "wages.items.due_on",
    "wages.items.due_day",
    "wages.items.paid_on",
    "wages.items.paid_days_after_due",
    "wages.items.longest_gap_days",
    "wages.items.gross_by_host",
    "wages.items.contractual",
    "wages.items.received_by_worker",
    "wages.items.payee",
    "wages.items.worker_written_mandate",
    "wages.items.deductions.items.amount",
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
    "working_time.items.week_minutes",
    "working_time.items.weekly_rest_minutes",
    "working_time.items.weeks_without_rest",
    "working_time.items.overtime_refusable",
    "heat.items.site",
    "heat.items.shade",
    "heat.items.ventilated",
    "heat.items.water",
    "heat.items.outdoor_intervals.items.date",
    "heat.items.outdoor_intervals.items.from",
    "heat.items.outdoor_intervals.items.to",
    "heat.items.wbgt_readings.items.date",
    "heat.items.wbgt_readings.items.celsius",
    "heat.items.wbgt_readings.items.work_continued",
    "liberty.items.passport_holder",
    "liberty.items.passport_held_on_written_request",
    "liberty.items.passport_returned_on_demand",
    "liberty.items.may_leave_site",
    "liberty.items.may_leave_accommodation",
    "liberty.items.escort_required",
    "liberty.items.communication_restricted",
    "liberty.items.phone_confiscated",
    "coercion.items.threats.items.kind",
    "coercion.items.threats.items.date",
    "coercion.items.violence.items.date",
    "coercion.items.violence.items.by",
    "coercion.items.family_reprisal_threat",
    "coercion.items.debt",
    "coercion.items.debt_deducted_from_pay",
    "coercion.items.recruitment_fee_paid_by_worker",
    "coercion.items.exit_penalty",
    "coercion.items.can_resign",
    "coercion.items.consent_evidence",
    "supervision.items.minder_powers",
    "housing.items.guarded",
    "housing.items.locked_at_night",
    "housing.items.area_m2_per_person",
    "housing.items.co_located_with_site",
    "housing.items.protective_equipment_missing",
    "housing.items.accidents_unreported",
];

/// What status and listing together read.
pub(crate) const DEALING: &[&[&str]] =
    &[US_PERSON, GOVERNMENT, PRK, CONTROL, OWNERS, LISTS, SIDES, INSTITUTIONS, PAYMENT, OTHER_NEXUS];

pub(crate) const EXPORT_OF_WORKERS: &[&[&str]] = &[
    US_PERSON,
    GOVERNMENT,
    PRK,
    PROTECTION,
    CONTROL,
    OWNERS,
    LISTS,
    SIDES,
    INSTITUTIONS,
    PAYMENT,
    OTHER_NEXUS,
    CERTIFICATIONS,
    WORK,
    &["ventures.leases.lessor", "ventures.leases.use", "ventures.leases.from", "ventures.leases.to"],
];

pub(crate) const SUPPORT: &[&[&str]] = &[
    US_PERSON,
    GOVERNMENT,
    PRK,
    CONTROL,
    OWNERS,
    SIDES,
    PAYMENT,
    &[
        "parties.items.owned_by_north_korean_national",
        "transactions.items.purpose",
        "deployment.start",
        "deployment.end",
        "goods.items.origin",
        "goods.items.market",
        "goods.items.destination_country",
        "goods.items.exported_on",
        "goods.items.licence_ref",
        "ventures.investments.investor",
        "ventures.investments.target",
        "ventures.investments.date",
        "ventures.services.provider",
        "ventures.services.recipient",
        "ventures.services.from",
        "ventures.services.to",
    ],
];

pub(crate) const PERSON: &[&[&str]] = &[
    WORK,
    US_PERSON,
    GOVERNMENT,
    PRK,
    CONTROL,
    OWNERS,
    LISTS,
    SIDES,
    INSTITUTIONS,
    PAYMENT,
    OTHER_NEXUS,
    &[
        "parties.items.owned_by_north_korean_national",
        "workers.items.sector",
        "worksites.items.employer",
        "goods.items.importer",
        "goods.items.origin",
        "goods.items.destination_country",
        "goods.items.entry_date",
        "goods.items.exported_on",
    ],
];

pub(crate) const FOREIGN_BANK: &[&[&str]] = &[
    US_PERSON,
    GOVERNMENT,
    PRK,
    CONTROL,
    OWNERS,
    LISTS,
    SIDES,
    INSTITUTIONS,
    &[
        "parties.items.owned_by_north_korean_national",
        "transactions.items.to_country",
        "transactions.items.mode",
        "transactions.items.knowledge.items.known_on",
        "transactions.items.executed",
        "transactions.items.rejected_on",
    ],
];

pub(crate) const FINANCIAL_SUBSIDIARY: &[&[&str]] = &[
    US_PERSON,
    GOVERNMENT,
    PRK,
    CONTROL,
    OWNERS,
    LISTS,
    SIDES,
    PAYMENT,
    &["parties.items.is_us_financial_institution"],
];

pub(crate) const EVASION: &[&[&str]] = &[
    US_PERSON,
    GOVERNMENT,
    PRK,
    CONTROL,
    OWNERS,
    LISTS,
    SIDES,
    INSTITUTIONS,
    PAYMENT,
    OTHER_NEXUS,
    &[
        "parties.items.owned_by_north_korean_national",
        "deployment.start",
        "deployment.end",
        "parties.items.knowledge.items.known_on",
        "workers.items.nationality_as_declared",
        "transactions.items.concealment",
        "transactions.items.knowledge.items.known_on",
    ],
];

pub(crate) const HOLDING: &[&[&str]] = &[
    US_PERSON,
    &[
        "holdings.items.holder",
        "holdings.items.regime",
        "holdings.items.blocked_on",
        "holdings.items.reported_on",
        "holdings.items.unblocked_on",
        "holdings.items.annual_reports.items.year",
        "holdings.items.annual_reports.items.filed_on",
    ],
];

pub(crate) const REJECTION: &[&[&str]] = &[
    US_PERSON,
    &[
        "parties.items.is_us_financial_institution",
        "transactions.items.rejected_on",
        "transactions.items.rejected_by",
        "transactions.items.rejection_reported_on",
    ],
];

pub(crate) const RECORDS: &[&[&str]] = &[
    US_PERSON,
    &[
        "holdings.items.regime",
        "holdings.items.holder",
        "holdings.items.records.items.transaction_date",
        "holdings.items.records.items.destroyed_on",
    ],
];

pub(crate) const ABUSES: &[&[&str]] = &[GOVERNMENT, PRK, CONTROL, OWNERS, WAIVERS, INDICATORS];

pub(crate) const REVENUE: &[&[&str]] = &[
    US_PERSON,
    GOVERNMENT,
    PRK,
    CONTROL,
    OWNERS,
    WAIVERS,
    PROTECTION,
    WORK,
    &["wages.items.payee", "wages.items.assigned_to", "wages.items.period"],
];

pub(crate) const LABORERS: &[&[&str]] =
    &[US_PERSON, PRK, CERTIFICATIONS, &["workers.items.protection", "assurance.named_in_us_report_on"]];

const ENTERING: &[&str] = &["goods.items.market", "goods.items.entry_date"];

pub(crate) const IMPORT: &[&[&str]] = &[
    US_PERSON,
    GOVERNMENT,
    PRK,
    CONTROL,
    OWNERS,
    ENTERING,
    &[
        "deployment.start",
        "deployment.end",
        "deployment.remote.works_in",
        "deployment.remote.clients",
        "goods.items.origin",
        "goods.items.is_service",
        "goods.items.licence_ref",
        "ventures.services.provider",
        "ventures.services.recipient",
        "ventures.services.from",
        "ventures.services.to",
    ],
];

pub(crate) const MADE_BY: &[&[&str]] = &[
    PRK,
    WAIVERS,
    ENTERING,
    &[
        "deployment.start",
        "deployment.end",
        "worksites.items.start",
        "worksites.items.end",
        "worksites.items.worker_groups",
        "goods.items.is_service",
        "goods.items.site",
        "goods.items.produced",
        "goods.items.produced_by_nationalities",
        "goods.items.customs_finding.id",
        "goods.items.customs_finding.date",
    ],
];

pub(crate) const FORCED_LABOUR: &[&[&str]] = &[
    ENTERING,
    INDICATORS,
    &[
        "goods.items.site",
        "goods.items.produced",
        "goods.items.withhold_release_order",
        "goods.items.unmet_us_demand",
        "goods.items.customs_finding.id",
        "goods.items.customs_finding.date",
    ],
];

pub(crate) const XINJIANG: &[&[&str]] = &[
    ENTERING,
    &[
        "worksites.items.region",
        "goods.items.site",
        "goods.items.origin",
        "goods.items.origin_region",
        "goods.items.made_by_uflpa_entity",
    ],
];

/// With [`INDICATORS`]: who acts, and where.
pub(crate) const OFFENCE: &[&[&str]] = &[US_PERSON, INDICATORS];

/// The same, and in which payments a party takes part.
pub(crate) const VENTURE: &[&[&str]] =
    &[US_PERSON, INDICATORS, SIDES, &["transactions.items.facilitated_by", "transactions.items.date"]];

pub(crate) const FACILITATOR: &[&[&str]] = &[US_PERSON, INDICATORS];

pub(crate) const CONTRACTOR: &[&[&str]] = &[
    US_PERSON,
    INDICATORS,
    &[
        "parties.items.us_federal_contract",
        "deployment.return_transport_provided",
        "inspections.items.date",
        "inspections.items.findings",
    ],
];

pub(crate) const ABUSER: &[&[&str]] =
    &[US_PERSON, GOVERNMENT, PRK, CONTROL, OWNERS, LISTS, SIDES, INSTITUTIONS, PAYMENT];

/// A payment under a finding.
pub(crate) const EXPOSURE: &[&[&str]] = &[&["transactions.items.amount", "transactions.items.date"]];
