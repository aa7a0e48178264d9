//! Replies kept, so that a message sent twice is carried out once.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use uuid::Uuid;

use crate::{ServerMessage, UnixMillis};

const KEPT: Duration = Duration::from_secs(300);
const MOST: usize = 512;

/// The last replies to one participant.
#[derive(Debug, Clone, Default)]
pub(super) struct Replies {
    by_id: HashMap<Uuid, Option<ServerMessage>>,
    order: VecDeque<(UnixMillis, Uuid)>,
}

/// What is known of a message's id.
#[derive(Debug, PartialEq)]
pub(super) enum Known {
    /// Never seen, or long ago.
    New,
    /// Being carried out.
    Pending,
    /// Answered so.
    Answered(Box<ServerMessage>),
}

impl Replies {
    /// Looks an id up, and notes it as being carried out when it is new.
    pub(super) fn begin(&mut self, now: UnixMillis, id: Uuid) -> Known {
        while let Some((at, oldest)) = self.order.front().copied() {
            if now.since(at) < KEPT && self.order.len() < MOST {
                break;
            }
            self.order.pop_front();
            self.by_id.remove(&oldest);
        }
        match self.by_id.get(&id) {
            Some(Some(reply)) => Known::Answered(Box::new(reply.clone())),
            Some(None) => Known::Pending,
            None => {
                self.by_id.insert(id, None);
                self.order.push_back((now, id));
                Known::New
            }
        }
    }

    /// Keeps the reply to an id.
    pub(super) fn answer(&mut self, id: Uuid, reply: &ServerMessage) {
        if let Some(kept) = self.by_id.get_mut(&id) {
            *kept = Some(reply.clone());
        }
    }

    /// Forgets an id, so that it may be tried again.
    pub(super) fn forget(&mut self, id: Uuid) {
        self.by_id.remove(&id);
        self.order.retain(|(_, other)| *other != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_known_for_five_minutes() {
        let mut replies = Replies::default();
        let id = Uuid::from_u128(1);
        assert_eq!(replies.begin(UnixMillis(0), id), Known::New);
        assert_eq!(replies.begin(UnixMillis(1), id), Known::Pending);
        replies.answer(id, &ServerMessage::Done {});
        let answered = Known::Answered(Box::new(ServerMessage::Done {}));
        assert_eq!(replies.begin(UnixMillis(299_999), id), answered);
        assert_eq!(replies.begin(UnixMillis(300_000), id), Known::New);
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut replies = Replies::default();
        for n in 0..10_000 {
            replies.begin(UnixMillis(0), Uuid::from_u128(n));
        }
        assert!(replies.by_id.len() <= MOST);
    }
}
