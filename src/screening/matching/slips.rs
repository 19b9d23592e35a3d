//! Slips of the pen between two words. The distance is `strsim`'s: small, and without floats.

/// How many letters make one word the other, put in, left out, exchanged for another or with the next; none if more than so
/// many. What both begin and end with decides nothing, and what is left of most words is decided at a glance.
pub(super) fn edits(left: &str, right: &str, most: usize) -> Option<usize> {
    if !left.is_ascii() || !right.is_ascii() {
        return Some(strsim::osa_distance(left, right)).filter(|edits| *edits <= most);
    }
    let (left, right) = differing(left, right);
    let edits = match (left.as_bytes(), right.as_bytes()) {
        ([], rest) | (rest, []) => rest.len(),
        ([_], [_]) => 1,
        ([a, b], [c, d]) if a == d && b == c => 1,
        _ if most < 2 => return None,
        _ => strsim::osa_distance(left, right),
    };
    (edits <= most).then_some(edits)
}

/// Two words of ASCII letters without what both begin and end with.
fn differing<'a>(left: &'a str, right: &'a str) -> (&'a str, &'a str) {
    let same = |(a, b): &(u8, u8)| a == b;
    let begin = left.bytes().zip(right.bytes()).take_while(same).count();
    let (left, right) = (left.get(begin..).unwrap_or_default(), right.get(begin..).unwrap_or_default());
    let end = left.bytes().rev().zip(right.bytes().rev()).take_while(same).count();
    let cut = |word: &'a str| word.get(..word.len() - end).unwrap_or_default();
    (cut(left), cut(right))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn edits_are_those_of_the_whole_words(left in "[a-cé]{0,6}", right in "[a-cé]{0,6}", most in 1_usize..=2) {
            let edits_of_all = strsim::osa_distance(&left, &right);
            prop_assert_eq!(edits(&left, &right, most), (edits_of_all <= most).then_some(edits_of_all));
        }
    }
}
