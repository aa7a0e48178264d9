//! What the journal's entries tell of one agreement. Read loosely, as others would: only what evidence rests on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use yunqian_signing::Digest;

use super::log::Entry;
use super::{Findings, moment, shape};
use crate::evidence::verdict::Factor;

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
    /// Who acts in whose place.
    delegates: BTreeMap<String, String>,
    /// What confirmed who acts, the latest of each kind.
    factors: BTreeMap<String, Vec<Factor>>,
    used_bindings: BTreeSet<Digest>,
    findings: Findings,
}

/// A place to sign.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Place {
    pub(super) id: String,
    #[serde(default)]
    person: Option<Value>,
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
    /// With what, in the record's words.
    #[serde(default)]
    method: Value,
    /// When.
    #[serde(skip)]
    pub(super) at: Option<Timestamp>,
    /// Who acted.
    #[serde(skip)]
    pub(super) person: Option<String>,
    /// What had confirmed that by then.
    #[serde(skip)]
    pub(super) factors: Vec<Factor>,
    /// The power of attorney that stood then.
    #[serde(skip)]
    pub(super) power: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Sealed {
    pub(super) signatory: String,
    pub(super) revision: Digest,
    pub(super) certificate: Option<String>,
    /// When it was written.
    #[serde(skip)]
    pub(super) at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Record {
    v: u32,
    #[serde(default)]
    at: Value,
    events: Vec<BTreeMap<String, Value>>,
}

impl Authorised {
    pub(super) fn method(&self) -> Option<&str> {
        self.method.as_str()
    }
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
            let at = record.at.as_str().and_then(moment::read);
            for event in record.events.iter().filter_map(|event| event.get("agreement")) {
                told.take(event, entry.index, at)?;
            }
        }
        Ok(told)
    }

    fn take(&mut self, event: &Value, index: u64, at: Option<Timestamp>) -> Result<(), String> {
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
                authorised.at = at;
                authorised.person = self.acting(&signatory);
                authorised.factors = self.factors.get(&signatory).cloned().unwrap_or_default();
                if !self.used_bindings.insert(authorised.binding) {
                    self.findings.push(format!("entry {index} uses an authorisation again"));
                }
                self.authorised.insert(signatory, authorised);
            }
            "sealed" => {
                let sealed: Sealed = shape(data).ok_or_else(unreadable)?;
                self.sealed.push(Sealed { at, ..sealed });
            }
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
                let signatory = text("signatory").ok_or_else(unreadable)?;
                self.delegate(signatory, data).ok_or_else(unreadable)?;
            }
            "delegation_revoked" => {
                let signatory = text("signatory").ok_or_else(unreadable)?;
                self.powers.remove(&signatory);
                self.delegates.remove(&signatory);
                self.factors.remove(&signatory);
            }
            "identity_confirmed" => {
                let signatory = text("signatory").ok_or_else(unreadable)?;
                self.confirm(signatory, data, at).ok_or_else(unreadable)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Another acts; what confirmed whoever acted before no longer stands.
    fn delegate(&mut self, signatory: String, data: &Value) -> Option<()> {
        let digest = data.get("power_of_attorney")?.get("digest")?.as_str()?.to_owned();
        self.attachments.insert(digest.clone());
        self.powers.insert(signatory.clone(), digest);
        self.factors.remove(&signatory);
        if let Some(delegate) = data.get("delegate").and_then(Value::as_str) {
            self.delegates.insert(signatory, delegate.to_owned());
        }
        Some(())
    }

    fn confirm(&mut self, signatory: String, data: &Value, at: Option<Timestamp>) -> Option<()> {
        let factor = data.get("factor")?;
        let confirmed = Factor {
            kind: factor.get("kind")?.as_str()?.to_owned(),
            at: at?.as_second(),
            by: factor.get("by").and_then(Value::as_str).map(str::to_owned),
        };
        let factors = self.factors.entry(signatory).or_default();
        factors.retain(|known| known.kind != confirmed.kind);
        factors.push(confirmed);
        Some(())
    }

    /// Names who acts at a place.
    fn acting(&self, signatory: &str) -> Option<String> {
        let own = || {
            self.places
                .iter()
                .find(|place| place.id == signatory)?
                .person
                .as_ref()?
                .as_str()
        };
        self.delegates
            .get(signatory)
            .map(String::as_str)
            .or_else(own)
            .map(str::to_owned)
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
