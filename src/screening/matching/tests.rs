use std::collections::BTreeMap;

use proptest::prelude::*;

use super::Retrieval;
use crate::{
    domain::{Date, ListId},
    screening::{
        Band, BirthRelation, Cause, Comparison, DocumentKind, Hit, Kind, Likeness, ListFormat, ListSource, Lists, Mode,
        NameQuality, Parameters, Place, Screened, Sex, Subject, SubjectIdentifier, SubjectName, WeakAliases, sample,
    },
};

const TODAY: Date = Date::of(2026, 11, 26);

fn id(text: &str) -> ListId {
    text.parse().unwrap()
}

fn sample() -> Lists {
    Lists::sample(0, TODAY)
}

fn named<'a>(names: &'a [SubjectName<'a>]) -> Subject<'a> {
    Subject { id: "p1", kind: None, sex: None, names, births: &[], identifiers: &[], country: None }
}

fn name(text: &str) -> SubjectName<'_> {
    SubjectName { text, quality: NameQuality::Primary }
}

/// Entries and bands of a name against a list.
fn found(lists: &Lists, list: &str, subject: &Subject<'_>) -> Vec<(String, Band)> {
    match lists.screen(&id(list), subject) {
        Screened::Hits(hits) => hits.into_iter().map(|hit| (hit.entry, hit.band)).collect(),
        Screened::NotScreened(cause) => panic!("not screened: {cause}"),
    }
}

fn best(lists: &Lists, list: &str, text: &str) -> Option<(String, Band)> {
    found(lists, list, &named(&[name(text)])).into_iter().next()
}

/// A list of bodies and persons made up for one test, as OFAC would publish it.
fn made_up(entries: &[(&str, &str)]) -> Lists {
    let null = "-0- ";
    let row = |(at, (name, kind)): (usize, &(&str, &str))| {
        let kind = if kind.is_empty() { null.to_owned() } else { format!("\"{kind}\"") };
        format!("{},\"{name}\",{kind},\"TEST\",{}\r\n", at + 1, [null; 8].join(","))
    };
    of_rows(entries.iter().enumerate().map(row).collect())
}

/// A list of OFAC's form of these rows.
fn of_rows(rows: String) -> Lists {
    let main = rows + "\u{1A}";
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let files = vec![("sdn.csv", leak(main)), ("add.csv", "\u{1A}"), ("alt.csv", "\u{1A}"), ("c.csv", "\u{1A}")];
    let lists = Lists::load(
        &[ListSource {
            format: ListFormat::OfacSdnCsv,
            place: Place::Embedded(Box::leak(files.into_boxed_slice())),
            published_on: Some(TODAY),
            sample: false,
            max_age_days: None,
        }],
        100,
        TODAY,
    );
    for status in lists.status() {
        assert!(status.outcome.is_ok(), "{:?}", status.outcome);
    }
    lists
}

#[test]
fn samples_load_whole() {
    let lists = sample();
    let entries: BTreeMap<_, _> = lists.status().map(|status| (status.id.to_string(), status.entries)).collect();
    assert_eq!(entries["OFAC-SDN"], 37);
    assert_eq!(entries["UN-1718"], 35);
    assert!(entries["EU-DPRK"] >= 25, "{entries:?}");
    assert_eq!(entries["EU-GHR"], 3);
    for status in lists.status() {
        let report = status.outcome.as_ref().unwrap();
        assert_eq!(report.unknowns(), 0, "{}: {:?}", status.id, report.not_understood);
        assert!(status.sample && !status.stale && status.digest.is_some());
    }
    assert!(lists.entries(&id("UN-1718")).iter().all(|entry| entry.listed.is_some()));
    assert!(lists.entries(&id("OFAC-SDN")).iter().all(|entry| entry.listed.is_none()));
}

#[test]
fn every_entry_of_the_samples_finds_itself() {
    let lists = sample();
    for list in ["OFAC-SDN", "UN-1718", "EU-DPRK", "EU-GHR"] {
        for entry in lists.entries(&id(list)) {
            for printed in entry.names.iter().filter(|name| name.quality != NameQuality::Weak) {
                let names = [name(&printed.text)];
                let hits = found(&lists, list, &named(&names));
                let own = hits.iter().find(|(found, _)| *found == entry.id);
                assert_eq!(own.map(|(_, band)| *band), Some(Band::Strong), "{list} {}: {hits:?}", printed.text);
            }
        }
    }
}

/// Pairs of our own: spellings of names on the samples.
#[test]
fn spellings_of_listed_names_are_found() {
    let lists = sample();
    for (list, text, entry, least) in [
        ("UN-1718", "Kim Young Chol", "KPi.024", Band::Strong),
        ("UN-1718", "Kim Yeong-cheol", "KPi.024", Band::Strong),
        ("UN-1718", "KIM YONGCHOL", "KPi.024", Band::Strong),
        ("UN-1718", "Gim Yong Chol", "KPi.024", Band::Strong),
        ("UN-1718", "김영철", "KPi.024", Band::Strong),
        ("UN-1718", "Yong Chol Kim", "KPi.024", Band::Strong),
        ("UN-1718", "Ким Ён Чхоль", "KPi.024", Band::Strong),
        ("UN-1718", "Ким Ён-чхоль", "KPi.024", Band::Strong),
        ("UN-1718", "Kim Tong-ch'o'l", "KPi.068", Band::Strong),
        ("UN-1718", "Kim Dong-chol", "KPi.068", Band::Strong),
        ("UN-1718", "리원호", "KPi.033", Band::Strong),
        ("UN-1718", "Lee Won Ho", "KPi.033", Band::Strong),
        ("UN-1718", "Baek Chang Ho", "KPi.006", Band::Strong),
        ("UN-1718", "Choi Hwi", "KPi.042", Band::Strong),
        ("OFAC-SDN", "Choi Bu Il", "20120", Band::Strong),
        ("OFAC-SDN", "Bak Jin-hyeok", "24918", Band::Strong),
        ("OFAC-SDN", "Korea General Corp. for External Construction", "19611", Band::Strong),
        ("OFAC-SDN", "Mansudae Overseas Projects Group", "20578", Band::Possible),
        ("OFAC-SDN", "Mansoodae Art Studio", "20578", Band::Possible),
        ("OFAC-SDN", "Chol Hyon Overseas Construction Co.", "23084", Band::Strong),
        ("OFAC-SDN", "NAM GANG CONSTRUCTION CO., LTD.", "19612", Band::Strong),
        ("OFAC-SDN", "Korea Namgang Trading Corp", "27383", Band::Strong),
        ("OFAC-SDN", "МОКРАН ООО", "30083", Band::Strong),
        ("EU-GHR", "Jong Kyong Thaek", "9000031", Band::Strong),
    ] {
        let got = best(&lists, list, text);
        let got_band = got.as_ref().filter(|(found, _)| found == entry).map(|(_, band)| *band);
        assert!(got_band.is_some_and(|band| band <= least), "{list} {text}: {got:?}");
    }
}

#[test]
fn other_people_and_firms_are_not() {
    let lists = sample();
    for (list, text) in [
        ("UN-1718", "Kim Yong Su"),
        ("UN-1718", "Kim Chol"),
        ("UN-1718", "Kim Yong"),
        ("UN-1718", "Kim Myong Chol"),
        ("UN-1718", "Pak Yong Chol"),
        ("UN-1718", "Ri Won Il"),
        ("OFAC-SDN", "Hyundai Engineering and Construction"),
        ("OFAC-SDN", "Korea Trading Corporation"),
        ("OFAC-SDN", "Overseas Construction Company"),
        ("OFAC-SDN", "General Trading Co."),
        ("OFAC-SDN", "Doha Labour Services WLL"),
        ("UN-1718", "Office 38"),
    ] {
        let got = best(&lists, list, text);
        assert!(got.as_ref().is_none_or(|(_, band)| *band == Band::Weak), "{list} {text}: {got:?}");
    }
}

/// A listed name, and one of a party: the band of that entry, or none.
fn band_of(listed: &str, kind: &str, text: &str) -> Option<Band> {
    // Other entries around it, as on any list, so that common words are common.
    let others: Vec<_> = (0..40).map(|at| format!("BODY{at} TRADING COMPANY")).collect();
    let mut entries = vec![(listed, kind)];
    entries.extend(others.iter().map(|name| (name.as_str(), "")));
    best(&made_up(&entries), "OFAC-SDN", text).filter(|(entry, _)| entry == "1").map(|(_, band)| band)
}

fn is_found(listed: &str, kind: &str, text: &str, least: Band) {
    let band = band_of(listed, kind, text);
    assert!(band.is_some_and(|band| band <= least), "{listed} / {text}: {band:?}");
}

fn is_no_match(listed: &str, kind: &str, text: &str) {
    let band = band_of(listed, kind, text);
    assert!(band.is_none_or(|band| band == Band::Weak), "{listed} / {text}: {band:?}");
}

/// Failures that users of other screeners met, each a test of its own.
mod regressions {
    use super::{Band, is_found, is_no_match};

    #[test]
    fn dots_in_a_legal_form() {
        is_found("SIS D.O.O.", "", "SIS DOO", Band::Strong);
        is_found("SIS DOO", "", "SIS d.o.o.", Band::Strong);
    }

    #[test]
    fn a_legal_form_joined_to_its_name() {
        is_found("JSC ARGUMENT", "", "JSCARGUMENT", Band::Strong);
        is_found("JSCARGUMENT", "", "JSC Argument", Band::Strong);
    }

    #[test]
    fn a_number_for_a_name() {
        is_no_match("11420 CORP.", "", "BELLETECH CORP");
        is_no_match("11420 CORP.", "", "11421 Corp");
        is_no_match("APT38", "", "APT37");
    }

    #[test]
    fn a_given_name_that_is_a_firm() {
        is_no_match("EMMA LLC", "", "emma daniels");
    }

    #[test]
    fn something_beside_the_whole_name() {
        for (listed, kind, text, least) in [
            ("BOUT, Viktor", "individual", "Viktor Bout Jr.", Band::Strong),
            ("BOUT, Viktor", "individual", "c/o Viktor Bout", Band::Possible),
            ("BOUT, Viktor", "individual", "Zorvane Viktor Bout Quelmar", Band::Possible),
            ("BOUT, Viktor", "individual", "VIKTOR BOUT 1967", Band::Weak),
            ("MAHAN AIR", "", "Mahan Air Dubai Branch", Band::Weak),
            ("KOREA MINING DEVELOPMENT TRADING CORPORATION", "", "Korea Mining Development Trading Dalian", Band::Weak),
        ] {
            is_found(listed, kind, text, least);
        }
    }

    #[test]
    fn a_word_between_the_words_of_a_name() {
        is_no_match("KIM, Yong Chol", "individual", "Kim Su Yong Chol");
        is_no_match("CHON MYONG 8", "vessel", "CHON MYONG 9 Zorvane");
        is_no_match("HORIZON", "vessel", "Horizon Trading LLC");
    }

    #[test]
    fn a_generic_word_after_the_name() {
        is_found("TALIBAN", "", "TALIBAN ORGANIZATION", Band::Possible);
        is_found("AL-QA'IDA", "", "AL-QAIDA NETWORK", Band::Possible);
        is_found("AL-QA'IDA NETWORK", "", "AL-QAIDA NETWORK", Band::Strong);
    }

    #[test]
    fn a_shortened_legal_form() {
        is_found("LUKOIL OIL COMPANY", "", "LUKOIL OIL COMP", Band::Strong);
        is_found("TECHNOLOGY AND SERVICES GROUP BARZAN", "", "Tech & Srvces Grp Barzan", Band::Strong);
    }

    #[test]
    fn letters_for_a_name() {
        is_no_match("SHENZHEN PLASTICS COMPANY", "", "A-B-C Company");
        is_no_match("BODY TRADING COMPANY", "", "A-B-C Company");
    }

    #[test]
    fn a_shorter_spelling_of_a_given_name() {
        is_found("SMITH, John", "individual", "Jon Smith", Band::Strong);
        is_found("SMITH, William", "individual", "Bill Smith", Band::Strong);
    }

    #[test]
    fn given_and_family_name_exchanged() {
        is_found("SMITH, John", "individual", "Smith John", Band::Strong);
        is_found("JONES, Smith", "individual", "Smith Jones", Band::Strong);
        is_found("KIM, Yong Chol", "individual", "Yong Chol Kim", Band::Strong);
    }

    #[test]
    fn one_common_word() {
        is_no_match("KHAMIS, Al Gaddafi", "individual", "Khamis Al");
    }

    #[test]
    fn breves_and_apostrophes_of_mccune_and_reischauer() {
        is_found("KIM, Tong-ch'o'l", "individual", "Kim Tong Chol", Band::Strong);
        is_found("KIM, Tong-ch'o'l", "individual", "Kim Dong-cheol", Band::Strong);
        is_no_match("KIM, Tong-ch'o'l", "individual", "Kim Yong Chol");
    }

    #[test]
    fn another_number_of_a_vessel() {
        is_no_match("CHON MYONG NO. 8", "vessel", "CHON MYONG NO. 6");
        is_found("CHON MYONG NO. 8", "vessel", "Chon Myong 8", Band::Strong);
    }

    #[test]
    fn a_patronymic_left_out_and_another_one() {
        is_found("IVANOV, Ivan Petrovich", "individual", "Ivan Ivanov", Band::Possible);
        is_no_match("IVANOV, Ivan Petrovich", "individual", "Ivan Sergeevich Ivanov");
    }

    #[test]
    fn a_slip_in_a_word_that_bodies_share() {
        is_found("RUNGRIN COMPANY LTD.", "", "RUNGRIN COMANY LTD.", Band::Possible);
        is_found("AL-AKHTAR TRUST INTERNATIONAL", "", "AL-AKHTAR TURST INTERNATIONAL", Band::Possible);
        is_found("ACCESOS ELECTRONICOS S.A.DE C.V.", "", "ACCESOS ELEECTRONICOS S.A.DE C.V.", Band::Possible);
        is_no_match("ARGO 1", "vessel", "First Agro Co Ltd");
    }

    #[test]
    fn letters_with_dots_are_no_syllables() {
        // `Manaure Sa` could be a person's name in Korean, where no letter may differ.
        is_found("MANAURE S.A.", "", "MANURE S.A.", Band::Possible);
        is_found("BOLSAK E.U.", "", "BOLAK E.U.", Band::Possible);
    }

    #[test]
    fn two_syllables_that_are_chinese_as_well() {
        for (listed, text) in [("HE, Yi", "Li Hai"), ("MA LI", "Ma Yi"), ("P'U, LI", "Li Bo"), ("TIAN, Yi", "Li Tian")]
        {
            is_no_match(listed, "individual", text);
            is_found(listed, "individual", listed, Band::Strong);
        }
        is_no_match("HUJI", "", "Hu Ji");
        is_found("RI, Yong", "individual", "Li Yong", Band::Possible);
        is_found("RI, Yong", "individual", "Lee Young", Band::Possible);
        is_found("KIM, Chol", "individual", "Gim Cheol", Band::Possible);
    }

    #[test]
    fn a_word_that_begins_with_a_vowel() {
        is_no_match("IZADI, Saeed", "individual", "Saeed Ziyad");
        is_no_match("AL-ASSAD, Aneesa", "individual", "Seydou Ansah");
        is_found("GHALI, Brahim", "individual", "Ibrahim Ghali", Band::Possible);
    }

    #[test]
    fn a_family_name_that_looks_like_a_legal_form() {
        is_no_match("ROSHAN SHIRKAT", "", "Roshan KC");
    }

    #[test]
    fn letters_of_arabic_script_that_are_read_in_more_than_one_way() {
        for (listed, text) in [
            ("NOORZAI, Mohammad Saqib", "محمد ثاقب نورزى"),
            ("THAQIB, Mohammad", "محمد ثاقب"),
            ("FAZAL RAHIM", "فضل رحيم"),
            ("KATHIM, Rashid Taan", "رشيد طعان كاظم"),
            ("ABO GHAITH, Sulaiman Jassem", "سليمان جاسم أبوغيث"),
            ("AL-AZZAWI, Hikmat Mizban", "حكمت مزبان العزاوي"),
            ("AKHUND, Mohammad Essa", "محمد عیسی آخوند"),
            ("GUL AGHA ISHAKZAI", "كُل آغا اسحاقزی"),
            ("CHAUDHRY, Aamir Ali", "عامر علی چوہدری"),
        ] {
            is_found(listed, "individual", text, Band::Possible);
        }
        is_no_match("NASIR, Mohammad", "individual", "محمد نذير");
    }

    #[test]
    fn one_word_two_firms() {
        is_no_match("GALAX TRADING CO., LTD.", "", "Orion Trading Co. Ltd");
        is_found("VOLKSWAGEN, Erika", "individual", "Erika Volkswagn", Band::Possible);
    }
}

#[test]
fn a_weak_alias_raises_no_hit_alone_and_confirms_one() {
    let lists = sample();
    let genco = [name("GENCO")];
    assert_eq!(found(&lists, "OFAC-SDN", &named(&genco)), []);
    let in_korea = Subject { country: Some("KP"), ..named(&genco) };
    assert_eq!(found(&lists, "OFAC-SDN", &in_korea), [("19611".to_owned(), Band::Weak)]);
    let both = [name("Korea General Corporation for External Construction"), name("GENCO")];
    let Screened::Hits(hits) = lists.screen(&id("OFAC-SDN"), &named(&both)) else { panic!() };
    assert_eq!((hits[0].band, hits[0].evidence.weak_alias.as_deref()), (Band::Strong, Some("GENCO")));
    let given_as_weak = [SubjectName { text: "Koryo Bank", quality: NameQuality::Weak }];
    let got = lists.screen(&id("OFAC-SDN"), &named(&given_as_weak));
    assert_eq!(got, Screened::NotScreened(Cause::NameUnusable));
}

/// A party by other parameters, against OFAC's sample.
fn found_by(text: &str, comparison: Comparison) -> Vec<(String, Band, u16)> {
    let names = [name(text)];
    let parameters = Parameters { comparison, ..Parameters::default() };
    let found = sample().screen_with(&id("OFAC-SDN"), &named(&names), &parameters).unwrap();
    found.hits().map(|hit| (hit.entry.clone(), hit.band, hit.score)).collect()
}

#[test]
fn weak_aliases_are_good_for_what_the_caller_says() {
    let weak = |weak_aliases| Comparison { weak_aliases, ..Comparison::default() };
    for (weak_aliases, found) in
        [(WeakAliases::Confirm, false), (WeakAliases::Count, true), (WeakAliases::Ignore, false)]
    {
        let hits = found_by("GENCO", weak(weak_aliases));
        assert_eq!(hits.iter().any(|(entry, ..)| entry == "19611"), found, "{weak_aliases:?}: {hits:?}");
    }
}

#[test]
fn the_ofac_mode_scores_as_the_search_of_ofac_would() {
    let ofac = Comparison { mode: Mode::Ofac, ..Comparison::default() };
    let hits = found_by("KOREA GENERAL CORPORATION FOR EXTERNAL CONSTRUCTION", ofac);
    assert_eq!(
        hits.first().map(|(entry, band, score)| (entry.as_str(), *band, *score)),
        Some(("19611", Band::Strong, 1000))
    );
    // A weak alias is as good as another; a name in other letters is nothing to it.
    assert!(found_by("GENCO", ofac).iter().any(|(entry, ..)| entry == "19611"));
    assert!(found_by("KIM YOUNG CHUL", ofac).len() != found_by("KIM YOUNG CHUL", Comparison::default()).len());
    let many: Vec<_> = (0..17).map(|_| name("KIM")).collect();
    let parameters = Parameters { comparison: ofac, ..Parameters::default() };
    let refused = sample().screen_with(&id("OFAC-SDN"), &named(&many), &parameters);
    assert_eq!(refused.map(|found| found.all().len()), Err(Cause::OverLimit));
}

#[test]
fn dates_of_birth_decide_between_namesakes() {
    let lists = sample();
    let names = [name("Kim Yong Chol")];
    let day = |text: &str| Date::read(text).unwrap();
    for (from, to, relation, band) in [
        ("1962-02-18", "1962-02-18", BirthRelation::Equal, Some(Band::Strong)),
        ("1962-01-01", "1962-12-31", BirthRelation::YearOnly, Some(Band::Strong)),
        ("1961-06-01", "1962-05-10", BirthRelation::Inside, Some(Band::Strong)),
        ("1991-02-18", "1991-02-18", BirthRelation::Contradicted, Some(Band::Possible)),
    ] {
        let births = [(day(from), day(to))];
        let subject = Subject { births: &births, kind: Some(Kind::Person), ..named(&names) };
        let Screened::Hits(hits) = lists.screen(&id("UN-1718"), &subject) else { panic!() };
        let hit = hits.iter().find(|hit| hit.entry == "KPi.024");
        assert_eq!(hit.map(|hit| hit.band), band, "{from}");
        assert_eq!(hit.map(|hit| hit.evidence.birth), Some(relation), "{from}");
    }
    let names = [name("Kim Jong Sik")];
    let births = [(day("1968-05-05"), day("1968-05-05"))];
    let Screened::Hits(hits) = lists.screen(&id("UN-1718"), &Subject { births: &births, ..named(&names) }) else {
        panic!()
    };
    assert_eq!(hits[0].evidence.birth, BirthRelation::Inside);
}

#[test]
fn another_sex_is_against_a_hit() {
    let lists = sample();
    let names = [name("Kim Tong-ho")];
    for (sex, band, differs) in
        [(None, Band::Strong, false), (Some(Sex::Male), Band::Strong, false), (Some(Sex::Female), Band::Possible, true)]
    {
        let Screened::Hits(hits) = lists.screen(&id("OFAC-SDN"), &Subject { sex, ..named(&names) }) else { panic!() };
        let hit = hits.iter().find(|hit| hit.entry == "21748").expect("it is found");
        assert_eq!((hit.band, hit.evidence.sex_differs), (band, differs), "{sex:?}");
        assert_eq!(hit.evidence.sentence.contains("another sex"), differs, "{}", hit.evidence.sentence);
    }
    // The list does not say it of everybody.
    let names = [name("Kim Yong Chol")];
    let hits = found(&lists, "UN-1718", &Subject { sex: Some(Sex::Female), ..named(&names) });
    assert!(hits.contains(&("KPi.024".into(), Band::Strong)), "{hits:?}");
}

#[test]
fn a_document_confirms_unless_something_contradicts() {
    let lists = sample();
    fn passport(value: &str) -> [SubjectIdentifier<'_>; 1] {
        [SubjectIdentifier { kind: DocumentKind::Passport, value, country: Some("KP") }]
    }
    let day = |text: &str| Date::read(text).unwrap();
    let check = |text: &str, value: &str, births: &[(Date, Date)], band: Band| {
        let (names, identifiers) = ([name(text)], passport(value));
        let subject = Subject { births, identifiers: &identifiers, ..named(&names) };
        let Screened::Hits(hits) = lists.screen(&id("UN-1718"), &subject) else { panic!() };
        assert_eq!(hits.first().map(|hit| (hit.entry.as_str(), hit.band)), Some(("KPi.024", band)), "{text} {value}");
    };
    check("Kim Young Chul", "472310168", &[], Band::Confirmed);
    check("Kim Young Chul", " 4723-10168 ", &[], Band::Confirmed);
    check("Kim Yong Chol", "472310168", &[(day("1991-01-01"), day("1991-01-01"))], Band::Strong);
    check("Somebody Else", "472310168", &[], Band::Strong);
    // Passports are renewed: another number says nothing against.
    check("Kim Yong Chol", "999999999", &[], Band::Strong);
    let names = [name("Ministry of Nothing")];
    let other_country = [SubjectIdentifier { kind: DocumentKind::Passport, value: "472310168", country: Some("CN") }];
    let subject = Subject { identifiers: &other_country, ..named(&names) };
    assert_eq!(lists.screen(&id("UN-1718"), &subject), Screened::Hits(vec![]));
}

/// The best hit of a party with one number on a list of OFAC's form with these remarks.
fn by_number(listed: (&str, &str, &str), party: (&str, Option<Kind>), number: (DocumentKind, &str)) -> Option<Hit> {
    let (named_so, kind, remarks) = listed;
    let null = "-0- ";
    let row = |id: u32, name: &str, kind: &str, remarks: &str| {
        format!("{id},\"{name}\",{kind},\"TEST\",{},{remarks}\r\n", [null; 7].join(","))
    };
    let quoted = |text: &str| if text.is_empty() { null.to_owned() } else { format!("\"{text}\"") };
    let others = (2..12).map(|id| row(id, &format!("BODY{id} TRADING"), null, null)).collect::<String>();
    let lists = of_rows(row(1, named_so, &quoted(kind), &quoted(remarks)) + &others);
    let names = [name(party.0)];
    let identifiers = [SubjectIdentifier { kind: number.0, value: number.1, country: None }];
    let subject = Subject { kind: party.1, identifiers: &identifiers, ..named(&names) };
    let Screened::Hits(hits) = lists.screen(&id("OFAC-SDN"), &subject) else { panic!() };
    hits.into_iter().find(|hit| hit.entry == "1")
}

#[test]
fn a_number_tells_as_much_as_it_can() {
    let ship = ("ARK", "vessel", "Vessel Registration Identification IMO 9187655; a.k.a. 'OX'.");
    let person = ("GOLUBOVIC, Blagoje", "individual", "a.k.a. 'THE CHESS PLAYER'; Passport 77588; Tax ID No. UNKNOWN.");
    let (vessel, human) = (Some(Kind::Vessel), Some(Kind::Person));
    let (imo, other, passport) = (DocumentKind::Imo, DocumentKind::Other, DocumentKind::Passport);
    for (listed, party, number, want) in [
        // A hull keeps its number under any name.
        (ship, ("OCEAN SUNRISE", vessel), (imo, "IMO 9187655"), Some((Band::Confirmed, "ARK"))),
        (ship, ("ARK", vessel), (imo, "9187655"), Some((Band::Confirmed, "ARK"))),
        (ship, ("OCEAN SUNRISE", Some(Kind::Entity)), (imo, "9187655"), Some((Band::Possible, "ARK"))),
        // A number of no kind confirms nothing, and a name that is not like shows as the principal one.
        (person, ("John Smith", human), (other, "77588"), Some((Band::Possible, "GOLUBOVIC Blagoje"))),
        (person, ("Blagoje Golubovic", human), (other, "77588"), Some((Band::Strong, "GOLUBOVIC Blagoje"))),
        (person, ("Blagoje Golubovic", human), (passport, "77588"), Some((Band::Confirmed, "GOLUBOVIC Blagoje"))),
        // What stands for a number is none.
        (person, ("John Smith", human), (DocumentKind::Tax, "unknown"), None),
        (
            person,
            ("Blagoje Golubovic", human),
            (DocumentKind::Tax, "UNKNOWN"),
            Some((Band::Strong, "GOLUBOVIC Blagoje")),
        ),
    ] {
        let hit = by_number(listed, party, number);
        let shown = hit.as_ref().map(|hit| (hit.band, hit.evidence.name.as_ref().unwrap().listed.as_str()));
        assert_eq!(shown, want, "{party:?} {number:?}: {hit:?}");
    }
    let hit = by_number(ship, ("OCEAN SUNRISE", vessel), (imo, "9187655")).unwrap();
    assert!(hit.evidence.sentence.contains("\"OCEAN SUNRISE\" not like the name \"ARK\""), "{}", hit.evidence.sentence);
}

#[test]
fn a_number_comes_before_names_of_its_band() {
    let listed = ("GOLUBOVIC, Blagoje", "individual", "DOB 10 Dec 1948; Passport 7758812 (Korea, North).");
    let unlike = by_number(listed, ("Somebody Else", None), (DocumentKind::Passport, "7758812")).unwrap();
    let alike = by_number(listed, ("Blagoje Golubovic", None), (DocumentKind::Passport, "7758812")).unwrap();
    let lists = sample();
    let names = [name("Kim Yong Chol")];
    let births = [(Date::of(1962, 2, 18), Date::of(1962, 2, 18))];
    let best = |births, country| {
        let subject = Subject { kind: Some(Kind::Person), births, country, ..named(&names) };
        let Screened::Hits(hits) = lists.screen(&id("UN-1718"), &subject) else { panic!() };
        hits.into_iter().find(|hit| hit.entry == "KPi.024").map(|hit| (hit.band, hit.score)).unwrap()
    };
    let by_name = [best(&[], None), best(&[], Some("KP")), best(&births, None), best(&births, Some("KP"))];
    assert!(
        by_name.iter().all(|(band, _)| *band == Band::Strong) && by_name.is_sorted_by(|a, b| a.1 < b.1),
        "{by_name:?}"
    );
    assert_eq!((unlike.band, alike.band), (Band::Strong, Band::Confirmed));
    assert!(by_name[3].1 < unlike.score && unlike.score < alike.score, "{by_name:?} {} {}", unlike.score, alike.score);
}

#[test]
fn an_interval_of_decades_says_nothing_of_a_birth() {
    let day = |text: &str| Date::read(text).unwrap();
    for (from, to, relation) in [
        ("1900-01-01", "2000-12-31", BirthRelation::Absent),
        ("1962-01-01", "1963-12-31", BirthRelation::Inside),
        ("1962-02-01", "1962-02-28", BirthRelation::YearOnly),
        ("1970-01-01", "2000-12-31", BirthRelation::Contradicted),
    ] {
        let (names, births) = ([name("Kim Yong Chol")], [(day(from), day(to))]);
        let subject = Subject { births: &births, ..named(&names) };
        let Screened::Hits(hits) = sample().screen(&id("UN-1718"), &subject) else { panic!() };
        let hit = hits.iter().find(|hit| hit.entry == "KPi.024").unwrap();
        assert_eq!(hit.evidence.birth, relation, "{from} {to}");
    }
}

#[test]
fn a_name_alone_is_never_confirmed_and_evidence_is_whole() {
    let lists = sample();
    let names = [name("Kim Young-chul")];
    let subject = Subject { country: Some("KP"), kind: Some(Kind::Person), ..named(&names) };
    let Screened::Hits(hits) = lists.screen(&id("UN-1718"), &subject) else { panic!() };
    let hit = &hits[0];
    assert_eq!((hit.band, hit.entry.as_str()), (Band::Strong, "KPi.024"));
    assert!(hit.score < 950);
    assert_eq!(hit.programmes, ["DPRK"]);
    assert_eq!(hit.listed.unwrap().from, Date::of(2016, 3, 2));
    let name = hit.evidence.name.as_ref().unwrap();
    assert_eq!(name.subject, "Kim Young-chul");
    assert!(name.alignment.iter().any(|aligned| aligned.reason == Likeness::LooseRomanisation), "{name:?}");
    assert!(hit.evidence.sentence.contains("KPi.024") && hit.evidence.sentence.contains("the same country"));
}

#[test]
fn not_screened_is_never_no_hit() {
    let lists = sample();
    let check = |list: &str, texts: &[&str], cause: Cause| {
        let names: Vec<_> = texts.iter().map(|text| name(text)).collect();
        assert_eq!(lists.screen(&id(list), &named(&names)), Screened::NotScreened(cause), "{list} {texts:?}");
    };
    check("UN-9999", &["Kim Yong Chol"], Cause::ListMissing);
    check("OFAC-CONS", &["Kim Yong Chol"], Cause::ListMissing);
    for text in ["", " ", "X", "The Co., Ltd.", "\u{E000}\u{E001}"] {
        check("UN-1718", &[text], Cause::NameUnusable);
    }
    check("UN-1718", &[], Cause::NameUnusable);
    check("UN-1718", &[&"kim ".repeat(25)], Cause::OverLimit);
    check("UN-1718", &[&"k".repeat(513)], Cause::OverLimit);
    check("UN-1718", &["Kim"; 65], Cause::OverLimit);
    let refused = ListSource {
        format: ListFormat::UnXml,
        place: Place::Path("no/such/file".into()),
        published_on: None,
        sample: false,
        max_age_days: None,
    };
    let none = Lists::load(&[refused], 0, TODAY);
    let names = [name("Kim Yong Chol")];
    assert_eq!(none.screen(&id("UN-1718"), &named(&names)), Screened::NotScreened(Cause::ListRefused));
    assert_eq!(none.screen(&id("OFAC-SDN"), &named(&names)), Screened::NotScreened(Cause::ListMissing));
    assert_ne!(none.digest(), Lists::none().digest());
}

#[test]
fn lists_grow_stale() {
    let source = ListSource { max_age_days: Some(7), ..sample::sources().remove(1) };
    let fresh = Lists::load(&[source], 100, TODAY.plus_days(7));
    let old = fresh.as_of(TODAY.plus_days(8));
    let names = [name("Kim Yong Chol")];
    assert!(matches!(fresh.screen(&id("UN-1718"), &named(&names)), Screened::Hits(hits) if hits.len() == 1));
    assert_eq!(old.screen(&id("UN-1718"), &named(&names)), Screened::NotScreened(Cause::ListStale));
    assert!(old.status().all(|status| status.stale));
    assert_eq!(fresh.digest(), old.digest(), "the day is no part of it");
}

#[test]
fn snapshots_are_shared_between_threads() {
    fn is<T: Send + Sync + 'static>() {}
    is::<Lists>();
    is::<Screened>();
}

/// Words to make names of: those of the samples, and others.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => proptest::sample::select(vec![
            "kim", "yong", "young", "chol", "chul", "song", "ri", "li", "pak", "park", "tong", "ho", "korea", "general",
            "corporation", "trading", "namgang", "mansudae", "overseas", "construction", "external", "bank", "koryo",
            "ministry", "labor", "8", "6", "ltd", "company", "of", "choe", "hwi", "39", "office", "j", "commercial",
        ]).prop_map(str::to_owned),
        1 => "[a-z]{1,12}",
    ]
}

/// A name on a list or of a party: words, some with a slip of the pen, some joined.
fn a_name() -> impl Strategy<Value = String> {
    let slip = |(mut word, at, slip): (String, usize, u8)| {
        let at = at % word.len().max(1);
        match slip {
            0 => drop(word.remove(at)),
            1 => word.insert(at, 'a'),
            _ => {}
        }
        word
    };
    let words = proptest::collection::vec((word(), any::<usize>(), 0_u8..8).prop_map(slip), 1..6);
    (words, proptest::sample::select(vec![" ", " ", " ", "-", ""])).prop_map(|(words, gap)| words.join(gap))
}

/// Found by fuzzing: its words, joined, took one another's place, and it was not alike to itself.
#[test]
fn a_name_that_says_itself_again_and_again_finds_itself() {
    let text = "IVA.ONOV, Iva,n Petrovic.Ivan PONOV, Iva,n'Petrovic.IPONO Iva,n Petrovic.Ivan Petva";
    let lists = made_up(&[(text, "individual")]);
    let names = [name(text)];
    let Screened::Hits(hits) = lists.screen(&id("OFAC-SDN"), &named(&names)) else { panic!() };
    assert_eq!(hits.iter().map(|hit| hit.band).collect::<Vec<_>>(), [Band::Strong]);
    let alignment = &hits[0].evidence.name.as_ref().unwrap().alignment;
    assert!(alignment.iter().all(|aligned| aligned.reason == Likeness::Same), "{alignment:?}");
}

/// `Haji Mohammad`: compared with every name of a long list that has one of the words, it was more than a screening may be.
#[test]
fn a_name_that_thousands_share_is_screened() {
    let syllables =
        ["ba", "ro", "ki", "lu", "ne", "sa", "to", "mi", "ga", "du", "fe", "za", "wo", "pi", "hu", "ra", "te", "jo"];
    let word = |n: usize| [n % 18, n / 18 % 18, n / 324 % 18].map(|at| syllables[at]).concat();
    let names: Vec<String> = (0..5_000).map(|n| format!("{}, Mohammad {}", word(n), word(n * 7 + 3))).collect();
    let mut entries: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "individual")).collect();
    entries.push(("HAJI, Mohammad", "individual"));
    let lists = made_up(&entries);
    let hits = found(&lists, "OFAC-SDN", &named(&[name("Haji Mohammad")]));
    assert!(hits.contains(&("5001".into(), Band::Strong)), "{hits:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_comparing_all_finds(
        listed in proptest::collection::vec((a_name(), any::<bool>()), 1..40),
        parties in proptest::collection::vec(a_name(), 1..8),
    ) {
        let entries: Vec<_> = listed
            .iter()
            .map(|(name, person)| (name.as_str(), if *person { "individual" } else { "" }))
            .filter(|(name, _)| !name.trim().is_empty())
            .collect();
        prop_assume!(!entries.is_empty());
        let lists = made_up(&entries);
        let from_list = entries.iter().map(|(name, _)| *name);
        for text in parties.iter().map(String::as_str).chain(from_list) {
            let names = [name(text)];
            let subject = named(&names);
            let index = lists.screen_by(&id("OFAC-SDN"), &subject, Retrieval::Index);
            let all = lists.screen_by(&id("OFAC-SDN"), &subject, Retrieval::All);
            prop_assert_eq!(index, all, "{}", text);
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,200}") {
        let names = [name(&text)];
        let lists = sample();
        let subject = named(&names);
        let first = lists.screen(&id("OFAC-SDN"), &subject);
        prop_assert_eq!(first, lists.screen_by(&id("OFAC-SDN"), &subject, Retrieval::All));
    }
}
