//! Boxes and their sizes.

/// Writes a box; its size is known when `fill` is done.
pub(super) fn plain(out: &mut Vec<u8>, kind: [u8; 4], fill: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&kind);
    fill(out);
    let size = u32::try_from(out.len() - start).expect("a segment is far below 4 GiB");
    out[start..start + 4].copy_from_slice(&size.to_be_bytes());
}

/// Writes a box with version and flags.
pub(super) fn full(out: &mut Vec<u8>, kind: [u8; 4], version: u8, flags: u32, fill: impl FnOnce(&mut Vec<u8>)) {
    plain(out, kind, |out| {
        out.extend_from_slice(&(u32::from(version) << 24 | flags).to_be_bytes());
        fill(out);
    });
}

pub(super) fn u16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_be_bytes());
}

pub(super) fn u32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_be_bytes());
}

pub(super) fn u64(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_be_bytes());
}

pub(super) fn zeros(out: &mut Vec<u8>, count: usize) {
    out.resize(out.len() + count, 0);
}
