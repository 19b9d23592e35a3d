//! Values under hashed keys, as one sorted table with a directory of its buckets: small, without an order of its own, and one
//! step to a key. Two keys of one hash only mean one comparison more: what is found is compared.

/// A key on its way into a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Filling(Vec<(u64, u32)>);

impl Filling {
    pub(super) fn add(&mut self, key: u64, value: u32) {
        self.0.push((key, value));
    }

    pub(super) fn close(mut self) -> Table {
        self.0.sort_unstable();
        self.0.dedup();
        // About one key to a bucket.
        let bits = self.0.len().max(2).ilog2().min(24);
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (at, (key, _)) in self.0.iter().enumerate() {
            let after = bucket(*key, bits) + 1;
            if let Some(start) = starts.get_mut(after) {
                *start = u32::try_from(at + 1).unwrap_or(u32::MAX);
            }
        }
        let mut last = 0;
        for start in &mut starts {
            last = last.max(*start);
            *start = last;
        }
        let items = self.0.into_iter().map(|(key, value)| (print(key), value)).collect();
        Table { bits, starts, items }
    }
}

/// See the room's text.
#[derive(Clone, Debug)]
pub(super) struct Table {
    bits: u32,
    starts: Vec<u32>,
    items: Vec<(u32, u32)>,
}

impl Table {
    /// The values under a key, and perhaps some under another of the same hash.
    pub(super) fn get(&self, key: u64) -> impl Iterator<Item = u32> {
        let at = bucket(key, self.bits);
        let end = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let print = print(key);
        let items = self.items.get(end(at)..end(at + 1)).unwrap_or_default();
        items.iter().filter(move |(found, _)| *found == print).map(|(_, value)| *value)
    }

    /// The values under any of some keys, ascending, each once, in place of what `found` held.
    pub(super) fn gather(&self, found: &mut Vec<u32>, keys: impl FnOnce(&mut dyn FnMut(u64))) {
        found.clear();
        keys(&mut |key| found.extend(self.get(key)));
        found.sort_unstable();
        found.dedup();
    }
}

impl Default for Table {
    fn default() -> Self {
        Filling::default().close()
    }
}

fn bucket(key: u64, bits: u32) -> usize {
    usize::try_from(key >> (64 - bits)).unwrap_or(usize::MAX)
}

/// The lower half tells keys of a bucket apart.
fn print(key: u64) -> u32 {
    u32::try_from(key & 0xFFFF_FFFF).unwrap_or(0)
}

/// What words are hashed with: of a word with letters left out it is found from pieces of the whole word's.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// What a text is hashed to. `sort` keeps keys of one sort apart from those of others.
pub(super) fn hash(text: &str, sort: u64) -> u64 {
    mixed(text.bytes().fold(0, step), sort)
}

fn step(hash: u64, byte: u8) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1)
}

/// Spreads the bits: tables look at the upper ones.
fn mixed(hash: u64, sort: u64) -> u64 {
    let mut hash = hash ^ sort.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash ^ (hash >> 32)
}

/// Hashes of a word itself and with up to so many of its letters, two at most, left out. Some come twice.
pub(super) fn with_letters_left_out(word: &str, most: usize, sort: u64, mut see: impl FnMut(u64)) {
    let bytes = word.as_bytes();
    see(hash(word, sort));
    if most == 0 {
        return;
    }
    // What each end hashes to, with the power that shifts what stands before it.
    let mut tails = vec![(0_u64, 1_u64); bytes.len() + 1];
    for (at, byte) in bytes.iter().enumerate().rev() {
        let (tail, power) = tails.get(at + 1).copied().unwrap_or((0, 1));
        if let Some(here) = tails.get_mut(at) {
            *here = (tail.wrapping_add((u64::from(*byte) + 1).wrapping_mul(power)), power.wrapping_mul(BASE));
        }
    }
    let with_tail = |head: u64, at: usize| {
        let (tail, power) = tails.get(at).copied().unwrap_or((0, 1));
        head.wrapping_mul(power).wrapping_add(tail)
    };
    let mut head = 0;
    for (at, byte) in bytes.iter().enumerate() {
        see(mixed(with_tail(head, at + 1), sort));
        if most > 1 {
            let mut between = head;
            for (other, letter) in bytes.iter().enumerate().skip(at + 1) {
                see(mixed(with_tail(between, other + 1), sort));
                between = step(between, *letter);
            }
        }
        head = step(head, *byte);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn letters_left_out_hash_like_the_shorter_word() {
        for (word, most) in [("abcdef", 1), ("abcdef", 2), ("aab", 2), ("x", 1), ("", 2)] {
            let mut got = BTreeSet::new();
            with_letters_left_out(word, most, 3, |hash| {
                got.insert(hash);
            });
            let mut words = vec![word.to_owned()];
            let mut all = words.clone();
            for _ in 0..most {
                let shorter = |word: &String| {
                    (0..word.len()).map(|at| word[..at].to_owned() + &word[at + 1..]).collect::<Vec<_>>()
                };
                words = words.iter().flat_map(shorter).collect();
                all.extend(words.clone());
            }
            let expected: BTreeSet<_> = all.iter().map(|word| hash(word, 3)).collect();
            assert_eq!(got, expected, "{word} {most}");
        }
    }

    #[test]
    fn a_table_gives_what_was_put_in() {
        let mut filling = Filling::default();
        for at in 0..1_000_u32 {
            filling.add(hash(&format!("key{}", at % 300), 1), at);
        }
        let table = filling.close();
        let got: Vec<_> = table.get(hash("key7", 1)).collect();
        assert_eq!(got, [7, 307, 607, 907]);
        assert_eq!(table.get(hash("nothing", 1)).count(), 0);
        assert_eq!(Table::default().get(5).count(), 0);
    }
}
