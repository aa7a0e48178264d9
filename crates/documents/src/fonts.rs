use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::DocumentError;

/// Where Debian's `fonts-noto-cjk` puts its collections.
pub const DEFAULT_FONT_DIRECTORY: &str = "/usr/share/fonts/opentype/noto";

pub(crate) const LATIN_FAMILY: &str = "Libertinus Serif";
pub(crate) const CHINESE_FAMILY: &str = "Noto Serif CJK SC";
const COLLECTIONS: [&str; 2] = ["NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"];

static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
static FONTS: OnceLock<Fonts> = OnceLock::new();

/// Chooses the font directory and loads the fonts; call once at start, before the first document.
///
/// Without it, fonts load on first use from [`DEFAULT_FONT_DIRECTORY`].
pub fn use_font_directory(directory: &Path) -> Result<(), DocumentError> {
    let chosen = DIRECTORY.get_or_init(|| directory.to_owned());
    if chosen != directory {
        return Err(DocumentError::FontsAlreadyLoaded(chosen.clone()));
    }
    fonts().map(drop)
}

/// The faces documents are set in, and nothing else of the host's.
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) faces: Vec<Font>,
}

pub(crate) fn fonts() -> Result<&'static Fonts, DocumentError> {
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts);
    }
    let directory = DIRECTORY.get_or_init(|| PathBuf::from(DEFAULT_FONT_DIRECTORY));
    let loaded = Fonts::load(directory)?;
    Ok(FONTS.get_or_init(|| loaded))
}

impl Fonts {
    fn load(directory: &Path) -> Result<Self, DocumentError> {
        let mut faces: Vec<Font> = typst_assets::fonts()
            .flat_map(|data| Font::iter(Bytes::new(data)))
            .filter(|face| face.info().family.as_str() == LATIN_FAMILY)
            .collect();
        for name in COLLECTIONS {
            let file = directory.join(name);
            let missing = |reason: String| DocumentError::FontMissing {
                file: file.clone(),
                reason,
            };
            let data = std::fs::read(&file).map_err(|error| missing(error.to_string()))?;
            let before = faces.len();
            faces.extend(Font::iter(Bytes::new(data)).filter(|face| face.info().family.as_str() == CHINESE_FAMILY));
            if faces.len() == before {
                return Err(missing(format!("it holds no {CHINESE_FAMILY} face")));
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&faces));
        Ok(Self { book, faces })
    }

    /// Says whether any face draws the character.
    pub(crate) fn cover(&self, character: char) -> bool {
        self.faces
            .iter()
            .any(|face| face.info().coverage.contains(u32::from(character)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_without_fonts_is_named_in_the_error() {
        let error = Fonts::load(Path::new("/nowhere")).err().unwrap();
        assert!(error.to_string().contains("/nowhere/NotoSerifCJK-Regular.ttc"));
        assert!(error.to_string().contains("fonts-noto-cjk"));
    }
}
