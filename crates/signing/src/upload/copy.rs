//! Copies objects, and leaves behind what must not be in a document to be signed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::names::named_places;
use super::{Removed, UploadError};

/// The new page tree.
pub(super) const PAGES: ObjectId = (1, 0);
/// Deepest nesting of direct objects.
const MAX_DEPTH: usize = 64;

/// Keys that act, hide, overlay or point out of the file, wherever they stand.
const LEFT_BEHIND: [(&[u8], Option<Removed>); 16] = [
    (b"JS", Some(Removed::JavaScript)),
    (b"JavaScript", Some(Removed::JavaScript)),
    (b"OpenAction", Some(Removed::Action)),
    (b"AA", Some(Removed::Action)),
    (b"OC", Some(Removed::OptionalContent)),
    (b"OCProperties", Some(Removed::OptionalContent)),
    // Another picture when printed than on screen.
    (b"Alternates", Some(Removed::OptionalContent)),
    (b"XFA", Some(Removed::FormField)),
    (b"AcroForm", Some(Removed::FormField)),
    (b"NeedAppearances", Some(Removed::FormField)),
    (b"Perms", Some(Removed::Signature)),
    (b"AF", Some(Removed::EmbeddedFile)),
    (b"EF", Some(Removed::EmbeddedFile)),
    (b"Metadata", None),
    (b"PieceInfo", None),
    (b"OPI", None),
];
/// Dictionaries of a page's resources whose keys are names the page chose.
const NAMED_RESOURCES: [&[u8]; 7] = [
    b"Font",
    b"XObject",
    b"ExtGState",
    b"ColorSpace",
    b"Pattern",
    b"Shading",
    b"Properties",
];
/// Values of `/S` that make a dictionary an action.
const ACTIONS: [&[u8]; 17] = [
    b"GoTo",
    b"GoToR",
    b"GoToE",
    b"Launch",
    b"Thread",
    b"URI",
    b"Sound",
    b"Movie",
    b"Hide",
    b"Named",
    b"SubmitForm",
    b"ResetForm",
    b"ImportData",
    b"JavaScript",
    b"SetOCGState",
    b"Rendition",
    b"GoTo3DView",
];

pub(super) struct Copier<'a> {
    pub(super) source: &'a Document,
    pub(super) pages: BTreeMap<ObjectId, ObjectId>,
    /// Pages, as they were, that links name.
    pub(super) places: BTreeMap<Vec<u8>, ObjectId>,
    objects: BTreeMap<ObjectId, Object>,
    copied: BTreeMap<ObjectId, ObjectId>,
    waiting: VecDeque<(ObjectId, ObjectId)>,
    next: u32,
    removed: BTreeMap<Removed, u32>,
    missing_fonts: BTreeSet<String>,
}

type Finished = (BTreeMap<ObjectId, Object>, BTreeMap<Removed, u32>, Vec<String>);

impl<'a> Copier<'a> {
    pub(super) fn new(source: &'a Document) -> Self {
        Self {
            source,
            pages: BTreeMap::new(),
            places: named_places(source),
            objects: BTreeMap::new(),
            copied: BTreeMap::new(),
            waiting: VecDeque::new(),
            next: PAGES.0 + 1,
            removed: BTreeMap::new(),
            missing_fonts: BTreeSet::new(),
        }
    }

    pub(super) fn count(&mut self, removed: Removed, times: usize) {
        if times > 0 {
            let count = self.removed.entry(removed).or_default();
            *count = count.saturating_add(u32::try_from(times).unwrap_or(u32::MAX));
        }
    }

    /// Counts what the catalog and the trailer hold and the new document won't.
    pub(super) fn count_catalog(&mut self) -> Result<(), UploadError> {
        let catalog = self.source.catalog()?;
        let has = |key: &[u8]| usize::from(catalog.has(key));
        let names = self.source.get_dict_in_dict(catalog, b"Names").ok();
        let named = |key: &[u8]| usize::from(names.is_some_and(|names| names.has(key)));
        let opened = self
            .source
            .get_dict_in_dict(catalog, b"OpenAction")
            .ok()
            .filter(|action| acts(action));
        let script = opened.filter(|action| action.has(b"JS"));
        self.count(
            Removed::JavaScript,
            named(b"JavaScript") + usize::from(script.is_some()),
        );
        self.count(
            Removed::EmbeddedFile,
            named(b"EmbeddedFiles").max(has(b"AF")) + has(b"Collection"),
        );
        let others = usize::from(opened.is_some() && script.is_none());
        self.count(Removed::Action, others + has(b"AA") + has(b"URI"));
        self.count(Removed::OptionalContent, has(b"OCProperties"));
        self.count(Removed::Signature, has(b"Perms") + has(b"DSS"));
        self.count(Removed::Bookmark, has(b"Outlines"));
        self.count(
            Removed::Metadata,
            has(b"Metadata") + usize::from(self.source.trailer.has(b"Info")),
        );
        self.count(Removed::EarlierRevision, self.source.revision_count().saturating_sub(1));
        Ok(())
    }

    /// Puts an object at a fresh place.
    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.objects.insert(id, object.into());
        id
    }

    pub(super) fn reserve(&mut self) -> ObjectId {
        let id = (self.next, 0);
        self.next += 1;
        id
    }

    pub(super) fn put(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.objects.insert(id, object.into());
    }

    /// Returns what the catalog keeps of the document's structure.
    pub(super) fn structure(&mut self) -> Result<Dictionary, UploadError> {
        let catalog = self.source.catalog()?;
        let mut kept = Dictionary::new();
        for key in [&b"MarkInfo"[..], b"StructTreeRoot", b"OutputIntents"] {
            if let Ok(value) = catalog.get(key) {
                kept.set(key, self.object(value, 0)?);
            }
        }
        Ok(kept)
    }

    /// Copies all that waits, and returns everything.
    pub(super) fn finish(mut self) -> Result<Finished, UploadError> {
        while let Some((from, to)) = self.waiting.pop_front() {
            // A reference to nothing is null.
            let object = self.source.get_object(from).unwrap_or(&Object::Null);
            let copy = self.object(object, 0)?;
            self.objects.insert(to, copy);
        }
        Ok((self.objects, self.removed, self.missing_fonts.into_iter().collect()))
    }

    /// Copies an object; what it refers to is copied later.
    pub(super) fn object(&mut self, object: &Object, depth: usize) -> Result<Object, UploadError> {
        if depth > MAX_DEPTH {
            return Err(UploadError::Damaged("objects are nested too deeply".to_owned()));
        }
        Ok(match object {
            Object::Reference(id) => self.reference(*id),
            Object::Array(items) => {
                let items = items.iter().map(|item| self.object(item, depth + 1));
                Object::Array(items.collect::<Result<_, _>>()?)
            }
            Object::Dictionary(dictionary) => match self.fate(dictionary) {
                Fate::Kept => Object::Dictionary(self.dictionary(dictionary, depth)?),
                Fate::Emptied => Object::Dictionary(Dictionary::new()),
                Fate::Dropped => Object::Null,
            },
            Object::Stream(stream) => self.stream(stream, depth)?,
            plain => plain.clone(),
        })
    }

    fn reference(&mut self, id: ObjectId) -> Object {
        if let Some(page) = self.pages.get(&id) {
            return Object::Reference(*page);
        }
        if let Some(copy) = self.copied.get(&id) {
            return Object::Reference(*copy);
        }
        let to = self.reserve();
        self.copied.insert(id, to);
        self.waiting.push_back((id, to));
        Object::Reference(to)
    }

    pub(super) fn dictionary(&mut self, from: &Dictionary, depth: usize) -> Result<Dictionary, UploadError> {
        let mut copy = Dictionary::new();
        for (key, value) in from {
            if let Some((_, removed)) = LEFT_BEHIND.iter().find(|(left, _)| left == key) {
                self.count(removed.unwrap_or(Removed::Metadata), usize::from(removed.is_some()));
                continue;
            }
            let value = match self.source.dereference(value) {
                Ok((_, Object::Dictionary(named))) if NAMED_RESOURCES.contains(&key.as_slice()) => {
                    Object::Dictionary(self.named(named, depth + 1)?)
                }
                _ => self.object(value, depth + 1)?,
            };
            copy.set(key.clone(), value);
        }
        self.note_font(from);
        Ok(copy)
    }

    /// Copies a dictionary whose keys mean nothing.
    fn named(&mut self, from: &Dictionary, depth: usize) -> Result<Dictionary, UploadError> {
        let mut copy = Dictionary::new();
        for (key, value) in from {
            copy.set(key.clone(), self.object(value, depth)?);
        }
        Ok(copy)
    }

    fn stream(&mut self, stream: &Stream, depth: usize) -> Result<Object, UploadError> {
        let is = |key: &[u8], value: &[u8]| {
            stream
                .dict
                .get(key)
                .and_then(Object::as_name)
                .is_ok_and(|it| it == value)
        };
        if is(b"Type", b"EmbeddedFile") {
            self.count(Removed::EmbeddedFile, 1);
            return Ok(Object::Null);
        }
        if stream.dict.has(b"F") || is(b"Subtype", b"PS") || (is(b"Subtype", b"Form") && stream.dict.has(b"Ref")) {
            return Err(UploadError::Unsupported(
                "content that lies outside the file".to_owned(),
            ));
        }
        let dictionary = self.dictionary(&stream.dict, depth)?;
        Ok(Object::Stream(Stream {
            dict: dictionary,
            content: stream.content.clone(),
            ..Stream::new(Dictionary::new(), Vec::new())
        }))
    }

    fn fate(&mut self, dictionary: &Dictionary) -> Fate {
        let value = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).unwrap_or_default();
        let (kind, removed) = match value(b"Type") {
            b"OCG" | b"OCMD" => (Fate::Emptied, Some(Removed::OptionalContent)),
            b"Filespec" | b"F" | b"EmbeddedFile" => (Fate::Dropped, Some(Removed::EmbeddedFile)),
            b"Sig" | b"DocTimeStamp" => (Fate::Dropped, Some(Removed::Signature)),
            // Pages and annotations are copied by the page that has them, or not at all.
            b"Catalog" | b"Page" | b"Pages" | b"Annot" | b"Outlines" => (Fate::Dropped, None),
            _ if dictionary.has(b"ByteRange") => (Fate::Dropped, Some(Removed::Signature)),
            _ if dictionary.has(b"FT") || (dictionary.has(b"Rect") && dictionary.has(b"Subtype")) => {
                (Fate::Dropped, None)
            }
            b"StructElem" => (Fate::Kept, None),
            _ if acts(dictionary) => (Fate::Dropped, Some(Removed::Action)),
            _ => (Fate::Kept, None),
        };
        if let Some(removed) = removed {
            self.count(removed, 1);
        }
        kind
    }

    fn note_font(&mut self, font: &Dictionary) {
        let value = |key: &[u8]| font.get(key).and_then(Object::as_name).unwrap_or_default();
        if value(b"Type") != b"Font" || matches!(value(b"Subtype"), b"Type0" | b"Type3") {
            return;
        }
        let descriptor = self.source.get_dict_in_dict(font, b"FontDescriptor").ok();
        let brings = |descriptor: &Dictionary| {
            [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
                .iter()
                .any(|key| descriptor.has(key))
        };
        if !descriptor.is_some_and(brings) {
            let name = String::from_utf8_lossy(value(b"BaseFont")).into_owned();
            self.missing_fonts.insert(name);
        }
    }
}

enum Fate {
    Kept,
    Emptied,
    Dropped,
}

pub(super) fn acts(dictionary: &Dictionary) -> bool {
    let kind = dictionary.get(b"S").and_then(Object::as_name).unwrap_or_default();
    ACTIONS.contains(&kind) && !dictionary.has(b"K")
}
