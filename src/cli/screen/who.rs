//! A party as it is given on the command line.

use comity_facts::v1::{
    Alias, AliasList, AliasQuality, BirthDateList, Identifier, IdentifierList, Party, PartyKind, UncertainDate,
};

/// One party.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Who {
    /// The name, in any script that is read.
    name: Option<String>,
    /// What it is.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Another full name; may be given several times.
    #[arg(long, value_name = "NAME")]
    alias: Vec<String>,
    /// Day of birth, YYYY-MM-DD; may be given several times.
    #[arg(long, value_name = "DAY")]
    born: Vec<String>,
    /// Nationality or country of incorporation, ISO 3166-1 alpha-3, e.g. `PRK`.
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Number of a document or registration of any kind; may be given several times.
    #[arg(long, value_name = "NUMBER")]
    number: Vec<String>,
}

/// What a party is.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    /// A natural person.
    Person,
    /// A company, an authority, a group.
    Entity,
    /// A vessel.
    Vessel,
    /// An aircraft.
    Aircraft,
}

impl Who {
    /// The party; none without a name.
    pub(in crate::cli) fn party(&self) -> Option<Party> {
        let kind = self.kind.map(|kind| match kind {
            Kind::Person => PartyKind::Individual,
            Kind::Entity => PartyKind::Entity,
            Kind::Vessel => PartyKind::Vessel,
            Kind::Aircraft => PartyKind::Aircraft,
        });
        let alias = |name: &String| Alias { name: Some(name.clone()), quality: Some(AliasQuality::Strong.into()) };
        let day = |day: &String| UncertainDate { earliest: Some(day.clone()), latest: Some(day.clone()) };
        let number = |number: &String| Identifier { value: Some(number.clone()), ..Identifier::default() };
        Some(Party {
            name: Some(self.name.clone()?),
            kind: kind.map(Into::into),
            aliases: list(&self.alias, alias).map(|items| AliasList { items }),
            birth_dates: list(&self.born, day).map(|items| BirthDateList { items }),
            country: self.country.clone(),
            identifiers: list(&self.number, number).map(|items| IdentifierList { items }),
            ..Party::default()
        })
    }
}

/// Nothing where nothing is given: an empty list would say that there is none.
fn list<T>(given: &[String], one: impl Fn(&String) -> T) -> Option<Vec<T>> {
    (!given.is_empty()).then(|| given.iter().map(one).collect())
}
