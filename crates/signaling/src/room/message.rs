//! What participants say.

use std::time::Duration;

use uuid::Uuid;

use super::rate::Verdict;
use super::replies::Known;
use super::{Audience, Class, Output, Room};
use crate::{
    ChatLine, ClientFrame, ClientMessage, CloseCode, ErrorCode, Hand, LeaveReason, MediaCommand, ParticipantId,
    Readiness, ServerMessage, Shown, Source, UnixMillis,
};

const CHAT_CHARACTERS: usize = 2_000;
const CHAT_LINES: usize = 200;
const EMOJI_CHARACTERS: usize = 16;
const HANDS: usize = 200;
/// Tracks whose size one receiver may tell; more than any wall holds.
const SHOWN: usize = 500;
pub(super) const NAME_CHARACTERS: usize = 200;
const STROKE_POINTS: usize = 64;
/// Acts one participant may be ready for; more than any ceremony has.
const READY_ACTS: usize = 200;

/// What a message is answered with: a reply, or nothing yet (the answer comes later).
type Answer = Result<Option<ServerMessage>, ErrorCode>;

impl Room {
    /// Handles a frame of somebody in the room.
    pub fn handle(&mut self, now: UnixMillis, from: ParticipantId, frame: ClientFrame) -> Vec<Output> {
        self.now = now;
        let ClientFrame { id, body } = frame;
        let ephemeral = body.is_ephemeral();
        let Some(member) = self.members.get_mut(&from) else {
            return Vec::new();
        };
        match member.limits.count(now, ephemeral) {
            Verdict::Pass => {}
            Verdict::Wait(wait) => {
                self.refuse(from, id, ErrorCode::RateLimited, Some(wait));
                return self.take();
            }
            Verdict::Flood => {
                self.refuse(from, id, ErrorCode::Flooding, None);
                self.close_socket(from, CloseCode::Flooding);
                return self.take();
            }
        }
        if ephemeral {
            if let Err(code) = self.flash(from, body) {
                self.refuse(from, id, code, None);
            }
            return self.take();
        }
        match member.replies.begin(now, id) {
            Known::Answered(reply) => self.reply(from, id, reply),
            Known::Pending => {}
            Known::New => match self.carry_out(from, id, body) {
                Ok(Some(reply)) => self.reply(from, id, reply),
                Ok(None) => {}
                Err(code) => self.refuse(from, id, code, None),
            },
        }
        self.take()
    }

    /// Answers with an error. Refusals that may pass on another try are not kept.
    pub(super) fn refuse(&mut self, to: ParticipantId, id: Uuid, code: ErrorCode, wait: Option<Duration>) {
        let retry_after_ms = wait.map(|w| u32::try_from(w.as_millis()).unwrap_or(u32::MAX).max(1));
        let body = ServerMessage::Error { code, retry_after_ms };
        self.reply(to, id, body);
        if matches!(code, ErrorCode::MediaUnavailable | ErrorCode::NegotiationPending)
            && let Some(member) = self.members.get_mut(&to)
        {
            member.replies.forget(id);
        }
    }

    fn carry_out(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        if body.needs_moderator() {
            self.moderate(from, body)?;
            return done();
        }
        match body {
            ClientMessage::Ping {} => return Ok(Some(ServerMessage::Pong {})),
            ClientMessage::Roster { after, limit, query } => {
                return Ok(Some(self.roster(after, limit, query.as_deref())));
            }
            ClientMessage::UploadOffer { offer } => {
                self.upload_offer(from, id, offer)?;
                return Ok(None);
            }
            ClientMessage::Leave {} => {
                self.reply(from, id, ServerMessage::Done {});
                self.close_socket(from, CloseCode::Normal);
                self.leave(from, LeaveReason::Left);
                return Ok(None);
            }
            ClientMessage::DownloadAnswer {
                connection,
                generation,
                sdp,
            } => self.download_answer(from, (connection, generation), sdp)?,
            ClientMessage::DownloadRestart {} => self.download_restart(from),
            ClientMessage::Show { tracks } => self.show(from, tracks)?,
            ClientMessage::Mute { source, muted } => self.mute(from, source, muted)?,
            ClientMessage::Chat { text } => self.chat(from, id, text)?,
            ClientMessage::RaiseHand {} => self.raise_hand(from)?,
            ClientMessage::LowerHand { participant } => self.lower_hand(from, participant)?,
            ClientMessage::Ready { act, ready } => self.set_ready(from, act, ready)?,
            _ => return Err(ErrorCode::AlreadyJoined),
        }
        done()
    }

    fn download_restart(&mut self, from: ParticipantId) {
        if let Some(member) = self.members.get_mut(&from) {
            member.offered = None;
            self.command(MediaCommand::DownloadRestart(from));
        }
    }

    fn show(&mut self, from: ParticipantId, tracks: Vec<Shown>) -> Result<(), ErrorCode> {
        if tracks.len() > SHOWN {
            return Err(ErrorCode::BadValue);
        }
        if tracks.iter().any(|shown| shown.track.parts().is_none()) {
            return Err(ErrorCode::NoSuchTrack);
        }
        self.command(MediaCommand::Show(from, tracks));
        Ok(())
    }

    fn mute(&mut self, from: ParticipantId, source: Source, muted: bool) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&from).ok_or(ErrorCode::NoSuchParticipant)?;
        if !member.grants.publishes(source) {
            return Err(ErrorCode::NotAllowed);
        }
        if muted {
            member.muted.insert(source);
        } else if member.muted_by_host.contains(&source) {
            return Err(ErrorCode::MutedByHost);
        } else {
            member.muted.remove(&source);
        }
        if member.sources.contains(&source) {
            self.silence(from, source);
            self.tell_listed(from);
        }
        Ok(())
    }

    /// Tells whether a participant may speak in the chat, and is past the lobby.
    fn may_chat(&self, from: ParticipantId) -> Result<(), ErrorCode> {
        let member = self.members.get(&from).ok_or(ErrorCode::NoSuchParticipant)?;
        if !member.grants.chat {
            return Err(ErrorCode::NotAllowed);
        }
        if !member.is_inside(self.state.mode) {
            return Err(ErrorCode::NotLive);
        }
        Ok(())
    }

    fn chat(&mut self, from: ParticipantId, id: Uuid, text: String) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        if text.trim().is_empty() || text.chars().count() > CHAT_CHARACTERS {
            return Err(ErrorCode::BadValue);
        }
        let member = &self.members[&from];
        let line = ChatLine {
            id,
            participant: from,
            name: member.name.clone(),
            role: member.role,
            text,
            at: self.now,
        };
        self.chat.push_back(line.clone());
        if self.chat.len() > CHAT_LINES {
            self.chat.pop_front();
        }
        self.tell(Audience::Inside, Class::Event, ServerMessage::Chat { line });
        Ok(())
    }

    fn raise_hand(&mut self, from: ParticipantId) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        if self.hands.iter().any(|h| h.participant == from) {
            return Ok(());
        }
        if self.hands.len() >= HANDS {
            return Err(ErrorCode::RateLimited);
        }
        let member = &self.members[&from];
        self.hands.push(Hand {
            participant: from,
            name: member.name.clone(),
            organisation: member.organisation.clone(),
            at: self.now,
        });
        self.tell_hands();
        Ok(())
    }

    fn lower_hand(&mut self, from: ParticipantId, whose: Option<ParticipantId>) -> Result<(), ErrorCode> {
        let whose = whose.unwrap_or(from);
        if whose != from && !self.members[&from].grants.moderate {
            return Err(ErrorCode::NotAllowed);
        }
        let before = self.hands.len();
        self.hands.retain(|h| h.participant != whose);
        if self.hands.len() != before {
            self.tell_hands();
        }
        Ok(())
    }

    fn set_ready(&mut self, participant: ParticipantId, act: String, ready: bool) -> Result<(), ErrorCode> {
        let member = &self.members[&participant];
        if !member.grants.publishes_any() {
            return Err(ErrorCode::NotAllowed);
        }
        if act.is_empty() || act.chars().count() > NAME_CHARACTERS {
            return Err(ErrorCode::BadValue);
        }
        let person = member.person.clone();
        self.ready.retain(|r| r.participant != participant || r.act != act);
        if ready {
            let own = self.ready.iter().filter(|r| r.participant == participant);
            if own.count() >= READY_ACTS {
                return Err(ErrorCode::BadValue);
            }
            self.ready.push(Readiness {
                participant,
                person: person.clone(),
                act: act.clone(),
            });
        }
        let key = format!("ready {participant} {act}");
        let body = ServerMessage::Ready {
            participant,
            person,
            act,
            ready,
        };
        self.tell(Audience::All, Class::State(key), body);
        Ok(())
    }

    /// Shows what is worth nothing a moment later.
    fn flash(&mut self, participant: ParticipantId, body: ClientMessage) -> Result<(), ErrorCode> {
        let body = match body {
            ClientMessage::React { emoji } => {
                self.may_chat(participant)?;
                if emoji.is_empty() || emoji.chars().count() > EMOJI_CHARACTERS {
                    return Err(ErrorCode::BadValue);
                }
                ServerMessage::Reaction { participant, emoji }
            }
            ClientMessage::Stroke {
                act,
                stroke,
                points,
                end,
            } => {
                let member = &self.members[&participant];
                if !member.grants.publishes_any() {
                    return Err(ErrorCode::NotAllowed);
                }
                if !drawable(&act, &points) {
                    return Err(ErrorCode::BadValue);
                }
                ServerMessage::Stroke {
                    participant,
                    person: member.person.clone(),
                    act,
                    stroke,
                    points,
                    end,
                }
            }
            _ => return Err(ErrorCode::BadValue),
        };
        self.tell_now(Audience::Inside, body);
        Ok(())
    }
}

fn drawable(act: &str, points: &[[f64; 3]]) -> bool {
    let on_pad = |v: f64| (0.0..=1.0).contains(&v);
    !act.is_empty()
        && act.chars().count() <= NAME_CHARACTERS
        && points.len() <= STROKE_POINTS
        && points.iter().all(|[x, y, t]| on_pad(*x) && on_pad(*y) && *t >= 0.0)
}

fn done() -> Answer {
    Ok(Some(ServerMessage::Done {}))
}
