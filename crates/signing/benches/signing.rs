//! Signs documents of 20 KB and 2 MB with P-256, B-B, and lets pyHanko sign the same documents with the same key.
//!
//! Run as released, on one core: `make bench-signing`. Every signature is checked when it is finished, and the last
//! of each run is inspected whole.
#![expect(clippy::disallowed_methods, reason = "this program reads files and a clock")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use lopdf::{Dictionary, Object, Stream, dictionary};
use yunqian_signing::{
    Authorisation, Authority, AuthoritySeed, Binding, Certificate, Consent, Digest, Document, Frozen, Level, Mandate,
    Particulars, PrivateKey, Purpose, SignatureField, SignerKey, SignerSubject, SoftwareKey, Trust, UnixSeconds,
    Validity, VerifiedAuthorisation, certificate_pem, inspect, prepare, public_key_der, verify_authorisation,
};

const NOW: UnixSeconds = UnixSeconds(1_795_312_345);
const SIGNATORIES: usize = 16;
const ENOUGH: Duration = Duration::from_secs(3);

fn main() -> anyhow::Result<()> {
    let bench = Bench::new()?;
    for (name, bytes) in [("20kb", 20_000), ("2mb", 2_000_000)] {
        let frozen = bench.frozen(bytes)?;
        let one = bench.rate(&frozen, 1)?.per_s;
        let all = bench.rate(&frozen, SIGNATORIES)?;
        let frozen_inspected = bench.inspected(&frozen.pdf)?;
        let signed_inspected = bench.inspected(&all.signed)?;
        let peer = bench.pyhanko(&frozen)?;
        println!("figure signing.bb_p256_{name}_per_s_core {:.0} signatures/s", all.per_s);
        println!("figure signing.bb_p256_{name}_opened_anew_per_s_core {one:.0} signatures/s");
        println!("figure signing.inspect_frozen_{name}_per_s_core {frozen_inspected:.0} documents/s");
        println!("figure signing.inspect_signed_by_16_{name}_per_s_core {signed_inspected:.0} documents/s");
        println!("figure signing.pyhanko_{name}_per_s_core {peer:.0} signatures/s");
        let suffix = if name == "20kb" { "" } else { "_2mb" };
        println!("figure signing.vs_pyhanko{suffix} {:.1} ×", one / peer);
    }
    Ok(())
}

/// How fast signatures were made, and the last document of them.
struct Rate {
    per_s: f64,
    signed: Vec<u8>,
}

struct Bench {
    trust: Trust,
    key: SoftwareKey,
    chain: Vec<Certificate>,
    folder: PathBuf,
}

impl Bench {
    fn new() -> anyhow::Result<Self> {
        let seed = AuthoritySeed {
            keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 32]),
            serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 16]),
        };
        let authority = Authority::generate(&seed, "https://fair.example/pki", NOW)?;
        let key = SoftwareKey::from_seed([9; 32]);
        let subject = SignerSubject {
            name: "A".to_owned(),
            organisation: "B".to_owned(),
            country: "CN".to_owned(),
        };
        let validity = Validity {
            from: NOW,
            until: NOW.plus_days(1),
        };
        let chain = authority.issue(&subject, &key.public_key(), validity, [4; 16])?;
        let folder = std::env::temp_dir().join(format!("yunqian-bench-signing-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("key.pem"), key.to_pkcs8_pem())?;
        std::fs::write(folder.join("certificate.pem"), certificate_pem(&chain[0])?)?;
        std::fs::write(folder.join("issuer.pem"), certificate_pem(&chain[1])?)?;
        Ok(Self {
            trust: authority.trust(),
            key,
            chain,
            folder,
        })
    }

    /// Makes a document of about so many bytes, with a field for each signatory.
    fn frozen(&self, bytes: usize) -> anyhow::Result<Frozen> {
        let fields: Vec<_> = (0..SIGNATORIES)
            .map(|n| SignatureField {
                name: format!("sig-{n}"),
                page: 1,
                x: 50.0 + 250.0 * (n % 2) as f64,
                y: 40.0 + 90.0 * (n / 2) as f64,
                width: 226.0,
                height: 84.0,
            })
            .collect();
        Ok(prepare(&pdf(bytes)?, &fields)?)
    }

    /// Reads and checks a document again and again, as opening it does; returns how often a second.
    fn inspected(&self, pdf: &[u8]) -> anyhow::Result<f64> {
        let mut count = 0;
        let start = Instant::now();
        while start.elapsed() < ENOUGH {
            let report = inspect(pdf, &self.trust, NOW)?;
            ensure!(!report.revisions.is_empty(), "nothing was read");
            count += 1;
        }
        Ok(f64::from(count) / start.elapsed().as_secs_f64())
    }

    /// Opens the document, appends so many signatures, and again.
    fn rate(&self, frozen: &Frozen, signatures: usize) -> anyhow::Result<Rate> {
        let mandates: Vec<_> = (0..signatures)
            .map(|n| authorised(frozen, n))
            .collect::<Result<_, _>>()?;
        let (mut count, mut signed) = (0, Vec::new());
        let start = Instant::now();
        while start.elapsed() < ENOUGH {
            let mut document = Document::open(frozen.pdf.clone(), &self.trust, NOW)?;
            for mandate in &mandates {
                self.sign(&mut document, mandate)?;
                count += 1;
            }
            signed = document.into_bytes();
        }
        let per_s = f64::from(count) / start.elapsed().as_secs_f64();
        let report = inspect(&signed, &self.trust, NOW)?;
        ensure!(report.signatures.len() == signatures, "not all signatures are there");
        ensure!(report.level() == Some(Level::B), "{:?}", report.problems());
        Ok(Rate { per_s, signed })
    }

    fn sign(&self, document: &mut Document, mandate: &VerifiedAuthorisation) -> anyhow::Result<()> {
        let particulars = Particulars {
            chain: &self.chain,
            appearance: None,
            name: "A",
            reason: "Agreed",
            location: "Shijiazhuang",
            now: NOW,
        };
        let pending = document.begin(Mandate::Authorised(mandate), &particulars, 0)?;
        let signature = self.key.sign(pending.to_be_signed())?;
        document.finish(pending, &signature, None)?;
        Ok(())
    }

    /// Lets pyHanko sign the same document with the same key; returns signatures a second.
    fn pyhanko(&self, frozen: &Frozen) -> anyhow::Result<f64> {
        std::fs::write(self.folder.join("document.pdf"), &frozen.pdf)?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        let venv = std::env::var_os("TEST_VENV").map_or_else(|| home.join(".cache/yunqian/venv"), PathBuf::from);
        let output = Command::new(venv.join("bin/python"))
            .arg(root.join("tests/bench/signing_peer.py"))
            .arg(&self.folder)
            .arg(ENOUGH.as_secs().to_string())
            .output()
            .context("pyHanko is missing: run tests/setup.sh")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        ensure!(
            output.status.success(),
            "pyHanko: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(said.trim().parse()?)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        // A folder left behind does no harm.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Makes a one-page PDF whose filler no compression makes smaller.
fn pdf(bytes: usize) -> anyhow::Result<Vec<u8>> {
    let mut document = lopdf::Document::with_version("1.7");
    // As typesetters write it for PDF/A.
    document.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    let pages = document.new_object_id();
    let filler: Vec<u8> = (0..bytes / 32 + 1)
        .flat_map(|n: usize| *Digest::of(&n.to_be_bytes()).as_bytes())
        .collect();
    let filler = document.add_object(Stream::new(Dictionary::new(), filler));
    let content = document.add_object(Stream::new(Dictionary::new(), b"0 0 m 100 100 l S".to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Filler" => filler,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok(out)
}

/// Authorises one field with a device key.
fn authorised(frozen: &Frozen, n: usize) -> anyhow::Result<VerifiedAuthorisation> {
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
        field: format!("sig-{n}"),
        issued_at: NOW,
        nonce: n.to_string(),
        pages_sha256: frozen.pages.clone(),
        power_of_attorney_sha256: None,
        purpose: Purpose::SignAgreement,
        signer_id: n.to_string(),
        version: Binding::VERSION,
    };
    let der = device.sign(&binding.canonical_bytes())?;
    let signature = p256::ecdsa::Signature::from_der(&der)?.to_bytes().to_vec();
    let key = SignerKey::from_spki(&public_key_der(&device)?)?;
    let answer = Authorisation::DeviceKey { signature };
    Ok(verify_authorisation(&binding, &answer, &key, "localhost", &[], NOW)?)
}
