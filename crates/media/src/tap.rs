//! Packets of a track for those who keep it or pass it on otherwise.

use std::sync::Arc;
use std::time::Instant;

use str0m::format::Codec;
use yunqian_signaling::{RoomId, TrackId};

/// The codec of a tapped track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TapCodec {
    /// Opus (RFC 7587).
    Opus,
    /// VP8 (RFC 7741).
    Vp8,
    /// VP9 (RFC 9628).
    Vp9,
    /// H.264 (RFC 6184).
    H264,
}

impl TapCodec {
    /// Names a codec that a recorder can read.
    pub(crate) fn of(codec: Codec) -> Option<Self> {
        Some(match codec {
            Codec::Opus => Self::Opus,
            Codec::Vp8 => Self::Vp8,
            Codec::Vp9 => Self::Vp9,
            Codec::H264 => Self::H264,
            _ => return None,
        })
    }

    /// RTP clock ticks a second.
    #[must_use]
    pub fn clock_rate(self) -> u32 {
        match self {
            Self::Opus => 48_000,
            Self::Vp8 | Self::Vp9 | Self::H264 => 90_000,
        }
    }

    /// Tells whether it carries pictures rather than sound.
    #[must_use]
    pub fn is_video(self) -> bool {
        self != Self::Opus
    }

    /// The name in the record.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Opus => "opus",
            Self::Vp8 => "vp8",
            Self::Vp9 => "vp9",
            Self::H264 => "h264",
        }
    }
}

/// A packet of a track as it came from its sender.
#[derive(Debug, Clone)]
pub struct Tapped {
    /// The room.
    pub room: RoomId,
    /// The track.
    pub track: TrackId,
    /// Counts up when the sender's clock and numbers start anew.
    pub epoch: u64,
    /// The codec.
    pub codec: TapCodec,
    /// The extended sequence number.
    pub seq: u64,
    /// The RTP timestamp.
    pub rtp_time: u32,
    /// Last packet of its frame (video), first of a talk spurt (audio).
    pub marker: bool,
    /// When it arrived.
    pub arrived: Instant,
    /// The last sender report: NTP time (32.32) and the RTP timestamp of that moment.
    pub sender_clock: Option<(u64, u32)>,
    /// The payload, with the codec's payload descriptor.
    pub payload: Arc<[u8]>,
}
