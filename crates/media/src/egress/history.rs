//! The last packets of one sender, for receivers that lost some: one store for all of them.

use std::sync::Arc;

/// How many packets are kept: two seconds of a busy video.
const KEPT: usize = 512;

/// A packet as it came, ready to leave to anybody.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// Extended sequence number at the sender.
    pub(crate) seq: u64,
    /// RTP timestamp at the sender.
    pub(crate) time: u32,
    pub(crate) marker: bool,
    pub(crate) payload: Arc<[u8]>,
}

/// A ring of packets by sequence number.
#[derive(Debug, Default)]
pub(crate) struct History {
    ring: Vec<Option<Kept>>,
}

impl History {
    /// Keeps a packet in place of the one [`KEPT`] before it.
    pub(crate) fn keep(&mut self, packet: Kept) {
        if self.ring.is_empty() {
            self.ring.resize(KEPT, None);
        }
        let at = place(packet.seq);
        self.ring[at] = Some(packet);
    }

    /// Finds a packet that is still kept.
    pub(crate) fn find(&self, seq: u64) -> Option<&Kept> {
        let kept = self.ring.get(place(seq))?.as_ref()?;
        (kept.seq == seq).then_some(kept)
    }
}

fn place(seq: u64) -> usize {
    usize::try_from(seq % KEPT as u64).expect("less than the ring is long")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_packets_are_found_and_older_ones_are_gone() {
        let mut history = History::default();
        assert!(history.find(0).is_none());
        for seq in 70_000..71_000 {
            history.keep(Kept {
                seq,
                time: 0,
                marker: false,
                payload: Arc::new([]),
            });
        }
        assert!(history.find(70_999).is_some() && history.find(70_488).is_some());
        assert!(history.find(70_487).is_none() && history.find(71_000).is_none());
    }
}
