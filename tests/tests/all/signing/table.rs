//! A fair with a firm and a park at a table, and what they need to sign: keys, codes, an agreement.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey as _;
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_tests::{Client, Heard, Reply, Server, Socket};

/// Commits that are made at most to wake the server's jobs.
const MOST_COMMITS: usize = 5_000;

/// How long what takes a minute may take.
const LONG: Duration = Duration::from_secs(150);

/// Somebody with a browser of its own and a device key in it.
#[derive(Clone)]
pub struct Seated {
    pub client: Client,
    pub id: String,
    organisation: String,
    key: SigningKey,
}

/// The table.
pub struct Table {
    pub server: Server,
    pub firm: Seated,
    pub park: Seated,
    pub host: Seated,
    pub park_name: String,
    officer: Client,
    changes: Socket,
    fair: String,
    project: String,
    seats: u8,
}

/// A place to sign for somebody, with what `more` says.
pub fn place(id: &str, seated: &Seated, more: Value) -> Value {
    let mut place = json!({
        "id": id,
        "person": seated.id,
        "organisation": seated.organisation,
        "capacity": { "zh": "代表", "en": "Representative" },
    });
    merge(&mut place, more);
    place
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

/// The six digits of a letter.
pub fn code_in(text: &str) -> Option<String> {
    let words = text.split_whitespace();
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    words.into_iter().find(is_code).map(str::to_owned)
}

impl Seated {
    async fn enter(server: &Server, code: &str, seat: u8) -> Result<Self> {
        let client = server.client();
        client.sign_in_as(code).await?;
        Self::seat(client, seat).await
    }

    /// Gives a signed-in person a device key.
    async fn seat(client: Client, seat: u8) -> Result<Self> {
        let me = client.get("/session").await?.expect(200)?;
        let text = |pointer: &str| me.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let key = SigningKey::from_slice(&[seat; 32])?;
        let spki = key.verifying_key().to_public_key_der()?;
        let body = json!({ "public_key": URL_SAFE_NO_PAD.encode(spki.as_bytes()), "label": "Test" });
        client.post("/device-keys", &body).await?.expect(201)?;
        let id = text("/person/id").context("who is it?")?;
        let organisation = text("/active_membership/organisation_id").context("for whom?")?;
        Ok(Self {
            client,
            id,
            organisation,
            key,
        })
    }
}

impl Table {
    /// Lays the table on the sample fair: a firm with a project, and the park that wants it.
    pub async fn laid() -> Result<Self> {
        Self::laid_on(Server::start().await?).await
    }

    /// Lays the table on a server's sample fair.
    pub async fn laid_on(server: Server) -> Result<Self> {
        let officer = server.client();
        officer.sign_in_as("li-wei").await?;
        let firm = Seated::enter(&server, "dvorak", 1).await?;
        let park = Seated::enter(&server, "zhao-min", 2).await?;
        let host = Seated::enter(&server, "wang-fang", 3).await?;
        let projects = firm.client.get("/projects?per_page=500").await?.expect(200)?;
        let projects = projects["items"].as_array().context("projects")?;
        let own = projects
            .iter()
            .find(|project| project["owner"] == json!(firm.organisation));
        let own = own.context("the firm has a project")?;
        let text = |name: &str| own[name].as_str().map(str::to_owned).context("a project's field");
        let name = officer
            .get(&format!("/organisations/{}", park.organisation))
            .await?
            .expect(200)?;
        let changes = Socket::open(&officer, "/api/v1/changes", None).await?;
        Ok(Self {
            fair: text("fair")?,
            project: text("id")?,
            park_name: name["name"]["en"].as_str().context("the park's name")?.to_owned(),
            server,
            firm,
            park,
            host,
            officer,
            changes,
            seats: 3,
        })
    }

    /// The officer who opens agreements and hosts negotiations.
    pub fn officer(&self) -> Client {
        self.officer.clone()
    }

    /// A negotiation between park and firm that both want.
    pub async fn meet(&self) -> Result<String> {
        let request = json!({
            "fair": self.fair, "project": self.project, "interest": null, "topic": "Terms",
            "with": self.firm.organisation, "participants": [], "slot": null,
        });
        let made = self.park.client.post("/meetings", &request).await?.expect(201)?;
        let id = made["id"].as_str().context("an id")?.to_owned();
        let path = format!("/meetings/{id}/transition");
        let accepted = json!({ "to": "accepted" });
        self.firm.client.post(&path, &accepted).await?.expect(200)?;
        Ok(id)
    }

    /// Starts the server again, and listens to it.
    pub async fn restart(&mut self) -> Result<()> {
        self.server.restart().await?;
        // Sign-ins end by themselves when a test takes long.
        for (client, code) in [
            (&self.officer, "li-wei"),
            (&self.firm.client, "dvorak"),
            (&self.park.client, "zhao-min"),
        ] {
            client.sign_in_as(code).await?;
        }
        self.changes = Socket::open(&self.officer, "/api/v1/changes", None).await?;
        Ok(())
    }

    /// Seats somebody of the demonstration.
    pub async fn demo(&mut self, code: &str) -> Result<Seated> {
        self.seats += 1;
        Seated::enter(&self.server, code, self.seats).await
    }

    /// Registers somebody who acts for the firm or the park, and lets it sign in by mail.
    pub async fn person(&mut self, name: &str, house: &str) -> Result<Seated> {
        let (of, role) = match house {
            "firm" => (&self.firm, "principal"),
            _ => (&self.park, "county_officer"),
        };
        let email = format!("{}@table.invalid", name.to_lowercase());
        let body = json!({ "name": { "zh": name, "en": name }, "email": email, "locale": "en" });
        let person = self.officer.post("/people", &body).await?.expect(201)?;
        let membership = json!({ "person": person["id"], "organisation": of.organisation, "role": role });
        self.officer.post("/memberships", &membership).await?.expect(201)?;
        let client = self.server.client();
        client
            .post("/sign-in/code", &json!({ "email": email }))
            .await?
            .expect(202)?;
        let letters = self.outbox().await?;
        let letter = letters
            .iter()
            .find(|letter| letter["to"] == email)
            .context("no letter")?;
        let code = code_in(letter["text"].as_str().unwrap_or_default()).context("no code")?;
        let answer = json!({ "email": email, "code": code });
        client.post("/sign-in/code/verify", &answer).await?.expect(204)?;
        self.seats += 1;
        Seated::seat(client, self.seats).await
    }

    /// Drafts a framework agreement between firm and park with what `more` says.
    pub async fn draft(&self, more: Value) -> Result<Reply> {
        let text = json!({ "zh": "测试", "en": "Test" });
        let mut draft = json!({
            "fair": self.fair,
            "project": self.project,
            "number": format!("T-{}", Uuid::now_v7()),
            "kind": "framework",
            "title": { "zh": "框架协议", "en": "Framework" },
            "languages": ["zh", "en"],
            "parties": [self.firm.organisation, self.park.organisation],
            "signatories": [
                place(&Uuid::now_v7().to_string(), &self.firm, json!({})),
                place(&Uuid::now_v7().to_string(), &self.park, json!({})),
            ],
            "amount": null,
            "clauses": [{ "heading": text, "body": text }],
        });
        merge(&mut draft, more);
        self.firm.client.post("/agreements", &draft).await
    }

    /// Has both sides agree to a draft; it is frozen then.
    pub async fn agree(&mut self, more: Value) -> Result<String> {
        let made = self.draft(more).await?.expect(201)?;
        let id = made["id"].as_str().context("an id")?.to_owned();
        for seated in [&self.firm, &self.park] {
            let approvals = format!("/agreements/{id}/approvals");
            let body = json!({ "version": 1 });
            seated.client.post(&approvals, &body).await?.expect(200)?;
        }
        self.until(&id, |it| it["state"] == "agreed").await?;
        Ok(id)
    }

    pub async fn open(&self, id: &str, opening: Value) -> Result<Value> {
        self.officer
            .post(&format!("/agreements/{id}/open"), &opening)
            .await?
            .expect(200)
    }

    /// An agreement between firm and park that is open for signature.
    pub async fn opened(&mut self, more: Value) -> Result<String> {
        let id = self.agree(more).await?;
        self.open(&id, json!({})).await?;
        Ok(id)
    }

    pub async fn read(&self, id: &str) -> Result<Value> {
        self.officer.get(&format!("/agreements/{id}")).await?.expect(200)
    }

    /// Waits for changes until the agreement is as it should be.
    pub async fn until(&mut self, id: &str, met: impl Fn(&Value) -> bool) -> Result<Value> {
        loop {
            let agreement = self.read(id).await?;
            if met(&agreement) {
                return Ok(agreement);
            }
            match self.changes.hear().await {
                Ok(Heard::Frame(_)) => {}
                _ => bail!("it stays {agreement}"),
            }
        }
    }

    /// Waits for changes, for minutes if need be, until the agreement is as it should be.
    pub async fn until_told(&mut self, id: &str, met: impl Fn(&Value) -> bool) -> Result<()> {
        let deadline = Instant::now() + LONG;
        while !met(&self.read(id).await?) {
            ensure!(Instant::now() < deadline, "it stays {}", self.read(id).await?);
            // Silence alone is no answer yet.
            let _ = self.changes.hear().await;
        }
        Ok(())
    }

    /// Wakes the server's jobs by other commits until the agreement is as it should be.
    pub async fn until_by_commits(&mut self, id: &str, met: impl Fn(&Value) -> bool) -> Result<Value> {
        for _ in 0..MOST_COMMITS {
            let agreement = self.read(id).await?;
            if met(&agreement) {
                return Ok(agreement);
            }
            self.draft(json!({})).await?.expect(201)?;
        }
        bail!("it stays {}", self.read(id).await?)
    }

    /// Sends a code for a place to sign, and reads it from the outbox.
    pub async fn code(&self, seated: &Seated, id: &str) -> Result<String> {
        let before = self.outbox().await?.len();
        seated
            .client
            .post(&format!("/agreements/{id}/signing/code"), &json!({}))
            .await?
            .expect(202)?;
        let letters = self.outbox().await?;
        ensure!(letters.len() > before, "no letter came");
        let me = seated.client.get("/session").await?.expect(200)?;
        let email = me.pointer("/person/email").cloned().unwrap_or_default();
        let own = letters
            .iter()
            .find(|letter| letter["to"] == email && code_in(&said(letter)).is_some());
        code_in(&said(own.context("no letter to the signatory")?)).context("no code in the letter")
    }

    /// Confirms somebody's identity by a code.
    pub async fn identify(&self, seated: &Seated, id: &str) -> Result<()> {
        let code = self.code(seated, id).await?;
        let path = format!("/agreements/{id}/signing/code/verify");
        seated.client.post(&path, &json!({ "code": code })).await?.expect(200)?;
        Ok(())
    }

    /// Identifies somebody and signs; returns what was asked.
    pub async fn sign(&self, seated: &Seated, id: &str) -> Result<Value> {
        self.identify(seated, id).await?;
        let asked = self.ask(seated, id).await?;
        answer(seated, id, &asked).await?.expect(201)?;
        Ok(asked)
    }

    /// Asks for a request and answers it.
    pub async fn authorise(&self, seated: &Seated, id: &str) -> Result<Reply> {
        let asked = self.ask(seated, id).await?;
        answer(seated, id, &asked).await
    }

    pub async fn ask(&self, seated: &Seated, id: &str) -> Result<Value> {
        seated
            .client
            .get(&format!("/agreements/{id}/signing"))
            .await?
            .expect(200)
    }

    pub async fn outbox(&self) -> Result<Vec<Value>> {
        let outbox = self.officer.get("/outbox").await?.expect(200)?;
        Ok(outbox["items"].as_array().cloned().unwrap_or_default())
    }

    /// Letters about the agreement of this number.
    pub async fn letters_of(&self, number: &str) -> Result<Vec<Value>> {
        let letters = self.outbox().await?;
        Ok(letters
            .into_iter()
            .filter(|letter| said(letter).contains(number))
            .collect())
    }

    /// Waits until so many letters about an agreement were written; each is noted after it was posted.
    pub async fn letters(&mut self, number: &str, count: usize) -> Result<Vec<Value>> {
        for _ in 0..MOST_COMMITS {
            let letters = self.letters_of(number).await?;
            if letters.len() >= count {
                return Ok(letters);
            }
        }
        bail!("fewer than {count} letters about {number}")
    }

    /// How many of each kind the fair counts.
    pub async fn counted(&self) -> Result<Value> {
        let figures = self
            .officer
            .get(&format!("/fairs/{}/figures?by=city", self.fair))
            .await?
            .expect(200)?;
        Ok(figures["totals"].clone())
    }

    /// A moment so many seconds ahead.
    pub fn in_seconds(seconds: i64) -> String {
        let at = Timestamp::now().checked_add(SignedDuration::from_secs(seconds));
        at.unwrap_or_default().to_string()
    }

    /// The root certificate of the server's development authority, as a file of its own.
    pub fn root(&self, dir: &Path) -> Result<PathBuf> {
        const END: &str = "-----END CERTIFICATE-----\n";
        let pem = std::fs::read_to_string(self.server.data_dir().join("keys/development-authority.pem"))?;
        let end = pem.find(END).context("the authority's file holds no certificate")? + END.len();
        let file = dir.join("root.pem");
        std::fs::write(&file, &pem[..end])?;
        Ok(file)
    }
}

fn said(letter: &Value) -> String {
    letter["text"].as_str().unwrap_or_default().to_owned()
}

/// Answers a request with the device key.
pub async fn answer(seated: &Seated, id: &str, asked: &Value) -> Result<Reply> {
    answer_as(Uuid::now_v7(), seated, id, asked).await
}

/// Answers a request with the device key, under an idempotency key.
pub async fn answer_as(key: Uuid, seated: &Seated, id: &str, asked: &Value) -> Result<Reply> {
    let canonical = asked["canonical"].as_str().context("nothing to sign")?;
    let signature: Signature = seated.key.sign(canonical.as_bytes());
    let keys = asked["keys"].as_array().context("no keys")?;
    let device = keys
        .iter()
        .find(|key| key["method"] == "device_key")
        .context("no device key")?;
    let body = json!({
        "nonce": asked["binding"]["nonce"],
        "key": device["id"],
        "authorisation": { "method": "device_key", "signature": URL_SAFE_NO_PAD.encode(signature.to_bytes()) },
    });
    seated
        .client
        .post_as(key, &format!("/agreements/{id}/authorisations"), &body)
        .await
}
