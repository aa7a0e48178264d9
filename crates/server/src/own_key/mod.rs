//! Signatures that a signatory's own key makes: a token beside the firm, or a key in the browser.
//!
//! The signatory gets a *ticket*, a secret that stands for its one place for half an hour. Whoever holds it shows a
//! certificate; the signatory authorises a signature with that certificate; a *request* lays the signature out and
//! holds the document for a few seconds ([`Turns`]); the key's answer finishes it. The key is never here, and no
//! document ever comes back: only a signature value.
//!
//! Tickets and requests are in memory: a restart makes signatories ask again, and costs no safety.

mod admission;
mod api;
mod csc;
mod ticket;
mod tries;
mod turns;
mod work;

pub use admission::{admit, names};
pub use api::{CertificateView, router};
pub use csc::{GivenAnswer, Question, Service, ServiceError};
pub use ticket::{Presented, Remote, Tickets};
pub use tries::Tries;
pub use turns::Turns;
pub use work::{begin, finish};
