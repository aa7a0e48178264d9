//! One who signs: somebody signed in, with a device key, who gets codes by mail.

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::EncodePublicKey as _;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::load::fair::ask;

/// A signatory.
#[derive(Clone)]
pub struct Signer {
    base: String,
    client: Client,
    key: SigningKey,
    pub id: Value,
    pub organisation: Value,
    pub email: String,
}

/// What a signatory was asked, to be answered.
pub struct Answer {
    pub agreement: String,
    signer: Signer,
    asked: Value,
}

impl Signer {
    /// Takes a signed-in client, and registers a device key for it.
    pub async fn seat(base: &str, client: Client) -> anyhow::Result<Self> {
        let me = ask(&client, base, Method::GET, "/session", None).await?;
        let key = SigningKey::from_slice(&rand::random::<[u8; 32]>())?;
        let spki = key.verifying_key().to_public_key_der()?;
        let body = json!({ "public_key": URL_SAFE_NO_PAD.encode(spki.as_bytes()), "label": "Load" });
        ask(&client, base, Method::POST, "/device-keys", Some(body)).await?;
        Ok(Self {
            base: base.to_owned(),
            client,
            key,
            id: me["person"]["id"].clone(),
            organisation: me["active_membership"]["organisation_id"].clone(),
            email: me["person"]["email"].as_str().context("an address")?.to_owned(),
        })
    }

    /// Asks in its own name.
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        ask(&self.client, &self.base, method, path, body).await
    }

    /// Confirms its identity for an agreement by the code that `mail` finds, and has itself asked for its signature.
    pub async fn prepare(
        &self,
        agreement: &str,
        mail: impl AsyncFn(&str) -> anyhow::Result<String>,
    ) -> anyhow::Result<Answer> {
        let path = format!("/agreements/{agreement}/signing");
        self.ask(Method::POST, &format!("{path}/code"), Some(json!({}))).await?;
        let code = json!({ "code": mail(&self.email).await? });
        self.ask(Method::POST, &format!("{path}/code/verify"), Some(code))
            .await?;
        Ok(Answer {
            agreement: agreement.to_owned(),
            signer: self.clone(),
            asked: self.ask(Method::GET, &path, None).await?,
        })
    }
}

impl Answer {
    /// Signs what was asked with the device key.
    pub async fn give(self) -> anyhow::Result<()> {
        let canonical = self.asked["canonical"].as_str().context("nothing to sign")?;
        let signature: Signature = self.signer.key.sign(canonical.as_bytes());
        let keys = self.asked["keys"].as_array().context("no keys")?;
        let key = keys.iter().find(|key| key["method"] == "device_key");
        let body = json!({
            "nonce": self.asked["binding"]["nonce"],
            "key": key.context("no device key")?["id"],
            "authorisation": { "method": "device_key", "signature": URL_SAFE_NO_PAD.encode(signature.to_bytes()) },
        });
        let path = format!("/agreements/{}/authorisations", self.agreement);
        self.signer.ask(Method::POST, &path, Some(body)).await?;
        Ok(())
    }
}
