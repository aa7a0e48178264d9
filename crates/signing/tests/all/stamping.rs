use yunqian_signing::{
    Authority, AuthoritySeed, TimestampAuthority, TimestampError, Trust, UnixSeconds, timestamp, verify_timestamp,
};

const NOW: UnixSeconds = UnixSeconds(1_700_000_000);
const MESSAGE: &[u8] = b"example.org/log\n3\nroot\n";

fn authority(seed: u8) -> Authority {
    let seed = AuthoritySeed {
        keys: [[seed; 32], [seed + 1; 32], [seed + 2; 32]],
        serials: [[seed; 16], [seed + 1; 16], [seed + 2; 16]],
    };
    Authority::generate(&seed, UnixSeconds(NOW.0 - 86_400)).unwrap()
}

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
    let authority = authority(1);
    let tsa = authority.tsa(NOW, [9; 16]);
    let stamped = timestamp(MESSAGE, &[&Dead, &tsa], &authority.trust(), [7; 16], NOW).unwrap();
    assert_eq!(stamped.at, NOW);
    assert_eq!(verify_timestamp(&stamped.token, MESSAGE, &authority.trust()), Ok(NOW));
    let another = verify_timestamp(&stamped.token, b"something else", &authority.trust());
    assert_eq!(another, Err(TimestampError::Imprint));
    let untrusted = verify_timestamp(&stamped.token, MESSAGE, &Trust::default());
    assert!(matches!(untrusted, Err(TimestampError::Chain(_))));
}

#[test]
fn no_authority_no_timestamp() {
    let authority = authority(1);
    for authorities in [&[][..], &[&Dead as &dyn TimestampAuthority][..]] {
        let refused = timestamp(MESSAGE, authorities, &authority.trust(), [7; 16], NOW);
        assert!(matches!(refused, Err(TimestampError::Unreachable(_))));
    }
}

#[test]
fn an_old_answer_is_not_taken_for_a_new_one() {
    let authority = authority(1);
    let tsa = authority.tsa(NOW, [9; 16]);
    let listening = Listening(&tsa, std::cell::RefCell::default());
    timestamp(MESSAGE, &[&listening], &authority.trust(), [7; 16], NOW).unwrap();
    let replaying = Replaying(listening.1.into_inner());
    let replayed = timestamp(MESSAGE, &[&replaying], &authority.trust(), [8; 16], NOW);
    assert_eq!(replayed, Err(TimestampError::Nonce));
    let other = timestamp(b"something else", &[&replaying], &authority.trust(), [7; 16], NOW);
    assert_eq!(other, Err(TimestampError::Imprint));
    let late = timestamp(MESSAGE, &[&replaying], &authority.trust(), [7; 16], NOW.plus_days(1));
    assert_eq!(late, Err(TimestampError::Time));
}
