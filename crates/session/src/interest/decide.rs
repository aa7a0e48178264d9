use jiff::Timestamp;

use super::{Answer, Command, Event, Interest, InterestKind, InterestState, Refusal, due};
use crate::access::{self, Right};
use crate::decision::{Decision, fresh, seen};
use crate::pitch::PitchState;
use crate::project::{self, Project, Side, Stage, Standing};
use crate::region::RegionCode;
use crate::state::State;
use crate::text::FileReference;
use crate::{InterestId, OrganisationId, PitchId, ProjectId, check, common, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Send {
                id,
                project,
                pitch,
                kind,
                message,
                attachments,
            } => {
                let sending = Sending {
                    project,
                    pitch,
                    kind,
                    message,
                    attachments,
                };
                send(decision, id, sending)
            }
            Self::Answer { id, answer, message } => reply(decision, id, answer, message),
            Self::Expire { id } => expire(decision, id),
        }
    }
}

struct Sending {
    project: ProjectId,
    pitch: Option<PitchId>,
    kind: InterestKind,
    message: String,
    attachments: Vec<FileReference>,
}

fn send(decision: &mut Decision, id: InterestId, sending: Sending) -> Result<(), refusal::Refusal> {
    fresh(&decision.state.interests, &id)?;
    let view = decision.view();
    let project = seen(&decision.state.projects, &sending.project, |it| view.sees_project(it))?;
    decision.require(Right::ExpressInterest)?;
    let member = decision.acting.require_member()?.clone();
    decision.open_fair(project.proposal.fair)?;
    if project.standing != Standing::Active {
        return Err(project::Refusal::NotActive.into());
    }
    if project.proposal.owner == member.organisation || project.proposal.agent == Some(member.organisation) {
        return Err(Refusal::OwnProject.into());
    }
    for file in &sending.attachments {
        check::digest(&file.digest)?;
    }
    check_pitch(&decision.state, &project, sending.pitch)?;
    let waits = decision.state.interests_in(&project.id).any(|other| {
        other.organisation == member.organisation && other.kind == sending.kind && other.state == InterestState::Sent
    });
    if waits {
        return Err(Refusal::AlreadySent.into());
    }
    decision.emit(Event::Sent {
        id,
        project: project.id,
        pitch: sending.pitch,
        organisation: member.organisation,
        person: member.person,
        kind: sending.kind,
        message: sending.message,
        attachments: sending.attachments,
        due_at: due::answer_due_at(decision.now),
    })
}

fn check_pitch(state: &State, project: &Project, pitch: Option<PitchId>) -> Result<(), Refusal> {
    let Some(pitch) = pitch else {
        return Ok(());
    };
    let fits = state.pitches.get(&pitch).is_some_and(|pitch| {
        pitch.project == project.id && matches!(pitch.state, PitchState::Published | PitchState::Presented)
    });
    if fits { Ok(()) } else { Err(Refusal::PitchOfOther) }
}

fn reply(decision: &mut Decision, id: InterestId, answer: Answer, message: String) -> Result<(), refusal::Refusal> {
    let view = decision.view();
    let interest = seen(&decision.state.interests, &id, |it| view.sees_interest(it))?;
    decision.require(Right::AnswerInterest)?;
    let member = decision.acting.require_member()?.clone();
    if !decision.view().receives(&interest) {
        return Err(access::Refusal::NotPermitted.into());
    }
    if !interest.state.is_open() {
        return Err(wrong_state(&interest));
    }
    decision.emit(Event::Answered {
        id,
        answer,
        message,
        by: member.person,
    })?;
    match answer {
        Answer::Accepted => link(decision, &interest),
        Answer::Declined | Answer::Information => Ok(()),
    }
}

/// An accepted interest leads to the project; the first one identifies its counterpart and brings it to S3.
fn link(decision: &mut Decision, interest: &Interest) -> Result<(), refusal::Refusal> {
    let project = decision
        .state
        .projects
        .get(&interest.project)
        .cloned()
        .ok_or(common::Refusal::NotFound)?;
    if project.counterpart.is_none() && project.standing == Standing::Active && project.signed_by.is_none() {
        project::match_with(
            decision,
            project.id,
            interest.organisation,
            landing(&decision.state, &project, interest.organisation),
            Some(interest.id),
            Stage::InitialIntent,
        )?;
    }
    decision.emit(Event::Linked {
        id: interest.id,
        project: project.id,
    })
}

/// An offer lands where the interested side is, a demand where its owner is.
fn landing(state: &State, project: &Project, interested: OrganisationId) -> Option<RegionCode> {
    let side = match project.proposal.side {
        Side::Offer => interested,
        Side::Demand => project.proposal.owner,
    };
    state.organisations.get(&side)?.region.clone()
}

fn expire(decision: &mut Decision, id: InterestId) -> Result<(), refusal::Refusal> {
    let interest = seen(&decision.state.interests, &id, |_| decision.acting.is_system())?;
    if interest.state != InterestState::Sent {
        return Err(wrong_state(&interest));
    }
    if !interest.is_due(decision.now) {
        return Err(Refusal::NotDue.into());
    }
    decision.emit(Event::Expired { id })
}

fn wrong_state(interest: &Interest) -> refusal::Refusal {
    common::Refusal::WrongState {
        is: interest.state.name(),
    }
    .into()
}

impl Interest {
    /// Returns whether its answer is due.
    pub fn is_due(&self, now: Timestamp) -> bool {
        now >= self.due_at
    }

    /// Returns whether it was accepted, so that both sides may reach each other.
    pub fn is_accepted(&self) -> bool {
        match self.state {
            InterestState::Answered { answer, .. } => answer == Answer::Accepted,
            InterestState::Linked { .. } => true,
            InterestState::Sent | InterestState::Expired => false,
        }
    }
}

impl InterestState {
    /// Returns whether it waits for a decision.
    pub fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Sent
                | Self::Answered {
                    answer: Answer::Information,
                    ..
                }
        )
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Answered { .. } => "answered",
            Self::Linked { .. } => "linked",
            Self::Expired => "expired",
        }
    }
}

impl State {
    /// Iterates over the accepted interests that an organisation sent.
    pub fn accepted_interests_of(&self, organisation: OrganisationId) -> impl Iterator<Item = &Interest> + '_ {
        self.interests_of(organisation)
            .filter(|interest| interest.is_accepted())
    }
}
