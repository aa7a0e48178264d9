//! The rules of the domain, each as a sentence, on one small world; and random walks through it.

mod access;
mod agreements;
mod archives;
mod cast;
mod ceremonies;
mod counting;
mod deadlines;
mod delegates;
mod directory;
mod fairs;
mod figures;
mod follows;
mod guile;
mod holds;
mod identities;
mod interests;
mod invariants;
mod keys;
mod media;
mod meetings;
mod order;
mod own_keys;
mod pitches;
mod recordings;
mod records;
mod spoken;
mod stage;
mod stages;
mod state;
mod steps;
mod story;
mod walk;
mod world;

use cast::Cast;
use world::{World, code, kind};
