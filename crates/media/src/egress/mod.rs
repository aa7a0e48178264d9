//! What leaves towards receivers, sealed by this crate itself.
//!
//! str0m negotiates, checks and keys a receiver's connection and reads its feedback; the media goes past it: a packet is
//! numbered for its receiver ([`Stream`]), sealed straight into the buffer that the kernel takes ([`Sealer`]), and sent
//! again from one [`History`] per sender. Sender reports are written here too, since str0m knows of no packet.
//!
//! Deliberately not here: reading SRTP or SRTCP (str0m does), pacing, padding.

mod history;
mod keys;
mod numbering;
mod report;
mod sealer;
mod stream;

pub(crate) use history::{History, Kept};
pub(crate) use keys::{Agreed, provider};
pub(crate) use numbering::{Origin, Place};
pub(crate) use report::SenderClock;
pub(crate) use sealer::Sealer;
pub(crate) use stream::{Extensions, Line, Repair, Stream, Values};
