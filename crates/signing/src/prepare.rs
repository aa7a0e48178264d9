//! Freezing: every signature field is created before the first signature.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};
use serde::{Deserialize, Serialize};

use crate::pdf::{File, Revision, form, name, text};
use crate::{Digest, SigningError, sanitise};

/// Most signature fields one document may have.
const MAX_FIELDS: usize = 64;
/// The field of the platform's seal, which closes the document: it locks every field.
pub(crate) const CLOSING_FIELD: &str = "yunqian-platform";
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
    let mut file = File::open(pdf.to_vec())?;
    let mut revision = Revision::new(&file);
    let pages: Vec<ObjectId> = revision.document().page_iter().collect();
    let mut names = BTreeSet::from([CLOSING_FIELD]);
    let mut widgets = Vec::new();
    for field in fields {
        let plain = |b: u8| b.is_ascii_graphic() && b != b'.';
        if field.name.is_empty() || !field.name.bytes().all(plain) || !names.insert(&field.name) {
            return Err(SigningError::FieldName(field.name.clone()));
        }
        let page = field.page.checked_sub(1).and_then(|index| pages.get(index));
        let page = *page.ok_or_else(|| SigningError::FieldPlace(field.name.clone()))?;
        check_place(revision.document(), page, field)?;
        widgets.push(Object::Reference(add_visible(&mut revision, page, field)?));
    }
    let lock = Lock::All.dictionary();
    widgets.push(Object::Reference(add_invisible(
        &mut revision,
        pages[0],
        CLOSING_FIELD,
        Some(lock),
    )?));
    let mut form = Dictionary::new();
    form.set("SigFlags", 3);
    form.set("Fields", widgets);
    let form = revision.add(form);
    let catalog = revision.catalog_id()?;
    revision.change(catalog, |catalog| catalog.set("AcroForm", Object::Reference(form)))?;
    let pages = page_digests(revision.document())?;
    let (appended, _) = revision.finish()?;
    file.append(appended);
    let digest = file.digest();
    let pdf = file.into_bytes();
    Ok(Frozen { pdf, digest, pages })
}

/// Which fields a signature locks (ISO 32000-1, 12.8.2.4).
pub(crate) enum Lock<'a> {
    /// Every field: nothing is signed after it.
    All,
    /// The signature's own.
    Only(&'a str),
}

impl Lock<'_> {
    /// The dictionary that a field carries; a signature repeats it as the parameters of FieldMDP.
    pub(crate) fn dictionary(&self) -> Dictionary {
        let mut lock = self.parameters();
        lock.set("Type", name("SigFieldLock"));
        lock
    }

    pub(crate) fn parameters(&self) -> Dictionary {
        let mut parameters = Dictionary::new();
        match self {
            Self::All => parameters.set("Action", name("All")),
            Self::Only(field) => {
                parameters.set("Action", name("Include"));
                parameters.set("Fields", vec![text(field)]);
            }
        }
        parameters
    }
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

fn add_visible(revision: &mut Revision<'_>, page: ObjectId, field: &SignatureField) -> Result<ObjectId, SigningError> {
    let [x, y, width, height] = [field.x, field.y, field.width, field.height].map(|n| n as f32);
    let empty = revision.add(form(Vec::new(), [0.0, 0.0, width, height], Dictionary::new()));
    let mut appearance = Dictionary::new();
    appearance.set("N", Object::Reference(empty));
    let mut widget = widget(page, &field.name, [x, y, x + width, y + height]);
    widget.set("AP", appearance);
    let lock = revision.add(Lock::Only(&field.name).dictionary());
    widget.set("Lock", Object::Reference(lock));
    add_widget(revision, page, widget)
}

/// Adds a field that shows nothing. It has no appearance: to change one would count as filling in a form.
pub(crate) fn add_invisible(
    revision: &mut Revision<'_>,
    page: ObjectId,
    name: &str,
    lock: Option<Dictionary>,
) -> Result<ObjectId, SigningError> {
    let mut widget = widget(page, name, [0.0; 4]);
    if let Some(lock) = lock {
        let lock = revision.add(lock);
        widget.set("Lock", Object::Reference(lock));
    }
    add_widget(revision, page, widget)
}

fn widget(page: ObjectId, field: &str, rectangle: [f32; 4]) -> Dictionary {
    let mut widget = Dictionary::new();
    widget.set("Type", name("Annot"));
    widget.set("Subtype", name("Widget"));
    widget.set("FT", name("Sig"));
    widget.set("T", text(field));
    widget.set("TU", text(&format!("Signature {field}")));
    widget.set("F", 132); // print, locked
    widget.set("Rect", rectangle.map(Object::Real).to_vec());
    widget.set("P", Object::Reference(page));
    widget
}

fn add_widget(revision: &mut Revision<'_>, page: ObjectId, widget: Dictionary) -> Result<ObjectId, SigningError> {
    let id = revision.add(widget);
    revision.push(page, b"Annots", Object::Reference(id))?;
    if !revision.dictionary(page)?.has(b"Tabs") {
        revision.change(page, |page| page.set("Tabs", name("S")))?;
    }
    Ok(id)
}

/// Hashes each page's decompressed content stream, which the fields don't change.
pub(crate) fn page_digests(document: &Document) -> Result<Vec<Digest>, SigningError> {
    document
        .page_iter()
        .map(|page| document.get_page_content_with_limit(page, MAX_PAGE_CONTENT_BYTES))
        .map(|content| Ok(Digest::of(&content?)))
        .collect()
}
