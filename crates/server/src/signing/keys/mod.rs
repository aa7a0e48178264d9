//! The keys of the instance's authority, as an operator keeps them.
//!
//! ```text
//! [signing.authority] ──► source: PKCS #8, PKCS #12 or a token ──► Opened { key, its certificate, those above }
//! data/keys/authority ──► kept: what `yunqian rotate-key` made        ──┘
//! Opened… ──► gathered: who issued whom, which is the newest ──► IssuingAuthority, or why not
//! ```
//!
//! What is kept in the data directory takes the place of what is configured, which stays for what it signed. Messages
//! name roles and files, and never tell a password.

mod gathered;
mod kept;
mod settings;
mod source;
#[cfg(test)]
pub mod tests;

pub use gathered::Gathered;
pub use kept::Kept;
pub use settings::{AuthoritySettings, KeySettings};
pub use source::Opened;
