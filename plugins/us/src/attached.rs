//! What is attached to the findings before it: the exposure of a prohibited payment, its limitation, and the waivers
//! that cover a finding.

use comity_sdk::{facts::exchange, prelude::*};

use crate::{reads, statutes};

pub(crate) const RULES: &[Rule] = &[PENALTY, LIMITATION, WAIVER];

const PENALTY: Rule = Rule {
    id: "us.penalty",
    title: "Exposure for a prohibited payment",
    basis: "50 USC 1705(b)-(c); 22 USC 9214(f)",
    in_force: &[since(2007, 10, 16)],
    certainty: Verified,
    worst: Info,
    addressees: &[UsPerson],
    reads: reads::EXPOSURE,
    check: Check::Attached(|case, finding| {
        let Some(payment) = first_prohibited(case, finding) else { return Ok(Answer::Silent) };
        let (amount, statutory) = (payment.amount().get()?, statutory_maximum(case));
        let answer = match exchange::convert(amount, Currency::USD, case.day()) {
            Ok(dollars) => {
                let twice = dollars.amount * Decimal::TWO;
                Truth::Yes.info().with("maximum", grouped(twice.max(statutory)))
            }
            Err(_) => Truth::Yes.info().says("unconverted", UNCONVERTED).with("maximum", grouped(statutory)),
        };
        Ok(answer.with("payment", crate::gates::id(&payment.raw().id)))
    }),
    says: "Payment {payment}: a civil penalty of up to USD {maximum}; if wilful, a fine of up to USD 1 000 000, up \
        to 20 years in prison, or both.",
    sources: &["S4"],
    ..Rule::ROW
};

const UNCONVERTED: &str = "Payment {payment}: a civil penalty of up to USD {maximum}, or of twice the payment where \
    that is more; if wilful, a fine of up to USD 1 000 000, up to 20 years in prison, or both.";

/// The statutory maximum in dollars, as adjusted: from the day of each adjustment, for violations after
/// [`ADJUSTED_AFTER`]. 81 FR 43070 and the yearly rules after it; the amounts of 2017 to 2020 from knowledge.
const STATUTORY: [(Date, u32); 10] = [
    (Date::of(2016, 8, 1), 284_582),
    (Date::of(2017, 1, 15), 289_238),
    (Date::of(2018, 3, 19), 295_141),
    (Date::of(2019, 6, 14), 302_584),
    (Date::of(2020, 4, 9), 307_922),
    (Date::of(2021, 3, 17), 311_562),
    (Date::of(2022, 2, 9), 330_947),
    (Date::of(2023, 1, 13), 356_579),
    (Date::of(2024, 1, 12), 368_136),
    (Date::of(2025, 1, 15), 377_700),
];
const UNADJUSTED: u32 = 250_000;
const ADJUSTED_AFTER: Date = Date::of(2015, 11, 2);

/// A penalty is measured by the law of the day it is imposed.
fn statutory_maximum(case: &Case<'_>) -> Decimal {
    let reached = STATUTORY.iter().rev().find(|(from, _)| *from <= case.as_of && ADJUSTED_AFTER < case.day());
    reached.map_or(UNADJUSTED, |(_, amount)| *amount).into()
}

/// An amount with a space between thousands, as the catalogue writes it.
fn grouped(amount: Decimal) -> String {
    let text = amount.normalize().to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let spaced = whole.char_indices().flat_map(|(place, digit)| {
        let gap = place > 0 && (whole.len() - place).is_multiple_of(3);
        gap.then_some(' ').into_iter().chain([digit])
    });
    spaced.chain(rest.chars()).collect()
}

const LIMITATION: Rule = Rule {
    id: "us.limit10",
    title: "Limitation of action on a prohibited payment",
    basis: "50 USC 1705(d); Pub. L. 118-50",
    in_force: &[since(2024, 4, 24)],
    certainty: Verified,
    worst: Info,
    addressees: &[UsPerson],
    reads: reads::EXPOSURE,
    check: Check::AttachedToday(|case, finding| {
        let Some(payment) = first_prohibited(case, finding) else { return Ok(Answer::Silent) };
        let day = payment.date().get()?;
        let answer = Truth::Yes.info().with("payment", crate::gates::id(&payment.raw().id));
        let (short, long) = (day.plus_months(60), day.plus_months(120));
        Ok(if short < EXTENDED {
            answer.with("until", short).attribute("limitation", "closed")
        } else if long < case.as_of {
            answer.with("until", long).attribute("limitation", "closed")
        } else {
            answer.says("open", OPEN).with("until", long).attribute("limitation", "open").attribute("until", long)
        })
    }),
    says: "Action on payment {payment} is closed: its time ran out on {until}.",
    consequence: "keep the data",
    sources: &["S4"],
    ..Rule::ROW
};

/// Ten years from then on, for what was not yet barred after five.
const EXTENDED: Date = Date::of(2024, 4, 24);
const OPEN: &str = "Civil and criminal action on payment {payment} is open until {until}.";

/// The payment of a finding, if the finding prohibits it and is the first of this plugin that does.
fn first_prohibited<'r>(case: &Case<'r>, finding: &Made) -> Option<view::Transaction<'r>> {
    let subject = Some(&finding.subject).filter(|s| s.kind() == SubjectKind::Transaction)?;
    let first = case.found(|f| f.outcome() == Prohibited && f.subject == *subject);
    if first.as_deref() != Some(finding) {
        return None;
    }
    case.payment(&subject.id)
}

const WAIVER: Rule = Rule {
    id: "us.9228",
    title: "A waiver or exemption covers the finding",
    basis: "22 USC 9228",
    in_force: &[since(2016, 2, 18)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson, ForeignPerson],
    needs: &[Part::Assurance],
    reads: &[reads::WAIVERS],
    check: Check::Attached(|case, finding| {
        let Some(exemption) = finding.exemption.as_ref().filter(|e| e.ground == statutes::WAIVER) else {
            return Ok(Answer::Silent);
        };
        let assurance = case.record.assurance().get()?;
        let waiver = assurance.waivers().iter().find(|w| w.id().recorded() == Some(&exemption.id));
        let span = waiver.map(|w| (w.from().recorded(), w.to().recorded()));
        let (from, to) = span.unwrap_or_default();
        let shown = |day: Option<Date>| day.map_or_else(|| "an unrecorded day".to_owned(), |day| day.to_string());
        let answer = Truth::Yes.gives(exemption.displaces()).with("rule", finding.rule_id);
        let answer = answer.with("from", shown(from)).with("to", shown(to));
        Ok(answer.unless_claimed(Exempt::named(&exemption.id, statutes::WAIVER), Truth::Yes))
    }),
    says: "{rule} is waived from {from} until {to}.",
    sources: &["S4"],
    ..Rule::ROW
};
