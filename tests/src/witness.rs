//! A witness of somebody else's log as a child process.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::paths::binary;

/// How long a witness may take to answer after its start.
const START_LIMIT: Duration = Duration::from_secs(30);

/// A running `yunqian witness` with a directory of its own; it ends with this value.
#[derive(Debug)]
pub struct Witness {
    dir: TempDir,
    address: SocketAddr,
    log: String,
    child: Child,
}

impl Witness {
    /// Starts a witness of the log with this verifier key and waits until it answers.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn start(log: &str) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let child = spawn(&dir, address, log)?;
        let witness = Self {
            dir,
            address,
            log: log.to_owned(),
            child,
        };
        witness.key().await?;
        Ok(witness)
    }

    /// Kills the process as `kill -9` does and waits until it is gone.
    ///
    /// # Errors
    /// When the process can't be waited for.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts again on the same directory and address.
    ///
    /// # Errors
    /// When it does not come up.
    pub async fn restart(&mut self) -> Result<()> {
        self.kill()?;
        self.child = spawn(&self.dir, self.address, &self.log)?;
        self.key().await?;
        Ok(())
    }

    /// Its submission prefix.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its verifier key, once it answers.
    ///
    /// # Errors
    /// When it does not answer in time.
    pub async fn key(&self) -> Result<String> {
        let (deadline, url) = (Instant::now() + START_LIMIT, format!("{}/key", self.url()));
        loop {
            if let Ok(reply) = reqwest::get(&url).await {
                return Ok(reply.text().await?.trim_end().to_owned());
            }
            ensure!(Instant::now() < deadline, "the witness does not answer");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The files in which it remembers logs.
    ///
    /// # Errors
    /// When its directory can't be read.
    pub fn memory(&self) -> Result<Vec<PathBuf>> {
        let files = std::fs::read_dir(self.dir.path().join("logs"))?;
        files.map(|file| Ok(file?.path())).collect()
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        // Nothing can be done about a process that is gone already.
        let _ = self.kill();
    }
}

fn spawn(dir: &TempDir, address: SocketAddr, log: &str) -> Result<Child> {
    let mut command = Command::new(binary()?);
    command.arg("witness").arg("--data").arg(dir.path());
    command.args(["--log", log, "--listen", &address.to_string()]);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.spawn().context("the witness does not start")
}
