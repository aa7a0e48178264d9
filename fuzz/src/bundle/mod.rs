//! Containers of evidence bundles.

#[path = "../../../crates/server/src/evidence/container.rs"]
mod container;

use crate::draw::Draw;
use crate::signed::edited;

/// A container that is read is the one that its files give: not a bit of it is free.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let changed = match draw.flag() {
        true => edited(&one(), &mut draw),
        false => draw.rest().to_vec(),
    };
    if let Ok(files) = container::read(&changed) {
        let again = container::write(&files).expect("what was read can be written");
        assert!(again == changed, "two containers hold the same");
    }
}

fn one() -> Vec<u8> {
    let files = [
        ("agreement.pdf", &b"%PDF"[..]),
        ("journal/entries/1.json", b"{}"),
        ("manifest", b"m\n"),
    ];
    let files = files.map(|(path, content)| (path.to_owned(), content.to_vec()));
    container::write(&files.into()).expect("these paths may stand in a bundle")
}

/// A container whole, cut off, with a path changed.
pub fn seeds() -> Vec<Vec<u8>> {
    let whole = [&[0][..], &one()].concat();
    vec![
        vec![1],
        whole[..whole.len() - 7].to_vec(),
        whole,
        vec![1, 0, 0, 0, 0, 31, 1],
    ]
}
