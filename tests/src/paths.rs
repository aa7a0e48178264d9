//! Where things lie.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The folder with the workspace's `Cargo.toml`.
#[must_use]
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in the workspace")
        .to_owned()
}

/// The folder of binaries that this test was built into.
fn build_dir() -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let dir = test.ancestors().nth(2).context("no build folder")?;
    Ok(dir.to_owned())
}

/// The `yunqian` binary, built by the same build as this test.
///
/// # Errors
/// When it is not there.
pub fn binary() -> Result<PathBuf> {
    let path = match std::env::var_os("TEST_BINARY") {
        Some(path) => path.into(),
        None => build_dir()?.join("yunqian"),
    };
    ensure!(
        path.exists(),
        "{} is missing: `make test` builds it, as does `cargo build --workspace --bins`",
        path.display()
    );
    Ok(path)
}

/// The folder for what the test called `name` leaves behind, made when missing.
///
/// # Errors
/// When it can't be made.
pub fn output_dir(name: &str) -> Result<PathBuf> {
    let build = build_dir()?;
    let target = build.parent().context("no target folder")?;
    let dir = target.join("yunqian-tests").join(name);
    std::fs::create_dir_all(&dir)?;
    Ok(dir)
}

/// The Python that has pyHanko, as `tests/setup.sh` installed it.
///
/// # Errors
/// When it is not there.
pub fn python() -> Result<PathBuf> {
    let venv = match std::env::var_os("TEST_VENV") {
        Some(venv) => PathBuf::from(venv),
        None => {
            let home = std::env::var_os("HOME").context("no HOME")?;
            Path::new(&home).join(".cache/yunqian/venv")
        }
    };
    let python = venv.join("bin/python");
    ensure!(python.exists(), "{} is missing: run tests/setup.sh", python.display());
    Ok(python)
}
