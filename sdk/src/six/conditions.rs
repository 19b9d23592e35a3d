//! The six, one after the other.

use comity_facts::{
    Date, Days, Each, Missing, Part, Truth,
    v1::{Actor, InspectionAccess, MinderPower, PassportHolder, Payee, ProceedingSubject, SubjectKind, WorkerRole},
    view,
};

use super::{
    Condition, Weighed,
    laws::{Law, hosts, rows, transparent},
    reach,
};
use crate::{About, Case, Everybody, Matter, Rows, shared};

/// Rows of the standards of the ILO and of the Covenant: what is missed there is missed, bound or not.
const fn standard(ids: &'static [&'static str]) -> Rows {
    Rows { plugin: "ilo", ids, binding: false, matter: None }
}

const fn united_states(ids: &'static [&'static str]) -> Rows {
    Rows { plugin: "us", ids, binding: true, matter: None }
}

/// A visit counts for so long, inspectors have so long to follow up, prosecutors to begin: figures of the catalogue, not of a law.
const VISIT_MONTHS: i32 = 12;
const PROCEEDINGS_DAYS: Days = 90;

/// Contracts.
pub const CONTRACTS: Condition = Condition {
    asks: "contracts meet local law, and international standards",
    needs: &[Part::Deployment, Part::Workers, Part::Contracts],
    reads: &[
        "contracts.items.worker_groups",
        "contracts.items.signed_on",
        "contracts.items.language_ok",
        "contracts.items.worker_has_copy",
        "contracts.items.registered",
        "workers.items.id",
        "workers.items.sector",
        "worksites.items.region",
    ],
    weigh: |case| {
        let mut local = of_hosts(case, |law| law.contracts, Elsewhere::Open, None);
        for country in hosts(case).0 {
            if let Some(rows) = transparent(country, case.as_of) {
                local.rows(case, rows);
            }
        }
        written(case, &mut local);
        let mut international = Weighed::default();
        international.rows(case, standard(&["ilo.hours.*"]));
        Weighed::both(("local", local), ("international", international))
    },
};

/// Each group has a contract; each contract is in a language that the worker reads, in the worker's hands, and registered.
fn written(case: &Case<'_>, weighed: &mut Weighed) {
    let contracts = case.record.contracts();
    let Some(all) = contracts.recorded() else { return weighed.lack(contracts.missing()) };
    let signed = |contract: &view::Contract<'_>| contract.signed_on().recorded().is_none_or(|day| day <= case.as_of);
    let contracts: Vec<_> = all.iter().filter(signed).collect();
    let has_one =
        |group: view::WorkerGroup<'_>| contracts.iter().any(|contract| shared(contract.groups(), group.groups()));
    weighed.fact(Truth::from(!contracts.is_empty() && case.worker_groups().all(has_one)), "workers have no contract");
    for contract in contracts {
        weighed.fact(contract.language_ok().yes(), "a contract is in a language that the worker does not read");
        weighed.fact(contract.worker_has_copy().yes(), "a worker has no copy of the contract");
        weighed.fact(contract.registered().yes(), "a contract is not registered");
    }
}

/// Passports and movement.
pub const PAPERS: Condition = Condition {
    asks: "passports and visas are not taken by supervisor or employer, and movement is free",
    needs: &[Part::Deployment, Part::Workers, Part::Liberty],
    reads: &[
        "liberty.items.worker_groups",
        "liberty.items.passport_holder",
        "liberty.items.passport_held_on_written_request",
        "liberty.items.passport_returned_on_demand",
        "liberty.items.may_leave_site",
        "liberty.items.may_leave_accommodation",
        "liberty.items.escort_required",
        "supervision.items.minder_present",
        "workers.items.id",
        "workers.items.role",
    ],
    weigh: |case| {
        let mut weighed = of_hosts(case, |law| law.papers, Elsewhere::Nothing, Some(OF_PAPERS));
        weighed.rows(case, standard(&["ilo.ind.03", "ilo.ind.07", "ilo.iccpr.12"]));
        weighed.rows(case, united_states(&["us.1592"]));
        let liberty = case.record.liberty();
        match liberty.recorded() {
            None => weighed.lack(liberty.missing()),
            Some(entries) if entries.is_empty() => weighed.heard.open.push("nobody's papers are recorded".to_owned()),
            Some(entries) => {
                entries.iter().for_each(|entry| at_liberty(case, entry, &mut weighed));
                let theirs =
                    |group: view::WorkerGroup<'_>| entries.iter().any(|entry| shared(entry.groups(), group.groups()));
                each_group(case, "papers", theirs, &mut weighed);
            }
        }
        weighed
    },
};

/// Rows on papers may ask about fees, deposits and departures too.
const OF_PAPERS: Matter = Matter { subject: SubjectKind::Liberty, besides: &[Part::Coercion] };

/// Of each group something has to be recorded.
fn each_group<'r>(
    case: &Case<'r>,
    what: &str,
    recorded: impl Fn(view::WorkerGroup<'r>) -> bool,
    weighed: &mut Weighed,
) {
    for group in case.worker_groups().filter(|group| !recorded(*group)) {
        let id = group.raw().id.as_deref().unwrap_or_default();
        weighed.heard.open.push(format!("no {what} of {id} are recorded"));
    }
}

const UNDER_A_MINDER: &str = "passports are held on a request that minders may have had made";

fn at_liberty(case: &Case<'_>, entry: view::Liberty<'_>, weighed: &mut Weighed) {
    let own = entry.passport_holder().is(PassportHolder::Worker);
    if !own.is_yes() {
        let request = entry.passport_held_on_written_request().yes() & entry.passport_returned_on_demand().yes();
        let requested = request.is_yes();
        weighed.fact(own | request, "another holds the passports");
        match minders(case) {
            Truth::No => {}
            _ if !requested => {}
            Truth::Yes => {
                weighed.heard.review.push(UNDER_A_MINDER.to_owned());
            }
            Truth::Unknown(missing) => weighed.lack(missing),
        }
    }
    weighed.fact(entry.may_leave_site().yes(), "workers may not leave the site");
    weighed.fact(entry.may_leave_accommodation().yes(), "workers may not leave their accommodation");
    weighed.fact(!entry.escort_required().yes(), "workers go out only with an escort");
}

fn minders(case: &Case<'_>) -> Truth {
    let role = |group: view::WorkerGroup<'_>| group.role().is_in(&[WorkerRole::Minder, WorkerRole::SafetyAttache]);
    let among_them = Truth::any(case.worker_groups().map(role)).unless_recorded();
    let supervision = match case.record.supervision().get() {
        Ok(entries) => entries.any(|entry| entry.minder_present().yes()),
        Err(missing) => missing.into(),
    };
    among_them | supervision
}

/// Living and working standards.
pub const STANDARDS: Condition = Condition {
    asks: "living and working standards are at least those of local law",
    needs: &[Part::Deployment, Part::Workers],
    reads: &["workers.items.id", "workers.items.sector", "worksites.items.region"],
    weigh: |case| {
        let mut weighed = of_hosts(case, |law| law.standards, Elsewhere::Open, None);
        weighed.rows(case, standard(&["ilo.ind.10"]));
        weighed
    },
};

/// Inspections.
pub const INSPECTIONS: Condition = Condition {
    asks: "workplaces are inspected regularly",
    needs: &[Part::Deployment, Part::Workers, Part::Inspections],
    reads: &[
        "inspections.items.site",
        "inspections.items.date",
        "inspections.items.access",
        "inspections.items.unannounced",
        "inspections.items.findings",
        "inspections.items.follow_up_date",
    ],
    weigh: |case| {
        let mut weighed = of_hosts(case, |law| law.inspections, Elsewhere::Nothing, None);
        // The State's own yearly report (ilo.insp.report) is no inspection of a workplace.
        weighed.rows(case, standard(&["ilo.insp.frequency", "ilo.insp.access", "ilo.insp.followup"]));
        inspected(case, &mut weighed);
        weighed
    },
};

/// A free and unannounced visit within twelve months, and a follow-up to what it found.
fn inspected(case: &Case<'_>, weighed: &mut Weighed) {
    let inspections = case.record.inspections();
    let Some(visits) = inspections.recorded() else { return weighed.lack(inspections.missing()) };
    let recent = |visit: view::Inspection<'_>| {
        let in_time = |day: Date| day <= case.as_of && case.as_of <= day.plus_months(VISIT_MONTHS);
        let date = visit.date().holds(in_time);
        if date.is_no() {
            return date;
        }
        date & visit.access().is(InspectionAccess::Granted) & visit.unannounced().yes() & followed_up(visit, case.as_of)
    };
    let there = |id: &str| visits.any(|visit| if about(visit, id) { recent(visit) } else { Truth::No });
    let named = workplaces(case).filter_map(|site| Some((site, site.raw().id.as_deref()?)));
    let sites: Vec<_> = named.map(|(site, id)| (site, id, there(id))).collect();
    if sites.iter().all(|(_, _, visited)| visited.is_no()) {
        return weighed.fact(if sites.is_empty() { visits.any(recent) } else { Truth::No }, NO_VISIT);
    }
    for (site, id, visited) in sites {
        let none_yet = || is_new(case, site) && visits.iter().all(|visit| !about(visit, id));
        if visited.is_no() && none_yet() {
            weighed.heard.open.push(format!("no visit to {id} is recorded yet, in use for less than twelve months"));
        } else {
            weighed.fact(visited, &format!("{NO_VISIT} at {id}"));
        }
    }
}

/// Whether a site is not in use for so long that a visit is due.
fn is_new(case: &Case<'_>, site: view::Worksite<'_>) -> bool {
    site.start().recorded().is_some_and(|start| case.as_of <= start.plus_months(VISIT_MONTHS))
}

/// Whether a visit was to a site, or to all.
fn about(visit: view::Inspection<'_>, site: &str) -> bool {
    visit.site().recorded().is_none_or(|visited| visited == site)
}

const NO_VISIT: &str = "no free and unannounced visit with its follow-up took place in twelve months";

/// The places where there is work on the evaluation date, those in North Korea apart.
fn workplaces<'r>(case: &Case<'r>) -> impl Iterator<Item = view::Worksite<'r>> {
    case.sites_of(Everybody).filter(|site| site.country().recorded() != Some("PRK"))
}

fn followed_up(visit: view::Inspection<'_>, as_of: Date) -> Truth {
    match visit.findings().get() {
        Ok(findings) if findings.is_empty() => Truth::Yes,
        Ok(_) => visit.follow_up_date().holds(|day| day <= as_of),
        Err(missing) => missing.into(),
    }
}

/// What is said against direct pay where the worker is not the payee.
pub const ANOTHER_IS_PAID: &str = "pay goes to another than the worker";

/// Pay.
pub const PAY: Condition = Condition {
    asks: "workers are paid directly, and not through their Government or its firms",
    needs: &[Part::Deployment, Part::Workers, Part::Wages],
    reads: &[
        "workers.items.id",
        "wages.items.worker_groups",
        "wages.items.payee",
        "wages.items.gross_by_host",
        "wages.items.received_by_worker",
        "wages.items.deductions.items.amount",
        "wages.items.deductions.items.purpose",
        "wages.items.deductions.items.lawful_basis",
    ],
    weigh: |case| {
        let mut weighed = of_hosts(case, |law| law.pay, Elsewhere::Nothing, None);
        weighed.rows(case, standard(&["ilo.c095.direct", "ilo.c095.deduct"]));
        weighed.rows(case, united_states(&["us.9241b"]));
        let mut lines = case.wages_of(Everybody).peekable();
        if lines.peek().is_none() {
            weighed.heard.open.push("no pay is recorded".to_owned());
        } else {
            each_group(case, "wages", |group| case.wages_of(group).next().is_some(), &mut weighed);
        }
        for line in lines {
            weighed.fact(line.payee().is_in(&[Payee::WorkerAccount, Payee::WorkerCash]), ANOTHER_IS_PAID);
            let retained = comity_facts::retention::of(line, case.as_of).map(|kept| kept.any());
            weighed.fact(
                !retained.unwrap_or_else(Truth::Unknown),
                "more than lawful tax and social insurance is kept from pay",
            );
        }
        weighed
    },
};

/// Supervisors.
pub const SUPERVISORS: Condition = Condition {
    asks: "supervisors are no judicial police, and are prosecuted for abuse",
    needs: &[Part::Deployment, Part::Workers, Part::Supervision],
    reads: &[
        "supervision.items.site",
        "supervision.items.minder_present",
        "supervision.items.minder_powers",
        "coercion.items.violence.items.by",
        "coercion.items.violence.items.date",
        "proceedings.items.subject",
        "proceedings.items.opened_on",
    ],
    weigh: |case| {
        let mut weighed = Weighed::default();
        let signs = &["ilo.ind.03", "ilo.ind.04", "ilo.ind.05", "ilo.ind.06", "ilo.c029.penal"];
        weighed.rows(case, standard(signs));
        weighed.rows(case, united_states(&["us.9214.a5", "us.1589"]));
        let supervision = case.record.supervision();
        match supervision.recorded() {
            None => weighed.lack(supervision.missing()),
            Some(entries) if entries.is_empty() => {
                weighed.heard.open.push("nobody's supervision is recorded".to_owned());
            }
            Some(entries) => {
                entries.iter().for_each(|entry| weighed.fact(!police(entry), "minders act as police"));
                let sites = entries.iter().map(|entry| entry.site().recorded()).collect::<Vec<_>>();
                for id in workplaces(case).filter_map(|site| site.raw().id.as_deref()) {
                    if !sites.iter().any(|site| site.is_none_or(|site| site == id)) {
                        weighed.heard.open.push(format!("no supervision at {id} is recorded"));
                    }
                }
            }
        }
        prosecuted(case, &mut weighed);
        weighed
    },
};

/// Whether minders may do what only a police may.
fn police(entry: view::Supervision<'_>) -> Truth {
    const POWERS: [MinderPower; 4] =
        [MinderPower::Confine, MinderPower::Fine, MinderPower::Confiscate, MinderPower::Interrogate];
    let powers = entry.minder_powers().holds(|powers| POWERS.into_iter().any(|power| powers.has(power)));
    let absent = (!entry.minder_present().yes()).is_yes();
    if absent && !powers.is_yes() { Truth::No } else { powers }
}

/// Abuse by those who supervise is followed by proceedings within ninety days.
fn prosecuted(case: &Case<'_>, weighed: &mut Weighed) {
    let entries = case.record.coercion().recorded().into_iter().flat_map(Each::iter);
    let acts = entries.flat_map(|entry| entry.violence().recorded().into_iter().flat_map(Each::iter));
    for act in acts {
        let outsider = act.by().is_in(&[Actor::HostAuthority, Actor::Other]);
        let overdue = act.date().holds(|day| day.plus_days(PROCEEDINGS_DAYS) < case.as_of);
        if outsider.is_yes() || overdue.is_no() {
            continue;
        }
        let day = act.date().recorded();
        weighed.fact(
            !overdue | day.map_or(Truth::No, |day| proceeded(case, day)),
            "abuse was not followed by proceedings",
        );
    }
}

fn proceeded(case: &Case<'_>, abused: Date) -> Truth {
    use ProceedingSubject as P;
    let proceedings = case.record.proceedings();
    let Some(entries) = proceedings.recorded() else { return proceedings.missing().into() };
    entries.any(|entry| {
        let about_it = entry.subject().is_in(&[P::Abuse, P::ForcedLabour, P::Trafficking]);
        about_it & entry.opened_on().holds(|day| abused <= day && day <= abused.plus_days(PROCEEDINGS_DAYS))
    })
}

/// What it means that no plugin has rows of a kind for a host country.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Elsewhere {
    /// The condition asks for local law, so that it stays open.
    Open,
    /// Facts and standards decide alone.
    Nothing,
}

/// The rows of a kind of all host countries.
fn of_hosts(
    case: &Case<'_>,
    kind: fn(&Law) -> &'static [&'static str],
    elsewhere: Elsewhere,
    matter: Option<Matter>,
) -> Weighed {
    let mut weighed = Weighed::default();
    let (countries, open): (Vec<&str>, Option<Missing>) = hosts(case);
    if let Some(missing) = open {
        weighed.lack(missing);
    }
    for country in countries {
        match rows(country, kind) {
            Some(rows) => {
                weighed.rows(case, Rows { matter, ..rows });
                if elsewhere == Elsewhere::Open && reach::leaves_out(case, country) {
                    weighed
                        .heard
                        .open
                        .push(format!("the law of {country} that was asked leaves out some of the work there"));
                }
            }
            None if elsewhere == Elsewhere::Open => {
                weighed.heard.open.push(format!("no plugin has the law of {country} on it"));
            }
            None => {}
        }
    }
    weighed
}
