use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_tests::{Client, Reply};

use super::{open, still_serves};

/// What a visitor may ask without having signed in, by the beginning of the path.
const OPEN_TO_ALL: [&str; 6] = [
    "/sign-in",
    "/sign-out",
    "/session",
    "/invitations/{token}",
    "/outbox",
    "/trust-anchors",
];

/// What would end the sign-in of whoever tries everything.
const ENDS_THE_SESSION: [&str; 1] = ["/sign-out"];

struct Operation {
    method: Method,
    template: String,
}

impl Operation {
    /// The path with something in the place of every parameter.
    fn path(&self, parameter: &str) -> String {
        let parts = self.template.split('/').map(|part| match part.starts_with('{') {
            true => parameter,
            false => part,
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Every operation that the server says it has.
async fn operations(client: &Client) -> Result<Vec<Operation>> {
    let contract = Reply::of(client.raw(Method::GET, "/api/openapi.json"))
        .await?
        .expect(200)?;
    let paths = contract["paths"].as_object().context("the contract has paths")?;
    let mut operations = Vec::new();
    for (template, methods) in paths {
        for method in methods.as_object().context("a path has methods")?.keys() {
            let Ok(method) = method.to_uppercase().parse::<Method>() else {
                continue;
            };
            let known = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
            if known.contains(&method) {
                operations.push(Operation {
                    method,
                    template: template.clone(),
                });
            }
        }
    }
    ensure!(
        operations.len() > 40,
        "the contract has only {} operations",
        operations.len()
    );
    Ok(operations)
}

fn begins(operation: &Operation, with: &[&str]) -> bool {
    with.iter().any(|beginning| operation.template.starts_with(beginning))
}

/// A refusal that a client can act on, whatever it was.
fn ensure_clear(operation: &Operation, what: &str, reply: &Reply) -> Result<()> {
    let clear = !reply.status.is_client_error() || !reply.code().is_empty();
    ensure!(
        clear && !reply.status.is_server_error(),
        "{} {} with {what}: {reply}",
        operation.method,
        operation.template
    );
    Ok(())
}

#[tokio::test]
async fn every_operation_asks_a_visitor_to_sign_in() -> Result<()> {
    let (server, officer) = open().await?;
    let visitor = server.client();
    let id = Uuid::now_v7().to_string();
    for operation in operations(&visitor).await? {
        if begins(&operation, &OPEN_TO_ALL) {
            continue;
        }
        let request = visitor
            .request(operation.method.clone(), &operation.path(&id))
            .json(&json!({}));
        let reply = Reply::of(request).await?;
        ensure!(
            reply.status == 401 && !reply.code().is_empty(),
            "{} {}: {reply}",
            operation.method,
            operation.template
        );
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn every_operation_refuses_nonsense_clearly() -> Result<()> {
    let (server, officer) = open().await?;
    let deep = (0..100).fold(json!(0), |inner, _| json!([inner]));
    let bodies = [
        json!({}),
        json!([]),
        Value::Null,
        json!("text"),
        json!({ "surprise": true }),
        deep,
    ];
    let parameters = [Uuid::now_v7().to_string(), "0".to_owned(), "%F0%9F%92%A3".to_owned()];
    for operation in operations(&officer).await? {
        if begins(&operation, &ENDS_THE_SESSION) {
            continue;
        }
        for parameter in &parameters {
            for body in &bodies {
                let request = officer.request(operation.method.clone(), &operation.path(parameter));
                let reply = Reply::of(request.json(body)).await?;
                ensure_clear(&operation, &format!("{parameter} and {body}"), &reply)?;
            }
        }
        let keyless = officer
            .raw(
                operation.method.clone(),
                &format!("/api/v1{}", operation.path(&parameters[0])),
            )
            .json(&json!({}));
        ensure_clear(&operation, "no idempotency key", &Reply::of(keyless).await?)?;
    }
    still_serves(server, &officer).await
}
