//! STUN messages that are what they claim to be (RFC 8489), or nearly.

use str0m::crypto::from_feature_flags;

const HEADER: usize = 20;

/// Writes a message of these attributes; where there is a key, with its proof of integrity and its fingerprint.
pub fn message(kind: u16, attributes: &[(u16, Vec<u8>)], key: Option<&[u8]>) -> Vec<u8> {
    let mut out = kind.to_be_bytes().to_vec();
    out.extend([0, 0, 0x21, 0x12, 0xa4, 0x42]);
    out.extend([7; 12]);
    for (name, value) in attributes {
        attribute(&mut out, *name, value);
    }
    let Some(key) = key else {
        set_length(&mut out, 0);
        return out;
    };
    set_length(&mut out, 24);
    let proof = from_feature_flags().sha1_hmac_provider.sha1_hmac(key, &[&out]);
    attribute(&mut out, 0x0008, &proof);
    set_length(&mut out, 8);
    let sum = crc32(&out) ^ 0x5354_554e;
    attribute(&mut out, 0x8028, &sum.to_be_bytes());
    out
}

fn attribute(out: &mut Vec<u8>, name: u16, value: &[u8]) {
    out.extend(name.to_be_bytes());
    out.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend(value);
    out.resize(out.len().next_multiple_of(4), 0);
}

fn set_length(out: &mut [u8], more: usize) {
    let length = u16::try_from(out.len() - HEADER + more).unwrap_or(u16::MAX);
    out[2..4].copy_from_slice(&length.to_be_bytes());
}

/// ISO 3309.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 }
        })
    };
    !bytes.iter().fold(u32::MAX, step)
}
