//! Countries as the lists write them, in English, to ISO 3166-1 alpha-2.

use super::entry::Country;

/// Names of a country by code, in small letters, without what stands in brackets; the spellings of OFAC, the UN and the EU.
const NAMES: &str = "AD andorra|AE united arab emirates|AF afghanistan|AG antigua and barbuda|AI anguilla|AL albania|AM armenia|AO angola|AR argentina|AT austria|\
AU australia|AW aruba|AZ azerbaijan|BA bosnia and herzegovina|BB barbados|BD bangladesh|BE belgium|BF burkina faso|\
BG bulgaria|BH bahrain|BI burundi|BJ benin|BM bermuda|BN brunei,brunei darussalam|BO bolivia|BR brazil|BS bahamas,bahamas the|\
BT bhutan|BW botswana|BY belarus|BZ belize|CA canada|CD democratic republic of the congo,congo democratic republic of the|\
CF central african republic|CG congo,republic of the congo,congo republic of the|CH switzerland|\
CK cook islands|CI cote divoire,cote d ivoire,côte divoire|CL chile|CM cameroon|CN china,peoples republic of china|CO colombia|CR costa rica|\
CU cuba|CV cabo verde,cape verde|CW curacao|CY cyprus|CZ czech republic,czechia|DE germany|DJ djibouti|DK denmark|DM dominica|\
DO dominican republic|DZ algeria|EC ecuador|EE estonia|EG egypt|ER eritrea|ES spain|ET ethiopia|FI finland|FJ fiji|FM micronesia,micronesia federated states of|FO faroe islands|FR france|\
GA gabon|GB united kingdom,united kingdom of great britain and northern ireland,great britain|GD grenada|GE georgia|\
GG guernsey|GH ghana|GI gibraltar|GL greenland|GM gambia,the gambia,gambia the|GN guinea|GQ equatorial guinea|GR greece|GT guatemala|\
GW guinea-bissau,guinea bissau|GF french guiana|GU guam|GY guyana|HK hong kong,china hong kong special administrative region|HN honduras|HR croatia|\
HT haiti|HU hungary|ID indonesia|IE ireland|IL israel|IM isle of man|IN india|IQ iraq|IR iran,islamic republic of iran|\
IS iceland|IT italy|JE jersey|JM jamaica|JO jordan|JP japan|KE kenya|KG kyrgyzstan|KH cambodia|KI kiribati|KM comoros|\
KN saint kitts and nevis,st kitts & nevis,st kitts and nevis|\
KP korea north,north korea,democratic peoples republic of korea,dprk,korea democratic peoples republic of|\
KR korea south,south korea,republic of korea|KW kuwait|KY cayman islands|KZ kazakhstan|\
LA laos,lao peoples democratic republic|LB lebanon|LC saint lucia|LI liechtenstein|LK sri lanka|LR liberia|LS lesotho|\
LT lithuania|LU luxembourg|LV latvia|LY libya,libyan arab jamahiriya|MA morocco|MC monaco|MD moldova,republic of moldova|\
ME montenegro|MG madagascar|MH marshall islands|\
MK north macedonia,macedonia,macedonia the former yugoslav republic of,the republic of north macedonia|ML mali|\
MM burma,myanmar|MN mongolia|MO macau,macao|MR mauritania|MT malta|MU mauritius|MV maldives|MW malawi|MX mexico|MY malaysia|\
MZ mozambique|NA namibia|NE niger|NG nigeria|NI nicaragua|NL netherlands,the netherlands|NO norway|NP nepal|NC new caledonia|NR nauru|NU niue|NZ new zealand|\
OM oman|PA panama|PE peru|PG papua new guinea|PH philippines,the philippines|PK pakistan|PF french polynesia|PL poland|PR puerto rico|\
PS palestinian,state of palestine,west bank,palestine,region gaza,gaza|PT portugal|PW palau|PY paraguay|QA qatar|RO romania|\
RS serbia|RU russia,russian federation|RW rwanda|SA saudi arabia|SB solomon islands|SC seychelles|SD sudan|SE sweden|SG singapore|SI slovenia|\
SK slovakia|SL sierra leone|SM san marino|SN senegal|SO somalia|SR suriname|SS south sudan|ST sao tome and principe|\
SV el salvador|SY syria,syrian arab republic|SZ eswatini,swaziland|TC turks and caicos islands|TD chad|TG togo|TH thailand|\
TJ tajikistan|TL timor-leste|TM turkmenistan|TN tunisia|TO tonga|TR turkey,türkiye|TT trinidad and tobago|TV tuvalu|\
TW taiwan,taiwan province of china|TK tokelau|TZ tanzania,united republic of tanzania|UA ukraine,region crimea|UG uganda|\
US united states,united states of america|UY uruguay|UZ uzbekistan|\
VA holy see,vatican city,vatican city state|VC saint vincent and the grenadines,st vincent and the grenadines|VE venezuela|VG virgin islands british,british virgin islands|\
VI virgin islands us|VN vietnam,viet nam|VU vanuatu|WS samoa|XK kosovo|YE yemen|ZA south africa|ZM zambia|ZW zimbabwe";

/// People by their country, as the United Kingdom's form of 2016 writes nationalities, and lists the issuers of documents.
const PEOPLE: &str = "AE emirati|AF afghan|AL albanian|AM armenian|AO angolan|AT austrian|AZ azerbaijani|BA bosnian|BD bangladeshi|BE belgian|BH bahraini|\
BY belarusian|CA canadian|CD congolese|CF central african|CI ivorian|CM cameroonian|CN chinese|CU cuban|CY cypriot|DE german|DK danish|\
DZ algerian|EG egyptian|ER eritrean|ES spanish|ET ethiopian|FR french|GB british|GE georgian|GR greek|GN guinean|HR croatian|ID indonesian|\
IE irish|IL israeli|IN indian|IQ iraqi|IR iranian|IT italian|JO jordanian|JP japanese|KE kenyan|KP north korean|KR south korean|\
KW kuwaiti|LB lebanese|LY libyan|MA moroccan|MD moldovan|ML malian|MM burmese|MR mauritanian|MY malaysian|NE nigerien|NG nigerian|\
NI nicaraguan|NL dutch|NO norwegian|PH filipino|PK pakistani|PL polish|PS palestinian|PT portuguese|PY paraguayan|QA qatari|RO romanian|RS serbian|\
RU russian|RW rwandan|SA saudi arabian|SA saudi|SD sudanese|SE swedish|SG singaporean|SN senegalese|SO somali|SS south sudanese|\
SY syrian|TD chadian|TH thai|TN tunisian|TR turkish|TZ tanzanian|UA ukrainian|UG ugandan|US american|US usa|UZ uzbek|\
VE venezuelan|VN vietnamese|YE yemeni|ZA south african|ZW zimbabwean";

/// Texts that say that nothing is known.
const UNKNOWN: [&str; 7] =
    ["undetermined", "none identified", "na", "unknown", "former soviet union", "none", "netherlands antilles"];

/// ISO 3166-1: alpha-3 and alpha-2 of each of the 249 codes in force, five letters each, by alpha-3.
const CODES: &str = "\
ABWAWAFGAFAGOAOAIAAIALAAXALBALANDADAREAEARGARARMAMASMASATAAQATFTFATGAGAUSAUAUTATAZEAZBDIBIBELBEBENBJBESBQBFABFBGDBD\
BGRBGBHRBHBHSBSBIHBABLMBLBLRBYBLZBZBMUBMBOLBOBRABRBRBBBBRNBNBTNBTBVTBVBWABWCAFCFCANCACCKCCCHECHCHLCLCHNCNCIVCICMRCM\
CODCDCOGCGCOKCKCOLCOCOMKMCPVCVCRICRCUBCUCUWCWCXRCXCYMKYCYPCYCZECZDEUDEDJIDJDMADMDNKDKDOMDODZADZECUECEGYEGERIERESHEH\
ESPESESTEEETHETFINFIFJIFJFLKFKFRAFRFROFOFSMFMGABGAGBRGBGEOGEGGYGGGHAGHGIBGIGINGNGLPGPGMBGMGNBGWGNQGQGRCGRGRDGDGRLGL\
GTMGTGUFGFGUMGUGUYGYHKGHKHMDHMHNDHNHRVHRHTIHTHUNHUIDNIDIMNIMINDINIOTIOIRLIEIRNIRIRQIQISLISISRILITAITJAMJMJEYJEJORJO\
JPNJPKAZKZKENKEKGZKGKHMKHKIRKIKNAKNKORKRKWTKWLAOLALBNLBLBRLRLBYLYLCALCLIELILKALKLSOLSLTULTLUXLULVALVMACMOMAFMFMARMA\
MCOMCMDAMDMDGMGMDVMVMEXMXMHLMHMKDMKMLIMLMLTMTMMRMMMNEMEMNGMNMNPMPMOZMZMRTMRMSRMSMTQMQMUSMUMWIMWMYSMYMYTYTNAMNANCLNC\
NERNENFKNFNGANGNICNINIUNUNLDNLNORNONPLNPNRUNRNZLNZOMNOMPAKPKPANPAPCNPNPERPEPHLPHPLWPWPNGPGPOLPLPRIPRPRKKPPRTPTPRYPY\
PSEPSPYFPFQATQAREUREROURORUSRURWARWSAUSASDNSDSENSNSGPSGSGSGSSHNSHSJMSJSLBSBSLESLSLVSVSMRSMSOMSOSPMPMSRBRSSSDSSSTPST\
SURSRSVKSKSVNSISWESESWZSZSXMSXSYCSCSYRSYTCATCTCDTDTGOTGTHATHTJKTJTKLTKTKMTMTLSTLTONTOTTOTTTUNTNTURTRTUVTVTWNTWTZATZ\
UGAUGUKRUAUMIUMURYUYUSAUSUZBUZVATVAVCTVCVENVEVGBVGVIRVIVNMVNVUTVUWLFWFWSMWSYEMYEZAFZAZMBZMZWEZW";

/// The alpha-2 code of an ISO 3166-1 alpha-3 code; none if there is no such country.
#[must_use]
pub fn alpha2(alpha3: &str) -> Option<&'static str> {
    let (codes, _) = CODES.as_bytes().as_chunks::<5>();
    let index = codes.binary_search_by(|[a, b, c, _, _]| [*a, *b, *c].as_slice().cmp(alpha3.as_bytes())).ok()?;
    CODES.get(index * 5 + 3..index * 5 + 5)
}

/// What a text says of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// This one.
    Country(Country),
    /// That none is known, or one that is no more.
    Nothing,
    /// Something that is not understood.
    Unclear,
}

/// The country that a text names. A code of two letters, as the EU writes, is taken as it is; `00` is nothing, and `CS`
/// (Serbia and Montenegro, still on the EU's list) is Serbia.
pub(super) fn read(text: &str) -> Said {
    let text = text.trim();
    match text {
        "" | "-0-" | "00" => return Said::Nothing,
        "CS" => return Country::code("RS").map_or(Said::Unclear, Said::Country),
        _ => {}
    }
    if let Some(country) = Country::code(text).filter(|country| is_code(country.as_str())) {
        return Said::Country(country);
    }
    let name = plain(text);
    if UNKNOWN.contains(&name.as_str()) {
        return Said::Nothing;
    }
    let found = codes().find(|(_, names)| names.split(',').any(|one| one == name));
    found.and_then(|(code, _)| Country::code(code)).map_or(Said::Unclear, Said::Country)
}

/// The country of a people: `Tunisian`.
pub(super) fn people(text: &str) -> Option<Country> {
    let small = text.trim().to_lowercase();
    let found = PEOPLE.split('|').filter_map(|pair| pair.split_once(' ')).find(|(_, name)| *name == small);
    found.and_then(|(code, _)| Country::code(code))
}

/// Whether it is a code in force, or `XK`, which the lists use for Kosovo.
fn is_code(alpha2: &str) -> bool {
    let (all, _) = CODES.as_bytes().as_chunks::<5>();
    all.iter().any(|[_, _, _, code @ ..]| code == alpha2.as_bytes()) || codes().any(|(code, _)| code == alpha2)
}

fn codes() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.split('|').filter_map(|line| line.split_once(' '))
}

fn plain(text: &str) -> String {
    let bare = text.split('(').next().unwrap_or_default();
    let kept = bare.chars().filter(|c| !",.:'\u{2019}".contains(*c));
    let small: String = kept.flat_map(char::to_lowercase).collect();
    small.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_three_letters_have_one_of_two() {
        for (three, two) in [("ABW", "AW"), ("PRK", "KP"), ("POL", "PL"), ("ZWE", "ZW"), ("AND", "AD"), ("MNE", "ME")] {
            assert_eq!(alpha2(three), Some(two), "{three}");
        }
        assert_eq!([alpha2("XXX"), alpha2(""), alpha2("KP"), alpha2("PRKK")], [None; 4]);
        assert_eq!(CODES.len(), 249 * 5);
    }

    #[test]
    fn countries_are_read_as_the_lists_write_them() {
        for (text, code) in [
            ("Korea, North", "KP"),
            ("Democratic People's Republic of Korea", "KP"),
            ("North Korea", "KP"),
            ("KP", "KP"),
            ("Iran (Islamic Republic of)", "IR"),
            ("Congo, Democratic Republic of the", "CD"),
            ("CS", "RS"),
            ("Türkiye", "TR"),
            ("Viet Nam", "VN"),
            ("Russian Federation", "RU"),
            ("AD", "AD"),
            ("FO", "FO"),
            ("Cook Islands", "CK"),
            ("XK", "XK"),
        ] {
            assert_eq!(read(text), Said::Country(Country::code(code).unwrap()), "{text}");
        }
        for text in ["", "-0- ", "00", "undetermined", "na"] {
            assert_eq!(read(text), Said::Nothing, "{text}");
        }
        for text in ["Atlantis", "QQ", "Region: Kafia Kingi"] {
            assert_eq!(read(text), Said::Unclear, "{text}");
        }
    }
}
