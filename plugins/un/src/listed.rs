//! Who is on the list of the 1718 Committee: no funds for them and none of theirs, no entry, expulsion of who acts for them,
//! and names that resemble those of entries for the export of labour.

use comity_sdk::{Entries, facts::Known, policy::Hit, prelude::*};

use crate::{
    gates::{
        APPROVED, CONTROL, LISTS, NATIONALITY, NORTH_KOREA, OWNERS, WORK, behind, id, is_list, listed, since_listed,
    },
    repatriation::is_protected,
};

pub(crate) const RULES: &[Rule] = &[FREEZE, ENTRY, LABOUR, EXPULSION];

const FREEZE: Rule = Rule {
    id: "un.1718.8d",
    title: "whether funds of a listed party are not frozen, or funds are made available to one",
    basis: "Security Council resolution 1718 (2006) para. 8(d), extended by resolution 2270 (2016) para. 32",
    in_force: &[since(2006, 10, 14)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[State],
    needs: &[Part::Parties],
    reads: &[
        LISTS,
        OWNERS,
        CONTROL,
        NATIONALITY,
        &[
            "parties.items.roles",
            "transactions.items.payer",
            "transactions.items.payee",
            "transactions.items.bank.party",
            "transactions.items.payer_institution.party",
            "transactions.items.payee_institution.party",
            "transactions.items.facilitated_by",
            "transactions.items.executed",
            "transactions.items.rejected_on",
            "transactions.items.authorisation_ref",
            "wages.items.worker_groups",
            "wages.items.payee",
            "wages.items.period",
            "wages.items.due_on",
        ],
    ],
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(payment_of_listed(case, payment))),
        Check::Wage(|case, line| Ok(wages_to_listed(case, line))),
    ]),
    says: "{party} is on the list of the 1718 Committee, and {what} makes funds available to it or moves its own.",
    consequence: "freeze the funds without delay; report to the State's authority",
    ..Rule::ROW
};

const BEHIND: &str = "Somebody on the list of the 1718 Committee owns a part of {party} or controls it, and {what} makes funds \
    available to it or moves its own. Whether they are funds of the listed one is for review.";
const SUPPORTED: &str = "{party} is on the list of the 1718 Committee, or belongs to somebody on it, and approved, financed, \
    facilitated or guaranteed {what}. Whether that makes funds available is for review.";
const PERMITTED: &str = "an exemption of resolution 1718 (2006) para. 9, or of resolution 2664 (2022) para. 1";

fn payment_of_listed<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    if payment.executed().recorded() == Some(false) || payment.rejected_on().recorded().is_some() {
        return Answer::Silent;
    }
    let answer = any_reached(case, &holders(case, payment)).or(supported(case, payment));
    let answer = if matches!(answer, Answer::Silent) && any_listed(case) { unnamed(payment) } else { answer };
    let answer = answer.claimed_by(payment.authorisation_ref().recorded(), PERMITTED);
    answer.with("what", format_args!("payment {}", id(&payment.raw().id)))
}

/// Who gives, receives or keeps the funds of a payment: its sides, and the institutions on its way.
fn holders<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Vec<view::Party<'r>> {
    let institutions = [payment.bank(), payment.payer_institution(), payment.payee_institution()];
    let institutions = institutions.into_iter().filter_map(Known::recorded).filter_map(|i| i.party().recorded());
    let sides = [payment.payee(), payment.payer()].into_iter().filter_map(Known::recorded);
    sides.chain(institutions).filter_map(|id| case.party(id)).collect()
}

/// Somebody listed lends a hand, and no funds: for review.
fn supported<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let helpers = payment.facilitated_by().recorded().unwrap_or_default();
    helpers.iter().filter_map(|id| case.party(id)).fold(Answer::Silent, |so_far, helper| {
        let theirs = (listed(case, helper) | behind(case, helper)).review().says("supported", SUPPORTED);
        so_far.or(theirs.with("party", id(&helper.raw().id)))
    })
}

/// A side that nobody named may be the listed one.
fn unnamed(payment: view::Transaction<'_>) -> Answer {
    let sides = [payment.payee(), payment.payer()].into_iter().filter(|side| side.recorded().is_none());
    sides.map(Known::missing).reduce(Missing::and).map_or(Answer::Silent, Answer::Open)
}

/// Somebody of the record is on the list: then a payment that names nobody may be theirs.
fn any_listed(case: &Case<'_>) -> bool {
    case.quietly(|| case.parties().any(|party| !listed(case, party).is_no()))
}

fn wages_to_listed<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let answer = match any_reached(case, &case.parties_as(PartyRole::Sender).collect::<Vec<_>>()) {
        Answer::Silent => unknown_sender(case, line),
        said => said,
    };
    if matches!(answer, Answer::Silent) {
        return answer;
    }
    let answer = match line.payee().get() {
        Ok(Payee::Sender) => answer,
        Ok(_) => Answer::Silent,
        Err(missing) => Answer::Open(missing),
    };
    answer.with("what", format_args!("wages {}", id(&line.raw().id)))
}

/// Who sent North Koreans is not recorded: it may be somebody listed.
fn unknown_sender<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let known = case.parties_as(PartyRole::Sender).next().is_some();
    if known || Truth::any(case.groups_of(line).map(|group| case.is_prk(group))).is_no() {
        return Answer::Silent;
    }
    Answer::Open(case.record.parties().missing())
}

/// What is said of parties that funds reach or leave: of one that is on the list by itself, wherever it stands among them, first.
fn any_reached<'r>(case: &Case<'r>, parties: &[view::Party<'r>]) -> Answer {
    let on_it = |party: &&view::Party<'r>| case.quietly(|| listed(case, **party).is_yes());
    match parties.iter().find(on_it) {
        Some(party) => reached(case, *party),
        None => parties.iter().fold(Answer::Silent, |so_far, party| so_far.or(reached(case, *party))),
    }
}

fn reached<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let named = listed(case, party);
    if named.is_yes() {
        return since_listed(case, party, named.prohibited().with("party", id(&party.raw().id)));
    }
    let answer = named.prohibited().or(behind(case, party).review().says("behind", BEHIND));
    answer.with("party", id(&party.raw().id))
}

const ENTRY: Rule = Rule {
    id: "un.1718.8e",
    title: "whether a listed individual enters a State or passes through it",
    basis: "Security Council resolution 1718 (2006) para. 8(e)",
    in_force: &[since(2006, 10, 14)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[State],
    reads: &[
        LISTS,
        &[
            "parties.items.kind",
            "parties.items.country",
            "journeys.items.person",
            "journeys.items.country",
            "journeys.items.committee_approval_ref",
        ],
    ],
    check: Check::Journey(|case, journey| {
        let individual =
            |party: view::Party<'_>| party.kind().recorded().is_none_or(|kind| kind == PartyKind::Individual);
        let person = journey.person();
        let named = case.named(person, |party| if individual(party) { listed(case, party) } else { Truth::No });
        if named.is_no() {
            return Ok(Answer::Silent);
        }
        let country = journey.country();
        let own = case.named(person, |party| match (party.country().get(), country.get()) {
            (Ok(own), Ok(entered)) => (own == entered).into(),
            (Err(one), Err(other)) => one.and(other).into(),
            (Err(missing), _) | (_, Err(missing)) => missing.into(),
        });
        let answer = named.prohibited().unless(Exempt::named("own_national", OWN_NATIONAL), own);
        let answer = answer.claimed_by(journey.committee_approval_ref().recorded(), APPROVED);
        let country = country.recorded().unwrap_or("a State that is not recorded");
        Ok(answer.with("person", person.recorded().unwrap_or_default()).with("country", country))
    }),
    says: "{person} is on the list of the 1718 Committee, and enters or passes through {country}.",
    consequence: "deny entry and transit",
    ..Rule::ROW
};

const OWN_NATIONAL: &str = "no State has to refuse its own nationals";

const LABOUR: Rule = Rule {
    id: "un.list.labour",
    title: "whether a name resembles that of an entry for the export of workers",
    basis: "Security Council resolution 2371 (2017) annex; list of the 1718 Committee",
    in_force: &[since(2017, 8, 5)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State],
    reads: &[LISTS],
    check: Check::Party(&[], |case, party| {
        let of_list = case.screened(party, Entries { list: &is_list, programme: None });
        // A confirmed hit is no resemblance: what it bars is un.1718.8d.
        if !matches!(of_list, Truth::Unknown(_)) || !resembles_exporter(case, party) {
            return Ok(Answer::Silent);
        }
        Ok(of_list.review().with("party", id(&party.raw().id)))
    }),
    says: "{party} resembles an entry for the export of workers on the list of the 1718 Committee.",
    consequence: "compare identifiers; screen the owners; freeze if it is the same",
    ..Rule::ROW
};

/// Entries whose reason is the export of workers: Mansudae Overseas Project Group of Companies, listed on 2017-08-05.
const EXPORTERS: [&str; 1] = ["KPe.050"];

fn resembles_exporter(case: &Case<'_>, party: view::Party<'_>) -> bool {
    let named = |hit: &Hit| Some(&hit.party) == party.raw().id.as_ref() && EXPORTERS.contains(&hit.entry.as_str());
    let ended = |hit: &Hit| hit.delisted_on.as_deref().and_then(Date::read).is_some_and(|day| day <= case.day());
    case.hits.iter().any(|hit| named(hit) && is_list(&hit.list) && hit.band() != HitBand::Weak && !ended(hit))
}

const EXPULSION: Rule = Rule {
    id: "un.2094.expel",
    title: "whether a North Korean national who acts for a listed person, or helps evasion, was expelled",
    basis: "Security Council resolutions 2094 (2013) para. 10, 2270 (2016) paras 13-14",
    in_force: &[since(2013, 3, 7)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        LISTS,
        WORK,
        &[
            "parties.items.kind",
            "parties.items.country",
            "parties.items.acts_for",
            "parties.items.expelled_on",
            "parties.items.protection",
            "parties.items.expulsion_barred_ref",
        ],
    ],
    check: Check::Party(&[], |case, party| Ok(expulsion(case, party))),
    says: "{party}, a North Korean national, acts for {principal}, which is on the list of the 1718 Committee. The State has to \
        expel that person for repatriation.",
    consequence: "expel, within the limits of national and international law",
    sources: &["S17"],
    ..Rule::ROW
};

const PROTECTED: &str = "protection bars the expulsion";
const LEGAL_BAR: &str = "judicial process, medical, safety or humanitarian grounds, or business of the United Nations";

fn expulsion<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let Some(principal) = party.acts_for().recorded() else { return Answer::Silent };
    let expelled = party.expelled_on().recorded().is_some_and(|day| day <= case.day());
    if expelled || party.kind().recorded().is_some_and(|kind| kind != PartyKind::Individual) {
        return Answer::Silent;
    }
    let for_listed = case.party(principal).map_or(Truth::No, |principal| listed(case, principal));
    if for_listed.is_no() {
        return Answer::Silent;
    }
    let answer = (party.country().is(NORTH_KOREA).or_review() & for_listed & hosted(case)).violation();
    // Of diplomats and representatives of the Government resolution 2270 (2016) para. 13 speaks by name: their status bars nothing.
    let protected = party.protection().holds(is_protected);
    let answer = answer.unless(Exempt::named("protection", PROTECTED), protected);
    let answer = answer.claimed_by(party.expulsion_barred_ref().recorded(), LEGAL_BAR);
    let answer = case.party(principal).into_iter().fold(answer, |answer, listed| since_listed(case, listed, answer));
    answer.with("party", id(&party.raw().id)).with("principal", principal)
}

/// Whether the case is one of a State other than North Korea, by any site of the record: nobody says where a party is.
fn hosted(case: &Case<'_>) -> Truth {
    let mut sites = case.sites().peekable();
    if sites.peek().is_none() {
        return case.record.worksites().missing().into();
    }
    Truth::any(sites.map(|site| !site.country().is(NORTH_KOREA)))
}
