//! Signed agreements before independent judges: pyHanko and poppler's pdfsig.
//!
//! Both are needed: `tests/setup.sh` installs them. Without them these tests fail.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{closed_and_archived, now, signed_by_both};
use serde_json::Value;
use yunqian_signing::Authority;

pub struct Judged {
    directory: tempfile::TempDir,
    document: PathBuf,
}

pub fn written(pdf: &[u8], authority: &Authority) -> Judged {
    let directory = tempfile::tempdir().unwrap();
    let document = directory.path().join("document.pdf");
    std::fs::write(&document, pdf).unwrap();
    std::fs::write(directory.path().join("root.pem"), authority.root_pem().unwrap()).unwrap();
    Judged { directory, document }
}

fn python() -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let venv = std::env::var_os("TEST_VENV").map_or_else(|| home.join(".cache/yunqian/venv"), PathBuf::from);
    let python = venv.join("bin/python");
    assert!(
        python.exists(),
        "{} is missing: run tests/setup.sh (installs pyHanko)",
        python.display()
    );
    python
}

fn pyhanko(judged: &Judged) -> Vec<Value> {
    pyhanko_asked(judged, &[])
}

pub fn pyhanko_asked(judged: &Judged, options: &[&str]) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judge.py");
    let output = Command::new(python())
        .arg(script)
        .args(options)
        .arg(&judged.document)
        .arg(judged.directory.path().join("root.pem"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "pyHanko: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Says whether pyHanko can't read a document, or finds a signature in it that doesn't hold, or something after the
/// last one.
pub fn pyhanko_refuses(judged: &Judged) -> bool {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judge.py");
    let output = Command::new(python())
        .arg(script)
        .arg(&judged.document)
        .arg(judged.directory.path().join("root.pem"))
        .output()
        .unwrap();
    let Ok(verdicts) = serde_json::from_slice::<Vec<Value>>(&output.stdout) else {
        return true;
    };
    verdicts.is_empty() || verdicts.iter().any(|verdict| verdict["bottom_line"] != true)
}

fn pdfsig(judged: &Judged) -> String {
    let output = Command::new("pdfsig")
        .args(["-nocert"])
        .arg(&judged.document)
        .output()
        .unwrap_or_else(|error| {
            panic!("pdfsig (Debian package poppler-utils) is missing: {error}; run tests/setup.sh")
        });
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn pyhanko_trusts_both_signatures_their_timestamps_and_the_whole_file() {
    let (authority, _, _, pdf) = signed_by_both(now());
    let verdicts = pyhanko(&written(&pdf, &authority));
    assert_eq!(verdicts.len(), 2);
    for verdict in &verdicts {
        for holds in ["bottom_line", "intact", "valid", "trusted"] {
            assert_eq!(verdict[holds], true, "{holds}: {verdict:#}");
        }
        for holds in ["intact", "valid", "trusted"] {
            assert_eq!(verdict["timestamp"][holds], true, "timestamp {holds}: {verdict:#}");
        }
        assert_eq!(verdict["sub_filter"], "/ETSI.CAdES.detached");
    }
    assert!(verdicts[0]["signer"].as_str().unwrap().contains("王小明 Wang Xiaoming"));
    assert_eq!(verdicts[0]["coverage"], "ENTIRE_REVISION");
    assert_eq!(
        verdicts[0]["later_changes"], "FORM_FILLING",
        "difference analysis: {:#}",
        verdicts[0]
    );
    assert_eq!(verdicts[1]["coverage"], "ENTIRE_FILE");
    assert_eq!(verdicts[1]["later_changes"], "NONE");
}

#[test]
fn pyhanko_validates_a_closed_and_archived_document_by_en_319_102_now_and_in_years() {
    let (authority, _, _, signed) = signed_by_both(now());
    let pdf = closed_and_archived(&authority, &signed, now());
    let judged = written(&pdf, &authority);
    for years in ["0", "3", "8"] {
        let verdicts = pyhanko_asked(&judged, &["--ades", "--years", years]);
        assert_eq!(verdicts.len(), 3);
        for verdict in &verdicts {
            assert_eq!(verdict["ades"], "AdESPassed.OK", "{years} years: {verdict:#}");
            assert_eq!(verdict["bottom_line"], true, "{years} years: {verdict:#}");
        }
    }
}

#[test]
fn pdfsig_calls_both_signatures_valid() {
    let (authority, _, _, pdf) = signed_by_both(now());
    let said = pdfsig(&written(&pdf, &authority));
    assert_eq!(
        said.matches("Signature Validation: Signature is Valid.").count(),
        2,
        "{said}"
    );
    assert_eq!(said.matches("ETSI.CAdES.detached").count(), 2, "{said}");
    assert!(said.contains("Total document signed"), "{said}");
}

#[test]
fn pdfsig_calls_every_signature_of_an_archived_document_valid_and_passes_over_its_timestamp() {
    let (authority, _, _, signed) = signed_by_both(now());
    let pdf = closed_and_archived(&authority, &signed, now());
    let said = pdfsig(&written(&pdf, &authority));
    assert_eq!(
        said.matches("Signature Validation: Signature is Valid.").count(),
        3,
        "{said}"
    );
    // It knows no document timestamps, but sees what the last one covers.
    let (_, last) = said.rsplit_once("Signature #4:").unwrap();
    assert!(last.contains("Total document signed"), "{said}");
}

#[test]
fn pyhanko_sees_a_flipped_bit() {
    let (authority, frozen, _, mut pdf) = signed_by_both(now());
    // The middle of the file as frozen lies in an embedded font.
    let at = frozen.pdf.len() / 2;
    pdf[at] ^= 1;
    let verdicts = pyhanko(&written(&pdf, &authority));
    assert!(
        verdicts.iter().all(|verdict| verdict["intact"] == false),
        "{verdicts:#?}"
    );
}

#[test]
fn the_visible_signatures_can_be_read_on_the_page() {
    let (authority, _, _, pdf) = signed_by_both(now());
    let judged = written(&pdf, &authority);
    let output = Command::new("pdftotext")
        .arg("-raw")
        .arg(&judged.document)
        .arg("-")
        .output();
    let output = output.unwrap_or_else(|error| panic!("pdftotext (Debian package poppler-utils) is missing: {error}"));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.matches("fa47645f761c6a45").count(), 2, "{text}");
    if let Some(directory) = std::env::var_os("YUNQIAN_KEEP") {
        std::fs::copy(&judged.document, PathBuf::from(directory).join("signed.pdf")).unwrap();
    }
}
