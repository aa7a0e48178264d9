//! Signatures that firms make with keys of their own, in OpenSSL's hands and in a PKCS#11 token.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};
use yunqian_journal::Digest;
use yunqian_tests::{Ca, Client, Reply, Server, ServerOptions, SigningService, binary, browser, judge};

use super::remote_key;
use super::table::{Seated, Table, answer};

const PIN: &str = "86420975";
/// The firm and the park of the table, as they are registered.
pub const FIRM: &str = "Mobile ice carpet maker (placeholder)";
const PARK: &str = "Zhangjiakou High-tech Zone Investment Promotion Bureau";

/// A table at which the firm's own authority is trusted.
async fn table(ca: &Ca) -> Result<Table> {
    trusting(std::slice::from_ref(ca)).await
}

async fn trusting(authorities: &[Ca]) -> Result<Table> {
    let roots: Vec<_> = authorities.iter().map(Ca::root).collect();
    let roots = json!(roots).to_string();
    let options = ServerOptions {
        environment: vec![("YUNQIAN_SIGNING__TRUSTED_ROOTS".to_owned(), roots)],
        ..ServerOptions::default()
    };
    Table::laid_on(Server::start_with(options).await?).await
}

/// A ticket, and whoever holds it.
struct Holder {
    client: Client,
    ticket: String,
    address: String,
}

impl Holder {
    async fn of(table: &Table, seated: &Seated, id: &str) -> Result<Self> {
        let given = seated
            .client
            .post(&format!("/agreements/{id}/signing/key"), &json!({}))
            .await?
            .expect(201)?;
        let text = |name: &str| given[name].as_str().map(str::to_owned).context("a ticket");
        Ok(Self {
            client: table.server.client(),
            ticket: text("ticket")?,
            address: text("address")?,
        })
    }

    async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Result<Reply> {
        let mut request = self
            .client
            .raw(method, &format!("/api/v1/own-key{path}"))
            .bearer_auth(&self.ticket);
        if let Some(body) = body {
            request = request.json(&body);
        }
        Reply::of(request).await
    }

    async fn show(&self, chain: &[String]) -> Result<Reply> {
        self.call(Method::PUT, "/certificate", Some(json!({ "chain": chain })))
            .await
    }

    async fn state(&self) -> Result<Value> {
        Ok(self.call(Method::GET, "", None).await?.expect(200)?["state"].clone())
    }

    async fn begin(&self) -> Result<Value> {
        self.call(Method::POST, "/requests", None).await?.expect(201)
    }

    async fn answer(&self, request: &Value, signature: &[u8]) -> Result<Reply> {
        let id = request["id"].as_str().context("an id")?;
        let body = json!({ "signature": STANDARD.encode(signature) });
        self.call(Method::POST, &format!("/requests/{id}/signature"), Some(body))
            .await
    }
}

fn to_be_signed(request: &Value) -> Result<Vec<u8>> {
    Ok(STANDARD.decode(request["to_be_signed"].as_str().context("nothing to sign")?)?)
}

/// Identifies somebody and authorises a signature with the certificate that was shown.
pub async fn authorise(table: &Table, seated: &Seated, id: &str) -> Result<Value> {
    table.identify(seated, id).await?;
    let asked = seated
        .client
        .get(&format!("/agreements/{id}/signing?key=own"))
        .await?
        .expect(200)?;
    answer(seated, id, &asked).await?.expect(201)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_ones_own_signs_beside_a_managed_one_and_both_are_provable_for_long() -> Result<()> {
    let ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let mut table = table(&ca).await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    let id = table.opened(json!({})).await?;
    let holder = Holder::of(&table, &firm, &id).await?;
    ensure!(holder.state().await? == "certificate-wanted");
    let early = firm.client.get(&format!("/agreements/{id}/signing?key=own")).await?;
    early.refused(409, "certificate-wanted")?;
    holder.show(&[ca.certificate_base64()?]).await?.expect(200)?;
    let shown = firm
        .client
        .get(&format!("/agreements/{id}/signing/key"))
        .await?
        .expect(200)?;
    ensure!(
        shown["certificate"]["subject"] == format!("Eva Dvorak, {FIRM}"),
        "{shown}"
    );
    holder
        .call(Method::POST, "/requests", None)
        .await?
        .refused(409, "authorisation-wanted")?;
    let agreement = authorise(&table, &firm, &id).await?;
    ensure!(
        agreement["signatories"][0]["authorisation"]["key"]["mode"] == "own",
        "{agreement}"
    );
    ensure!(holder.state().await? == "ready");

    let request = holder.begin().await?;
    covers_the_frozen_document(&holder, &request).await?;
    let again = holder.call(Method::POST, "/requests", None).await?;
    again.refused(409, "document-busy")?;
    // The park's managed key waits for the firm's.
    table.sign(&park, &id).await?;
    let waiting = table.read(&id).await?;
    ensure!(waiting["signatories"][1]["state"] == "authorised", "{waiting}");
    let signature = ca.sign(&to_be_signed(&request)?)?;
    let task = holder.answer(&request, &signature).await?.expect(200)?;
    ensure!(task["state"] == "signed", "{task}");
    let repeated = holder.answer(&request, &signature).await?.expect(200)?;
    ensure!(repeated["state"] == "signed", "{repeated}");
    let signed = table.until(&id, |it| it["archive"].is_object()).await?;
    ensure!(
        signed["archive"]["level"] == "B-LTA",
        "the firm's authority was not asked: {signed}"
    );
    let proof = park.client.get(&format!("/agreements/{id}/proof")).await?.expect(200)?;
    ensure!(
        proof["certificates"][0]["signatory"] == signed["signatories"][0]["id"],
        "{proof}"
    );
    let certificate = &proof["certificates"][0]["certificate"];
    ensure!(certificate["subject"] == format!("Eva Dvorak, {FIRM}"), "{proof}");
    ensure!(certificate["issuer"] == "Test firm CA, Test firm", "{proof}");
    ensure!(proof["trouble"].is_null(), "{proof}");
    judged(&table, &ca, &id, "Eva Dvorak").await?;
    verified(&table, &id).await
}

/// The client sees for itself what its key signs.
async fn covers_the_frozen_document(holder: &Holder, request: &Value) -> Result<()> {
    let id = request["id"].as_str().context("an id")?;
    let covered = holder
        .call(Method::GET, &format!("/requests/{id}/content"), None)
        .await?;
    let length = covered
        .headers
        .get("yunqian-frozen-length")
        .context("the frozen document's length")?;
    let length: usize = length.to_str()?.parse()?;
    let task = holder.call(Method::GET, "", None).await?.expect(200)?;
    let frozen = Digest::of(&covered.bytes[..length]).to_string();
    ensure!(task["document_sha256"] == frozen, "it begins with another document");
    let digest = Digest::of(&covered.bytes);
    let attributes = to_be_signed(request)?;
    ensure!(
        attributes.windows(32).any(|window| window == digest.as_bytes()),
        "another messageDigest"
    );
    Ok(())
}

pub async fn judged(table: &Table, ca: &Ca, id: &str, signer: &str) -> Result<()> {
    let document = table.park.client.get(&format!("/agreements/{id}/document")).await?;
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("signed.pdf");
    std::fs::write(&file, &document.bytes)?;
    let verdicts = judge::pyhanko(&file, &[&table.root(dir.path())?, &ca.root()])?;
    ensure!(verdicts.len() == 3, "{verdicts:?}");
    for verdict in &verdicts {
        ensure!(verdict["bottom_line"] == true, "not good: {verdict}");
        ensure!(verdict["ades"] == "AdESPassed.OK", "not for long: {verdict}");
    }
    let own = verdicts
        .iter()
        .any(|it| it["signer"].as_str().is_some_and(|name| name.contains(signer)));
    ensure!(own, "{verdicts:?}");
    Ok(())
}

/// The bundle verifies offline, the firm's own certificate in it.
async fn verified(table: &Table, id: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let bundle = table.park.client.get(&format!("/agreements/{id}/evidence")).await?;
    let anchors = table.park.client.get("/trust-anchors").await?;
    std::fs::write(dir.path().join("bundle.zip"), &bundle.bytes)?;
    std::fs::write(dir.path().join("anchors.json"), &anchors.bytes)?;
    let output = Command::new(binary()?)
        .args(["verify", "bundle.zip", "--trust", "anchors.json", "--json"])
        .current_dir(&dir)
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(
        output.status.success(),
        "{said} {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_ticket_a_certificate_or_an_answer_is_told_and_holds_nobody_up() -> Result<()> {
    let ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let stranger = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let mut table = table(&ca).await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    let id = table.opened(json!({})).await?;
    let over = Holder::of(&table, &firm, &id).await?;
    let holder = Holder::of(&table, &firm, &id).await?;
    over.call(Method::GET, "", None).await?.refused(401, "ticket-over")?;
    holder.show(&[]).await?.refused(422, "certificate-invalid")?;
    holder
        .show(&["AAAA".to_owned()])
        .await?
        .refused(422, "certificate-invalid")?;
    holder
        .show(&[stranger.certificate_base64()?])
        .await?
        .refused(422, "certificate-untrusted")?;
    holder.show(&[ca.certificate_base64()?]).await?.expect(200)?;
    authorise(&table, &firm, &id).await?;

    let request = holder.begin().await?;
    let wrong = stranger.sign(&to_be_signed(&request)?)?;
    holder.answer(&request, &wrong).await?.refused(422, "signature-wrong")?;
    let right = ca.sign(&to_be_signed(&request)?)?;
    holder.answer(&request, &right).await?.refused(409, "request-over")?;
    // The document is free again at once.
    table.sign(&park, &id).await?;
    table.until(&id, |it| it["signatories"][1]["state"] == "sealed").await?;
    // Authorised anew for a managed key: the own one has nothing to sign any more.
    let asked = table.ask(&firm, &id).await?;
    answer(&firm, &id, &asked).await?.expect(201)?;
    table.until(&id, |it| it["state"] == "signed").await?;
    holder
        .call(Method::POST, "/requests", None)
        .await?
        .refused(409, "signatory-has-acted")?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_revoked_or_that_nobody_tells_of_makes_no_signature() -> Result<()> {
    let mut ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let mut table = table(&ca).await?;
    let firm = table.firm.clone();
    let id = table.opened(json!({})).await?;
    let holder = Holder::of(&table, &firm, &id).await?;
    let silent = holder.show(&[ca.without_status()?]).await?;
    silent.refused(422, "certificate-without-status")?;
    holder.show(&[ca.certificate_base64()?]).await?.expect(200)?;
    authorise(&table, &firm, &id).await?;
    ca.revoke()?;
    let late = holder.call(Method::POST, "/requests", None).await?;
    late.refused(422, "certificate-revoked")?;
    let shown = holder.show(&[ca.certificate_base64()?]).await?;
    shown.refused(422, "certificate-revoked")?;
    ca.silence()?;
    let unknown = holder.call(Method::POST, "/requests", None).await?;
    unknown.refused(503, "certificate-status-unknown")?;
    let unsigned = table.read(&id).await?;
    ensure!(unsigned["signatories"][0]["state"] == "authorised", "{unsigned}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_can_not_be_archived_says_why_and_holds_up_no_other() -> Result<()> {
    let mut ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let mut table = table(&ca).await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    let [id, other] = [table.opened(json!({})).await?, table.opened(json!({})).await?];
    let holder = Holder::of(&table, &firm, &id).await?;
    holder.show(&[ca.certificate_base64()?]).await?.expect(200)?;
    authorise(&table, &firm, &id).await?;
    let request = holder.begin().await?;
    let signature = ca.sign(&to_be_signed(&request)?)?;
    holder.answer(&request, &signature).await?.expect(200)?;
    // Its issuer tells only now that it was revoked before it signed.
    ca.revoke()?;
    table.sign(&park, &id).await?;
    table.until(&id, |it| it["state"] == "signed").await?;
    for seated in [&firm, &park] {
        table.sign(seated, &other).await?;
    }
    table.until(&other, |it| it["archive"]["level"] == "B-LTA").await?;
    let trouble = loop {
        let proof = park.client.get(&format!("/agreements/{id}/proof")).await?.expect(200)?;
        if proof["trouble"].is_object() {
            break proof["trouble"].clone();
        }
        ensure!(table.read(&id).await?["archive"].is_null(), "it was archived: {proof}");
        tokio::task::yield_now().await;
    };
    ensure!(trouble["code"] == "certificate-revoked", "{trouble}");
    ensure!(trouble["failures"] == 1, "tried again at once: {trouble}");
    ensure!(
        table.read(&id).await?["archive"].is_null(),
        "it was archived all the same"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_names_the_organisation_or_the_person_that_signs() -> Result<()> {
    let named = [
        ("/C=CZ/O=MOBILE ICE CARPET MAKER placeholder/CN=Eva Dvorak", true),
        ("/C=CZ/O=移动冰毯企业(占位)/CN=Eva Dvorak", true),
        ("/C=CZ/CN=petr dvořák", true),
        ("/C=CZ/CN=Eva Dvorak", false),
        ("/C=CZ/O=Another firm/CN=Petr Dvořák", false),
    ];
    let authorities = named.iter().map(|(subject, _)| Ca::with_subject(subject));
    let authorities = authorities.collect::<Result<Vec<_>>>()?;
    let mut table = trusting(&authorities).await?;
    let firm = table.firm.clone();
    let id = table.opened(json!({})).await?;
    let holder = Holder::of(&table, &firm, &id).await?;
    for ((subject, is_own), ca) in named.iter().zip(&authorities) {
        let shown = holder.show(&[ca.certificate_base64()?]).await?;
        let told = match is_own {
            true => shown.expect(200),
            false => shown.refused(422, "certificate-names-another"),
        };
        told.context(*subject)?;
    }
    Ok(())
}

/// A SoftHSM2 token with the firm's key in it.
struct Token {
    dir: tempfile::TempDir,
}

impl Token {
    fn with(ca: &Ca) -> Result<Self> {
        let token = Self {
            dir: tempfile::tempdir()?,
        };
        std::fs::create_dir(token.dir.path().join("tokens"))?;
        let tokens = token.dir.path().join("tokens");
        std::fs::write(
            token.dir.path().join("softhsm2.conf"),
            format!(
                "directories.tokendir = {}\nobjectstore.backend = file\n",
                tokens.display()
            ),
        )?;
        std::fs::write(token.dir.path().join("pin"), PIN)?;
        let label = ["--label", "firm", "--so-pin", "12345678", "--pin", PIN];
        token.run(
            Command::new("softhsm2-util")
                .args(["--init-token", "--free"])
                .args(label),
        )?;
        let key = ["--token", "firm", "--label", "signer", "--id", "a1", "--pin", PIN];
        token.run(Command::new("softhsm2-util").arg("--import").arg(ca.key()).args(key))?;
        Ok(token)
    }

    fn run(&self, command: &mut Command) -> Result<String> {
        let output = command
            .env("SOFTHSM2_CONF", self.dir.path().join("softhsm2.conf"))
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        ensure!(
            output.status.success(),
            "{said} {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(said)
    }

    fn sign(&self, address: &str, chain: &Path) -> Result<Value> {
        let mut command = Command::new(binary()?);
        command.args([
            "sign", address, "--token", "firm", "--key", "signer", "--json", "--pkcs11",
        ]);
        command
            .arg(module()?)
            .arg("--pin-file")
            .arg(self.dir.path().join("pin"))
            .arg("--chain")
            .arg(chain);
        let said = self.run(&mut command)?;
        let last = said.lines().last().context("it said nothing")?;
        serde_json::from_str(last).with_context(|| said.clone())
    }
}

fn module() -> Result<PathBuf> {
    let places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"];
    let found = places.iter().map(PathBuf::from).find(|place| place.exists());
    found.context("SoftHSM2 is missing: run tests/setup.sh")
}

#[tokio::test(flavor = "multi_thread")]
async fn yunqian_sign_signs_with_a_token_once_the_signatory_has_confirmed_in_the_page() -> Result<()> {
    let ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let mut table = table(&ca).await?;
    let firm = table.firm.clone();
    let id = table.opened(json!({})).await?;
    let holder = Holder::of(&table, &firm, &id).await?;
    let token = Token::with(&ca)?;
    let (address, chain) = (holder.address.clone(), ca.certificate());
    let signing = tokio::task::spawn_blocking(move || token.sign(&address, &chain));
    // As the page does: waits until the certificate is there, then lets the signatory confirm.
    while holder.state().await? == "certificate-wanted" {
        ensure!(!signing.is_finished(), "{:?}", signing.await);
        tokio::task::yield_now().await;
    }
    authorise(&table, &firm, &id).await?;
    let told = signing.await??;
    ensure!(
        told["outcome"] == "signed" && told["task"]["state"] == "signed",
        "{told}"
    );
    let sealed = table.until(&id, |it| it["signatories"][0]["state"] == "sealed").await?;
    ensure!(
        sealed["signatories"][0]["authorisation"]["key"]["mode"] == "own",
        "{sealed}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_firm_signs_in_its_browser_with_a_key_of_its_own_and_the_park_by_a_signing_service() -> Result<()> {
    let ca = Ca::with_certificate(PARK, "Zhao Min")?;
    let service = SigningService::start(&ca)?;
    let mut table = remote_key::table(&ca, &service).await?;
    let id = table.opened(json!({})).await?;
    let facts = json!({ "agreement": id, "ca": ca.folder(), "pin": SigningService::PIN });
    browser::story("own_key", &table.server, &facts).await?;
    judged(&table, &ca, &id, "Petr Dvořák").await
}
