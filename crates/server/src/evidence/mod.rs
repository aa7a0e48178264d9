//! Evidence bundles: everything that proves one agreement, in a file that needs no server to be checked.
//!
//! ```text
//! manifest                     every file's digest, signed by the log's key
//! agreement.pdf                the signed document, PAdES B-LTA
//! authorisations/<place>.json  what each signatory's own key signed
//! journal/entries/<n>.json     the record's entries about the agreement, byte for byte
//! journal/proofs.json          their inclusion proofs
//! journal/checkpoint           the log's head, with the witnesses' cosignatures
//! media.json                   what was recorded of the signing; the segments themselves are kept apart
//! timestamps/<size>/…           tokens of timestamp authorities over earlier checkpoints
//! attachments/<sha256>         powers of attorney
//! certificate.pdf              certificate of completion, for people
//! trust.json                   the maker's anchors; to be believed they must come another way
//! ```
//!
//! [`make`] writes a bundle, [`verify`] checks one. `BUNDLE.md` is the format's text; a second verifier, written
//! against it in TypeScript, is held to the same verdicts.

mod certificate;
mod cli;
mod collect;
mod container;
mod make;
mod manifest;
mod media;
mod outside;
mod recorded;
mod trust;
mod verdict;
mod verify;

pub use certificate::certify;
pub use cli::{Verify, run};
pub use collect::{anchors, collect};
pub use make::{Parts, Stamped, make};
pub use media::MediaFiles;
pub use recorded::Recorded;
pub use trust::Anchors;
pub use verdict::{Outcome, Verdict};
pub use verify::{verify, verify_with};

/// Names the bundle of an agreement by its number.
pub fn file_name(number: &str) -> String {
    let plain = number.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    format!("{plain}-evidence.zip")
}

#[cfg(test)]
mod tests;
