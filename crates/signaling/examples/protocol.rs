//! Writes the protocol's JSON Schema and TypeScript types into the web app.
#![expect(clippy::disallowed_methods, reason = "this program writes files")]

use std::fs;
use std::path::Path;

use yunqian_signaling::{schema, typescript};

fn main() -> std::io::Result<()> {
    let call = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/call");
    fs::create_dir_all(&call)?;
    let schema = schema::protocol();
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    fs::write(call.join("protocol.schema.json"), format!("{text}\n"))?;
    fs::write(call.join("protocol.ts"), typescript::module(&schema))
}
