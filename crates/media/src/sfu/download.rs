//! What one participant receives: its download connection and the slots on it.
//!
//! A slot is a media section. Slots come in groups that share a stream id, so that browsers keep
//! a camera and its microphone together; a group serves one participant's camera and microphone,
//! or its screen and the screen's sound, at a time. A slot that fell free is used again, with a
//! new SSRC, so that a long ceremony does not grow its SDP without end.

use std::collections::HashMap;
use std::time::Instant;

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::media::Mid;
use yunqian_signaling::{DownloadOffer, ErrorCode, SentTrack, Source};

use super::connection::Connection;
use super::sdp::{is_moderate, without_candidates};
use super::slot::{Placed, Slot, renew_stream};
use super::track::TrackKey;
use crate::bandwidth::{Bandwidth, Losses};
use crate::demux::ConnectionId;
use crate::rate::Rate;

/// The most sections that a receiver may list itself.
const MOST_SECTIONS: usize = 16;

/// A track as a download sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) track: TrackKey,
    /// Which of the upload's lives of this track; a new one has other SSRCs and clocks.
    pub(super) epoch: u64,
}

/// The download side of a participant, on one connection.
pub(super) struct Download {
    pub(super) id: ConnectionId,
    pub(super) connection: u32,
    pub(super) generation: u32,
    pending: Option<SdpPendingOffer>,
    pub(super) slots: Vec<Slot>,
    groups: usize,
    /// Whether the sections are the receiver's own list (WHEP): they are filled, never renegotiated.
    fixed: bool,
    pub(super) bandwidth: Bandwidth,
    pub(super) losses: Losses,
    /// What was sent, repairs included.
    pub(super) sent: Rate,
    /// Losses of the last report, of 256.
    pub(super) lost: u8,
    pub(super) round_trip_ms: Option<u32>,
}

impl Download {
    pub(super) fn new(id: ConnectionId, connection: u32, now: Instant) -> Self {
        Self {
            id,
            connection,
            generation: 0,
            pending: None,
            slots: Vec::new(),
            groups: 0,
            fixed: false,
            bandwidth: Bandwidth::new(now),
            losses: Losses::default(),
            sent: Rate::new(now),
            lost: 0,
            round_trip_ms: None,
        }
    }

    /// Takes a receiver's own list of sections; gives the answer.
    pub(super) fn accept(&mut self, rtc: &mut Connection, sdp: &str) -> Result<String, ErrorCode> {
        let clean = moderate(sdp, MOST_SECTIONS)?;
        let (answer, sections) = rtc
            .with(|rtc| {
                let offer = SdpOffer::from_sdp_string(&clean).map_err(|_| ErrorCode::BadSdp)?;
                let answer = rtc.sdp_api().accept_offer(offer).map_err(|_| ErrorCode::BadSdp)?;
                let answer = answer.to_sdp_string();
                let mids = answer.lines().filter_map(|line| line.strip_prefix("a=mid:"));
                let media = mids.filter_map(|mid| rtc.media(Mid::from(mid)));
                let sections: Vec<(Mid, bool)> = media
                    .filter(|media| media.direction().is_sending() && !media.disabled())
                    .map(|media| (media.mid(), media.kind().is_video()))
                    .collect();
                Ok((answer, sections))
            })
            .ok_or(ErrorCode::BadSdp)??;
        if sections.is_empty() {
            return Err(ErrorCode::BadSdp);
        }
        self.fixed = true;
        let slots = sections.into_iter().map(|(mid, video)| Slot {
            mid,
            ..Slot::new(0, video, Placed::Negotiated)
        });
        self.slots = slots.collect();
        Ok(answer)
    }

    /// Fills a receiver's own sections with what it wants, as far as they go.
    pub(super) fn fill(&mut self, wanted: &[Wanted], shown: &HashMap<TrackKey, u16>) {
        for wanted in wanted {
            if self.slots.iter().any(|slot| slot.carries == Some(*wanted)) {
                continue;
            }
            let video = wanted.track.source.is_video();
            let free = |slot: &&mut Slot| slot.video == video && slot.carries.is_none();
            if let Some(slot) = self.slots.iter_mut().find(free) {
                slot.carries = Some(*wanted);
                slot.open = true;
                slot.shown = shown.get(&wanted.track).copied();
                (slot.layer, slot.target) = (None, Some(0));
            }
        }
    }

    /// Tells whether the sections are the receiver's own list.
    pub(super) fn is_fixed(&self) -> bool {
        self.fixed
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
                slot.hold();
            }
        }
    }

    /// Makes the offer that brings the sections in line with `wanted`; none when they are.
    pub(super) fn offer(
        &mut self,
        rtc: &mut Connection,
        wanted: &[Wanted],
        shown: &HashMap<TrackKey, u16>,
    ) -> Option<DownloadOffer> {
        for wanted in wanted {
            if !self.slots.iter().any(|s| s.carries.as_ref() == Some(wanted)) {
                self.place(wanted, shown.get(&wanted.track).copied());
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
        let clean = moderate(sdp, self.slots.len());
        let accepted = clean.ok().and_then(|clean| {
            rtc.with(|rtc| {
                let answer = SdpAnswer::from_sdp_string(&clean).ok()?;
                rtc.sdp_api().accept_answer(pending, answer).ok()
            })
        });
        for slot in &mut self.slots {
            slot.placed = Placed::Negotiated;
            slot.open = slot.carries.is_some();
            slot.format = None;
        }
        matches!(accepted, Some(Some(())))
    }

    fn place(&mut self, wanted: &Wanted, shown: Option<u16>) {
        let video = wanted.track.source.is_video();
        let group = self.group_for(wanted);
        let free = self
            .slots
            .iter_mut()
            .find(|s| s.group == group && s.video == video && s.carries.is_none());
        if let Some(slot) = free {
            slot.carries = Some(*wanted);
            slot.shown = shown;
            slot.placed = Placed::Again;
            slot.stream = None;
            (slot.layer, slot.target) = (None, Some(0));
            return;
        }
        self.slots.push(Slot {
            carries: Some(*wanted),
            shown,
            ..Slot::new(group, video, Placed::New)
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

fn on_screen(wanted: &Wanted) -> bool {
    matches!(wanted.track.source, Source::Screen | Source::ScreenAudio)
}

/// A remote description, cleaned, if it is small enough to be parsed.
fn moderate(sdp: &str, sections: usize) -> Result<String, ErrorCode> {
    let clean = without_candidates(sdp);
    if is_moderate(&clean, sections) {
        Ok(clean)
    } else {
        Err(ErrorCode::BadSdp)
    }
}

/// Answers an offer that changes nothing but ICE.
pub(super) fn restart(rtc: &mut Connection, sdp: &str) -> Result<String, ErrorCode> {
    let clean = moderate(sdp, MOST_SECTIONS)?;
    rtc.with(|rtc| {
        let offer = SdpOffer::from_sdp_string(&clean).map_err(|_| ErrorCode::BadSdp)?;
        let answer = rtc.sdp_api().accept_offer(offer).map_err(|_| ErrorCode::BadSdp)?;
        Ok(answer.to_sdp_string())
    })
    .ok_or(ErrorCode::BadSdp)?
}
