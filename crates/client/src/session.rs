//! One participant's socket: the protocol's frames, and nothing about media.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use uuid::Uuid;
use yunqian_signaling::{
    ClientFrame, ClientMessage, DownloadOffer, MAX_FRAME_BYTES, ParticipantId, ServerFrame, ServerMessage,
    UploadAnswer, UploadOffer, VERSION,
};

use crate::ClientError;

/// Thousands of sockets may share a process: small buffers, which grow when a frame is larger.
const BUFFER_BYTES: usize = 4 * 1024;

/// An open socket in a room.
#[derive(Debug)]
pub struct Session {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What `welcome` said about media.
#[derive(Debug)]
pub struct Welcome {
    /// Who we are in the room.
    pub participant: ParticipantId,
    /// The answer to the upload.
    pub upload: Option<UploadAnswer>,
    /// The first offer of what is forwarded.
    pub download: Option<DownloadOffer>,
}

impl Session {
    /// Opens the socket at `url` (`ws://…/api/v1/rooms/ws`) and enters the room that `grant` opens.
    ///
    /// # Errors
    /// When the server refuses the grant or the upload, or the socket fails.
    pub async fn enter(url: &str, grant: String, upload: Option<UploadOffer>) -> Result<(Self, Welcome), ClientError> {
        let config = WebSocketConfig::default()
            .max_message_size(Some(2 * MAX_FRAME_BYTES))
            .read_buffer_size(BUFFER_BYTES)
            .write_buffer_size(0);
        let (socket, _) = connect_async_with_config(url, Some(config), true).await?;
        let mut session = Self { socket };
        let hello = ClientMessage::Hello {
            version: VERSION,
            grant,
            resume: None,
            upload,
        };
        session.say(hello).await?;
        loop {
            match session.hear().await?.body {
                ServerMessage::Welcome {
                    upload_error: Some(code),
                    ..
                }
                | ServerMessage::Error { code, .. } => return Err(ClientError::Refused(code)),
                ServerMessage::Welcome {
                    participant,
                    upload,
                    download,
                    ..
                } => {
                    let welcome = Welcome {
                        participant,
                        upload,
                        download,
                    };
                    return Ok((session, welcome));
                }
                _ => {}
            }
        }
    }

    /// Says something.
    ///
    /// # Errors
    /// When the socket is closed.
    pub async fn say(&mut self, body: ClientMessage) -> Result<(), ClientError> {
        self.say_as(Uuid::now_v7(), body).await
    }

    /// The same with the frame's id, which some things are called by from then on.
    ///
    /// # Errors
    /// When the socket is closed.
    pub async fn say_as(&mut self, id: Uuid, body: ClientMessage) -> Result<(), ClientError> {
        let frame = ClientFrame { id, body };
        let text = serde_json::to_string(&frame).expect("protocol types are JSON");
        Ok(self.socket.send(Message::text(text)).await?)
    }

    /// Waits for the next frame; those of later versions are passed over. May be given up at any time without loss.
    ///
    /// # Errors
    /// When the socket broke or was closed.
    pub async fn hear(&mut self) -> Result<ServerFrame, ClientError> {
        while let Some(message) = self.socket.next().await {
            match message? {
                Message::Text(text) => {
                    if let Ok(frame) = serde_json::from_str(&text) {
                        return Ok(frame);
                    }
                }
                Message::Close(close) => {
                    return Err(ClientError::Closed(close.map_or(1005, |close| close.code.into())));
                }
                _ => {}
            }
        }
        Err(ClientError::Closed(1006))
    }

    /// Leaves in order; the server's goodbye is awaited.
    pub async fn leave(mut self) {
        // The room notices a socket that is gone as well.
        if self.say(ClientMessage::Leave {}).await.is_ok() {
            while self.hear().await.is_ok() {}
        }
    }
}
