//! Asks a witness to cosign checkpoints (C2SP tlog-witness). A task a witness, so that a dead one holds up nobody.

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use reqwest::{Client, StatusCode};
use yunqian_journal::note::{Signature, VerifierKey};
use yunqian_journal::witness::Submission;

use super::{Log, Signed, WitnessSettings};
use crate::app::App;
use crate::bounded;

/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Least time between two questions.
const PACE: Duration = Duration::from_millis(250);
/// Longest time until a witness that failed is asked again.
const LONGEST_REST: Duration = Duration::from_secs(60);
/// Largest answer that is read, in bytes.
const ANSWER_LIMIT_BYTES: usize = 16 * 1024;

/// A witness, and where it stands as far as we know.
pub(super) struct Asked {
    key: VerifierKey,
    url: String,
    http: Client,
    size: u64,
}

/// What a witness answered.
enum Answer {
    Cosigned(Signature),
    /// It stands elsewhere.
    At(u64),
}

impl Asked {
    pub(super) fn new(settings: &WitnessSettings) -> anyhow::Result<Self> {
        let redirects = reqwest::redirect::Policy::none();
        Ok(Self {
            key: settings.key.parse().context("a witness's key can't be read")?,
            url: format!("{}/add-checkpoint", settings.url.trim_end_matches('/')),
            http: Client::builder().timeout(PATIENCE).redirect(redirects).build()?,
            size: 0,
        })
    }

    /// Gets a checkpoint cosigned. A witness that stands elsewhere than we believed says so, and is asked once more.
    async fn cosign(&mut self, log: &Log, signed: &Signed) -> anyhow::Result<Signature> {
        for _ in 0..2 {
            match self.ask(log, signed).await? {
                Answer::Cosigned(signature) => {
                    self.size = signed.head.size;
                    return Ok(signature);
                }
                Answer::At(size) => {
                    ensure!(
                        size <= signed.head.size,
                        "it has cosigned a checkpoint over {size} entries, and we have {}: our journal is an older copy",
                        signed.head.size
                    );
                    self.size = size;
                }
            }
        }
        bail!("it stands elsewhere each time it is asked")
    }

    async fn ask(&self, log: &Log, signed: &Signed) -> anyhow::Result<Answer> {
        let proof = match self.size {
            0 => Vec::new(),
            size => log.reader().consistency_proof(size, signed.head.size).await?,
        };
        let submission = Submission {
            old_size: self.size,
            proof,
            note: signed.note.clone(),
        };
        let response = self.http.post(&self.url).body(submission.to_string()).send().await?;
        let status = response.status();
        let text = read(response).await?;
        match status {
            StatusCode::OK => Ok(Answer::Cosigned(self.own_line(signed, &text)?)),
            StatusCode::CONFLICT => Ok(Answer::At(
                text.trim_end().parse().context("it answers 409 without a size")?,
            )),
            status => bail!("it answers {status}: {}", text.trim_end()),
        }
    }

    /// Picks the line of an answer that is by the witness's key and holds for the checkpoint.
    fn own_line(&self, signed: &Signed, lines: &str) -> anyhow::Result<Signature> {
        for line in lines.lines() {
            let signature: Signature = line.parse()?;
            let mut note = signed.note.clone();
            note.add(signature.clone());
            if signature.name() == self.key.name() && self.key.verify(&note).is_ok() {
                return Ok(signature);
            }
        }
        bail!("it answers without a cosignature that holds")
    }
}

/// Runs until the server stops.
pub(super) async fn run(app: App, mut witness: Asked) {
    let mut published = app.log.published.subscribe();
    let mut rest = PACE;
    let mut done = None;
    loop {
        let signed = app.log.newest();
        if done != Some(signed.head) {
            match witness.cosign(&app.log, &signed).await {
                Ok(signature) => {
                    app.log
                        .published
                        .send_modify(|published| published.cosign(signed.head, signature));
                    (done, rest) = (Some(signed.head), PACE);
                }
                Err(error) => {
                    tracing::warn!(
                        error = format!("{error:#}"),
                        witness = witness.key.name(),
                        "a witness does not cosign"
                    );
                    rest = (rest * 2).min(LONGEST_REST);
                }
            }
        }
        let is_new = |published: &super::Published| done != Some(published.newest().head);
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = async {
                tokio::time::sleep(rest).await;
                // The sender lives as long as the application.
                drop(published.wait_for(is_new).await);
            } => {}
        }
    }
}

async fn read(response: reqwest::Response) -> anyhow::Result<String> {
    Ok(String::from_utf8(bounded::read(response, ANSWER_LIMIT_BYTES).await?)?)
}
