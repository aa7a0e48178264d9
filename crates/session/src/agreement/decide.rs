use std::sync::Arc;

use super::{
    Agreement, AgreementState, Command, Refusal, archive, deadline, delegation, drafting, hold, identity, signing,
    spoken,
};
use crate::decision::{Decision, seen};
use crate::{AgreementId, common, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Draft { id, draft } => drafting::draft(decision, id, draft),
            Self::Propose { id, based_on, clauses } => drafting::propose(decision, id, based_on, clauses),
            Self::ProposeUpload { id, based_on, upload } => drafting::propose_upload(decision, id, based_on, upload),
            Self::Approve { id, version } => drafting::approve(decision, id, version),
            Self::Freeze { id, frozen } => drafting::freeze(decision, id, frozen),
            Self::Open { id, sign_by } => signing::open_by_hand(decision, id, sign_by),
            Self::Extend { id, sign_by } => deadline::extend(decision, id, sign_by),
            Self::Expire { id } => deadline::expire(decision, id),
            Self::Remind { id, signatory } => deadline::remind(decision, id, signatory),
            Self::Delegate {
                id,
                signatory,
                delegate,
                power_of_attorney,
            } => delegation::delegate(decision, id, signatory, delegate, power_of_attorney),
            Self::RevokeDelegation { id, signatory } => delegation::revoke(decision, id, signatory),
            Self::ConfirmByCode { id, signatory } => identity::confirm_by_code(decision, id, signatory),
            Self::ConfirmOnCamera { id, signatory, room } => identity::confirm_on_camera(decision, id, signatory, room),
            Self::LapseIdentity { id, signatory, reason } => identity::lapse(decision, id, signatory, reason),
            Self::ReadRecital { id, room } => spoken::read_recital(decision, id, room),
            Self::HearWill { id, signatory, room } => spoken::hear_will(decision, id, signatory, room),
            Self::Authorise {
                id,
                signatory,
                authorisation,
                signer,
                identity,
            } => signing::authorise(decision, id, signatory, authorisation, (signer, identity)),
            Self::Seal {
                id,
                signatory,
                binding,
                base,
                revision,
                certificate,
            } => signing::seal(decision, id, signatory, &binding, &base, (revision, certificate)),
            Self::Archive { id, archive } => archive::archive(decision, id, archive),
            Self::RevokeCertificate { id, signatory, reason } => archive::revoke(decision, id, signatory, reason),
            Self::Hold { id, reason } => hold::hold(decision, id, reason),
            Self::LiftHold { id, reason } => hold::lift(decision, id, reason),
            Self::Decline { id, signatory, reason } => signing::decline(decision, id, signatory, reason),
            Self::Void { id, reason } => signing::void(decision, id, reason),
        }
    }
}

/// Returns an agreement that the actor sees.
pub(super) fn seen_agreement(decision: &Decision, id: AgreementId) -> Result<Arc<Agreement>, refusal::Refusal> {
    let view = decision.view();
    Ok(seen(&decision.state.agreements, &id, |it| view.sees_agreement(it))?)
}

/// Refuses any state but one; a text that was agreed says so.
pub(super) fn expect_state(agreement: &Agreement, expected: &AgreementState) -> Result<(), refusal::Refusal> {
    if agreement.state == *expected {
        return Ok(());
    }
    if *expected == AgreementState::Draft && agreement.state.is_past_draft() {
        return Err(Refusal::TextFrozen.into());
    }
    Err(wrong_state(agreement))
}

pub(super) fn wrong_state(agreement: &Agreement) -> refusal::Refusal {
    common::Refusal::WrongState {
        is: agreement.state.name(),
    }
    .into()
}

impl AgreementState {
    /// Returns whether the agreement is signed or never will be.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Signed { .. } | Self::Declined { .. } | Self::Voided { .. } | Self::Expired { .. }
        )
    }

    fn is_past_draft(&self) -> bool {
        matches!(
            self,
            Self::Approved | Self::Agreed | Self::Signing | Self::Signed { .. }
        )
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Agreed => "agreed",
            Self::Signing => "signing",
            Self::Signed { .. } => "signed",
            Self::Declined { .. } => "declined",
            Self::Voided { .. } => "voided",
            Self::Expired { .. } => "expired",
        }
    }
}
