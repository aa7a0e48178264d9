//! A firm's own PDF: what is left behind, what is kept, what is refused.

use std::process::Command;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use proptest::prelude::*;
use yunqian_signing::{Cleaned, Removed, SignatureField, UploadError, clean, inspect, prepare};

use crate::support::{action, authority, fixture, now, pdf_with, petersen, wang};

fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    entries
        .into_iter()
        .map(|(key, value)| (key.as_bytes().to_vec(), value))
        .collect()
}

fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

fn string(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

fn box_of(numbers: [i64; 4]) -> Object {
    numbers.map(Object::Integer).to_vec().into()
}

fn annotation<const N: usize>(kind: &str, entries: [(&str, Object); N]) -> Object {
    let mut annotation = dictionary(entries);
    annotation.set("Type", "Annot");
    annotation.set("Subtype", name(kind));
    annotation.set("Rect", box_of([100, 100, 200, 120]));
    Object::Dictionary(annotation)
}

/// A one-page PDF whose page a test may change.
fn with_page(change: impl FnOnce(&mut Document, ObjectId)) -> Vec<u8> {
    pdf_with(|document, catalog| {
        let tree = catalog.get(b"Pages").unwrap().as_reference().unwrap();
        let kids = document.get_dictionary(tree).unwrap().get(b"Kids").unwrap();
        let page = kids.as_array().unwrap()[0].as_reference().unwrap();
        change(document, page);
    })
}

fn with_annotations(annotations: Vec<Object>) -> Vec<u8> {
    with_page(|document, page| {
        document.get_dictionary_mut(page).unwrap().set("Annots", annotations);
    })
}

fn removed(cleaned: &Cleaned) -> Vec<(Removed, u32)> {
    cleaned.removed.iter().map(|(kind, count)| (*kind, *count)).collect()
}

fn contains(pdf: &[u8], text: &str) -> bool {
    pdf.windows(text.len()).any(|bytes| bytes == text.as_bytes())
}

fn code(pdf: &[u8]) -> &'static str {
    clean(pdf).unwrap_err().code()
}

#[test]
fn what_acts_or_overlays_stays_behind_and_is_counted() {
    let pdf = pdf_with(|document, catalog| {
        let script = dictionary([("S", name("JavaScript")), ("JS", string("app.alert(1)"))]);
        catalog.set("OpenAction", Object::Dictionary(script.clone()));
        catalog.set("AA", dictionary([("WC", script.clone().into())]));
        catalog.set("Names", dictionary([("JavaScript", script.clone().into())]));
        catalog.set("AcroForm", dictionary([("NeedAppearances", true.into())]));
        let layer = document.add_object(dictionary([("Type", name("OCG")), ("Name", string("hidden"))]));
        catalog.set("OCProperties", dictionary([("OCGs", vec![layer.into()].into())]));
        let page = document.objects.iter().find_map(|(id, object)| {
            let is_page = object
                .as_dict()
                .is_ok_and(|it| it.get(b"Type").and_then(Object::as_name).is_ok_and(|t| t == b"Page"));
            is_page.then_some(*id)
        });
        let page = document.get_dictionary_mut(page.unwrap()).unwrap();
        page.set("AA", dictionary([("O", script.into())]));
        page.set(
            "Resources",
            dictionary([("Properties", dictionary([("MC0", layer.into())]).into())]),
        );
        page.set(
            "Annots",
            vec![
                annotation(
                    "Widget",
                    [("FT", name("Tx")), ("T", string("amount")), ("V", string("1"))],
                ),
                annotation("Widget", [("FT", name("Sig")), ("T", string("old"))]),
                annotation("FreeText", [("Contents", string("Clause 3 is void."))]),
                annotation("Stamp", []),
                annotation("FileAttachment", []),
                annotation("Link", [("A", action("Launch").into())]),
                annotation(
                    "Link",
                    [(
                        "A",
                        dictionary([("S", name("URI")), ("URI", string("javascript:alert(1)"))]).into(),
                    )],
                ),
                annotation(
                    "Link",
                    [(
                        "A",
                        dictionary([("S", name("URI")), ("URI", string("https://example.org/"))]).into(),
                    )],
                ),
            ],
        );
    });
    let cleaned = clean(&pdf).unwrap();
    assert_eq!(
        removed(&cleaned),
        [
            (Removed::JavaScript, 2),
            (Removed::Action, 4),
            (Removed::OptionalContent, 2),
            (Removed::FormField, 1),
            (Removed::Signature, 1),
            (Removed::Annotation, 2),
            (Removed::EmbeddedFile, 1),
        ]
    );
    for gone in [
        "JavaScript",
        "app.alert",
        "Clause 3",
        "Widget",
        "OCG",
        "AcroForm",
        "Launch",
    ] {
        assert!(!contains(&cleaned.pdf, gone), "{gone}");
    }
    assert!(contains(&cleaned.pdf, "https://example.org/"));
    prepare(&cleaned.pdf, &[]).unwrap();
}

#[test]
fn what_a_page_shows_is_kept_to_the_byte_and_cleaning_again_changes_nothing() {
    let agreement = fixture("agreement.pdf");
    let cleaned = clean(&agreement).unwrap();
    let again = clean(&cleaned.pdf).unwrap();
    assert_eq!(clean(&agreement).unwrap(), cleaned);
    assert!(again.removed.is_empty(), "{:?}", again.removed);
    // The agreement's data is attached to it; it does not stay.
    assert!(cleaned.removed[&Removed::EmbeddedFile] >= 1, "{:?}", cleaned.removed);
    assert_eq!(cleaned.missing_fonts, Vec::<String>::new());
    let pages = |pdf: &[u8]| prepare(pdf, &[]).unwrap().pages;
    assert_eq!(pages(&agreement), pages(&cleaned.pdf));
    assert_eq!(pages(&cleaned.pdf), pages(&again.pdf));
    assert_eq!(drawn(&agreement), drawn(&cleaned.pdf));
}

/// Draws every page with poppler.
fn drawn(pdf: &[u8]) -> Vec<Vec<u8>> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftoppm")
        .args(["-r", "50"])
        .arg(&file)
        .arg(directory.path().join("page"))
        .output()
        .unwrap_or_else(|error| panic!("pdftoppm (Debian package poppler-utils) is missing: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut pictures: Vec<_> = std::fs::read_dir(directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ppm"))
        .collect();
    pictures.sort();
    pictures.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn a_turned_and_cropped_page_is_set_upright_and_looks_the_same() {
    for degrees in [0, 90, 180, 270, -90] {
        let pdf = with_page(|document, page| {
            let content = document.add_object(Stream::new(
                Dictionary::new(),
                b"1 0 0 rg 120 220 60 30 re f 0 0 1 rg 300 500 20 90 re f".to_vec(),
            ));
            let page = document.get_dictionary_mut(page).unwrap();
            page.set("Contents", Object::Reference(content));
            page.set("Rotate", degrees);
            page.set("MediaBox", box_of([0, 0, 600, 800]));
            page.set("CropBox", box_of([50, 100, 450, 700]));
        });
        let cleaned = clean(&pdf).unwrap();
        let size = cleaned.pages[0];
        let wanted = if degrees % 180 == 0 {
            (400.0, 600.0)
        } else {
            (600.0, 400.0)
        };
        assert_eq!((size.width, size.height), wanted, "{degrees}");
        assert!(!contains(&cleaned.pdf, "Rotate") && !contains(&cleaned.pdf, "CropBox"));
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &pdf).unwrap();
        let cropped = Command::new("pdftoppm")
            .args(["-r", "36", "-cropbox"])
            .arg(file.path())
            .output()
            .unwrap();
        std::fs::write(file.path(), &cleaned.pdf).unwrap();
        let upright = Command::new("pdftoppm")
            .args(["-r", "36"])
            .arg(file.path())
            .output()
            .unwrap();
        assert!(
            cropped.status.success() && cropped.stdout == upright.stdout,
            "{degrees}"
        );
    }
}

#[test]
fn links_within_the_document_are_kept_by_place_and_by_name() {
    let go = |place: Object| Object::Dictionary(dictionary([("S", name("GoTo")), ("D", place)]));
    let pdf = pdf_with(|document, catalog| {
        let tree = catalog.get(b"Pages").unwrap().as_reference().unwrap();
        let kids = document.get_dictionary(tree).unwrap().get(b"Kids").unwrap();
        let page = kids.as_array().unwrap()[0].as_reference().unwrap();
        let place = Object::Array(vec![page.into(), name("XYZ"), 0.into(), 0.into(), 0.into()]);
        let leaf = document.add_object(dictionary([(
            "Names",
            vec![string("clause-3"), dictionary([("D", place.clone())]).into()].into(),
        )]));
        let root = dictionary([("Kids", vec![leaf.into()].into())]);
        catalog.set("Names", dictionary([("Dests", root.into())]));
        document.get_dictionary_mut(page).unwrap().set(
            "Annots",
            vec![
                annotation("Link", [("Dest", place)]),
                annotation("Link", [("A", go(string("clause-3")))]),
                annotation("Link", [("A", go(string("nowhere")))]),
            ],
        );
    });
    let cleaned = clean(&pdf).unwrap();
    assert_eq!(removed(&cleaned), [(Removed::Action, 1)]);
    let kept = Document::load_mem(&cleaned.pdf).unwrap();
    let links = kept
        .objects
        .values()
        .filter(|object| object.as_dict().is_ok_and(|it| it.has(b"Dest")));
    assert_eq!(links.count(), 2);
}

#[test]
fn earlier_revisions_are_left_behind() {
    let mut pdf = with_annotations(Vec::new());
    let earlier = Document::load_mem(&pdf).unwrap();
    let mut later = Document::new_from_prev(&earlier);
    later.add_object(dictionary([("Later", true.into())]));
    let mut out = Vec::new();
    lopdf::IncrementalDocument::create_from(pdf.clone(), earlier)
        .save_to(&mut out)
        .unwrap();
    pdf = out;
    let cleaned = clean(&pdf).unwrap();
    assert_eq!(removed(&cleaned), [(Removed::EarlierRevision, 1)]);
}

#[test]
fn files_that_are_no_usable_pdf_are_refused_with_a_code_each() {
    let good = with_annotations(Vec::new());
    assert_eq!(code(b"hello"), "upload-not-a-pdf");
    assert_eq!(code(&good[..good.len() / 2]), "upload-damaged");
    assert_eq!(code(&vec![b' '; (32 << 20) + 1]), "upload-too-large");
    let empty = pdf_with(|document, catalog| {
        let tree = catalog.get(b"Pages").unwrap().as_reference().unwrap();
        document
            .get_dictionary_mut(tree)
            .unwrap()
            .set("Kids", Vec::<Object>::new());
    });
    assert_eq!(code(&empty), "upload-without-pages");
    let outside = with_page(|document, page| {
        let stream = Stream::new(dictionary([("F", string("/etc/passwd"))]), Vec::new());
        let stream = document.add_object(stream);
        let objects = dictionary([("X", stream.into())]);
        let page = document.get_dictionary_mut(page).unwrap();
        page.set("Resources", dictionary([("XObject", objects.into())]));
    });
    assert_eq!(code(&outside), "upload-not-supported");
    let sizeless = with_page(|document, page| {
        document
            .get_dictionary_mut(page)
            .unwrap()
            .set("MediaBox", box_of([0, 0, 10, 10]));
    });
    assert_eq!(code(&sizeless), "upload-damaged");
}

#[test]
fn an_encrypted_file_is_refused_even_where_no_password_is_needed() {
    for user in ["", "secret"] {
        let mut document = Document::load_mem(&fixture("agreement.pdf")).unwrap();
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut pdf = Vec::new();
        document.save_to(&mut pdf).unwrap();
        assert_eq!(code(&pdf), "upload-encrypted", "{user:?}");
    }
}

#[test]
fn a_field_can_be_placed_on_a_cleaned_page() {
    let cleaned = clean(&fixture("agreement.pdf")).unwrap();
    let field = SignatureField {
        name: "party-a".to_owned(),
        page: cleaned.pages.len(),
        x: 60.0,
        y: 60.0,
        width: 226.0,
        height: 84.0,
    };
    let frozen = prepare(&cleaned.pdf, &[field]).unwrap();
    assert_eq!(frozen.pages.len(), cleaned.pages.len());
}

#[test]
fn a_cleaned_document_is_signed_by_both_and_a_small_field_shows_the_whole_mark() {
    let now = now();
    let authority = authority(now);
    let cleaned = clean(&fixture("agreement.pdf")).unwrap();
    let fields = [wang(), petersen()].map(|signatory| SignatureField {
        name: signatory.field.to_owned(),
        page: 1,
        x: if signatory.field == "party-a" { 60.0 } else { 300.0 },
        y: 40.0,
        width: 188.0,
        height: 70.0,
    });
    let frozen = prepare(&cleaned.pdf, &fields).unwrap();
    let once = wang().seal(&authority, &frozen, &frozen.pdf, now).unwrap();
    let twice = petersen().seal(&authority, &frozen, &once.pdf, now).unwrap();
    let report = inspect(&twice.pdf, &authority.trust(), now).unwrap();
    assert!(report.is_valid(), "{:?}", report.problems());
    assert_eq!(report.frozen.sha256, frozen.digest);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &twice.pdf).unwrap();
    let words = Command::new("pdftotext")
        .arg("-bbox")
        .arg(file.path())
        .arg("-")
        .output()
        .unwrap();
    let words = String::from_utf8(words.stdout).unwrap();
    let digests = words.lines().filter(|line| line.contains("fa47645f761c6a45"));
    let left: Vec<f64> = digests
        .map(|line| line.split('"').nth(1).unwrap().parse().unwrap())
        .collect();
    assert!(left.len() == 2 && left[0] > 60.0 && left[0] < 248.0, "{left:?}");
    assert!(left[1] > 300.0 && left[1] < 488.0, "{left:?}");
}

proptest! {
    #[test]
    fn any_bytes_changed_in_a_pdf_are_cleaned_or_refused_and_never_break_anything(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)
    ) {
        let mut pdf = with_annotations(vec![annotation("Text", [])]);
        for (place, byte) in changes {
            let place = place.index(pdf.len());
            pdf[place] = byte;
        }
        match clean(&pdf) {
            Ok(cleaned) => prop_assert!(prepare(&cleaned.pdf, &[]).is_ok()),
            Err(error) => prop_assert!(error.code().starts_with("upload-")),
        }
    }
}

#[test]
fn an_error_names_its_code_and_its_cause() {
    let error = UploadError::TooLarge {
        what: "number of pages",
        limit: 500,
    };
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        ("upload-too-large", "number of pages exceeds the limit of 500")
    );
}
