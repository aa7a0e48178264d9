use std::collections::HashMap;
use std::sync::Mutex;

use yunqian_session::SignatoryId;
use yunqian_signing::{Binding, UnixSeconds};

/// How long a signatory may take between reading and authorising.
pub const LIFETIME_S: u64 = 15 * 60;
/// Requests that may be open at once for one signatory, as in several windows; its oldest give way.
const LIMIT_OF_ONE: usize = 4;
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
        let of_one = open.values().filter(|(by, _)| *by == signatory).count();
        if of_one >= LIMIT_OF_ONE {
            remove_oldest(&mut open, |by| by == signatory);
        } else if open.len() >= LIMIT {
            remove_oldest(&mut open, |_| true);
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

fn remove_oldest(open: &mut HashMap<String, (SignatoryId, Binding)>, is_meant: impl Fn(SignatoryId) -> bool) {
    let meant = open.iter().filter(|(_, (by, _))| is_meant(*by));
    let oldest = meant.min_by_key(|(_, (_, binding))| binding.issued_at);
    if let Some(nonce) = oldest.map(|(nonce, _)| nonce.clone()) {
        open.remove(&nonce);
    }
}
