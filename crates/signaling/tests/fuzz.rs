//! The fuzz targets of the protocol, with the inputs that they begin with.

#[path = "../../../fuzz/src/draw.rs"]
#[expect(dead_code, reason = "other targets draw more")]
mod draw;
#[path = "../../../fuzz/src/frame.rs"]
mod frame;
#[path = "../../../fuzz/src/people.rs"]
mod people;
#[path = "../../../fuzz/src/room/mod.rs"]
mod room;

#[test]
fn every_kind_of_frame_is_written_as_it_was_read() {
    frame::seeds().iter().for_each(|seed| frame::run(seed));
}

#[test]
fn rooms_of_every_kind_bear_every_kind_of_message() {
    room::seeds().iter().for_each(|seed| room::run(seed));
}
