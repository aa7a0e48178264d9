use jiff::SignedDuration;

use super::cast::Part;
use super::{Cast, code};
use crate::agreement::{AgreementKind, AuthorisationMethod, Command, IdentityRule, LapseReason};
use crate::ceremony::ActMove;
use crate::recording::Place;
use crate::{ActId, Actor, AgreementId, SignatoryId};

const SPOKEN: IdentityRule = IdentityRule {
    factors: 1,
    lifetime: SignedDuration::from_mins(30),
    key_age: SignedDuration::ZERO,
    spoken: true,
};

/// An act on the stage, in which the principal signs.
struct Stage {
    cast: Cast,
    id: AgreementId,
    act: ActId,
    signatory: SignatoryId,
}

fn announced() -> Stage {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Framework);
    let act = cast.nominate(vec![id]);
    cast.announce(act);
    let signatory = cast.signatories(id)[0];
    Stage {
        cast,
        id,
        act,
        signatory,
    }
}

impl Stage {
    fn room(&self) -> Place {
        Place::Item(self.cast.ceremony_item)
    }

    fn recital(&self) -> Command {
        Command::ReadRecital {
            id: self.id,
            room: self.room(),
        }
    }

    fn will(&self) -> Command {
        Command::HearWill {
            id: self.id,
            signatory: self.signatory,
            room: self.room(),
        }
    }

    fn lapse(&self) -> Command {
        Command::LapseIdentity {
            id: self.id,
            signatory: self.signatory,
            reason: LapseReason::LeftRoom,
        }
    }

    fn sign(&mut self) -> Command {
        Command::Authorise {
            id: self.id,
            signatory: self.signatory,
            authorisation: self.cast.authorisation(AuthorisationMethod::Passkey),
            signer: None,
            identity: SPOKEN,
        }
    }

    fn begin(&mut self) {
        self.cast.all_ready(self.act);
        self.cast.advance(self.act, ActMove::Signing { countdown_s: 0 });
    }

    fn refused(&self, by: Part, command: Command) -> &'static str {
        code(&self.cast.world, by.actor, command)
    }

    fn host(&mut self, command: Command) {
        self.cast.world.must(self.cast.host.actor, command);
    }
}

#[test]
fn nobody_signs_before_the_recital_and_the_own_word_where_both_are_asked_for() {
    let mut stage = announced();
    stage.begin();
    let (principal, sign) = (stage.cast.principal, stage.sign());
    assert_eq!(stage.refused(principal, sign.clone()), "recital-missing");
    assert_eq!(stage.refused(stage.cast.host, stage.will()), "recital-missing");
    stage.host(stage.recital());
    assert_eq!(stage.refused(principal, sign.clone()), "will-missing");
    stage.host(stage.will());
    stage.cast.world.must(principal.actor, sign);
}

#[test]
fn who_hosts_the_room_reads_and_hears_and_nobody_hears_himself() {
    let stage = announced();
    for by in [stage.cast.principal, stage.cast.park] {
        assert_eq!(stage.refused(by, stage.recital()), "not-permitted");
    }
    let elsewhere = Command::ReadRecital {
        id: stage.id,
        room: Place::Item(stage.cast.roadshow),
    };
    assert_eq!(stage.refused(stage.cast.host, elsewhere), "not-permitted");
}

#[test]
fn who_signs_too_hears_nobodys_word() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let mut draft = cast.agreement_draft(project, AgreementKind::Framework);
    draft.parties[1] = cast.province.organisation;
    draft.signatories[1].organisation = cast.province.organisation;
    draft.signatories[1].person = cast.province.person;
    let (id, signatories) = (AgreementId(cast.world.id()), draft.signatories.clone());
    cast.world.must(cast.province.actor, Command::Draft { id, draft });
    cast.nominate(vec![id]);
    let room = Place::Item(cast.ceremony_item);
    let will = |signatory| Command::HearWill { id, signatory, room };
    let refused = |signatory| code(&cast.world, cast.province.actor, will(signatory));
    assert_eq!(refused(signatories[1].id), "own-will");
    assert_eq!(refused(signatories[0].id), "not-independent");
}

#[test]
fn whoever_leaves_before_signing_is_asked_anew() {
    let mut stage = announced();
    assert_eq!(
        code(&stage.cast.world, Actor::System, stage.lapse()),
        "nothing-to-lapse"
    );
    let on_camera = Command::ConfirmOnCamera {
        id: stage.id,
        signatory: stage.signatory,
        room: stage.room(),
    };
    stage.host(on_camera);
    stage.host(stage.recital());
    stage.host(stage.will());
    assert_eq!(stage.refused(stage.cast.host, stage.lapse()), "not-permitted");
    stage.cast.world.must(Actor::System, stage.lapse());
    let agreement = stage.cast.world.state.agreements.get(&stage.id).unwrap();
    assert!(!agreement.signatories[0].is_confirmed());
    stage.begin();
    let (principal, sign) = (stage.cast.principal, stage.sign());
    assert_eq!(stage.refused(principal, sign.clone()), "will-missing");
    stage.host(stage.will());
    stage.cast.world.must(principal.actor, sign);
    let late = code(&stage.cast.world, Actor::System, stage.lapse());
    assert_eq!(late, "signatory-has-acted", "what was signed stays");
}

#[test]
fn an_act_that_is_pulled_begins_anew_with_the_recital() {
    let mut stage = announced();
    stage.host(stage.recital());
    stage.host(stage.will());
    stage.begin();
    let reason = "The line broke.".to_owned();
    stage.cast.advance(stage.act, ActMove::Pulled { reason });
    let agreement = stage.cast.world.state.agreements.get(&stage.id).unwrap();
    assert_eq!(agreement.recital, None);
    assert_eq!(agreement.signatories[0].will, None);
}
