//! A small instance in memory: authority, log, two signatories, one signed agreement.

use std::collections::BTreeMap;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_journal::merkle::{leaf_hash, node_hash};
use yunqian_journal::note::{Kind, Note, Signer};
use yunqian_journal::{Digest, Head};
use yunqian_signing::{
    Authorisation, Authority, AuthoritySeed, Binding, Certificate, Consent, Document, Frozen, ManagedKey, Particulars,
    PrivateKey, Purpose, SignatureField, SignerKey, SignerSubject, SoftwareKey, Timestamping, UnixSeconds,
    ValidationMaterial, Validity, certificate_der, inspect, prepare, timestamp, verify_authorisation,
};

use crate::evidence::container::{self, Files};
use crate::evidence::manifest::{MANIFEST, Manifest};
use crate::evidence::trust::{Anchors, Site};
use crate::evidence::{Parts, Stamped, make};
use crate::signing::Proof;

pub const NOW: UnixSeconds = UnixSeconds(1_795_312_345);
pub const AGREEMENT: &str = "0199d2f0-0000-7000-8000-000000000007";
pub const PLACES: [&str; 2] = [
    "0199d2f0-0000-7000-8000-0000000000a1",
    "0199d2f0-0000-7000-8000-0000000000a2",
];
pub const HOST: &str = "0199d2f0-0000-7000-8000-0000000000b1";
const ORIGIN: &str = "https://fair.example";
const LOG: &str = "fair.example/log";

/// Everything needed for a bundle; tests change a part and make it again.
#[derive(Clone)]
pub struct Maker {
    pub authority: Rc<Authority>,
    pub log: Rc<Signer>,
    /// Who cosigns checkpoints; the anchors name the witness whatever it does.
    pub cosigners: Vec<Rc<Signer>>,
    pub frozen: Frozen,
    pub document: Vec<u8>,
    pub proofs: BTreeMap<String, Proof>,
    pub entries: Vec<Vec<u8>>,
    /// Entries of the whole log; those of the bundle stand in the middle.
    pub others: usize,
    pub seed: u8,
    /// Whether the second place is the first one's witness.
    pub witnessed: bool,
}

impl Maker {
    pub fn new() -> Self {
        Self::seeded(0)
    }

    /// Makes another instance for every seed.
    pub fn seeded(seed: u8) -> Self {
        Self::made(seed, false)
    }

    /// Makes one in which the second place attests the first one's signature.
    pub fn witnessed() -> Self {
        Self::made(0, true)
    }

    fn made(seed: u8, witnessed: bool) -> Self {
        let seeds = AuthoritySeed {
            keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte + seed; 32]),
            serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte + seed; 16]),
        };
        let authority = Authority::generate(&seeds, "https://fair.example/pki", NOW).unwrap();
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/../signing/tests/fixtures/agreement.pdf");
        let fields = [(0, 59.0), (1, 305.0)].map(|(index, x): (usize, f64)| SignatureField {
            name: field(PLACES[index]),
            page: 2,
            x,
            y: 395.0,
            width: 226.0,
            height: 84.0,
        });
        let frozen = prepare(&std::fs::read(fixture).unwrap(), &fields).unwrap();
        let mut maker = Self {
            authority: Rc::new(authority),
            log: Rc::new(Signer::new(LOG, Kind::Text, &[9 + seed; 32]).unwrap()),
            cosigners: vec![Rc::new(witness(40 + seed))],
            document: frozen.pdf.clone(),
            frozen,
            proofs: BTreeMap::new(),
            entries: Vec::new(),
            others: 3,
            seed,
            witnessed,
        };
        maker.tell_draft();
        maker.sign();
        maker.archive();
        maker
    }

    fn tell_draft(&mut self) {
        let mut places = PLACES.map(|id| json!({ "id": id, "person": id, "organisation": id }));
        if self.witnessed {
            places[1]["role"] = json!({ "kind": "witness", "of": PLACES[0] });
        }
        self.tell(&[json!({ "drafted": { "id": AGREEMENT, "draft": {
            "number": "HB-2026-007", "title": { "zh": "氢能合作协议", "en": "Hydrogen agreement" }, "signatories": places,
            "languages": ["zh", "en"],
        } } })]);
        let frozen = json!({ "version": 1, "document": self.frozen.digest, "pages": self.frozen.pages });
        let confirmed = |place: &str, factor: Value| json!({ "identity_confirmed": { "id": AGREEMENT, "signatory": place, "factor": factor } });
        self.tell(&[
            json!({ "frozen": { "id": AGREEMENT, "frozen": frozen } }),
            confirmed(PLACES[0], json!({ "kind": "code" })),
            confirmed(
                PLACES[1],
                json!({ "kind": "on_camera", "by": HOST, "room": { "type": "item", "id": AGREEMENT } }),
            ),
        ]);
    }

    /// Appends an entry of events about agreements.
    pub fn tell(&mut self, events: &[Value]) {
        let events: Vec<Value> = events.iter().map(|event| json!({ "agreement": event })).collect();
        let record =
            json!({ "v": 1, "key": AGREEMENT, "at": "2026-11-22T01:52:25Z", "by": "system", "events": events });
        self.entries.push(record.to_string().into_bytes());
    }

    pub fn proof(&self, place: &str) -> Proof {
        let device = SoftwareKey::from_seed(*yunqian_signing::Digest::of(place.as_bytes()).as_bytes());
        let attests = self.witnessed && place == PLACES[1];
        let binding = Binding {
            act_id: None,
            agreement_id: AGREEMENT.to_owned(),
            attested_revision_sha256: attests.then(|| yunqian_signing::Digest::of(&self.document)),
            attested_signer_id: attests.then(|| PLACES[0].to_owned()),
            ceremony_id: None,
            certificate_sha256: own_key(place).then(|| sha256(&self.certificate(place)[0])),
            consent: Consent {
                language: "en".to_owned(),
                text: "I agree.".to_owned(),
            },
            document_sha256: self.frozen.digest,
            expires_at: UnixSeconds(NOW.0 + 300),
            field: field(place),
            issued_at: NOW,
            nonce: place.to_owned(),
            pages_sha256: self.frozen.pages.clone(),
            power_of_attorney_sha256: None,
            purpose: match attests {
                true => Purpose::AttestSignature,
                false => Purpose::SignAgreement,
            },
            signer_id: place.to_owned(),
            version: Binding::VERSION,
        };
        self.answered(binding, &device)
    }

    /// Answers a binding as a passkey would.
    pub fn answered(&self, binding: Binding, device: &SoftwareKey) -> Proof {
        let challenge = URL_SAFE_NO_PAD.encode(binding.challenge().as_bytes());
        let client = json!({ "type": "webauthn.get", "challenge": challenge, "origin": ORIGIN, "crossOrigin": false });
        let client_data_json = client.to_string().into_bytes();
        let site = yunqian_signing::Digest::of(b"fair.example");
        let authenticator_data = [site.as_bytes().as_slice(), &[5, 0, 0, 0, 1]].concat();
        let hash = yunqian_signing::Digest::of(&client_data_json);
        let signature = device
            .sign(&[&authenticator_data[..], hash.as_bytes()].concat())
            .unwrap();
        let own = binding.certificate_sha256.is_some();
        let chain = match own {
            true => self.certificate(&binding.signer_id),
            false => Vec::new(),
        };
        Proof {
            chain: chain
                .iter()
                .map(|it| STANDARD.encode(certificate_der(it).unwrap()))
                .collect(),
            binding,
            authorisation: Authorisation::Passkey {
                authenticator_data,
                client_data_json,
                signature,
            },
            public_key: URL_SAFE_NO_PAD.encode(certificate_key(device)),
            checked_at: NOW,
            strokes: Vec::new(),
        }
    }

    fn sign(&mut self) {
        for place in PLACES {
            let proof = self.proof(place);
            let authorisation = json!({
                "method": "passkey", "binding": proof.binding.challenge(), "proof": Digest::of(&bytes(&proof)),
                "key": match proof.binding.certificate_sha256 {
                    Some(certificate) => json!({ "mode": "own", "certificate": certificate }),
                    None => json!({ "mode": "managed" }),
                },
            });
            self.tell(&[
                json!({ "authorised": { "id": AGREEMENT, "signatory": place, "authorisation": authorisation } }),
            ]);
            let (revision, serial) = self.seal(place, &proof);
            let mut events = vec![json!({ "sealed": {
                "id": AGREEMENT, "signatory": place, "revision": revision, "certificate": serial,
            } })];
            if place == PLACES[1] {
                events.push(json!({ "signed": { "id": AGREEMENT, "document": revision } }));
            }
            self.tell(&events);
            self.proofs.insert(place.to_owned(), proof);
        }
    }

    fn seal(&mut self, place: &str, proof: &Proof) -> (yunqian_signing::Digest, String) {
        let trust = self.authority.trust();
        let spki = URL_SAFE_NO_PAD.decode(&proof.public_key).unwrap();
        let key = SignerKey::from_spki(&spki).unwrap();
        let verified = verify_authorisation(
            &proof.binding,
            &proof.authorisation,
            &key,
            "fair.example",
            &[ORIGIN],
            NOW,
        )
        .unwrap();
        let managed = ManagedKey::from_seed(place, [7; 32]);
        let chain = self.certificate(place);
        let mut document = Document::open(self.document.clone(), &trust, NOW).unwrap();
        let [first, second] = self.authority.tsas(NOW, [[8; 16], [9; 16]]);
        let timestamping = Timestamping {
            authorities: &[&first, &second],
            trust: &trust,
            nonce: [1; 16],
        };
        let released = managed.release(verified).unwrap();
        let sealed = document.seal(&released, &particulars(&chain), &timestamping).unwrap();
        self.document = document.into_bytes();
        let serial = hex::encode(chain[0].tbs_certificate().serial_number().as_bytes());
        (sealed.digest, serial)
    }

    /// The certificate of a place's key, and its issuer's.
    fn certificate(&self, place: &str) -> Vec<Certificate> {
        let subject = SignerSubject {
            name: format!("Signatory {place}"),
            organisation: "雄安绿能".to_owned(),
            country: "CN".to_owned(),
        };
        let validity = Validity {
            from: NOW,
            until: NOW.plus_days(1),
        };
        let serial = yunqian_signing::Digest::of(place.as_bytes()).as_bytes()[..16]
            .try_into()
            .unwrap();
        let key = ManagedKey::from_seed(place, [7; 32]).public_key();
        self.authority.issue(&subject, &key, validity, serial).unwrap()
    }

    fn archive(&mut self) {
        let trust = self.authority.trust();
        let [first, second] = self.authority.tsas(NOW, [[10; 16], [11; 16]]);
        let timestamping = Timestamping {
            authorities: &[&first, &second],
            trust: &trust,
            nonce: [2; 16],
        };
        let mut document = Document::open(self.document.clone(), &trust, NOW).unwrap();
        let (key, chain) = self.authority.seal();
        document.close(key, &particulars(&chain), &timestamping).unwrap();
        self.document = document.into_bytes();
        self.renew(NOW);
    }

    /// Adds validation material and a document timestamp, and tells the record.
    pub fn renew(&mut self, now: UnixSeconds) {
        let trust = self.authority.trust();
        let [first, second] = self.authority.tsas(now, [[14; 16], [15; 16]]);
        let timestamping = Timestamping {
            authorities: &[&first, &second],
            trust: &trust,
            nonce: [4; 16],
        };
        let mut document = Document::open(self.document.clone(), &trust, now).unwrap();
        let report = inspect(document.bytes(), &trust, now).unwrap();
        document
            .archive(&self.material(&report, now), now, &timestamping)
            .unwrap();
        self.document = document.into_bytes();
        let archive = json!({ "document": Digest::of(&self.document), "level": "B-LTA" });
        self.tell(&[json!({ "archived": { "id": AGREEMENT, "archive": archive } })]);
    }

    fn material(&self, report: &yunqian_signing::Report, now: UnixSeconds) -> ValidationMaterial {
        let needed = report.status_needed();
        let [_, issuing] = self.authority.certificates();
        let known = |_: &[u8]| Some(None);
        ValidationMaterial {
            certificates: needed
                .iter()
                .flat_map(|needed| [&needed.certificate, &needed.issuer])
                .map(|certificate| certificate_der(certificate).unwrap())
                .collect(),
            ocsp: needed
                .iter()
                .filter(|needed| &needed.issuer == issuing)
                .map(|needed| {
                    self.authority
                        .ocsp(&needed.ocsp_request().unwrap(), now, &known)
                        .unwrap()
                })
                .collect(),
            lists: vec![self.authority.root_list(now).unwrap()],
        }
    }

    pub fn anchors(&self) -> Anchors {
        Anchors {
            version: 1,
            roots: vec![self.authority.root_pem().unwrap()],
            timestamp_roots: vec![self.authority.root_pem().unwrap()],
            logs: vec![self.log.verifier().to_string()],
            witnesses: vec![witness(40 + self.seed).verifier().to_string()],
            site: Site {
                rp_id: "fair.example".to_owned(),
                origins: vec![ORIGIN.to_owned()],
            },
        }
    }

    /// Returns the parts of a bundle, all of them fitting.
    pub fn parts(&self) -> Parts {
        let hashes = self.leaves();
        let hashes = &hashes[..self.size()];
        let last = self.size() - 1;
        let entries = self.entries.iter().enumerate().map(|(n, entry)| {
            let index = self.others + n;
            (index as u64, (entry.clone(), path(hashes, index)))
        });
        Parts {
            agreement: AGREEMENT.to_owned(),
            document: self.document.clone(),
            authorisations: self
                .proofs
                .iter()
                .map(|(place, proof)| (place.clone(), bytes(proof)))
                .collect(),
            entries: entries.collect(),
            checkpoint: self.checkpoint(self.size()),
            media: None,
            timestamps: BTreeMap::from([(last as u64, self.stamped(last, NOW))]),
            attachments: Vec::new(),
            certificate: None,
            anchors: self.anchors(),
        }
    }

    /// Entries under the bundle's checkpoint.
    pub fn size(&self) -> usize {
        self.others + self.entries.len() + 1
    }

    /// Returns the log's leaves, one more than the bundle's checkpoint covers.
    fn leaves(&self) -> Vec<Digest> {
        let others = (0..self.others).map(|n| vec![n as u8]);
        let after = [b"after".to_vec(), b"later".to_vec()];
        let leaves = others.chain(self.entries.iter().cloned()).chain(after);
        leaves.map(|leaf| leaf_hash(&leaf)).collect()
    }

    pub fn checkpoint(&self, size: usize) -> String {
        let head = Head {
            size: size as u64,
            root: root(&self.leaves()[..size]),
        };
        let text = Checkpoint::new(LOG, head).to_string();
        let mut note = Note::new(text.clone()).unwrap();
        note.add(self.log.sign(&text, NOW.0));
        for cosigner in &self.cosigners {
            note.add(cosigner.sign(&text, NOW.0 + 1));
        }
        note.to_string()
    }

    /// Has the log of a size timestamped from outside.
    pub fn stamped(&self, size: usize, at: UnixSeconds) -> Stamped {
        let checkpoint = self.checkpoint(size).into_bytes();
        let (smaller, larger) = (size.min(self.size()), size.max(self.size()));
        Stamped {
            token: self.token(&checkpoint, at),
            checkpoint,
            consistency: match smaller == larger {
                true => Vec::new(),
                false => consistency(&self.leaves()[..larger], smaller, true),
            },
        }
    }

    pub fn token(&self, about: &[u8], at: UnixSeconds) -> Vec<u8> {
        self.token_of(yunqian_signing::Digest::of(about), at)
    }

    pub fn token_of(&self, about: yunqian_signing::Digest, at: UnixSeconds) -> Vec<u8> {
        let [tsa, _] = self.authority.tsas(at, [[12; 16], [13; 16]]);
        let stamped = timestamp(about, [3; 16], at, &[&tsa], &self.authority.trust());
        stamped.unwrap().token
    }

    pub fn bundle(&self) -> Vec<u8> {
        self.bundle_of(self.parts())
    }

    /// Writes files as a bundle with a manifest of this maker.
    pub fn manifested(&self, mut files: Files) -> Vec<u8> {
        files.remove(MANIFEST);
        let manifest = Manifest::of(&files, AGREEMENT, "2026-11-22T01:52:25Z");
        files.insert(MANIFEST.to_owned(), manifest.sign(&self.log, NOW.0).unwrap());
        container::write(&files).unwrap()
    }

    pub fn bundle_of(&self, parts: Parts) -> Vec<u8> {
        let now = Timestamp::from_second(NOW.0.cast_signed()).unwrap();
        make(parts, &self.log, now).unwrap()
    }
}

/// The witness that anchors name.
pub fn witness(seed: u8) -> Signer {
    Signer::new("witness.example/w", Kind::Cosignature, &[seed; 32]).unwrap()
}

pub fn field(place: &str) -> String {
    format!("sig-{}", place.replace('-', ""))
}

pub fn bytes(proof: &Proof) -> Vec<u8> {
    serde_json::to_vec(proof).unwrap()
}

fn certificate_key(key: &SoftwareKey) -> Vec<u8> {
    yunqian_signing::public_key_der(key).unwrap()
}

/// The second place signs with a key of its own; who keeps it is nothing that a verifier could see.
fn own_key(place: &str) -> bool {
    place == PLACES[1]
}

fn sha256(certificate: &Certificate) -> yunqian_signing::Digest {
    yunqian_signing::Digest::of(&certificate_der(certificate).unwrap())
}

fn particulars(chain: &[Certificate]) -> Particulars<'_> {
    Particulars {
        chain,
        appearance: None,
        name: "Somebody",
        reason: "I agree.",
        location: "Shijiazhuang",
        now: NOW,
    }
}

/// The audit path of a leaf, straight from RFC 6962, section 2.1.1.
fn path(hashes: &[Digest], index: usize) -> Vec<Digest> {
    if hashes.len() == 1 {
        return Vec::new();
    }
    let middle = hashes.len().next_power_of_two() / 2;
    let (left, right) = hashes.split_at(middle);
    let (mut path, sibling) = match index < middle {
        true => (path(left, index), root(right)),
        false => (path(right, index - middle), root(left)),
    };
    path.push(sibling);
    path
}

/// The proof that a tree extends its first leaves, straight from RFC 6962, section 2.1.2.
fn consistency(hashes: &[Digest], earlier: usize, is_whole: bool) -> Vec<Digest> {
    if earlier == hashes.len() {
        return if is_whole { Vec::new() } else { vec![root(hashes)] };
    }
    let middle = hashes.len().next_power_of_two() / 2;
    let (left, right) = hashes.split_at(middle);
    let (mut path, sibling) = match earlier <= middle {
        true => (consistency(left, earlier, is_whole), root(right)),
        false => (consistency(right, earlier - middle, false), root(left)),
    };
    path.push(sibling);
    path
}

fn root(hashes: &[Digest]) -> Digest {
    match hashes {
        [hash] => *hash,
        _ => {
            let (left, right) = hashes.split_at(hashes.len().next_power_of_two() / 2);
            node_hash(&root(left), &root(right))
        }
    }
}
