//! Choices out of a fuzzer's bytes.

/// Bytes that are drawn one after the other. Where they end everything is zero: any prefix of an input is an input.
pub struct Draw<'a>(&'a [u8]);

/// The longest text or payload.
const LONGEST: u16 = 0x07ff;

impl<'a> Draw<'a> {
    /// Begins.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Tells whether nothing is left.
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// Draws eight bits.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// Draws 16 bits.
    pub fn word(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    /// Draws 32 bits.
    pub fn long(&mut self) -> u32 {
        u32::from(self.word()) << 16 | u32::from(self.word())
    }

    /// Draws a place in a list of so many.
    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count.max(1)
    }

    /// Draws a yes or no.
    pub fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    /// Draws a length and so many bytes.
    pub fn bytes(&mut self) -> &'a [u8] {
        let length = usize::from(self.word() & LONGEST).min(self.0.len());
        let (drawn, rest) = self.0.split_at(length);
        self.0 = rest;
        drawn
    }

    /// Draws a text.
    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    /// Takes what is left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }
}

/// Writes bytes as [`Draw::bytes`] reads them.
pub fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u16::try_from(bytes.len()).unwrap_or(LONGEST).min(LONGEST);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&bytes[..length.into()]);
}
