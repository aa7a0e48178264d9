//! One way of one client's line.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::Shared;

/// Datagrams on their way at once: what half a second of a busy line holds, many times over. What comes while it is
/// full is lost, as on a line.
const ON_THE_WAY: usize = 8_192;

/// Makes a way: where datagrams go in, and where they come out.
pub(super) fn way(weather: Shared) -> (Entrance, Exit) {
    let (sender, receiver) = mpsc::channel(ON_THE_WAY);
    (Entrance { weather, sender }, Exit(receiver))
}

/// Where datagrams go in.
#[derive(Debug)]
pub(super) struct Entrance {
    weather: Shared,
    sender: mpsc::Sender<Travelling>,
}

/// Where they come out.
#[derive(Debug)]
pub(super) struct Exit(mpsc::Receiver<Travelling>);

#[derive(Debug)]
struct Travelling {
    arrives: Instant,
    bytes: Vec<u8>,
}

impl Entrance {
    /// Takes a datagram, or loses it.
    pub(super) fn take(&self, datagram: &[u8]) {
        let (lost, delay) = {
            let mut weather = self.weather.lock().expect("nobody panics while holding it");
            let line = weather.line;
            (weather.dice.falls(line.loss_percent), line.round_trip / 2)
        };
        if !lost {
            // A full way loses it too.
            let _ = self.sender.try_send(Travelling {
                arrives: Instant::now() + delay,
                bytes: datagram.to_vec(),
            });
        }
    }
}

impl Exit {
    /// Hands on what arrives, in order, until the entrance is gone.
    pub(super) async fn carry(mut self, from: Arc<UdpSocket>, to: SocketAddr) {
        while let Some(datagram) = self.0.recv().await {
            sleep_until(datagram.arrives).await;
            // Nobody may be there any more; then it is lost.
            let _ = from.send_to(&datagram.bytes, to).await;
        }
    }
}
