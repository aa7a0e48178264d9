//! Stores closed segments and enters them into the record, in the order in which they closed.

use std::collections::HashMap;

use anyhow::Context;
use jiff::Timestamp;
use tokio::sync::mpsc;
use uuid::Uuid;
use yunqian_media::TapCodec;
use yunqian_media::record::{self, Container};
use yunqian_session::recording::{self, Command, Gap, GapCause};
use yunqian_session::{Actor, PersonId, RecordingId};
use yunqian_signaling::{OpenTrack, Source};

use crate::app::App;

/// Segments that may wait to be stored, about ten minutes of one track; what finds no room is lost.
pub(super) const QUEUE: usize = 512;

/// Something to keep of one track of a recording.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) recording: RecordingId,
    pub(super) track: OpenTrack,
    pub(super) what: What,
}

#[derive(Debug)]
pub(super) enum What {
    Segment(record::Segment),
    Gap { from_us: i64, to_us: i64, cause: GapCause },
}

/// Where a track stands in its recording.
#[derive(Debug, Clone, Copy)]
struct Position {
    track: u32,
    segments: u32,
}

/// Runs until nothing more can come.
pub(super) async fn run(app: App, mut waiting: mpsc::Receiver<Kept>) {
    let mut positions = HashMap::new();
    while let Some(kept) = waiting.recv().await {
        let (recording, track) = (kept.recording, kept.track.track.clone());
        if let Err(error) = keep(&app, &mut positions, kept).await {
            tracing::error!(error = format!("{error:#}"), %recording, %track, "a piece of a recording is lost");
        }
    }
}

async fn keep(app: &App, positions: &mut HashMap<(RecordingId, String), Position>, kept: Kept) -> anyhow::Result<()> {
    let id = kept.recording;
    let name = kept.track.track.to_string();
    let mut position = match positions.get(&(id, name.clone())) {
        Some(known) => *known,
        None => place(app, id, &kept.track).await?,
    };
    let command = match kept.what {
        What::Segment(segment) => {
            let segment = store(app, position, segment).await?;
            position.segments += 1;
            Command::CloseSegment { id, segment }
        }
        What::Gap { from_us, to_us, cause } => Command::NoteGap {
            id,
            gap: Gap {
                track: position.track,
                from: timestamp(from_us)?,
                to: timestamp(to_us)?,
                cause,
            },
        },
    };
    positions.insert((id, name), position);
    execute(app, command).await
}

/// Finds a track in its recording, or enters it.
async fn place(app: &App, id: RecordingId, track: &OpenTrack) -> anyhow::Result<Position> {
    let name = track.track.to_string();
    let state = app.state();
    let recording = state.recordings.get(&id).context("the recording is gone")?;
    if let Some(found) = recording.tracks.iter().position(|known| known.name == name) {
        let track = u32::try_from(found)?;
        let closed = recording.segments.iter().filter(|segment| segment.track == track);
        let segments = u32::try_from(closed.count())?;
        return Ok(Position { track, segments });
    }
    let position = u32::try_from(recording.tracks.len())?;
    let track = recording::Track {
        name,
        person: track
            .person
            .as_deref()
            .and_then(|person| Uuid::parse_str(person).ok())
            .map(PersonId),
        source: source(track),
        language: track.language.clone(),
    };
    execute(app, Command::AddTrack { id, track }).await?;
    Ok(Position {
        track: position,
        segments: 0,
    })
}

fn source(track: &OpenTrack) -> recording::Source {
    match track.source {
        _ if track.language.is_some() => recording::Source::Interpretation,
        Source::Camera => recording::Source::Camera,
        Source::Microphone => recording::Source::Microphone,
        Source::Screen => recording::Source::Screen,
        Source::ScreenAudio => recording::Source::ScreenAudio,
    }
}

async fn store(app: &App, position: Position, segment: record::Segment) -> anyhow::Result<recording::Segment> {
    let size_bytes = segment.bytes.len() as u64;
    let picture = segment.picture.unwrap_or_default();
    let digest = app.blobs.put(segment.bytes).await?.to_string();
    Ok(recording::Segment {
        track: position.track,
        index: position.segments,
        digest,
        starts_at: timestamp(segment.start_us)?,
        duration_ms: u32::try_from(segment.duration_us / 1_000)?,
        size_bytes,
        media_type: media_type(segment.codec, segment.container).to_owned(),
        codec: record::mp4::codecs(segment.codec, &picture),
        independent: segment.independent,
    })
}

fn media_type(codec: TapCodec, container: Container) -> &'static str {
    match (codec.is_video(), container) {
        (true, Container::Webm) => "video/webm",
        (true, Container::Mp4) => "video/mp4",
        (false, Container::Webm) => "audio/webm",
        (false, Container::Mp4) => "audio/mp4",
    }
}

async fn execute(app: &App, command: Command) -> anyhow::Result<()> {
    app.desk.execute(Actor::System, Uuid::now_v7(), command).await?;
    Ok(())
}

fn timestamp(us: i64) -> anyhow::Result<Timestamp> {
    Ok(Timestamp::from_microsecond(us)?)
}
