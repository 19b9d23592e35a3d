//! Which rows of a host country's plugin the conditions ask. The catalogue names those of Qatar and Poland; for the others they
//! are the rows of the same kind. A kind that a plugin has no rows for is empty.

use comity_facts::{Date, Missing};

use crate::{
    Case, Everybody, Rows,
    hosts::{WORK, union},
};

/// A host country's rows by what the conditions ask.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// ISO 3166-1 alpha-3.
    pub country: &'static str,
    /// Its plugin.
    pub plugin: &'static str,
    /// On contracts and working time.
    pub contracts: &'static [&'static str],
    /// On the workers' papers.
    pub papers: &'static [&'static str],
    /// On housing, heat, rest and the least pay.
    pub standards: &'static [&'static str],
    /// On inspections.
    pub inspections: &'static [&'static str],
    /// On pay that reaches the worker.
    pub pay: &'static [&'static str],
}

/// A row for each host country that has a plugin, by country.
pub const LAWS: [Law; 10] = [
    Law {
        country: "ARE",
        plugin: "ae",
        contracts: &["ae.hours*", "ae.law@1980", "ae.law.premium@1980"],
        papers: &["ae.passport@2002", "ae.obl"],
        standards: &["ae.heat", "ae.hours.rest", "ae.law.rest@1980", "ae.wage.min"],
        inspections: &[],
        pay: &["ae.wage.wps", "ae.law.wage@1980"],
    },
    Law {
        country: "CHN",
        plugin: "cn",
        contracts: &["cn.hours*"],
        papers: &["cn.passport"],
        standards: &["cn.hours.rest", "cn.wage.min"],
        inspections: &[],
        pay: &["cn.wage"],
    },
    Law {
        country: "KWT",
        plugin: "kw",
        contracts: &["kw.hours*"],
        papers: &["kw.passport"],
        standards: &["kw.heat", "kw.hours.rest", "kw.wage.min"],
        inspections: &[],
        pay: &["kw.wage.direct"],
    },
    Law {
        country: "MLT",
        plugin: "mt",
        contracts: &["mt.hours*"],
        papers: &[],
        standards: &["mt.hours.rest", "mt.wage.min"],
        inspections: &[],
        pay: &["mt.wage.direct"],
    },
    Law {
        country: "MNG",
        plugin: "mn",
        contracts: &["mn.hours*"],
        papers: &[],
        standards: &["mn.hours.rest", "mn.wage.min"],
        inspections: &[],
        pay: &["mn.wage"],
    },
    Law {
        country: "MYS",
        plugin: "my",
        contracts: &["my.hours@*"],
        papers: &["my.passport"],
        standards: &["my.rest", "my.wage.min"],
        inspections: &[],
        pay: &["my.wage.bank"],
    },
    Law { country: "NLD", plugin: "nl", contracts: &[], papers: &[], standards: &[], inspections: &[], pay: &[] },
    Law {
        country: "POL",
        plugin: "pl",
        contracts: &["pl.hours*"],
        papers: &["pl.passport"],
        standards: &["pl.hours.rest", "pl.wage.min*"],
        inspections: &[],
        pay: &["pl.wage.direct"],
    },
    Law {
        country: "QAT",
        plugin: "qa",
        contracts: &["qa.contract*", "qa.hours.*"],
        papers: &["qa.res.passport@*"],
        standards: &["qa.housing.*", "qa.heat*", "qa.rest.*", "qa.wage.min*"],
        inspections: &["qa.insp"],
        pay: &["qa.wage.wps@2015"],
    },
    Law {
        country: "RUS",
        plugin: "ru",
        contracts: &["ru.hours*"],
        papers: &["ru.passport"],
        standards: &["ru.hours.rest", "ru.wage.min"],
        inspections: &[],
        pay: &["ru.wage.direct"],
    },
];

/// Countries where the law on transparent conditions of work of the European Union is asked too.
const TRANSPARENT: Rows = Rows { plugin: "eu", ids: &["eu.transparent"], binding: true, matter: None };

/// The fields by which the host countries are known.
pub const PLACES: &[&str] = WORK;

/// The countries where there is work on the evaluation date, each once and North Korea not among them; and what is missing.
pub fn hosts<'r>(case: &Case<'r>) -> (Vec<&'r str>, Option<Missing>) {
    let (mut countries, mut open) = (Vec::new(), None);
    for site in case.sites_of(Everybody) {
        match site.country().get() {
            Ok(country) if country == "PRK" || countries.contains(&country) => {}
            Ok(country) => countries.push(country),
            Err(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
        }
    }
    if countries.is_empty() && open.is_none() {
        open = Some(case.record.worksites().missing());
    }
    (countries, open)
}

/// The rows of a kind for a host country; nothing where no plugin knows them.
pub(super) fn rows(country: &str, kind: fn(&Law) -> &'static [&'static str]) -> Option<Rows> {
    let law = LAWS.iter().find(|law| law.country == country)?;
    let ids = kind(law);
    (!ids.is_empty()).then_some(Rows { plugin: law.plugin, ids, binding: true, matter: None })
}

/// The rows of the European Union on contracts, where its law applies.
pub(super) fn transparent(country: &str, day: Date) -> Option<Rows> {
    union::is_member(country, day).then_some(TRANSPARENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_country_once_in_order_with_rows_of_its_own_plugin() {
        assert!(LAWS.windows(2).all(|pair| pair[0].country < pair[1].country));
        for law in LAWS {
            let kinds = [law.contracts, law.papers, law.standards, law.inspections, law.pay];
            let ids = kinds.into_iter().flatten();
            for id in ids {
                assert!(id.strip_prefix(law.plugin).is_some_and(|rest| rest.starts_with('.')), "{id}");
            }
        }
    }
}
