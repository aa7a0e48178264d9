//! The unit's own sealing of SRTP, here for the other side.

#[path = "../../../crates/media/src/egress/keys.rs"]
mod keys;
#[path = "../../../crates/media/src/egress/sealer.rs"]
mod sealer;

pub(crate) use keys::{Agreed, provider};
pub(crate) use sealer::Sealer;
