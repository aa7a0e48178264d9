//! JSON as bundles have it, read in one way alone (RFC 8259, where it leaves choices: RFC 7493).
//!
//! No key twice in an object, nesting of at most [`MAX_DEPTH`], no number that a double can't hold exactly as a whole one
//! unless it has a fraction.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Lists and objects within each other.
const MAX_DEPTH: usize = 64;
/// Largest whole number (2^53 − 1); a larger one is none.
const MAX_WHOLE: u64 = (1 << 53) - 1;

/// Reads a file; `None` if it is no such JSON.
pub(super) fn read(file: &[u8]) -> Option<Value> {
    let mut source = serde_json::Deserializer::from_slice(file);
    let value = Strict { depth: MAX_DEPTH }.deserialize(&mut source).ok()?;
    source.end().ok()?;
    Some(value)
}

/// Reads a file of a shape.
pub(super) fn read_as<T: for<'de> Deserialize<'de>>(file: &[u8]) -> Option<T> {
    T::deserialize(read(file)?).ok()
}

struct Strict {
    /// How many levels may follow.
    depth: usize,
}

impl Strict {
    fn inside<E: Error>(&self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1);
        depth
            .map(|depth| Self { depth })
            .ok_or_else(|| E::custom("nested too deep"))
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(match value {
            0..=MAX_WHOLE => Value::from(value),
            _ => Value::from(value as f64),
        })
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(match value.unsigned_abs() {
            0..=MAX_WHOLE => Value::from(value),
            _ => Value::from(value as f64),
        })
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("no number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inside()?)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(self.inside()?)?;
            if object.insert(key, value).is_some() {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_read_in_one_way() {
        assert_eq!(
            read(b" {\"a\":[1,-0.5,true,null,\"\\u00e9\"]}\n"),
            Some(serde_json::json!({ "a": [1, -0.5, true, null, "é"] }))
        );
        let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(read(deep(MAX_DEPTH).as_bytes()).is_some());
        let refused = [
            "",
            "{} {}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":1,\"\\u0061\":2}",
            "[1,]",
            "01",
            "1e400",
            "\"\\ud800\"",
            "\u{feff}1",
            "nul",
        ];
        for text in refused {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(read(deep(MAX_DEPTH + 1).as_bytes()), None);
    }

    #[test]
    fn whole_numbers_are_written_as_such() {
        assert_eq!(read_as::<u64>(b"9007199254740991"), Some(MAX_WHOLE));
        for text in ["1.0", "1e0", "-0", "9007199254740992", "-9007199254740992"] {
            assert!(read(text.as_bytes()).is_some());
            assert_eq!(read_as::<i64>(text.as_bytes()), None, "{text}");
        }
    }
}
