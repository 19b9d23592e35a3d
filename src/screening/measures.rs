//! What being listed means, so far as the list itself tells: a hit on a list that blocks nothing must never look like a freeze.

use crate::domain::ListId;

/// What being listed means under the law of the list's publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Assets are frozen, and making any available is prohibited.
    Freeze,
    /// Some dealings are prohibited or need a licence (debt, equity, correspondent accounts); assets are not frozen.
    Restriction,
    /// Exports to it are prohibited or need a licence.
    ExportControl,
    /// The list does not tell, or holds entries of several sorts.
    Unknown,
}

impl Measure {
    /// What an entry's list and programmes mean.
    ///
    /// Sources: OFAC, "Consolidated Sanctions List (non-SDN lists)": SSI, NS-MBS, CAPTA, NS-CMIC, NS-PLC and FSE do not by
    /// themselves block property; 15 CFR 744 (Entity List, MEU, UVL) and 764 (denied persons); the Union's financial
    /// sanctions files and the United Kingdom's consolidated list hold those whose assets are frozen, as the Security
    /// Council's do.
    pub(super) fn of(list: &ListId, programmes: &[String]) -> Self {
        let list = list.as_str();
        let (publisher, rest) = list.split_once('-').unwrap_or((list, ""));
        match (publisher, rest) {
            // Some under the United Kingdom's regime of 2014 are barred from investment only.
            ("UK", _) if programmes.iter().any(|programme| programme.contains("Sovereignty")) => Self::Unknown,
            ("UN" | "EU" | "UK", _) | ("OFAC", "SDN") => Self::Freeze,
            ("OFAC", _) => Self::Restriction,
            ("US", source) => match source.strip_prefix("CSL-") {
                Some("SDN") => Self::Freeze,
                Some("SSI" | "CMIC" | "CAP" | "MBS" | "PLC" | "FSE") => Self::Restriction,
                Some("DPL" | "EL" | "MEU" | "UVL" | "DTC") => Self::ExportControl,
                _ => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_freezes_nothing_never_looks_like_a_freeze() {
        for (list, programme, expected) in [
            ("OFAC-SDN", "DPRK3", Measure::Freeze),
            ("OFAC-CONS", "UKRAINE-EO13662", Measure::Restriction),
            ("UN-1718", "DPRK", Measure::Freeze),
            ("EU-DPRK", "PRK", Measure::Freeze),
            ("UK-DPRK", "DPRK", Measure::Freeze),
            ("UK-UkraineSovereignty", "Ukraine (Sovereignty)", Measure::Unknown),
            ("US-CSL-SDN", "DPRK3", Measure::Freeze),
            ("US-CSL-SSI", "UKRAINE-EO13662", Measure::Restriction),
            ("US-CSL-EL", "", Measure::ExportControl),
            ("US-CSL-ISN", "INKSNA", Measure::Unknown),
            ("FTM-us_ofac_sdn", "", Measure::Unknown),
        ] {
            assert_eq!(Measure::of(&list.parse().unwrap(), &[programme.to_owned()]), expected, "{list}");
        }
    }
}
