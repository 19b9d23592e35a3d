//! Equal treatment in pay: Directive 2011/98/EU, and the comparison that other rules share.

use comity_sdk::{
    facts::{Each, Known, exchange, sites},
    prelude::*,
};

use super::reads;
use crate::gates::places::{self, About, at_work, permitted_in_union, shared};

pub(crate) const RULES: &[Rule] = &[SINGLE];

const SINGLE: Rule = Rule {
    id: "eu.single_permit",
    title: "whether holders of a single permit are paid as others are for the same work",
    basis: "Directive 2011/98/EU art. 12; recast (EU) 2024/1233",
    in_force: &[during((2013, 12, 25), (2026, 5, 21)), since(2026, 5, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State, Employer],
    needs: &[Part::Permits, Part::Worksites],
    reads: &[places::WORK, reads::PERMITS, reads::PAY],
    check: Check::Wage(|case, line| {
        at_work(case, line, || {
            let holder = holds_permit(case, line, PermitType::Single);
            if holder.is_no() {
                return Ok(Answer::Silent);
            }
            Ok((holder & paid_below(case, line, Decimal::ONE)).violation())
        })
    }),
    says: "Holders of a single permit are paid less than others for the same work.",
    ..Rule::ROW
};

/// Whether the workers of an entry hold a permit of a kind that is valid on the day of the fact. One that names only sites
/// outside the Union is another State's.
pub(crate) fn holds_permit<'r>(case: &Case<'r>, entry: impl About<'r>, kind: PermitType) -> Truth {
    let permits = case.record.permits().recorded().into_iter().flat_map(Each::iter);
    Truth::any(permits.filter(|permit| shared(permit.groups(), entry.groups())).map(|permit| {
        let of_kind = permit.r#type().is(kind);
        let elsewhere = || case.quietly(|| permitted_in_union(case, permit)).is_some_and(|here| here.is_no());
        if of_kind.is_no() || elsewhere() { Truth::No } else { of_kind & sites::valid(permit, case.day()) }
    }))
}

/// Whether the worker gets less than this share of what others get for the same work. What is taken for lawful tax and
/// social insurance counts as paid to him.
pub(crate) fn paid_below<'r>(case: &Case<'r>, line: view::WageLine<'r>, share: Decimal) -> Truth {
    compared(case, line, share).unwrap_or_else(Truth::Unknown)
}

fn compared<'r>(case: &Case<'r>, line: view::WageLine<'r>, share: Decimal) -> Result<Truth, Missing> {
    let others = line.comparator_pay().get()?;
    let in_their_currency = |field: Known<'r, Money>| {
        let converted = exchange::convert(field.get()?, others.currency, case.day());
        converted.map(|money| money.amount).map_err(|_| Missing { review: true, ..field.missing() })
    };
    let due = others.amount * share;
    let received = in_their_currency(line.received_by_worker())?;
    if received >= due {
        return Ok(Truth::No);
    }
    // However much of it is tax, a gross below is below.
    if line.gross_by_host().recorded().is_some() && in_their_currency(line.gross_by_host())? < due {
        return Ok(Truth::Yes);
    }
    let (mut least, mut most, mut open) = (received, received, None::<Missing>);
    for deduction in line.deductions().get()?.iter() {
        let lawful = is_lawful(deduction);
        if lawful.is_no() {
            continue;
        }
        let amount = in_their_currency(deduction.amount())?;
        most += amount;
        match lawful {
            Truth::Unknown(missing) => open = Some(open.into_iter().fold(missing, Missing::and)),
            _ => least += amount,
        }
    }
    Ok(match open {
        Some(missing) if least < due && due <= most => missing.into(),
        _ => (least < due).into(),
    })
}

/// Tax and social insurance with a basis in law.
fn is_lawful(deduction: view::Deduction<'_>) -> Truth {
    use DeductionPurpose as P;
    let purpose = deduction.purpose().is_in(&[P::Tax, P::SocialInsurance, P::TaxAndSocialInsurance]);
    if purpose.is_no() {
        return purpose;
    }
    purpose & deduction.lawful_basis().holds(|basis| basis != LawfulBasis::None)
}
