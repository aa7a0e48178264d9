//! What waits to be sent to one client.

use std::collections::VecDeque;
use std::sync::Mutex;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;
use yunqian_signaling::{Class, CloseCode};

/// Frames that may wait.
const MOST_FRAMES: usize = 512;
/// Bytes that may wait.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A bounded queue with three classes. When it is full: ephemeral frames are dropped (from half
/// full on), state replaces unsent state of the same key, and a reply or event that does not fit
/// ends the socket as a slow consumer, which then resumes.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<(Class, Utf8Bytes)>,
    bytes: usize,
    close: Option<CloseCode>,
}

/// What a session is to do next.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// Send this.
    Frame(Utf8Bytes),
    /// Close with this.
    Close(CloseCode),
}

impl Queue {
    /// Adds a frame.
    pub(super) fn push(&self, class: Class, text: Utf8Bytes) {
        let mut waiting = self.waiting.lock().expect("no panic while held");
        waiting.push(class, text);
        drop(waiting);
        self.changed.notify_one();
    }

    /// Closes the socket after what waits; frames added later are not sent.
    pub(super) fn close(&self, code: CloseCode) {
        let mut waiting = self.waiting.lock().expect("no panic while held");
        waiting.close.get_or_insert(code);
        drop(waiting);
        self.changed.notify_one();
    }

    /// Waits for the next thing to do. Safe to drop and call again.
    pub(super) async fn next(&self) -> Next {
        loop {
            let changed = self.changed.notified();
            if let Some(next) = self.take() {
                return next;
            }
            changed.await;
        }
    }

    fn take(&self) -> Option<Next> {
        let mut waiting = self.waiting.lock().expect("no panic while held");
        if let Some((_, text)) = waiting.frames.pop_front() {
            waiting.bytes -= text.len();
            return Some(Next::Frame(text));
        }
        waiting.close.map(Next::Close)
    }
}

impl Waiting {
    fn push(&mut self, class: Class, text: Utf8Bytes) {
        if self.close.is_some() {
            return;
        }
        if matches!(class, Class::State(_))
            && let Some(at) = self.frames.iter().position(|(c, _)| *c == class)
            && let Some((_, old)) = self.frames.remove(at)
        {
            self.bytes -= old.len();
        }
        let full = |part: usize| self.frames.len() >= MOST_FRAMES / part || self.bytes + text.len() > MOST_BYTES / part;
        if class == Class::Ephemeral && full(2) {
            return;
        }
        if full(1) {
            self.frames.clear();
            self.bytes = 0;
            self.close = Some(CloseCode::SlowConsumer);
            return;
        }
        self.bytes += text.len();
        self.frames.push_back((class, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(key: &str) -> Class {
        Class::State(key.into())
    }

    fn rest(queue: &Queue) -> Vec<String> {
        std::iter::from_fn(|| match queue.take()? {
            Next::Frame(text) => Some(text.to_string()),
            Next::Close(_) => None,
        })
        .collect()
    }

    #[test]
    fn the_latest_state_of_a_key_is_sent_once() {
        let queue = Queue::default();
        queue.push(state("room"), "1".into());
        queue.push(Class::Event, "2".into());
        queue.push(state("room"), "3".into());
        queue.push(state("hands"), "4".into());
        assert_eq!(rest(&queue), ["2", "3", "4"]);
    }

    #[test]
    fn a_full_queue_drops_what_may_be_dropped_and_closes_on_what_may_not() {
        let queue = Queue::default();
        for _ in 0..MOST_FRAMES {
            queue.push(Class::Ephemeral, "x".into());
        }
        assert_eq!(rest(&queue).len(), MOST_FRAMES / 2);
        for _ in 0..=MOST_FRAMES {
            queue.push(Class::Event, "x".into());
        }
        assert_eq!(queue.take(), Some(Next::Close(CloseCode::SlowConsumer)));
    }

    #[test]
    fn what_waits_is_sent_before_the_close() {
        let queue = Queue::default();
        queue.push(Class::Event, "last".into());
        queue.close(CloseCode::Removed);
        queue.push(Class::Event, "too late".into());
        assert_eq!(rest(&queue), ["last"]);
        assert_eq!(queue.take(), Some(Next::Close(CloseCode::Removed)));
    }
}
