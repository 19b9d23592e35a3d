//! The Merkle tree of RFC 6962 over the leaves, kept as the roots of its perfect subtrees: an append costs O(log n)
//! hashes at worst and two on average, a root O(log n).

use std::fmt;

use sha2::{Digest as _, Sha256};

/// A hash of the tree: of a leaf, a node or the whole. Never the plain SHA-256 of some content, hence a type of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeHash([u8; 32]);

impl TreeHash {
    /// The root of the tree without leaves.
    #[must_use]
    pub fn empty() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// The hash of a leaf: SHA-256(0x00, leaf).
    #[must_use]
    pub fn of_leaf(leaf: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(leaf).finalize().into())
    }

    /// The hash of a node: SHA-256(0x01, left, right).
    #[must_use]
    pub fn of_node(left: Self, right: Self) -> Self {
        Self(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
    }

    /// A hash as it was stored.
    #[must_use]
    pub fn stored(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TreeHash({self})")
    }
}

/// A growing tree.
///
/// INVARIANT (peaks): one peak for each bit set in `size`, the largest subtree first.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    size: u64,
    peaks: Vec<TreeHash>,
}

impl Tree {
    /// Number of leaves.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash. Keeps INVARIANT (peaks): a carry of the addition merges two peaks.
    pub(super) fn append(&mut self, leaf: TreeHash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = TreeHash::of_node(left, hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root.
    pub(super) fn root(&self) -> TreeHash {
        let from_right = self.peaks.iter().rev().copied();
        from_right.reduce(|right, left| TreeHash::of_node(left, right)).unwrap_or_else(TreeHash::empty)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of RFC 6962 §2.1, word for word.
    fn naive(leaves: &[Vec<u8>]) -> TreeHash {
        match leaves.len() {
            0 => TreeHash::empty(),
            1 => TreeHash::of_leaf(&leaves[0]),
            n => {
                let split = n.next_power_of_two() / 2;
                TreeHash::of_node(naive(&leaves[..split]), naive(&leaves[split..]))
            }
        }
    }

    fn grown(leaves: &[Vec<u8>]) -> TreeHash {
        let mut tree = Tree::default();
        for leaf in leaves {
            tree.append(TreeHash::of_leaf(leaf));
        }
        assert_eq!(tree.size(), leaves.len() as u64);
        tree.root()
    }

    #[test]
    fn known_roots() {
        let leaves =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        let byte = |hex: &str, at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
        let leaves: Vec<Vec<u8>> =
            leaves.iter().map(|hex| (0..hex.len() / 2).map(|at| byte(hex, at)).collect()).collect();
        for (size, root) in roots.iter().enumerate() {
            assert_eq!(grown(&leaves[..size]).to_string(), *root, "{size} leaves");
        }
    }

    proptest! {
        #[test]
        fn grows_as_defined(leaves in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..200)) {
            prop_assert_eq!(grown(&leaves), naive(&leaves));
        }
    }
}
