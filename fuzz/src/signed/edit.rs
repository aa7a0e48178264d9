use crate::draw::Draw;

/// Most edits of one input.
const EDITS: usize = 16;

/// Changes bytes here and there, as somebody would who has the file.
pub fn edited(base: &[u8], draw: &mut Draw<'_>) -> Vec<u8> {
    let mut bytes = base.to_vec();
    for _ in 0..EDITS {
        if draw.is_over() {
            break;
        }
        let way = draw.byte();
        // From the end as often as from the start: what was appended last stands there.
        let place = draw.long() as usize % (bytes.len() + 1);
        match way % 6 {
            0 => flip(&mut bytes, place, draw.byte()),
            1 => overwrite(&mut bytes, place, draw.bytes()),
            2 => drop(bytes.splice(place..place, draw.bytes().iter().copied())),
            3 => drop(bytes.drain(place..(place + usize::from(draw.word())).min(bytes.len()))),
            4 => bytes.extend_from_slice(draw.bytes()),
            _ => bytes.truncate(place),
        }
    }
    bytes
}

fn flip(bytes: &mut [u8], place: usize, bit: u8) {
    if let Some(byte) = bytes.get_mut(place) {
        *byte ^= 1 << (bit % 8);
    }
}

fn overwrite(bytes: &mut [u8], place: usize, with: &[u8]) {
    for (byte, new) in bytes[place..].iter_mut().zip(with) {
        *byte = *new;
    }
}
