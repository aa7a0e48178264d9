use jiff::SignedDuration;

use super::World;
use super::world::key_of;
use crate::agreement::{
    self, AgreementDraft, AgreementKind, Authorisation, AuthorisationMethod, Clause, FrozenText, IdentityRule,
    PlaceRole, SignatoryPlace, SignatoryState, SigningKey,
};
use crate::ceremony::{self, ActMove};
use crate::fair::{self, Announcement, FairState, Industry};
use crate::interest::{self, Answer, InterestKind};
use crate::money::Money;
use crate::organisation::{self, Kind, Registration};
use crate::person::{self, Role};
use crate::pitch::{self, PitchMove};
use crate::programme::{self, ItemKind, ItemPlan, ItemState};
use crate::project::{self, Proposal, Side, Stage};
use crate::recording;
use crate::region::{self, Level, Region, RegionCode};
use crate::text::LocalizedText;
use crate::{
    ActId, Actor, AgreementId, CeremonyId, FairId, InterestId, ItemId, MembershipId, OrganisationId, PersonId, PitchId,
    ProjectId, RecordingId, SignatoryId,
};

/// Somebody who acts for an organisation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) organisation: OrganisationId,
    pub(super) person: PersonId,
    pub(super) actor: Actor,
}

/// A province with two cities, a park in each, an agent and its principal, and a fair that is live.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub(super) world: World,
    pub(super) fair: FairId,
    pub(super) roadshow: ItemId,
    pub(super) ceremony_item: ItemId,
    pub(super) ceremony: CeremonyId,
    pub(super) province: Part,
    pub(super) statistician: Part,
    pub(super) host: Part,
    pub(super) city: Part,
    pub(super) park: Part,
    pub(super) other_city: Part,
    pub(super) other_park: Part,
    pub(super) firm: Part,
    pub(super) agent: Part,
    pub(super) principal: Part,
    pub(super) guest: Part,
}

/// Asks for nothing but the key.
pub(super) const KEY_ALONE: IdentityRule = IdentityRule {
    factors: 1,
    lifetime: SignedDuration::from_mins(30),
    key_age: SignedDuration::ZERO,
    spoken: false,
};

pub(super) const CITY: &str = "130100";
pub(super) const PARK: &str = "130109P1";
pub(super) const OTHER_CITY: &str = "130200";
pub(super) const OTHER_PARK: &str = "130209P1";

pub(super) fn text(text: &str) -> LocalizedText {
    LocalizedText::new([("en", text), ("zh", text)])
}

pub(super) fn cny(minor: i64) -> Money {
    Money {
        minor,
        currency: iso_currency::Currency::CNY,
        approximate: false,
    }
}

pub(super) fn usd(minor: i64) -> Money {
    Money {
        currency: iso_currency::Currency::USD,
        ..cny(minor)
    }
}

pub(super) fn clauses(body: &str) -> Vec<Clause> {
    vec![Clause {
        heading: text("Purpose"),
        body: text(body),
    }]
}

fn add_regions(world: &mut World) {
    let regions = [
        ("130000", Level::Province, None),
        (CITY, Level::City, Some("130000")),
        (PARK, Level::Park, Some(CITY)),
        (OTHER_CITY, Level::City, Some("130000")),
        (OTHER_PARK, Level::Park, Some(OTHER_CITY)),
    ];
    for (code, level, parent) in regions {
        let region = Region {
            code: RegionCode(code.to_owned()),
            level,
            parent: parent.map(|code| RegionCode(code.to_owned())),
            name: text(code),
            valid_from: jiff::civil::date(2019, 1, 1),
        };
        world.must(Actor::System, region::Command::Add(region));
    }
}

pub(super) fn organisation(world: &mut World, kind: Kind, region: Option<&str>) -> OrganisationId {
    let id = OrganisationId(world.id());
    let registration = Registration {
        kind,
        name: text("organisation"),
        country: if region.is_some() { "CN" } else { "DE" }.to_owned(),
        region: region.map(|code| RegionCode(code.to_owned())),
        uscc: None,
        lei: None,
    };
    world.must(Actor::System, organisation::Command::Register { id, registration });
    id
}

pub(super) fn join(world: &mut World, organisation: OrganisationId, role: Role) -> Part {
    let person = PersonId(world.id());
    let id = MembershipId(world.id());
    world.must(Actor::System, person::Command::Register { id: person });
    let enrol = person::Command::EnrolKey {
        id: person,
        key: key_of(person),
        method: AuthorisationMethod::Passkey,
    };
    world.must(Actor::System, enrol);
    world.must(
        Actor::System,
        person::Command::Join {
            id,
            person,
            organisation,
            role,
        },
    );
    Part {
        organisation,
        person,
        actor: Actor::Person { person, membership: id },
    }
}

fn part(world: &mut World, kind: Kind, region: Option<&str>, role: Role) -> Part {
    let organisation = organisation(world, kind, region);
    join(world, organisation, role)
}

pub(super) fn announcement(host: OrganisationId) -> Announcement {
    Announcement {
        name: text("Fair"),
        host,
        time_zone: "Asia/Shanghai".to_owned(),
        starts_on: jiff::civil::date(2020, 4, 15),
        ends_on: jiff::civil::date(2020, 4, 25),
        languages: vec!["zh".to_owned(), "en".to_owned()],
        industries: ["new-materials", "bio-health"]
            .map(|code| Industry {
                code: code.to_owned(),
                name: text(code),
            })
            .into(),
        sample: false,
    }
}

pub(super) fn plan(world: &World, code: &str, kind: ItemKind) -> ItemPlan {
    ItemPlan {
        code: code.to_owned(),
        kind,
        title: text("Item"),
        starts_at: world.now,
        ends_at: world.now.checked_add(SignedDuration::from_hours(2)).unwrap(),
        sites: Vec::new(),
    }
}

impl Cast {
    pub(super) fn new() -> Self {
        let mut world = World::new();
        add_regions(&mut world);
        let province = part(&mut world, Kind::ProvinceOffice, Some("130000"), Role::ProvinceOfficer);
        let statistician = join(&mut world, province.organisation, Role::Statistician);
        let host = join(&mut world, province.organisation, Role::Host);
        let guest = join(&mut world, province.organisation, Role::Guest);
        let city = part(&mut world, Kind::CityOffice, Some(CITY), Role::CityOfficer);
        let park = part(&mut world, Kind::Park, Some(PARK), Role::CountyOfficer);
        let other_city = part(&mut world, Kind::CityOffice, Some(OTHER_CITY), Role::CityOfficer);
        let other_park = part(&mut world, Kind::Park, Some(OTHER_PARK), Role::CountyOfficer);
        let firm = part(&mut world, Kind::Firm, Some(CITY), Role::Firm);
        let agent = part(&mut world, Kind::OverseasAgent, None, Role::Agent);
        let principal = part(&mut world, Kind::Firm, None, Role::Principal);
        let fair = FairId(world.id());
        let announcement = announcement(province.organisation);
        world.must(province.actor, fair::Command::Create { id: fair, announcement });
        for to in [
            FairState::Registration,
            FairState::Booking,
            FairState::Scheduling,
            FairState::Live,
        ] {
            world.must(province.actor, fair::Command::Move { id: fair, to });
        }
        let mut cast = Self {
            fair,
            roadshow: ItemId(world.id()),
            ceremony_item: ItemId(world.id()),
            ceremony: CeremonyId(world.id()),
            world,
            province,
            statistician,
            host,
            city,
            park,
            other_city,
            other_park,
            firm,
            agent,
            principal,
            guest,
        };
        cast.plan_items();
        cast
    }

    fn plan_items(&mut self) {
        for (id, code, kind) in [
            (self.roadshow, "R1", ItemKind::Roadshow),
            (self.ceremony_item, "C1", ItemKind::SigningCeremony),
        ] {
            let plan = plan(&self.world, code, kind);
            let fair = self.fair;
            self.world
                .must(self.host.actor, programme::Command::Plan { id, fair, plan });
            self.go_live(id);
        }
        let create = ceremony::Command::Create {
            id: self.ceremony,
            item: self.ceremony_item,
            title: text("Ceremony"),
            officiant: self.host.person,
        };
        self.world.must(self.province.actor, create);
    }

    pub(super) fn go_live(&mut self, id: ItemId) {
        for to in [ItemState::Rehearsal, ItemState::Ready, ItemState::Live] {
            self.world.must(self.host.actor, programme::Command::Move { id, to });
        }
    }

    /// Returns an offer of the principal, brought by the agent.
    pub(super) fn offer(&self) -> Proposal {
        Proposal {
            fair: self.fair,
            side: Side::Offer,
            title: text("Offer"),
            summary: LocalizedText::default(),
            industry: "new-materials".to_owned(),
            product: "Carbon fibre".to_owned(),
            country: "DE".to_owned(),
            owner: self.principal.organisation,
            agent: Some(self.agent.organisation),
            region: None,
            amount: Some(cny(1_000_000)),
            documents: Vec::new(),
            tranche_of: None,
            succeeds: None,
            stage: Stage::Seeking,
        }
    }

    pub(super) fn propose(&mut self, proposal: Proposal) -> ProjectId {
        let id = ProjectId(self.world.id());
        self.world
            .must(Actor::System, project::Command::Propose { id, proposal });
        id
    }

    /// Proposes a project of its own product that has reached S6 in the park.
    pub(super) fn project_at_s6(&mut self, product: &str) -> ProjectId {
        let mut proposal = self.offer();
        proposal.product = product.to_owned();
        proposal.stage = Stage::Negotiating;
        proposal.region = Some(RegionCode(PARK.to_owned()));
        self.propose(proposal)
    }

    /// Pitches a project in the roadshow up to publication.
    pub(super) fn publish(&mut self, project: ProjectId) -> PitchId {
        let id = PitchId(self.world.id());
        let item = self.roadshow;
        self.world
            .must(self.agent.actor, pitch::Command::Draft { id, project, item });
        let moves = [
            (self.agent.actor, PitchMove::Submitted),
            (self.host.actor, PitchMove::Approved),
            (self.host.actor, PitchMove::Published),
        ];
        for (actor, to) in moves {
            self.world.must(actor, pitch::Command::Move { id, to });
        }
        id
    }

    pub(super) fn interest(&self, id: InterestId, project: ProjectId) -> interest::Command {
        interest::Command::Send {
            id,
            project,
            pitch: None,
            kind: InterestKind::SiteVisit,
            message: "We would like to see it.".to_owned(),
            attachments: Vec::new(),
        }
    }

    pub(super) fn send_interest(&mut self, from: Part, project: ProjectId) -> InterestId {
        let id = InterestId(self.world.id());
        let send = self.interest(id, project);
        self.world.must(from.actor, send);
        id
    }

    pub(super) fn accept(&mut self, id: InterestId) {
        let answer = interest::Command::Answer {
            id,
            answer: Answer::Accepted,
            message: "Come and see.".to_owned(),
        };
        self.world.must(self.agent.actor, answer);
    }

    /// Returns a draft between the principal and the park.
    pub(super) fn agreement_draft(&mut self, project: ProjectId, kind: AgreementKind) -> AgreementDraft {
        let places = [self.principal, self.park].map(|part| SignatoryPlace {
            id: SignatoryId(self.world.id()),
            person: part.person,
            organisation: part.organisation,
            capacity: text("Director"),
            role: PlaceRole::Signatory,
            group: 1,
        });
        AgreementDraft {
            fair: self.fair,
            project,
            number: format!("N-{}", self.world.id()),
            kind,
            title: text("Agreement"),
            languages: ["zh".to_owned(), "en".to_owned()],
            parties: vec![self.principal.organisation, self.park.organisation],
            signatories: places.into(),
            quorums: Vec::new(),
            sign_by: None,
            follows: None,
            amount: Some(cny(48_000_000_000)),
            foreign: None,
            upload: None,
            clauses: clauses("first"),
        }
    }

    pub(super) fn draft(&mut self, project: ProjectId, kind: AgreementKind) -> AgreementId {
        let draft = self.agreement_draft(project, kind);
        let id = AgreementId(self.world.id());
        self.world.must(Actor::System, agreement::Command::Draft { id, draft });
        id
    }

    /// Drafts an agreement, has both sides approve it and freezes it.
    pub(super) fn agreed(&mut self, project: ProjectId, kind: AgreementKind) -> AgreementId {
        let id = self.draft(project, kind);
        for part in [self.principal, self.park] {
            self.world
                .must(part.actor, agreement::Command::Approve { id, version: 1 });
        }
        let frozen = FrozenText {
            version: 1,
            document: self.world.digest(),
            pages: vec![self.world.digest()],
        };
        self.world
            .must(Actor::System, agreement::Command::Freeze { id, frozen });
        id
    }

    pub(super) fn signatories(&self, id: AgreementId) -> Vec<SignatoryId> {
        let agreement = self.world.state.agreements.get(&id).unwrap();
        agreement
            .signatories
            .iter()
            .map(|signatory| signatory.place.id)
            .collect()
    }

    pub(super) fn authorisation(&mut self, method: AuthorisationMethod) -> Authorisation {
        Authorisation {
            method,
            binding: self.world.digest(),
            proof: self.world.digest(),
            key: SigningKey::Managed,
            signer: None,
        }
    }

    /// Has the signatories authorise with their own passkeys, and seals.
    pub(super) fn sign_open(&mut self, id: AgreementId) {
        self.authorise_all(id);
        for signatory in self.signatories(id) {
            let seal = self.seal(id, signatory);
            self.world.must(Actor::System, seal);
        }
    }

    /// Has the signatories authorise with their own passkeys.
    pub(super) fn authorise_all(&mut self, id: AgreementId) {
        let parts = [self.principal, self.park];
        for (part, signatory) in parts.into_iter().zip(self.signatories(id)) {
            let authorisation = self.authorisation(AuthorisationMethod::Passkey);
            let authorise = agreement::Command::Authorise {
                id,
                signatory,
                authorisation,
                signer: None,
                identity: KEY_ALONE,
            };
            self.world.must(part.actor, authorise);
        }
    }

    /// Returns the seal of what the signatory authorised last; of nothing where it did not.
    pub(super) fn seal(&mut self, id: AgreementId, signatory: SignatoryId) -> agreement::Command {
        let agreement = self.world.state.agreements.get(&id).cloned();
        let state = agreement.and_then(|agreement| agreement.signatory(signatory).map(|found| found.state.clone()));
        let base = self.world.state.agreements.get(&id).and_then(|it| it.document.clone());
        let binding = match state {
            Some(SignatoryState::Authorised { authorisation, .. } | SignatoryState::Sealed { authorisation, .. }) => {
                authorisation.binding
            }
            _ => self.world.digest(),
        };
        agreement::Command::Seal {
            id,
            signatory,
            binding,
            base: base.unwrap_or_default(),
            revision: self.world.digest(),
            certificate: None,
        }
    }

    /// Takes an agreement on a project to signed, outside a ceremony.
    pub(super) fn signed(&mut self, project: ProjectId, kind: AgreementKind) -> AgreementId {
        let id = self.agreed(project, kind);
        self.world
            .must(Actor::System, agreement::Command::Open { id, sign_by: None });
        self.sign_open(id);
        id
    }

    pub(super) fn nomination(&mut self, agreements: Vec<AgreementId>) -> (ActId, ceremony::Command) {
        let act = ActId(self.world.id());
        let nominate = ceremony::Command::Nominate {
            id: self.ceremony,
            act,
            title: text("Act"),
            sites: vec![text("Berlin"), text("Shijiazhuang")],
            agreements,
            pages_shown: false,
        };
        (act, nominate)
    }

    pub(super) fn nominate(&mut self, agreements: Vec<AgreementId>) -> ActId {
        let (act, nominate) = self.nomination(agreements);
        self.world.must(self.host.actor, nominate);
        act
    }

    pub(super) fn advance(&mut self, act: ActId, to: ActMove) {
        let by = match to {
            ActMove::Approved => self.city.actor,
            _ => self.host.actor,
        };
        self.world.must(by, ceremony::Command::Move { act, to });
    }

    /// Takes an act up to the stage.
    pub(super) fn announce(&mut self, act: ActId) {
        for to in [
            ActMove::DedupChecked,
            ActMove::Approved,
            ActMove::Rehearsed,
            ActMove::Announced,
        ] {
            self.advance(act, to);
        }
    }

    pub(super) fn all_ready(&mut self, act: ActId) {
        let agreements = self.world.state.act(&act).unwrap().1.agreements.clone();
        for id in agreements {
            for (part, signatory) in [self.principal, self.park].into_iter().zip(self.signatories(id)) {
                self.world.must(part.actor, ceremony::Command::Ready { act, signatory });
            }
        }
    }
}

impl Cast {
    /// What the system enters while it records: a track, a segment of it, a gap after that.
    pub(super) fn recorded_parts(&mut self, id: RecordingId) -> Vec<recording::Command> {
        let starts_at = self.world.now;
        let track = recording::Track {
            name: format!("{}/microphone", self.agent.person),
            person: Some(self.agent.person),
            source: recording::Source::Microphone,
            language: None,
        };
        let segment = recording::Segment {
            track: 0,
            index: 0,
            digest: self.world.digest(),
            starts_at,
            duration_ms: 8_000,
            size_bytes: 32_000,
            media_type: "audio/webm".to_owned(),
            codec: "opus".to_owned(),
            independent: true,
        };
        let gap = recording::Gap {
            track: 0,
            from: starts_at.checked_add(SignedDuration::from_secs(8)).unwrap(),
            to: starts_at.checked_add(SignedDuration::from_secs(10)).unwrap(),
            cause: recording::GapCause::Lost,
        };
        vec![
            recording::Command::AddTrack { id, track },
            recording::Command::CloseSegment { id, segment },
            recording::Command::NoteGap { id, gap },
        ]
    }
}
