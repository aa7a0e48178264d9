//! What the journal's entries tell of one agreement. Read loosely, as others would: only what evidence rests on.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use yunqian_signing::Digest;

use super::log::Entry;
use super::{Findings, shape};

/// The story of an agreement.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) agreement: String,
    pub(super) number: String,
    pub(super) title: Value,
    pub(super) places: Vec<Place>,
    pub(super) frozen: Option<Frozen>,
    pub(super) authorised: BTreeMap<String, Authorised>,
    /// In the order in which they were written.
    pub(super) sealed: Vec<Sealed>,
    pub(super) released: BTreeSet<String>,
    pub(super) signed: Option<Digest>,
    /// The newest archive comes last.
    pub(super) archived: Vec<Digest>,
    pub(super) attachments: BTreeSet<String>,
    /// Powers of attorney that delegates act under.
    powers: BTreeMap<String, String>,
    used_bindings: BTreeSet<Digest>,
    findings: Findings,
}

/// A place to sign.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Place {
    pub(super) id: String,
    #[serde(default)]
    pub(super) role: Role,
}

/// What is done at it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Role {
    #[default]
    Signatory,
    OrganisationSeal,
    Witness {
        of: String,
    },
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Frozen {
    pub(super) document: Digest,
    pub(super) pages: Vec<Digest>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Authorised {
    pub(super) binding: Digest,
    pub(super) proof: Digest,
    /// The power of attorney that stood then.
    #[serde(skip)]
    pub(super) power: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Sealed {
    pub(super) signatory: String,
    pub(super) revision: Digest,
    pub(super) certificate: Option<String>,
}

#[derive(Deserialize)]
struct Record {
    v: u32,
    events: Vec<BTreeMap<String, Value>>,
}

impl Told {
    /// Reads the events about one agreement.
    ///
    /// # Errors
    /// What can't be read.
    pub(super) fn read(entries: &[Entry<'_>], agreement: &str) -> Result<Self, String> {
        let mut told = Self {
            agreement: agreement.to_owned(),
            ..Self::default()
        };
        for entry in entries {
            let record = serde_json::from_slice(entry.bytes);
            let record: Record = record.map_err(|_| format!("entry {} can't be read", entry.index))?;
            if record.v != 1 {
                return Err(format!("entry {} is of an unknown form", entry.index));
            }
            for event in record.events.iter().filter_map(|event| event.get("agreement")) {
                told.take(event, entry.index)?;
            }
        }
        Ok(told)
    }

    fn take(&mut self, event: &Value, index: u64) -> Result<(), String> {
        let unreadable = || format!("entry {index} can't be read");
        let named = event.as_object().and_then(|event| event.iter().next());
        let (name, data) = named.ok_or_else(unreadable)?;
        let text = |key: &str| data.get(key).and_then(Value::as_str).map(str::to_owned);
        if text("id").as_deref() != Some(&self.agreement) {
            return Ok(());
        }
        match name.as_str() {
            "drafted" => self.draft(data).ok_or_else(unreadable)?,
            "frozen" => self.frozen = data.get("frozen").and_then(shape),
            "authorised" => {
                let signatory = text("signatory").ok_or_else(unreadable)?;
                let mut authorised: Authorised = data.get("authorisation").and_then(shape).ok_or_else(unreadable)?;
                authorised.power = self.powers.get(&signatory).cloned();
                if !self.used_bindings.insert(authorised.binding) {
                    self.findings.push(format!("entry {index} uses an authorisation again"));
                }
                self.authorised.insert(signatory, authorised);
            }
            "sealed" => self.sealed.push(shape(data).ok_or_else(unreadable)?),
            "released" => {
                let signatories: Vec<String> = data.get("signatories").and_then(shape).ok_or_else(unreadable)?;
                self.released.extend(signatories);
            }
            // Taken back before anything was sealed: authorisations lapse.
            "closed" => self.authorised.clear(),
            "signed" => self.signed = data.get("document").and_then(shape),
            "archived" => {
                let document = data.get("archive").and_then(|archive| archive.get("document"));
                self.archived.push(document.and_then(shape).ok_or_else(unreadable)?);
            }
            "delegated" => {
                let file = data.get("power_of_attorney").and_then(|file| file.get("digest"));
                let digest = file.and_then(Value::as_str).ok_or_else(unreadable)?;
                self.attachments.insert(digest.to_owned());
                self.powers
                    .insert(text("signatory").ok_or_else(unreadable)?, digest.to_owned());
            }
            "delegation_revoked" => {
                self.powers.remove(&text("signatory").ok_or_else(unreadable)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn draft(&mut self, data: &Value) -> Option<()> {
        let draft = data.get("draft")?;
        self.number = draft.get("number")?.as_str()?.to_owned();
        self.title = draft.get("title")?.clone();
        self.places = shape(draft.get("signatories")?)?;
        Some(())
    }

    /// Says what is missing or out of order.
    pub(super) fn check(&self) -> Findings {
        let mut findings = self.findings.clone();
        let mut need = |holds: bool, what: &str| {
            if !holds {
                findings.push(what.to_owned());
            }
        };
        need(!self.places.is_empty(), "the draft is missing");
        need(self.frozen.is_some(), "the frozen text is missing");
        need(self.signed.is_some(), "the agreement is not signed");
        let sealed: BTreeSet<&String> = self.sealed.iter().map(|sealed| &sealed.signatory).collect();
        need(
            sealed.len() == self.sealed.len(),
            "a signatory's signature was written twice",
        );
        let mut waiting = self
            .places
            .iter()
            .map(|place| &place.id)
            .filter(|place| !self.released.contains(*place));
        need(
            waiting.all(|place| sealed.contains(place)),
            "a signatory's signature is missing",
        );
        need(
            sealed.iter().all(|signatory| self.authorised.contains_key(*signatory)),
            "a signature has no authorisation",
        );
        findings
    }
}
