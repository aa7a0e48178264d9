//! Sends datagrams, those of equal size to one address in one system call (UDP segmentation
//! offload): the kernel's send path is what forwarding costs most.

use std::io;

use mio::net::UdpSocket;
use quinn_udp::{Transmit, UdpSockRef, UdpSocketState};

use crate::Datagram;

/// The kernel takes at most 64 KiB of segments at once.
const MOST_BYTES: usize = 60_000;

/// Sends `datagrams`. What the kernel has no room for is dropped, as on a network: video asks
/// for it again, sound conceals it. Gives how many were dropped.
pub(crate) fn send(state: &UdpSocketState, socket: &UdpSocket, datagrams: &[Datagram]) -> usize {
    let mut dropped = 0;
    let mut rest = datagrams;
    let mut buffer = Vec::new();
    while let Some(first) = rest.first() {
        let count = run_length(rest, state.max_gso_segments());
        let (run, later) = rest.split_at(count);
        rest = later;
        buffer.clear();
        for datagram in run {
            buffer.extend_from_slice(&datagram.bytes);
        }
        let transmit = Transmit {
            destination: first.to,
            ecn: None,
            contents: &buffer,
            segment_size: (count > 1).then_some(first.bytes.len()),
            src_ip: (!first.from.ip().is_unspecified()).then(|| first.from.ip()),
        };
        let sent = state.try_send(UdpSockRef::from(socket), &transmit);
        if let Err(error) = sent {
            dropped += count;
            if error.kind() != io::ErrorKind::WouldBlock {
                tracing::debug!(to = %first.to, %error, "datagram not sent");
            }
        }
    }
    dropped
}

/// How many datagrams from the front can leave together: one address, one size, the last may be
/// shorter.
fn run_length(datagrams: &[Datagram], most: usize) -> usize {
    let first = &datagrams[0];
    let size = first.bytes.len();
    let mut count = 1;
    for datagram in &datagrams[1..] {
        let fits = count < most && (count + 1) * size <= MOST_BYTES;
        let same = datagram.to == first.to && datagram.from == first.from;
        if !fits || !same || datagram.bytes.len() > size {
            break;
        }
        count += 1;
        if datagram.bytes.len() < size {
            break;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(port: u16, size: usize) -> Datagram {
        Datagram {
            from: "127.0.0.1:1".parse().unwrap(),
            to: ([127, 0, 0, 1], port).into(),
            bytes: vec![0; size],
        }
    }

    #[test]
    fn equal_sizes_to_one_address_leave_together_with_a_shorter_last() {
        let datagrams = [to(1, 9), to(1, 9), to(1, 4), to(1, 9)];
        assert_eq!(run_length(&datagrams, 64), 3);
        assert_eq!(run_length(&datagrams, 2), 2);
        assert_eq!(run_length(&[to(1, 4), to(1, 9)], 64), 1);
        assert_eq!(run_length(&[to(1, 9), to(2, 9)], 64), 1);
    }
}
