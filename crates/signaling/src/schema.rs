//! The protocol as JSON Schema.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::{ClientFrame, ServerFrame};

/// Gives the schema (draft 2020-12) of both frames, every type among its `$defs`.
#[must_use]
pub fn protocol() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let client = generator.subschema_for::<ClientFrame>();
    let server = generator.subschema_for::<ServerFrame>();
    let mut root = serde_json::Map::new();
    root.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    root.insert("title".into(), "Yunqian signalling protocol".into());
    root.insert("anyOf".into(), Value::Array(vec![client.into(), server.into()]));
    root.insert("$defs".into(), Value::Object(generator.take_definitions(true)));
    Value::Object(root)
}
