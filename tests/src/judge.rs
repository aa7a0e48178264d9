//! Independent judges of signed documents: pyHanko and poppler's `pdfsig`.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{python, workspace_root};

/// What pyHanko says of each signature of the PDF at `path`, trusting `roots` (PEM files) alone; also whether it
/// passes validation for long-term signatures by ETSI EN 319 102-1, revocation data required (`ades`).
///
/// See `tests/judge.py` for the shape.
///
/// # Errors
/// When pyHanko can't read the file.
pub fn pyhanko(path: &Path, roots: &[&Path]) -> Result<Vec<Value>> {
    asked(&[], path, roots)
}

/// What pyHanko would say at a moment (ISO 8601), by what stands in the document alone.
///
/// # Errors
/// When pyHanko can't read the file.
pub fn pyhanko_at(path: &Path, roots: &[&Path], at: &str) -> Result<Vec<Value>> {
    asked(&["--at", at], path, roots)
}

fn asked(options: &[&str], path: &Path, roots: &[&Path]) -> Result<Vec<Value>> {
    let script = workspace_root().join("tests/judge.py");
    let output = Command::new(python()?)
        .arg(script)
        .arg("--ades")
        .args(options)
        .arg(path)
        .args(roots)
        .output()?;
    Ok(serde_json::from_slice(&said(&output)?)?)
}

/// Has pymerkle judge what a log claims of its entries; gives the number of proofs it agreed with.
///
/// See `tests/log_judge.py` for the shape.
///
/// # Errors
/// When it disagrees.
pub fn pymerkle(claimed: &Value) -> Result<usize> {
    let script = workspace_root().join("tests/log_judge.py");
    let mut child = Command::new(python()?)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().context("its input is piped")?;
    input.write_all(claimed.to_string().as_bytes())?;
    drop(input);
    let output = child.wait_with_output()?;
    Ok(String::from_utf8(said(&output)?)?.trim().parse()?)
}

/// Whether pdf_oxide takes the PDF at `path` for PDF/A-3a and PDF/UA-1, and qpdf finds no fault in its syntax.
///
/// # Errors
/// With what they find, or when they can't read the file.
pub fn archivable(path: &Path) -> Result<()> {
    let script = workspace_root().join("tests/pdfa.py");
    let output = Command::new(python()?).arg(script).arg(path).output()?;
    let found: Value = serde_json::from_slice(&said(&output)?)?;
    let is_valid = found["pdf_a"]["valid"] == true && found["pdf_ua"]["valid"] == true;
    let is_sound = found["syntax"].as_array().is_some_and(Vec::is_empty);
    ensure!(is_valid && is_sound, "{}: {found:#}", path.display());
    Ok(())
}

/// What `pdfsig` prints of the PDF at `path`.
///
/// # Errors
/// When `pdfsig` is missing or can't read the file.
pub fn pdfsig(path: &Path) -> Result<String> {
    let output = Command::new("pdfsig").arg("-nocert").arg(path).output();
    let output = output.context("pdfsig is missing: run tests/setup.sh")?;
    Ok(String::from_utf8_lossy(&said(&output)?).into_owned())
}

fn said(output: &Output) -> Result<Vec<u8>> {
    let error = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}: {error}", output.status);
    Ok(output.stdout.clone())
}
