//! The texts of the server in every language, from the same Fluent catalogues as the web app's.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

type Bundle = FluentBundle<FluentResource>;

/// Languages that the server speaks, the default last.
pub const LANGUAGES: [&str; 2] = ["zh", "en"];

macro_rules! catalogues {
    ($language:literal) => {
        &[
            include_str!(concat!("../../../web/locales/", $language, "/documents.ftl")),
            include_str!(concat!("../../../web/locales/", $language, "/errors.ftl")),
            include_str!(concat!("../../../web/locales/", $language, "/evidence.ftl")),
            include_str!(concat!("../../../web/locales/", $language, "/mail.ftl")),
            include_str!(concat!("../../../web/locales/", $language, "/problems.ftl")),
            include_str!(concat!("../../../web/locales/", $language, "/sign-command.ftl")),
            include_str!(concat!("../../../web/locales/", $language, "/sign-in.ftl")),
        ]
    };
}

static BUNDLES: LazyLock<HashMap<&'static str, Bundle>> = LazyLock::new(|| {
    HashMap::from([
        ("zh", bundle("zh", catalogues!("zh"))),
        ("en", bundle("en", catalogues!("en"))),
    ])
});

fn bundle(language: &str, sources: &[&str]) -> Bundle {
    let language = language.parse().expect("the languages listed here are language tags");
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolation marks would show up in mail and PDF text.
    bundle.set_use_isolating(false);
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned()).expect("the catalogues parse; a test reads them");
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Returns the best of our languages for an `Accept-Language` header: the first listed that we speak.
pub fn accepted(headers: &HeaderMap) -> &'static str {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split([',', ';']).find_map(|range| spoken(range.trim())))
        .unwrap_or("en")
}

/// Returns our language for a BCP 47 tag, if we speak it.
pub fn spoken(tag: &str) -> Option<&'static str> {
    let primary = tag.split('-').next()?;
    LANGUAGES
        .into_iter()
        .find(|language| language.eq_ignore_ascii_case(primary))
}

/// Returns the language that a command line asks for, or the environment's, or English.
pub fn of_command(asked: Option<&str>) -> &'static str {
    let environment = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok());
    asked
        .or(environment.as_deref())
        .and_then(|tag| spoken(&tag.replace('_', "-")))
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

    use super::{LANGUAGES, error, text};

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
    fn the_consent_to_sign_is_there_in_every_language() {
        for language in LANGUAGES {
            for consent in [
                "consent-sign-agreement",
                "consent-sign-agreement-for",
                "consent-seal-for-organisation",
                "consent-seal-for-organisation-for",
                "consent-attest-signature",
            ] {
                assert!(text(language, consent, None).is_some(), "{consent} in {language}");
            }
        }
    }
}
