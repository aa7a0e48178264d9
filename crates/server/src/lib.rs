//! One binary: API, sign-in, rooms, desk and jobs.

pub mod rooms;
