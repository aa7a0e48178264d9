//! The fixed words of the templates.

use serde_json::Value;

use crate::DocumentError;

const LABELS: &str = include_str!("../templates/labels.json");

/// Returns the labels, after checking that they exist in both languages.
pub(crate) fn labels(languages: [&str; 2]) -> Result<Value, DocumentError> {
    let labels: Value = serde_json::from_str(LABELS).expect("labels.json is valid JSON");
    let all = labels.as_object().expect("labels.json is an object");
    for language in languages {
        if all.values().any(|label| label.get(language).is_none()) {
            return Err(DocumentError::UnsupportedLanguage(language.to_owned()));
        }
    }
    Ok(labels)
}
