//! Who may do and see what: the role table of the domain as code.
//!
//! [`Right`]s say what a role may do at all; the decisions of each aggregate add whose affair it must be. A
//! [`View`] says what an actor sees: reads go through it, and so do decisions, so that what is not visible is
//! not found. The system (set-up and jobs) may do all, but stays bound by every rule of state.

mod acting;
mod contacts;
mod rights;
mod sight;
mod view;

pub use acting::{Acting, Member};
pub use rights::Right;
pub use sight::Sight;
pub use view::View;

crate::refusal::refusals! {
    "Why an actor may not act.";
    /// The role does not allow it, or the affair is not the actor's.
    NotPermitted => Forbidden, "not-permitted", "you may not do this";
    /// The membership is not the person's, or has ended.
    NoSuchMembership => Forbidden, "membership-invalid", "you do not act for this organisation";
    /// The system acts for no organisation, but this needs one.
    NoOrganisation => Invalid, "organisation-required", "this can only be done for an organisation";
}
