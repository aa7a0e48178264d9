use jiff::Timestamp;

use super::{
    Agreement, AgreementDraft, AgreementState, Clause, Delegation, Event, Holding, IssuedCertificate, LegalHold,
    Signatory, SignatoryState, Spoken, TextVersion,
};
use crate::state::{ApplyError, Moment, ObjectRef, State, present};
use crate::{AgreementId, OrganisationId, PersonId, SignatoryId};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
        let id = self.id();
        match self {
            Self::Drafted { draft, by, person, .. } => {
                insert(
                    state,
                    id,
                    draft.clone(),
                    first_version(draft, *by, *person, moment.at),
                    moment.at,
                );
                return Ok(());
            }
            Self::Authorised { authorisation, .. } => {
                state.links.used_bindings.insert(authorisation.binding.clone());
            }
            Self::Sealed {
                signatory,
                certificate: Some(serial),
                ..
            } => {
                state.links.certificates.insert(serial.clone(), (id, *signatory));
            }
            _ => {}
        }
        let agreement = present(state.agreements.get_mut(&id), id)?;
        self.fold_into(agreement, moment.at)
    }

    fn fold_into(&self, agreement: &mut Agreement, at: Timestamp) -> Result<(), ApplyError> {
        match self {
            Self::Drafted { .. } => {}
            Self::Proposed {
                version,
                by,
                person,
                clauses,
                upload,
                ..
            } => agreement.versions.push(TextVersion {
                upload: upload.clone(),
                ..text_version(*version, *by, *person, at, clauses.clone())
            }),
            Self::Approved { version, by, .. } => agreement.version(*version)?.approved_by.push(*by),
            Self::AllApproved { .. } => agreement.state = AgreementState::Approved,
            Self::Frozen { frozen, .. } => {
                agreement.frozen = Some(frozen.clone());
                agreement.document = Some(frozen.document.clone());
                agreement.state = AgreementState::Agreed;
            }
            Self::Opened { sign_by, .. } => {
                agreement.state = AgreementState::Signing;
                agreement.opened_at = Some(at);
                agreement.sign_by = sign_by.or(agreement.sign_by);
            }
            Self::DeadlineSet { sign_by, .. } => agreement.sign_by = Some(*sign_by),
            Self::Expired { .. } => agreement.state = AgreementState::Expired { expired_at: at },
            Self::Followed { by, relation, .. } => agreement.follow(*by, *relation, at),
            Self::Closed { .. } => agreement.close(),
            Self::Archived { archive, .. } => {
                agreement.document = Some(archive.document.clone());
                agreement.archive = Some(archive.clone());
            }
            Self::Signed { document, .. } => {
                agreement.document = Some(document.clone());
                agreement.state = AgreementState::Signed {
                    signed_document: document.clone(),
                    signed_at: at,
                };
            }
            Self::Voided { reason, .. } => agreement.state = AgreementState::Voided { reason: reason.clone() },
            Self::RecitalRead { by, room, .. } => {
                let (by, room) = (*by, *room);
                agreement.recital = Some(Spoken { by, room, at });
            }
            Self::Held { by, reason, .. } => {
                agreement.legal_hold = Some(LegalHold {
                    reason: reason.clone(),
                    by: *by,
                    since: at,
                });
            }
            Self::HoldLifted { .. } => agreement.legal_hold = None,
            Self::Authorised { signatory, .. }
            | Self::CertificateRevoked { signatory, .. }
            | Self::Reminded { signatory, .. }
            | Self::Delegated { signatory, .. }
            | Self::DelegationRevoked { signatory, .. }
            | Self::IdentityConfirmed { signatory, .. }
            | Self::IdentityLapsed { signatory, .. }
            | Self::WillDeclared { signatory, .. } => {
                self.fold_into_place(agreement.place(*signatory)?, at);
            }
            Self::Sealed {
                signatory, revision, ..
            } => {
                self.fold_into_place(agreement.place(*signatory)?, at);
                agreement.document = Some(revision.clone());
            }
            Self::Declined { signatory, reason, .. } => {
                self.fold_into_place(agreement.place(*signatory)?, at);
                if !agreement.can_complete() {
                    agreement.state = AgreementState::Declined { reason: reason.clone() };
                }
            }
            Self::Released { signatories, .. } => {
                for signatory in signatories {
                    agreement.place(*signatory)?.state = SignatoryState::NotNeeded;
                }
            }
        }
        Ok(())
    }

    fn fold_into_place(&self, place: &mut Signatory, at: Timestamp) {
        match (self, &place.state) {
            (Self::Authorised { authorisation, .. }, _) => {
                place.state = SignatoryState::Authorised {
                    authorisation: authorisation.clone(),
                    authorised_at: at,
                };
            }
            (
                Self::Sealed {
                    revision, certificate, ..
                },
                SignatoryState::Authorised {
                    authorisation,
                    authorised_at,
                },
            ) => {
                place.state = SignatoryState::Sealed {
                    authorisation: authorisation.clone(),
                    authorised_at: *authorised_at,
                    revision: revision.clone(),
                    sealed_at: at,
                    certificate: certificate
                        .clone()
                        .map(|serial| IssuedCertificate { serial, revoked: None }),
                };
            }
            (Self::Reminded { .. }, _) => place.reminded_at = Some(at),
            (Self::IdentityConfirmed { factor, .. }, _) => place.confirm(*factor, at),
            (Self::IdentityLapsed { .. }, _) => place.lapse(),
            (Self::WillDeclared { by, room, .. }, _) => {
                let (by, room) = (*by, *room);
                place.will = Some(Spoken { by, room, at });
            }
            (
                Self::Delegated {
                    delegate,
                    power_of_attorney,
                    by,
                    ..
                },
                _,
            ) => {
                place.hand_over(Some(Delegation {
                    delegate: *delegate,
                    power_of_attorney: power_of_attorney.clone(),
                    appointed_by: *by,
                    appointed_at: at,
                }));
            }
            (Self::DelegationRevoked { .. }, _) => place.hand_over(None),
            (Self::CertificateRevoked { reason, .. }, _) => {
                if let SignatoryState::Sealed {
                    certificate: Some(certificate),
                    ..
                } = &mut place.state
                {
                    certificate.revoked = Some((at, *reason));
                }
            }
            (Self::Declined { reason, .. }, _) => place.state = SignatoryState::Declined { reason: reason.clone() },
            _ => {}
        }
    }

    pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
        let id = self.id();
        let agreement = state.agreements.get(&id);
        let project = agreement.map(|agreement| agreement.project.into());
        let of_fair = match (self, agreement) {
            (Self::Signed { .. }, Some(agreement)) => Some(agreement.fair.into()),
            _ => None,
        };
        let act = agreement.and_then(|agreement| agreement.act).map(ObjectRef::from);
        let followed = match self {
            // The first one's page names what is drafted to follow it.
            Self::Drafted { draft, .. } => draft.follows.map(|follows| follows.agreement.into()),
            _ => None,
        };
        std::iter::once(id.into())
            .chain(project)
            .chain(act)
            .chain(of_fair)
            .chain(followed)
            .collect()
    }

    fn id(&self) -> AgreementId {
        match self {
            Self::Drafted { id, .. }
            | Self::Proposed { id, .. }
            | Self::Approved { id, .. }
            | Self::AllApproved { id, .. }
            | Self::Frozen { id, .. }
            | Self::Opened { id, .. }
            | Self::DeadlineSet { id, .. }
            | Self::Expired { id }
            | Self::Reminded { id, .. }
            | Self::Delegated { id, .. }
            | Self::DelegationRevoked { id, .. }
            | Self::IdentityConfirmed { id, .. }
            | Self::IdentityLapsed { id, .. }
            | Self::RecitalRead { id, .. }
            | Self::WillDeclared { id, .. }
            | Self::Followed { id, .. }
            | Self::Closed { id }
            | Self::Authorised { id, .. }
            | Self::Sealed { id, .. }
            | Self::Archived { id, .. }
            | Self::CertificateRevoked { id, .. }
            | Self::Held { id, .. }
            | Self::HoldLifted { id, .. }
            | Self::Released { id, .. }
            | Self::Signed { id, .. }
            | Self::Declined { id, .. }
            | Self::Voided { id, .. } => *id,
        }
    }
}

impl Agreement {
    fn version(&mut self, version: u32) -> Result<&mut TextVersion, ApplyError> {
        let object = self.id.into();
        self.versions
            .iter_mut()
            .find(|text| text.version == version)
            .ok_or(ApplyError::MissingPart { object })
    }

    fn place(&mut self, id: SignatoryId) -> Result<&mut Signatory, ApplyError> {
        let object = self.id.into();
        self.signatories
            .iter_mut()
            .find(|signatory| signatory.place.id == id)
            .ok_or(ApplyError::MissingPart { object })
    }

    fn close(&mut self) {
        self.state = AgreementState::Agreed;
        self.opened_at = None;
        self.recital = None;
        self.document = self.frozen.as_ref().map(|frozen| frozen.document.clone());
        for signatory in &mut self.signatories {
            signatory.will = None;
            if let SignatoryState::Authorised { .. } = signatory.state {
                signatory.state = SignatoryState::Waiting;
            }
        }
    }
}

fn first_version(draft: &AgreementDraft, by: OrganisationId, person: PersonId, at: Timestamp) -> TextVersion {
    TextVersion {
        upload: draft.upload.clone(),
        ..text_version(1, by, person, at, draft.clauses.clone())
    }
}

fn text_version(
    version: u32,
    by: OrganisationId,
    person: PersonId,
    at: Timestamp,
    clauses: Vec<Clause>,
) -> TextVersion {
    TextVersion {
        version,
        by,
        person,
        at,
        clauses,
        upload: None,
        approved_by: Vec::new(),
    }
}

fn insert(state: &mut State, id: AgreementId, draft: AgreementDraft, text: TextVersion, at: Timestamp) {
    for place in &draft.signatories {
        state.links.agreement_of_signatory.insert(place.id, id);
    }
    state.links.agreements_of_project.add(draft.project, id);
    state.links.agreements_of_fair.add(draft.fair, id);
    if let Some(follows) = draft.follows {
        state.links.agreements_after.add(follows.agreement, id);
    }
    let signatories = draft.signatories.into_iter().map(Signatory::new);
    let agreement = Agreement {
        id,
        fair: draft.fair,
        project: draft.project,
        number: draft.number,
        kind: draft.kind,
        title: draft.title,
        languages: draft.languages,
        parties: draft.parties,
        signatories: signatories.collect(),
        quorums: draft.quorums,
        sign_by: draft.sign_by,
        opened_at: None,
        recital: None,
        follows: draft.follows,
        later: Vec::new(),
        holding: Holding::InForce,
        amount: draft.amount,
        foreign: draft.foreign,
        versions: vec![text],
        frozen: None,
        document: None,
        archive: None,
        act: None,
        legal_hold: None,
        drafted_at: at,
        state: AgreementState::Draft,
    };
    state.agreements.insert(id, agreement);
}
