//! `comity lists search`.

use std::path::PathBuf;

use comity_facts::v1::ScreeningHit;
use serde_json::{Value, json};

use super::super::{ExitCode, Format, configuration, json as proto, say, table};
use crate::{
    domain::{Date, ListId},
    rpc,
    screening::{Hit, Kind, Lists, NameQuality, Screened, Subject, SubjectName, alpha2},
    server,
};

/// `comity lists search`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Search {
    /// The name, in any script that is read.
    name: String,
    /// Only this list, e.g. `UN-1718`; may be given several times. Without it, all lists.
    #[arg(long, value_name = "ID")]
    list: Vec<ListId>,
    /// What is looked for.
    #[arg(long, value_enum)]
    kind: Option<Wanted>,
    /// Day of birth, YYYY-MM-DD.
    #[arg(long, value_name = "DAY", value_parser = day)]
    born: Option<Date>,
    /// Nationality or country of incorporation, ISO 3166-1 alpha-3, e.g. `PRK`.
    #[arg(long, value_name = "CODE", value_parser = country)]
    country: Option<&'static str>,
    /// The lists as they were known on this day, from the history.
    #[arg(long, value_name = "DAY", value_parser = day)]
    known_at: Option<Date>,
    /// Configuration file, in TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What is looked for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Wanted {
    /// A natural person.
    Person,
    /// A company, an authority, a group.
    Entity,
    /// A vessel.
    Vessel,
    /// An aircraft.
    Aircraft,
}

const HIT: &str = "comity.v1.ScreeningHit";

fn day(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| "it takes a day, YYYY-MM-DD".to_owned())
}

/// The code by which lists say it.
fn country(text: &str) -> Result<&'static str, String> {
    alpha2(text).ok_or_else(|| "it takes a country by three letters (ISO 3166-1 alpha-3), e.g. `PRK`".to_owned())
}

pub(super) fn run(command: &Search) -> anyhow::Result<ExitCode> {
    let config = configuration(command.config.as_deref())?.config;
    let lists = match command.known_at {
        Some(day) => server::lists_known_at(&config.lists, day)?,
        None => server::lists(&config.lists)?,
    };
    let found = Found::of(&lists, command);
    match command.format {
        Format::Table => say(&found.shown()),
        Format::Json => say(&serde_json::to_string_pretty(&found.value()?)?),
        Format::Jsonl => found.values()?.iter().for_each(|value| say(&value.to_string())),
    }
    Ok(if found.not_screened.is_empty() { ExitCode::Done } else { ExitCode::Incomplete })
}

struct Found {
    hits: Vec<Hit>,
    /// How many lists were screened against.
    screened: usize,
    /// Lists that were not screened against, and why.
    not_screened: Vec<(String, String)>,
}

impl Found {
    fn of(lists: &Lists, command: &Search) -> Self {
        let names = [SubjectName { text: &command.name, quality: NameQuality::Primary }];
        let births: Vec<_> = command.born.into_iter().map(|day| (day, day)).collect();
        let kind = command.kind.map(|kind| match kind {
            Wanted::Person => Kind::Person,
            Wanted::Entity => Kind::Entity,
            Wanted::Vessel => Kind::Vessel,
            Wanted::Aircraft => Kind::Aircraft,
        });
        let country = command.country;
        let subject =
            Subject { id: "search", kind, sex: None, names: &names, births: &births, identifiers: &[], country };
        let mut wanted = command.list.clone();
        if wanted.is_empty() {
            wanted.extend(lists.status().map(|status| status.id.clone()));
        }
        let mut found = Self { hits: Vec::new(), screened: 0, not_screened: Vec::new() };
        for list in wanted {
            let refused =
                lists.status().find(|status| status.id == list).and_then(|status| status.outcome.as_ref().err());
            match lists.screen(&list, &subject) {
                Screened::Hits(hits) => {
                    found.screened += 1;
                    found.hits.extend(hits);
                }
                Screened::NotScreened(cause) => {
                    let why = refused.map_or_else(|| cause.to_string(), ToString::to_string);
                    found.not_screened.push((list.to_string(), why));
                }
            }
        }
        found.hits.sort_by(|a, b| (a.band, b.score, &a.list, &a.entry).cmp(&(b.band, a.score, &b.list, &b.entry)));
        found
    }

    fn messages(&self) -> impl Iterator<Item = ScreeningHit> {
        self.hits.iter().map(|hit| rpc::hit("", hit))
    }

    fn shown(&self) -> String {
        let row = |hit: &Hit| {
            let name = hit.evidence.name.as_ref().map(|name| name.listed.clone()).unwrap_or_default();
            let days = |days: Option<crate::screening::Between>| match days {
                None => String::new(),
                Some(days) if days.from == days.to => days.to.to_string(),
                Some(days) => format!("{} to {}", days.from, days.to),
            };
            let band = format!("{:?}", hit.band).to_uppercase();
            let (listed, delisted) = (days(hit.listed), days(hit.delisted));
            let score = hit.score.to_string();
            [
                hit.list.to_string(),
                hit.entry.clone(),
                band,
                score,
                name,
                listed,
                delisted,
                hit.evidence.sentence.clone(),
            ]
        };
        let columns = ["list", "entry", "band", "score", "listed name", "listed", "taken off", "why"];
        let mut text = match self.hits.as_slice() {
            [] if self.screened == 0 => "not screened".to_owned(),
            [] if !self.not_screened.is_empty() => "no hits on the lists that were screened".to_owned(),
            [] => "no hits".to_owned(),
            hits => table::plain(&columns, hits.iter().map(row).collect()),
        };
        for (list, why) in &self.not_screened {
            text = format!("{text}\nNOT SCREENED {list}: {why}");
        }
        text
    }

    fn values(&self) -> anyhow::Result<Vec<Value>> {
        let hits = self.messages().map(|hit| proto::value(HIT, &hit)).collect::<anyhow::Result<Vec<_>>>()?;
        let gaps = self.not_screened.iter().map(|(list, why)| json!({"list": list, "not_screened": why}));
        Ok(hits.into_iter().chain(gaps).collect())
    }

    fn value(&self) -> anyhow::Result<Value> {
        let hits = self.messages().map(|hit| proto::value(HIT, &hit)).collect::<anyhow::Result<Vec<_>>>()?;
        let gaps: Vec<_> = self.not_screened.iter().map(|(list, why)| json!({"list": list, "detail": why})).collect();
        Ok(json!({"hits": hits, "not_screened": gaps}))
    }
}
