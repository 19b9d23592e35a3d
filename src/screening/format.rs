//! The official formats, whose list each is of, and how a file shows which it is.

use super::{error::ListError, source::RawFile};

/// Whose list it is. Several formats can be of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// OFAC's list of specially designated nationals: its entries are blocked.
    OfacSdn,
    /// OFAC's consolidated list of everybody else; most of its programmes block nothing.
    OfacCons,
    /// The Security Council of the United Nations.
    Un,
    /// The European Union.
    Eu,
    /// The United Kingdom.
    Uk,
    /// The consolidated screening list of the United States: thirteen lists of three departments, as one office copies them.
    UsCsl,
    /// OpenSanctions: copies of many lists.
    OpenSanctions,
}

impl Origin {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::OfacSdn, Self::OfacCons, Self::Un, Self::Eu, Self::Uk, Self::UsCsl, Self::OpenSanctions];

    /// Its key in the configuration and on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::OfacSdn => "ofac_sdn",
            Self::OfacCons => "ofac_cons",
            Self::Un => "un",
            Self::Eu => "eu",
            Self::Uk => "uk",
            Self::UsCsl => "us_csl",
            Self::OpenSanctions => "open_sanctions",
        }
    }

    /// The origin of a key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.key() == key)
    }

    /// Its list: the whole id, or the beginning of the ids of its lists (`UN`, `EU`).
    #[must_use]
    pub fn family(self) -> &'static str {
        match self {
            Self::OfacSdn => "OFAC-SDN",
            Self::OfacCons => "OFAC-CONS",
            Self::Un => "UN",
            Self::Eu => "EU",
            Self::Uk => "UK",
            Self::UsCsl => "US-CSL",
            Self::OpenSanctions => "OS",
        }
    }

    /// Whether it is one list and not several.
    #[must_use]
    pub fn is_one(self) -> bool {
        matches!(self, Self::OfacSdn | Self::OfacCons)
    }

    /// The format that is told by a folder, not by how a file begins.
    #[must_use]
    pub fn legacy_csv(self) -> Option<ListFormat> {
        self.formats().iter().copied().find(|format| format.files().is_some())
    }

    /// The format that stands for the origin while nothing of it was read.
    #[must_use]
    pub fn expected(self) -> ListFormat {
        match self {
            Self::OfacSdn => ListFormat::OfacSdnCsv,
            Self::OfacCons => ListFormat::OfacConsCsv,
            Self::Un => ListFormat::UnXml,
            Self::Eu => ListFormat::EuFsfXml,
            Self::Uk => ListFormat::UkCsv,
            Self::UsCsl => ListFormat::UsCslCsv,
            Self::OpenSanctions => ListFormat::OpenSanctionsJson,
        }
    }

    fn formats(self) -> &'static [ListFormat] {
        match self {
            Self::OfacSdn => &[ListFormat::OfacSdnCsv, ListFormat::OfacSdnXml, ListFormat::OfacSdnAdvancedXml],
            Self::OfacCons => &[ListFormat::OfacConsCsv, ListFormat::OfacConsXml, ListFormat::OfacConsAdvancedXml],
            Self::Un => &[ListFormat::UnXml],
            Self::Eu => &[ListFormat::EuFsfXml, ListFormat::EuFsfCsv, ListFormat::EuWholeXml],
            Self::Uk => &[ListFormat::UkCsv],
            Self::UsCsl => &[ListFormat::UsCslCsv],
            Self::OpenSanctions => &[ListFormat::OpenSanctionsJson],
        }
    }

    /// The format of a file, by how it begins.
    ///
    /// # Errors
    /// If it is none of the origin's.
    pub fn format_of(self, main: &RawFile) -> Result<ListFormat, ListError> {
        let begins = main.beginning();
        let found = self.formats().iter().find(|format| format.begins(&begins));
        found.copied().ok_or_else(|| {
            let wanted: Vec<_> = self.formats().iter().map(|format| format.shape()).collect();
            let flaw =
                format!("it is no list for `{}`; it has to begin with {}", self.key(), wanted.join(", or with "));
            ListError::Damaged { file: main.name.clone(), line: 1, flaw }
        })
    }
}

/// The official formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListFormat {
    /// OFAC's SDN list, legacy CSV: `sdn.csv`, `add.csv`, `alt.csv`, `sdn_comments.csv`.
    OfacSdnCsv,
    /// OFAC's consolidated non-SDN list, legacy CSV: `cons_prim.csv`, `cons_add.csv`, `cons_alt.csv`, `cons_comments.csv`.
    OfacConsCsv,
    /// OFAC's SDN list, `sdn.xml`.
    OfacSdnXml,
    /// OFAC's consolidated non-SDN list, `consolidated.xml`.
    OfacConsXml,
    /// OFAC's SDN list, `sdn_advanced.xml`.
    OfacSdnAdvancedXml,
    /// OFAC's consolidated non-SDN list, `cons_advanced.xml`.
    OfacConsAdvancedXml,
    /// The consolidated list of the UN Security Council, XML.
    UnXml,
    /// The consolidated list of the EU (FSF), XML 1.1.
    EuFsfXml,
    /// The consolidated list of the EU (FSF), CSV 1.1.
    EuFsfCsv,
    /// The consolidated list of the EU as it was published before 2017, XML.
    EuWholeXml,
    /// The United Kingdom's list, CSV: the UK Sanctions List, or the OFSI Consolidated List that ended in 2026.
    UkCsv,
    /// The consolidated screening list of the United States, CSV.
    UsCslCsv,
    /// OpenSanctions, entities of Follow the Money, a JSON object a line.
    OpenSanctionsJson,
}

impl ListFormat {
    /// Whose list it is.
    #[must_use]
    pub fn origin(self) -> Origin {
        match self {
            Self::OfacSdnCsv | Self::OfacSdnXml | Self::OfacSdnAdvancedXml => Origin::OfacSdn,
            Self::OfacConsCsv | Self::OfacConsXml | Self::OfacConsAdvancedXml => Origin::OfacCons,
            Self::UnXml => Origin::Un,
            Self::EuFsfXml | Self::EuFsfCsv | Self::EuWholeXml => Origin::Eu,
            Self::UkCsv => Origin::Uk,
            Self::UsCslCsv => Origin::UsCsl,
            Self::OpenSanctionsJson => Origin::OpenSanctions,
        }
    }

    /// Its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OfacSdnCsv => "ofac-sdn-csv",
            Self::OfacConsCsv => "ofac-cons-csv",
            Self::OfacSdnXml => "ofac-sdn-xml",
            Self::OfacConsXml => "ofac-cons-xml",
            Self::OfacSdnAdvancedXml => "ofac-sdn-advanced-xml",
            Self::OfacConsAdvancedXml => "ofac-cons-advanced-xml",
            Self::UnXml => "un-xml",
            Self::EuFsfXml => "eu-fsf-xml",
            Self::EuFsfCsv => "eu-fsf-csv",
            Self::EuWholeXml => "eu-whole-xml",
            Self::UkCsv => "uk-csv",
            Self::UsCslCsv => "us-csl-csv",
            Self::OpenSanctionsJson => "open-sanctions-json",
        }
    }

    /// The format of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Origin::ALL.iter().flat_map(|origin| origin.formats()).copied().find(|format| format.name() == name)
    }

    /// The list of a source of the format while nothing of it is loaded: the whole id, or its beginning (`UN`, `EU`).
    #[must_use]
    pub fn family(self) -> &'static str {
        self.origin().family()
    }

    /// The files in a folder, main one first; none where the source is a single file.
    #[must_use]
    pub fn files(self) -> Option<[&'static str; 4]> {
        match self {
            Self::OfacSdnCsv => Some(["sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"]),
            Self::OfacConsCsv => Some(["cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv"]),
            _ => None,
        }
    }

    /// Whether a file that begins so is one of the format. The legacy CSV has no header: a folder tells it.
    fn begins(self, text: &str) -> bool {
        match self {
            Self::OfacSdnCsv | Self::OfacConsCsv => false,
            Self::OfacSdnXml | Self::OfacConsXml => root(text) == Some("sdnList"),
            Self::OfacSdnAdvancedXml | Self::OfacConsAdvancedXml => root(text) == Some("Sanctions"),
            Self::UnXml => root(text) == Some("CONSOLIDATED_LIST"),
            Self::EuFsfXml => root(text) == Some("export"),
            Self::EuWholeXml => root(text) == Some("WHOLE"),
            Self::EuFsfCsv => text.starts_with("fileGenerationDate;"),
            Self::UkCsv => text.starts_with("Last Updated,") || text.starts_with("Report Date:"),
            Self::UsCslCsv => text.starts_with("_id,"),
            Self::OpenSanctionsJson => text.starts_with('{'),
        }
    }

    /// What a file of the format begins with, for messages.
    fn shape(self) -> &'static str {
        match self {
            Self::OfacSdnCsv => "four files in a folder (`sdn.csv` and others)",
            Self::OfacConsCsv => "four files in a folder (`cons_prim.csv` and others)",
            Self::OfacSdnXml | Self::OfacConsXml => "the element `sdnList`",
            Self::OfacSdnAdvancedXml | Self::OfacConsAdvancedXml => "the element `Sanctions`",
            Self::UnXml => "the element `CONSOLIDATED_LIST`",
            Self::EuFsfXml => "the element `export`",
            Self::EuWholeXml => "the element `WHOLE`",
            Self::EuFsfCsv => "the column `fileGenerationDate`",
            Self::UkCsv => "`Report Date:` or `Last Updated,`",
            Self::UsCslCsv => "the column `_id`",
            Self::OpenSanctionsJson => "a JSON object",
        }
    }
}

/// The local name of the first element.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find('<')? + 1..)?;
        if !rest.starts_with(['?', '!']) {
            let name = rest.split([' ', '>', '/', '\t', '\r', '\n']).next()?;
            return Some(name.rsplit(':').next().unwrap_or(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_shows_what_it_is() {
        let xml = "\u{FEFF}<?xml version=\"1.0\"?>\n<!-- made -->\n";
        for (origin, text, want) in [
            (Origin::OfacSdn, format!("{xml}<sdnList xmlns=\"x\">"), Some(ListFormat::OfacSdnXml)),
            (Origin::OfacCons, format!("{xml}<sdnList>"), Some(ListFormat::OfacConsXml)),
            (Origin::OfacSdn, format!("{xml}<a:Sanctions>"), Some(ListFormat::OfacSdnAdvancedXml)),
            (Origin::Un, format!("{xml}<CONSOLIDATED_LIST dateGenerated=\"\">"), Some(ListFormat::UnXml)),
            (Origin::Eu, format!("{xml}<export>"), Some(ListFormat::EuFsfXml)),
            (Origin::Eu, format!("{xml}<WHOLE Date=\"11/02/2016\">"), Some(ListFormat::EuWholeXml)),
            (Origin::Eu, "\u{FEFF}fileGenerationDate;Entity_LogicalId".into(), Some(ListFormat::EuFsfCsv)),
            (Origin::Uk, "Last Updated,12/02/2016".into(), Some(ListFormat::UkCsv)),
            (Origin::Uk, "Report Date: 28-Jan-2026".into(), Some(ListFormat::UkCsv)),
            (Origin::UsCsl, "_id,source,entity_number".into(), Some(ListFormat::UsCslCsv)),
            (Origin::OpenSanctions, "{\"id\":\"Q1\"}".into(), Some(ListFormat::OpenSanctionsJson)),
            (Origin::Un, format!("{xml}<export>"), None),
            (Origin::OfacSdn, "36,\"AEROCARIBBEAN\"".into(), None),
            (Origin::Eu, "<!DOCTYPE html".into(), None),
            (Origin::Eu, String::new(), None),
        ] {
            let file = RawFile { name: "f".into(), bytes: text.clone().into_bytes() };
            assert_eq!(origin.format_of(&file).ok(), want, "{text}");
        }
        let html = RawFile { name: "un.xml".into(), bytes: b"<html>log in</html>".to_vec() };
        let error = Origin::Un.format_of(&html).unwrap_err().to_string();
        assert!(error.contains("un.xml") && error.contains("CONSOLIDATED_LIST"), "{error}");
    }

    #[test]
    fn keys_lead_back() {
        for origin in Origin::ALL {
            assert_eq!(Origin::of_key(origin.key()), Some(origin));
            assert!(origin.formats().iter().all(|format| format.origin() == origin));
            assert!(origin.formats().iter().all(|format| ListFormat::of_name(format.name()) == Some(*format)));
        }
        assert_eq!(Origin::of_key("fr"), None);
    }
}
