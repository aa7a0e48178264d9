//! Freezing: every signature field is created before the first signature.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};
use serde::{Deserialize, Serialize};

use crate::pdf::{Revision, form, name, text};
use crate::{Digest, SigningError, sanitise};

/// Most signature fields one document may have.
const MAX_FIELDS: usize = 64;
/// Largest page content, decompressed, that is hashed.
const MAX_PAGE_CONTENT_BYTES: usize = 64 << 20;

/// Places one signature field: PDF points, origin at the page's lower left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureField {
    /// The field's name, unique in the document, printable ASCII without a dot.
    pub name: String,
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

/// Holds a document that from now on is only appended to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The PDF with all signature fields, none signed.
    pub pdf: Vec<u8>,
    /// SHA-256 of `pdf`: what authorisations are about.
    pub digest: Digest,
    /// SHA-256 of each page's decompressed content stream.
    pub pages: Vec<Digest>,
}

/// Checks a PDF and adds all its signature fields in one appended revision.
///
/// Refuses what is no PDF, what is too large and what could act or change by itself (JavaScript,
/// open actions, launches, optional content, forms, earlier revisions, annotations other than links).
pub fn prepare(pdf: &[u8], fields: &[SignatureField]) -> Result<Frozen, SigningError> {
    sanitise::check(pdf)?;
    if fields.len() > MAX_FIELDS {
        return Err(SigningError::TooLarge {
            what: "number of signature fields",
            limit: MAX_FIELDS,
        });
    }
    let mut revision = Revision::open(pdf.to_vec())?;
    let pages: Vec<ObjectId> = revision.document().page_iter().collect();
    let mut names = BTreeSet::new();
    let mut widgets = Vec::new();
    for field in fields {
        let plain = |b: u8| b.is_ascii_graphic() && b != b'.';
        if field.name.is_empty() || !field.name.bytes().all(plain) || !names.insert(&field.name) {
            return Err(SigningError::FieldName(field.name.clone()));
        }
        let page = field.page.checked_sub(1).and_then(|index| pages.get(index));
        let page = *page.ok_or_else(|| SigningError::FieldPlace(field.name.clone()))?;
        check_place(revision.document(), page, field)?;
        widgets.push(Object::Reference(add_widget(&mut revision, page, field)?));
    }
    let mut form = Dictionary::new();
    form.set("SigFlags", 3);
    form.set("Fields", widgets);
    let form = revision.add(form);
    let catalog = revision.catalog_id()?;
    revision.change(catalog, |catalog| catalog.set("AcroForm", Object::Reference(form)))?;
    let pages = page_digests(revision.document(), &pages)?;
    let (pdf, _) = revision.finish()?;
    let digest = Digest::of(&pdf);
    Ok(Frozen { pdf, digest, pages })
}

fn check_place(document: &Document, page: ObjectId, field: &SignatureField) -> Result<(), SigningError> {
    let outside = || SigningError::FieldPlace(field.name.clone());
    let [left, bottom, right, top] = page_bounds(document, page).ok_or_else(outside)?;
    let SignatureField {
        x, y, width, height, ..
    } = *field;
    let inside = x >= left && y >= bottom && width > 0.0 && height > 0.0 && x + width <= right && y + height <= top;
    if inside { Ok(()) } else { Err(outside()) }
}

/// Finds a page's media box, which may be inherited.
fn page_bounds(document: &Document, page: ObjectId) -> Option<[f64; 4]> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..32 {
        if let Ok(bounds) = node.get(b"MediaBox") {
            let (_, bounds) = document.dereference(bounds).ok()?;
            let numbers: Option<Vec<f64>> = bounds
                .as_array()
                .ok()?
                .iter()
                .map(|n| n.as_float().ok().map(f64::from))
                .collect();
            return numbers?.try_into().ok();
        }
        node = document
            .get_dictionary(node.get(b"Parent").ok()?.as_reference().ok()?)
            .ok()?;
    }
    None
}

fn add_widget(revision: &mut Revision, page: ObjectId, field: &SignatureField) -> Result<ObjectId, SigningError> {
    let [x, y, width, height] = [field.x, field.y, field.width, field.height].map(|n| n as f32);
    let empty = revision.add(form(Vec::new(), [0.0, 0.0, width, height], Dictionary::new()));
    let mut appearance = Dictionary::new();
    appearance.set("N", Object::Reference(empty));
    let mut widget = Dictionary::new();
    widget.set("Type", name("Annot"));
    widget.set("Subtype", name("Widget"));
    widget.set("FT", name("Sig"));
    widget.set("T", text(&field.name));
    widget.set("TU", text(&format!("Signature {}", field.name)));
    widget.set("F", 132); // print, locked
    widget.set("Rect", [x, y, x + width, y + height].map(Object::Real).to_vec());
    widget.set("P", Object::Reference(page));
    widget.set("AP", appearance);
    let id = revision.add(widget);
    add_annotation(revision, page, id)?;
    Ok(id)
}

fn add_annotation(revision: &mut Revision, page: ObjectId, annotation: ObjectId) -> Result<(), SigningError> {
    let dictionary = revision.dictionary(page)?;
    match revision.follow(&dictionary, b"Annots")? {
        Some((Some(shared), list)) => {
            let mut list = list.as_array()?.clone();
            list.push(Object::Reference(annotation));
            revision.put(shared, Object::Array(list));
            Ok(())
        }
        other => {
            let mut list = match other {
                Some((_, list)) => list.as_array()?.clone(),
                None => Vec::new(),
            };
            list.push(Object::Reference(annotation));
            revision.change(page, |page| {
                page.set("Annots", list);
                page.set("Tabs", name("S"));
            })
        }
    }
}

/// Hashes each page's decompressed content stream, which the fields don't change.
fn page_digests(document: &Document, pages: &[ObjectId]) -> Result<Vec<Digest>, SigningError> {
    pages
        .iter()
        .map(|page| document.get_page_content_with_limit(*page, MAX_PAGE_CONTENT_BYTES))
        .map(|content| Ok(Digest::of(&content?)))
        .collect()
}
