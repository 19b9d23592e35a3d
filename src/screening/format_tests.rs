use std::fmt::Write as _;

use super::{
    Certainty, DocumentKind, Entry, Kind, ListError, ListFormat, NameQuality, RawFile, Snapshot, real_lists_tests::real,
};
use crate::domain::{Date, ListId};

const TODAY: Date = Date::of(2026, 11, 26);

fn read(format: ListFormat, text: &str) -> Result<Snapshot, ListError> {
    let file = RawFile { name: "list".into(), bytes: text.into() };
    Snapshot::read(format, vec![file], Some(Date::of(2022, 5, 13)), TODAY)
}

/// All entries, in the order of lists.
fn entries(snapshot: &Snapshot) -> Vec<&Entry> {
    snapshot.lists().flat_map(|(_, entries)| entries).collect()
}

/// An entry in one line: list, id, kind, names by quality, births, countries, documents, programmes, days.
fn line(entry: &Entry) -> String {
    let mut text = format!("{} {} {:?}", entry.list, entry.id, entry.kind);
    for name in &entry.names {
        write!(text, " | {:?} {}", name.quality, name.text).unwrap();
    }
    for birth in &entry.births {
        write!(text, " | born {}..{} {:?}", birth.from, birth.to, birth.certainty).unwrap();
    }
    for country in &entry.countries {
        write!(text, " | {country}").unwrap();
    }
    for document in &entry.documents {
        let issuer = document.country.map(|country| country.to_string()).unwrap_or_default();
        let known_false = if document.known_false { " false" } else { "" };
        write!(text, " | {:?} {} {issuer}{known_false}", document.kind, document.number).unwrap();
    }
    write!(text, " | {}", entry.programmes.join("+")).unwrap();
    for (what, days) in [("listed", entry.listed), ("delisted", entry.delisted)] {
        if let Some(days) = days {
            write!(text, " | {what} {}..{}", days.from, days.to).unwrap();
        }
    }
    text
}

/// The entries of a list, one line each, and what was not understood.
fn check(format: ListFormat, text: &str, want: &[&str], not_understood: &[&str]) -> Snapshot {
    let snapshot = read(format, text).unwrap_or_else(|error| panic!("{error}"));
    let got: Vec<_> = entries(&snapshot).into_iter().map(line).collect();
    assert_eq!(got, want, "{:?}", snapshot.report());
    let unknown: Vec<_> = snapshot.report().not_understood.keys().copied().collect();
    assert_eq!(unknown, not_understood, "{:?}", snapshot.report().not_understood);
    snapshot
}

/// Each text is refused, and the message says this.
fn refused(format: ListFormat, table: &[(String, &str)]) {
    for (text, says) in table {
        let error = read(format, text).map(|snapshot| snapshot.size()).unwrap_err().to_string();
        assert!(error.contains(says) && error.contains("list"), "{says}: {error}");
    }
}

/// A file that is cut anywhere is refused.
fn never_cut(format: ListFormat, text: &str) {
    for cut in (1..text.len()).filter(|at| text.is_char_boundary(*at)) {
        assert!(read(format, &text[..cut]).is_err(), "cut at {cut}");
    }
}

const SDN_XML: &str = "<?xml version=\"1.0\"?><sdnList xmlns=\"http://tempuri.org/sdnList.xsd\"><publshInformation>\
<Publish_Date>07/01/2021</Publish_Date><Record_Count>2</Record_Count></publshInformation>\
<sdnEntry><uid>7</uid><firstName>Tong-chol</firstName><lastName>KIM</lastName><title>Major</title>\
<sdnType>Individual</sdnType><remarks>(Linked To: BANK OF A)</remarks><programList><program>DPRK3</program><program>NPWMD</program></programList>\
<idList><id><uid>1</uid><idType>Passport</idType><idNumber>563410108</idNumber><idCountry>Korea, North</idCountry></id>\
<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>\
<id><uid>3</uid><idType>Secondary sanctions risk:</idType><idNumber>section 510.201</idNumber></id></idList>\
<akaList><aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>KIMBO</lastName></aka>\
<aka><uid>5</uid><type>f.k.a.</type><category>strong</category><lastName>KIM</lastName><firstName>Old</firstName></aka></akaList>\
<addressList><address><uid>6</uid><city>Pyongyang</city><country>Korea, North</country></address></addressList>\
<citizenshipList><citizenship><uid>8</uid><country>Syria</country><mainEntry>true</mainEntry></citizenship></citizenshipList>\
<dateOfBirthList><dateOfBirthItem><uid>9</uid><dateOfBirth>circa 1965</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>\
<placeOfBirthList><placeOfBirthItem><uid>10</uid><placeOfBirth>Nampo</placeOfBirth></placeOfBirthItem></placeOfBirthList></sdnEntry>\
<sdnEntry><uid>8</uid><lastName>CHON MYONG 1</lastName><sdnType>Vessel</sdnType><programList><program>DPRK4</program></programList>\
<idList><id><uid>1</uid><idType>Vessel Registration Identification</idType><idNumber>IMO 8712362</idNumber></id></idList>\
<vesselInfo><vesselFlag>Korea, North</vesselFlag></vesselInfo></sdnEntry></sdnList>";

#[test]
fn ofac_xml() {
    let snapshot = check(
        ListFormat::OfacSdnXml,
        SDN_XML,
        &[
            "OFAC-SDN 7 Person | Primary KIM Tong-chol | Weak KIMBO | Former KIM Old | born 1963-01-01..1967-12-31 Circa | KP | SY \
             | Passport 563410108 KP | DPRK3+NPWMD",
            "OFAC-SDN 8 Vessel | Primary CHON MYONG 1 | KP | Imo 8712362  | DPRK4",
        ],
        &[],
    );
    assert_eq!(snapshot.published_on(), Date::of(2021, 7, 1));
    let kim = entries(&snapshot)[0];
    assert_eq!((kim.linked_to.as_slice(), kim.gender.as_deref()), (["BANK OF A".to_owned()].as_slice(), Some("Male")));
    let cons = SDN_XML.replace("DPRK3", "UKRAINE-EO13662").replace("DPRK4", "NS-PLC").replace("NPWMD", "NS-PLC");
    let cons = (cons, read(ListFormat::OfacConsXml, SDN_XML).unwrap_err().to_string());
    assert_eq!(entries(&read(ListFormat::OfacConsXml, &cons.0).unwrap())[0].list.as_str(), "OFAC-CONS");
    assert!(cons.1.contains("was given as `ofac_cons`"), "another list, whatever the form: {}", cons.1);
    refused(ListFormat::OfacSdnXml, &[(cons.0, "was given as `ofac_sdn`")]);
    never_cut(ListFormat::OfacSdnXml, SDN_XML);
    refused(
        ListFormat::OfacSdnXml,
        &[
            (SDN_XML.replace("<Record_Count>2", "<Record_Count>3"), "Record_Count"),
            (SDN_XML.replace("07/01/2021", "2021-07-01"), "MM/DD/YYYY"),
            (SDN_XML.replace("<uid>8</uid><lastName>", "<uid>7</uid><lastName>"), "twice"),
            (SDN_XML.replace("<lastName>CHON MYONG 1</lastName>", ""), "no name"),
            (SDN_XML.replace("<uid>7</uid>", "<uid>seven</uid>"), "digits"),
        ],
    );
}

const ADVANCED: &str = "<?xml version=\"1.0\"?><Sanctions xmlns=\"http://www.un.org/sanctions/1.0\">\
<DateOfIssue CalendarTypeID=\"1\"><Year>2026</Year><Month>6</Month><Day>2</Day></DateOfIssue><ReferenceValueSets>\
<AliasTypeValues><AliasType ID=\"1400\">A.K.A.</AliasType><AliasType ID=\"1401\">F.K.A.</AliasType><AliasType ID=\"1403\">Name</AliasType></AliasTypeValues>\
<CountryValues><Country ID=\"11082\" ISO2=\"KP\">Korea, North</Country></CountryValues>\
<DetailReferenceValues><DetailReference ID=\"91526\">Male</DetailReference></DetailReferenceValues>\
<FeatureTypeValues><FeatureType ID=\"8\">Birthdate</FeatureType><FeatureType ID=\"9\">Place of Birth</FeatureType>\
<FeatureType ID=\"10\">Nationality Country</FeatureType><FeatureType ID=\"13\">SWIFT/BIC</FeatureType><FeatureType ID=\"224\">Gender</FeatureType></FeatureTypeValues>\
<IDRegDocTypeValues><IDRegDocType ID=\"1571\">Passport</IDRegDocType></IDRegDocTypeValues>\
<ListValues><List ID=\"1550\">SDN List</List><List ID=\"1551\">Sectoral Sanctions Identifications List</List></ListValues>\
<PartySubTypeValues><PartySubType ID=\"3\" PartyTypeID=\"2\">Unknown</PartySubType><PartySubType ID=\"4\" PartyTypeID=\"1\">Unknown</PartySubType></PartySubTypeValues>\
<PartyTypeValues><PartyType ID=\"1\">Individual</PartyType><PartyType ID=\"2\">Entity</PartyType></PartyTypeValues>\
<SanctionsTypeValues><SanctionsType ID=\"1\">Program</SanctionsType><SanctionsType ID=\"1705\">Block</SanctionsType></SanctionsTypeValues>\
<ValidityValues><Validity ID=\"1\">Valid</Validity><Validity ID=\"2\">Fraudulent</Validity></ValidityValues></ReferenceValueSets>\
<Locations><Location ID=\"25\"><LocationCountry CountryID=\"11082\"/></Location></Locations>\
<IDRegDocuments><IDRegDocument ID=\"1\" IDRegDocTypeID=\"1571\" IdentityID=\"70\" IssuedBy-CountryID=\"11082\" ValidityID=\"1\"><IDRegistrationNo>563410108</IDRegistrationNo></IDRegDocument>\
<IDRegDocument ID=\"2\" IDRegDocTypeID=\"1571\" IdentityID=\"70\" ValidityID=\"2\"><IDRegistrationNo>111</IDRegistrationNo></IDRegDocument></IDRegDocuments>\
<DistinctParties><DistinctParty FixedRef=\"7\"><Profile ID=\"7\" PartySubTypeID=\"4\"><Identity ID=\"70\" Primary=\"true\" False=\"false\">\
<Alias AliasTypeID=\"1400\" Primary=\"false\" LowQuality=\"true\"><DocumentedName ID=\"1\"><DocumentedNamePart><NamePartValue>KIMBO</NamePartValue></DocumentedNamePart></DocumentedName></Alias>\
<Alias AliasTypeID=\"1403\" Primary=\"true\" LowQuality=\"false\"><DocumentedName ID=\"2\"><DocumentedNamePart><NamePartValue>KIM</NamePartValue></DocumentedNamePart>\
<DocumentedNamePart><NamePartValue>Tong-chol</NamePartValue></DocumentedNamePart></DocumentedName>\
<DocumentedName ID=\"3\"><DocumentedNamePart><NamePartValue ScriptID=\"1\">김동철</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>\
<Feature FeatureTypeID=\"8\"><FeatureVersion><DatePeriod><Start Approximate=\"false\"><From><Year>1957</Year><Month>1</Month><Day>1</Day></From><To><Year>1957</Year><Month>1</Month><Day>1</Day></To></Start>\
<End Approximate=\"false\"><From><Year>1960</Year><Month>12</Month><Day>31</Day></From><To><Year>1960</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>\
<Feature FeatureTypeID=\"10\"><FeatureVersion><VersionLocation LocationID=\"25\"/></FeatureVersion></Feature>\
<Feature FeatureTypeID=\"224\"><FeatureVersion><VersionDetail DetailTypeID=\"1431\" DetailReferenceID=\"91526\"/></FeatureVersion></Feature></Profile></DistinctParty>\
<DistinctParty FixedRef=\"8\"><Profile ID=\"8\" PartySubTypeID=\"3\"><Identity ID=\"80\" Primary=\"true\" False=\"false\">\
<Alias AliasTypeID=\"1403\" Primary=\"true\" LowQuality=\"false\"><DocumentedName ID=\"4\"><DocumentedNamePart><NamePartValue>BANK, A.</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity>\
<Feature FeatureTypeID=\"13\"><FeatureVersion><VersionDetail DetailTypeID=\"1432\">KDBKKPPY</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty>\
<DistinctParty FixedRef=\"9\"><Profile ID=\"9\" PartySubTypeID=\"3\"><Identity ID=\"90\" Primary=\"true\" False=\"false\">\
<Alias AliasTypeID=\"1403\" Primary=\"true\" LowQuality=\"false\"><DocumentedName ID=\"5\"><DocumentedNamePart><NamePartValue>SECTORAL OAO</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty></DistinctParties>\
<ProfileRelationships><ProfileRelationship ID=\"1\" From-ProfileID=\"7\" To-ProfileID=\"8\" RelationTypeID=\"1555\"/></ProfileRelationships>\
<SanctionsEntries><SanctionsEntry ID=\"1\" ProfileID=\"7\" ListID=\"1550\"><EntryEvent ID=\"1\"><Date><Year>2016</Year><Month>3</Month><Day>16</Day></Date></EntryEvent>\
<SanctionsMeasure ID=\"1\" SanctionsTypeID=\"1705\"/><SanctionsMeasure ID=\"2\" SanctionsTypeID=\"1\"><Comment>DPRK3</Comment></SanctionsMeasure></SanctionsEntry>\
<SanctionsEntry ID=\"2\" ProfileID=\"8\" ListID=\"1550\"><SanctionsMeasure ID=\"3\" SanctionsTypeID=\"1\"><Comment>DPRK4</Comment></SanctionsMeasure></SanctionsEntry>\
<SanctionsEntry ID=\"3\" ProfileID=\"9\" ListID=\"1551\"><SanctionsMeasure ID=\"4\" SanctionsTypeID=\"1\"><Comment>UKRAINE-EO13662</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries></Sanctions>";

#[test]
fn ofac_advanced_xml() {
    let others = ["a party that no entry puts on the list", "an entry of another list"];
    let snapshot = check(
        ListFormat::OfacSdnAdvancedXml,
        ADVANCED,
        &[
            "OFAC-SDN 7 Person | Primary KIM Tong-chol | Weak KIMBO | Strong 김동철 | born 1957-01-01..1960-12-31 Range | KP \
             | Passport 563410108 KP | Passport 111  false | DPRK3 | listed 2016-03-16..2016-03-16",
            "OFAC-SDN 8 Entity | Primary BANK, A. | Bic KDBKKPPY  | DPRK4",
        ],
        &others,
    );
    assert_eq!(snapshot.published_on(), Date::of(2026, 6, 2));
    let kim = entries(&snapshot)[0];
    assert_eq!((kim.linked_to.as_slice(), kim.gender.as_deref()), (["BANK, A.".to_owned()].as_slice(), Some("Male")));
    check(
        ListFormat::OfacConsAdvancedXml,
        ADVANCED,
        &["OFAC-CONS 9 Entity | Primary SECTORAL OAO | UKRAINE-EO13662"],
        &others,
    );
    never_cut(ListFormat::OfacSdnAdvancedXml, ADVANCED);
    refused(
        ListFormat::OfacSdnAdvancedXml,
        &[
            (ADVANCED.replace("<Year>2026</Year>", ""), "DateOfIssue"),
            (ADVANCED.replace("FixedRef=\"8\"", "FixedRef=\"7\""), "twice"),
            (ADVANCED.replace("BANK, A.", ""), "no name"),
            (ADVANCED.replace("FixedRef=\"8\"", "FixedRef=\"\""), "FixedRef"),
        ],
    );
}

#[test]
fn births_of_the_advanced_xml() {
    let period = |inside: &str| {
        let (before, rest) = ADVANCED.split_once("<DatePeriod>").unwrap();
        let (_, after) = rest.split_once("</DatePeriod>").unwrap();
        format!("{before}<DatePeriod>{inside}</DatePeriod>{after}")
    };
    let day = |y: &str, m: &str, d: &str| format!("<Year>{y}</Year><Month>{m}</Month><Day>{d}</Day>");
    for (inside, want) in [
        (
            format!("<Start><From>{}</From></Start>", day("1944", "10", "13")),
            Some(("1944-10-13", "1944-10-13", Certainty::Day)),
        ),
        ("<Start><From><Year>1938</Year></From></Start>".into(), Some(("1938-01-01", "1938-12-31", Certainty::Period))),
        (
            "<Start><From><Year>1938</Year><Month>2</Month></From></Start>".into(),
            Some(("1938-02-01", "1938-02-28", Certainty::Period)),
        ),
        (
            format!(
                "<Start Approximate=\"true\"><From>{}</From></Start><End><To>{}</To></End>",
                day("1970", "1", "1"),
                day("1970", "12", "31")
            ),
            Some(("1968-01-01", "1972-12-31", Certainty::Circa)),
        ),
        ("<Start><From><Year>0</Year></From></Start>".into(), None),
        (format!("<Start><From>{}</From></Start>", day("1944", "13", "13")), None),
    ] {
        let snapshot = read(ListFormat::OfacSdnAdvancedXml, &period(&inside)).unwrap();
        let births: Vec<_> = entries(&snapshot)[0].births.iter().map(|b| (b.from, b.to, b.certainty)).collect();
        let date = |text| Date::read(text).unwrap();
        let want: Vec<_> = want.into_iter().map(|(from, to, how)| (date(from), date(to), how)).collect();
        assert_eq!(births, want, "{inside}");
        let unknown = snapshot.report().not_understood.contains_key("a date of birth");
        assert_eq!(unknown, want.is_empty(), "{inside}");
    }
}

const CSL_HEADER: &str = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,\
standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,\
vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\r\n";

#[test]
fn us_csl_csv() {
    let rows = [
        "7,Specially Designated Nationals (SDN) - Treasury Department,7,Individual,DPRK3; NPWMD,\"KIM, Tong-chol\",Major,\"Nampo, KP; KP\",,,,,,,,,,,,,\
         (Linked To: X),u,\"KIM, Old; and KIMBO\",KP,1936; 1957 to 1960,SY,Nampo,u,\"KP, 563410108, Passport; PK, 2013-09-09, 2008-09-09, 4117921, Passport; SY, D000000483, Diplomatic, Passport; Male, Gender; Secondary sanctions risk:\"",
        "18792,Sectoral Sanctions Identifications List (SSI) - Treasury Department,18792,Entity,UKRAINE-EO13662,90 ZAVOD,,\"Moscow, RU\",,,,,,,,,,,,,,u,,,,,,u,\
         \"5030056754, Tax ID No.\"",
        "deb7,Denied Persons List (DPL) - Bureau of Industry and Security,,,,I. ASH,,,68 F.R.,2003-06-19,2056-06-29,Y,,,,,,,,,UPDATED,u,,,,,,u,",
        "x1,Moon List,,Entity,,LUNA,,,,,,,,,,,,,,,,u,,,,,,u,",
    ];
    let text = format!("{CSL_HEADER}{}\r\n", rows.join("\r\n"));
    let snapshot = check(
        ListFormat::UsCslCsv,
        &text,
        &[
            "US-CSL-DPL deb7 Entity | Primary I. ASH |  | listed 2003-06-19..2003-06-19 | delisted 2056-06-29..2056-06-29",
            "US-CSL-MoonList x1 Entity | Primary LUNA | ",
            "US-CSL-SDN 7 Person | Primary KIM Tong-chol | Strong KIM Old | Strong KIMBO | born 1936-01-01..1936-12-31 Period \
             | born 1957-01-01..1960-12-31 Range | KP | SY | Passport 563410108 KP | Passport 4117921 PK | Passport D000000483 SY | DPRK3+NPWMD",
            "US-CSL-SSI 18792 Entity | Primary 90 ZAVOD | RU | Tax 5030056754  | UKRAINE-EO13662",
        ],
        &["a source list"],
    );
    let known: Vec<_> = entries(&snapshot).iter().map(|entry| entry.kind_known).collect();
    assert_eq!(known, [false, true, true, true], "who does not say what it is speaks against nobody");
    assert_eq!(snapshot.published_on(), Date::of(2022, 5, 13), "it does not say when: the day beside it counts");
    let twice = read(ListFormat::UsCslCsv, &format!("{text}{}\r\n", rows[1].replace("-EO13662", "-EO13685"))).unwrap();
    assert_eq!((twice.size(), entries(&twice)[3].programmes.len()), (4, 2), "two programmes are two rows");
    refused(
        ListFormat::UsCslCsv,
        &[
            (text.replace("entity_number", "number"), "entity_number"),
            (format!("{text}7,twice"), "stops in the middle"),
            (text.replace("\r\ndeb7", "\r\nshort,row\r\ndeb7"), "line 4"),
            (text.replace("\r\ndeb7,", "\r\n,"), "_id"),
            (text.replace(",I. ASH,", ",,"), "name"),
        ],
    );
}

const UK_2016: &str = "Last Updated,12/02/2016\r\nName 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,Nationality,\
Passport Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,\
Group Type,Alias Type,Regime,Listed On,Last Updated,Group ID\r\n\
KIM,Tong,Chol,,,,Dr,00/00/1943,Nampo,,North Korean,(1) A-333602 (Indian) issued on 4 June 1985 (2) S335026 (False Indonesian),Ration card no. 1729765,,,,,,,,,China,x,\
Individual,AKA,North Korea (Democratic People\u{2019}s Republic of Korea),24/04/2013,20/01/2015,7087\r\n\
KIM,Tong-chol,,,,,,13/01/1954,,,(1) Libyan (2) Atlantean,,,,,,,,,,,,,\
Individual,Prime Alias,North Korea (Democratic People\u{2019}s Republic of Korea),24/04/2013,20/01/2015,7087\r\n\
OLD NAME,,,,,,,,,,,,,,,,,,,,,Syria,,Entity,FKA,Syria,05/05/2004,20/01/2015,8\r\n\
NEW NAME,,,,,,,,,,,,,,,,,,,,,Syria,,Entity,Prime Alias,Syria,05/05/2004,20/01/2015,8\r\n";

#[test]
fn uk_csv_of_2016() {
    let snapshot = check(
        ListFormat::UkCsv,
        UK_2016,
        &[
            "UK-DPRK 7087 Person | Primary KIM Tong-chol | Strong KIM Tong Chol | born 1943-01-01..1943-12-31 Period \
             | born 1954-01-13..1954-01-13 Day | CN | KP | LY | Passport A333602 IN | Passport S335026 ID false | NationalId 1729765  \
             | North Korea (Democratic People\u{2019}s Republic of Korea) | listed 2013-04-24..2013-04-24",
            "UK-Syria 8 Entity | Primary NEW NAME | Former OLD NAME | SY | Syria | listed 2004-05-05..2004-05-05",
        ],
        &["a country"],
    );
    assert_eq!(snapshot.published_on(), Date::of(2016, 2, 12));
    refused(
        ListFormat::UkCsv,
        &[
            (UK_2016.replace("12/02/2016", "soon"), "day of publication"),
            (UK_2016.replace("Group ID", "Number"), "Group ID"),
            (UK_2016.replace(",7087", ","), "no id"),
            (UK_2016.replace("OLD NAME", "").replace("NEW NAME", ""), "no name"),
        ],
    );
}

#[test]
fn uk_regimes_each_have_their_entry() {
    let text = format!(
        "{UK_2016}OTHER NAME,,,,,,,,,,,,,,,,,,,,,Iran,,Entity,AKA,Iran (nuclear proliferation),24/06/2008,20/01/2015,8\r\n"
    );
    let snapshot = read(ListFormat::UkCsv, &text).unwrap();
    let got: Vec<_> = entries(&snapshot).into_iter().map(line).filter(|line| line.contains(" 8 ")).collect();
    let same = "8 Entity | Primary NEW NAME | Strong OTHER NAME | Former OLD NAME | IR | SY";
    let under = [
        format!("UK-Irannuclearproliferation {same} | Iran (nuclear proliferation) | listed 2008-06-24..2008-06-24"),
        format!("UK-Syria {same} | Syria | listed 2004-05-05..2004-05-05"),
    ];
    assert_eq!(got, under);
}

#[test]
fn uk_cells_of_several_numbers() {
    for (cell, want) in [
        ("Qatari passport number (a)01020802  (b)00754833 issued 20/05/2007", vec!["01020802", "00754833"]),
        ("DG5149481 (Pakistan)Issued 22.8.2006. Passport booklet number A2815665.", vec!["DG5149481", "A2815665"]),
        ("(1) 6487 (Egypt). Issued 30 Jan 1986. (2) (Egypt). Issued 1993. (3) 388181 (Yemen).", vec!["6487", "388181"]),
    ] {
        let text = UK_2016.replace("(1) A-333602 (Indian) issued on 4 June 1985 (2) S335026 (False Indonesian)", cell);
        let snapshot = read(ListFormat::UkCsv, &text).unwrap();
        let passports = entries(&snapshot)[0].documents.iter().filter(|one| one.kind == DocumentKind::Passport);
        assert_eq!(passports.map(|one| one.number.as_str()).collect::<Vec<_>>(), want, "{cell}");
        let unknown = snapshot.report().not_understood.get("a document without a number").map_or(0, |one| one.count);
        assert_eq!(unknown, usize::from(cell.contains("Issued 1993")), "{cell}");
    }
}

#[test]
fn uk_sanctions_list() {
    let text = "Report Date: 28-Jan-2026\nLast Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,\
Alias strength,Title,Name non-latin script,Regime Name,Designation Type,Designation source,Sanctions Imposed,Address Country,Date Designated,\
D.O.B,Nationality(/ies),Passport number,IMO number\n\
01/02/2026,DPR0001,13000,KPi.001,YUN,Ho-jin,,,,,Primary Name,,,윤호진,The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019,Individual,UN,Asset freeze|Travel Ban,,16/07/2009,\
dd/mm/1944,North Korea,,\n\
01/02/2026,DPR0001,13000,KPi.001,YUN,Ho-chin,,,,,Alias,Low quality a.k.a,,,The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019,Individual,UN,Asset freeze|Travel Ban,,16/07/2009,\
dd/mm/1944,North Korea,,\n\
01/02/2026,RUS9,,,OCEAN STAR,,,,,,Primary Name,,,,The Russia (Sanctions) (EU Exit) Regulations 2019,Ship,UK,Prohibition of port entry,,10/05/2024,,,,9123456\n";
    check(
        ListFormat::UkCsv,
        text,
        &[
            "UK-DPRK DPR0001 Person | Primary YUN Ho-jin | Strong 윤호진 | Weak YUN Ho-chin | born 1944-01-01..1944-12-31 Period | KP \
             | The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019 | listed 2009-07-16..2009-07-16",
            "UK-Russia:no-freeze RUS9 Vessel | Primary OCEAN STAR | Imo 9123456  | The Russia (Sanctions) (EU Exit) Regulations 2019 \
             | listed 2024-05-10..2024-05-10",
        ],
        &[],
    );
}

#[test]
fn eu_whole_xml() {
    let text = "<?xml version=\"1.0\"?><WHOLE Date=\"11/02/2016\"><ENTITY Id=\"13\" Type=\"P\" legal_basis=\"a\" reg_date=\"2013-07-07\" programme=\"PRK\" remark=\"x\">\
<NAME Id=\"1\" programme=\"PRK\" reg_date=\"2009-07-08\"><LASTNAME>Ri</LASTNAME><FIRSTNAME>Yong</FIRSTNAME><WHOLENAME>Ri Yong</WHOLENAME><GENDER>M</GENDER></NAME>\
<NAME Id=\"2\" programme=\"PRK\" reg_date=\"2013-07-07\"><WHOLENAME>Ri Yong</WHOLENAME></NAME>\
<BIRTH Id=\"1\" programme=\"PRK\" reg_date=\"2009-07-08\"><DATE>1958 - 1963 (approximative)</DATE><PLACE>Nampo</PLACE><COUNTRY>PRK</COUNTRY></BIRTH>\
<BIRTH Id=\"2\" programme=\"PRK\" reg_date=\"2009-07-08\"><DATE>1961</DATE></BIRTH><BIRTH Id=\"3\" programme=\"PRK\" reg_date=\"2009-07-08\"><DATE>1924-02-21</DATE></BIRTH>\
<CITIZEN Id=\"1\" programme=\"PRK\" reg_date=\"2009-07-08\"><COUNTRY>PRK</COUNTRY></CITIZEN><CITIZEN Id=\"2\" programme=\"PRK\" reg_date=\"2009-07-08\"><COUNTRY>YUG</COUNTRY></CITIZEN>\
<PASSPORT Id=\"1\" programme=\"PRK\" reg_date=\"2009-07-08\"><NUMBER>AD001095 (passport-National passport) ((passport))</NUMBER></PASSPORT>\
</ENTITY></WHOLE>";
    let snapshot = check(
        ListFormat::EuWholeXml,
        text,
        &[
            "EU-DPRK 13 Person | Primary Ri Yong | born 1956-01-01..1965-12-31 Circa | born 1961-01-01..1961-12-31 Period \
           | born 1924-02-21..1924-02-21 Day | KP | Passport AD001095  | PRK | listed 1993-11-01..2009-07-08",
        ],
        &["a country"],
    );
    assert_eq!(snapshot.published_on(), Date::of(2016, 2, 11));
    never_cut(ListFormat::EuWholeXml, text);
    refused(ListFormat::EuWholeXml, &[(text.replace("11/02/2016", "11.2.2016"), "DD/MM/YYYY")]);
}

/// Found by fuzzing: a slip in the year of a regulation made an interval that ended before it began.
#[test]
fn a_regulation_from_before_the_union_is_not_understood() {
    let text = "<?xml version=\"1.0\"?><WHOLE Date=\"11/02/2016\"><ENTITY Id=\"13\" Type=\"P\" programme=\"PRK\">\
<NAME Id=\"1\" programme=\"PRK\" reg_date=\"1008-08-31\"><WHOLENAME>Ri Yong</WHOLENAME></NAME>\
<NAME Id=\"2\" programme=\"PRK\" reg_date=\"2013-07-07\"><WHOLENAME>Ri Yong Ho</WHOLENAME></NAME></ENTITY></WHOLE>";
    let listed = "EU-DPRK 13 Person | Primary Ri Yong | Strong Ri Yong Ho | PRK | listed 1993-11-01..2013-07-07";
    check(ListFormat::EuWholeXml, text, &[listed], &["a regulation from before there was any"]);
    let alone = text.replace("2013-07-07", "1008-08-31");
    let unlisted = "EU-DPRK 13 Person | Primary Ri Yong | Strong Ri Yong Ho | PRK";
    check(ListFormat::EuWholeXml, &alone, &[unlisted], &["a regulation from before there was any"]);
}

/// A row of the EU's CSV with these cells.
fn eu_row(cells: &[(usize, &str)]) -> String {
    let mut row = vec![String::new(); 118];
    for (at, text) in cells {
        row[*at] = format!("\"{text}\"");
    }
    row.join(";")
}

fn eu_csv(rows: &[&[(usize, &str)]]) -> String {
    let names = [
        (0, "fileGenerationDate"),
        (1, "Entity_LogicalId"),
        (14, "Entity_Regulation_Programme"),
        (16, "NameAlias_LastName"),
        (34, "Address_City"),
        (54, "BirthDate_BirthDate"),
        (78, "Identification_Number"),
        (106, "Citizenship_CountryIso2Code"),
    ];
    let mut header = vec!["other".to_owned(); 118];
    for (at, name) in names {
        name.clone_into(&mut header[at]);
    }
    let entity: [(usize, &str); 7] =
        [(0, "28/10/2022"), (1, "13"), (2, "EU.27.28"), (7, "P"), (8, "person"), (11, "2017-08-31"), (14, "PRK")];
    let rows: Vec<_> = rows.iter().map(|cells| eu_row(&[&entity, *cells].concat())).collect();
    format!("\u{FEFF}{}\n{}\n", header.join(";"), rows.join("\n"))
}

#[test]
fn eu_fsf_csv() {
    let text = eu_csv(&[
        &[(16, "Ri"), (17, "Yong"), (19, "Ri Yong"), (21, "M")],
        &[(19, "Weakling"), (26, "Low quality alias")],
        &[(54, "1944-10-13"), (65, "Nampo")],
        &[(57, "1950"), (60, "true")],
        &[(78, "563410108"), (81, "false"), (90, "passport"), (93, "KP")],
        &[(78, "111"), (81, "true"), (90, "passport"), (93, "KP")],
        &[(106, "KP")],
    ]);
    let snapshot = check(
        ListFormat::EuFsfCsv,
        &text,
        &[
            "EU-DPRK EU.27.28 Person | Primary Ri Yong | Weak Weakling | born 1944-10-13..1944-10-13 Day | born 1948-01-01..1952-12-31 Circa \
           | KP | Passport 563410108 KP | Passport 111 KP false | PRK | listed 1993-11-01..2017-08-31",
        ],
        &[],
    );
    assert_eq!(snapshot.published_on(), Date::of(2022, 10, 28));
    let many: Vec<Vec<(usize, String)>> = (0..200).map(|n| vec![(19, format!("Name {n}"))]).collect();
    let many: Vec<Vec<(usize, &str)>> =
        many.iter().map(|row| row.iter().map(|(at, text)| (*at, text.as_str())).collect()).collect();
    let whole = eu_csv(&many.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let last = whole.trim_end().rfind('\n').unwrap() + 1;
    let with = |row: &str| format!("{}{row}\n{}", &whole[..last], &whole[last..]);
    let broken = read(ListFormat::EuFsfCsv, &with("28/10/2022;13;cut")).unwrap();
    assert_eq!(broken.report().not_understood["a broken row"].count, 1, "counted, and said");
    assert_eq!(entries(&broken)[0].names.len(), 200);
    refused(
        ListFormat::EuFsfCsv,
        &[
            (format!("{text}28/10/2022;13;cut\n"), "stops in the middle"),
            (format!("{whole}28/10/2022;13;cut"), "stops in the middle"),
            (with("28/10/2022;14;cut"), "no other one is about the entity `14`"),
            (text.replacen("\n\"28", "\n28/10/2022;13;cut\n\"28", 1), "broken"),
            (text.replace(";NameAlias_LastName", ";NameAlias_FirstName"), "NameAlias_LastName"),
            (text.replace("other;", ""), "columns"),
            (text.replace("28/10/2022", "soon"), "fileGenerationDate"),
        ],
    );
}

#[test]
fn open_sanctions_json() {
    let lines = [
        r#"{"id":"s1","schema":"Sanction","datasets":["us_ofac_sdn"],"properties":{"entity":["Q1"],"programId":["DPRK3"],"listingDate":["2016-03-16"]}}"#,
        r#"{"id":"Q1","caption":"Kim","schema":"Person","datasets":["us_ofac_sdn","eu_fsf","wd_peps"],"properties":{"name":["Kim Tong-chol","김동철"],
           "weakAlias":["Kimbo"],"previousName":["Kim Old"],"birthDate":["1944","1950-02"],"nationality":["kp"],"idNumber":["77"],"gender":["male"]}}"#,
        r#"{"id":"s2","schema":"Sanction","datasets":["eu_fsf"],"properties":{"entity":["Q1"],"program":["PRK"],"startDate":["2013"],"endDate":["2020-01-01"]}}"#,
        r#"{"id":"p1","schema":"Passport","datasets":["eu_fsf"],"properties":{"holder":["Q1"],"number":["563410108"],"country":["kp"]}}"#,
        r#"{"id":"v1","schema":"Vessel","datasets":["us_ofac_sdn"],"properties":{"name":["CHON MYONG 1"],"imoNumber":["8712362"],"flag":["kp"]}}"#,
        r#"{"id":"s3","schema":"Sanction","datasets":["us_ofac_sdn"],"properties":{"entity":["v1"]}}"#,
        r#"{"id":"Q2","schema":"Person","datasets":["wd_peps"],"properties":{"name":["A Politician"]}}"#,
        r#"{"id":"o1","schema":"Ownership","datasets":["wd_peps"],"properties":{"owner":["Q2"]}}"#,
        r#"{"id":"s4","schema":"Sanction","datasets":["b"],"properties":{"entity":["c1"],"program":["A","B"]}}"#,
        r#"{"id":"c1","schema":"Company","datasets":["b"],"properties":{"name":["MINING CO"],"abbreviation":["KOMID"],"hoof":["x","y"],"legalForm":["SA"]}}"#,
        r#"{"id":"p2","schema":"Identification","datasets":["b"],"properties":{"holder":["c1","v1"],"number":["AB12345","CD67890"],"country":["xx"]}}"#,
        r#"{"id":"p3","schema":"Passport","datasets":["b"],"properties":{"number":["EF12345"]}}"#,
        r#"{"id":"u1","schema":"Unicorn","datasets":["wd_peps"],"properties":{}}"#,
    ]
    .map(|line| line.replace('\n', " "));
    let text = format!("{}\n", lines.join("\n"));
    let snapshot = check(
        ListFormat::OpenSanctionsJson,
        &text,
        &[
            "OS-b c1 Entity | Primary MINING CO | Weak KOMID | Other AB12345  | Other CD67890  | A+B",
            "OS-eu_fsf Q1 Person | Primary Kim Tong-chol | Strong 김동철 | Former Kim Old | Weak Kimbo | born 1944-01-01..1944-12-31 Period \
             | born 1950-02-01..1950-02-28 Period | KP | NationalId 77  | Passport 563410108 KP | PRK | listed 2013-01-01..2013-12-31 \
             | delisted 2020-01-01..2020-01-01",
            "OS-us_ofac_sdn Q1 Person | Primary Kim Tong-chol | Strong 김동철 | Former Kim Old | Weak Kimbo | born 1944-01-01..1944-12-31 Period \
             | born 1950-02-01..1950-02-28 Period | KP | NationalId 77  | Passport 563410108 KP | DPRK3 | listed 2016-03-16..2016-03-16",
            "OS-us_ofac_sdn v1 Vessel | Primary CHON MYONG 1 | KP | Imo 8712362  | Other AB12345  | Other CD67890  | ",
        ],
        &[
            "a country of a document",
            "a document of nobody",
            "a number that is none, or too short to be compared",
            "a property",
            "a schema",
        ],
    );
    assert_eq!(snapshot.report().left_out["an entity that no sanction is about"], 1, "a politician is on no list");
    refused(
        ListFormat::OpenSanctionsJson,
        &[
            (text.trim_end().trim_end_matches('}').to_owned(), "stops in the middle"),
            (format!("{text}[1]\n"), "line 14"),
            (text.replace("\"id\":\"v1\"", "\"id\":\"Q1\""), "twice"),
            (text.replace("\"schema\":\"Sanction\"", "\"schema\":\"Address\""), "no entries"),
        ],
    );
}

#[test]
fn hostile_files_cost_little_and_are_refused() {
    let un = |inside: &str| format!("<CONSOLIDATED_LIST dateGenerated=\"2026-01-01\">{inside}</CONSOLIDATED_LIST>");
    let entry = |inside: &str| {
        un(&format!(
            "<INDIVIDUAL><REFERENCE_NUMBER>A</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><FIRST_NAME>X</FIRST_NAME>{inside}</INDIVIDUAL>"
        ))
    };
    let mut names = String::new();
    for n in 0..60_000 {
        write!(names, "<INDIVIDUAL_ALIAS><ALIAS_NAME>N{n}</ALIAS_NAME></INDIVIDUAL_ALIAS>").unwrap();
    }
    let attributes = (0..100).fold(String::new(), |all, n| format!("{all} a{n}=\"\""));
    refused(
        ListFormat::UnXml,
        &[
            (entry(&"<A>".repeat(100_000)), "nested"),
            (entry(&"<A/>".repeat(300_000)), "elements"),
            (un(&"<A/>".repeat(300_000)), "elements"),
            (entry(&names), "more than 2000 names"),
            (entry(&format!("<A{attributes}/>")), "attributes"),
        ],
    );
    let row = "1,\"a";
    refused(
        ListFormat::UsCslCsv,
        &[
            (format!("{CSL_HEADER}{row}{}", "x".repeat(3 << 20)), "bytes"),
            (format!("{CSL_HEADER}{}", "1\r\n".repeat(100_000)), "cells"),
        ],
    );
    refused(
        ListFormat::OpenSanctionsJson,
        &[("[".repeat(200_000), "line 1"), (format!("{{\"id\":\"{}\"}}", "x".repeat(5 << 20)), "bytes")],
    );
}

/// What a format's real file holds, and how much of it was not understood.
fn check_real(format: ListFormat, bytes: Vec<u8>, entries: usize, not_understood_max: usize) -> Snapshot {
    let file = RawFile { name: "list".into(), bytes };
    let start = std::time::Instant::now();
    let snapshot = Snapshot::read(format, vec![file], Some(Date::of(2022, 5, 13)), TODAY).unwrap();
    let report = snapshot.report();
    println!(
        "{} in {:?}: {:?}, {} births, {} documents",
        format.name(),
        start.elapsed(),
        report.names,
        report.births,
        report.documents
    );
    for (what, unknown) in &report.not_understood {
        println!("  not understood: {what}: {} e.g. {:?}", unknown.count, unknown.examples);
    }
    println!("  left out: {:?}", report.left_out);
    assert_eq!(snapshot.size(), entries);
    assert!(report.unknowns() <= not_understood_max, "{} not understood", report.unknowns());
    snapshot
}

#[test]
fn the_real_us_csl() {
    let Some(folder) = real("the_real_us_csl") else { return };
    let packed = folder.join("us-csl-2022-05/consolidated.csv.gz");
    let unpacked = std::process::Command::new("gzip").arg("-dc").arg(packed).output().unwrap();
    let snapshot = check_real(ListFormat::UsCslCsv, unpacked.stdout, 14_159, 700);
    let sizes: Vec<_> = snapshot.lists().map(|(list, entries)| (list.as_str(), entries.len())).collect();
    assert_eq!(
        sizes,
        [
            ("US-CSL-CAP", 52),
            ("US-CSL-CMIC", 68),
            ("US-CSL-DPL", 462),
            ("US-CSL-DTC", 727),
            ("US-CSL-EL", 2_001),
            ("US-CSL-FSE", 3),
            ("US-CSL-ISN", 163),
            ("US-CSL-MBS", 17),
            ("US-CSL-MEU", 71),
            ("US-CSL-PLC", 78),
            ("US-CSL-SDN", 10_026),
            ("US-CSL-SSI", 290),
            ("US-CSL-UVL", 201),
        ]
    );
    let sdn: ListId = "US-CSL-SDN".parse().unwrap();
    let of_dprk = |entry: &&Entry| entry.programmes.iter().any(|programme| programme.starts_with("DPRK"));
    assert_eq!(snapshot.entries(&sdn).iter().filter(of_dprk).count(), 428);
    let persons = snapshot.entries(&sdn).iter().filter(|entry| entry.kind == Kind::Person);
    assert!(persons.filter(|entry| !entry.births.is_empty()).count() > 4_500);
}

#[test]
fn the_real_old_lists_of_the_eu_and_the_uk() {
    let Some(folder) = real("the_real_old_lists_of_the_eu_and_the_uk") else { return };
    let eu = std::fs::read(folder.join("eu-legacy-2016/eu_whole_2016-02-11_subset.xml")).unwrap();
    // 595 entities; some stand under two programmes, and on the list of each.
    let snapshot = check_real(ListFormat::EuWholeXml, eu, 703, 60);
    let ids: std::collections::BTreeSet<_> = entries(&snapshot).into_iter().map(|entry| &entry.id).collect();
    assert_eq!(ids.len(), 595);
    assert_eq!(snapshot.published_on(), Date::of(2016, 2, 11));
    assert!(snapshot.report().documents >= 130);
    let uk = std::fs::read(folder.join("uk-legacy-2016/ofsi_conlist_2016-02-12_subset.csv")).unwrap();
    // 463 groups; one stands under three regimes, one under two.
    let snapshot = check_real(ListFormat::UkCsv, uk, 466, 60);
    assert_eq!(snapshot.published_on(), Date::of(2016, 2, 12));
    let false_ones = entries(&snapshot).into_iter().flat_map(|entry| &entry.documents).filter(|d| d.known_false);
    assert!(false_ones.count() >= 1);
    let dprk: ListId = "UK-DPRK".parse().unwrap();
    assert!(!snapshot.entries(&dprk).is_empty());
    let weak = entries(&snapshot).into_iter().flat_map(|entry| &entry.names).filter(|n| n.quality == NameQuality::Weak);
    assert_eq!(weak.count(), 0, "the form of 2016 has no strengths");
    let passports = entries(&snapshot).into_iter().flat_map(|entry| &entry.documents);
    assert!(passports.filter(|d| d.kind == DocumentKind::Passport).count() > 50);
}

/// Whatever bytes change, a file is read or refused: nothing panics and nothing takes long.
#[test]
fn altered_files_are_read_or_refused() {
    let csl = format!(
        "{CSL_HEADER}1,Entity List (EL),,Entity,,LUNA,,\"A, KP\",,2020-01-01,,,,,,,,,,,x,,\"B; and C\",KP,1936; 1957 to 1960,SY,N,u,\"KP, 5, Passport\"\r\n"
    );
    let eu = eu_csv(&[&[(19, "Ri Yong"), (26, "Low quality")], &[(54, "1944-10-13")], &[(78, "5"), (90, "passport")]]);
    let ftm = "{\"id\":\"s\",\"schema\":\"Sanction\",\"datasets\":[\"a\"],\"properties\":{\"entity\":[\"Q\"],\"startDate\":[\"2013\"]}}\n\
               {\"id\":\"Q\",\"schema\":\"Person\",\"datasets\":[\"a\"],\"properties\":{\"name\":[\"Kim\"],\"birthDate\":[\"1944-02\"]}}\n";
    let mut random = fastrand::Rng::with_seed(7);
    for (format, text) in [
        (ListFormat::OfacSdnXml, SDN_XML),
        (ListFormat::OfacSdnAdvancedXml, ADVANCED),
        (ListFormat::UkCsv, UK_2016),
        (ListFormat::UsCslCsv, csl.as_str()),
        (ListFormat::EuFsfCsv, eu.as_str()),
        (ListFormat::OpenSanctionsJson, ftm),
    ] {
        let (mut taken, mut refused) = (0, 0);
        for _ in 0..600 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(0..bytes.len());
                match random.u8(0..4) {
                    0 => bytes[at] = random.u8(..),
                    1 => drop(bytes.remove(at)),
                    2 => bytes.insert(at, *random.choice(b"\"<>&;,/0-9\n{}[]").unwrap()),
                    _ => bytes.extend_from_within(at..(at + 40).min(bytes.len())),
                }
            }
            let file = RawFile { name: "list".into(), bytes };
            match Snapshot::read(format, vec![file], Some(Date::of(2022, 5, 13)), TODAY) {
                Ok(_) => taken += 1,
                Err(_) => refused += 1,
            }
        }
        println!("{}: {taken} taken, {refused} refused", format.name());
        assert!(taken > 0 && refused > 0, "{}: both happen", format.name());
    }
}
