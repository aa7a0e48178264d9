use jiff::SignedDuration;

use super::decide::seen_act;
use super::{Act, ActMove, ActState, Ceremony, Event, Refusal};
use crate::access::{self, Right};
use crate::agreement::{self, Agreement, AgreementKind, AgreementState};
use crate::decision::Decision;
use crate::programme::ItemState;
use crate::project::{self, Standing};
use crate::state::State;
use crate::{ActId, ProjectId, SignatoryId, check, common, counting, refusal};

/// Longest countdown.
const LONGEST_COUNTDOWN_S: u8 = 60;

pub(super) fn advance(decision: &mut Decision, id: ActId, to: ActMove) -> Result<(), refusal::Refusal> {
    let (ceremony, act) = seen_act(decision, id)?;
    require_part(decision, &ceremony, &act, &to)?;
    if !act.state.leads_to(&to) {
        return Err(common::Refusal::WrongState { is: act.state.name() }.into());
    }
    match to {
        ActMove::DedupChecked => {
            let similar = similar_projects(&decision.state, &act);
            enter(decision, id, ActState::DedupChecked { similar })
        }
        ActMove::Approved => approve(decision, &act),
        ActMove::Rehearsed => enter(decision, id, ActState::Rehearsed),
        ActMove::Announced => announce(decision, &ceremony, &act),
        ActMove::Signing { countdown_s } => start_signing(decision, &act, countdown_s),
        ActMove::Pulled { reason } => {
            check::reason(&reason)?;
            pull(decision, id, reason)
        }
    }
}

/// Officers approve what is their affair; everything else is the officiant's and those who run ceremonies.
fn require_part(decision: &Decision, ceremony: &Ceremony, act: &Act, to: &ActMove) -> Result<(), access::Refusal> {
    let officiates = decision.acting.is(ceremony.officiant) || decision.acting.has(Right::RunCeremonies);
    let approves = decision.acting.has(Right::ApproveActs)
        && agreements(&decision.state, act).all(|agreement| {
            decision
                .state
                .projects
                .get(&agreement.project)
                .is_some_and(|project| decision.view().answers_for(project))
        });
    let allowed = match to {
        ActMove::Approved => approves,
        ActMove::DedupChecked | ActMove::Pulled { .. } => approves || officiates,
        ActMove::Rehearsed | ActMove::Announced | ActMove::Signing { .. } => officiates,
    };
    if allowed {
        Ok(())
    } else {
        Err(access::Refusal::NotPermitted)
    }
}

/// Returns the projects of the same owner and product that have signed already or are on their way to.
fn similar_projects(state: &State, act: &Act) -> Vec<ProjectId> {
    let mut similar: Vec<ProjectId> = agreements(state, act)
        .filter_map(|agreement| state.projects.get(&agreement.project))
        .flat_map(|project| state.similar_to(project))
        .filter(|other| other.signed_by.is_some() || !matches!(other.standing, Standing::Terminated { .. }))
        .map(|other| other.id)
        .collect();
    similar.sort();
    similar.dedup();
    similar
}

fn approve(decision: &mut Decision, act: &Act) -> Result<(), refusal::Refusal> {
    for agreement in agreements(&decision.state, act) {
        counting::refuse_approval(&decision.state, agreement, act.id)?;
    }
    let mut contracts: Vec<&Agreement> = agreements(&decision.state, act)
        .filter(|agreement| agreement.kind == AgreementKind::Contract && agreement.counts())
        .collect();
    while let Some(one) = contracts.pop() {
        let project = decision
            .state
            .projects
            .get(&one.project)
            .ok_or(common::Refusal::NotFound)?;
        let twice = contracts.iter().any(|other| {
            other.project == one.project || decision.state.rivals_of(project).any(|rival| rival.id == other.project)
        });
        if twice {
            return Err(project::Refusal::BeingSigned.into());
        }
    }
    enter(decision, act.id, ActState::Approved)
}

fn announce(decision: &mut Decision, ceremony: &Ceremony, act: &Act) -> Result<(), refusal::Refusal> {
    let is_live = decision
        .state
        .items
        .get(&ceremony.item)
        .is_some_and(|item| item.state == ItemState::Live);
    if !is_live {
        return Err(Refusal::NotLive.into());
    }
    if ceremony.on_stage().is_some() {
        return Err(Refusal::StageTaken.into());
    }
    let in_progress = agreements(&decision.state, act).find(|agreement| agreement.state != AgreementState::Agreed);
    if let Some(agreement) = in_progress {
        let agreement = agreement.id;
        return Err(Refusal::NotAgreed { agreement }.into());
    }
    enter(decision, act.id, ActState::Announced)
}

fn start_signing(decision: &mut Decision, act: &Act, countdown_s: u8) -> Result<(), refusal::Refusal> {
    if countdown_s > LONGEST_COUNTDOWN_S {
        return Err(Refusal::CountdownTooLong.into());
    }
    let missing: usize = agreements(&decision.state, act)
        .map(|agreement| agreement.unready(&act.ready))
        .sum();
    if missing > 0 {
        return Err(Refusal::NotReady { missing }.into());
    }
    let signs_at = decision
        .now
        .checked_add(SignedDuration::from_secs(i64::from(countdown_s)))
        .map_err(|_| common::Refusal::TimesInvalid)?;
    enter(decision, act.id, ActState::Signing { signs_at })?;
    for id in &act.agreements {
        agreement::open(decision, *id)?;
    }
    Ok(())
}

pub(super) fn ready(decision: &mut Decision, id: ActId, signatory: SignatoryId) -> Result<(), refusal::Refusal> {
    let (_, act) = seen_act(decision, id)?;
    let place = agreements(&decision.state, &act)
        .find_map(|agreement| agreement.signatory(signatory))
        .cloned()
        .ok_or(Refusal::SignatoryUnknown)?;
    let is_own = decision.acting.is(place.acting_person()) && decision.acting.acts_for(place.place.organisation);
    if !is_own && !decision.acting.is_system() {
        return Err(Refusal::NotYourPlace.into());
    }
    if act.state != ActState::Announced {
        return Err(common::Refusal::WrongState { is: act.state.name() }.into());
    }
    if act.ready.contains(&signatory) {
        return Err(Refusal::AlreadyReady.into());
    }
    decision.emit(Event::Ready { act: id, signatory })
}

/// Takes an act off the run-of-show and closes what it opened.
pub(crate) fn pull(decision: &mut Decision, id: ActId, reason: String) -> Result<(), refusal::Refusal> {
    let act = decision.state.act(&id).map(|(_, act)| act.clone());
    let act = act.ok_or(common::Refusal::NotFound)?;
    for agreement in &act.agreements {
        agreement::close(decision, *agreement, &reason)?;
    }
    enter(decision, id, ActState::Pulled { reason })
}

/// Makes an act signed once all of its agreements are.
pub(crate) fn finish(decision: &mut Decision, id: ActId) -> Result<(), refusal::Refusal> {
    let is_done = decision.state.act(&id).is_some_and(|(_, act)| {
        matches!(act.state, ActState::Signing { .. })
            && agreements(&decision.state, act)
                .all(|agreement| matches!(agreement.state, AgreementState::Signed { .. }))
    });
    if !is_done {
        return Ok(());
    }
    let signed_at = decision.now;
    enter(decision, id, ActState::Signed { signed_at })
}

fn enter(decision: &mut Decision, act: ActId, to: ActState) -> Result<(), refusal::Refusal> {
    decision.emit(Event::Moved { act, to })
}

fn agreements<'a>(state: &'a State, act: &'a Act) -> impl Iterator<Item = &'a Agreement> + 'a {
    act.agreements
        .iter()
        .filter_map(|id| state.agreements.get(id))
        .map(AsRef::as_ref)
}
