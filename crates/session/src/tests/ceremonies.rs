use super::cast::KEY_ALONE;
use super::{Cast, code};
use crate::agreement::{self, AgreementKind, AgreementState, AuthorisationMethod};
use crate::ceremony::{ActMove, ActState, Command};
use crate::programme::{self, ItemState};
use crate::project::Stage;
use crate::{ActId, AgreementId, CeremonyId, Event};

fn act_state(cast: &Cast, act: ActId) -> ActState {
    cast.world.state.act(&act).unwrap().1.state.clone()
}

fn agreement_state(cast: &Cast, id: AgreementId) -> AgreementState {
    cast.world.state.agreements.get(&id).unwrap().state.clone()
}

fn go(act: ActId, to: ActMove) -> Command {
    Command::Move { act, to }
}

fn pulled(reason: &str) -> ActMove {
    ActMove::Pulled {
        reason: reason.to_owned(),
    }
}

/// An act on the stage with one agreed contract.
fn announced(cast: &mut Cast, product: &str) -> (ActId, AgreementId) {
    let project = cast.project_at_s6(product);
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    cast.announce(act);
    (act, agreement)
}

fn signing(cast: &mut Cast, product: &str, countdown_s: u8) -> (ActId, AgreementId) {
    let (act, agreement) = announced(cast, product);
    cast.all_ready(act);
    cast.advance(act, ActMove::Signing { countdown_s });
    (act, agreement)
}

#[test]
fn the_last_seal_signs_the_agreement_the_project_and_the_act_at_once() {
    let mut cast = Cast::new();
    let (act, agreement) = signing(&mut cast, "steel", 0);
    cast.sign_open(agreement);
    assert!(matches!(act_state(&cast, act), ActState::Signed { .. }));
    let project = cast.world.state.agreements.get(&agreement).unwrap().project;
    let project = cast.world.state.projects.get(&project).unwrap();
    assert_eq!(project.proposal.stage, Stage::Signed);
    assert_eq!(project.signed_by, Some(agreement));
    assert_eq!(project.money.len(), 1);
    let last: crate::Record = serde_json::from_str(cast.world.records.last().unwrap()).unwrap();
    assert!(matches!(
        last.events[..],
        [
            Event::Agreement(agreement::Event::Sealed { .. }),
            Event::Agreement(agreement::Event::Signed { .. }),
            Event::Project(crate::project::Event::Signed { .. }),
            Event::Project(crate::project::Event::MoneyEntered { .. }),
            Event::Ceremony(crate::ceremony::Event::Moved { .. }),
        ]
    ));
}

#[test]
fn an_act_of_several_agreements_is_signed_by_the_last_of_them() {
    let mut cast = Cast::new();
    let one = cast.project_at_s6("steel");
    let other = cast.project_at_s6("glass");
    let agreements = vec![
        cast.agreed(one, AgreementKind::Contract),
        cast.agreed(other, AgreementKind::Intent),
    ];
    let act = cast.nominate(agreements.clone());
    cast.announce(act);
    cast.all_ready(act);
    cast.advance(act, ActMove::Signing { countdown_s: 0 });
    cast.sign_open(agreements[0]);
    assert!(matches!(act_state(&cast, act), ActState::Signing { .. }));
    cast.sign_open(agreements[1]);
    assert!(matches!(act_state(&cast, act), ActState::Signed { .. }));
}

#[test]
fn an_act_goes_through_its_states_in_order() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    let by = cast.province.actor;
    for to in [
        ActMove::Approved,
        ActMove::Rehearsed,
        ActMove::Announced,
        ActMove::Signing { countdown_s: 0 },
    ] {
        assert_eq!(code(&cast.world, by, go(act, to)), "wrong-state");
    }
    cast.announce(act);
    assert_eq!(code(&cast.world, by, go(act, ActMove::Rehearsed)), "wrong-state");
}

#[test]
fn signing_opens_when_all_are_ready_and_counts_from_the_end_of_the_countdown() {
    let mut cast = Cast::new();
    let (act, id) = announced(&mut cast, "steel");
    let start = |countdown_s| go(act, ActMove::Signing { countdown_s });
    assert_eq!(code(&cast.world, cast.host.actor, start(3)), "signatories-not-ready");
    cast.all_ready(act);
    assert_eq!(code(&cast.world, cast.host.actor, start(61)), "countdown-too-long");
    cast.world.must(cast.host.actor, start(60));
    assert_eq!(agreement_state(&cast, id), AgreementState::Signing);
    let signatory = cast.signatories(id)[0];
    let authorisation = cast.authorisation(AuthorisationMethod::Passkey);
    let sign = agreement::Command::Authorise {
        id,
        signatory,
        authorisation,
        signer: None,
        identity: KEY_ALONE,
    };
    assert_eq!(
        code(&cast.world, cast.principal.actor, sign.clone()),
        "countdown-running"
    );
    cast.world.pass(1);
    cast.world.must(cast.principal.actor, sign);
}

#[test]
fn a_signatory_reports_ready_itself_and_once() {
    let mut cast = Cast::new();
    let (act, id) = announced(&mut cast, "steel");
    let signatory = cast.signatories(id)[0];
    let ready = Command::Ready { act, signatory };
    assert_eq!(code(&cast.world, cast.park.actor, ready.clone()), "not-your-place");
    cast.world.must(cast.principal.actor, ready.clone());
    assert_eq!(code(&cast.world, cast.principal.actor, ready), "already-ready");
}

#[test]
fn one_act_is_on_the_stage_at_a_time() {
    let mut cast = Cast::new();
    announced(&mut cast, "steel");
    let project = cast.project_at_s6("glass");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    for to in [ActMove::DedupChecked, ActMove::Approved, ActMove::Rehearsed] {
        cast.advance(act, to);
    }
    assert_eq!(
        code(&cast.world, cast.host.actor, go(act, ActMove::Announced)),
        "stage-taken"
    );
    let end = programme::Command::Move {
        id: cast.ceremony_item,
        to: ItemState::Ended,
    };
    assert_eq!(code(&cast.world, cast.host.actor, end), "act-on-stage");
}

#[test]
fn an_act_is_announced_only_with_its_texts_agreed() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.draft(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    for to in [ActMove::DedupChecked, ActMove::Approved, ActMove::Rehearsed] {
        cast.advance(act, to);
    }
    assert_eq!(
        code(&cast.world, cast.host.actor, go(act, ActMove::Announced)),
        "agreement-not-agreed"
    );
}

#[test]
fn a_pulled_act_leaves_its_agreements_agreed_and_the_stage_free_for_the_next() {
    let mut cast = Cast::new();
    let (act, agreement) = signing(&mut cast, "steel", 0);
    let signatory = cast.signatories(agreement)[0];
    let authorisation = cast.authorisation(AuthorisationMethod::Passkey);
    let sign = agreement::Command::Authorise {
        id: agreement,
        signatory,
        authorisation: authorisation.clone(),
        signer: None,
        identity: KEY_ALONE,
    };
    cast.world.must(cast.principal.actor, sign.clone());
    cast.advance(act, pulled("One site lost its line."));
    assert_eq!(agreement_state(&cast, agreement), AgreementState::Agreed);
    assert_eq!(
        code(&cast.world, cast.host.actor, go(act, ActMove::Announced)),
        "wrong-state"
    );
    announced(&mut cast, "glass");
    let again = cast.nominate(vec![agreement]);
    assert_eq!(act_state(&cast, again), ActState::Nominated);
    assert_eq!(code(&cast.world, cast.principal.actor, sign), "wrong-state");
}

#[test]
fn what_was_sealed_before_its_act_was_pulled_is_voided() {
    let mut cast = Cast::new();
    let (act, id) = signing(&mut cast, "steel", 0);
    let signatory = cast.signatories(id)[0];
    let authorisation = cast.authorisation(AuthorisationMethod::Passkey);
    let sign = agreement::Command::Authorise {
        id,
        signatory,
        authorisation,
        signer: None,
        identity: KEY_ALONE,
    };
    cast.world.must(cast.principal.actor, sign);
    let seal = cast.seal(id, signatory);
    cast.world.must(crate::Actor::System, seal);
    cast.advance(act, pulled("The other side walked out."));
    assert!(matches!(agreement_state(&cast, id), AgreementState::Voided { .. }));
}

#[test]
fn a_signature_released_before_its_act_was_pulled_does_not_seal_the_next_one() {
    let mut cast = Cast::new();
    let (act, id) = signing(&mut cast, "steel", 0);
    let signatory = cast.signatories(id)[0];
    let sign = |cast: &mut Cast| {
        let authorisation = cast.authorisation(AuthorisationMethod::Passkey);
        let sign = agreement::Command::Authorise {
            id,
            signatory,
            authorisation,
            signer: None,
            identity: KEY_ALONE,
        };
        cast.world.must(cast.principal.actor, sign);
    };
    sign(&mut cast);
    let late = cast.seal(id, signatory);
    cast.advance(act, pulled("The line to Prague broke."));
    let again = cast.nominate(vec![id]);
    cast.announce(again);
    cast.all_ready(again);
    cast.advance(again, ActMove::Signing { countdown_s: 0 });
    sign(&mut cast);
    assert_eq!(code(&cast.world, crate::Actor::System, late), "another-authorisation");
    let seal = cast.seal(id, signatory);
    cast.world.must(crate::Actor::System, seal);
}

#[test]
fn a_signatory_who_declines_takes_its_act_off_the_stage() {
    let mut cast = Cast::new();
    let (act, id) = signing(&mut cast, "steel", 0);
    let signatory = cast.signatories(id)[1];
    let reason = "Not at this price.".to_owned();
    cast.world
        .must(cast.park.actor, agreement::Command::Decline { id, signatory, reason });
    assert!(matches!(act_state(&cast, act), ActState::Pulled { .. }));
    assert!(matches!(agreement_state(&cast, id), AgreementState::Declined { .. }));
}

#[test]
fn a_signed_act_is_not_pulled() {
    let mut cast = Cast::new();
    let (act, agreement) = signing(&mut cast, "steel", 0);
    cast.sign_open(agreement);
    assert_eq!(
        code(&cast.world, cast.host.actor, go(act, pulled("too late"))),
        "wrong-state"
    );
}

#[test]
fn officers_approve_acts_and_the_host_runs_them() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    cast.advance(act, ActMove::DedupChecked);
    assert_eq!(
        code(&cast.world, cast.host.actor, go(act, ActMove::Approved)),
        "not-permitted"
    );
    assert_eq!(
        code(&cast.world, cast.other_city.actor, go(act, ActMove::Approved)),
        "not-found"
    );
    cast.advance(act, ActMove::Approved);
    assert_eq!(
        code(&cast.world, cast.park.actor, go(act, ActMove::Rehearsed)),
        "not-permitted"
    );
}

#[test]
fn an_agreement_is_in_one_act_at_a_time() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    cast.nominate(vec![agreement]);
    let (_, again) = cast.nomination(vec![agreement]);
    assert_eq!(code(&cast.world, cast.host.actor, again), "in-another-act");
    let open = agreement::Command::Open {
        id: agreement,
        sign_by: None,
    };
    assert_eq!(code(&cast.world, cast.city.actor, open), "in-an-act");
    let void = agreement::Command::Void {
        id: agreement,
        reason: "changed our minds".to_owned(),
    };
    assert_eq!(code(&cast.world, cast.park.actor, void), "in-an-act");
    let (_, none) = cast.nomination(Vec::new());
    assert_eq!(code(&cast.world, cast.host.actor, none), "agreements-invalid");
}

#[test]
fn a_ceremony_belongs_to_one_item_of_its_kind() {
    let mut cast = Cast::new();
    let id = CeremonyId(cast.world.id());
    let create = |item| Command::Create {
        id,
        item,
        title: crate::tests::cast::text("Another"),
        officiant: cast.host.person,
    };
    assert_eq!(
        code(&cast.world, cast.host.actor, create(cast.roadshow)),
        "not-a-ceremony"
    );
    assert_eq!(
        code(&cast.world, cast.host.actor, create(cast.ceremony_item)),
        "ceremony-exists"
    );
}
