//! The certificate of completion: what the verifier finds in a bundle, set for people in the agreement's languages.

use anyhow::Context;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use yunqian_documents::{
    ActKind, CertificateDocument, CertifiedAct, JournalPlace, Party, RecordedPart, Texts, Verdict, render_certificate,
};
use yunqian_journal::Digest;
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_journal::note::Note;
use yunqian_session::agreement::{
    Agreement, AuthorisationMethod, Event as Signing, IdentityFactor, Signatory, SignatoryState,
};
use yunqian_session::recording::MediaManifest;
use yunqian_session::{AgreementId, Event, ObjectRef, State};
use yunqian_signing::{Kind, SignatureReport, UnixSeconds, inspect};

use super::verdict::{Outcome, Result as Judgement};
use super::{Parts, make, verify};
use crate::app::App;
use crate::signing::text::{calendar, country, host_zone, identifier, kind_key, label, organisation_name, texts_in};
use crate::signing::{field, typesetting_turn};

/// Makes the certificate of what `parts` prove.
///
/// # Errors
/// When the parts can't be read or a text can't be set, as where fonts are missing.
pub async fn certify(app: &App, id: AgreementId, parts: &Parts) -> anyhow::Result<Vec<u8>> {
    let (app, parts) = (app.clone(), parts.clone());
    let turn = typesetting_turn().await;
    let work = move || {
        let _turn = turn;
        let state = app.state();
        let agreement = state.agreements.get(&id).context("the agreement is gone")?;
        let described = describe(&app, &state, agreement, parts)?;
        anyhow::Ok(render_certificate(&described)?.pdf)
    };
    tokio::task::spawn_blocking(work).await?
}

fn describe(app: &App, state: &State, agreement: &Agreement, parts: Parts) -> anyhow::Result<CertificateDocument> {
    let now = Timestamp::now();
    let seconds = UnixSeconds(now.as_second().unsigned_abs());
    let report = inspect(&parts.document, app.signing.trust(), seconds)?;
    let zone = host_zone(state, agreement);
    let both = |make: &dyn Fn(&str) -> String| texts_in(&agreement.languages, make);
    let certified = Certified {
        app,
        state,
        agreement,
        zone: &zone,
    };
    let recordings = recordings(&parts, &zone)?;
    let journal = place(state, agreement, &parts.checkpoint)?;
    let (verdict, document) = judge(app, parts, now)?;
    let level = report.level().map_or_else(|| "—".to_owned(), |level| level.to_string());
    Ok(CertificateDocument {
        languages: agreement.languages.clone(),
        number: agreement.number.clone(),
        kind: both(&|language| label(language, kind_key(agreement.kind))),
        title: both(&|language| agreement.title.get(language).to_owned()),
        parties: certified.parties(),
        acts: report
            .signatures
            .iter()
            .map(|signature| certified.act(signature))
            .collect(),
        frozen_sha256: report.frozen.sha256.to_string(),
        document_sha256: document,
        journal,
        recordings,
        verdict,
        reasons: vec![both(&|language| format!("{}: PAdES {level}", label(language, "level")))],
        command: format!(
            "yunqian verify {} --trust trust.json",
            super::file_name(&agreement.number)
        ),
        issued: written(now, &zone),
        created: calendar(now.to_zoned(zone.clone()).date()),
        demonstration: app.config.demo,
    })
}

/// Judges a bundle of the parts as a stranger would; also says which document it is about.
fn judge(app: &App, parts: Parts, now: Timestamp) -> anyhow::Result<(Verdict, String)> {
    let anchors = parts.anchors.clone();
    let bundle = make(parts, app.log.signer(), now)?;
    let found = verify(&bundle, Some(&anchors), UnixSeconds(now.as_second().unsigned_abs()));
    let document = found.facts.document.context("there is no document")?.to_string();
    let failed = found.checks.iter().any(|line| line.outcome == Outcome::Failed);
    let verdict = match (found.result, failed) {
        // Who reads the certificate checks the bundle anew; a witness that is away may have seen the log by then.
        (Judgement::Valid | Judgement::ValidButUnwitnessed | Judgement::ValidByItsOwnAnchors, _) => Verdict::Valid,
        (Judgement::Invalid, true) => Verdict::Invalid,
        (Judgement::Invalid, false) => Verdict::Indeterminate,
    };
    Ok((verdict, document))
}

/// Names the media manifest by the time that it is about.
fn recordings(parts: &Parts, zone: &TimeZone) -> anyhow::Result<Vec<RecordedPart>> {
    let one = |media: &MediaManifest| {
        let sha256 = Digest::of(&serde_json::to_vec(media)?).to_string();
        let name = format!(
            "media.json: {} – {}",
            written(media.from, zone),
            written(media.to, zone)
        );
        anyhow::Ok(RecordedPart { name, sha256 })
    };
    parts.media.iter().map(one).collect()
}

/// Finds the entry of the last signature.
fn place(state: &State, agreement: &Agreement, checkpoint: &str) -> anyhow::Result<JournalPlace> {
    let history = state.history(&ObjectRef::Agreement(agreement.id));
    let sealed = history.filter(|happening| matches!(&happening.event, Event::Agreement(Signing::Sealed { .. })));
    let note: Note = checkpoint.parse()?;
    Ok(JournalPlace {
        index: sealed
            .map(|happening| happening.seq)
            .max()
            .context("nothing is sealed")?,
        tree_size: note.text().parse::<Checkpoint>()?.head.size,
        checkpoint: checkpoint.to_owned(),
    })
}

/// What acts are told with.
struct Certified<'a> {
    app: &'a App,
    state: &'a State,
    agreement: &'a Agreement,
    zone: &'a TimeZone,
}

impl Certified<'_> {
    fn both(&self, make: &dyn Fn(&str) -> String) -> Texts {
        texts_in(&self.agreement.languages, make)
    }

    fn parties(&self) -> Vec<Party> {
        let organisations = self
            .agreement
            .parties
            .iter()
            .filter_map(|id| self.state.organisations.get(id));
        let party = |organisation: &std::sync::Arc<yunqian_session::organisation::Organisation>| Party {
            name: self.both(&|language| organisation.name.get(language).to_owned()),
            identifier: identifier(organisation),
            country: self.both(&|language| country(language, &organisation.country)),
        };
        organisations.map(party).collect()
    }

    fn act(&self, signature: &SignatureReport) -> CertifiedAct {
        let mut signatories = self.agreement.signatories.iter();
        let signatory = signatories.find(|signatory| field(signatory.place.id) == signature.field);
        let unnamed = || "—".to_owned();
        CertifiedAct {
            kind: kind(signature),
            name: signatory.map(|signatory| self.name(signatory, signature)),
            organisation: signatory.map(|signatory| {
                self.both(&|language| {
                    organisation_name(self.state, signatory.place.organisation)
                        .get(language)
                        .to_owned()
                })
            }),
            capacity: signatory
                .map(|signatory| self.both(&|language| signatory.place.capacity.get(language).to_owned())),
            time: signature
                .timestamped_at
                .and_then(|at| self.time(at))
                .unwrap_or_else(unnamed),
            method: signatory
                .and_then(method)
                .map(|key| self.both(&|language| label(language, key))),
            identity: signatory.map_or_else(Vec::new, |signatory| self.identity(signatory)),
            subject: subject(signature),
            issuer: format!("CN={}", signature.issuer.as_deref().unwrap_or("—")),
            fingerprint: signature
                .certificate_sha256
                .map_or_else(unnamed, |digest| digest.to_string()),
            level: match signature.level {
                Some(level) => format!("PAdES {level}"),
                None => unnamed(),
            },
        }
    }

    /// Names who acted; by the certificate where the name was erased.
    fn name(&self, signatory: &Signatory, signature: &SignatureReport) -> Texts {
        let name = self.app.people.name(signatory.acting_person());
        let signer = signature.signer.clone().unwrap_or_else(|| "—".to_owned());
        self.both(&|language| match name.get(language) {
            "" => signer.clone(),
            name => name.to_owned(),
        })
    }

    /// Tells what confirmed who signed, besides the key, until it authorised.
    fn identity(&self, signatory: &Signatory) -> Vec<Texts> {
        let SignatoryState::Sealed { authorised_at, .. } = &signatory.state else {
            return Vec::new();
        };
        let stood = signatory
            .factors
            .iter()
            .filter(|factor| factor.confirmed_at <= *authorised_at);
        let told = stood.map(|confirmed| {
            let key = match confirmed.factor {
                IdentityFactor::Code => "identity_code",
                IdentityFactor::OnCamera { .. } => "identity_on_camera",
            };
            let at = written(confirmed.confirmed_at, self.zone);
            self.both(&|language| format!("{} ({at})", label(language, key)))
        });
        told.collect()
    }

    fn time(&self, at: UnixSeconds) -> Option<String> {
        let at = Timestamp::from_second(at.0.cast_signed()).ok()?;
        Some(written(at, self.zone))
    }
}

fn kind(signature: &SignatureReport) -> ActKind {
    match (signature.kind, signature.purpose.as_deref()) {
        (Kind::DocumentTimestamp, _) => ActKind::Timestamp,
        (Kind::PlatformSeal, _) => ActKind::PlatformSeal,
        (Kind::Signature, Some("seal-for-organisation")) => ActKind::Seal,
        (Kind::Signature, Some("attest-signature")) => ActKind::Witness,
        (Kind::Signature, _) => ActKind::Signature,
    }
}

fn method(signatory: &Signatory) -> Option<&'static str> {
    let SignatoryState::Sealed { authorisation, .. } = &signatory.state else {
        return None;
    };
    match authorisation.method {
        AuthorisationMethod::Passkey => Some("method_passkey"),
        AuthorisationMethod::DeviceKey => Some("method_device_key"),
        AuthorisationMethod::Simulated => None,
    }
}

fn subject(signature: &SignatureReport) -> String {
    let parts = [("CN", &signature.signer), ("O", &signature.organisation)];
    let named = parts
        .into_iter()
        .filter_map(|(key, value)| Some(format!("{key}={}", value.as_ref()?)));
    named.collect::<Vec<_>>().join(", ")
}

/// Writes a moment with its distance from UTC.
fn written(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%Y-%m-%d %H:%M:%S UTC%:z")
        .to_string()
}
