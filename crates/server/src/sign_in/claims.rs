use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yunqian_session::{MembershipId, PersonId};

use super::key::TokenKey;
use crate::problem::Problem;

/// How long a session token is valid; then the refresh token must answer for it.
pub const LIFE_S: i64 = 15 * 60;

/// What a session token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Always [`Claims::AUDIENCE`], so that a room grant is no session and a session no room grant.
    pub aud: String,
    /// Person.
    pub sub: PersonId,
    /// Membership that it acts under.
    pub mem: MembershipId,
    /// Sign-in that this token comes from; ends with it.
    pub sid: Uuid,
    /// Id of this token.
    pub jti: Uuid,
    /// Seconds since 1970 when it was issued.
    pub iat: i64,
    /// Seconds since 1970 after which it is void.
    pub exp: i64,
}

impl Claims {
    /// The audience that every session token names.
    pub const AUDIENCE: &'static str = "yunqian-session";

    /// Makes the claims of a token issued now.
    pub fn new(now: Timestamp, sign_in: Uuid, person: PersonId, membership: MembershipId) -> Self {
        Self {
            aud: Self::AUDIENCE.to_owned(),
            sub: person,
            mem: membership,
            sid: sign_in,
            jti: Uuid::now_v7(),
            iat: now.as_second(),
            exp: now.as_second() + LIFE_S,
        }
    }

    /// Reads a token and checks that it is ours; it may be expired.
    ///
    /// # Errors
    /// `token-invalid`.
    pub fn read(key: &TokenKey, token: &str) -> Result<Self, Problem> {
        key.verify(token, Self::AUDIENCE)
            .ok_or(Problem::unauthenticated("token-invalid"))
    }

    /// Checks that the token is valid now.
    ///
    /// # Errors
    /// `session-expired`.
    pub fn current(self, now: Timestamp) -> Result<Self, Problem> {
        if now.as_second() < self.exp {
            Ok(self)
        } else {
            Err(Problem::unauthenticated("session-expired"))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(now: Timestamp) -> Claims {
        Claims::new(
            now,
            Uuid::now_v7(),
            PersonId(Uuid::now_v7()),
            MembershipId(Uuid::now_v7()),
        )
    }

    #[test]
    fn a_token_is_valid_for_a_quarter_of_an_hour_and_not_a_second_longer() {
        let start = Timestamp::from_second(1_600_000_000).unwrap();
        let at = |s| Timestamp::from_second(start.as_second() + s).unwrap();
        assert!(claims(start).current(at(LIFE_S - 1)).is_ok());
        assert_eq!(claims(start).current(at(LIFE_S)).unwrap_err().code, "session-expired");
    }

    #[test]
    fn a_room_grant_is_no_session_though_the_same_key_signed_it() {
        let key = TokenKey::from_seed([7; 32]);
        let mut claims = claims(Timestamp::UNIX_EPOCH);
        assert_eq!(Claims::read(&key, &key.sign(&claims)).unwrap(), claims);
        claims.aud = yunqian_signaling::RoomGrant::AUDIENCE.to_owned();
        assert_eq!(
            Claims::read(&key, &key.sign(&claims)).unwrap_err().code,
            "token-invalid"
        );
    }

    #[test]
    fn claims_nobody_knows_are_refused() {
        let key = TokenKey::from_seed([7; 32]);
        let mut value = serde_json::to_value(claims(Timestamp::UNIX_EPOCH)).unwrap();
        value["admin"] = json!(true);
        assert!(Claims::read(&key, &key.sign(&value)).is_err());
    }
}
