use super::cast::{Part, cny};
use super::{Cast, code};
use crate::agreement::{
    AgreementDraft, AgreementKind, AgreementState, Command, Follows, FrozenText, Holding, PlaceRole, Relation,
    SignatoryPlace,
};
use crate::figures::{GroupBy, Query, figures};
use crate::project::Proposal;
use crate::{Actor, AgreementId, ProjectId, SignatoryId};

fn after(cast: &mut Cast, first: AgreementId, project: ProjectId, relation: Relation) -> AgreementDraft {
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    draft.follows = Some(Follows {
        agreement: first,
        relation,
    });
    draft
}

/// Takes a draft to signed: everybody at a place signs.
fn sign(cast: &mut Cast, draft: AgreementDraft) -> AgreementId {
    let id = AgreementId(cast.world.id());
    cast.world.must(cast.park.actor, Command::Draft { id, draft });
    cast.world.must(Actor::System, Command::Approve { id, version: 1 });
    let frozen = FrozenText {
        version: 1,
        document: cast.world.digest(),
        pages: Vec::new(),
    };
    cast.world.must(Actor::System, Command::Freeze { id, frozen });
    cast.world.must(Actor::System, Command::Open { id, sign_by: None });
    for signatory in cast.signatories(id) {
        let authorisation = cast.authorisation(crate::agreement::AuthorisationMethod::Simulated);
        let authorise = Command::Authorise {
            id,
            signatory,
            authorisation,
            signer: None,
            identity: super::cast::KEY_ALONE,
        };
        cast.world.must(Actor::System, authorise);
        let seal = cast.seal(id, signatory);
        cast.world.must(Actor::System, seal);
    }
    id
}

fn contracts(cast: &Cast) -> (u64, i64) {
    let query = Query {
        by: GroupBy::City,
        kinds: Vec::new(),
    };
    let contracts = figures(&cast.world.state, cast.fair, &query).totals.contracts;
    (
        u64::from(contracts.count),
        contracts.sums.iter().map(|sum| sum.minor).sum(),
    )
}

fn holding(cast: &Cast, id: AgreementId) -> Holding {
    cast.world.state.agreements.get(&id).unwrap().holding
}

fn refused(cast: &mut Cast, by: Part, draft: AgreementDraft) -> &'static str {
    let id = AgreementId(cast.world.id());
    code(&cast.world, by.actor, Command::Draft { id, draft })
}

fn first(cast: &mut Cast) -> (ProjectId, AgreementId) {
    let project = cast.project_at_s6("steel");
    (project, cast.signed(project, AgreementKind::Contract))
}

#[test]
fn an_amendment_changes_the_first_and_no_count() {
    let mut cast = Cast::new();
    let (project, id) = first(&mut cast);
    let before = contracts(&cast);
    let mut draft = after(&mut cast, id, project, Relation::Amendment);
    draft.amount = Some(cny(99));
    let amendment = sign(&mut cast, draft);
    assert_eq!(holding(&cast, id), Holding::Amended);
    assert_eq!(contracts(&cast), before);
    let project = cast.world.state.projects.get(&project).unwrap();
    assert_eq!((project.signed_by, project.money.len()), (Some(id), 1));
    let later = &cast.world.state.agreements.get(&id).unwrap().later;
    assert_eq!(later[0].agreement, amendment);
    let after: Vec<AgreementId> = cast.world.state.agreements_after(&id).map(|it| it.id).collect();
    assert_eq!(after, [amendment]);
}

#[test]
fn a_termination_ends_the_first_and_nothing_follows_it_any_more() {
    let mut cast = Cast::new();
    let (project, id) = first(&mut cast);
    let before = contracts(&cast);
    let draft = after(&mut cast, id, project, Relation::Amendment);
    sign(&mut cast, draft);
    let draft = after(&mut cast, id, project, Relation::Termination);
    sign(&mut cast, draft);
    assert_eq!(holding(&cast, id), Holding::Terminated);
    assert_eq!(contracts(&cast), before);
    let draft = after(&mut cast, id, project, Relation::Amendment);
    let park = cast.park;
    assert_eq!(refused(&mut cast, park, draft), "first-terminated");
}

#[test]
fn a_notice_of_force_majeure_needs_the_notifying_party_alone() {
    let mut cast = Cast::new();
    let (project, id) = first(&mut cast);
    let (park, principal) = (cast.park, cast.principal);
    let both = after(&mut cast, id, project, Relation::ForceMajeure);
    assert_eq!(refused(&mut cast, park, both.clone()), "follows-invalid");
    let mut notice = both;
    notice
        .signatories
        .retain(|place| place.organisation == park.organisation);
    assert_eq!(refused(&mut cast, principal, notice.clone()), "not-permitted");
    let notice = {
        let id = AgreementId(cast.world.id());
        cast.world.must(park.actor, Command::Draft { id, draft: notice });
        id
    };
    let approve = Command::Approve { id: notice, version: 1 };
    assert_eq!(code(&cast.world, principal.actor, approve.clone()), "not-permitted");
    cast.world.must(park.actor, approve);
    assert_eq!(
        cast.world.state.agreements.get(&notice).unwrap().state,
        AgreementState::Approved
    );
    assert_eq!(holding(&cast, id), Holding::InForce);
}

#[test]
fn a_later_agreement_follows_a_signed_one_on_the_same_project() {
    let mut cast = Cast::new();
    let park = cast.park;
    let project = cast.project_at_s6("steel");
    let unsigned = cast.agreed(project, AgreementKind::Contract);
    let early = after(&mut cast, unsigned, project, Relation::Amendment);
    assert_eq!(refused(&mut cast, park, early), "wrong-state");
    let (glass, id) = {
        let glass = cast.project_at_s6("glass");
        (glass, cast.signed(glass, AgreementKind::Contract))
    };
    let elsewhere = after(&mut cast, id, project, Relation::Amendment);
    assert_eq!(refused(&mut cast, park, elsewhere), "follows-invalid");
    let mut other_kind = after(&mut cast, id, glass, Relation::Amendment);
    other_kind.kind = AgreementKind::Framework;
    assert_eq!(refused(&mut cast, park, other_kind), "follows-invalid");
    let other_city = cast.other_city;
    let hidden = after(&mut cast, id, glass, Relation::Amendment);
    assert_eq!(refused(&mut cast, other_city, hidden), "not-found");
}

#[test]
fn an_expansion_is_a_contract_on_a_tranche_and_counts_its_increment() {
    let mut cast = Cast::new();
    let park = cast.park;
    let (project, id) = first(&mut cast);
    let (count, sum) = contracts(&cast);
    let on_parent = after(&mut cast, id, project, Relation::Expansion);
    assert_eq!(refused(&mut cast, park, on_parent), "follows-invalid");
    let parent: Proposal = cast.world.state.projects.get(&project).unwrap().proposal.clone();
    let tranche = cast.propose(Proposal {
        tranche_of: Some(project),
        stage: crate::project::Stage::Negotiating,
        ..parent
    });
    let mut draft = after(&mut cast, id, tranche, Relation::Expansion);
    draft.amount = Some(cny(7));
    sign(&mut cast, draft);
    assert_eq!(contracts(&cast), (count + 1, sum + 7));
    assert_eq!(holding(&cast, id), Holding::InForce);
    assert!(cast.world.state.projects.get(&tranche).unwrap().signed_by.is_some());
}

#[test]
fn a_change_of_owner_links_the_successor_and_counts_nothing_again() {
    let mut cast = Cast::new();
    let (project, id) = first(&mut cast);
    let before = contracts(&cast);
    let parent: Proposal = cast.world.state.projects.get(&project).unwrap().proposal.clone();
    let successor = cast.propose(Proposal {
        succeeds: Some(project),
        owner: cast.firm.organisation,
        agent: None,
        stage: crate::project::Stage::Negotiating,
        ..parent
    });
    let mut draft = after(&mut cast, id, successor, Relation::OwnerChange);
    let park = cast.park;
    draft.parties.push(cast.firm.organisation);
    draft.signatories.push(SignatoryPlace {
        id: SignatoryId(cast.world.id()),
        person: cast.firm.person,
        organisation: cast.firm.organisation,
        role: PlaceRole::Signatory,
        ..draft.signatories[0].clone()
    });
    let mut without_park = draft.clone();
    without_park.parties.retain(|party| *party != park.organisation);
    without_park
        .signatories
        .retain(|place| place.organisation != park.organisation);
    assert_eq!(refused(&mut cast, park, without_park), "follows-invalid");
    let change = sign(&mut cast, draft);
    assert_eq!(contracts(&cast), before);
    assert_eq!(cast.world.state.agreements.get(&id).unwrap().later[0].agreement, change);
    assert_eq!(cast.world.state.projects.get(&successor).unwrap().signed_by, None);
}
