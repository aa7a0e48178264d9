//! The sample fair (`config/fairs/hebei-2020`): its facts as data, imported through the same commands as people's.
//!
//! Every command's key is derived from what it imports, so that an import cut short goes on where it stopped.

mod data;
mod import;

pub use data::{Agreement, Reported, agreements, fair};
pub use import::{Importer, import};
