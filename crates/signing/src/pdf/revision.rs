//! One incremental update: the earlier bytes stay as they are, changed and new objects follow.

use std::collections::BTreeMap;

use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};

use super::File;
use super::write::{integer, name, write_object};
use crate::SigningError;

/// Room for `[0 a b c]` with numbers of up to ten digits.
const BYTE_RANGE_ROOM: usize = 48;

/// A signature dictionary whose `/Contents` is filled in later.
pub(crate) struct SignatureValue {
    pub(crate) entries: Dictionary,
    /// How many bytes of CMS there is room for.
    pub(crate) reserve: usize,
}

/// Where a revision's empty `/Contents` is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Placeholder {
    /// Offset of `<`.
    pub(crate) open: usize,
    /// Offset after `>`.
    pub(crate) close: usize,
}

enum Pending {
    Object(Object),
    Signature(SignatureValue),
}

/// An incremental update of a file, being written.
pub(crate) struct Revision<'a> {
    file: &'a File,
    pending: BTreeMap<ObjectId, Pending>,
    next: u32,
}

/// A finished update: what follows the file's bytes, and the objects in it.
pub(crate) struct Appended {
    pub(super) bytes: Vec<u8>,
    pub(super) objects: BTreeMap<ObjectId, Object>,
    pub(super) trailer: Dictionary,
    pub(super) xref_start: usize,
    pub(super) next: u32,
}

impl Appended {
    /// Fills the empty `/Contents`; `base` is how long the file was.
    pub(crate) fn fill(&mut self, base: usize, placeholder: Placeholder, contents: &[u8]) {
        let digits = hex::encode(contents);
        let at = placeholder.open + 1 - base;
        self.bytes[at..at + digits.len()].copy_from_slice(digits.as_bytes());
    }

    /// Returns the bytes before and after the empty `/Contents`.
    pub(crate) fn around(&self, base: usize, placeholder: Placeholder) -> [&[u8]; 2] {
        [
            &self.bytes[..placeholder.open - base],
            &self.bytes[placeholder.close - base..],
        ]
    }
}

impl<'a> Revision<'a> {
    pub(crate) fn new(file: &'a File) -> Self {
        Self {
            file,
            pending: BTreeMap::new(),
            next: file.next(),
        }
    }

    pub(crate) fn document(&self) -> &Document {
        self.file.document()
    }

    pub(crate) fn reserve_id(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    pub(crate) fn put(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.pending.insert(id, Pending::Object(object.into()));
    }

    pub(crate) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve_id();
        self.put(id, object);
        id
    }

    pub(crate) fn put_signature(&mut self, id: ObjectId, value: SignatureValue) {
        self.pending.insert(id, Pending::Signature(value));
    }

    pub(crate) fn object(&self, id: ObjectId) -> Result<Object, SigningError> {
        match self.pending.get(&id) {
            Some(Pending::Object(object)) => Ok(object.clone()),
            _ => Ok(self.document().get_object(id)?.clone()),
        }
    }

    pub(crate) fn dictionary(&self, id: ObjectId) -> Result<Dictionary, SigningError> {
        Ok(self.object(id)?.as_dict()?.clone())
    }

    pub(crate) fn change(&mut self, id: ObjectId, change: impl FnOnce(&mut Dictionary)) -> Result<(), SigningError> {
        let mut dictionary = self.dictionary(id)?;
        change(&mut dictionary);
        self.put(id, dictionary);
        Ok(())
    }

    /// Adds to the list under a key, wherever the list is kept.
    pub(crate) fn push(&mut self, id: ObjectId, key: &[u8], item: Object) -> Result<(), SigningError> {
        let dictionary = self.dictionary(id)?;
        let (kept_in, list) = match self.follow(&dictionary, key)? {
            Some((kept_in, list)) => (kept_in, list.as_array()?.clone()),
            None => (None, Vec::new()),
        };
        let list = [list, vec![item]].concat();
        match kept_in {
            Some(shared) => self.put(shared, Object::Array(list)),
            None => self.change(id, |dictionary| dictionary.set(key, list))?,
        }
        Ok(())
    }

    pub(crate) fn catalog_id(&self) -> Result<ObjectId, SigningError> {
        Ok(self.document().trailer.get(b"Root").and_then(Object::as_reference)?)
    }

    /// Follows a key; also returns the id of the indirect object that holds the value.
    pub(crate) fn follow(
        &self,
        dictionary: &Dictionary,
        key: &[u8],
    ) -> Result<Option<(Option<ObjectId>, Object)>, SigningError> {
        match dictionary.get(key) {
            Err(_) => Ok(None),
            Ok(Object::Reference(id)) => Ok(Some((Some(*id), self.object(*id)?))),
            Ok(object) => Ok(Some((None, object.clone()))),
        }
    }

    /// Writes what is to be appended.
    pub(crate) fn finish(self) -> Result<(Appended, Option<Placeholder>), SigningError> {
        let Self { file, pending, next } = self;
        let base = file.bytes().len();
        let mut out = Vec::new();
        if file.bytes().last() != Some(&b'\n') {
            out.push(b'\n');
        }
        let mut offsets = BTreeMap::new();
        let mut signature = None;
        let mut objects = BTreeMap::new();
        for (id, object) in pending {
            offsets.insert(id.0, (base + out.len(), id.1));
            out.extend_from_slice(format!("{} {} obj\n", id.0, id.1).as_bytes());
            let object = match object {
                Pending::Object(object) => {
                    write_object(&mut out, &object);
                    object
                }
                Pending::Signature(value) => {
                    signature = Some(write_signature(&mut out, &value));
                    Object::Dictionary(value.entries)
                }
            };
            objects.insert(id, object);
            out.extend_from_slice(b"\nendobj\n");
        }
        let trailer = trailer(file, &out);
        let xref_start = base + out.len();
        let written = trailer.clone();
        let next = match file.document().reference_table.cross_reference_type {
            XrefType::CrossReferenceStream => write_xref_stream(&mut out, base, written, offsets, next)?,
            XrefType::CrossReferenceTable => write_xref_table(&mut out, base, written, &offsets, next),
        };
        let placeholder = signature.map(|(range_at, placeholder)| {
            let placeholder = Placeholder {
                open: base + placeholder.open,
                close: base + placeholder.close,
            };
            write_byte_range(&mut out, range_at, base, placeholder);
            placeholder
        });
        let appended = Appended {
            bytes: out,
            objects,
            trailer,
            xref_start,
            next,
        };
        Ok((appended, placeholder))
    }
}

pub(super) fn write_signature(out: &mut Vec<u8>, value: &SignatureValue) -> (usize, Placeholder) {
    out.extend_from_slice(b"<<");
    for (key, object) in &value.entries {
        out.push(b' ');
        write_object(out, &Object::Name(key.clone()));
        out.push(b' ');
        write_object(out, object);
    }
    out.extend_from_slice(b" /ByteRange ");
    let range_at = out.len();
    out.extend(std::iter::repeat_n(b' ', BYTE_RANGE_ROOM));
    out.extend_from_slice(b" /Contents ");
    let open = out.len();
    out.push(b'<');
    out.extend(std::iter::repeat_n(b'0', value.reserve * 2));
    out.push(b'>');
    let close = out.len();
    out.extend_from_slice(b" >>");
    (range_at, Placeholder { open, close })
}

fn write_byte_range(out: &mut [u8], at: usize, base: usize, Placeholder { open, close }: Placeholder) {
    let range = format!("[0 {open} {close} {}]", base + out.len() - close);
    out[at..at + range.len()].copy_from_slice(range.as_bytes());
}

/// Carries the trailer on; the second half of `/ID` changes with every revision (ISO 32000-1, 14.4).
fn trailer(file: &File, appended: &[u8]) -> Dictionary {
    let document = file.document();
    let mut trailer = Dictionary::new();
    for key in [&b"Root"[..], b"Info", b"ID"] {
        if let Ok(value) = document.trailer.get(key) {
            trailer.set(key, value.clone());
        }
    }
    if let Ok(Object::Array(id)) = trailer.get_mut(b"ID")
        && let [_, second] = id.as_mut_slice()
    {
        let digest = file.hasher().with(&[appended]);
        *second = Object::String(digest.as_bytes()[..16].to_vec(), StringFormat::Hexadecimal);
    }
    trailer.set("Prev", integer(document.xref_start));
    trailer
}

/// Returns the next free object number.
fn write_xref_table(
    out: &mut Vec<u8>,
    base: usize,
    mut trailer: Dictionary,
    offsets: &BTreeMap<u32, (usize, u16)>,
    next: u32,
) -> u32 {
    trailer.set("Size", i64::from(next));
    let start = base + out.len();
    out.extend_from_slice(b"xref\n");
    for run in runs(offsets) {
        out.extend_from_slice(format!("{} {}\n", run[0], run.len()).as_bytes());
        for number in run {
            let (offset, generation) = offsets[&number];
            out.extend_from_slice(format!("{offset:010} {generation:05} n\r\n").as_bytes());
        }
    }
    out.extend_from_slice(b"trailer\n");
    write_object(out, &Object::Dictionary(trailer));
    out.extend_from_slice(format!("\nstartxref\n{start}\n%%EOF\n").as_bytes());
    next
}

/// Returns the next free object number: the section takes one itself.
fn write_xref_stream(
    out: &mut Vec<u8>,
    base: usize,
    mut trailer: Dictionary,
    mut offsets: BTreeMap<u32, (usize, u16)>,
    next: u32,
) -> Result<u32, SigningError> {
    let start = base + out.len();
    offsets.insert(next, (start, 0));
    let mut index = Vec::new();
    let mut entries = Vec::new();
    for run in runs(&offsets) {
        index.push(Object::Integer(i64::from(run[0])));
        index.push(integer(run.len()));
        for number in run {
            let (offset, generation) = offsets[&number];
            let offset = u32::try_from(offset).map_err(|_| SigningError::TooLarge {
                what: "PDF size",
                limit: u32::MAX as usize,
            })?;
            entries.push(1);
            entries.extend_from_slice(&offset.to_be_bytes());
            entries.extend_from_slice(&generation.to_be_bytes());
        }
    }
    trailer.set("Type", name("XRef"));
    trailer.set("Size", i64::from(next) + 1);
    trailer.set("Index", index);
    trailer.set("W", vec![Object::Integer(1), Object::Integer(4), Object::Integer(2)]);
    out.extend_from_slice(format!("{next} 0 obj\n").as_bytes());
    write_object(out, &Object::Stream(Stream::new(trailer, entries)));
    out.extend_from_slice(format!("\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    Ok(next + 1)
}

/// Groups object numbers into runs of neighbours.
fn runs(offsets: &BTreeMap<u32, (usize, u16)>) -> Vec<Vec<u32>> {
    let mut runs: Vec<Vec<u32>> = Vec::new();
    for &number in offsets.keys() {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| last + 1 == number) => run.push(number),
            _ => runs.push(vec![number]),
        }
    }
    runs
}
