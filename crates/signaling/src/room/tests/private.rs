//! Private messages.

use super::*;
use crate::{ConversationState, PrivateLine};

fn ask(n: u128) -> ClientMessage {
    ClientMessage::AskPrivate { participant: who(n) }
}

fn answer(n: u128, accept: bool) -> ClientMessage {
    ClientMessage::AnswerPrivate {
        person: format!("person-{n}"),
        accept,
    }
}

fn say(n: u128, text: &str) -> ClientMessage {
    ClientMessage::SayPrivate {
        person: format!("person-{n}"),
        text: text.into(),
    }
}

fn line(message: &ServerMessage) -> Option<PrivateLine> {
    match message {
        ServerMessage::PrivateLine { line, .. } => Some(line.clone()),
        _ => None,
    }
}

fn between(hall: &Hall, n: u128) -> ConversationState {
    hall.views[&who(n)].own.private[0].state
}

#[test]
fn two_who_agreed_write_to_each_other_and_the_host_reads_nothing() {
    let mut hall = stage();
    hall.refuses(3, say(2, "hello"), ErrorCode::NotAgreed);
    hall.done(3, ask(2));
    assert_eq!(between(&hall, 3), ConversationState::Asked);
    assert_eq!(between(&hall, 2), ConversationState::Invited);
    hall.refuses(3, answer(2, true), ErrorCode::NoSuchThing);
    hall.done(2, answer(3, true));
    hall.done(2, say(3, "我们谈谈"));
    assert_eq!(hall.told(3, line).len(), 1);
    assert_eq!(hall.told(2, line).len(), 1);
    assert!(hall.told(1, line).is_empty());
    assert!(hall.view(1).own.private.is_empty());
    hall.come(9, Hall::grant(3, Role::Viewer)).unwrap();
    assert_eq!(hall.view(9).own.private[0].lines.len(), 1, "in a second window too");
}

#[test]
fn who_declined_is_not_pressed_and_may_think_again() {
    let mut hall = stage();
    hall.done(3, ask(2));
    hall.done(2, answer(3, false));
    hall.refuses(3, ask(2), ErrorCode::NotAgreed);
    hall.done(2, ask(3));
    hall.done(3, ask(2));
    assert_eq!(between(&hall, 2), ConversationState::Open, "both asked is both agreed");
    hall.done(
        3,
        ClientMessage::EndPrivate {
            person: "person-2".into(),
        },
    );
    hall.refuses(2, say(3, "wait"), ErrorCode::NotAgreed);
    assert_eq!(between(&hall, 2), ConversationState::Closed);
}

#[test]
fn nobody_asks_everybody() {
    let mut hall = stage();
    for n in 10..16 {
        hall.enter(n, Role::Viewer).unwrap();
    }
    for n in 10..15 {
        hall.done(3, ask(n));
    }
    hall.refuses(3, ask(15), ErrorCode::TooMany);
    hall.refuses(3, ask(3), ErrorCode::NotAllowed);
    hall.refuses(3, ask(99), ErrorCode::NoSuchParticipant);
}

#[test]
fn whatever_was_written_a_snapshot_fits_into_a_frame_and_holds_the_newest() {
    let mut hall = stage();
    // JSON writes each of these in six bytes.
    let long = "\u{1}".repeat(1_990);
    hall.done(3, ask(2));
    hall.done(2, answer(3, true));
    for number in 0..120 {
        hall.tick(1_000);
        let text = format!("{long}{number}");
        hall.done(3, say(2, &text));
        hall.done(3, ClientMessage::Chat { text });
    }
    hall.come(9, Hall::grant(3, Role::Viewer)).unwrap();
    let view = hall.view(9);
    let frame = serde_json::to_string(&view).unwrap();
    assert!(frame.len() < crate::MAX_FRAME_BYTES, "{} bytes", frame.len());
    assert!(view.chat.len() > 10 && view.chat.last().unwrap().text.ends_with("119"));
    assert!(view.own.private[0].lines.last().unwrap().text.ends_with("119"));
    hall.done(
        3,
        ClientMessage::EndPrivate {
            person: "person-2".into(),
        },
    );
    assert!(
        hall.sent()
            .all(|(_, frame)| frame.to_text().len() <= crate::MAX_FRAME_BYTES)
    );
}
