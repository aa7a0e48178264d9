use jiff::SignedDuration;
use proptest::prelude::any;
use proptest::test_runner::Config;

use super::cast::{KEY_ALONE, Part, join, plan};
use super::{Cast, code};
use crate::agreement::{AgreementKind, AuthorisationMethod, Command, IdentityFactor, IdentityRule};
use crate::meeting::{self, MeetingMove, MeetingRequest};
use crate::person::Role;
use crate::programme::{self, ItemKind};
use crate::recording::Place;
use crate::{AgreementId, ItemId, MeetingId, ProjectId, SignatoryId};

const TWO: IdentityRule = IdentityRule {
    factors: 2,
    lifetime: SignedDuration::from_mins(30),
    key_age: SignedDuration::ZERO,
    spoken: false,
};

struct Desk {
    cast: Cast,
    project: ProjectId,
    id: AgreementId,
    signatory: SignatoryId,
}

fn opened() -> Desk {
    let mut desk = agreed();
    let id = desk.id;
    desk.cast
        .world
        .must(desk.cast.city.actor, Command::Open { id, sign_by: None });
    desk
}

fn agreed() -> Desk {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let signatory = cast.signatories(id)[0];
    Desk {
        cast,
        project,
        id,
        signatory,
    }
}

impl Desk {
    fn authorise(&mut self, identity: IdentityRule) -> Command {
        Command::Authorise {
            id: self.id,
            signatory: self.signatory,
            authorisation: self.cast.authorisation(AuthorisationMethod::Passkey),
            signer: None,
            identity,
        }
    }

    fn by_code(&self) -> Command {
        Command::ConfirmByCode {
            id: self.id,
            signatory: self.signatory,
        }
    }

    fn on_camera(&self, room: Place) -> Command {
        Command::ConfirmOnCamera {
            id: self.id,
            signatory: self.signatory,
            room,
        }
    }

    fn meet(&mut self) -> MeetingId {
        let id = MeetingId(self.cast.world.id());
        let request = MeetingRequest {
            fair: self.cast.fair,
            project: self.project,
            interest: None,
            topic: "Terms".to_owned(),
            with: self.cast.principal.organisation,
            participants: Vec::new(),
            slot: None,
        };
        let (park, principal) = (self.cast.park.actor, self.cast.principal.actor);
        self.cast.world.must(park, meeting::Command::Request { id, request });
        let to = MeetingMove::Accepted;
        self.cast.world.must(principal, meeting::Command::Move { id, to });
        id
    }

    fn pass_minutes(&mut self, minutes: i64) {
        self.cast.world.now = self
            .cast
            .world
            .now
            .checked_add(SignedDuration::from_mins(minutes))
            .unwrap();
    }

    fn refused(&self, by: Part, command: Command) -> &'static str {
        code(&self.cast.world, by.actor, command)
    }
}

#[test]
fn nobody_authorises_before_the_factors_asked_for_are_there() {
    let mut desk = opened();
    let principal = desk.cast.principal;
    let sign = desk.authorise(TWO);
    assert_eq!(desk.refused(principal, sign.clone()), "identity-incomplete");
    let by_code = desk.by_code();
    desk.cast.world.must(principal.actor, by_code);
    desk.cast.world.must(principal.actor, sign);
}

#[test]
fn a_factor_stands_for_its_lifetime_and_is_then_asked_anew() {
    let mut desk = opened();
    let principal = desk.cast.principal;
    let by_code = desk.by_code();
    desk.cast.world.must(principal.actor, by_code.clone());
    desk.pass_minutes(30);
    let sign = desk.authorise(TWO);
    assert_eq!(desk.refused(principal, sign.clone()), "identity-incomplete");
    desk.cast.world.must(principal.actor, by_code);
    desk.pass_minutes(29);
    desk.cast.world.must(principal.actor, sign);
}

#[test]
fn the_same_factor_twice_is_one() {
    let mut desk = opened();
    let principal = desk.cast.principal;
    for _ in 0..2 {
        let by_code = desk.by_code();
        desk.cast.world.must(principal.actor, by_code);
    }
    let three = IdentityRule { factors: 3, ..TWO };
    let sign = desk.authorise(three);
    assert_eq!(desk.refused(principal, sign), "identity-incomplete");
}

#[test]
fn a_code_confirms_the_one_it_was_sent_to() {
    let desk = opened();
    assert_eq!(desk.refused(desk.cast.park, desk.by_code()), "not-your-place");
    assert_eq!(desk.refused(desk.cast.host, desk.by_code()), "not-your-place");
}

#[test]
fn who_runs_the_ceremony_confirms_on_camera_those_who_sign_in_it() {
    let mut desk = agreed();
    let room = Place::Item(desk.cast.ceremony_item);
    assert_eq!(desk.refused(desk.cast.host, desk.on_camera(room)), "not-permitted");
    let act = desk.cast.nominate(vec![desk.id]);
    desk.cast.announce(act);
    assert_eq!(desk.refused(desk.cast.park, desk.on_camera(room)), "not-permitted");
    let elsewhere = Place::Item(desk.cast.roadshow);
    assert_eq!(desk.refused(desk.cast.host, desk.on_camera(elsewhere)), "not-permitted");
    let (host, seen) = (desk.cast.host, desk.on_camera(room));
    desk.cast.world.must(host.actor, seen);
    let agreement = desk.cast.world.state.agreements.get(&desk.id).unwrap();
    let factor = IdentityFactor::OnCamera { by: host.person, room };
    assert_eq!(agreement.signatories[0].factors[0].factor, factor);
}

#[test]
fn nobody_is_seen_in_a_room_that_is_not_open() {
    let mut desk = agreed();
    let id = ItemId(desk.cast.world.id());
    let plan = plan(&desk.cast.world, "C2", ItemKind::SigningCeremony);
    let (fair, host) = (desk.cast.fair, desk.cast.host);
    desk.cast
        .world
        .must(host.actor, programme::Command::Plan { id, fair, plan });
    let seen = desk.on_camera(Place::Item(id));
    assert_eq!(desk.refused(host, seen), "not-permitted");
}

#[test]
fn who_hosts_a_negotiation_on_the_project_confirms_on_camera() {
    let mut desk = opened();
    let meeting = desk.meet();
    let room = Place::Meeting(meeting);
    assert_eq!(desk.refused(desk.cast.park, desk.on_camera(room)), "not-permitted");
    assert_eq!(desk.refused(desk.cast.other_city, desk.on_camera(room)), "not-found");
    let (city, seen) = (desk.cast.city, desk.on_camera(room));
    desk.cast.world.must(city.actor, seen.clone());
    let principal = desk.cast.principal;
    let sign = desk.authorise(TWO);
    desk.cast.world.must(principal.actor, sign);
    assert_eq!(desk.refused(city, seen), "signatory-has-acted");
}

#[test]
fn nobody_confirms_himself_on_camera() {
    let mut desk = agreed();
    let mut draft = desk.cast.agreement_draft(desk.project, AgreementKind::Framework);
    draft.parties[1] = desk.cast.province.organisation;
    draft.signatories[1].organisation = desk.cast.province.organisation;
    draft.signatories[1].person = desk.cast.province.person;
    let id = AgreementId(desk.cast.world.id());
    let signatory = draft.signatories[1].id;
    desk.cast
        .world
        .must(desk.cast.province.actor, Command::Draft { id, draft });
    desk.cast.nominate(vec![id]);
    let room = Place::Item(desk.cast.ceremony_item);
    let himself = Command::ConfirmOnCamera { id, signatory, room };
    assert_eq!(desk.refused(desk.cast.province, himself), "own-identity");
    let signatory = desk.cast.signatories(id)[0];
    let other_side = Command::ConfirmOnCamera { id, signatory, room };
    assert_eq!(desk.refused(desk.cast.province, other_side), "not-independent");
}

#[test]
fn who_leads_a_negotiation_confirms_nobody_of_its_own_house() {
    let mut desk = agreed();
    let room = Place::Meeting(desk.meet());
    let city = desk.cast.city;
    let colleague = join(&mut desk.cast.world, city.organisation, Role::CityOfficer);
    let mut draft = desk.cast.agreement_draft(desk.project, AgreementKind::Framework);
    draft.parties[1] = city.organisation;
    draft.signatories[1].organisation = city.organisation;
    draft.signatories[1].person = colleague.person;
    let id = AgreementId(desk.cast.world.id());
    let signatory = draft.signatories[1].id;
    desk.cast.world.must(city.actor, Command::Draft { id, draft });
    let own_house = Command::ConfirmOnCamera { id, signatory, room };
    assert_eq!(desk.refused(city, own_house), "not-independent");
}

proptest::proptest! {
    #![proptest_config(Config { cases: 64, failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_order_of_codes_and_pauses_lets_anybody_sign_without_a_fresh_factor(
        steps in proptest::collection::vec((any::<bool>(), 0_i64..50), 1..12),
        factors in 1_u8..=2,
    ) {
        let mut desk = opened();
        let principal = desk.cast.principal;
        let rule = IdentityRule { factors, ..KEY_ALONE };
        let mut confirmed = None;
        for (confirms, minutes) in steps {
            if confirms {
                let by_code = desk.by_code();
                desk.cast.world.must(principal.actor, by_code);
                confirmed = Some(desk.cast.world.now);
            }
            desk.pass_minutes(minutes);
            let fresh = confirmed.is_some_and(|at| desk.cast.world.now.duration_since(at) < rule.lifetime);
            let sign = desk.authorise(rule);
            let allowed = desk.cast.world.allows(principal.actor, sign);
            proptest::prop_assert_eq!(allowed, fresh || factors == 1);
        }
    }
}
