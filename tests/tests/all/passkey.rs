//! Passkeys, with a virtual authenticator in a real browser.

use serde_json::json;
use yunqian_tests::{Server, browser};

#[tokio::test]
async fn a_passkey_is_registered_signs_in_alone_and_opens_nothing_once_removed() {
    let server = Server::start().await.unwrap();
    let people = server.client().get("/sign-in/demo").await.unwrap().expect(200).unwrap();
    let facts = json!({ "person_id": people["items"][0]["person_id"] });
    browser::story("passkey", &server, &facts).await.unwrap();
}
