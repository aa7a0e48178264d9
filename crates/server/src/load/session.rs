//! One participant's socket: the protocol's frames, and nothing about media.

use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use uuid::Uuid;
use yunqian_signaling::{
    ClientFrame, ClientMessage, DownloadOffer, ServerFrame, ServerMessage, UploadAnswer, UploadOffer, VERSION,
};

/// Thousands of sockets share a process: small buffers.
const BUFFER_BYTES: usize = 4 * 1024;

/// An open socket in a room.
pub struct Session {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What `welcome` said about media.
pub struct Welcome {
    /// The answer to the upload.
    pub upload: Option<UploadAnswer>,
    /// The first offer of what is forwarded.
    pub download: Option<DownloadOffer>,
}

impl Session {
    /// Opens the socket and enters the room.
    ///
    /// # Errors
    /// When the server refuses or falls silent.
    pub async fn enter(url: &str, grant: String, upload: Option<UploadOffer>) -> anyhow::Result<(Self, Welcome)> {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(0);
        let (socket, _) = connect_async_with_config(url, Some(config), true)
            .await
            .context("the rooms' socket does not open")?;
        let mut session = Self { socket };
        let hello = ClientMessage::Hello {
            version: VERSION,
            grant,
            resume: None,
            upload,
        };
        session.say(hello).await?;
        loop {
            match session.hear().await?.context("closed before the welcome")?.body {
                ServerMessage::Welcome {
                    upload,
                    download,
                    upload_error,
                    ..
                } => {
                    if let Some(code) = upload_error {
                        bail!("the upload was refused: {code:?}");
                    }
                    return Ok((session, Welcome { upload, download }));
                }
                ServerMessage::Error { code, .. } => bail!("refused: {code:?}"),
                _ => {}
            }
        }
    }

    /// Says something.
    ///
    /// # Errors
    /// When the socket is closed.
    pub async fn say(&mut self, body: ClientMessage) -> anyhow::Result<()> {
        let frame = ClientFrame {
            id: Uuid::now_v7(),
            body,
        };
        let text = serde_json::to_string(&frame)?;
        Ok(self.socket.send(Message::text(text)).await?)
    }

    /// Waits for the next frame; none when the server closed in order. Frames of later versions are passed over.
    ///
    /// # Errors
    /// When the socket broke, or was closed for a fault.
    pub async fn hear(&mut self) -> anyhow::Result<Option<ServerFrame>> {
        while let Some(message) = self.socket.next().await {
            match message? {
                Message::Text(text) => {
                    if let Ok(frame) = serde_json::from_str(&text) {
                        return Ok(Some(frame));
                    }
                }
                Message::Close(Some(close)) if u16::from(close.code) >= 4000 => {
                    bail!("closed: {} {}", u16::from(close.code), close.reason)
                }
                Message::Close(_) => return Ok(None),
                _ => {}
            }
        }
        Ok(None)
    }

    /// Leaves in order.
    pub async fn leave(mut self) {
        // The room notices a socket that is gone as well.
        if self.say(ClientMessage::Leave {}).await.is_ok() {
            while let Ok(Some(_)) = self.hear().await {}
        }
    }
}
