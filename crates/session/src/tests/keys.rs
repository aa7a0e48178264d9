//! Keys that authorise, and who may use them.

use jiff::SignedDuration;

use super::cast::{KEY_ALONE, Part, join};
use super::world::key_of;
use super::{Cast, code};
use crate::agreement::{self, AgreementKind, AuthorisationMethod, Command, IdentityRule, PlaceRole, SignatoryPlace};
use crate::person::{self, Role};
use crate::{Actor, AgreementId, MembershipId, SignatoryId};

fn opened() -> (Cast, AgreementId, SignatoryId) {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Framework);
    cast.world.must(Actor::System, Command::Open { id, sign_by: None });
    let signatory = cast.signatories(id)[0];
    (cast, id, signatory)
}

fn authorise(
    cast: &mut Cast,
    (id, signatory): (AgreementId, SignatoryId),
    signer: String,
    rule: IdentityRule,
) -> Command {
    Command::Authorise {
        id,
        signatory,
        authorisation: cast.authorisation(AuthorisationMethod::Passkey),
        signer: Some(signer),
        identity: rule,
    }
}

fn enrol(part: Part, key: String) -> person::Command {
    person::Command::EnrolKey {
        id: part.person,
        key,
        method: AuthorisationMethod::Passkey,
    }
}

#[test]
fn only_a_key_that_is_enrolled_for_the_signatory_authorises_and_the_record_says_since_when() {
    let (mut cast, id, signatory) = opened();
    let principal = cast.principal;
    let (own, parks, unknown) = (key_of(principal.person), key_of(cast.park.person), cast.world.digest());
    for key in [parks, unknown] {
        let command = authorise(&mut cast, (id, signatory), key, KEY_ALONE);
        assert_eq!(code(&cast.world, principal.actor, command), "key-not-enrolled");
    }
    let remove = person::Command::RemoveKey {
        id: principal.person,
        key: own.clone(),
    };
    assert_eq!(code(&cast.world, cast.park.actor, remove.clone()), "not-permitted");
    cast.world.must(principal.actor, remove.clone());
    assert_eq!(code(&cast.world, principal.actor, remove), "key-not-enrolled");
    let command = authorise(&mut cast, (id, signatory), own.clone(), KEY_ALONE);
    assert_eq!(code(&cast.world, principal.actor, command), "key-not-enrolled");

    let enrolled_at = cast.world.now;
    cast.world.must(principal.actor, enrol(principal, own.clone()));
    assert_eq!(
        code(&cast.world, Actor::System, enrol(cast.park, own.clone())),
        "key-known"
    );
    cast.world.pass(1);
    let command = authorise(&mut cast, (id, signatory), own.clone(), KEY_ALONE);
    cast.world.must(principal.actor, command);
    let agreement = cast.world.state.agreements.get(&id).unwrap();
    let agreement::SignatoryState::Authorised { authorisation, .. } = &agreement.signatories[0].state else {
        panic!("it is authorised");
    };
    assert_eq!(authorisation.signer, Some(agreement::Signer { key: own, enrolled_at }));
}

#[test]
fn a_key_that_was_enrolled_lately_proves_nothing_by_itself() {
    let (mut cast, id, signatory) = opened();
    let principal = cast.principal;
    let key = cast.world.digest();
    cast.world.must(principal.actor, enrol(principal, key.clone()));
    let rule = IdentityRule {
        factors: 2,
        key_age: SignedDuration::from_hours(24),
        ..KEY_ALONE
    };
    let by_code = Command::ConfirmByCode { id, signatory };
    cast.world.must(principal.actor, by_code.clone());
    let young = authorise(&mut cast, (id, signatory), key.clone(), rule);
    assert_eq!(code(&cast.world, principal.actor, young), "key-too-young");
    cast.world.pass(24);
    cast.world.must(principal.actor, by_code);
    let old = authorise(&mut cast, (id, signatory), key, rule);
    cast.world.must(principal.actor, old);
}

#[test]
fn nothing_is_voided_while_an_authorised_signature_is_being_written() {
    let (mut cast, id, signatory) = opened();
    let own = key_of(cast.principal.person);
    let command = authorise(&mut cast, (id, signatory), own, KEY_ALONE);
    cast.world.must(cast.principal.actor, command);
    let void = Command::Void {
        id,
        reason: "Changed our minds".to_owned(),
    };
    assert_eq!(code(&cast.world, cast.park.actor, void.clone()), "seal-pending");
    let seal = cast.seal(id, signatory);
    cast.world.must(Actor::System, seal);
    cast.world.must(cast.park.actor, void);
}

#[test]
fn an_official_is_made_no_signatory_of_a_firm_by_itself_or_another() {
    let mut cast = Cast::new();
    let (officer, city) = (cast.province, cast.city);
    let membership = |cast: &mut Cast, part: Part, role| person::Command::Join {
        id: MembershipId(cast.world.id()),
        person: part.person,
        organisation: cast.principal.organisation,
        role,
    };
    let itself = membership(&mut cast, officer, Role::Principal);
    assert_eq!(code(&cast.world, officer.actor, itself), "not-permitted");
    let colleague = membership(&mut cast, city, Role::Principal);
    assert_eq!(code(&cast.world, officer.actor, colleague.clone()), "on-both-sides");
    let Actor::Person { membership: left, .. } = city.actor else {
        unreachable!()
    };
    cast.world.must(city.actor, person::Command::Leave { id: left });
    assert_eq!(code(&cast.world, officer.actor, colleague), "on-both-sides");
    let watches = membership(&mut cast, city, Role::Guest);
    cast.world.must(officer.actor, watches);
    let firm = cast.principal.organisation;
    let stranger = join(&mut cast.world, firm, Role::Guest);
    let signs = membership(&mut cast, stranger, Role::Principal);
    cast.world.must(officer.actor, signs);
}

#[test]
fn a_document_has_room_for_sixteen_signatories_and_forty_eight_places() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let places = |cast: &mut Cast, count: usize, role| -> Vec<SignatoryPlace> {
        let firm = cast.principal.organisation;
        (0..count)
            .map(|_| {
                let part = join(&mut cast.world, firm, Role::Principal);
                SignatoryPlace {
                    id: SignatoryId(cast.world.id()),
                    person: part.person,
                    organisation: part.organisation,
                    capacity: super::cast::text("Director"),
                    role,
                    group: 1,
                }
            })
            .collect()
    };
    let drafted = |cast: &mut Cast, more: Vec<SignatoryPlace>| {
        let mut draft = cast.agreement_draft(project, AgreementKind::Framework);
        draft.signatories.extend(more);
        let id = AgreementId(cast.world.id());
        agreement::Command::Draft { id, draft }
    };
    let many = places(&mut cast, 15, PlaceRole::Signatory);
    let (most, seals) = (many[1..].to_vec(), places(&mut cast, 33, PlaceRole::OrganisationSeal));
    let too_many = drafted(&mut cast, many);
    assert_eq!(
        code(&cast.world, cast.principal.actor, too_many),
        "signatories-too-many"
    );
    let too_many = drafted(&mut cast, [most.clone(), seals.clone()].concat());
    assert_eq!(
        code(&cast.world, cast.principal.actor, too_many),
        "signatories-too-many"
    );
    let as_many = drafted(&mut cast, [most, seals[1..].to_vec()].concat());
    cast.world.must(cast.principal.actor, as_many);
}
