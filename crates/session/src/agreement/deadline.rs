//! Until when an agreement is signed, and how signatories are reminded.

use jiff::{SignedDuration, Timestamp};

use super::decide::{expect_state, seen_agreement, wrong_state};
use super::signing::{act_under_way, place, refuse_acted, refuse_on_stage, require_affair};
use super::{Agreement, AgreementState, Event, Refusal, Signatory, SignatoryState};
use crate::access::{self, Right};
use crate::decision::Decision;
use crate::{AgreementId, SignatoryId, refusal};

/// A signatory is reminded by hand once in this time.
const BETWEEN_REMINDERS: SignedDuration = SignedDuration::from_hours(24);
/// How long before the deadline signatories are reminded without being asked.
const BEFORE_DEADLINE: [SignedDuration; 2] = [SignedDuration::from_hours(72), SignedDuration::from_hours(24)];
/// How often, where there is no deadline, and how many times.
const WITHOUT_DEADLINE: (SignedDuration, i32) = (SignedDuration::from_hours(7 * 24), 4);

/// Refuses a deadline that has passed.
pub(super) fn check_deadline(sign_by: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    match sign_by {
        Some(sign_by) if sign_by <= now => Err(Refusal::DeadlinePassed),
        _ => Ok(()),
    }
}

/// Gives more time, or a deadline where there was none: those who run ceremonies, and officers whose affair it is.
pub(super) fn extend(decision: &mut Decision, id: AgreementId, sign_by: Timestamp) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    if !decision.acting.has(Right::RunCeremonies) {
        decision.require(Right::OpenSigning)?;
        require_affair(decision, &agreement)?;
    }
    if agreement.state.is_final() {
        return Err(wrong_state(&agreement));
    }
    check_deadline(Some(sign_by), decision.now)?;
    if agreement.sign_by.is_some_and(|known| sign_by <= known) {
        return Err(Refusal::DeadlineEarlier.into());
    }
    decision.emit(Event::DeadlineSet { id, sign_by })
}

/// System: the deadline has passed. What was authorised in time is sealed first, and what is on the stage goes on.
pub(super) fn expire(decision: &mut Decision, id: AgreementId) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    if !decision.acting.is_system() {
        return Err(access::Refusal::NotPermitted.into());
    }
    if agreement.state.is_final() {
        return Err(wrong_state(&agreement));
    }
    if !agreement.is_overdue(decision.now) {
        return Err(Refusal::DeadlineAhead.into());
    }
    refuse_on_stage(decision, &agreement)?;
    if agreement.awaits_seal() {
        return Err(Refusal::SealPending.into());
    }
    decision.emit(Event::Expired { id })
}

/// Reminds a signatory whose turn it is: the system when a reminder is due, people at most once a day.
pub(super) fn remind(decision: &mut Decision, id: AgreementId, signatory: SignatoryId) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let found = place(&agreement, signatory)?;
    let by_hand = !decision.acting.is_system();
    if by_hand {
        require_interest(decision, &agreement)?;
    }
    expect_state(&agreement, &AgreementState::Signing)?;
    refuse_acted(found)?;
    agreement.may_act(found)?;
    if act_under_way(decision, &agreement).is_some() {
        return Err(Refusal::InAnAct.into());
    }
    if by_hand && !found.may_be_reminded(decision.now) {
        return Err(Refusal::RemindedToday.into());
    }
    if !by_hand && !agreement.is_reminder_due(found, decision.now) {
        return Err(Refusal::ReminderNotDue.into());
    }
    decision.emit(Event::Reminded { id, signatory, by_hand })
}

/// Whoever waits for the signature may remind: the parties, officers whose affair it is, those who run ceremonies.
fn require_interest(decision: &Decision, agreement: &Agreement) -> Result<(), access::Refusal> {
    let is_party =
        decision.acting.has(Right::Negotiate) && agreement.parties.iter().any(|party| decision.acting.acts_for(*party));
    if is_party || decision.acting.has(Right::RunCeremonies) {
        return Ok(());
    }
    decision.acting.require(Right::OpenSigning)?;
    require_affair(decision, agreement)
}

impl Signatory {
    /// Returns whether it was not reminded within a day.
    pub fn may_be_reminded(&self, now: Timestamp) -> bool {
        self.reminded_at
            .is_none_or(|at| now.duration_since(at) >= BETWEEN_REMINDERS)
    }
}

impl Agreement {
    /// Returns whether its deadline has passed.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.sign_by.is_some_and(|sign_by| sign_by <= now)
    }

    /// Returns whether an authorised signature is not in the document yet, which takes nobody but the instance.
    pub fn awaits_seal(&self) -> bool {
        let awaits =
            |one: &Signatory| matches!(one.state, SignatoryState::Authorised { .. }) && one.awaits_own_key().is_none();
        self.signatories.iter().any(awaits)
    }

    /// Returns whether a signatory is to be reminded without being asked: when its turn comes, three days and one
    /// day before the deadline, or weekly for four weeks where there is none. Whom somebody reminded within the day
    /// is left alone.
    pub fn is_reminder_due(&self, signatory: &Signatory, now: Timestamp) -> bool {
        let is_its_turn = self.state == AgreementState::Signing
            && signatory.state == SignatoryState::Waiting
            && self.may_act(signatory).is_ok();
        let Some(since) = self.turn_since(signatory).filter(|_| is_its_turn) else {
            return false;
        };
        let moments = self.reminders_from(since);
        let last = moments
            .into_iter()
            .filter(|moment| (since..=now).contains(moment))
            .max();
        last.is_some_and(|moment| signatory.reminded_at.is_none_or(|at| at < moment)) && signatory.may_be_reminded(now)
    }

    fn reminders_from(&self, since: Timestamp) -> Vec<Timestamp> {
        let later: Vec<Timestamp> = match self.sign_by {
            Some(sign_by) => BEFORE_DEADLINE
                .iter()
                .filter_map(|before| sign_by.checked_sub(*before).ok())
                .collect(),
            None => (1..=WITHOUT_DEADLINE.1)
                .filter_map(|week| since.checked_add(WITHOUT_DEADLINE.0.checked_mul(week)?).ok())
                .collect(),
        };
        std::iter::once(since).chain(later).collect()
    }

    /// Returns since when it is a signatory's turn: signing is open and those before it are sealed.
    fn turn_since(&self, signatory: &Signatory) -> Option<Timestamp> {
        let of = signatory.place.role.attests();
        let before = self.signatories.iter().filter_map(|other| match other.state {
            SignatoryState::Sealed { sealed_at, .. }
                if other.place.group < signatory.place.group || Some(other.place.id) == of =>
            {
                Some(sealed_at)
            }
            _ => None,
        });
        before.chain(self.opened_at).max().filter(|_| self.opened_at.is_some())
    }
}
