//! One media section of a download: what it carries, and the stream that its receiver knows.

use std::time::Instant;

use str0m::Rtc;
use str0m::change::SdpApi;
use str0m::format::{Codec, CodecSpec};
use str0m::media::{Direction as Flow, MediaKind, Mid};
use str0m::rtp::Extension;

use super::connection::Connection;
use super::download::Wanted;
use crate::egress::{Extensions, Repair, Stream};

/// One media section and what it carries.
pub(super) struct Slot {
    pub(super) mid: Mid,
    pub(super) group: usize,
    pub(super) video: bool,
    pub(super) placed: Placed,
    pub(super) carries: Option<Wanted>,
    /// Whether the answer that covers `carries` has come.
    pub(super) open: bool,
    /// How high the receiver shows it; whole when it did not say, not at all when 0.
    pub(super) shown: Option<u16>,
    /// The stream its receiver knows, once something was sent.
    pub(super) stream: Option<Stream>,
    /// The layer that is being sent.
    pub(super) layer: Option<usize>,
    /// The layer to send from its next keyframe on; none holds the track back.
    pub(super) target: Option<usize>,
    pub(super) format: Option<(CodecSpec, Option<Format>)>,
}

/// Payload types under which a receiver takes a codec.
#[derive(Debug, Clone, Copy)]
pub(super) struct Format {
    payload_type: u8,
    repair: Option<u8>,
    hertz: u32,
}

/// How far the remote knows what a slot carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// The section is still to be added.
    New,
    /// The section exists and carries another track than before.
    Again,
    /// The remote knows.
    Negotiated,
}

impl Slot {
    pub(super) fn needs_new_stream(&self) -> bool {
        self.placed == Placed::Again
    }

    /// Adds what this slot needs to the next offer.
    pub(super) fn change(&mut self, api: &mut SdpApi<'_>) {
        match (self.placed, &self.carries) {
            (Placed::New, _) => {
                let kind = if self.video { MediaKind::Video } else { MediaKind::Audio };
                let stream = Some(format!("stage-{}", self.group));
                self.mid = api.add_media(kind, Flow::SendOnly, stream, None, None);
            }
            (Placed::Again, Some(_)) => {
                api.set_direction(self.mid, Flow::Inactive);
                api.set_direction(self.mid, Flow::SendOnly);
            }
            (_, Some(_)) => {}
            (_, None) => api.set_direction(self.mid, Flow::Inactive),
        }
    }

    pub(super) fn new(group: usize, video: bool, placed: Placed) -> Self {
        Self {
            mid: Mid::from(""),
            group,
            video,
            placed,
            carries: None,
            open: false,
            shown: None,
            stream: None,
            layer: None,
            target: Some(0),
            format: None,
        }
    }

    /// Stops sending until the next packet at which a receiver can start.
    pub(super) fn hold(&mut self) {
        self.layer = None;
        if let Some(stream) = &mut self.stream {
            stream.numbering.stop();
        }
    }

    /// Gives the stream under which the receiver takes `spec`, if it does.
    pub(super) fn stream_for(&mut self, rtc: &mut Connection, spec: CodecSpec, now: Instant) -> Option<&mut Stream> {
        let known = self.format.as_ref().is_some_and(|(known, _)| *known == spec);
        if !known {
            let format = find_format(rtc, self.mid, spec);
            if let (Some(stream), Some(format)) = (&mut self.stream, format) {
                stream.payload_type = format.payload_type;
            }
            self.format = Some((spec, format));
        }
        let format = self.format.and_then(|(_, format)| format)?;
        if self.stream.is_none() {
            self.stream = Some(open_stream(rtc, self.mid, format, now)?);
        }
        self.stream.as_mut()
    }
}

fn find_format(rtc: &mut Connection, mid: Mid, spec: CodecSpec) -> Option<Format> {
    rtc.with(|rtc| {
        let accepted = rtc.media(mid)?.remote_pts();
        rtc.codec_config()
            .find(|p| accepted.contains(&p.pt()) && same_format(&p.spec(), &spec))
            .map(|p| Format {
                payload_type: *p.pt(),
                repair: p.resend().map(|pt| *pt),
                hertz: p.spec().clock_rate.get(),
            })
    })?
}

/// Takes over the identity that was negotiated for a section.
fn open_stream(rtc: &mut Connection, mid: Mid, format: Format, now: Instant) -> Option<Stream> {
    rtc.with(|rtc| {
        let extensions = rtc.media(mid).map(|media| {
            let map = media.remote_extmap();
            Extensions {
                send_time: map.id_of(Extension::AbsoluteSendTime),
                orientation: map.id_of(Extension::VideoOrientation),
            }
        })?;
        let mut api = rtc.direct_api();
        let negotiated = api.stream_tx_by_mid(mid, None)?;
        let mut stream = Stream::new(*negotiated.ssrc(), format.payload_type, format.hertz, now);
        let repair = negotiated.rtx().zip(format.repair);
        stream.repair = repair.map(|(ssrc, payload_type)| Repair {
            ssrc: *ssrc,
            payload_type,
        });
        stream.extensions = extensions;
        Some(stream)
    })?
}

/// Gives a section that carries another track a stream of its own, so that receivers start
/// afresh instead of mixing two clocks.
pub(super) fn renew_stream(rtc: &mut Rtc, mid: Mid) {
    let mut api = rtc.direct_api();
    let Some(rtx) = api.stream_tx_by_mid(mid, None).map(|s| s.rtx().is_some()) else {
        return;
    };
    let ssrc = api.new_ssrc();
    let rtx = rtx.then(|| api.new_ssrc());
    api.reset_stream_tx(mid, None, ssrc, rtx);
}

/// Tells whether a receiver of `a` can decode `b`.
fn same_format(a: &CodecSpec, b: &CodecSpec) -> bool {
    if a.codec != b.codec {
        return false;
    }
    match a.codec {
        Codec::Vp9 => a.format.profile_id == b.format.profile_id,
        Codec::H264 => {
            let profile = |s: &CodecSpec| s.format.profile_level_id.map(|id| id >> 8);
            profile(a) == profile(b) && a.format.packetization_mode == b.format.packetization_mode
        }
        _ => true,
    }
}
