//! Writes the TypeScript types of the protocol from its JSON Schema.
//!
//! Covers exactly the shapes that schemars derives from this crate's types: closed objects,
//! tagged unions, string constants, arrays, tuples, maps, references and nullable ones.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// Writes the whole module.
#[must_use]
pub fn module(schema: &Value) -> String {
    let mut out = String::from(
        "// Generated from crates/signaling by `cargo run -p yunqian-signaling --example protocol`.\n// Do not edit; a test fails when this file differs from the Rust types.\n",
    );
    let _ = write!(out, "\nexport const PROTOCOL_VERSION = {};\n", crate::VERSION);
    let defs = schema["$defs"].as_object().expect("schema has definitions");
    for (name, def) in defs {
        out.push('\n');
        doc(&mut out, def, "");
        let shape = shape(def, "");
        let space = if shape.starts_with('\n') { "" } else { " " };
        let _ = writeln!(out, "export type {name} ={space}{shape};");
    }
    out
}

fn doc(out: &mut String, schema: &Value, indent: &str) {
    if let Some(text) = schema["description"].as_str() {
        let text = text.replace('\n', " ");
        let _ = writeln!(out, "{indent}/** {text} */");
    }
}

fn shape(schema: &Value, indent: &str) -> String {
    let Some(map) = schema.as_object() else {
        return "unknown".to_owned();
    };
    if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().expect("reference has a name").to_owned();
    }
    if let Some(constant) = map.get("const") {
        return constant.to_string();
    }
    if let Some(values) = map.get("enum").and_then(Value::as_array) {
        return union(values.iter().map(Value::to_string));
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(options) = map.get(key).and_then(Value::as_array) {
            return options_of(options, indent);
        }
    }
    match map.get("type") {
        Some(Value::String(kind)) => typed(kind, map, indent),
        Some(Value::Array(kinds)) => union(
            kinds
                .iter()
                .filter_map(Value::as_str)
                .map(|kind| typed(kind, map, indent)),
        ),
        _ => "unknown".to_owned(),
    }
}

fn options_of(options: &[Value], indent: &str) -> String {
    let objects = options.iter().any(|o| o.get("properties").is_some());
    if !objects {
        return union(options.iter().map(|o| shape(o, indent)));
    }
    let mut out = String::new();
    for option in options {
        out.push('\n');
        doc(&mut out, option, &format!("{indent}  "));
        let _ = write!(out, "{indent}  | {}", shape(option, &format!("{indent}    ")));
    }
    out
}

fn union(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" | ")
}

fn typed(kind: &str, map: &Map<String, Value>, indent: &str) -> String {
    match kind {
        "string" => "string".to_owned(),
        "integer" | "number" => "number".to_owned(),
        "boolean" => "boolean".to_owned(),
        "null" => "null".to_owned(),
        "array" => array(map, indent),
        "object" => object(map, indent),
        other => unreachable!("unknown JSON type {other}"),
    }
}

fn array(map: &Map<String, Value>, indent: &str) -> String {
    let item = map.get("items").map_or("unknown".to_owned(), |i| shape(i, indent));
    let count = |key: &str| map.get(key).and_then(Value::as_u64);
    match (count("minItems"), count("maxItems")) {
        (Some(least), Some(most)) if least == most => {
            let items = vec![item; usize::try_from(least).expect("tuples are short")];
            format!("[{}]", items.join(", "))
        }
        _ if item.contains(' ') => format!("({item})[]"),
        _ => format!("{item}[]"),
    }
}

fn object(map: &Map<String, Value>, indent: &str) -> String {
    let Some(properties) = map.get("properties").and_then(Value::as_object) else {
        let value = map
            .get("additionalProperties")
            .map_or("unknown".to_owned(), |v| shape(v, indent));
        return format!("Record<string, {value}>");
    };
    let required: Vec<&str> = map
        .get("required")
        .and_then(Value::as_array)
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let inner = format!("{indent}  ");
    let mut out = String::from("{\n");
    for (name, property) in properties {
        doc(&mut out, property, &inner);
        let optional = if required.contains(&name.as_str()) { "" } else { "?" };
        let _ = writeln!(out, "{inner}{name}{optional}: {};", shape(property, &inner));
    }
    let _ = write!(out, "{indent}}}");
    out
}
