//! Lists in order. They are short, or come nearly in order: then an entry is put where it belongs, by a few comparisons and
//! a little code, where each kind of list that is sorted at once has several kilobytes of its own in a component.

use std::cmp::Ordering;

/// Puts an entry where it belongs; behind those that are alike.
pub(crate) fn put<T>(list: &mut Vec<T>, entry: T, compare: impl Fn(&T, &T) -> Ordering) {
    if list.last().is_none_or(|last| compare(last, &entry).is_le()) {
        list.push(entry);
        return;
    }
    let place = list.partition_point(|other| compare(other, &entry).is_le());
    list.insert(place, entry);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_stand_in_order_and_those_alike_as_they_came() {
        let table: [(&[(u8, char)], &str); 5] = [
            (&[], ""),
            (&[(2, 'a'), (1, 'b')], "ba"),
            (&[(1, 'a'), (2, 'b'), (3, 'c')], "abc"),
            (&[(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (3, 'e'), (2, 'f')], "bdacfe"),
            (&[(3, 'a'), (2, 'b'), (1, 'c'), (2, 'd')], "cbda"),
        ];
        for (entries, expected) in table {
            let mut list = Vec::new();
            for entry in entries {
                put(&mut list, *entry, |a, b| a.0.cmp(&b.0));
            }
            assert_eq!(list.iter().map(|(_, name)| *name).collect::<String>(), expected, "{entries:?}");
        }
    }
}
