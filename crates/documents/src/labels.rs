//! The fixed words of the templates.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::DocumentError;

/// Languages that documents can be in.
pub const LANGUAGES: [&str; 9] = ["zh", "en", "fr", "es", "ru", "ar", "de", "ja", "ko"];

type Table = BTreeMap<String, BTreeMap<String, String>>;

static LABELS: LazyLock<Table> = LazyLock::new(|| table(include_str!("../templates/labels.json")));
/// Names of countries and regions by ISO 3166 code, from Unicode's CLDR 48.
static COUNTRIES: LazyLock<Table> = LazyLock::new(|| table(include_str!("../templates/countries.json")));

fn table(json: &str) -> Table {
    serde_json::from_str(json).expect("the tables are valid; a test reads them")
}

/// Returns a fixed word of documents, such as `kind_contract`, in one of [`LANGUAGES`].
pub fn label(language: &str, key: &str) -> Option<&'static str> {
    LABELS.get(key)?.get(language).map(String::as_str)
}

/// Returns the name of a country or region (ISO 3166 alpha-2) in one of [`LANGUAGES`].
pub fn country(language: &str, code: &str) -> Option<&'static str> {
    COUNTRIES.get(code)?.get(language).map(String::as_str)
}

/// Returns all labels, after checking that the two languages differ and have them.
pub(crate) fn labels(languages: [&str; 2]) -> Result<Value, DocumentError> {
    if let Some(unknown) = languages.into_iter().find(|language| !LANGUAGES.contains(language)) {
        return Err(DocumentError::UnsupportedLanguage(unknown.to_owned()));
    }
    if languages[0] == languages[1] {
        return Err(DocumentError::SameLanguage(languages[0].to_owned()));
    }
    Ok(serde_json::json!(*LABELS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_and_country_is_written_in_all_nine_languages() {
        for (key, texts) in LABELS.iter().chain(COUNTRIES.iter()) {
            let written: Vec<&str> = texts.keys().map(String::as_str).collect();
            let mut wanted = LANGUAGES.to_vec();
            wanted.sort_unstable();
            assert_eq!(written, wanted, "{key}");
            assert!(
                texts.values().all(|text| text.trim() == text && !text.is_empty()),
                "{key}"
            );
        }
    }

    #[test]
    fn a_document_needs_two_of_the_nine_languages() {
        assert!(labels(["ar", "ko"]).is_ok());
        assert!(matches!(labels(["zh", "it"]), Err(DocumentError::UnsupportedLanguage(tag)) if tag == "it"));
        assert!(matches!(labels(["zh", "zh"]), Err(DocumentError::SameLanguage(_))));
    }
}
