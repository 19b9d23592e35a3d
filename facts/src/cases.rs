//! Seed cases of the catalogue as records, for the tests of this crate.

use crate::v1::*;

/// The value of a field.
#[expect(clippy::unnecessary_wraps, reason = "fields of a message are optional")]
pub(crate) fn text(value: &str) -> Option<String> {
    Some(value.to_owned())
}

pub(crate) fn ids(values: &[&str]) -> IdList {
    IdList { items: values.iter().map(|v| (*v).to_owned()).collect() }
}

/// An amount, as "364 QAR"; "" is one whose amount is absent.
pub(crate) fn money(value: &str) -> Money {
    let (amount, currency) = value.split_once(' ').unwrap_or_default();
    let some = |part: &str| (!part.is_empty()).then(|| part.to_owned());
    Money { amount: some(amount), currency: some(currency) }
}

pub(crate) fn deductions(items: Vec<Deduction>) -> Deductions {
    Deductions { items }
}

pub(crate) fn deduction(amount: &str, purpose: Option<DeductionPurpose>, basis: Option<LawfulBasis>) -> Deduction {
    Deduction {
        amount: (!amount.is_empty()).then(|| money(amount)),
        purpose: purpose.map(i32::from),
        lawful_basis: basis.map(i32::from),
        ..Default::default()
    }
}

pub(crate) fn group(id: &str, nationality: &str, count: u64, role: WorkerRole, sector: Sector) -> WorkerGroup {
    WorkerGroup {
        id: text(id),
        nationalities: Some(CountryList { items: vec![nationality.to_owned()] }),
        count: Some(count),
        role: Some(role.into()),
        protection: Some(Protection::None.into()),
        sector: Some(sector.into()),
        ..Default::default()
    }
}

pub(crate) fn party(id: &str, role: PartyRole, country: &str) -> Party {
    Party { id: text(id), roles: vec![role.into()], country: text(country), ..Default::default() }
}

pub(crate) fn sender(country: &str) -> Party {
    Party { government_of_north_korea: Some(true), ..party("sender", PartyRole::Sender, country) }
}

pub(crate) fn site(id: &str, country: &str, outdoor: bool) -> Worksite {
    Worksite { id: text(id), country: text(country), outdoor: Some(outdoor), ..Default::default() }
}

pub(crate) fn permit(id: &str, from: &str, to: Option<&str>, sites: &[&str]) -> Permit {
    Permit {
        id: text(id),
        kind: Some(PermitKind::New.into()),
        valid_from: text(from),
        valid_to: to.map(str::to_owned),
        employer: text("host"),
        worksites: Some(ids(sites)),
        ..Default::default()
    }
}

/// A recurring wage line without deductions.
pub(crate) fn wage(id: &str, site: &str, gross: &str, received: &str, payee: Payee) -> WageLine {
    WageLine {
        id: text(id),
        site: text(site),
        gross_by_host: Some(money(gross)),
        received_by_worker: Some(money(received)),
        payee: Some(payee.into()),
        deductions: Some(Deductions::default()),
        ..Default::default()
    }
}

pub(crate) fn liberty(holder: PassportHolder) -> Liberty {
    Liberty { id: text("l1"), passport_holder: Some(holder.into()), ..Default::default() }
}

fn record(id: &str, start: &str, end: Option<&str>, workers: Vec<WorkerGroup>, parties: Vec<Party>) -> Record {
    Record {
        id: text(id),
        workers: Some(WorkerGroups { items: workers }),
        parties: Some(Parties { items: parties }),
        deployment: Some(Deployment { start: text(start), end: end.map(str::to_owned), ..Default::default() }),
        ..Default::default()
    }
}

fn heat(date: &str) -> HeatExposures {
    let interval = WorkInterval { date: text(date), from: text("10:30"), to: text("11:30") };
    let exposure = HeatExposure {
        id: text("h1"),
        outdoor_intervals: Some(WorkIntervals { items: vec![interval] }),
        shade: Some(false),
        ventilated: Some(false),
        ..Default::default()
    };
    HeatExposures { items: vec![exposure] }
}

/// Genco, Doha: two groups, a second unpaid site, passports with the minder.
pub(crate) fn c01() -> Record {
    let crew = group("crew", "PRK", 100, WorkerRole::Labourer, Sector::Construction);
    let minders = group("minders", "PRK", 2, WorkerRole::Minder, Sector::Construction);
    let parties = vec![
        Party { name: text("Genco"), ..sender("PRK") },
        party("host", PartyRole::HostEmployer, "QAT"),
        party("other", PartyRole::User, "QAT"),
    ];
    let second = Worksite {
        id: text("second"),
        country: text("QAT"),
        start: text("2015-03-01"),
        employer: text("other"),
        sponsor_knows: Some(false),
        ..Default::default()
    };
    let paid = WageLine {
        due_day: Some(5),
        paid_days_after_due: Some(0),
        worker_written_mandate: Some(true),
        ..wage("w1", "hotels", "3094 QAR", "364 QAR", Payee::Sender)
    };
    let unpaid = WageLine {
        id: text("w2"),
        site: text("second"),
        received_by_worker: Some(money("0 QAR")),
        payee: Some(Payee::None.into()),
        ..Default::default()
    };
    let contract =
        Contract { id: text("k1"), signed_on: text("2014-05-15"), employer: text("sender"), ..Default::default() };
    let powers = vec![MinderPower::Discipline.into(), MinderPower::ReportToState.into()];
    let supervision = Supervision {
        id: text("s1"),
        minder_present: Some(true),
        minder_powers: Some(MinderPowers { items: powers }),
        prior_warning_by_sponsor: Some(true),
        ..Default::default()
    };
    let papers = Liberty { passport_held_on_written_request: Some(false), ..liberty(PassportHolder::Minder) };
    Record {
        worksites: Some(Worksites { items: vec![site("hotels", "QAT", true), second] }),
        permits: Some(Permits { items: vec![permit("q1", "2014-05-20", None, &["hotels"])] }),
        contracts: Some(Contracts { items: vec![contract] }),
        wages: Some(Wages { items: vec![paid, unpaid] }),
        supervision: Some(Supervisions { items: vec![supervision] }),
        liberty: Some(Liberties { items: vec![papers] }),
        heat: Some(heat("2021-06-15")),
        inspections: Some(Inspections::default()),
        us_nexus: Some(false),
        ..record("C01", "2014-05-25", None, vec![crew, minders], parties)
    }
}

/// The Polish shipyard: an agency, a yard and a Dutch buyer.
pub(crate) fn c02() -> Record {
    let parties = vec![
        sender("PRK"),
        Party { is_eu_person: Some(true), ..party("host", PartyRole::HostEmployer, "POL") },
        Party { is_eu_person: Some(true), ..party("yard-co", PartyRole::Principal, "POL") },
        Party { is_eu_person: Some(true), ..party("buyer", PartyRole::Buyer, "NLD") },
    ];
    let renewal = permit("p2", "2018-01-31", Some("2019-11-04"), &["yard"]);
    let permits = vec![
        permit("p1", "2015-02-01", Some("2018-01-31"), &["yard"]),
        Permit { kind: Some(PermitKind::Renewal.into()), issued: text("2017-11-05"), ..renewal },
    ];
    let paid = WageLine {
        due_day: Some(10),
        paid_days_after_due: Some(0),
        worker_written_mandate: Some(false),
        assigned_to: Some(Assignee::State.into()),
        ..wage("w1", "yard", "3500 PLN", "425 PLN", Payee::Sender)
    };
    let contract = Contract {
        id: text("k1"),
        kind: Some(ContractKind::Employment.into()),
        signed_on: text("2013-02-10"),
        employer: text("host"),
        worker_has_copy: Some(false),
        ..Default::default()
    };
    let time = WorkingTime {
        id: text("t1"),
        day_max_minutes: Some(12 * 60),
        week_minutes: Some(72 * 60),
        daily_rest_minutes: Some(10 * 60),
        weekly_rest_minutes: Some(24 * 60),
        ..Default::default()
    };
    let papers = Liberty {
        passport_held_on_written_request: Some(false),
        escort_required: Some(true),
        ..liberty(PassportHolder::Minder)
    };
    let visit = |id, date| Inspection { id: text(id), date: text(date), ..Default::default() };
    let crew = group("crew", "PRK", 40, WorkerRole::Labourer, Sector::Shipyard);
    Record {
        worksites: Some(Worksites { items: vec![site("yard", "POL", false)] }),
        permits: Some(Permits { items: permits }),
        contracts: Some(Contracts { items: vec![contract] }),
        wages: Some(Wages { items: vec![paid] }),
        working_time: Some(WorkingTimes { items: vec![time] }),
        liberty: Some(Liberties { items: vec![papers] }),
        inspections: Some(Inspections { items: vec![visit("i1", "2014-09-15"), visit("i2", "2016-06-20")] }),
        us_nexus: Some(false),
        ..record("C02", "2013-03-01", None, vec![crew], parties)
    }
}

/// The United States builder in Doha, without its payments.
pub(crate) fn c03() -> Record {
    let parties =
        vec![sender("PRK"), Party { is_us_person: Some(true), ..party("host", PartyRole::HostEmployer, "QAT") }];
    let paid = WageLine {
        due_day: Some(5),
        paid_days_after_due: Some(0),
        worker_written_mandate: Some(true),
        final_settlement_on: text("2020-03-01"),
        ..wage("w1", "tower", "3094 QAR", "364 QAR", Payee::Sender)
    };
    let papers = Liberty { passport_held_on_written_request: Some(false), ..liberty(PassportHolder::Employer) };
    let contract =
        Contract { id: text("k1"), signed_on: text("2014-12-01"), employer: text("sender"), ..Default::default() };
    let crew = group("crew", "PRK", 60, WorkerRole::Labourer, Sector::Construction);
    Record {
        worksites: Some(Worksites { items: vec![site("tower", "QAT", true)] }),
        permits: Some(Permits { items: vec![permit("d1", "2015-01-10", None, &["tower"])] }),
        contracts: Some(Contracts { items: vec![contract] }),
        wages: Some(Wages { items: vec![paid] }),
        liberty: Some(Liberties { items: vec![papers] }),
        coercion: Some(Coercions { items: vec![threatened(ThreatKind::FamilyReprisal)] }),
        inspections: Some(Inspections::default()),
        ..record("C03", "2015-01-10", Some("2020-03-01"), vec![crew], parties)
    }
}

/// One undated threat.
pub(crate) fn threatened(kind: ThreatKind) -> Coercion {
    let threat = Threat { kind: Some(kind.into()), ..Default::default() };
    Coercion { id: text("c1"), threats: Some(Threats { items: vec![threat] }), ..Default::default() }
}

/// A refugee in Warsaw, lawfully and ordinarily employed.
pub(crate) fn c08() -> Record {
    let one = WorkerGroup {
        protection: Some(Protection::Refugee.into()),
        ..group("one", "PRK", 1, WorkerRole::Labourer, Sector::Other)
    };
    let host = Party { is_eu_person: Some(true), ..party("host", PartyRole::HostEmployer, "POL") };
    let tax = deduction("890 PLN", Some(DeductionPurpose::TaxAndSocialInsurance), Some(LawfulBasis::Statute));
    let paid = WageLine {
        due_day: Some(10),
        paid_days_after_due: Some(0),
        deductions: Some(deductions(vec![tax])),
        ..wage("w1", "warehouse", "3200 PLN", "2310 PLN", Payee::WorkerAccount)
    };
    let contract = Contract {
        id: text("k1"),
        kind: Some(ContractKind::Employment.into()),
        signed_on: text("2018-03-25"),
        employer: text("host"),
        worker_has_copy: Some(true),
        ..Default::default()
    };
    let title = ResidenceTitle {
        kind: Some(ResidenceKind::Refugee.into()),
        issued: text("2018-03-01"),
        valid_from: text("2018-03-01"),
        ..Default::default()
    };
    let time = WorkingTime {
        id: text("t1"),
        day_max_minutes: Some(8 * 60),
        week_minutes: Some(40 * 60),
        daily_rest_minutes: Some(16 * 60),
        weekly_rest_minutes: Some(48 * 60),
        annual_leave_days: Some(20),
        ..Default::default()
    };
    Record {
        worksites: Some(Worksites { items: vec![site("warehouse", "POL", false)] }),
        permits: Some(Permits::default()),
        residence: Some(ResidenceTitles { items: vec![title] }),
        contracts: Some(Contracts { items: vec![contract] }),
        wages: Some(Wages { items: vec![paid] }),
        working_time: Some(WorkingTimes { items: vec![time] }),
        liberty: Some(Liberties { items: vec![liberty(PassportHolder::Worker)] }),
        us_nexus: Some(false),
        ..record("C08", "2018-04-01", None, vec![one], vec![host])
    }
}

/// The Nepalese crew in Doha, the control case.
pub(crate) fn c14() -> Record {
    let paid = WageLine {
        due_day: Some(1),
        paid_days_after_due: Some(9),
        contractual: Some(money("900 QAR")),
        food_in_kind: Some(true),
        housing_in_kind: Some(true),
        ..wage("w1", "site", "900 QAR", "900 QAR", Payee::WorkerAccount)
    };
    let contract = Contract {
        id: text("k1"),
        signed_on: text("2020-10-15"),
        employer: text("host"),
        registered: Some(true),
        worker_has_copy: Some(true),
        terms_substituted: Some(false),
        ..Default::default()
    };
    let papers = Liberty {
        passport_held_on_written_request: Some(true),
        passport_returned_on_demand: Some(true),
        ..liberty(PassportHolder::Employer)
    };
    let fee = Coercion {
        id: text("c1"),
        recruitment_fee_paid_by_worker: Some(money("1500 USD")),
        fee_payee_country: text("NPL"),
        debt: Some(money("0 QAR")),
        ..Default::default()
    };
    let visit = Inspection { id: text("i1"), date: text("2021-02-10"), ..Default::default() };
    let untied = Permit { tied_to_employer: Some(false), ..permit("n1", "2020-11-01", None, &["site"]) };
    let crew = group("crew", "NPL", 200, WorkerRole::Labourer, Sector::Construction);
    Record {
        worksites: Some(Worksites { items: vec![site("site", "QAT", true)] }),
        permits: Some(Permits { items: vec![untied] }),
        contracts: Some(Contracts { items: vec![contract] }),
        wages: Some(Wages { items: vec![paid] }),
        liberty: Some(Liberties { items: vec![papers] }),
        coercion: Some(Coercions { items: vec![fee] }),
        heat: Some(heat("2021-06-10")),
        inspections: Some(Inspections { items: vec![visit] }),
        us_nexus: Some(false),
        ..record("C14", "2020-11-01", None, vec![crew], vec![party("host", PartyRole::HostEmployer, "QAT")])
    }
}
