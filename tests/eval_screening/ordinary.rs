//! Ordinary persons and companies that are on no list: whom screening should leave in peace.

use std::sync::Arc;

use comity::{
    domain::Date,
    screening::{Kind, Lists},
};

use crate::{
    dice::Dice,
    hangul::{self, System, capital},
    names::{ORIGINS, Origin, Pattern},
    question::{Goal, Question, Set},
};

/// Persons of one origin.
const PERSONS: usize = 3_000;
const COMPANIES: usize = 40_000;

/// A question whether anything rings on any list.
fn alarm(lists: &Arc<Lists>, name: String, group: &str) -> Question {
    Question {
        lists: Arc::clone(lists),
        list: None,
        entry: String::new(),
        listed: String::new(),
        key: name.clone(),
        group: group.to_owned(),
        name,
        hangul: None,
        births: Vec::new(),
        country: None,
        kind: None,
        numbers: Vec::new(),
    }
}

/// `negatives-persons`, `negatives-koreans`: by name alone, and with date of birth and country.
pub(crate) fn persons(lists: &Arc<Lists>) -> Vec<Set> {
    let (koreans, others): (Vec<_>, Vec<_>) = ORIGINS.iter().partition(|origin| origin.pattern == Pattern::Korean);
    let all = |origins: &[&Origin]| origins.iter().flat_map(|origin| of(lists, origin)).collect::<Vec<_>>();
    let (others, koreans) = (all(&others), all(&koreans));
    vec![
        Set {
            name: "negatives-persons",
            about: "ordinary persons on all lists, by name alone",
            goal: Goal::quiet(Some(3_000)),
            questions: by_name(&others),
        },
        Set {
            name: "negatives-persons-dob",
            about: "the same with day of birth, country and kind",
            goal: Goal::quiet(Some(500)),
            questions: others,
        },
        Set {
            name: "negatives-koreans",
            about: "ordinary persons of the South on all lists, by name alone: many are namesakes of listed ones",
            goal: Goal::quiet(None),
            questions: by_name(&koreans),
        },
        Set {
            name: "negatives-koreans-dob",
            about: "the same with day of birth, country and kind",
            goal: Goal::quiet(None),
            questions: koreans,
        },
    ]
}

fn by_name(questions: &[Question]) -> Vec<Question> {
    let bare = |question: &Question| Question { births: Vec::new(), country: None, kind: None, ..question.clone() };
    questions.iter().map(bare).collect()
}

fn of(lists: &Arc<Lists>, origin: &Origin) -> Vec<Question> {
    let mut dice = Dice::of(&format!("ordinary {}", origin.name));
    let (given, family) = (origin.given(), origin.family());
    let mut seen = std::collections::BTreeSet::new();
    let mut questions = Vec::new();
    for _ in 0..PERSONS {
        let (name, hangul) = match origin.pattern {
            Pattern::Korean => {
                let (given, family): (&str, &str) = (*dice.pick(&given), *dice.pick(&family));
                korean(given, family, &mut dice)
            }
            pattern => (person(pattern, &given, &family, &mut dice), None),
        };
        let born = Date::of(1950, 1, 1).plus_days(i32::try_from(dice.below(55 * 365)).unwrap_or_default());
        let country = (*dice.pick(origin.countries)).to_owned();
        if seen.insert(name.clone()) {
            let question = alarm(lists, name, origin.name);
            questions.push(Question {
                hangul,
                births: vec![(born, born)],
                country: Some(country),
                kind: Some(Kind::Person),
                ..question
            });
        }
    }
    questions
}

fn person(pattern: Pattern, given: &[&str], family: &[&str], dice: &mut Dice) -> String {
    let (first, last) = (*dice.pick(given), *dice.pick(family));
    match pattern {
        Pattern::Western if dice.percent(25) => format!("{first} {} {last}", dice.pick(given)),
        Pattern::Western if dice.percent(15) => format!("{}, {first}", last.to_uppercase()),
        Pattern::Western => format!("{first} {last}"),
        Pattern::Iberian => {
            let first = if dice.percent(30) { format!("{first} {}", dice.pick(given)) } else { first.to_owned() };
            format!("{first} {last} {}", dice.pick(family))
        }
        // Father and grandfather are men: the second half of the table has the women's names.
        Pattern::Arabic => {
            let men = &given[..given.len() * 3 / 4];
            let (father, grandfather) = (dice.pick(men), dice.pick(men));
            match dice.below(10) {
                0..5 => format!("{first} {father} {last}"),
                5..8 => format!("{first} {father} {grandfather} {last}"),
                8 => format!("{first} bin {father} {last}"),
                _ => format!("{first} {last}"),
            }
        }
        Pattern::Russian => {
            let patronymic = patronymic(dice.pick::<&str>(given));
            match dice.below(10) {
                0..6 => format!("{first} {patronymic} {last}"),
                6..8 => format!("{last} {first} {patronymic}"),
                _ => format!("{first} {last}"),
            }
        }
        Pattern::Chinese => {
            let second = *dice.pick(given);
            let name = match dice.below(10) {
                0..3 => capital(first),
                3..8 => capital(&format!("{first}{second}")),
                _ => format!("{} {}", capital(first), capital(second)),
            };
            if dice.percent(70) { format!("{last} {name}") } else { format!("{name} {last}") }
        }
        Pattern::Vietnamese => {
            let middle = match dice.below(4) {
                0 => "Văn",
                1 => "Thị",
                _ => dice.pick(given),
            };
            let name = format!("{last} {middle} {first}");
            if dice.percent(50) { name } else { bare(&name) }
        }
        Pattern::Korean | Pattern::Loose => match dice.below(10) {
            0..6 => format!("{first} {last}"),
            _ => format!("{first} {} {last}", dice.pick(given)),
        },
    }
}

/// The son of Ivan is Ivanovich, of Sergei Sergeevich, of Ilya Ilyich.
fn patronymic(father: &str) -> String {
    let stem = |cut: usize, end: &str| format!("{}{end}", &father[..father.len() - cut]);
    match father {
        "Pavel" => "Pavlovich".into(),
        "Lev" => "Lvovich".into(),
        "Pyotr" => "Petrovich".into(),
        "Mikhail" => "Mikhailovich".into(),
        _ if father.ends_with("ei") => stem(1, "evich"),
        _ if father.ends_with("ai") => stem(1, "evich"),
        _ if father.ends_with("ry") || father.ends_with("ly") || father.ends_with("ny") || father.ends_with("dy") => {
            stem(1, "ievich")
        }
        _ if father.ends_with('y') || father.ends_with('i') => stem(1, "ievich"),
        _ if father.ends_with('a') => stem(1, "ich"),
        _ => format!("{father}ovich"),
    }
}

/// Vietnamese without marks, as machines print it.
fn bare(name: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'ả' | 'ã' | 'ạ' | 'ă' | 'ằ' | 'ắ' | 'ẳ' | 'ẵ' | 'ặ' | 'â' | 'ầ' | 'ấ' | 'ẩ' | 'ẫ' | 'ậ' => {
            'a'
        }
        'è' | 'é' | 'ẻ' | 'ẽ' | 'ẹ' | 'ê' | 'ề' | 'ế' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' => 'i',
        'ò' | 'ó' | 'ỏ' | 'õ' | 'ọ' | 'ô' | 'ồ' | 'ố' | 'ổ' | 'ỗ' | 'ộ' | 'ơ' | 'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' => {
            'o'
        }
        'ù' | 'ú' | 'ủ' | 'ũ' | 'ụ' | 'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ỳ' | 'ý' | 'ỷ' | 'ỹ' | 'ỵ' => 'y',
        'đ' => 'd',
        'Đ' => 'D',
        'Â' | 'Ă' | 'Á' => 'A',
        other => other,
    };
    name.chars().map(plain).collect()
}

/// As presses, passports and the Revised system write it, with the syllables.
fn korean(given: &str, family: &str, dice: &mut Dice) -> (String, Option<Vec<char>>) {
    let system = if dice.percent(70) { System::Press } else { System::Revised };
    let name: Vec<char> = family.chars().chain(given.chars()).collect();
    let syllables: Vec<_> = given.chars().map(|at| hangul::latin(system, at, None, dice)).collect();
    let family = hangul::family(system, name[0], dice);
    let text = match dice.below(4) {
        0 => format!("{family} {}", capital(&syllables.join("-"))),
        1 => format!("{family} {}", capital(&syllables.concat())),
        2 => format!("{} {family}", capital(&syllables.join("-"))),
        _ => format!("{family} {}", syllables.iter().map(|at| capital(at)).collect::<Vec<_>>().join(" ")),
    };
    (text, Some(name))
}

/// Where companies are: places, legal forms, and which origins' family names they bear.
struct Region {
    name: &'static str,
    countries: &'static [&'static str],
    places: &'static str,
    forms: &'static [&'static str],
    families: &'static [usize],
}

const REGIONS: [Region; 8] = [
    Region {
        name: "English-speaking",
        countries: &["GB", "US", "AU", "CA"],
        places: "London Manchester Leeds Boston Chicago Texas Denver Seattle Toronto Sydney Melbourne Perth Dublin Bristol \
                 Atlantic Pacific Northern Southern Midland Hudson Thames Cheshire Oxford Cambridge",
        forms: &["Ltd", "Limited", "Inc.", "LLC", "Corp.", "PLC", "Pty Ltd", "LLP", "Co."],
        families: &[0],
    },
    Region {
        name: "Iberian and Latin American",
        countries: &["ES", "MX", "CO", "AR", "BR"],
        places: "Madrid Barcelona Sevilla Valencia Bogotá Medellín Lima Monterrey Guadalajara Quito Santiago Rosario Andina \
                 Caribe Norte Sur Lisboa Porto Bahía",
        forms: &["S.A.", "S.L.", "S.A. de C.V.", "Ltda.", "S.A.S.", "S.R.L.", "Lda"],
        families: &[1],
    },
    Region {
        name: "Arab",
        countries: &["AE", "QA", "SA", "KW", "EG", "JO"],
        places: "Dubai Sharjah Doha Jeddah Riyadh Kuwait Amman Cairo Alexandria Gulf Arabian Emirates Nile Medina Muscat \
                 Bahrain Najd Hijaz",
        forms: &["LLC", "W.L.L.", "FZE", "FZ-LLC", "Est.", "Co. W.L.L.", "Trading Est.", "SAOC", "FZCO"],
        families: &[2],
    },
    Region {
        name: "Russian",
        countries: &["RU", "KZ", "BY"],
        places: "Moskovsky Sibir Ural Volga Neva Baltika Primorye Vladivostok Khabarovsk Kazan Omsk Novosibirsk Samara Almaty \
                 Yug Sever Vostok",
        forms: &["OOO", "ZAO", "LLC", "AO", "PAO", "JSC", "TOO"],
        families: &[3],
    },
    Region {
        name: "Chinese",
        countries: &["CN", "HK", "TW"],
        places: "Shanghai Shenzhen Guangzhou Beijing Tianjin Ningbo Dalian Qingdao Hangzhou Suzhou Wuhan Chengdu Xiamen \
                 Dandong Hunan Zhejiang Jiangsu Fujian Hongkong Dongguan",
        forms: &["Co., Ltd.", "Company Limited", "Group Co., Ltd.", "Co Ltd", "(HK) Limited", "Co., Limited"],
        families: &[4],
    },
    Region {
        name: "South Asian",
        countries: &["IN", "BD", "NP", "PK", "LK"],
        places: "Mumbai Delhi Chennai Bengal Gujarat Punjab Kerala Dhaka Chittagong Kathmandu Pokhara Everest Himalayan Ganga \
                 Deccan Malabar Colombo Lahore",
        forms: &["Pvt. Ltd.", "Private Limited", "Ltd.", "& Sons", "& Co.", "LLP", "Enterprises"],
        families: &[6, 7, 8],
    },
    Region {
        name: "Southeast Asian",
        countries: &["VN", "ID", "PH", "MY", "TH", "SG"],
        places: "Saigon Hanoi Mekong Jakarta Surabaya Bandung Manila Cebu Davao Penang Johor Bangkok Siam Java Sumatra Batam \
                 Singapore Borneo",
        forms: &["JSC", "Co., Ltd.", "Tbk", "Inc.", "Sdn Bhd", "Pte. Ltd.", "Corporation", "Joint Stock Company"],
        families: &[5, 9, 10],
    },
    Region {
        name: "European and African",
        countries: &["DE", "FR", "PL", "TR", "NG", "GH"],
        places: "Berlin Hamburg Bayern Rhein Paris Lyon Bretagne Alpes Anatolia Istanbul Bosphorus Lagos Abuja Accra Dakar \
                 Sahel Warszawa Gdansk",
        forms: &[
            "GmbH",
            "AG",
            "GmbH & Co. KG",
            "S.A.R.L.",
            "SAS",
            "A.Ş.",
            "Ltd. Şti.",
            "Sp. z o.o.",
            "Nig. Ltd",
            "Ventures",
        ],
        families: &[12, 13, 14, 15],
    },
];

const TRADES: &str = "Trading Construction Shipping Logistics Electronics Textiles Foods Garments Fisheries Chemicals Steel Plastics \
                      Machinery Furniture Packaging Pharmaceuticals Engineering Consulting Travel Recruitment Manpower Printing \
                      Software Solar Agro Seafood Timber Marine Automotive Cement Catering Cleaning Security Hotels Properties \
                      Investment Holdings Mining Energy Telecom Medical Education Advertising Jewellery Leather Footwear Ceramics \
                      Import-Export Contracting Transport Freight";
const SECOND: &str = "Services Industries International Group Solutions Development Products Company Enterprises Technology Works \
                      Supply Agency Systems";
const FANCY: &str = "Golden Silver Star Sun Moon Royal Crown Global United National Universal Modern New First Prime Elite Alpha Delta \
                     Omega Sigma Apex Summit Horizon Phoenix Dragon Eagle Falcon Lion Tiger Pearl Diamond Emerald Crystal Blue Green \
                     White Red Ocean River Mountain Orient Eastern Western Continental Fortune Victory Unity Harmony Liberty Pioneer \
                     Frontier Galaxy Venus Jupiter Atlas Titan Vision Future Smart Quick Bright Rainbow Lotus Jasmine Cedar Palm Oak";
const SYLLABLES: &str = "ta ri mo vel lan dor nex quin tra bel sol mar vi zen cor lu pra xen fi dal gro ham jor kel nor pel ros sto tul \
                         ven wes yar zo ber cal dim";

/// `negatives-companies`: by name alone, and with country and kind.
pub(crate) fn companies(lists: &Arc<Lists>) -> Vec<Set> {
    let mut dice = Dice::of("companies");
    let mut seen = std::collections::BTreeSet::new();
    let mut questions = Vec::new();
    for at in 0..COMPANIES {
        let region = &REGIONS[at % REGIONS.len()];
        let name = company(region, &mut dice);
        let country = (*dice.pick(region.countries)).to_owned();
        if seen.insert(name.clone()) {
            let question = alarm(lists, name, region.name);
            questions.push(Question { country: Some(country), kind: Some(Kind::Entity), ..question });
        }
    }
    vec![
        Set {
            name: "negatives-companies",
            about: "ordinary companies on all lists, by name alone",
            goal: Goal::quiet(Some(3_000)),
            questions: by_name(&questions),
        },
        Set {
            name: "negatives-companies-country",
            about: "the same with country and kind",
            goal: Goal::quiet(None),
            questions,
        },
    ]
}

fn company(region: &Region, dice: &mut Dice) -> String {
    let words = |text: &'static str| text.split_whitespace().collect::<Vec<_>>();
    let (trades, second, fancy, places) = (words(TRADES), words(SECOND), words(FANCY), words(region.places));
    let origin = *dice.pick(region.families);
    let family = *dice.pick(&ORIGINS[origin].family());
    let (trade, place, form) = (*dice.pick(&trades), *dice.pick(&places), *dice.pick(region.forms));
    let invented = invented(dice);
    let distinct = match dice.below(10) {
        0..3 => family.to_owned(),
        3..5 => invented,
        5 => format!("{place} {invented}"),
        6..8 => format!("{} {}", dice.pick(&fancy), dice.pick(&fancy)),
        8 => format!("{place} {}", dice.pick(&fancy)),
        _ => (*dice.pick(&fancy)).to_owned(),
    };
    let business = match dice.below(10) {
        0..5 => trade.to_owned(),
        5..8 => format!("{trade} {}", dice.pick(&second)),
        _ => format!("{trade} & {}", dice.pick(&trades)),
    };
    format!("{distinct} {business} {form}")
}

/// A word that nobody has thought of: two or three syllables.
fn invented(dice: &mut Dice) -> String {
    let syllables: Vec<_> = SYLLABLES.split_whitespace().collect();
    let count = 2 + usize::from(dice.percent(50));
    capital(&(0..count).map(|_| *dice.pick(&syllables)).collect::<String>())
}
