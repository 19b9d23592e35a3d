//! Where sections 4 and 5 reach: work in a Member State, goods offered on the market of the Union or exported from it.
//!
//! What an entry of the record says of workers is about those it names, else about all; it is work in the Union where some
//! of the sites they use are in a Member State. A country that is absent leaves the place open: what the rule would find is
//! then INSUFFICIENT_DATA, and what it would not find stays silent.

use comity_sdk::hosts::for_work_in;
use comity_sdk::prelude::*;
pub(crate) use comity_sdk::{About, Everybody, hosts::WORK, shared};

use super::states;

/// What the market of goods reads.
pub(crate) const MARKET: &[&str] = &[
    "goods.items.market",
    "goods.items.online_offer.currency",
    "goods.items.online_offer.ships_to_eu",
    "goods.items.origin",
    "goods.items.exported_on",
    "goods.items.destination_country",
];

/// Runs a check on an entry that is about work in a Member State on the day of the fact.
pub(crate) fn at_work<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce() -> Checked) -> Checked {
    let day = case.day();
    case.at_work(entry, |country| states::is_member(country, day), check)
}

/// Whether one of the sites that a permit names is in a Member State, whatever their dates: it may be issued before work
/// begins there. `None` where it names no site.
pub(crate) fn permitted_in_union<'r>(case: &Case<'r>, permit: view::Permit<'r>) -> Option<Truth> {
    permit.worksites().recorded().filter(|ids| !ids.is_empty())?;
    Some(for_work_in(case, permit, |country| states::is_member(country, case.day())))
}

/// Whether some of the work that an entry is about is done in a Member State on the day of the fact.
pub(crate) fn in_union<'r>(case: &Case<'r>, entry: impl About<'r>) -> Truth {
    let day = case.day();
    case.is_at_work(entry, |country| states::is_member(country, day))
}

/// Whether goods are offered on the market of the Union, or were exported from it by the evaluation date.
pub(crate) fn traded_in_union<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Truth {
    let offered = on_market(goods);
    if offered.is_yes() { offered } else { offered | exported(case, goods) }
}

/// Whether any goods of the record are; open where the record has no goods.
pub(crate) fn any_traded_in_union(case: &Case<'_>) -> Truth {
    match case.record.goods().get() {
        Ok(lots) => lots.any(|goods| traded_in_union(case, goods)),
        Err(missing) => missing.into(),
    }
}

/// Whether goods are offered on the market of the Union: there, or at a distance to users there.
pub(crate) fn on_market(goods: view::Goods<'_>) -> Truth {
    let there = goods.market().is(Market::Eu);
    if there.is_yes() {
        return there;
    }
    match goods.online_offer().recorded() {
        // Where the offer says whom it serves, a market that nobody recorded adds nothing.
        Some(offer) => targeted(offer),
        None => there,
    }
}

/// eu.flr.online: an offer at a distance counts where it is aimed at users in the Union. One that delivers there is; the
/// currency of its prices is evidence beside that.
pub(crate) fn targeted(offer: view::OnlineOffer<'_>) -> Truth {
    let delivers = offer.ships_to_eu().yes();
    if !delivers.is_no() {
        offer.currency().recorded();
    }
    delivers
}

/// Whether goods were exported from the Union by the evaluation date. Goods that come from elsewhere may have left their
/// own country on that day: then the destination decides.
pub(crate) fn exported<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Truth {
    let Some(day) = goods.exported_on().recorded().filter(|day| *day <= case.as_of) else { return Truth::No };
    let member = |country: &str| states::is_member(country, day);
    let destination = goods.destination_country();
    let leaves = !destination.holds(member);
    let origin = goods.origin().holds(member);
    match (&origin, goods.market().is(Market::Eu)) {
        (Truth::Yes, _) if !leaves.is_no() => Truth::Yes,
        (_, Truth::Yes) => leaves,
        _ => origin & leaves,
    }
}
