//! The ZIP file of a bundle, in the one form that is accepted: entries stored, metadata constant.
//!
//! General readers open it; ours writes what it read again and compares, so that not a bit of the container is free.

use std::collections::BTreeMap;

/// Largest bundle that is read.
pub const MAX_BUNDLE_BYTES: usize = 1 << 30;
/// Most files in a bundle.
const MAX_FILES: usize = 20_000;
/// Longest path.
const MAX_PATH_BYTES: usize = 200;

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";
/// Bytes of the end record, which has no comment.
const END_BYTES: usize = 22;
const LOCAL_BYTES: usize = 30;
/// Version 2.0, no flags, stored, midnight of 1980-01-01.
const FIXED: [u8; 10] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];

/// The files of a bundle in the order of their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Why bytes are no bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a bundle in its canonical form")]
pub struct NotCanonical;

/// Writes files as a bundle.
///
/// # Errors
/// When there are too many, or too large, or a path can't stand in a bundle.
pub fn write(files: &Files) -> Result<Vec<u8>, NotCanonical> {
    if files.len() > MAX_FILES || files.keys().any(|path| !is_path(path)) {
        return Err(NotCanonical);
    }
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (path, content) in files {
        let offset = number(out.len())?;
        let mut header = FIXED.to_vec();
        header.extend_from_slice(&crc32fast::hash(content).to_le_bytes());
        header.extend_from_slice(&number(content.len())?);
        header.extend_from_slice(&number(content.len())?);
        header.extend_from_slice(&(path.len() as u16).to_le_bytes());
        header.extend_from_slice(&[0; 2]);
        out.extend_from_slice(LOCAL);
        out.extend_from_slice(&header);
        out.extend_from_slice(path.as_bytes());
        out.extend_from_slice(content);
        directory.extend_from_slice(CENTRAL);
        directory.extend_from_slice(&[20, 0]);
        directory.extend_from_slice(&header);
        // No comment, disk 0, no attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset);
        directory.extend_from_slice(path.as_bytes());
    }
    let start = number(out.len())?;
    let count = (files.len() as u16).to_le_bytes();
    out.extend_from_slice(&directory);
    out.extend_from_slice(END);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&number(directory.len())?);
    out.extend_from_slice(&start);
    out.extend_from_slice(&[0; 2]);
    Ok(out)
}

/// Reads a bundle; any form but the canonical one is refused.
///
/// # Errors
/// [`NotCanonical`].
pub fn read(bytes: &[u8]) -> Result<Files, NotCanonical> {
    if bytes.len() > MAX_BUNDLE_BYTES {
        return Err(NotCanonical);
    }
    let mut files = Files::new();
    let mut at = 0;
    while bytes.get(at..at + 4) == Some(LOCAL) {
        let header = bytes.get(at..at + LOCAL_BYTES).ok_or(NotCanonical)?;
        let size = u32::from_le_bytes([header[18], header[19], header[20], header[21]]) as usize;
        let path_bytes = usize::from(u16::from_le_bytes([header[26], header[27]]));
        let path_at = at + LOCAL_BYTES;
        let content_at = path_at + path_bytes;
        let path = bytes.get(path_at..content_at).ok_or(NotCanonical)?;
        let path = std::str::from_utf8(path).map_err(|_| NotCanonical)?;
        let content = bytes.get(content_at..content_at + size).ok_or(NotCanonical)?;
        if files.len() == MAX_FILES || files.insert(path.to_owned(), content.to_vec()).is_some() {
            return Err(NotCanonical);
        }
        at = content_at + size;
    }
    if bytes.len() < END_BYTES || write(&files)? != bytes {
        return Err(NotCanonical);
    }
    Ok(files)
}

fn number(value: usize) -> Result<[u8; 4], NotCanonical> {
    u32::try_from(value).map(u32::to_le_bytes).map_err(|_| NotCanonical)
}

/// Lower-case ASCII in segments that name no other place.
fn is_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    path.len() <= MAX_PATH_BYTES
        && path
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn files() -> Files {
        [("manifest", "a"), ("journal/7.json", "{}"), ("agreement.pdf", "%PDF")]
            .map(|(path, content)| (path.to_owned(), content.as_bytes().to_vec()))
            .into()
    }

    #[test]
    fn other_programs_open_a_bundle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bundle.zip");
        std::fs::write(&path, write(&files()).unwrap()).unwrap();
        let script =
            "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(*z.namelist())";
        let said = std::process::Command::new("python3")
            .args(["-c", script])
            .arg(&path)
            .output()
            .unwrap();
        assert_eq!(
            String::from_utf8_lossy(&said.stdout).trim(),
            "agreement.pdf journal/7.json manifest"
        );
    }

    #[test]
    fn every_bit_of_the_container_counts() {
        let bundle = write(&files()).unwrap();
        for bit in 0..bundle.len() * 8 {
            let mut flipped = bundle.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(read(&flipped).is_err_and(|error| error == NotCanonical), "bit {bit}");
        }
    }

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        for path in ["/a", "a//b", "../a", "a/../b", ".a", "A", "a b", ""] {
            let files = Files::from([(path.to_owned(), Vec::new())]);
            assert_eq!(write(&files), Err(NotCanonical), "{path:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(files in proptest::collection::btree_map("[a-z0-9]{1,8}", proptest::collection::vec(any::<u8>(), 0..64), 0..8)) {
            prop_assert_eq!(read(&write(&files).unwrap()), Ok(files));
        }

        #[test]
        fn noise_is_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(read(&bytes), Err(NotCanonical));
        }
    }
}
