//! Checkpoints (C2SP tlog-checkpoint): what a log says of its tree, as the text of a signed note.

use std::fmt;
use std::str::FromStr;

use crate::{Digest, Head};

/// The head of a log's tree, under the log's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name, which no other log has.
    pub origin: String,
    /// Its tree.
    pub head: Head,
    /// Further lines, which mean nothing here; none in our own.
    pub extensions: Vec<String>,
}

/// A text that is no checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a checkpoint")]
pub struct ParseCheckpointError;

impl Checkpoint {
    /// A checkpoint without further lines.
    #[must_use]
    pub fn new(origin: impl Into<String>, head: Head) -> Self {
        Self {
            origin: origin.into(),
            head,
            extensions: Vec::new(),
        }
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Head { size, root } = self.head;
        writeln!(f, "{}\n{size}\n{}", self.origin, root.to_base64())?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = ParseCheckpointError;

    fn from_str(text: &str) -> Result<Self, ParseCheckpointError> {
        let lines: Vec<&str> = text
            .strip_suffix('\n')
            .map(|text| text.split('\n').collect())
            .ok_or(ParseCheckpointError)?;
        let [origin, size, root, extensions @ ..] = &lines[..] else {
            return Err(ParseCheckpointError);
        };
        if lines.iter().any(|line| line.is_empty()) {
            return Err(ParseCheckpointError);
        }
        Ok(Self {
            origin: (*origin).to_owned(),
            head: Head {
                size: decimal(size).ok_or(ParseCheckpointError)?,
                root: Digest::from_base64(root).map_err(|_| ParseCheckpointError)?,
            },
            extensions: extensions.iter().map(|line| (*line).to_owned()).collect(),
        })
    }
}

/// Reads a number written without sign and leading zeroes.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The example of C2SP tlog-checkpoint.
    const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn the_specifications_example_reads_and_writes_unchanged() {
        let checkpoint: Checkpoint = EXAMPLE.parse().unwrap();
        assert_eq!(checkpoint.origin, "example.com/behind-the-sofa");
        assert_eq!(checkpoint.head.size, 20_852_163);
        assert_eq!(checkpoint.to_string(), EXAMPLE);
        let extended = format!("{EXAMPLE}more\n");
        assert_eq!(extended.parse::<Checkpoint>().unwrap().to_string(), extended);
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for text in [
            String::new(),
            format!("a\n1\n{root}"),
            format!("a\n01\n{root}\n"),
            format!("a\n+1\n{root}\n"),
            format!("a\n-1\n{root}\n"),
            format!("a\n18446744073709551616\n{root}\n"),
            format!("\n1\n{root}\n"),
            format!("a\n1\n{root}\n\n"),
            "a\n1\nCsUYapGGPo4=\n".to_owned(),
            format!("a\n1\n{}\n", root.trim_end_matches('=')),
            "a\n1\n".to_owned(),
        ] {
            assert_eq!(text.parse::<Checkpoint>(), Err(ParseCheckpointError), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_checkpoint_reads_back(origin in "[a-z./]{1,20}", size: u64, root: [u8; 32], more in "[a-z ]{1,9}") {
            let mut checkpoint = Checkpoint::new(origin, Head { size, root: Digest::from_bytes(root) });
            checkpoint.extensions.push(more);
            prop_assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
        }
    }
}
