//! H.264 in single units, STAP-A and FU-A (RFC 6184); other packings are refused.

use super::{Format, Frame, MOST_FRAME_BYTES, Nonsense, Picture};
use crate::record::bits::Bits;

const IDR: u8 = 5;
const SPS: u8 = 7;
const PPS: u8 = 8;
const DELIMITER: u8 = 9;
const FILLER: u8 = 12;
const STAP_A: u8 = 24;
const FU_A: u8 = 28;

#[derive(Default)]
pub(super) struct H264 {
    rtp_time: Option<u32>,
    /// Units that are whole, lengths in front.
    data: Vec<u8>,
    fragment: Option<Vec<u8>>,
    is_idr: bool,
    sps: Option<Vec<u8>>,
    pps: Option<Vec<u8>>,
}

impl Format for H264 {
    fn payload(&mut self, rtp_time: u32, marker: bool, payload: &[u8]) -> Result<Option<Frame>, Nonsense> {
        if self.rtp_time.is_some_and(|begun| begun != rtp_time) && (!self.data.is_empty() || self.fragment.is_some()) {
            self.reset();
            return Err(Nonsense);
        }
        self.rtp_time = Some(rtp_time);
        self.take(payload)?;
        if !marker || self.data.is_empty() {
            return Ok(None);
        }
        if self.fragment.is_some() {
            return Err(Nonsense);
        }
        Ok(Some(self.frame(rtp_time)))
    }

    fn reset(&mut self) {
        self.rtp_time = None;
        self.data.clear();
        self.fragment = None;
        self.is_idr = false;
    }
}

impl H264 {
    fn take(&mut self, payload: &[u8]) -> Result<(), Nonsense> {
        match payload.first().ok_or(Nonsense)? & 0x1f {
            1..=23 => self.unit(payload),
            STAP_A => {
                let mut rest = payload.get(1..).ok_or(Nonsense)?;
                while let Some((size, after)) = rest.split_first_chunk::<2>() {
                    let (unit, after) = after
                        .split_at_checked(usize::from(u16::from_be_bytes(*size)))
                        .ok_or(Nonsense)?;
                    self.unit(unit)?;
                    rest = after;
                }
                if rest.is_empty() { Ok(()) } else { Err(Nonsense) }
            }
            FU_A => self.fragment(payload),
            _ => Err(Nonsense),
        }
    }

    fn fragment(&mut self, payload: &[u8]) -> Result<(), Nonsense> {
        let (&[indicator, header], data) = payload.split_first_chunk::<2>().ok_or(Nonsense)?;
        if header & 0x80 != 0 {
            self.fragment = Some(vec![indicator & 0xe0 | header & 0x1f]);
        }
        let whole = self.data.len();
        let fragment = self.fragment.as_mut().ok_or(Nonsense)?;
        if whole + fragment.len() + data.len() > MOST_FRAME_BYTES {
            return Err(Nonsense);
        }
        fragment.extend_from_slice(data);
        if header & 0x40 != 0 {
            let unit = self.fragment.take().ok_or(Nonsense)?;
            self.unit(&unit)?;
        }
        Ok(())
    }

    fn unit(&mut self, unit: &[u8]) -> Result<(), Nonsense> {
        match unit.first().ok_or(Nonsense)? & 0x1f {
            // Containers count the sets' bytes in 16 bits.
            SPS | PPS if unit.len() > usize::from(u16::MAX) => return Err(Nonsense),
            SPS => self.sps = Some(unit.to_vec()),
            PPS => self.pps = Some(unit.to_vec()),
            DELIMITER | FILLER => {}
            kind => {
                self.is_idr |= kind == IDR;
                if self.data.len() + unit.len() > MOST_FRAME_BYTES {
                    return Err(Nonsense);
                }
                let length = u32::try_from(unit.len()).map_err(|_| Nonsense)?;
                self.data.extend_from_slice(&length.to_be_bytes());
                self.data.extend_from_slice(unit);
            }
        }
        Ok(())
    }

    fn frame(&mut self, rtp_time: u32) -> Frame {
        let sets = self.sps.clone().zip(self.pps.clone());
        let picture = sets.filter(|_| self.is_idr).and_then(|(sps, pps)| {
            let (width, height) = size(&sps)?;
            Some(Picture {
                width,
                height,
                parameter_sets: Some((sps, pps)),
            })
        });
        let data = std::mem::take(&mut self.data);
        self.reset();
        Frame {
            rtp_time,
            keyframe: picture.is_some(),
            picture,
            data,
        }
    }
}

/// Reads the picture's size from a sequence parameter set (H.264 clause 7.3.2.1.1).
fn size(sps: &[u8]) -> Option<(u16, u16)> {
    let plain = without_emulation(sps.get(1..)?);
    let mut bits = Bits::new(&plain);
    let profile = bits.take(8)?;
    bits.take(16)?;
    bits.unsigned()?;
    let chroma = if matches!(profile, 100 | 110 | 122 | 244 | 44 | 83 | 86 | 118 | 128) {
        high_profile(&mut bits)?
    } else {
        1
    };
    bits.unsigned()?;
    picture_order(&mut bits)?;
    bits.unsigned()?;
    bits.flag()?;
    let (across, down) = (bits.unsigned()?.checked_add(1)?, bits.unsigned()?.checked_add(1)?);
    let frames_only = bits.flag()?;
    if !frames_only {
        bits.flag()?;
    }
    bits.flag()?;
    let rows = if frames_only { 1 } else { 2 };
    let (unit_x, unit_y) = match chroma {
        1 => (2, 2 * rows),
        2 => (2, rows),
        _ => (1, rows),
    };
    let mut crop = [0; 4];
    if bits.flag()? {
        for side in &mut crop {
            *side = bits.unsigned()?;
        }
    }
    let cut = |a: u32, b: u32, unit: u32| a.checked_add(b)?.checked_mul(unit);
    let width = across.checked_mul(16)?.checked_sub(cut(crop[0], crop[1], unit_x)?)?;
    let height = down
        .checked_mul(16 * rows)?
        .checked_sub(cut(crop[2], crop[3], unit_y)?)?;
    Some((u16::try_from(width).ok()?, u16::try_from(height).ok()?))
}

/// Passes over how pictures are numbered.
fn picture_order(bits: &mut Bits<'_>) -> Option<()> {
    match bits.unsigned()? {
        0 => {
            bits.unsigned()?;
        }
        1 => {
            bits.flag()?;
            bits.signed()?;
            bits.signed()?;
            for _ in 0..bits.unsigned()?.min(255) {
                bits.signed()?;
            }
        }
        _ => {}
    }
    Some(())
}

/// Reads what only high profiles have; returns the chroma format.
fn high_profile(bits: &mut Bits<'_>) -> Option<u32> {
    let chroma = bits.unsigned()?;
    if chroma == 3 {
        bits.flag()?;
    }
    bits.unsigned()?;
    bits.unsigned()?;
    bits.flag()?;
    if bits.flag()? {
        for list in 0..if chroma == 3 { 12 } else { 8 } {
            if bits.flag()? {
                skip_scaling_list(bits, if list < 6 { 16 } else { 64 })?;
            }
        }
    }
    Some(chroma)
}

fn skip_scaling_list(bits: &mut Bits<'_>, size: u32) -> Option<()> {
    let (mut last, mut next) = (8_i64, 8_i64);
    for _ in 0..size {
        if next != 0 {
            next = (last + bits.signed()?).rem_euclid(256);
        }
        if next != 0 {
            last = next;
        }
    }
    Some(())
}

/// Takes out the bytes that keep start codes from appearing (clause 7.4.1).
fn without_emulation(unit: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(unit.len());
    let mut zeros = 0;
    for &byte in unit {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        plain.push(byte);
    }
    plain
}
