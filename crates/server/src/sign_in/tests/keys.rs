use axum::http::Method;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::json;
use uuid::Uuid;
use yunqian_session::organisation::Kind;
use yunqian_session::person::Role;

use super::Site;
use crate::sign_in::SigningKeyKind;

const EMAIL: &str = "li@example.com";
/// The generator of P-256 as SubjectPublicKeyInfo.
const SPKI: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

#[tokio::test]
async fn a_device_key_is_registered_once_and_can_sign_then() {
    let site = Site::demo().await;
    let firm = site.organisation(Kind::Firm).await;
    let person = site.person(EMAIL, firm, Role::Firm).await;
    site.person("han@example.com", firm, Role::Firm).await;
    let spki = hex::decode(SPKI).unwrap();
    let asked = json!({ "public_key": BASE64_URL_SAFE_NO_PAD.encode(&spki), "label": " my  laptop " });

    let mut li = site.visitor();
    li.post("/device-keys", asked.clone())
        .await
        .refuses(401, "not-signed-in");
    li.sign_in(EMAIL).await;
    let made = li.post("/device-keys", asked.clone()).await.is(201);
    assert_eq!(made["label"], "my laptop");
    assert_eq!(li.post("/device-keys", asked.clone()).await.is(201)["id"], made["id"]);
    assert_eq!(
        li.get("/device-keys").await.is(200)["items"].as_array().unwrap().len(),
        1
    );
    let keys = site.app.sign_in.signing_keys(&site.app.vault, person).await.unwrap();
    assert_eq!((keys.len(), keys[0].kind), (1, SigningKeyKind::DeviceKey));
    assert_eq!(keys[0].public_key, spki[spki.len() - 65..]);
    assert_eq!(Uuid::from_slice(&keys[0].id).unwrap().to_string(), made["id"]);

    let mut han = site.visitor();
    han.sign_in("han@example.com").await;
    han.post("/device-keys", asked).await.refuses(409, "device-key-known");
    han.post("/device-keys", json!({ "public_key": "AAAA" }))
        .await
        .refuses(422, "invalid-public-key");

    let path = format!("/device-keys/{}", made["id"].as_str().unwrap());
    han.send(Method::DELETE, &path, None, &[])
        .await
        .refuses(404, "not-found");
    li.send(Method::DELETE, &path, None, &[]).await.is(204);
    assert!(
        site.app
            .sign_in
            .signing_keys(&site.app.vault, person)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_passkey_ceremony_asks_for_es256_and_can_not_be_borrowed_or_invented() {
    let site = Site::demo().await;
    let firm = site.organisation(Kind::Firm).await;
    site.person(EMAIL, firm, Role::Firm).await;
    let mut li = site.visitor();
    li.sign_in(EMAIL).await;
    let started = li.post("/passkeys/start", json!({ "label": "phone" })).await.is(200);
    let options = &started["options"]["publicKey"];
    assert_eq!(
        options["pubKeyCredParams"],
        json!([{ "type": "public-key", "alg": -7 }])
    );
    assert_eq!(options["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["rp"]["id"], "localhost");

    let invented = json!({ "ceremony_id": Uuid::now_v7(), "credential": credential() });
    li.post("/passkeys/finish", invented)
        .await
        .refuses(409, "ceremony-over");
    let unproven = json!({ "ceremony_id": started["ceremony_id"], "credential": credential() });
    li.post("/passkeys/finish", unproven.clone())
        .await
        .refuses(422, "passkey-not-accepted");
    li.post("/passkeys/finish", unproven)
        .await
        .refuses(409, "ceremony-over");
    assert_eq!(li.get("/passkeys").await.is(200)["items"], json!([]));
}

#[tokio::test]
async fn an_unknown_passkey_does_not_sign_in() {
    let site = Site::demo().await;
    let mut visitor = site.visitor();
    let started = visitor.post("/sign-in/passkey/start", json!({})).await.is(200);
    assert!(started["options"].get("mediation").is_none());
    assert_eq!(started["options"]["publicKey"]["userVerification"], "required");
    let credential = json!({
        "id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {},
        "response": {
            "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA",
            "userHandle": BASE64_URL_SAFE_NO_PAD.encode([1; 16]),
        },
    });
    let answer = json!({ "ceremony_id": started["ceremony_id"], "credential": credential });
    visitor
        .post("/sign-in/passkey/finish", answer.clone())
        .await
        .refuses(401, "passkey-refused");
    visitor
        .post("/sign-in/passkey/finish", answer)
        .await
        .refuses(401, "ceremony-over");
    assert!(visitor.cookies.is_empty());
}

fn credential() -> serde_json::Value {
    json!({
        "id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {},
        "response": { "attestationObject": "AAAA", "clientDataJSON": "AAAA", "transports": [] },
    })
}
