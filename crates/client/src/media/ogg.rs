//! Reads Opus packets from an Ogg stream (RFC 3533, RFC 7845). Pages of other streams are passed over; checksums are
//! not looked at.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read};
use std::time::Duration;

use super::Frame;
use crate::ClientError;

/// Larger packets are a broken file.
const PACKET_BYTES: usize = 64 * 1024;

/// Packets of an Ogg stream with Opus.
#[derive(Debug)]
pub struct OggOpus<R> {
    reader: R,
    serial: u32,
    partial: Vec<u8>,
    packets: VecDeque<Vec<u8>>,
}

impl<R: Read> OggOpus<R> {
    /// Reads the headers.
    ///
    /// # Errors
    /// When it is no Ogg with Opus.
    pub fn open(reader: R) -> Result<Self, ClientError> {
        let mut stream = Self {
            reader,
            serial: 0,
            partial: Vec::new(),
            packets: VecDeque::new(),
        };
        stream.page(true)?;
        let head = stream.packets.pop_front();
        if !head.is_some_and(|head| head.starts_with(b"OpusHead")) {
            return Err(ClientError::File("no Ogg file with Opus"));
        }
        let tags = stream.packet()?;
        if !tags.is_some_and(|tags| tags.starts_with(b"OpusTags")) {
            return Err(ClientError::File("the Ogg file has no Opus tags"));
        }
        Ok(stream)
    }

    fn packet(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        while self.packets.is_empty() {
            if !self.page(false)? {
                return Ok(None);
            }
        }
        Ok(self.packets.pop_front())
    }

    /// Reads a page and takes its packets; tells whether there was one.
    fn page(&mut self, first: bool) -> Result<bool, ClientError> {
        let mut header = [0; 27];
        match self.reader.read_exact(&mut header) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        if &header[..5] != b"OggS\0" {
            return Err(ClientError::File("no Ogg page where one should begin"));
        }
        let serial = u32::from_le_bytes([header[14], header[15], header[16], header[17]]);
        let mut lacing = vec![0; usize::from(header[26])];
        self.reader.read_exact(&mut lacing)?;
        let mut body = vec![0; lacing.iter().map(|length| usize::from(*length)).sum()];
        self.reader.read_exact(&mut body)?;
        if first {
            self.serial = serial;
        } else if serial != self.serial {
            return Ok(true);
        }
        let mut rest = body.as_slice();
        for length in lacing {
            let (segment, later) = rest.split_at(usize::from(length));
            rest = later;
            self.partial.extend_from_slice(segment);
            if self.partial.len() > PACKET_BYTES {
                return Err(ClientError::File("a packet of the Ogg file is too large"));
            }
            if length < 255 {
                self.packets.push_back(std::mem::take(&mut self.partial));
            }
        }
        Ok(true)
    }
}

impl<R: Read> Iterator for OggOpus<R> {
    type Item = Result<Frame, ClientError>;

    fn next(&mut self) -> Option<Self::Item> {
        let packet = self.packet().transpose()?;
        Some(packet.map(|packet| Frame {
            duration: duration(&packet),
            data: packet.into(),
        }))
    }
}

/// How long an Opus packet sounds (RFC 6716 section 3.1 and 3.2).
fn duration(packet: &[u8]) -> Duration {
    let Some(&toc) = packet.first() else {
        return Duration::from_millis(20);
    };
    let micros: u64 = match toc >> 3 {
        config @ 0..=11 => [10_000, 20_000, 40_000, 60_000][usize::from(config % 4)],
        config @ 12..=15 => [10_000, 20_000][usize::from(config % 2)],
        config => [2_500, 5_000, 10_000, 20_000][usize::from(config % 4)],
    };
    let count = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => packet.get(1).map_or(1, |count| u64::from(count & 0x3f)),
    };
    Duration::from_micros((micros * count).clamp(2_500, 120_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(serial: u8, packets: &[&[u8]]) -> Vec<u8> {
        let mut lacing = Vec::new();
        for packet in packets {
            lacing.extend(vec![255; packet.len() / 255]);
            lacing.push(u8::try_from(packet.len() % 255).unwrap());
        }
        let mut bytes = b"OggS\0\0".to_vec();
        bytes.extend([0; 8]);
        bytes.extend([serial, 0, 0, 0]);
        bytes.extend([0; 8]);
        bytes.push(u8::try_from(lacing.len()).unwrap());
        bytes.extend(lacing);
        bytes.extend(packets.concat());
        bytes
    }

    #[test]
    fn packets_are_cut_out_of_pages_and_other_streams_passed_over() {
        let long = vec![0xf8; 600];
        let mut bytes = page(7, &[b"OpusHead"]);
        bytes.extend(page(7, &[b"OpusTags"]));
        bytes.extend(page(9, &[b"not this"]));
        bytes.extend(page(7, &[&[0xf8, 1], &long]));
        let frames: Vec<_> = OggOpus::open(&bytes[..]).unwrap().map(Result::unwrap).collect();
        assert_eq!(frames.iter().map(|f| f.data.len()).collect::<Vec<_>>(), [2, 600]);
        assert_eq!(frames[0].duration, Duration::from_millis(20));
    }

    #[test]
    fn durations_follow_the_table_of_contents() {
        assert_eq!(duration(&[0x08]), Duration::from_millis(20));
        assert_eq!(duration(&[0x18]), Duration::from_millis(60));
        assert_eq!(duration(&[0xf9]), Duration::from_millis(40));
        assert_eq!(duration(&[0xe3, 3]), Duration::from_micros(7_500));
        assert_eq!(duration(&[]), Duration::from_millis(20));
    }

    #[test]
    fn other_files_are_refused() {
        assert!(OggOpus::open(&b"RIFF............................"[..]).is_err());
        assert!(OggOpus::open(&page(1, &[b"vorbis"])[..]).is_err());
    }
}
