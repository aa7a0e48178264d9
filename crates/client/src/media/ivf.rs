//! Reads VP8 pictures from an IVF stream, as `ffmpeg -f ivf` and `vpxenc` write them: a header of 32 bytes, then for
//! each picture its length (4 bytes), its time in units of the header's time base (8 bytes), and its data.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use super::Frame;
use crate::ClientError;

/// Larger pictures are a broken file.
const PICTURE_BYTES: usize = 4 * 1024 * 1024;

/// Pictures of an IVF stream.
#[derive(Debug)]
pub struct Ivf<R> {
    reader: R,
    unit: Duration,
    next: Option<(u64, Vec<u8>)>,
    last: Duration,
}

impl<R: Read> Ivf<R> {
    /// Reads the header and the first picture.
    ///
    /// # Errors
    /// When it is no IVF, or holds another codec than VP8.
    pub fn open(mut reader: R) -> Result<Self, ClientError> {
        let mut header = [0; 32];
        reader.read_exact(&mut header)?;
        if &header[..4] != b"DKIF" {
            return Err(ClientError::File("no IVF file"));
        }
        if &header[8..12] != b"VP80" {
            return Err(ClientError::File("the IVF file holds no VP8"));
        }
        let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let (denominator, numerator) = (number(16), number(20));
        if denominator == 0 || numerator == 0 {
            return Err(ClientError::File("the IVF file has no time base"));
        }
        let unit = Duration::from_secs_f64(f64::from(numerator) / f64::from(denominator));
        let next = picture(&mut reader)?;
        Ok(Self {
            reader,
            unit,
            next,
            last: unit,
        })
    }
}

impl<R: Read> Iterator for Ivf<R> {
    type Item = Result<Frame, ClientError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (time, data) = self.next.take()?;
        match picture(&mut self.reader) {
            Ok(next) => self.next = next,
            Err(error) => return Some(Err(error)),
        }
        let units = self.next.as_ref().map(|(later, _)| later.saturating_sub(time));
        if let Some(units) = units
            .and_then(|units| u32::try_from(units).ok())
            .filter(|units| *units > 0)
        {
            self.last = (self.unit * units).min(Duration::from_secs(1));
        }
        Some(Ok(Frame {
            data: data.into(),
            duration: self.last,
        }))
    }
}

fn picture(reader: &mut impl Read) -> Result<Option<(u64, Vec<u8>)>, ClientError> {
    let mut header = [0; 12];
    match reader.read_exact(&mut header) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let [l0, l1, l2, l3, time @ ..] = header;
    let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
    if length > PICTURE_BYTES {
        return Err(ClientError::File("a picture of the IVF file is too large"));
    }
    let mut data = vec![0; length];
    reader.read_exact(&mut data)?;
    Ok(Some((u64::from_le_bytes(time), data)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(codec: &[u8; 4], pictures: &[(u64, &[u8])]) -> Vec<u8> {
        let mut bytes = b"DKIF\0\0\x20\0".to_vec();
        bytes.extend(codec);
        bytes.extend([64, 0, 48, 0]);
        bytes.extend(25u32.to_le_bytes());
        bytes.extend(1u32.to_le_bytes());
        bytes.extend([0; 8]);
        for (time, data) in pictures {
            bytes.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
            bytes.extend(time.to_le_bytes());
            bytes.extend(*data);
        }
        bytes
    }

    #[test]
    fn pictures_come_with_the_time_until_the_next() {
        let bytes = file(b"VP80", &[(0, b"key"), (1, b"a"), (3, b"b")]);
        let frames: Vec<_> = Ivf::open(&bytes[..]).unwrap().map(Result::unwrap).collect();
        let durations: Vec<_> = frames.iter().map(|frame| frame.duration.as_millis()).collect();
        assert_eq!(durations, [40, 80, 80]);
        assert_eq!(frames[0].data, "key");
    }

    #[test]
    fn other_files_and_cut_ones_are_refused() {
        assert!(Ivf::open(&b"RIFF"[..]).is_err());
        assert!(Ivf::open(&file(b"AV01", &[])[..]).is_err());
        let bytes = file(b"VP80", &[(0, b"key"), (1, b"cut off")]);
        let mut cut = Ivf::open(&bytes[..bytes.len() - 2]).unwrap();
        assert!(cut.next().unwrap().is_err());
        assert!(cut.next().is_none());
    }
}
