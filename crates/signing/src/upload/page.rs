//! Pages: what is shown is the page. The crop box becomes its only box, and a turned page is set upright.

use lopdf::{Dictionary, Object, ObjectId, Stream};

use super::copy::{Copier, PAGES};
use super::links::{copy_links, numbers};
use super::{MAX_UPLOADED_PAGES, PageSize, Removed, UploadError};
use crate::pdf::name;

/// Largest page content, decompressed.
const MAX_CONTENT_BYTES: usize = 64 << 20;
/// Smallest and largest side of a page, in points (PDF's own limit).
const SIDES: std::ops::RangeInclusive<f32> = 72.0..=14_400.0;
/// How far up a page's attributes may be inherited from.
const MAX_TREE: usize = 32;

/// Copies every page and writes the page tree.
pub(super) fn copy_all(copier: &mut Copier<'_>) -> Result<Vec<PageSize>, UploadError> {
    let pages: Vec<ObjectId> = copier.source.page_iter().take(MAX_UPLOADED_PAGES + 1).collect();
    if pages.is_empty() {
        return Err(UploadError::NoPage);
    }
    if pages.len() > MAX_UPLOADED_PAGES {
        return Err(UploadError::TooLarge {
            what: "number of pages",
            limit: MAX_UPLOADED_PAGES,
        });
    }
    for page in &pages {
        let to = copier.reserve();
        if copier.pages.insert(*page, to).is_some() {
            return Err(UploadError::Damaged("a page stands in the document twice".to_owned()));
        }
    }
    let mut sizes = Vec::with_capacity(pages.len());
    for page in &pages {
        sizes.push(copy_page(copier, *page)?);
    }
    let kids: Vec<Object> = pages.iter().map(|page| Object::Reference(copier.pages[page])).collect();
    let mut tree = Dictionary::new();
    tree.set("Type", name("Pages"));
    tree.set(
        "Count",
        i64::try_from(kids.len()).expect("the number of pages is bounded"),
    );
    tree.set("Kids", kids);
    copier.put(PAGES, tree);
    Ok(sizes)
}

fn copy_page(copier: &mut Copier<'_>, id: ObjectId) -> Result<PageSize, UploadError> {
    let to = copier.pages[&id];
    let from = copier.source.get_dictionary(id)?;
    copier.source.get_page_content_with_limit(id, MAX_CONTENT_BYTES)?;
    let (bounds, turn) = shown(copier, from)?;
    copier.count(Removed::Action, usize::from(from.has(b"AA")));
    let mut page = Dictionary::new();
    page.set("Type", name("Page"));
    page.set("Parent", Object::Reference(PAGES));
    page.set("MediaBox", bounds.map(Object::Real).to_vec());
    let resources = match inherited(copier, from, b"Resources") {
        Some(Object::Dictionary(resources)) => copier.dictionary(resources, 0)?,
        _ => Dictionary::new(),
    };
    if turn.degrees != 0 && resources.has(b"Pattern") {
        return Err(UploadError::Unsupported("a turned page with patterns".to_owned()));
    }
    page.set("Resources", resources);
    for key in [&b"Group"[..], b"StructParents", b"Tabs"] {
        if let Ok(value) = from.get(key) {
            page.set(key, copier.object(value, 0)?);
        }
    }
    if let Ok(contents) = from.get(b"Contents") {
        let contents = contents_of(copier, contents, &turn)?;
        page.set("Contents", contents);
    }
    let links = copy_links(copier, from, to, &turn)?;
    if !links.is_empty() {
        page.set("Annots", links);
    }
    copier.put(to, page);
    let [left, bottom, right, top] = bounds;
    Ok(PageSize {
        origin: [left, bottom],
        width: right - left,
        height: top - bottom,
    })
}

fn contents_of(copier: &mut Copier<'_>, contents: &Object, turn: &Turn) -> Result<Object, UploadError> {
    let mut parts = match copier.source.dereference(contents)?.1 {
        Object::Array(parts) => parts
            .iter()
            .map(|part| copier.object(part, 0))
            .collect::<Result<_, _>>()?,
        _ => vec![copier.object(contents, 0)?],
    };
    if let Some(matrix) = turn.matrix() {
        let before = copier.add(Stream::new(Dictionary::new(), format!("q {matrix} cm\n").into_bytes()));
        let after = copier.add(Stream::new(Dictionary::new(), b"\nQ\n".to_vec()));
        parts.insert(0, Object::Reference(before));
        parts.push(Object::Reference(after));
    }
    Ok(Object::Array(parts))
}

/// Returns what of a page is shown, upright, and how it was turned to be so.
fn shown(copier: &Copier<'_>, page: &Dictionary) -> Result<([f32; 4], Turn), UploadError> {
    let no_size = || UploadError::Damaged("a page has no size".to_owned());
    let bounds = |key: &[u8]| {
        inherited(copier, page, key)
            .and_then(|bounds| numbers(copier, bounds))
            .map(ordered)
    };
    let media = bounds(b"MediaBox").ok_or_else(no_size)?;
    let shown = bounds(b"CropBox").map_or(media, |crop| {
        [
            crop[0].max(media[0]),
            crop[1].max(media[1]),
            crop[2].min(media[2]),
            crop[3].min(media[3]),
        ]
    });
    if !SIDES.contains(&(shown[2] - shown[0])) || !SIDES.contains(&(shown[3] - shown[1])) {
        return Err(no_size());
    }
    if inherited(copier, page, b"UserUnit").is_some_and(|unit| unit.as_float().is_ok_and(|unit| unit != 1.0)) {
        return Err(UploadError::Unsupported("pages in another unit than points".to_owned()));
    }
    let degrees = inherited(copier, page, b"Rotate").and_then(|turned| turned.as_i64().ok());
    let degrees = degrees.unwrap_or_default().rem_euclid(360);
    if degrees % 90 != 0 {
        return Err(UploadError::Damaged("a page is turned by no right angle".to_owned()));
    }
    let turn = Turn { degrees, bounds: shown };
    Ok((turn.rectangle(shown), turn))
}

fn ordered([a, b, c, d]: [f32; 4]) -> [f32; 4] {
    [a.min(c), b.min(d), a.max(c), b.max(d)]
}

/// Finds an attribute of a page or of the tree above it.
fn inherited<'a>(copier: &Copier<'a>, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let source = copier.source;
    let mut node = page;
    for _ in 0..MAX_TREE {
        if let Ok(value) = node.get(key) {
            return source.dereference(value).ok().map(|(_, value)| value);
        }
        node = source.get_dict_in_dict(node, b"Parent").ok()?;
    }
    None
}

/// How a page was turned, clockwise, before it is set upright.
pub(super) struct Turn {
    degrees: i64,
    bounds: [f32; 4],
}

impl Turn {
    /// Maps a point of the page as it was to the page as it is shown; the lower left corner moves to the origin.
    fn point(&self, x: f32, y: f32) -> [f32; 2] {
        let [left, bottom, right, top] = self.bounds;
        match self.degrees {
            90 => [y - bottom, right - x],
            180 => [right - x, top - y],
            270 => [top - y, x - left],
            _ => [x, y],
        }
    }

    pub(super) fn rectangle(&self, [left, bottom, right, top]: [f32; 4]) -> [f32; 4] {
        let [a, b] = self.point(left, bottom);
        let [c, d] = self.point(right, top);
        ordered([a, b, c, d])
    }

    /// Returns the same as an operand of `cm`; none for an upright page.
    fn matrix(&self) -> Option<String> {
        let [left, bottom, right, top] = self.bounds;
        match self.degrees {
            90 => Some(format!("0 -1 1 0 {} {right}", -bottom)),
            180 => Some(format!("-1 0 0 -1 {right} {top}")),
            270 => Some(format!("0 1 -1 0 {top} {}", -left)),
            _ => None,
        }
    }
}
