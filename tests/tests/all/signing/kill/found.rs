//! What is found after the kills: the document, and what the record tells of it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use yunqian_journal::{Digest, Journal};
use yunqian_tests::{binary, judge};

use super::super::table::Table;

/// How long a restarted server may take until everything authorised is sealed and archived.
const LIMIT: Duration = Duration::from_secs(60);
const END: &[u8] = b"%%EOF";

/// An agreement that was signed through kills.
pub struct Found {
    id: String,
    document: Vec<u8>,
}

impl Found {
    /// Waits until it is archived; two signatures, the platform's seal and the document timestamp hold, nothing else is
    /// there, and our verifier believes the bundle.
    pub async fn of(table: &mut Table, id: &str) -> Result<Self> {
        let archived = table.until(id, |it| it["archive"].is_object());
        let archived = tokio::time::timeout(LIMIT, archived).await;
        archived.with_context(|| format!("{id} is not archived {LIMIT:?} after the last restart"))??;
        let document = table
            .park
            .client
            .get(&format!("/agreements/{id}/document"))
            .await?
            .bytes;
        let ranges = document.windows(10).filter(|window| window == b"/ByteRange").count();
        ensure!(ranges == 4, "{ranges} signatures instead of four");
        // Its own: agreements of several servers are judged at the same time.
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("signed.pdf");
        std::fs::write(&file, &document)?;
        let said = judge::pdfsig(&file)?;
        ensure!(said.matches("Signature is Valid").count() == 3, "pdfsig says:\n{said}");
        ensure!(
            said.matches("Total document signed").count() == 1,
            "the timestamp covers the file; pdfsig says:\n{said}"
        );
        believed(table, id, folder.path()).await?;
        Ok(Self {
            id: id.to_owned(),
            document,
        })
    }

    /// SHA-256 of each revision.
    fn revisions(&self) -> Vec<String> {
        let ends = self.document.windows(END.len()).enumerate();
        let ends = ends.filter(|(_, window)| *window == END).map(|(at, _)| at + END.len());
        // Each ends with one line feed.
        ends.map(|end| Digest::of(&self.document[..=end.min(self.document.len() - 1)]).to_string())
            .collect()
    }
}

/// Has the program check the evidence bundle against the server's anchors.
async fn believed(table: &Table, id: &str, folder: &Path) -> Result<()> {
    let (bundle, anchors) = (folder.join("evidence.zip"), folder.join("trust.json"));
    let client = &table.park.client;
    std::fs::write(&anchors, client.get("/trust-anchors").await?.bytes)?;
    let path = format!("/agreements/{id}/evidence");
    let fetched = async {
        loop {
            // Until a checkpoint covers the last entry.
            let sent = client.get(&path).await?;
            if sent.status != 503 {
                return anyhow::Ok(sent);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let sent = tokio::time::timeout(LIMIT, fetched).await.context("no checkpoint")??;
    ensure!(sent.bytes.starts_with(b"PK"), "no bundle: {sent}");
    std::fs::write(&bundle, sent.bytes)?;
    let output = Command::new(binary()?)
        .arg("verify")
        .arg(&bundle)
        .arg("--trust")
        .arg(&anchors)
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.code() == Some(0), "our verifier says:\n{said}");
    Ok(())
}

/// Kills the server and reads its journal: each signatory authorised once and was sealed once, and each document that the
/// record names is the next revision of the one that was found.
pub async fn record_tells_of_each_act_once(table: &mut Table, agreements: &[Found]) -> Result<()> {
    table.server.kill()?;
    let journal = Journal::open(table.server.data_dir().join("journal")).await?;
    let mut told = Vec::new();
    for entry in journal.read(0, u32::MAX).await? {
        let record: Value = serde_json::from_slice(&entry.bytes)?;
        let events = record["events"].as_array().context("a record has events")?;
        told.extend(events.iter().map(|event| event["agreement"].clone()));
    }
    for found in agreements {
        let of = |kind: &str, name: &str| -> Vec<String> {
            let events = told.iter().map(|event| &event[kind]);
            let own = events.filter(|event| event["id"] == found.id.as_str());
            own.map(|event| {
                event
                    .pointer(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
        };
        let (mut authorised, mut sealed) = (of("authorised", "/signatory"), of("sealed", "/signatory"));
        authorised.sort_unstable();
        sealed.sort_unstable();
        ensure!(
            authorised.len() == 2 && authorised == sealed,
            "authorised {authorised:?}, sealed {sealed:?}"
        );
        let revisions = found.revisions();
        let frozen = of("frozen", "/frozen/document");
        let (signed, archived) = (of("signed", "/document"), of("archived", "/archive/document"));
        let named = [frozen, of("sealed", "/revision")].concat();
        let begun = revisions.iter().position(|revision| Some(revision) == named.first());
        let begun = begun.context("the document does not grow out of the frozen one")?;
        // One for each signature; then the platform's seal, which the record does not name; then the timestamp.
        ensure!(revisions[begun..begun + 3] == named, "{named:?} in {revisions:?}");
        ensure!(
            signed == named[2..] && archived == revisions[begun + 4..],
            "signed {signed:?}, archived {archived:?}, revisions {revisions:?}"
        );
    }
    Ok(())
}
