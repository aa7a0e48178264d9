use super::{Cast, code};
use crate::agreement::{
    AgreementDraft, AgreementKind, AgreementState, AuthorisationMethod, Command, FieldPlace, FrozenText,
    SignatoryPlace, SignatoryState, UploadedText,
};
use crate::person::Role;
use crate::tests::cast::{KEY_ALONE, Part, clauses, join, text};
use crate::text::{FileReference, LocalizedText};
use crate::{Actor, AgreementId, SignatoryId};

fn state(cast: &Cast, id: AgreementId) -> AgreementState {
    cast.world.state.agreements.get(&id).unwrap().state.clone()
}

fn authorise(cast: &mut Cast, id: AgreementId, signatory: SignatoryId, method: AuthorisationMethod) -> Command {
    let authorisation = cast.authorisation(method);
    Command::Authorise {
        id,
        signatory,
        authorisation,
        signer: None,
        identity: KEY_ALONE,
    }
}

fn opened(cast: &mut Cast) -> AgreementId {
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    cast.world.must(cast.city.actor, Command::Open { id, sign_by: None });
    id
}

#[test]
fn a_new_version_makes_approvals_of_earlier_ones_lapse() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.draft(project, AgreementKind::Contract);
    cast.world.must(cast.park.actor, Command::Approve { id, version: 1 });
    let propose = |based_on| Command::Propose {
        id,
        based_on,
        clauses: clauses("second"),
    };
    cast.world.must(cast.principal.actor, propose(1));
    assert_eq!(code(&cast.world, cast.park.actor, propose(1)), "stale-version");
    assert_eq!(
        code(&cast.world, cast.park.actor, Command::Approve { id, version: 1 }),
        "stale-version"
    );
    cast.world
        .must(cast.principal.actor, Command::Approve { id, version: 2 });
    assert_eq!(state(&cast, id), AgreementState::Draft);
    assert_eq!(
        code(&cast.world, cast.principal.actor, Command::Approve { id, version: 2 }),
        "already-approved"
    );
    cast.world.must(cast.park.actor, Command::Approve { id, version: 2 });
    assert_eq!(state(&cast, id), AgreementState::Approved);
}

#[test]
fn a_text_that_all_approved_no_longer_changes() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let propose = Command::Propose {
        id,
        based_on: 1,
        clauses: clauses("second"),
    };
    assert_eq!(code(&cast.world, cast.park.actor, propose), "text-frozen");
}

#[test]
fn only_the_system_freezes_the_version_that_all_approved() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.draft(project, AgreementKind::Contract);
    let freeze = |version, document: &str| Command::Freeze {
        id,
        frozen: FrozenText {
            version,
            document: document.to_owned(),
            pages: Vec::new(),
        },
    };
    let digest = cast.world.digest();
    assert_eq!(code(&cast.world, Actor::System, freeze(1, &digest)), "wrong-state");
    cast.world.must(Actor::System, Command::Approve { id, version: 1 });
    assert_eq!(code(&cast.world, cast.park.actor, freeze(1, &digest)), "not-permitted");
    assert_eq!(code(&cast.world, Actor::System, freeze(2, &digest)), "stale-version");
    assert_eq!(code(&cast.world, Actor::System, freeze(1, "ABC")), "digest-invalid");
    cast.world.must(Actor::System, freeze(1, &digest));
    assert_eq!(state(&cast, id), AgreementState::Agreed);
}

#[test]
fn each_party_has_a_signatory_who_acts_for_it() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = AgreementId(cast.world.id());
    let good = cast.agreement_draft(project, AgreementKind::Contract);
    let mut alone = good.clone();
    alone.parties.pop();
    alone.signatories.pop();
    let mut without = good.clone();
    without.signatories.pop();
    let mut stranger = good.clone();
    stranger.signatories[0].person = cast.firm.person;
    let mut unnamed = good.clone();
    unnamed.clauses[0].body = text("");
    for (draft, expected) in [
        (alone, "parties-invalid"),
        (without, "signatories-invalid"),
        (stranger, "signatories-invalid"),
        (unnamed, "clauses-invalid"),
    ] {
        assert_eq!(
            code(&cast.world, cast.park.actor, Command::Draft { id, draft }),
            expected
        );
    }
    cast.world.must(
        cast.park.actor,
        Command::Draft {
            id,
            draft: good.clone(),
        },
    );
    let id = AgreementId(cast.world.id());
    let mut same_number = cast.agreement_draft(project, AgreementKind::Intent);
    same_number.number = good.number;
    let draft = Command::Draft { id, draft: same_number };
    assert_eq!(code(&cast.world, cast.park.actor, draft), "number-taken");
}

#[test]
fn an_agreement_is_signed_when_every_signatory_is_sealed() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    cast.sign_open(id);
    assert!(matches!(state(&cast, id), AgreementState::Signed { .. }));
}

#[test]
fn a_signatory_signs_at_its_own_place_alone() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let [first, _] = cast.signatories(id)[..] else {
        unreachable!()
    };
    let sign = authorise(&mut cast, id, first, AuthorisationMethod::Passkey);
    assert_eq!(code(&cast.world, cast.park.actor, sign.clone()), "not-your-place");
    assert_eq!(code(&cast.world, cast.firm.actor, sign.clone()), "not-found");
    assert_eq!(code(&cast.world, cast.province.actor, sign.clone()), "not-your-place");
    let other_hat = join(&mut cast.world, cast.firm.organisation, Role::Firm);
    assert_eq!(code(&cast.world, other_hat.actor, sign), "not-found");
}

#[test]
fn an_authorisation_is_used_once() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let [first, second] = cast.signatories(id)[..] else {
        unreachable!()
    };
    let authorisation = cast.authorisation(AuthorisationMethod::Passkey);
    let sign = |signatory| Command::Authorise {
        id,
        signatory,
        authorisation: authorisation.clone(),
        signer: None,
        identity: KEY_ALONE,
    };
    cast.world.must(cast.principal.actor, sign(first));
    assert_eq!(
        code(&cast.world, cast.principal.actor, sign(first)),
        "signatory-has-acted"
    );
    assert_eq!(code(&cast.world, cast.park.actor, sign(second)), "binding-used");
}

#[test]
fn simulated_signatures_belong_to_the_system_and_real_ones_to_people() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let [first, second] = cast.signatories(id)[..] else {
        unreachable!()
    };
    let simulated = authorise(&mut cast, id, first, AuthorisationMethod::Simulated);
    assert_eq!(
        code(&cast.world, cast.principal.actor, simulated.clone()),
        "method-not-allowed"
    );
    let forged = authorise(&mut cast, id, second, AuthorisationMethod::Passkey);
    assert_eq!(code(&cast.world, Actor::System, forged), "method-not-allowed");
    cast.world.must(Actor::System, simulated);
}

#[test]
fn a_draft_needs_its_title_and_every_capacity_in_both_languages() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let draft = cast.agreement_draft(project, AgreementKind::Contract);
    let without = |change: &dyn Fn(&mut AgreementDraft)| {
        let mut draft = draft.clone();
        change(&mut draft);
        let id = AgreementId(draft.signatories[0].id.0);
        code(&cast.world, cast.park.actor, Command::Draft { id, draft })
    };
    let chinese = || LocalizedText::new([("zh", "董事长")]);
    assert_eq!(without(&|draft| draft.title = chinese()), "language-missing");
    assert_eq!(
        without(&|draft| draft.signatories[1].capacity = chinese()),
        "language-missing"
    );
    let empty = |draft: &mut AgreementDraft| draft.signatories[0].capacity = LocalizedText::default();
    assert_eq!(without(&empty), "language-missing");
}

#[test]
fn nothing_is_authorised_before_signing_is_open() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.agreed(project, AgreementKind::Contract);
    let first = cast.signatories(id)[0];
    let sign = authorise(&mut cast, id, first, AuthorisationMethod::Passkey);
    assert_eq!(code(&cast.world, cast.principal.actor, sign), "wrong-state");
}

#[test]
fn only_the_system_seals_and_only_what_was_authorised() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let signatory = cast.signatories(id)[0];
    let nothing = cast.seal(id, signatory);
    assert_eq!(code(&cast.world, Actor::System, nothing), "not-authorised");
    let sign = authorise(&mut cast, id, signatory, AuthorisationMethod::DeviceKey);
    cast.world.must(cast.principal.actor, sign);
    let seal = cast.seal(id, signatory);
    assert_eq!(code(&cast.world, cast.principal.actor, seal.clone()), "not-permitted");
    let frozen = cast.world.state.agreements.get(&id).unwrap().frozen.clone().unwrap();
    let mut unchanged = seal.clone();
    if let Command::Seal { revision, .. } = &mut unchanged {
        *revision = frozen.document;
    }
    assert_eq!(code(&cast.world, Actor::System, unchanged), "revision-repeated");
    cast.world.must(Actor::System, seal.clone());
    assert_eq!(code(&cast.world, Actor::System, seal), "signatory-has-acted");
}

#[test]
fn a_signatory_who_declines_ends_the_agreement() {
    let mut cast = Cast::new();
    let id = opened(&mut cast);
    let signatory = cast.signatories(id)[0];
    let decline = |reason: &str| Command::Decline {
        id,
        signatory,
        reason: reason.to_owned(),
    };
    assert_eq!(code(&cast.world, cast.principal.actor, decline("")), "reason-required");
    assert_eq!(code(&cast.world, cast.park.actor, decline("no")), "not-your-place");
    cast.world.must(cast.principal.actor, decline("The price is wrong."));
    assert!(matches!(state(&cast, id), AgreementState::Declined { .. }));
    let agreement = cast.world.state.agreements.get(&id).unwrap();
    assert!(matches!(
        agreement.signatories[0].state,
        SignatoryState::Declined { .. }
    ));
}

#[test]
fn an_unsigned_agreement_is_voided_by_a_party_or_an_officer_and_a_signed_one_by_nobody() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.draft(project, AgreementKind::Intent);
    let void = |id| Command::Void {
        id,
        reason: "drafted anew".to_owned(),
    };
    assert_eq!(code(&cast.world, cast.other_city.actor, void(id)), "not-found");
    assert_eq!(code(&cast.world, cast.host.actor, void(id)), "not-permitted");
    cast.world.must(cast.park.actor, void(id));
    let id = cast.signed(project, AgreementKind::Intent);
    assert_eq!(code(&cast.world, cast.province.actor, void(id)), "wrong-state");
}

#[test]
fn agreements_are_found_by_their_own_sides_alone() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let id = cast.draft(project, AgreementKind::Contract);
    let sees = |part: Part| {
        let view = cast.world.state.view(&part.actor).unwrap();
        view.sees_agreement(cast.world.state.agreements.get(&id).unwrap())
    };
    for part in [
        cast.principal,
        cast.park,
        cast.city,
        cast.province,
        cast.statistician,
        cast.host,
    ] {
        assert!(sees(part));
    }
    for part in [cast.other_city, cast.other_park, cast.firm, cast.guest] {
        assert!(!sees(part));
    }
}

/// An uploaded document with a place for everybody who signs.
fn uploaded(cast: &mut Cast, places: &[SignatoryPlace]) -> UploadedText {
    let fields = places.iter().map(|place| FieldPlace {
        signatory: place.id,
        page: 2,
        x: 6_000,
        y: 6_000,
        width: 18_800,
        height: 7_000,
    });
    UploadedText {
        original: FileReference {
            digest: cast.world.digest(),
            name: "own.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes: 1_000,
        },
        document: cast.world.digest(),
        pages: 2,
        removed: [("java_script".to_owned(), 1)].into(),
        fields: fields.collect(),
    }
}

#[test]
fn a_document_can_be_uploaded_instead_of_clauses_and_approved_like_them() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    draft.upload = Some(uploaded(&mut cast, &draft.signatories));
    let id = AgreementId(cast.world.id());
    let mut both = draft.clone();
    both.number = "B-1".to_owned();
    let both = Command::Draft { id, draft: both };
    assert_eq!(code(&cast.world, cast.park.actor, both), "clauses-invalid");
    draft.clauses.clear();
    let first = draft.upload.clone();
    let places = draft.signatories.clone();
    cast.world.must(Actor::System, Command::Draft { id, draft });
    let second = uploaded(&mut cast, &places);
    let propose = Command::ProposeUpload {
        id,
        based_on: 1,
        upload: second.clone(),
    };
    cast.world.must(cast.principal.actor, propose);
    let versions = &cast.world.state.agreements.get(&id).unwrap().versions;
    assert_eq!(versions[0].upload, first);
    assert_eq!(versions[1].upload, Some(second));
    cast.world
        .must(cast.principal.actor, Command::Approve { id, version: 2 });
    cast.world.must(cast.park.actor, Command::Approve { id, version: 2 });
    assert_eq!(state(&cast, id), AgreementState::Approved);
}

#[test]
fn each_signatory_has_one_place_on_the_pages_of_an_uploaded_document() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let mut draft = cast.agreement_draft(project, AgreementKind::Contract);
    draft.clauses.clear();
    let good = uploaded(&mut cast, &draft.signatories);
    let spoilt: [fn(&mut UploadedText); 6] = [
        |upload| upload.fields.truncate(1),
        |upload| upload.fields.push(upload.fields[0]),
        |upload| upload.fields[0].page = 3,
        |upload| upload.fields[0].page = 0,
        |upload| upload.fields[0].width = 100,
        |upload| upload.pages = 0,
    ];
    for spoil in spoilt {
        let mut upload = good.clone();
        spoil(&mut upload);
        draft.upload = Some(upload);
        let id = AgreementId(cast.world.id());
        let command = Command::Draft {
            id,
            draft: draft.clone(),
        };
        assert_eq!(code(&cast.world, cast.park.actor, command), "fields-invalid");
    }
}
