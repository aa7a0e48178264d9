use std::path::PathBuf;

/// Says why a document could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// A font file is absent or unreadable.
    #[error(
        "font {file} is missing ({reason}); `make fonts` installs the fonts, `fonts` in the configuration says where they are"
    )]
    FontMissing {
        /// The file looked for.
        file: PathBuf,
        /// What the system answered.
        reason: String,
    },
    /// The font directory was chosen after fonts had been loaded from another one.
    #[error("fonts are already loaded from {0}")]
    FontsAlreadyLoaded(PathBuf),
    /// The template has no labels in this language.
    #[error("no document labels in language {0:?}")]
    UnsupportedLanguage(String),
    /// The two languages are one.
    #[error("both languages are {0:?}")]
    SameLanguage(String),
    /// A text lacks one of the document's two languages.
    #[error("{place} has no text in language {language:?}")]
    TextMissing {
        /// Which text, as a path into the data.
        place: String,
        /// The language tag.
        language: String,
    },
    /// A text holds characters that no shipped font can draw.
    #[error("{place} holds characters without a glyph: {characters}")]
    GlyphMissing {
        /// Which text, as a path into the data.
        place: String,
        /// The characters, as written.
        characters: String,
    },
    /// A text holds a control or direction-override character.
    #[error("{place} holds the forbidden character U+{code:04X}")]
    CharacterForbidden {
        /// Which text, as a path into the data.
        place: String,
        /// The code point.
        code: u32,
    },
    /// The document exceeds a size limit.
    #[error("{what} exceeds the limit of {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Two signatories share a field name, or a name is empty or not plain ASCII.
    #[error("signature field {0:?} is empty, repeated or not made of a-z, 0-9, - and _")]
    FieldName(String),
    /// The calendar date does not exist.
    #[error("no such date: {0}")]
    Date(String),
    /// The typesetter refused the template; never caused by valid data.
    #[error("typesetting failed: {0}")]
    Typesetting(String),
}
