//! Turns at the processor's cores: signing a ceremony's agreements leaves half the machine to its live rooms.

use std::cell::Cell;
use std::sync::{Condvar, LazyLock, Mutex};

static CORES: LazyLock<Cores> = LazyLock::new(|| {
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    Cores::new((machine / 2).max(1))
});

thread_local! {
    static HAS_TURN: Cell<bool> = const { Cell::new(false) };
}

/// Works when it is this thread's turn; blocks until then. Not for use within itself.
pub fn take<R>(work: impl FnOnce() -> R) -> R {
    CORES.take(work)
}

/// Waits for somebody else, a timestamp authority for one, while another thread has this one's turn.
pub fn give_way<R>(wait: impl FnOnce() -> R) -> R {
    CORES.give_way(wait)
}

struct Cores {
    free: Mutex<usize>,
    returned: Condvar,
}

impl Cores {
    fn new(number: usize) -> Self {
        Self {
            free: Mutex::new(number),
            returned: Condvar::new(),
        }
    }

    fn take<R>(&self, work: impl FnOnce() -> R) -> R {
        let _turn = Turn::begin(self);
        work()
    }

    fn give_way<R>(&self, wait: impl FnOnce() -> R) -> R {
        let _away = HAS_TURN.get().then(|| Away::begin(self));
        wait()
    }

    fn begin(&self) {
        let free = self.free.lock().expect("no holder panics");
        let mut free = self
            .returned
            .wait_while(free, |free| *free == 0)
            .expect("no holder panics");
        *free -= 1;
        HAS_TURN.set(true);
    }

    fn end(&self) {
        *self.free.lock().expect("no holder panics") += 1;
        HAS_TURN.set(false);
        self.returned.notify_one();
    }
}

struct Turn<'a>(&'a Cores);

impl<'a> Turn<'a> {
    fn begin(turns: &'a Cores) -> Self {
        turns.begin();
        Self(turns)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.end();
    }
}

struct Away<'a>(&'a Cores);

impl<'a> Away<'a> {
    fn begin(turns: &'a Cores) -> Self {
        turns.end();
        Self(turns)
    }
}

impl Drop for Away<'_> {
    fn drop(&mut self) {
        self.0.begin();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn so_many_work_at_once_and_no_more() {
        let turns = Cores::new(2);
        let (working, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    turns.take(|| {
                        most.fetch_max(working.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        thread::yield_now();
                        working.fetch_sub(1, Ordering::SeqCst);
                    });
                });
            }
        });
        assert!((1..=2).contains(&most.into_inner()));
        assert_eq!(*turns.free.lock().unwrap(), 2);
    }

    #[test]
    fn whoever_waits_for_somebody_else_lets_another_work() {
        let turns = Cores::new(1);
        let (worked, heard) = mpsc::channel();
        thread::scope(|scope| {
            let turns = &turns;
            turns.take(|| {
                scope.spawn(move || turns.take(|| worked.send(()).unwrap()));
                // Would wait for ever if the other had no turn.
                turns.give_way(|| heard.recv().unwrap());
            });
        });
        assert_eq!(*turns.free.lock().unwrap(), 1);
    }
}
