//! A small ceremony: an authority, a frozen agreement, signatories with software passkeys.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use der::Encode as _;
use lopdf::{Dictionary, Object, Stream};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, Signature, SigningKey};
use yunqian_signing::{
    Authorisation, Authority, AuthoritySeed, Binding, Certificate, Consent, Digest, Document, Frozen, ManagedKey,
    Particulars, Purpose, Revocation, Sealed, SignatureField, SignerKey, SignerSubject, SigningError,
    TimestampAuthority, Timestamping, UnixSeconds, ValidationMaterial, Validity, VerifiedAuthorisation, inspect,
    prepare, verify_authorisation,
};

pub const RP_ID: &str = "localhost";
pub const ORIGIN: &str = "http://localhost:8080";

/// A moment that tests agree on.
pub const NOW: UnixSeconds = UnixSeconds(1_795_312_345);

pub fn now() -> UnixSeconds {
    UnixSeconds(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs())
}

pub fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn fields() -> Vec<SignatureField> {
    let places: Vec<serde_json::Value> = serde_json::from_slice(&fixture("fields.json")).unwrap();
    let number = |place: &serde_json::Value, key: &str| place[key].as_f64().unwrap();
    places
        .iter()
        .map(|place| SignatureField {
            name: place["field"].as_str().unwrap().to_owned(),
            page: usize::try_from(place["page"].as_u64().unwrap()).unwrap(),
            x: number(place, "x"),
            y: number(place, "y"),
            width: number(place, "width"),
            height: number(place, "height"),
        })
        .collect()
}

pub fn frozen() -> Frozen {
    prepare(&agreement(), &fields()).unwrap()
}

/// The agreement, its page's sides such that everybody writes them alike: a forger's other spelling would give it away.
pub fn agreement() -> Vec<u8> {
    let mut pdf = fixture("agreement.pdf");
    for (side, plain) in [(b"595.2756", b"595.5000"), (b"841.8898", b"841.5000")] {
        while let Some(at) = pdf.windows(side.len()).position(|window| window == side) {
            pdf[at..at + side.len()].copy_from_slice(plain);
        }
    }
    pdf
}

pub fn authority(now: UnixSeconds) -> Authority {
    let seed = AuthoritySeed {
        keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 32]),
        serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 16]),
    };
    Authority::generate(&seed, "http://localhost:8080/pki", now).unwrap()
}

/// A signatory with a passkey in software.
pub struct Signatory {
    pub id: &'static str,
    pub field: &'static str,
    pub name: &'static str,
    passkey: SigningKey,
}

pub fn wang() -> Signatory {
    Signatory {
        id: "person-wang",
        field: "party-a",
        name: "王小明 Wang Xiaoming",
        passkey: SigningKey::from_slice(&[7; 32]).unwrap(),
    }
}

pub fn petersen() -> Signatory {
    Signatory {
        id: "person-petersen",
        field: "party-b",
        name: "Anna Petersen",
        passkey: SigningKey::from_slice(&[8; 32]).unwrap(),
    }
}

impl Signatory {
    pub fn public_key(&self) -> SignerKey {
        let point = self.passkey.verifying_key().to_sec1_point(false);
        SignerKey::from_sec1(point.as_bytes()).unwrap()
    }

    pub fn binding(&self, frozen: &Frozen, now: UnixSeconds) -> Binding {
        Binding {
            act_id: Some("act-7".to_owned()),
            agreement_id: "agreement-118".to_owned(),
            attested_revision_sha256: None,
            attested_signer_id: None,
            ceremony_id: Some("ceremony-1".to_owned()),
            certificate_sha256: None,
            consent: Consent {
                language: "zh".to_owned(),
                text: "我已阅读并同意签署本文件。".to_owned(),
            },
            document_sha256: frozen.digest,
            expires_at: UnixSeconds(now.0 + 300),
            field: self.field.to_owned(),
            issued_at: now,
            nonce: hex::encode(Digest::of(self.id.as_bytes()).as_bytes()),
            pages_sha256: frozen.pages.clone(),
            power_of_attorney_sha256: None,
            purpose: Purpose::SignAgreement,
            signer_id: self.id.to_owned(),
            version: Binding::VERSION,
        }
    }

    pub fn passkey_answer(&self, binding: &Binding) -> Authorisation {
        self.passkey_answer_with(&binding.challenge(), RP_ID, ORIGIN, 0x05)
    }

    pub fn passkey_answer_with(&self, challenge: &Digest, rp_id: &str, origin: &str, flags: u8) -> Authorisation {
        let challenge = URL_SAFE_NO_PAD.encode(challenge.as_bytes());
        let client_data_json =
            format!(r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#)
                .into_bytes();
        let authenticator_data = [Digest::of(rp_id.as_bytes()).as_bytes().as_slice(), &[flags, 0, 0, 0, 1]].concat();
        let signed = [authenticator_data.as_slice(), Digest::of(&client_data_json).as_bytes()].concat();
        let signature: DerSignature = self.passkey.sign(&signed);
        Authorisation::Passkey {
            authenticator_data,
            client_data_json,
            signature: signature.as_bytes().to_vec(),
        }
    }

    pub fn device_key_answer(&self, binding: &Binding) -> Authorisation {
        let signature: Signature = self.passkey.sign(&binding.canonical_bytes());
        Authorisation::DeviceKey {
            signature: signature.to_bytes().to_vec(),
        }
    }

    pub fn verified(&self, binding: &Binding, now: UnixSeconds) -> VerifiedAuthorisation {
        verify_authorisation(
            binding,
            &self.passkey_answer(binding),
            &self.public_key(),
            RP_ID,
            &[ORIGIN],
            now,
        )
        .unwrap()
    }

    pub fn managed_key(&self) -> ManagedKey {
        ManagedKey::from_seed(self.id, *Digest::of(self.id.as_bytes()).as_bytes())
    }

    /// Signs the latest revision as this signatory, on the authority's own TSA.
    pub fn seal(
        &self,
        authority: &Authority,
        frozen: &Frozen,
        pdf: &[u8],
        now: UnixSeconds,
    ) -> Result<Signed, SigningError> {
        let [first, second] = authority.tsas(now, [[9; 16], [10; 16]]);
        self.seal_with(authority, frozen, pdf, now, &[&first, &second])
    }

    pub fn seal_with(
        &self,
        authority: &Authority,
        frozen: &Frozen,
        pdf: &[u8],
        now: UnixSeconds,
        tsas: &[&dyn TimestampAuthority],
    ) -> Result<Signed, SigningError> {
        let chain = self.chain(authority, now)?;
        let mark = fixture("mark.pdf");
        let particulars = self.particulars(&chain, &mark, now);
        let trust = authority.trust();
        let mut document = Document::open(pdf.to_vec(), &trust, now)?;
        let timestamping = Timestamping {
            authorities: tsas,
            trust: &trust,
            nonce: [5; 16],
        };
        let key = self.managed_key();
        let released = key.release(self.verified(&self.binding(frozen, now), now)).unwrap();
        let sealed = document.seal(&released, &particulars, &timestamping)?;
        Ok(Signed {
            sealed,
            pdf: document.into_bytes(),
        })
    }

    pub fn chain(&self, authority: &Authority, now: UnixSeconds) -> Result<Vec<Certificate>, SigningError> {
        let subject = SignerSubject {
            name: self.name.to_owned(),
            organisation: "雄安绿能管理委员会".to_owned(),
            country: "CN".to_owned(),
        };
        let validity = Validity {
            from: now,
            until: now.plus_days(1),
        };
        let serial = Digest::of(self.id.as_bytes()).as_bytes()[..16].try_into().unwrap();
        authority.issue(&subject, &self.managed_key().public_key(), validity, serial)
    }

    pub fn particulars<'a>(&'a self, chain: &'a [Certificate], mark: &'a [u8], now: UnixSeconds) -> Particulars<'a> {
        Particulars {
            chain,
            appearance: Some(mark),
            name: self.name,
            reason: "同意签署 ) /JS (app.alert(1)) Agreed",
            location: "石家庄 Shijiazhuang",
            now,
        }
    }
}

/// A document with one more signature.
#[derive(Debug, PartialEq, Eq)]
pub struct Signed {
    pub sealed: Sealed,
    pub pdf: Vec<u8>,
}

/// Signs as both signatories; returns the authority and every stage of the file.
pub fn signed_by_both(now: UnixSeconds) -> (Authority, Frozen, Vec<u8>, Vec<u8>) {
    let authority = authority(now);
    let frozen = frozen();
    let once = wang().seal(&authority, &frozen, &frozen.pdf, now).unwrap();
    let twice = petersen().seal(&authority, &frozen, &once.pdf, now).unwrap();
    (authority, frozen, once.pdf, twice.pdf)
}

/// A one-page PDF whose catalog a test may spoil.
pub fn pdf_with(change: impl FnOnce(&mut lopdf::Document, &mut Dictionary)) -> Vec<u8> {
    let mut document = lopdf::Document::with_version("1.7");
    let content = document.add_object(Stream::new(Dictionary::new(), b"BT ET".to_vec()));
    let pages = document.new_object_id();
    let mut page = Dictionary::new();
    page.set("Type", "Page");
    page.set("Parent", Object::Reference(pages));
    page.set("Contents", Object::Reference(content));
    let page = document.add_object(page);
    let mut tree = Dictionary::new();
    tree.set("Type", "Pages");
    tree.set("Kids", vec![Object::Reference(page)]);
    tree.set("Count", 1);
    tree.set("MediaBox", vec![0.into(), 0.into(), 595.into(), 842.into()]);
    document.objects.insert(pages, Object::Dictionary(tree));
    let mut catalog = Dictionary::new();
    catalog.set("Type", "Catalog");
    catalog.set("Pages", Object::Reference(pages));
    change(&mut document, &mut catalog);
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", Object::Reference(catalog));
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// An action of a kind.
pub fn action(kind: &str) -> Dictionary {
    let mut action = Dictionary::new();
    action.set("S", Object::Name(kind.as_bytes().to_vec()));
    action
}

/// Closes a signed document with the platform's seal and brings it to B-LTA.
pub fn closed_and_archived(authority: &Authority, pdf: &[u8], now: UnixSeconds) -> Vec<u8> {
    let trust = authority.trust();
    let [first, second] = authority.tsas(now, [[11; 16], [12; 16]]);
    let timestamping = Timestamping {
        authorities: &[&first, &second],
        trust: &trust,
        nonce: [6; 16],
    };
    let mut document = Document::open(pdf.to_vec(), &trust, now).unwrap();
    let (key, chain) = authority.seal();
    let particulars = Particulars {
        chain: &chain,
        appearance: None,
        name: "云签",
        reason: "签署完毕 Completed",
        location: "",
        now,
    };
    document.close(key, &particulars, &timestamping).unwrap();
    archived(authority, document.bytes(), now)
}

/// Adds the material that a document needs and a document timestamp.
pub fn archived(authority: &Authority, pdf: &[u8], now: UnixSeconds) -> Vec<u8> {
    let trust = authority.trust();
    let [first, second] = authority.tsas(now, [[13; 16], [14; 16]]);
    let timestamping = Timestamping {
        authorities: &[&first, &second],
        trust: &trust,
        nonce: [7; 16],
    };
    let material = material(authority, pdf, now, &[]);
    let mut document = Document::open(pdf.to_vec(), &trust, now).unwrap();
    document.archive(&material, now, &timestamping).unwrap();
    document.into_bytes()
}

/// Gathers what a document needs from the authority itself, which has revoked `revoked`.
pub fn material(
    authority: &Authority,
    pdf: &[u8],
    now: UnixSeconds,
    revoked: &[(Vec<u8>, Revocation)],
) -> ValidationMaterial {
    let report = inspect(pdf, &authority.trust(), now).unwrap();
    let known = |serial: &[u8]| Some(revoked.iter().find(|(other, _)| other == serial).map(|(_, r)| *r));
    let needed = report.status_needed();
    let [root, _] = authority.certificates();
    ValidationMaterial {
        certificates: needed
            .iter()
            .flat_map(|needed| [&needed.certificate, &needed.issuer])
            .map(|certificate| certificate.to_der().unwrap())
            .collect(),
        ocsp: needed
            .iter()
            .filter(|needed| &needed.issuer != root)
            .map(|needed| authority.ocsp(&needed.ocsp_request().unwrap(), now, &known).unwrap())
            .collect(),
        lists: match needed.iter().any(|needed| &needed.issuer == root) {
            true => vec![
                authority.root_list(now).unwrap(),
                authority.issuing_list(revoked, now).unwrap(),
            ],
            false => Vec::new(),
        },
    }
}
