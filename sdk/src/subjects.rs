//! Walks the subjects of a check and says on which day each of them is a fact.

use comity_facts::{Date, Each, Known, Missing, Part, Viewed, v1::SubjectKind, view};

use crate::{Case, Check, Checked};

/// What a check is asked about, and when it is a fact.
pub(crate) struct Asked<'c> {
    pub(crate) kind: SubjectKind,
    pub(crate) id: &'c str,
    pub(crate) fact: Fact,
}

/// When something is a fact.
pub(crate) enum Fact {
    /// On this day, within these bounds.
    On { day: Date, from: Option<Date>, to: Option<Date> },
    /// On the evaluation date, and since then unless the check says since when.
    Today,
    /// Not yet, or no longer.
    Elsewhen,
    /// It depends on an absent date.
    Unknown(Missing),
}

/// A part without which a check can walk nothing.
pub(crate) fn absent_part(check: Check, case: &Case<'_>) -> Option<Part> {
    if let Check::Several(checks) = check {
        let absent: Vec<_> = checks.iter().map(|check| absent_part(*check, case)).collect();
        return absent.iter().all(Option::is_some).then(|| absent.into_iter().flatten().next()).flatten();
    }
    parts_of(check).iter().copied().find(|part| !case.has(*part))
}

/// The absent part that kept one of several checks from walking: what the others did not find is then no silence.
pub(crate) fn unwalked(check: Check, case: &Case<'_>) -> Option<Part> {
    let Check::Several(checks) = check else { return None };
    checks.iter().find_map(|check| absent_part(*check, case).or_else(|| unwalked(*check, case)))
}

/// All parts that a check walks.
pub(crate) fn all_parts(check: Check) -> Vec<Part> {
    match check {
        Check::Several(checks) => checks.iter().flat_map(|check| all_parts(*check)).collect(),
        single => parts_of(single).to_vec(),
    }
}

/// The part of the record that a single check walks, and those without which its facts have no day.
fn parts_of(check: Check) -> &'static [Part] {
    use Check as C;
    match check {
        C::Case(_) | C::Lasting(_) | C::Removal(_) => &[Part::Deployment],
        C::Always(_) | C::Attached(_) | C::AttachedToday(_) | C::Followup(_) | C::Several(_) => &[],
        C::Party(..) => &[Part::Parties, Part::Deployment],
        C::Workers(_) => &[Part::Workers, Part::Deployment],
        C::WorkersToday(_) => &[Part::Workers],
        C::Site(_) => &[Part::Worksites, Part::Deployment],
        C::PermitIssued(_) => &[Part::Permits],
        C::PermitUsed(_) => &[Part::Permits, Part::Deployment],
        C::Residence(_) => &[Part::Residence, Part::Deployment],
        C::ResidenceIssued(_) | C::TransferBlocked(_) | C::Absconding(_) => &[Part::Residence],
        C::Contract(_) => &[Part::Contracts, Part::Deployment],
        C::Wage(_) | C::WageEarned(_) | C::WageAtEnd(_) => &[Part::Wages, Part::Deployment],
        C::WorkingTime(_) => &[Part::WorkingTime, Part::Deployment],
        C::Heat(_) => &[Part::Heat, Part::Deployment],
        C::HeatInterval(_) | C::HeatReading(_) => &[Part::Heat],
        C::Liberty(_) => &[Part::Liberty, Part::Deployment],
        C::ExitRefusal(_) => &[Part::Liberty],
        C::Coercion(_) => &[Part::Coercion, Part::Deployment],
        C::Housing(_) => &[Part::Housing, Part::Deployment],
        C::Punished(_) => &[Part::Coercion],
        C::Inspection(_) => &[Part::Inspections],
        C::Complaint(_) => &[Part::Complaints],
        C::Transaction(_) => &[Part::Transactions],
        C::Holding(_) | C::HoldingKept(_) | C::RecordDestroyed(_) => &[Part::Holdings],
        C::Goods(_) | C::GoodsToday(_) | C::GoodsEntering(..) | C::GoodsExported(_) => &[Part::Goods],
        C::Investment(_)
        | C::JointVenture(_)
        | C::JointVentureOpened(_)
        | C::JointVentureExpanded(_)
        | C::Lease(_)
        | C::Claim(_)
        | C::Service(_) => &[Part::Ventures],
        C::Journey(_) => &[Part::Journeys],
        C::Order(_) => &[Part::Orders],
    }
}

/// Calls `run` for each subject with what it is asked about and the check to make.
#[expect(clippy::too_many_lines, reason = "a flat table: one arm for each kind of subject")]
pub(crate) fn walk<'r>(case: &Case<'r>, check: Check, run: &mut dyn FnMut(Asked<'_>, &mut dyn FnMut() -> Checked)) {
    let r = case.record;
    match check {
        Check::Case(f) => run(record(case, continuing(case)), &mut || f(case)),
        Check::Always(f) | Check::Followup(f) => run(record(case, Fact::Today), &mut || f(case)),
        Check::Lasting(f) => run(record(case, ever_since(case)), &mut || f(case)),
        Check::Removal(f) => {
            let deployment = case.trace.quietly(|| r.deployment().recorded());
            let fact = deployment.map_or(Fact::Elsewhen, |deployment| done(case, deployment.removed_on()));
            run(record(case, fact), &mut || f(case));
        }
        Check::Attached(_) | Check::AttachedToday(_) => {}
        Check::Several(checks) => {
            for check in checks.iter().filter(|check| absent_part(**check, case).is_none()) {
                walk(case, *check, run);
            }
        }
        Check::Party(roles, f) => {
            let asked_of = |p: &view::Party<'r>| roles.is_empty() || roles.iter().any(|role| p.roles().has(*role));
            for p in case.parties().filter(asked_of) {
                run(asked(SubjectKind::Party, p.raw().id.as_deref(), continuing(case)), &mut || f(case, p));
            }
        }
        Check::Workers(f) => each(case, r.workers(), |g| {
            run(asked(SubjectKind::WorkerGroup, g.raw().id.as_deref(), continuing(case)), &mut || f(case, g));
        }),
        Check::WorkersToday(f) => each(case, r.workers(), |g| {
            run(asked(SubjectKind::WorkerGroup, g.raw().id.as_deref(), undated(case)), &mut || f(case, g));
        }),
        Check::Site(f) => each(case, r.worksites(), |s| {
            run(asked(SubjectKind::Worksite, s.raw().id.as_deref(), at_site(case, Some(s))), &mut || f(case, s));
        }),
        Check::PermitIssued(f) => each(case, r.permits(), |p| {
            run(asked(SubjectKind::Permit, p.raw().id.as_deref(), dated(case, p.issued())), &mut || f(case, p));
        }),
        Check::PermitUsed(f) => each(case, r.permits(), |p| {
            run(asked(SubjectKind::Permit, p.raw().id.as_deref(), continuing(case)), &mut || f(case, p));
        }),
        Check::Residence(f) => each(case, r.residence(), |t| {
            run(asked(SubjectKind::Residence, t.raw().id.as_deref(), continuing(case)), &mut || f(case, t));
        }),
        Check::ResidenceIssued(f) => each(case, r.residence(), |t| {
            run(asked(SubjectKind::Residence, t.raw().id.as_deref(), done(case, t.issued())), &mut || f(case, t));
        }),
        Check::TransferBlocked(f) => each(case, r.residence(), |t| {
            let blocked = case.trace.quietly(|| t.transfer().recorded()).map(view::EmployerTransfer::blocked_on);
            let fact = blocked.map_or(Fact::Elsewhen, |blocked| done(case, blocked));
            run(asked(SubjectKind::Residence, t.raw().id.as_deref(), fact), &mut || f(case, t));
        }),
        Check::Absconding(f) => each(case, r.residence(), |t| {
            let fact = done(case, t.absconding_reported_on());
            run(asked(SubjectKind::Residence, t.raw().id.as_deref(), fact), &mut || f(case, t));
        }),
        Check::Contract(f) => each(case, r.contracts(), |k| {
            run(asked(SubjectKind::Contract, k.raw().id.as_deref(), continuing(case)), &mut || f(case, k));
        }),
        Check::Wage(f) => each(case, r.wages(), |w| {
            run(asked(SubjectKind::Wage, w.raw().id.as_deref(), wage(case, w)), &mut || f(case, w));
        }),
        Check::WageEarned(f) => each(case, r.wages(), |w| {
            run(asked(SubjectKind::Wage, w.raw().id.as_deref(), earned(case, w)), &mut || f(case, w));
        }),
        Check::WageAtEnd(f) => each(case, r.wages(), |w| {
            run(asked(SubjectKind::Wage, w.raw().id.as_deref(), ended(case)), &mut || f(case, w));
        }),
        Check::WorkingTime(f) => each(case, r.working_time(), |t| {
            let fact = at_site(case, site_of(case, t.raw().site.as_deref()));
            run(asked(SubjectKind::WorkingTime, t.raw().id.as_deref(), fact), &mut || f(case, t));
        }),
        Check::Heat(f) => each(case, r.heat(), |h| {
            let fact = at_site(case, site_of(case, h.raw().site.as_deref()));
            run(asked(SubjectKind::Heat, h.raw().id.as_deref(), fact), &mut || f(case, h));
        }),
        Check::HeatInterval(f) => each(case, r.heat(), |h| {
            each(case, h.outdoor_intervals(), |i| {
                run(asked(SubjectKind::Heat, h.raw().id.as_deref(), dated(case, i.date())), &mut || f(case, h, i));
            });
        }),
        Check::HeatReading(f) => each(case, r.heat(), |h| {
            each(case, h.wbgt_readings(), |i| {
                run(asked(SubjectKind::Heat, h.raw().id.as_deref(), dated(case, i.date())), &mut || f(case, h, i));
            });
        }),
        Check::Liberty(f) => each(case, r.liberty(), |l| {
            run(asked(SubjectKind::Liberty, l.raw().id.as_deref(), continuing(case)), &mut || f(case, l));
        }),
        Check::ExitRefusal(f) => each(case, r.liberty(), |l| {
            each(case, l.exit_refusals(), |x| {
                run(asked(SubjectKind::Liberty, l.raw().id.as_deref(), dated(case, x.date())), &mut || f(case, l, x));
            });
        }),
        Check::Coercion(f) => each(case, r.coercion(), |c| {
            run(asked(SubjectKind::Coercion, c.raw().id.as_deref(), continuing(case)), &mut || f(case, c));
        }),
        Check::Housing(f) => each(case, r.housing(), |h| {
            run(asked(SubjectKind::Housing, h.raw().id.as_deref(), continuing(case)), &mut || f(case, h));
        }),
        Check::Punished(f) => each(case, r.coercion(), |c| {
            each(case, c.punishments(), |p| {
                run(asked(SubjectKind::Coercion, c.raw().id.as_deref(), dated(case, p.date())), &mut || f(case, c, p));
            });
        }),
        Check::Inspection(f) => each(case, r.inspections(), |i| {
            run(asked(SubjectKind::Inspection, i.raw().id.as_deref(), dated(case, i.date())), &mut || f(case, i));
        }),
        Check::Complaint(f) => each(case, r.complaints(), |c| {
            run(asked(SubjectKind::Complaint, c.raw().id.as_deref(), dated(case, c.date())), &mut || f(case, c));
        }),
        Check::Transaction(f) => each(case, r.transactions(), |t| {
            run(asked(SubjectKind::Transaction, t.raw().id.as_deref(), dated(case, t.date())), &mut || f(case, t));
        }),
        Check::Holding(f) => each(case, r.holdings(), |h| {
            run(holding(h, dated(case, h.blocked_on())), &mut || f(case, h));
        }),
        Check::HoldingKept(f) => each(case, r.holdings(), |h| {
            run(holding(h, kept(case, h)), &mut || f(case, h));
        }),
        Check::RecordDestroyed(f) => each(case, r.holdings(), |h| {
            each(case, h.records(), |k| {
                run(holding(h, done(case, k.destroyed_on())), &mut || f(case, h, k));
            });
        }),
        Check::Goods(f) => each(case, r.goods(), |g| {
            run(asked(SubjectKind::Goods, g.raw().id.as_deref(), dated(case, g.entry_date())), &mut || f(case, g));
        }),
        Check::GoodsEntering(market, f) => each(case, r.goods(), |g| {
            let elsewhere = case.trace.quietly(|| g.market().recorded()).is_some_and(|m| m != market);
            let fact = if elsewhere { Fact::Elsewhen } else { dated(case, g.entry_date()) };
            run(asked(SubjectKind::Goods, g.raw().id.as_deref(), fact), &mut || f(case, g));
        }),
        Check::GoodsToday(f) => each(case, r.goods(), |g| {
            run(asked(SubjectKind::Goods, g.raw().id.as_deref(), undated(case)), &mut || f(case, g));
        }),
        Check::GoodsExported(f) => each(case, r.goods(), |g| {
            run(asked(SubjectKind::Goods, g.raw().id.as_deref(), done(case, g.exported_on())), &mut || f(case, g));
        }),
        Check::Investment(f) => {
            for i in ventures(case).into_iter().flat_map(|v| v.investments().iter()) {
                run(asked(SubjectKind::Investment, i.raw().id.as_deref(), dated(case, i.date())), &mut || f(case, i));
            }
        }
        Check::JointVenture(f) => {
            for j in ventures(case).into_iter().flat_map(|v| v.joint_ventures().iter()) {
                run(asked(SubjectKind::JointVenture, j.raw().id.as_deref(), undated(case)), &mut || f(case, j));
            }
        }
        Check::JointVentureOpened(f) => {
            for j in ventures(case).into_iter().flat_map(|v| v.joint_ventures().iter()) {
                run(asked(SubjectKind::JointVenture, j.raw().id.as_deref(), dated(case, j.opened())), &mut || {
                    f(case, j)
                });
            }
        }
        Check::JointVentureExpanded(f) => {
            for j in ventures(case).into_iter().flat_map(|v| v.joint_ventures().iter()) {
                let fact = done(case, j.expanded_on());
                run(asked(SubjectKind::JointVenture, j.raw().id.as_deref(), fact), &mut || f(case, j));
            }
        }
        Check::Journey(f) => each(case, r.journeys(), |j| {
            run(asked(SubjectKind::Journey, j.raw().id.as_deref(), dated(case, j.date())), &mut || f(case, j));
        }),
        Check::Lease(f) => {
            for l in ventures(case).into_iter().flat_map(|v| v.leases().iter()) {
                let fact = lasting(case, l.from(), l.to());
                run(asked(SubjectKind::Lease, l.raw().id.as_deref(), fact), &mut || f(case, l));
            }
        }
        Check::Claim(f) => {
            for c in ventures(case).into_iter().flat_map(|v| v.claims_made().iter()) {
                run(asked(SubjectKind::Claim, c.raw().id.as_deref(), dated(case, c.date())), &mut || f(case, c));
            }
        }
        Check::Service(f) => {
            for s in ventures(case).into_iter().flat_map(|v| v.services().iter()) {
                run(asked(SubjectKind::Service, s.raw().id.as_deref(), lasting(case, s.from(), s.to())), &mut || {
                    f(case, s)
                });
            }
        }
        Check::Order(f) => each(case, r.orders(), |o| {
            run(asked(SubjectKind::Order, o.raw().id.as_deref(), dated(case, o.date())), &mut || f(case, o));
        }),
    }
}

fn each<'r, M: Viewed>(case: &Case<'r>, list: Known<'r, Each<'r, M>>, mut f: impl FnMut(M::View<'r>)) {
    let Some(entries) = case.trace.quietly(|| list.recorded()) else { return };
    for entry in entries.iter() {
        f(entry);
    }
}

fn asked(kind: SubjectKind, id: Option<&str>, fact: Fact) -> Asked<'_> {
    Asked { kind, id: id.unwrap_or_default(), fact }
}

/// The catalogue's subject is the payment that was blocked, where there is one.
fn holding(h: view::Holding<'_>, fact: Fact) -> Asked<'_> {
    match h.raw().transaction.as_deref() {
        Some(payment) => asked(SubjectKind::Transaction, Some(payment), fact),
        None => asked(SubjectKind::Holding, h.raw().id.as_deref(), fact),
    }
}

fn ventures<'r>(case: &Case<'r>) -> Option<view::Ventures<'r>> {
    case.trace.quietly(|| case.record.ventures().recorded())
}

fn record<'c>(case: &'c Case<'_>, fact: Fact) -> Asked<'c> {
    asked(SubjectKind::Record, case.record.raw().id.as_deref(), fact)
}

/// What is judged on the evaluation date and says itself since when it is so.
fn undated(case: &Case<'_>) -> Fact {
    Fact::On { day: case.as_of, from: None, to: None }
}

/// A fact of the whole deployment.
fn continuing(case: &Case<'_>) -> Fact {
    within(case, None, None)
}

/// A fact of the whole deployment that stays when it has ended, as it stood on the last day.
fn ever_since(case: &Case<'_>) -> Fact {
    case.trace.quietly(|| {
        let deployment = case.record.deployment().recorded();
        let end = deployment.and_then(|deployment| deployment.end().recorded());
        let (Some(deployment), Some(end)) = (deployment, end.filter(|end| *end <= case.as_of)) else {
            return continuing(case);
        };
        match deployment.start().get() {
            Ok(start) if start < end => Fact::On { day: end.plus_days(-1), from: Some(start), to: Some(end) },
            Ok(_) => Fact::Elsewhen,
            Err(missing) => Fact::Unknown(missing),
        }
    })
}

/// A fact of a place of work while it is used.
fn at_site<'r>(case: &Case<'r>, site: Option<view::Worksite<'r>>) -> Fact {
    case.trace.quietly(|| match site {
        Some(site) => within(case, site.start().recorded(), site.end().recorded()),
        None => within(case, None, None),
    })
}

fn site_of<'r>(case: &Case<'r>, id: Option<&str>) -> Option<view::Worksite<'r>> {
    case.trace.quietly(|| id.and_then(|id| case.site(id)))
}

/// The deployment's span, cut to a span of the subject's own; judged on the evaluation date.
fn within(case: &Case<'_>, start: Option<Date>, end: Option<Date>) -> Fact {
    case.trace.quietly(|| {
        let Some(deployment) = case.record.deployment().recorded() else { return Fact::Elsewhen };
        let first = match deployment.start().get() {
            Ok(first) => start.map_or(first, |start| start.max(first)),
            Err(missing) => return Fact::Unknown(missing),
        };
        let end = [deployment.end().recorded(), end].into_iter().flatten().min();
        let running = first <= case.as_of && end.is_none_or(|end| case.as_of < end);
        if running { Fact::On { day: case.as_of, from: Some(first), to: end } } else { Fact::Elsewhen }
    })
}

/// A fact of one day, which counts from that day on.
fn dated(case: &Case<'_>, date: Known<'_, Date>) -> Fact {
    case.trace.quietly(|| match date.get() {
        Ok(day) if day <= case.as_of => Fact::On { day, from: Some(day), to: Some(day.next()) },
        Ok(_) => Fact::Elsewhen,
        Err(missing) => Fact::Unknown(missing),
    })
}

/// The same for what did not happen unless its day is recorded.
fn done(case: &Case<'_>, date: Known<'_, Date>) -> Fact {
    if case.trace.quietly(|| date.recorded()).is_none() { Fact::Elsewhen } else { dated(case, date) }
}

/// Property while it is held, and its release as an act of its own day.
fn kept<'r>(case: &Case<'r>, holding: view::Holding<'r>) -> Fact {
    match done(case, holding.unblocked_on()) {
        Fact::Elsewhen => lasting(case, holding.blocked_on(), holding.unblocked_on()),
        released => released,
    }
}

/// A fact with a span of its own; judged on the evaluation date.
fn lasting(case: &Case<'_>, from: Known<'_, Date>, to: Known<'_, Date>) -> Fact {
    case.trace.quietly(|| match (from.get(), to.recorded()) {
        (_, Some(to)) if to <= case.as_of => Fact::Elsewhen,
        (Ok(from), _) if case.as_of < from => Fact::Elsewhen,
        (Ok(from), to) => Fact::On { day: case.as_of, from: Some(from), to },
        (Err(missing), _) => Fact::Unknown(missing),
    })
}

fn wage<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Fact {
    if line.raw().period.is_none() {
        return at_site(case, site_of(case, line.raw().site.as_deref()));
    }
    case.trace.quietly(|| {
        let span = line.period().recorded();
        let due = line.due_on().recorded().or(span.and_then(|s| s.to));
        match due {
            Some(day) if day <= case.as_of => {
                Fact::On { day, from: span.and_then(|s| s.from).or(Some(day)), to: span.and_then(|s| s.to) }
            }
            Some(_) => Fact::Elsewhen,
            None => Fact::Unknown(line.due_on().missing()),
        }
    })
}

/// Whether a wage line is a fact by the evaluation date, or may be.
pub(crate) fn is_wage_by_now<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> bool {
    !matches!(wage(case, line), Fact::Elsewhen)
}

/// As [`wage`], but a line with a period is a fact of the period's last day: of the time of the work, once its pay is due.
fn earned<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Fact {
    let span = case.trace.quietly(|| line.period().recorded());
    match (wage(case, line), span.and_then(|span| Some((span, span.to?.plus_days(-1))))) {
        (Fact::On { .. }, Some((_, last))) if last > case.as_of => Fact::Elsewhen,
        (Fact::On { .. }, Some((span, last))) => Fact::On { day: last, from: span.from.or(Some(last)), to: span.to },
        (fact, _) => fact,
    }
}

/// The end of employment: `terminated_on`, else the end of the deployment.
fn ended(case: &Case<'_>) -> Fact {
    case.trace.quietly(|| {
        let Some(deployment) = case.record.deployment().recorded() else { return Fact::Elsewhen };
        match deployment.terminated_on().recorded().or(deployment.end().recorded()) {
            Some(day) if day <= case.as_of => Fact::On { day, from: Some(day), to: None },
            _ => Fact::Elsewhen,
        }
    })
}
