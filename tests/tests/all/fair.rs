//! The whole path on the sample fair, in a real browser, and what is left of it after a `kill -9`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::log;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yunqian_tests::{Client, Server, binary, browser, judge, output_dir};

#[tokio::test(flavor = "multi_thread")]
async fn a_pitch_becomes_a_signed_agreement_that_survives_a_kill() -> Result<()> {
    let mut server = Server::start().await?;
    let outcome = browser::story("fair", &server, &json!({})).await?;
    let document = PathBuf::from(text(&outcome, "document")?);
    let root = development_root(&server)?;

    every_signature_holds(&document, &root)?;
    everything_is_there(&server.client(), &outcome).await?;
    only_who_may_see_it_gets_proof(&server, text(&outcome, "agreement")?).await?;
    log::media::holds_every_signature(&server, text(&outcome, "agreement")?).await?;
    log::personal_data::stays_out_of_the_journal(&server).await?;
    server.restart().await?;
    everything_is_there(&server.client(), &outcome).await?;
    let evidence = evidence(&server.client(), &outcome).await?;
    so_is_one_with_a_browser_alone(&server, &evidence).await?;
    server.kill()?;
    a_stranger_is_convinced(&evidence)?;
    the_proof_is_renewed_for_decades(&server.data_dir(), &document, &root)
}

/// A bundle, and trust anchors that came another way.
struct Evidence {
    bundle: PathBuf,
    anchors: PathBuf,
}

async fn evidence(client: &Client, outcome: &Value) -> Result<Evidence> {
    let folder = output_dir("fair")?;
    let (bundle, anchors) = (folder.join("evidence.zip"), folder.join("trust.json"));
    std::fs::write(&anchors, client.get("/trust-anchors").await?.bytes)?;
    client.sign_in_as("li-wei").await?;
    let path = format!("/agreements/{}/evidence", text(outcome, "agreement")?);
    let sent = client.get(&path).await?;
    ensure!(sent.bytes.starts_with(b"PK"), "no bundle: {sent}");
    std::fs::write(&bundle, sent.bytes)?;
    let certificate = client.get(&path.replace("/evidence", "/certificate")).await?;
    ensure!(certificate.bytes.starts_with(b"%PDF"), "no certificate: {certificate}");
    std::fs::write(folder.join("certificate.pdf"), certificate.bytes)?;
    Ok(Evidence { bundle, anchors })
}

/// The page of another verifier comes to the same verdicts.
async fn so_is_one_with_a_browser_alone(server: &Server, evidence: &Evidence) -> Result<()> {
    let mut spoilt = std::fs::read(&evidence.bundle)?;
    let middle = spoilt.len() / 2;
    spoilt[middle] ^= 1;
    let file = evidence.bundle.with_file_name("spoilt.zip");
    std::fs::write(&file, spoilt)?;
    let facts = json!({ "bundle": evidence.bundle, "spoilt": file, "anchors": evidence.anchors });
    browser::story("verify", server, &facts).await?;
    Ok(())
}

/// The program checks the bundle without server and network.
fn a_stranger_is_convinced(evidence: &Evidence) -> Result<()> {
    let verify = |arguments: &[&str]| -> Result<(Option<i32>, String)> {
        let mut command = Command::new(binary()?);
        let output = command.arg("verify").arg(&evidence.bundle).args(arguments).output()?;
        Ok((output.status.code(), String::from_utf8(output.stdout)?))
    };
    let anchors = evidence.anchors.to_str().context("a path is no text")?;
    let (code, said) = verify(&["--trust", anchors, "--json"])?;
    let verdict: Value = serde_json::from_str(&said)?;
    ensure!(code == Some(0) && verdict["result"] == "valid", "{verdict:#}");
    ensure!(verdict["facts"]["level"] == "B-LTA", "{verdict:#}");
    let (code, said) = verify(&["--language", "zh"])?;
    ensure!(
        code == Some(3) && said.contains("尚未确信"),
        "by its own anchors: {said}"
    );
    let mut bytes = std::fs::read(&evidence.bundle)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&evidence.bundle, bytes)?;
    let (code, said) = verify(&["--trust", anchors, "--language", "en"])?;
    ensure!(code == Some(1) && said.contains("INVALID"), "a bit was flipped: {said}");
    let (code, _) = verify(&["--trust", "/nowhere"])?;
    ensure!(code == Some(2), "there are no such anchors: {code:?}");
    Ok(())
}

/// On a simulated clock: in the ninth year new authorities take over, in the eighteenth again.
fn the_proof_is_renewed_for_decades(data: &Path, document: &Path, root: &Path) -> Result<()> {
    let signed = std::fs::read(document)?;
    for at in ["2035-10-01T00:00:00Z", "2044-10-01T00:00:00Z"] {
        let mut renew = Command::new(binary()?);
        renew.args([
            "evidence",
            "renew",
            "--demo",
            "--new-timestamp-keys",
            "--all",
            "--at",
            at,
            "--data",
        ]);
        let output = renew.arg(data).output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let failed = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(
            output.status.success() && said.contains("Lta until"),
            "{said}\n{failed}"
        );
    }
    let renewed = longest_that_begins_with(&data.join("blobs"), &signed)?;
    ensure!(renewed.len() > signed.len(), "nothing was renewed");
    let file = output_dir("fair")?.join("renewed.pdf");
    std::fs::write(&file, renewed)?;
    judge::archivable(&file)?;
    // The program has verified the level at each step; the judge sees that nothing was changed by it.
    let verdicts = judge::pyhanko_at(&file, &[root], "2044-10-02T00:00:00+00:00")?;
    let intact = verdicts
        .iter()
        .filter(|verdict| verdict["intact"] == true && verdict["valid"] == true);
    ensure!(intact.count() == 3, "{verdicts:#?}");
    Ok(())
}

fn longest_that_begins_with(folder: &Path, beginning: &[u8]) -> Result<Vec<u8>> {
    let mut longest = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            longest_that_begins_with(&path, beginning)?
        } else {
            std::fs::read(&path)?
        };
        if found.starts_with(beginning) && found.len() > longest.len() {
            longest = found;
        }
    }
    Ok(longest)
}

async fn only_who_may_see_it_gets_proof(server: &Server, agreement: &str) -> Result<()> {
    let party = server.client();
    party.sign_in_as("zhao-min").await?;
    log::receipts::prove_each_act(&party, agreement).await?;
    let path = format!("/agreements/{agreement}/receipts");
    let host = server.client();
    host.sign_in_as("wang-fang").await?;
    host.get(&path).await?.refused(403, "not-permitted")?;
    let stranger = server.client();
    stranger.sign_in_as("gao-yun").await?;
    stranger.get(&path).await?.refused(404, "not-found")?;
    Ok(())
}

/// The root certificate of the server's development authority, as a PEM file of its own.
pub fn development_root(server: &Server) -> Result<PathBuf> {
    const END: &str = "-----END CERTIFICATE-----\n";
    let pem = std::fs::read_to_string(server.data_dir().join("keys/development-authority.pem"))?;
    let end = pem.find(END).context("the authority's file holds no certificate")? + END.len();
    let file = output_dir("fair")?.join("root.pem");
    std::fs::write(&file, &pem[..end])?;
    Ok(file)
}

fn every_signature_holds(document: &Path, root: &Path) -> Result<()> {
    let verdicts = judge::pyhanko(document, &[root])?;
    ensure!(verdicts.len() == 3, "two people and the platform: {verdicts:?}");
    for verdict in &verdicts {
        for good in ["intact", "valid", "trusted", "bottom_line"] {
            ensure!(verdict[good] == true, "not {good}: {verdict}");
        }
        ensure!(verdict["timestamp"]["trusted"] == true, "no trusted time: {verdict}");
        ensure!(verdict["ades"] == "AdESPassed.OK", "no B-LTA: {verdict}");
        ensure!(verdict["sub_filter"] == "/ETSI.CAdES.detached", "no PAdES: {verdict}");
    }
    judge::archivable(document)?;
    let said = judge::pdfsig(document)?;
    let valid = said.matches("Signature is Valid").count();
    ensure!(valid == 3, "pdfsig says:\n{said}");
    let whole = said.matches("  - Total document signed").count();
    ensure!(
        whole == 1,
        "the document timestamp covers the file; pdfsig says:\n{said}"
    );
    Ok(())
}

async fn everything_is_there(client: &Client, outcome: &Value) -> Result<()> {
    client.sign_in_as("zhao-min").await?;
    let id = |name| text(outcome, name);
    let project = record(client, &format!("/projects/{}", id("project")?)).await?;
    ensure!(project["stage"] == "signed", "the project is at {}", project["stage"]);
    let interest = record(client, &format!("/interests/{}", id("interest")?)).await?;
    ensure!(interest["answer"] == "accepted", "the interest is {interest}");
    let meeting = record(client, &format!("/meetings/{}", id("meeting")?)).await?;
    ensure!(meeting["slot"].is_object(), "the meeting is {meeting}");
    let agreement = record(client, &format!("/agreements/{}", id("agreement")?)).await?;
    ensure!(
        agreement["state"] == "signed",
        "the agreement is {}",
        agreement["state"]
    );
    ensure!(
        agreement["signed_document"] == outcome["signed_document"],
        "another document was signed"
    );
    let document = client
        .get(&format!("/agreements/{}/document", id("agreement")?))
        .await?;
    ensure!(
        document.bytes == std::fs::read(id("document")?)?,
        "the document changed"
    );
    let brochure = client.get(&format!("/files/{}", id("brochure")?)).await?;
    ensure!(brochure.bytes.starts_with(b"%PDF-"), "the brochure is gone: {brochure}");

    client.sign_in_as("li-wei").await?;
    let figures = record(client, &format!("/fairs/{}/figures?by=city", id("fair")?)).await?;
    ensure!(
        figures["totals"] == outcome["totals"],
        "other totals: {}",
        figures["totals"]
    );
    Ok(())
}

async fn record(client: &Client, path: &str) -> Result<Value> {
    client.get(path).await?.expect(200)
}

fn text<'a>(outcome: &'a Value, name: &str) -> Result<&'a str> {
    outcome[name]
        .as_str()
        .with_context(|| format!("the story tells no {name}: {outcome}"))
}
