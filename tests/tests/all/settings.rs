//! What an operator may set.

use anyhow::Result;
use yunqian_tests::{Server, ServerOptions, workspace_root};

#[tokio::test]
async fn the_annotated_settings_are_accepted_as_they_are() -> Result<()> {
    let file = workspace_root().join("config/default.toml");
    let arguments = vec!["--config".to_owned(), file.display().to_string()];
    let mut server = Server::start_with(ServerOptions {
        arguments,
        ..ServerOptions::default()
    })
    .await?;
    assert!(server.is_alive()?);
    Ok(())
}

#[tokio::test]
async fn a_server_outside_demonstration_mode_refuses_to_swallow_mail() {
    let started = Server::start_with(ServerOptions {
        bare: true,
        ..ServerOptions::default()
    })
    .await;
    let refusal = started.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("mail.transport"), "{refusal}");
}

#[tokio::test]
async fn a_setting_that_does_not_exist_is_refused() {
    let environment = vec![("YUNQIAN_PUBLIC_URI".to_owned(), "http://localhost".to_owned())];
    let started = Server::start_with(ServerOptions {
        environment,
        ..ServerOptions::default()
    })
    .await;
    let refusal = started.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("public_uri"), "{refusal}");
}
