//! Stories played in a real browser.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yunqian_tests::{Client, Server, browser};

use crate::signing::table::Table;

/// A PDF of two pages.
const PDF: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../crates/signing/tests/fixtures/agreement.pdf"
);

async fn first(client: &Client, list: &str) -> Result<String> {
    let list = client.get(list).await?.expect(200)?;
    let id = list["items"][0]["id"].as_str();
    id.map(str::to_owned).context("the sample fair has one")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_stands_in_both_languages_on_desktop_and_phone() -> Result<()> {
    let mut table = Table::laid().await?;
    let signed = table.opened(json!({ "number": "S-1" })).await?;
    for seated in [table.firm.clone(), table.park.clone()] {
        table.sign(&seated, &signed).await?;
    }
    table.until(&signed, |it| !it["archive"].is_null()).await?;
    let open = table.opened(json!({ "number": "S-2" })).await?;
    let officer = table.server.client();
    officer.sign_in_as("li-wei").await?;
    let me = officer.get("/session").await?.expect(200)?;
    let project = first(&officer, "/projects").await?;
    let ceremony = first(&officer, "/ceremonies").await?;
    let visitor = json!({ "sign-in": "/sign-in", "outbox": "/outbox", "verify": "/verify" });
    let province = json!({
        "lobby": "/",
        "projects": "/projects",
        "project": format!("/projects/{project}"),
        "interests": "/interests",
        "meetings": "/meetings",
        "agreements": "/agreements",
        "agreement-signed": format!("/agreements/{signed}"),
        "figures": "/figures",
        "administration": "/administration",
        "settings": "/settings",
        "check": "/rooms/check",
        "ceremony": format!("/ceremonies/{ceremony}"),
        "console": format!("/ceremonies/{ceremony}/console"),
    });
    let firm = json!({
        "agreement-open": format!("/agreements/{open}"),
        "sign": format!("/agreements/{open}/sign"),
        "sign-done": format!("/agreements/{signed}/sign"),
    });
    let facts = json!({ "visits": [
        { "name": "visitor", "pages": visitor },
        { "name": "officer", "person_id": me["person"]["id"], "pages": province },
        { "name": "firm", "person_id": table.firm.id, "pages": firm },
    ] });
    browser::story("pages", &table.server, &facts).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_arranges_a_hall_and_sends_two_into_a_talk() -> Result<()> {
    let server = Server::start().await?;
    browser::story("hosting", &server, &json!({})).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_hall_survives_hands_mutes_a_broken_line_and_its_end() -> Result<()> {
    let server = Server::start().await?;
    browser::story("rooms", &server, &json!({})).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_and_the_line_are_tried_before_it_counts() -> Result<()> {
    let server = Server::start().await?;
    browser::story("check", &server, &json!({})).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_hears_its_language_and_interpreters_take_turns() -> Result<()> {
    let server = Server::start().await?;
    browser::story("interpretation", &server, &json!({})).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_firm_proposes_its_own_pdf_and_both_sides_approve_it() -> Result<()> {
    let server = Server::start().await?;
    let told = browser::story("upload", &server, &json!({ "pdf": PDF })).await?;
    let pages = told["frozen"]["pages"].as_array().map(Vec::len);
    ensure!(pages == Some(2), "{told}");
    let heights: Vec<i64> = told["upload"]["fields"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|field| field["y"].as_i64())
        .collect();
    // Both began at the foot of the last page, 40 points above its edge.
    ensure!(heights.len() == 2 && heights.iter().all(|y| *y > 4_500), "{told}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_in_french_and_arabic_is_drafted_signed_and_amended_on_its_pages() -> Result<()> {
    let server = Server::start().await?;
    let told = browser::story("agreement", &server, &json!({ "pdf": PDF })).await?;
    ensure!(told["languages"] == json!(["fr", "ar"]), "{told}");
    let places = told["signatories"].as_array().context("it has signatories")?;
    let roles: Vec<&Value> = places.iter().map(|place| &place["role"]["kind"]).collect();
    ensure!(roles[2..] == [&json!("organisation_seal"), &json!("witness")], "{told}");
    ensure!(places.iter().all(|place| place["state"] == "sealed"), "{told}");
    ensure!(!places[1]["delegation"].is_null(), "{told}");
    Ok(())
}
