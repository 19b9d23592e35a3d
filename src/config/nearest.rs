//! The name that was probably meant.

/// The candidate nearest to a name: one with the same last word, in whatever section; else the one with the fewest
/// letters changed, if those are few.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str> + Clone,
    word_break: &str,
) -> Option<String> {
    let last = |text: &'a str| text.rsplit(word_break).next();
    let own_last = name.rsplit(word_break).next();
    let by_distance = candidates
        .clone()
        .map(|candidate| (distance(name, candidate), candidate))
        .min()
        .filter(|(distance, _)| *distance <= (name.len() / 3).max(2));
    let same_last = || candidates.clone().find(|candidate| last(candidate) == own_last);
    by_distance.map(|(_, candidate)| candidate).or_else(same_last).map(str::to_owned)
}

/// Letters to insert, remove or replace to make one text of the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.chars()) {
            let above = *cell;
            *cell = (diagonal + usize::from(x != y)).min(left + 1).min(above + 1);
            (diagonal, left) = (above, *cell);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_changed_letters() {
        for (a, b, expected) in [("", "", 0), ("abc", "", 3), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
        {
            assert_eq!(distance(a, b), expected, "{a} {b}");
        }
    }

    #[test]
    fn finds_what_was_meant() {
        let known = ["limits.message_bytes", "limits.string_bytes", "server.address"];
        for (name, expected) in [
            ("limits.mesage_bytes", Some("limits.message_bytes")),
            ("server.message_bytes", Some("limits.message_bytes")),
            ("srv.address", Some("server.address")),
            ("nothing.alike", None),
        ] {
            assert_eq!(nearest(name, known.into_iter(), ".").as_deref(), expected, "{name}");
        }
    }
}
