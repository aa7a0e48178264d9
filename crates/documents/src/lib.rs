//! Agreements and certificates of completion as PDF/A: Typst templates and data become bytes and the places of signature fields.
//!
//! ```text
//! AgreementDocument   ── render_agreement   ──► Rendered { pdf (PDF/A-3a + PDF/UA-1), fields, pages }
//! CertificateDocument ── render_certificate ──► Rendered, without fields
//! SignatureMark       ── render_mark        ──► one-page PDF, embedded by the signer as the visible signature
//! ```
//!
//! Any two of nine languages stand side by side, Arabic on the right where the other runs from left to right; a Han
//! character has the glyph of the language it stands in. What the parties wrote reaches the template as data, never
//! as markup, and is checked first: every text in both languages, every character in the shipped fonts, no control
//! or direction-override characters. The same input gives the same bytes everywhere: fonts come from one directory,
//! the date from the caller, nothing from the host. The data itself is attached to the PDF as JSON.
//!
//! This crate is the only one that names typst. It knows no other crate of ours and signs nothing:
//! it only says where signature fields belong.

mod agreement;
mod certificate;
mod check;
mod error;
mod fonts;
mod labels;
mod mark;
mod texts;
mod typeset;
mod world;
mod writing;

pub use agreement::{AgreementDocument, CalendarDate, Clause, Line, Party, SignatoryBlock, render_agreement};
pub use certificate::{
    ActKind, CertificateDocument, CertifiedAct, JournalPlace, RecordedPart, Verdict, render_certificate,
};
pub use error::DocumentError;
pub use fonts::use_font_directory;
pub use labels::{LANGUAGES, country, label};
pub use mark::{MARK_HEIGHT_PT, MARK_WIDTH_PT, SignatureMark, render_mark};
pub use texts::Texts;
pub use typeset::{FieldPlace, Rendered};
pub use writing::Amount;
