use std::collections::VecDeque;
use std::sync::Mutex;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Letter, Mailer};
use crate::app::App;
use crate::problem::Problem;

/// Letters kept; older ones go.
const CAPACITY: usize = 200;

/// The letters of a demonstration.
#[derive(Debug, Default)]
pub struct Outbox(Mutex<VecDeque<Posted>>);

/// A letter of the demonstration's outbox.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Posted {
    /// Id.
    pub id: Uuid,
    /// Receiver.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// When it was posted.
    #[schema(value_type = String, format = DateTime)]
    pub sent_at: Timestamp,
}

/// The outbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutboxView {
    /// Letters, the newest first.
    pub items: Vec<Posted>,
    /// How many.
    pub total: usize,
}

impl Outbox {
    /// Keeps a letter.
    pub fn keep(&self, now: Timestamp, letter: Letter) {
        let Letter { to, subject, body } = letter;
        let mut letters = self.0.lock().expect("no holder panics");
        letters.truncate(CAPACITY - 1);
        letters.push_front(Posted {
            id: Uuid::now_v7(),
            to,
            subject,
            text: body,
            sent_at: now,
        });
    }

    /// Lists the letters, the newest first.
    pub fn letters(&self) -> Vec<Posted> {
        self.0.lock().expect("no holder panics").iter().cloned().collect()
    }
}

/// Lists the demonstration's mail; there is no such path outside demonstration mode.
#[utoipa::path(get, path = "/outbox", tag = "sign-in", responses((status = 200, body = OutboxView)))]
pub async fn outbox(State(app): State<App>) -> Result<Json<OutboxView>, Problem> {
    match &app.sign_in.mail {
        Mailer::Outbox(outbox) if app.config.demo => {
            let items = outbox.letters();
            Ok(Json(OutboxView {
                total: items.len(),
                items,
            }))
        }
        _ => Err(crate::problem::no_such_path().await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outbox_keeps_the_newest_two_hundred() {
        let outbox = Outbox::default();
        for n in 0..250 {
            let letter = Letter {
                to: "a@b.c".into(),
                subject: n.to_string(),
                body: String::new(),
            };
            outbox.keep(Timestamp::UNIX_EPOCH, letter);
        }
        let subjects: Vec<_> = outbox.letters().into_iter().map(|letter| letter.subject).collect();
        assert_eq!(
            (subjects.len(), subjects[0].as_str(), subjects[199].as_str()),
            (200, "249", "50")
        );
    }
}
