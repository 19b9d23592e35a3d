//! Texts of a finding stay short enough for a person and for the host, however many things a record names.

/// Most bytes of a value of a message: the host takes 16 KiB for a whole text, and no message has more than three long values.
const VALUE_BYTES: usize = 4 << 10;
/// What stands between things that are named one after the other.
const BETWEEN: &str = ", ";
/// What the end may take: ` and 18446744073709551615 more`.
const END_BYTES: usize = 32;

/// The text, or as many of the things that it names as there is room for, and how many more there are.
pub(crate) fn bounded(mut text: String) -> String {
    if text.len() <= VALUE_BYTES {
        return text;
    }
    let room = VALUE_BYTES - END_BYTES;
    let room = (0..=room).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let named = text.get(..room).and_then(|head| head.rfind(BETWEEN));
    let end = named.map_or("\u{2026}".into(), |at| {
        let more = text.get(at..).unwrap_or_default().matches(BETWEEN).count();
        format!(" and {more} more")
    });
    text.truncate(named.unwrap_or(room));
    text + &end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_says_how_many_more_there_are() {
        let named = |count: usize| (0..count).map(|at| format!("party-{at}")).collect::<Vec<_>>().join(BETWEEN);
        assert_eq!(bounded(named(300)), named(300));
        let cut = bounded(named(10_000));
        assert!(cut.len() <= VALUE_BYTES, "{}", cut.len());
        let (list, more) = cut.rsplit_once(" and ").unwrap();
        let told = list.split(BETWEEN).count();
        assert_eq!(list, named(told));
        assert_eq!(more, format!("{} more", 10_000 - told));
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        let cut = bounded("ы".repeat(VALUE_BYTES));
        assert!(cut.len() <= VALUE_BYTES && cut.ends_with("ы…"), "{}", cut.len());
    }
}
