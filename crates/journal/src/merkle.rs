//! The Merkle tree of RFC 6962, section 2.1, over SHA-256.
//!
//! [`CompactRange`] follows a growing tree with one hash for every one-bit of its size, so an
//! append costs a few hashes and the root is always at hand. [`span`] tells which perfect subtrees an
//! audit path is made of, so that whoever keeps their hashes reads a few of them instead of every leaf.
//! [`proof`] checks the paths that show a stranger that an entry is in the tree, or that one tree
//! extends another.

use crate::Digest;

pub mod proof;
pub mod span;

/// Hashes the bytes of an entry as a leaf: SHA-256(0x00 ‖ bytes).
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> Digest {
    Digest::of_parts(&[&[0x00], bytes])
}

/// Hashes two subtrees as a node: SHA-256(0x01 ‖ left ‖ right).
#[must_use]
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    Digest::of_parts(&[&[0x01], left.as_bytes(), right.as_bytes()])
}

/// The root of the tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Digest {
    Digest::of(b"")
}

/// The roots of the perfect subtrees that make up a tree of any size, largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompactRange {
    size: u64,
    subtrees: Vec<Digest>,
}

impl CompactRange {
    /// Takes up a tree of `size` leaves from the roots of its perfect subtrees, as [`span::subtrees`] of all its leaves
    /// names them; `None` when their number is another.
    #[must_use]
    pub fn of(size: u64, subtrees: Vec<Digest>) -> Option<Self> {
        (subtrees.len() == size.count_ones() as usize).then_some(Self { size, subtrees })
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf at the right edge, and gives the roots of the subtrees of two leaves and more that it completes,
    /// smallest first.
    pub fn push(&mut self, leaf: Digest) -> Vec<Digest> {
        let mut hash = leaf;
        let mut completed = Vec::new();
        // Every trailing one-bit of the size is a subtree that this leaf completes.
        for _ in 0..self.size.trailing_ones() {
            let left = self.subtrees.pop().expect("a subtree for every one-bit");
            hash = node_hash(&left, &hash);
            completed.push(hash);
        }
        self.subtrees.push(hash);
        self.size += 1;
        completed
    }

    /// The root over all leaves.
    #[must_use]
    pub fn root(&self) -> Digest {
        join(&self.subtrees)
    }
}

/// The root over subtrees that lie side by side, largest first.
#[must_use]
pub fn join(subtrees: &[Digest]) -> Digest {
    let mut from_right = subtrees.iter().rev().copied();
    let Some(last) = from_right.next() else {
        return empty_root();
    };
    from_right.fold(last, |right, left| node_hash(&left, &right))
}

#[cfg(test)]
pub(crate) mod reference;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The eight leaves of certificate-transparency's reference tests.
    pub(crate) fn reference_leaves() -> Vec<Digest> {
        [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        .iter()
        .map(|text| leaf_hash(&hex::decode(text).unwrap()))
        .collect()
    }

    const REFERENCE_ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn the_empty_tree_hashes_nothing() {
        assert_eq!(
            CompactRange::default().root().to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn roots_match_the_reference_tree_at_every_size() {
        let mut range = CompactRange::default();
        for (leaf, expected) in reference_leaves().into_iter().zip(REFERENCE_ROOTS) {
            range.push(leaf);
            assert_eq!(range.root().to_string(), expected, "size {}", range.size());
        }
    }
}
