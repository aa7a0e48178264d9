//! The last events of a room, for those who come back.

use std::collections::VecDeque;
use std::time::Duration;

use super::{Audience, Class};
use crate::ServerFrame;

const MOST: usize = 1024;
const KEPT: Duration = Duration::from_secs(60);

/// Events and state in order.
#[derive(Debug, Default)]
pub(super) struct Ring {
    entries: VecDeque<Entry>,
    last: u64,
    dropped: u64,
}

#[derive(Debug)]
struct Entry {
    audience: Audience,
    class: Class,
    frame: ServerFrame,
}

impl Ring {
    /// The number for the next event.
    pub(super) fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// The number of the last event.
    pub(super) fn last(&self) -> u64 {
        self.last
    }

    /// Keeps an event.
    pub(super) fn push(&mut self, audience: Audience, class: Class, frame: ServerFrame) {
        let now = frame.at;
        self.entries.push_back(Entry { audience, class, frame });
        while self
            .entries
            .front()
            .is_some_and(|e| self.entries.len() > MOST || now.since(e.frame.at) > KEPT)
        {
            let gone = self.entries.pop_front().and_then(|e| e.frame.seq);
            self.dropped = gone.unwrap_or(self.dropped);
        }
    }

    /// Gives all kept events after `seq`; none when some are gone or `seq` never was.
    pub(super) fn after(&self, seq: u64) -> Option<impl Iterator<Item = (&Audience, &Class, &ServerFrame)>> {
        (seq >= self.dropped && seq <= self.last).then(|| {
            self.entries
                .iter()
                .filter(move |e| e.frame.seq > Some(seq))
                .map(|e| (&e.audience, &e.class, &e.frame))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ServerMessage, UnixMillis};

    fn push(ring: &mut Ring, at: u64) {
        let frame = ServerFrame {
            seq: Some(ring.next()),
            ack: None,
            at: UnixMillis(at),
            body: ServerMessage::Viewers { count: 0 },
        };
        ring.push(Audience::All, Class::Event, frame);
    }

    #[test]
    fn what_was_missed_is_given_or_refused_but_never_with_a_hole() {
        let mut ring = Ring::default();
        for _ in 0..MOST + 10 {
            push(&mut ring, 0);
        }
        assert!(ring.after(9).is_none());
        assert_eq!(ring.after(10).unwrap().count(), MOST);
        assert_eq!(ring.after(MOST as u64 + 10).unwrap().count(), 0);
        assert!(ring.after(MOST as u64 + 11).is_none());
        push(&mut ring, 60_001);
        assert_eq!(ring.entries.len(), 1);
    }
}
