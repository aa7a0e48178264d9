//! Documents of many kinds with up to sixteen signatories, before every judge there is.
//!
//! A few by default; `YUNQIAN_JUDGED` says how many for each number of signatories (`make judge`: 200).

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use yunqian_documents::{AgreementDocument, LANGUAGES, SignatoryBlock, render_agreement};
use yunqian_signing::{
    Authorisation, Authority, AuthoritySeed, Binding, Certificate, Consent, Digest, Document, Frozen, Level,
    ManagedKey, Particulars, PrivateKey, Purpose, SignatureField, SignerKey, SignerSubject, SoftwareKey, Timestamping,
    UnixSeconds, ValidationMaterial, Validity, certificate_der, clean, inspect, prepare, public_key_der,
    verify_authorisation,
};

const COUNTS: [usize; 5] = [1, 2, 4, 8, 16];
const ORIGIN: &str = "https://fair.example";
const SITE: &str = "fair.example";
/// One direction each: names that mix them are malformed (RFC 4518, section 2.4), and pyHanko reads none of them.
const NAMES: [&str; 4] = ["王小明", "Anna Petersen", "محمد الهاشمي", "Дмитрий Иванов"];
const MARK: &[u8] = include_bytes!("../../../signing/tests/fixtures/mark.pdf");

/// Describes the agreement of a number in two languages, with so many signatories and so much text.
fn described(number: usize, signatories: usize) -> AgreementDocument {
    let sample = include_bytes!("../../../documents/tests/data/nine.json");
    let sample: AgreementDocument = serde_json::from_slice(sample).unwrap();
    let first = number % LANGUAGES.len();
    let second = (first + 1 + number / LANGUAGES.len() % (LANGUAGES.len() - 1)) % LANGUAGES.len();
    let blocks = sample.signatories.iter().cycle().take(signatories).enumerate();
    AgreementDocument {
        number: format!("HB-2026-{number:04}"),
        languages: [first, second].map(|index| LANGUAGES[index].to_owned()),
        signatories: blocks
            .map(|(index, block)| SignatoryBlock {
                field: field(index),
                ..block.clone()
            })
            .collect(),
        clauses: sample.clauses.iter().cycle().take(1 + number % 12).cloned().collect(),
        ..sample
    }
}

fn field(index: usize) -> String {
    format!("sig-{index}")
}

/// Sets the agreement; every third one is a firm's own PDF that was uploaded, with fields where somebody put them.
fn frozen(number: usize, signatories: usize) -> Frozen {
    let rendered = render_agreement(&described(number, signatories)).unwrap();
    let fields = rendered.fields.into_iter().map(|place| SignatureField {
        name: place.field,
        page: place.page,
        x: place.x,
        y: place.y,
        width: place.width,
        height: place.height,
    });
    let mut fields: Vec<_> = fields.collect();
    if number % 3 != 2 {
        return prepare(&rendered.pdf, &fields).unwrap();
    }
    for (index, field) in fields.iter_mut().enumerate() {
        (field.page, field.x, field.y) = (1, 40.0 + 130.0 * (index % 4) as f64, 60.0 + 170.0 * (index / 4) as f64);
        (field.width, field.height) = (120.0, 48.0);
    }
    let uploaded = clean(&acting(&rendered.pdf)).unwrap();
    assert!(!uploaded.removed.is_empty(), "what acts by itself is left behind");
    prepare(&uploaded.pdf, &fields).unwrap()
}

/// Gives a PDF an action, an annotation and an attachment, as uploads may have.
fn acting(pdf: &[u8]) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(pdf).unwrap();
    let mut action = lopdf::Dictionary::new();
    action.set("S", "JavaScript");
    action.set("JS", lopdf::Object::string_literal("app.alert(1)"));
    let action = document.add_object(action);
    document
        .catalog_mut()
        .unwrap()
        .set("OpenAction", lopdf::Object::Reference(action));
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn authority(now: UnixSeconds) -> Authority {
    let seeds = AuthoritySeed {
        keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 32]),
        serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 16]),
    };
    Authority::generate(&seeds, "https://fair.example/pki", now).unwrap()
}

/// A ceremony in memory.
struct Ceremony {
    authority: Authority,
    now: UnixSeconds,
    number: usize,
}

impl Ceremony {
    /// Has everybody sign, closes and archives the document.
    fn complete(&self, signatories: usize) -> Vec<u8> {
        let frozen = frozen(self.number, signatories);
        let mut document = Document::open(frozen.pdf.clone(), &self.authority.trust(), self.now).unwrap();
        let mut before = None;
        for index in 0..signatories {
            before = Some(self.sign(&frozen, &mut document, index, before));
        }
        let (key, chain) = self.authority.seal();
        self.stamped(|stamping| document.close(key, &particulars(&chain, self.now, None), stamping))
            .unwrap();
        let report = inspect(document.bytes(), &self.authority.trust(), self.now).unwrap();
        let material = self.material(&report);
        self.stamped(|stamping| document.archive(&material, self.now, stamping))
            .unwrap();
        document.into_bytes()
    }

    fn stamped<R>(&self, work: impl FnOnce(&Timestamping<'_>) -> R) -> R {
        let [first, second] = self.authority.tsas(self.now, rand::random());
        work(&Timestamping {
            authorities: &[&first, &second],
            trust: &self.authority.trust(),
            nonce: rand::random(),
        })
    }

    /// Signs, seals for an organisation or attests the signature before, in turn.
    fn sign(&self, frozen: &Frozen, document: &mut Document, index: usize, before: Option<Digest>) -> Digest {
        let binding = self.binding(frozen, index, before);
        let seed = |salt: &str| *Digest::of(format!("{salt} {index}").as_bytes()).as_bytes();
        let device = SoftwareKey::from_seed(seed("device"));
        let key = SignerKey::from_spki(&public_key_der(&device).unwrap()).unwrap();
        let answer = answered(&binding, &device);
        let verified = verify_authorisation(&binding, &answer, &key, SITE, &[ORIGIN], self.now).unwrap();
        let managed = ManagedKey::from_seed(binding.signer_id.as_str(), seed("managed"));
        let subject = SignerSubject {
            name: NAMES[index % NAMES.len()].to_owned(),
            organisation: "雄安绿能管理委员会".to_owned(),
            country: "CN".to_owned(),
        };
        let validity = Validity {
            from: self.now,
            until: self.now.plus_days(1),
        };
        let chain = self
            .authority
            .issue(&subject, &managed.public_key(), validity, rand::random())
            .unwrap();
        let released = managed.release(verified).unwrap();
        let mark = (index % 5 != 4).then_some(MARK);
        let sealed = self.stamped(|stamping| document.seal(&released, &particulars(&chain, self.now, mark), stamping));
        sealed.unwrap().digest
    }

    fn binding(&self, frozen: &Frozen, index: usize, before: Option<Digest>) -> Binding {
        let purpose = match index % 4 {
            1 => Purpose::SealForOrganisation,
            3 => Purpose::AttestSignature,
            _ => Purpose::SignAgreement,
        };
        let attests = purpose == Purpose::AttestSignature;
        Binding {
            act_id: None,
            agreement_id: format!("agreement-{}", self.number),
            attested_revision_sha256: before.filter(|_| attests),
            attested_signer_id: attests.then(|| format!("signatory-{}", index - 1)),
            ceremony_id: None,
            certificate_sha256: None,
            consent: Consent {
                language: "zh".to_owned(),
                text: "我已阅读并同意签署本文件。".to_owned(),
            },
            document_sha256: frozen.digest,
            expires_at: UnixSeconds(self.now.0 + 300),
            field: field(index),
            issued_at: self.now,
            nonce: format!("{}-{index}", self.number),
            pages_sha256: frozen.pages.clone(),
            power_of_attorney_sha256: None,
            purpose,
            signer_id: format!("signatory-{index}"),
            version: Binding::VERSION,
        }
    }

    fn material(&self, report: &yunqian_signing::Report) -> ValidationMaterial {
        let needed = report.status_needed();
        let [_, issuing] = self.authority.certificates();
        let known = |_: &[u8]| Some(None);
        let certificates = needed.iter().flat_map(|needed| [&needed.certificate, &needed.issuer]);
        let asked = needed
            .iter()
            .filter(|needed| &needed.issuer == issuing)
            .map(|needed| needed.ocsp_request().unwrap());
        ValidationMaterial {
            certificates: certificates
                .map(|certificate| certificate_der(certificate).unwrap())
                .collect(),
            ocsp: asked
                .map(|request| self.authority.ocsp(&request, self.now, &known).unwrap())
                .collect(),
            lists: vec![self.authority.root_list(self.now).unwrap()],
        }
    }
}

fn answered(binding: &Binding, device: &SoftwareKey) -> Authorisation {
    let challenge = URL_SAFE_NO_PAD.encode(binding.challenge().as_bytes());
    let client = json!({ "type": "webauthn.get", "challenge": challenge, "origin": ORIGIN, "crossOrigin": false });
    let client_data_json = client.to_string().into_bytes();
    let authenticator_data = [Digest::of(SITE.as_bytes()).as_bytes().as_slice(), &[5, 0, 0, 0, 1]].concat();
    let hash = Digest::of(&client_data_json);
    let signature = device
        .sign(&[&authenticator_data[..], hash.as_bytes()].concat())
        .unwrap();
    Authorisation::Passkey {
        authenticator_data,
        client_data_json,
        signature,
    }
}

fn particulars<'a>(chain: &'a [Certificate], now: UnixSeconds, mark: Option<&'a [u8]>) -> Particulars<'a> {
    Particulars {
        chain,
        appearance: mark,
        name: "签署人 Signatory",
        reason: "同意 I agree.",
        location: "石家庄",
        now,
    }
}

/// Has pyHanko judge every PDF of a folder in one process; gives its verdicts by file.
fn pyhanko(folder: &Path, root: &Path) -> Value {
    let home = std::env::home_dir().unwrap_or_default();
    let venv = std::env::var_os("TEST_VENV").map_or_else(|| home.join(".cache/yunqian/venv"), Into::into);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/judge.py");
    let said = Command::new(venv.join("bin/python"))
        .args([script, "--ades"])
        .args([folder, root])
        .output();
    let said = said.expect("tests/setup.sh installs pyHanko");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

/// Checks what pdfsig finds: every signature valid, and the last revision covered to the file's end.
fn pdfsig_agrees(file: &Path, signatures: usize) {
    let said = Command::new("pdfsig")
        .arg("-nocert")
        .arg(file)
        .output()
        .expect("tests/setup.sh installs poppler-utils");
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert_eq!(
        said.matches("Signature is Valid.").count(),
        signatures,
        "{}: {said}",
        file.display()
    );
    let last = said.rsplit("Signature #").next().unwrap_or_default();
    assert!(last.contains("Total document signed"), "{}: {said}", file.display());
}

/// Has our verifier and pdfsig judge a document for each number of signatories, and pyHanko those of at most `most`;
/// gives how many signatures pyHanko judged.
fn judge(row: usize, most: usize) -> usize {
    let (folder, now) = (tempfile::tempdir().unwrap(), super::now());
    let root = folder.path().join("root.pem");
    for (column, signatories) in COUNTS.into_iter().enumerate() {
        // Another document for every cell.
        let number = row * COUNTS.len() + column;
        let authority = authority(now);
        std::fs::write(&root, authority.root_pem().unwrap()).unwrap();
        let trust = authority.trust();
        let pdf = Ceremony { authority, now, number }.complete(signatories);
        let report = inspect(&pdf, &trust, now).unwrap();
        assert!(report.is_valid(), "{number}: {:?}", report.problems());
        assert_eq!(report.level(), Some(Level::Lta), "{number}");
        let file = folder.path().join(format!("{signatories:02}.pdf"));
        std::fs::write(&file, pdf).unwrap();
        pdfsig_agrees(&file, signatories + 1);
        if signatories > most {
            std::fs::remove_file(file).unwrap();
        }
    }
    let verdicts = pyhanko(folder.path(), &root);
    let mut judged = 0;
    for signatories in COUNTS.into_iter().filter(|count| *count <= most) {
        let verdicts = verdicts[format!("{signatories:02}.pdf")].as_array().unwrap();
        assert_eq!(verdicts.len(), signatories + 1, "row {row}");
        for verdict in verdicts {
            assert_eq!(verdict["bottom_line"], true, "row {row}: {verdict:#}");
            assert_eq!(verdict["ades"], "AdESPassed.OK", "row {row}: {verdict:#}");
        }
        judged += verdicts.len();
    }
    judged
}

#[test]
fn documents_of_every_kind_and_number_of_signatories_satisfy_all_judges() {
    let asked = std::env::var("YUNQIAN_JUDGED").ok().map(|count| count.parse().unwrap());
    // pyHanko takes a minute for sixteen: among the other tests it judges the smaller ones.
    let (rows, most) = asked.map_or((1, 2), |rows| (rows, COUNTS[COUNTS.len() - 1]));
    let mut judged = 0;
    for row in 0..rows {
        judged += judge(row, most);
        eprintln!(
            "{} documents, {judged} signatures before pyHanko",
            (row + 1) * COUNTS.len()
        );
    }
    assert!(judged > 0, "nothing was judged");
}
