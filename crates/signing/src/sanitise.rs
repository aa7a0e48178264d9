//! What a document to be signed must not hold.

use lopdf::{Dictionary, Object};

use crate::SigningError;
use crate::pdf::{check_size, load};

const MAX_OBJECTS: usize = 200_000;
/// Deepest nesting of direct objects that is followed.
const MAX_DEPTH: usize = 64;

/// Keys that start actions, hide or overlay content, or make other software redraw fields.
const FORBIDDEN_KEYS: [&[u8]; 9] = [
    b"JS",
    b"JavaScript",
    b"OpenAction",
    b"AA",
    b"AcroForm",
    b"XFA",
    b"OCProperties",
    b"NeedAppearances",
    b"Perms",
];
/// Values of `/S` or `/Subtype` that act or embed what acts.
const FORBIDDEN_KINDS: [&[u8]; 10] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"ResetForm",
    b"GoToR",
    b"GoToE",
    b"Rendition",
    b"RichMedia",
    b"3D",
];

/// Refuses documents that are no PDF, too large, or hold anything forbidden.
pub(crate) fn check(pdf: &[u8]) -> Result<(), SigningError> {
    check_size(pdf)?;
    if !pdf.starts_with(b"%PDF-1.") {
        return Err(SigningError::NotPdf("it does not begin with %PDF-1.".to_owned()));
    }
    if !pdf.trim_ascii_end().ends_with(b"%%EOF") {
        return Err(SigningError::NotPdf("it does not end with %%EOF".to_owned()));
    }
    let document = load(pdf)?;
    if document.xref_section_count != 1 {
        return Err(SigningError::Forbidden("earlier revisions".to_owned()));
    }
    if document.objects.len() > MAX_OBJECTS {
        return Err(SigningError::TooLarge {
            what: "number of PDF objects",
            limit: MAX_OBJECTS,
        });
    }
    if document.page_iter().next().is_none() {
        return Err(SigningError::NotPdf("it has no page".to_owned()));
    }
    document.objects.values().try_for_each(|object| check_object(object, 0))
}

fn check_object(object: &Object, depth: usize) -> Result<(), SigningError> {
    if depth > MAX_DEPTH {
        return Err(SigningError::TooLarge {
            what: "nesting of PDF objects",
            limit: MAX_DEPTH,
        });
    }
    match object {
        Object::Array(items) => items.iter().try_for_each(|item| check_object(item, depth + 1)),
        Object::Dictionary(dictionary) => check_dictionary(dictionary, depth),
        Object::Stream(stream) => check_dictionary(&stream.dict, depth),
        _ => Ok(()),
    }
}

fn check_dictionary(dictionary: &Dictionary, depth: usize) -> Result<(), SigningError> {
    let forbidden = |what: &[u8]| Err(SigningError::Forbidden(format!("/{}", String::from_utf8_lossy(what))));
    let is = |key: &[u8], value: &[u8]| dictionary.get(key).and_then(Object::as_name).is_ok_and(|v| v == value);
    for (key, value) in dictionary {
        if FORBIDDEN_KEYS.contains(&key.as_slice()) {
            return forbidden(key);
        }
        if matches!(key.as_slice(), b"S" | b"Subtype")
            && let Ok(kind) = value.as_name()
            && FORBIDDEN_KINDS.contains(&kind)
        {
            return forbidden(kind);
        }
        check_object(value, depth + 1)?;
    }
    let is_annotation = is(b"Type", b"Annot") || (dictionary.has(b"Rect") && dictionary.has(b"Subtype"));
    if is_annotation && !is(b"Subtype", b"Link") {
        return Err(SigningError::Forbidden("an annotation other than a link".to_owned()));
    }
    if is(b"Type", b"Sig") || dictionary.has(b"ByteRange") {
        return Err(SigningError::Forbidden("a signature made elsewhere".to_owned()));
    }
    Ok(())
}
