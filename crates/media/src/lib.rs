//! The selective forwarding unit.
