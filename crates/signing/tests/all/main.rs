//! The crate as a server uses it, with its attackers and its independent judges.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]
#![expect(clippy::disallowed_methods, reason = "judges read files and clocks")]

mod archiving;
mod attacks;
mod authorising;
mod forging;
mod independent;
mod own_keys;
mod preparing;
mod rotating;
mod sealing;
mod stamping;
mod support;
mod uploading;
