//! What went out, for whoever operates the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counters that only grow; shared with the thread that counts.
#[derive(Debug, Clone, Default)]
pub struct Traffic(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    datagrams: AtomicU64,
    bytes: AtomicU64,
    dropped: AtomicU64,
}

impl Traffic {
    /// Datagrams handed to the kernel.
    #[must_use]
    pub fn datagrams(&self) -> u64 {
        self.0.datagrams.load(Ordering::Relaxed)
    }

    /// Their bytes, without IP and UDP headers.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// Datagrams the kernel had no room for.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }

    pub(super) fn count(&self, datagrams: usize, bytes: usize, sent: bool) {
        if sent {
            self.0.datagrams.fetch_add(datagrams as u64, Ordering::Relaxed);
            self.0.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        } else {
            self.0.dropped.fetch_add(datagrams as u64, Ordering::Relaxed);
        }
    }
}
