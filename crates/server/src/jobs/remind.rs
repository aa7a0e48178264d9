use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use yunqian_journal::Record;
use yunqian_session::agreement::{Agreement, AgreementState, Command, Signatory};
use yunqian_session::{Actor, AgreementId, SignatoryId};

use super::key;
use crate::app::App;
use crate::mail::{Letter, Reminded};
use crate::texts;

/// Kind of the vault's records of which reminders were sent.
const KIND: &str = "reminder";

/// Reminds those who are due, and writes the letters of all reminders on record that were not written yet: those
/// that somebody asked for, too.
pub async fn run(app: App) {
    for (id, signatory) in due(&app, Timestamp::now()) {
        let command = Command::Remind { id, signatory };
        if let Err(error) = app.desk.execute(Actor::System, key(), command).await {
            tracing::info!(%error, agreement = %id, %signatory, "a reminder was not due after all");
        }
    }
    let state = app.state();
    let open = |agreement: &&std::sync::Arc<Agreement>| agreement.state == AgreementState::Signing;
    for agreement in state.agreements.iter().filter(open) {
        for signatory in &agreement.signatories {
            if let Err(error) = write(&app, agreement, signatory).await {
                tracing::error!(%error, agreement = %agreement.id, "a reminder can't be written");
            }
        }
    }
}

fn due(app: &App, now: Timestamp) -> Vec<(AgreementId, SignatoryId)> {
    let state = app.state();
    let outside_acts = |agreement: &&std::sync::Arc<Agreement>| {
        let act = agreement.act.and_then(|act| state.act(&act));
        act.is_none_or(|(_, act)| act.state.is_final())
    };
    state
        .agreements
        .iter()
        .filter(outside_acts)
        .flat_map(|agreement| {
            let due = |one: &&Signatory| agreement.is_reminder_due(one, now);
            agreement
                .signatories
                .iter()
                .filter(due)
                .map(|one| (agreement.id, one.place.id))
        })
        .collect()
}

/// Writes the letter of a signatory's last reminder, once. What was sent is noted after it was posted: after a crash
/// between the two the letter leaves twice, rather than never.
async fn write(app: &App, agreement: &Agreement, signatory: &Signatory) -> anyhow::Result<()> {
    let Some(reminded_at) = signatory.reminded_at else {
        return Ok(());
    };
    let person = signatory.acting_person();
    let value = json!({ "at": reminded_at.to_string() });
    let noted = app.vault.get(KIND, signatory.place.id.0).await?;
    if noted.is_some_and(|noted| noted.value == value) {
        return Ok(());
    }
    if let Some(profile) = app.people.profile(person) {
        let language = texts::spoken(&profile.locale).unwrap_or("en");
        let sign_by = agreement.sign_by.map(|at| printed(app, agreement, at));
        let reminded = Reminded {
            to: &profile.email,
            name: profile.name.get(language),
            title: agreement.title.get(language),
            number: &agreement.number,
            sign_by: sign_by.as_deref(),
            link: &format!("{}/agreements/{}/sign", app.config.public_url, agreement.id),
        };
        app.sign_in
            .mail
            .post(Timestamp::now(), Letter::reminder(language, &reminded));
    }
    let record = Record {
        kind: KIND.to_owned(),
        id: signatory.place.id.0,
        owner: Some(person.0),
        lookup_key: None,
        value,
        updated_at_ms: reminded_at.as_millisecond(),
    };
    Ok(app.vault.put(&record).await?)
}

/// Writes a moment in the host's time.
fn printed(app: &App, agreement: &Agreement, at: Timestamp) -> String {
    let state = app.state();
    let zone = state
        .fairs
        .get(&agreement.fair)
        .and_then(|fair| TimeZone::get(&fair.announcement.time_zone).ok())
        .unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M (UTC%:z)").to_string()
}
