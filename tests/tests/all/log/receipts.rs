use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yunqian_journal::Receipt;
use yunqian_journal::note::VerifierKey;
use yunqian_tests::{Client, SeenLog};

/// Checks the receipts of a signed agreement by the log's key alone.
pub async fn prove_each_act(client: &Client, agreement: &str) -> Result<()> {
    let told = client
        .get(&format!("/agreements/{agreement}/receipts"))
        .await?
        .expect(200)?;
    let log = SeenLog::fetch(client).await?;
    ensure!(told["log_keys"][0] == log.key.as_str());
    let key: VerifierKey = log.key.parse()?;
    let items = told["items"].as_array().context("receipts")?;
    for what in [
        "agreement-frozen",
        "agreement-authorised",
        "agreement-sealed",
        "agreement-signed",
    ] {
        let is_told = |item: &Value| item["what"].as_array().is_some_and(|acts| acts.contains(&json!(what)));
        ensure!(items.iter().any(is_told), "no {what}: {told}");
    }
    for item in items {
        let receipt = receipt(item)?;
        let proven = receipt.verify(&key, &[])?;
        ensure!(proven.checkpoint.head.size > receipt.index);
        let entry = String::from_utf8(receipt.entry.clone())?;
        ensure!(entry.contains(agreement), "the entry is about the agreement: {entry}");
        let mut altered = receipt;
        altered.entry[0] ^= 1;
        ensure!(altered.verify(&key, &[]).is_err());
    }
    Ok(())
}

fn receipt(item: &Value) -> Result<Receipt> {
    let fields = ["entry", "index", "proof", "checkpoint"];
    let receipt = fields.map(|field| (field.to_owned(), item[field].clone()));
    Ok(serde_json::from_value(Value::Object(receipt.into_iter().collect()))?)
}
