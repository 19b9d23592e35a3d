//! What may follow a list: what is said of its entries must not vanish either.

use std::path::Path;

use super::{Change, Feeds, ListError, Origin, TODAY, one, path, settings};

/// A UN list of forty persons of whom all is said.
fn full(day: &str) -> String {
    let person = |n: usize| {
        format!(
            "<INDIVIDUAL><REFERENCE_NUMBER>KPi.{n}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <FIRST_NAME>KIM {n}</FIRST_NAME><LISTED_ON>2020-01-01</LISTED_ON><GENDER>Male</GENDER>\
             <NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>\
             <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>GIM {n}</ALIAS_NAME></INDIVIDUAL_ALIAS>\
             <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>LITTLE {n}</ALIAS_NAME></INDIVIDUAL_ALIAS>\
             <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1960-02-03</DATE></INDIVIDUAL_DATE_OF_BIRTH>\
             <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Pyongyang</CITY></INDIVIDUAL_PLACE_OF_BIRTH>\
             <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>{}</NUMBER></INDIVIDUAL_DOCUMENT>\
             </INDIVIDUAL>\n",
            5_636_410 + n
        )
    };
    let all: String = (0..40).map(person).collect();
    format!("<CONSOLIDATED_LIST dateGenerated=\"{day}\"><INDIVIDUALS>{all}</INDIVIDUALS></CONSOLIDATED_LIST>")
}

/// Without an element, in so many entries.
fn without(text: &str, element: &str, entries: usize) -> String {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let cut = |(at, line): (usize, &str)| {
        let (from, to) = (line.find(&open), line.rfind(&close));
        match from.zip(to).filter(|_| at < entries) {
            Some((from, to)) => format!("{}{}\n", &line[..from], &line[to + close.len()..]),
            None => format!("{line}\n"),
        }
    };
    text.lines().enumerate().map(cut).collect()
}

#[test]
fn a_list_whose_entries_say_less_is_refused_and_the_loss_is_named() {
    let low = |text: &str| text.replace(">Good<", ">Low<");
    let renamed = |text: &str| text.replace("_DATE_OF_BIRTH>", "_BORN_ON>");
    let next = full("2026-02-02");
    let table: [(&str, String, Option<&str>); 13] = [
        ("the same", next.clone(), None),
        ("aliases of five", without(&next, "INDIVIDUAL_ALIAS", 2), None),
        ("aliases", without(&next, "INDIVIDUAL_ALIAS", 40), Some("names")),
        ("kinds", next.replace("INDIVIDUAL", "ENTITY"), Some("persons")),
        ("quality", low(&next), Some("strong names")),
        ("births", renamed(&next), Some("dates of birth")),
        ("documents", without(&next, "INDIVIDUAL_DOCUMENT", 6), Some("documents")),
        ("few documents", without(&next, "INDIVIDUAL_DOCUMENT", 5), None),
        ("countries", without(&next, "NATIONALITY", 40), Some("countries")),
        ("places", without(&next, "INDIVIDUAL_PLACE_OF_BIRTH", 40), Some("places of birth")),
        ("sexes", without(&next, "GENDER", 40), Some("persons whose sex is said")),
        ("days of listing", without(&next, "LISTED_ON", 40), Some("days of listing")),
        ("entries", without(&next, "INDIVIDUAL", 6), Some("entries")),
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    for (case, text, loss) in table {
        let mut feeds = Feeds::open(settings(Some(path(&file)), None)).unwrap();
        std::fs::write(&file, full("2026-02-01")).unwrap();
        assert!(matches!(one(&mut feeds), Change::Taken(_)), "{case}");
        std::fs::write(&file, text).unwrap();
        let change = one(&mut feeds);
        let Change::Refused(error) = &change else {
            assert_eq!(loss, None, "{case}: {change:?}");
            continue;
        };
        let ListError::Shrunk { what, digest, .. } = error else { panic!("{case}: {error}") };
        assert_eq!(Some(*what), loss, "{case}");
        assert!(error.to_string().contains(what), "{error}");
        assert_eq!(
            feeds.lists(0, TODAY).unwrap().status().next().unwrap().entries,
            40,
            "{case}: the last good one serves"
        );
        feeds.accept(*digest);
        assert_eq!(one(&mut feeds), Change::Taken(*digest), "{case}: it was consented to");
    }
}

/// OFAC's legacy CSV: the main file is whole, and another is empty.
#[test]
fn an_empty_file_among_several_is_refused_without_any_list_before() {
    const NONE: &str = "-0- ";
    let main = |entries: usize| -> String {
        let nothing = [NONE; 8].join(",");
        let row = |n| format!("{n},\"KORYO {n}\",{NONE},\"DPRK\",{nothing}\r\n");
        (1..=entries).map(row).collect::<String>() + "\u{1A}\r\n"
    };
    let address = format!("1,2,{NONE},{NONE},{NONE},{NONE}\r\n\x1A\r\n");
    let alias = format!("1,3,\"aka\",\"KORYO\",{NONE}\r\n\x1A\r\n");
    let mark = "\u{1A}";
    for (entries, add, alt, comments, refused) in [
        (100, address.as_str(), alias.as_str(), mark, None),
        (100, mark, alias.as_str(), mark, Some("add.csv")),
        (100, address.as_str(), "\u{1A}\r\n", mark, Some("alt.csv")),
        (99, mark, mark, mark, None),
        (1, mark, "", mark, Some("alt.csv")),
        (1, mark, mark, "", Some("sdn_comments.csv")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("sdn.csv", main(entries)),
            ("add.csv", add.into()),
            ("alt.csv", alt.into()),
            ("sdn_comments.csv", comments.into()),
        ];
        let write = |(name, text): &(&str, String)| std::fs::write(folder.path().join(name), text).unwrap();
        files.iter().for_each(write);
        std::fs::write(folder.path().join("published_on"), "2026-02-01").unwrap();
        let mut settings = settings(Some(path(folder.path())), None);
        settings.feeds[0].origin = Origin::OfacSdn;
        let change = one(&mut Feeds::open(settings).unwrap());
        let named = match &change {
            Change::Refused(ListError::Empty { file }) => Path::new(file).file_name().and_then(|name| name.to_str()),
            Change::Refused(error) => panic!("{error}"),
            _ => None,
        };
        assert_eq!(named, refused, "{entries}: {change:?}");
    }
}
