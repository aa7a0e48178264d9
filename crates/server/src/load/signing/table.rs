//! Two houses of the demonstration that agree on many things, and those who sign for them.

use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

use super::PATIENCE;
use super::signer::{Answer, Signer};
use crate::load::fair::ask;

/// Codes that an address may get in ten minutes, but for the one it signed in with.
const CODES: usize = 4;
const LOOK: Duration = Duration::from_millis(20);

/// The table.
pub struct Table {
    base: String,
    officer: Client,
    firm: Signer,
    park: Signer,
    project: Value,
}

impl Table {
    /// Finds a firm with a project, and a park that may agree with it.
    pub async fn lay(base: &str) -> anyhow::Result<Self> {
        let base = base.trim_end_matches('/').to_owned();
        let visitor = Client::builder().build()?;
        let people = ask(&visitor, &base, Method::GET, "/sign-in/demo", None)
            .await
            .context("the server must run with --demo")?;
        let people = people["items"].as_array().cloned().unwrap_or_default();
        let of = |role: &str| -> Vec<Value> { people.iter().filter(|it| it["role"] == role).cloned().collect() };
        let officer = of("province_officer");
        let officer = enter(&base, officer.first().context("nobody here is the province's officer")?).await?;
        let park = of("county_officer");
        let park = enter(&base, park.first().context("nobody here acts for a park")?).await?;
        for person in of("principal") {
            let client = enter(&base, &person).await?;
            let projects = ask(&client, &base, Method::GET, "/projects?per_page=500", None).await?;
            let projects = projects["items"].as_array().cloned().unwrap_or_default();
            let own = projects
                .into_iter()
                .find(|project| project["owner"] == person["organisation_id"]);
            if let Some(project) = own {
                return Ok(Self {
                    firm: Signer::seat(&base, client).await?,
                    park: Signer::seat(&base, park).await?,
                    base,
                    officer,
                    project,
                });
            }
        }
        bail!("no firm here has a project")
    }

    /// Opens so many agreements for signature, with so many signatories each whose identity is confirmed.
    pub async fn prepare(&self, agreements: usize, signatories: usize) -> anyhow::Result<Vec<Answer>> {
        let mut answers = Vec::new();
        let mut signers = Vec::new();
        for number in 0..agreements {
            if number % CODES == 0 {
                signers = self.register(signatories).await?;
            }
            let id = self.open(number, &signers).await?;
            for signer in &signers {
                answers.push(signer.prepare(&id, async |email| self.code(email).await).await?);
            }
        }
        Ok(answers)
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        ask(&self.officer, &self.base, method, path, body).await
    }

    /// Registers people who act for either house in turn, and signs them in by mail.
    async fn register(&self, count: usize) -> anyhow::Result<Vec<Signer>> {
        let mut signers = Vec::new();
        for number in 0..count {
            let (house, role) = match number % 2 {
                0 => (&self.firm, "principal"),
                _ => (&self.park, "county_officer"),
            };
            let email = format!("{}@load.invalid", Uuid::now_v7().simple());
            let name = json!({ "zh": format!("代表{number}"), "en": format!("Representative {number}") });
            let person = json!({ "name": name, "email": email, "locale": "en" });
            let person = self.ask(Method::POST, "/people", Some(person)).await?;
            let membership = json!({ "person": person["id"], "organisation": house.organisation, "role": role });
            self.ask(Method::POST, "/memberships", Some(membership)).await?;
            let client = Client::builder().cookie_store(true).build()?;
            let to = json!({ "email": email });
            ask(&client, &self.base, Method::POST, "/sign-in/code", Some(to)).await?;
            let answer = json!({ "email": email, "code": self.code(&email).await? });
            ask(&client, &self.base, Method::POST, "/sign-in/code/verify", Some(answer)).await?;
            signers.push(Signer::seat(&self.base, client).await?);
        }
        Ok(signers)
    }

    /// Has both houses agree, and opens the agreement.
    async fn open(&self, number: usize, signers: &[Signer]) -> anyhow::Result<String> {
        let text = json!({ "zh": "双方同意合作。", "en": "Both parties agree to cooperate." });
        let places = signers.iter().map(|signer| {
            json!({
                "id": Uuid::now_v7(),
                "person": signer.id,
                "organisation": signer.organisation,
                "capacity": { "zh": "代表", "en": "Representative" },
            })
        });
        let draft = json!({
            "fair": self.project["fair"],
            "project": self.project["id"],
            "number": format!("LOAD-{number}-{}", Uuid::now_v7().simple()),
            "kind": "framework",
            "title": { "zh": "框架协议", "en": "Framework" },
            "languages": ["zh", "en"],
            "parties": [self.firm.organisation, self.park.organisation],
            "signatories": places.collect::<Vec<_>>(),
            "amount": null,
            "clauses": [{ "heading": text, "body": text }],
        });
        let drafted = self.firm.ask(Method::POST, "/agreements", Some(draft)).await?;
        let id = drafted["id"].as_str().context("an id")?.to_owned();
        for house in [&self.firm, &self.park] {
            let path = format!("/agreements/{id}/approvals");
            house.ask(Method::POST, &path, Some(json!({ "version": 1 }))).await?;
        }
        let frozen = async {
            while self.agreement(&id).await?["state"] != "agreed" {
                sleep(LOOK).await;
            }
            anyhow::Ok(())
        };
        tokio::time::timeout(PATIENCE, frozen)
            .await
            .context("a text is not frozen in time")??;
        let path = format!("/agreements/{id}/open");
        self.ask(Method::POST, &path, Some(json!({}))).await?;
        Ok(id)
    }

    /// The newest code that an address got.
    async fn code(&self, email: &str) -> anyhow::Result<String> {
        let outbox = self.ask(Method::GET, "/outbox", None).await?;
        let letters = outbox["items"].as_array().cloned().unwrap_or_default();
        let own = letters.iter().filter(|letter| letter["to"] == email);
        let code = own.flat_map(|letter| letter["text"].as_str().unwrap_or_default().split_whitespace());
        code.into_iter()
            .find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned)
            .with_context(|| format!("{email} got no code"))
    }

    /// An agreement as the province's officer sees it.
    pub async fn agreement(&self, id: &str) -> anyhow::Result<Value> {
        self.ask(Method::GET, &format!("/agreements/{id}"), None).await
    }

    /// The server's trust anchors.
    pub async fn anchors(&self) -> anyhow::Result<Value> {
        self.ask(Method::GET, "/trust-anchors", None).await
    }

    /// An agreement's document as it is now.
    pub async fn document(&self, id: &str) -> anyhow::Result<Vec<u8>> {
        let reply = self.fetch(&format!("/agreements/{id}/document")).await?;
        Ok(reply.error_for_status()?.bytes().await?.to_vec())
    }

    /// An agreement's evidence, once it is archived and a checkpoint covers it.
    pub async fn bundle(&self, id: &str) -> anyhow::Result<Vec<u8>> {
        let fetched = async {
            loop {
                let reply = self.fetch(&format!("/agreements/{id}/evidence")).await?;
                match reply.status() {
                    StatusCode::CONFLICT | StatusCode::SERVICE_UNAVAILABLE => sleep(LOOK).await,
                    _ => return anyhow::Ok(reply.error_for_status()?.bytes().await?.to_vec()),
                }
            }
        };
        tokio::time::timeout(PATIENCE, fetched)
            .await
            .context("there is no bundle in time")?
    }

    async fn fetch(&self, path: &str) -> anyhow::Result<reqwest::Response> {
        let url = format!("{}/api/v1{path}", self.base);
        Ok(self.officer.get(url).send().await?)
    }
}

/// Signs in as one of the demonstration's people.
async fn enter(base: &str, person: &Value) -> anyhow::Result<Client> {
    let client = Client::builder().cookie_store(true).build()?;
    let who = json!({ "person_id": person["person_id"] });
    ask(&client, base, Method::POST, "/sign-in/demo", Some(who)).await?;
    Ok(client)
}
