//! A bad network: a relay in front of a server's media port that loses and delays datagrams.
//!
//! Clients know the relay's address alone (the server names it as its candidate). Each client that sends to it gets a
//! socket of its own towards the server, as behind a translation of addresses, so that the server tells them apart.
//! Each way loses by chance, from a seed, and delays by half the round trip; order is kept. The line may be changed
//! while it is used, by the test ([`Network::set`]) or by a story ([`Network::control`]).

mod control;
mod dice;
mod way;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Result;
use tokio::net::{TcpListener, UdpSocket};
use tokio::task::JoinSet;

use crate::{Server, ServerOptions};
use dice::Dice;
use way::{Entrance, way};

/// The longest datagram there is.
const DATAGRAM_BYTES: usize = 65_536;

/// How bad a line is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// What is lost each way.
    pub loss_percent: f64,
    /// How long there and back takes.
    pub round_trip: Duration,
}

impl Line {
    /// A line that loses so much and takes so long there and back.
    #[must_use]
    pub const fn new(loss_percent: f64, round_trip_ms: u64) -> Self {
        Self {
            loss_percent,
            round_trip: Duration::from_millis(round_trip_ms),
        }
    }
}

/// What all ways of a network share.
#[derive(Debug)]
struct Weather {
    line: Line,
    dice: Dice,
}

type Shared = Arc<Mutex<Weather>>;

/// A running relay; it ends with this value.
#[derive(Debug)]
pub struct Network {
    address: SocketAddr,
    control: SocketAddr,
    weather: Shared,
    _tasks: JoinSet<()>,
}

impl Network {
    /// Starts a relay to the media port at `server`; the same `seed` loses the same datagrams of the same traffic.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(server: SocketAddr, line: Line, seed: u64) -> Result<Self> {
        let outside = Arc::new(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let dice = Dice::new(seed);
        let weather = Arc::new(Mutex::new(Weather { line, dice }));
        let (address, control) = (outside.local_addr()?, listener.local_addr()?);
        let mut tasks = JoinSet::new();
        tasks.spawn(relay(outside, server, weather.clone()));
        tasks.spawn(control::serve(listener, weather.clone()));
        Ok(Self {
            address,
            control,
            weather,
            _tasks: tasks,
        })
    }

    /// Starts a server all of whose media goes over such a network; `more` is further environment.
    ///
    /// # Errors
    /// As [`Network::start`], and when the server does not come up.
    pub async fn with_server(line: Line, seed: u64, more: &[(&str, &str)]) -> Result<(Self, Server)> {
        let media = free_port().await?;
        let network = Self::start(media, line, seed).await?;
        let mut environment = vec![
            ("YUNQIAN_MEDIA__LISTEN".to_owned(), media.to_string()),
            (
                "YUNQIAN_MEDIA__CANDIDATES".to_owned(),
                format!("[\"{}\"]", network.address),
            ),
            ("YUNQIAN_MEDIA__TCP_CANDIDATES".to_owned(), "[]".to_owned()),
        ];
        environment.extend(more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        let server = Server::start_with(ServerOptions {
            environment,
            ..ServerOptions::default()
        })
        .await?;
        Ok((network, server))
    }

    /// The address clients send to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where a story changes the line: over TCP, `<loss percent> <round trip in ms>` and a line feed, answered by `ok`.
    #[must_use]
    pub fn control(&self) -> SocketAddr {
        self.control
    }

    /// Changes the line for what is sent from now on.
    pub fn set(&self, line: Line) {
        self.weather.lock().expect("nobody panics while holding it").line = line;
    }
}

/// A UDP port that nobody has.
async fn free_port() -> Result<SocketAddr> {
    Ok(UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr()?)
}

/// Takes what clients send and carries it to the server, and back, until it is dropped.
async fn relay(outside: Arc<UdpSocket>, server: SocketAddr, weather: Shared) {
    let mut clients: HashMap<SocketAddr, Entrance> = HashMap::new();
    let mut carriers = JoinSet::new();
    let mut datagram = vec![0; DATAGRAM_BYTES];
    loop {
        // An error here is of a datagram that was sent before, to somebody who is gone.
        let Ok((length, client)) = outside.recv_from(&mut datagram).await else {
            continue;
        };
        let there = match clients.entry(client) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let Ok(inside) = open(server).await else {
                    continue;
                };
                let (there, at_server) = way(weather.clone());
                let (back, at_client) = way(weather.clone());
                carriers.spawn(at_server.carry(inside.clone(), server));
                carriers.spawn(at_client.carry(outside.clone(), client));
                carriers.spawn(answers(inside, back));
                new.insert(there)
            }
        };
        there.take(&datagram[..length]);
    }
}

/// A socket towards the server for one client.
async fn open(server: SocketAddr) -> Result<Arc<UdpSocket>> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    socket.connect(server).await?;
    Ok(Arc::new(socket))
}

/// Takes what the server sends to one client.
async fn answers(inside: Arc<UdpSocket>, back: Entrance) {
    let mut datagram = vec![0; DATAGRAM_BYTES];
    loop {
        if let Ok(length) = inside.recv(&mut datagram).await {
            back.take(&datagram[..length]);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    /// Sends everything back.
    async fn echo(socket: UdpSocket) {
        let mut datagram = [0; 16];
        while let Ok((length, from)) = socket.recv_from(&mut datagram).await {
            let _ = socket.send_to(&datagram[..length], from).await;
        }
    }

    #[tokio::test]
    async fn what_is_lost_is_lost_both_ways_and_the_rest_comes_in_order() -> Result<()> {
        const SENT: u16 = 2_000;
        let server = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let network = Network::start(server.local_addr()?, Line::new(20.0, 4), 1).await?;
        let _echo = JoinSet::from_iter([echo(server)]);
        let client = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        client.connect(network.address()).await?;
        let mut came: Vec<u16> = Vec::new();
        for burst in (0..SENT).collect::<Vec<_>>().chunks(100) {
            for number in burst {
                client.send(&number.to_be_bytes()).await?;
            }
            until_all_came(&client, burst[0], &mut came).await?;
        }
        assert!(came.is_sorted());
        let came = came.len();
        assert!((1_100..1_450).contains(&came), "{came} of {SENT}: 64 % were to come");
        Ok(())
    }

    /// Sends marks until one is back: whatever was sent before it and is not lost has come by then.
    async fn until_all_came(client: &UdpSocket, mark: u16, came: &mut Vec<u16>) -> Result<()> {
        let [high, low] = mark.to_be_bytes();
        let mut datagram = [0; 16];
        loop {
            client.send(&[high, low, 0]).await?;
            while let Ok(length) = timeout(Duration::from_millis(20), client.recv(&mut datagram)).await {
                match datagram[..length?] {
                    [high, low] => came.push(u16::from_be_bytes([high, low])),
                    [h, l, _] if (h, l) == (high, low) => return Ok(()),
                    _ => {}
                }
            }
        }
    }
}
