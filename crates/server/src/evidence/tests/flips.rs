//! Single flipped bits in the files of bundles, each under a new manifest that fits: what the manifest would have found
//! must be found by what the file itself says.
//!
//! Some by default; `YUNQIAN_FLIPS` says how many (`make attack`: 10,000).

use serde_json::{Value, json};

use super::maker::{AGREEMENT, Maker, NOW};
use super::{recorded, verify};
use crate::evidence::container::{self, Files};
use crate::evidence::manifest::MANIFEST;
use crate::evidence::verdict::Result;

/// The same numbers every time (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }
}

/// A flipped bit that changed no verdict.
#[derive(Debug)]
struct Survivor {
    path: String,
    byte: usize,
    is_same: bool,
}

/// What a bundle proves, but for when it was made.
fn proven(bundle: &[u8], maker: &Maker) -> Option<Value> {
    let verdict = verify(bundle, Some(&maker.anchors()), NOW);
    (verdict.result == Result::Valid).then(|| json!(verdict.facts))
}

/// Flips a bit of a file; says which.
fn flipped(files: &Files, random: &mut Random) -> (Files, String, usize) {
    // Every file is as likely as any other, however long: most bytes are the document's fonts.
    let paths: Vec<&String> = files
        .keys()
        .filter(|path| *path != MANIFEST && !files[*path].is_empty())
        .collect();
    let path = paths[random.below(paths.len())].clone();
    let mut flipped = files.clone();
    let content = flipped.get_mut(&path).unwrap();
    let bit = random.below(content.len() * 8);
    content[bit / 8] ^= 1 << (bit % 8);
    (flipped, path, bit / 8)
}

/// Makes bundles that differ from the whole one in a bit and the manifest.
pub fn some(maker: &Maker, count: usize) -> Vec<Vec<u8>> {
    let files = container::read(&maker.bundle()).unwrap();
    let mut random = Random(2);
    let bundle = |_| maker.manifested(flipped(&files, &mut random).0);
    (0..count).map(bundle).collect()
}

fn flip(files: &Files, maker: &Maker, random: &mut Random, expected: &Value) -> Option<Survivor> {
    let (flipped, path, byte) = flipped(files, random);
    let found = proven(&maker.manifested(flipped), maker)?;
    Some(Survivor {
        path,
        byte,
        is_same: found == *expected,
    })
}

#[test]
fn a_flipped_bit_under_a_fitting_manifest_is_found_or_says_nothing() {
    let wanted: usize = std::env::var("YUNQIAN_FLIPS").map_or(60, |count| count.parse().unwrap());
    let maker = Maker::new();
    let gappy = recorded::with_a_gap();
    let mut attached = container::read(&maker.bundle()).unwrap();
    attached.insert(
        format!("attachments/{}", yunqian_journal::Digest::of(AGREEMENT.as_bytes())),
        AGREEMENT.into(),
    );
    let bundles = [
        maker.bundle(),
        Maker::witnessed().bundle(),
        gappy,
        maker.manifested(attached),
    ];
    let mut random = Random(1);
    let mut survivors = Vec::new();
    for bundle in &bundles {
        let expected = proven(bundle, &maker).expect("the bundle is whole");
        let files = container::read(bundle).unwrap();
        for _ in 0..wanted.div_ceil(bundles.len()) {
            survivors.extend(flip(&files, &maker, &mut random, &expected));
        }
    }
    let places: Vec<_> = survivors.iter().map(|it| format!("{}@{}", it.path, it.byte)).collect();
    eprintln!("{wanted} flips, {} said nothing: {}", places.len(), places.join(" "));
    // The maker's own anchors are no evidence to somebody who has others; a token's version numbers, and its list of
    // digests that a reader in one pass would want, tell nothing that is signed.
    let is_known = |it: &Survivor| it.is_same && (it.path == "trust.json" || it.path.ends_with("/token"));
    let unknown: Vec<_> = survivors.iter().filter(|survivor| !is_known(survivor)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
