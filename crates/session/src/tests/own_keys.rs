use super::cast::KEY_ALONE;
use super::{Cast, code};
use crate::agreement::{AgreementKind, AgreementState, AuthorisationMethod, Command, SignatoryState, SigningKey};
use crate::{Actor, AgreementId, SignatoryId};
use jiff::SignedDuration;

/// An agreement that is open for two days.
fn opened(cast: &mut Cast) -> AgreementId {
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let sign_by = cast.world.now.checked_add(SignedDuration::from_hours(48)).ok();
    cast.world.must(cast.city.actor, Command::Open { id, sign_by });
    id
}

fn authorise(cast: &mut Cast, id: AgreementId, signatory: SignatoryId, key: SigningKey) -> Command {
    let authorisation = cast.authorisation(AuthorisationMethod::Passkey);
    Command::Authorise {
        id,
        signatory,
        authorisation: crate::agreement::Authorisation { key, ..authorisation },
        signer: None,
        identity: KEY_ALONE,
    }
}

fn own(cast: &mut Cast) -> SigningKey {
    let certificate = cast.world.digest();
    SigningKey::Own { certificate }
}

fn state(cast: &Cast, id: AgreementId, signatory: SignatoryId) -> SignatoryState {
    let agreement = cast.world.state.agreements.get(&id).unwrap();
    agreement.signatory(signatory).unwrap().state.clone()
}

#[test]
fn who_signs_with_its_own_key_may_authorise_anew_until_the_key_has_signed() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let signatory = cast.signatories(id)[0];
    let key = own(&mut cast);
    let first = authorise(&mut cast, id, signatory, key);
    cast.world.must(cast.principal.actor, first);
    let lapsed = cast.seal(id, signatory);
    let anew = authorise(&mut cast, id, signatory, SigningKey::Managed);
    cast.world.must(cast.principal.actor, anew);
    assert_eq!(code(&cast.world, Actor::System, lapsed), "another-authorisation");
    let seal = cast.seal(id, signatory);
    cast.world.must(Actor::System, seal);
    let again = authorise(&mut cast, id, signatory, SigningKey::Managed);
    assert_eq!(code(&cast.world, cast.principal.actor, again), "signatory-has-acted");
}

#[test]
fn who_authorised_a_managed_key_may_not_take_it_back() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let signatory = cast.signatories(id)[0];
    let first = authorise(&mut cast, id, signatory, SigningKey::Managed);
    cast.world.must(cast.principal.actor, first);
    let key = own(&mut cast);
    let anew = authorise(&mut cast, id, signatory, key);
    assert_eq!(code(&cast.world, cast.principal.actor, anew), "signatory-has-acted");
}

#[test]
fn an_own_key_that_never_signs_does_not_hold_up_the_deadline() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let signatory = cast.signatories(id)[0];
    let key = own(&mut cast);
    let sign = authorise(&mut cast, id, signatory, key);
    cast.world.must(cast.principal.actor, sign);
    cast.world.pass(48);
    let late = cast.seal(id, signatory);
    cast.world.must(Actor::System, Command::Expire { id });
    let agreement = cast.world.state.agreements.get(&id).unwrap();
    assert!(matches!(agreement.state, AgreementState::Expired { .. }));
    assert_eq!(code(&cast.world, Actor::System, late), "wrong-state");
}

#[test]
fn who_has_not_signed_with_its_own_key_may_still_decline() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let signatory = cast.signatories(id)[0];
    let key = own(&mut cast);
    let sign = authorise(&mut cast, id, signatory, key);
    cast.world.must(cast.principal.actor, sign);
    let reason = "The token is lost.".to_owned();
    let decline = Command::Decline { id, signatory, reason };
    cast.world.must(cast.principal.actor, decline);
    assert!(matches!(state(&cast, id, signatory), SignatoryState::Declined { .. }));
}

#[test]
fn a_signature_on_an_earlier_revision_is_refused() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    cast.authorise_all(id);
    let [first, second] = cast.signatories(id)[..] else {
        unreachable!()
    };
    let begun = cast.seal(id, second);
    let seal = cast.seal(id, first);
    cast.world.must(Actor::System, seal);
    assert_eq!(code(&cast.world, Actor::System, begun), "document-changed");
    assert!(matches!(state(&cast, id, second), SignatoryState::Authorised { .. }));
}

#[test]
fn a_certificate_is_named_by_its_digest() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let signatory = cast.signatories(id)[0];
    let key = SigningKey::Own {
        certificate: "CN=Wang".to_owned(),
    };
    let authorise = authorise(&mut cast, id, signatory, key);
    assert_eq!(code(&cast.world, cast.principal.actor, authorise), "digest-invalid");
}
