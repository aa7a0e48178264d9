use std::collections::BTreeSet;

use super::Cast;
use super::steps::rivals;
use crate::agreement::{Agreement, AgreementKind, AgreementState, Holding, Relation, Signatory, SignatoryState};
use crate::ceremony::{ActState, Ceremony};
use crate::figures::{GroupBy, Query, figures, rows};
use crate::interest::InterestState;
use crate::meeting::MeetingState;
use crate::money::Ledger;
use crate::pitch::PitchState;
use crate::programme::ItemState;
use crate::project::{Project, Stage};
use crate::recording::Place;
use crate::{FairId, State};

/// Panics if a state is one that the domain forbids.
pub(super) fn check(state: &State, fair: FairId) {
    for project in state.projects.iter() {
        project_is_legal(state, project);
    }
    for agreement in state.agreements.iter() {
        agreement_is_legal(state, agreement);
        chain_is_legal(state, agreement);
    }
    for ceremony in state.ceremonies.iter() {
        ceremony_is_legal(state, ceremony);
    }
    programme_is_legal(state);
    interests_are_legal(state);
    authorisations_are_single(state);
    nobody_is_booked_twice(state);
    negotiations_are_recorded_with_consent(state);
    figures_are_sums(state, fair);
}

fn project_is_legal(state: &State, project: &Project) {
    let is_signed = project.proposal.stage >= Stage::Signed;
    assert_eq!(project.signed_by.is_some(), is_signed, "S7 and a contract go together");
    let agreed = project
        .money
        .iter()
        .filter(|entry| entry.ledger == Ledger::Agreed)
        .count();
    assert_eq!(agreed, usize::from(is_signed), "money is agreed once");
    let contracts: Vec<&Agreement> = state
        .agreements_on(&project.id)
        .filter(|agreement| agreement.kind == AgreementKind::Contract && agreement.counts())
        .filter(|agreement| matches!(agreement.state, AgreementState::Signed { .. }))
        .collect();
    assert_eq!(contracts.len(), usize::from(is_signed), "nothing is signed twice");
    if let Some(signed_by) = project.signed_by {
        assert_eq!(contracts[0].id, signed_by);
        assert!(project.proposal.region.is_some());
        let rival = state.rivals_of(project).find(|rival| rival.signed_by.is_some());
        assert!(rival.is_none(), "nothing is signed twice under another id");
    }
}

fn agreement_is_legal(state: &State, agreement: &Agreement) {
    let sealed = agreement.signatories.iter().filter(|one| one.is_sealed()).count();
    match agreement.state {
        AgreementState::Signed { .. } => {
            assert!(agreement.is_complete());
            assert!(agreement.signatories.iter().all(|one| one.is_sealed() || is_out(one)));
        }
        AgreementState::Signing => {
            assert!(!agreement.is_complete());
            if agreement.kind == AgreementKind::Contract && agreement.counts() {
                let project = state.projects.get(&agreement.project).unwrap();
                assert!(project.signed_by.is_none());
            }
        }
        AgreementState::Draft | AgreementState::Approved | AgreementState::Agreed => assert_eq!(sealed, 0),
        AgreementState::Declined { .. } | AgreementState::Voided { .. } | AgreementState::Expired { .. } => {}
    }
    let is_frozen = matches!(
        agreement.state,
        AgreementState::Agreed | AgreementState::Signing | AgreementState::Signed { .. }
    );
    assert!(!is_frozen || agreement.frozen.is_some());
    let versions: Vec<u32> = agreement.versions.iter().map(|version| version.version).collect();
    assert_eq!(
        versions,
        (1..=u32::try_from(versions.len()).unwrap()).collect::<Vec<_>>()
    );
}

fn chain_is_legal(state: &State, agreement: &Agreement) {
    for later in &agreement.later {
        let follower = state.agreements.get(&later.agreement).unwrap();
        assert!(matches!(follower.state, AgreementState::Signed { .. }));
        assert_eq!(follower.follows.unwrap().agreement, agreement.id);
    }
    let did = |relation| agreement.later.iter().any(|later| later.relation == relation);
    let holding = match (did(Relation::Termination), did(Relation::Amendment)) {
        (true, _) => Holding::Terminated,
        (false, true) => Holding::Amended,
        (false, false) => Holding::InForce,
    };
    assert_eq!(agreement.holding, holding);
    let first = agreement
        .follows
        .and_then(|follows| state.agreements.get(&follows.agreement));
    assert!(first.is_none_or(|first| matches!(first.state, AgreementState::Signed { .. })));
}

fn is_out(signatory: &Signatory) -> bool {
    matches!(
        signatory.state,
        SignatoryState::Declined { .. } | SignatoryState::NotNeeded
    )
}

fn ceremony_is_legal(state: &State, ceremony: &Ceremony) {
    let on_stage = ceremony
        .acts
        .iter()
        .filter(|act| matches!(act.state, ActState::Announced | ActState::Signing { .. }))
        .count();
    assert!(on_stage <= 1, "one act is on the stage at a time");
    let mut held = BTreeSet::new();
    for act in &ceremony.acts {
        for id in &act.agreements {
            let agreement = state.agreements.get(id).unwrap();
            let is_signed = matches!(agreement.state, AgreementState::Signed { .. });
            match act.state {
                ActState::Signed { .. } => assert!(is_signed),
                ActState::Signing { .. } => assert!(is_signed || agreement.state == AgreementState::Signing),
                ActState::Announced => assert_eq!(agreement.state, AgreementState::Agreed),
                _ => {}
            }
            assert!(
                act.state.is_final() || held.insert(*id),
                "an agreement is in one act at a time"
            );
        }
    }
}

fn programme_is_legal(state: &State) {
    for item in state.items.iter() {
        for pitch in &item.pitches {
            let pitch = state.pitches.get(pitch).unwrap();
            assert!(matches!(pitch.state, PitchState::Published | PitchState::Presented));
        }
        if let Some(current) = item.current_pitch {
            assert_eq!(item.state, ItemState::Live);
            assert!(item.pitches.contains(&current));
        }
    }
}

fn interests_are_legal(state: &State) {
    for interest in state.interests.iter() {
        if let InterestState::Linked { linked_project, .. } = interest.state {
            assert_eq!(linked_project, interest.project);
        }
        let project = state.projects.get(&interest.project).unwrap();
        assert_ne!(project.proposal.owner, interest.organisation);
        assert!(interest.due_at > interest.sent_at);
    }
}

fn authorisations_are_single(state: &State) {
    let mut bindings = BTreeSet::new();
    for agreement in state.agreements.iter() {
        for signatory in &agreement.signatories {
            if let SignatoryState::Authorised { authorisation, .. } | SignatoryState::Sealed { authorisation, .. } =
                &signatory.state
            {
                assert!(bindings.insert(authorisation.binding.clone()));
            }
        }
    }
}

fn nobody_is_booked_twice(state: &State) {
    let scheduled: Vec<_> = state
        .meetings
        .iter()
        .filter(|meeting| meeting.state == MeetingState::Scheduled)
        .collect();
    for (n, one) in scheduled.iter().enumerate() {
        for other in &scheduled[n + 1..] {
            if one.slot.unwrap().overlaps(&other.slot.unwrap()) {
                let both = one
                    .participants
                    .iter()
                    .any(|person| other.participants.contains(person));
                assert!(!both, "nobody is booked twice");
            }
        }
    }
}

fn negotiations_are_recorded_with_consent(state: &State) {
    for recording in state.recordings.iter().filter(|it| it.stopped_at.is_none()) {
        if let Place::Meeting(id) = recording.room {
            let meeting = state.meetings.get(&id).unwrap();
            assert!(state.may_record(meeting), "nothing is recorded without consent");
            assert!(matches!(
                meeting.state,
                MeetingState::Accepted | MeetingState::Scheduled
            ));
        }
    }
}

fn figures_are_sums(state: &State, fair: FairId) {
    for by in [GroupBy::City, GroupBy::Currency] {
        let query = Query { by, kinds: Vec::new() };
        let figures = figures(state, fair, &query);
        let rows = rows(state, fair, &query);
        let of_rows: i64 = rows
            .iter()
            .filter(|row| row.kind == AgreementKind::Contract)
            .filter_map(|row| row.amount)
            .map(|amount| amount.minor)
            .sum();
        let column: i64 = figures.totals.contracts.sums.iter().map(|sum| sum.minor).sum();
        let groups: i64 = figures
            .groups
            .iter()
            .flat_map(|group| &group.columns.contracts.sums)
            .map(|sum| sum.minor)
            .sum();
        let ledger: i64 = figures.ledgers[0].sums.iter().map(|sum| sum.minor).sum();
        assert_eq!(
            [column, groups, ledger],
            [of_rows; 3],
            "the ledger is the sum of the rows"
        );
    }
}

/// Panics if a city sees a lead of the other one.
pub(super) fn check_sight(cast: &Cast) {
    let state = &cast.world.state;
    let [(city, park), (other_city, other_park)] = rivals(cast);
    for (city, park, others) in [
        (city, park, [other_city.organisation, other_park.organisation]),
        (other_city, other_park, [city.organisation, park.organisation]),
    ] {
        for part in [city, park] {
            let view = state.view(&part.actor).unwrap();
            for interest in state.interests.iter().filter(|it| others.contains(&it.organisation)) {
                assert!(!view.sees_interest(interest), "a city sees no other city's leads");
            }
            for project in view.projects() {
                let is_other_s = project.counterpart.is_some_and(|side| others.contains(&side));
                assert!(!is_other_s || view.answers_for(&project) || view.is_of(&project));
            }
        }
    }
}
