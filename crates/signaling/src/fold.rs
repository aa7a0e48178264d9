//! The room as a client knows it: the last snapshot with every later message folded in.

use std::cmp::Reverse;

use crate::{ChatLine, Question, Readiness, ServerMessage, Snapshot};

/// Lines of chat kept beyond those of the snapshot.
const CHAT_KEPT: usize = 500;
/// Private messages kept of one conversation; as the server does.
const PRIVATE_KEPT: usize = 100;

impl Snapshot {
    /// Folds one message in; messages that are no state leave the snapshot as it is.
    ///
    /// After any messages it is what a fresh snapshot would be, but for what the receiver chose itself
    /// ([`Own::upvoted`](crate::Own::upvoted), votes, channel, languages of captions), chat and private messages beyond
    /// the snapshot's and questions beyond the first 50.
    pub fn fold(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Resync { snapshot } => self.clone_from(snapshot),
            ServerMessage::Room { state } => self.state.clone_from(state),
            ServerMessage::Viewers { count } => self.viewers = *count,
            ServerMessage::Hands { hands } => self.hands.clone_from(hands),
            ServerMessage::Participant { participant } => {
                put(&mut self.participants, participant.clone(), |p| p.id);
            }
            ServerMessage::ParticipantLeft { participant, .. } => {
                self.participants.retain(|p| p.id != *participant);
                self.ready.retain(|r| r.participant != *participant);
            }
            ServerMessage::Ready {
                participant,
                person,
                act,
                ready,
            } => {
                self.ready.retain(|r| r.participant != *participant || r.act != *act);
                if *ready {
                    self.ready.push(Readiness {
                        participant: *participant,
                        person: person.clone(),
                        act: act.clone(),
                    });
                }
            }
            ServerMessage::Bulletin { kind, value } => {
                self.bulletins.insert(kind.clone(), value.clone());
            }
            ServerMessage::Waiting { waiting } => self.waiting.clone_from(waiting),
            ServerMessage::Banned { banned } => self.banned.clone_from(banned),
            ServerMessage::Interpretation { booths } => self.booths.clone_from(booths),
            _ => self.fold_talk(message),
        }
    }

    fn fold_talk(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Chat { line } => self.write(line),
            ServerMessage::ChatDeleted { line } => self.chat.retain(|l| l.id != *line),
            ServerMessage::ChatMuted { muted } => self.own.chat_muted = *muted,
            ServerMessage::Question { question } => {
                put(&mut self.questions, question.clone(), |q| q.id);
                self.questions.sort_by_key(rank);
            }
            ServerMessage::QuestionVotes { votes } => {
                for risen in votes {
                    let question = self.questions.iter_mut().find(|q| q.id == risen.question);
                    if let Some(question) = question {
                        question.votes = risen.votes;
                    }
                }
                self.questions.sort_by_key(rank);
            }
            ServerMessage::QuestionGone { question } => self.questions.retain(|q| q.id != *question),
            ServerMessage::Poll { poll } => put(&mut self.polls, poll.clone(), |p| p.id),
            ServerMessage::PollGone { poll } => self.polls.retain(|p| p.id != *poll),
            ServerMessage::Cue { cue } => put(&mut self.cues, cue.clone(), |c| c.id),
            ServerMessage::CueOver { cue } => self.cues.retain(|c| c.id != *cue),
            ServerMessage::Breakout { breakout } => put(&mut self.breakouts, breakout.clone(), |b| b.id),
            ServerMessage::BreakoutOver { breakout } => self.breakouts.retain(|b| b.id != *breakout),
            ServerMessage::Private { conversation } => {
                put(&mut self.own.private, conversation.clone(), |c| c.person.clone());
            }
            ServerMessage::PrivateLine { person, line } => {
                let with = self.own.private.iter_mut().find(|c| c.person == *person);
                if let Some(with) = with.filter(|c| c.lines.iter().all(|l| l.id != line.id)) {
                    with.lines.push(line.clone());
                    let over = with.lines.len().saturating_sub(PRIVATE_KEPT);
                    with.lines.drain(..over);
                }
            }
            _ => {}
        }
    }

    /// A line that a resume replays is already there; its id tells.
    fn write(&mut self, line: &ChatLine) {
        if self.chat.iter().all(|l| l.id != line.id) {
            self.chat.push(line.clone());
            let over = self.chat.len().saturating_sub(CHAT_KEPT);
            self.chat.drain(..over);
        }
    }
}

/// The order of questions: pinned ones first, then by votes, then by time.
pub(crate) fn rank(question: &Question) -> impl Ord + use<> {
    (!question.pinned, Reverse(question.votes), question.at, question.id)
}

/// Puts something in the place of what has the same id, or at the end.
fn put<T, Id: PartialEq>(list: &mut Vec<T>, next: T, id: impl Fn(&T) -> Id) {
    match list.iter_mut().find(|one| id(one) == id(&next)) {
        Some(known) => *known = next,
        None => list.push(next),
    }
}
