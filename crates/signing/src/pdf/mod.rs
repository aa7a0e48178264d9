//! The PDF layer: lopdf reads, every byte we add is written here, appended and never replaced.

mod file;
mod grown;
mod import;
mod load;
mod revision;
mod trailer;
mod write;

pub(crate) use file::File;
pub(crate) use grown::{grown, xref_start};
pub(crate) use import::import_page;
pub use load::MAX_PDF_BYTES;
pub(crate) use load::{check_size, load};
pub(crate) use revision::{Appended, Placeholder, Revision, SignatureValue};
pub(crate) use trailer::Trailer;
pub(crate) use write::{form, name, text};
