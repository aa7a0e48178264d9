use yunqian_signing::{Digest, TimestampAuthority, TimestampError, Trust, check_timestamp, timestamp};

use crate::support::{NOW, authority};

const MESSAGE: &[u8] = b"example.org/log\n3\nroot\n";

/// One that is not there.
struct Dead;

impl TimestampAuthority for Dead {
    fn respond(&self, _: &[u8]) -> Result<Vec<u8>, TimestampError> {
        Err(TimestampError::Unreachable("it is down".to_owned()))
    }
}

/// One that answers every request with the same answer.
struct Replaying(Vec<u8>);

impl TimestampAuthority for Replaying {
    fn respond(&self, _: &[u8]) -> Result<Vec<u8>, TimestampError> {
        Ok(self.0.clone())
    }
}

/// Keeps the answer that an authority gives.
struct Listening<'a>(&'a dyn TimestampAuthority, std::cell::RefCell<Vec<u8>>);

impl TimestampAuthority for Listening<'_> {
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let answer = self.0.respond(request)?;
        self.1.replace(answer.clone());
        Ok(answer)
    }
}

#[test]
fn the_second_authority_is_asked_when_the_first_is_dead() {
    let authority = authority(NOW);
    let [tsa, _] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let stamped = timestamp(Digest::of(MESSAGE), [7; 16], NOW, &[&Dead, &tsa], &authority.trust()).unwrap();
    assert_eq!(stamped.at, NOW);
    let trust = authority.trust();
    let checked = check_timestamp(&stamped.token, Digest::of(MESSAGE), &trust, NOW);
    assert_eq!(checked, Ok(stamped.clone()));
    let another = check_timestamp(&stamped.token, Digest::of(b"something else"), &trust, NOW);
    assert_eq!(another, Err(TimestampError::Imprint));
    let untrusted = check_timestamp(&stamped.token, Digest::of(MESSAGE), &Trust::default(), NOW);
    assert!(matches!(untrusted, Err(TimestampError::Chain(_))));
}

#[test]
fn no_authority_no_timestamp() {
    let authority = authority(NOW);
    for authorities in [&[][..], &[&Dead as &dyn TimestampAuthority][..]] {
        let refused = timestamp(Digest::of(MESSAGE), [7; 16], NOW, authorities, &authority.trust());
        assert!(matches!(refused, Err(TimestampError::Unreachable(_))));
    }
}

#[test]
fn an_old_answer_is_not_taken_for_a_new_one() {
    let authority = authority(NOW);
    let [tsa, _] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let listening = Listening(&tsa, std::cell::RefCell::default());
    timestamp(Digest::of(MESSAGE), [7; 16], NOW, &[&listening], &authority.trust()).unwrap();
    let replaying = Replaying(listening.1.into_inner());
    let replayed = timestamp(Digest::of(MESSAGE), [8; 16], NOW, &[&replaying], &authority.trust());
    assert_eq!(replayed, Err(TimestampError::Nonce));
    let other = timestamp(
        Digest::of(b"something else"),
        [7; 16],
        NOW,
        &[&replaying],
        &authority.trust(),
    );
    assert_eq!(other, Err(TimestampError::Imprint));
    let late = timestamp(
        Digest::of(MESSAGE),
        [7; 16],
        NOW.plus_days(1),
        &[&replaying],
        &authority.trust(),
    );
    assert_eq!(late, Err(TimestampError::Time));
}
