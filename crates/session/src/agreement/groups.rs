//! Order groups: who may act when, when a group is satisfied, and who is no longer needed.
//!
//! A group counts its signatories and seals; its witnesses must each attest, as long as whom they attest signs.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Agreement, AgreementDraft, AgreementState, Event, Quorum, Refusal, Signatory, SignatoryPlace, SignatoryState,
};
use crate::decision::Decision;
use crate::{OrganisationId, PersonId, SignatoryId, check, refusal};

impl Agreement {
    /// Returns the group that may act: the first that is not satisfied; none when all are.
    pub fn open_group(&self) -> Option<u8> {
        let groups: BTreeSet<u8> = self.signatories.iter().map(|one| one.place.group).collect();
        groups.into_iter().find(|group| !self.is_satisfied(*group))
    }

    /// Returns whether every group is satisfied.
    pub fn is_complete(&self) -> bool {
        self.open_group().is_none()
    }

    /// Returns the place at which a person acts: one that may act now before one that waits, the last one else.
    pub fn place_of(&self, person: PersonId) -> Option<&Signatory> {
        let own = || self.signatories.iter().filter(|one| one.acting_person() == person);
        let waits = |one: &&Signatory| one.state == SignatoryState::Waiting;
        own()
            .find(|one| waits(one) && self.may_act(one).is_ok())
            .or_else(|| own().find(waits))
            .or_else(|| own().next_back())
    }

    /// Refuses a place whose turn has not come.
    ///
    /// # Errors
    /// [`Refusal::GroupNotOpen`], [`Refusal::NothingToAttest`].
    pub fn may_act(&self, signatory: &Signatory) -> Result<(), Refusal> {
        if self.open_group().is_some_and(|open| open < signatory.place.group) {
            return Err(Refusal::GroupNotOpen);
        }
        match signatory.place.role.attests() {
            Some(of) if !self.signatory(of).is_some_and(Signatory::is_sealed) => Err(Refusal::NothingToAttest),
            _ => Ok(()),
        }
    }

    /// Returns how many must still report ready so that signing can be carried to its end.
    pub fn unready(&self, ready: &[SignatoryId]) -> usize {
        let is_ready = |one: &&Signatory| ready.contains(&one.place.id);
        let groups: BTreeSet<u8> = self.signatories.iter().map(|one| one.place.group).collect();
        let signing: usize = groups
            .into_iter()
            .map(|group| {
                self.needed(group)
                    .saturating_sub(self.signing_in(group).filter(is_ready).count())
            })
            .sum();
        let attests_ready = |one: &&Signatory| one.place.role.attests().is_some_and(|of| ready.contains(&of));
        let attesting = self.signatories.iter().filter(attests_ready);
        signing + attesting.filter(|one| !one.is_out() && !is_ready(one)).count()
    }

    /// Returns whether it can still come to be signed after those who refused.
    pub(super) fn can_complete(&self) -> bool {
        let groups: BTreeSet<u8> = self.signatories.iter().map(|one| one.place.group).collect();
        let refuses = |one: &Signatory| matches!(one.state, SignatoryState::Declined { .. });
        let enough = |group: u8| self.signing_in(group).filter(|one| !refuses(one)).count() >= self.needed(group);
        let unattested = |one: &Signatory| {
            let of = one.place.role.attests().and_then(|of| self.signatory(of));
            refuses(one) && of.is_some_and(|of| !of.is_out())
        };
        groups.into_iter().all(enough) && !self.signatories.iter().any(unattested)
    }

    fn is_satisfied(&self, group: u8) -> bool {
        let sealed = self.signing_in(group).filter(|one| one.is_sealed()).count();
        let mut witnesses = self
            .signatories
            .iter()
            .filter(|one| one.place.group == group && one.place.role.is_witness());
        sealed >= self.needed(group) && witnesses.all(|one| one.is_sealed() || one.state == SignatoryState::NotNeeded)
    }

    fn needed(&self, group: u8) -> usize {
        needed(&self.quorums, group).unwrap_or_else(|| self.signing_in(group).count())
    }

    fn signing_in(&self, group: u8) -> impl Iterator<Item = &Signatory> {
        self.signatories
            .iter()
            .filter(move |one| one.place.group == group && !one.place.role.is_witness())
    }

    /// Returns who waits in vain: the rest of a group that has enough, and witnesses of those who will not sign.
    fn no_longer_needed(&self) -> Vec<SignatoryId> {
        let is_open =
            |one: &&Signatory| matches!(one.state, SignatoryState::Waiting | SignatoryState::Authorised { .. });
        let has_enough = |group: u8| self.signing_in(group).filter(|one| one.is_sealed()).count() >= self.needed(group);
        let spare: BTreeSet<SignatoryId> = self
            .signatories
            .iter()
            .filter(is_open)
            .filter(|one| !one.place.role.is_witness() && has_enough(one.place.group))
            .map(|one| one.place.id)
            .collect();
        let in_vain = |one: &&Signatory| match one.place.role.attests() {
            Some(of) => spare.contains(&of) || self.signatory(of).is_some_and(Signatory::is_out),
            None => spare.contains(&one.place.id),
        };
        self.signatories
            .iter()
            .filter(is_open)
            .filter(in_vain)
            .map(|one| one.place.id)
            .collect()
    }
}

/// Releases those who are no longer needed.
pub(super) fn release(decision: &mut Decision, agreement: &Agreement) -> Result<(), refusal::Refusal> {
    if !matches!(agreement.state, AgreementState::Agreed | AgreementState::Signing) {
        return Ok(());
    }
    let signatories = agreement.no_longer_needed();
    if signatories.is_empty() {
        return Ok(());
    }
    decision.emit(Event::Released {
        id: agreement.id,
        signatories,
    })
}

/// Refuses groups that could not be carried out, or in which a party could be left out.
pub(super) fn check_groups(draft: &AgreementDraft) -> Result<(), Refusal> {
    let mut signing: BTreeMap<u8, Vec<&SignatoryPlace>> = BTreeMap::new();
    for place in &draft.signatories {
        let group = signing.entry(place.group).or_default();
        if !place.role.is_witness() {
            group.push(place);
        }
    }
    let are_numbered = signing.keys().copied().eq((1..=u8::MAX).take(signing.len()));
    let fit = |quorum: &Quorum| {
        signing
            .get(&quorum.group)
            .is_some_and(|places| (1..=places.len()).contains(&usize::from(quorum.needed)))
    };
    let once = check::distinct(draft.quorums.iter().map(|quorum| quorum.group)).is_ok();
    let signs_surely = |party: &OrganisationId| {
        signing.iter().any(|(group, places)| {
            let others = places.iter().filter(|place| place.organisation != *party).count();
            needed(&draft.quorums, *group).unwrap_or(places.len()) > others
        })
    };
    if are_numbered && once && draft.quorums.iter().all(fit) && draft.signing_parties().iter().all(signs_surely) {
        Ok(())
    } else {
        Err(Refusal::GroupsInvalid)
    }
}

/// Refuses witnesses who attest nobody, themselves, another witness, or somebody who signs after them.
pub(super) fn check_witnesses(places: &[SignatoryPlace]) -> Result<(), Refusal> {
    let fits = |witness: &SignatoryPlace, of: SignatoryId| {
        places
            .iter()
            .find(|place| place.id == of)
            .is_some_and(|place| !place.role.is_witness() && place.group <= witness.group)
    };
    let signs = |person: PersonId| {
        places
            .iter()
            .any(|place| !place.role.is_witness() && place.person == person)
    };
    let fit = places
        .iter()
        .filter_map(|place| Some((place, place.role.attests()?)))
        .all(|(witness, of)| fits(witness, of) && !signs(witness.person));
    if fit { Ok(()) } else { Err(Refusal::WitnessInvalid) }
}

fn needed(quorums: &[Quorum], group: u8) -> Option<usize> {
    quorums
        .iter()
        .find(|quorum| quorum.group == group)
        .map(|quorum| usize::from(quorum.needed))
}
