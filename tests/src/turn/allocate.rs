//! A TURN allocation asked for by hand (RFC 8656 over RFC 8489, long-term credentials).

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha1::Sha1;

const COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
const ALLOCATE: u16 = 0x0003;
const ALLOCATED: u16 = 0x0103;
const REFUSED: u16 = 0x0113;
const USERNAME: u16 = 0x0006;
const INTEGRITY: u16 = 0x0008;
const ERROR: u16 = 0x0009;
const REALM: u16 = 0x0014;
const NONCE: u16 = 0x0015;
const TRANSPORT: u16 = 0x0019;
/// UDP, by its IP protocol number.
const UDP: [u8; 4] = [17, 0, 0, 0];
/// A question is asked again after this long, as datagrams may be lost.
const AGAIN: Duration = Duration::from_millis(500);
const TRIES: usize = 20;

/// A message being written.
struct Message(Vec<u8>);

impl Message {
    fn allocate(transaction: u8) -> Self {
        let mut bytes = ALLOCATE.to_be_bytes().to_vec();
        bytes.extend([0, 0]);
        bytes.extend(COOKIE);
        bytes.extend([transaction; 12]);
        Self(bytes).with(TRANSPORT, &UDP)
    }

    fn with(mut self, kind: u16, value: &[u8]) -> Self {
        self.0.extend(kind.to_be_bytes());
        self.0
            .extend(u16::try_from(value.len()).expect("attributes are short").to_be_bytes());
        self.0.extend(value);
        self.0.resize(self.0.len().next_multiple_of(4), 0);
        self.measure(0);
        self
    }

    /// Writes the length, with `more` bytes to come.
    fn measure(&mut self, more: usize) {
        let length = u16::try_from(self.0.len() - 20 + more).expect("messages are short");
        self.0[2..4].copy_from_slice(&length.to_be_bytes());
    }

    /// Signs what was written, under the key of a long-term credential.
    fn signed(mut self, key: &[u8]) -> Self {
        self.measure(24);
        let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes keys of any length");
        mac.update(&self.0);
        let integrity = mac.finalize().into_bytes();
        self.with(INTEGRITY, &integrity)
    }
}

/// A message that came.
struct Reply(Vec<u8>);

impl Reply {
    fn kind(&self) -> u16 {
        u16::from_be_bytes([self.0[0], self.0[1]])
    }

    fn attribute(&self, wanted: u16) -> Option<&[u8]> {
        let mut rest = self.0.get(20..)?;
        while rest.len() >= 4 {
            let kind = u16::from_be_bytes([rest[0], rest[1]]);
            let length = usize::from(u16::from_be_bytes([rest[2], rest[3]]));
            let value = rest.get(4..4 + length)?;
            if kind == wanted {
                return Some(value);
            }
            rest = rest.get(4 + length.next_multiple_of(4)..)?;
        }
        None
    }

    fn error(&self) -> Option<u16> {
        let value = self.attribute(ERROR)?;
        Some(u16::from(*value.get(2)?) * 100 + u16::from(*value.get(3)?))
    }
}

/// Asks for an allocation; tells whether it was given one.
///
/// # Errors
/// When the server does not answer, or for another reason than the credentials.
pub(super) fn allocate(server: SocketAddr, username: &str, credential: &str) -> Result<bool> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.connect(server)?;
    socket.set_read_timeout(Some(AGAIN))?;
    let challenge = ask(&socket, &Message::allocate(1))?;
    ensure!(
        challenge.error() == Some(401),
        "an allocation without credentials must be refused"
    );
    let realm = challenge.attribute(REALM).context("a realm")?;
    let nonce = challenge.attribute(NONCE).context("a nonce")?;
    let secret = [username.as_bytes(), realm, credential.as_bytes()].join(&b':');
    let request = Message::allocate(2)
        .with(USERNAME, username.as_bytes())
        .with(REALM, realm)
        .with(NONCE, nonce)
        .signed(&Md5::digest(secret));
    let reply = ask(&socket, &request)?;
    match (reply.kind(), reply.error()) {
        (ALLOCATED, _) => Ok(true),
        (REFUSED, Some(401)) => Ok(false),
        (kind, error) => bail!("answered {kind:#06x} {error:?}"),
    }
}

fn ask(socket: &UdpSocket, message: &Message) -> Result<Reply> {
    let mut buffer = [0; 1500];
    for _ in 0..TRIES {
        socket.send(&message.0)?;
        if let Ok(length) = socket.recv(&mut buffer)
            && length >= 20
            && buffer[8..20] == message.0[8..20]
        {
            return Ok(Reply(buffer[..length].to_vec()));
        }
    }
    bail!("the TURN server does not answer")
}
