//! Clients whose processes are killed or freeze in the middle of a call: the others hear of it, and go on.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tokio::process::{Child, Command};
use tokio::sync::watch;
use tokio::task::JoinSet;
use yunqian_client::media::SyntheticPictures;
use yunqian_client::{Participant, Received};
use yunqian_signaling::Source;
use yunqian_tests::{Client, Heard, Server, Socket, binary, output_dir};

use super::rooms::{enter, grant, move_on, planned_item};

/// A socket is given up after 15 s of silence and its participant a minute later.
const PATIENCE: Duration = Duration::from_secs(120);
/// So many packets more tell that a track flows.
const FLOWING: u64 = 40;

/// What a moderator hears of a room.
#[derive(Debug, Clone, Default)]
struct Seen {
    participants: HashMap<String, Value>,
    /// Of whom there were media connections lately.
    connected: BTreeSet<String>,
}

impl Seen {
    fn take(&mut self, body: &Value) {
        let id = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        match body["type"].as_str() {
            Some("welcome") => {
                for participant in list(&body["snapshot"]["participants"]) {
                    self.participants.insert(id(&participant["id"]), participant);
                }
            }
            Some("participant") => {
                let participant = &body["participant"];
                self.participants.insert(id(&participant["id"]), participant.clone());
            }
            Some("participant_left") => {
                self.participants.remove(&id(&body["participant"]));
            }
            Some("statistics") => {
                let told = list(&body["statistics"]);
                self.connected = told.iter().map(|one| id(&one["participant"])).collect();
            }
            _ => {}
        }
    }

    /// Those who send something.
    fn senders(&self) -> BTreeSet<String> {
        let sends = |participant: &Value| {
            participant["tracks"]
                .as_array()
                .is_some_and(|tracks| !tracks.is_empty())
        };
        let senders = self.participants.iter().filter(|(_, participant)| sends(participant));
        senders.map(|(id, _)| id.clone()).collect()
    }

    fn is_away(&self, id: &str) -> bool {
        self.participants
            .get(id)
            .is_some_and(|participant| participant["online"] == false)
    }
}

/// Keeps what the socket hears.
async fn listen(mut socket: Socket, seen: watch::Sender<Seen>) -> Result<()> {
    loop {
        match socket.hear().await? {
            Heard::Frame(frame) => seen.send_modify(|seen| seen.take(&frame["body"])),
            Heard::Closed(code) => bail!("the observer was closed with {code}"),
        }
    }
}

async fn until<T: Clone>(watched: &mut watch::Receiver<T>, what: &str, met: impl FnMut(&T) -> bool) -> Result<T> {
    let met = tokio::time::timeout(PATIENCE, watched.wait_for(met)).await;
    let found = met.with_context(|| format!("in vain: {what}"))??;
    Ok(found.clone())
}

/// A short film for `yunqian feed`.
async fn film() -> Result<PathBuf> {
    let path = output_dir("gone")?.join("film.ivf");
    let arguments =
        "-y -loglevel error -f lavfi -i testsrc2=size=160x90:rate=30 -t 4 -c:v libvpx -g 30 -b:v 100k -f ivf";
    let made = Command::new("ffmpeg")
        .args(arguments.split(' '))
        .arg(&path)
        .stdin(Stdio::null())
        .status()
        .await?;
    ensure!(made.success(), "ffmpeg: {made}");
    Ok(path)
}

/// Starts a client in a process of its own, which sends the film and receives what everybody else sends.
async fn feed(server: &Server, officer: &Client, item: &str, film: &Path) -> Result<Child> {
    let token = grant(officer, item).await?["token"].clone();
    let token = token.as_str().context("a grant has a token")?.to_owned();
    let feed = Command::new(binary()?)
        .args(["feed", "--repeat", "--url", &server.url(""), "--video"])
        .arg(film)
        .env("YUNQIAN_GRANT", token)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    Ok(feed)
}

async fn signal(child: &Child, name: &str) -> Result<()> {
    let id = child.id().context("it runs")?.to_string();
    let sent = Command::new("kill").args(["-s", name, &id]).status().await?;
    ensure!(sent.success(), "kill -s {name}: {sent}");
    Ok(())
}

/// Waits until a sender more is there than `known`, and gives it.
async fn newcomer(seen: &mut watch::Receiver<Seen>, known: &BTreeSet<String>) -> Result<String> {
    let now = until(seen, "another who sends", |seen| seen.senders().len() > known.len()).await?;
    let newcomer = now.senders().difference(known).next().cloned();
    newcomer.context("another who sends")
}

async fn person(officer: &Client, item: &str, sends: bool) -> Result<Participant> {
    let token = grant(officer, item).await?["token"].clone();
    let token = token.as_str().context("a grant has a token")?.to_owned();
    let url = officer.socket_url("/api/v1/rooms/ws");
    let pictures = |kbit| vec![(Source::Camera, Box::new(SyntheticPictures::new(kbit)) as _)];
    let sources = if sends { pictures(200) } else { Vec::new() };
    Ok(Participant::join(&url, token, sources).await?)
}

/// Packets that came of a participant's tracks.
fn packets(received: &Received, of: &str) -> u64 {
    let tracks = received.packets.iter();
    let own = tracks.filter(|(track, _)| track.parts().is_some_and(|(who, _)| who.0.to_string() == of));
    own.map(|(_, count)| count).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_hears_of_killed_and_of_frozen_clients_and_goes_on_without_them() -> Result<()> {
    let server = Server::start().await?;
    let officer = server.client();
    officer.sign_in_as("li-wei").await?;
    let (_, item) = planned_item(&officer).await?;
    for state in ["rehearsal", "ready", "live"] {
        move_on(&officer, &item, state).await?;
    }
    let (sender, mut seen) = watch::channel(Seen::default());
    let socket = enter(&officer, &grant(&officer, &item).await?).await?;
    let _observer = JoinSet::from_iter([listen(socket, sender)]);

    let _stays = person(&officer, &item, true).await?;
    let stays = newcomer(&mut seen, &BTreeSet::new()).await?;
    let film = film().await?;
    let mut to_kill = feed(&server, &officer, &item, &film).await?;
    let killed = newcomer(&mut seen, &[stays.clone()].into()).await?;
    let to_freeze = feed(&server, &officer, &item, &film).await?;
    let frozen = newcomer(&mut seen, &[stays.clone(), killed.clone()].into()).await?;
    let viewer = person(&officer, &item, false).await?;
    let mut received = viewer.received();
    until(&mut received, "three flow", |received| {
        [&stays, &killed, &frozen]
            .iter()
            .all(|one| packets(received, one) > FLOWING)
    })
    .await?;

    to_kill.start_kill()?;
    signal(&to_freeze, "STOP").await?;
    until(&mut seen, "both are away", |seen| {
        seen.is_away(&killed) && seen.is_away(&frozen)
    })
    .await?;
    until(&mut seen, "both are gone, their connections too", |seen| {
        let gone = |id: &String| !seen.participants.contains_key(id) && !seen.connected.contains(id);
        gone(&killed) && gone(&frozen) && seen.connected.contains(&stays)
    })
    .await?;
    let before = received.borrow_and_update().clone();
    let after = until(&mut received, "the one who stays flows on", |received| {
        packets(received, &stays) > packets(&before, &stays) + 2 * FLOWING
    })
    .await?;
    for gone in [&killed, &frozen] {
        assert_eq!(packets(&after, gone), packets(&before, gone), "{gone} is gone");
    }
    Ok(())
}
