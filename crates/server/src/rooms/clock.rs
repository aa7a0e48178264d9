//! The one place where rooms read the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use yunqian_signaling::UnixMillis;

/// Now, as the protocol writes it.
pub(super) fn now() -> UnixMillis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixMillis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
