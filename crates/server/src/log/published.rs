//! The checkpoints that were published lately, with the cosignatures that came back for them.

use std::collections::VecDeque;

use yunqian_journal::Head;
use yunqian_journal::note::{Note, Signature};

/// Checkpoints that still take cosignatures: a witness may be a minute late even while entries pour in.
const RECENT: usize = 1_024;

/// A signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What it covers.
    pub head: Head,
    /// The note.
    pub note: Note,
}

/// The newest checkpoints, oldest first; never empty.
#[derive(Debug)]
pub(super) struct Published(VecDeque<Signed>);

impl Published {
    pub(super) fn new(first: Signed) -> Self {
        Self(VecDeque::from([first]))
    }

    pub(super) fn newest(&self) -> &Signed {
        self.0.back().expect("there is always one")
    }

    /// Publishes another one.
    pub(super) fn add(&mut self, signed: Signed) {
        if self.0.len() == RECENT {
            self.0.pop_front();
        }
        self.0.push_back(signed);
    }

    /// Adds a cosignature to the checkpoint that it is about; one too old is forgotten.
    pub(super) fn cosign(&mut self, head: Head, signature: Signature) {
        if let Some(signed) = self.0.iter_mut().rev().find(|signed| signed.head == head) {
            signed.note.add(signature);
        }
    }

    /// The checkpoint over the entry at `index` with most signatures, the newest of several.
    pub(super) fn covering(&self, index: u64) -> Option<&Signed> {
        let covering = self.0.iter().filter(|signed| signed.head.size > index);
        covering.max_by_key(|signed| (signed.note.signatures().len(), signed.head.size))
    }
}

#[cfg(test)]
mod tests {
    use yunqian_journal::Digest;
    use yunqian_journal::note::{Kind, Signer};

    use super::*;

    fn signed(size: u64) -> Signed {
        let root = Digest::of(&size.to_be_bytes());
        Signed {
            head: Head { size, root },
            note: Note::new(format!("log\n{size}\nroot\n")).unwrap(),
        }
    }

    fn cosignature(of: &Signed) -> Signature {
        let witness = Signer::new("witness", Kind::Cosignature, &[1; 32]).unwrap();
        witness.sign(of.note.text(), 1)
    }

    #[test]
    fn an_entry_is_covered_by_the_best_witnessed_checkpoint_and_else_by_the_newest() {
        let mut published = Published::new(signed(1));
        (2..5).for_each(|size| published.add(signed(size)));
        let covering = |published: &Published, index| published.covering(index).map(|found| found.head.size);
        assert_eq!(covering(&published, 1), Some(4));
        published.cosign(signed(3).head, cosignature(&signed(3)));
        assert_eq!((covering(&published, 1), covering(&published, 3)), (Some(3), Some(4)));
        assert_eq!(covering(&published, 4), None);
        assert_eq!(published.newest().head.size, 4);
    }

    #[test]
    fn only_so_many_are_kept_and_a_cosignature_that_comes_too_late_is_forgotten() {
        let mut published = Published::new(signed(0));
        (1..=RECENT as u64).for_each(|size| published.add(signed(size)));
        assert_eq!(published.0.len(), RECENT);
        published.cosign(signed(0).head, cosignature(&signed(0)));
        assert!(published.0.iter().all(|signed| signed.note.signatures().is_empty()));
    }
}
