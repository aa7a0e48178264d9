//! Checking audit paths as in RFC 9162, sections 2.1.3.2 and 2.1.4.2.

use super::node_hash;
use crate::Digest;

/// Checks that `leaf` is at `index` of the tree with `size` leaves and this `root`.
#[must_use]
pub fn includes(root: &Digest, size: u64, index: u64, leaf: &Digest, path: &[Digest]) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Checks that the tree (`size`, `root`) extends the tree (`earlier_size`, `earlier_root`).
#[must_use]
pub fn extends((earlier_size, earlier_root): (u64, &Digest), (size, root): (u64, &Digest), path: &[Digest]) -> bool {
    if earlier_size == size {
        return path.is_empty() && earlier_root == root;
    }
    if earlier_size == 0 || earlier_size > size {
        return false;
    }
    let (mut node, mut last) = (earlier_size - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // A perfect earlier tree is itself the first node of the path, and so is left out of it.
    let (seed, rest) = if earlier_size.is_power_of_two() {
        (earlier_root, path)
    } else {
        match path.split_first() {
            Some((seed, rest)) => (seed, rest),
            None => return false,
        }
    };
    let (mut earlier_hash, mut hash) = (*seed, *seed);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            earlier_hash = node_hash(sibling, &earlier_hash);
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && earlier_hash == *earlier_root && hash == *root
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reference::{consistency, inclusion, root};
    use super::super::tests::reference_leaves;
    use super::super::{CompactRange, leaf_hash};
    use super::*;

    fn hex_path(path: Option<Vec<Digest>>) -> Vec<String> {
        path.unwrap().iter().map(Digest::to_string).collect()
    }

    #[test]
    fn paths_match_the_reference_tree() {
        let leaves = reference_leaves();
        assert_eq!(
            hex_path(inclusion(&leaves, 5)),
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
        assert_eq!(
            hex_path(consistency(&leaves, 6)),
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        );
    }

    fn tree(size: usize) -> Vec<Digest> {
        (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    proptest! {
        #[test]
        fn every_leaf_proves_itself_and_no_other(size in 1usize..70, pick in any::<prop::sample::Index>()) {
            let leaves = tree(size);
            let index = pick.index(size);
            let path = inclusion(&leaves, index).unwrap();
            let top = root(&leaves);
            prop_assert!(includes(&top, size as u64, index as u64, &leaves[index], &path));
            for other in (0..size).filter(|other| *other != index) {
                prop_assert!(!includes(&top, size as u64, index as u64, &leaves[other], &path));
            }
            if let Some((_, shorter)) = path.split_last() {
                prop_assert!(!includes(&top, size as u64, index as u64, &leaves[index], shorter));
            }
        }

        #[test]
        fn a_tree_extends_its_own_past_and_no_other(size in 1usize..70, pick in any::<prop::sample::Index>()) {
            let leaves = tree(size);
            let earlier = 1 + pick.index(size);
            let path = consistency(&leaves, earlier).unwrap();
            let before = root(&leaves[..earlier]);
            let after = root(&leaves);
            prop_assert!(extends((earlier as u64, &before), (size as u64, &after), &path));
            let forged = leaf_hash(b"forged");
            prop_assert!(!extends((earlier as u64, &forged), (size as u64, &after), &path));
            prop_assert!(!extends((earlier as u64, &before), (size as u64, &forged), &path));
        }

        #[test]
        fn the_compact_range_agrees_with_the_whole_tree(size in 0usize..200) {
            let leaves = tree(size);
            let mut range = CompactRange::default();
            leaves.iter().for_each(|leaf| drop(range.push(*leaf)));
            prop_assert_eq!(range.root(), root(&leaves));
        }
    }
}
