//! Template and data to PDF bytes and field places.

use serde::{Deserialize, Serialize};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Label, Selector, Smart};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::DocumentError;
use crate::fonts::fonts;
use crate::world::TemplateWorld;

/// How many compilations a memoised result survives unused.
const CACHE_AGE: usize = 4;

/// Holds a finished document.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The PDF, without form fields.
    pub pdf: Vec<u8>,
    /// Where each signatory's field belongs, in the order of the signatories.
    pub fields: Vec<FieldPlace>,
    /// How many pages there are.
    pub pages: usize,
}

/// Places one signature field: a rectangle in PDF points, origin at the page's lower left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldPlace {
    /// The field's name, as given with the signatory.
    pub field: String,
    /// The page, counted from one.
    pub page: usize,
    /// Left edge.
    pub x: f64,
    /// Lower edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// What a template leaves behind for each field; `top` is measured from the page's upper edge.
#[derive(Deserialize)]
struct Mark {
    field: String,
    page: usize,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

pub(crate) struct Job<'a> {
    pub(crate) template: &'a str,
    pub(crate) data: Vec<u8>,
    pub(crate) date: Datetime,
    pub(crate) identifier: &'a str,
    pub(crate) standards: &'a [PdfStandard],
    pub(crate) tagged: bool,
}

pub(crate) fn typeset(job: Job<'_>) -> Result<Rendered, DocumentError> {
    let world = TemplateWorld::new(fonts()?, job.template, job.data, job.date);
    let document = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|errors| failure(&errors));
    typst::comemo::evict(CACHE_AGE);
    let document = document?;
    let options = PdfOptions {
        ident: Smart::Custom(job.identifier.to_owned()),
        creator: Smart::Custom(Some("Yunqian".to_owned())),
        timestamp: Some(Timestamp::new_utc(job.date)),
        page_ranges: None,
        standards: PdfStandards::new(job.standards)
            .map_err(|error| DocumentError::Typesetting(error.message().to_string()))?,
        tagged: job.tagged,
        pretty: false,
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| failure(&errors))?;
    Ok(Rendered {
        pdf,
        fields: places(&document)?,
        pages: document.pages().len(),
    })
}

fn places(document: &PagedDocument) -> Result<Vec<FieldPlace>, DocumentError> {
    let label = Label::new(PicoStr::intern("signature-field")).expect("a constant, non-empty label");
    let mut places = Vec::new();
    for element in document.introspector().query(&Selector::Label(label)) {
        let Some(metadata) = element.to_packed::<MetadataElem>() else {
            continue;
        };
        let mark: Mark = serde_json::to_value(&metadata.value)
            .and_then(serde_json::from_value)
            .map_err(|error| DocumentError::Typesetting(error.to_string()))?;
        let page = document
            .pages()
            .get(mark.page.saturating_sub(1))
            .ok_or_else(|| DocumentError::Typesetting("a field lies on no page".to_owned()))?;
        let page_height = page.frame.height().to_pt();
        places.push(FieldPlace {
            field: mark.field,
            page: mark.page,
            x: mark.left,
            y: page_height - mark.top - mark.height,
            width: mark.width,
            height: mark.height,
        });
    }
    Ok(places)
}

fn failure(errors: &[SourceDiagnostic]) -> DocumentError {
    let lines: Vec<String> = errors.iter().map(|error| error.message.to_string()).collect();
    DocumentError::Typesetting(lines.join("; "))
}
