//! Documents before independent judges of PDF/A and PDF/UA.
//!
//! The typesetter enforces both standards itself and makes no document that breaks them; these judges share no code
//! with it. veraPDF would be the one to ask, but neither npm, PyPI, crates.io nor Debian has it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use yunqian_documents::{render_agreement, render_certificate};

use crate::certificate::certificate_in;
use crate::support::agreement_in;

fn judged(pdf: &[u8], fault: Option<&str>) -> Value {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let venv = std::env::var_os("TEST_VENV").map_or_else(|| home.join(".cache/yunqian/venv"), PathBuf::from);
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new(venv.join("bin/python"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/pdfa.py"))
        .arg(&file)
        .args(fault)
        .output()
        .unwrap_or_else(|error| panic!("the tests' Python is missing: {error}; run tests/setup.sh"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn documents_pass_as_pdf_a_3a_and_pdf_ua_1_before_another_judge() {
    for languages in [["zh", "ar"], ["ja", "ko"], ["ru", "en"]] {
        let agreement = render_agreement(&agreement_in(languages)).unwrap().pdf;
        let certificate = render_certificate(&certificate_in(languages)).unwrap().pdf;
        for pdf in [agreement, certificate] {
            let judged = judged(&pdf, None);
            assert_eq!(judged["pdf_a"]["errors"], serde_json::json!([]), "{judged:#}");
            assert_eq!(judged["pdf_ua"]["errors"], serde_json::json!([]), "{judged:#}");
            assert_eq!(judged["syntax"], serde_json::json!([]), "{judged:#}");
        }
    }
}

#[test]
fn the_other_judge_finds_what_breaks_the_standard() {
    let pdf = render_agreement(&agreement_in(["zh", "ar"])).unwrap().pdf;
    for fault in [
        "without-metadata",
        "without-fonts",
        "without-structure",
        "without-language",
        "javascript",
        "encrypted",
    ] {
        let judged = judged(&pdf, Some(fault));
        assert_eq!(
            judged["pdf_a"]["valid"],
            serde_json::json!(false),
            "{fault}: {judged:#}"
        );
    }
}
