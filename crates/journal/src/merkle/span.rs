//! Which perfect subtrees the audit paths of RFC 6962 are made of.
//!
//! Every hash of a path is the root over a [`Span`] of consecutive leaves, and every such root joins the roots of at
//! most 64 perfect subtrees, whose hashes never change once their last leaf is there.

use std::ops::Range;

/// Consecutive leaves whose root a path names.
pub type Span = Range<u64>;

/// A perfect subtree: the leaves from `index << level` up to `(index + 1) << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Subtree {
    /// Height; 0 is a leaf.
    pub level: u32,
    /// Position among the subtrees of its height, from the left.
    pub index: u64,
}

impl Subtree {
    /// The leaf that completes it; none beyond what can be counted.
    #[must_use]
    pub fn last_leaf(&self) -> Option<u64> {
        let end = self.index.checked_add(1)?;
        (self.level < u64::BITS && end <= u64::MAX >> self.level).then(|| (end << self.level) - 1)
    }
}

/// The spans of the path that shows that the leaf at `index` is in a tree of `size` leaves, from the leaf up.
///
/// `None` when there is no such leaf.
#[must_use]
pub fn inclusion(index: u64, size: u64) -> Option<Vec<Span>> {
    if index >= size {
        return None;
    }
    let (mut here, mut path) = (0..size, Vec::new());
    while here.end - here.start > 1 {
        let (left, right) = halves(&here);
        let (next, sibling) = if index < left.end { (left, right) } else { (right, left) };
        path.push(sibling);
        here = next;
    }
    path.reverse();
    Some(path)
}

/// The spans of the path that shows that a tree of `size` leaves extends that of the first `earlier`.
///
/// `None` when `earlier` is 0 or beyond the end.
#[must_use]
pub fn consistency(earlier: u64, size: u64) -> Option<Vec<Span>> {
    if earlier == 0 || earlier > size {
        return None;
    }
    let (mut here, mut path) = (0..size, Vec::new());
    while here.end != earlier {
        let (left, right) = halves(&here);
        let (next, sibling) = if earlier <= left.end {
            (left, right)
        } else {
            (right, left)
        };
        path.push(sibling);
        here = next;
    }
    // The earlier tree itself is known to whoever asks; a part of it is not.
    if here.start > 0 {
        path.push(here);
    }
    path.reverse();
    Some(path)
}

/// The perfect subtrees that make up a span of a path, largest first.
#[must_use]
pub fn subtrees(span: &Span) -> Vec<Subtree> {
    let (mut start, mut found) = (span.start, Vec::new());
    while start < span.end {
        let level = (span.end - start).ilog2();
        found.push(Subtree {
            level,
            index: start >> level,
        });
        start += 1 << level;
    }
    found
}

/// Splits at the largest power of two below the length, which is at least 2.
fn halves(span: &Span) -> (Span, Span) {
    let middle = span.start + (1 << (span.end - span.start - 1).ilog2());
    (span.start..middle, middle..span.end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{join, leaf_hash, reference};
    use super::*;
    use crate::Digest;

    fn tree(size: u64) -> Vec<Digest> {
        (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    /// What somebody who keeps the hashes of perfect subtrees would answer.
    fn hashed(leaves: &[Digest], spans: Vec<Span>) -> Vec<Digest> {
        let root = |subtree: Subtree| {
            let start = usize::try_from(subtree.index << subtree.level).unwrap();
            reference::root(&leaves[start..start + (1 << subtree.level)])
        };
        let hash = |span: Span| join(&subtrees(&span).into_iter().map(root).collect::<Vec<_>>());
        spans.into_iter().map(hash).collect()
    }

    #[test]
    fn no_path_leads_to_what_is_not_there() {
        assert_eq!(inclusion(3, 3), None);
        assert_eq!(consistency(0, 3), None);
        assert_eq!(consistency(4, 3), None);
        assert_eq!(consistency(3, 3), Some(Vec::new()));
    }

    #[test]
    fn the_last_leaf_of_a_subtree_can_be_counted_or_is_none() {
        let at = |level, index| Subtree { level, index }.last_leaf();
        assert_eq!((at(0, 5), at(3, 1)), (Some(5), Some(15)));
        assert_eq!((at(63, 1), at(64, 0), at(0, u64::MAX)), (None, None, None));
    }

    proptest! {
        #[test]
        fn paths_of_stored_subtrees_are_those_of_the_whole_tree(size in 1u64..200, pick in any::<prop::sample::Index>()) {
            let leaves = tree(size);
            let index = pick.index(leaves.len());
            let path = inclusion(index as u64, size).unwrap();
            prop_assert_eq!(Some(hashed(&leaves, path)), reference::inclusion(&leaves, index));
            let path = consistency(index as u64 + 1, size).unwrap();
            prop_assert_eq!(Some(hashed(&leaves, path)), reference::consistency(&leaves, index + 1));
        }

        #[test]
        fn a_path_is_never_longer_than_the_witness_protocol_lets_it_be(size in 1u64..1 << 62, pick in any::<u64>()) {
            let path = inclusion(pick % size, size).unwrap();
            let subtrees: usize = path.iter().map(|span| subtrees(span).len()).sum();
            prop_assert!(path.len() <= 62 && subtrees <= 124);
            prop_assert!(consistency(pick % size + 1, size).unwrap().len() <= 63);
        }
    }
}
