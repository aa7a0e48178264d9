use tokio::sync::broadcast::error::RecvError;
use yunqian_session::agreement::{Agreement, AgreementState, Command, IdentityFactor, LapseReason, Signatory};
use yunqian_session::recording::Place;
use yunqian_session::{Actor, AgreementId, PersonId, SignatoryId, State};

use super::key;
use crate::app::App;
use crate::rooms::Departure;

/// Has those who leave a room before they sign in it confirm anew who they are.
pub async fn follow(app: App) {
    let mut departures = app.rooms.departures();
    loop {
        let departure = tokio::select! {
            () = app.shutdown.cancelled() => return,
            departure = departures.recv() => departure,
        };
        match departure {
            Ok(departure) => left(&app, &departure).await,
            // What was missed lapses with its time.
            Err(RecvError::Lagged(missed)) => tracing::warn!(missed, "departures were missed"),
            Err(RecvError::Closed) => return,
        }
    }
}

async fn left(app: &App, departure: &Departure) {
    let Ok(person) = departure.person.parse() else {
        return;
    };
    let state = app.state();
    let is_there = |agreement: &Agreement, place: &Signatory| confirmed_in(&state, agreement, place, &departure.room.0);
    lapse(app, open_places(&state, person, is_there), LapseReason::LeftRoom).await;
}

/// Has one who signs out confirm anew who it is.
pub async fn signed_out(app: &App, person: PersonId) {
    let places = open_places(&app.state(), person, |_, _| true);
    lapse(app, places, LapseReason::SignedOut).await;
}

async fn lapse(app: &App, places: Vec<(AgreementId, SignatoryId)>, reason: LapseReason) {
    for (id, signatory) in places {
        let command = Command::LapseIdentity { id, signatory, reason };
        if let Err(error) = app.desk.execute(Actor::System, key(), command).await {
            // It signed meanwhile, or somebody else acts now.
            tracing::info!(%error, agreement = %id, "nothing lapses");
        }
    }
}

/// Lists the places at which a person acts that were confirmed and are not signed.
fn open_places(
    state: &State,
    person: PersonId,
    is_meant: impl Fn(&Agreement, &Signatory) -> bool,
) -> Vec<(AgreementId, SignatoryId)> {
    let is_open = |agreement: &&Agreement| matches!(agreement.state, AgreementState::Agreed | AgreementState::Signing);
    let agreements = state.agreements.iter().map(AsRef::as_ref).filter(is_open);
    let places = agreements.flat_map(|agreement| {
        let own = agreement
            .signatories
            .iter()
            .filter(move |place| place.acting_person() == person);
        own.map(move |place| (agreement, place))
    });
    places
        .filter(|(agreement, place)| place.is_confirmed() && is_meant(agreement, place))
        .map(|(agreement, place)| (agreement.id, place.place.id))
        .collect()
}

/// Returns whether a room is where the agreement is signed, or where the signatory was seen or heard.
fn confirmed_in(state: &State, agreement: &Agreement, signatory: &Signatory, room: &str) -> bool {
    let is_here = |place: &Place| match place {
        Place::Item(item) => item.to_string() == room,
        Place::Meeting(meeting) => meeting.to_string() == room,
    };
    let act = agreement.act.and_then(|act| state.act(&act));
    let is_signed_here = act.is_some_and(|(ceremony, _)| is_here(&Place::Item(ceremony.item)));
    let was_seen_here = signatory.factors.iter().any(|factor| match &factor.factor {
        IdentityFactor::OnCamera { room, .. } => is_here(room),
        IdentityFactor::Code => false,
    });
    is_signed_here || was_seen_here || signatory.will.is_some_and(|will| is_here(&will.room))
}
