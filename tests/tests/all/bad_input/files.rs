use anyhow::Result;
use reqwest::Method;
use yunqian_tests::Reply;

use super::{open, still_serves};

const MEBIBYTE: usize = 1024 * 1024;

#[tokio::test]
async fn a_pdf_that_is_none_and_kinds_nobody_needs_are_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let pdf = "application/pdf";
    for fake in [&b"MZ\x90\x00"[..], b"<html></html>", b"%PD"] {
        officer
            .upload("brochure.pdf", pdf, fake.to_vec())
            .await?
            .refused(422, "not-a-pdf")?;
    }
    for name in ["run.exe", "page.html", "noname"] {
        officer
            .upload(name, pdf, b"MZ\x90\x00".to_vec())
            .await?
            .refused(422, "file-kind-not-allowed")?;
    }
    officer
        .upload("picture.png", "image/png", b"%PDF-1.7".to_vec())
        .await?
        .refused(422, "file-kind-not-allowed")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn empty_oversize_and_malformed_uploads_are_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let pdf = "application/pdf";
    officer
        .upload("empty.pdf", pdf, Vec::new())
        .await?
        .refused(422, "empty-file")?;
    let mut large = b"%PDF-1.7".to_vec();
    large.resize(20 * MEBIBYTE + 1, 0);
    officer
        .upload("large.pdf", pdf, large)
        .await?
        .refused(413, "too-large")?;
    let broken = officer
        .request(Method::POST, "/files")
        .header("content-type", "multipart/form-data; boundary=x")
        .body("--x\r\nno headers, no end");
    Reply::of(broken).await?.refused(400, "malformed-form")?;
    let nothing = reqwest::multipart::Form::new().text("other", "field");
    let nothing = officer.request(Method::POST, "/files").multipart(nothing);
    Reply::of(nothing).await?.refused(422, "no-file")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_file_is_named_by_its_content_and_never_by_a_path() -> Result<()> {
    let (server, officer) = open().await?;
    let bytes = b"%PDF-1.7 a brochure".to_vec();
    let kept = officer
        .upload("../../etc/passwd.pdf", "application/pdf", bytes)
        .await?
        .expect(201)?;
    assert_eq!(kept["name"], "passwd.pdf");
    for digest in ["..%2F..%2Fjournal", "0", &"0".repeat(64), "ZZ"] {
        officer
            .get(&format!("/files/{digest}"))
            .await?
            .refused(404, "not-found")?;
    }
    still_serves(server, &officer).await
}
