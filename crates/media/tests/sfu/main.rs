//! The unit between independent peers over real UDP.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod egress;
mod forwarding;
mod malformed;
mod pipe;
mod support;
