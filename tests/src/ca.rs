//! A firm's own certification authority, as OpenSSL runs one: certificates, and an OCSP responder for them.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use crate::server::free_address;

/// What each certificate is for, as OpenSSL writes extensions.
const CA: &str =
    "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";
const RESPONDER: &str = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n\
                         extendedKeyUsage=OCSPSigning\nnoCheck=ignored\nauthorityKeyIdentifier=keyid\n";
const PERSON: &str = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n\
                      subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n";

/// The authority; its responder stops with it.
pub struct Ca {
    dir: TempDir,
    responder: Child,
    address: SocketAddr,
    /// The person's name in the responder's index.
    subject: String,
}

impl Ca {
    /// Makes the authority, and a certificate for `name` of an organisation with a P-256 key; its responder calls it
    /// good.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn with_certificate(organisation: &str, name: &str) -> Result<Self> {
        Self::with_subject(&format!("/C=CZ/O={organisation}/CN={name}"))
    }

    /// Makes the authority, and a certificate for whom `subject` names as OpenSSL writes it.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn with_subject(subject: &str) -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let path = dir.path();
        let address = free_address()?;
        let person = format!("{PERSON}authorityInfoAccess=OCSP;URI:http://{address}/\n");
        let certificates = [
            ("ca", "/C=CZ/O=Test firm/CN=Test firm CA", CA, "-signkey ca.key"),
            (
                "responder",
                "/C=CZ/O=Test firm/CN=Test firm OCSP",
                RESPONDER,
                "-CA ca.pem -CAkey ca.key -set_serial 2",
            ),
            ("person", subject, &person, "-CA ca.pem -CAkey ca.key -set_serial 4097"),
        ];
        for (who, subject, extensions, signed) in certificates {
            std::fs::write(path.join(format!("{who}.ext")), extensions)?;
            let subject = ["-subj", subject];
            openssl(
                path,
                &format!("ecparam -name prime256v1 -genkey -noout -out {who}.ec"),
                &[],
            )?;
            openssl(path, &format!("pkcs8 -topk8 -nocrypt -in {who}.ec -out {who}.key"), &[])?;
            openssl(path, &format!("req -new -utf8 -key {who}.key -out {who}.csr"), &subject)?;
            let certify =
                format!("x509 -req -in {who}.csr {signed} -extfile {who}.ext -days 365 -sha256 -out {who}.pem");
            openssl(path, &certify, &[])?;
        }
        let good = format!("V\t991231235959Z\t\t1001\tunknown\t{subject}\n");
        std::fs::write(path.join("index.txt"), good)?;
        Ok(Self {
            responder: respond(path, address)?,
            dir,
            address,
            subject: subject.to_owned(),
        })
    }

    /// Revokes the person's certificate as of an hour ago.
    ///
    /// # Errors
    /// When the index can't be written, or the responder does not start again.
    pub fn revoke(&mut self) -> Result<()> {
        let since = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1);
        let since = since.strftime("%y%m%d%H%M%SZ");
        let revoked = format!("R\t991231235959Z\t{since}\t1001\tunknown\t{}\n", self.subject);
        std::fs::write(self.dir.path().join("index.txt"), revoked)?;
        self.silence()?;
        self.responder = respond(self.dir.path(), self.address)?;
        Ok(())
    }

    /// Stops the responder; nobody tells whether the certificate stands.
    ///
    /// # Errors
    /// When it does not stop.
    pub fn silence(&mut self) -> Result<()> {
        self.responder.kill()?;
        self.responder.wait()?;
        Ok(())
    }

    /// A certificate for the person that says nowhere who tells whether it stands; DER in base64.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn without_status(&self) -> Result<String> {
        std::fs::write(self.dir.path().join("silent.ext"), PERSON)?;
        let certify =
            "x509 -req -in person.csr -CA ca.pem -CAkey ca.key -set_serial 4098 -extfile silent.ext -days 365";
        let der = openssl(self.dir.path(), &format!("{certify} -sha256 -outform DER"), &[])?;
        Ok(STANDARD.encode(der))
    }

    /// The authority's folder: `ca.pem`, `ca.key`, `person.key`, `person.pem`, and `person.ext` for certificates that
    /// name the responder; the one numbered 4097 is good.
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
        let der = openssl(self.dir.path(), "x509 -in person.pem -outform DER", &[])?;
        Ok(STANDARD.encode(der))
    }

    /// Signs bytes with the person's key; gives an ECDSA-Sig-Value.
    ///
    /// # Errors
    /// When OpenSSL fails.
    pub fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        std::fs::write(self.dir.path().join("message"), bytes)?;
        openssl(self.dir.path(), "dgst -sha256 -sign person.key message", &[])
    }
}

impl Drop for Ca {
    fn drop(&mut self) {
        let _ = self.responder.kill();
        let _ = self.responder.wait();
    }
}

/// Starts the responder, which reads the index at its start, and waits until it listens.
fn respond(dir: &Path, address: SocketAddr) -> Result<Child> {
    let serve = "ocsp -index index.txt -rsigner responder.pem -rkey responder.key -CA ca.pem -nmin 60 -ignore_err";
    let said = dir.join("responder.log");
    let log = File::create(&said)?;
    let mut responder = Command::new("openssl")
        .args(serve.split(' '))
        .args(["-port", &address.port().to_string()])
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()
        .context("openssl")?;
    while !std::fs::read_to_string(&said)?.contains("waiting for OCSP client connections") {
        ensure!(responder.try_wait()?.is_none(), "the responder does not start");
    }
    Ok(responder)
}

/// Runs OpenSSL in a folder; `more` are arguments with spaces in them.
fn openssl(dir: &Path, arguments: &str, more: &[&str]) -> Result<Vec<u8>> {
    let mut command = Command::new("openssl");
    let output = command
        .args(arguments.split(' '))
        .args(more)
        .current_dir(dir)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "openssl {arguments}: {said}");
    Ok(output.stdout)
}
