//! What the journal's entries tell of one agreement. Read loosely, as others would: only what evidence rests on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use yunqian_signing::Digest;

use super::log::Entry;
use super::{Findings, MAX_SKEW_S, json, moment, shape};
use crate::evidence::verdict::{Factor, Revoked};

/// What may still be told of an agreement that is signed.
const AFTER_SIGNED: [&str; 5] = ["archived", "followed", "certificate_revoked", "held", "hold_lifted"];

/// The story of an agreement.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) agreement: String,
    pub(super) number: String,
    pub(super) title: Value,
    /// The two languages of the text.
    pub(super) languages: Vec<String>,
    pub(super) places: Vec<Place>,
    quorums: Vec<Quorum>,
    is_drafted: bool,
    pub(super) frozen: Option<Frozen>,
    pub(super) authorised: BTreeMap<String, Authorised>,
    /// In the order in which they were written.
    pub(super) sealed: Vec<Sealed>,
    released: BTreeSet<String>,
    declined: BTreeSet<String>,
    is_signed: bool,
    pub(super) signed: Option<Digest>,
    /// The newest archive comes last.
    pub(super) archived: Vec<Digest>,
    pub(super) attachments: BTreeSet<String>,
    pub(super) revoked: Vec<Revoked>,
    /// Powers of attorney that delegates act under.
    powers: BTreeMap<String, String>,
    /// Who acts in whose place.
    delegates: BTreeMap<String, String>,
    /// What confirmed who acts, the latest of each kind.
    factors: BTreeMap<String, Vec<Factor>>,
    used_bindings: BTreeSet<Digest>,
    /// The latest time that an entry told.
    latest_s: Option<i64>,
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
    #[serde(default = "first_group")]
    group: u8,
}

fn first_group() -> u8 {
    1
}

/// How many of a group are enough.
#[derive(Debug, Clone, Deserialize)]
struct Quorum {
    group: u8,
    needed: u8,
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
    events: Vec<serde_json::Map<String, Value>>,
}

impl Place {
    /// Says whether it is a group's, and no witness's.
    fn signs_in(&self, group: u8) -> bool {
        self.group == group && !matches!(self.role, Role::Witness { .. })
    }
}

impl Authorised {
    pub(super) fn method(&self) -> Option<&str> {
        self.method.as_str()
    }
}

/// Returns the one key of an object, and its value.
fn only(object: &serde_json::Map<String, Value>) -> Option<(&String, &Value)> {
    object.iter().next().filter(|_| object.len() == 1)
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
            let unreadable = || format!("entry {} can't be read", entry.index);
            let record: Record = json::read_as(entry.bytes).ok_or_else(unreadable)?;
            if record.v != 1 {
                return Err(format!("entry {} is of an unknown form", entry.index));
            }
            let at = record.at.as_str().and_then(moment::read);
            for event in &record.events {
                let (aggregate, event) = only(event).ok_or_else(unreadable)?;
                if aggregate == "agreement" {
                    told.take(event, entry.index, at)?;
                }
            }
        }
        Ok(told)
    }

    fn take(&mut self, event: &Value, index: u64, at: Option<Timestamp>) -> Result<(), String> {
        let unreadable = || format!("entry {index} can't be read");
        let (name, data) = event.as_object().and_then(only).ok_or_else(unreadable)?;
        let text = |key: &str| data.get(key).and_then(Value::as_str).map(str::to_owned);
        if text("id").as_deref() != Some(&self.agreement) {
            return Ok(());
        }
        let signatory = text("signatory");
        let out_of_turn = self.out_of_turn(name, signatory.as_deref());
        self.findings
            .extend(out_of_turn.map(|wrong| format!("entry {index}: {name} {wrong}")));
        self.take_time(index, at);
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
                self.released.extend(signatories.iter().cloned());
                if !signatories.iter().all(|place| self.may_be_released(place)) {
                    self.findings.push(format!("entry {index} releases one who is needed"));
                }
            }
            "declined" => self.declined.extend(signatory),
            "certificate_revoked" => self.revoked.push(Revoked {
                signatory: signatory.ok_or_else(unreadable)?,
                at: at.ok_or_else(unreadable)?.as_second(),
                reason: text("reason"),
            }),
            // Taken back before anything was sealed: authorisations lapse.
            "closed" => self.authorised.clear(),
            "signed" => {
                self.is_signed = true;
                self.signed = data.get("document").and_then(shape);
            }
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
            "identity_lapsed" => {
                self.factors.remove(&signatory.ok_or_else(unreadable)?);
            }
            "identity_confirmed" => {
                let signatory = text("signatory").ok_or_else(unreadable)?;
                self.confirm(signatory, data, at).ok_or_else(unreadable)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Says what is wrong with an event's place in the story.
    fn out_of_turn(&self, name: &str, signatory: Option<&str>) -> Option<&'static str> {
        let of_place = || signatory.unwrap_or_default();
        let no_longer_signs = || self.is_out(of_place()) || self.is_sealed(of_place());
        match name {
            "voided" | "expired" => Some("ends the agreement without a signature"),
            _ if self.is_signed && !AFTER_SIGNED.contains(&name) => Some("comes after the agreement was signed"),
            "drafted" => self.is_drafted.then_some("comes a second time"),
            _ if !self.is_drafted => Some("comes before the draft"),
            "frozen" => self.frozen.is_some().then_some("comes a second time"),
            "authorised" | "sealed" | "signed" if self.frozen.is_none() => Some("comes before the text was frozen"),
            "authorised" | "sealed" if no_longer_signs() => Some("is of one who no longer signs"),
            "sealed" if !self.authorised.contains_key(of_place()) => Some("comes before its authorisation"),
            "signed" if self.sealed.is_empty() => Some("comes before any signature"),
            "archived" | "followed" if !self.is_signed => Some("comes before the agreement was signed"),
            _ => None,
        }
    }

    /// The server's clock may be set, but not far.
    fn take_time(&mut self, index: u64, at: Option<Timestamp>) {
        let Some(at) = at.map(Timestamp::as_second) else {
            return self.findings.push(format!("entry {index} doesn't say when"));
        };
        if self
            .latest_s
            .is_some_and(|latest| at + MAX_SKEW_S.cast_signed() < latest)
        {
            self.findings
                .push(format!("entry {index} is older than what comes before it"));
        }
        self.latest_s = self.latest_s.max(Some(at));
    }

    fn is_sealed(&self, signatory: &str) -> bool {
        self.sealed.iter().any(|sealed| sealed.signatory == signatory)
    }

    /// Says whether somebody refused, or is not needed.
    fn is_out(&self, signatory: &str) -> bool {
        self.released.contains(signatory) || self.declined.contains(signatory)
    }

    /// Says whether as many of a group signed as must.
    fn has_enough(&self, group: u8) -> bool {
        let signing = self.places.iter().filter(|place| place.signs_in(group));
        let quorum = self.quorums.iter().find(|quorum| quorum.group == group);
        let needed = quorum.map_or_else(|| signing.clone().count(), |quorum| usize::from(quorum.needed).max(1));
        signing.filter(|place| self.is_sealed(&place.id)).count() >= needed
    }

    /// A signatory is not needed once enough of its group signed, a witness once whom it attests won't.
    fn may_be_released(&self, signatory: &str) -> bool {
        let place = self.places.iter().find(|place| place.id == signatory);
        place.is_some_and(|place| match &place.role {
            Role::Witness { of } => self.is_out(of),
            _ => self.has_enough(place.group) && !self.is_sealed(signatory),
        })
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
        self.languages = shape::<[String; 2]>(draft.get("languages")?)?.into();
        self.quorums = draft.get("quorums").map_or(Some(Vec::new()), shape)?;
        self.is_drafted = true;
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
        let spared = |place: &Place| {
            let refused = self.declined.contains(&place.id) && place.signs_in(place.group);
            self.released.contains(&place.id) || (refused && self.has_enough(place.group))
        };
        need(
            self.places
                .iter()
                .all(|place| sealed.contains(&place.id) || spared(place)),
            "a signatory's signature is missing",
        );
        need(
            sealed.iter().all(|signatory| self.authorised.contains_key(*signatory)),
            "a signature has no authorisation",
        );
        findings
    }
}
