//! Sign-in over HTTP, against the whole API without a socket.

mod codes;
mod invitations;
mod keys;
mod sessions;
mod site;

use site::{Site, Visitor};
