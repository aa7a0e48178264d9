//! Documents as they are signed here, with true keys, to be changed.

mod edit;

use std::sync::LazyLock;

use yunqian_signing::{
    Authorisation, Authority, AuthoritySeed, Binding, Certificate, Consent, Digest, Document, Frozen, ManagedKey,
    Particulars, PrivateKey, Purpose, SignatureField, SignerKey, SignerSubject, SoftwareKey, Timestamping, Trust,
    UnixSeconds, ValidationMaterial, Validity, inspect, prepare, public_key_der, timestamp, verify_authorisation,
};

pub use edit::edited;

/// The moment of it all.
pub const NOW: UnixSeconds = UnixSeconds(1_795_312_345);
const AGREEMENT: &[u8] = include_bytes!("../../../crates/signing/tests/fixtures/agreement.pdf");
const FIELD: &str = "party-a";

/// What was signed.
pub struct Signed {
    /// By one signatory, sealed, with validation material and a document timestamp.
    pub pdf: Vec<u8>,
    /// A token about [`TOLD`].
    pub token: Vec<u8>,
    /// Whom to trust.
    pub trust: Trust,
}

/// What the token is about.
pub const TOLD: &[u8] = b"told";

/// Signed once, when it is needed first.
pub static SIGNED: LazyLock<Signed> = LazyLock::new(sign);

fn sign() -> Signed {
    let seed = AuthoritySeed {
        keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 32]),
        serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 16]),
    };
    let authority = Authority::generate(&seed, "http://localhost/pki", NOW).expect("seeds make an authority");
    let trust = authority.trust();
    let [first, second] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let timestamping = Timestamping {
        authorities: &[&first, &second],
        trust: &trust,
        nonce: [5; 16],
    };
    let frozen = prepare(AGREEMENT, &[field()]).expect("the agreement can be signed");
    let key = ManagedKey::from_seed("signatory", [8; 32]);
    let subject = SignerSubject {
        name: "A".to_owned(),
        organisation: "B".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: NOW,
        until: NOW.plus_days(1),
    };
    let chain = authority.issue(&subject, &key.public_key(), validity, [4; 16]);
    let chain = chain.expect("an authority issues certificates");
    let mut document = Document::open(frozen.pdf.clone(), &trust, NOW).expect("it is a document");
    let released = key
        .release(authorised(&frozen))
        .expect("it is this signatory's authorisation");
    document
        .seal(&released, &particulars(&chain), &timestamping)
        .expect("it is signed");
    let (seal, seal_chain) = authority.seal();
    document
        .close(seal, &particulars(&seal_chain), &timestamping)
        .expect("it is sealed");
    let material = material(&authority, document.bytes());
    document.archive(&material, NOW, &timestamping).expect("it is archived");
    let token = timestamp(Digest::of(TOLD), [6; 16], NOW, &[&first], &trust).expect("an authority stamps");
    Signed {
        pdf: document.into_bytes(),
        token: token.token,
        trust,
    }
}

fn particulars(chain: &[Certificate]) -> Particulars<'_> {
    Particulars {
        chain,
        appearance: None,
        name: "A",
        reason: "Agreed",
        location: "",
        now: NOW,
    }
}

fn field() -> SignatureField {
    SignatureField {
        name: FIELD.to_owned(),
        page: 1,
        x: 50.0,
        y: 40.0,
        width: 226.0,
        height: 84.0,
    }
}

fn authorised(frozen: &Frozen) -> yunqian_signing::VerifiedAuthorisation {
    let device = SoftwareKey::from_seed([7; 32]);
    let binding = Binding {
        act_id: None,
        agreement_id: "agreement".to_owned(),
        attested_revision_sha256: None,
        attested_signer_id: None,
        ceremony_id: None,
        certificate_sha256: None,
        consent: Consent {
            language: "en".to_owned(),
            text: "I agree.".to_owned(),
        },
        document_sha256: frozen.digest,
        expires_at: UnixSeconds(NOW.0 + 60),
        field: FIELD.to_owned(),
        issued_at: NOW,
        nonce: "01".to_owned(),
        pages_sha256: frozen.pages.clone(),
        power_of_attorney_sha256: None,
        purpose: Purpose::SignAgreement,
        signer_id: "signatory".to_owned(),
        version: Binding::VERSION,
    };
    let der = device.sign(&binding.canonical_bytes()).expect("a key signs");
    let answer = Authorisation::DeviceKey { signature: raw(&der) };
    let spki = public_key_der(&device).expect("a key has a public half");
    let key = SignerKey::from_spki(&spki).expect("it is one of P-256");
    verify_authorisation(&binding, &answer, &key, "localhost", &[], NOW).expect("it was signed by that key")
}

/// Turns `SEQUENCE { INTEGER r, INTEGER s }` into 64 bytes.
fn raw(der: &[u8]) -> Vec<u8> {
    let mut rest = &der[2..];
    let mut out = Vec::new();
    for _ in 0..2 {
        let length = usize::from(rest[1]);
        let number = &rest[2..2 + length];
        let number = &number[number.len().saturating_sub(32)..];
        out.resize(out.len() + 32 - number.len(), 0);
        out.extend_from_slice(number);
        rest = &rest[2 + length..];
    }
    out
}

fn material(authority: &Authority, pdf: &[u8]) -> ValidationMaterial {
    let report = inspect(pdf, &authority.trust(), NOW).expect("it can be read");
    let [root, _] = authority.certificates();
    let needed = report.status_needed();
    let good = |_: &[u8]| Some(None);
    ValidationMaterial {
        certificates: Vec::new(),
        ocsp: needed
            .iter()
            .filter(|needed| &needed.issuer != root)
            .map(|needed| {
                let question = needed.ocsp_request().expect("a certificate can be asked about");
                authority.ocsp(&question, NOW, &good).expect("its authority answers")
            })
            .collect(),
        lists: vec![
            authority.root_list(NOW).expect("the root lists"),
            authority.issuing_list(&[], NOW).expect("the issuer lists"),
        ],
    }
}
