//! The workflow of signing over the API: order, witnesses, seals, delegates, identity, deadlines, later agreements.

mod kill;
mod own_key;
mod remote_key;
mod rotation;
mod spoken;
pub mod table;

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use table::{Seated, Table, answer, code_in, place};
use yunqian_tests::{Reply, judge};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Two of three directors first; then the park's deputy under a power of attorney, its witness, and the park's seal.
#[tokio::test(flavor = "multi_thread")]
async fn directors_a_deputy_a_seal_and_a_witness_sign_in_their_order() -> Result<()> {
    let mut table = Table::laid().await?;
    let directors = [table.person("Eva", "firm").await?, table.person("Ivan", "firm").await?];
    let deputy = table.person("Deputy", "park").await?;
    let notary = table.demo("sun-lei").await?;
    let (first, park) = (table.firm.clone(), table.park.clone());
    let ids: Vec<String> = (0..6).map(|_| uuid::Uuid::now_v7().to_string()).collect();
    let places = json!([
        place(&ids[0], &first, json!({})),
        place(&ids[1], &directors[0], json!({})),
        place(&ids[2], &directors[1], json!({})),
        place(&ids[3], &park, json!({ "group": 2 })),
        place(
            &ids[4],
            &park,
            json!({ "group": 2, "role": { "kind": "organisation_seal" } })
        ),
        place(
            &ids[5],
            &notary,
            json!({ "group": 2, "role": { "kind": "witness", "of": ids[3] } })
        ),
    ]);
    let draft = json!({ "signatories": places, "quorums": [{ "group": 1, "needed": 2 }] });
    let id = table.agree(draft).await?;
    delegate(&table, &park, &ids[3], &deputy).await?;
    table.open(&id, json!({})).await?;

    park.client
        .get(&format!("/agreements/{id}/signing"))
        .await?
        .expect(200)?;
    table.identify(&park, &id).await?;
    let early = table.authorise(&park, &id).await?;
    early.refused(409, "group-not-open")?;
    let unknown = table.authorise(&first, &id).await?;
    unknown.refused(403, "identity-incomplete")?;
    for director in [&first, &directors[1]] {
        table.sign(director, &id).await?;
    }
    let agreement = table
        .until(&id, |it| it["signatories"][1]["state"] == "not_needed")
        .await?;
    ensure!(agreement["state"] == "signing", "{agreement}");

    notary
        .client
        .get(&format!("/agreements/{id}/signing"))
        .await?
        .refused(409, "nothing-to-attest")?;
    let asked = table.sign(&deputy, &id).await?;
    ensure!(asked["binding"]["purpose"] == "sign-agreement", "{asked}");
    ensure!(asked["binding"]["power_of_attorney_sha256"].is_string(), "{asked}");
    let sealed = table.until(&id, |it| it["signatories"][3]["state"] == "sealed").await?;
    let asked = table.sign(&notary, &id).await?;
    ensure!(asked["binding"]["purpose"] == "attest-signature", "{asked}");
    ensure!(
        asked["binding"]["attested_revision_sha256"] == sealed["signatories"][3]["revision"],
        "another signature is attested: {asked}"
    );
    let asked = table.sign(&park, &id).await?;
    ensure!(asked["binding"]["purpose"] == "seal-for-organisation", "{asked}");
    let signed = table.until(&id, |it| it["state"] == "signed").await?;
    ensure!(
        signed["signatories"][3]["person"] == json!(park.id),
        "the place forgot whom it is for"
    );
    ensure!(signed["signatories"][3]["delegation"]["delegate"] == json!(deputy.id));
    judged(&table, &id).await
}

/// Five signatures hold by pyHanko, and the seal's certificate is the organisation's.
async fn judged(table: &Table, id: &str) -> Result<()> {
    let document = table.park.client.get(&format!("/agreements/{id}/document")).await?;
    let dir = yunqian_tests::output_dir("signing")?;
    let file = dir.join("signed.pdf");
    std::fs::write(&file, &document.bytes)?;
    let root = table.root(&dir)?;
    let verdicts = judge::pyhanko(&file, &[&root])?;
    ensure!(verdicts.len() == 5, "{verdicts:?}");
    for verdict in &verdicts {
        ensure!(verdict["bottom_line"] == true, "not good: {verdict}");
    }
    let signers: Vec<&str> = verdicts
        .iter()
        .filter_map(|verdict| verdict["signer"].as_str())
        .collect();
    let by = |name: &str| {
        signers
            .iter()
            .filter(|signer| signer.contains(&format!("Common Name: {name}")))
            .count()
    };
    ensure!(by("Deputy") == 1 && by("Sun Lei") == 1, "{signers:?}");
    ensure!(
        by(&table.park_name) == 1,
        "the seal is not the organisation's: {signers:?}"
    );
    Ok(())
}

async fn delegate(table: &Table, by: &Seated, signatory: &str, deputy: &Seated) -> Result<()> {
    let power = by
        .client
        .upload("power.pdf", "application/pdf", PDF.to_vec())
        .await?
        .expect(201)?;
    let path = format!("/signatories/{signatory}/delegation");
    let body = json!({ "delegate": deputy.id, "power_of_attorney": power });
    let stolen = table.firm.client.post(&path, &body).await?;
    stolen.refused(422, "no-such-file")?;
    by.client.post(&path, &body).await?.expect(200)?;
    by.client.post(&path, &body).await?.refused(409, "delegate-appointed")?;
    let digest = power["digest"].as_str().context("a digest")?;
    deputy.client.get(&format!("/files/{digest}")).await?;
    let seen = deputy.client.get(&format!("/files/{digest}")).await?;
    ensure!(seen.bytes == PDF, "the delegate does not see the power of attorney");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signing_code_is_tried_five_times_fits_one_person_and_is_nowhere_on_record() -> Result<()> {
    let mut table = Table::laid().await?;
    let id = table.opened(json!({})).await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    let verify = format!("/agreements/{id}/signing/code/verify");
    firm.client
        .post(&verify, &json!({ "code": "123456" }))
        .await?
        .refused(422, "code-wrong")?;
    let code = table.code(&firm, &id).await?;
    park.client
        .post(&verify, &json!({ "code": code }))
        .await?
        .refused(422, "code-wrong")?;
    let wrong = if code == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        firm.client
            .post(&verify, &json!({ "code": wrong }))
            .await?
            .refused(422, "code-wrong")?;
    }
    firm.client
        .post(&verify, &json!({ "code": code }))
        .await?
        .refused(422, "code-wrong")?;
    let code = table.code(&firm, &id).await?;
    let confirmed = firm.client.post(&verify, &json!({ "code": code })).await?.expect(200)?;
    ensure!(
        confirmed["signatories"][0]["factors"][0]["kind"] == "code",
        "{confirmed}"
    );
    let identity = firm
        .client
        .get(&format!("/agreements/{id}/signing/identity"))
        .await?
        .expect(200)?;
    ensure!(
        identity["needed"] == 1 && identity["standing"][0]["kind"] == "code",
        "{identity}"
    );
    ensure!(
        !identity["address"].as_str().unwrap_or_default().starts_with("dvorak@"),
        "{identity}"
    );
    firm.client
        .post(&verify, &json!({ "code": code }))
        .await?
        .refused(422, "code-wrong")?;
    let log = table.server.log();
    ensure!(!log.contains(&code), "the code is in the log");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_turn_it_is_gets_one_letter_in_its_language_and_is_reminded_by_hand_once_a_day() -> Result<()> {
    let mut table = Table::laid().await?;
    let sign_by = "2099-01-01T10:00:00Z";
    let id = table.opened(json!({ "sign_by": sign_by })).await?;
    let agreement = table
        .until(&id, |it| it["signatories"][1]["reminded_at"].is_string())
        .await?;
    let places = agreement["signatories"].as_array().context("signatories")?.clone();
    let number = agreement["number"].as_str().context("a number")?;
    let letters = table.letters(number, 2).await?;
    let to = |mailbox: &str| {
        letters
            .iter()
            .find(|letter| letter["to"] == format!("{mailbox}@demo.invalid"))
    };
    let english = to("dvorak").context("no letter to the firm")?["text"].to_string();
    let chinese = to("zhao-min").context("no letter to the park")?["text"].to_string();
    ensure!(
        english.contains("awaits your signature until 2099-01-01 18:00"),
        "{english}"
    );
    ensure!(chinese.contains("正等待您签署"), "{chinese}");
    ensure!(chinese.contains(&format!("/agreements/{id}/sign")), "{chinese}");
    let remind = format!("/signatories/{}/reminders", places[0]["id"].as_str().context("an id")?);
    table
        .park
        .client
        .post(&remind, &json!({}))
        .await?
        .refused(409, "reminded-today")?;
    // Letters are noted one after the other: once those of another agreement are there, these are noted.
    let other = table.opened(json!({})).await?;
    let other = table.read(&other).await?;
    table.letters(other["number"].as_str().context("a number")?, 1).await?;
    table.server.restart().await?;
    let again = table.letters_of(number).await?;
    ensure!(again.is_empty(), "a letter left twice: {again:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_expires_by_itself_unless_the_host_gives_more_time() -> Result<()> {
    let mut table = Table::laid().await?;
    let lost = table.opened(json!({})).await?;
    let kept = table.opened(json!({})).await?;
    table.identify(&table.firm, &lost).await?;
    let later = json!({ "sign_by": "2099-01-01T10:00:00Z" });
    let deadline = |id: &str| format!("/agreements/{id}/deadline");
    table
        .firm
        .client
        .post(&deadline(&kept), &later)
        .await?
        .refused(403, "not-permitted")?;
    let soon = json!({ "sign_by": Table::in_seconds(2) });
    for id in [&lost, &kept] {
        table.host.client.post(&deadline(id), &soon).await?.expect(200)?;
    }
    table
        .host
        .client
        .post(&deadline(&kept), &soon)
        .await?
        .refused(422, "deadline-earlier")?;
    table.host.client.post(&deadline(&kept), &later).await?.expect(200)?;
    let expired = table.until_by_commits(&lost, |it| it["state"] == "expired").await?;
    ensure!(expired["expired_at"].is_string(), "{expired}");
    table.authorise(&table.firm, &lost).await?.refused(409, "wrong-state")?;
    let kept = table.read(&kept).await?;
    ensure!(kept["state"] == "signing", "{kept}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_follows_a_signed_agreement_and_both_tell_of_each_other() -> Result<()> {
    let mut table = Table::laid().await?;
    let first = table.opened(json!({})).await?;
    let follows = |id: &str| json!({ "follows": { "agreement": id, "relation": "amendment" } });
    table.draft(follows(&first)).await?.refused(409, "wrong-state")?;
    for seated in [table.firm.clone(), table.park.clone()] {
        table.sign(&seated, &first).await?;
    }
    table.until(&first, |it| it["state"] == "signed").await?;
    let before = table.counted().await?;
    let amendment = table.opened(follows(&first)).await?;
    for seated in [table.firm.clone(), table.park.clone()] {
        table.sign(&seated, &amendment).await?;
    }
    let amended = table.until(&first, |it| it["holding"] == "amended").await?;
    ensure!(amended["later"][0]["agreement"] == json!(amendment), "{amended}");
    ensure!(
        amended["names"][&amendment].is_object(),
        "the later one has no name: {amended}"
    );
    let after: Value = table
        .park
        .client
        .get(&format!("/agreements?follows={first}"))
        .await?
        .expect(200)?;
    ensure!(
        after["items"][0]["id"] == json!(amendment) && after["total"] == 1,
        "{after}"
    );
    ensure!(table.counted().await? == before, "an amendment changed the count");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_what_would_be_asked_otherwise_now_signs_nothing() -> Result<()> {
    let mut table = Table::laid().await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    let deputy = table.person("Deputy", "park").await?;
    let id = table.agree(json!({})).await?;
    let agreement = table.read(&id).await?;
    let place = agreement["signatories"][1]["id"].as_str().context("a place")?;

    let act = nominated(&table, &id).await?;
    let in_the_act = table.ask(&firm, &id).await?;
    ensure!(in_the_act["binding"]["act_id"] == act, "{in_the_act}");
    let pulled = json!({ "to": "pulled", "reason": "Not today" });
    let path = format!("/acts/{}/transition", act.as_str().context("an act")?);
    table.host.client.post(&path, &pulled).await?.expect(200)?;
    table.open(&id, json!({})).await?;
    table.identify(&firm, &id).await?;
    answer(&firm, &id, &in_the_act)
        .await?
        .refused(409, "authorisation-outdated")?;

    delegate(&table, &park, place, &deputy).await?;
    table.identify(&deputy, &id).await?;
    let under_the_first = table.ask(&deputy, &id).await?;
    let path = format!("/signatories/{place}/delegation");
    let revocation = park.client.raw(Method::DELETE, &format!("/api/v1{path}"));
    let revocation = revocation.header("Idempotency-Key", uuid::Uuid::now_v7().to_string());
    Reply::of(revocation).await?.expect(200)?;
    let other = [PDF, b"% another power\n"].concat();
    let power = park
        .client
        .upload("power.pdf", "application/pdf", other)
        .await?
        .expect(201)?;
    let body = json!({ "delegate": deputy.id, "power_of_attorney": power });
    park.client.post(&path, &body).await?.expect(200)?;
    table.identify(&deputy, &id).await?;
    answer(&deputy, &id, &under_the_first)
        .await?
        .refused(409, "authorisation-outdated")?;
    for seated in [&firm, &deputy] {
        table.authorise(seated, &id).await?.expect(201)?;
    }
    table.until(&id, |it| it["state"] == "signed").await?;
    Ok(())
}

/// Nominates an agreement in an act of the sample fair's ceremony; returns the act's id.
async fn nominated(table: &Table, id: &str) -> Result<Value> {
    let ceremonies = table.host.client.get("/ceremonies").await?.expect(200)?;
    let ceremony = ceremonies["items"][0]["id"].as_str().context("a ceremony")?;
    let act = json!({ "title": { "zh": "测试", "en": "Test" }, "sites": [], "agreements": [id], "pages_shown": false });
    let path = format!("/ceremonies/{ceremony}/acts");
    let nominated = table.host.client.post(&path, &act).await?.expect(201)?;
    let acts = nominated["acts"].as_array().and_then(|acts| acts.last());
    Ok(acts.context("an act")?["id"].clone())
}

#[test]
fn a_code_is_found_in_a_letter() {
    assert_eq!(
        code_in("Your code:\n\n    012345\n\nvalid 10 minutes").as_deref(),
        Some("012345")
    );
}
