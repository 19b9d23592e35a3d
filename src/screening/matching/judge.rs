//! From two names to a band: what else is known of both sides raises, lowers or confirms it, each for a reason that the
//! evidence shows.

use std::fmt::{self, Write as _};

use super::{
    score::{self, ALIKE_MIN, POSSIBLE_MIN, Pair, STRONG_MIN, Side},
    sls,
};
use crate::{
    domain::{Date, Digest},
    screening::{
        entry::{
            Birth, Certainty, Country, Document, DocumentKind, Entry, Kind, NameQuality, is_number, normal_number,
        },
        hit::{Band, BirthRelation, CountryRelation, DocumentEvidence, Evidence, Hit, NameEvidence},
        measures::Measure,
        subject::{Subject, SubjectIdentifier},
    },
};

/// Letters shown of a name or a number.
const LETTERS_SHOWN_MAX: usize = 200;
/// Most sentences are no longer.
const SENTENCE_BYTES: usize = 192;
/// Documents shown as evidence of one hit.
const DOCUMENTS_SHOWN_MAX: usize = 8;
/// Below this likeness of names another country makes a person another one.
const ELSEWHERE_MIN: u32 = 900;
/// Dates of birth further apart than two years are not one date told wrongly.
const NEAR_DAYS: i32 = 731;
/// A date of birth that can lie in more than so many days says nothing of a year.
const VAGUE_DAYS: i32 = 1_830;
/// Scores of names grow half as fast above this, so that the best of them, with all that can agree, stay below
/// [`SCORE_OF_DOCUMENT`].
const SCORE_SLOW_MIN: i64 = 800;
/// Scores of hits with a document's number are no lower.
const SCORE_OF_DOCUMENT: i64 = 900;
/// Nor those of the confirmed ones.
const SCORE_CONFIRMED: i64 = 950;

/// Two names and how alike they are: the party's by its place, the listed one by its place in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NamePair {
    pub(super) similarity: u32,
    pub(super) subject: usize,
    pub(super) listed: u32,
}

/// The pair that comes first, with which of its words stand for one another.
#[derive(Clone, Debug)]
pub(super) struct BestPair {
    pub(super) names: NamePair,
    words: Box<[Pair]>,
}

/// The best pairs of an entry's names and the party's: of good names, and of those where one is weak.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    good: Option<BestPair>,
    weak: Option<BestPair>,
    /// Of the principal names, for what a document leads to: shown where no name resembles.
    principal: Option<BestPair>,
}

impl Pairs {
    /// Takes a pair into account, with which of its words stand for one another. The first of equals stays.
    pub(super) fn see(&mut self, names: NamePair, weak: bool, words: impl FnOnce() -> Box<[Pair]>) {
        let best = if weak { &mut self.weak } else { &mut self.good };
        let order = |p: &NamePair| (std::cmp::Reverse(p.similarity), p.subject, p.listed);
        if best.as_ref().is_none_or(|old| order(&names) < order(&old.names)) {
            *best = Some(BestPair { names, words: words() });
        }
    }

    /// Takes the pair of the principal names, the first that is given.
    pub(super) fn see_principal(&mut self, names: NamePair, words: impl FnOnce() -> Box<[Pair]>) {
        self.principal.get_or_insert_with(|| BestPair { names, words: words() });
    }

    /// How alike the best names are, none of them weak; zero if there are none.
    fn good(&self) -> u32 {
        self.good.as_ref().map_or(0, |pair| pair.names.similarity)
    }

    /// The same of those where one is weak.
    fn weak(&self) -> u32 {
        self.weak.as_ref().map_or(0, |pair| pair.names.similarity)
    }
}

/// What both sides say of themselves, and say otherwise.
#[derive(Clone, Copy, Debug)]
struct Differs {
    kind: bool,
    sex: bool,
}

/// All that is said of a party and an entry beside their names.
#[derive(Debug)]
struct Relations {
    birth: BirthRelation,
    /// The dates contradict, and by more than a slip of the pen or a year or two.
    births_far: bool,
    country: CountryRelation,
    /// The party is a person.
    person: bool,
    differs: Differs,
    documents: Vec<DocumentEvidence>,
    /// The most that a number tells which is the same on both sides.
    same_number: Option<Weight>,
}

impl Relations {
    /// A person, of none of the listed one's countries, and no date of birth says that it is the same.
    fn is_elsewhere(&self) -> bool {
        let birth = matches!(self.birth, BirthRelation::Absent | BirthRelation::Contradicted);
        self.person && birth && self.country == CountryRelation::Differs
    }
}

/// What an entry is to a party.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) band: Band,
    pub(super) score: u16,
    pairs: Pairs,
    relations: Relations,
}

/// What an entry is to a party; none if it is no hit.
pub(super) fn judge(subject: &Subject<'_>, entry: &Entry, pairs: Pairs) -> Option<Judged> {
    let relations = relations(subject, entry);
    let band = band(&pairs, &relations)?;
    Some(Judged { band, score: score_of(&pairs, &relations, band), pairs, relations })
}

/// The same by names alone, as OFAC's search scores them; what else is known of both sides is shown, and decides nothing.
pub(super) fn judge_as_ofac(subject: &Subject<'_>, entry: &Entry, pairs: Pairs) -> Option<Judged> {
    let similarity = pairs.good.as_ref()?.names.similarity;
    let band = match similarity {
        sls::STRONG_MIN.. => Band::Strong,
        sls::POSSIBLE_MIN.. => Band::Possible,
        _ => Band::Weak,
    };
    let score = u16::try_from(similarity).unwrap_or(1000);
    Some(Judged { band, score, pairs, relations: relations(subject, entry) })
}

fn relations(subject: &Subject<'_>, entry: &Entry) -> Relations {
    let birth = birth(subject.births, &entry.births);
    let (documents, same_number) = documents(subject.identifiers, entry);
    Relations {
        birth,
        births_far: birth == BirthRelation::Contradicted && births_far(subject.births, &entry.births),
        country: country(subject.country, &entry.countries),
        person: subject.kind == Some(Kind::Person),
        differs: Differs {
            kind: subject.kind.is_some_and(|kind| entry.kind_known && kind != entry.kind),
            sex: subject.sex.zip(entry.sex()).is_some_and(|(ours, theirs)| ours != theirs),
        },
        documents,
        same_number,
    }
}

/// The hit with its evidence. `names` gives the names of a pair: the listed one's place among the entry's, and both sides.
pub(super) fn hit<'a>(
    subject: &Subject<'_>,
    entry: &Entry,
    judged: Judged,
    digest: Digest,
    names: impl Fn(NamePair) -> Option<(usize, Side<'a>, Side<'a>)>,
) -> Hit {
    let (band, score) = (judged.band, judged.score);
    let evidence = evidence(subject, entry, judged, names);
    Hit {
        list: entry.list.clone(),
        entry: entry.id.clone(),
        kind: entry.kind,
        band,
        score,
        programmes: entry.programmes.clone(),
        measure: Measure::of(&entry.list, &entry.programmes),
        listed: entry.listed,
        delisted: entry.delisted,
        list_digest: digest,
        evidence,
    }
}

fn band(pairs: &Pairs, relations: &Relations) -> Option<Band> {
    let good = pairs.good();
    if let Some(weight) = relations.same_number {
        return Some(by_document(weight, good, relations));
    }
    let by_name = match good {
        STRONG_MIN.. => Some(Band::Strong),
        POSSIBLE_MIN.. if relations.birth == BirthRelation::Equal => Some(Band::Strong),
        // A name that only resembles, of a person from elsewhere.
        POSSIBLE_MIN..ELSEWHERE_MIN if relations.is_elsewhere() => Some(Band::Weak),
        POSSIBLE_MIN.. => Some(Band::Possible),
        ALIKE_MIN.. => Some(if relations.birth == BirthRelation::Equal { Band::Possible } else { Band::Weak }),
        _ => None,
    };
    let mut band = by_name.or_else(|| by_weak_alias(pairs, relations))?;
    let differs = |document: &DocumentEvidence| !document.agrees && document.kind != DocumentKind::Passport;
    let against = [
        relations.birth == BirthRelation::Contradicted,
        // Born in other years, and of another country: a namesake.
        relations.births_far && relations.country == CountryRelation::Differs,
        relations.differs.kind,
        relations.differs.sex,
        relations.documents.iter().any(differs),
    ];
    for _ in against.iter().filter(|against| **against) {
        band = band.lower()?;
    }
    Some(band)
}

/// How far a number that is the same on both sides tells who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// One side does not say of what kind it is.
    Loose,
    /// One kind, by whichever country.
    Kind,
    /// One kind, by a country that the list names.
    Issued,
    /// The number of a hull: the ship's for life, whatever name and flag it takes.
    Hull,
}

fn weight(ours: &SubjectIdentifier<'_>, theirs: &Document, entry: Kind) -> Weight {
    match theirs.kind {
        _ if ours.kind != theirs.kind || theirs.kind == DocumentKind::Other => Weight::Loose,
        DocumentKind::Imo if entry == Kind::Vessel => Weight::Hull,
        DocumentKind::Imo | DocumentKind::Bic => Weight::Issued,
        _ if theirs.country.is_some() => Weight::Issued,
        _ => Weight::Kind,
    }
}

/// A document's number is the same. Where the name or the birth says otherwise, a person has to look.
fn by_document(weight: Weight, similarity: u32, relations: &Relations) -> Band {
    let contradicted =
        relations.birth == BirthRelation::Contradicted || relations.differs.kind || relations.differs.sex;
    let alike = similarity >= ALIKE_MIN;
    match (weight, contradicted, alike) {
        (Weight::Hull, false, _) | (Weight::Kind | Weight::Issued, false, true) => Band::Confirmed,
        (Weight::Loose, false, true)
        | (Weight::Issued, false, false)
        | (Weight::Hull | Weight::Kind | Weight::Issued, true, true) => Band::Strong,
        _ => Band::Possible,
    }
}

/// A weak alias never raises a hit alone: something else of the party must agree, and then it is for information.
fn by_weak_alias(pairs: &Pairs, relations: &Relations) -> Option<Band> {
    let equal = pairs.weak() >= STRONG_MIN;
    let birth = matches!(relations.birth, BirthRelation::Equal | BirthRelation::Inside | BirthRelation::YearOnly);
    (equal && (birth || relations.country == CountryRelation::Equal)).then_some(Band::Weak)
}

/// Orders hits of a band: those with a document's number above those by name, and among both by how much agrees beside.
fn score_of(pairs: &Pairs, relations: &Relations, band: Band) -> u16 {
    let name = i64::from(pairs.good().max(pairs.weak() / 2)) * 850 / 1000;
    let birth = match relations.birth {
        BirthRelation::Equal => 100,
        BirthRelation::Inside | BirthRelation::YearOnly => 60,
        BirthRelation::Circa => 40,
        BirthRelation::Swapped => 20,
        BirthRelation::Contradicted => -200,
        BirthRelation::Absent => 0,
    };
    let country = match relations.country {
        CountryRelation::Equal => 40,
        CountryRelation::Differs => -30,
        CountryRelation::Absent => 0,
    };
    let kind = if relations.differs.kind { -150 } else { 0 };
    let sex = if relations.differs.sex { -100 } else { 0 };
    let sum = (name + birth + country + kind + sex).clamp(1, 999);
    let score = match band {
        Band::Confirmed => SCORE_CONFIRMED + sum / 20,
        _ if relations.same_number.is_some() => SCORE_OF_DOCUMENT + sum / 20,
        _ => sum - (sum - SCORE_SLOW_MIN).max(0) / 2,
    };
    u16::try_from(score).unwrap_or(1000)
}

/// How the best of the party's dates of birth relates to the best of the entry's.
pub(super) fn birth(subject: &[(Date, Date)], listed: &[Birth]) -> BirthRelation {
    let all = subject.iter().flat_map(|ours| listed.iter().map(|theirs| one_birth(*ours, theirs)));
    // What says nothing does not contradict.
    all.min_by_key(|one| (*one == BirthRelation::Contradicted, *one)).unwrap_or(BirthRelation::Absent)
}

fn one_birth((from, to): (Date, Date), listed: &Birth) -> BirthRelation {
    let overlap = from <= listed.to && listed.from <= to;
    let days = (from == to, listed.from == listed.to);
    let inside = from >= listed.from && to <= listed.to;
    match listed.certainty {
        _ if !overlap && days == (true, true) && swapped(from, listed.from) => BirthRelation::Swapped,
        _ if !overlap => BirthRelation::Contradicted,
        // Of an interval of decades nearly everybody's date lies inside.
        _ if to.days_since(from) > VAGUE_DAYS => BirthRelation::Absent,
        Certainty::Circa => BirthRelation::Circa,
        _ if days == (true, true) => BirthRelation::Equal,
        Certainty::Period if inside || (is_period(from, to) && from.year() == to.year()) => BirthRelation::YearOnly,
        Certainty::Day if is_period(from, to) && from.year() == to.year() => BirthRelation::YearOnly,
        _ => BirthRelation::Inside,
    }
}

/// Whether all dates of one side lie more than [`NEAR_DAYS`] from all of the other's.
fn births_far(subject: &[(Date, Date)], listed: &[Birth]) -> bool {
    let far = |(from, to): (Date, Date), birth: &Birth| {
        from.days_since(birth.to) > NEAR_DAYS || birth.from.days_since(to) > NEAR_DAYS
    };
    subject.iter().all(|ours| listed.iter().all(|theirs| far(*ours, theirs)))
}

/// At least a whole month.
fn is_period(from: Date, to: Date) -> bool {
    from.day() == 1 && to.next().day() == 1
}

fn swapped(left: Date, right: Date) -> bool {
    left.year() == right.year() && left.month() == right.day() && left.day() == right.month()
}

fn country(subject: Option<&str>, listed: &[Country]) -> CountryRelation {
    match subject.and_then(Country::code) {
        Some(country) if listed.contains(&country) => CountryRelation::Equal,
        Some(_) if !listed.is_empty() => CountryRelation::Differs,
        _ => CountryRelation::Absent,
    }
}

/// Documents that agree, and those of a kind and country of which each side has one, and another number; and the most that
/// one which agrees tells.
fn documents(subject: &[SubjectIdentifier<'_>], entry: &Entry) -> (Vec<DocumentEvidence>, Option<Weight>) {
    let (mut agree, mut differ, mut most) = (Vec::new(), Vec::new(), None);
    let listed = || entry.documents.iter().filter(|theirs| is_number(theirs.kind, &theirs.number));
    for ours in subject {
        let number = normal_number(ours.kind, ours.value);
        if !is_number(ours.kind, &number) {
            continue;
        }
        let show = |theirs: &Document, agrees| DocumentEvidence {
            kind: theirs.kind,
            subject: short(ours.value),
            listed: short(&theirs.printed),
            country: theirs.country,
            agrees,
        };
        let same = |theirs: &&Document| !theirs.known_false && comparable(ours, theirs) && theirs.number == number;
        // Of several that agree the one that tells most; the first of equals.
        let weighed = listed().filter(same).map(|theirs| (weight(ours, theirs, entry.kind), theirs));
        match weighed.min_by_key(|(weight, _)| std::cmp::Reverse(*weight)) {
            Some((weight, theirs)) => {
                most = most.max(Some(weight));
                agree.push(show(theirs, true));
            }
            None => differ.extend(listed().filter(|theirs| rivals(ours, theirs)).map(|theirs| show(theirs, false))),
        }
    }
    // Who has one number of a kind in common may have others: only without any does a difference count.
    differ.retain(|rival| !agree.iter().any(|same: &DocumentEvidence| same.kind == rival.kind));
    agree.extend(differ);
    agree.truncate(DOCUMENTS_SHOWN_MAX);
    (agree, most)
}

/// Numbers that would mean the same: one kind, or one of them of any kind, and not by two countries.
fn comparable(ours: &SubjectIdentifier<'_>, theirs: &Document) -> bool {
    let kinds = ours.kind == theirs.kind || ours.kind == DocumentKind::Other || theirs.kind == DocumentKind::Other;
    let countries = ours.country.and_then(Country::code).zip(theirs.country);
    kinds && countries.is_none_or(|(ours, theirs)| ours == theirs)
}

/// Documents of which a party has one: the same kind, by one known country or by none (IMO, BIC).
fn rivals(ours: &SubjectIdentifier<'_>, theirs: &Document) -> bool {
    let countries = ours.country.and_then(Country::code).zip(theirs.country);
    let worldwide = theirs.kind == DocumentKind::Imo;
    let one_issuer = worldwide || countries.is_some_and(|(ours, theirs)| ours == theirs);
    !theirs.known_false && ours.kind == theirs.kind && ours.kind != DocumentKind::Other && one_issuer
}

/// Whether a document's number leads to the entry.
pub(super) fn document_leads(subject: &Subject<'_>, entry: &Entry) -> bool {
    documents(subject.identifiers, entry).1.is_some()
}

fn evidence<'a>(
    subject: &Subject<'_>,
    entry: &Entry,
    judged: Judged,
    names: impl Fn(NamePair) -> Option<(usize, Side<'a>, Side<'a>)>,
) -> Evidence {
    let Judged { band, pairs, relations, .. } = judged;
    let Pairs { good, weak, principal } = &pairs;
    let best = match (pairs.good() >= ALIKE_MIN, pairs.weak() >= ALIKE_MIN) {
        (true, _) => good.as_ref(),
        (false, true) => weak.as_ref(),
        // No name resembles: a document led here, and the reviewer wants to know to whom.
        (false, false) => principal.as_ref().or(good.as_ref()).or(weak.as_ref()),
    };
    let name = best.and_then(|BestPair { names: pair, words }| {
        let (at, left, right) = names(*pair)?;
        let (ours, theirs) = (subject.names.get(pair.subject)?, entry.names.get(at)?);
        Some(NameEvidence {
            subject: short(ours.text),
            listed: short(&theirs.text),
            quality: theirs.quality,
            similarity: u16::try_from(pair.similarity).unwrap_or(u16::MAX),
            alignment: score::alignment(&left, &right, words),
        })
    });
    let weak = weak.as_ref().map(|pair| pair.names).filter(|pair| pair.similarity >= STRONG_MIN);
    let weak_alias = weak.and_then(|pair| entry.names.get(names(pair)?.0)).map(|name| short(&name.text));
    let sentence = sentence(entry, name.as_ref(), &relations, band);
    let Relations { birth, country, differs: Differs { kind: kind_differs, sex: sex_differs }, documents, .. } =
        relations;
    Evidence { name, weak_alias, birth, country, kind_differs, sex_differs, documents, sentence }
}

fn sentence(entry: &Entry, name: Option<&NameEvidence>, relations: &Relations, band: Band) -> String {
    let strength = match band {
        Band::Confirmed => "is",
        Band::Strong => "is very likely",
        Band::Possible => "may be",
        Band::Weak => "resembles",
    };
    let kind = match entry.kind {
        Kind::Person => "person",
        Kind::Entity => "body",
        Kind::Vessel => "vessel",
        Kind::Aircraft => "aircraft",
    };
    let mut said = String::with_capacity(SENTENCE_BYTES);
    let mut add = |text: fmt::Arguments<'_>| said.write_fmt(text).unwrap_or_default();
    add(format_args!("The party {strength} the listed {kind} {} of {}: ", entry.id, entry.list));
    if let Some(document) = relations.documents.iter().find(|document| document.agrees) {
        add(format_args!("the same {} ({}), ", document.kind, document.listed));
    }
    if let Some(NameEvidence { subject, listed, similarity, quality, .. }) = name {
        let quality = match quality {
            NameQuality::Primary => "name",
            NameQuality::Strong => "alias",
            NameQuality::Former => "former name",
            NameQuality::Weak => "weak alias",
        };
        if u32::from(*similarity) < ALIKE_MIN {
            add(format_args!("\"{subject}\" not like the {quality} \"{listed}\", "));
        } else {
            add(format_args!("\"{subject}\" beside the {quality} \"{listed}\" ({similarity} of 1000), "));
        }
    }
    add(format_args!("{}", relations.birth));
    match relations.country {
        CountryRelation::Equal => add(format_args!(", the same country")),
        CountryRelation::Differs => add(format_args!(", another country")),
        CountryRelation::Absent => {}
    }
    if relations.differs.kind {
        add(format_args!(", not the same kind of party"));
    }
    if relations.differs.sex {
        add(format_args!(", another sex"));
    }
    if let Some(document) = relations.documents.iter().find(|document| !document.agrees) {
        add(format_args!(", another {} ({})", document.kind, document.listed));
    }
    add(format_args!("."));
    said
}

/// Names and numbers as shown, bounded.
fn short(text: &str) -> String {
    if text.len() <= LETTERS_SHOWN_MAX { text.to_owned() } else { text.chars().take(LETTERS_SHOWN_MAX).collect() }
}
