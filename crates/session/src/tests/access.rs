use super::cast::Part;
use super::{Cast, kind};
use crate::access::{Right, Sight};
use crate::agreement::AgreementKind;
use crate::person::Role;
use crate::project::{self, Stage, StageMove};
use crate::state::ObjectRef;
use crate::{InterestId, ProjectId, RefusalKind};

fn sight(cast: &Cast, part: Part, project: ProjectId) -> Option<Sight> {
    let view = cast.world.state.view(&part.actor).unwrap();
    view.sight(cast.world.state.projects.get(&project).unwrap())
}

fn sees_interest(cast: &Cast, part: Part, id: InterestId) -> bool {
    let view = cast.world.state.view(&part.actor).unwrap();
    view.sees(&ObjectRef::Interest(id))
}

fn contacts(cast: &Cast, from: Part, of: Part) -> bool {
    cast.world.state.view(&from.actor).unwrap().may_see_contacts(of.person)
}

#[test]
fn those_who_attend_or_watch_may_change_nothing() {
    for role in [
        Role::Interpreter,
        Role::Guest,
        Role::Viewer,
        Role::Department,
        Role::Statistician,
    ] {
        assert!(role.rights().is_empty());
    }
    assert_eq!(Role::Witness.rights(), [Right::Attest]);
}

#[test]
fn the_role_table_gives_each_right_to_its_roles_alone() {
    let holders = |right| {
        [
            Role::ProvinceOfficer,
            Role::CityOfficer,
            Role::CountyOfficer,
            Role::Firm,
            Role::Agent,
            Role::Principal,
            Role::Host,
        ]
        .into_iter()
        .filter(|role| role.has(right))
        .collect::<Vec<_>>()
    };
    assert_eq!(holders(Right::RunFair), [Role::ProvinceOfficer]);
    assert_eq!(holders(Right::RunProgramme), [Role::ProvinceOfficer, Role::Host]);
    assert_eq!(holders(Right::ApproveSkip), [Role::ProvinceOfficer, Role::CityOfficer]);
    assert_eq!(holders(Right::ApproveActs), [Role::ProvinceOfficer, Role::CityOfficer]);
    assert_eq!(holders(Right::Pitch), [Role::Agent, Role::Principal]);
    assert!(!holders(Right::Sign).contains(&Role::Agent));
    assert!(!holders(Right::Sign).contains(&Role::Host));
    assert_eq!(holders(Right::ApplySeal), holders(Right::Sign));
}

#[test]
fn a_guessed_id_gives_nothing() {
    let mut cast = Cast::new();
    let hidden = cast.project_at_s6("steel");
    let go = |id| project::Command::Move {
        id,
        to: StageMove {
            to: Stage::Advancing,
            reason: "because".to_owned(),
            evidence: None,
        },
    };
    let guessed = ProjectId(cast.world.id());
    for part in [cast.other_city, cast.other_park, cast.firm, cast.guest] {
        assert_eq!(kind(&cast.world, part.actor, go(hidden)), RefusalKind::NotFound);
        assert_eq!(kind(&cast.world, part.actor, go(guessed)), RefusalKind::NotFound);
    }
}

#[test]
fn a_published_pitch_shows_its_project_but_not_where_it_stands() {
    let mut cast = Cast::new();
    let id = cast.propose(cast.offer());
    assert_eq!(sight(&cast, cast.park, id), None);
    cast.publish(id);
    let interest = cast.send_interest(cast.park, id);
    cast.accept(interest);
    assert_eq!(sight(&cast, cast.city, id), Some(Sight::Full));
    assert_eq!(sight(&cast, cast.park, id), Some(Sight::Full));
    assert_eq!(sight(&cast, cast.other_city, id), Some(Sight::Published));
    let view = cast.world.state.view(&cast.other_city.actor).unwrap();
    let seen = view.project(cast.world.state.projects.get(&id).unwrap()).unwrap();
    assert_eq!((seen.counterpart, seen.proposal.region), (None, None));
    assert_eq!(seen.proposal.stage, Stage::Seeking);
}

#[test]
fn a_city_never_sees_another_city_s_leads() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let interest = cast.send_interest(cast.park, project);
    for part in [cast.park, cast.city, cast.province, cast.agent, cast.principal] {
        assert!(sees_interest(&cast, part, interest));
    }
    for part in [cast.other_park, cast.other_city, cast.firm, cast.host, cast.guest] {
        assert!(!sees_interest(&cast, part, interest));
    }
    cast.accept(interest);
    let history = |part: Part| {
        let view = cast.world.state.view(&part.actor).unwrap();
        view.history(&ObjectRef::Project(project))
            .iter()
            .map(|entry| entry.what.clone())
            .collect::<Vec<_>>()
    };
    let own = history(cast.city);
    assert!(own.contains(&"interest-sent".to_owned()) && own.contains(&"project-matched".to_owned()));
    let others = history(cast.other_city);
    assert!(others.iter().all(|what| what.starts_with("pitch-")), "{others:?}");
}

#[test]
fn the_host_sees_fair_data_and_no_project_money() {
    let mut cast = Cast::new();
    let id = cast.project_at_s6("steel");
    cast.signed(id, AgreementKind::Contract);
    let project = cast.world.state.projects.get(&id).unwrap();
    let view = cast.world.state.view(&cast.host.actor).unwrap();
    let seen = view.project(project).unwrap();
    assert!(seen.money.is_empty() && seen.proposal.amount.is_none());
    assert!(!view.sees_money(project));
    let agreement = cast.world.state.agreements_on(&id).next().unwrap();
    assert!(view.sees_agreement(agreement) && !view.sees_amounts(agreement));
    let history = serde_json::to_string(&view.history(&ObjectRef::Project(id))).unwrap();
    assert!(!history.contains("48000000000"), "{history}");
}

#[test]
fn guests_see_what_is_on_while_it_is_on() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    assert_eq!(sight(&cast, cast.guest, project), Some(Sight::Published));
    let end = crate::programme::Command::Move {
        id: cast.roadshow,
        to: crate::programme::ItemState::Ended,
    };
    cast.world.must(cast.host.actor, end);
    assert_eq!(sight(&cast, cast.guest, project), None);
}

#[test]
fn contacts_are_shared_once_an_interest_between_both_sides_is_accepted() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let interest = cast.send_interest(cast.park, project);
    assert!(!contacts(&cast, cast.park, cast.agent));
    assert!(!contacts(&cast, cast.agent, cast.park));
    cast.accept(interest);
    assert!(contacts(&cast, cast.park, cast.agent));
    assert!(contacts(&cast, cast.agent, cast.park));
    assert!(!contacts(&cast, cast.other_park, cast.agent));
    assert!(!contacts(&cast, cast.guest, cast.agent));
}

#[test]
fn nobody_goes_round_the_agent() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let interest = cast.send_interest(cast.park, project);
    cast.accept(interest);
    assert!(!contacts(&cast, cast.park, cast.principal));
    assert!(contacts(&cast, cast.principal, cast.park));
}

#[test]
fn an_act_is_seen_by_all_once_it_is_on_the_stage() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    let sees = |cast: &Cast, part: Part| {
        let view = cast.world.state.view(&part.actor).unwrap();
        view.sees(&ObjectRef::Act(act))
    };
    for part in [cast.park, cast.principal, cast.city, cast.host, cast.province] {
        assert!(sees(&cast, part));
    }
    for part in [cast.other_city, cast.guest, cast.firm] {
        assert!(!sees(&cast, part));
    }
    cast.announce(act);
    assert!(sees(&cast, cast.guest) && sees(&cast, cast.other_city));
}

#[test]
fn firms_abroad_are_seen_by_those_who_see_their_projects() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    let object = ObjectRef::Organisation(cast.principal.organisation);
    let sees = |cast: &Cast, part: Part| cast.world.state.view(&part.actor).unwrap().sees(&object);
    assert!(!sees(&cast, cast.park));
    cast.publish(project);
    assert!(sees(&cast, cast.park));
    assert!(sees(&cast, cast.agent));
}

#[test]
fn a_run_of_show_hides_the_acts_that_the_reader_may_not_see_yet() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    let acts = |cast: &Cast, part: Part| {
        let view = cast.world.state.view(&part.actor).unwrap();
        let ceremony = cast.world.state.ceremonies.get(&cast.ceremony).unwrap();
        view.ceremony(ceremony).unwrap().acts.len()
    };
    assert_eq!(acts(&cast, cast.park), 1);
    assert_eq!(acts(&cast, cast.other_city), 0);
    cast.announce(act);
    assert_eq!(acts(&cast, cast.other_city), 1);
}

#[test]
fn both_sides_of_a_project_see_who_the_others_are_but_not_how_to_reach_all_of_them() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let sees = |cast: &Cast, from: Part, of: Part| cast.world.state.view(&from.actor).unwrap().sees_person(of.person);
    assert!(!sees(&cast, cast.park, cast.principal));
    let interest = cast.send_interest(cast.park, project);
    cast.accept(interest);
    for (from, of) in [
        (cast.park, cast.principal),
        (cast.principal, cast.park),
        (cast.agent, cast.park),
        (cast.city, cast.agent),
    ] {
        assert!(sees(&cast, from, of));
    }
    assert!(!sees(&cast, cast.other_park, cast.principal));
    assert!(!sees(&cast, cast.guest, cast.principal));
    assert!(!contacts(&cast, cast.park, cast.principal));
}

#[test]
fn an_agent_sees_the_principal_it_registered() {
    let mut cast = Cast::new();
    let id = crate::OrganisationId(cast.world.id());
    let registration = crate::organisation::Registration {
        kind: crate::organisation::Kind::Firm,
        name: crate::tests::cast::text("Principal"),
        country: "DE".to_owned(),
        region: None,
        uscc: None,
        lei: None,
    };
    let register = crate::organisation::Command::Register { id, registration };
    cast.world.must(cast.agent.actor, register);
    let sees = |part: Part| {
        let view = cast.world.state.view(&part.actor).unwrap();
        view.sees(&ObjectRef::Organisation(id))
    };
    assert!(sees(cast.agent) && sees(cast.province) && !sees(cast.park));
}
