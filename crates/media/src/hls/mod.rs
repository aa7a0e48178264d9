//! HLS (RFC 8216) for the mass audience, from the frames that a tap gives: plain HLS of fragmented MP4, which any CDN
//! can keep.
//!
//! A [`Live`] is one broadcast. Its picture is one track at a time, chosen as the hall's stage would: whom the operator
//! shows large, else a shared screen, else who speaks. Its sound is the floor, one microphone at a time, and every
//! interpretation channel as a rendition of its own; captions are WebVTT renditions. Nothing is decoded, so pictures
//! are passed on only in codecs that browsers play in MP4: VP9 and H.264. Where a room sends VP8 alone the broadcast
//! has sound, and says what it lacks ([`Status::NeedsVp9`]).
//!
//! All renditions share one timeline that starts with the broadcast. When a source falls silent its rendition is
//! filled (silence; the last picture again, which VP9 can say in a byte), so that players never wait.

mod captions;
mod choice;
mod live;
mod playlist;
mod rendition;

pub use captions::Cue;
pub use live::{File, Live, Status};
