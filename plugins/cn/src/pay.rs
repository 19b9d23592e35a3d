//! Pay: the Labour Law on form, interval and recipient. Local minimum wages are not in the catalogue.

use comity_sdk::{
    hosts::{INTERVAL, LINE, WORK, foreign_currency, id, not_to_worker, or_unpaid, rarer_than},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PAID, MINIMUM];

const YUAN: Currency = Currency::of(*b"CNY");
const MONTH_DAYS: u64 = 31;

const PAID: Rule = Rule {
    id: "cn.wage",
    title: "whether pay is in currency, monthly, and to the worker",
    basis: "Labour Law art. 50",
    in_force: &[since(1995, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, INTERVAL, &["wages.items.received_by_worker", "wages.items.form"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let vouchers = line.form().is(PayForm::Voucher).unless_recorded();
            let other = foreign_currency(line, YUAN).unless_recorded();
            let answer = or_unpaid(line, || {
                let rare = rarer_than(line, MONTH_DAYS, case.as_of);
                (not_to_worker(line) | rare | vouchers | other).violation()
            });
            Ok(answer.with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) is not in money, not monthly, or not to the worker.",
    consequence: "pay the worker",
    ..Rule::ROW
};

const MINIMUM: Rule = Rule {
    id: "cn.wage.min",
    title: "whether pay reaches the minimum of the province",
    basis: "Labour Law art. 48",
    in_force: &[since(1995, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, &["wages.items.payee", "wages.items.received_by_worker", "worksites.items.region"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let nothing = line.received_by_worker().recorded().is_some_and(|money| money.amount.is_zero());
            if nothing || line.payee().recorded() == Some(Payee::None) {
                return Ok(Truth::Yes.violation().says("nothing", NOTHING).with("line", id(&line.raw().id)));
            }
            for site in case.sites_of(line) {
                site.region().recorded();
            }
            Ok(Truth::Yes.without("minimum_wages").with("line", id(&line.raw().id)))
        })
    }),
    says: "Whether pay ({line}) reaches the minimum of its province cannot be told: the table of provinces is not part of the catalogue.",
    ..Rule::ROW
};

const NOTHING: &str = "The worker gets nothing ({line}), which is below the minimum of every province.";
