//! Documents before independent judges of PDF/A and PDF/UA.
//!
//! The typesetter enforces both standards itself and makes no document that breaks them; these judges share no code
//! with it. veraPDF would be the one to ask, but no registry of packages has it.

use serde_json::Value;
use yunqian_documents::{render_agreement, render_certificate};

use crate::certificate::certificate_in;
use crate::support::{agreement_in, python};

fn judged(pdf: &[u8], fault: Option<&str>) -> Value {
    serde_json::from_str(&python("pdfa.py", pdf, fault)).unwrap()
}

#[test]
fn documents_pass_as_pdf_a_3a_and_pdf_ua_1_before_another_judge() {
    for languages in [["zh", "ar"], ["ja", "ko"], ["ru", "en"]] {
        let agreement = render_agreement(&agreement_in(languages)).unwrap().pdf;
        let certificate = render_certificate(&certificate_in(languages)).unwrap().pdf;
        for pdf in [agreement, certificate] {
            let judged = judged(&pdf, None);
            assert_eq!(judged["pdf_a"]["errors"], serde_json::json!([]), "{judged:#}");
            assert_eq!(judged["pdf_ua"]["errors"], serde_json::json!([]), "{judged:#}");
            assert_eq!(judged["syntax"], serde_json::json!([]), "{judged:#}");
        }
    }
}

#[test]
fn the_other_judge_finds_what_breaks_the_standard() {
    let pdf = render_agreement(&agreement_in(["zh", "ar"])).unwrap().pdf;
    for fault in [
        "without-metadata",
        "without-fonts",
        "without-structure",
        "without-language",
        "javascript",
        "encrypted",
    ] {
        let judged = judged(&pdf, Some(fault));
        assert_eq!(
            judged["pdf_a"]["valid"],
            serde_json::json!(false),
            "{fault}: {judged:#}"
        );
    }
}
