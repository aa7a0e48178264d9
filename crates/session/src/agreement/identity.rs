//! Who signs: what confirmed a signatory's identity besides its key, and for how long that stands.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decide::{seen_agreement, wrong_state};
use super::signing::{own_place, place, refuse_acted};
use super::{Agreement, AgreementState, Event, Refusal, Signatory};
use crate::access::{self, Right};
use crate::decision::Decision;
use crate::meeting::MeetingState;
use crate::programme::ItemState;
use crate::recording::Place;
use crate::{AgreementId, ItemId, MeetingId, PersonId, SignatoryId, refusal};

/// What confirmed that a signatory is who it is, besides the key it signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum IdentityFactor {
    /// A one-time code sent to its address.
    Code,
    /// Whoever hosts the room saw it on camera.
    OnCamera {
        /// Who saw it.
        by: PersonId,
        /// Where.
        room: Place,
    },
}

/// A factor, and when it was confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConfirmedFactor {
    /// Factor.
    #[serde(flatten)]
    pub factor: IdentityFactor,
    /// When.
    pub confirmed_at: Timestamp,
}

/// What the server asks of signatories; the key itself is the first factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityRule {
    /// How many factors, the key included.
    pub factors: u8,
    /// How long a confirmed factor stands.
    pub lifetime: SignedDuration,
    /// How long a key must have been enrolled to count as a factor by itself; until then the host sees the signatory on
    /// camera.
    pub key_age: SignedDuration,
    /// Whether the recital must have been read, and the signatory have said that it signs of its own will.
    pub spoken: bool,
}

/// Why what confirmed a signatory's identity no longer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LapseReason {
    /// It left the room in which it was to sign.
    LeftRoom,
    /// It signed out.
    SignedOut,
}

impl Signatory {
    /// Returns the factors that stand at a moment.
    pub fn standing_factors(&self, now: Timestamp, lifetime: SignedDuration) -> impl Iterator<Item = &ConfirmedFactor> {
        self.factors
            .iter()
            .filter(move |factor| now.duration_since(factor.confirmed_at) < lifetime)
    }

    /// Refuses a signatory of whom too few factors stand. A key that was enrolled lately may be that of whoever got into
    /// its mailbox, and is none until somebody saw the signatory.
    pub(super) fn require_identity(
        &self,
        enrolled_at: Timestamp,
        now: Timestamp,
        rule: IdentityRule,
    ) -> Result<(), Refusal> {
        let factors = || self.standing_factors(now, rule.lifetime);
        if 1 + factors().count() < usize::from(rule.factors) {
            return Err(Refusal::IdentityIncomplete);
        }
        let was_seen = factors().any(|confirmed| matches!(confirmed.factor, IdentityFactor::OnCamera { .. }));
        let is_young = now.duration_since(enrolled_at) < rule.key_age && !was_seen;
        if is_young && factors().count() < usize::from(rule.factors) {
            return Err(Refusal::KeyTooYoung);
        }
        Ok(())
    }

    /// Returns whether anything was confirmed or heard of it that would lapse if it left.
    pub fn is_confirmed(&self) -> bool {
        !self.factors.is_empty() || self.will.is_some()
    }

    /// Forgets what confirmed who acts.
    pub(super) fn lapse(&mut self) {
        self.factors.clear();
        self.will = None;
    }

    /// Takes a factor; one of the same kind gives way.
    pub(super) fn confirm(&mut self, factor: IdentityFactor, at: Timestamp) {
        let kind = std::mem::discriminant(&factor);
        self.factors
            .retain(|known| std::mem::discriminant(&known.factor) != kind);
        self.factors.push(ConfirmedFactor {
            factor,
            confirmed_at: at,
        });
    }
}

/// Takes a code that the border found right.
pub(super) fn confirm_by_code(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let own = own_place(decision, &agreement, signatory)?;
    expect_open(&agreement, own)?;
    let factor = IdentityFactor::Code;
    decision.emit(Event::IdentityConfirmed { id, signatory, factor })
}

/// Takes the word of whoever hosts the room that it saw the signatory on camera.
pub(super) fn confirm_on_camera(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    room: Place,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let found = place(&agreement, signatory)?;
    let by = independent_host(decision, &agreement, found, room, Refusal::OwnIdentity)?;
    expect_open(&agreement, found)?;
    let factor = IdentityFactor::OnCamera { by, room };
    decision.emit(Event::IdentityConfirmed { id, signatory, factor })
}

/// System: whoever left before it signed is asked anew when it comes back.
pub(super) fn lapse(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    reason: LapseReason,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    if !decision.acting.is_system() {
        return Err(access::Refusal::NotPermitted.into());
    }
    let found = place(&agreement, signatory)?;
    expect_open(&agreement, found)?;
    if !found.is_confirmed() {
        return Err(Refusal::NothingToLapse.into());
    }
    decision.emit(Event::IdentityLapsed { id, signatory, reason })
}

pub(super) fn expect_open(agreement: &Agreement, signatory: &Signatory) -> Result<(), refusal::Refusal> {
    expect_unsigned(agreement)?;
    Ok(refuse_acted(signatory)?)
}

/// Refuses an agreement whose text is not agreed yet, and one that is signed or never will be.
pub(super) fn expect_unsigned(agreement: &Agreement) -> Result<(), refusal::Refusal> {
    if matches!(agreement.state, AgreementState::Agreed | AgreementState::Signing) {
        Ok(())
    } else {
        Err(wrong_state(agreement))
    }
}

/// Returns the actor, if it hosts the room in which the agreement is signed or negotiated.
pub(super) fn host(decision: &Decision, agreement: &Agreement, room: Place) -> Result<PersonId, refusal::Refusal> {
    let by = decision.acting.require_member()?.person;
    if hosts(decision, agreement, room) {
        Ok(by)
    } else {
        Err(access::Refusal::NotPermitted.into())
    }
}

/// Returns the actor, if it hosts the room and its word on a signatory counts: nobody's does on himself, nor that of one
/// who signs too or, in a negotiation, is of the same house.
pub(super) fn independent_host(
    decision: &Decision,
    agreement: &Agreement,
    signatory: &Signatory,
    room: Place,
    himself: Refusal,
) -> Result<PersonId, refusal::Refusal> {
    let by = host(decision, agreement, room)?;
    if by == signatory.acting_person() {
        return Err(himself.into());
    }
    let signs = agreement.signatories.iter().any(|other| other.acting_person() == by);
    // Who runs the ceremony may be of any house; a negotiation is often led by one side.
    let is_of_its_house = decision.acting.acts_for(signatory.place.organisation) && matches!(room, Place::Meeting(_));
    if signs || is_of_its_house {
        return Err(Refusal::NotIndependent.into());
    }
    Ok(by)
}

fn hosts(decision: &Decision, agreement: &Agreement, room: Place) -> bool {
    match room {
        Place::Item(item) => hosts_ceremony(decision, agreement, item),
        Place::Meeting(meeting) => hosts_negotiation(decision, agreement, meeting),
    }
}

/// Returns whether the actor runs the ceremony in which the agreement is to be signed, while its room is open.
fn hosts_ceremony(decision: &Decision, agreement: &Agreement, item: ItemId) -> bool {
    let state = &decision.state;
    let is_open = state
        .items
        .get(&item)
        .is_some_and(|item| matches!(item.state, ItemState::Rehearsal | ItemState::Ready | ItemState::Live));
    let ceremony = agreement.act.and_then(|act| state.act(&act));
    is_open
        && ceremony.is_some_and(|(ceremony, act)| {
            let runs = decision.acting.is(ceremony.officiant) || decision.acting.has(Right::RunCeremonies);
            ceremony.item == item && !act.state.is_final() && runs
        })
}

/// Returns whether the actor hosts a negotiation on the agreement's project that is not over: those who run the
/// programme, and the officers whose affair the project is.
fn hosts_negotiation(decision: &Decision, agreement: &Agreement, meeting: MeetingId) -> bool {
    let view = decision.view();
    let answers = decision.acting.has(Right::OpenSigning)
        && decision
            .state
            .projects
            .get(&agreement.project)
            .is_some_and(|project| view.answers_for(project));
    let hosts = decision.acting.has(Right::RunProgramme) || answers;
    hosts
        && decision.state.meetings.get(&meeting).is_some_and(|meeting| {
            meeting.project == agreement.project
                && matches!(meeting.state, MeetingState::Accepted | MeetingState::Scheduled)
                && view.sees_meeting(meeting)
        })
}
