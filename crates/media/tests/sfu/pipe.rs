//! How a participant reaches the unit: over UDP, or over TCP where UDP is blocked.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};

use str0m::Candidate;
use str0m::net::{Protocol, TcpType};

pub enum Pipe {
    Udp(UdpSocket),
    Tcp {
        stream: TcpStream,
        to: SocketAddr,
        waiting: Vec<u8>,
    },
}

impl Pipe {
    pub fn tcp(to: SocketAddr) -> Self {
        let stream = TcpStream::connect(to).unwrap();
        stream.set_nonblocking(true).unwrap();
        stream.set_nodelay(true).unwrap();
        Self::Tcp {
            stream,
            to,
            waiting: Vec::new(),
        }
    }

    pub fn local(&self) -> SocketAddr {
        match self {
            Self::Udp(socket) => socket.local_addr().unwrap(),
            Self::Tcp { stream, .. } => stream.local_addr().unwrap(),
        }
    }

    pub fn protocol(&self) -> Protocol {
        match self {
            Self::Udp(_) => Protocol::Udp,
            Self::Tcp { .. } => Protocol::Tcp,
        }
    }

    pub fn candidate(&self) -> Candidate {
        match self {
            Self::Udp(_) => Candidate::host(self.local(), "udp").unwrap(),
            Self::Tcp { .. } => {
                let active = Candidate::builder().tcp().host(self.local()).tcptype(TcpType::Active);
                active.build().unwrap()
            }
        }
    }

    pub fn send(&mut self, bytes: &[u8], to: SocketAddr) {
        match self {
            Self::Udp(socket) => {
                let _ = socket.send_to(bytes, to);
            }
            Self::Tcp { stream, .. } => {
                let length = u16::try_from(bytes.len()).unwrap().to_be_bytes();
                // Loopback takes what a test sends at once.
                let _ = stream.write_all(&[&length, bytes].concat());
            }
        }
    }

    pub fn receive(&mut self, buffer: &mut [u8]) -> Option<(usize, SocketAddr)> {
        let (stream, to, waiting) = match self {
            Self::Udp(socket) => return socket.recv_from(buffer).ok(),
            Self::Tcp { stream, to, waiting } => (stream, *to, waiting),
        };
        let mut bytes = [0; 4096];
        loop {
            if let [high, low, rest @ ..] = waiting.as_slice() {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                if let Some(frame) = rest.get(..length) {
                    buffer[..length].copy_from_slice(frame);
                    waiting.drain(..2 + length);
                    return Some((length, to));
                }
            }
            match stream.read(&mut bytes) {
                Ok(0) => return None,
                Ok(count) => waiting.extend_from_slice(&bytes[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
                Err(error) => panic!("{error}"),
            }
        }
    }
}
