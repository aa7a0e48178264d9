//! What one participant sends: its upload connection and the tracks on it.

use std::collections::HashMap;

use str0m::change::SdpOffer;
use str0m::format::{Codec, CodecSpec};
use str0m::media::{Mid, Pt, Rid, Rids};
use str0m::rtp::Ssrc;
use yunqian_signaling::{ErrorCode, Source, UploadOffer, UploadTrack};

use super::connection::Connection;
use super::sdp::{in_offered_order, is_moderate, without_candidates};
use crate::demux::ConnectionId;

/// The most sections of an offer: a client reuses those that fell free.
const MOST_SECTIONS: usize = 32;
/// Streams of which the section is remembered; senders have a few for each layer, unless they keep inventing them.
const MOST_STREAMS: usize = 64;

/// The upload side of a participant.
pub(super) struct Upload {
    pub(super) id: ConnectionId,
    pub(super) connection: u32,
    pub(super) generation: u32,
    pub(super) sources: HashMap<Mid, Source>,
    streams: HashMap<Ssrc, (Mid, Option<Rid>)>,
    formats: HashMap<Pt, CodecSpec>,
}

impl Upload {
    pub(super) fn new(id: ConnectionId, connection: u32) -> Self {
        Self {
            id,
            connection,
            generation: 0,
            sources: HashMap::new(),
            streams: HashMap::new(),
            formats: HashMap::new(),
        }
    }

    /// Negotiates `offer` and takes over its tracks.
    pub(super) fn negotiate(&mut self, rtc: &mut Connection, offer: &UploadOffer) -> Result<String, ErrorCode> {
        let clean = without_candidates(&offer.sdp);
        if !is_moderate(&clean, MOST_SECTIONS) {
            return Err(ErrorCode::BadSdp);
        }
        let answer = rtc
            .with(|rtc| {
                let sdp = SdpOffer::from_sdp_string(&clean).map_err(|_| ErrorCode::BadSdp)?;
                let answer = rtc.sdp_api().accept_offer(sdp);
                answer
                    .map(|answer| in_offered_order(&offer.sdp, &answer.to_sdp_string()))
                    .map_err(|_| ErrorCode::BadSdp)
            })
            .ok_or(ErrorCode::BadSdp)??;
        let sources = rtc
            .with(|rtc| {
                offer
                    .tracks
                    .iter()
                    .map(|track| named(rtc, track))
                    .collect::<Result<HashMap<_, _>, _>>()
            })
            .ok_or(ErrorCode::BadSdp)??;
        self.generation = offer.generation;
        self.sources = sources;
        self.streams.clear();
        self.formats.clear();
        Ok(answer)
    }

    /// Tells which source and layer a packet belongs to.
    pub(super) fn source_of(&mut self, rtc: &mut Connection, ssrc: Ssrc) -> Option<(Source, Option<Rid>)> {
        let (mid, rid) = match self.streams.get(&ssrc) {
            Some(known) => *known,
            None => {
                let stream = rtc.with(|rtc| rtc.direct_api().stream_rx(&ssrc).map(|s| (s.mid(), s.rid())))??;
                if self.streams.len() >= MOST_STREAMS {
                    self.streams.clear();
                }
                self.streams.insert(ssrc, stream);
                stream
            }
        };
        Some((*self.sources.get(&mid)?, rid))
    }

    /// Tells the format of a packet by its payload type.
    pub(super) fn format_of(&mut self, rtc: &mut Connection, pt: Pt) -> Option<CodecSpec> {
        if let Some(spec) = self.formats.get(&pt) {
            return Some(*spec);
        }
        let spec = rtc.with(|rtc| {
            rtc.codec_config()
                .find(|params| params.pt() == pt)
                .map(|params| params.spec())
        })??;
        self.formats.insert(pt, spec);
        Some(spec)
    }
}

/// The names of a section's layers as offered; a lone none without simulcast.
pub(super) fn layers_of(rtc: &mut Connection, mid: Mid) -> Vec<Option<Rid>> {
    let rids = rtc.with(|rtc| match rtc.media(mid)?.rids_rx() {
        Rids::Specific(rids) if rids.len() > 1 => Some(rids.clone()),
        _ => None,
    });
    match rids.flatten() {
        Some(rids) => rids.into_iter().map(Some).collect(),
        None => vec![None],
    }
}

fn named(rtc: &str0m::Rtc, track: &UploadTrack) -> Result<(Mid, Source), ErrorCode> {
    let mid = Mid::from(track.mid.as_str());
    let media = rtc.media(mid).ok_or(ErrorCode::BadSdp)?;
    if media.kind().is_video() != track.source.is_video() || !media.direction().is_receiving() {
        return Err(ErrorCode::BadSdp);
    }
    let common = media.remote_pts().iter().any(|pt| {
        rtc.codec_config()
            .find(|params| params.pt() == *pt && params.spec().codec != Codec::Rtx)
            .is_some()
    });
    if common && !media.disabled() {
        Ok((mid, track.source))
    } else {
        Err(ErrorCode::NoCommonCodec)
    }
}
