//! Any two of the nine languages beside each other.

use yunqian_documents::{AgreementDocument, LANGUAGES, Texts, render_agreement, render_mark};

use crate::support::{agreement, agreement_in, is_arabic_letter, mark, poppler, text_of, texts_of, without_space};

fn pairs() -> impl Iterator<Item = [&'static str; 2]> {
    let later = |first: usize| LANGUAGES.into_iter().skip(first + 1);
    (0..LANGUAGES.len()).flat_map(move |first| later(first).map(move |second| [LANGUAGES[first], second]))
}

/// Asserts that poppler finds all of an agreement's texts again. In lines that run from right to left poppler orders
/// words, numbers and brackets by rules of its own, so that there it is the words that are compared.
fn assert_holds_its_texts(agreement: &AgreementDocument, pdf: &[u8]) {
    let in_order = without_space(&text_of(pdf));
    let by_line = without_space(&poppler("pdftotext", &["-enc", "UTF-8"], &["-"], pdf));
    for language in &agreement.languages {
        for text in texts_of(agreement, language) {
            let wanted = without_space(&text);
            let found = match language.as_str() {
                "ar" => text
                    .split(|c: char| !c.is_alphanumeric())
                    .all(|word| by_line.contains(word)),
                _ => in_order.contains(&wanted),
            };
            assert!(
                found,
                "{:?}: {wanted:?} is not in:\n{in_order}\n{by_line}",
                agreement.languages
            );
        }
    }
}

#[test]
fn extracted_text_equals_what_was_put_in() {
    let agreement = agreement();
    assert_holds_its_texts(&agreement, &render_agreement(&agreement).unwrap().pdf);
}

#[test]
fn extracted_text_equals_what_was_put_in_in_any_two_of_the_nine_languages() {
    for languages in pairs() {
        let agreement = agreement_in(languages);
        assert_holds_its_texts(&agreement, &render_agreement(&agreement).unwrap().pdf);
    }
}

#[test]
fn the_attached_data_is_what_was_put_in_to_the_last_mark() {
    let mut agreement = agreement_in(["ar", "ja"]);
    agreement.clauses[0].body = [
        ("ar", "يُنجز خطًّا 100% (أولًا) +49 40 2026-11-22"),
        ("ja", "e\u{301} と é は別の文字"),
    ]
    .map(|(language, text)| (language.to_owned(), text.to_owned()))
    .into_iter()
    .collect();
    let pdf = render_agreement(&agreement).unwrap().pdf;
    let attached = poppler("pdfdetach", &["-save", "1", "-o", "/dev/stdout"], &[], &pdf);
    assert_eq!(serde_json::from_str::<AgreementDocument>(&attached).unwrap(), agreement);
}

/// Returns where each word begins, in points from the left edge of its page.
fn words(pdf: &[u8]) -> Vec<(f64, String)> {
    let boxes = poppler("pdftotext", &["-bbox"], &["-"], pdf);
    let words = boxes
        .lines()
        .filter_map(|line| line.trim().strip_prefix("<word xMin=\""));
    words
        .map(|line| {
            let (left, rest) = line.split_once('"').unwrap();
            let (_, text) = rest.split_once('>').unwrap();
            let text = text.trim_end_matches("</word>");
            // These boxes hold their letters from left to right.
            let word = match text.contains(is_arabic_letter) {
                true => text.chars().rev().collect(),
                false => text.to_owned(),
            };
            (left.parse().unwrap(), word)
        })
        .collect()
}

#[test]
fn arabic_stands_on_the_right_of_any_other_language_whichever_comes_first() {
    let middle = 595.3 / 2.0;
    for languages in [["ar", "en"], ["en", "ar"], ["zh", "ar"], ["ar", "ru"]] {
        let words = words(&render_agreement(&agreement_in(languages)).unwrap().pdf);
        let left_of = |wanted: &str| words.iter().find(|(_, word)| word == wanted).map(|(left, _)| *left);
        // “governs” in the second clause's body, in each language.
        let arabic = left_of("يخضع").unwrap();
        assert!(arabic > middle, "{languages:?}: {arabic}");
        let other = ["governed", "本合同适用中华人民共和国法律。", "регулируется"]
            .into_iter()
            .find_map(left_of)
            .unwrap();
        assert!(other < middle, "{languages:?}: {other}");
    }
}

#[test]
fn arabic_runs_from_right_to_left_with_foreign_names_and_numbers_in_their_own_direction() {
    let words = words(&render_agreement(&agreement_in(["en", "ar"])).unwrap().pdf);
    let middle = 595.3 / 2.0;
    let left_of = |wanted: &str| {
        let found = words.iter().find(|(left, word)| word == wanted && *left > middle);
        found.unwrap_or_else(|| panic!("{wanted} is not in {words:?}")).0
    };
    // The clause begins at the right and runs to the left: “Party B completes … within 3 years”.
    let clause = ["ينجز", "الطرف", "الثاني", "خلال", "3", "سنوات"].map(left_of);
    assert!(clause.is_sorted_by(|earlier, later| earlier > later), "{clause:?}");
    // “… standard ISO 22734:2019 at Nordsee Wasserstoff GmbH” in one line: the foreign words from left to right.
    assert!(left_of("المعيار") > left_of("22734:2019") && left_of("22734:2019") > left_of("ISO"));
    assert!(left_of("لدى") > left_of("Wasserstoff") && left_of("Wasserstoff") > left_of("Nordsee"));
}

/// Returns the names of the fonts in a PDF, without the tag of the subset.
fn fonts_in(pdf: &[u8]) -> Vec<String> {
    let table = poppler("pdffonts", &[], &[], pdf);
    let names = table.lines().skip(2).filter_map(|line| line.split_whitespace().next());
    let mut names: Vec<String> = names
        .map(|name| name.split_once('+').map_or(name, |(_, rest)| rest).to_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn each_language_has_its_own_glyphs() {
    let faces = |languages| {
        let fonts = fonts_in(&render_agreement(&agreement_in(languages)).unwrap().pdf).join(" ");
        ["NotoSerifSC", "NotoSerifJP", "NotoSerifKR", "Amiri"].map(|face| fonts.contains(face))
    };
    // The name 王龘𠮷 needs a second face in Chinese and in Japanese.
    assert_eq!(faces(["zh", "en"]), [true, true, false, false]);
    assert_eq!(faces(["ja", "en"]), [true, true, false, false]);
    assert_eq!(faces(["de", "ko"]), [false, false, true, false]);
    assert_eq!(faces(["fr", "ar"]), [false, false, false, true]);
    assert_eq!(faces(["ru", "es"]), [false, false, false, false]);
}

#[test]
fn the_visible_signature_is_written_in_any_two_languages() {
    let mut mark = mark();
    mark.languages = ["ar".to_owned(), "ko".to_owned()];
    let texts = |ar: &str, ko: &str| -> Texts {
        [("ar", ar), ("ko", ko)]
            .map(|(language, text)| (language.to_owned(), text.to_owned()))
            .into_iter()
            .collect()
    };
    mark.name = texts("ليلى حداد", "왕다길");
    mark.organisation = texts("شركة Nordsee GmbH", "노르트제 수소 유한회사");
    mark.method = texts("مفتاح المرور", "패스키");
    let text = without_space(&poppler("pdftotext", &[], &["-"], &render_mark(&mark).unwrap()));
    for wanted in [
        "ليلى",
        "حداد",
        "왕다길",
        "노르트제수소유한회사",
        "전자서명됨",
        "fa47645f761c6a45",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
}
