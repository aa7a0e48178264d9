//! The little of EBML (RFC 8794) that writing Matroska needs.

/// Writes an element of known size.
pub(super) fn element(out: &mut Vec<u8>, id: u32, body: &[u8]) {
    let bytes = id.to_be_bytes();
    let skip = bytes.iter().take_while(|byte| **byte == 0).count();
    out.extend_from_slice(&bytes[skip..]);
    size(out, body.len() as u64);
    out.extend_from_slice(body);
}

/// Writes an element made of elements.
pub(super) fn master(out: &mut Vec<u8>, id: u32, fill: impl FnOnce(&mut Vec<u8>)) {
    let mut body = Vec::new();
    fill(&mut body);
    element(out, id, &body);
}

/// Writes an unsigned number.
pub(super) fn unsigned(out: &mut Vec<u8>, id: u32, value: u64) {
    let bytes = value.to_be_bytes();
    let skip = bytes.iter().take(7).take_while(|byte| **byte == 0).count();
    element(out, id, &bytes[skip..]);
}

/// Writes a floating-point number.
pub(super) fn float(out: &mut Vec<u8>, id: u32, value: f64) {
    element(out, id, &value.to_be_bytes());
}

/// Writes a size as a number of the shortest length that is not the reserved one.
fn size(out: &mut Vec<u8>, value: u64) {
    let length = (1_u32..=8)
        .find(|n| value < (1 << (7 * n)) - 1)
        .expect("no element is that large");
    let marked = value | 1 << (7 * length);
    out.extend_from_slice(&marked.to_be_bytes()[8 - length as usize..]);
}
