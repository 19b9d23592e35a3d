//! Words that say little about whom a name names: legal forms, small words, shortened and generic words.
//!
//! Own tables, small on purpose: what is common on the lists is found by counting; these are for what counting cannot know.

/// Legal forms, each with the one it is folded into.
const LEGAL: [(&str, &str); 58] = [
    ("ab", "ab"),
    ("ag", "ag"),
    ("ao", "ao"),
    ("bhd", "bhd"),
    ("bv", "bv"),
    ("cc", "cc"),
    ("co", "co"),
    ("comp", "co"),
    ("company", "co"),
    ("corp", "corp"),
    ("corpn", "corp"),
    ("corporation", "corp"),
    ("doo", "doo"),
    ("dd", "dd"),
    ("eood", "eood"),
    ("fzc", "fzc"),
    ("fzco", "fzco"),
    ("fze", "fze"),
    ("gmbh", "gmbh"),
    ("inc", "inc"),
    ("incorporated", "inc"),
    ("jsc", "jsc"),
    ("kg", "kg"),
    ("kft", "kft"),
    ("limited", "ltd"),
    ("llc", "llc"),
    ("llp", "llp"),
    ("lp", "lp"),
    ("ltd", "ltd"),
    ("ltda", "ltda"),
    ("nv", "nv"),
    ("oao", "oao"),
    ("ojsc", "ojsc"),
    ("ood", "ood"),
    ("ooo", "llc"),
    ("oy", "oy"),
    ("oyj", "oyj"),
    ("pao", "pao"),
    ("pjsc", "pjsc"),
    ("plc", "plc"),
    ("pte", "pte"),
    ("pty", "pty"),
    ("pvt", "pvt"),
    ("sa", "sa"),
    ("sae", "sae"),
    ("sal", "sal"),
    ("sarl", "sarl"),
    ("sas", "sas"),
    ("sdn", "sdn"),
    ("spa", "spa"),
    ("spzoo", "spzoo"),
    ("srl", "srl"),
    ("sro", "sro"),
    ("tbk", "tbk"),
    ("wll", "wll"),
    ("zao", "zao"),
    ("zoo", "zoo"),
    ("jv", "jv"),
];

/// Small words, articles and particles, of the languages of the lists.
const SMALL: [&str; 30] = [
    "the", "of", "and", "for", "in", "on", "at", "to", "de", "del", "la", "las", "los", "le", "les", "du", "des", "da",
    "di", "y", "e", "al", "el", "bin", "ben", "ibn", "van", "von", "so", "called",
];

/// Shortened words and spellings, each with the one it is folded into.
const SHORTENED: [(&str, &str); 34] = [
    ("assn", "association"),
    ("assoc", "associated"),
    ("bros", "brothers"),
    ("centre", "center"),
    ("comm", "commercial"),
    ("const", "construction"),
    ("constr", "construction"),
    ("ctr", "center"),
    ("defence", "defense"),
    ("dept", "department"),
    ("dev", "development"),
    ("engg", "engineering"),
    ("gen", "general"),
    ("govt", "government"),
    ("grp", "group"),
    ("hldg", "holding"),
    ("hldgs", "holding"),
    ("holdings", "holding"),
    ("ind", "industries"),
    ("intl", "international"),
    ("labour", "labor"),
    ("mfg", "manufacturing"),
    ("mgmt", "management"),
    ("natl", "national"),
    ("organisation", "organization"),
    ("programme", "program"),
    ("proj", "project"),
    ("projects", "project"),
    ("services", "service"),
    ("shpg", "shipping"),
    ("srvces", "service"),
    ("svcs", "service"),
    ("tech", "technology"),
    ("trdg", "trading"),
];

/// Words that many bodies share: they weigh little on any list, however short it is.
const GENERIC: [&str; 43] = [
    "agency",
    "bank",
    "bureau",
    "center",
    "choson",
    "chosun",
    "commercial",
    "commission",
    "committee",
    "construction",
    "dprk",
    "department",
    "development",
    "economic",
    "engineering",
    "enterprise",
    "export",
    "external",
    "factory",
    "foreign",
    "general",
    "group",
    "holding",
    "import",
    "industrial",
    "industries",
    "industry",
    "international",
    "joint",
    "korea",
    "korean",
    "management",
    "ministry",
    "national",
    "north",
    "office",
    "organization",
    "overseas",
    "people",
    "service",
    "shipping",
    "trading",
    "venture",
];

/// What a word of a name is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// A word that names.
    Word,
    /// A word that many names share.
    Generic,
    /// A legal form.
    Legal,
    /// A small word.
    Small,
    /// A number: two names with different ones are different names.
    Number,
    /// One letter.
    Initial,
}

/// A word as it is compared, and what it is good for.
pub(super) fn classed(word: &str) -> (String, Class) {
    if word.bytes().all(|b| b.is_ascii_digit()) {
        let number = word.trim_start_matches('0');
        return (if number.is_empty() { "0" } else { number }.to_owned(), Class::Number);
    }
    if let Some((_, form)) = LEGAL.iter().find(|(legal, _)| *legal == word) {
        return ((*form).to_owned(), Class::Legal);
    }
    if SMALL.contains(&word) {
        return (word.to_owned(), Class::Small);
    }
    let full = SHORTENED.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| full);
    let class = match full {
        _ if full.chars().count() == 1 => Class::Initial,
        _ if GENERIC.contains(&full) => Class::Generic,
        _ => Class::Word,
    };
    (full.to_owned(), class)
}
