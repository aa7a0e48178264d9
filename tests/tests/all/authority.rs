//! The signing authority of a real record: made by OpenSSL, taken from a configuration file, asked over HTTP.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use yunqian_tests::{Server, ServerOptions, binary};

/// Keys and certificates in a folder, and the configuration that names them.
struct Operator {
    folder: TempDir,
}

impl Operator {
    fn new() -> Result<Self> {
        let it = Self {
            folder: TempDir::new()?,
        };
        let authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign";
        let ids = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid";
        std::fs::write(it.file("root.ext"), format!("{authority}\nsubjectKeyIdentifier=hash\n"))?;
        std::fs::write(it.file("ca.ext"), format!("{authority}\n{ids}\n"))?;
        let leaf = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature";
        std::fs::write(it.file("seal.ext"), format!("{leaf}\n{ids}\n"))?;
        for name in ["root", "issuing", "seal"] {
            let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
            it.openssl(&format!(
                "req -new {key} -keyout {name}.key -out {name}.csr -subj /C=CN/O=Province/CN={name}"
            ))?;
        }
        it.openssl("x509 -req -in root.csr -signkey root.key -days 3650 -extfile root.ext -out root.pem")?;
        it.certify("issuing.csr", "issuing.pem")?;
        let by = "-CA issuing.pem -CAkey issuing.key -CAcreateserial -days 1000 -extfile seal.ext";
        it.openssl(&format!("x509 -req -in seal.csr {by} -out seal.pem"))?;
        it.configure("issuing.key")?;
        Ok(it)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The root signs a request; its key is nowhere in the configuration.
    fn certify(&self, request: &str, certificate: &str) -> Result<()> {
        let by = "-CA root.pem -CAkey root.key -CAcreateserial -days 3000 -extfile ca.ext";
        self.openssl(&format!("x509 -req -in {request} {by} -out {certificate}"))?;
        Ok(())
    }

    fn configure(&self, key: &str) -> Result<()> {
        let [roots, key, certificate] = ["root.pem", key, "issuing.pem"].map(|name| self.file(name));
        let [seal_key, seal] = ["seal.key", "seal.pem"].map(|name| self.file(name));
        let text = format!(
            "[mail]\ntransport = \"smtp\"\nurl = \"smtp://127.0.0.1:1\"\nfrom = \"Fair <fair@example.org>\"\n\
             [[signing.timestamp_authorities]]\nurl = \"http://127.0.0.1:1/\"\nroots = {roots:?}\n\
             [[signing.timestamp_authorities]]\nurl = \"http://127.0.0.1:2/\"\nroots = {roots:?}\n\
             [signing.authority]\nroots = {roots:?}\n\
             [signing.authority.issuing]\nkey = {key:?}\ncertificate = {certificate:?}\n\
             [signing.authority.seal]\nkey = {seal_key:?}\ncertificate = {seal:?}\n"
        );
        Ok(std::fs::write(self.file("my.toml"), text)?)
    }

    fn openssl(&self, arguments: &str) -> Result<String> {
        let mut openssl = Command::new("openssl");
        let ran = openssl
            .args(arguments.split(' '))
            .current_dir(self.folder.path())
            .output();
        let output = ran.context("openssl is missing: run tests/setup.sh")?;
        ensure!(output.status.success(), "openssl {arguments}: {}", said(&output));
        Ok(said(&output))
    }

    fn options(&self) -> ServerOptions {
        ServerOptions {
            arguments: vec!["--config".to_owned(), self.file("my.toml").display().to_string()],
            bare: true,
            ..ServerOptions::default()
        }
    }

    /// `yunqian rotate-key` on the server's data.
    fn rotate(&self, data: &Path, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(binary()?);
        command.args(["rotate-key", "--config"]).arg(self.file("my.toml"));
        let output = command.arg("--data").arg(data).args(arguments).output()?;
        ensure!(output.status.success(), "{}", said(&output));
        Ok(said(&output))
    }

    /// Asks the server about a certificate as anybody may, and checks the answer by the root alone.
    fn finds_good(&self, server: &Server, certificate: &str, issuer: &str) -> Result<()> {
        let url = server.url("/pki/ocsp");
        let about = format!("-issuer {issuer} -cert {certificate} -verify_other {issuer} -CAfile root.pem");
        let said = self.openssl(&format!("ocsp -url {url} {about}"))?;
        ensure!(said.contains("Response verify OK"), "{said}");
        ensure!(said.contains(&format!("{certificate}: good")), "{said}");
        Ok(())
    }
}

fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&both).into_owned()
}

async fn fetched(server: &Server, path: &str) -> Result<Vec<u8>> {
    let answer = reqwest::get(server.url(path)).await?.error_for_status()?;
    Ok(answer.bytes().await?.to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_authority_answers_for_all_its_keys_over_http_before_and_after_they_change() -> Result<()> {
    let operator = Operator::new()?;
    let mut server = Server::start_with(operator.options()).await?;
    let data = server.data_dir();
    operator.finds_good(&server, "seal.pem", "issuing.pem")?;
    std::fs::write(operator.file("served.cer"), fetched(&server, "/pki/root.cer").await?)?;
    let served = operator.openssl("x509 -inform DER -in served.cer -noout -subject")?;
    ensure!(served.contains("CN = root"), "{served}");

    server.kill()?;
    operator.rotate(&data, &["issuing"])?;
    let kept = data.join("keys/authority");
    std::fs::copy(kept.join("issuing-request.csr"), operator.file("next.csr"))?;
    operator.certify("next.csr", "next.pem")?;
    let next = operator.file("next.pem").display().to_string();
    operator.rotate(&data, &["issuing", "--certificate", &next])?;
    operator.rotate(&data, &["seal"])?;
    let mut files = std::fs::read_dir(kept)?.flatten().map(|entry| entry.path());
    let is_seal = |file: &PathBuf| {
        file.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("seal-"))
    };
    std::fs::copy(
        files.find(is_seal).context("no seal was kept")?,
        operator.file("new-seal.pem"),
    )?;
    server.restart().await?;
    for (seal, issuer) in [("seal.pem", "issuing.pem"), ("new-seal.pem", "next.pem")] {
        operator.finds_good(&server, seal, issuer)?;
    }
    let named = list_of(&operator, "new-seal.pem")?;
    for (issuer, path) in [("issuing.pem", "/pki/issuing.crl"), ("next.pem", &named)] {
        std::fs::write(operator.file("list.crl"), fetched(&server, path).await?)?;
        let checked = operator.openssl(&format!("crl -inform DER -in list.crl -noout -CAfile {issuer} -verify"))?;
        ensure!(checked.contains("verify OK"), "{path}: {checked}");
    }
    Ok(())
}

/// The path of the revocation list that a certificate names.
fn list_of(operator: &Operator, certificate: &str) -> Result<String> {
    let text = operator.openssl(&format!("x509 -in {certificate} -noout -ext crlDistributionPoints"))?;
    let (_, path) = text.split_once("/pki/").context("it names no list")?;
    Ok(format!("/pki/{}", path.split_whitespace().next().unwrap_or_default()))
}

#[tokio::test]
async fn a_key_that_is_not_its_certificates_stops_the_server_at_start() -> Result<()> {
    let operator = Operator::new()?;
    operator.configure("root.key")?;
    let started = Server::start_with(operator.options()).await;
    let refusal = started.err().map(|error| error.to_string()).unwrap_or_default();
    let reason = "signing.authority.issuing: the certificate does not belong to the key";
    ensure!(refusal.contains(reason), "{refusal}");
    Ok(())
}

#[tokio::test]
async fn a_real_authority_with_one_timestamp_authority_alone_stops_the_server_at_start() -> Result<()> {
    let operator = Operator::new()?;
    let both = std::fs::read_to_string(operator.file("my.toml"))?;
    let (first, rest) = both
        .split_once("[[signing.timestamp_authorities]]")
        .context("a first one")?;
    let (_, other) = rest
        .split_once("[[signing.timestamp_authorities]]")
        .context("a second one")?;
    let one = format!("{first}[[signing.timestamp_authorities]]{other}");
    std::fs::write(operator.file("my.toml"), one)?;
    let started = Server::start_with(operator.options()).await;
    let refusal = started.err().map(|error| error.to_string()).unwrap_or_default();
    ensure!(
        refusal.contains("signing.authority needs two signing.timestamp_authorities"),
        "{refusal}"
    );
    Ok(())
}
