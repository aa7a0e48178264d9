//! The certificate of completion: how an agreement was signed, and where the evidence is.

use serde::{Deserialize, Serialize};
use typst_pdf::PdfStandard;

use crate::check::Checker;
use crate::fonts::fonts;
use crate::labels::labels;
use crate::typeset::{Job, Rendered, typeset};
use crate::{CalendarDate, DocumentError, Party, Texts};

const TEMPLATE: &str = include_str!("../templates/certificate.typ");

/// Describes a completed agreement: what is printed is what is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateDocument {
    /// Tags of the two languages; the first leads.
    pub languages: [String; 2],
    /// The agreement's number in the register.
    pub number: String,
    /// The kind of agreement, as printed.
    pub kind: Texts,
    /// The agreement's title.
    pub title: Texts,
    /// Who agreed.
    pub parties: Vec<Party>,
    /// Every signature, seal, attestation and document timestamp, in the order of the document's revisions.
    pub acts: Vec<CertifiedAct>,
    /// SHA-256 (hex) of the text that was agreed, before the first signature.
    pub frozen_sha256: String,
    /// SHA-256 (hex) of the signed document.
    pub document_sha256: String,
    /// Where the last signature stands in the transparency log.
    pub journal: JournalPlace,
    /// What was recorded of the signing; empty where nothing was.
    pub recordings: Vec<RecordedPart>,
    /// What the verifier found.
    pub verdict: Verdict,
    /// Why the verdict is not better, or what it rests on.
    pub reasons: Vec<Texts>,
    /// The command that verifies the evidence without a network, such as `yunqian verify bundle.zip`.
    pub command: String,
    /// When the certificate was made, as printed.
    pub issued: String,
    /// The date for the PDF's metadata.
    pub created: CalendarDate,
    /// Marks every page as a demonstration.
    pub demonstration: bool,
}

/// Says what somebody's key did; the kinds are never mixed, for each proves something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// A signatory's own signature.
    Signature,
    /// The seal of an organisation.
    Seal,
    /// A witness's attestation.
    Witness,
    /// The platform's own seal, which closes the document: proves the platform's act, nobody's will.
    PlatformSeal,
    /// The platform's document timestamp: proves a time and the platform's act, nobody's will.
    Timestamp,
}

/// Describes one act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedAct {
    /// What it is.
    pub kind: ActKind,
    /// The person; none behind a timestamp.
    #[serde(default)]
    pub name: Option<Texts>,
    /// For whom.
    #[serde(default)]
    pub organisation: Option<Texts>,
    /// In which capacity.
    #[serde(default)]
    pub capacity: Option<Texts>,
    /// The time as printed.
    pub time: String,
    /// How it was authorised.
    #[serde(default)]
    pub method: Option<Texts>,
    /// How the person was identified.
    #[serde(default)]
    pub identity: Vec<Texts>,
    /// Subject of the certificate.
    pub subject: String,
    /// Issuer of the certificate.
    pub issuer: String,
    /// SHA-256 (hex) of the certificate.
    pub fingerprint: String,
    /// The level it was validated at, such as `PAdES B-LTA`.
    pub level: String,
}

/// Finds an entry of the transparency log again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JournalPlace {
    /// Index of the entry, from zero.
    pub index: u64,
    /// Entries under the checkpoint.
    pub tree_size: u64,
    /// The checkpoint (a signed note), line by line as it was signed.
    pub checkpoint: String,
}

/// Describes one recorded part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedPart {
    /// What it is, as printed: track and time.
    pub name: String,
    /// SHA-256 (hex).
    pub sha256: String,
}

/// Says how the verification ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Everything holds.
    Valid,
    /// Something could not be determined.
    Indeterminate,
    /// Something does not hold.
    Invalid,
}

/// Renders a certificate as PDF/A-3a and PDF/UA-1 with its data attached as JSON. It has no signature fields.
///
/// # Errors
/// As for an agreement: a language that is not there, a text missing in one, a character that no font has.
pub fn render_certificate(certificate: &CertificateDocument) -> Result<Rendered, DocumentError> {
    let languages = certificate.languages.each_ref().map(String::as_str);
    let labels = labels(languages)?;
    check_texts(certificate, languages)?;
    let data = serde_json::json!({ "certificate": certificate, "labels": labels });
    typeset(Job {
        template: TEMPLATE,
        data: data.to_string().into_bytes(),
        date: certificate.created.to_typst()?,
        identifier: &certificate.document_sha256,
        standards: &[PdfStandard::A_3a, PdfStandard::Ua_1],
        tagged: true,
    })
}

fn check_texts(certificate: &CertificateDocument, languages: [&str; 2]) -> Result<(), DocumentError> {
    let mut check = Checker::new(fonts()?, languages);
    check.texts("kind", &certificate.kind)?;
    check.texts("title", &certificate.title)?;
    for (i, party) in certificate.parties.iter().enumerate() {
        check.texts(&format!("parties[{i}].name"), &party.name)?;
        check.text(&format!("parties[{i}].identifier"), &party.identifier)?;
        check.texts(&format!("parties[{i}].country"), &party.country)?;
    }
    for (i, act) in certificate.acts.iter().enumerate() {
        check_act(&mut check, &format!("acts[{i}]"), act)?;
    }
    for (i, reason) in certificate.reasons.iter().enumerate() {
        check.texts(&format!("reasons[{i}]"), reason)?;
    }
    for (i, part) in certificate.recordings.iter().enumerate() {
        check.text(&format!("recordings[{i}].name"), &part.name)?;
        check.text(&format!("recordings[{i}].sha256"), &part.sha256)?;
    }
    for (place, text) in [
        ("number", &certificate.number),
        ("frozen_sha256", &certificate.frozen_sha256),
        ("document_sha256", &certificate.document_sha256),
        ("journal.checkpoint", &certificate.journal.checkpoint),
        ("command", &certificate.command),
        ("issued", &certificate.issued),
    ] {
        check.text(place, text)?;
    }
    Ok(())
}

fn check_act(check: &mut Checker<'_>, place: &str, act: &CertifiedAct) -> Result<(), DocumentError> {
    let optional = [
        ("name", &act.name),
        ("organisation", &act.organisation),
        ("capacity", &act.capacity),
        ("method", &act.method),
    ];
    for (part, texts) in optional {
        if let Some(texts) = texts {
            check.texts(&format!("{place}.{part}"), texts)?;
        }
    }
    for (i, factor) in act.identity.iter().enumerate() {
        check.texts(&format!("{place}.identity[{i}]"), factor)?;
    }
    for (part, text) in [
        ("time", &act.time),
        ("subject", &act.subject),
        ("issuer", &act.issuer),
        ("fingerprint", &act.fingerprint),
        ("level", &act.level),
    ] {
        check.text(&format!("{place}.{part}"), text)?;
    }
    Ok(())
}
