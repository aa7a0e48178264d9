//! Timestamp tokens, changed.

use yunqian_signing::{Digest, examine_timestamp};

use crate::draw::{Draw, put};
use crate::signed::{SIGNED, TOLD, edited};

/// Whatever is done to a token, it tells the time that its authority told, or nothing.
pub fn run(bytes: &[u8]) {
    let signed = &*SIGNED;
    let about = Digest::of(TOLD);
    let true_one = examine_timestamp(&signed.token, about, &signed.trust).expect("it was made so");
    let changed = edited(&signed.token, &mut Draw::new(bytes));
    if let Ok(examined) = examine_timestamp(&changed, about, &signed.trust) {
        assert_eq!(examined.at, true_one.at, "a token tells another time");
    }
    assert!(examine_timestamp(&changed, Digest::of(b"other"), &signed.trust).is_err());
}

/// The token, and a few changes.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut longer = vec![4, 0, 0, 0, 0];
    put(&mut longer, &[0; 40]);
    vec![Vec::new(), vec![0, 0, 0, 0, 0x60, 3], longer, vec![5, 0, 0, 0x10, 0]]
}
