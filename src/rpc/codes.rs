//! The code lists that records use, as tables of three letters.
//!
//! Sources: ISO 3166-1 (249 alpha-3 codes in force); ISO 4217 List One (codes in force) and, because a record tells of
//! the past, the codes of List Three that were withdrawn since 2000. User-assigned codes (XKX) and the two codes that
//! name no currency (XTS, XXX) are left out: no rule could compare them.

/// Whether it is an ISO 3166-1 alpha-3 code.
pub(super) fn is_country(code: &[u8]) -> bool {
    COUNTRY_SET.has(code)
}

/// Whether it is an ISO 4217 code in force, or withdrawn since 2000.
pub(super) fn is_currency(code: &[u8]) -> bool {
    CURRENCY_SET.has(code)
}

/// A set of codes of three letters: one bit for each that there could be. A search in a sorted table takes ten times as
/// long, and a record has a code in every third field.
struct CodeSet {
    bits: [u64; LETTERS * LETTERS * LETTERS / 64 + 1],
}

const LETTERS: usize = 26;

static COUNTRY_SET: CodeSet = CodeSet::EMPTY.with(COUNTRIES);
static CURRENCY_SET: CodeSet = CodeSet::EMPTY.with(CURRENCIES).with(PAST_CURRENCIES);

impl CodeSet {
    const EMPTY: Self = Self { bits: [0; LETTERS * LETTERS * LETTERS / 64 + 1] };

    /// With the codes of a table, at compile time.
    #[expect(clippy::indexing_slicing, reason = "runs in the compiler, which would stop")]
    const fn with(mut self, table: &[u8]) -> Self {
        let (entries, _) = table.as_chunks::<4>();
        let mut at = 0;
        while at < entries.len() {
            let [a, b, c, _] = entries[at];
            if let Some(place) = place([a, b, c]) {
                self.bits[place / 64] |= 1 << (place % 64);
            }
            at += 1;
        }
        self
    }

    fn has(&self, code: &[u8]) -> bool {
        let place = <[u8; 3]>::try_from(code).ok().and_then(place);
        place.is_some_and(|place| self.bits.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1))
    }
}

const fn place([a, b, c]: [u8; 3]) -> Option<usize> {
    if !(a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_uppercase()) {
        return None;
    }
    Some((number(a) * LETTERS + number(b)) * LETTERS + number(c))
}

const fn number(letter: u8) -> usize {
    (letter - b'A') as usize
}

/// In order; each code is followed by a space.
const COUNTRIES: &[u8] = b"\
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH \
    BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB \
    CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO \
    GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN \
    IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA \
    MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER \
    NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU \
    RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA \
    TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT \
    WLF WSM YEM ZAF ZMB ZWE ";

/// In order; each code is followed by a space.
const CURRENCIES: &[u8] = b"\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
    CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF \
    GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR \
    LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN \
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
    TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC \
    XBD XCD XCG XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG ";

/// In order; each code is followed by a space.
const PAST_CURRENCIES: &[u8] = b"\
    ADP AFA ANG ATS AYM AZM BEF BGL BGN BYB BYR CSD CUC CYP DEM ECS ECV EEK ESA ESB ESP FIM FRF GHC GRD HRK IEP \
    ITL LTL LUF LVL MGF MRO MTL MZM NLG PTE ROL RUR SDD SIT SKK SLL SRG STD TMM TPE TRL USS VEB VEF XFO XFU YUM \
    ZMK ZWD ZWL ZWN ZWR ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order_and_complete() {
        for (table, count) in [(COUNTRIES, 249), (CURRENCIES, 176), (PAST_CURRENCIES, 59)] {
            let (entries, rest) = table.as_chunks::<4>();
            assert!(rest.is_empty());
            assert_eq!(entries.len(), count);
            assert!(entries.iter().all(|e| e.ends_with(b" ") && e.iter().take(3).all(u8::is_ascii_uppercase)));
            assert!(entries.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn knows_the_codes_of_the_cases() {
        for (code, country, currency) in [
            ("QAT", true, false),
            ("PRK", true, false),
            ("SSD", true, false),
            ("QAR", false, true),
            ("KPW", false, true),
            ("LTL", false, true),
            ("ABW", true, false),
            ("ZWE", true, false),
            ("AED", false, true),
            ("ZWR", false, true),
            ("XXX", false, false),
            ("XKX", false, false),
            ("qat", false, false),
            ("QA", false, false),
            ("QATA", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_country(code.as_bytes()), is_currency(code.as_bytes())), (country, currency), "{code}");
        }
    }
}
