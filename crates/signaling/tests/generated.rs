//! The files generated for the web app are those of the types here.

use std::fs;
use std::path::Path;

use yunqian_signaling::{schema, typescript};

const AGAIN: &str = "run `cargo run -p yunqian-signaling --example protocol`";

fn committed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../web/src/call")
        .join(name);
    fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn the_committed_json_schema_is_the_one_of_the_types() {
    let text = serde_json::to_string_pretty(&schema::protocol()).unwrap();
    assert!(committed("protocol.schema.json") == format!("{text}\n"), "{AGAIN}");
}

#[test]
fn the_committed_typescript_is_the_one_of_the_types() {
    let text = typescript::module(&schema::protocol());
    assert!(committed("protocol.ts") == text, "{AGAIN}");
}
