//! A document as it was at an earlier revision, put together instead of read anew.
//!
//! Only what [`super::Revision`] writes is understood, byte by byte: everything else has to be read. So a file with
//! sixteen signatures is not parsed sixteen times.

use std::collections::BTreeMap;

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

use super::revision::{SignatureValue, write_signature};
use super::write::{integer, write_object};

/// Bytes of one entry in a cross-reference table.
const ENTRY_BYTES: usize = 20;
/// Bytes of the second half of `/ID`.
const ID_BYTES: usize = 16;

/// Returns the document of `pdf`, which begins with the `base` bytes of `before` and goes on with one revision of ours;
/// `last` is a later state of the file. None where that revision is not just what we write, or where one of its objects
/// was replaced until `last`.
pub(crate) fn grown(before: &Document, base: usize, pdf: &[u8], last: &Document) -> Option<Document> {
    let xref_start = xref_start(pdf)?;
    let section = pdf.get(xref_start..)?;
    let (offsets, rest) = offsets(section.strip_prefix(b"xref\n")?)?;
    let trailer = trailer(rest, before, xref_start)?;
    let mut document = before.clone();
    let begin = base + usize::from(pdf.get(base) == Some(&b'\n'));
    let mut at = begin;
    for (offset, id) in offsets {
        let current = matches!(last.reference_table.get(id.0), Some(XrefEntry::Normal { offset: found, generation })
            if usize::try_from(*found).ok() == Some(offset) && *generation == id.1);
        let object = last.objects.get(&id).filter(|_| current && offset == at)?;
        let written = written(id, object)?;
        if !pdf.get(offset..xref_start)?.starts_with(&written) {
            return None;
        }
        at += written.len();
        document.objects.insert(id, object.clone());
        document.max_id = document.max_id.max(id.0);
    }
    if at != xref_start {
        return None;
    }
    document.trailer = trailer;
    document.xref_start = xref_start;
    Some(document)
}

/// Reads where the cross-reference section begins, as the file's last lines tell.
pub(crate) fn xref_start(pdf: &[u8]) -> Option<usize> {
    let rest = pdf.strip_suffix(b"\n").unwrap_or(pdf).strip_suffix(b"\n%%EOF")?;
    let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (rest, digits) = rest.split_at(rest.len() - digits);
    rest.ends_with(b"\nstartxref\n").then_some(())?;
    number(digits)
}

fn number(digits: &[u8]) -> Option<usize> {
    let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok().filter(|_| plain)?.parse().ok()
}

/// Reads a cross-reference table; returns which object is at which offset, and what follows the table.
fn offsets(mut table: &[u8]) -> Option<(BTreeMap<usize, ObjectId>, &[u8])> {
    let mut offsets = BTreeMap::new();
    loop {
        if let Some(rest) = table.strip_prefix(b"trailer\n") {
            return Some((offsets, rest));
        }
        let end = table.iter().position(|byte| *byte == b'\n')?;
        let space = table[..end].iter().position(|byte| *byte == b' ')?;
        let (first, count) = (number(&table[..space])?, number(&table[space + 1..end])?);
        let entries = table.get(end + 1..)?.get(..count.checked_mul(ENTRY_BYTES)?)?;
        for (n, entry) in entries.chunks_exact(ENTRY_BYTES).enumerate() {
            let (offset, generation) = (number(&entry[..10])?, number(&entry[11..16])?);
            if entry[10] != b' ' || &entry[16..] != b" n\r\n" {
                return None;
            }
            let id = (
                u32::try_from(first.checked_add(n)?).ok()?,
                u16::try_from(generation).ok()?,
            );
            // Two objects in one place, or one in two, are not ours.
            if offsets.insert(offset, id).is_some() {
                return None;
            }
        }
        table = &table[end + 1 + entries.len()..];
    }
}

/// Reads a trailer that carries on the one before.
fn trailer(rest: &[u8], before: &Document, xref_start: usize) -> Option<Dictionary> {
    let end = format!("\nstartxref\n{xref_start}\n%%EOF\n");
    let text = rest.strip_suffix(end.as_bytes())?;
    let size = text.strip_suffix(b" >>")?;
    let size = &size[size.iter().rposition(|byte| *byte == b' ')? + 1..];
    let mut trailer = Dictionary::new();
    for key in [&b"Root"[..], b"Info", b"ID"] {
        if let Ok(value) = before.trailer.get(key) {
            trailer.set(key, value.clone());
        }
    }
    if let Ok(Object::Array(id)) = trailer.get_mut(b"ID")
        && let [_, second] = id.as_mut_slice()
    {
        let before_digits = text.windows(3).position(|window| window == b"> <")? + 3;
        let digits = text.get(before_digits..before_digits + 2 * ID_BYTES)?;
        *second = Object::String(hex::decode(digits).ok()?, StringFormat::Hexadecimal);
    }
    trailer.set("Prev", integer(before.xref_start));
    trailer.set("Size", integer(number(size)?));
    let mut written = Vec::new();
    write_object(&mut written, &Object::Dictionary(trailer.clone()));
    trailer.remove(b"Prev");
    (written == text).then_some(trailer)
}

/// Writes an object as [`super::Revision`] does.
fn written(id: ObjectId, object: &Object) -> Option<Vec<u8>> {
    let mut out = format!("{} {} obj\n", id.0, id.1).into_bytes();
    match object.as_dict() {
        Ok(signature) if signature.has(b"ByteRange") => write_filled(&mut out, signature)?,
        _ => write_object(&mut out, object),
    }
    out.extend_from_slice(b"\nendobj\n");
    Some(out)
}

/// Writes a signature dictionary with its value.
fn write_filled(out: &mut Vec<u8>, signature: &Dictionary) -> Option<()> {
    let contents = signature.get(b"Contents").and_then(Object::as_str).ok()?;
    let mut range = Vec::new();
    write_object(&mut range, signature.get(b"ByteRange").ok()?);
    let mut entries = signature.clone();
    entries.remove(b"ByteRange");
    entries.remove(b"Contents");
    let value = SignatureValue {
        entries,
        reserve: contents.len(),
    };
    let (range_at, placeholder) = write_signature(out, &value);
    out.get_mut(range_at..range_at + range.len())?.copy_from_slice(&range);
    let digits = hex::encode(contents);
    out[placeholder.open + 1..placeholder.close - 1].copy_from_slice(digits.as_bytes());
    Some(())
}
