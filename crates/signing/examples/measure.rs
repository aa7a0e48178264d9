//! Measures freezing, sealing and inspecting the tests' agreement; prints one figure a line.
#![expect(clippy::disallowed_methods, reason = "this program reads files and a clock")]

use std::time::Instant;

use anyhow::Context as _;
use yunqian_signing::{
    Authorisation, Authority, AuthoritySeed, Binding, Consent, Frozen, ManagedKey, Purpose, Sealing, SignatureField,
    SignerKey, SignerSubject, UnixSeconds, Validity, inspect, prepare, seal, verify_authorisation,
};

const NOW: UnixSeconds = UnixSeconds(1_795_312_345);
const ROUNDS: u32 = 30;

fn main() -> anyhow::Result<()> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let pdf = std::fs::read(format!("{folder}/agreement.pdf"))?;
    let mark = std::fs::read(format!("{folder}/mark.pdf"))?;
    let field = SignatureField {
        name: "party-a".to_owned(),
        page: 2,
        x: 60.0,
        y: 395.0,
        width: 226.0,
        height: 84.0,
    };
    let seed = AuthoritySeed {
        keys: [[1; 32], [2; 32], [3; 32]],
        serials: [[1; 16], [2; 16], [3; 16]],
    };
    let authority = Authority::generate(&seed, NOW)?;
    let fields = [field];

    let frozen = timed("prepare", || Ok(prepare(&pdf, &fields)?))?;
    let sealed = timed("seal_bt", || sealed(&authority, &frozen, &mark))?;
    let report = timed("inspect_one_signature", || Ok(inspect(&sealed, &authority.trust())?))?;
    anyhow::ensure!(report.is_complete(), "{:?}", report.problems());
    Ok(())
}

/// Runs a step often, prints its mean, returns its last result.
fn timed<T>(name: &str, mut step: impl FnMut() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let mut last = step()?;
    let start = Instant::now();
    for _ in 0..ROUNDS {
        last = step()?;
    }
    let mean = start.elapsed() / ROUNDS;
    println!("figure signing.{name} {:.2} ms", mean.as_secs_f64() * 1000.0);
    Ok(last)
}

/// Authorises with a device key, releases the managed key and seals.
fn sealed(authority: &Authority, frozen: &Frozen, mark: &[u8]) -> anyhow::Result<Vec<u8>> {
    use p256::ecdsa::signature::Signer;
    let device = p256::ecdsa::SigningKey::from_slice(&[7; 32]).context("a valid scalar")?;
    let binding = Binding {
        act_id: None,
        agreement_id: "agreement".to_owned(),
        attested_revision_sha256: None,
        attested_signer_id: None,
        ceremony_id: None,
        consent: Consent {
            language: "en".to_owned(),
            text: "I agree.".to_owned(),
        },
        document_sha256: frozen.digest,
        expires_at: UnixSeconds(NOW.0 + 60),
        field: "party-a".to_owned(),
        issued_at: NOW,
        nonce: "00".repeat(16),
        pages_sha256: frozen.pages.clone(),
        power_of_attorney_sha256: None,
        purpose: Purpose::SignAgreement,
        signer_id: "person".to_owned(),
        version: Binding::VERSION,
    };
    let signature: p256::ecdsa::Signature = device.sign(&binding.canonical_bytes());
    let answer = Authorisation::DeviceKey {
        signature: signature.to_bytes().to_vec(),
    };
    let public = SignerKey::from_sec1(device.verifying_key().to_sec1_point(false).as_bytes())?;
    let verified = verify_authorisation(&binding, &answer, &public, "localhost", &[], NOW)?;
    let key = ManagedKey::from_seed("person", [9; 32]);
    let subject = SignerSubject {
        name: "A".to_owned(),
        organisation: "B".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: NOW,
        until: NOW.plus_days(1),
    };
    let chain = authority.issue(&subject, &key, validity, [4; 16])?;
    let sealing = Sealing {
        pdf: &frozen.pdf,
        key: key.release(verified)?,
        chain: &chain,
        now: NOW,
        nonce: [5; 16],
        appearance: Some(mark),
        name: "A",
        reason: "Agreed",
        location: "Shijiazhuang",
    };
    Ok(seal(&sealing, &[&authority.tsa(NOW, [9; 16])], &authority.trust())?.pdf)
}
