//! Who takes part.

use uuid::Uuid;
use yunqian_signaling::ParticipantId;

/// The participant of a number.
pub fn who(number: u8) -> ParticipantId {
    ParticipantId(Uuid::from_u128(number.into()))
}
