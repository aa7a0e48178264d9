use jiff::Timestamp;

use super::decide::{expect_state, seen_agreement, wrong_state};
use super::{
    Agreement, AgreementKind, AgreementState, Authorisation, AuthorisationMethod, Event, IdentityRule, Refusal,
    Signatory, SignatoryState, Signer, deadline, follows, groups,
};
use crate::access::{self, Right};
use crate::ceremony::{self, ActState};
use crate::decision::Decision;
use crate::{ActId, AgreementId, SignatoryId, check, counting, person, project, refusal};

/// Opens an agreed agreement for signatures outside a ceremony.
pub(super) fn open_by_hand(
    decision: &mut Decision,
    id: AgreementId,
    sign_by: Option<Timestamp>,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    decision.require(Right::OpenSigning)?;
    require_affair(decision, &agreement)?;
    if act_under_way(decision, &agreement).is_some() {
        return Err(Refusal::InAnAct.into());
    }
    open_until(decision, id, sign_by)
}

/// Opens an agreed agreement for signatures; a contract only if its project can enter S7 by it.
pub(crate) fn open(decision: &mut Decision, id: AgreementId) -> Result<(), refusal::Refusal> {
    open_until(decision, id, None)
}

fn open_until(decision: &mut Decision, id: AgreementId, sign_by: Option<Timestamp>) -> Result<(), refusal::Refusal> {
    let agreement = decision
        .state
        .agreements
        .get(&id)
        .cloned()
        .ok_or(crate::common::Refusal::NotFound)?;
    expect_state(&agreement, &AgreementState::Agreed)?;
    counting::refuse_opening(&decision.state, &agreement)?;
    deadline::check_deadline(sign_by, decision.now)?;
    decision.emit(Event::Opened { id, sign_by })
}

/// Takes back what was opened by an act that is pulled. What was sealed already can't be undone: such an agreement
/// is voided.
pub(crate) fn close(decision: &mut Decision, id: AgreementId, reason: &str) -> Result<(), refusal::Refusal> {
    let Some(agreement) = decision.state.agreements.get(&id).cloned() else {
        return Ok(());
    };
    if agreement.state != AgreementState::Signing {
        return Ok(());
    }
    if agreement.signatories.iter().any(Signatory::is_sealed) {
        let reason = reason.to_owned();
        return decision.emit(Event::Voided { id, reason });
    }
    decision.emit(Event::Closed { id })
}

pub(super) fn authorise(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    authorisation: Authorisation,
    (signer, identity): (Option<String>, IdentityRule),
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let place = own_place(decision, &agreement, signatory)?;
    let is_simulated = authorisation.method == AuthorisationMethod::Simulated;
    if is_simulated != decision.acting.is_system() {
        return Err(Refusal::MethodNotAllowed.into());
    }
    expect_state(&agreement, &AgreementState::Signing)?;
    match act_under_way(decision, &agreement) {
        Some((_, ActState::Signing { signs_at })) if decision.now < signs_at => return Err(Refusal::TooEarly.into()),
        Some((_, ActState::Signing { .. })) => {}
        None if agreement.is_overdue(decision.now) => return Err(Refusal::DeadlinePassed.into()),
        None => {}
        Some(_) => return Err(wrong_state(&agreement)),
    }
    refuse_acted(place)?;
    agreement.may_act(place)?;
    let signer = match is_simulated {
        true => None,
        false => {
            let signer = enrolled(decision, place, signer)?;
            place.require_identity(signer.enrolled_at, decision.now, identity)?;
            agreement.require_spoken(place, identity)?;
            Some(signer)
        }
    };
    check::digest(&authorisation.binding)?;
    check::digest(&authorisation.proof)?;
    if let Some(certificate) = authorisation.key.certificate() {
        check::digest(certificate)?;
    }
    if decision.state.links.used_bindings.contains(&authorisation.binding) {
        return Err(Refusal::BindingUsed.into());
    }
    decision.emit(Event::Authorised {
        id,
        signatory,
        authorisation: Authorisation {
            signer,
            ..authorisation
        },
    })
}

/// Returns the key that authorised, which is enrolled for who acts.
fn enrolled(decision: &Decision, place: &Signatory, key: Option<String>) -> Result<Signer, person::Refusal> {
    let person = decision.state.people.get(&place.acting_person());
    let found = person.zip(key).and_then(|(person, key)| {
        let enrolled_at = person.enrolled(&key)?.enrolled_at;
        Some(Signer { key, enrolled_at })
    });
    found.ok_or(person::Refusal::KeyUnknown)
}

/// Takes a written signature. The last one needed makes the agreement signed; by a contract its project enters S7; the last
/// agreement of an act makes the act signed.
pub(super) fn seal(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    binding: &str,
    base: &str,
    (revision, certificate): (String, Option<String>),
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    if !decision.acting.is_system() {
        return Err(access::Refusal::NotPermitted.into());
    }
    let place = place(&agreement, signatory)?;
    expect_state(&agreement, &AgreementState::Signing)?;
    match &place.state {
        SignatoryState::Authorised { authorisation, .. } if authorisation.binding == binding => {}
        SignatoryState::Authorised { .. } => return Err(Refusal::AnotherAuthorisation.into()),
        SignatoryState::Waiting => return Err(Refusal::NotAuthorised.into()),
        SignatoryState::NotNeeded => return Err(Refusal::NotNeeded.into()),
        SignatoryState::Sealed { .. } | SignatoryState::Declined { .. } => return Err(Refusal::HasActed.into()),
    }
    check::digest(&revision)?;
    if agreement.document.as_deref() != Some(base) {
        return Err(Refusal::DocumentChanged.into());
    }
    if agreement.has_revision(&revision) {
        return Err(Refusal::RevisionRepeated.into());
    }
    decision.emit(Event::Sealed {
        id,
        signatory,
        revision: revision.clone(),
        certificate,
    })?;
    let sealed = seen_agreement(decision, id)?;
    groups::release(decision, &sealed)?;
    let sealed = seen_agreement(decision, id)?;
    if sealed.is_complete() {
        complete(decision, &sealed, revision)?;
    }
    Ok(())
}

fn complete(decision: &mut Decision, agreement: &Agreement, document: String) -> Result<(), refusal::Refusal> {
    let id = agreement.id;
    decision.emit(Event::Signed { id, document })?;
    if agreement.kind == AgreementKind::Contract && agreement.counts() {
        project::sign(decision, id)?;
    }
    follows::tell_first(decision, agreement)?;
    match agreement.act {
        Some(act) => ceremony::finish(decision, act),
        None => Ok(()),
    }
}

pub(super) fn decline(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    reason: String,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let place = own_place(decision, &agreement, signatory)?;
    check::reason(&reason)?;
    if !matches!(agreement.state, AgreementState::Agreed | AgreementState::Signing) {
        return Err(wrong_state(&agreement));
    }
    refuse_acted(place)?;
    let act = act_under_way(decision, &agreement).map(|(act, _)| act);
    decision.emit(Event::Declined {
        id,
        signatory,
        reason: reason.clone(),
    })?;
    let declined = seen_agreement(decision, id)?;
    if !declined.state.is_final() {
        return groups::release(decision, &declined);
    }
    // An act can't be signed without it; the ceremony goes on with the next one.
    match act {
        Some(act) => ceremony::pull(decision, act, reason),
        None => Ok(()),
    }
}

pub(super) fn void(decision: &mut Decision, id: AgreementId, reason: String) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let is_party =
        decision.acting.has(Right::Negotiate) && agreement.parties.iter().any(|party| decision.acting.acts_for(*party));
    if !is_party {
        decision.require(Right::Void)?;
        require_affair(decision, &agreement)?;
    }
    check::reason(&reason)?;
    if agreement.state.is_final() {
        return Err(wrong_state(&agreement));
    }
    if act_under_way(decision, &agreement).is_some() {
        return Err(Refusal::InAnAct.into());
    }
    if agreement.state == AgreementState::Signing && agreement.awaits_seal() {
        return Err(Refusal::SealPending.into());
    }
    decision.emit(Event::Voided { id, reason })
}

/// Refuses officers whose affair the agreement's project is not.
pub(super) fn require_affair(decision: &Decision, agreement: &Agreement) -> Result<(), access::Refusal> {
    let answers_for = decision
        .state
        .projects
        .get(&agreement.project)
        .is_some_and(|project| decision.view().answers_for(project));
    if answers_for {
        Ok(())
    } else {
        Err(access::Refusal::NotPermitted)
    }
}

/// Returns the act that the agreement is to be signed in, unless it was pulled or is done.
pub(super) fn act_under_way(decision: &Decision, agreement: &Agreement) -> Option<(ActId, ActState)> {
    let (_, act) = decision.state.act(&agreement.act?)?;
    (!act.state.is_final()).then(|| (act.id, act.state.clone()))
}

/// Refuses an agreement whose act is on the stage.
pub(super) fn refuse_on_stage(decision: &Decision, agreement: &Agreement) -> Result<(), Refusal> {
    match act_under_way(decision, agreement) {
        Some((_, ActState::Announced | ActState::Signing { .. })) => Err(Refusal::OnStage),
        _ => Ok(()),
    }
}

/// Refuses who has authorised, declined or is not needed; not who still has to sign with its own key.
pub(super) fn refuse_acted(signatory: &Signatory) -> Result<(), Refusal> {
    match signatory.state {
        SignatoryState::Waiting => Ok(()),
        _ if signatory.awaits_own_key().is_some() => Ok(()),
        SignatoryState::NotNeeded => Err(Refusal::NotNeeded),
        _ => Err(Refusal::HasActed),
    }
}

pub(super) fn place(agreement: &Agreement, signatory: SignatoryId) -> Result<&Signatory, Refusal> {
    agreement.signatory(signatory).ok_or(Refusal::SignatoryUnknown)
}

/// Returns a signatory's place for the signatory itself or its delegate, acting for the party that it signs for; or for the system.
pub(super) fn own_place<'a>(
    decision: &Decision,
    agreement: &'a Agreement,
    signatory: SignatoryId,
) -> Result<&'a Signatory, refusal::Refusal> {
    let found = place(agreement, signatory)?;
    let is_own = decision.acting.is(found.acting_person()) && decision.acting.acts_for(found.place.organisation);
    if decision.acting.is_system() {
        return Ok(found);
    }
    if !is_own {
        return Err(Refusal::NotYourPlace.into());
    }
    decision.require(found.place.role.right())?;
    Ok(found)
}

impl Agreement {
    /// Returns a signatory.
    pub fn signatory(&self, id: SignatoryId) -> Option<&Signatory> {
        self.signatories.iter().find(|signatory| signatory.place.id == id)
    }

    /// Returns whether it is open for signatures or signed: what no party brought about alone.
    pub fn is_open_or_signed(&self) -> bool {
        matches!(self.state, AgreementState::Signing | AgreementState::Signed { .. })
    }

    fn has_revision(&self, digest: &str) -> bool {
        self.frozen.as_ref().is_some_and(|frozen| frozen.document == digest)
            || self.signatories.iter().any(
                |signatory| matches!(&signatory.state, SignatoryState::Sealed { revision, .. } if revision == digest),
            )
    }
}
