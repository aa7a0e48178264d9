//! VP8 (RFC 7741).

use super::{Format, Frame, MOST_FRAME_BYTES, Nonsense, Picture};

#[derive(Default)]
pub(super) struct Vp8 {
    begun: Option<Begun>,
}

struct Begun {
    rtp_time: u32,
    data: Vec<u8>,
}

impl Format for Vp8 {
    fn payload(&mut self, rtp_time: u32, marker: bool, payload: &[u8]) -> Result<Option<Frame>, Nonsense> {
        let (starts, data) = descriptor(payload).ok_or(Nonsense)?;
        if starts {
            let unfinished = self.begun.replace(Begun {
                rtp_time,
                data: Vec::new(),
            });
            if unfinished.is_some() {
                return Err(Nonsense);
            }
        }
        let begun = self
            .begun
            .as_mut()
            .filter(|begun| begun.rtp_time == rtp_time && begun.data.len() + data.len() <= MOST_FRAME_BYTES)
            .ok_or(Nonsense)?;
        begun.data.extend_from_slice(data);
        if !marker {
            return Ok(None);
        }
        let Begun { rtp_time, data } = self.begun.take().ok_or(Nonsense)?;
        let picture = picture(&data);
        Ok(Some(Frame {
            rtp_time,
            keyframe: picture.is_some(),
            picture,
            data,
        }))
    }

    fn reset(&mut self) {
        self.begun = None;
    }
}

/// Reads the payload descriptor (section 4.2): whether a frame starts here, and the rest.
fn descriptor(payload: &[u8]) -> Option<(bool, &[u8])> {
    let first = *payload.first()?;
    let mut at = 1;
    if first & 0x80 != 0 {
        let extensions = *payload.get(1)?;
        at += 1;
        if extensions & 0x80 != 0 {
            at += if *payload.get(at)? & 0x80 != 0 { 2 } else { 1 };
        }
        at += usize::from(extensions & 0x40 != 0);
        at += usize::from(extensions & 0x30 != 0);
    }
    let data = payload.get(at..).filter(|data| !data.is_empty())?;
    Some((first & 0x10 != 0 && first & 0x07 == 0, data))
}

/// Reads a keyframe's header (RFC 6386 section 9.1); none for other frames.
fn picture(data: &[u8]) -> Option<Picture> {
    if data.first()? & 0x01 != 0 || data.get(3..6)? != [0x9d, 0x01, 0x2a] {
        return None;
    }
    let side = |at: usize| Some(u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]) & 0x3fff);
    Some(Picture {
        width: side(6)?,
        height: side(8)?,
        parameter_sets: None,
    })
}
