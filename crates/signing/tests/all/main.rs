//! The crate as a server uses it, with its attackers and its independent judges.

mod authorising;
mod independent;
mod preparing;
mod sealing;
mod support;
