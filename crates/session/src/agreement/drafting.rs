use super::decide::{expect_state, seen_agreement};
use super::{
    Agreement, AgreementDraft, AgreementKind, AgreementState, Clause, Event, FrozenText, PlaceRole, Refusal, Relation,
    SignatoryPlace, UploadedText, deadline, follows, groups, upload,
};
use crate::access::{self, Acting, Right};
use crate::decision::{Decision, fresh, seen};
use crate::project::{self, Project, Standing};
use crate::state::State;
use crate::text::LocalizedText;
use crate::{AgreementId, OrganisationId, PersonId, check, organisation, refusal};

/// What a text may hold, both languages together: some sixty pages, which are set in seconds.
const MOST_CLAUSES: usize = 200;
const MOST_CHARACTERS: usize = 120_000;
const MOST_LINES: usize = 2_000;

pub(super) fn draft(decision: &mut Decision, id: AgreementId, draft: AgreementDraft) -> Result<(), refusal::Refusal> {
    fresh(&decision.state.agreements, &id)?;
    let view = decision.view();
    let project = seen(&decision.state.projects, &draft.project, |it| view.sees_project(it))?;
    decision.require(Right::Negotiate)?;
    match draft.follows {
        // What follows comes years after the fair, too.
        Some(follows) => follows::check_follows(decision, &draft, follows, &project)?,
        None => drop(decision.open_fair(draft.fair)?),
    }
    check_project(&draft, &project)?;
    deadline::check_deadline(draft.sign_by, decision.now)?;
    check_parties(&decision.state, &draft)?;
    check_content(&draft)?;
    let number_taken = decision
        .state
        .agreements_at(&draft.fair)
        .any(|other| other.number == draft.number);
    if number_taken {
        return Err(Refusal::NumberTaken.into());
    }
    let (by, person) = drafter(decision, &draft, &project)?;
    decision.emit(Event::Drafted { id, draft, by, person })
}

fn check_project(draft: &AgreementDraft, project: &Project) -> Result<(), refusal::Refusal> {
    if project.proposal.fair != draft.fair {
        return Err(crate::common::Refusal::NotFound.into());
    }
    if draft.follows.is_none() && project.standing != Standing::Active {
        return Err(project::Refusal::NotActive.into());
    }
    let counts = draft
        .follows
        .is_none_or(|follows| follows.relation == Relation::Expansion);
    if draft.kind == AgreementKind::Contract && counts && project.signed_by.is_some() {
        return Err(project::Refusal::AlreadySigned.into());
    }
    Ok(())
}

fn check_parties(state: &State, draft: &AgreementDraft) -> Result<(), refusal::Refusal> {
    organisation::known(state, &draft.parties)?;
    if draft.parties.len() < 2 || check::distinct(&draft.parties).is_err() {
        return Err(Refusal::PartiesInvalid.into());
    }
    check_places(state, draft)?;
    groups::check_witnesses(&draft.signatories)?;
    Ok(groups::check_groups(draft)?)
}

/// Places that a document has room for: each is a field that is laid out before anybody signs.
const MOST_SIGNATORIES: usize = 16;
const MOST_PLACES: usize = 48;

/// Each party signs, and everybody acts for an organisation with the right to what they are to do.
fn check_places(state: &State, draft: &AgreementDraft) -> Result<(), Refusal> {
    let places = &draft.signatories;
    let signatories = places.iter().filter(|place| place.role == PlaceRole::Signatory).count();
    if signatories > MOST_SIGNATORIES || places.len() > MOST_PLACES {
        return Err(Refusal::TooManySignatories);
    }
    let signs_for = |place: &SignatoryPlace, party| !place.role.is_witness() && place.organisation == party;
    let each_party_signs = draft
        .signing_parties()
        .iter()
        .all(|party| places.iter().any(|place| signs_for(place, *party)));
    let each_may = places.iter().all(|place| {
        let right = place.role.right();
        (place.role.is_witness() || draft.parties.contains(&place.organisation))
            && state
                .memberships_of(&place.person)
                .any(|membership| membership.organisation == place.organisation && membership.role.has(right))
    });
    let ids_are_new = check::distinct(places.iter().map(|place| place.id)).is_ok()
        && places.iter().all(|place| state.agreement_of(&place.id).is_none());
    // Whoever signs may apply the seal, too; nobody does the same thing twice.
    let nobody_twice = check::distinct(places.iter().map(|place| (place.person, place.role))).is_ok();
    if each_party_signs && each_may && ids_are_new && nobody_twice {
        Ok(())
    } else {
        Err(Refusal::SignatoriesInvalid)
    }
}

fn check_content(draft: &AgreementDraft) -> Result<(), refusal::Refusal> {
    check::word(&draft.number)?;
    check::text(&draft.title)?;
    for amount in draft.amount.iter().chain(&draft.foreign) {
        check::amount(amount)?;
    }
    let [first, second] = &draft.languages;
    if first.is_empty() || second.is_empty() || first == second {
        return Err(Refusal::LanguagesInvalid.into());
    }
    let capacities = draft.signatories.iter().map(|place| &place.capacity);
    if ![&draft.title]
        .into_iter()
        .chain(capacities)
        .all(|text| says_in_all(text, &draft.languages))
    {
        return Err(Refusal::LanguageMissing.into());
    }
    match &draft.upload {
        Some(upload) if draft.clauses.is_empty() => upload::check_upload(upload, draft.signatories.iter()),
        Some(_) => Err(Refusal::ClausesInvalid.into()),
        None => Ok(check_clauses(&draft.clauses, &draft.languages)?),
    }
}

fn check_clauses(clauses: &[Clause], languages: &[String; 2]) -> Result<(), Refusal> {
    let says_it_in_both =
        |clause: &Clause| says_in_all(&clause.heading, languages) && says_in_all(&clause.body, languages);
    if clauses.is_empty() || !clauses.iter().all(says_it_in_both) {
        return Err(Refusal::ClausesInvalid);
    }
    let texts = || {
        clauses
            .iter()
            .flat_map(|clause| clause.heading.0.values().chain(clause.body.0.values()))
    };
    let characters: usize = texts().map(|text| text.chars().count()).sum();
    let lines: usize = texts().map(|text| text.lines().count()).sum();
    if clauses.len() > MOST_CLAUSES || characters > MOST_CHARACTERS || lines > MOST_LINES {
        return Err(Refusal::TextTooLong);
    }
    Ok(())
}

fn says_in_all(text: &LocalizedText, languages: &[String; 2]) -> bool {
    languages
        .iter()
        .all(|language| text.0.get(language).is_some_and(|text| !text.trim().is_empty()))
}

/// Returns for whom an agreement is drafted: the actor's own side, or, where an officer of the project or the system
/// drafts it for others, the first party.
fn drafter(
    decision: &Decision,
    draft: &AgreementDraft,
    project: &Project,
) -> Result<(OrganisationId, PersonId), refusal::Refusal> {
    match &decision.acting {
        Acting::Member(member) => {
            if !decision.view().deals_in(project) || !draft.parties.contains(&project.proposal.owner) {
                return Err(access::Refusal::NotPermitted.into());
            }
            let signing = draft.signing_parties();
            let is_party = draft.parties.contains(&member.organisation);
            // Nobody writes a notice in the other side's name.
            if is_party && !signing.contains(&member.organisation) {
                return Err(access::Refusal::NotPermitted.into());
            }
            let by = if is_party { member.organisation } else { signing[0] };
            Ok((by, member.person))
        }
        Acting::System => {
            let places = &mut draft.signatories.iter();
            let first = places
                .find(|place| place.organisation == draft.signing_parties()[0])
                .ok_or(Refusal::SignatoriesInvalid)?;
            Ok((first.organisation, first.person))
        }
    }
}

pub(super) fn propose(
    decision: &mut Decision,
    id: AgreementId,
    based_on: u32,
    clauses: Vec<Clause>,
) -> Result<(), refusal::Refusal> {
    propose_version(decision, id, based_on, clauses, None)
}

pub(super) fn propose_upload(
    decision: &mut Decision,
    id: AgreementId,
    based_on: u32,
    upload: UploadedText,
) -> Result<(), refusal::Refusal> {
    propose_version(decision, id, based_on, Vec::new(), Some(upload))
}

fn propose_version(
    decision: &mut Decision,
    id: AgreementId,
    based_on: u32,
    clauses: Vec<Clause>,
    upload: Option<UploadedText>,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let (by, person) = side(decision, &agreement)?;
    expect_state(&agreement, &AgreementState::Draft)?;
    let current = current_version(&agreement);
    if based_on != current {
        return Err(Refusal::StaleVersion { current }.into());
    }
    match &upload {
        Some(upload) => upload::check_upload(upload, agreement.signatories.iter().map(|it| &it.place))?,
        None => check_clauses(&clauses, &agreement.languages)?,
    }
    decision.emit(Event::Proposed {
        id,
        version: current + 1,
        by,
        person,
        clauses,
        upload,
    })
}

/// Approves for the actor's party; the system, which acts only in replays and set-up, approves for all at once.
pub(super) fn approve(decision: &mut Decision, id: AgreementId, version: u32) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let approving = if decision.acting.is_system() {
        waiting_parties(&agreement)
    } else {
        vec![side(decision, &agreement)?]
    };
    expect_state(&agreement, &AgreementState::Draft)?;
    let current = current_version(&agreement);
    if version != current {
        return Err(Refusal::StaleVersion { current }.into());
    }
    for (by, person) in approving {
        if agreement.has_approved(by) {
            return Err(Refusal::AlreadyApproved.into());
        }
        decision.emit(Event::Approved {
            id,
            version,
            by,
            person,
        })?;
    }
    let all = seen_agreement(decision, id)?;
    if all.signing_parties().iter().all(|party| all.has_approved(*party)) {
        decision.emit(Event::AllApproved { id, version })?;
    }
    Ok(())
}

pub(super) fn freeze(decision: &mut Decision, id: AgreementId, frozen: FrozenText) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    if !decision.acting.is_system() {
        return Err(access::Refusal::NotPermitted.into());
    }
    expect_state(&agreement, &AgreementState::Approved)?;
    let current = current_version(&agreement);
    if frozen.version != current {
        return Err(Refusal::StaleVersion { current }.into());
    }
    check::digest(&frozen.document)?;
    for page in &frozen.pages {
        check::digest(page)?;
    }
    decision.emit(Event::Frozen { id, frozen })
}

/// Returns the party that the actor acts for.
fn side(decision: &Decision, agreement: &Agreement) -> Result<(OrganisationId, PersonId), refusal::Refusal> {
    decision.require(Right::Negotiate)?;
    match &decision.acting {
        Acting::Member(member) if agreement.signing_parties().contains(&member.organisation) => {
            Ok((member.organisation, member.person))
        }
        Acting::Member(_) => Err(access::Refusal::NotPermitted.into()),
        Acting::System => {
            let first = agreement.signatories.first().ok_or(Refusal::SignatoriesInvalid)?;
            Ok((first.place.organisation, first.place.person))
        }
    }
}

fn waiting_parties(agreement: &Agreement) -> Vec<(OrganisationId, PersonId)> {
    agreement
        .signing_parties()
        .into_iter()
        .filter(|party| !agreement.has_approved(*party))
        .filter_map(|party| {
            let signatory = agreement
                .signatories
                .iter()
                .find(|signatory| signatory.place.organisation == party)?;
            Some((party, signatory.place.person))
        })
        .collect()
}

fn current_version(agreement: &Agreement) -> u32 {
    agreement.versions.last().map_or(0, |version| version.version)
}

impl Agreement {
    /// Returns whether a party approved the current version.
    pub fn has_approved(&self, party: OrganisationId) -> bool {
        self.versions
            .last()
            .is_some_and(|version| version.approved_by.contains(&party))
    }
}
