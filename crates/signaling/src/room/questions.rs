//! Questions to the stage, with votes and answers.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::message::fits;
use super::{Audience, Class, Room};
use crate::{Answer, ErrorCode, ParticipantId, Question, QuestionRules, QuestionState, QuestionVotes, ServerMessage};

const CHARACTERS: usize = 500;
const ANSWER_CHARACTERS: usize = 2_000;
/// The most questions of one room.
const MOST: usize = 500;
/// The most that one person may have unanswered.
const MOST_EACH: usize = 5;
/// How many a snapshot, or a page, holds.
pub(super) const PAGE: usize = 50;

/// The questions of a room.
#[derive(Debug, Default)]
pub(super) struct Questions {
    all: Vec<Asked>,
    /// Those that rose since the last tick.
    risen: BTreeSet<Uuid>,
}

#[derive(Debug)]
struct Asked {
    question: Question,
    person: String,
    voters: HashSet<String>,
}

impl Questions {
    fn find(&mut self, id: Uuid) -> Result<&mut Asked, ErrorCode> {
        let found = self.all.iter_mut().find(|a| a.question.id == id);
        found.ok_or(ErrorCode::NoSuchThing)
    }

    /// The questions as `person` may see them, in order.
    pub(super) fn visible(&self, person: &str, moderates: bool) -> Vec<Question> {
        let seen = |a: &&Asked| moderates || a.person == person || a.question.state != QuestionState::Pending;
        let mut questions: Vec<Question> = self.all.iter().filter(seen).map(|a| a.question.clone()).collect();
        questions.sort_by_key(crate::fold::rank);
        questions
    }

    pub(super) fn upvoted(&self, person: &str) -> Vec<Uuid> {
        let by = |a: &&Asked| a.voters.contains(person);
        self.all.iter().filter(by).map(|a| a.question.id).collect()
    }
}

impl Room {
    pub(super) fn ask(&mut self, from: ParticipantId, id: Uuid, text: String) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        let rules = self.state.questions;
        if !rules.open {
            return Err(ErrorCode::Closed);
        }
        if !fits(&text, CHARACTERS) {
            return Err(ErrorCode::BadValue);
        }
        let member = &self.members[&from];
        let waits = |a: &&Asked| a.person == member.person && a.question.state != QuestionState::Answered;
        if self.questions.all.len() >= MOST || self.questions.all.iter().filter(waits).count() >= MOST_EACH {
            return Err(ErrorCode::TooMany);
        }
        let reviewed = rules.reviewed && !member.grants.moderate;
        let question = Question {
            id,
            participant: from,
            name: member.name.clone(),
            organisation: member.organisation.clone(),
            text,
            at: self.now,
            votes: 0,
            state: if reviewed {
                QuestionState::Pending
            } else {
                QuestionState::Open
            },
            pinned: false,
            answer: None,
        };
        self.questions.all.push(Asked {
            question,
            person: member.person.clone(),
            voters: HashSet::new(),
        });
        self.tell_question(id);
        Ok(())
    }

    /// Tells a question to those who may see it.
    fn tell_question(&mut self, id: Uuid) {
        let Ok(asked) = self.questions.find(id) else {
            return;
        };
        let question = asked.question.clone();
        let person = asked.person.clone();
        self.questions.risen.remove(&id);
        let to = if question.state == QuestionState::Pending {
            Audience::These(Arc::from(self.presences(&person)))
        } else {
            Audience::All
        };
        let class = Class::State(format!("question {id}").into());
        self.tell(to, class, ServerMessage::Question { question });
    }

    pub(super) fn upvote(&mut self, from: ParticipantId, id: Uuid) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        let person = self.members[&from].person.clone();
        let asked = self.questions.find(id)?;
        match asked.question.state {
            QuestionState::Pending => return Err(ErrorCode::NoSuchThing),
            QuestionState::Answered => return Err(ErrorCode::Closed),
            QuestionState::Open | QuestionState::Live => {}
        }
        if asked.person == person {
            return Err(ErrorCode::NotAllowed);
        }
        if !asked.voters.insert(person) {
            return Err(ErrorCode::AlreadyDone);
        }
        asked.question.votes += 1;
        self.questions.risen.insert(id);
        Ok(())
    }

    /// Tells how far questions rose since the last time, all in one frame.
    pub(super) fn tell_risen(&mut self) {
        let risen = std::mem::take(&mut self.questions.risen);
        let votes: Vec<QuestionVotes> = risen
            .into_iter()
            .filter_map(|question| {
                let votes = self.questions.find(question).ok()?.question.votes;
                Some(QuestionVotes { question, votes })
            })
            .collect();
        if !votes.is_empty() {
            self.tell(Audience::All, Class::Event, ServerMessage::QuestionVotes { votes });
        }
    }

    pub(super) fn question_page(&self, from: ParticipantId, skip: u32, limit: u32) -> ServerMessage {
        let member = &self.members[&from];
        let all = self.questions.visible(&member.person, member.grants.moderate);
        let total = u32::try_from(all.len()).expect("a few hundred");
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX).min(PAGE);
        ServerMessage::QuestionPage {
            questions: all.into_iter().skip(skip).take(limit).collect(),
            total,
        }
    }

    pub(super) fn set_question_rules(&mut self, rules: QuestionRules) {
        self.state.questions = rules;
        self.tell_state();
    }

    pub(super) fn answer_question(
        &mut self,
        by: ParticipantId,
        id: Uuid,
        state: QuestionState,
        text: Option<String>,
    ) -> Result<(), ErrorCode> {
        if text.as_ref().is_some_and(|t| !fits(t, ANSWER_CHARACTERS)) {
            return Err(ErrorCode::BadValue);
        }
        let now = self.now;
        let name = self.members[&by].name.clone();
        let question = &mut self.questions.find(id)?.question;
        let published = question.state != QuestionState::Pending;
        if published && state == QuestionState::Pending {
            return Err(ErrorCode::BadValue);
        }
        question.state = state;
        if let Some(text) = text {
            question.answer = Some(Answer { text, name, at: now });
        }
        self.tell_question(id);
        Ok(())
    }

    pub(super) fn pin_question(&mut self, id: Uuid, pinned: bool) -> Result<(), ErrorCode> {
        self.questions.find(id)?.question.pinned = pinned;
        self.tell_question(id);
        Ok(())
    }

    pub(super) fn dismiss_question(&mut self, id: Uuid) -> Result<(), ErrorCode> {
        self.questions.find(id)?;
        self.questions.all.retain(|a| a.question.id != id);
        self.questions.risen.remove(&id);
        self.tell(
            Audience::All,
            Class::Event,
            ServerMessage::QuestionGone { question: id },
        );
        Ok(())
    }
}
