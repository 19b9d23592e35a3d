//! Records to measure with: each another one, the same for the same number on every machine. Parties have names whose
//! frequencies follow Zipf's law, as the names in real files do: a few come again and again, most once.

use comity_facts::v1::{Alias, AliasList, AliasQuality, Parties, Party, PartyKind, PartyRole, Record};

use super::record;

/// Names there are.
const NAMES: u64 = 50_000;
/// Parties added to a record: with those of the case at least three are screened.
const ADDED: u64 = 3;

const FAMILY: [&str; 24] = [
    "Kim", "Ri", "Pak", "Choe", "Jong", "Kang", "Han", "O", "So", "Sin", "Kwon", "Hwang", "An", "Song", "Ryu", "Hong",
    "Jon", "Ko", "Mun", "Yang", "Son", "Paek", "Ho", "Nam",
];
const GIVEN: [&str; 24] = [
    "Yong", "Chol", "Su", "Song", "Il", "Nam", "Hyok", "Myong", "Kwang", "Jin", "Hak", "Chun", "Sun", "Ok", "Un", "Ho",
    "Ryong", "Man", "Gil", "Hui", "Tae", "Won", "Pom", "Jae",
];
const PLACE: [&str; 16] = [
    "Doha",
    "Gdynia",
    "Harbour",
    "Baltic",
    "Taedong",
    "Rungra",
    "Moran",
    "Golden Star",
    "Kumgang",
    "Chongryu",
    "Northern",
    "Eastern",
    "Sunrise",
    "Union",
    "Pacific",
    "Vistula",
];
const TRADE: [&str; 12] = [
    "Construction",
    "Trading",
    "Shipping",
    "Engineering",
    "Textile",
    "Fishery",
    "Logistics",
    "Contracting",
    "Marine",
    "General Trading",
    "Labour Service",
    "Technology",
];
const FORM: [&str; 8] = ["Co Ltd", "Corporation", "LLC", "GmbH", "Sp. z o.o.", "Company", "W.L.L.", "Group"];

/// Makes records by their number.
pub(super) struct Corpus {
    templates: [Record; 3],
    /// Of each name how likely it or one before it is.
    cumulative: Vec<f64>,
}

impl Corpus {
    pub(super) fn new() -> Self {
        let mut sum = 0.0;
        let mut cumulative: Vec<f64> = (1..=NAMES)
            .map(|rank| {
                sum += 1.0 / rank as f64;
                sum
            })
            .collect();
        for upto in &mut cumulative {
            *upto /= sum;
        }
        Self { templates: ["C01", "C02", "C03"].map(record), cumulative }
    }

    /// The record of a number: one of three cases with other parties, under an id of its own.
    pub(super) fn record(&self, number: u64) -> Record {
        let mut dice = Dice(number);
        let mut record = self.templates[usize::try_from(number % 3).unwrap()].clone();
        record.id = Some(format!("r{number}"));
        let parties = record.parties.get_or_insert_with(Parties::default);
        for party in &mut parties.items {
            party.name = Some(self.name(&mut dice));
        }
        for added in 0..ADDED {
            parties.items.push(self.party(added, &mut dice));
        }
        record
    }

    fn party(&self, added: u64, dice: &mut Dice) -> Party {
        let alias = Alias { name: Some(self.name(dice)), quality: Some(AliasQuality::Strong.into()) };
        Party {
            id: Some(format!("added{added}")),
            roles: vec![PartyRole::Other.into()],
            kind: Some(PartyKind::Entity.into()),
            name: Some(self.name(dice)),
            aliases: dice.below(4).eq(&0).then(|| AliasList { items: vec![alias] }),
            country: Some(["CHN", "POL", "QAT", "RUS"][usize::try_from(dice.below(4)).unwrap()].to_owned()),
            is_us_person: Some(false),
            government_of_north_korea: Some(false),
            ..Party::default()
        }
    }

    fn name(&self, dice: &mut Dice) -> String {
        let point = dice.share();
        name(self.cumulative.partition_point(|upto| *upto < point) as u64)
    }
}

/// The name of a rank: every third is a person's.
pub(super) fn name(rank: u64) -> String {
    let mut dice = Dice(rank ^ 0x6e61_6d65);
    let mut pick = |words: &[&'static str]| words[usize::try_from(dice.below(words.len() as u64)).unwrap()];
    if rank.is_multiple_of(3) {
        format!("{} {} {}", pick(&FAMILY), pick(&GIVEN), pick(&GIVEN))
    } else {
        format!("{} {} {} {}", pick(&PLACE), pick(&GIVEN), pick(&TRADE), pick(&FORM))
    }
}

/// A generator of numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
