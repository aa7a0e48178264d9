//! A firm's own PDF as the text of an agreement, over HTTP.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_journal::Digest;
use yunqian_tests::{Client, Server, Socket};

const PDF: &[u8] = include_bytes!("../../../crates/signing/tests/fixtures/agreement.pdf");

/// Two sides, a project of the first, and a file the first has uploaded.
struct Table {
    server: Server,
    owner: Client,
    park: Client,
    draft: Value,
    file: Value,
}

async fn me(client: &Client) -> Result<(Value, Value)> {
    let session = client.get("/session").await?.expect(200)?;
    let organisation = session["active_membership"]["organisation_id"].clone();
    let person = session.pointer("/person/id").or(session.get("person_id"));
    Ok((person.context("somebody is signed in")?.clone(), organisation))
}

async fn table() -> Result<Table> {
    let server = Server::start().await?;
    let (owner, park) = (server.client(), server.client());
    owner.sign_in_as("dvorak").await?;
    park.sign_in_as("zhao-min").await?;
    let sides = [me(&owner).await?, me(&park).await?];
    let projects = owner.get("/projects?per_page=200").await?.expect(200)?;
    let mut projects = projects["items"].as_array().into_iter().flatten();
    let project = projects.find(|project| project["owner"] == sides[0].1);
    let project = project.context("the principal owns a project")?;
    let capacity = json!({ "zh": "代表", "en": "Representative" });
    let signatories: Vec<Value> = sides
        .iter()
        .map(|(person, organisation)| {
            json!({ "id": Uuid::now_v7(), "person": person, "organisation": organisation, "capacity": capacity })
        })
        .collect();
    let draft = json!({
        "fair": project["fair"], "project": project["id"], "number": "UP-1", "kind": "intent",
        "title": { "zh": "意向书", "en": "Letter of intent" }, "languages": ["zh", "en"],
        "parties": [sides[0].1, sides[1].1], "signatories": signatories, "amount": null, "clauses": [],
    });
    let file = owner
        .upload("own.pdf", "application/pdf", PDF.to_vec())
        .await?
        .expect(201)?;
    Ok(Table {
        server,
        owner,
        park,
        draft,
        file,
    })
}

impl Table {
    /// The uploaded text with a field for each signatory at `x`, as the server's answer to the file says.
    async fn text(&self, x: i32) -> Result<Value> {
        let cleaned = self.owner.post("/agreement-uploads", &self.file).await?.expect(200)?;
        let signatories = self.draft["signatories"].as_array().context("there are signatories")?;
        let fields: Vec<Value> = (0..)
            .zip(signatories)
            .map(|(index, signatory)| {
                json!({ "signatory": signatory["id"], "page": 2, "x": x, "y": 6_000 + index * 9_000, "width": 19_000, "height": 7_000 })
            })
            .collect();
        Ok(json!({
            "original": self.file, "document": cleaned["document"], "removed": cleaned["removed"],
            "pages": cleaned["pages"].as_array().map(Vec::len), "fields": fields,
        }))
    }

    fn with(&self, upload: Value) -> Value {
        let mut draft = self.draft.clone();
        draft["upload"] = upload;
        draft
    }
}

#[tokio::test]
async fn an_uploaded_document_is_cleaned_agreed_and_frozen_with_its_fields() -> Result<()> {
    let table = table().await?;
    let text = table.text(6_000).await?;
    ensure!(
        text["removed"]["embedded_file"] == 1,
        "what was removed is told: {text}"
    );
    let shown = table.owner.post("/agreement-uploads/document", &table.file).await?;
    let digest = Digest::of(&shown.bytes).to_string();
    ensure!(text["document"] == digest.as_str(), "another document is shown");

    let agreement = table
        .owner
        .post("/agreements", &table.with(text.clone()))
        .await?
        .expect(201)?;
    let path = format!("/agreements/{}", agreement["id"].as_str().context("it has an id")?);
    ensure!(
        agreement["versions"][0]["upload"] == text,
        "the record says otherwise: {agreement}"
    );
    let preview = table.park.get(&format!("{path}/document")).await?;
    ensure!(
        preview.bytes.starts_with(&shown.bytes),
        "the preview grows out of the cleaned document"
    );
    let original = table.file["digest"].as_str().context("a digest")?;
    let original = table.park.get(&format!("/files/{original}")).await?;
    ensure!(
        original.bytes == PDF,
        "the other side may read the file as it was uploaded"
    );

    let mut changes = Socket::open(&table.owner, "/api/v1/changes", None).await?;
    for side in [&table.owner, &table.park] {
        side.post(&format!("{path}/approvals"), &json!({ "version": 1 }))
            .await?
            .expect(200)?;
    }
    let frozen = loop {
        let agreement = table.owner.get(&path).await?.expect(200)?;
        if agreement["frozen"].is_object() {
            break agreement["frozen"].clone();
        }
        changes.hear().await?;
    };
    let document = table.owner.get(&format!("{path}/document")).await?;
    let digest = Digest::of(&document.bytes).to_string();
    ensure!(frozen["document"] == digest.as_str(), "{frozen}");
    ensure!(frozen["pages"].as_array().map(Vec::len) == Some(2), "{frozen}");
    let fields = String::from_utf8_lossy(&document.bytes).matches("/FT /Sig").count();
    ensure!(fields == 3, "{fields} fields: two signatories' and the platform's");
    drop(table.server);
    Ok(())
}

#[tokio::test]
async fn a_draft_can_be_replaced_by_an_uploaded_document() -> Result<()> {
    let table = table().await?;
    let text = json!({ "zh": "正文", "en": "Text" });
    let mut draft = table.draft.clone();
    draft["clauses"] = json!([{ "heading": text, "body": text }]);
    let agreement = table.owner.post("/agreements", &draft).await?.expect(201)?;
    let path = format!("/agreements/{}/text", agreement["id"].as_str().context("it has an id")?);
    let upload = table.text(6_000).await?;
    let proposed = json!({ "based_on": 1, "upload": upload });
    let request = table.owner.request(reqwest::Method::PUT, &path).json(&proposed);
    let proposed = yunqian_tests::Reply::of(request).await?.expect(200)?;
    ensure!(proposed["versions"][1]["upload"] == upload, "{proposed}");
    Ok(())
}

#[tokio::test]
async fn what_an_upload_claims_is_checked() -> Result<()> {
    let table = table().await?;
    let good = table.text(6_000).await?;
    let refused = async |upload: Value, code: &str| -> Result<()> {
        table
            .owner
            .post("/agreements", &table.with(upload))
            .await?
            .refused(422, code)?;
        Ok(())
    };
    let mut hushed = good.clone();
    hushed["removed"] = json!({});
    refused(hushed, "upload-differs").await?;
    let mut other = good.clone();
    other["document"] = json!("0".repeat(64));
    refused(other, "upload-differs").await?;
    refused(table.text(50_000).await?, "fields-invalid").await?;
    let mut unplaced = good.clone();
    unplaced["fields"].as_array_mut().context("fields")?.pop();
    refused(unplaced, "fields-invalid").await?;
    // Whoever only knows a file's digest has not uploaded it.
    table
        .park
        .post("/agreement-uploads", &table.file)
        .await?
        .refused(422, "no-such-file")?;
    let broken = PDF[..PDF.len() / 2].to_vec();
    let broken = table
        .owner
        .upload("half.pdf", "application/pdf", broken)
        .await?
        .expect(201)?;
    table
        .owner
        .post("/agreement-uploads", &broken)
        .await?
        .refused(422, "upload-damaged")?;
    Ok(())
}
