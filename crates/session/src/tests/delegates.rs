use super::cast::{Part, join};
use super::{Cast, code};
use crate::agreement::{AgreementKind, AuthorisationMethod, Command};
use crate::ceremony::{self, ActMove};
use crate::person::Role;
use crate::tests::cast::KEY_ALONE;
use crate::text::FileReference;
use crate::{AgreementId, SignatoryId};

struct Desk {
    cast: Cast,
    id: AgreementId,
    signatory: SignatoryId,
    deputy: Part,
}

fn agreed() -> Desk {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let signatory = cast.signatories(id)[0];
    let deputy = join(&mut cast.world, cast.principal.organisation, Role::Principal);
    Desk {
        cast,
        id,
        signatory,
        deputy,
    }
}

fn power(cast: &mut Cast) -> FileReference {
    FileReference {
        digest: cast.world.digest(),
        name: "power.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size_bytes: 20_000,
    }
}

impl Desk {
    fn appoint(&mut self, delegate: Part) -> Command {
        Command::Delegate {
            id: self.id,
            signatory: self.signatory,
            delegate: delegate.person,
            power_of_attorney: power(&mut self.cast),
        }
    }

    fn revoke(&self) -> Command {
        Command::RevokeDelegation {
            id: self.id,
            signatory: self.signatory,
        }
    }

    fn sign(&mut self) -> Command {
        Command::Authorise {
            id: self.id,
            signatory: self.signatory,
            authorisation: self.cast.authorisation(AuthorisationMethod::Passkey),
            signer: None,
            identity: KEY_ALONE,
        }
    }

    fn open(&mut self) {
        let id = self.id;
        self.cast
            .world
            .must(self.cast.city.actor, Command::Open { id, sign_by: None });
    }

    fn refused(&self, by: Part, command: Command) -> &'static str {
        code(&self.cast.world, by.actor, command)
    }
}

#[test]
fn a_delegate_acts_in_the_signatory_s_place_which_keeps_whom_it_was_for() {
    let mut desk = agreed();
    let (principal, deputy) = (desk.cast.principal, desk.deputy);
    let appoint = desk.appoint(deputy);
    desk.cast.world.must(principal.actor, appoint);
    desk.open();
    let sign = desk.sign();
    assert_eq!(desk.refused(principal, sign.clone()), "not-your-place");
    desk.cast.world.must(deputy.actor, sign);
    let agreement = desk.cast.world.state.agreements.get(&desk.id).unwrap();
    let place = &agreement.signatories[0];
    assert_eq!(
        (place.place.person, place.acting_person()),
        (principal.person, deputy.person)
    );
    let revoke = desk.revoke();
    assert_eq!(desk.refused(principal, revoke), "signatory-has-acted");
}

#[test]
fn a_delegation_is_revoked_by_who_may_appoint_or_given_back_by_the_delegate_before_it_acts() {
    for by_delegate in [false, true] {
        let mut desk = agreed();
        let (principal, deputy) = (desk.cast.principal, desk.deputy);
        assert_eq!(desk.refused(principal, desk.revoke()), "no-delegate");
        let appoint = desk.appoint(deputy);
        desk.cast.world.must(principal.actor, appoint.clone());
        assert_eq!(desk.refused(principal, appoint), "delegate-appointed");
        let revoke = desk.revoke();
        assert_eq!(desk.refused(desk.cast.park, revoke.clone()), "not-permitted");
        let by = if by_delegate { deputy } else { principal };
        desk.cast.world.must(by.actor, revoke);
        desk.open();
        let sign = desk.sign();
        assert_eq!(desk.refused(deputy, sign.clone()), "not-your-place");
        desk.cast.world.must(principal.actor, sign);
    }
}

#[test]
fn a_delegate_is_somebody_else_of_the_same_party_and_nobody_appoints_himself() {
    let mut desk = agreed();
    let (principal, park, deputy) = (desk.cast.principal, desk.cast.park, desk.deputy);
    for (by, whom, expected) in [
        (principal, principal, "delegate-invalid"),
        (principal, park, "delegate-invalid"),
        (deputy, deputy, "delegate-invalid"),
        (park, deputy, "not-permitted"),
    ] {
        let appoint = desk.appoint(whom);
        assert_eq!(desk.refused(by, appoint), expected);
    }
    let interpreter = join(&mut desk.cast.world, principal.organisation, Role::Interpreter);
    let appoint = desk.appoint(interpreter);
    assert_eq!(desk.refused(principal, appoint), "delegate-invalid");
    let other = join(&mut desk.cast.world, principal.organisation, Role::Principal);
    let appoint = desk.appoint(other);
    desk.cast.world.must(deputy.actor, appoint);
}

#[test]
fn a_power_of_attorney_is_a_pdf() {
    let mut desk = agreed();
    let mut appoint = desk.appoint(desk.deputy);
    if let Command::Delegate { power_of_attorney, .. } = &mut appoint {
        power_of_attorney.media_type = "image/png".to_owned();
    }
    assert_eq!(desk.refused(desk.cast.principal, appoint), "power-invalid");
}

#[test]
fn the_delegate_reports_ready_and_nobody_delegates_on_the_stage() {
    let mut desk = agreed();
    let (principal, deputy) = (desk.cast.principal, desk.deputy);
    let appoint = desk.appoint(deputy);
    desk.cast.world.must(principal.actor, appoint);
    let act = desk.cast.nominate(vec![desk.id]);
    desk.cast.announce(act);
    let signatory = desk.signatory;
    let ready = ceremony::Command::Ready { act, signatory };
    assert_eq!(code(&desk.cast.world, principal.actor, ready.clone()), "not-your-place");
    assert_eq!(desk.refused(principal, desk.revoke()), "act-on-stage");
    desk.cast.world.must(deputy.actor, ready);
    let view = desk.cast.world.state.view(&desk.cast.guest.actor).unwrap();
    let stage = view
        .stage(desk.cast.world.state.ceremonies.get(&desk.cast.ceremony).unwrap())
        .unwrap();
    let place = &stage.acts[0].agreements[0].signatories[0];
    assert_eq!(
        (place.person, place.in_place_of),
        (deputy.person, Some(principal.person))
    );
    let pulled = ActMove::Pulled {
        reason: "The line broke.".to_owned(),
    };
    desk.cast.advance(act, pulled);
    let revoke = desk.revoke();
    desk.cast.world.must(principal.actor, revoke);
}

#[test]
fn what_confirmed_the_signatory_does_not_stand_for_its_delegate() {
    let mut desk = agreed();
    let (principal, deputy) = (desk.cast.principal, desk.deputy);
    let confirm = Command::ConfirmByCode {
        id: desk.id,
        signatory: desk.signatory,
    };
    desk.cast.world.must(principal.actor, confirm);
    let appoint = desk.appoint(deputy);
    desk.cast.world.must(principal.actor, appoint);
    assert!(
        desk.cast.world.state.agreements.get(&desk.id).unwrap().signatories[0]
            .factors
            .is_empty()
    );
}
