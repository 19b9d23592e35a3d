//! Whether workers are nationals of North Korea: `prk` of the catalogue.

use crate::{Truth, view};

/// Whether the workers of a group are nationals of North Korea. An unknown nationality, and "Korea" without saying which,
/// is for review, never a yes and never a no.
#[must_use]
pub fn is_prk(group: view::WorkerGroup<'_>) -> Truth {
    let nationalities = group.nationalities();
    let named = match nationalities.get() {
        Ok([]) => Truth::Unknown(nationalities.missing()),
        Ok(codes) => Truth::from(codes.iter().any(|code| code == "PRK")),
        Err(missing) => Truth::Unknown(missing),
    };
    let unspecified = group.korean_unspecified().recorded() == Some(true);
    if unspecified && !named.is_yes() {
        return Truth::Unknown(nationalities.missing()).or_review();
    }
    named.or_review()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Missing, Trace, Viewed, v1};

    fn check(codes: Option<&[&str]>, unspecified: Option<bool>, expected: &str) {
        let list = |codes: &[&str]| v1::CountryList { items: codes.iter().map(|c| (*c).to_owned()).collect() };
        let group =
            v1::WorkerGroup { nationalities: codes.map(list), korean_unspecified: unspecified, ..Default::default() };
        let trace = Trace::new();
        let shown = match is_prk(group.view(trace.root())) {
            Truth::Yes => "yes",
            Truth::No => "no",
            Truth::Unknown(Missing { review: true, .. }) => "review",
            Truth::Unknown(_) => "unknown",
        };
        assert_eq!(shown, expected, "{codes:?} {unspecified:?}");
    }

    #[test]
    fn never_by_default() {
        check(Some(&["PRK"]), None, "yes");
        check(Some(&["KOR", "PRK"]), Some(true), "yes");
        check(Some(&["NPL"]), None, "no");
        check(Some(&["NPL"]), Some(false), "no");
        check(Some(&["KOR"]), Some(true), "review");
        check(Some(&[]), None, "review");
        check(None, None, "review");
    }
}
