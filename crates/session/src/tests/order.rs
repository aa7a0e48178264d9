//! Order groups, enough of many, witnesses and seals: rules one by one, and random sequences against a second opinion.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::{Strategy, any};
use proptest::test_runner::Config;

use super::cast::{KEY_ALONE, Part, join, organisation, text};
use super::{Cast, code};
use crate::agreement::{
    self, AgreementDraft, AgreementKind, AgreementState, AuthorisationMethod, Command, FrozenText, PlaceRole, Quorum,
    SignatoryPlace, SignatoryState,
};
use crate::ceremony::{self, ActMove};
use crate::organisation::Kind;
use crate::person::Role;
use crate::{Actor, AgreementId, Event, SignatoryId};

/// Somebody at a place: which of the table's people, what for, in which group.
#[derive(Debug, Clone, Copy)]
struct Seat {
    who: usize,
    role: Doing,
    group: u8,
}

#[derive(Debug, Clone, Copy)]
enum Doing {
    Signs,
    Seals,
    /// Attests the signature at this seat.
    Attests(usize),
}

/// Three directors of the principal, two officers of the park, and two witnesses of neither.
struct Table {
    cast: Cast,
    people: Vec<Part>,
    id: AgreementId,
}

fn seat(who: usize, group: u8) -> Seat {
    Seat {
        who,
        role: Doing::Signs,
        group,
    }
}

fn witness(who: usize, of: usize, group: u8) -> Seat {
    Seat {
        who,
        role: Doing::Attests(of),
        group,
    }
}

fn people(cast: &mut Cast) -> Vec<Part> {
    let (principal, park) = (cast.principal, cast.park);
    let mut more = |organisation, role| join(&mut cast.world, organisation, role);
    let directors = [
        more(principal.organisation, Role::Principal),
        more(principal.organisation, Role::Principal),
    ];
    let officer = more(park.organisation, Role::CountyOfficer);
    let house = organisation(&mut cast.world, Kind::Firm, None);
    let witnesses = [(); 2].map(|()| join(&mut cast.world, house, Role::Witness));
    vec![
        principal,
        directors[0],
        directors[1],
        park,
        officer,
        witnesses[0],
        witnesses[1],
    ]
}

fn draft(cast: &mut Cast, people: &[Part], seats: &[Seat], quorums: &[(u8, u8)]) -> AgreementDraft {
    let project = cast.project_at_s6("steel");
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    let ids: Vec<SignatoryId> = seats.iter().map(|_| SignatoryId(cast.world.id())).collect();
    draft.signatories = seats
        .iter()
        .zip(&ids)
        .map(|(seat, id)| SignatoryPlace {
            id: *id,
            person: people[seat.who].person,
            organisation: people[seat.who].organisation,
            capacity: text("Director"),
            role: match seat.role {
                Doing::Signs => PlaceRole::Signatory,
                Doing::Seals => PlaceRole::OrganisationSeal,
                Doing::Attests(of) => PlaceRole::Witness {
                    of: ids.get(of).copied().unwrap_or(*id),
                },
            },
            group: seat.group,
        })
        .collect();
    draft.quorums = quorums
        .iter()
        .map(|(group, needed)| Quorum {
            group: *group,
            needed: *needed,
        })
        .collect();
    draft
}

impl Table {
    /// Seats people at an agreement that is open for signature; none where the draft is refused.
    fn try_open(seats: &[Seat], quorums: &[(u8, u8)]) -> Result<Self, &'static str> {
        let mut table = Self::try_agree(seats, quorums)?;
        let id = table.id;
        table
            .cast
            .world
            .must(Actor::System, Command::Open { id, sign_by: None });
        Ok(table)
    }

    fn try_agree(seats: &[Seat], quorums: &[(u8, u8)]) -> Result<Self, &'static str> {
        let mut cast = Cast::new();
        let people = people(&mut cast);
        let draft = draft(&mut cast, &people, seats, quorums);
        let id = AgreementId(cast.world.id());
        cast.world
            .run(cast.park.actor, Command::Draft { id, draft })
            .map_err(|refusal| refusal.code())?;
        cast.world.must(Actor::System, Command::Approve { id, version: 1 });
        let frozen = FrozenText {
            version: 1,
            document: cast.world.digest(),
            pages: Vec::new(),
        };
        cast.world.must(Actor::System, Command::Freeze { id, frozen });
        Ok(Self { cast, people, id })
    }

    fn open(seats: &[Seat], quorums: &[(u8, u8)]) -> Self {
        Self::try_open(seats, quorums).unwrap()
    }

    fn place(&self, seat: usize) -> SignatoryId {
        self.cast.signatories(self.id)[seat]
    }

    fn actor(&self, seat: usize) -> Actor {
        let agreement = self.cast.world.state.agreements.get(&self.id).unwrap();
        let person = agreement.signatories[seat].place.person;
        self.people.iter().find(|part| part.person == person).unwrap().actor
    }

    fn authorisation(&mut self, seat: usize) -> Command {
        let authorisation = self.cast.authorisation(AuthorisationMethod::Passkey);
        Command::Authorise {
            id: self.id,
            signatory: self.place(seat),
            authorisation,
            signer: None,
            identity: KEY_ALONE,
        }
    }

    fn authorise(&mut self, seat: usize) -> Result<Vec<Event>, &'static str> {
        let (actor, command) = (self.actor(seat), self.authorisation(seat));
        self.cast.world.run(actor, command).map_err(|refusal| refusal.code())
    }

    fn seal(&mut self, seat: usize) -> Result<Vec<Event>, &'static str> {
        let command = self.cast.seal(self.id, self.place(seat));
        self.cast
            .world
            .run(Actor::System, command)
            .map_err(|refusal| refusal.code())
    }

    fn sign(&mut self, seat: usize) {
        self.authorise(seat).unwrap();
        self.seal(seat).unwrap();
    }

    fn decline(&mut self, seat: usize) -> Result<Vec<Event>, &'static str> {
        let command = Command::Decline {
            id: self.id,
            signatory: self.place(seat),
            reason: "no".to_owned(),
        };
        let actor = self.actor(seat);
        self.cast.world.run(actor, command).map_err(|refusal| refusal.code())
    }

    fn state(&self) -> AgreementState {
        self.cast.world.state.agreements.get(&self.id).unwrap().state.clone()
    }

    fn is_signed(&self) -> bool {
        matches!(self.state(), AgreementState::Signed { .. })
    }

    fn at(&self, seat: usize) -> SignatoryState {
        let agreement = self.cast.world.state.agreements.get(&self.id).unwrap();
        agreement.signatories[seat].state.clone()
    }
}

fn refused(seats: &[Seat], quorums: &[(u8, u8)]) -> &'static str {
    Table::try_open(seats, quorums).err().expect("the draft is refused")
}

#[test]
fn a_group_opens_when_the_one_before_is_satisfied() {
    let mut table = Table::open(&[seat(0, 1), seat(3, 2)], &[]);
    assert_eq!(table.authorise(1), Err("group-not-open"));
    table.authorise(0).unwrap();
    assert_eq!(table.authorise(1), Err("group-not-open"));
    table.seal(0).unwrap();
    assert!(!table.is_signed());
    table.sign(1);
    assert!(table.is_signed());
}

#[test]
fn two_of_three_directors_are_enough_and_the_third_is_not_needed() {
    let mut table = Table::open(&[seat(0, 1), seat(1, 1), seat(2, 1), seat(3, 2)], &[(1, 2)]);
    for director in 0..3 {
        table.authorise(director).unwrap();
    }
    table.seal(2).unwrap();
    table.seal(0).unwrap();
    assert_eq!(table.at(1), SignatoryState::NotNeeded);
    assert_eq!(table.seal(1), Err("signatory-not-needed"));
    assert_eq!(table.authorise(1), Err("signatory-not-needed"));
    table.sign(3);
    assert!(table.is_signed());
}

#[test]
fn a_director_of_several_may_decline_until_too_few_are_left() {
    let mut table = Table::open(&[seat(0, 1), seat(1, 1), seat(2, 1), seat(3, 1)], &[]);
    table.decline(0).unwrap();
    assert!(matches!(table.state(), AgreementState::Declined { .. }));
    let seats = [seat(0, 1), seat(1, 1), seat(2, 1), seat(3, 2), witness(5, 0, 1)];
    let mut table = Table::open(&seats, &[(1, 2)]);
    table.decline(0).unwrap();
    assert_eq!(table.state(), AgreementState::Signing);
    assert_eq!(table.at(4), SignatoryState::NotNeeded, "there is nothing to attest");
    let mut other = Table::open(&seats, &[(1, 2)]);
    other.decline(0).unwrap();
    other.decline(1).unwrap();
    assert!(matches!(other.state(), AgreementState::Declined { .. }));
    for one in [1, 2, 3] {
        table.sign(one);
    }
    assert!(table.is_signed());
}

#[test]
fn a_witness_attests_a_signature_that_is_in_the_document() {
    let mut table = Table::open(&[seat(0, 1), seat(3, 1), witness(5, 0, 1)], &[]);
    assert_eq!(table.authorise(2), Err("nothing-to-attest"));
    table.authorise(0).unwrap();
    assert_eq!(table.authorise(2), Err("nothing-to-attest"));
    table.seal(0).unwrap();
    table.sign(1);
    assert!(!table.is_signed(), "the witness is still missing");
    table.sign(2);
    assert!(table.is_signed());
}

#[test]
fn a_witness_who_declines_ends_the_agreement() {
    let mut table = Table::open(&[seat(0, 1), seat(3, 1), witness(5, 0, 2)], &[]);
    table.sign(0);
    table.decline(2).unwrap();
    assert!(matches!(table.state(), AgreementState::Declined { .. }));
}

#[test]
fn one_person_may_sign_and_apply_the_seal_of_its_organisation() {
    let seal = Seat {
        role: Doing::Seals,
        ..seat(0, 2)
    };
    let mut table = Table::open(&[seat(0, 1), seat(3, 1), seal], &[]);
    let of = |table: &Table, who: usize| {
        let agreement = table.cast.world.state.agreements.get(&table.id).unwrap().clone();
        agreement.place_of(table.people[who].person).map(|one| one.place.id)
    };
    assert_eq!(of(&table, 0), Some(table.place(0)));
    table.sign(0);
    table.sign(1);
    assert_eq!(of(&table, 0), Some(table.place(2)));
    table.sign(2);
    assert!(table.is_signed());
}

#[test]
fn only_who_may_seal_seals_and_only_who_may_attest_attests() {
    let by_witness = Seat {
        role: Doing::Seals,
        ..seat(5, 1)
    };
    assert_eq!(
        refused(&[seat(0, 1), seat(3, 1), by_witness], &[]),
        "signatories-invalid"
    );
    assert_eq!(
        refused(&[seat(0, 1), seat(3, 1), seat(5, 1)], &[]),
        "signatories-invalid"
    );
    let mut cast = Cast::new();
    let people = people(&mut cast);
    let mut with_guest = draft(&mut cast, &people, &[seat(0, 1), seat(3, 1), witness(5, 0, 1)], &[]);
    with_guest.signatories[2].person = cast.guest.person;
    with_guest.signatories[2].organisation = cast.guest.organisation;
    let id = AgreementId(cast.world.id());
    let command = Command::Draft { id, draft: with_guest };
    assert_eq!(code(&cast.world, cast.park.actor, command), "signatories-invalid");
}

#[test]
fn a_witness_attests_another_signatory_of_the_same_or_an_earlier_group() {
    for seats in [
        [seat(0, 1), seat(3, 2), witness(5, 1, 1)],
        [seat(0, 1), seat(3, 1), witness(5, 2, 1)],
        [seat(0, 1), seat(3, 1), witness(0, 1, 1)],
    ] {
        assert_eq!(refused(&seats, &[]), "witness-invalid");
    }
    let of_a_witness = [seat(0, 1), seat(3, 1), witness(5, 0, 1), witness(6, 2, 1)];
    assert_eq!(refused(&of_a_witness, &[]), "witness-invalid");
}

#[test]
fn groups_are_numbered_from_one_and_leave_no_party_out() {
    assert_eq!(refused(&[seat(0, 1), seat(3, 3)], &[]), "groups-invalid");
    assert_eq!(refused(&[seat(0, 2), seat(3, 2)], &[]), "groups-invalid");
    let directors = [seat(0, 1), seat(1, 1), seat(3, 1)];
    assert_eq!(
        refused(&directors, &[(1, 2)]),
        "groups-invalid",
        "two directors would do without the park"
    );
    for quorum in [(1, 0), (1, 4), (2, 1)] {
        assert_eq!(refused(&directors, &[quorum]), "groups-invalid");
    }
    assert_eq!(refused(&directors, &[(1, 3), (1, 3)]), "groups-invalid");
}

#[test]
fn an_act_with_several_groups_is_signed_group_by_group() {
    let seats = [seat(0, 1), seat(1, 1), seat(2, 1), seat(3, 2), witness(5, 3, 2)];
    let mut table = Table::try_agree(&seats, &[(1, 2)]).unwrap();
    let act = table.cast.nominate(vec![table.id]);
    table.cast.announce(act);
    let ready = |table: &mut Table, seat: usize| {
        let (actor, signatory) = (table.actor(seat), table.place(seat));
        table
            .cast
            .world
            .must(actor, ceremony::Command::Ready { act, signatory });
    };
    let to = ActMove::Signing { countdown_s: 0 };
    let start = ceremony::Command::Move { act, to: to.clone() };
    for seat in [0, 3, 4] {
        ready(&mut table, seat);
        assert_eq!(
            code(&table.cast.world, table.cast.host.actor, start.clone()),
            "signatories-not-ready"
        );
    }
    ready(&mut table, 2);
    table.cast.advance(act, to);
    for seat in [0, 2, 3, 4] {
        table.sign(seat);
    }
    assert!(table.is_signed());
    let (_, act) = table.cast.world.state.act(&act).unwrap();
    assert!(matches!(act.state, ceremony::ActState::Signed { .. }));
}

/// What the rules ask for, worked out from the draft and the events alone.
#[derive(Default)]
struct SecondOpinion {
    authorised: BTreeMap<SignatoryId, String>,
    sealed: BTreeSet<SignatoryId>,
    released: BTreeSet<SignatoryId>,
    declined: BTreeSet<SignatoryId>,
    signed: bool,
}

impl SecondOpinion {
    fn satisfied(&self, draft: &AgreementDraft, group: u8) -> bool {
        let of_group = || draft.signatories.iter().filter(|place| place.group == group);
        let signing = of_group().filter(|place| !place.role.is_witness());
        let sealed = signing.clone().filter(|place| self.sealed.contains(&place.id)).count();
        let quorum = draft.quorums.iter().find(|quorum| quorum.group == group);
        let needed = quorum.map_or(signing.count(), |quorum| usize::from(quorum.needed));
        let attested = |place: &&SignatoryPlace| match place.role {
            PlaceRole::Witness { of } => {
                self.sealed.contains(&place.id) || self.released.contains(&of) || self.declined.contains(&of)
            }
            _ => true,
        };
        sealed >= needed && of_group().all(|place| attested(&place))
    }

    fn all_before(&self, draft: &AgreementDraft, group: u8) -> bool {
        (1..group).all(|before| self.satisfied(draft, before))
    }

    fn judge(&mut self, draft: &AgreementDraft, events: &[Event]) {
        for event in events {
            let Event::Agreement(event) = event else { continue };
            match event {
                agreement::Event::Authorised {
                    signatory,
                    authorisation,
                    ..
                } => {
                    let place = draft.signatories.iter().find(|place| place.id == *signatory).unwrap();
                    assert!(self.all_before(draft, place.group), "a group acts after the one before");
                    if let PlaceRole::Witness { of } = place.role {
                        assert!(self.sealed.contains(&of), "a witness never acts before its signatory");
                    }
                    assert!(!self.released.contains(signatory));
                    let binding = authorisation.binding.clone();
                    assert!(!self.authorised.values().any(|used| *used == binding));
                    self.authorised.insert(*signatory, binding);
                }
                agreement::Event::Sealed { signatory, .. } => {
                    assert!(
                        self.authorised.contains_key(signatory),
                        "never a seal without its own authorisation"
                    );
                    assert!(!self.released.contains(signatory), "who is not needed is never sealed");
                    assert!(self.sealed.insert(*signatory), "nobody is sealed twice");
                }
                agreement::Event::Released { signatories, .. } => self.released.extend(signatories),
                agreement::Event::Declined { signatory, .. } => {
                    self.declined.insert(*signatory);
                }
                agreement::Event::Signed { .. } => {
                    let last = draft.signatories.iter().map(|place| place.group).max().unwrap();
                    assert!(
                        self.all_before(draft, last + 1),
                        "never signed without all groups satisfied"
                    );
                    self.signed = true;
                }
                _ => {}
            }
        }
    }
}

fn seats() -> impl Strategy<Value = Vec<Seat>> {
    let groups = proptest::collection::vec(1_u8..=3, 5);
    let witnesses = proptest::collection::vec((5_usize..7, 0_usize..5, 0_u8..2), 0..=2);
    (groups, 1_usize..=3, 1_usize..=2, witnesses).prop_map(|(groups, directors, officers, witnesses)| {
        let who: Vec<usize> = (0..directors).chain(3..3 + officers).collect();
        let mut seats: Vec<Seat> = who.iter().zip(&groups).map(|(who, group)| seat(*who, *group)).collect();
        let used: Vec<u8> = seats
            .iter()
            .map(|seat| seat.group)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        for seat in &mut seats {
            seat.group = 1 + u8::try_from(used.iter().position(|group| *group == seat.group).unwrap()).unwrap();
        }
        let signing = seats.len();
        for (who, of, later) in witnesses {
            let of = of % signing;
            let group = (seats[of].group + later).min(u8::try_from(used.len()).unwrap());
            seats.push(witness(who, of, group));
        }
        seats
    })
}

proptest::proptest! {
    #![proptest_config(Config { cases: 192, failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_order_of_deeds_gets_round_the_order_of_signing(
        seats in seats(),
        quorum in proptest::option::of((1_u8..=2, 1_u8..=2)),
        steps in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..40),
    ) {
        let quorums: Vec<(u8, u8)> = quorum.into_iter().collect();
        let table = match Table::try_open(&seats, &quorums) {
            Ok(table) => Some(table),
            Err(refusal) => {
                // A party could be left out, or a witness attests twice.
                proptest::prop_assert!(["groups-invalid", "signatories-invalid"].contains(&refusal), "{refusal}");
                None
            }
        };
        if let Some(mut table) = table {
            walk(&mut table, seats.len(), &steps);
        }
    }
}

fn walk(table: &mut Table, seats: usize, steps: &[(u8, u8)]) {
    let draft = drafted(table);
    let mut opinion = SecondOpinion::default();
    for (what, who) in steps {
        let seat = usize::from(*who) % seats;
        let done = match what % 16 {
            0 => table.decline(seat),
            1..=8 => table.authorise(seat),
            _ => table.seal(seat),
        };
        opinion.judge(&draft, &done.unwrap_or_default());
    }
    // Whatever happened: as long as nobody stands in the way, those who are willing bring it to its end.
    let mut moved = true;
    while std::mem::take(&mut moved) {
        for seat in 0..seats {
            for done in [table.authorise(seat), table.seal(seat)] {
                moved |= done.is_ok();
                opinion.judge(&draft, &done.unwrap_or_default());
            }
        }
    }
    let is_declined = matches!(table.state(), AgreementState::Declined { .. });
    assert!(opinion.signed != is_declined, "{:?}", table.state());
    assert_eq!(opinion.signed, table.is_signed());
    assert_eq!(table.cast.world.replay(), table.cast.world.state);
}

fn drafted(table: &Table) -> AgreementDraft {
    let state = &table.cast.world.state;
    let drafted = state
        .history(&table.id.into())
        .find_map(|happening| match &happening.event {
            Event::Agreement(agreement::Event::Drafted { draft, .. }) => Some(draft.clone()),
            _ => None,
        });
    drafted.unwrap()
}
