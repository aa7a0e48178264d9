//! Freezing: what is refused, and what comes out.

use lopdf::{Dictionary, Object};
use proptest::prelude::*;
use yunqian_signing::{MAX_PDF_BYTES, SignatureField, SigningError, Trust, inspect, prepare};

use crate::support::{NOW, action, fields, fixture, frozen, pdf_with};

fn forbidden(pdf: &[u8]) -> String {
    match prepare(pdf, &[]) {
        Err(SigningError::Forbidden(what)) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_agreement_freezes_to_the_same_digest_with_all_its_fields_unsigned() {
    let frozen = frozen();
    assert_eq!(frozen, crate::support::frozen());
    let report = inspect(&frozen.pdf, &Trust::default(), NOW).unwrap();
    assert_eq!(report.unsigned_fields, ["party-a", "party-b", "yunqian-platform"]);
    assert_eq!(report.frozen.sha256, frozen.digest);
    assert!(report.problems().is_empty() && !report.is_valid());
    assert_eq!(frozen.pages.len(), 2);
}

#[test]
fn a_plain_foreign_pdf_may_be_prepared() {
    assert!(prepare(&pdf_with(|_, _| ()), &[]).is_ok());
}

#[test]
fn what_is_no_pdf_is_refused() {
    for bytes in [
        &b""[..],
        b"hello",
        b"%PDF-1.7\n%%EOF",
        &fixture("agreement.pdf")[..5000],
        b"<html>%PDF-1.7</html>",
    ] {
        assert!(matches!(prepare(bytes, &[]), Err(SigningError::NotPdf(_))));
    }
}

#[test]
fn a_pdf_beyond_the_size_limit_is_refused() {
    let large = vec![b' '; MAX_PDF_BYTES + 1];
    assert!(matches!(prepare(&large, &[]), Err(SigningError::TooLarge { .. })));
    assert!(matches!(
        inspect(&large, &Trust::default(), NOW),
        Err(SigningError::TooLarge { .. })
    ));
}

#[test]
fn scripts_actions_layers_and_forms_are_refused() {
    assert_eq!(
        forbidden(&pdf_with(|_, c| c.set("OpenAction", action("GoTo")))),
        "/OpenAction"
    );
    assert_eq!(forbidden(&pdf_with(|_, c| c.set("AA", Dictionary::new()))), "/AA");
    assert_eq!(
        forbidden(&pdf_with(|_, c| c.set("OCProperties", Dictionary::new()))),
        "/OCProperties"
    );
    assert_eq!(
        forbidden(&pdf_with(|_, c| c.set("AcroForm", Dictionary::new()))),
        "/AcroForm"
    );
    let hidden = |kind: &'static str| {
        pdf_with(move |document, _| {
            document.add_object(Object::Array(vec![Object::Dictionary(action(kind))]));
        })
    };
    assert_eq!(forbidden(&hidden("JavaScript")), "/JavaScript");
    assert_eq!(forbidden(&hidden("Launch")), "/Launch");
    assert_eq!(forbidden(&hidden("SubmitForm")), "/SubmitForm");
}

#[test]
fn annotations_that_could_cover_the_text_are_refused() {
    let pdf = pdf_with(|document, _| {
        let mut note = Dictionary::new();
        note.set("Type", "Annot");
        note.set("Subtype", "FreeText");
        document.add_object(note);
    });
    assert_eq!(forbidden(&pdf), "an annotation other than a link");
}

#[test]
fn a_pdf_with_earlier_revisions_is_refused() {
    assert_eq!(forbidden(&frozen().pdf), "earlier revisions");
}

#[test]
fn fields_must_be_named_once_and_lie_on_a_page() {
    let pdf = fixture("agreement.pdf");
    let with = |change: fn(&mut SignatureField)| {
        let mut fields = fields();
        change(&mut fields[1]);
        prepare(&pdf, &fields)
    };
    assert!(matches!(
        with(|f| f.name = "party-a".to_owned()),
        Err(SigningError::FieldName(_))
    ));
    assert!(matches!(
        with(|f| f.name = String::new()),
        Err(SigningError::FieldName(_))
    ));
    assert!(matches!(
        with(|f| f.name = "a.b".to_owned()),
        Err(SigningError::FieldName(_))
    ));
    assert!(matches!(with(|f| f.page = 0), Err(SigningError::FieldPlace(_))));
    assert!(matches!(with(|f| f.page = 3), Err(SigningError::FieldPlace(_))));
    assert!(matches!(with(|f| f.x = 500.0), Err(SigningError::FieldPlace(_))));
    assert!(matches!(
        with(|f| f.height = f64::NAN),
        Err(SigningError::FieldPlace(_))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_documents_are_never_a_panic(at in 0usize..100_000, length in 0usize..64, with in any::<u8>()) {
        let mut pdf = fixture("agreement.pdf");
        let at = at % pdf.len();
        let end = (at + length).min(pdf.len());
        pdf[at..end].fill(with);
        let _ = prepare(&pdf, &fields());
        let _ = inspect(&pdf, &Trust::default(), NOW);
    }

    #[test]
    fn arbitrary_bytes_are_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let pdf = [b"%PDF-1.7\n".as_slice(), &bytes, b"\n%%EOF\n"].concat();
        prop_assert!(prepare(&pdf, &[]).is_err());
        prop_assert!(inspect(&pdf, &Trust::default(), NOW).is_err());
    }
}
