//! A firm's own certification authority, as OpenSSL runs one: certificates, and an OCSP responder for them.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use crate::server::free_address;

/// The authority; its responder stops with it.
pub struct Ca {
    dir: TempDir,
    responder: Child,
}

impl Ca {
    /// Makes the authority, and a certificate for `name` with a P-256 key; its responder calls it good.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn with_certificate(name: &str) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let address = free_address()?;
        let at = |file: &str| dir.path().join(file);
        let ca = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign,digitalSignature\n\
                  subjectKeyIdentifier=hash\n";
        let person = format!(
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n\
             subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\nauthorityInfoAccess=OCSP;URI:http://{address}/\n"
        );
        std::fs::write(at("ca.ext"), ca)?;
        std::fs::write(at("person.ext"), person)?;
        for (who, subject) in [
            ("ca", "/C=CZ/O=Test firm/CN=Test firm CA"),
            ("person", &format!("/C=CZ/O=Test firm/CN={name}")),
        ] {
            openssl(
                dir.path(),
                &[
                    "ecparam",
                    "-name",
                    "prime256v1",
                    "-genkey",
                    "-noout",
                    "-out",
                    &format!("{who}.ec"),
                ],
            )?;
            openssl(
                dir.path(),
                &[
                    "pkcs8",
                    "-topk8",
                    "-nocrypt",
                    "-in",
                    &format!("{who}.ec"),
                    "-out",
                    &format!("{who}.key"),
                ],
            )?;
            openssl(
                dir.path(),
                &[
                    "req",
                    "-new",
                    "-utf8",
                    "-key",
                    &format!("{who}.key"),
                    "-subj",
                    subject,
                    "-out",
                    &format!("{who}.csr"),
                ],
            )?;
        }
        let days = ["-days", "365", "-sha256"];
        openssl(
            dir.path(),
            &[
                &[
                    "x509", "-req", "-in", "ca.csr", "-signkey", "ca.key", "-extfile", "ca.ext", "-out", "ca.pem",
                ],
                days.as_slice(),
            ]
            .concat(),
        )?;
        openssl(
            dir.path(),
            &[
                &[
                    "x509",
                    "-req",
                    "-in",
                    "person.csr",
                    "-CA",
                    "ca.pem",
                    "-CAkey",
                    "ca.key",
                    "-set_serial",
                    "4097",
                    "-extfile",
                    "person.ext",
                    "-out",
                    "person.pem",
                ],
                days.as_slice(),
            ]
            .concat(),
        )?;
        std::fs::write(
            at("index.txt"),
            format!("V\t991231235959Z\t\t1001\tunknown\t/C=CZ/O=Test firm/CN={name}\n"),
        )?;
        let port = address.port().to_string();
        let responder = Command::new("openssl")
            .args([
                "ocsp",
                "-index",
                "index.txt",
                "-port",
                &port,
                "-rsigner",
                "ca.pem",
                "-rkey",
                "ca.key",
                "-CA",
                "ca.pem",
            ])
            .args(["-nmin", "60", "-ignore_err"])
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("openssl")?;
        Ok(Self { dir, responder })
    }

    /// The authority's folder: `ca.pem`, `ca.key`, and `person.ext` for certificates that name the responder; the one
    /// numbered 4097 is good.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// The authority's own certificate, a PEM file.
    pub fn root(&self) -> PathBuf {
        self.dir.path().join("ca.pem")
    }

    /// The person's private key, a PKCS#8 PEM file.
    pub fn key(&self) -> PathBuf {
        self.dir.path().join("person.key")
    }

    /// The person's certificate, a PEM file.
    pub fn certificate(&self) -> PathBuf {
        self.dir.path().join("person.pem")
    }

    /// The person's certificate as DER in base64.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn certificate_base64(&self) -> Result<String> {
        let der = openssl(self.dir.path(), &["x509", "-in", "person.pem", "-outform", "DER"])?;
        Ok(STANDARD.encode(der))
    }

    /// Signs bytes with the person's key; gives an ECDSA-Sig-Value.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        std::fs::write(self.dir.path().join("message"), bytes)?;
        openssl(self.dir.path(), &["dgst", "-sha256", "-sign", "person.key", "message"])
    }
}

impl Drop for Ca {
    fn drop(&mut self) {
        let _ = self.responder.kill();
        let _ = self.responder.wait();
    }
}

fn openssl(dir: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("openssl").args(arguments).current_dir(dir).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "openssl {}: {said}", arguments.join(" "));
    Ok(output.stdout)
}
