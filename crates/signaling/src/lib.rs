//! The signalling protocol and the room state machine.
