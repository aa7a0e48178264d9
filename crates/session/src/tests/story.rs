use jiff::SignedDuration;

use super::Cast;
use super::cast::{KEY_ALONE, clauses, cny, join, plan, text};
use super::world::key_of;
use crate::agreement::{self, AgreementKind, AuthorisationMethod};
use crate::ceremony::ActMove;
use crate::meeting::{self, MeetingMove, MeetingRequest, Slot};
use crate::money::Ledger;
use crate::person::Role;
use crate::project::{self, Stage, StageMove};
use crate::text::FileReference;
use crate::{
    Actor, AgreementId, ItemId, MeetingId, PitchId, ProjectId, RecordingId, SignatoryId, person, pitch, programme,
    recording,
};

/// Returns a fair at which everything happened that can happen.
pub(super) fn everything() -> Cast {
    let mut cast = Cast::new();
    let project = pitched(&mut cast);
    met(&mut cast, project);
    signed(&mut cast);
    refused(&mut cast);
    followed(&mut cast);
    let Actor::Person { membership, .. } = cast.guest.actor else {
        unreachable!()
    };
    let (id, key) = (cast.guest.person, key_of(cast.guest.person));
    cast.world
        .must(cast.guest.actor, person::Command::RemoveKey { id, key });
    cast.world
        .must(cast.guest.actor, person::Command::Leave { id: membership });
    recorded(&mut cast, project);
    workflow(&mut cast);
    kept(&mut cast);
    cast
}

/// In a recorded ceremony recital and will are spoken, one who leaves is asked anew; what is signed is archived, held,
/// a certificate of it revoked; years later the recording is deleted.
fn kept(cast: &mut Cast) {
    let project = cast.project_at_s6("solar");
    let id = cast.agreed(project, AgreementKind::Framework);
    let act = cast.nominate(vec![id]);
    let (room, host) = (recording::Place::Item(cast.ceremony_item), cast.host.actor);
    let recording = RecordingId(cast.world.id());
    cast.world.must(host, recording::Command::Start { id: recording, room });
    cast.announce(act);
    let signatory = cast.signatories(id)[0];
    let hear = || agreement::Command::HearWill { id, signatory, room };
    cast.world.must(host, agreement::Command::ReadRecital { id, room });
    cast.world.must(host, hear());
    let reason = agreement::LapseReason::LeftRoom;
    let lapse = agreement::Command::LapseIdentity { id, signatory, reason };
    cast.world.must(Actor::System, lapse);
    cast.world.must(host, hear());
    cast.all_ready(act);
    cast.advance(act, ActMove::Signing { countdown_s: 0 });
    cast.authorise_all(id);
    for signatory in cast.signatories(id) {
        let mut seal = cast.seal(id, signatory);
        if let agreement::Command::Seal { certificate, .. } = &mut seal {
            *certificate = Some(format!("01{signatory}"));
        }
        cast.world.must(Actor::System, seal);
    }
    let archive = agreement::Archive {
        document: cast.world.digest(),
        level: agreement::SignatureLevel::Lta,
        timestamped_at: cast.world.now,
        provable_until: cast.world.now.checked_add(SignedDuration::from_hours(90_000)).unwrap(),
    };
    cast.world
        .must(Actor::System, agreement::Command::Archive { id, archive });
    let reason = agreement::RevocationReason::KeyCompromise;
    let revoke = agreement::Command::RevokeCertificate { id, signatory, reason };
    cast.world.must(cast.province.actor, revoke);
    let because = |why: &str| why.to_owned();
    let province = cast.province.actor;
    let reason = because("a dispute");
    cast.world.must(province, agreement::Command::Hold { id, reason });
    let reason = because("settled");
    cast.world.must(province, agreement::Command::LiftHold { id, reason });
    cast.world.must(host, recording::Command::Stop { id: recording });
    cast.world.pass(24 * 366 * 10);
    let before = cast
        .world
        .now
        .checked_sub(SignedDuration::from_hours(24 * 3_652))
        .unwrap();
    cast.world
        .must(Actor::System, recording::Command::Purge { id: recording, before });
}

/// One agreement is delegated, reminded of, extended, amended; another expires.
fn workflow(cast: &mut Cast) {
    let project = cast.project_at_s6("cable");
    let deputy = join(&mut cast.world, cast.principal.organisation, Role::Principal);
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    draft.signatories.push(agreement::SignatoryPlace {
        id: SignatoryId(cast.world.id()),
        person: deputy.person,
        capacity: text("Director"),
        ..draft.signatories[0].clone()
    });
    draft.signatories[1].group = 2;
    draft.quorums = vec![agreement::Quorum { group: 1, needed: 1 }];
    let id = AgreementId(cast.world.id());
    cast.world
        .must(cast.park.actor, agreement::Command::Draft { id, draft });
    let [signatory, other, _] = cast.signatories(id)[..] else {
        unreachable!()
    };
    let power_of_attorney = FileReference {
        digest: cast.world.digest(),
        name: "power.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size_bytes: 20_000,
    };
    let third = join(&mut cast.world, cast.principal.organisation, Role::Principal);
    let delegate = agreement::Command::Delegate {
        id,
        signatory,
        delegate: third.person,
        power_of_attorney,
    };
    let principal = cast.principal.actor;
    cast.world.must(principal, delegate);
    cast.world
        .must(principal, agreement::Command::RevokeDelegation { id, signatory });
    cast.world
        .must(Actor::System, agreement::Command::Approve { id, version: 1 });
    let frozen = agreement::FrozenText {
        version: 1,
        document: cast.world.digest(),
        pages: Vec::new(),
    };
    cast.world
        .must(Actor::System, agreement::Command::Freeze { id, frozen });
    let at = |hours| cast.world.now.checked_add(SignedDuration::from_hours(hours)).ok();
    let (soon, later) = (at(48), at(96).unwrap());
    let city = cast.city.actor;
    cast.world.must(city, agreement::Command::Open { id, sign_by: soon });
    cast.world.must(city, agreement::Command::Extend { id, sign_by: later });
    cast.world.must(city, agreement::Command::Remind { id, signatory });
    cast.world
        .must(principal, agreement::Command::ConfirmByCode { id, signatory });
    for (by, signatory) in [(principal, signatory), (cast.park.actor, other)] {
        let authorise = agreement::Command::Authorise {
            id,
            signatory,
            authorisation: cast.authorisation(AuthorisationMethod::Passkey),
            signer: None,
            identity: KEY_ALONE,
        };
        cast.world.must(by, authorise);
        let seal = cast.seal(id, signatory);
        cast.world.must(Actor::System, seal);
    }
    amended(cast, project, id);
}

fn amended(cast: &mut Cast, project: ProjectId, first: AgreementId) {
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    draft.follows = Some(agreement::Follows {
        agreement: first,
        relation: agreement::Relation::ForceMajeure,
    });
    draft.signatories.remove(0);
    let id = AgreementId(cast.world.id());
    cast.world
        .must(cast.park.actor, agreement::Command::Draft { id, draft });
    cast.world
        .must(cast.park.actor, agreement::Command::Approve { id, version: 1 });
    let frozen = agreement::FrozenText {
        version: 1,
        document: cast.world.digest(),
        pages: Vec::new(),
    };
    cast.world
        .must(Actor::System, agreement::Command::Freeze { id, frozen });
    cast.world
        .must(cast.city.actor, agreement::Command::Open { id, sign_by: None });
    let signatory = cast.signatories(id)[0];
    let authorise = agreement::Command::Authorise {
        id,
        signatory,
        authorisation: cast.authorisation(AuthorisationMethod::DeviceKey),
        signer: None,
        identity: KEY_ALONE,
    };
    cast.world.must(cast.park.actor, authorise);
    let seal = cast.seal(id, signatory);
    cast.world.must(Actor::System, seal);
    let mut overdue = cast.agreement_draft(project, AgreementKind::Framework);
    overdue.sign_by = cast.world.now.checked_add(SignedDuration::from_hours(1)).ok();
    let id = AgreementId(cast.world.id());
    cast.world
        .must(Actor::System, agreement::Command::Draft { id, draft: overdue });
    cast.world.pass(1);
    cast.world.must(Actor::System, agreement::Command::Expire { id });
}

fn pitched(cast: &mut Cast) -> ProjectId {
    let id = ItemId(cast.world.id());
    let (fair, first) = (cast.fair, plan(&cast.world, "T1", programme::ItemKind::Training));
    let host = cast.host.actor;
    cast.world
        .must(host, programme::Command::Plan { id, fair, plan: first });
    let plan = plan(&cast.world, "T2", programme::ItemKind::Training);
    cast.world.must(host, programme::Command::Replan { id, plan });
    let project = cast.propose(cast.offer());
    let pitch: PitchId = cast.publish(project);
    let present = programme::Command::Present {
        id: cast.roadshow,
        pitch: Some(pitch),
    };
    cast.world.must(host, present);
    let other = cast.propose(cast.offer());
    let id = PitchId(cast.world.id());
    let item = cast.roadshow;
    cast.world.must(
        cast.agent.actor,
        pitch::Command::Draft {
            id,
            project: other,
            item,
        },
    );
    project
}

/// The roadshow is broadcast and recorded, and a side agrees to the recording of a second meeting.
fn recorded(cast: &mut Cast, project: ProjectId) {
    let (item, host) = (cast.roadshow, cast.host.actor);
    let id = RecordingId(cast.world.id());
    let broadcast = |audience| recording::Command::Broadcast {
        item,
        session: id,
        audience,
    };
    let room = recording::Place::Item(item);
    let audience = Some(recording::Audience::SignedIn);
    cast.world.must(host, broadcast(audience));
    cast.world.must(host, recording::Command::Start { id, room });
    for command in cast.recorded_parts(id) {
        cast.world.must(Actor::System, command);
    }
    cast.world.must(host, recording::Command::Stop { id });
    cast.world.must(host, broadcast(None));
    let id = MeetingId(cast.world.id());
    let request = MeetingRequest {
        fair: cast.fair,
        project,
        interest: None,
        topic: "Terms".to_owned(),
        with: cast.agent.organisation,
        participants: Vec::new(),
        slot: None,
    };
    let (park, agent) = (cast.park.actor, cast.agent.actor);
    cast.world.must(park, meeting::Command::Request { id, request });
    let to = MeetingMove::Accepted;
    cast.world.must(agent, meeting::Command::Move { id, to });
    let consent = recording::Command::Consent {
        meeting: id,
        given: true,
    };
    cast.world.must(park, consent);
}

fn met(cast: &mut Cast, project: ProjectId) {
    let unanswered = cast.send_interest(cast.other_park, project);
    let accepted = cast.send_interest(cast.park, project);
    cast.accept(accepted);
    let id = MeetingId(cast.world.id());
    let starts_at = cast.world.now.checked_add(SignedDuration::from_hours(1)).unwrap();
    let slot = Slot {
        starts_at,
        ends_at: starts_at.checked_add(SignedDuration::from_hours(1)).unwrap(),
    };
    let request = MeetingRequest {
        fair: cast.fair,
        project,
        interest: Some(accepted),
        topic: "Terms".to_owned(),
        with: cast.agent.organisation,
        participants: vec![cast.principal.person],
        slot: None,
    };
    let person = cast.guest.person;
    let (park, agent) = (cast.park.actor, cast.agent.actor);
    cast.world.must(park, meeting::Command::Request { id, request });
    cast.world.must(park, meeting::Command::Invite { id, person });
    for (by, to) in [(agent, MeetingMove::Accepted), (agent, MeetingMove::Scheduled { slot })] {
        cast.world.must(by, meeting::Command::Move { id, to });
    }
    cast.world.pass(24 * 8);
    let to = MeetingMove::Held;
    cast.world.must(park, meeting::Command::Move { id, to });
    cast.world
        .must(Actor::System, crate::interest::Command::Expire { id: unanswered });
}

fn signed(cast: &mut Cast) {
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    cast.announce(act);
    cast.all_ready(act);
    cast.advance(act, ActMove::Signing { countdown_s: 0 });
    cast.sign_open(agreement);
    let by = cast.city.actor;
    let reason = || "no land".to_owned();
    let id = project;
    let enter = project::Command::EnterMoney {
        id,
        ledger: Ledger::PaidIn,
        amount: cny(5),
        source: "receipt".to_owned(),
    };
    cast.world.must(by, enter);
    cast.world.must(by, project::Command::Suspend { id, reason: reason() });
    cast.world.must(by, project::Command::Resume { id });
    cast.world
        .must(by, project::Command::Terminate { id, reason: reason() });
}

fn refused(cast: &mut Cast) {
    let project = cast.project_at_s6("glass");
    let id = cast.agreed(project, AgreementKind::Contract);
    let act = cast.nominate(vec![id]);
    cast.announce(act);
    cast.all_ready(act);
    cast.advance(act, ActMove::Signing { countdown_s: 0 });
    let reason = || "The line broke.".to_owned();
    cast.advance(act, ActMove::Pulled { reason: reason() });
    let signatory = cast.signatories(id)[0];
    let decline = agreement::Command::Decline {
        id,
        signatory,
        reason: reason(),
    };
    cast.world.must(cast.principal.actor, decline);
    let id = cast.draft(project, AgreementKind::Intent);
    let propose = agreement::Command::Propose {
        id,
        based_on: 1,
        clauses: clauses("second"),
    };
    cast.world.must(cast.park.actor, propose);
    cast.world
        .must(cast.park.actor, agreement::Command::Void { id, reason: reason() });
}

fn followed(cast: &mut Cast) {
    let id = cast.project_at_s6("paper");
    let assign = project::Command::Assign {
        id,
        officer: cast.park.person,
    };
    cast.world.must(cast.city.actor, assign);
    let to = StageMove {
        to: Stage::Advancing,
        reason: "terms reopened".to_owned(),
        evidence: None,
    };
    cast.world.must(cast.park.actor, project::Command::Move { id, to });
    let simulated = cast.agreed(id, AgreementKind::Framework);
    cast.world.must(
        Actor::System,
        agreement::Command::Open {
            id: simulated,
            sign_by: None,
        },
    );
    let signatory = cast.signatories(simulated)[0];
    let authorisation = cast.authorisation(AuthorisationMethod::Simulated);
    let authorise = agreement::Command::Authorise {
        id: simulated,
        signatory,
        authorisation,
        signer: None,
        identity: KEY_ALONE,
    };
    cast.world.must(Actor::System, authorise);
}
