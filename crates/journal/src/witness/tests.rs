use proptest::prelude::*;

use super::*;
use crate::merkle::{leaf_hash, reference};
use crate::note::{Kind, Signer};

const ORIGIN: &str = "example.org/log";

fn log() -> Signer {
    Signer::new(ORIGIN, Kind::Text, &[1; 32]).unwrap()
}

fn keys() -> Vec<VerifierKey> {
    vec![log().verifier().clone()]
}

fn leaves(size: usize, forked_at: Option<usize>) -> Vec<Digest> {
    let bytes = |n: usize| {
        if forked_at.is_some_and(|at| n >= at) {
            n + 1_000
        } else {
            n
        }
    };
    (0..size).map(|n| leaf_hash(&bytes(n).to_be_bytes())).collect()
}

fn head(leaves: &[Digest]) -> Head {
    Head {
        size: leaves.len() as u64,
        root: reference::root(leaves),
    }
}

fn submission(old: usize, leaves: &[Digest], signer: &Signer) -> Submission {
    let text = Checkpoint::new(ORIGIN, head(leaves)).to_string();
    let mut note = Note::new(text.clone()).unwrap();
    note.add(signer.sign(&text, 0));
    Submission {
        old_size: old as u64,
        proof: reference::consistency(leaves, old).unwrap_or_default(),
        note,
    }
}

#[test]
fn the_first_checkpoint_is_taken_as_it_is_and_later_ones_with_a_proof() {
    let first = submission(0, &leaves(5, None), &log());
    let seen = examine(&first, &keys(), None).unwrap().head;
    assert_eq!(seen, head(&leaves(5, None)));
    let next = submission(5, &leaves(9, None), &log());
    assert_eq!(examine(&next, &keys(), Some(seen)).unwrap().head.size, 9);
    assert_eq!(
        examine(&submission(5, &leaves(5, None), &log()), &keys(), Some(seen))
            .unwrap()
            .head,
        seen
    );
}

#[test]
fn a_history_that_was_rewritten_is_not_cosigned() {
    let seen = Some(head(&leaves(5, None)));
    let forked = submission(5, &leaves(9, Some(3)), &log());
    assert_eq!(examine(&forked, &keys(), seen), Err(Refused::Inconsistent));
    let same_size = submission(5, &leaves(5, Some(4)), &log());
    assert_eq!(examine(&same_size, &keys(), seen), Err(Refused::Forked));
    assert!(Refused::Forked.is_evidence() && !Refused::Inconsistent.is_evidence());
}

#[test]
fn a_log_that_goes_back_or_guesses_is_told_where_the_witness_stands() {
    let seen = Some(head(&leaves(5, None)));
    let behind = submission(3, &leaves(4, None), &log());
    assert_eq!(examine(&behind, &keys(), seen), Err(Refused::AnotherSize { latest: 5 }));
    let unknowing = submission(0, &leaves(9, None), &log());
    assert_eq!(
        examine(&unknowing, &keys(), seen),
        Err(Refused::AnotherSize { latest: 5 })
    );
    let mut backwards = submission(0, &leaves(4, None), &log());
    backwards.old_size = 5;
    assert_eq!(examine(&backwards, &keys(), seen), Err(Refused::OldSizeTooLarge));
}

#[test]
fn only_a_known_logs_own_signature_counts() {
    let other_key = Signer::new(ORIGIN, Kind::Text, &[2; 32]).unwrap();
    let unsigned = submission(0, &leaves(5, None), &other_key);
    assert_eq!(examine(&unsigned, &keys(), None), Err(Refused::NotSigned));
    let known = submission(0, &leaves(5, None), &log());
    assert_eq!(examine(&known, &[], None), Err(Refused::UnknownLog));
    let rotated = [other_key.verifier().clone(), log().verifier().clone()];
    assert!(examine(&known, &rotated, None).is_ok());
}

#[test]
fn a_first_checkpoint_comes_without_a_proof() {
    let mut first = submission(0, &leaves(5, None), &log());
    first.proof.push(Digest::of(b"more"));
    assert_eq!(examine(&first, &keys(), None), Err(Refused::Inconsistent));
}

#[test]
fn what_is_no_submission_is_refused() {
    let good = submission(3, &leaves(5, None), &log()).to_string();
    let proof = Digest::of(b"").to_base64();
    for body in [
        String::new(),
        good.replacen("old 3", "old 03", 1),
        good.replacen("old 3", "new 3", 1),
        good.replacen("old 3\n", "old 3\nAAAA\n", 1),
        format!(
            "old 3\n{}\n{}",
            format!("{proof}\n").repeat(MAX_PROOF + 1),
            good.split_once("\n\n").unwrap().1
        ),
        good.trim_end().to_owned(),
    ] {
        assert_eq!(body.parse::<Submission>(), Err(Refused::Malformed), "{body}");
    }
}

proptest! {
    #[test]
    fn a_submission_reads_back_and_an_honest_one_is_accepted(size in 1usize..60, pick in any::<prop::sample::Index>()) {
        let old = pick.index(size + 1);
        let all = leaves(size, None);
        let sent = submission(old, &all, &log());
        let read: Submission = sent.to_string().parse().unwrap();
        prop_assert_eq!(&read, &sent);
        prop_assert!(examine(&read, &keys(), Some(head(&all[..old]))).is_ok());
    }

    #[test]
    fn no_fork_below_the_witnessed_size_is_accepted(size in 2usize..60, pick in any::<prop::sample::Index>()) {
        let old = 1 + pick.index(size - 1);
        let fork = pick.index(old);
        let sent = submission(old, &leaves(size, Some(fork)), &log());
        let examined = examine(&sent, &keys(), Some(head(&leaves(old, None))));
        prop_assert_eq!(examined, Err(Refused::Inconsistent));
    }

    #[test]
    fn whatever_is_made_of_a_submission_reads_as_what_it_writes_or_not_at_all(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[\\x00-\\x7f—é]{0,3}"), 1..4)
    ) {
        let mut body = submission(3, &leaves(5, None), &log()).to_string();
        for (at, length, instead) in cuts {
            let from = body.floor_char_boundary(at.index(body.len() + 1));
            let to = body.floor_char_boundary((from + length.index(40)).min(body.len()));
            body.replace_range(from..to.max(from), &instead);
        }
        if let Ok(read) = body.parse::<Submission>() {
            prop_assert_eq!(read.to_string(), body);
        }
    }
}
