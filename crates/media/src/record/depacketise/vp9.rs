//! VP9 (RFC 9628). Spatial layers of one picture leave together as a superframe.

use super::{Format, Frame, MOST_FRAME_BYTES, Nonsense, Picture};
use crate::record::bits::Bits;

/// Frames a superframe can hold (VP9 bitstream, annex B).
const LAYERS: usize = 8;

#[derive(Default)]
pub(super) struct Vp9 {
    begun: Option<Begun>,
}

struct Begun {
    rtp_time: u32,
    is_predicted: bool,
    /// Layer frames that are whole, and the one that is not.
    layers: Vec<Vec<u8>>,
    open: Option<Vec<u8>>,
    bytes: usize,
}

struct Descriptor<'a> {
    is_predicted: bool,
    begins: bool,
    ends: bool,
    data: &'a [u8],
}

impl Format for Vp9 {
    fn payload(&mut self, rtp_time: u32, marker: bool, payload: &[u8]) -> Result<Option<Frame>, Nonsense> {
        let part = descriptor(payload).ok_or(Nonsense)?;
        if self.begun.as_ref().is_some_and(|begun| begun.rtp_time != rtp_time) {
            self.begun = None;
            return Err(Nonsense);
        }
        if part.begins && self.begun.is_none() {
            self.begun = Some(Begun {
                rtp_time,
                is_predicted: part.is_predicted,
                layers: Vec::new(),
                open: None,
                bytes: 0,
            });
        }
        let begun = self.begun.as_mut().ok_or(Nonsense)?;
        begun.add(&part)?;
        if !marker {
            return Ok(None);
        }
        self.begun.take().ok_or(Nonsense)?.frame().map(Some)
    }

    fn reset(&mut self) {
        self.begun = None;
    }
}

impl Begun {
    fn add(&mut self, part: &Descriptor<'_>) -> Result<(), Nonsense> {
        if part.begins && self.open.replace(Vec::new()).is_some() {
            return Err(Nonsense);
        }
        let open = self.open.as_mut().ok_or(Nonsense)?;
        self.bytes += part.data.len();
        if self.bytes > MOST_FRAME_BYTES {
            return Err(Nonsense);
        }
        open.extend_from_slice(part.data);
        if part.ends {
            self.layers.extend(self.open.take());
        }
        if self.layers.len() > LAYERS {
            Err(Nonsense)
        } else {
            Ok(())
        }
    }

    fn frame(self) -> Result<Frame, Nonsense> {
        if self.open.is_some() {
            return Err(Nonsense);
        }
        // The highest layer's header tells the size; the lowest one's whether it is a keyframe.
        let lowest = self.layers.first().ok_or(Nonsense)?;
        let picture = picture(lowest).filter(|_| !self.is_predicted);
        Ok(Frame {
            rtp_time: self.rtp_time,
            keyframe: picture.is_some(),
            picture,
            data: superframe(self.layers),
        })
    }
}

/// Joins layer frames with the index that tells them apart (annex B); one alone stays as it is.
fn superframe(mut layers: Vec<Vec<u8>>) -> Vec<u8> {
    if layers.len() == 1 {
        return layers.remove(0);
    }
    let count = u8::try_from(layers.len() - 1).expect("at most eight layers");
    let marker = 0b1100_0000 | 3 << 3 | count;
    let mut index = vec![marker];
    for layer in &layers {
        let size = u32::try_from(layer.len()).unwrap_or(u32::MAX);
        index.extend_from_slice(&size.to_le_bytes());
    }
    index.push(marker);
    let mut joined = layers.concat();
    joined.extend_from_slice(&index);
    joined
}

/// Reads the payload descriptor (section 4.2).
fn descriptor(payload: &[u8]) -> Option<Descriptor<'_>> {
    let first = *payload.first()?;
    let (has_id, is_predicted, has_layers) = (first & 0x80 != 0, first & 0x40 != 0, first & 0x20 != 0);
    let (is_flexible, has_structure) = (first & 0x10 != 0, first & 0x02 != 0);
    let mut at = 1;
    if has_id {
        at += if *payload.get(at)? & 0x80 != 0 { 2 } else { 1 };
    }
    if has_layers {
        at += if is_flexible { 1 } else { 2 };
    }
    if is_flexible && is_predicted {
        for _ in 0..3 {
            at += 1;
            if *payload.get(at - 1)? & 0x01 == 0 {
                break;
            }
        }
    }
    if has_structure {
        at = structure_end(payload, at)?;
    }
    Some(Descriptor {
        is_predicted,
        begins: first & 0x08 != 0,
        ends: first & 0x04 != 0,
        data: payload.get(at..).filter(|data| !data.is_empty())?,
    })
}

/// Skips the scalability structure.
fn structure_end(payload: &[u8], mut at: usize) -> Option<usize> {
    let head = *payload.get(at)?;
    at += 1;
    if head & 0x10 != 0 {
        at += 4 * (usize::from(head >> 5) + 1);
    }
    if head & 0x08 != 0 {
        let pictures = *payload.get(at)?;
        at += 1;
        for _ in 0..pictures {
            at += 1 + usize::from(*payload.get(at)? >> 2 & 0x03);
        }
    }
    Some(at)
}

/// Reads a keyframe's uncompressed header (VP9 bitstream, 6.2); none for other frames.
fn picture(data: &[u8]) -> Option<Picture> {
    let mut bits = Bits::new(data);
    if bits.take(2)? != 2 {
        return None;
    }
    let profile = bits.take(1)? | bits.take(1)? << 1;
    if profile == 3 {
        bits.take(1)?;
    }
    let (shows_existing, is_inter) = (bits.flag()?, bits.flag()?);
    if shows_existing || is_inter {
        return None;
    }
    bits.take(2)?;
    if bits.take(24)? != 0x49_83_42 {
        return None;
    }
    if profile >= 2 {
        bits.take(1)?;
    }
    let is_rgb = bits.take(3)? == 7;
    let has_sampling = profile & 1 == 1;
    bits.take(u32::from(!is_rgb) + if has_sampling { if is_rgb { 1 } else { 3 } } else { 0 })?;
    let mut side = || u16::try_from(bits.take(16)? + 1).ok();
    Some(Picture {
        width: side()?,
        height: side()?,
        parameter_sets: None,
    })
}
