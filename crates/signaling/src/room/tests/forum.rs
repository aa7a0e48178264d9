//! Chat rules, questions, polls and captions.

use super::*;
use crate::{ChatRules, QuestionRules, QuestionState};

fn chat(text: &str) -> ClientMessage {
    ClientMessage::Chat { text: text.into() }
}

fn ask(text: &str) -> ClientMessage {
    ClientMessage::Ask { text: text.into() }
}

fn poll(options: &[&str], multiple: bool) -> ClientMessage {
    ClientMessage::OpenPoll {
        question: "Which park?".into(),
        options: options.iter().map(ToString::to_string).collect(),
        multiple,
    }
}

#[test]
fn moderators_slow_close_and_clear_the_chat() {
    let mut hall = stage();
    let rules = |off, slow_s| ClientMessage::SetChatRules {
        rules: ChatRules { off, slow_s },
    };
    hall.done(1, rules(false, 30));
    let line = hall.done(3, chat("one"));
    hall.refuses(3, chat("two"), ErrorCode::SlowMode);
    let ServerMessage::Error { retry_after_ms, .. } = hall.last_reply() else {
        panic!("no error")
    };
    assert_eq!(retry_after_ms, Some(30_000));
    hall.done(1, chat("moderators are free"));
    hall.done(1, chat("of it"));
    hall.tick(30_000);
    hall.done(3, chat("two"));
    hall.done(1, rules(true, 0));
    hall.refuses(2, chat("closed"), ErrorCode::ChatOff);
    hall.done(1, rules(false, 0));
    hall.done(1, ClientMessage::DeleteChat { line });
    hall.refuses(1, ClientMessage::DeleteChat { line }, ErrorCode::NoSuchThing);
    assert!(hall.views[&who(2)].chat.iter().all(|l| l.id != line));
    hall.refuses(1, rules(false, 301), ErrorCode::BadValue);
}

#[test]
fn a_person_kept_from_writing_is_so_in_every_window() {
    let mut hall = stage();
    hall.come(9, Hall::grant(3, Role::Viewer)).unwrap();
    let mute = |n, muted| ClientMessage::MuteChat {
        participant: who(n),
        muted,
    };
    hall.done(1, mute(3, true));
    hall.refuses(9, chat("still here"), ErrorCode::ChatMuted);
    assert!(hall.views[&who(9)].own.chat_muted);
    hall.done(1, mute(9, false));
    hall.done(3, chat("thank you"));
    hall.refuses(1, mute(1, true), ErrorCode::NotAllowed);
}

#[test]
fn questions_rise_by_one_vote_a_person_and_are_answered() {
    let mut hall = stage();
    hall.enter(5, Role::Viewer).unwrap();
    hall.come(9, Hall::grant(5, Role::Viewer)).unwrap();
    let first = hall.done(3, ask("How much land?"));
    let second = hall.done(5, ask("Which power price?"));
    let vote = |question| ClientMessage::UpvoteQuestion { question };
    hall.refuses(9, vote(second), ErrorCode::NotAllowed);
    hall.done(3, vote(second));
    hall.refuses(3, vote(second), ErrorCode::AlreadyDone);
    hall.tick(250);
    let order = |hall: &Hall| hall.views[&who(2)].questions.iter().map(|q| q.id).collect::<Vec<_>>();
    assert_eq!(order(&hall), [second, first]);
    hall.done(
        1,
        ClientMessage::PinQuestion {
            question: first,
            pinned: true,
        },
    );
    assert_eq!(order(&hall), [first, second]);
    let answer = ClientMessage::AnswerQuestion {
        question: second,
        state: QuestionState::Answered,
        text: Some("0.35 yuan".into()),
    };
    hall.refuses(2, answer.clone(), ErrorCode::NotAllowed);
    hall.done(1, answer);
    hall.refuses(2, vote(second), ErrorCode::Closed);
    assert_eq!(hall.view(3).questions[1].answer.as_ref().unwrap().text, "0.35 yuan");
    hall.done(1, ClientMessage::DismissQuestion { question: first });
    assert_eq!(order(&hall), [second]);
    assert_eq!(hall.view(3).own.upvoted, [second]);
}

#[test]
fn a_reviewed_question_is_seen_by_who_asked_and_moderators_until_published() {
    let mut hall = stage();
    let rules = |open, reviewed| ClientMessage::SetQuestionRules {
        rules: QuestionRules { open, reviewed },
    };
    hall.done(1, rules(true, true));
    let question = hall.done(3, ask("About the minister?"));
    let sees = |hall: &Hall, n| hall.views[&who(n)].questions.len();
    assert_eq!([1, 2, 3].map(|n| sees(&hall, n)), [1, 0, 1]);
    hall.refuses(2, ClientMessage::UpvoteQuestion { question }, ErrorCode::NoSuchThing);
    hall.done(
        1,
        ClientMessage::AnswerQuestion {
            question,
            state: QuestionState::Open,
            text: None,
        },
    );
    assert_eq!(sees(&hall, 2), 1);
    hall.done(1, rules(false, false));
    hall.refuses(3, ask("One more?"), ErrorCode::Closed);
}

#[test]
fn one_person_asks_five_questions_and_pages_hold_fifty() {
    let mut hall = stage();
    for n in 10..30 {
        hall.enter(n, Role::Viewer).unwrap();
        for _ in 0..5 {
            hall.done(n, ask("why?"));
        }
        hall.refuses(n, ask("and why?"), ErrorCode::TooMany);
    }
    assert_eq!(hall.view(3).questions.len(), 50);
    hall.say(3, ClientMessage::Questions { skip: 80, limit: 50 });
    let ServerMessage::QuestionPage { questions, total } = hall.last_reply() else {
        panic!("no page")
    };
    assert_eq!((questions.len(), total), (20, 100));
}

#[test]
fn a_poll_takes_one_vote_a_person_and_shows_results_when_told() {
    let mut hall = stage();
    hall.come(9, Hall::grant(3, Role::Viewer)).unwrap();
    hall.refuses(1, poll(&["one"], false), ErrorCode::BadValue);
    let id = hall.done(1, poll(&["Harbour", "Airport"], false));
    let vote = |options: &[u8]| ClientMessage::Vote {
        poll: id,
        options: options.to_vec(),
    };
    hall.refuses(3, vote(&[2]), ErrorCode::BadValue);
    hall.refuses(3, vote(&[0, 1]), ErrorCode::BadValue);
    hall.done(3, vote(&[1]));
    hall.refuses(9, vote(&[0]), ErrorCode::AlreadyDone);
    hall.tick(250);
    let counts = |hall: &Hall, n: u128| -> Vec<Option<u32>> {
        hall.views[&who(n)].polls[0].options.iter().map(|o| o.votes).collect()
    };
    assert_eq!(counts(&hall, 1), [Some(0), Some(1)]);
    assert_eq!(counts(&hall, 2), [None, None]);
    hall.done(1, ClientMessage::ClosePoll { poll: id });
    hall.done(1, ClientMessage::ShowPoll { poll: id, shown: true });
    assert_eq!(counts(&hall, 2), [Some(0), Some(1)]);
    hall.refuses(2, vote(&[0]), ErrorCode::Closed);
    assert_eq!(hall.view(9).own.ballots[0].options, [1]);
    hall.done(1, ClientMessage::DropPoll { poll: id });
    assert!(hall.views[&who(2)].polls.is_empty());
}

#[test]
fn captions_go_to_those_who_chose_the_language() {
    let mut hall = stage();
    hall.enter(5, Role::Viewer).unwrap();
    let caption = |line, text: &str, is_final| ClientMessage::Caption {
        language: "zh".into(),
        line,
        text: text.into(),
        is_final,
    };
    hall.refuses(2, caption(1, "大家好", true), ErrorCode::NotAllowed);
    hall.done(1, caption(1, "各位来宾", true));
    hall.say(
        3,
        ClientMessage::FollowCaptions {
            languages: vec!["zh".into()],
        },
    );
    let ServerMessage::CaptionTail { captions } = hall.last_reply() else {
        panic!("no tail")
    };
    assert_eq!(captions[0].text, "各位来宾");
    hall.say(1, caption(2, "大家", false));
    hall.done(1, caption(2, "大家好", true));
    let heard = |m: &ServerMessage| match m {
        ServerMessage::Caption { caption } => Some((caption.text.clone(), caption.is_final)),
        _ => None,
    };
    let told = hall.told(3, heard);
    assert_eq!(told[..2], [("大家好".into(), true), ("大家".into(), false)]);
    assert!(hall.told(5, heard).is_empty());
    assert_eq!(hall.view(5).state.caption_languages, ["zh"]);
    let strange = ClientMessage::FollowCaptions {
        languages: vec!["not a tag".into()],
    };
    hall.refuses(3, strange, ErrorCode::BadValue);
}
