//! The texts of the server in every language, from the same Fluent catalogues as the web app's.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

type Bundle = FluentBundle<FluentResource>;

/// Languages that all of the server speaks, the default last.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

/// Languages of what people of other countries sign and check: consents, verdicts and the commands of those who have
/// no account here. They are those of documents.
pub const EVIDENCE_LANGUAGES: [&str; 9] = yunqian_documents::LANGUAGES;

macro_rules! catalogue {
    ($language:literal, $($name:literal),+) => {
        &[$(include_str!(concat!("../../../web/locales/", $language, "/", $name, ".ftl"))),+]
    };
}

macro_rules! evidence {
    ($($language:literal),+) => {
        [$(($language, catalogue!($language, "documents", "evidence", "sign-command") as &[&str])),+]
    };
}

macro_rules! everything_else {
    ($($language:literal),+) => {
        [$(($language, catalogue!($language, "errors", "mail", "problems", "sign-in") as &[&str])),+]
    };
}

static BUNDLES: LazyLock<HashMap<&'static str, Bundle>> = LazyLock::new(|| {
    let evidence = evidence!("zh", "en", "fr", "es", "ru", "ar", "de", "ja", "ko");
    let mut bundles: HashMap<_, _> = EVIDENCE_LANGUAGES.map(|language| (language, empty(language))).into();
    for (language, sources) in evidence.into_iter().chain(everything_else!("zh", "en")) {
        fill(bundles.get_mut(language).expect("all languages are there"), sources);
    }
    bundles
});

fn empty(language: &str) -> Bundle {
    let language = language.parse().expect("the languages listed here are language tags");
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks would show up in mail and PDF text.
    bundle.set_use_isolating(false);
    bundle
}

fn fill(bundle: &mut Bundle, sources: &[&str]) {
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned()).expect("the catalogues parse; a test reads them");
        bundle.add_resource_overriding(resource);
    }
}

/// Returns the best of our languages for an `Accept-Language` header: the first listed that we speak.
pub fn accepted(headers: &HeaderMap) -> &'static str {
    accepted_of(&LANGUAGES, headers).copied().unwrap_or("en")
}

/// Returns the first language of an `Accept-Language` header that is among some.
pub fn accepted_of<'a, L: AsRef<str>>(languages: &'a [L], headers: &HeaderMap) -> Option<&'a L> {
    let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    header
        .split([',', ';'])
        .find_map(|range| named(languages, range.trim()))
}

/// Returns our language for a BCP 47 tag, if we speak it.
pub fn spoken(tag: &str) -> Option<&'static str> {
    named(&LANGUAGES, tag).copied()
}

fn named<'a, L: AsRef<str>>(languages: &'a [L], tag: &str) -> Option<&'a L> {
    let primary = tag.split('-').next()?;
    languages
        .iter()
        .find(|language| language.as_ref().eq_ignore_ascii_case(primary))
}

/// Returns the language that a command line asks for, or the environment's, or English.
pub fn of_command(asked: Option<&str>) -> &'static str {
    let environment = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok());
    asked
        .or(environment.as_deref())
        .and_then(|tag| named(&EVIDENCE_LANGUAGES, &tag.replace('_', "-")))
        .copied()
        .unwrap_or("en")
}

/// Returns title and detail of an error code.
pub fn error(language: &str, code: &str) -> (String, String) {
    let id = format!("error-{code}");
    let title = text(language, &id, None).unwrap_or_else(|| code.to_owned());
    (title, attribute(language, &id, "detail").unwrap_or_default())
}

/// Returns a message with its arguments filled in.
pub fn text(language: &str, id: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
    let bundle = BUNDLES.get(language)?;
    let pattern = bundle.get_message(id)?.value()?;
    Some(bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned())
}

fn attribute(language: &str, id: &str, name: &str) -> Option<String> {
    let bundle = BUNDLES.get(language)?;
    let attribute = bundle.get_message(id)?.get_attribute(name)?;
    Some(
        bundle
            .format_pattern(attribute.value(), None, &mut Vec::new())
            .into_owned(),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{EVIDENCE_LANGUAGES, LANGUAGES, error, text};

    /// Collects the literals that follow one of `markers` in a folder's Rust files.
    fn codes(folder: &Path, markers: &[&str], found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                codes(&path, markers, found);
            } else if let Ok(source) = fs::read_to_string(&path) {
                for marker in markers {
                    let literals = source.split(marker).skip(1).filter_map(|rest| rest.split('"').next());
                    found.extend(
                        literals
                            .filter(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
                            .map(str::to_owned),
                    );
                }
            }
        }
    }

    #[test]
    fn every_error_code_has_a_title_and_a_detail_in_every_language() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut found = BTreeSet::new();
        let markers = [
            "bad_request(\"",
            "conflict(\"",
            "invalid(\"",
            "unauthenticated(\"",
            "code: \"",
        ];
        codes(&sources, &markers, &mut found);
        codes(
            &sources.join("../../session/src"),
            &["NotFound, \"", "Forbidden, \"", "Conflict, \"", "Invalid, \""],
            &mut found,
        );
        assert!(found.len() > 100, "the sources were read");
        for language in LANGUAGES {
            let unworded: Vec<_> = found
                .iter()
                .filter(|code| {
                    let (title, detail) = error(language, code);
                    title == **code || detail.is_empty()
                })
                .collect();
            assert!(unworded.is_empty(), "{language} has no words for {unworded:?}");
        }
    }

    #[test]
    fn consents_verdicts_and_the_command_that_signs_are_worded_alike_in_all_nine_languages() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/locales");
        let mut messages = 0;
        for name in ["documents", "evidence", "sign-command"] {
            let read = |language: &str| fs::read_to_string(folder.join(language).join(name).with_extension("ftl"));
            let english = read("en").expect("the catalogue is there");
            for line in english.lines().filter(|line| !line.starts_with(['#', ' '])) {
                let Some((id, wording)) = line.split_once(" = ") else {
                    continue;
                };
                messages += 1;
                for language in EVIDENCE_LANGUAGES {
                    let said = text(language, id, None).unwrap_or_default();
                    assert!(!said.is_empty(), "{language} has no words for {id}");
                    for argument in wording.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()) {
                        let argument = format!("{{${argument}}}");
                        assert!(
                            said.contains(&argument),
                            "{id} does not tell {argument} in {language}: {said}"
                        );
                    }
                }
            }
        }
        assert!(messages > 60, "the catalogues were read");
    }
}
