//! Work for others than the sponsor: the part of section 2 that turns on sites which the permit does not name.

use crate::{
    residence::NOC_ENDED,
    scope::{About as _, in_qatar, shared},
    work::end,
};
use comity_sdk::{
    facts::{Each, sites},
    prelude::*,
    v1::SubjectKind,
};

pub(crate) const RULES: &[Rule] = &[OTHER_2009, OTHER_2016, SAME_SPONSOR];

/// The longest loan of workers that the Ministry can approve.
const LOAN_MONTHS: i32 = 6;

const SITE_FIELDS: &[&str] = &[
    "worksites.items.id",
    "worksites.items.start",
    "worksites.items.end",
    "worksites.items.employer",
    "deployment.start",
    "deployment.end",
    "permits.items.valid_from",
    "permits.items.valid_to",
    "permits.items.withdrawn_on",
    "permits.items.employer",
    "permits.items.worksites",
];

/// What approves the work elsewhere, who is liable for it, and what they knew.
const LIABILITY_FIELDS: &[&str] = &[
    "worksites.items.sponsor_knows",
    "permits.items.loan_approval.date",
    "permits.items.loan_approval.months",
    "permits.items.loan_approval.ref",
    "residence.items.transfer.completed_on",
    "residence.items.transfer.new_employer",
    "residence.items.transfer.notice_served",
    "parties.items.roles",
    "supervision.items.prior_warning_by_sponsor",
];

const OTHER_2009: Rule = Rule {
    id: "qa.res.other@2009",
    title: "whether the workers work for another employer than their sponsor without the Ministry's approval",
    basis: "Law 4/2009 (work for another than the sponsor); penalty art. 51",
    in_force: &[during((2009, 4, 29), (2016, 12, 13))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Sender, User, Employer],
    needs: &[Part::Permits],
    reads: &[SITE_FIELDS, LIABILITY_FIELDS],
    check: Check::Several(&[
        Check::Site(other_2009),
        Check::Site(|case, site| Ok(sponsor(case, site, "qa.res.other@2009"))),
    ]),
    says: "At {site} the workers work for another employer than their sponsor, which takes the Ministry's approval. \
           The sponsor {sponsor}.",
    consequence: "up to 3 years in prison or a fine up to QAR 50 000, or both (art. 51); the workers risk deportation \
                  for what they were made to do",
    referrals: &["ilo.p029.nonpunish"],
    sources: &["S22"],
    ..Rule::ROW
};

const OTHER_2016: Rule = Rule {
    id: "qa.res.other@2016",
    title: "whether the residence is used for what it was granted for, and the work is for the sponsor",
    basis: "Law 21/2015 art. 16; approval art. 22; penalty art. 38",
    in_force: &[since(2016, 12, 13)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Sender, User, Employer],
    needs: &[Part::Permits],
    reads: &[
        SITE_FIELDS,
        LIABILITY_FIELDS,
        &[
            "worksites.items.secondment_approval_ref",
            "worksites.items.secondment_approved_on",
            "residence.items.kind",
            "residence.items.valid_from",
            "residence.items.valid_to",
            "residence.items.withdrawn_on",
        ],
    ],
    check: Check::Several(&[
        Check::Site(other_2016),
        Check::Site(|case, site| Ok(sponsor(case, site, "qa.res.other@2016"))),
        Check::Residence(purpose),
    ]),
    says: "At {site} the workers work for another employer than their sponsor, which takes an authorisation. The \
           sponsor {sponsor}.",
    consequence: "up to 3 years in prison or a fine up to QAR 50 000, or both, and up to QAR 100 000 if repeated \
                  (art. 38); the workers risk deportation for what they were made to do",
    referrals: &["ilo.p029.nonpunish"],
    sources: &["S21", "S22"],
    ..Rule::ROW
};

const SAME_SPONSOR: Rule = Rule {
    id: "qa.res.samesponsor",
    title: "whether the workers work at a site of their sponsor that is not on the permit",
    basis: "terms of the work permit",
    in_force: &[since(2005, 1, 1)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Permits],
    reads: &[SITE_FIELDS],
    check: Check::Site(|case, site| {
        in_qatar(case, site, || {
            let used = sites::of(case.record, site, case.day());
            Ok((used.extra & !used.other_employer).review().with("site", site_name(site)))
        })
    }),
    says: "The workers are at {site}, a site of their own sponsor that the permit does not name. An employer's \
           several projects are normally lawful.",
    sources: &[],
    ..Rule::ROW
};

fn other_2009<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Checked {
    in_qatar(case, site, || {
        let away = away(case, site);
        let left: Vec<_> = away.iter().filter(|crew| transferred(case, site, crew.id).is_none()).cloned().collect();
        if left.is_empty() {
            let transfer = Exempt::named("transfer", "transfer to the new employer, art. 12");
            return Ok(elsewhere(case, site, &away).unless(transfer, Truth::Yes));
        }
        Ok(approved_loan(case, &left, elsewhere(case, site, &left)))
    })
}

fn other_2016<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Checked {
    in_qatar(case, site, || {
        let (moved, away): (Vec<_>, Vec<_>) =
            away(case, site).into_iter().partition(|crew| transferred(case, site, crew.id).is_some());
        if away.is_empty() {
            return Ok(moved_with_certificate(case, site, &moved));
        }
        let working = approved_loan(case, &away, elsewhere(case, site, &away));
        let Some(reference) = site.secondment_approval_ref().recorded() else { return Ok(working) };
        let approved = site.secondment_approved_on().holds(|day| day <= case.day());
        Ok(working.unless(Exempt::named(reference, "approval of secondment or part-time work"), approved))
    })
}

/// A worker group at a site.
#[derive(Clone)]
struct Crew<'r> {
    /// Its id; nothing where nobody says which groups there are.
    id: Option<&'r str>,
    /// Whether it works there for an employer whom no valid permit of its own names.
    elsewhere: Truth,
}

/// The crews at a site that work, or may work, for an employer whom no valid permit of theirs names.
fn away<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Vec<Crew<'r>> {
    let all = sites::crews(case.record, site).into_iter().map(|id| {
        let elsewhere = sites::for_other_employer(case.record, site, id, case.day());
        Crew { id, elsewhere }
    });
    all.filter(|crew| !crew.elsewhere.is_no()).collect()
}

/// Work at a site for an employer whom no valid permit names, with those who answer for it.
fn elsewhere<'r>(case: &Case<'r>, site: view::Worksite<'r>, crews: &[Crew<'r>]) -> Answer {
    let other = Truth::any(crews.iter().map(|crew| crew.elsewhere.clone()));
    if !other.is_yes() {
        return other.violation();
    }
    for entry in case.record.supervision().recorded().into_iter().flat_map(Each::iter) {
        entry.prior_warning_by_sponsor().recorded();
    }
    let knows = site.sponsor_knows().recorded();
    let sponsor = match knows {
        Some(true) => "knows of it",
        Some(false) => "does not know of it",
        None => "may know of it; nothing is recorded",
    };
    let answer = other.violation().to(&liable(case, knows)).with("site", site_name(site)).with("sponsor", sponsor);
    uncovered(case, site, crews, answer)
}

/// An answer that begins when nothing covers the first of the crews any more.
fn uncovered<'r>(case: &Case<'r>, site: view::Worksite<'r>, crews: &[Crew<'r>], answer: Answer) -> Answer {
    let first_days = crews.iter().map(|crew| covered_until(case, site, crew.id));
    answer.since(first_days.min().flatten())
}

/// The sender, if there is one, and the user; the sponsor only if he knows.
fn liable(case: &Case<'_>, sponsor_knows: Option<bool>) -> Vec<Addressee> {
    let sender = case.parties_as(PartyRole::Sender).next().map(|_| Sender);
    let sponsor = (sponsor_knows == Some(true)).then_some(Employer);
    [sender, Some(User), sponsor].into_iter().flatten().collect()
}

/// Whether the sponsor answers for the work elsewhere where nobody recorded what he knows: for review, since only one who
/// does not know of it is not liable. A finding about him, beside the one about the site.
fn sponsor<'r>(case: &Case<'r>, site: view::Worksite<'r>, rule: &str) -> Answer {
    let found = case.outcome_of(rule, SubjectKind::Worksite, site.raw().id.as_deref().unwrap_or_default());
    let knows = site.sponsor_knows();
    if found != Some(Violation) || knows.recorded().is_some() {
        return Answer::Silent;
    }
    let crews = away(case, site);
    let permits = crews.iter().flat_map(|crew| permits_of(case, crew.id));
    let mut employers = permits.filter(|permit| sites::valid(*permit, case.day()).is_yes());
    let Some(sponsor) = employers.find_map(|permit| permit.employer().recorded()) else {
        return Answer::Silent;
    };
    let text = "The workers of the sponsor {sponsor} work at {site} for another employer. If he knows of it, he is liable \
                too.";
    let unaware = Exempt::named("sponsor_unaware", "the sponsor does not know of it");
    let liable = Truth::Yes.violation().unless(unaware, knows.missing().into()).about(SubjectKind::Party, sponsor);
    let liable = uncovered(case, site, &crews, liable);
    liable.to(&[Employer]).says("sponsor", text).with("sponsor", sponsor).with("site", site_name(site))
}

/// The permits of a crew.
fn permits_of<'r>(case: &Case<'r>, crew: Option<&'r str>) -> impl Iterator<Item = view::Permit<'r>> {
    let permits = case.record.permits().recorded().into_iter().flat_map(Each::iter);
    permits.filter(move |permit| sites::is_about(permit.raw().worker_groups.as_ref(), crew))
}

/// A loan approved by the Ministry covers the work of the workers whose permit it stands on, from the day of its letter,
/// for six months at most. One that is claimed without its day leaves the matter open, unless another covers them.
fn approved_loan<'r>(case: &Case<'r>, crews: &[Crew<'r>], working: Answer) -> Answer {
    let loans = |crew| permits_of(case, crew).filter_map(|permit| permit.loan_approval().recorded());
    let covered = Truth::all(crews.iter().map(|crew| Truth::any(loans(crew.id).map(|loan| covers(case, loan)))));
    let mut all = crews.iter().flat_map(|crew| loans(crew.id));
    let letter =
        case.quietly(|| all.find(|loan| covers(case, *loan).is_yes())).and_then(|loan| loan.r#ref().recorded());
    working.unless(Exempt::named(letter.unwrap_or("loan_approval"), "loan approved by the Ministry"), covered)
}

fn covers(case: &Case<'_>, loan: view::LoanApproval<'_>) -> Truth {
    loan.date().holds(|from| from <= case.day() && case.day() < loan_ends(loan, from))
}

fn loan_ends(loan: view::LoanApproval<'_>, from: Date) -> Date {
    let asked = loan.months().recorded().and_then(|months| i32::try_from(months).ok());
    from.plus_months(asked.unwrap_or(LOAN_MONTHS).min(LOAN_MONTHS))
}

/// The day from which nothing covers a crew's work at a site any more, where something did: a loan, or a permit.
fn covered_until<'r>(case: &Case<'r>, site: view::Worksite<'r>, crew: Option<&'r str>) -> Option<Date> {
    case.quietly(|| {
        let loan = |permit: view::Permit<'r>| {
            let loan = permit.loan_approval().recorded()?;
            Some(loan_ends(loan, loan.date().recorded()?))
        };
        let permit = |permit: view::Permit<'r>| end(permit).filter(|_| sites::covers(permit, site).is_yes());
        let ends = permits_of(case, crew).flat_map(|own| [loan(own), permit(own)]).flatten();
        ends.filter(|end| *end <= case.day()).max()
    })
}

/// A transfer before the certificate of no objection was done away with took one, of which the record says nothing.
fn moved_with_certificate<'r>(case: &Case<'r>, site: view::Worksite<'r>, moved: &[Crew<'r>]) -> Answer {
    let early = moved.iter().filter(|crew| transferred(case, site, crew.id).is_some_and(|day| day < NOC_ENDED));
    let text = "The workers at {site} changed to the employer there when that took a certificate of no objection. Whether \
                there was one is for review.";
    let other = Truth::any(early.map(|crew| crew.elsewhere.clone()));
    other.review().says("transfer", text).with("site", site_name(site))
}

/// The day on which a crew was lawfully transferred to the employer at the site; a transfer is claimed by its completion.
fn transferred<'r>(case: &Case<'r>, site: view::Worksite<'r>, crew: Option<&str>) -> Option<Date> {
    let titles = case.record.residence().recorded().into_iter().flat_map(Each::iter);
    let theirs = titles.filter(|title| sites::is_about(title.raw().worker_groups.as_ref(), crew));
    let employer = site.employer().recorded();
    let transfers = theirs.filter_map(|title| title.transfer().recorded()).filter_map(|transfer| {
        let completed = transfer.completed_on().recorded().filter(|day| *day <= case.day());
        let to_them = transfer.new_employer().holds(|new| Some(new) == employer);
        let unserved = transfer.notice_served().is(false).unless_recorded();
        completed.filter(|_| to_them.is_yes() && unserved.is_no())
    });
    transfers.max()
}

/// Whether people work on a residence that was granted for something else.
fn purpose<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> Checked {
    in_qatar(case, title, || {
        let other = title.kind().is_in(&[ResidenceKind::Visitor, ResidenceKind::Student]);
        let text = "The workers are in the country on a residence that was not granted for work.";
        let answer = if has_title_for_work(case, title) { Fires::review } else { Fires::violation };
        Ok(answer(other & holds(title, case.day())).to(&[Employer]).says("purpose", text))
    })
}

/// Whether a title holds on a day. What is absent ends nothing.
fn holds(title: view::ResidenceTitle<'_>, day: Date) -> Truth {
    let over = title.valid_to().holds(|end| end <= day) | title.withdrawn_on().holds(|end| end <= day);
    let early = title.valid_from().holds(|first| day < first);
    !over.unless_recorded() & !early.unless_recorded()
}

/// Whether some of the workers of a title have another one, for work. Whether it is the same persons', no record says.
fn has_title_for_work<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> bool {
    let titles = || case.record.residence().recorded().into_iter().flat_map(Each::iter);
    case.quietly(|| {
        titles()
            .filter(|other| shared(other.groups(), title.groups()))
            .any(|other| (other.kind().is(ResidenceKind::Work) & holds(other, case.day())).is_yes())
    })
}

fn site_name(site: view::Worksite<'_>) -> &str {
    site.id().recorded().unwrap_or("a site")
}
