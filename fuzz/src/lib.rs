//! What the fuzz targets do with their bytes: each module takes an input (`run`) and gives a few to begin with
//! (`seeds`).
//!
//! Inputs are plain bytes; [`Draw`] makes choices out of them, so that any mutation of an input is one. Time is
//! virtual. Parsers that their crates keep to themselves are compiled into this one from their files.

pub mod bundle;
pub mod datagrams;
pub mod document;
mod draw;
mod end;
pub mod frame;
pub mod framing;
pub mod grant;
pub mod ingest;
pub mod keyframe;
pub mod media;
mod outlet;
pub mod pdf;
mod people;
pub mod record;
pub mod room;
pub mod sdp;
mod signed;
mod stun;
pub mod token;

/// Counts the panics inside peer connections' fences, which end one participant's connection, and lets the others
/// abort. Writes the seeds instead where the environment's `SEEDS` names a directory.
pub fn begin(seeds: fn() -> Vec<Vec<u8>>) {
    if let Some(directory) = std::env::var_os("SEEDS") {
        let directory = std::path::PathBuf::from(directory);
        std::fs::create_dir_all(&directory).expect("the seeds' directory can be made");
        for (number, seed) in seeds().into_iter().enumerate() {
            std::fs::write(directory.join(format!("seed-{number:03}")), seed).expect("a seed can be written");
        }
        std::process::exit(0);
    }
    let aborts = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let fenced = |file: &str| {
            ["/str0m-", "/is-", "/dimpl-", "/sctp-proto-"]
                .iter()
                .any(|name| file.contains(name))
        };
        match panic.location() {
            Some(place) if fenced(place.file()) => eprintln!("FENCED {place}"),
            _ => aborts(panic),
        }
    }));
}

/// Makes a fuzz target of a module.
#[macro_export]
macro_rules! target {
    ($module:ident) => {
        libfuzzer_sys::fuzz_target!(init: $crate::begin($crate::$module::seeds), |bytes: &[u8]| {
            $crate::$module::run(bytes);
        });
    };
}
