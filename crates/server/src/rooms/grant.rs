//! Room grants as JWT, signed with EdDSA.

use std::time::Duration;

use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::EncodePrivateKey;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use yunqian_signaling::{ErrorCode, RoomGrant};

use super::{RoomAccess, RoomsError, clock};

/// The key pair, in both forms the JWT library wants.
pub(super) struct Keys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Keys {
    pub(super) fn new(seed: &[u8; 32]) -> Result<Self, RoomsError> {
        let key = SigningKey::from_bytes(seed);
        let private = key.to_pkcs8_der().map_err(|e| RoomsError::Key(e.to_string()))?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[RoomGrant::AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        validation.leeway = 0;
        Ok(Self {
            encoding: EncodingKey::from_ed_der(private.as_bytes()),
            decoding: DecodingKey::from_ed_der(key.verifying_key().as_bytes()),
            validation,
        })
    }

    pub(super) fn issue(&self, access: RoomAccess, life: Duration) -> Result<String, RoomsError> {
        let claims = access.into_grant(clock::now().0 / 1000 + life.as_secs());
        let header = Header::new(Algorithm::EdDSA);
        Ok(jsonwebtoken::encode(&header, &claims, &self.encoding)?)
    }

    /// Reads a grant, or says which code to refuse it with.
    pub(super) fn verify(&self, token: &str) -> Result<RoomGrant, ErrorCode> {
        jsonwebtoken::decode(token, &self.decoding, &self.validation)
            .map(|data| data.claims)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => ErrorCode::GrantExpired,
                _ => ErrorCode::BadGrant,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yunqian_signaling::{Grants, Knock, Role, RoomId, RoomKind};

    fn access() -> RoomAccess {
        RoomAccess {
            person: "p".into(),
            room: RoomId("r".into()),
            kind: RoomKind::Roadshow,
            name: "N".into(),
            organisation: None,
            role: Role::Viewer,
            grants: Grants::of(Role::Viewer),
            rehearsal: false,
            knock: Knock::AsTheRoomSays,
        }
    }

    #[test]
    fn only_an_own_and_fresh_grant_is_read() {
        let keys = Keys::new(&[7; 32]).unwrap();
        let good = keys.issue(access(), Duration::from_secs(60)).unwrap();
        assert_eq!(keys.verify(&good).unwrap().sub, "p");
        let other = Keys::new(&[8; 32]).unwrap();
        assert_eq!(other.verify(&good), Err(ErrorCode::BadGrant));
        assert_eq!(keys.verify("nonsense"), Err(ErrorCode::BadGrant));
        let mut tampered = good.clone();
        tampered.replace_range(60..61, if &good[60..61] == "A" { "B" } else { "A" });
        assert_eq!(keys.verify(&tampered), Err(ErrorCode::BadGrant));
        let old = Validation::default().leeway;
        assert!(old > 0, "the default leeway would let expired grants in");
        let expired = keys.issue(access(), Duration::ZERO).unwrap();
        let mut strict = Keys::new(&[7; 32]).unwrap();
        strict.validation.reject_tokens_expiring_in_less_than = 1;
        assert_eq!(strict.verify(&expired), Err(ErrorCode::GrantExpired));
    }
}
