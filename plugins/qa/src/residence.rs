//! Passports, residence permits, leaving the country and the employer: section 2 of the catalogue, without work
//! elsewhere ([`crate::elsewhere`]). These rules bind in every sector.

use crate::scope::{About as _, in_qatar, is_under_labour_law, shared};
use comity_sdk::prelude::*;

pub(crate) const RULES: &[Rule] = &[PASSPORT_2009, PASSPORT_2016, PERMIT_90, EXIT, NOC, ABSCOND];

/// Days in which a residence permit has to be issued or renewed.
const PROCEDURE_DAYS: i32 = 90;
/// The day on which Law 13/2018 did away with the exit permit of workers under the Labour Law.
const EXIT_PERMIT_ENDED: Date = Date::of(2018, 10, 28);
/// The day on which Laws 18 and 19 of 2020 did away with the no-objection certificate.
pub(crate) const NOC_ENDED: Date = Date::of(2020, 9, 1);

const PASSPORT_FIELDS: &[&str] = &[
    "liberty.items.passport_holder",
    "liberty.items.passport_held_on_written_request",
    "residence.items.issued",
    "residence.items.due_on",
    "residence.items.valid_to",
    "residence.items.withdrawn_on",
    "deployment.start",
];

const PASSPORT_2009: Rule = Rule {
    id: "qa.res.passport@2009",
    title: "whether the passport is with the worker once the residence procedures are done",
    basis: "Law 4/2009 art. 9",
    in_force: &[during((2009, 4, 29), (2016, 12, 13))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[PASSPORT_FIELDS],
    check: Check::Liberty(passport_2009),
    says: "The workers' passports are held by {holder}. After the residence procedures they belong in the workers' \
           hands.",
    consequence: "fine up to QAR 10 000 (art. 52)",
    sources: &["S22"],
    ..Rule::ROW
};

const PASSPORT_2016: Rule = Rule {
    id: "qa.res.passport@2016",
    title: "whether the passport is with the worker once the residence procedures are done",
    basis: "Law 21/2015 art. 8",
    in_force: &[since(2016, 12, 13)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[PASSPORT_FIELDS, &["liberty.items.passport_returned_on_demand"]],
    check: Check::Liberty(passport_2016),
    says: "The workers' passports are held by {holder}. After the residence procedures they belong in the workers' \
           hands.",
    consequence: "fine up to QAR 25 000 for each offence (art. 39); return of the passport; an indicator of \
                  trafficking",
    sources: &["S21"],
    ..Rule::ROW
};

const PERMIT_90: Rule = Rule {
    id: "qa.res.permit90",
    title: "whether the residence permit was issued or renewed within 90 days",
    basis: "Law 4/2009 art. 9; Law 21/2015",
    in_force: &[during((2009, 4, 29), (2016, 12, 13)), since(2016, 12, 13)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["residence.items.due_on", "residence.items.issued"]],
    check: Check::Several(&[Check::Residence(not_issued), Check::ResidenceIssued(issued_late)]),
    says: "The residence permit was due from {due} on and was not issued within 90 days.",
    consequence: "fine up to QAR 10 000",
    sources: &["S21", "S22"],
    ..Rule::ROW
};

const EXIT: Rule = Rule {
    id: "qa.res.exit@2009",
    title: "whether the workers may leave the country without the employer's consent",
    basis: "Law 4/2009 art. 18; Law 21/2015 art. 7; Law 13/2018",
    in_force: &[since(2009, 4, 29)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "liberty.items.exit_permit_required",
        "liberty.items.exit_refusals.items.by",
        "liberty.items.on_exit_exception_list",
    ]],
    check: Check::Several(&[Check::ExitRefusal(exit_refused), Check::Liberty(exit_consent)]),
    says: "The employer refused to let a worker leave the country. He has had no say in it since 28 October 2018.",
    consequence: "complaint to the exit grievance committee",
    sources: &["S22"],
    ..Rule::ROW
};

const NOC: Rule = Rule {
    id: "qa.res.noc@2020",
    title: "whether a change of employer was blocked for want of a no-objection certificate",
    basis: "Law 4/2009 and Law 21/2015 (certificate of no objection); Laws 18 and 19 of 2020, which did away with it",
    // Before 2020 a certificate was lawful: the row has a refusal of 2019 as INFO.
    in_force: &[during((2009, 4, 29), (2020, 9, 1)), since(2020, 9, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["residence.items.transfer.notice_served", "residence.items.transfer.blocked_on"]],
    check: Check::TransferBlocked(noc),
    says: "The employer blocked a worker's change of employer on {blocked}. No certificate of no objection is needed.",
    consequence: "transfer by the Ministry",
    referrals: &["Ministry of Labour"],
    sources: &["S23"],
    ..Rule::ROW
};

const ABSCOND: Rule = Rule {
    id: "qa.res.abscond",
    title: "whether a worker was reported as absconding after a complaint",
    basis: "Law 21/2015 art. 19; Law 14/2004 art. 51",
    in_force: &[since(2016, 12, 13)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Complaints],
    reads: &[&["residence.items.absconding_reported_on", "complaints.items.date"]],
    check: Check::Absconding(abscond),
    says: "The employer reported a worker as absconding on {reported}, after a complaint. It may be retaliation: a \
           worker may leave without notice where the employer is in breach.",
    consequence: "check for retaliation",
    sources: &["S20", "S22"],
    ..Rule::ROW
};

fn passport_2009<'r>(case: &Case<'r>, liberty: view::Liberty<'r>) -> Checked {
    in_qatar(case, liberty, || {
        let (held, since) = held_by_another(case, liberty);
        let requested = liberty.passport_held_on_written_request().yes();
        if requested.is_yes() {
            let text = "The workers' passports are held by {holder}, at their written request. The law of the time \
                        does not provide for one.";
            let answer = held.review().says("written_request", text).with("holder", holder(liberty));
            return Ok(answer.since(since));
        }
        Ok(taken(held, liberty).since(since).unless(written_request(), requested))
    })
}

fn passport_2016<'r>(case: &Case<'r>, liberty: view::Liberty<'r>) -> Checked {
    in_qatar(case, liberty, || {
        let (held, since) = held_by_another(case, liberty);
        let requested = liberty.passport_held_on_written_request().yes();
        let returned = requested & liberty.passport_returned_on_demand().yes();
        Ok(taken(held, liberty).since(since).unless(written_request(), returned))
    })
}

/// A violation; for review where an authority holds the passport, which may have a procedure of its own to go through.
fn taken(held: Truth, liberty: view::Liberty<'_>) -> Answer {
    let answer = match liberty.passport_holder().recorded() {
        Some(PassportHolder::Authority) => held.review(),
        _ => held.violation(),
    };
    answer.with("holder", holder(liberty))
}

fn written_request() -> Exempt {
    Exempt::named("passport_held_on_worker_written_request", "the worker's written request")
}

/// Whether the passport is not with the worker, and the residence procedures give no reason for it any more; with the day
/// since when they do not.
fn held_by_another<'r>(case: &Case<'r>, liberty: view::Liberty<'r>) -> (Truth, Option<Date>) {
    let held = liberty.passport_holder().holds(|holder| holder != PassportHolder::Worker);
    let procedures = Procedures::of(case, liberty);
    (held & !procedures.run, procedures.over_since)
}

/// The residence procedures of some workers, for which another may hold their passports.
struct Procedures {
    /// Whether they still run, in the time that the law gives for them: for every title of these workers.
    run: Truth,
    /// The first day on which they do not, where that is known; it may be still to come while they run.
    over_since: Option<Date>,
}

impl Procedures {
    fn of<'r>(case: &Case<'r>, liberty: view::Liberty<'r>) -> Self {
        let start = case.record.deployment().recorded().and_then(|deployment| deployment.start().recorded());
        let entry = Self::within_time(case, start);
        match case.record.residence().get() {
            Err(missing) => Self { run: entry.run & Truth::Unknown(missing), ..entry },
            Ok(titles) => {
                let all: Vec<_> = titles.iter().filter(|title| shared(title.groups(), liberty.groups())).collect();
                let theirs = all.iter().filter(|title| !is_replaced(case, **title, &all));
                theirs.map(|title| Self::of_title(case, *title, start)).reduce(Self::and).unwrap_or(entry)
            }
        }
    }

    /// A title that is due later gives no reason yet: until then it is the entry that counts.
    fn of_title<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>, start: Option<Date>) -> Self {
        let issued = title.issued().recorded().filter(|day| *day <= case.day());
        let due = title.due_on().recorded().filter(|day| *day <= case.day());
        let waiting = Self::within_time(case, due.or(start));
        match issued {
            Some(day) => Self { run: Truth::No, over_since: Some(waiting.over_since.map_or(day, |end| end.min(day))) },
            None => waiting,
        }
    }

    /// Procedures that are not done, by the day from which a title is due.
    fn within_time(case: &Case<'_>, from: Option<Date>) -> Self {
        let over = from.map(|from| from.plus_days(PROCEDURE_DAYS).next());
        Self { run: over.is_some_and(|over| case.day() < over).into(), over_since: over }
    }

    fn and(self, other: Self) -> Self {
        let over_since = self.over_since.into_iter().chain(other.over_since).min();
        Self { run: self.run & other.run, over_since }
    }
}

/// Whether a title is over and another of the same workers has taken its place, or is to.
fn is_replaced<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>, all: &[view::ResidenceTitle<'r>]) -> bool {
    let is_over = |title: view::ResidenceTitle<'r>| {
        let ends = [title.valid_to().recorded(), title.withdrawn_on().recorded()];
        ends.into_iter().flatten().any(|end| end <= case.day())
    };
    let follows = |other: &view::ResidenceTitle<'r>| !is_over(*other) && shared(other.groups(), title.groups());
    case.quietly(|| is_over(title) && all.iter().any(follows))
}

/// Whether a title is issued by a day; one without a day of issue is not.
fn issued(title: view::ResidenceTitle<'_>, by: Date) -> Truth {
    title.issued().holds(|day| day <= by).unless_recorded()
}

fn holder(liberty: view::Liberty<'_>) -> &'static str {
    match liberty.passport_holder().recorded() {
        Some(PassportHolder::Employer) => "the employer",
        Some(PassportHolder::Sender) => "the sending entity",
        Some(PassportHolder::Minder) => "a minder",
        Some(PassportHolder::Authority) => "an authority",
        Some(PassportHolder::SendingState) => "an authority of the sending State",
        _ => "somebody else",
    }
}

/// A permit that is owed goes on being owed.
fn not_issued<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> Checked {
    in_qatar(case, title, || {
        let due = title.due_on().get()?;
        let last = due.plus_days(PROCEDURE_DAYS);
        let owed = Truth::from(case.day() > last) & !issued(title, case.day());
        Ok(owed.violation().with("due", due).due(last).since(last.next()))
    })
}

/// One that came late is judged by the law of the day on which it came, and no later law makes a new breach of it.
fn issued_late<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> Checked {
    in_qatar(case, title, || {
        let Some(due) = title.due_on().recorded() else { return Ok(Answer::Silent) };
        let last = due.plus_days(PROCEDURE_DAYS);
        let late = Truth::from(case.day() > last).violation();
        let text =
            "The residence permit was due from {due} on and was issued only on {issued}, after more than 90 days.";
        Ok(late.says("late", text).with("due", due).with("issued", case.day()).due(last))
    })
}

fn exit_refused<'r>(case: &Case<'r>, liberty: view::Liberty<'r>, refusal: view::ExitRefusal<'r>) -> Checked {
    in_qatar(case, liberty, || {
        let refused = refusal.by().is(ExitRefuser::Employer);
        if case.day() < EXIT_PERMIT_ENDED || !is_under_labour_law(case, liberty) {
            let then =
                "The employer refused to let a worker leave the country, as the exit permit of the time allowed him.";
            return Ok(refused.info().says("exit_permit", then));
        }
        let listed = Exempt::named("on_exit_exception_list", "listed among the staff who still need consent");
        Ok(refused.violation().unless_claimed(listed, liberty.on_exit_exception_list().yes()))
    })
}

fn exit_consent<'r>(case: &Case<'r>, liberty: view::Liberty<'r>) -> Checked {
    in_qatar(case, liberty, || {
        if case.day() < EXIT_PERMIT_ENDED || !is_under_labour_law(case, liberty) {
            let then = "The workers need the employer's consent to leave the country, as the law of the time allows.";
            return Ok(liberty.exit_permit_required().yes().info().says("exit_permit", then));
        }
        // From then on only a refusal counts, each on its day; without the list nobody knows of any.
        liberty.exit_refusals().get().map(|_| Answer::Silent)
    })
}

fn noc<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> Checked {
    in_qatar(case, title, || {
        let Some(transfer) = title.transfer().recorded() else { return Ok(Answer::Silent) };
        let blocked = Truth::from(transfer.blocked_on().recorded().is_some());
        if case.day() < NOC_ENDED {
            let then =
                "The employer blocked a worker's change of employer on {blocked}, as the law of the time let him.";
            let lawful = blocked.info().says("certificate", then).with("blocked", case.day());
            return Ok(lawful.consequence(String::new()));
        }
        let unserved = Exempt::named("notice_not_served", "the worker's notice was not served");
        Ok(blocked.violation().with("blocked", case.day()).unless(unserved, transfer.notice_served().is(false)))
    })
}

fn abscond<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> Checked {
    in_qatar(case, title, || {
        title.absconding_reported_on().recorded();
        let complaints = case.record.complaints().get()?;
        let earlier = complaints.any(|complaint| complaint.date().holds(|made| made <= case.day()));
        Ok(earlier.review().with("reported", case.day()))
    })
}
