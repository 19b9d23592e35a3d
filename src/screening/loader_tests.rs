use std::path::PathBuf;

use super::{
    entry::{Birth, Certainty, DocumentKind, Entry, Kind, NameQuality},
    error::ListError,
    eu,
    format::ListFormat,
    ofac,
    snapshot::{Parsed, Snapshot},
    source::{self, ListFile, ListSource, Place},
    un,
};
use crate::domain::Date;

fn file(name: &str, text: &str) -> ListFile {
    ListFile { name: name.into(), text: text.into() }
}

const NULL: &str = "-0- ";

/// An SDN list of one entry with these cells; the other files as given.
fn ofac(name: &str, kind: &str, programmes: &str, remarks: &str, others: [&str; 3]) -> Result<Parsed, ListError> {
    let quoted = |text: &str| if text.is_empty() { NULL.to_owned() } else { format!("\"{text}\"") };
    let (name, kind, programmes, remarks) = (quoted(name), quoted(kind), quoted(programmes), quoted(remarks));
    let nulls = [NULL; 7].join(",");
    let main = format!("7,{name},{kind},{programmes},{nulls},{remarks}\r\n\u{1A}");
    let [add, alt, comments] = others.map(|text| format!("{text}\u{1A}"));
    let files = [file("sdn", &main), file("add", &add), file("alt", &alt), file("comments", &comments)];
    ofac::parse(ListFormat::OfacSdnCsv, &files)
}

fn by_remarks(kind: &str, remarks: &str) -> (Entry, usize) {
    let parsed = ofac("NAME", kind, "DPRK3", remarks, [""; 3]).unwrap();
    (parsed.entries[0].clone(), parsed.report.unknowns())
}

fn date(text: &str) -> Date {
    Date::read(text).unwrap()
}

#[test]
fn ofac_documents() {
    for (remark, kind, number, country) in [
        ("Passport 472336944 issued 10 Sep 2012 expires 10 Sep 2017", DocumentKind::Passport, "472336944", None),
        ("alt. Passport 290210124 (Korea, North) expires 24 May 2015", DocumentKind::Passport, "290210124", Some("KP")),
        ("National ID No. 660000 73767 (Belgium)", DocumentKind::NationalId, "66000073767", Some("BE")),
        ("Tax ID No. 7811489970 (Russia)", DocumentKind::Tax, "7811489970", Some("RU")),
        ("Registration ID 2001/044 (Namibia)", DocumentKind::Registration, "2001044", Some("NA")),
        ("Vessel Registration Identification IMO 7406784", DocumentKind::Imo, "7406784", None),
        ("Identification Number IMO 5342883", DocumentKind::Imo, "5342883", None),
        ("SWIFT/BIC KDBKKPPY", DocumentKind::Bic, "KDBKKPPY", None),
        ("SWIFT/BIC KDBKKPPYXXX", DocumentKind::Bic, "KDBKKPPY", None),
        ("Cedula No. 16247821 (Colombia)", DocumentKind::NationalId, "16247821", Some("CO")),
        (
            "Residency Number 003-5506420-0100028 (Costa Rica)",
            DocumentKind::NationalId,
            "00355064200100028",
            Some("CR"),
        ),
        ("International Maritime Organization No. (5777731)", DocumentKind::Imo, "5777731", None),
        ("National ID No.: 1372584, Kenya", DocumentKind::NationalId, "1372584", Some("KE")),
        ("Moroccan Personal ID No. E 427689 (Morocco) issued 20 Mar 2001", DocumentKind::Other, "E427689", Some("MA")),
        ("alt. VisaNumberID 525867504 (France)", DocumentKind::Other, "525867504", Some("FR")),
        ("File Number 7136946 (Delaware) (United States)", DocumentKind::Other, "7136946", Some("US")),
    ] {
        let (entry, unknown) = by_remarks("individual", &format!("{remark}; Gender Male."));
        let document = &entry.documents[0];
        let country_read = document.country.map(|country| country.to_string());
        assert_eq!(
            (document.kind, document.number.as_str(), country_read.as_deref()),
            (kind, number, country),
            "{remark}"
        );
        assert_eq!((unknown, entry.gender.as_deref()), (0, Some("Male")), "{remark}");
    }
}

#[test]
fn ofac_sentences_are_no_documents() {
    for remark in ["arrested 30 Sep 2002", "currently in remand at 20355 Hamburg, Germany", "President since 1979"] {
        let (entry, unknown) = by_remarks("individual", &format!("{remark}."));
        assert_eq!((entry.documents.len(), unknown), (0, 1), "{remark}");
    }
}

#[test]
fn ofac_lists_are_not_taken_for_one_another() {
    let of = |format, programme: &str| {
        let main = format!("7,\"NAME\",{NULL},\"{programme}\",{}\r\n\u{1A}", [NULL; 8].join(","));
        ofac::parse(format, &[file("main", &main), file("add", "\u{1A}"), file("alt", "\u{1A}"), file("c", "\u{1A}")])
    };
    for (format, programme, taken) in [
        (ListFormat::OfacSdnCsv, "DPRK3", true),
        (ListFormat::OfacSdnCsv, "UKRAINE-EO13662] [SDGT", true),
        (ListFormat::OfacSdnCsv, "UKRAINE-EO13662", false),
        (ListFormat::OfacSdnCsv, "CMIC-EO13959", false),
        (ListFormat::OfacConsCsv, "UKRAINE-EO13662", true),
        (ListFormat::OfacConsCsv, "RUSSIA-EO14024] [UKRAINE-EO13662", true),
        (ListFormat::OfacConsCsv, "DPRK3", false),
    ] {
        let got = of(format, programme);
        assert_eq!(got.is_ok(), taken, "{} {programme}: {got:?}", format.name());
        assert!(taken || got.unwrap_err().to_string().contains("was given as `ofac_"), "{programme}");
    }
}

#[test]
fn ofac_births() {
    let remarks = "DOB 10 Dec 1948; alt. DOB 1936; DOB circa 1965; alt. DOB 1957 to 1960; DOB yesterday.";
    let (entry, unknown) = by_remarks("individual", remarks);
    let got: Vec<_> = entry.births.iter().map(|b| (b.from, b.to, b.certainty)).collect();
    assert_eq!(
        got,
        [
            (date("1948-12-10"), date("1948-12-10"), Certainty::Day),
            (date("1936-01-01"), date("1936-12-31"), Certainty::Period),
            (date("1963-01-01"), date("1967-12-31"), Certainty::Circa),
            (date("1957-01-01"), date("1960-12-31"), Certainty::Range),
        ]
    );
    assert_eq!(unknown, 1, "what is not a date is counted");
}

#[test]
fn ofac_other_remarks() {
    let remarks = "POB Pyongyang, North Korea; nationality Korea, North; citizen Syria; a.k.a. 'KOGEN'; a.k.a. 'ABU-'UMAR'; \
                   Linked To: BANK, A.; Secondary sanctions risk: section 510.201 and 510.210; all offices worldwide; a riddle.";
    let (entry, unknown) = by_remarks("", remarks);
    assert_eq!(entry.birth_places, ["Pyongyang, North Korea"]);
    assert_eq!(entry.countries.iter().map(ToString::to_string).collect::<Vec<_>>(), ["KP", "SY"]);
    let weak: Vec<_> = entry.names.iter().filter(|n| n.quality == NameQuality::Weak).map(|n| n.text.as_str()).collect();
    assert_eq!(weak, ["KOGEN", "ABU-'UMAR"]);
    assert_eq!(entry.linked_to.len(), 1);
    assert_eq!(unknown, 1, "only the riddle is not understood");
}

#[test]
fn ofac_names_programmes_and_kinds() {
    for (name, kind, read, want) in [
        ("KIM, Tong-chol", "individual", "KIM Tong-chol", Kind::Person),
        (
            "KOREAN WORKERS PARTY, PROPAGANDA DEPARTMENT",
            "",
            "KOREAN WORKERS PARTY, PROPAGANDA DEPARTMENT",
            Kind::Entity,
        ),
        ("CHON MYONG 1", "vessel", "CHON MYONG 1", Kind::Vessel),
        ("P-532", "aircraft", "P-532", Kind::Aircraft),
    ] {
        let parsed = ofac(name, kind, "DPRK3] [DPRK-NKSPEA", "", [""; 3]).unwrap();
        let entry = &parsed.entries[0];
        assert_eq!((entry.names[0].text.as_str(), entry.kind), (read, want));
        assert_eq!(entry.programmes, ["DPRK3", "DPRK-NKSPEA"]);
        assert_eq!((entry.id.as_str(), entry.list.as_str(), entry.listed), ("7", "OFAC-SDN", None));
    }
}

#[test]
fn ofac_files_beside() {
    let add = "7,1,-0- ,\"Pyongyang\",\"Korea, North\",-0- \r\n7,2,-0- ,-0- ,\"undetermined\",-0- \r\n";
    let alt = "7,1,\"aka\",\"CH'OE, Pu-il\",-0- \r\n7,2,\"fka\",\"OLD\",-0- \r\n7,3,\"nka\",\"NEW\",-0- \r\n";
    let parsed =
        ofac("CHOE, Pu Il", "individual", "DPRK3", "Gender Ma", [add, alt, "7,\"le; Passport 12345\"\r\n"]).unwrap();
    let entry = &parsed.entries[0];
    let names: Vec<_> = entry.names.iter().map(|n| (n.text.as_str(), n.quality)).collect();
    assert_eq!(
        names,
        [
            ("CHOE Pu Il", NameQuality::Primary),
            ("CH'OE Pu-il", NameQuality::Strong),
            ("OLD", NameQuality::Former),
            ("NEW", NameQuality::Strong),
        ]
    );
    assert_eq!(entry.gender.as_deref(), Some("Male"), "remarks go on in the comments with nothing between");
    assert_eq!(entry.documents[0].number, "12345");
    assert_eq!(entry.countries.len(), 1);
    assert_eq!(parsed.report.unknowns(), 0, "{:?}", parsed.report.not_understood);
}

#[test]
fn ofac_damage_is_refused() {
    let good = ["", "", ""];
    assert!(matches!(ofac("", "", "X", "", good), Err(ListError::Entry { entry, .. }) if entry == "7"));
    let orphan = ofac("A", "", "X", "", ["8,1,-0- ,-0- ,-0- ,-0- \r\n", "", ""]);
    assert!(matches!(orphan, Err(ListError::Damaged { file, line: 1, .. }) if file == "add"));
    let columns = ofac("A", "", "X", "", ["", "7,1,\"aka\"\r\n7,1,\"aka\",\"B\",-0- \r\n", ""]);
    assert!(matches!(columns, Err(ListError::Damaged { file, line: 1, .. }) if file == "alt"));
    let four = |main: &str| {
        let files = [file("sdn", main), file("add", "\u{1A}"), file("alt", "\u{1A}"), file("c", "\u{1A}")];
        ofac::parse(ListFormat::OfacSdnCsv, &files)
    };
    let row = |id: u32| format!("{id},\"NAME\",{},\"REMARK\"\r\n", [NULL; 9].join(","));
    for (main, truncated) in [
        (format!("{}{}", row(1), "2,\"NAME\",-0- ,"), true),
        (format!("{}{}", row(1), row(2).replace("MARK\"", "MA")), true),
        (format!("{}{}{}", row(1), row(1), "\u{1A}"), false),
        (format!("{}x,{}\u{1A}", row(1), row(2)), false),
        (format!("{}\u{1A}\r\n{}", row(1), row(2)), false),
    ] {
        let got = four(&main);
        assert_eq!(matches!(got, Err(ListError::Truncated { .. })), truncated, "{main}: {got:?}");
        assert!(got.is_err(), "{main}");
    }
    let whole = format!("{}\u{1A}", row(1));
    let nothing = [file("sdn", &whole), file("add", "\u{1A}"), file("alt", ""), file("c", "\u{1A}")];
    let nothing = ofac::parse(ListFormat::OfacSdnCsv, &nothing);
    assert!(matches!(&nothing, Err(ListError::Empty { file }) if file == "alt"), "{nothing:?}");
    let unmarked = four(&row(1)).unwrap();
    let what = "a file without the mark of its end";
    assert_eq!(unmarked.report.not_understood[what].count, 1, "it is taken, and said to be so");
}

/// A UN list of one entry.
fn un(inside: &str) -> Result<Parsed, ListError> {
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\">\n\
         <INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>KPi.001 </REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
         <LISTED_ON>2009-07-16</LISTED_ON><FIRST_NAME>YUN</FIRST_NAME>{inside}</INDIVIDUAL></INDIVIDUALS><ENTITIES/>\
         </CONSOLIDATED_LIST>"
    );
    un::parse(&[file("un.xml", &text)])
}

fn un_entry(inside: &str, unknown: usize) -> Entry {
    let parsed = un(inside).unwrap();
    assert_eq!(parsed.report.unknowns(), unknown, "{inside}: {:?}", parsed.report.not_understood);
    parsed.entries[0].clone()
}

#[test]
fn un_identity() {
    let parsed = un("<SECOND_NAME>HO-\nJIN </SECOND_NAME>").unwrap();
    assert_eq!(parsed.published_on, Some(date("2026-02-27")));
    let entry = &parsed.entries[0];
    assert_eq!((entry.list.as_str(), entry.id.as_str(), entry.kind), ("UN-1718", "KPi.001", Kind::Person));
    assert_eq!(entry.names[0].text, "YUN HO- JIN");
    assert_eq!(entry.listed.map(|l| (l.from, l.to)), Some((date("2009-07-16"), date("2009-07-16"))));
}

#[test]
fn un_births() {
    let birth = |inside: &str| format!("<INDIVIDUAL_DATE_OF_BIRTH>{inside}</INDIVIDUAL_DATE_OF_BIRTH>");
    for (inside, want, unknown) in [
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1944-10-13</DATE>", Some(("1944-10-13", "1944-10-13")), 0),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1938</YEAR>", Some(("1938-01-01", "1938-12-31")), 0),
        ("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1970</YEAR>", Some(("1968-01-01", "1972-12-31")), 0),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1967</FROM_YEAR><TO_YEAR>1969</TO_YEAR>",
            Some(("1967-01-01", "1969-12-31")),
            0,
        ),
        (
            "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR><NOTE>Approximately</NOTE>",
            Some(("1953-01-01", "1960-12-31")),
            0,
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973</NOTE>", Some(("1973-11-01", "1973-11-30")), 0),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>August 1961</NOTE>", Some(("1961-08-01", "1961-08-31")), 0),
        (
            "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Between Aug. and Sep. 1977</NOTE>",
            Some(("1977-08-01", "1977-09-30")),
            0,
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1958</YEAR><NOTE>Sep.</NOTE>", Some(("1958-09-01", "1958-09-30")), 0),
        (
            "<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1979-03-03</DATE><NOTE>from false passport</NOTE>",
            Some(("1979-03-03", "1979-03-03")),
            0,
        ),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>24/06/1402 (Hijri Calendar)</NOTE>", None, 1),
        ("<TYPE_OF_DATE/>", None, 0),
        ("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1944-13-13</DATE>", None, 1),
    ] {
        let entry = un_entry(&birth(inside), unknown);
        let got: Vec<_> =
            entry.births.iter().map(|Birth { from, to, .. }| (from.to_string(), to.to_string())).collect();
        let want: Vec<_> = want.into_iter().map(|(from, to)| (from.to_owned(), to.to_owned())).collect();
        assert_eq!(got, want, "{inside}");
    }
}

#[test]
fn un_aliases() {
    let alias = |quality: &str, name: &str| {
        format!("<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME></INDIVIDUAL_ALIAS>")
    };
    for (quality, name, want, unknown) in [
        ("Good", "Yun Ho-chin", vec![("Yun Ho-chin", NameQuality::Strong)], 0),
        ("Low", "Ho", vec![("Ho", NameQuality::Weak)], 0),
        ("f.k.a.", "A &amp; B&#39;s", vec![("A & B's", NameQuality::Former)], 0),
        ("a.k.a.", "\"KOMID\"", vec![("KOMID", NameQuality::Strong)], 0),
        (
            "Good",
            "One; Two;  a) Three",
            vec![("One", NameQuality::Strong), ("Two", NameQuality::Strong), ("Three", NameQuality::Strong)],
            0,
        ),
        (
            "",
            "One; Two b) Three; Four",
            vec![
                ("One", NameQuality::Strong),
                ("Two", NameQuality::Strong),
                ("Three", NameQuality::Strong),
                ("Four", NameQuality::Strong),
            ],
            0,
        ),
        (
            "Good",
            "جبهة النصرة (the Victory Front; Al-Nusra Front)",
            vec![
                ("جبهة النصرة", NameQuality::Strong),
                ("the Victory Front", NameQuality::Strong),
                ("Al-Nusra Front", NameQuality::Strong),
            ],
            0,
        ),
        ("Low", "Abu (original script: Абу)", vec![("Abu", NameQuality::Weak), ("Абу", NameQuality::Weak)], 0),
        ("Good", "Al Qaida (AQ)", vec![("Al Qaida (AQ)", NameQuality::Strong)], 0),
        ("", "", vec![], 0),
        ("Fair", "Four", vec![("Four", NameQuality::Strong)], 1),
    ] {
        let entry = un_entry(&alias(quality, name), unknown);
        let got: Vec<_> = entry.names.iter().skip(1).map(|n| (n.text.as_str(), n.quality)).collect();
        assert_eq!(got, want, "{quality} {name}");
    }
    let own = "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>X Y</ALIAS_NAME><DATE_OF_BIRTH>10 Dec 1948</DATE_OF_BIRTH>\
               <CITY_OF_BIRTH>Nampo</CITY_OF_BIRTH></INDIVIDUAL_ALIAS>";
    let entry = un_entry(own, 0);
    assert_eq!((entry.births.len(), entry.birth_places.as_slice()), (1, ["Nampo".to_owned()].as_slice()));
}

#[test]
fn un_notes_on_aliases() {
    let noted = |note: &str| {
        format!(
            "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>X Y</ALIAS_NAME><NOTE>{note}</NOTE></INDIVIDUAL_ALIAS>"
        )
    };
    let cell =
        "Safia Hadad, born 1 Jan. 1953 (Oman passport no.03825239, date of issue 4 May 2014, expiry 3 May 2024.)";
    let entry = un_entry(
        &format!("<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{cell}</ALIAS_NAME></INDIVIDUAL_ALIAS>"),
        0,
    );
    let got =
        (entry.names.last().map(|name| name.text.as_str()), entry.documents.first().map(|one| one.number.as_str()));
    assert_eq!(got, (Some("Safia Hadad"), Some("03825239")));
    let entry = un_entry(&noted("original script: Абу Банат"), 0);
    assert_eq!(entry.names.last().map(|name| name.text.as_str()), Some("Абу Банат"));
    let entry = un_entry(&noted("born in 1955, passport number TR024417 issued 20 Dec.\n2003 by nobody"), 0);
    let got: Vec<_> = entry.documents.iter().map(|document| (document.kind, document.number.as_str())).collect();
    assert_eq!(got, [(DocumentKind::Passport, "TR024417")]);
}

#[test]
fn un_comments() {
    for (text, sex, number) in [
        ("Gender: male. Review.", Some("Male"), None),
        ("Gender: Male INTERPOL", Some("Male"), None),
        ("Gender [Male]. INTERPOL", Some("Male"), None),
        ("Gender: female. Review", Some("Female"), None),
        ("Gender unknown", None, None),
        ("SWIFT: DCBKKPPY. Daedong", None, Some("DCBKKPPY")),
        ("SWIFT/BIC: KUDBKPPY", None, Some("KUDBKPPY")),
        ("IMO Number: 5342883. The", None, Some("5342883")),
        ("the International Maritime Organization (IMO) Number: 1790183.", None, Some("1790183")),
        ("Company Number IMO 5434358.", None, Some("5434358")),
        ("a SWIFT movement of troops", None, None),
    ] {
        let entry = un_entry(&format!("<COMMENTS1>{text}</COMMENTS1>"), 0);
        let numbers: Vec<_> = entry.documents.iter().map(|document| document.number.as_str()).collect();
        assert_eq!((entry.gender.as_deref(), numbers), (sex, number.into_iter().collect()), "{text}");
    }
}

#[test]
fn un_documents() {
    let document = |kind: &str, number: &str| {
        format!(
            "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>{kind}</TYPE_OF_DOCUMENT><NUMBER>{number}</NUMBER>\
             <ISSUING_COUNTRY>Democratic People's Republic of Korea</ISSUING_COUNTRY></INDIVIDUAL_DOCUMENT>"
        )
    };
    for (kind, number, want, read, unknown) in [
        ("Passport", " 381310014", DocumentKind::Passport, "381310014", 0),
        ("Numéro de passeport ", "381420754", DocumentKind::Passport, "381420754", 0),
        ("Número de pasaporte", "381420754", DocumentKind::Passport, "381420754", 0),
        ("National Identification\n      Number", "1-2", DocumentKind::NationalId, "12", 0),
        ("Passport", "381110042 (Expired 25 Jan. 2016)", DocumentKind::Passport, "381110042", 0),
        ("Passport", "Diplomatic Passport: Z30321794", DocumentKind::Passport, "Z30321794", 0),
        ("Passport", "R00012098, North Korea", DocumentKind::Passport, "R00012098", 0),
        ("Library card", "77777", DocumentKind::Other, "77777", 1),
    ] {
        let entry = un_entry(&document(kind, number), unknown);
        let got = &entry.documents[0];
        assert_eq!((got.kind, got.number.as_str()), (want, read), "{kind}");
        assert_eq!(got.country.unwrap().as_str(), "KP");
    }
    assert_eq!(un_entry("<INDIVIDUAL_DOCUMENT/>", 0).documents, []);
    for (cells, number, country, unknown) in [
        ("<NOTE>Tunisian passport number L 191609 issued on 28 Feb. 1996</NOTE>", Some("L191609"), Some("TN"), 0),
        (
            "<TYPE_OF_DOCUMENT2>Afghan card (tazkira) number 545167</TYPE_OF_DOCUMENT2><NOTE>issued in 1974</NOTE>",
            Some("545167"),
            Some("AF"),
            0,
        ),
        ("<NUMBER>Libyan passport No. 513519</NUMBER>", Some("513519"), Some("LY"), 0),
        ("<NOTE>issued in 1993, under name Somebody</NOTE>", None, None, 1),
    ] {
        let cells =
            format!("<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>{cells}</INDIVIDUAL_DOCUMENT>");
        let entry = un_entry(&cells, unknown);
        let got = entry.documents.first();
        let issuer = got.and_then(|one| one.country).map(|country| country.to_string());
        assert_eq!((got.map(|one| one.number.as_str()), issuer.as_deref()), (number, country), "{cells}");
    }
    assert_eq!(un_entry("<HAT_SIZE>7</HAT_SIZE>", 1).documents, [], "an element nobody knows is counted");
}

#[test]
fn un_damage_is_refused() {
    let whole = "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27\"><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>A\
                 </REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><FIRST_NAME>X</FIRST_NAME></INDIVIDUAL></INDIVIDUALS>\
                 </CONSOLIDATED_LIST>";
    let parse = |text: &str| un::parse(&[file("un.xml", text)]);
    assert!(parse(whole).is_ok());
    for cut in (1..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
        assert!(parse(&whole[..cut]).is_err(), "cut at {cut}");
    }
    for (text, says) in [
        (whole.replace("REFERENCE_NUMBER", "NUMBER"), "REFERENCE_NUMBER"),
        (whole.replace("<FIRST_NAME>X</FIRST_NAME>", ""), "no name"),
        (whole.replace("DPRK", ""), "UN_LIST_TYPE"),
        (whole.replace("2026-02-27", "27 February"), "dateGenerated"),
        (whole.replace(">X<", ">&boom;<"), "entity"),
        (whole.replace(">X<", ">X\u{19}Y<"), "control characters"),
        (whole.replace("</INDIVIDUAL>", "</ENTITY>"), "well-formed"),
        (format!("<!DOCTYPE a>{whole}"), "document type"),
        (whole.replace("CONSOLIDATED_LIST", "export"), "root"),
        (whole.replace("</INDIVIDUAL>", "</INDIVIDUAL><INDIVIDUAL><REFERENCE_NUMBER>A</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><FIRST_NAME>Y</FIRST_NAME></INDIVIDUAL>"), "twice"),
    ] {
        let error = parse(&text).unwrap_err().to_string();
        assert!(error.contains(says) && error.contains("un.xml"), "{says}: {error}");
    }
}

/// An EU list of one entity.
fn eu(inside: &str) -> Result<Parsed, ListError> {
    let text = format!(
        "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-11-26T10:00:00.000+01:00\">\n\
         <sanctionEntity logicalId=\"13\" euReferenceNumber=\"EU.27.28\" unitedNationId=\"\" designationDate=\"\">\
         <subjectType code=\"person\" classificationCode=\"P\"/>{inside}</sanctionEntity></export>"
    );
    eu::parse(&[file("eu.xml", &text)])
}

const REGULATION: &str = "<regulation programme=\"PRK\" publicationDate=\"2017-08-31\" numberTitle=\"2017/1509\"/>";

#[test]
fn eu_names() {
    for (name, text, quality) in [
        ("wholeName=\"Ri  Yong Gil\" strong=\"true\"", "Ri Yong Gil", NameQuality::Primary),
        ("firstName=\"Yong Gil\" lastName=\"Ri\" wholeName=\"\" strong=\"true\"", "Yong Gil Ri", NameQuality::Primary),
        ("wholeName=\"Weak One\" strong=\"false\"", "Weak One", NameQuality::Weak),
    ] {
        let parsed = eu(&format!("{REGULATION}<nameAlias {name}/><nameAlias wholeName=\"\"/>")).unwrap();
        let entry = &parsed.entries[0];
        assert_eq!((entry.names[0].text.as_str(), entry.names[0].quality, entry.names.len()), (text, quality, 1));
        assert_eq!(parsed.report.unknowns(), 0);
    }
    let misspelt = "<nameAlias wholeName=\"A B\" strong=\"true\"/><nameAlias wholeName=\"C D\" strong=\"true\"><remark>Lo quality a.k.a.</remark></nameAlias>";
    let entry = &eu(&format!("{REGULATION}{misspelt}")).unwrap().entries[0];
    assert_eq!(entry.names[1].quality, NameQuality::Weak);
}

#[test]
fn eu_programmes_are_lists() {
    let name = "<nameAlias wholeName=\"A B\" strong=\"true\"/>";
    let two = "<regulation programme=\"HR\" publicationDate=\"2021-03-22\"/><regulation programme=\"HR\" publicationDate=\"2021-12-01\"/>";
    let parsed = eu(&format!("{two}{REGULATION}<regulation programme=\"SDN X\"/>{name}")).unwrap();
    let lists: Vec<_> =
        parsed.entries.iter().map(|entry| (entry.list.as_str(), entry.programmes[0].as_str())).collect();
    assert_eq!(lists, [("EU-GHR", "HR"), ("EU-DPRK", "PRK"), ("EU-SDNX", "SDN X")]);
    assert_eq!(
        parsed.entries[0].listed.unwrap().to,
        date("2021-03-22"),
        "on the day of the oldest regulation, or before"
    );
    assert!(eu(name).is_err(), "no programme");
    assert!(eu(REGULATION).is_err(), "no name");
}

#[test]
fn eu_births_documents_and_countries() {
    let inside = "<nameAlias wholeName=\"A B\" strong=\"true\"/>\
        <birthdate birthdate=\"1962-02-18\" year=\"1962\" circa=\"false\" calendarType=\"GREGORIAN\" city=\"Nampo\"/>\
        <birthdate birthdate=\"\" year=\"1965\" circa=\"true\" calendarType=\"GREGORIAN\"/>\
        <birthdate birthdate=\"\" year=\"1966\" monthOfYear=\"2\" circa=\"false\"/>\
        <birthdate birthdate=\"\" yearRangeFrom=\"1957\" yearRangeTo=\"1960\" circa=\"false\"/>\
        <birthdate birthdate=\"\" calendarType=\"ISLAMIC\" year=\"1380\"/>\
        <citizenship countryIso2Code=\"CS\"/><citizenship countryIso2Code=\"00\" countryDescription=\"UNKNOWN\"/>\
        <identification identificationTypeCode=\"passport\" number=\"PS 472310168\" knownFalse=\"false\" countryIso2Code=\"KP\"/>\
        <identification identificationTypeCode=\"passport\" number=\"111111\" knownFalse=\"true\" countryIso2Code=\"KP\"/>\
        <identification identificationTypeCode=\"id\" number=\"Ration Card no. 0094195\"/>\
        <identification identificationTypeCode=\"amulet\" number=\"222222\"/>";
    let parsed = eu(&format!("{REGULATION}{inside}")).unwrap();
    let entry = &parsed.entries[0];
    let births: Vec<_> = entry.births.iter().map(|b| (b.from.to_string(), b.certainty)).collect();
    assert_eq!(
        births,
        [
            ("1962-02-18".to_owned(), Certainty::Day),
            ("1963-01-01".to_owned(), Certainty::Circa),
            ("1966-02-01".to_owned(), Certainty::Period),
            ("1957-01-01".to_owned(), Certainty::Range),
        ]
    );
    assert_eq!(entry.countries.iter().map(ToString::to_string).collect::<Vec<_>>(), ["RS"]);
    assert_eq!(entry.documents.iter().map(|d| d.known_false).collect::<Vec<_>>(), [false, true, false, false]);
    assert_eq!(entry.documents[2].number, "0094195");
    let unknown: Vec<_> = parsed.report.not_understood.keys().copied().collect();
    assert_eq!(unknown, ["a calendar", "a type of document"]);
}

#[test]
fn files_are_bounded_utf8_and_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xml");
    let read = |path: PathBuf| {
        let place = Place::Path(path);
        let source =
            ListSource { format: ListFormat::UnXml, place, published_on: None, sample: false, max_age_days: None };
        source::read(&source).and_then(|(files, day)| Snapshot::read(source.format, files, day, date("2026-11-26")))
    };
    assert!(matches!(read(path.clone()), Err(ListError::Unreadable { .. })));
    std::fs::write(&path, b"<a>\xff</a>").unwrap();
    assert!(matches!(read(path.clone()), Err(ListError::NotUtf8 { offset: 3, .. })));
    std::fs::File::create(&path).unwrap().set_len(source::FILE_BYTES_MAX + 1).unwrap();
    assert!(matches!(read(path), Err(ListError::TooLarge { .. })));
}
