//! Agreements as an independent reader (poppler) sees them.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::process::Command;

use yunqian_documents::{AgreementDocument, DocumentError, SignatureMark, Texts, render_agreement, render_mark};

fn agreement() -> AgreementDocument {
    serde_json::from_str(include_str!("data/agreement.json")).unwrap()
}

fn mark() -> SignatureMark {
    serde_json::from_str(include_str!("data/mark.json")).unwrap()
}

/// Runs a poppler tool on a PDF; the tools are part of the test's environment.
fn poppler(tool: &str, before: &[&str], after: &[&str], pdf: &[u8]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new(tool).args(before).arg(&file).args(after).output();
    let output = output.unwrap_or_else(|error| panic!("{tool} (Debian package poppler-utils) is needed: {error}"));
    assert!(
        output.status.success(),
        "{tool}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn extracted_text_equals_what_was_put_in() {
    let agreement = agreement();
    let rendered = render_agreement(&agreement).unwrap();
    let extracted = without_space(&poppler("pdftotext", &["-raw", "-enc", "UTF-8"], &["-"], &rendered.pdf));
    let mut texts = vec![&agreement.title, &agreement.place, &agreement.date];
    texts.extend(agreement.parties.iter().flat_map(|p| [&p.name, &p.country]));
    texts.extend(agreement.amounts.iter().flat_map(|a| [&a.label, &a.value]));
    texts.extend(agreement.clauses.iter().flat_map(|c| [&c.heading, &c.body]));
    texts.extend(
        agreement
            .signatories
            .iter()
            .flat_map(|s| [&s.name, &s.organisation, &s.capacity]),
    );
    for text in texts {
        for language in ["zh", "en"] {
            let wanted = without_space(text.in_language(language).unwrap());
            assert!(extracted.contains(&wanted), "{wanted:?} is not in:\n{extracted}");
        }
    }
}

#[test]
fn every_signatory_has_one_field_inside_a_page() {
    let rendered = render_agreement(&agreement()).unwrap();
    let names: Vec<&str> = rendered.fields.iter().map(|f| f.field.as_str()).collect();
    assert_eq!(names, ["party-a", "party-b"]);
    for field in &rendered.fields {
        assert!((1..=rendered.pages).contains(&field.page));
        assert!(field.x > 0.0 && field.x + field.width < 595.3, "{field:?}");
        assert!(field.y > 0.0 && field.y + field.height < 841.9, "{field:?}");
    }
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    assert_eq!(
        render_agreement(&agreement()).unwrap().pdf,
        render_agreement(&agreement()).unwrap().pdf
    );
    assert_eq!(render_mark(&mark()).unwrap(), render_mark(&mark()).unwrap());
}

#[test]
fn template_code_in_the_data_stays_text() {
    let mut agreement = agreement();
    let attack = r##"#read("/etc/passwd") *bold* $x$ <signature-field> #panic() \u{41} [a] // b"##;
    agreement.parties[0].name = Texts::zh_en(attack, attack);
    let rendered = render_agreement(&agreement).unwrap();
    let extracted = without_space(&poppler("pdftotext", &["-raw"], &["-"], &rendered.pdf));
    assert!(extracted.contains(&without_space(attack)), "{extracted}");
    assert_eq!(rendered.fields.len(), 2);
}

#[test]
fn a_character_no_font_can_draw_is_named() {
    let mut agreement = agreement();
    agreement.signatories[1].name = Texts::zh_en("安娜\u{13000}", "Anna");
    match render_agreement(&agreement) {
        Err(DocumentError::GlyphMissing { place, characters }) => {
            assert_eq!(
                (place.as_str(), characters.as_str()),
                ("signatories[1].name", "\u{13000}")
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn direction_overrides_and_control_characters_are_refused() {
    for hostile in ["Wang\u{202E}gnimoaix", "Wang\u{0}", "Wang\u{200B}Xiaoming"] {
        let mut agreement = agreement();
        agreement.clauses[0].body = Texts::zh_en("正文", hostile);
        assert!(matches!(
            render_agreement(&agreement),
            Err(DocumentError::CharacterForbidden { .. })
        ));
    }
}

#[test]
fn a_text_missing_in_one_language_is_refused() {
    let mut agreement = agreement();
    agreement.clauses[2].heading = Texts::zh_en("标题", " ");
    match render_agreement(&agreement) {
        Err(DocumentError::TextMissing { place, language }) => {
            assert_eq!((place.as_str(), language.as_str()), ("clauses[2].heading", "en"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_signatories_cannot_share_a_field() {
    let mut agreement = agreement();
    agreement.signatories[1].field = "party-a".to_owned();
    assert!(matches!(render_agreement(&agreement), Err(DocumentError::FieldName(_))));
}

#[test]
fn an_unknown_key_in_the_data_is_refused() {
    let mut json = serde_json::to_value(agreement()).unwrap();
    json["surprise"] = 1.into();
    assert!(serde_json::from_value::<AgreementDocument>(json).is_err());
}

#[test]
fn the_visible_signature_shows_who_signed_for_whom_and_that_it_is_a_demonstration() {
    let pdf = render_mark(&mark()).unwrap();
    let extracted = without_space(&poppler("pdftotext", &["-raw"], &["-"], &pdf));
    for wanted in [
        "王小明",
        "WangXiaoming",
        "雄安绿能管理委员会",
        "DEMONSTRATION",
        "fa47645f761c6a45",
    ] {
        assert!(extracted.contains(wanted), "{wanted} is not in {extracted}");
    }
    let size = poppler("pdfinfo", &[], &[], &pdf);
    assert!(size.contains("226 x 84 pts"), "{size}");
}
