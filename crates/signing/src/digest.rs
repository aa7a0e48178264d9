//! SHA-256, and its hexadecimal form in JSON.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use aws_lc_rs::digest::{Context, SHA256};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A SHA-256 digest; lower-case hexadecimal in JSON.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Hashes bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// Hashes the concatenation of parts.
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        Hasher::default().with(parts)
    }

    /// Takes 32 bytes as a digest.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the digest's bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(&text, &mut bytes).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes))
    }
}

/// The beginnings of a file, hashed in one pass however many are asked for.
pub(crate) struct Beginnings<'a> {
    bytes: &'a [u8],
    hashers: BTreeMap<usize, Hasher>,
}

impl<'a> Beginnings<'a> {
    /// Hashes the file, and keeps the state at the ends of beginnings.
    pub(crate) fn new(bytes: &'a [u8], ends: impl IntoIterator<Item = usize>) -> Self {
        let mut ends: Vec<usize> = ends.into_iter().filter(|end| *end < bytes.len()).collect();
        ends.push(bytes.len());
        ends.sort_unstable();
        let (mut hasher, mut hashers, mut begin) = (Hasher::default(), BTreeMap::new(), 0);
        for end in ends {
            hasher.update(&bytes[begin..end]);
            hashers.insert(end, hasher.clone());
            begin = end;
        }
        Self { bytes, hashers }
    }

    /// Hashes what lies before `end`.
    pub(crate) fn digest(&self, end: usize) -> Digest {
        self.without(end..end, end)
    }

    /// Hashes what lies before `end` but for a gap.
    pub(crate) fn without(&self, gap: Range<usize>, end: usize) -> Digest {
        let rest = &self.bytes[gap.end..end];
        match self.hashers.get(&gap.start) {
            Some(hasher) => hasher.with(&[rest]),
            None => Digest::of_parts(&[&self.bytes[..gap.start], rest]),
        }
    }

    /// Returns the state after the whole file.
    pub(crate) fn into_hasher(mut self) -> Hasher {
        self.hashers.remove(&self.bytes.len()).unwrap_or_default()
    }
}

/// SHA-256 over a growing file: what was hashed once is never hashed again.
#[derive(Clone)]
pub(crate) struct Hasher(Context);

impl Default for Hasher {
    fn default() -> Self {
        Self(Context::new(&SHA256))
    }
}

impl Hasher {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Hashes what came so far and these parts; the state stays.
    pub(crate) fn with(&self, parts: &[&[u8]]) -> Digest {
        let mut context = self.0.clone();
        parts.iter().for_each(|part| context.update(part));
        let digest = context.finish();
        Digest(digest.as_ref().try_into().expect("SHA-256 has 32 bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_hash_as_they_would_alone() {
        let file: Vec<u8> = (0..=255).cycle().take(1000).collect();
        let beginnings = Beginnings::new(&file, [64, 0, 999, 64, 5000]);
        for end in [0, 1, 64, 999, 1000] {
            assert_eq!(beginnings.digest(end), Digest::of(&file[..end]), "{end}");
            let around = Digest::of_parts(&[&file[..end], &file[1000..]]);
            assert_eq!(beginnings.without(end..1000, 1000), around, "{end}");
        }
        let mut whole = beginnings.into_hasher();
        whole.update(b"more");
        assert_eq!(whole.with(&[]), Digest::of_parts(&[&file, b"more"]));
    }
}
