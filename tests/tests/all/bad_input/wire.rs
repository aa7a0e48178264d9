use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use yunqian_tests::Server;

use super::{open, still_serves};

/// Sends bytes as they are and gives the first line of what comes back; empty for a closed door.
async fn say(server: &Server, bytes: &[u8]) -> Result<String> {
    let mut stream = TcpStream::connect(server.address()).await?;
    // The server may close before it has heard all.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut reply = Vec::new();
    let _ = stream.read_to_end(&mut reply).await;
    let reply = String::from_utf8_lossy(&reply);
    Ok(reply.lines().next().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn bytes_that_are_no_http_close_the_connection_and_no_more() -> Result<()> {
    let (server, officer) = open().await?;
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n * 31 % 251) as u8).collect();
    let long_header = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "y".repeat(1024 * 1024));
    let many_headers = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "x: y\r\n".repeat(10_000));
    for bytes in [
        &noise[..],
        b"\0",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /api/v1/files HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST /api/v1/files HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        long_header.as_bytes(),
        many_headers.as_bytes(),
    ] {
        let line = say(&server, bytes).await?;
        assert!(!line.contains(" 200 ") && !line.contains(" 500 "), "{line}");
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn connections_that_say_nothing_keep_nobody_out() -> Result<()> {
    let (server, officer) = open().await?;
    let mut idle = Vec::new();
    for _ in 0..300 {
        let mut stream = TcpStream::connect(server.address()).await?;
        stream
            .write_all(b"POST /api/v1/organisations HTTP/1.1\r\nhost: x\r\n")
            .await?;
        idle.push(stream);
    }
    officer.get("/organisations").await?.expect(200)?;
    drop(idle);
    still_serves(server, &officer).await
}
