//! One person's WebSocket.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::Client;

/// How long the server may keep silent before a test gives up.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(30);

/// An open WebSocket with a person's cookies.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// What came over the socket.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// A text frame, as JSON.
    Frame(Value),
    /// The end, with the close code; 0 where the connection just broke.
    Closed(u16),
}

impl Socket {
    /// Opens `path` as `client`, from the page of `origin` where one is given.
    ///
    /// # Errors
    /// When the server refuses the upgrade; the error tells the status.
    pub async fn open(client: &Client, path: &str, origin: Option<&str>) -> Result<Self> {
        let mut request = client.socket_url(path).into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("cookie", HeaderValue::from_str(&client.cookies())?);
        if let Some(origin) = origin {
            headers.insert("origin", HeaderValue::from_str(origin)?);
        }
        match tokio_tungstenite::connect_async(request).await {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(tungstenite::Error::Http(reply)) => bail!("refused with {}", reply.status()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends any message; whether it still arrives is not told.
    ///
    /// # Errors
    /// When the socket is closed already.
    pub async fn send(&mut self, message: Message) -> Result<()> {
        Ok(self.stream.send(message).await?)
    }

    /// Sends JSON as a text frame.
    ///
    /// # Errors
    /// When the socket is closed already.
    pub async fn say(&mut self, frame: &Value) -> Result<()> {
        self.send(Message::text(frame.to_string())).await
    }

    /// Waits for the next frame or the end.
    ///
    /// # Errors
    /// When nothing comes for long, or a frame that is no JSON.
    pub async fn hear(&mut self) -> Result<Heard> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.stream.next());
            match next.await.context("nothing was heard")? {
                Some(Ok(Message::Text(text))) => {
                    return Ok(Heard::Frame(serde_json::from_str(text.as_str())?));
                }
                Some(Ok(Message::Close(frame))) => {
                    return Ok(Heard::Closed(frame.map_or(0, |frame| frame.code.into())));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Ok(Heard::Closed(0)),
            }
        }
    }

    /// Listens to the end and gives all frames and the close code.
    ///
    /// # Errors
    /// As [`Socket::hear`].
    pub async fn hear_out(&mut self) -> Result<(Vec<Value>, u16)> {
        let mut frames = Vec::new();
        loop {
            match self.hear().await? {
                Heard::Frame(frame) => frames.push(frame),
                Heard::Closed(code) => return Ok((frames, code)),
            }
        }
    }
}
