//! What encoders and players post: offers (WHIP, WHEP) and fragments that they trickle.

#[path = "../../crates/server/src/ingest/credentials.rs"]
mod credentials;
#[path = "../../crates/server/src/ingest/fragment.rs"]
pub mod fragment;
#[path = "../../crates/server/src/ingest/offer/mod.rs"]
pub mod offer;

use crate::draw::Draw;
use crate::people::who;
use crate::sdp;
pub use credentials::IceCredentials;
use offer::Flow;

/// What was accepted is accepted again, as the same.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let way = draw.byte();
    let text = String::from_utf8_lossy(draw.rest());
    let flow = match way % 3 {
        0 => {
            if let Ok(read) = fragment::parse(&text) {
                assert!(read.candidates <= text.len() / 2);
            }
            return;
        }
        1 => Flow::Sends,
        _ => Flow::Receives,
    };
    let Ok(read) = offer::parse(&text, flow) else {
        return;
    };
    let again = offer::parse(&read.sdp, flow).expect("what was accepted is accepted again");
    assert_eq!(
        (&again.credentials, &again.sections),
        (&read.credentials, &read.sections)
    );
    assert_eq!(again.sdp, read.sdp);
    let fresh = IceCredentials::new("abcd", "abcdefghijklmnopqrstuv").expect("two words");
    let restarted = offer::parse(&read.restarted(&fresh).sdp, flow).expect("a restart is an offer");
    assert_eq!(restarted.credentials, fresh);
    let mut unit = sdp::Unit::new();
    for sdp in [&read.sdp, &read.restarted(&fresh).sdp] {
        match flow {
            Flow::Sends => unit.upload(who(2), 1, sdp),
            Flow::Receives => unit.watch(sdp),
        }
    }
    let _ = offer::is_whole(&text);
    let written = fragment::of_restart(&text);
    assert!(written.len() <= text.len() * 2 + 32);
}

/// True offers and fragments.
pub fn seeds() -> Vec<Vec<u8>> {
    let fragment = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n\
        a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n\
        a=candidate:473322822 1 tcp 1518280447 x.local 9 typ host tcptype active\r\na=end-of-candidates\r\n";
    let seed = |way: u8, text: &str| [&[way], text.as_bytes()].concat();
    vec![
        seed(0, fragment),
        seed(0, "m=audio 9 X 0\r\na=mid:0\r\na=end-of-candidates"),
        seed(1, &sdp::description(true)),
        seed(2, &sdp::description(false)),
        seed(1, sdp::CAMERA),
    ]
}
