//! Where a record is: what of it touches a country, and whom there a duty of everybody binds.

use comity_facts::{
    Each, Known, Truth, Viewed,
    policy::{FieldIn, Predicate, PredicateList, RecordedIn, predicate::Form},
    v1::{Addressee, PartyRole},
    view,
};

use crate::{Case, order};

/// What [`Case::touches`] reads: the gate of a plugin whose law reaches dealings as well as work.
pub const TOUCHES: &[&str] = &[
    "parties.items.country",
    "parties.items.domicile",
    "worksites.items.country",
    "goods.items.origin",
    "goods.items.destination_country",
    "journeys.items.country",
    "transactions.items.to_country",
    "transactions.items.bank.country",
    "transactions.items.payer_institution.country",
    "transactions.items.payee_institution.country",
];

/// Of [`TOUCHES`] what leaves open whether a country is touched, where a party or site does not have it.
const OPEN: [&str; 2] = ["parties.items.country", "worksites.items.country"];

/// What [`Case::touches`] says, as the host can test it: no only where that is no.
#[must_use]
pub fn touches(country: &str) -> Predicate {
    let values = [country];
    let fields =
        TOUCHES.iter().map(|field| if OPEN.contains(field) { is_in(field, &values) } else { recorded(field, &values) });
    any_of(fields.collect())
}

/// At least one holds.
#[must_use]
pub fn any_of(items: Vec<Predicate>) -> Predicate {
    Predicate { form: Some(Form::Any(PredicateList { items })) }
}

/// A field has one of some values; open where it is absent.
#[must_use]
pub fn is_in(field: &str, values: &[&str]) -> Predicate {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Predicate { form: Some(Form::FieldIn(FieldIn { field: field.to_owned(), values })) }
}

/// A field has one of some values, as far as it is recorded.
#[must_use]
pub fn recorded(field: &str, values: &[&str]) -> Predicate {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    Predicate { form: Some(Form::RecordedIn(RecordedIn { field: field.to_owned(), values })) }
}

/// A part is present.
#[must_use]
pub fn has(part: &str) -> Predicate {
    Predicate { form: Some(Form::PartPresent(part.to_owned())) }
}

/// What [`Case::payment_touches`], [`is_carried_out`] and [`addressees`] read.
pub const PAYMENT: &[&str] = &[
    "parties.items.country",
    "parties.items.domicile",
    "parties.items.roles",
    "transactions.items.executed",
    "transactions.items.rejected_on",
    "transactions.items.payer",
    "transactions.items.payee",
    "transactions.items.facilitated_by",
    "transactions.items.to_country",
    "transactions.items.bank.party",
    "transactions.items.bank.country",
    "transactions.items.payer_institution.party",
    "transactions.items.payer_institution.country",
    "transactions.items.payee_institution.party",
    "transactions.items.payee_institution.country",
];

/// Every addressee that [`addressees`] gives: what a rule declares that uses it.
pub const EVERYBODY: &[Addressee] = &[
    Addressee::ForeignPerson,
    Addressee::Employer,
    Addressee::Recruiter,
    Addressee::Sender,
    Addressee::User,
    Addressee::Principal,
    Addressee::Importer,
    Addressee::Holder,
    Addressee::Bank,
];

/// Whether a party is a person of a country: under its law, its national, or domiciled there.
#[must_use]
pub fn belongs_to(party: view::Party<'_>, country: &str) -> Truth {
    let resident = party.domicile().holds(|code| code == country);
    if resident.is_yes() { resident } else { party.country().holds(|code| code == country) }
}

/// Whether a payment was made: one that was rejected, or recorded as not carried out, was not.
#[must_use]
pub fn is_carried_out(payment: view::Transaction<'_>) -> bool {
    payment.executed().recorded() != Some(false) && payment.rejected_on().recorded().is_none()
}

/// Whom a duty of everybody binds, by what these parties do in the case. Who does nothing that has a name is a person elsewhere.
#[must_use]
pub fn addressees<'r>(bound: impl IntoIterator<Item = view::Party<'r>>) -> Vec<Addressee> {
    let roles = bound.into_iter().flat_map(|party| party.roles().iter());
    let mut addressees: Vec<Addressee> = Vec::new();
    for bound in roles.filter_map(addressee) {
        order::put(&mut addressees, bound, Ord::cmp);
    }
    addressees.dedup();
    if addressees.is_empty() { vec![Addressee::ForeignPerson] } else { addressees }
}

fn addressee(role: PartyRole) -> Option<Addressee> {
    match role {
        PartyRole::Sender => Some(Addressee::Sender),
        PartyRole::Recruiter => Some(Addressee::Recruiter),
        PartyRole::HostEmployer => Some(Addressee::Employer),
        PartyRole::Principal => Some(Addressee::Principal),
        PartyRole::User => Some(Addressee::User),
        PartyRole::Bank => Some(Addressee::Bank),
        PartyRole::Holder => Some(Addressee::Holder),
        PartyRole::Importer => Some(Addressee::Importer),
        PartyRole::Unspecified | PartyRole::Buyer | PartyRole::Owner | PartyRole::Other | PartyRole::Parent => None,
    }
}

impl<'r> Case<'r> {
    /// Whether anything of the record touches a country: a party, work, goods, a journey, a payment. One is enough; a part that
    /// is absent says nothing, unless neither parties nor sites are recorded: then it is open.
    #[must_use]
    pub fn touches(&self, country: &str) -> Truth {
        let record = self.record;
        let (parties, sites) = (record.parties(), record.worksites());
        let there = |code: Known<'r, &'r str>| code.holds(|code| code == country);
        let touched = in_any(parties, |party| belongs_to(party, country))
            | in_any(sites, |site| there(site.country()))
            | in_any(record.goods(), |goods| {
                (there(goods.destination_country()) | there(goods.origin())).unless_recorded()
            })
            | in_any(record.journeys(), |journey| there(journey.country()).unless_recorded())
            | in_any(record.transactions(), |payment| goes_through(payment, country));
        if touched.is_no() && parties.recorded().is_none() && sites.recorded().is_none() {
            return parties.missing().into();
        }
        touched
    }

    /// Whether a payment touches a country: a side of it, an institution, or somebody who supported it is there. Open where a side
    /// is not named and nothing else decides.
    #[must_use]
    pub fn payment_touches(&self, payment: view::Transaction<'r>, country: &str) -> Truth {
        let through = goes_through(payment, country);
        if through.is_yes() {
            return through;
        }
        let helpers = self.in_payment(payment).into_iter().map(|party| belongs_to(party, country));
        let sides = [payment.payer(), payment.payee()].map(|side| self.named(side, |party| belongs_to(party, country)));
        Truth::any(helpers) | Truth::any(sides)
    }

    /// Whether pay touches a country: for work there, or from an employer of it.
    #[must_use]
    pub fn pay_touches(&self, line: view::WageLine<'r>, country: &str) -> Truth {
        let work = self.is_at_work(line, |code| code == country);
        if work.is_yes() {
            return work;
        }
        work | Truth::any(self.parties_as(PartyRole::HostEmployer).map(|employer| belongs_to(employer, country)))
    }

    /// Everybody who takes part in a payment: its sides, its institutions, those who supported it.
    #[must_use]
    pub fn in_payment(&self, payment: view::Transaction<'r>) -> Vec<view::Party<'r>> {
        let sides = [payment.payer(), payment.payee()].into_iter().filter_map(Known::recorded);
        let institutions = institutions(payment).filter_map(|institution| institution.party().recorded());
        let helpers = payment.facilitated_by().recorded().unwrap_or_default().iter().map(String::as_str);
        sides.chain(institutions).chain(helpers).filter_map(|id| self.party(id)).collect()
    }

    /// Whom of those in a payment the law of a country binds.
    #[must_use]
    pub fn bound_by_payment(&self, payment: view::Transaction<'r>, country: &str) -> Vec<Addressee> {
        addressees(self.in_payment(payment).into_iter().filter(|party| belongs_to(*party, country).is_yes()))
    }
}

fn in_any<'r, M: Viewed>(part: Known<'r, Each<'r, M>>, test: impl FnMut(M::View<'r>) -> Truth) -> Truth {
    part.recorded().map_or(Truth::No, |entries| entries.any(test))
}

/// Whether money goes to a country, or through an institution there, as far as that is recorded.
fn goes_through<'r>(payment: view::Transaction<'r>, country: &str) -> Truth {
    let there = |code: Known<'r, &'r str>| code.holds(|code| code == country).unless_recorded();
    there(payment.to_country()) | Truth::any(institutions(payment).map(|institution| there(institution.country())))
}

fn institutions(payment: view::Transaction<'_>) -> impl Iterator<Item = view::Institution<'_>> {
    let all = [payment.bank(), payment.payer_institution(), payment.payee_institution()];
    all.into_iter().filter_map(Known::recorded)
}
