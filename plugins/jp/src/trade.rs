//! Trade: nothing is imported from North Korea since 2006, and nothing is exported there since 2009.

use comity_sdk::{EVERYBODY, addressees, belongs_to, hosts::id, prelude::*};

use crate::{JAPAN, NORTH_KOREA};

pub(crate) const RULES: &[Rule] = &[IMPORT, EXPORT];

const IMPORT: Rule = Rule {
    id: "jp.trade",
    title: "whether goods from North Korea are imported into Japan",
    basis: "Foreign Exchange and Foreign Trade Act art. 52; measures of the Cabinet from 2006-10-14",
    in_force: &[since(2006, 10, 14)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[Importer],
    reads: &[&[
        "goods.items.market",
        "goods.items.origin",
        "goods.items.destination_country",
        "goods.items.importer",
        "goods.items.is_service",
        "parties.items.country",
        "parties.items.domicile",
    ]],
    check: Check::GoodsEntering(Market::Other, |case, goods| Ok(imported(case, goods))),
    says: "Goods from North Korea ({goods}) were imported into Japan.",
    consequence: "refuse the import",
    ..Rule::ROW
};

fn imported<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Answer {
    let from = if is_service(goods) { Truth::No } else { goods.origin().is(NORTH_KOREA) };
    if from.is_no() {
        return Answer::Silent;
    }
    let destination = goods.destination_country();
    let into = match destination.recorded() {
        Some(country) => (country == JAPAN).into(),
        None if by_one_of_ours(case, goods) => Truth::Yes,
        None => destination.missing().into(),
    };
    (from & into).prohibited().with("goods", id(&goods.raw().id))
}

/// Goods whose destination nobody recorded go where their importer is.
fn by_one_of_ours<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> bool {
    case.named(goods.importer(), |importer| belongs_to(importer, JAPAN)).is_yes()
}

const EXPORT: Rule = Rule {
    id: "jp.trade.export",
    title: "whether goods are exported from Japan to North Korea",
    basis: "Foreign Exchange and Foreign Trade Act art. 48; measures of the Cabinet from 2009-06-18",
    in_force: &[since(2009, 6, 18)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: EVERYBODY,
    reads: &[&[
        "goods.items.origin",
        "goods.items.destination_country",
        "goods.items.is_service",
        "parties.items.country",
        "parties.items.domicile",
        "parties.items.roles",
    ]],
    check: Check::GoodsExported(|case, goods| {
        let to = if is_service(goods) { Truth::No } else { goods.destination_country().is(NORTH_KOREA) };
        if to.is_no() {
            return Ok(Answer::Silent);
        }
        let answer = (to & goods.origin().is(JAPAN)).prohibited().with("goods", id(&goods.raw().id));
        let ours = case.parties().filter(|party| belongs_to(*party, JAPAN).is_yes());
        Ok(answer.to(&addressees(ours)))
    }),
    says: "Goods ({goods}) were exported from Japan to North Korea.",
    consequence: "refuse the export",
    ..Rule::ROW
};

fn is_service(goods: view::Goods<'_>) -> bool {
    goods.is_service().recorded() == Some(true)
}
