//! Keys in PKCS#11 tokens: a firm's USB key beside `yunqian sign`, a security module beside the server.
//!
//! ```text
//! module + token label ── Token::find ──► Token ── open(choice, PIN) ──► TokenKey: yunqian_signing::PrivateKey
//!                                           └──── generate(label, PIN) ──────┘
//! ```
//!
//! The private key never leaves the token. A PIN comes from a file or the terminal, never from the command line, is
//! nowhere written, and is tried once: a token locks itself after a few wrong ones. A token that was pulled out and
//! put back, or a module that lost its session, is logged in to again at the next signature.

mod error;
mod generate;
mod key;
mod module;
mod object;
mod pin;
mod public_key;
#[cfg(test)]
pub mod tests;

pub use error::TokenError;
pub use key::TokenKey;
pub use module::Token;
pub use object::KeyChoice;
pub use pin::Pin;
pub use public_key::ecdsa_der;
