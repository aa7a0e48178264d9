//! Verifier keys of the log and of its witnesses that were named once: bundles that were handed out by them are checked
//! for decades, by anchors that name them still.
//!
//! One key a line, `log …` or `witness …`, as C2SP signed-note writes it. An operator whose key was stolen takes its
//! line out.

use std::path::Path;

use anyhow::Context;

use super::kept;

/// Where they stand, below the data directory.
const FILE: &str = "log/keys";

/// Keys by what they are, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Remembered {
    pub(super) logs: Vec<String>,
    pub(super) witnesses: Vec<String>,
}

impl Remembered {
    /// Reads what was remembered and adds the keys of today.
    ///
    /// # Errors
    /// When the file can't be read or written.
    pub(super) fn with(data: &Path, logs: Vec<String>, witnesses: Vec<String>) -> anyhow::Result<Self> {
        let file = data.join(FILE);
        let before = match file.exists() {
            true => std::fs::read_to_string(&file).with_context(|| format!("can't read {}", file.display()))?,
            false => String::new(),
        };
        let of = |kind: &str| {
            before
                .lines()
                .filter_map(|line| line.strip_prefix(kind))
                .collect::<Vec<_>>()
        };
        let all = Self {
            logs: joined(logs, &of(LOG)),
            witnesses: joined(witnesses, &of(WITNESS)),
        };
        let text = all.to_text();
        if text != before {
            kept::store(&file, &text)?;
        }
        Ok(all)
    }

    fn to_text(&self) -> String {
        let logs = self.logs.iter().map(|key| format!("{LOG}{key}\n"));
        logs.chain(self.witnesses.iter().map(|key| format!("{WITNESS}{key}\n")))
            .collect()
    }
}

const LOG: &str = "log ";
const WITNESS: &str = "witness ";

fn joined(mut today: Vec<String>, before: &[&str]) -> Vec<String> {
    for key in before {
        if !today.iter().any(|known| known == key) {
            today.push((*key).to_owned());
        }
    }
    today
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn keys_of_before_stay_behind_those_of_today() {
        let data = tempfile::tempdir().unwrap();
        let remember =
            |logs: &[&str], witnesses: &[&str]| Remembered::with(data.path(), texts(logs), texts(witnesses)).unwrap();
        remember(&["a"], &["w"]);
        remember(&["b", "a"], &[]);
        let third = remember(&["c", "b"], &["v"]);
        assert_eq!(third.logs, texts(&["c", "b", "a"]));
        assert_eq!(third.witnesses, texts(&["v", "w"]));
        assert_eq!(remember(&["c", "b"], &["v"]), third);
    }
}
