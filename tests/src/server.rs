//! The server as a child process.

use std::fs::{File, OpenOptions};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use crate::Client;
use crate::paths::{binary, output_dir};

/// How long a server may take to answer after its start.
const START_LIMIT: Duration = Duration::from_secs(60);

/// How a server is started.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// Further arguments of `yunqian serve`.
    pub arguments: Vec<String>,
    /// Further environment.
    pub environment: Vec<(String, String)>,
    /// Without the sample fair and its demo sign-ins.
    pub bare: bool,
    /// Arguments of `yunqian found`, which runs before the first start.
    pub founding: Option<Vec<String>>,
}

/// A running `yunqian serve` with a directory of its own; it ends with this value.
#[derive(Debug)]
pub struct Server {
    options: ServerOptions,
    dir: TempDir,
    address: SocketAddr,
    child: Child,
}

impl Server {
    /// Starts a server with the sample fair and waits until it answers.
    ///
    /// # Errors
    /// When it does not come up; the error holds the end of its log.
    pub async fn start() -> Result<Self> {
        Self::start_with(ServerOptions::default()).await
    }

    /// Starts a server as `options` say and waits until it answers.
    ///
    /// # Errors
    /// When it does not come up; the error holds the end of its log.
    pub async fn start_with(options: ServerOptions) -> Result<Self> {
        let dir = tempfile::Builder::new()
            .prefix("server-")
            .tempdir_in(output_dir("servers")?)?;
        let address = free_address()?;
        if let Some(founding) = &options.founding {
            found(founding, dir.path())?;
        }
        let child = spawn(&options, dir.path(), address)?;
        let mut server = Self {
            options,
            dir,
            address,
            child,
        };
        server.wait_until_it_answers().await?;
        Ok(server)
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

    /// Starts again on the same directory and address; kills first what still runs.
    ///
    /// # Errors
    /// When it does not come up; the error holds the end of its log.
    pub async fn restart(&mut self) -> Result<()> {
        self.kill()?;
        self.child = spawn(&self.options, self.dir.path(), self.address)?;
        self.wait_until_it_answers().await
    }

    /// Has the process end itself, as `kill -9` would, when it comes by a place of `crates/server/src/crash.rs`; once.
    ///
    /// # Errors
    /// When it can't be told.
    pub fn crash_at(&self, place: &str) -> Result<()> {
        Ok(std::fs::write(crash_file(self.dir.path()), place)?)
    }

    /// Waits until the process came by the place that [`Server::crash_at`] named.
    ///
    /// # Errors
    /// When it does not come by, or ends for another reason.
    pub async fn wait_until_crashed(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        while self.is_alive()? {
            if Instant::now() > deadline {
                bail!("the server does not crash\n{}", tail(&self.log()));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let is_told = crash_file(self.dir.path()).exists();
        ensure!(!is_told, "the server ended by itself\n{}", tail(&self.log()));
        Ok(())
    }

    /// Starts again on the same directory, to crash at a place before it may have answered.
    ///
    /// # Errors
    /// When it does not come by the place.
    pub async fn restart_into_crash_at(&mut self, place: &str) -> Result<()> {
        self.kill()?;
        self.crash_at(place)?;
        self.child = spawn(&self.options, self.dir.path(), self.address)?;
        self.wait_until_crashed().await
    }

    /// Tells whether the process still runs.
    ///
    /// # Errors
    /// When the process can't be asked.
    pub fn is_alive(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// The address of `path`, by a name that WebAuthn accepts.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The id of its process.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// The directory the server keeps its data in.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A visitor with an empty cookie jar.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.url(""))
    }

    /// Everything the server logged so far, over all its starts.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    async fn wait_until_it_answers(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        let health = self.url("/healthz");
        let http = reqwest::Client::new();
        loop {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}\n{}", tail(&self.log()));
            }
            if let Ok(reply) = http.get(&health).send().await
                && reply.status().is_success()
            {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("the server does not answer\n{}", tail(&self.log()));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing can be done about a process that is gone already.
        let _ = self.kill();
        if std::thread::panicking() {
            self.dir.disable_cleanup(true);
            eprintln!("the server's log ends:\n{}", tail(&self.log()));
            eprintln!("its directory is kept: {}", self.dir.path().display());
        }
    }
}

fn spawn(options: &ServerOptions, dir: &Path, address: SocketAddr) -> Result<Child> {
    let log = append_to(&dir.join("log"))?;
    let mut command = Command::new(binary()?);
    // What the person at this machine has set for their own server is not the tests'.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("YUNQIAN_")) {
        command.env_remove(name);
    }
    command
        .arg("serve")
        .arg("--data")
        .arg(dir.join("data"))
        .arg("--listen")
        .arg(address.to_string())
        .args((!options.bare).then_some("--demo"))
        .args(&options.arguments)
        .env("TEST_CRASH_FILE", crash_file(dir))
        .envs(options.environment.iter().map(|(k, v)| (k, v)))
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    command.spawn().context("the server does not start")
}

fn found(arguments: &[String], dir: &Path) -> Result<()> {
    let outcome = Command::new(binary()?)
        .arg("found")
        .arg("--data")
        .arg(dir.join("data"))
        .args(arguments)
        .output()?;
    ensure!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    Ok(())
}

/// Where [`Server::crash_at`] names the place.
fn crash_file(dir: &Path) -> PathBuf {
    dir.join("crash-at")
}

fn append_to(path: &Path) -> Result<File> {
    Ok(OpenOptions::new().create(true).append(true).open(path)?)
}

/// An address nobody listens on.
pub(crate) fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

fn tail(log: &str) -> String {
    let lines: Vec<_> = log.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
