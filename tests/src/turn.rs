//! A TURN server of another make: Debian's coturn, sharing a secret with ours.

mod allocate;

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// How long it may take to answer after its start.
const START_LIMIT: Duration = Duration::from_secs(30);
/// How long one question waits for its answer; a socket not open yet loses it.
const QUESTION: Duration = Duration::from_millis(100);

/// A running coturn on loopback; it ends with this value.
#[derive(Debug)]
pub struct TurnServer {
    child: Child,
    address: SocketAddr,
    _dir: TempDir,
}

impl TurnServer {
    /// Starts coturn with `secret` and waits until it answers.
    ///
    /// # Errors
    /// When coturn is missing or does not come up.
    pub fn start(secret: &str) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let address = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let child = Command::new("turnserver")
            .args(["-n", "--use-auth-secret", "--realm=yunqian.test", "--fingerprint"])
            .args(["--no-tls", "--no-dtls", "--no-cli", "--allow-loopback-peers"])
            .args(["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", "--log-file=stdout"])
            .arg(format!("--listening-port={}", address.port()))
            .arg(format!("--static-auth-secret={secret}"))
            .arg(format!("--pidfile={}", dir.path().join("pid").display()))
            .arg(format!("--userdb={}", dir.path().join("users").display()))
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("coturn is missing: run tests/setup.sh")?;
        let mut server = Self {
            child,
            address,
            _dir: dir,
        };
        server.wait_until_it_answers()?;
        Ok(server)
    }

    /// Its address as browsers take it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("turn:{}?transport=udp", self.address)
    }

    /// Asks for a relay; tells whether the credentials were taken.
    ///
    /// # Errors
    /// When coturn does not answer, or refuses for another reason.
    pub fn relays_for(&self, username: &str, credential: &str) -> Result<bool> {
        allocate::allocate(self.address, username, credential)
    }

    /// Asks for a STUN binding (RFC 8489) until one is given.
    fn wait_until_it_answers(&mut self) -> Result<()> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_read_timeout(Some(QUESTION))?;
        let binding = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
        let deadline = Instant::now() + START_LIMIT;
        while Instant::now() < deadline {
            if let Some(status) = self.child.try_wait()? {
                bail!("coturn ended with {status}");
            }
            // Before its socket is open the question is refused or lost.
            let asked = socket.send_to(&binding, self.address);
            if asked.is_ok() && socket.recv(&mut [0; 512]).is_ok() {
                return Ok(());
            }
        }
        bail!("coturn does not answer")
    }
}

impl Drop for TurnServer {
    fn drop(&mut self) {
        // Nothing can be done about a process that is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
