//! Refuses texts that could not be shown as written, before anything is typeset.

use crate::fonts::Fonts;
use crate::{DocumentError, Texts};

/// Most characters one document may hold.
const MAX_CHARACTERS: usize = 400_000;

/// Walks a document's texts and remembers how much it has seen.
pub(crate) struct Checker<'a> {
    fonts: &'a Fonts,
    languages: [&'a str; 2],
    characters: usize,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(fonts: &'a Fonts, languages: [&'a str; 2]) -> Self {
        Self {
            fonts,
            languages,
            characters: 0,
        }
    }

    /// Checks that a text exists in both languages and can be drawn.
    pub(crate) fn texts(&mut self, place: &str, texts: &Texts) -> Result<(), DocumentError> {
        for language in self.languages {
            let text = texts
                .in_language(language)
                .filter(|text| !text.trim().is_empty())
                .ok_or_else(|| DocumentError::TextMissing {
                    place: place.to_owned(),
                    language: language.to_owned(),
                })?;
            self.text(place, text)?;
        }
        Ok(())
    }

    /// Checks that every character of a text can be drawn.
    pub(crate) fn text(&mut self, place: &str, text: &str) -> Result<(), DocumentError> {
        self.characters += text.chars().count();
        if self.characters > MAX_CHARACTERS {
            return Err(DocumentError::TooLarge {
                what: "text",
                limit: MAX_CHARACTERS,
            });
        }
        if let Some(code) = text.chars().find(|c| is_forbidden(*c)) {
            return Err(DocumentError::CharacterForbidden {
                place: place.to_owned(),
                code: u32::from(code),
            });
        }
        let mut missing: Vec<char> = text.chars().filter(|c| *c != '\n' && !self.fonts.cover(*c)).collect();
        missing.sort_unstable();
        missing.dedup();
        if missing.is_empty() {
            return Ok(());
        }
        Err(DocumentError::GlyphMissing {
            place: place.to_owned(),
            characters: missing.into_iter().take(20).collect(),
        })
    }
}

/// Control characters; the bidirectional controls that can make a text read otherwise than its bytes
/// (CVE-2021-42574); what shows nothing and would be lost from the document's text; private-use characters and
/// noncharacters, which mean nothing to the other side.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{00AD}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}
