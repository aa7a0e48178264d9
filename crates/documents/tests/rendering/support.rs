//! What all tests share: sample data, and poppler, the independent reader.

use std::path::{Path, PathBuf};
use std::process::Command;

use yunqian_documents::{AgreementDocument, SignatureMark};

/// An agreement in Chinese and English.
pub fn agreement() -> AgreementDocument {
    serde_json::from_str(include_str!("../data/agreement.json")).unwrap()
}

/// The same agreement in two of the nine languages.
pub fn agreement_in(languages: [&str; 2]) -> AgreementDocument {
    let agreement: AgreementDocument = serde_json::from_str(include_str!("../data/nine.json")).unwrap();
    AgreementDocument {
        languages: languages.map(str::to_owned),
        ..agreement
    }
}

/// A visible signature in Chinese and English.
pub fn mark() -> SignatureMark {
    serde_json::from_str(include_str!("../data/mark.json")).unwrap()
}

/// Runs a poppler tool on a PDF; the tools are part of the test's environment.
pub fn poppler(tool: &str, before: &[&str], after: &[&str], pdf: &[u8]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new(tool).args(before).arg(&file).args(after).output();
    let output = output.unwrap_or_else(|error| panic!("{tool} (Debian package poppler-utils) is needed: {error}"));
    assert!(
        output.status.success(),
        "{tool}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Runs one of the tests' Python scripts on a PDF; `tests/setup.sh` installs what it needs.
pub fn python(script: &str, pdf: &[u8], argument: Option<&str>) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let venv = std::env::var_os("TEST_VENV").map_or_else(|| home.join(".cache/yunqian/venv"), PathBuf::from);
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new(venv.join("bin/python"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(script))
        .arg(&file)
        .args(argument)
        .output()
        .unwrap_or_else(|error| panic!("the tests' Python is missing: {error}; run tests/setup.sh"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Takes the white space out.
pub fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns a PDF's text in reading order, as poppler finds it.
pub fn text_of(pdf: &[u8]) -> String {
    poppler("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"], pdf)
}

/// Returns every text of an agreement in one language.
pub fn texts_of(agreement: &AgreementDocument, language: &str) -> Vec<String> {
    let mut texts = vec![&agreement.title, &agreement.place, &agreement.date];
    texts.extend(agreement.parties.iter().flat_map(|p| [&p.name, &p.country]));
    texts.extend(agreement.amounts.iter().flat_map(|a| [&a.label, &a.value]));
    texts.extend(agreement.clauses.iter().flat_map(|c| [&c.heading, &c.body]));
    let signatories = agreement.signatories.iter();
    texts.extend(signatories.flat_map(|s| [&s.name, &s.organisation, &s.capacity]));
    texts
        .into_iter()
        .map(|texts| texts.in_language(language).unwrap().to_owned())
        .collect()
}

/// Says whether a character is a letter of the Arabic script.
pub fn is_arabic_letter(character: char) -> bool {
    matches!(character, '\u{0621}'..='\u{064A}' | '\u{066E}'..='\u{06D3}')
}
