//! The one kind of annotation that stays: links to the web and within the document.

use lopdf::{Dictionary, Object, ObjectId};

use super::copy::Copier;
use super::page::Turn;
use super::{Removed, UploadError};
use crate::pdf::name;

/// Copies a page's links and counts the annotations that stay behind.
pub(super) fn copy_links(
    copier: &mut Copier<'_>,
    page: &Dictionary,
    to: ObjectId,
    turn: &Turn,
) -> Result<Vec<Object>, UploadError> {
    let Some(list) = page
        .get(b"Annots")
        .ok()
        .and_then(|list| copier.source.dereference(list).ok())
    else {
        return Ok(Vec::new());
    };
    let list = list.1.as_array().map_err(UploadError::from)?;
    let mut links = Vec::new();
    for annotation in list {
        let Ok((_, Object::Dictionary(annotation))) = copier.source.dereference(annotation) else {
            continue;
        };
        match copy_link(copier, annotation, to, turn) {
            Ok(link) => links.push(Object::Reference(copier.add(link))),
            Err(left) => copier.count(left, 1),
        }
    }
    Ok(links)
}

fn copy_link(copier: &Copier<'_>, annotation: &Dictionary, page: ObjectId, turn: &Turn) -> Result<Dictionary, Removed> {
    let source = copier.source;
    let of = |key: &[u8]| {
        annotation
            .get(key)
            .ok()
            .and_then(|value| source.dereference(value).ok())
    };
    match of(b"Subtype").and_then(|(_, kind)| kind.as_name().ok()) {
        Some(b"Link") => {}
        Some(b"Widget") if of(b"FT").is_some_and(|(_, kind)| kind.as_name().is_ok_and(|kind| kind == b"Sig")) => {
            return Err(Removed::Signature);
        }
        Some(b"Widget") => return Err(Removed::FormField),
        Some(b"FileAttachment") => return Err(Removed::EmbeddedFile),
        _ => return Err(Removed::Annotation),
    }
    let rectangle = of(b"Rect").and_then(|(_, rectangle)| numbers(copier, rectangle));
    let rectangle = rectangle.ok_or(Removed::Annotation)?;
    let mut link = Dictionary::new();
    link.set("Type", name("Annot"));
    link.set("Subtype", name("Link"));
    link.set("Rect", turn.rectangle(rectangle).map(Object::Real).to_vec());
    link.set("P", Object::Reference(page));
    link.set("F", 4); // print
    link.set("Border", vec![0.into(), 0.into(), 0.into()]);
    if let Some((_, Object::String(words, format))) = of(b"Contents") {
        link.set("Contents", Object::String(words.clone(), *format));
    }
    let action = of(b"A").and_then(|(_, action)| action.as_dict().ok());
    let within = of(b"Dest").or_else(|| {
        let action = action.filter(|action| action.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == b"GoTo"))?;
        source.dereference(action.get(b"D").ok()?).ok()
    });
    if let Some(target) = within.and_then(|(_, place)| destination(copier, place)) {
        link.set("Dest", target);
    } else {
        link.set("A", action.and_then(web).ok_or(Removed::Action)?);
    }
    Ok(link)
}

/// Keeps an action that opens an address of the web or of mail.
fn web(action: &Dictionary) -> Option<Dictionary> {
    let is_address = action.get(b"S").and_then(Object::as_name).ok()? == b"URI";
    let address = action.get(b"URI").and_then(Object::as_str).ok()?;
    let schemes: [&[u8]; 3] = [b"https://", b"http://", b"mailto:"];
    let leads_there = schemes.iter().any(|scheme| address.starts_with(scheme));
    (is_address && leads_there && address.is_ascii()).then(|| {
        let mut kept = Dictionary::new();
        kept.set("S", name("URI"));
        kept.set("URI", Object::String(address.to_vec(), lopdf::StringFormat::Literal));
        kept
    })
}

/// Keeps a place on a page of this document; its coordinates are left out, for pages may have been turned.
fn destination(copier: &Copier<'_>, place: &Object) -> Option<Object> {
    let page = match place {
        Object::String(name, _) | Object::Name(name) => *copier.places.get(name)?,
        explicit => explicit.as_array().ok()?.first()?.as_reference().ok()?,
    };
    let page = *copier.pages.get(&page)?;
    Some(vec![Object::Reference(page), name("Fit")].into())
}

/// Reads four numbers.
pub(super) fn numbers(copier: &Copier<'_>, array: &Object) -> Option<[f32; 4]> {
    let read = |item: &Object| copier.source.dereference(item).ok()?.1.as_float().ok();
    let numbers: Option<Vec<f32>> = array.as_array().ok()?.iter().map(read).collect();
    numbers?
        .try_into()
        .ok()
        .filter(|all: &[f32; 4]| all.iter().all(|n| n.is_finite()))
}
