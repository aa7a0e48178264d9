//! Texts in several languages, and references to stored files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use utoipa::ToSchema;

/// Returns a text as names are compared: compatibility forms folded (NFKC, UAX #15), lower case, without spaces and
/// punctuation.
pub(crate) fn normalised(text: &str) -> String {
    text.nfkc()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A text by BCP 47 primary language (`zh`, `en`, …); never empty once parsed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct LocalizedText(pub BTreeMap<String, String>);

impl LocalizedText {
    /// Makes a text from `(language, text)` pairs.
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(
            texts
                .into_iter()
                .map(|(language, text)| (language.to_owned(), text.to_owned()))
                .collect(),
        )
    }

    /// Returns the text in `language`, else in English, else in Chinese, else any, else an empty string.
    pub fn get(&self, language: &str) -> &str {
        [language, "en", "zh"]
            .iter()
            .find_map(|language| self.0.get(*language))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Says whether a text is this one in any of its languages; case, spaces, punctuation and compatibility forms make
    /// no difference.
    pub fn is_called(&self, text: &str) -> bool {
        let wanted = normalised(text);
        !wanted.is_empty() && self.0.values().any(|own| normalised(own) == wanted)
    }
}

/// A file kept by content: SHA-256 of its bytes in lower-case hex, its name as sent, media type and size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileReference {
    /// SHA-256 of the bytes, 64 lower-case hex digits.
    pub digest: String,
    /// File name as its sender named it.
    pub name: String,
    /// Media type found by looking at the bytes.
    pub media_type: String,
    /// Size in bytes.
    pub size_bytes: u64,
}
