//! The business record of an investment fair: commands, events and the state folded from them.
