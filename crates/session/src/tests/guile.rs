//! What somebody could try to get by guile, and does not.

use super::cast::{CITY, OTHER_CITY, PARK, clauses, join, text};
use super::{Cast, code};
use crate::access::Sight;
use crate::agreement::{self, AgreementKind};
use crate::organisation::Registration;
use crate::person::{self, Role};
use crate::project::{self, Stage};
use crate::region::RegionCode;
use crate::{AgreementId, MeetingId, MembershipId, OrganisationId, ProjectId, meeting, organisation};

#[test]
fn a_host_lets_people_attend_and_makes_nobody_a_party() {
    let mut cast = Cast::new();
    let membership = |cast: &mut Cast, person, role| person::Command::Join {
        id: MembershipId(cast.world.id()),
        person,
        organisation: cast.principal.organisation,
        role,
    };
    let (host, guest) = (cast.host, cast.guest);
    let herself = membership(&mut cast, host.person, Role::Principal);
    assert_eq!(code(&cast.world, host.actor, herself), "not-permitted");
    let puppet = membership(&mut cast, guest.person, Role::Principal);
    assert_eq!(code(&cast.world, host.actor, puppet), "not-permitted");
    let witness = membership(&mut cast, guest.person, Role::Witness);
    cast.world.must(host.actor, witness);
    let own = membership(&mut cast, host.person, Role::Witness);
    assert_eq!(code(&cast.world, host.actor, own), "not-permitted");
}

#[test]
fn a_draft_does_not_open_another_citys_lead() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let interest = cast.send_interest(cast.park, project);
    cast.accept(interest);
    let mut draft = cast.agreement_draft(project, AgreementKind::Intent);
    draft.parties[1] = cast.other_park.organisation;
    draft.signatories[1].organisation = cast.other_park.organisation;
    draft.signatories[1].person = cast.other_park.person;
    let id = AgreementId(cast.world.id());
    let command = agreement::Command::Draft {
        id,
        draft: draft.clone(),
    };
    assert_eq!(code(&cast.world, cast.other_park.actor, command), "not-permitted");
    let command = agreement::Command::Draft { id, draft };
    cast.world.must(cast.principal.actor, command);
    let view = cast.world.state.view(&cast.other_park.actor).unwrap();
    let found = cast.world.state.projects.get(&project).unwrap();
    assert_eq!(view.sight(found), Some(Sight::Published));
}

#[test]
fn the_counterpart_is_not_found_by_asking_for_meetings() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let interest = cast.send_interest(cast.park, project);
    cast.accept(interest);
    let (id, fair) = (MeetingId(cast.world.id()), cast.fair);
    let with = |organisation| meeting::MeetingRequest {
        fair,
        project,
        interest: None,
        topic: "Hello".to_owned(),
        with: organisation,
        participants: Vec::new(),
        slot: None,
    };
    for organisation in [cast.park.organisation, cast.firm.organisation] {
        let ask = meeting::Command::Request {
            id,
            request: with(organisation),
        };
        assert_eq!(code(&cast.world, cast.other_park.actor, ask), "sides-invalid");
    }
}

#[test]
fn a_stranger_does_not_succeed_a_project() {
    let mut cast = Cast::new();
    let predecessor = cast.project_at_s6("steel");
    let mut proposal = cast.offer();
    proposal.owner = cast.firm.organisation;
    proposal.agent = None;
    proposal.succeeds = Some(predecessor);
    let command = |id, proposal| project::Command::Propose { id, proposal };
    let id = ProjectId(cast.world.id());
    let strange = command(id, proposal.clone());
    assert_eq!(code(&cast.world, cast.firm.actor, strange), "succession-invalid");
    let declared = command(id, proposal);
    cast.world.must(cast.province.actor, declared);
}

#[test]
fn an_agent_speaks_for_the_firms_it_brought_alone() {
    let mut cast = Cast::new();
    let claimed = project::Command::Propose {
        id: ProjectId(cast.world.id()),
        proposal: cast.offer(),
    };
    assert_eq!(code(&cast.world, cast.agent.actor, claimed), "not-permitted");
    let owner = OrganisationId(cast.world.id());
    let registration = Registration {
        kind: organisation::Kind::Firm,
        name: text("Own principal"),
        country: "DE".to_owned(),
        region: None,
        uscc: None,
        lei: None,
    };
    cast.world.must(
        cast.agent.actor,
        organisation::Command::Register {
            id: owner,
            registration,
        },
    );
    let mut proposal = cast.offer();
    proposal.owner = owner;
    let own = project::Command::Propose {
        id: ProjectId(cast.world.id()),
        proposal,
    };
    cast.world.must(cast.agent.actor, own);
}

#[test]
fn the_same_project_in_a_city_and_in_its_park_or_in_full_width_letters_signs_once() {
    for (product, region) in [("Steel", CITY), ("ＳＴＥＥＬ", PARK)] {
        let mut cast = Cast::new();
        let first = cast.project_at_s6("steel");
        cast.signed(first, AgreementKind::Contract);
        let mut proposal = cast.offer();
        proposal.product = product.to_owned();
        proposal.stage = Stage::Negotiating;
        proposal.region = Some(RegionCode(region.to_owned()));
        let second = cast.propose(proposal);
        let agreement = cast.agreed(second, AgreementKind::Contract);
        let open = agreement::Command::Open {
            id: agreement,
            sign_by: None,
        };
        assert_eq!(code(&cast.world, cast.province.actor, open), "duplicate-signed");
    }
    let mut cast = Cast::new();
    let first = cast.project_at_s6("steel");
    cast.signed(first, AgreementKind::Contract);
    let mut elsewhere = cast.offer();
    elsewhere.product = "steel".to_owned();
    elsewhere.stage = Stage::Negotiating;
    elsewhere.region = Some(RegionCode(OTHER_CITY.to_owned()));
    let elsewhere = cast.propose(elsewhere);
    let agreement = cast.agreed(elsewhere, AgreementKind::Contract);
    cast.world.must(
        cast.province.actor,
        agreement::Command::Open {
            id: agreement,
            sign_by: None,
        },
    );
}

#[test]
fn who_may_not_sign_and_who_signs_for_both_is_no_signatory() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let draft = cast.agreement_draft(project, AgreementKind::Contract);
    let viewer = join(&mut cast.world, cast.park.organisation, Role::Viewer);
    let mut watched = draft.clone();
    watched.signatories[1].person = viewer.person;
    let mut twice = draft.clone();
    twice.signatories[1].person = draft.signatories[0].person;
    for draft in [watched, twice] {
        let id = AgreementId(cast.world.id());
        let command = agreement::Command::Draft { id, draft };
        assert_eq!(code(&cast.world, cast.park.actor, command), "signatories-invalid");
    }
}

#[test]
fn a_text_that_would_take_the_machine_is_refused() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let draft = cast.agreement_draft(project, AgreementKind::Contract);
    for clauses in [
        clauses(&"字".repeat(70_000)),
        clauses(&"字\n".repeat(1_500)),
        vec![clauses("a").remove(0); 201],
    ] {
        let id = AgreementId(cast.world.id());
        let mut draft = draft.clone();
        draft.clauses = clauses;
        let command = agreement::Command::Draft { id, draft };
        assert_eq!(code(&cast.world, cast.park.actor, command), "text-too-long");
    }
}
