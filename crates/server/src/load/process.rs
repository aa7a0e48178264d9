//! What Linux says about a process: the processor time and memory it took.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

/// A process whose use is watched.
#[derive(Debug, Clone)]
pub struct Process(PathBuf);

impl Process {
    /// The process of this id.
    pub fn new(id: u32) -> Self {
        Self(PathBuf::from(format!("/proc/{id}")))
    }

    /// This process.
    pub fn own() -> Self {
        Self(PathBuf::from("/proc/self"))
    }

    /// The time its threads ran so far, to the nanosecond; zero when it can't be read.
    pub fn ran(&self) -> Duration {
        let threads = fs::read_dir(self.0.join("task")).into_iter().flatten().flatten();
        let ran = threads.filter_map(|thread| {
            let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<u64>().ok()
        });
        Duration::from_nanos(ran.sum())
    }

    /// The memory it holds now, in KiB; zero when it can't be read.
    pub fn resident_kib(&self) -> u64 {
        let text = fs::read_to_string(self.0.join("status")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok())
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_has_run_and_holds_memory_and_a_missing_one_has_not() {
        assert!(Process::own().ran() > Duration::ZERO);
        assert!(Process::own().resident_kib() > 0);
        assert_eq!(Process::new(u32::MAX).resident_kib(), 0);
    }
}
