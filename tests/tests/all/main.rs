//! Whole-system tests in one binary: linking is the slow part.

mod fair;
mod layout;
