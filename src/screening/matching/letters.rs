//! Letters in a row that stand for something, the longest that fits taken first.

/// Beginnings of words and what they stand for, by their first letter, the longest first.
pub(super) type ByLetter<T> = Vec<Vec<(&'static str, T)>>;

/// A table by first letter; within one the order of the table stays.
pub(super) fn by_letter<T: Copy>(table: &[(&'static str, T)]) -> ByLetter<T> {
    let mut all: ByLetter<T> = (0..26).map(|_| Vec::new()).collect();
    for (letters, meant) in table {
        if let Some(of_letter) = letters.bytes().next().and_then(|first| all.get_mut(place(first))) {
            of_letter.push((letters, *meant));
        }
    }
    all
}

/// The first of a table that a word begins with.
pub(super) fn beginning<T>(table: &'static ByLetter<T>, word: &str) -> Option<(&'static str, &'static T)> {
    let of_letter = table.get(place(word.bytes().next()?))?;
    let (letters, meant) = of_letter.iter().find(|(letters, _)| begins(word.as_bytes(), letters.as_bytes()))?;
    Some((letters, meant))
}

/// As `starts_with`, but for two or three letters quicker than a call.
fn begins(word: &[u8], letters: &[u8]) -> bool {
    word.len() >= letters.len() && word.iter().zip(letters).all(|(a, b)| a == b)
}

fn place(letter: u8) -> usize {
    usize::from(letter.wrapping_sub(b'a'))
}
