//! Room grants.

mod rooms;

use crate::draw::{Draw, put};

const SEED: [u8; 32] = [7; 32];

/// No token of a stranger opens a room, whatever its parts say.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let token = if draw.flag() {
        draw.text()
    } else {
        let parts: Vec<String> = (0..3).map(|_| encoded(draw.bytes())).collect();
        parts.join(".")
    };
    assert!(
        rooms::verify(&SEED, &token).is_err(),
        "a stranger made a grant: {token}"
    );
}

/// Base64 for URLs, without padding.
fn encoded(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let letters = |chunk: &[u8]| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        (0..=chunk.len())
            .map(move |at| char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]))
            .collect::<String>()
    };
    bytes.chunks(3).map(letters).collect()
}

/// Tokens of several algorithms.
pub fn seeds() -> Vec<Vec<u8>> {
    let claims = br#"{"aud":"yunqian-room","sub":"p","exp":4102444800,"room":"r","kind":"roadshow","name":"N","organisation":null,"role":"host","grants":{},"rehearsal":false,"knock":"never","machine":false}"#;
    let of = |head: &str, signature: &[u8]| {
        let mut out = vec![0];
        for part in [head.as_bytes(), claims, signature] {
            put(&mut out, part);
        }
        out
    };
    vec![
        of(r#"{"typ":"JWT","alg":"EdDSA"}"#, &[1; 64]),
        of(r#"{"typ":"JWT","alg":"none"}"#, &[]),
        of(
            r#"{"alg":"HS256","kid":"k","jku":"http://x/","x5c":["a"],"crit":["b64"],"b64":false}"#,
            &[2; 32],
        ),
        [vec![1, 0, 9], b"a.b.c.d..".to_vec()].concat(),
    ]
}
