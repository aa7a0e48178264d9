//! Captions: what is said, written along by a person or a machine.

use std::collections::VecDeque;
use std::sync::Arc;

use super::message::is_language;
use super::{Audience, Class, Room};
use crate::{Caption, ErrorCode, ParticipantId, ServerMessage};

const CHARACTERS: usize = 500;
const LANGUAGES: usize = 10;
/// Complete lines kept for those who come later, of all languages.
const KEPT: usize = 100;
/// How many of them somebody is told on choosing languages.
const TAIL: usize = 10;

/// The last complete lines.
#[derive(Debug, Default)]
pub(super) struct Captions {
    lines: VecDeque<Caption>,
}

/// A line as its writer sent it.
pub(super) struct Written {
    pub(super) language: String,
    pub(super) line: u32,
    pub(super) text: String,
    pub(super) is_final: bool,
}

impl Room {
    pub(super) fn caption(&mut self, participant: ParticipantId, written: Written) -> Result<(), ErrorCode> {
        let Written {
            language,
            line,
            text,
            is_final,
        } = written;
        if !self.members[&participant].grants.caption {
            return Err(ErrorCode::NotAllowed);
        }
        if !is_language(&language) || text.chars().count() > CHARACTERS {
            return Err(ErrorCode::BadValue);
        }
        if !self.state.caption_languages.contains(&language) {
            if self.state.caption_languages.len() >= LANGUAGES {
                return Err(ErrorCode::TooMany);
            }
            self.state.caption_languages.push(language.clone());
            self.tell_state();
        }
        let to = Audience::Captions(Arc::from(language.as_str()));
        let caption = Caption {
            participant,
            language,
            line,
            text,
            is_final,
            at: self.now,
        };
        if !is_final {
            self.tell_now(to, ServerMessage::Caption { caption });
            return Ok(());
        }
        let same = |c: &Caption| (c.participant, &c.language, c.line) == (participant, &caption.language, line);
        self.captions.lines.retain(|c| !same(c));
        self.captions.lines.push_back(caption.clone());
        if self.captions.lines.len() > KEPT {
            self.captions.lines.pop_front();
        }
        self.tell(to, Class::Event, ServerMessage::Caption { caption });
        Ok(())
    }

    pub(super) fn follow_captions(
        &mut self,
        from: ParticipantId,
        languages: Vec<String>,
    ) -> Result<ServerMessage, ErrorCode> {
        if languages.len() > LANGUAGES || !languages.iter().all(|l| is_language(l)) {
            return Err(ErrorCode::BadValue);
        }
        let inside = self.members[&from].is_inside(self.state.mode);
        let chosen = |c: &&Caption| inside && languages.contains(&c.language);
        let mut captions: Vec<Caption> = self
            .captions
            .lines
            .iter()
            .rev()
            .filter(chosen)
            .take(TAIL)
            .cloned()
            .collect();
        captions.reverse();
        if let Some(member) = self.members.get_mut(&from) {
            member.caption_languages = languages;
        }
        Ok(ServerMessage::CaptionTail { captions })
    }
}
