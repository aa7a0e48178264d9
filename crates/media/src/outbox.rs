//! Datagrams on their way out, those of equal size to one address leaving in one system call (UDP segmentation offload):
//! the kernel's send path is what forwarding costs most.

use std::net::SocketAddr;

/// Segments one system call may carry; the kernel takes 64 and 64 KiB.
const MOST_SEGMENTS: usize = 60;
const MOST_BYTES: usize = 60_000;
/// Beyond this the waiting datagrams are to be sent before more are made, while they are warm in the cache.
const FULL_BYTES: usize = 256 * 1024;

/// How packets reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Over the one UDP port.
    Udp,
    /// Over a connection to the one TCP port (RFC 6544).
    Tcp,
}

/// The two ends of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Route {
    /// Over what.
    pub transport: Transport,
    /// The address here.
    pub local: SocketAddr,
    /// The address there.
    pub remote: SocketAddr,
}

/// Takes what is to be sent.
pub trait Wire {
    /// Sends `bytes` as datagrams of `segment` bytes each, the last of which may be shorter. What there is no room for
    /// is dropped, as on a network: video asks for it again, sound conceals it.
    fn send(&mut self, route: Route, segment: usize, bytes: &[u8]);
}

/// Datagrams that wait to be sent.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    arena: Vec<u8>,
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    route: Route,
    start: usize,
    segment: usize,
    count: usize,
    /// Whether another datagram may join: the last one was a whole segment.
    open: bool,
}

impl Outbox {
    /// Adds a copy of a datagram.
    pub(crate) fn push(&mut self, route: Route, bytes: &[u8]) {
        self.write(route, bytes.len(), |out| {
            out.copy_from_slice(bytes);
            true
        });
    }

    /// Adds a datagram of `length` bytes that `fill` writes in place; gives its length, or 0 when `fill` says no.
    pub(crate) fn write(&mut self, route: Route, length: usize, fill: impl FnOnce(&mut [u8]) -> bool) -> usize {
        let start = self.arena.len();
        self.arena.resize(start + length, 0);
        if !fill(&mut self.arena[start..]) {
            self.arena.truncate(start);
            return 0;
        }
        if let Some(run) = self.runs.last_mut()
            && run.takes(route, start, length)
        {
            run.count += 1;
            run.open = length == run.segment;
        } else {
            self.runs.push(Run {
                route,
                start,
                segment: length,
                count: 1,
                open: true,
            });
        }
        length
    }

    /// Tells whether enough waits to be sent now.
    pub(crate) fn is_full(&self) -> bool {
        self.arena.len() >= FULL_BYTES
    }

    /// Sends everything.
    pub(crate) fn flush(&mut self, wire: &mut dyn Wire) {
        let ends = self.runs.iter().skip(1).map(|run| run.start);
        let ends: Vec<usize> = ends.chain([self.arena.len()]).collect();
        for (run, end) in self.runs.iter().zip(ends) {
            wire.send(run.route, run.segment, &self.arena[run.start..end]);
        }
        self.arena.clear();
        self.runs.clear();
    }
}

impl Run {
    fn takes(&self, route: Route, end: usize, length: usize) -> bool {
        self.open
            && self.route == route
            && length <= self.segment
            && self.count < MOST_SEGMENTS
            && end - self.start + length <= MOST_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen(Vec<(u16, usize, usize)>);

    impl Wire for Seen {
        fn send(&mut self, route: Route, segment: usize, bytes: &[u8]) {
            self.0.push((route.remote.port(), segment, bytes.len()));
        }
    }

    fn sent(datagrams: &[(u16, usize)]) -> Vec<(u16, usize, usize)> {
        let mut outbox = Outbox::default();
        for (port, size) in datagrams {
            let route = Route {
                transport: Transport::Udp,
                local: "127.0.0.1:1".parse().unwrap(),
                remote: ([127, 0, 0, 1], *port).into(),
            };
            outbox.push(route, &vec![0; *size]);
        }
        let mut seen = Seen::default();
        outbox.flush(&mut seen);
        outbox.flush(&mut seen);
        seen.0
    }

    #[test]
    fn equal_sizes_to_one_address_leave_together_with_a_shorter_last() {
        assert_eq!(sent(&[(1, 9), (1, 9), (1, 4), (1, 9)]), [(1, 9, 22), (1, 9, 9)]);
        assert_eq!(sent(&[(1, 4), (1, 9)]), [(1, 4, 4), (1, 9, 9)]);
        assert_eq!(sent(&[(1, 9), (2, 9)]), [(1, 9, 9), (2, 9, 9)]);
    }

    #[test]
    fn no_run_is_longer_than_the_kernel_takes() {
        let many = sent(&[(1, 1200); 130]);
        assert!(many.iter().all(|(_, _, bytes)| *bytes <= MOST_BYTES));
        assert_eq!(many.iter().map(|(_, _, bytes)| bytes).sum::<usize>(), 130 * 1200);
    }
}
