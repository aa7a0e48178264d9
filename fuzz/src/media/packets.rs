//! Packets of drawn shape, of the streams and formats that were agreed on.

use std::collections::HashMap;

use crate::draw::Draw;

/// What descriptions tell of a connection.
#[derive(Default)]
pub struct Identity {
    /// The sender's streams.
    pub sends: Vec<u32>,
    /// The streams that the receiver is sent.
    pub receives: Vec<u32>,
    /// Payload types.
    pub formats: Vec<u8>,
    /// The sender's sections.
    pub mids: Vec<String>,
    /// Header extensions that name the section and the layer.
    pub mid_extension: u8,
    pub rid_extension: u8,
    /// The last number of each stream.
    numbers: HashMap<u32, u64>,
}

/// An RTP packet, not sealed yet.
pub struct Rtp {
    pub ssrc: u32,
    pub index: u64,
    pub header: Vec<u8>,
    pub payload: Vec<u8>,
}

/// The streams of a description.
pub fn streams(sdp: &str) -> Vec<u32> {
    let mut found: Vec<u32> = sdp
        .lines()
        .filter_map(|line| line.strip_prefix("a=ssrc:")?.split(' ').next()?.parse().ok())
        .collect();
    found.dedup();
    found
}

impl Identity {
    /// Learns what the sender offered and was answered.
    pub fn of(offer: &str, answer: &str) -> Self {
        let number = |line: &str| line.split([' ', '/']).next()?.parse().ok();
        let extension = |name: &str| {
            let line = offer
                .lines()
                .find(|line| line.starts_with("a=extmap:") && line.trim_end().ends_with(name));
            line.and_then(|line| number(line.strip_prefix("a=extmap:")?))
                .unwrap_or(1)
        };
        let formats = answer
            .lines()
            .filter_map(|line| number(line.strip_prefix("a=rtpmap:")?))
            .collect();
        let mids = offer.lines().filter_map(|line| line.strip_prefix("a=mid:"));
        Self {
            sends: streams(offer),
            formats,
            mids: mids.map(|mid| mid.trim_end().to_owned()).collect(),
            mid_extension: extension("sdes:mid"),
            rid_extension: extension("sdes:rtp-stream-id"),
            ..Self::default()
        }
    }

    /// Draws a packet of media.
    pub fn rtp(&mut self, draw: &mut Draw<'_>) -> Rtp {
        let stream = draw.byte();
        let format = draw.byte();
        let (step, ticks, marker) = (draw.word().cast_signed(), draw.long(), draw.flag());
        let ssrc = match self.sends.get(usize::from(stream)) {
            Some(known) => *known,
            None => 1_000 + u32::from(stream),
        };
        let last = self.numbers.entry(ssrc).or_insert(100_000);
        let index = last.saturating_add_signed(step.into()).max(1);
        *last = index;
        let [.., high, low] = index.to_be_bytes();
        let format = self.formats.get(usize::from(format)).copied().unwrap_or(format & 0x7f);
        let mut header = vec![0x80, format | if marker { 0x80 } else { 0 }, high, low];
        header.extend(ticks.to_be_bytes());
        header.extend(ssrc.to_be_bytes());
        self.extend(&mut header, stream, draw);
        Rtp {
            ssrc,
            index,
            header,
            payload: draw.bytes().to_vec(),
        }
    }

    /// Draws a header extension.
    fn extend(&self, header: &mut Vec<u8>, stream: u8, draw: &mut Draw<'_>) {
        let mut block = Vec::new();
        let profile = match draw.byte() % 5 {
            0 => return,
            kind @ (1 | 2) => {
                let mid = self.mids.get(usize::from(stream)).or(self.mids.last());
                element(&mut block, self.mid_extension, mid.map_or("", String::as_str));
                if kind == 2 {
                    element(&mut block, self.rid_extension, ["q", "h", "f", "x"][draw.below(4)]);
                }
                0xbede_u16
            }
            3 => {
                block.extend(draw.bytes());
                0xbede
            }
            _ => {
                block.extend(draw.bytes());
                draw.word()
            }
        };
        block.resize(block.len().next_multiple_of(4), 0);
        header[0] |= 0x10;
        header.extend(profile.to_be_bytes());
        header.extend(u16::try_from(block.len() / 4).expect("short").to_be_bytes());
        header.extend(block);
    }

    /// Draws a compound packet of feedback, by the sender or by the receiver.
    pub fn rtcp(&self, draw: &mut Draw<'_>, by_sender: bool) -> Vec<u8> {
        let mut out = Vec::new();
        for _ in 0..=draw.byte() % 4 {
            let known = if by_sender { &self.sends } else { &self.receives };
            let (kind, stream, count) = (draw.byte(), draw.byte(), draw.byte());
            let target = known.get(usize::from(stream)).copied().unwrap_or_else(|| stream.into());
            let own = if by_sender { target } else { 1 };
            let (number, format, mut body): (u8, u8, Vec<u8>) = match kind % 8 {
                0 => (206, 1, target.to_be_bytes().to_vec()),
                1 => (206, 4, target.to_be_bytes().to_vec()),
                2 => (205, 1, target.to_be_bytes().to_vec()),
                3 => (205, 15, target.to_be_bytes().to_vec()),
                4 => (206, 15, b"\0\0\0\0REMB".to_vec()),
                5 => (201, count, target.to_be_bytes().to_vec()),
                6 => (200, count, Vec::new()),
                _ => (draw.byte(), count, Vec::new()),
            };
            body.extend(draw.bytes());
            body.resize(body.len().next_multiple_of(4), 0);
            let told = if kind & 0x80 != 0 { draw.word() } else { 0 };
            let words = u16::try_from(body.len() / 4 + 1).expect("short").wrapping_add(told);
            out.extend([0x80 | format & 0x3f, number]);
            out.extend(words.to_be_bytes());
            out.extend(own.to_be_bytes());
            out.extend(body);
        }
        out
    }
}

/// Writes a one-byte element (RFC 8285).
fn element(block: &mut Vec<u8>, id: u8, text: &str) {
    let length = text.len().clamp(1, 16);
    block.push(id << 4 | u8::try_from(length - 1).expect("at most 15"));
    block.extend(text.bytes().chain([0]).take(length));
}
