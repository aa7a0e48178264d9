//! A signing service that keeps one key, as `tests/csc.py` plays it.

use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::server::free_address;
use crate::{Ca, python, workspace_root};

/// This server's name and secret there, and the PIN that releases the key of its user `eva`.
const CLIENT: &str = "province";
const SECRET: &str = "csc-secret";

/// The service; it stops with this value.
pub struct SigningService {
    child: Child,
    port: u16,
}

impl SigningService {
    /// PIN that releases the key.
    pub const PIN: &str = "314159";

    /// Starts the service with the authority's one key.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(ca: &Ca) -> Result<Self> {
        let port = free_address()?.port();
        std::fs::write(ca.folder().join("csc-secret"), SECRET)?;
        let mut child = Command::new(python()?)
            .arg(workspace_root().join("tests/csc.py"))
            .arg(port.to_string())
            .arg(ca.folder())
            .args([CLIENT, SECRET, Self::PIN])
            .stdin(Stdio::null())
            .spawn()
            .context("the signing service does not start")?;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            ensure!(child.try_wait()?.is_none(), "the signing service ended");
        }
        Ok(Self { child, port })
    }

    /// The settings of a server that knows it under two names, `der` and `bare`, by how it writes signatures.
    pub fn settings(&self, ca: &Ca) -> String {
        let secret = ca.folder().join("csc-secret");
        let service = |name: &str, path: &str| {
            format!(
                r#"{{name="{name}", url="http://127.0.0.1:{}{path}/csc/v2", client_id="{CLIENT}", client_secret_file="{}"}}"#,
                self.port,
                secret.display(),
            )
        };
        format!("[{}, {}]", service("der", ""), service("bare", "/bare"))
    }
}

impl Drop for SigningService {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
