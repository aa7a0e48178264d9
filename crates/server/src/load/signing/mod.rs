//! Agreements that are signed at once, and how long until every signature is in its document; beside a live room, if
//! wanted, and what the room loses by it.

mod signer;
mod table;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio::time::sleep;
use yunqian_signing::{Level, UnixSeconds, inspect};

use super::Common;
use super::measure::Watch;
use super::report::{Quantiles, Report, SigningReport, round};
use super::stage::Stage;
use crate::evidence::{self, Anchors, Outcome};
use signer::Answer;
use table::Table;

/// How often it is looked whether an agreement is signed.
const LOOK: Duration = Duration::from_millis(10);
/// How long all signatures may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(300);
/// How often the bundle is checked.
const CHECKS: usize = 20;

/// Which agreements.
#[derive(Debug, Args)]
pub(crate) struct Agreements {
    /// Agreements.
    #[arg(long, default_value_t = 101, value_parser = clap::value_parser!(u16).range(1..=500))]
    agreements: u16,
    /// Signatories of each, half of them of either side; each confirmed by a one-time code and a key of its own.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(2..=64))]
    signatories: u16,
    /// Viewers of a live room meanwhile.
    #[arg(long, default_value_t = 0)]
    viewers: usize,
    /// Folder to leave one evidence bundle and its anchors in.
    #[arg(long)]
    keep: Option<PathBuf>,
}

impl Agreements {
    /// Has everything ready, measures the room alone, then lets all signatories authorise at once.
    ///
    /// # Errors
    /// When the server refuses, or a signature is missing or does not hold.
    pub async fn run(&self, common: &Common) -> anyhow::Result<Report> {
        let table = Table::lay(&common.url).await?;
        let answers = table.prepare(self.agreements.into(), self.signatories.into()).await?;
        let watch = Watch::begin(common.pid);
        let ready = watch.taken();
        let (mut report, signed) = if self.viewers == 0 {
            let began = Instant::now();
            let signed = self.sign(&table, answers).await?;
            let server = watch.server(&ready, &ready, began.elapsed(), 1);
            let report = Report {
                server,
                ..Report::default()
            };
            (report, signed)
        } else {
            let running = Stage::of(self.viewers).open(common).await?;
            let alone = running.measure(common.window()).await?;
            let (mut report, signed) = running.measure_during(self.sign(&table, answers)).await?;
            report.quiet = alone.media;
            running.end().await?;
            (report, signed?)
        };
        report.mode = "signing";
        (report.participants, report.joined) = (signed.documents, signed.documents);
        let verify_ms = self.check(&table, &signed.ids).await?;
        report.signing = Some(SigningReport {
            agreements: self.agreements.into(),
            signatories: self.signatories.into(),
            authorise_ms: Quantiles::of(signed.authorised),
            authorised_within_ms: round(signed.within.as_secs_f64() * 1e3),
            sealed_after_ms: round(signed.after.as_secs_f64() * 1e3),
            verify_bundle_ms: Quantiles::of(verify_ms),
        });
        Ok(report)
    }

    /// Gives all answers at once, and waits until every signature is written.
    async fn sign(&self, table: &Table, answers: Vec<Answer>) -> anyhow::Result<Signed> {
        let mut ids: Vec<String> = answers.iter().map(|answer| answer.agreement.clone()).collect();
        ids.dedup();
        let mut given = JoinSet::new();
        let began = Instant::now();
        for answer in answers {
            given.spawn(async move {
                let began = Instant::now();
                answer.give().await?;
                anyhow::Ok(began.elapsed())
            });
        }
        let mut authorised = Vec::new();
        while let Some(took) = given.join_next().await {
            authorised.push(took??);
        }
        let (within, acknowledged) = (began.elapsed(), Instant::now());
        let all = async {
            for id in &ids {
                while table.agreement(id).await?["state"] != "signed" {
                    sleep(LOOK).await;
                }
            }
            anyhow::Ok(acknowledged.elapsed())
        };
        let after = tokio::time::timeout(PATIENCE, all).await;
        let after = after.context("not all signatures were written in time")??;
        Ok(Signed {
            documents: ids.len(),
            ids,
            authorised,
            within,
            after,
        })
    }

    /// Checks every document, then one evidence bundle a few times; returns how long that took each time.
    async fn check(&self, table: &Table, ids: &[String]) -> anyhow::Result<Vec<Duration>> {
        let anchors: Anchors = serde_json::from_value(table.anchors().await?)?;
        let read = anchors.read().context("the server's anchors can't be read")?;
        let now = || UnixSeconds(Timestamp::now().as_second().unsigned_abs());
        for id in ids {
            let report = inspect(&table.document(id).await?, &read.trust, now())?;
            let written = report.signatures.iter().filter(|signature| signature.purpose.is_some());
            anyhow::ensure!(report.is_valid(), "{id}: {:?}", report.problems());
            anyhow::ensure!(
                written.count() >= self.signatories.into(),
                "{id}: a signature is missing"
            );
            anyhow::ensure!(report.level() >= Some(Level::T), "{id}: {:?}", report.level());
        }
        let bundle = table.bundle(&ids[0]).await?;
        if let Some(folder) = &self.keep {
            std::fs::create_dir_all(folder)?;
            std::fs::write(folder.join("evidence.zip"), &bundle)?;
            std::fs::write(folder.join("trust.json"), serde_json::to_vec(&anchors)?)?;
        }
        let mut took = Vec::new();
        for _ in 0..CHECKS {
            let began = Instant::now();
            let verdict = evidence::verify(&bundle, Some(&anchors), now());
            took.push(began.elapsed());
            let failed = verdict.checks.iter().find(|line| line.outcome == Outcome::Failed);
            anyhow::ensure!(failed.is_none(), "the bundle does not hold: {failed:?}");
        }
        Ok(took)
    }
}

/// What came of it.
struct Signed {
    ids: Vec<String>,
    documents: usize,
    authorised: Vec<Duration>,
    /// From the first answer sent to the last acknowledged.
    within: Duration,
    /// From there to the last signature written.
    after: Duration,
}
