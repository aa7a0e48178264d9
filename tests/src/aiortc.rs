//! A WebRTC client of another make, run by `tests/rtc.py`.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::{python, workspace_root};

/// How long it may keep silent before a test gives up.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running client; it ends with this value.
#[derive(Debug)]
pub struct Peer {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    /// Publishes by WHIP until [`Peer::finish`].
    ///
    /// # Errors
    /// When Python or aiortc is missing.
    pub fn publish(url: &str, token: &str) -> Result<Self> {
        Self::run(&["publish", url, token])
    }

    /// Watches by WHEP until so many pictures came.
    ///
    /// # Errors
    /// When Python or aiortc is missing.
    pub fn watch(url: &str, token: &str, pictures: u32) -> Result<Self> {
        Self::run(&["watch", url, token, &pictures.to_string()])
    }

    fn run(arguments: &[&str]) -> Result<Self> {
        let mut child = Command::new(python()?)
            .arg(workspace_root().join("tests/rtc.py"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = child.stdout.take().context("its output is piped")?;
        Ok(Self {
            child,
            lines: BufReader::new(output).lines(),
        })
    }

    /// Waits for what it tells next.
    ///
    /// # Errors
    /// When it ended or keeps silent for long.
    pub async fn hear(&mut self) -> Result<Value> {
        let line = timeout(PATIENCE, self.lines.next_line())
            .await
            .context("nothing was heard")??;
        Ok(serde_json::from_str(&line.context("it ended")?)?)
    }

    /// Asks it to end and gives what it counted.
    ///
    /// # Errors
    /// As [`Peer::hear`].
    pub async fn finish(mut self) -> Result<Value> {
        drop(self.child.stdin.take());
        let counted = self.hear().await?;
        timeout(PATIENCE, self.child.wait())
            .await
            .context("it does not end")??;
        Ok(counted)
    }
}
