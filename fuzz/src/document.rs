//! Signed documents, changed.

use yunqian_signing::inspect;

use crate::draw::{Draw, put};
use crate::signed::{NOW, SIGNED, edited};

/// No document but the one that was signed is valid.
pub fn run(bytes: &[u8]) {
    let signed = &*SIGNED;
    let changed = edited(&signed.pdf, &mut Draw::new(bytes));
    let valid = inspect(&changed, &signed.trust, NOW).is_ok_and(|report| report.is_valid());
    assert!(!valid || changed == signed.pdf, "another document is valid too");
}

/// The document itself; a comment behind it; an object more; a bit in its middle.
pub fn seeds() -> Vec<Vec<u8>> {
    let appended = |text: &[u8]| {
        let mut out = vec![4, 0, 0, 0, 0];
        put(&mut out, text);
        out
    };
    vec![
        Vec::new(),
        appended(b"\n% more\n"),
        appended(b"\n999 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 0\ntrailer\n<</Root 999 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n"),
        vec![0, 0, 0, 0x90, 0, 1],
        vec![5, 0, 1, 0x80, 0],
    ]
}
