//! Places between two steps of a side effect where a test ends this process as `kill -9` would.
//!
//! A test names a place in the file that `TEST_CRASH_FILE` names; whoever comes by there first takes the file away and
//! dies: nothing is flushed, nothing unwound. Builds without debug assertions, as released ones, have no such places.

/// Dies here, if a test wants that.
#[cfg(debug_assertions)]
pub fn point(place: &str) {
    use std::path::PathBuf;
    use std::sync::LazyLock;

    static WANTED: LazyLock<Option<PathBuf>> = LazyLock::new(|| std::env::var_os("TEST_CRASH_FILE").map(PathBuf::from));
    let Some(file) = WANTED.as_deref() else { return };
    let is_wanted = std::fs::read_to_string(file).is_ok_and(|wanted| wanted == place);
    // Who removes it dies; others who come by at the same time go on.
    if is_wanted && std::fs::remove_file(file).is_ok() {
        std::process::abort();
    }
}

/// Does nothing.
#[cfg(not(debug_assertions))]
pub const fn point(_: &str) {}
