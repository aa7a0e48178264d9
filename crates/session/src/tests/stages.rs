use super::{Cast, code};
use crate::ProjectId;
use crate::agreement::AgreementKind;
use crate::money::Ledger;
use crate::project::{Command, Stage, StageEvidence, StageMove, Standing};
use crate::region::RegionCode;
use crate::tests::cast::{PARK, cny};

fn to(stage: Stage) -> StageMove {
    StageMove {
        to: stage,
        reason: "because".to_owned(),
        evidence: None,
    }
}

fn with(stage: Stage, evidence: StageEvidence) -> StageMove {
    StageMove {
        evidence: Some(evidence),
        ..to(stage)
    }
}

fn go(id: ProjectId, to: StageMove) -> Command {
    Command::Move { id, to }
}

fn reference() -> String {
    "2020-117".to_owned()
}

/// Returns a project that landed in the park, at S1.
fn landed(cast: &mut Cast) -> ProjectId {
    let mut proposal = cast.offer();
    proposal.region = Some(RegionCode(PARK.to_owned()));
    cast.propose(proposal)
}

fn stage(cast: &Cast, id: ProjectId) -> Stage {
    cast.world.state.projects.get(&id).unwrap().proposal.stage
}

#[test]
fn a_project_enters_at_s1_s2_s3_or_s6() {
    let mut cast = Cast::new();
    for stage in [
        Stage::Advancing,
        Stage::Intent,
        Stage::Signed,
        Stage::Performing,
        Stage::Operating,
    ] {
        let mut proposal = cast.offer();
        proposal.stage = stage;
        let id = ProjectId(cast.world.id());
        let propose = Command::Propose { id, proposal };
        assert_eq!(code(&cast.world, cast.principal.actor, propose), "entry-stage-invalid");
    }
}

#[test]
fn stages_go_forward_one_at_a_time() {
    let mut cast = Cast::new();
    let id = landed(&mut cast);
    for stage in [
        Stage::Matched,
        Stage::InitialIntent,
        Stage::Advancing,
        Stage::Intent,
        Stage::Negotiating,
    ] {
        cast.world.must(cast.park.actor, go(id, to(stage)));
    }
    assert_eq!(stage(&cast, id), Stage::Negotiating);
}

#[test]
fn s4_repeats_or_falls_back_to_s3_and_s5_and_s6_to_s4_with_a_reason() {
    let mut cast = Cast::new();
    let id = landed(&mut cast);
    for stage in [Stage::Matched, Stage::InitialIntent, Stage::Advancing] {
        cast.world.must(cast.park.actor, go(id, to(stage)));
    }
    let silent = StageMove {
        reason: String::new(),
        ..to(Stage::Advancing)
    };
    assert_eq!(code(&cast.world, cast.park.actor, go(id, silent)), "reason-required");
    for stage in [
        Stage::Advancing,
        Stage::InitialIntent,
        Stage::Advancing,
        Stage::Intent,
        Stage::Advancing,
        Stage::Intent,
        Stage::Negotiating,
        Stage::Advancing,
    ] {
        cast.world.must(cast.park.actor, go(id, to(stage)));
    }
    assert_eq!(
        code(&cast.world, cast.city.actor, go(id, to(Stage::Seeking))),
        "stage-order"
    );
}

#[test]
fn only_the_city_or_the_province_lets_a_project_skip_stages() {
    let mut cast = Cast::new();
    let id = landed(&mut cast);
    let skip = go(id, to(Stage::Intent));
    assert_eq!(code(&cast.world, cast.park.actor, skip.clone()), "skip-needs-city");
    assert_eq!(code(&cast.world, cast.other_city.actor, skip.clone()), "not-found");
    cast.world.must(cast.city.actor, skip);
}

#[test]
fn s7_is_entered_by_a_signed_contract_alone() {
    let mut cast = Cast::new();
    let id = cast.project_at_s6("steel");
    assert_eq!(
        code(&cast.world, cast.province.actor, go(id, to(Stage::Signed))),
        "signed-by-contract-only"
    );
    let beyond = with(
        Stage::Performing,
        StageEvidence::Registration { reference: reference() },
    );
    assert_eq!(
        code(&cast.world, cast.province.actor, go(id, beyond)),
        "project-not-signed"
    );
    cast.signed(id, AgreementKind::Intent);
    assert_eq!(stage(&cast, id), Stage::Negotiating);
    cast.signed(id, AgreementKind::Framework);
    assert_eq!(stage(&cast, id), Stage::Negotiating);
    cast.signed(id, AgreementKind::Contract);
    assert_eq!(stage(&cast, id), Stage::Signed);
}

#[test]
fn a_contract_bridges_from_s3_but_not_from_before() {
    let mut cast = Cast::new();
    let id = landed(&mut cast);
    let agreement = cast.agreed(id, AgreementKind::Contract);
    let open = crate::agreement::Command::Open {
        id: agreement,
        sign_by: None,
    };
    assert_eq!(code(&cast.world, cast.city.actor, open.clone()), "stage-too-early");
    cast.world.must(cast.city.actor, go(id, to(Stage::InitialIntent)));
    cast.world.must(cast.city.actor, open);
    cast.sign_open(agreement);
    assert_eq!(stage(&cast, id), Stage::Signed);
}

#[test]
fn s8_s9_and_s10_each_need_evidence_of_their_own() {
    let mut cast = Cast::new();
    let id = cast.project_at_s6("steel");
    cast.signed(id, AgreementKind::Contract);
    let by = cast.park.actor;
    assert_eq!(
        code(&cast.world, by, go(id, to(Stage::Performing))),
        "evidence-required"
    );
    let empty = with(
        Stage::Performing,
        StageEvidence::Registration {
            reference: " ".to_owned(),
        },
    );
    assert_eq!(code(&cast.world, by, go(id, empty)), "evidence-required");
    let wrong = with(Stage::Performing, StageEvidence::Production { reference: reference() });
    assert_eq!(code(&cast.world, by, go(id, wrong)), "evidence-required");
    let skip = with(
        Stage::Construction,
        StageEvidence::ConstructionStart { reference: reference() },
    );
    assert_eq!(code(&cast.world, cast.city.actor, go(id, skip.clone())), "stage-order");
    let paid = StageEvidence::PaidIn {
        amount: cny(500),
        source: "receipt 7".to_owned(),
    };
    cast.world.must(by, go(id, with(Stage::Performing, paid)));
    cast.world.must(by, go(id, skip));
    let produces = with(Stage::Operating, StageEvidence::Production { reference: reference() });
    cast.world.must(by, go(id, produces));
    let project = cast.world.state.projects.get(&id).unwrap();
    assert!(project.money.iter().any(|entry| entry.ledger == Ledger::PaidIn));
}

#[test]
fn beyond_s7_nothing_goes_backward() {
    let mut cast = Cast::new();
    let id = cast.project_at_s6("steel");
    cast.signed(id, AgreementKind::Contract);
    for stage in [Stage::Negotiating, Stage::Advancing, Stage::Seeking] {
        assert_eq!(code(&cast.world, cast.province.actor, go(id, to(stage))), "stage-order");
    }
}

#[test]
fn a_signed_project_is_suspended_resumed_and_terminated() {
    let mut cast = Cast::new();
    let id = cast.project_at_s6("steel");
    let reason = || "no land".to_owned();
    let by = cast.city.actor;
    assert_eq!(
        code(&cast.world, by, Command::Suspend { id, reason: reason() }),
        "project-not-signed"
    );
    cast.signed(id, AgreementKind::Contract);
    cast.world.must(by, Command::Suspend { id, reason: reason() });
    let next = with(
        Stage::Performing,
        StageEvidence::Registration { reference: reference() },
    );
    assert_eq!(code(&cast.world, by, go(id, next)), "project-not-active");
    cast.world.must(by, Command::Resume { id });
    assert_eq!(code(&cast.world, by, Command::Resume { id }), "wrong-state");
    cast.world.must(by, Command::Terminate { id, reason: reason() });
    let project = cast.world.state.projects.get(&id).unwrap();
    assert!(matches!(project.standing, Standing::Terminated { .. }));
    assert_eq!(project.report_due_on, None);
    assert_eq!(
        code(&cast.world, by, Command::Terminate { id, reason: reason() }),
        "project-not-active"
    );
}

#[test]
fn an_officer_names_the_counterpart_by_hand_once() {
    let mut cast = Cast::new();
    let id = landed(&mut cast);
    let name = Command::Match {
        id,
        counterpart: cast.park.organisation,
        region: None,
    };
    cast.world.must(cast.city.actor, name.clone());
    assert_eq!(stage(&cast, id), Stage::Matched);
    assert_eq!(code(&cast.world, cast.city.actor, name), "project-already-matched");
}

#[test]
fn the_officer_in_charge_is_an_officer_and_a_report_falls_due() {
    let mut cast = Cast::new();
    let id = landed(&mut cast);
    let assign = |officer| Command::Assign { id, officer };
    assert_eq!(
        code(&cast.world, cast.city.actor, assign(cast.firm.person)),
        "officer-unfit"
    );
    assert_eq!(
        code(&cast.world, cast.city.actor, assign(cast.other_park.person)),
        "officer-unfit"
    );
    cast.world.must(cast.city.actor, assign(cast.park.person));
    let project = cast.world.state.projects.get(&id).unwrap();
    assert_eq!(project.officer, Some(cast.park.person));
    assert_eq!(project.report_due_on, Some(jiff::civil::date(2020, 5, 15)));
}

#[test]
fn firms_and_agents_move_no_stage() {
    let mut cast = Cast::new();
    let id = landed(&mut cast);
    for part in [cast.agent, cast.principal] {
        assert_eq!(
            code(&cast.world, part.actor, go(id, to(Stage::Matched))),
            "not-permitted"
        );
    }
}
