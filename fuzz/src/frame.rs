//! A socket's text frames.

use yunqian_signaling::{ClientFrame, ClientMessage};

use crate::draw::Draw;
use crate::room;

/// What is read is written and read again as the same.
pub fn run(bytes: &[u8]) {
    let Ok(frame) = ClientFrame::parse(&String::from_utf8_lossy(bytes)) else {
        return;
    };
    let text = serde_json::to_string(&frame).expect("a frame is JSON");
    let again = ClientFrame::parse(&text).expect("what was written is read");
    // The digits of a stroke's points may differ in their last place.
    if !matches!(frame.body, ClientMessage::Stroke { .. }) {
        assert_eq!(again, frame);
    }
}

/// One frame of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let frames = (0..room::BODIES.len()).map(|kind| room::frame_text(kind, 1, &mut Draw::new(b"\x01\x00\x01a")));
    frames.map(String::into_bytes).collect()
}
