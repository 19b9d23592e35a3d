//! Companies and vessels as papers name them: legal forms in all their writings, words shortened, joined and parted.

use std::sync::Arc;

use comity::{
    domain::ListId,
    screening::{Band, DocumentKind, Entry, Kind, Lists},
};

use crate::{
    alike::naming,
    dice::Dice,
    question::{Goal, Question, Set},
    real::{id, latin_names, words},
};

const LISTS: [&str; 3] = ["OFAC-SDN", "US-CSL-EL", "UN-1718"];

fn of_kind(lists: &Lists, kind: Kind) -> Vec<(ListId, &Entry, &str)> {
    let mut all = Vec::new();
    for list in LISTS.map(id) {
        for entry in lists.entries(&list).iter().filter(|entry| entry.kind == kind) {
            // Some agencies print a sentence where a name should be.
            if let Some(name) = latin_names(entry).first().filter(|name| name.len() <= 100) {
                all.push((list.clone(), entry, *name));
            }
        }
    }
    all
}

fn push(questions: &mut Vec<Question>, lists: &Arc<Lists>, of: (&ListId, &Entry, &str), group: &str, name: String) {
    let (list, entry, listed) = of;
    if !entry.names.iter().any(|printed| words(&printed.text) == words(&name)) {
        questions.push(Question::of(lists, list, &entry.id, listed, name).in_group(group));
    }
}

/// Legal forms at the end of a name, with other writings of the same.
const FORMS: [(&str, &[&str]); 18] = [
    ("COMPANY LIMITED", &["Co., Ltd.", "Co Ltd", "Company, Ltd."]),
    ("CO., LTD.", &["Company Limited", "Co Ltd", "Company, Limited"]),
    ("CO. LTD.", &["Company Limited", "Co., Ltd", "Company Ltd"]),
    ("LIMITED LIABILITY COMPANY", &["LLC", "L.L.C.", "OOO"]),
    ("LIMITED", &["Ltd", "Ltd."]),
    ("LTD.", &["Limited", "LTD"]),
    ("LLC", &["L.L.C.", "Limited Liability Company", "L L C"]),
    ("CORPORATION", &["Corp.", "Corp"]),
    ("CORP.", &["Corporation", "Corp"]),
    ("INC.", &["Incorporated", "Inc"]),
    ("COMPANY", &["Co.", "Co"]),
    ("CO.", &["Company", "Co"]),
    ("S.A. DE C.V.", &["SA de CV", "Sociedad Anonima de Capital Variable"]),
    ("S.A.", &["SA", "Sociedad Anonima"]),
    ("LTDA.", &["Ltda", "Limitada"]),
    ("GMBH", &["G.m.b.H.", "Gesellschaft mit beschränkter Haftung"]),
    ("OAO", &["Open Joint Stock Company", "OJSC"]),
    ("FZE", &["F.Z.E.", "FZ-E"]),
];
/// Words that papers shorten.
const SHORT: [(&str, &str); 20] = [
    ("INTERNATIONAL", "Intl"),
    ("TRADING", "Trdg"),
    ("COMPANY", "Co"),
    ("CORPORATION", "Corp"),
    ("TECHNOLOGY", "Tech"),
    ("SERVICES", "Svcs"),
    ("DEVELOPMENT", "Dev"),
    ("INDUSTRIES", "Inds"),
    ("INDUSTRIAL", "Indl"),
    ("MANUFACTURING", "Mfg"),
    ("ENGINEERING", "Engg"),
    ("GENERAL", "Gen"),
    ("NATIONAL", "Natl"),
    ("COMMERCIAL", "Comml"),
    ("INVESTMENT", "Inv"),
    ("CONSTRUCTION", "Const"),
    ("ORGANIZATION", "Org"),
    ("DEPARTMENT", "Dept"),
    ("SHIPPING", "Shpg"),
    ("AND", "&"),
];

/// `company-forms`: the legal form left out, written otherwise, exchanged for one of another law; generic words shortened.
pub(crate) fn forms(lists: &Arc<Lists>) -> Vec<Set> {
    let mut questions = Vec::new();
    for (list, entry, name) in of_kind(lists, Kind::Entity) {
        let of = (&list, entry, name);
        let mut dice = Dice::of(&format!("forms {list} {}", entry.id));
        let upper = name.to_uppercase();
        let form =
            FORMS.iter().find(|(form, _)| upper.strip_suffix(form).is_some_and(|rest| rest.ends_with([' ', ','])));
        if let Some((form, others)) = form {
            let rest = upper[..upper.len() - form.len()].trim_end_matches([' ', ',']).to_owned();
            // A name of only one word that names is too short without its form.
            if naming(&rest).len() > 1 {
                push(&mut questions, lists, of, "form left out", rest.clone());
            }
            push(&mut questions, lists, of, "form in other letters", format!("{rest} {}", dice.pick(others)));
            let other = *dice.pick(&["LLC", "GmbH", "Ltd", "S.A.", "Corp.", "JSC", "Pte Ltd"]);
            push(&mut questions, lists, of, "another form", format!("{rest} {other}"));
        }
        let short: Vec<&str> = upper
            .split(' ')
            .map(|word| SHORT.iter().find(|(long, _)| *long == word).map_or(word, |(_, short)| short))
            .collect();
        push(&mut questions, lists, of, "words shortened", short.join(" "));
    }
    vec![Set {
        name: "company-forms",
        about: "legal forms left out or written otherwise, generic words shortened",
        goal: Goal::found(None),
        questions,
    }]
}

/// `joined-words`: two words as one, one word as two, all words joined.
pub(crate) fn joined(lists: &Arc<Lists>) -> Vec<Set> {
    let mut questions = Vec::new();
    for (list, entry, name) in of_kind(lists, Kind::Entity) {
        let of = (&list, entry, name);
        let mut dice = Dice::of(&format!("joined {list} {}", entry.id));
        let parts: Vec<&str> = name.split(' ').collect();
        let plain = |part: &&str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_alphabetic());
        if parts.len() >= 2 && parts[..2].iter().all(plain) && naming(parts[0]).len() + naming(parts[1]).len() == 2 {
            let joined = [
                &[parts[0].to_owned() + parts[1]],
                &parts[2..].iter().map(|p| (*p).to_owned()).collect::<Vec<_>>()[..],
            ];
            push(&mut questions, lists, of, "first two joined", joined.concat().join(" "));
        }
        let first = parts[0];
        if plain(&first) && first.len() >= 8 && naming(first).len() == 1 {
            let cut = 3 + dice.below(first.len() - 6);
            let rest = parts[1..].join(" ");
            push(&mut questions, lists, of, "first parted", format!("{} {} {rest}", &first[..cut], &first[cut..]));
        }
        if (2..=4).contains(&parts.len()) && parts.iter().all(plain) && dice.percent(50) {
            push(&mut questions, lists, of, "all joined", parts.concat());
        }
    }
    vec![Set {
        name: "joined-words",
        about: "words of a body's name joined and parted",
        goal: Goal::found(None),
        questions,
    }]
}

/// `vessels-number`: another number is another vessel. `vessels-imo`: the name with the IMO number is confirmed.
pub(crate) fn vessels(lists: &Arc<Lists>) -> Vec<Set> {
    let (mut numbers, mut imo) = (Vec::new(), Vec::new());
    for (list, entry, name) in of_kind(lists, Kind::Vessel) {
        let parts: Vec<&str> = name.split(' ').collect();
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let number = parts.iter().position(is_number).and_then(|at| Some((at, parts[at].parse::<u64>().ok()?)));
        if let Some((at, number)) = number {
            for other in [number + 1, number + 10, number * 2 + 3] {
                let mut parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
                parts[at] = other.to_string();
                push(&mut numbers, lists, (&list, entry, name), "another number", parts.join(" "));
            }
            let kept: Vec<&str> = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| *part).collect();
            if naming(&kept.join(" ")).len() > 1 {
                let named = format!("{} {}", kept.join(" "), number + 5);
                push(&mut numbers, lists, (&list, entry, name), "another number at the end", named);
            }
        }
        if let Some(document) = entry.documents.iter().find(|document| document.kind == DocumentKind::Imo) {
            for (group, value) in
                [("as printed", document.printed.clone()), ("with IMO", format!("IMO {}", document.number))]
            {
                let question = Question::of(lists, &list, &entry.id, name, name.to_owned()).in_group(group);
                imo.push(Question { numbers: vec![(DocumentKind::Imo, value)], kind: Some(Kind::Vessel), ..question });
            }
        }
    }
    // A sister ship that is listed under that number is herself.
    numbers.retain(|question| {
        let list = question.list.as_ref().map_or(&[][..], |list| lists.entries(list));
        let own = list.iter().find(|entry| entry.id == question.entry);
        own.is_some_and(|entry| !entry.names.iter().any(|name| words(&name.text) == words(&question.name)))
    });
    vec![
        Set {
            name: "vessels-number",
            about: "a vessel with another number",
            goal: Goal::quiet(Some(0)),
            questions: numbers,
        },
        Set {
            name: "vessels-imo",
            about: "a vessel with its name and IMO number",
            goal: Goal::found(Some(1_000_000)).at(Band::Confirmed),
            questions: imo,
        },
    ]
}
