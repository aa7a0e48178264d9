//! Puts packets in order and says what never came.

use std::collections::BTreeMap;

use crate::tap::Tapped;

/// How long a missing packet is waited for: a few round trips of asking for it again.
const PATIENCE_US: i64 = 500_000;
/// Packets that may wait behind a missing one; beyond that it counts as lost.
const WINDOW: usize = 512;

/// What comes out, in order.
#[derive(Debug)]
pub(super) enum Step {
    /// The next packet.
    Packet(Box<Tapped>),
    /// So many packets before the next one are lost.
    Lost(u64),
}

/// The window of one track and epoch.
#[derive(Debug, Default)]
pub(super) struct Reorder {
    next: Option<u64>,
    waiting: BTreeMap<u64, (Tapped, i64)>,
}

impl Reorder {
    /// Takes a packet; repeats and those that come after they were given up are ignored.
    pub(super) fn take(&mut self, packet: Tapped, arrived_us: i64, out: &mut Vec<Step>) {
        let next = *self.next.get_or_insert(packet.seq);
        if packet.seq < next {
            return;
        }
        self.waiting.entry(packet.seq).or_insert((packet, arrived_us));
        self.release(arrived_us, out);
    }

    /// Lets out what is in order by now.
    pub(super) fn release(&mut self, now_us: i64, out: &mut Vec<Step>) {
        while let Some((&seq, (_, arrived_us))) = self.waiting.first_key_value() {
            let next = self.next.unwrap_or(seq);
            let is_due = now_us - arrived_us > PATIENCE_US || self.waiting.len() > WINDOW;
            if seq > next && !is_due {
                return;
            }
            if seq > next {
                out.push(Step::Lost(seq - next));
            }
            let (_, (packet, _)) = self.waiting.pop_first().expect("it was just seen");
            self.next = Some(seq + 1);
            out.push(Step::Packet(Box::new(packet)));
        }
    }

    /// Lets out all that waits, for the end of an epoch.
    pub(super) fn flush(&mut self, out: &mut Vec<Step>) {
        self.release(i64::MAX / 2, out);
        *self = Self::default();
    }
}
