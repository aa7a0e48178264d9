//! From tapped packets to files that play: the pure part of recording and of HLS.
//!
//! A [`Reader`] puts a track's packets in order, takes them apart into frames and places those on
//! the server's wall clock. A [`Segmenter`] cuts the frames into segments that begin with a
//! keyframe and closes each as a file of its own: WebM for VP8 and Opus, fragmented MP4 for VP9
//! and H.264. [`mp4`] alone writes what HLS needs: an initialisation and media segments of one
//! timeline.
//!
//! Nothing here transcodes, reads a clock or touches a file. Times are microseconds on the
//! server's wall clock and come in with each packet. A lost packet costs the frames up to the
//! next keyframe, which the reader asks for; gaps over a second are told.

mod bits;
mod clock;
mod depacketise;
mod ebml;
pub mod mp4;
mod reader;
mod reorder;
mod segmenter;
mod webm;

pub use clock::SenderClock;
pub use depacketise::{Depacketiser, Frame, Picture};
pub use reader::{Read, Reader, TimedFrame};
pub use segmenter::{Container, Cut, Segment, Segmenter};
