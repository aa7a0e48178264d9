//! Signing as the server does it: what a signatory is asked, how the answer is checked, how seals are written.
//!
//! [`Instance`] hands out bindings and takes them back once; [`render_current`] makes the frozen text; [`seal`] writes the
//! signature that a verified authorisation released. The proof (binding, answer and public key) is stored as a blob,
//! and a seal is made from the proof alone, so that a crash between the two loses nothing.

pub mod cores;
mod document;
mod instance;
#[cfg(test)]
mod judged;
mod keys;
mod material;
mod outside;
mod pki;
mod proof;
mod request;
mod rotate;
mod seal;
pub(crate) mod text;
mod tsa;

pub(crate) use document::typesetting_turn;
pub use document::{RenderError, render_current, signature_fields};
pub use instance::{DEVELOPMENT_AUTHORITY, Instance, now};
pub use keys::AuthoritySettings;
pub use material::gather;
pub use pki::router;
pub use proof::Proof;
pub use request::LIFETIME_S;
pub use rotate::{Rotation, rotate, rotate_demonstration};
pub use seal::{Seal, SealError, begin, finish, seal};

/// Names the signature field of a signatory.
pub fn field(signatory: yunqian_session::SignatoryId) -> String {
    format!("sig-{}", signatory.0.simple())
}
