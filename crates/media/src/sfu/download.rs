//! What one participant receives: its download connection and the slots on it.
//!
//! A slot is a media section. Slots come in groups that share a stream id, so that browsers keep
//! a camera and its microphone together; a group serves one participant's camera and microphone,
//! or its screen and the screen's sound, at a time. A slot that fell free is used again, with a
//! new SSRC, so that a long ceremony does not grow its SDP without end.

use std::collections::HashSet;

use str0m::Rtc;
use str0m::change::{SdpAnswer, SdpApi, SdpPendingOffer};
use str0m::format::{Codec, CodecSpec};
use str0m::media::{Direction as Flow, MediaKind, Mid, Pt};
use yunqian_signaling::{DownloadOffer, SentTrack, Source};

use super::connection::Connection;
use super::sdp::without_candidates;
use super::track::TrackKey;
use crate::demux::ConnectionId;
use crate::rewrite::Rewriter;

/// A track as a download sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) track: TrackKey,
    /// Which of the upload's lives of this track; a new one has other SSRCs and clocks.
    pub(super) epoch: u64,
}

/// One media section and what it carries.
pub(super) struct Slot {
    pub(super) mid: Mid,
    group: usize,
    video: bool,
    placed: Placed,
    pub(super) carries: Option<Wanted>,
    /// Whether the answer that covers `carries` has come.
    pub(super) open: bool,
    pub(super) paused: bool,
    pub(super) rewriter: Rewriter,
    format: Option<(CodecSpec, Option<Pt>)>,
}

/// How far the remote knows what a slot carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placed {
    /// The section is still to be added.
    New,
    /// The section exists and carries another track than before.
    Again,
    /// The remote knows.
    Negotiated,
}

/// The download side of a participant, on one connection.
pub(super) struct Download {
    pub(super) id: ConnectionId,
    pub(super) connection: u32,
    pub(super) generation: u32,
    pending: Option<SdpPendingOffer>,
    pub(super) slots: Vec<Slot>,
    groups: usize,
}

impl Download {
    pub(super) fn new(id: ConnectionId, connection: u32) -> Self {
        Self {
            id,
            connection,
            generation: 0,
            pending: None,
            slots: Vec::new(),
            groups: 0,
        }
    }

    /// Tells whether an offer waits for its answer.
    pub(super) fn is_negotiating(&self) -> bool {
        self.pending.is_some()
    }

    /// Stops forwarding what is no longer wanted; the sections follow with the next offer.
    pub(super) fn retain(&mut self, wanted: &[Wanted]) {
        for slot in &mut self.slots {
            if slot.carries.as_ref().is_some_and(|c| !wanted.contains(c)) {
                slot.carries = None;
                slot.open = false;
                slot.rewriter.stop();
            }
        }
    }

    /// Makes the offer that brings the sections in line with `wanted`; none when they are.
    pub(super) fn offer(
        &mut self,
        rtc: &mut Connection,
        wanted: &[Wanted],
        paused: &HashSet<TrackKey>,
    ) -> Option<DownloadOffer> {
        for wanted in wanted {
            if !self.slots.iter().any(|s| s.carries.as_ref() == Some(wanted)) {
                self.place(wanted, paused.contains(&wanted.track));
            }
        }
        let slots = &mut self.slots;
        let (offer, pending) = rtc.with(|rtc| {
            for slot in slots.iter().filter(|slot| slot.needs_new_stream()) {
                renew_stream(rtc, slot.mid);
            }
            let mut api = rtc.sdp_api();
            for slot in slots.iter_mut() {
                slot.change(&mut api);
            }
            api.apply()
        })??;
        self.pending = Some(pending);
        self.generation += 1;
        Some(DownloadOffer {
            connection: self.connection,
            generation: self.generation,
            sdp: offer.to_sdp_string(),
            tracks: self.sent(),
        })
    }

    /// Takes the answer to the last offer.
    pub(super) fn answer(&mut self, rtc: &mut Connection, generation: u32, sdp: &str) -> bool {
        if generation != self.generation {
            return true;
        }
        let Some(pending) = self.pending.take() else {
            return true;
        };
        let accepted = rtc.with(|rtc| {
            let answer = SdpAnswer::from_sdp_string(&without_candidates(sdp)).ok()?;
            rtc.sdp_api().accept_answer(pending, answer).ok()
        });
        for slot in &mut self.slots {
            slot.placed = Placed::Negotiated;
            slot.open = slot.carries.is_some();
            slot.format = None;
        }
        matches!(accepted, Some(Some(())))
    }

    fn place(&mut self, wanted: &Wanted, paused: bool) {
        let video = wanted.track.source.is_video();
        let group = self.group_for(wanted);
        let free = self
            .slots
            .iter_mut()
            .find(|s| s.group == group && s.video == video && s.carries.is_none());
        if let Some(slot) = free {
            slot.carries = Some(*wanted);
            slot.paused = paused;
            slot.placed = Placed::Again;
            slot.rewriter = Rewriter::new();
            return;
        }
        self.slots.push(Slot {
            mid: Mid::from(""),
            group,
            video,
            placed: Placed::New,
            carries: Some(*wanted),
            open: false,
            paused,
            rewriter: Rewriter::new(),
            format: None,
        });
    }

    fn group_for(&mut self, wanted: &Wanted) -> usize {
        let together = |other: &Wanted| {
            other.track.participant == wanted.track.participant && on_screen(other) == on_screen(wanted)
        };
        let own = self.slots.iter().find(|s| s.carries.as_ref().is_some_and(together));
        if let Some(slot) = own {
            return slot.group;
        }
        let free = (0..self.groups).find(|group| {
            let mut members = self.slots.iter().filter(|s| s.group == *group);
            members.all(|s| s.carries.is_none())
        });
        free.unwrap_or_else(|| {
            self.groups += 1;
            self.groups - 1
        })
    }

    fn sent(&self) -> Vec<SentTrack> {
        self.slots
            .iter()
            .filter_map(|slot| {
                slot.carries.as_ref().map(|carries| SentTrack {
                    mid: slot.mid.to_string(),
                    track: carries.track.id(),
                    participant: carries.track.participant,
                    source: carries.track.source,
                })
            })
            .collect()
    }
}

impl Slot {
    fn needs_new_stream(&self) -> bool {
        self.placed == Placed::Again
    }

    /// Adds what this slot needs to the next offer.
    fn change(&mut self, api: &mut SdpApi<'_>) {
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

    /// Finds the payload type under which the remote takes `spec`, if it does.
    pub(super) fn payload_type(&mut self, rtc: &mut Connection, spec: CodecSpec) -> Option<Pt> {
        if let Some((known, pt)) = self.format
            && known == spec
        {
            return pt;
        }
        let mid = self.mid;
        let pt = rtc.with(|rtc| {
            let accepted = rtc.media(mid)?.remote_pts();
            rtc.codec_config()
                .find(|p| accepted.contains(&p.pt()) && same_format(&p.spec(), &spec))
                .map(|p| p.pt())
        })?;
        self.format = Some((spec, pt));
        pt
    }
}

fn on_screen(wanted: &Wanted) -> bool {
    matches!(wanted.track.source, Source::Screen | Source::ScreenAudio)
}

/// Gives a section that carries another track a stream of its own, so that receivers start
/// afresh instead of mixing two clocks.
fn renew_stream(rtc: &mut Rtc, mid: Mid) {
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
