//! Every key of the instance's authority is changed while an agreement is half signed.

use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::json;
use yunqian_tests::{binary, judge};

use super::table::Table;

#[tokio::test(flavor = "multi_thread")]
async fn signatures_before_and_after_every_key_changed_stand_in_one_document_that_holds() -> Result<()> {
    let mut table = Table::laid().await?;
    let id = table.opened(json!({})).await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    table.sign(&firm, &id).await?;
    table.until(&id, |it| it["signatories"][0]["state"] == "sealed").await?;

    table.server.kill()?;
    for role in ["issuing", "ocsp", "seal", "tsa-1", "tsa-2"] {
        let mut command = Command::new(binary()?);
        let rotated = command
            .args(["rotate-key", role, "--data"])
            .arg(table.server.data_dir())
            .output()?;
        ensure!(
            rotated.status.success(),
            "{role}: {}",
            String::from_utf8_lossy(&rotated.stderr)
        );
    }
    table.restart().await?;
    table.sign(&park, &id).await?;
    let archived = table.until(&id, |it| it["archive"].is_object()).await?;
    ensure!(archived["archive"]["level"] == "B-LTA", "{}", archived["archive"]);

    let document = park.client.get(&format!("/agreements/{id}/document")).await?;
    let dir = yunqian_tests::output_dir("rotation")?;
    let file = dir.join("archived.pdf");
    std::fs::write(&file, &document.bytes)?;
    let root = table.root(&dir)?;
    let verdicts = judge::pyhanko(&file, &[&root])?;
    ensure!(verdicts.len() == 3, "two people and the platform: {verdicts:?}");
    for verdict in &verdicts {
        ensure!(verdict["bottom_line"] == true, "not good: {verdict}");
        ensure!(verdict["ades"] == "AdESPassed.OK", "no B-LTA: {verdict}");
    }
    Ok(())
}
