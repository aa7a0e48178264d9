use jiff::{SignedDuration, Timestamp};

use super::{Cast, code};
use crate::agreement::{AgreementKind, Archive, Command, RevocationReason, SignatoryState, SignatureLevel};
use crate::{Actor, AgreementId, SignatoryId};

/// An archive whose proof reaches so many years.
fn archive(cast: &mut Cast, level: SignatureLevel, years: i64) -> Archive {
    let now: Timestamp = cast.world.now;
    Archive {
        document: cast.world.digest(),
        level,
        timestamped_at: now,
        provable_until: now.checked_add(SignedDuration::from_hours(years * 365 * 24)).unwrap(),
    }
}

fn signed(cast: &mut Cast) -> AgreementId {
    let project = cast.project_at_s6("steel");
    cast.signed(project, AgreementKind::Contract)
}

/// Signs with a certificate of the instance; returns its serial number.
fn sealed_with_certificate(cast: &mut Cast) -> (AgreementId, SignatoryId, String) {
    let project = cast.project_at_s6("glass");
    let id = cast.agreed(project, AgreementKind::Contract);
    cast.world.must(Actor::System, Command::Open { id, sign_by: None });
    cast.authorise_all(id);
    let signatory = cast.signatories(id)[0];
    let serial = "01aabb".to_owned();
    let mut seal = cast.seal(id, signatory);
    if let Command::Seal { certificate, .. } = &mut seal {
        *certificate = Some(serial.clone());
    }
    cast.world.must(Actor::System, seal);
    (id, signatory, serial)
}

#[test]
fn a_signed_agreement_is_archived_by_the_system_and_its_document_is_the_archive() {
    let mut cast = Cast::new();
    let id = signed(&mut cast);
    let archive = archive(&mut cast, SignatureLevel::Lta, 10);
    let command = Command::Archive {
        id,
        archive: archive.clone(),
    };
    assert_eq!(code(&cast.world, cast.city.actor, command.clone()), "not-permitted");
    cast.world.must(Actor::System, command.clone());
    let agreement = cast.world.state.agreements.get(&id).unwrap();
    assert_eq!(agreement.document.as_ref(), Some(&archive.document));
    assert_eq!(code(&cast.world, Actor::System, command), "archive-not-better");
}

#[test]
fn a_proof_never_gets_shorter_or_lower() {
    let mut cast = Cast::new();
    let id = signed(&mut cast);
    let first = archive(&mut cast, SignatureLevel::Lta, 10);
    cast.world.must(Actor::System, Command::Archive { id, archive: first });
    for (level, years) in [(SignatureLevel::Lta, 9), (SignatureLevel::T, 12)] {
        let archive = archive(&mut cast, level, years);
        let command = Command::Archive { id, archive };
        assert_eq!(code(&cast.world, Actor::System, command), "archive-not-better");
    }
    let archive = archive(&mut cast, SignatureLevel::Lta, 19);
    cast.world.must(Actor::System, Command::Archive { id, archive });
}

#[test]
fn what_is_not_signed_is_not_archived() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let archive = archive(&mut cast, SignatureLevel::Lta, 10);
    let command = Command::Archive { id, archive };
    assert_eq!(code(&cast.world, Actor::System, command), "wrong-state");
}

#[test]
fn a_certificate_is_registered_with_its_seal_and_revoked_once_by_who_may() {
    let mut cast = Cast::new();
    let (id, signatory, serial) = sealed_with_certificate(&mut cast);
    assert!(cast.world.state.certificate(&serial).unwrap().revoked.is_none());
    assert!(cast.world.state.certificate("01ffff").is_none());
    let reason = RevocationReason::KeyCompromise;
    let revoke = Command::RevokeCertificate { id, signatory, reason };
    assert_eq!(code(&cast.world, cast.principal.actor, revoke.clone()), "not-permitted");
    cast.world.must(cast.city.actor, revoke.clone());
    let revoked = cast.world.state.certificate(&serial).unwrap().revoked;
    assert_eq!(revoked, Some((cast.world.now, reason)));
    assert_eq!(cast.world.state.revoked_certificates().count(), 1);
    let agreement = cast.world.state.agreements.get(&id).unwrap();
    let place = agreement.signatory(signatory).unwrap();
    assert!(matches!(place.state, SignatoryState::Sealed { .. }), "it stays signed");
    assert_eq!(code(&cast.world, cast.city.actor, revoke), "nothing-to-revoke");
}

#[test]
fn there_is_nothing_to_revoke_where_no_certificate_of_ours_signed() {
    let mut cast = Cast::new();
    let id = signed(&mut cast);
    let signatory = cast.signatories(id)[0];
    let reason = RevocationReason::Superseded;
    let revoke = Command::RevokeCertificate { id, signatory, reason };
    assert_eq!(code(&cast.world, cast.city.actor, revoke), "nothing-to-revoke");
}
