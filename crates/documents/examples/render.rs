//! Renders an agreement from JSON: `render <agreement.json> <mark.json> <output directory>`.
//!
//! Writes `agreement.pdf`, `fields.json` and `mark.pdf`; the signing tests' fixtures are made with it.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use yunqian_documents::{render_agreement, render_mark};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [agreement, mark, directory] = arguments.as_slice() else {
        anyhow::bail!("usage: render <agreement.json> <mark.json> <output directory>");
    };
    let directory = Path::new(directory);
    fs::create_dir_all(directory).context("the output directory")?;
    let rendered = render_agreement(&serde_json::from_slice(&fs::read(agreement)?)?)?;
    fs::write(directory.join("agreement.pdf"), &rendered.pdf)?;
    fs::write(
        directory.join("fields.json"),
        serde_json::to_vec_pretty(&rendered.fields)?,
    )?;
    let mark = render_mark(&serde_json::from_slice(&fs::read(mark)?)?)?;
    fs::write(directory.join("mark.pdf"), mark)?;
    Ok(())
}
