use super::Cast;
use super::cast::{KEY_ALONE, Part};
use crate::agreement::{AgreementKind, Authorisation, AuthorisationMethod, Command, SigningKey};
use crate::ceremony::{ActMove, Stage, StagedState};
use crate::{ActId, Actor, AgreementId};

fn stage(cast: &Cast, part: Part) -> Stage {
    let view = cast.world.state.view(&part.actor).unwrap();
    view.stage(cast.world.state.ceremonies.get(&cast.ceremony).unwrap())
        .unwrap()
}

fn sees_pages(cast: &Cast, part: Part, id: AgreementId) -> bool {
    let view = cast.world.state.view(&part.actor).unwrap();
    view.sees_pages(cast.world.state.agreements.get(&id).unwrap())
}

fn announced(cast: &mut Cast, pages_shown: bool) -> (ActId, AgreementId) {
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let (act, mut nominate) = cast.nomination(vec![agreement]);
    if let crate::ceremony::Command::Nominate { pages_shown: shown, .. } = &mut nominate {
        *shown = pages_shown;
    }
    cast.world.must(cast.host.actor, nominate);
    cast.announce(act);
    (act, agreement)
}

#[test]
fn the_audience_sees_who_signs_and_how_far_they_are() {
    let mut cast = Cast::new();
    let (act, agreement) = announced(&mut cast, false);
    let before = stage(&cast, cast.guest);
    let shown = &before.acts[0].agreements[0];
    assert_eq!((before.act_count, before.signed_count), (1, 0));
    assert!(
        shown
            .signatories
            .iter()
            .all(|place| place.state == StagedState::Waiting)
    );
    assert_eq!((shown.amount, shown.signed_document.clone()), (None, None));
    cast.all_ready(act);
    cast.advance(act, ActMove::Signing { countdown_s: 0 });
    cast.sign_open(agreement);
    let after = stage(&cast, cast.guest);
    let shown = &after.acts[0].agreements[0];
    assert!(shown.signatories.iter().all(|place| place.state == StagedState::Sealed));
    assert!(shown.amount.is_some() && shown.signed_document.is_some());
    assert_eq!((after.signed_count, after.totals.contracts.count), (1, 1));
}

#[test]
fn the_audience_sees_nobody_sign_whose_own_key_has_not_signed() {
    let mut cast = Cast::new();
    let (act, agreement) = announced(&mut cast, false);
    cast.all_ready(act);
    cast.advance(act, ActMove::Signing { countdown_s: 0 });
    let signatory = cast.signatories(agreement)[0];
    let key = SigningKey::Own {
        certificate: cast.world.digest(),
    };
    let authorise = Command::Authorise {
        id: agreement,
        signatory,
        authorisation: Authorisation {
            key,
            ..cast.authorisation(AuthorisationMethod::Passkey)
        },
        signer: None,
        identity: KEY_ALONE,
    };
    cast.world.must(cast.principal.actor, authorise);
    let place = |cast: &Cast| stage(cast, cast.guest).acts[0].agreements[0].signatories[0].clone();
    assert_eq!(
        (place(&cast).state, place(&cast).authorised_at),
        (StagedState::Waiting, None)
    );
    let seal = cast.seal(agreement, signatory);
    cast.world.must(Actor::System, seal);
    assert_eq!(place(&cast).state, StagedState::Sealed);
}

#[test]
fn an_act_before_the_stage_is_shown_to_the_audience_by_title_alone() {
    let mut cast = Cast::new();
    let (act, _) = announced(&mut cast, false);
    let project = cast.project_at_s6("glass");
    let next = cast.agreed(project, AgreementKind::Contract);
    cast.nominate(vec![next]);
    let seen = stage(&cast, cast.guest);
    assert_eq!(seen.acts.iter().map(|act| act.id).collect::<Vec<_>>(), [act]);
    assert_eq!(seen.act_count, 2);
    assert!(seen.next.is_some());
}

#[test]
fn the_audience_sees_pages_only_of_acts_that_show_them() {
    for shown in [false, true] {
        let mut cast = Cast::new();
        let (_, agreement) = announced(&mut cast, shown);
        assert_eq!(sees_pages(&cast, cast.guest, agreement), shown);
        assert!(sees_pages(&cast, cast.park, agreement));
    }
}

#[test]
fn a_host_does_not_open_a_document_that_tells_amounts() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    assert!(!sees_pages(&cast, cast.host, agreement));
    assert!(sees_pages(&cast, cast.city, agreement));
}
