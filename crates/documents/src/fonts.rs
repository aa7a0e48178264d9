use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use crate::DocumentError;

/// Latin, Greek and Cyrillic; it comes with the typesetter.
const LATIN_FAMILY: &str = "Libertinus Serif";

/// What `fonts/install.sh` puts into the font directory. `templates/shared.typ` says which face sets which language.
///
/// `HanaMin` draws what the others lack: CJK extensions B to F. No font with a licence that lets subsets go into
/// documents was found for G, H and I; their characters are refused.
const FILES: [&str; 12] = [
    "NotoSerif-Regular.ttf",
    "NotoSerif-Bold.ttf",
    "NotoSerifSC-Regular.ttf",
    "NotoSerifSC-Bold.ttf",
    "NotoSerifJP-Regular.ttf",
    "NotoSerifJP-Bold.ttf",
    "NotoSerifKR-Regular.ttf",
    "NotoSerifKR-Bold.ttf",
    "Amiri-Regular.ttf",
    "Amiri-Bold.ttf",
    "HanaMinA.ttf",
    "HanaMinB.ttf",
];

static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
static FONTS: OnceLock<Fonts> = OnceLock::new();

/// Chooses the font directory and looks at the fonts; call once at start, before the first document.
///
/// Without a directory, and for documents made before this is called, the first of these that exists is taken:
/// `fonts` beside the program, `../share/yunqian/fonts` from there, `~/.cache/yunqian/fonts` (where `make` puts them).
///
/// # Errors
/// [`DocumentError::FontMissing`] names the file that is missing; the directory can't be changed once chosen.
pub fn use_font_directory(directory: Option<&Path>) -> Result<(), DocumentError> {
    let wanted = directory.map_or_else(default_directory, Path::to_owned);
    let chosen = DIRECTORY.get_or_init(|| wanted.clone());
    if *chosen != wanted {
        return Err(DocumentError::FontsAlreadyLoaded(chosen.clone()));
    }
    fonts().map(drop)
}

fn default_directory() -> PathBuf {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(Path::to_owned);
    let home = std::env::home_dir();
    let places = [
        beside.as_ref().map(|directory| directory.join("fonts")),
        beside
            .as_ref()
            .map(|directory| directory.join("../share/yunqian/fonts")),
        home.map(|home| home.join(".cache/yunqian/fonts")),
    ];
    let mut places = places.into_iter().flatten().peekable();
    let first = places.peek().cloned().unwrap_or_else(|| PathBuf::from("fonts"));
    places.find(|place| place.is_dir()).unwrap_or(first)
}

/// The faces documents are set in, and nothing else of the host's.
pub(crate) struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    faces: Vec<Face>,
}

/// A face whose outlines are read when a document first needs them.
struct Face {
    file: PathBuf,
    font: OnceLock<Option<Font>>,
}

pub(crate) fn fonts() -> Result<&'static Fonts, DocumentError> {
    if let Some(fonts) = FONTS.get() {
        return Ok(fonts);
    }
    let loaded = Fonts::load(DIRECTORY.get_or_init(default_directory))?;
    Ok(FONTS.get_or_init(|| loaded))
}

impl Fonts {
    fn load(directory: &Path) -> Result<Self, DocumentError> {
        let latin = typst_assets::fonts()
            .filter_map(|data| Font::new(Bytes::new(data), 0))
            .filter(|font| font.info().family.as_str() == LATIN_FAMILY);
        let mut infos = Vec::new();
        let mut faces = Vec::new();
        for font in latin {
            infos.push(font.info().clone());
            faces.push(Face {
                file: PathBuf::new(),
                font: OnceLock::from(Some(font)),
            });
        }
        for name in FILES {
            let file = directory.join(name);
            infos.push(look_at(&file)?);
            faces.push(Face {
                file,
                font: OnceLock::new(),
            });
        }
        let book = LazyHash::new(FontBook::from_infos(infos));
        Ok(Self { book, faces })
    }

    /// Returns the face at a place in the book.
    pub(crate) fn face(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        let read = || Font::new(Bytes::new(std::fs::read(&face.file).ok()?), 0);
        face.font.get_or_init(read).clone()
    }

    /// Says whether any face draws the character.
    pub(crate) fn cover(&self, character: char) -> bool {
        let draws = |info: &FontInfo| info.coverage.contains(u32::from(character));
        (0..self.faces.len()).any(|index| self.book.info(index).is_some_and(draws))
    }
}

fn look_at(file: &Path) -> Result<FontInfo, DocumentError> {
    let missing = |reason: String| DocumentError::FontMissing {
        file: file.to_owned(),
        reason,
    };
    let data = std::fs::read(file).map_err(|error| missing(error.to_string()))?;
    FontInfo::new(&data, 0).ok_or_else(|| missing("it is no font".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_without_fonts_is_named_in_the_error() {
        let error = Fonts::load(Path::new("/nowhere")).err().unwrap();
        assert!(error.to_string().contains("/nowhere/NotoSerif-Regular.ttf"), "{error}");
        assert!(error.to_string().contains("make fonts"), "{error}");
    }

    #[test]
    fn the_fonts_draw_what_names_are_written_with() {
        let fonts = fonts().unwrap();
        for text in [
            "龘靐㛃𠮷𡈽𬭊𪚥𫝆𬺷𮯠鿿",
            "ŁőșṬụễķǆßẞĀḥœÞðÑ",
            "Ёжџұғ Ωμέγα",
            "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأؤئةى",
            "ひらがなカタカナ々〆髙﨑",
            "한글뷁",
            "“”‘’«»„‟…—–·、。《》「」€£¥₩₽№§°%‰",
        ] {
            for character in text.chars() {
                assert!(fonts.cover(character), "{character} U+{:04X}", u32::from(character));
            }
        }
    }
}
