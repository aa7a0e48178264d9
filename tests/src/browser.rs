//! Stories played in a real browser, by the scripts of `tests/browser/stories`.

use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::process::Command;

use crate::{Server, output_dir, workspace_root};

/// Plays `tests/browser/stories/<name>.mjs` against `server` and gives what it returned.
///
/// The script's screenshots go to the folder that [`output_dir`] gives for `name`; what it prints
/// is printed. `facts` is handed to it as they are.
///
/// # Errors
/// When the story does not come to its end.
pub async fn story(name: &str, server: &Server, facts: &Value) -> Result<Value> {
    let dir = workspace_root().join("tests/browser");
    ensure!(
        dir.join("node_modules/playwright-core").exists(),
        "the browser driver is missing: `make test` installs it, as does `npm ci` in tests/browser"
    );
    let output = output_dir(name)?;
    // Its own: tests that play the same story at the same time share the folder.
    let told = tempfile::tempdir()?;
    let result: PathBuf = told.path().join("result.json");
    let status = Command::new("node")
        .arg("run.mjs")
        .arg(name)
        .env("STORY_URL", server.url(""))
        .env("STORY_FACTS", facts.to_string())
        .env("STORY_OUTPUT", &output)
        .env("STORY_RESULT", &result)
        .current_dir(&dir)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .status()
        .await
        .context("node does not start")?;
    ensure!(
        status.success(),
        "the story {name} failed; its screenshots: {}",
        output.display()
    );
    Ok(serde_json::from_slice(&std::fs::read(&result)?)?)
}
