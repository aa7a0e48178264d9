//! PDFs of strangers: uploaded to be signed, and looked at by the verifier.

use yunqian_signing::{clean, inspect};

use crate::signed::{NOW, SIGNED};

/// What was cleaned is clean, and the same again; nothing that no key signed is valid.
pub fn run(bytes: &[u8]) {
    if let Ok(cleaned) = clean(bytes) {
        let again = clean(&cleaned.pdf).expect("what was cleaned can be cleaned");
        assert!(again.removed.is_empty(), "something was left: {:?}", again.removed);
        assert_eq!(again.pages, cleaned.pages);
    }
    let valid = inspect(bytes, &SIGNED.trust, NOW).is_ok_and(|report| report.is_valid());
    assert!(!valid || bytes == SIGNED.pdf, "a stranger's document is valid");
}

/// Small files: with a table and with a stream of references, encrypted, recursive, with things that act.
pub fn seeds() -> Vec<Vec<u8>> {
    let of = |objects: &str, trailer: &str| {
        format!("%PDF-1.7\n{objects}trailer\n<<{trailer}>>\nstartxref\n9\n%%EOF\n").into_bytes()
    };
    let page = "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[5 0 R]>>\nendobj\n4 0 obj\n<</Length 5>>\nstream\nBT ET\nendstream\nendobj\n";
    let acts = "5 0 obj\n<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/JavaScript/JS(app.alert\\(1\\))>>>>\nendobj\n";
    let whole = with_table(&format!("{page}{acts}"));
    vec![
        whole.clone(),
        of(page, "/Root 1 0 R/Encrypt<</Filter/Standard/V 1>>"),
        of(
            "1 0 obj\n<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Parent 1 0 R>>\nendobj\n",
            "/Root 1 0 R",
        ),
        whole[..whole.len() / 2].to_vec(),
    ]
}

/// Writes objects that are numbered from one on with their table.
fn with_table(objects: &str) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for object in objects.split_inclusive("endobj\n") {
        places.push(out.len());
        out += object;
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for place in &places {
        out += &format!("{place:010} 00000 n \n");
    }
    out += &format!(
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        places.len() + 1
    );
    out.into_bytes()
}
