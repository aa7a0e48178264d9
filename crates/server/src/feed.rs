//! `yunqian feed`: brings a camera's or a factory's pictures and sound into a room, from files or a pipe, as a
//! participant that needs no browser.
//!
//! VP8 in IVF and Opus in Ogg go through as they are: `ffmpeg -i … -c:v libvpx -f ivf - | yunqian feed --video -`.
//! A file has keyframes where its encoder put them: let it set one every two seconds, since those who join wait for
//! the next.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use yunqian_client::media::{Frame, Frames, Ivf, OggOpus};
use yunqian_client::{ClientError, Participant};
use yunqian_signaling::Source;

/// The arguments of `yunqian feed`.
#[derive(Debug, Args)]
pub struct Feed {
    /// The server.
    #[arg(long, default_value = "http://localhost:8080")]
    url: String,
    /// The room grant of one who may publish.
    #[arg(long, env = "YUNQIAN_GRANT", hide_env_values = true)]
    grant: String,
    /// VP8 in IVF; `-` reads the standard input.
    #[arg(long, required_unless_present = "audio")]
    video: Option<PathBuf>,
    /// Opus in Ogg; `-` reads the standard input.
    #[arg(long)]
    audio: Option<PathBuf>,
    /// Begin files anew when they end.
    #[arg(long)]
    repeat: bool,
}

/// Feeds until a source ends, the room closes or the process is told to stop.
///
/// # Errors
/// When a file can't be read or the server refuses.
pub async fn run(feed: Feed) -> anyhow::Result<()> {
    let mut sources = Vec::new();
    if let Some(path) = &feed.audio {
        let frames = open(path, feed.repeat, |reader| Ok(Box::new(OggOpus::open(reader)?)));
        sources.push((Source::Microphone, frames.with_context(|| path.display().to_string())?));
    }
    if let Some(path) = &feed.video {
        let frames = open(path, feed.repeat, |reader| Ok(Box::new(Ivf::open(reader)?)));
        sources.push((Source::Camera, frames.with_context(|| path.display().to_string())?));
    }
    let url = format!(
        "{}{}",
        feed.url.trim_end_matches('/').replacen("http", "ws", 1),
        crate::rooms::PATH
    );
    let participant = Participant::join(&url, feed.grant, sources).await?;
    eprintln!("feeding; Ctrl-C ends it");
    let stop = async {
        // A process that can't hear Ctrl-C is ended otherwise.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    Ok(participant.stay_until(stop).await?)
}

type Reader = Box<dyn Read + Send>;
type Parse = fn(Reader) -> Result<Frames, ClientError>;

fn open(path: &Path, repeat: bool, parse: Parse) -> Result<Frames, ClientError> {
    if path == Path::new("-") {
        return parse(Box::new(io::stdin()));
    }
    let first = parse(reader(path)?)?;
    if !repeat {
        return Ok(first);
    }
    let path = path.to_owned();
    let again = move || reader(&path).and_then(parse);
    Ok(Box::new(Repeated {
        current: first,
        again: Box::new(again),
        fruitful: false,
    }))
}

fn reader(path: &Path) -> Result<Reader, ClientError> {
    Ok(Box::new(BufReader::new(File::open(path)?)))
}

/// Frames of a file, over and over; a file without frames ends at once.
struct Repeated {
    current: Frames,
    again: Box<dyn Fn() -> Result<Frames, ClientError> + Send>,
    fruitful: bool,
}

impl Iterator for Repeated {
    type Item = Result<Frame, ClientError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(frame) = self.current.next() {
            self.fruitful = true;
            return Some(frame);
        }
        if !std::mem::take(&mut self.fruitful) {
            return None;
        }
        match (self.again)() {
            Ok(frames) => self.current = frames,
            Err(error) => return Some(Err(error)),
        }
        self.next()
    }
}
