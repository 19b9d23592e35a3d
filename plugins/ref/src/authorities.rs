//! National authorities, and those of the European Union.

use comity_sdk::{is_of, prelude::*, v1::Finding};

use crate::triggers::{acted, refer};

pub(crate) const RULES: &[Rule] =
    &[LABOUR_INSPECTORATE, EUROPEAN_SANCTIONS, FORCED_LABOUR_GOODS, UNITED_STATES, PROSECUTORS];

/// Plugins of host countries, whose labour law an inspectorate enforces.
const HOSTS: [(&str, &str); 10] = [
    ("qa.*", "QAT"),
    ("pl.*", "POL"),
    ("nl.*", "NLD"),
    ("ru.*", "RUS"),
    ("cn.*", "CHN"),
    ("kw.*", "KWT"),
    ("ae.*", "ARE"),
    ("mt.*", "MLT"),
    ("my.*", "MYS"),
    ("mn.*", "MNG"),
];

/// Of their rows those that are no law of labour: an order on firms is not the inspectorate's.
const NO_LABOUR_LAW: &[&str] = &["cn.jv.2017"];

const LABOUR_INSPECTORATE: Rule = Rule {
    id: "ref.nca.labour",
    title: "Refer to the labour inspectorate of the host State",
    basis: "national labour law of the host State; ILO C081",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Worksites, Part::Parties],
    reads: &[&[
        "worksites.items.country",
        "worksites.items.id",
        "worksites.items.address",
        "parties.items.roles",
        "parties.items.name",
    ]],
    check: Check::Followup(|case| {
        // The inspectorate needs to know where, and who employs.
        let (mut rows, mut countries, mut sites, mut open) = (Vec::new(), Vec::new(), Vec::new(), None::<Missing>);
        for (host, country) in HOSTS.into_iter().filter(|(rows, _)| !on_labour(case, &[rows]).is_empty()) {
            match sites_in(case, country) {
                Ok(there) if there.is_empty() => {}
                Ok(there) => {
                    rows.push(host);
                    countries.push(country);
                    sites.extend(there);
                }
                Err(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
            }
        }
        if sites.is_empty() {
            return Ok(open.map_or(Answer::Silent, Answer::Open));
        }
        let employers: Result<Vec<&str>, Missing> =
            case.parties_as(PartyRole::HostEmployer).map(|employer| employer.name().get()).collect();
        let employers = employers?;
        if employers.is_empty() {
            return Ok(Answer::Open(case.record.parties().missing()));
        }
        let answer = refer(case, &on_labour(case, &rows)).with("country", countries.join(", "));
        Ok(answer.with("employer", employers.join(", ")).with("sites", sites.join(", ")))
    }),
    says: "To the labour inspectorate of {country}, about {employer} at {sites}: {rules}. Anyone may report.",
    consequence: "inspection; give the address of the site and the employer",
    referrals: &["labour inspectorate of the host State"],
    ..Rule::ROW
};

fn on_labour<'r>(case: &Case<'r>, rows: &[&str]) -> Vec<&'r Finding> {
    acted(case, rows).into_iter().filter(|finding| !is_of(NO_LABOUR_LAW, &finding.rule_id)).collect()
}

/// The places of work in a country, by id and address. None, where all are elsewhere: law may reach a case by its principal or buyer.
///
/// # Errors
/// If none is known to be there, and one may be.
fn sites_in(case: &Case<'_>, country: &str) -> Result<Vec<String>, Missing> {
    let mut missing = case.sites().next().is_none().then(|| case.record.worksites().missing());
    let mut found = Vec::new();
    for site in case.sites() {
        match site.country().get() {
            Ok(code) if code == country => found.push(place(site)),
            Ok(_) => {}
            Err(absent) => missing = [missing, Some(absent)].into_iter().flatten().reduce(Missing::and),
        }
    }
    missing.filter(|_| found.is_empty()).map_or(Ok(found), Err)
}

fn place(site: view::Worksite<'_>) -> String {
    let id = site.id().recorded().unwrap_or_default();
    site.address().recorded().map_or_else(|| id.to_owned(), |address| format!("{id} ({address})"))
}

const EUROPEAN_SANCTIONS: Rule = Rule {
    id: "ref.nca.sanctions.eu",
    title: "Report to the competent authority of the Member State and the Commission",
    basis: "Regulation (EU) 2017/1509 art. 50; Regulation (EU) 2020/1998",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[EuPerson],
    check: Check::Followup(|case| Ok(refer(case, &acted(case, &["eu.dprk.*", "eu.ghr.*"])))),
    says: "To the competent authority of the Member State (websites in Annex I) and the Commission (DG FISMA), at once: {rules}. Whoever \
        has the information has to report it.",
    consequence: "report immediately",
    referrals: &["competent authority of the Member State", "Commission, DG FISMA"],
    sources: &["S1"],
    ..Rule::ROW
};

/// The Regulation on goods made with forced labour applies from this day.
const GOODS_SINCE: Date = Date::of(2027, 12, 14);

const FORCED_LABOUR_GOODS: Rule = Rule {
    id: "ref.nca.flr",
    title: "Submit information on goods made with forced labour through the single portal",
    basis: "Regulation (EU) 2024/3015 art. 9",
    in_force: &[since(2024, 12, 13)],
    certainty: Verified,
    worst: Info,
    addressees: &[EuPerson],
    check: Check::Followup(|case| {
        const HOLD: &str =
            "Hold for the single portal of the Union until 2027-12-14, when the Regulation applies: {rules}.";
        // Before that day the ban itself is only announced.
        let findings: Vec<&Finding> = case
            .found_elsewhere(&["eu.flr.ban", "eu.flr.clock"])
            .filter(|finding| matches!(finding.outcome(), Prohibited | Violation | NeedsReview | Info))
            .collect();
        let answer = refer(case, &findings);
        Ok(if case.as_of < GOODS_SINCE { answer.says("hold", HOLD).due(GOODS_SINCE).unreferred() } else { answer })
    }),
    says: "To the Commission or the national authority through the single portal of the Union: {rules}. Any person may submit; to be \
        shown: facts that substantiate it.",
    referrals: &["single portal on forced labour goods"],
    sources: &["S3"],
    ..Rule::ROW
};

const UNITED_STATES: Rule = Rule {
    id: "ref.nca.us",
    title: "Refer to OFAC, CBP, DOJ or the State Department's trafficking office",
    basis: "31 CFR 501.603; 19 USC 1307; 18 USC ch. 77; 22 USC 7107",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[UsPerson],
    check: Check::Followup(|case| {
        let answer = refer(case, &acted(case, &["us.*"]));
        Ok(blocking_report_due(case).into_iter().fold(answer, Answer::due))
    }),
    says: "To the authorities of the United States: {rules}. Anyone may report; blocked property has its own term of 10 business days.",
    consequence: "OFAC (blocked property, tips), CBP e-Allegations, DOJ, State TIP office",
    referrals: &["OFAC", "CBP", "DOJ", "State Department TIP office"],
    sources: &["S7", "S8"],
    ..Rule::ROW
};

/// The first day by which blocked property has still to be reported.
fn blocking_report_due(case: &Case<'_>) -> Option<Date> {
    let due = |finding: &Finding| Date::read(finding.consequence.as_ref()?.due_on.as_deref()?);
    case.found_elsewhere(&["us.501.603.initial"]).filter_map(due).filter(|due| case.as_of <= *due).min()
}

const DUTCH_BODIES: &[&str] = &["Dutch prosecutor"];
const POLISH_BODIES: &[&str] = &["Polish prosecutor", "Border Guard", "National Labour Inspectorate"];

const PROSECUTORS: Rule = Rule {
    id: "ref.nca.nl_pl",
    title: "Refer to the prosecutors and labour authorities of the Netherlands and Poland",
    basis: "Dutch Penal Code art. 273f, Code of Criminal Procedure art. 12; Polish Penal Code art. 189a",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    check: Check::Followup(|case| {
        const DUTCH: &str = "the Dutch prosecutor (273f; review under art. 12)";
        const POLISH: &str = "the Polish prosecutor (189a), the Border Guard and the National Labour Inspectorate";
        let [dutch, polish] = [&["nl.*"], &["pl.*"]].map(|rows| !acted(case, rows).is_empty());
        let names: Vec<_> = [(dutch, DUTCH), (polish, POLISH)].into_iter().filter(|(found, _)| *found).collect();
        let names: Vec<_> = names.into_iter().map(|(_, name)| name).collect();
        let answer = refer(case, &acted(case, &["nl.*", "pl.*"])).with("bodies", names.join(", and to "));
        Ok(match (dutch, polish) {
            (true, false) => answer.referred_to(DUTCH_BODIES),
            (false, true) => answer.referred_to(POLISH_BODIES),
            _ => answer,
        })
    }),
    says: "To {bodies}: {rules}. Victims, NGOs and anyone may report.",
    referrals: &["Dutch prosecutor", "Polish prosecutor", "Border Guard", "National Labour Inspectorate"],
    sources: &["S19", "S26", "S27"],
    ..Rule::ROW
};
