//! The fuzz targets of descriptions and of recordings, with the inputs that they begin with.

#[path = "../../../fuzz/src/draw.rs"]
mod draw;
#[path = "../../../fuzz/src/outlet.rs"]
mod outlet;
#[path = "../../../fuzz/src/people.rs"]
mod people;
#[path = "../../../fuzz/src/record/mod.rs"]
mod record;
#[path = "../../../fuzz/src/sdp.rs"]
mod sdp;

#[test]
fn true_descriptions_are_answered() {
    sdp::seeds().iter().for_each(|seed| sdp::run(seed));
}

#[test]
fn payloads_of_every_codec_become_recordings_and_broadcasts() {
    record::seeds().iter().for_each(|seed| record::run(seed));
}
