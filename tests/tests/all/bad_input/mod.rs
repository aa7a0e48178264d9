//! Whatever comes in: a clear refusal with a stable code, nothing lost, the server alive.

mod bodies;
mod contract;
mod files;
mod ids;
mod sockets;
mod tokens;
mod wire;

use anyhow::{Result, ensure};
use yunqian_tests::{Client, Server};

/// A server and the province's officer, signed in.
async fn open() -> Result<(Server, Client)> {
    let server = Server::start().await?;
    let officer = server.client();
    officer.sign_in_as("li-wei").await?;
    Ok((server, officer))
}

/// Asks for something ordinary and looks whether the server minded what came before.
async fn still_serves(mut server: Server, officer: &Client) -> Result<()> {
    officer.get("/organisations").await?.expect(200)?;
    ensure!(server.is_alive()?, "the server is gone");
    let log = server.log();
    ensure!(!log.contains("panicked"), "something panicked:\n{log}");
    Ok(())
}
