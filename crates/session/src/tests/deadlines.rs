use jiff::{SignedDuration, Timestamp};

use super::cast::{KEY_ALONE, Part};
use super::{Cast, code};
use crate::agreement::{AgreementKind, AgreementState, AuthorisationMethod, Command};
use crate::{Actor, AgreementId, SignatoryId};

fn after(cast: &Cast, hours: i64) -> Timestamp {
    cast.world.now.checked_add(SignedDuration::from_hours(hours)).unwrap()
}

/// Opens an agreement that is to be signed within so many hours.
fn opened(cast: &mut Cast, hours: Option<i64>) -> AgreementId {
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let sign_by = hours.map(|hours| after(cast, hours));
    cast.world.must(cast.city.actor, Command::Open { id, sign_by });
    id
}

fn state(cast: &Cast, id: AgreementId) -> AgreementState {
    cast.world.state.agreements.get(&id).unwrap().state.clone()
}

fn refused(cast: &Cast, by: Part, command: Command) -> &'static str {
    code(&cast.world, by.actor, command)
}

fn authorise(cast: &mut Cast, id: AgreementId, signatory: SignatoryId) -> Command {
    let authorisation = cast.authorisation(AuthorisationMethod::Passkey);
    Command::Authorise {
        id,
        signatory,
        authorisation,
        signer: None,
        identity: KEY_ALONE,
    }
}

#[test]
fn an_agreement_expires_at_its_deadline_and_nobody_signs_after_it() {
    let mut cast = Cast::new();
    let id = opened(&mut cast, Some(48));
    let expire = Command::Expire { id };
    assert_eq!(code(&cast.world, Actor::System, expire.clone()), "deadline-ahead");
    cast.world.pass(48);
    let signatory = cast.signatories(id)[0];
    let sign = authorise(&mut cast, id, signatory);
    assert_eq!(refused(&cast, cast.principal, sign), "deadline-passed");
    assert_eq!(refused(&cast, cast.city, expire.clone()), "not-permitted");
    cast.world.must(Actor::System, expire);
    assert!(matches!(state(&cast, id), AgreementState::Expired { .. }));
}

#[test]
fn what_was_authorised_in_time_is_sealed_before_the_agreement_expires() {
    let mut cast = Cast::new();
    let id = opened(&mut cast, Some(48));
    let [first, second] = cast.signatories(id)[..] else {
        unreachable!()
    };
    for (part, signatory) in [(cast.principal, first), (cast.park, second)] {
        let sign = authorise(&mut cast, id, signatory);
        cast.world.must(part.actor, sign);
    }
    cast.world.pass(48);
    assert_eq!(code(&cast.world, Actor::System, Command::Expire { id }), "seal-pending");
    for signatory in [first, second] {
        let seal = cast.seal(id, signatory);
        cast.world.must(Actor::System, seal);
    }
    assert!(matches!(state(&cast, id), AgreementState::Signed { .. }));
}

#[test]
fn a_draft_expires_too_and_its_deadline_is_in_the_future() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    let id = AgreementId(cast.world.id());
    draft.sign_by = Some(cast.world.now);
    let late = Command::Draft {
        id,
        draft: draft.clone(),
    };
    assert_eq!(refused(&cast, cast.park, late), "deadline-passed");
    draft.sign_by = Some(after(&cast, 1));
    cast.world.must(cast.park.actor, Command::Draft { id, draft });
    cast.world.pass(1);
    cast.world.must(Actor::System, Command::Expire { id });
    assert!(matches!(state(&cast, id), AgreementState::Expired { .. }));
}

#[test]
fn the_host_or_an_officer_gives_more_time_and_never_less() {
    let mut cast = Cast::new();
    let id = opened(&mut cast, Some(48));
    let extend = |hours| Command::Extend {
        id,
        sign_by: after(&cast, hours),
    };
    assert_eq!(refused(&cast, cast.principal, extend(72)), "not-permitted");
    assert_eq!(refused(&cast, cast.host, extend(24)), "deadline-earlier");
    assert_eq!(refused(&cast, cast.host, extend(0)), "deadline-passed");
    let (more, yet_more) = (extend(72), extend(96));
    cast.world.must(cast.host.actor, more);
    cast.world.must(cast.city.actor, yet_more);
    cast.world.pass(72);
    assert_eq!(
        code(&cast.world, Actor::System, Command::Expire { id }),
        "deadline-ahead"
    );
}

#[test]
fn what_is_on_the_stage_does_not_expire() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let extend = Command::Extend {
        id,
        sign_by: after(&cast, 1),
    };
    cast.world.must(cast.host.actor, extend);
    let act = cast.nominate(vec![id]);
    cast.announce(act);
    cast.world.pass(2);
    assert_eq!(code(&cast.world, Actor::System, Command::Expire { id }), "act-on-stage");
}

#[test]
fn signatories_are_reminded_by_hand_once_a_day_when_it_is_their_turn() {
    let mut cast = Cast::new();
    let id = opened(&mut cast, None);
    let [signatory, other] = cast.signatories(id)[..] else {
        unreachable!()
    };
    let remind = Command::Remind { id, signatory };
    assert_eq!(refused(&cast, cast.firm, remind.clone()), "not-found");
    cast.world.must(cast.park.actor, remind.clone());
    assert_eq!(refused(&cast, cast.city, remind.clone()), "reminded-today");
    cast.world
        .must(cast.park.actor, Command::Remind { id, signatory: other });
    cast.world.pass(24);
    cast.world.must(cast.host.actor, remind.clone());
    let sign = authorise(&mut cast, id, signatory);
    cast.world.must(cast.principal.actor, sign);
    cast.world.pass(24);
    assert_eq!(refused(&cast, cast.city, remind), "signatory-has-acted");
}

/// Returns after how many hours the system reminds the first signatory, looking once an hour.
fn reminders(cast: &mut Cast, id: AgreementId, hours: i64) -> Vec<i64> {
    let signatory = cast.signatories(id)[0];
    (0..hours)
        .filter(|_| {
            let reminded = cast.world.run(Actor::System, Command::Remind { id, signatory }).is_ok();
            cast.world.pass(1);
            reminded
        })
        .collect()
}

#[test]
fn the_system_reminds_at_the_turn_three_days_and_one_day_before_the_deadline() {
    let mut cast = Cast::new();
    let id = opened(&mut cast, Some(240));
    assert_eq!(reminders(&mut cast, id, 300), [0, 168, 216]);
}

#[test]
fn without_a_deadline_the_system_reminds_weekly_for_four_weeks() {
    let mut cast = Cast::new();
    let id = opened(&mut cast, None);
    assert_eq!(reminders(&mut cast, id, 24 * 60), [0, 168, 336, 504, 672]);
}

#[test]
fn whoever_was_reminded_by_hand_within_the_day_is_left_alone() {
    let mut cast = Cast::new();
    let id = opened(&mut cast, None);
    let signatory = cast.signatories(id)[0];
    let remind = Command::Remind { id, signatory };
    cast.world.must(cast.park.actor, remind.clone());
    assert_eq!(code(&cast.world, Actor::System, remind), "reminder-not-due");
}
