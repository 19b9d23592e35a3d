//! Regulation (EU) 2024/3015: products made with forced labour, and who investigates them.

use comity_sdk::prelude::*;

use crate::{
    gates::{
        places::{self, Everybody, exported, on_market},
        states,
    },
    labour::reads::{HEAT, INDICATORS},
};

pub(crate) const RULES: &[Rule] = &[BAN, LEAD];

/// In force, as far as the authorities have to prepare.
const IN_FORCE: Date = Date::of(2024, 12, 13);
/// From this day on the ban applies.
pub(crate) const APPLIES: Date = Date::of(2027, 12, 14);

/// Which goods the Regulation reaches.
pub(crate) const REACH: &[&str] =
    &["goods.items.is_service", "goods.items.placed_on_market_on", "goods.items.with_end_user"];

const BAN: Rule = Rule {
    id: "eu.flr.ban",
    title: "whether goods made wholly or partly with forced labour are offered on the market of the Union or exported",
    basis: "Regulation (EU) 2024/3015 arts 2-3; C029 art. 2",
    in_force: &[during((2024, 12, 13), (2027, 12, 14)), since(2027, 12, 14)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[Importer, EuPerson],
    reads: &[
        places::MARKET,
        REACH,
        places::WORK,
        INDICATORS,
        HEAT,
        &[
            "goods.items.forced_labour_finding",
            "goods.items.site",
            "goods.items.produced",
            "goods.items.replaceable_part_only",
        ],
    ],
    check: Check::GoodsToday(|case, goods| Ok(ban(case, goods))),
    says: "Goods made with forced labour are offered on the market of the Union or exported from it.",
    consequence: "decision under art. 20: no placing, no export, withdrawal and disposal; penalties under art. 37",
    referrals: &["ref.nca.flr"],
    sources: &["S3"],
    ..Rule::ROW
};

const UPCOMING: &str = "Goods made with forced labour are offered on the market of the Union. From {from} on they may \
    be neither offered there nor exported.";
const UNCLEAR: &str = "Goods are, or may be, offered on the market of the Union, and the record does not say enough of how \
    they were made. From {from} on none made with forced labour may be offered there or exported.";
const PART: &str = "A part of the goods that can be replaced was made with forced labour. Offering or exporting the \
    goods with that part is barred; a decision is limited to the part.";
const END_USER: &str = "the goods have reached end users, art. 1(2)";

fn ban<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Answer {
    let reached = reached(case, goods);
    if reached.truth.is_no() {
        return Answer::Silent;
    }
    let made = reached.truth & made_with_force(case, goods);
    let first = if case.as_of < APPLIES { IN_FORCE } else { APPLIES };
    let answer = if case.as_of < APPLIES { upcoming(made) } else { barred(goods, made, reached.delivered) };
    reached.since.into_iter().fold(answer, |answer, since| answer.since(since.max(first)))
}

/// Nothing is barred yet; where it is not recorded how the goods were made, the question is coming all the same.
fn upcoming(made: Truth) -> Answer {
    let open = matches!(made, Truth::Unknown(_));
    let known = Truth::from(!made.is_no()).info();
    let answer = if open { known.says("unclear", UNCLEAR) } else { known.says("upcoming", UPCOMING) };
    answer.with("from", APPLIES).due(APPLIES)
}

fn barred(goods: view::Goods<'_>, made: Truth, delivered: bool) -> Answer {
    let answer = made.prohibited();
    let part = goods.replaceable_part_only().recorded() == Some(true);
    let answer = if part { answer.says("part", PART) } else { answer };
    answer.unless_claimed(Exempt::named("with_end_user", END_USER), delivered.into())
}

/// How the Regulation reaches goods.
pub(crate) struct Reached {
    /// Whether it does.
    pub(crate) truth: Truth,
    /// Since when.
    since: Option<Date>,
    /// They were offered, and are with end users now.
    delivered: bool,
}

impl Reached {
    const NOT: Self = Self { truth: Truth::No, since: None, delivered: false };
}

/// Goods that are offered stay subject to the law of the day, until they reach end users; an export is a fact of its day.
/// What reached end users, or left the Union and was not placed there again, before the ban applied was never under it, and
/// services are no products.
pub(crate) fn reached<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Reached {
    if goods.is_service().recorded() == Some(true) {
        return Reached::NOT;
    }
    let left = goods.exported_on().recorded().filter(|day| *day >= APPLIES);
    let export = left.map_or(Truth::No, |_| exported(case, goods));
    let placed = goods.placed_on_market_on();
    let again = |day: Date| placed.recorded().is_some_and(|placed| day < placed);
    let left_before = || goods.exported_on().recorded().is_some_and(|day| day < APPLIES && !again(day));
    if left_before() && exported(case, goods).is_yes() {
        return Reached::NOT;
    }
    if export.is_yes() {
        return Reached { truth: export, since: left, delivered: false };
    }
    let offer = on_market(goods);
    let delivered = goods.with_end_user().recorded() == Some(true);
    let in_time = placed.holds(|day| day <= case.as_of && !(delivered && day < APPLIES));
    Reached { truth: export | (offer & in_time), since: placed.recorded(), delivered }
}

/// An authority found forced labour, or the producing site meets the definition of it on the last day of production.
fn made_with_force<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Truth {
    let found = goods.forced_labour_finding().yes();
    if found.is_yes() { found } else { found | defined_at_site(case, goods) }
}

fn defined_at_site<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Truth {
    let site = goods.site();
    let limits = case.quietly(|| case.local_limits(Everybody));
    let defined_on = |day: Date| case.assessment(day.min(case.as_of), limits.clone()).forced_labour_definition();
    let produced = goods.produced();
    let defined = match produced.recorded().and_then(|span| span.to) {
        Some(to) => defined_on(to.plus_days(-1)),
        None => defined_on(case.as_of) | earlier(case, &defined_on, produced.missing()),
    };
    match site.recorded().and_then(|id| case.site(id)) {
        Some(_) => defined,
        None => Truth::Unknown(site.missing()) & defined,
    }
}

/// Where nobody says when goods were made, and the work is over: they may have been made while it went on.
fn earlier(case: &Case<'_>, defined_on: &dyn Fn(Date) -> Truth, absent: Missing) -> Truth {
    let ended = case.record.deployment().recorded().and_then(|deployment| deployment.end().recorded());
    let over = ended.filter(|end| *end <= case.as_of);
    over.map_or(Truth::No, |end| defined_on(end.plus_days(-1)) & absent.into())
}

const LEAD: Rule = Rule {
    id: "eu.flr.lead",
    title: "which authority leads the investigation of goods made with forced labour",
    basis: "Regulation (EU) 2024/3015 arts 9 and 15",
    in_force: &[since(2027, 12, 14)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Goods],
    reads: &[&[
        "goods.items.site",
        "goods.items.origin",
        "goods.items.origin_region",
        "worksites.items.country",
        "worksites.items.region",
    ]],
    check: Check::AttachedToday(lead),
    says: "The goods were made outside the Union ({place}): the Commission leads the investigation. Submit through the single portal.",
    consequence: "submit the information through the single portal (art. 9)",
    referrals: &["ref.nca.flr"],
    sources: &["S3"],
    ..Rule::ROW
};

const MEMBER_STATE: &str = "The goods were made in a Member State ({place}): its competent authority leads the \
    investigation. Submit through the single portal.";

/// Where it is found, or has to be reviewed, whether goods are made with forced labour, somebody has to lead.
fn lead(case: &Case<'_>, finding: &Made) -> Checked {
    let suspected = finding.rule_id == BAN.id && matches!(finding.outcome(), Prohibited | NeedsReview);
    let lots = case.record.goods().recorded().filter(|_| suspected);
    let Some(goods) = lots.and_then(|lots| lots.find(|lot| lot.id.as_deref() == Some(&finding.subject.id))) else {
        return Ok(Answer::Silent);
    };
    let site = goods.site().recorded().and_then(|id| case.site(id));
    let country = match site.and_then(|site| site.country().recorded()) {
        Some(country) => country,
        None => goods.origin().get()?,
    };
    let region = site.map_or_else(|| goods.origin_region().recorded(), |site| site.region().recorded());
    let place = region.map_or_else(|| country.to_owned(), |region| format!("{region}, {country}"));
    let answer = Truth::Yes.info().with("place", place);
    Ok(if states::is_member(country, case.as_of) {
        answer.says("member_state", MEMBER_STATE).attribute("lead_authority", country)
    } else {
        answer.attribute("lead_authority", "European Commission")
    })
}
