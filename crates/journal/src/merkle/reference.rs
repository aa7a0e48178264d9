//! RFC 6962, sections 2.1.1 and 2.1.2, word for word over all leaves: slow, and so the judge of what is fast.

use super::{empty_root, node_hash};
use crate::Digest;

/// The root over `leaves`.
pub(crate) fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

/// The path that shows that the leaf at `index` is in the tree of all `leaves`.
///
/// `None` when there is no such leaf.
pub(crate) fn inclusion(leaves: &[Digest], index: usize) -> Option<Vec<Digest>> {
    if index >= leaves.len() {
        return None;
    }
    if leaves.len() == 1 {
        return Some(Vec::new());
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut path, sibling) = if index < middle {
        (inclusion(left, index)?, root(right))
    } else {
        (inclusion(right, index - middle)?, root(left))
    };
    path.push(sibling);
    Some(path)
}

/// The path that shows that the tree of all `leaves` extends the tree of the first `earlier`.
///
/// `None` when `earlier` is 0 or beyond the end.
pub(crate) fn consistency(leaves: &[Digest], earlier: usize) -> Option<Vec<Digest>> {
    (1..=leaves.len())
        .contains(&earlier)
        .then(|| subproof(leaves, earlier, true))
}

fn subproof(leaves: &[Digest], earlier: usize, whole: bool) -> Vec<Digest> {
    if earlier == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut path, sibling) = if earlier <= middle {
        (subproof(left, earlier, whole), root(right))
    } else {
        (subproof(right, earlier - middle, false), root(left))
    };
    path.push(sibling);
    path
}

/// The largest power of two smaller than `count`, which is at least 2.
fn split(count: usize) -> usize {
    count.next_power_of_two() / 2
}
