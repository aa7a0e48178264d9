use jiff::SignedDuration;

use super::Cast;
use super::cast::{KEY_ALONE, Part, clauses, cny};
use crate::agreement::{
    self, Agreement, AgreementDraft, AgreementKind, AgreementState, AuthorisationMethod, Follows, FrozenText, Relation,
    SignatoryState,
};
use crate::ceremony::{self, ActMove, ActState};
use crate::interest::{self, Answer, InterestKind};
use crate::meeting::{self, MeetingMove, MeetingRequest, Slot};
use crate::money::Ledger;
use crate::pitch::{self, PitchMove};
use crate::programme::{self, ItemState};
use crate::project::{self, Project, Stage, StageEvidence, StageMove};
use crate::recording;
use crate::region::RegionCode;
use crate::state::Collection;
use crate::{ActId, Actor, AgreementId, Command, InterestId, MeetingId, PitchId, ProjectId, RecordingId, SignatoryId};

/// One step of a walk: what, by whom, with what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) kind: u8,
    pub(super) by: u8,
    pub(super) one: u8,
    pub(super) other: u8,
}

impl Step {
    /// Takes an agreement or an act one step towards signed.
    pub(super) const ONWARD: u8 = 250;
    /// Lets hours pass.
    pub(super) const PASS: u8 = 251;
    /// The system acts.
    pub(super) const SYSTEM: u8 = 255;
}

/// Asks for one thing; a refusal is as good as a deed.
pub(super) fn take(cast: &mut Cast, step: Step) {
    if step.kind == Step::PASS {
        cast.world.pass(7);
        return;
    }
    let by = actor(cast, step.by);
    let command = if step.kind >= Step::ONWARD {
        onward(cast, step)
    } else {
        command(cast, step)
    };
    if let Some(command) = command {
        let _ = cast.world.run(by, command);
    }
}

fn actor(cast: &Cast, by: u8) -> Actor {
    let parts = [
        cast.province,
        cast.statistician,
        cast.host,
        cast.city,
        cast.park,
        cast.other_city,
        cast.other_park,
        cast.firm,
        cast.agent,
        cast.principal,
        cast.guest,
    ];
    match parts.get(usize::from(by) % 13) {
        Some(part) if by != Step::SYSTEM => part.actor,
        _ => Actor::System,
    }
}

fn pick<K: Ord + Clone, V>(collection: &Collection<K, V>, n: u8) -> Option<&V> {
    let len = collection.len().max(1);
    collection.iter().nth(usize::from(n) % len).map(AsRef::as_ref)
}

fn command(cast: &mut Cast, step: Step) -> Option<Command> {
    match step.kind % 8 {
        0 => propose(cast, step),
        1 => follow(cast, step),
        2 => pitch(cast, step),
        3 => interest(cast, step),
        4 => meet(cast, step),
        5 => agree(cast, step),
        6 => sign(cast, step),
        _ => perform(cast, step),
    }
}

fn propose(cast: &mut Cast, step: Step) -> Option<Command> {
    let mut proposal = cast.offer();
    let products = ["steel", "STEEL", "glass", "paper"];
    proposal.product = products[usize::from(step.one) % products.len()].to_owned();
    proposal.stage =
        [Stage::Seeking, Stage::InitialIntent, Stage::Negotiating, Stage::Signed][usize::from(step.other) % 4];
    proposal.region = [None, Some("130109P1"), Some("130209P1")][usize::from(step.one / 4) % 3]
        .map(|code| RegionCode(code.to_owned()));
    let family = pick(&cast.world.state.projects, step.other).map(|project| project.id);
    match step.one % 7 {
        0 => proposal.tranche_of = family,
        1 => {
            proposal.succeeds = family;
            proposal.owner = cast.firm.organisation;
        }
        _ => {}
    }
    let id = ProjectId(cast.world.id());
    Some(project::Command::Propose { id, proposal }.into())
}

fn follow(cast: &mut Cast, step: Step) -> Option<Command> {
    let id = pick(&cast.world.state.projects, step.one)?.id;
    let reason = || "because".to_owned();
    let command = match step.other % 8 {
        0 => project::Command::Suspend { id, reason: reason() },
        1 => project::Command::Resume { id },
        2 if step.by.is_multiple_of(5) => project::Command::Terminate { id, reason: reason() },
        3 => project::Command::Match {
            id,
            counterpart: cast.park.organisation,
            region: None,
        },
        4 => project::Command::EnterMoney {
            id,
            ledger: [Ledger::Agreed, Ledger::PaidIn, Ledger::UtilisedForeign][usize::from(step.by) % 3],
            amount: cny(i64::from(step.one)),
            source: "receipt".to_owned(),
        },
        _ => project::Command::Move {
            id,
            to: stage_move(step),
        },
    };
    Some(command.into())
}

fn stage_move(step: Step) -> StageMove {
    let stages = [
        Stage::Seeking,
        Stage::Matched,
        Stage::InitialIntent,
        Stage::Advancing,
        Stage::Intent,
        Stage::Negotiating,
        Stage::Signed,
        Stage::Performing,
        Stage::Construction,
        Stage::Operating,
    ];
    let reference = || "2020-1".to_owned();
    let to = stages[usize::from(step.other / 8) % stages.len()];
    let evidence = match to {
        Stage::Performing => Some(StageEvidence::Registration { reference: reference() }),
        Stage::Construction => Some(StageEvidence::ConstructionStart { reference: reference() }),
        Stage::Operating => Some(StageEvidence::Production { reference: reference() }),
        _ => None,
    };
    StageMove {
        to,
        reason: "because".to_owned(),
        evidence,
    }
}

fn pitch(cast: &mut Cast, step: Step) -> Option<Command> {
    let item = cast.roadshow;
    let id = pick(&cast.world.state.pitches, step.one).map(|pitch| pitch.id);
    let reason = "thin".to_owned();
    let to = match step.other % 9 {
        0 | 1 => {
            let project = pick(&cast.world.state.projects, step.one)?.id;
            let id = PitchId(cast.world.id());
            return Some(pitch::Command::Draft { id, project, item }.into());
        }
        2 => return Some(programme::Command::Present { id: item, pitch: id }.into()),
        3 if step.one == 7 => {
            let to = ItemState::Ended;
            return Some(programme::Command::Move { id: item, to }.into());
        }
        4 => PitchMove::Returned { reason },
        5 => PitchMove::Approved,
        6 => PitchMove::Published,
        7 => PitchMove::Withdrawn,
        _ => PitchMove::Submitted,
    };
    Some(pitch::Command::Move { id: id?, to }.into())
}

fn interest(cast: &mut Cast, step: Step) -> Option<Command> {
    if step.other.is_multiple_of(3) {
        let project = pick(&cast.world.state.projects, step.one)?.id;
        return Some(
            interest::Command::Send {
                id: InterestId(cast.world.id()),
                project,
                pitch: None,
                kind: [InterestKind::Meeting, InterestKind::SiteVisit][usize::from(step.one) % 2],
                message: String::new(),
                attachments: Vec::new(),
            }
            .into(),
        );
    }
    let id = pick(&cast.world.state.interests, step.one)?.id;
    let answer = [Answer::Accepted, Answer::Declined, Answer::Information][usize::from(step.other) % 3];
    let message = String::new();
    let command = match step.other % 4 {
        0 => interest::Command::Expire { id },
        _ => interest::Command::Answer { id, answer, message },
    };
    Some(command.into())
}

fn meet(cast: &mut Cast, step: Step) -> Option<Command> {
    if step.other.is_multiple_of(4) {
        let project = pick(&cast.world.state.projects, step.one)?.id;
        let request = MeetingRequest {
            fair: cast.fair,
            project,
            interest: None,
            topic: "Terms".to_owned(),
            with: [cast.agent, cast.park, cast.principal][usize::from(step.one) % 3].organisation,
            participants: vec![cast.guest.person],
            slot: None,
        };
        let id = MeetingId(cast.world.id());
        return Some(meeting::Command::Request { id, request }.into());
    }
    let id = pick(&cast.world.state.meetings, step.one)?.id;
    if step.other % 11 == 1 {
        let given = !step.one.is_multiple_of(4);
        return Some(recording::Command::Consent { meeting: id, given }.into());
    }
    if step.other % 11 == 2 {
        let room = recording::Place::Meeting(id);
        let id = RecordingId(cast.world.id());
        return Some(recording::Command::Start { id, room }.into());
    }
    let reason = "late".to_owned();
    let to = match step.other % 7 {
        0 | 1 => MeetingMove::Accepted,
        2 | 3 => MeetingMove::Scheduled { slot: slot(cast, step) },
        4 => MeetingMove::Held,
        5 => MeetingMove::Cancelled { reason },
        _ => MeetingMove::NoShow {
            absent: cast.agent.organisation,
        },
    };
    Some(meeting::Command::Move { id, to }.into())
}

fn slot(cast: &Cast, step: Step) -> Slot {
    let at = |minutes: i64| cast.world.now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
    let from = i64::from(step.one % 8) * 20;
    Slot {
        starts_at: at(from),
        ends_at: at(from + 30),
    }
}

fn agree(cast: &mut Cast, step: Step) -> Option<Command> {
    if step.other.is_multiple_of(2) {
        let project = pick(&cast.world.state.projects, step.one)?.id;
        let kinds = [AgreementKind::Contract, AgreementKind::Contract, AgreementKind::Intent];
        let mut draft = cast.agreement_draft(project, kinds[usize::from(step.other) % 3]);
        draft.signatories[1].group = 1 + u8::from(step.one.is_multiple_of(3));
        if step.by.is_multiple_of(7) {
            draft.sign_by = cast
                .world
                .now
                .checked_add(SignedDuration::from_hours(i64::from(step.one)))
                .ok();
        }
        if step.other.is_multiple_of(8) {
            follow_up(cast, step, &mut draft);
        }
        let id = AgreementId(cast.world.id());
        return Some(agreement::Command::Draft { id, draft }.into());
    }
    let agreement = pick(&cast.world.state.agreements, step.one)?;
    let (id, version) = (agreement.id, agreement.versions.last()?.version);
    let command = match step.other % 3 {
        0 => agreement::Command::Propose {
            id,
            based_on: version,
            clauses: clauses("next"),
        },
        _ => agreement::Command::Approve { id, version },
    };
    Some(command.into())
}

/// Turns a draft into one that follows a signed agreement, where there is one.
fn follow_up(cast: &Cast, step: Step, draft: &mut AgreementDraft) {
    let is_signed = |agreement: &&std::sync::Arc<Agreement>| matches!(agreement.state, AgreementState::Signed { .. });
    let Some(first) = cast.world.state.agreements.iter().find(is_signed) else {
        return;
    };
    let relations = [
        Relation::Amendment,
        Relation::Termination,
        Relation::ForceMajeure,
        Relation::Expansion,
    ];
    let relation = relations[usize::from(step.one) % relations.len()];
    let of_first = |project: &&std::sync::Arc<Project>| project.proposal.tranche_of == Some(first.project);
    let tranche = cast
        .world
        .state
        .projects
        .iter()
        .find(of_first)
        .map(|project| project.id);
    draft.project = match relation {
        Relation::Expansion => tranche.unwrap_or(first.project),
        _ => first.project,
    };
    draft.kind = first.kind;
    if relation == Relation::ForceMajeure {
        draft.signatories.truncate(1);
        draft.signatories[0].group = 1;
    }
    draft.follows = Some(Follows {
        agreement: first.id,
        relation,
    });
}

fn sign(cast: &mut Cast, step: Step) -> Option<Command> {
    let agreement = pick(&cast.world.state.agreements, step.one)?;
    let id = agreement.id;
    let signatory = agreement.signatories[usize::from(step.other) % agreement.signatories.len()]
        .place
        .id;
    let reason = || "no".to_owned();
    let command = match step.other % 12 {
        9 => agreement::Command::Remind { id, signatory },
        10 => agreement::Command::Expire { id },
        11 => agreement::Command::Extend {
            id,
            sign_by: cast
                .world
                .now
                .checked_add(SignedDuration::from_hours(i64::from(step.one)))
                .unwrap(),
        },
        0 => agreement::Command::Decline {
            id,
            signatory,
            reason: reason(),
        },
        1 => agreement::Command::Void { id, reason: reason() },
        2 | 3 => agreement::Command::Open { id, sign_by: None },
        4 => cast.seal(id, signatory),
        _ => authorise(cast, id, signatory, AuthorisationMethod::Passkey),
    };
    Some(command.into())
}

fn authorise(
    cast: &mut Cast,
    id: AgreementId,
    signatory: SignatoryId,
    method: AuthorisationMethod,
) -> agreement::Command {
    let authorisation = cast.authorisation(method);
    agreement::Command::Authorise {
        id,
        signatory,
        authorisation,
        signer: None,
        identity: KEY_ALONE,
    }
}

fn acts(cast: &Cast) -> Vec<(ActId, ActState)> {
    let ceremony = cast.world.state.ceremonies.get(&cast.ceremony).unwrap();
    ceremony.acts.iter().map(|act| (act.id, act.state.clone())).collect()
}

fn perform(cast: &mut Cast, step: Step) -> Option<Command> {
    let acts = acts(cast);
    if step.other.is_multiple_of(3) || acts.is_empty() {
        let agreement = pick(&cast.world.state.agreements, step.one)?.id;
        return Some(cast.nomination(vec![agreement]).1.into());
    }
    let act = acts[usize::from(step.one) % acts.len()].0;
    let moves = [
        ActMove::DedupChecked,
        ActMove::Approved,
        ActMove::Rehearsed,
        ActMove::Announced,
        ActMove::Signing { countdown_s: 3 },
        ActMove::Pulled {
            reason: "lost line".to_owned(),
        },
    ];
    let to = moves[usize::from(step.other / 3) % moves.len()].clone();
    Some(ceremony::Command::Move { act, to }.into())
}

/// Takes an act or an agreement the next step towards signed, by the system.
fn onward(cast: &mut Cast, step: Step) -> Option<Command> {
    if step.other.is_multiple_of(2) {
        next_of_act(cast, step)
    } else {
        next_of_agreement(cast, step)
    }
}

fn next_of_act(cast: &mut Cast, step: Step) -> Option<Command> {
    let acts = acts(cast);
    let (act, state) = acts.get(usize::from(step.one) % acts.len().max(1))?.clone();
    let to = match state {
        ActState::Nominated => ActMove::DedupChecked,
        ActState::DedupChecked { .. } => ActMove::Approved,
        ActState::Approved => ActMove::Rehearsed,
        ActState::Rehearsed => ActMove::Announced,
        ActState::Announced => {
            if let Some(signatory) = not_ready(cast, act) {
                return Some(ceremony::Command::Ready { act, signatory }.into());
            }
            ActMove::Signing { countdown_s: 0 }
        }
        ActState::Signing { .. } | ActState::Signed { .. } | ActState::Pulled { .. } => return None,
    };
    Some(ceremony::Command::Move { act, to }.into())
}

fn not_ready(cast: &Cast, act: ActId) -> Option<SignatoryId> {
    let (_, act) = cast.world.state.act(&act)?;
    act.agreements
        .iter()
        .flat_map(|id| cast.signatories(*id))
        .find(|signatory| !act.ready.contains(signatory))
}

fn next_of_agreement(cast: &mut Cast, step: Step) -> Option<Command> {
    let agreement = pick(&cast.world.state.agreements, step.one)?.clone();
    let (id, version) = (agreement.id, agreement.versions.last()?.version);
    let command = match agreement.state {
        AgreementState::Draft => agreement::Command::Approve { id, version },
        AgreementState::Approved => {
            let frozen = FrozenText {
                version,
                document: cast.world.digest(),
                pages: Vec::new(),
            };
            agreement::Command::Freeze { id, frozen }
        }
        AgreementState::Agreed => agreement::Command::Open { id, sign_by: None },
        AgreementState::Signing => {
            let next = agreement.signatories.iter().find(|signatory| !signatory.is_sealed())?;
            let signatory = next.place.id;
            match next.state {
                SignatoryState::Waiting => authorise(cast, id, signatory, AuthorisationMethod::Simulated),
                _ => cast.seal(id, signatory),
            }
        }
        AgreementState::Signed { .. }
        | AgreementState::Declined { .. }
        | AgreementState::Voided { .. }
        | AgreementState::Expired { .. } => return None,
    };
    Some(command.into())
}

/// Whom a walk watches for leaks: two cities and their parks.
pub(super) fn rivals(cast: &Cast) -> [(Part, Part); 2] {
    [(cast.city, cast.park), (cast.other_city, cast.other_park)]
}
