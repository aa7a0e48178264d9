use std::collections::HashMap;
use std::sync::Mutex;

use yunqian_session::SignatoryId;
use yunqian_signing::{Binding, UnixSeconds};

/// How long a signatory may take between reading and authorising.
pub const LIFETIME_S: u64 = 15 * 60;
/// Requests that may be open at once; the oldest give way.
const LIMIT: usize = 10_000;

/// Bindings handed out and not yet answered; single-use.
///
/// In memory: a restart makes signatories ask again, which costs them a click and no safety.
#[derive(Debug, Default)]
pub struct Requests {
    open: Mutex<HashMap<String, (SignatoryId, Binding)>>,
}

impl Requests {
    /// Keeps a binding until it is answered or expires.
    pub fn put(&self, signatory: SignatoryId, binding: Binding) {
        let mut open = self.open.lock().expect("no holder panics");
        let now = binding.issued_at;
        open.retain(|_, (_, binding)| binding.expires_at >= now);
        if open.len() >= LIMIT
            && let Some(oldest) = open
                .iter()
                .min_by_key(|(_, (_, binding))| binding.issued_at)
                .map(|(nonce, _)| nonce.clone())
        {
            open.remove(&oldest);
        }
        open.insert(binding.nonce.clone(), (signatory, binding));
    }

    /// Takes the binding of a nonce, if this signatory asked for it and it still holds.
    pub fn take(&self, signatory: SignatoryId, nonce: &str, now: UnixSeconds) -> Option<Binding> {
        let mut open = self.open.lock().expect("no holder panics");
        if open.get(nonce)?.0 != signatory {
            return None;
        }
        let (_, binding) = open.remove(nonce)?;
        (binding.expires_at >= now).then_some(binding)
    }
}
