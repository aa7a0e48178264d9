//! Agreements and visible signatures: what is refused, what is printed.

use yunqian_documents::{AgreementDocument, DocumentError, Texts, render_agreement, render_mark};

use crate::support::{agreement, mark, poppler, text_of, without_space};

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
    let extracted = without_space(&text_of(&rendered.pdf));
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
    let extracted = without_space(&text_of(&pdf));
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
