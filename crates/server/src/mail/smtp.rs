use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use super::{Letter, MailError};

/// Letters that may wait for the server; beyond, new ones are dropped and logged, and people ask again.
const QUEUE: usize = 1_000;
/// Pauses before a letter is tried again.
const PAUSES: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(15)];

/// Mail by SMTP.
#[derive(Debug)]
pub struct Smtp {
    from: Mailbox,
    server: AsyncSmtpTransport<Tokio1Executor>,
    letters: mpsc::Sender<Letter>,
    waiting: Mutex<mpsc::Receiver<Letter>>,
}

impl Smtp {
    /// Sets it up; nothing is connected yet.
    ///
    /// # Errors
    /// See [`MailError`].
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(MailError::Server)?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        let (letters, waiting) = mpsc::channel(QUEUE);
        Ok(Self {
            from: from.parse().map_err(MailError::Sender)?,
            server,
            letters,
            waiting: Mutex::new(waiting),
        })
    }

    /// Takes a letter.
    pub fn queue(&self, letter: Letter) {
        if self.letters.try_send(letter).is_err() {
            tracing::error!("the mail queue is full; a letter was dropped");
        }
    }

    /// Sends letters one after another.
    pub async fn run(&self, shutdown: &CancellationToken) {
        let mut waiting = self.waiting.lock().await;
        while let Some(Some(letter)) = shutdown.run_until_cancelled(waiting.recv()).await {
            if shutdown.run_until_cancelled(self.send(letter)).await.is_none() {
                break;
            }
        }
        if !waiting.is_empty() {
            tracing::warn!(letters = waiting.len(), "the server stops before all mail was sent");
        }
    }

    async fn send(&self, letter: Letter) {
        let message = match self.message(letter) {
            Ok(message) => message,
            Err(error) => return tracing::error!(%error, "a letter can't be written"),
        };
        for pause in PAUSES {
            match self.server.send(message.clone()).await {
                Err(error) if !error.is_permanent() => {
                    tracing::warn!(%error, "the SMTP server does not take a letter; trying again");
                    tokio::time::sleep(pause).await;
                }
                done => return conclude(done.map(drop)),
            }
        }
        conclude(self.server.send(message).await.map(drop));
    }

    fn message(&self, letter: Letter) -> Result<Message, Box<dyn std::error::Error + Send + Sync>> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.to.parse()?))
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body)?;
        Ok(message)
    }
}

fn conclude(sent: Result<(), lettre::transport::smtp::Error>) {
    if let Err(error) = sent {
        tracing::error!(%error, "the SMTP server does not take a letter");
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::TcpListener;

    use super::*;

    /// Takes one letter as the smallest SMTP server (RFC 5321) would; returns its lines.
    async fn take_one(listener: TcpListener) -> Vec<String> {
        let (socket, _) = listener.accept().await.unwrap();
        let (reader, mut writer) = socket.into_split();
        let mut lines = BufReader::new(reader).lines();
        let mut taken = Vec::new();
        let mut in_data = false;
        writer.write_all(b"220 here\r\n").await.unwrap();
        while let Some(line) = lines.next_line().await.unwrap() {
            let answer = match (in_data, line.as_str()) {
                (true, ".") => return taken,
                (true, _) => {
                    taken.push(line);
                    continue;
                }
                (false, "DATA") => {
                    in_data = true;
                    "354 go on\r\n"
                }
                (false, _) => "250 fine\r\n",
            };
            writer.write_all(answer.as_bytes()).await.unwrap();
        }
        panic!("the connection ended before the letter did")
    }

    #[tokio::test]
    async fn a_letter_reaches_the_smtp_server() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let smtp = std::sync::Arc::new(Smtp::new(&url, "Yunqian <fair@example.com>").unwrap());
        let shutdown = CancellationToken::new();
        let running = tokio::spawn({
            let (smtp, shutdown) = (smtp.clone(), shutdown.clone());
            async move { smtp.run(&shutdown).await }
        });
        smtp.queue(Letter {
            to: "li@example.com".into(),
            subject: "登录验证码".into(),
            body: "012345".into(),
        });
        let letter = take_one(listener).await;
        assert!(letter.contains(&"To: li@example.com".to_owned()), "{letter:?}");
        assert!(letter.contains(&"012345".to_owned()), "{letter:?}");
        shutdown.cancel();
        running.await.unwrap();
    }
}
