//! The business record of an investment fair.
//!
//! A [`Command`] says what somebody wants; [`State::decide`] either refuses it with a typed [`Refusal`] or
//! answers with [`Event`]s; a [`Record`] holds those events with who, when and the idempotency key, and is
//! what the journal stores; [`State::apply`] folds records into the state that every read is answered from.
//! The same records always give the same state.
//!
//! Each aggregate has a module of its own with its state, its `Command` and its `Event`. Rules that span
//! aggregates (nothing signed twice, stages that follow signatures) are decided here on one consistent state.
//!
//! This crate does no I/O, reads no clock and draws no random number: `now` and ids come in. It holds no
//! personal data: people are ids, whose names and addresses live in the journal's vault.

pub mod access;
pub mod agreement;
pub mod ceremony;
pub mod fair;
pub mod figures;
pub mod identifier;
pub mod interest;
pub mod meeting;
pub mod money;
pub mod organisation;
pub mod person;
pub mod pitch;
pub mod programme;
pub mod project;
pub mod recording;
pub mod region;
pub mod state;
pub mod text;

mod check;
mod counting;
mod decision;
mod id;
mod record;
mod refusal;

pub use id::{
    ActId, AgreementId, CeremonyId, FairId, InterestId, ItemId, MeetingId, MembershipId, OrganisationId, PersonId,
    PitchId, ProjectId, RecordingId, SignatoryId, TenantId,
};
pub use record::{Actor, Command, Event, Record};
pub use refusal::{Refusal, RefusalKind, common};
pub use state::{ApplyError, ObjectRef, State};

#[cfg(test)]
mod tests;
