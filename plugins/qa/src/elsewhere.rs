//! Work for others than the sponsor: the part of section 2 that turns on sites which the permit does not name.

use crate::scope::{About as _, in_qatar, shared};
use comity_sdk::{
    facts::{Each, sites},
    prelude::*,
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
    check: Check::Site(other_2009),
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
        ],
    ],
    check: Check::Several(&[Check::Site(other_2016), Check::Residence(purpose)]),
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
        let working = elsewhere(case, site);
        let transfer = Exempt::named("transfer", "transfer to the new employer, art. 12");
        Ok(approved_loan(case, working).unless_claimed(transfer, transferred(case, site)))
    })
}

fn other_2016<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Checked {
    in_qatar(case, site, || {
        if transferred(case, site).is_yes() {
            return Ok(Answer::Silent);
        }
        let working = approved_loan(case, elsewhere(case, site));
        let Some(reference) = site.secondment_approval_ref().recorded() else { return Ok(working) };
        let approved = site.secondment_approved_on().holds(|day| day <= case.day());
        Ok(working.unless(Exempt::named(reference, "approval of secondment or part-time work"), approved))
    })
}

/// Work at a site for an employer whom no valid permit names, with those who answer for it.
fn elsewhere<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Answer {
    let other = sites::of(case.record, site, case.day()).other_employer;
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
    other.violation().to(&liable(case, knows)).with("site", site_name(site)).with("sponsor", sponsor)
}

/// The sender, if there is one, and the user; the sponsor only if he knows.
fn liable(case: &Case<'_>, sponsor_knows: Option<bool>) -> Vec<Addressee> {
    let sender = case.parties_as(PartyRole::Sender).next().map(|_| Sender);
    let sponsor = (sponsor_knows == Some(true)).then_some(Employer);
    [sender, Some(User), sponsor].into_iter().flatten().collect()
}

/// A loan approved by the Ministry covers the work from the day of its letter, for six months at most. One that is
/// claimed without its day leaves the matter open.
fn approved_loan(case: &Case<'_>, working: Answer) -> Answer {
    let permits = case.record.permits().recorded().into_iter().flat_map(Each::iter);
    let loans = permits.filter_map(|permit| permit.loan_approval().recorded());
    let covers = |loan: view::LoanApproval<'_>| {
        let asked = loan.months().recorded().and_then(|months| i32::try_from(months).ok());
        let months = asked.unwrap_or(LOAN_MONTHS).min(LOAN_MONTHS);
        loan.date().holds(|from| from <= case.day() && case.day() < from.plus_months(months))
    };
    loans.fold(working, |working, loan| {
        let letter = Exempt::named(loan.r#ref().recorded().unwrap_or("loan_approval"), "loan approved by the Ministry");
        working.unless(letter, covers(loan))
    })
}

/// Whether these workers were lawfully transferred to the employer at the site; a transfer is claimed by its
/// completion.
fn transferred<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Truth {
    let titles = case.record.residence().recorded().into_iter().flat_map(Each::iter);
    let theirs = titles.filter(|title| shared(title.groups(), site.groups()));
    let employer = site.employer().recorded();
    Truth::any(theirs.filter_map(|title| title.transfer().recorded()).map(|transfer| {
        let completed = transfer.completed_on().holds(|day| day <= case.day());
        let to_them = transfer.new_employer().holds(|new| Some(new) == employer);
        (completed & to_them).unless_recorded() & !transfer.notice_served().is(false).unless_recorded()
    }))
}

/// Whether people work on a residence that was granted for something else.
fn purpose<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> Checked {
    in_qatar(case, title, || {
        let over = title.valid_to().holds(|end| end <= case.day()).unless_recorded();
        let early = title.valid_from().holds(|first| case.day() < first).unless_recorded();
        let other = title.kind().is_in(&[ResidenceKind::Visitor, ResidenceKind::Student]);
        let text = "The workers are in the country on a residence that was not granted for work.";
        Ok((other & !over & !early).violation().to(&[Employer]).says("purpose", text))
    })
}

fn site_name(site: view::Worksite<'_>) -> &str {
    site.id().recorded().unwrap_or("a site")
}
