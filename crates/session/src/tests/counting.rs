use super::{Cast, code};
use crate::agreement::{self, AgreementKind};
use crate::ceremony::{ActMove, ActState, Command};
use crate::money::Ledger;
use crate::project::{self, Proposal};
use crate::region::RegionCode;
use crate::tests::cast::{CITY, OTHER_PARK, PARK, cny, organisation, usd};
use crate::{ActId, AgreementId, OrganisationId, ProjectId};

fn at_s6(cast: &Cast, product: &str, region: &str) -> Proposal {
    let mut proposal = cast.offer();
    proposal.product = product.to_owned();
    proposal.region = Some(RegionCode(region.to_owned()));
    proposal.stage = project::Stage::Negotiating;
    proposal
}

fn checked(cast: &mut Cast, project: ProjectId) -> ActId {
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    cast.advance(act, ActMove::DedupChecked);
    act
}

fn approve(act: ActId) -> Command {
    Command::Move {
        act,
        to: ActMove::Approved,
    }
}

fn open(id: AgreementId) -> agreement::Command {
    agreement::Command::Open { id, sign_by: None }
}

fn other_owner(cast: &mut Cast) -> OrganisationId {
    organisation(&mut cast.world, crate::organisation::Kind::Firm, None)
}

#[test]
fn a_project_signs_once() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let act = checked(&mut cast, project);
    cast.signed(project, AgreementKind::Contract);
    assert_eq!(
        code(&cast.world, cast.city.actor, approve(act)),
        "project-already-signed"
    );
    let draft = cast.agreement_draft(project, AgreementKind::Contract);
    let id = AgreementId(cast.world.id());
    let draft = agreement::Command::Draft { id, draft };
    assert_eq!(code(&cast.world, cast.park.actor, draft), "project-already-signed");
}

#[test]
fn the_same_owner_region_and_product_is_the_same_project_whatever_its_id() {
    let mut cast = Cast::new();
    let first = cast.project_at_s6("Carbon fibre");
    let second = cast.project_at_s6("carbon-FIBRE");
    let act = checked(&mut cast, second);
    cast.signed(first, AgreementKind::Contract);
    assert_eq!(code(&cast.world, cast.city.actor, approve(act)), "duplicate-signed");
    let found = match &cast.world.state.act(&act).unwrap().1.state {
        ActState::DedupChecked { similar } => similar.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(found, [first]);
}

#[test]
fn another_region_or_another_product_is_another_project() {
    let mut cast = Cast::new();
    let first = cast.project_at_s6("steel");
    cast.signed(first, AgreementKind::Contract);
    for (product, region) in [("steel", OTHER_PARK), ("glass", PARK)] {
        let project = cast.propose(at_s6(&cast, product, region));
        let act = checked(&mut cast, project);
        cast.world.must(cast.province.actor, approve(act));
    }
}

#[test]
fn two_contracts_on_one_project_are_not_open_at_once() {
    let mut cast = Cast::new();
    let first = cast.project_at_s6("steel");
    let second = cast.project_at_s6("Steel");
    let one = cast.agreed(first, AgreementKind::Contract);
    let same = cast.agreed(first, AgreementKind::Contract);
    let other = cast.agreed(second, AgreementKind::Contract);
    cast.world.must(cast.city.actor, open(one));
    assert_eq!(code(&cast.world, cast.city.actor, open(same)), "project-being-signed");
    assert_eq!(code(&cast.world, cast.city.actor, open(other)), "project-being-signed");
    cast.sign_open(one);
    assert_eq!(code(&cast.world, cast.city.actor, open(same)), "project-already-signed");
    assert_eq!(code(&cast.world, cast.city.actor, open(other)), "duplicate-signed");
}

#[test]
fn one_act_or_two_do_not_hold_two_contracts_on_one_project() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let pair = vec![
        cast.agreed(project, AgreementKind::Contract),
        cast.agreed(project, AgreementKind::Contract),
    ];
    let both = cast.nominate(pair);
    cast.advance(both, ActMove::DedupChecked);
    assert_eq!(
        code(&cast.world, cast.city.actor, approve(both)),
        "project-being-signed"
    );
    let first = checked(&mut cast, project);
    let second = checked(&mut cast, project);
    cast.world.must(cast.city.actor, approve(first));
    assert_eq!(
        code(&cast.world, cast.city.actor, approve(second)),
        "project-being-signed"
    );
}

#[test]
fn a_contract_needs_the_region_that_the_duplicate_check_rests_on() {
    let mut cast = Cast::new();
    let mut proposal = cast.offer();
    proposal.stage = project::Stage::Negotiating;
    let project = cast.propose(proposal);
    let agreement = cast.agreed(project, AgreementKind::Contract);
    assert_eq!(
        code(&cast.world, cast.province.actor, open(agreement)),
        "project-region-unknown"
    );
}

#[test]
fn a_contract_after_an_intent_enters_its_money_once() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    cast.signed(project, AgreementKind::Intent);
    let money = |cast: &Cast| cast.world.state.projects.get(&project).unwrap().money.clone();
    assert!(money(&cast).is_empty());
    cast.signed(project, AgreementKind::Contract);
    assert_eq!(money(&cast).len(), 1);
    assert_eq!(money(&cast)[0].ledger, Ledger::Agreed);
}

#[test]
fn a_contract_with_foreign_capital_enters_two_ledgers() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    draft.foreign = Some(usd(32_466_666_667));
    let id = AgreementId(cast.world.id());
    cast.world
        .must(cast.park.actor, agreement::Command::Draft { id, draft });
    cast.world
        .must(crate::Actor::System, agreement::Command::Approve { id, version: 1 });
    let frozen = agreement::FrozenText {
        version: 1,
        document: cast.world.digest(),
        pages: Vec::new(),
    };
    cast.world
        .must(crate::Actor::System, agreement::Command::Freeze { id, frozen });
    cast.world.must(cast.city.actor, open(id));
    cast.sign_open(id);
    let project = cast.world.state.projects.get(&project).unwrap();
    let ledgers: Vec<Ledger> = project.money.iter().map(|entry| entry.ledger).collect();
    assert_eq!(ledgers, [Ledger::Agreed, Ledger::ContractedForeign]);
}

#[test]
fn a_tranche_counts_its_increment_and_leaves_its_parent_as_it_is() {
    let mut cast = Cast::new();
    let parent = cast.project_at_s6("steel");
    let mut tranche = at_s6(&cast, "steel", PARK);
    tranche.tranche_of = Some(parent);
    let id = ProjectId(cast.world.id());
    let early = project::Command::Propose {
        id,
        proposal: tranche.clone(),
    };
    assert_eq!(code(&cast.world, cast.agent.actor, early), "tranche-invalid");
    cast.signed(parent, AgreementKind::Contract);
    let before = cast.world.state.projects.get(&parent).unwrap().clone();
    let tranche = cast.propose(tranche);
    cast.signed(tranche, AgreementKind::Contract);
    assert_eq!(**cast.world.state.projects.get(&parent).unwrap(), *before);
    assert_eq!(cast.world.state.projects.get(&tranche).unwrap().money.len(), 1);
}

#[test]
fn a_successor_of_a_signed_project_does_not_sign_it_again() {
    let mut cast = Cast::new();
    let first = cast.project_at_s6("steel");
    cast.signed(first, AgreementKind::Contract);
    let owner = other_owner(&mut cast);
    let mut successor = at_s6(&cast, "steel", PARK);
    successor.succeeds = Some(first);
    let same_owner = project::Command::Propose {
        id: ProjectId(cast.world.id()),
        proposal: successor.clone(),
    };
    assert_eq!(code(&cast.world, cast.agent.actor, same_owner), "succession-invalid");
    successor.owner = owner;
    let second = cast.propose(successor.clone());
    let agreement = cast.agreed(second, AgreementKind::Contract);
    assert_eq!(code(&cast.world, cast.city.actor, open(agreement)), "duplicate-signed");
    let third = project::Command::Propose {
        id: ProjectId(cast.world.id()),
        proposal: successor,
    };
    assert_eq!(code(&cast.world, cast.agent.actor, third), "succession-invalid");
}

#[test]
fn agreed_and_contracted_money_comes_from_contracts_alone() {
    let mut cast = Cast::new();
    let id = cast.project_at_s6("steel");
    let enter = |ledger| project::Command::EnterMoney {
        id,
        ledger,
        amount: cny(100),
        source: "receipt".to_owned(),
    };
    assert_eq!(
        code(&cast.world, cast.city.actor, enter(Ledger::PaidIn)),
        "project-not-signed"
    );
    cast.signed(id, AgreementKind::Contract);
    for ledger in [Ledger::Agreed, Ledger::ContractedForeign] {
        assert_eq!(
            code(&cast.world, cast.province.actor, enter(ledger)),
            "ledger-of-contracts"
        );
    }
    cast.world.must(cast.park.actor, enter(Ledger::PaidIn));
    cast.world.must(cast.park.actor, enter(Ledger::UtilisedForeign));
}

#[test]
fn a_project_is_not_terminated_while_its_contract_is_open() {
    let mut cast = Cast::new();
    let id = cast.project_at_s6("steel");
    let agreement = cast.agreed(id, AgreementKind::Contract);
    cast.world.must(cast.city.actor, open(agreement));
    let terminate = project::Command::Terminate {
        id,
        reason: "no land".to_owned(),
    };
    assert_eq!(code(&cast.world, cast.city.actor, terminate), "project-being-signed");
}

#[test]
fn the_region_of_a_matched_project_stays_what_it_was() {
    let mut cast = Cast::new();
    let project = cast.propose(at_s6(&cast, "steel", CITY));
    let name = project::Command::Match {
        id: project,
        counterpart: cast.park.organisation,
        region: None,
    };
    cast.world.must(cast.city.actor, name);
    let project = cast.world.state.projects.get(&project).unwrap();
    assert_eq!(project.proposal.region, Some(RegionCode(CITY.to_owned())));
}
