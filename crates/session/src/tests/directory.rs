use super::{Cast, code};
use crate::Actor;
use crate::identifier::{Lei, Uscc};
use crate::organisation::{Command, Kind, Registration};
use crate::person::{self, Role};
use crate::region::{self, Level, Region, RegionCode};
use crate::tests::cast::{CITY, OTHER_CITY, PARK, join, organisation, text};
use crate::{MembershipId, OrganisationId};

fn registration(kind: Kind, region: Option<&str>) -> Registration {
    Registration {
        kind,
        name: text("New"),
        country: "CN".to_owned(),
        region: region.map(|code| RegionCode(code.to_owned())),
        uscc: None,
        lei: None,
    }
}

fn register(cast: &mut Cast, registration: Registration) -> Command {
    let id = OrganisationId(cast.world.id());
    Command::Register { id, registration }
}

fn region(code: &str, level: Level, parent: &str) -> region::Command {
    region::Command::Add(Region {
        code: RegionCode(code.to_owned()),
        level,
        parent: Some(RegionCode(parent.to_owned())),
        name: text(code),
        valid_from: jiff::civil::date(2019, 1, 1),
    })
}

#[test]
fn a_region_has_a_valid_code_and_a_parent_of_a_higher_level() {
    let cast = Cast::new();
    let by = Actor::System;
    assert_eq!(
        code(&cast.world, by, region("13", Level::City, "130000")),
        "region-code-invalid"
    );
    assert_eq!(
        code(&cast.world, by, region("130300", Level::City, CITY)),
        "region-parent-invalid"
    );
    assert_eq!(
        code(&cast.world, by, region("130300", Level::City, "990000")),
        "region-parent-invalid"
    );
    assert_eq!(code(&cast.world, by, region(CITY, Level::City, "130000")), "id-taken");
    assert_eq!(
        code(&cast.world, cast.city.actor, region("130130", Level::County, CITY)),
        "not-permitted"
    );
}

#[test]
fn a_park_is_within_its_city_and_its_province() {
    let cast = Cast::new();
    let [park, city, other] = [PARK, CITY, OTHER_CITY].map(|code| RegionCode(code.to_owned()));
    assert!(cast.world.state.is_within(&park, &city));
    assert!(!cast.world.state.is_within(&park, &other));
    assert!(!cast.world.state.is_within(&city, &park));
    assert_eq!(cast.world.state.city_of(&park), &city);
}

#[test]
fn an_office_or_park_names_its_region() {
    let mut cast = Cast::new();
    let park = register(&mut cast, registration(Kind::Park, None));
    assert_eq!(code(&cast.world, Actor::System, park), "region-required");
    let unknown = register(&mut cast, registration(Kind::Park, Some("990000")));
    assert_eq!(code(&cast.world, Actor::System, unknown), "region-unknown");
}

#[test]
fn an_identifier_belongs_to_one_organisation() {
    let mut cast = Cast::new();
    let mut first = registration(Kind::Firm, Some(CITY));
    first.uscc = Some(Uscc::try_from("91350100M000100Y43".to_owned()).unwrap());
    first.lei = Some(Lei::try_from("529900T8BM49AURSDO55".to_owned()).unwrap());
    let (uscc, lei) = (first.uscc.clone(), first.lei.clone());
    let first = register(&mut cast, first);
    cast.world.must(Actor::System, first);
    let mut same_uscc = registration(Kind::Firm, Some(CITY));
    same_uscc.uscc = uscc;
    let same_uscc = register(&mut cast, same_uscc);
    assert_eq!(code(&cast.world, Actor::System, same_uscc), "identifier-taken");
    let mut same_lei = registration(Kind::Firm, Some(CITY));
    same_lei.lei = lei;
    let same_lei = register(&mut cast, same_lei);
    assert_eq!(code(&cast.world, Actor::System, same_lei), "identifier-taken");
}

#[test]
fn a_city_registers_organisations_of_its_subtree_alone() {
    let mut cast = Cast::new();
    let own = register(&mut cast, registration(Kind::Park, Some(PARK)));
    cast.world.must(cast.city.actor, own);
    let other = register(&mut cast, registration(Kind::Park, Some(OTHER_CITY)));
    assert_eq!(code(&cast.world, cast.city.actor, other), "not-permitted");
}

#[test]
fn an_agent_registers_the_firms_it_pitches_for_and_nothing_else() {
    let mut cast = Cast::new();
    let firm = register(&mut cast, registration(Kind::Firm, None));
    cast.world.must(cast.agent.actor, firm);
    let park = register(&mut cast, registration(Kind::Park, Some(PARK)));
    assert_eq!(code(&cast.world, cast.agent.actor, park), "not-permitted");
}

#[test]
fn a_role_fits_the_kind_of_its_organisation() {
    let mut cast = Cast::new();
    let join = person::Command::Join {
        id: MembershipId(cast.world.id()),
        person: cast.guest.person,
        organisation: cast.firm.organisation,
        role: Role::CityOfficer,
    };
    assert_eq!(code(&cast.world, Actor::System, join), "role-unfit");
}

#[test]
fn nobody_grants_a_role_above_its_own() {
    let mut cast = Cast::new();
    let join = |id, organisation, role| person::Command::Join {
        id,
        person: cast.guest.person,
        organisation,
        role,
    };
    let id = MembershipId(cast.world.id());
    let province = join(id, cast.province.organisation, Role::ProvinceOfficer);
    assert_eq!(code(&cast.world, cast.city.actor, province.clone()), "not-permitted");
    assert_eq!(code(&cast.world, cast.host.actor, province), "not-permitted");
    let other = join(id, cast.other_park.organisation, Role::CountyOfficer);
    assert_eq!(code(&cast.world, cast.city.actor, other), "not-permitted");
    let own = join(id, cast.park.organisation, Role::CountyOfficer);
    cast.world.must(cast.city.actor, own);
}

#[test]
fn a_membership_that_ended_gives_nothing() {
    let mut cast = Cast::new();
    let Actor::Person { membership, .. } = cast.park.actor else {
        unreachable!()
    };
    cast.world
        .must(cast.park.actor, person::Command::Leave { id: membership });
    let left = person::Command::Leave { id: membership };
    assert_eq!(code(&cast.world, cast.park.actor, left), "membership-invalid");
    assert!(cast.world.state.view(&cast.park.actor).is_err());
}

#[test]
fn nobody_acts_under_the_membership_of_another() {
    let cast = Cast::new();
    let (Actor::Person { person, .. }, Actor::Person { membership, .. }) = (cast.guest.actor, cast.province.actor)
    else {
        unreachable!()
    };
    let forged = Actor::Person { person, membership };
    assert!(cast.world.state.view(&forged).is_err());
}

#[test]
fn a_person_joins_an_organisation_once_in_a_role() {
    let mut cast = Cast::new();
    let organisation = organisation(&mut cast.world, Kind::Firm, Some(CITY));
    let member = join(&mut cast.world, organisation, Role::Firm);
    let again = person::Command::Join {
        id: MembershipId(cast.world.id()),
        person: member.person,
        organisation,
        role: Role::Firm,
    };
    assert_eq!(code(&cast.world, Actor::System, again), "already-member");
}
