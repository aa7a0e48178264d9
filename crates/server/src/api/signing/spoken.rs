//! What is said in the room before anybody signs: the recital, and the signatories' own words.

use axum::Json;
use axum::extract::State;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yunqian_session::agreement::{Agreement, Command, Signatory};
use yunqian_session::recording::Place;
use yunqian_session::text::LocalizedText;
use yunqian_session::{AgreementId, SignatoryId};

use super::agreement_of;
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};
use crate::texts;

/// What the host reads, in the agreement's two languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecitalView {
    /// Whether nobody signs before it was read and each signatory has answered.
    pub required: bool,
    /// The opening recital.
    pub text: LocalizedText,
    /// What each signatory is asked.
    pub questions: Vec<Question>,
}

/// What a signatory is asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Question {
    /// Whose place.
    pub signatory: SignatoryId,
    /// The question.
    pub text: LocalizedText,
}

/// Where something was said.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaidIn {
    /// The room of a ceremony or a negotiation.
    pub room: Place,
}

/// Words the recital and the questions, with the caller as host.
#[utoipa::path(get, path = "/agreements/{id}/recital", tag = "signing", params(("id" = AgreementId, Path)),
    responses((status = 200, body = RecitalView), (status = "4XX", body = ProblemBody)))]
pub async fn recital(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<Json<RecitalView>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let agreement = state
        .agreements
        .get(&id)
        .filter(|agreement| sight.sees_agreement(agreement))
        .ok_or_else(Problem::not_found)?;
    let words = Words {
        app: &app,
        caller,
        agreement,
    };
    let signing = agreement
        .signatories
        .iter()
        .filter(|place| !place.place.role.is_witness());
    Ok(Json(RecitalView {
        required: app.config.identity.spoken,
        text: words.in_both(|language| words.recital(language)),
        questions: signing
            .map(|place| Question {
                signatory: place.place.id,
                text: words.in_both(|language| words.question(place, language)),
            })
            .collect(),
    }))
}

/// Takes the caller's word, who hosts the room, that it read the recital.
#[utoipa::path(post, path = "/agreements/{id}/recital", tag = "signing", request_body = SaidIn,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn read(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<SaidIn>,
) -> Result<Json<View<Agreement>>, Problem> {
    let command = Command::ReadRecital { id, room: body.room };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Takes the caller's word, who hosts the room, that it heard a signatory say that it signs of its own will.
#[utoipa::path(post, path = "/signatories/{id}/will", tag = "signing", request_body = SaidIn,
    params(("id" = SignatoryId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn heard(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(signatory): Id<SignatoryId>,
    Body(body): Body<SaidIn>,
) -> Result<Json<View<Agreement>>, Problem> {
    let id = agreement_of(&app.state(), caller, signatory)?.id;
    let room = body.room;
    let command = Command::HearWill { id, signatory, room };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

struct Words<'a> {
    app: &'a App,
    caller: Caller,
    agreement: &'a Agreement,
}

impl Words<'_> {
    fn in_both(&self, words: impl Fn(&str) -> String) -> LocalizedText {
        let both = self
            .agreement
            .languages
            .each_ref()
            .map(|language| (language.as_str(), words(language)));
        LocalizedText::new(both.iter().map(|(language, text)| (*language, text.as_str())))
    }

    fn recital(&self, language: &str) -> String {
        let mut arguments = self.named(language);
        let signatories = self
            .agreement
            .signatories
            .iter()
            .map(|place| self.name(place, language));
        arguments.set("date", Timestamp::now().strftime("%Y-%m-%d").to_string());
        arguments.set("number", self.agreement.number.as_str());
        arguments.set(
            "host",
            self.app.people.name(self.caller.person).get(language).to_owned(),
        );
        arguments.set("signatories", signatories.collect::<Vec<_>>().join(separator(language)));
        worded(language, "recital", &arguments)
    }

    fn question(&self, place: &Signatory, language: &str) -> String {
        let mut arguments = self.named(language);
        arguments.set("signatory", self.name(place, language));
        worded(language, "will-question", &arguments)
    }

    fn named(&self, language: &str) -> FluentArgs<'_> {
        let mut arguments = FluentArgs::new();
        arguments.set("title", self.agreement.title.get(language).to_owned());
        arguments
    }

    fn name(&self, place: &Signatory, language: &str) -> String {
        self.app.people.name(place.acting_person()).get(language).to_owned()
    }
}

/// What stands between two names of a list.
fn separator(language: &str) -> &'static str {
    match language {
        "zh" | "ja" => "、",
        "ar" => "، ",
        _ => ", ",
    }
}

fn worded(language: &str, id: &str, arguments: &FluentArgs<'_>) -> String {
    texts::text(language, id, Some(arguments)).expect("every catalogue has what is spoken; a test reads them")
}
