//! What a template can see: itself, what all templates share, one data file, the shipped fonts, a given date. Nothing else.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::Fonts;

const SHARED: &str = include_str!("../templates/shared.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

pub(crate) struct TemplateWorld {
    fonts: &'static Fonts,
    template: Source,
    shared: Source,
    data: Bytes,
    data_id: FileId,
    date: Datetime,
}

impl TemplateWorld {
    pub(crate) fn new(fonts: &'static Fonts, template: &str, data: Vec<u8>, date: Datetime) -> Self {
        Self {
            fonts,
            template: Source::new(file_id("/main.typ"), template.to_owned()),
            shared: Source::new(file_id("/shared.typ"), SHARED.to_owned()),
            data: Bytes::new(data),
            data_id: file_id("/data.json"),
            date,
        }
    }
}

fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a constant absolute path");
    FileId::new(RootedPath::new(VirtualRoot::Project, path))
}

impl World for TemplateWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.template, &self.shared]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        Some(self.date)
    }
}
