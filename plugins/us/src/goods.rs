//! Import bans: Order 13570, CAATSA s. 321, the Tariff Act and the Uyghur Forced Labor Prevention Act.

use comity_sdk::{
    About,
    facts::{indicators::Class, sites},
    prelude::*,
    shared,
};

use crate::{
    dealings::{self, both},
    gates, reads, statutes,
};

pub(crate) const RULES: &[Rule] = &[FROM_NORTH_KOREA, MADE_BY_NORTH_KOREANS, FORCED_LABOUR, XINJIANG];

const FROM_NORTH_KOREA: Rule = Rule {
    id: "us.13570",
    title: "Goods, services or technology from North Korea are imported into the United States",
    basis: "Executive Order 13570 of 2011-04-18",
    in_force: &[since(2011, 4, 19)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[Importer, UsPerson],
    reads: reads::IMPORT,
    check: Check::Several(&[
        Check::GoodsEntering(Market::Us, |case, goods| {
            let service = goods.is_service().yes().unless_recorded();
            let supplied = || both(gates::state_sender(case), || sites::deployed(case.record, case.day()));
            let through_third = both(service, supplied).review().says("service", SERVICE);
            let direct = both(goods.market().is(Market::Us), || goods.origin().is("PRK")).prohibited();
            Ok(direct.or(through_third).claimed_by(goods.licence_ref().recorded(), dealings::LICENCE))
        }),
        Check::Case(|case| {
            let remote = case.record.deployment().recorded().and_then(|d| d.remote().recorded());
            let Some(remote) = remote else { return Ok(Answer::Silent) };
            let ours = || match remote.clients().get() {
                Ok(clients) => Truth::any(clients.iter().filter_map(|id| case.party(id)).map(gates::us_person)),
                Err(missing) => Truth::Unknown(missing),
            };
            let there = both(remote.works_in().is("PRK"), ours).prohibited();
            let abroad = both(gates::state_sender(case), ours).review().says("service", SERVICE);
            Ok(there.says("remote", REMOTE).or(abroad))
        }),
        Check::Service(|case, service| {
            let ours = || case.named(service.recipient(), gates::us_person);
            let there = case.named(service.provider(), |party| party.country().is("PRK"));
            let body = case.named(service.provider(), |party| gates::government(case, party));
            // A body of the State that has its seat in North Korea may still serve through a third country.
            let third = both(body, ours).review().says("service", SERVICE);
            let direct = both(there, ours).review().says("provider", PROVIDER);
            Ok(third.or(direct))
        }),
    ]),
    says: "Goods from North Korea enter the United States.",
    consequence: "entry refused",
    referrals: &["OFAC", "CBP"],
    sources: &["S10"],
    ..Rule::ROW
};

const SERVICE: &str = "A body of the North Korean State supplies services to the United States through a third \
    country. Whether that is an import is for review.";

const REMOTE: &str = "Services rendered in North Korea are imported into the United States.";
const PROVIDER: &str = "A provider in North Korea serves a recipient in the United States. Where the service is rendered \
    is for review.";

const MADE_BY_NORTH_KOREANS: Rule = Rule {
    id: "us.caatsa.321.goods",
    title: "Goods made wholly or partly by North Korean nationals, anywhere, enter the United States",
    basis: "22 USC 9241a; 19 USC 1307",
    in_force: &[since(2017, 8, 2)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[Importer],
    reads: reads::MADE_BY,
    check: Check::GoodsEntering(Market::Us, |case, goods| {
        let service = goods.is_service().yes().unless_recorded();
        let entering = both(!service, || goods.market().is(Market::Us));
        let answer = both(entering, || made_by_north_koreans(case, goods)).prohibited();
        Ok(statutes::waived(case, answer.claimed_by(customs_finding(case, goods), CUSTOMS)))
    }),
    says: "Goods made with North Korean labour enter the United States: the law presumes forced labour until customs \
        finds otherwise by clear and convincing evidence.",
    consequence: "no entry; detention, seizure, forfeiture; penalties",
    referrals: &["CBP"],
    sources: &["S4", "S8"],
    ..Rule::ROW
};

const CUSTOMS: &str =
    "customs found by clear and convincing evidence that no convict, forced or indentured labour was used";

/// Who made the goods: as recorded, else who works at the site that made them.
fn made_by_north_koreans<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Truth {
    let recorded = goods.produced_by_nationalities();
    let makers = match recorded.get() {
        Ok([]) => Truth::Unknown(recorded.missing()),
        Ok(codes) => codes.iter().any(|code| code == "PRK").into(),
        Err(missing) => Truth::Unknown(missing),
    };
    if makers.is_yes() {
        return makers;
    }
    let staffed = match goods.site().recorded().and_then(|id| case.site(id)) {
        Some(site) if made_while_staffed(case, goods, site) => {
            Truth::any(case.worker_groups().filter(|group| works_at(*group, site)).map(|g| case.is_prk(g)))
        }
        _ => Truth::No,
    };
    match (&makers, &staffed) {
        // The record contradicts itself: it says who made the goods, and that others work there.
        (Truth::No, Truth::Yes) => Truth::Unknown(recorded.missing()).or_review(),
        (Truth::No, _) => makers,
        _ => makers | staffed,
    }
}

/// Whether the workers may have been at the site while the goods were made: during production as recorded, else at any
/// time until entry.
fn made_while_staffed<'r>(case: &Case<'r>, goods: view::Goods<'r>, site: view::Worksite<'r>) -> bool {
    let deployment = case.record.deployment().recorded();
    let starts = [deployment.and_then(|d| d.start().recorded()), site.start().recorded()];
    let ends = [deployment.and_then(|d| d.end().recorded()), site.end().recorded()];
    let (from, to) = (starts.into_iter().flatten().max(), ends.into_iter().flatten().min());
    let made = goods.produced().recorded();
    let (first, end) = (made.and_then(|span| span.from), made.and_then(|span| span.to).unwrap_or(case.day().next()));
    from.is_none_or(|from| from < end) && to.is_none_or(|to| first.is_none_or(|first| first < to))
}

/// A site that names no groups is worked by all.
fn works_at<'r>(group: view::WorkerGroup<'r>, site: view::Worksite<'r>) -> bool {
    shared(site.worker_groups().recorded(), group.groups())
}

/// The number of the finding of customs in the importer's favour, once it is made.
fn customs_finding<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Option<&'r str> {
    let finding = goods.customs_finding().recorded()?;
    let later = finding.date().recorded().is_some_and(|day| case.as_of < day);
    finding.id().recorded().filter(|_| !later)
}

const FORCED_LABOUR: Rule = Rule {
    id: "us.1307",
    title: "Goods made by convict, forced or indentured labour enter the United States",
    basis: "19 USC 1307; 19 CFR 12.42-45",
    in_force: &[during((1930, 6, 17), (2016, 3, 10)), since(2016, 3, 10)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[Importer],
    reads: reads::FORCED_LABOUR,
    check: Check::GoodsEntering(Market::Us, |case, goods| {
        let escapes = case.day() < DEMAND_REPEALED && goods.unmet_us_demand().recorded() == Some(true);
        if escapes {
            return Ok(Answer::Silent);
        }
        let entering = goods.market().is(Market::Us);
        let order = both(entering.clone(), || goods.withhold_release_order().yes()).prohibited();
        let signs = both(entering, || indicated(case, goods)).review().says("indicators", INDICATED);
        Ok(order.or(signs).claimed_by(customs_finding(case, goods), CUSTOMS))
    }),
    says: "Goods under a withhold release order enter the United States.",
    consequence: "withhold release order, detention; the importer has three months for proof",
    referrals: &["CBP"],
    sources: &["S4"],
    ..Rule::ROW
};

/// From this day on, unmet demand at home no longer lets goods in.
const DEMAND_REPEALED: Date = Date::of(2016, 3, 10);
const INDICATED: &str = "The site that made the goods shows indicators of forced labour.";

/// Whether the indicators at the producing site, which this record is about, call for review: on the last day of
/// production, where it is recorded.
fn indicated<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Truth {
    let site = goods.site();
    let made = goods.produced().recorded().and_then(|span| span.to).map(|to| to.plus_days(-1));
    let day = made.map_or(case.day(), |made| made.min(case.day()));
    let class = || case.assessment(day, gates::limits(case)).score().class;
    match site.recorded().and_then(|id| case.site(id)) {
        Some(_) => (class() >= Class::Review).into(),
        None => Truth::Unknown(site.missing()) & (class() >= Class::Review).into(),
    }
}

const XINJIANG: Rule = Rule {
    id: "us.uflpa",
    title: "Goods from Xinjiang, or of a listed maker, enter the United States",
    basis: "Pub. L. 117-78",
    in_force: &[since(2022, 6, 21)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[Importer],
    reads: reads::XINJIANG,
    check: Check::GoodsEntering(Market::Us, |case, goods| {
        let listed = goods.made_by_uflpa_entity().yes().unless_recorded();
        Ok(both(listed | from_xinjiang(case, goods), || goods.market().is(Market::Us)).prohibited())
    }),
    says: "Goods from Xinjiang, or of a maker on the list of the Uyghur Forced Labor Prevention Act, enter the \
        United States: the law presumes forced labour.",
    consequence: "detention; clear and convincing evidence to the contrary is needed",
    referrals: &["CBP"],
    ..Rule::ROW
};

/// Where they come from or where they were made: one is enough. Goods from outside China need no region.
fn from_xinjiang<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Truth {
    let region = goods.origin_region();
    let site = goods.site().recorded().and_then(|id| case.site(id)).and_then(|site| site.region().recorded());
    let elsewhere = goods.origin().recorded().is_some_and(|country| country != "CHN");
    let named: Vec<_> = region.recorded().into_iter().chain(site).collect();
    if named.is_empty() && !elsewhere {
        return Truth::Unknown(region.missing());
    }
    named.into_iter().any(is_xinjiang).into()
}

fn is_xinjiang(region: &str) -> bool {
    let name = region.to_ascii_lowercase();
    ["cn-xj", "xj", "xuar", "cn-65"].contains(&name.as_str()) || name.contains("xinjiang") || name.contains("uyghur")
}
