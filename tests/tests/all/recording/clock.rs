//! Where a moment falls in a recording: a camera turns from black to white, and the picture that does is found.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use yunqian_client::media::{Frame, Frames};
use yunqian_client::{ClientError, Participant};
use yunqian_signaling::Source;
use yunqian_tests::{Client, Server};

use super::file;
use crate::rooms::{grant, move_on, planned_item};

/// How far a moment's place in a recording may be from where it was in life.
const PRECISION_MS: i64 = 500;
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at the record.
const LOOK: Duration = Duration::from_millis(100);
/// So short that the few which the participant reads ahead are a tenth of a second.
const PICTURE: Duration = Duration::from_millis(10);

/// A camera before a lamp.
#[derive(Debug, Default)]
struct Lamp {
    /// 0 is off, 1 on.
    is_on: AtomicU8,
    /// When the first white picture left, in milliseconds since 1970.
    seen_ms: AtomicI64,
}

impl Lamp {
    fn pictures(self: Arc<Self>, black: Bytes, white: Bytes) -> Frames {
        Box::new(std::iter::from_fn(move || {
            let is_on = self.is_on.load(Ordering::SeqCst) == 1;
            if is_on {
                let now = Timestamp::now().as_millisecond();
                // Only the first one counts.
                let _ = self
                    .seen_ms
                    .compare_exchange(0, now, Ordering::SeqCst, Ordering::SeqCst);
            }
            let data = if is_on { white.clone() } else { black.clone() };
            Some(Ok::<_, ClientError>(Frame {
                data,
                duration: PICTURE,
            }))
        }))
    }
}

/// One VP8 keyframe of a colour.
fn keyframe(colour: &str) -> Result<Bytes> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("one.ivf");
    let source = format!("color=c={colour}:s=320x180:r=25");
    let made = Command::new("ffmpeg")
        .args(["-loglevel", "error", "-f", "lavfi", "-i", &source])
        .args(["-frames:v", "1", "-c:v", "libvpx", "-f", "ivf"])
        .arg(&path)
        .status()?;
    ensure!(made.success(), "ffmpeg: {made}");
    let ivf = std::fs::read(&path)?;
    // A file header of 32 bytes, then 12 before each picture.
    Ok(Bytes::copy_from_slice(ivf.get(44..).context("a picture")?))
}

/// Finds when the first white picture of a segment is shown, in milliseconds after its start.
fn turns_white(segment: &[u8]) -> Result<Option<i64>> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join("segment");
    std::fs::write(&path, segment)?;
    let said = luma(&path)?;
    let mut at = None;
    for line in said.lines() {
        if let Some((_, time)) = line.split_once("pts_time:") {
            at = Some(time.trim().parse::<f64>()?);
        } else if let Some(value) = line.strip_prefix("lavfi.signalstats.YAVG=")
            && value.parse::<f64>()? > 128.0
        {
            return Ok(at.map(|seconds| (seconds * 1_000.0) as i64));
        }
    }
    Ok(None)
}

/// Lets ffmpeg print how bright each picture is.
fn luma(path: &Path) -> Result<String> {
    let output = Command::new("ffmpeg")
        .args(["-v", "error", "-copyts", "-i"])
        .arg(path)
        .args(["-fps_mode", "passthrough", "-vf"])
        .args([
            "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-",
            "-f",
            "null",
            "-",
        ])
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// Waits until the recording has so many segments.
async fn recorded(host: &Client, id: &str, segments: usize) -> Result<Value> {
    let look = async {
        loop {
            let recording = host.get(&format!("/recordings/{id}")).await?.expect(200)?;
            if recording["segments"]
                .as_array()
                .is_some_and(|all| all.len() >= segments)
            {
                return anyhow::Ok(recording);
            }
            sleep(LOOK).await;
        }
    };
    timeout(PATIENCE, look).await.context("nothing is recorded")?
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_is_found_in_the_recording_within_half_a_second() -> Result<()> {
    let server = Server::start().await?;
    let host = server.client();
    host.sign_in_as("li-wei").await?;
    let (_, item) = planned_item(&host).await?;
    for state in ["rehearsal", "ready", "live"] {
        move_on(&host, &item, state).await?;
    }
    let started = host
        .post(&format!("/items/{item}/recording"), &json!({ "on": true }))
        .await?;
    let id = started.expect(200)?["id"].as_str().context("an id")?.to_owned();
    let lamp = Arc::new(Lamp::default());
    let pictures = lamp.clone().pictures(keyframe("black")?, keyframe("white")?);
    let token = grant(&host, &item).await?["token"]
        .as_str()
        .context("a token")?
        .to_owned();
    let url = host.socket_url("/api/v1/rooms/ws");
    let _camera = Participant::join(&url, token, vec![(Source::Camera, pictures)]).await?;
    recorded(&host, &id, 1).await?;
    lamp.is_on.store(1, Ordering::SeqCst);
    recorded(&host, &id, 2).await?;
    host.post(&format!("/items/{item}/recording"), &json!({ "on": false }))
        .await?
        .expect(200)?;
    let recording = recorded(&host, &id, 2).await?;
    for segment in recording["segments"].as_array().context("segments")? {
        let digest = segment["digest"].as_str().context("a digest")?;
        let Some(after_ms) = turns_white(&file(&host, &id, digest).await?)? else {
            continue;
        };
        let starts_at: Timestamp = segment["starts_at"].as_str().context("a time")?.parse()?;
        let found_ms = starts_at.as_millisecond() + after_ms;
        let off_ms = found_ms - lamp.seen_ms.load(Ordering::SeqCst);
        println!("figure signing.recorded_moment_off_ms {off_ms} ms");
        ensure!(
            off_ms.abs() <= PRECISION_MS,
            "found {off_ms} ms from where it was: {segment}"
        );
        return Ok(());
    }
    bail!("no picture of the recording is white: {recording}")
}
