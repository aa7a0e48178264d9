//! The visible signature.

use serde::{Deserialize, Serialize};
use typst_pdf::PdfStandard;

use crate::check::Checker;
use crate::fonts::fonts;
use crate::labels::labels;
use crate::typeset::{Job, typeset};
use crate::{CalendarDate, DocumentError, Texts};

const TEMPLATE: &str = include_str!("../templates/mark.typ");
const MAX_POINTS: usize = 4000;

/// Width of a visible signature and of its field, in points.
pub const MARK_WIDTH_PT: f64 = 226.0;
/// Height of a visible signature and of its field, in points.
pub const MARK_HEIGHT_PT: f64 = 84.0;

/// Describes what a signature shows on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureMark {
    /// The document's languages; the first leads.
    pub languages: [String; 2],
    /// Who signed.
    pub name: Texts,
    /// For whom.
    pub organisation: Texts,
    /// What it is where it is no signature in the signatory's own name, as printed: a seal, an attestation, in whose
    /// place.
    #[serde(default)]
    pub role: Option<Texts>,
    /// How it was authorised (passkey, device key), as printed.
    pub method: Texts,
    /// The time as printed.
    pub time: String,
    /// The first characters of the signed document's digest.
    pub digest_excerpt: String,
    /// The date for the PDF's metadata.
    pub created: CalendarDate,
    /// Says that the certificates are for demonstration.
    pub demonstration: bool,
    /// The signature as drawn, if it was: strokes of points between 0 and 1, origin top left.
    #[serde(default)]
    pub strokes: Vec<Vec<[f32; 2]>>,
}

/// Renders a visible signature as a one-page PDF of [`MARK_WIDTH_PT`] by [`MARK_HEIGHT_PT`].
pub fn render_mark(mark: &SignatureMark) -> Result<Vec<u8>, DocumentError> {
    let languages = mark.languages.each_ref().map(String::as_str);
    let labels = labels(languages)?;
    let mut check = Checker::new(fonts()?, languages);
    check.texts("name", &mark.name)?;
    check.texts("organisation", &mark.organisation)?;
    if let Some(role) = &mark.role {
        check.texts("role", role)?;
    }
    check.texts("method", &mark.method)?;
    check.text("time", &mark.time)?;
    check.text("digest_excerpt", &mark.digest_excerpt)?;
    if mark.strokes.iter().map(Vec::len).sum::<usize>() > MAX_POINTS {
        return Err(DocumentError::TooLarge {
            what: "number of stroke points",
            limit: MAX_POINTS,
        });
    }
    let mut mark = mark.clone();
    mark.strokes.retain(|stroke| stroke.len() > 1);
    for coordinate in mark.strokes.iter_mut().flatten().flatten() {
        *coordinate = if coordinate.is_finite() {
            coordinate.clamp(0.0, 1.0)
        } else {
            0.0
        };
    }
    let data = serde_json::json!({
        "mark": mark, "labels": labels, "width": MARK_WIDTH_PT, "height": MARK_HEIGHT_PT,
    });
    typeset(Job {
        template: TEMPLATE,
        data: data.to_string().into_bytes(),
        date: mark.created.to_typst()?,
        identifier: &mark.digest_excerpt,
        standards: &[PdfStandard::A_2b],
        tagged: false,
    })
    .map(|rendered| rendered.pdf)
}
