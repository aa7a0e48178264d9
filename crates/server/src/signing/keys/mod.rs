//! The keys of the instance's authority, as an operator keeps them.
//!
//! ```text
//! [signing.authority] ──► source: PKCS #8, PKCS #12 or a token ──► Opened { key, its certificate, those above }
//! data/keys/authority ──► kept: what `yunqian rotate-key` made        ──┘
//! Opened… ──► gathered: who issued whom, which is the newest ──► IssuingAuthority, or why not
//! ```
//!
//! A key follows one in a token in the same token: what is kept then is its certificate and where it lies.
//! What is kept in the data directory takes the place of what is configured, which stays for what it signed. Messages
//! name roles and files, and never tell a password.

mod gathered;
mod kept;
mod made;
mod settings;
mod source;
#[cfg(test)]
pub mod tests;

pub use gathered::Gathered;
pub use kept::Kept;
pub use made::Made;
pub use settings::{AuthoritySettings, KeySettings};
pub use source::Opened;
