use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Holds one text in several languages, keyed by language tag (`zh`, `en`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(BTreeMap<String, String>);

impl FromIterator<(String, String)> for Texts {
    /// Collects `(language, text)` pairs.
    fn from_iter<I: IntoIterator<Item = (String, String)>>(texts: I) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl Texts {
    /// Pairs a Chinese with an English text.
    pub fn zh_en(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self(BTreeMap::from([
            ("zh".to_owned(), zh.into()),
            ("en".to_owned(), en.into()),
        ]))
    }

    /// Returns the text in one language.
    pub fn in_language(&self, tag: &str) -> Option<&str> {
        self.0.get(tag).map(String::as_str)
    }
}
