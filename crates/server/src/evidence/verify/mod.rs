//! Checking a bundle with nothing but the trust anchors: no network, no server, no clock but the caller's.
//!
//! Each check stands by itself, so that a verdict tells everything that is wrong and not only the first thing; what
//! could not be reached because something before it failed says so.

mod authorisations;
mod identity;
mod json;
mod log;
mod moment;
mod outside;
mod record;
mod recording;
mod revisions;

use jiff::Timestamp;
use serde::Deserialize;
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_signing::{Digest, Report, UnixSeconds, inspect};

use self::record::Told;
use super::container::{self, Files};
use super::manifest::{MANIFEST, Manifest};
use super::media::MediaFiles;
use super::trust::{Anchors, ReadAnchors};
use super::verdict::{Check, Facts, Line, Outcome, Result as Judgement, Signed, Verdict};

/// Path of the document.
pub const DOCUMENT: &str = "agreement.pdf";
/// Path of the maker's trust anchors.
pub const ANCHORS: &str = "trust.json";
/// Path of the checkpoint.
pub const CHECKPOINT: &str = "journal/checkpoint";
/// Folder of journal entries, `journal/entries/<index>.json`.
pub const ENTRIES: &str = "journal/entries/";
/// Path of the entries' inclusion proofs.
pub const PROOFS: &str = "journal/proofs.json";
/// Folder of authorisations, `authorisations/<signatory>.json`.
pub const AUTHORISATIONS: &str = "authorisations/";
/// Folder of attachments, by their SHA-256.
pub const ATTACHMENTS: &str = "attachments/";

/// Path of the media manifest.
pub const MEDIA: &str = "media.json";
/// Folder of timestamps from outside, `timestamps/<size of the log>/…`.
pub const TIMESTAMPS: &str = "timestamps/";

/// How far the clocks of server and timestamp authorities may differ.
const MAX_SKEW_S: u64 = 300;

/// What a check found wrong; nothing if it passed.
type Findings = Vec<String>;

/// Checks a bundle as of `now`, by anchors that came another way, or by its own.
pub fn verify(bundle: &[u8], pinned: Option<&Anchors>, now: UnixSeconds) -> Verdict {
    verify_with(bundle, pinned, now, None)
}

/// Checks a bundle, and the files of what was recorded against it.
pub fn verify_with(bundle: &[u8], pinned: Option<&Anchors>, now: UnixSeconds, media: Option<&MediaFiles>) -> Verdict {
    let mut verification = Verification::default();
    verification.run(bundle, pinned, now, media);
    verification.verdict(pinned.is_some())
}

/// Reads anchors, as strictly as a bundle's own; `None` if a file holds none.
pub fn anchors(file: &[u8]) -> Option<Anchors> {
    json::read_as(file)
}

#[derive(Default)]
struct Verification {
    lines: Vec<Line>,
    facts: Facts,
    /// The anchors name witnesses, and none saw the checkpoint.
    is_unwitnessed: bool,
}

impl Verification {
    fn run(&mut self, bundle: &[u8], pinned: Option<&Anchors>, now: UnixSeconds, media: Option<&MediaFiles>) {
        let files = container::read(bundle);
        self.line(
            Check::Container,
            files.as_ref().err().map(ToString::to_string).into_iter().collect(),
        );
        let Ok(files) = files else { return };
        if !outside::is_any(&files) {
            self.absent(Check::OutsideTimestamps);
        }
        if !files.contains_key(MEDIA) && media.is_none() {
            self.absent(Check::Recording);
        }
        let own = files.get(ANCHORS).and_then(|file| anchors(file));
        let anchors = self.anchors(pinned.or(own.as_ref()));
        let manifest = files.get(MANIFEST).and_then(|file| Manifest::read(file));
        self.manifest(manifest.as_ref(), &files, anchors.as_ref());
        let Some(anchors) = anchors else { return };
        let checkpoint = self.checkpoint(&files, &anchors);
        let entries = log::entries(&files);
        if let (Some(checkpoint), Some(entries)) = (&checkpoint, &entries) {
            self.line(Check::Inclusion, log::check_inclusion(&files, entries, checkpoint));
            self.outside(&files, entries, checkpoint, &anchors, now);
        } else if entries.is_none() {
            self.line(Check::Inclusion, vec!["an entry's name is no position".to_owned()]);
        }
        let agreement = manifest.map(|(manifest, _)| manifest.agreement);
        let told = self.record(entries.as_deref(), agreement.as_deref());
        let document = self.document(&files, &anchors, now);
        if let (Some(told), Some((report, pdf))) = (&told, &document) {
            self.line(Check::Revisions, revisions::check(told, report, pdf));
            let findings = authorisations::check(told, report, &files, &anchors.site);
            self.line(Check::Authorisations, findings);
        }
        if let Some(told) = &told {
            self.identity(told, &files);
            self.attachments(told, &files);
            let entries = entries.as_deref().unwrap_or_default();
            if let Some((facts, findings)) = recording::check(&files, entries, told, media) {
                self.facts.recordings = facts;
                self.line(Check::Recording, findings);
            }
        }
    }

    fn line(&mut self, check: Check, details: Findings) {
        let outcome = match details.is_empty() {
            true => Outcome::Passed,
            false => Outcome::Failed,
        };
        self.lines.push(Line {
            check,
            outcome,
            details,
        });
    }

    fn absent(&mut self, check: Check) {
        self.lines.push(Line {
            check,
            outcome: Outcome::Absent,
            details: Vec::new(),
        });
    }

    fn anchors(&mut self, anchors: Option<&Anchors>) -> Option<ReadAnchors> {
        let read = anchors.and_then(Anchors::read);
        self.facts.anchors = anchors.and_then(|anchors| Some(Digest::of(&serde_json::to_vec(anchors).ok()?)));
        let missing = || "there are no anchors that can be read".to_owned();
        self.line(Check::Anchors, read.is_none().then(missing).into_iter().collect());
        read
    }

    fn manifest(
        &mut self,
        manifest: Option<&(Manifest, yunqian_journal::note::Note)>,
        files: &Files,
        anchors: Option<&ReadAnchors>,
    ) {
        let Some((manifest, note)) = manifest else {
            return self.line(
                Check::Manifest,
                vec!["there is no manifest that can be read".to_owned()],
            );
        };
        self.facts.made = Some(manifest.made.clone());
        if let Some(anchors) = anchors {
            let unsigned = || "the manifest is not signed by the log".to_owned();
            let findings = (!Manifest::is_signed(note, &anchors.logs)).then(unsigned);
            self.line(Check::Manifest, findings.into_iter().collect());
        }
        let others = || "the files are not those of the manifest".to_owned();
        let findings = (!manifest.lists(files)).then(others);
        self.line(Check::Files, findings.into_iter().collect());
    }

    fn checkpoint(&mut self, files: &Files, anchors: &ReadAnchors) -> Option<Checkpoint> {
        let read = log::checkpoint(files, &anchors.logs);
        self.line(Check::Checkpoint, read.as_ref().err().cloned().into_iter().collect());
        let (checkpoint, note) = read.ok()?;
        self.facts.log_size = Some(checkpoint.head.size);
        // A witness that was away when the bundle was made makes nothing in it false; but nobody else saw the log.
        let (seen, findings) = log::cosigned(&note, &anchors.witnesses);
        self.is_unwitnessed = seen.is_empty() && !anchors.witnesses.is_empty();
        if seen.is_empty() && findings.is_empty() {
            self.absent(Check::Witnesses);
        } else {
            self.facts.witnesses = seen;
            self.line(Check::Witnesses, findings);
        }
        Some(checkpoint)
    }

    fn outside(
        &mut self,
        files: &Files,
        entries: &[log::Entry<'_>],
        checkpoint: &Checkpoint,
        anchors: &ReadAnchors,
        now: UnixSeconds,
    ) {
        if !outside::is_any(files) {
            return;
        }
        let (standing, findings) = outside::check(files, entries, checkpoint, &anchors.trust, now);
        // One whose authority's time has run out takes nothing from a bundle.
        if standing.is_empty() && findings.is_empty() {
            self.absent(Check::OutsideTimestamps);
        } else {
            self.facts.outside_timestamps = standing;
            self.line(Check::OutsideTimestamps, findings);
        }
    }

    fn record(&mut self, entries: Option<&[log::Entry<'_>]>, agreement: Option<&str>) -> Option<Told> {
        let (entries, agreement) = (entries?, agreement?);
        self.facts.agreement = Some(agreement.to_owned());
        match Told::read(entries, agreement) {
            Ok(told) => {
                self.line(Check::Record, told.check());
                self.facts.revoked = told.revoked.clone();
                self.facts.number = Some(told.number.clone());
                self.facts.title = told.title.clone();
                Some(told)
            }
            Err(finding) => {
                self.line(Check::Record, vec![finding]);
                None
            }
        }
    }

    fn document<'a>(
        &mut self,
        files: &'a Files,
        anchors: &ReadAnchors,
        now: UnixSeconds,
    ) -> Option<(Report, &'a [u8])> {
        let Some(pdf) = files.get(DOCUMENT) else {
            self.line(Check::Document, vec!["there is no document".to_owned()]);
            return None;
        };
        self.facts.document = Some(Digest::of(pdf));
        let report = match inspect(pdf, &anchors.trust, now) {
            Ok(report) => report,
            Err(error) => {
                self.line(Check::Document, vec![error.to_string()]);
                return None;
            }
        };
        let mut findings: Findings = report.problems().iter().map(ToString::to_string).collect();
        if report.signatures.is_empty() {
            findings.push("the document is not signed".to_owned());
        }
        self.line(Check::Document, findings);
        self.facts.frozen = Some(report.frozen.sha256);
        self.facts.level = report.level();
        self.facts.provable_until = report.provable_until();
        self.facts.signatures = report.signatures.iter().map(Signed::from).collect();
        Some((report, pdf))
    }

    fn identity(&mut self, told: &Told, files: &Files) {
        let findings = identity::check(told, files);
        self.facts.identities = identity::told(told);
        // Where a key alone was asked for, nothing else was recorded.
        if findings.is_empty() && self.facts.identities.iter().all(|told| told.factors.is_empty()) {
            self.absent(Check::Identity);
        } else {
            self.line(Check::Identity, findings);
        }
    }

    fn attachments(&mut self, told: &Told, files: &Files) {
        let attached = || files.iter().filter(|(path, _)| path.starts_with(ATTACHMENTS));
        let mut findings: Findings = attached()
            .filter(|(path, content)| path[ATTACHMENTS.len()..] != Digest::of(content).to_string())
            .map(|(path, _)| format!("{path} is not what its name says"))
            .collect();
        for digest in &told.attachments {
            if !files.contains_key(&format!("{ATTACHMENTS}{digest}")) {
                findings.push(format!("attachment {digest} is missing"));
            }
        }
        if attached().next().is_none() && told.attachments.is_empty() {
            self.absent(Check::Attachments);
        } else {
            self.line(Check::Attachments, findings);
        }
    }

    fn verdict(mut self, is_pinned: bool) -> Verdict {
        for check in Check::ALL {
            if self.lines.iter().all(|line| line.check != check) {
                self.lines.push(Line {
                    check,
                    outcome: Outcome::NotReached,
                    details: Vec::new(),
                });
            }
        }
        self.lines.sort_by_key(|line| line.check);
        let holds = |line: &Line| matches!(line.outcome, Outcome::Passed | Outcome::Absent);
        let result = match (self.lines.iter().all(holds), is_pinned) {
            (true, true) if self.is_unwitnessed => Judgement::ValidButUnwitnessed,
            (true, true) => Judgement::Valid,
            (true, false) => Judgement::ValidByItsOwnAnchors,
            (false, _) => Judgement::Invalid,
        };
        Verdict {
            result,
            checks: self.lines,
            facts: self.facts,
        }
    }
}

impl From<&yunqian_signing::SignatureReport> for Signed {
    fn from(report: &yunqian_signing::SignatureReport) -> Self {
        Self {
            field: report.field.clone(),
            purpose: report.purpose.clone(),
            signer: report.signer.clone(),
            organisation: report.organisation.clone(),
            issuer: report.issuer.clone(),
            at: report.timestamped_at,
            level: report.level,
        }
    }
}

/// Says whether an entry was written when something else happened, by another clock.
fn is_near(entry: Timestamp, other: UnixSeconds) -> bool {
    entry.as_second().abs_diff(other.0.cast_signed()) <= MAX_SKEW_S
}

/// Reads JSON of a shape; unknown keys are allowed, for the record's forms only grow.
fn shape<T: for<'de> Deserialize<'de>>(value: &serde_json::Value) -> Option<T> {
    T::deserialize(value).ok()
}
