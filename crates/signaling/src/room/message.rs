//! What participants say, and who carries it out.

use std::time::Duration;

use uuid::Uuid;

use super::captions::Written;
use super::rate::Verdict;
use super::replies::Known;
use super::topic::Topic;
use super::{Audience, Class, Output, Room};
use crate::{
    ChannelId, ClientFrame, ClientMessage, CloseCode, ErrorCode, LeaveReason, MediaCommand, ParticipantId, PartyState,
    Readiness, ServerMessage, Shown, Source, UnixMillis,
};

const EMOJI_CHARACTERS: usize = 16;
/// Tracks whose size one receiver may tell; more than any wall holds.
const SHOWN: usize = 500;
pub(super) const NAME_CHARACTERS: usize = 200;
const STROKE_POINTS: usize = 64;
/// Acts one participant may be ready for; more than any ceremony has.
const READY_ACTS: usize = 200;

/// Why a message has no effect, and when it might have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    code: ErrorCode,
    wait: Option<Duration>,
}

impl Refusal {
    pub(super) fn wait(code: ErrorCode, wait: Duration) -> Self {
        Self { code, wait: Some(wait) }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self { code, wait: None }
    }
}

/// What a message is answered with: a reply, or nothing yet (the answer comes later).
pub(super) type Answer = Result<Option<ServerMessage>, Refusal>;

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
                self.refuse(from, id, Refusal::wait(ErrorCode::RateLimited, wait));
                return self.take();
            }
            Verdict::Flood => {
                self.refuse(from, id, ErrorCode::Flooding.into());
                self.close_socket(from, CloseCode::Flooding);
                return self.take();
            }
        }
        let waits = member.waiting && !matches!(body, ClientMessage::Ping {} | ClientMessage::Leave {});
        if waits {
            self.refuse(from, id, ErrorCode::Waiting.into());
            return self.take();
        }
        if ephemeral {
            if let Err(code) = self.flash(from, body) {
                self.refuse(from, id, code.into());
            }
            return self.take();
        }
        let member = self.members.get_mut(&from).expect("just seen");
        match member.replies.begin(now, id) {
            Known::Answered(reply) => self.reply(from, id, *reply),
            Known::Pending => {}
            Known::New => match self.carry_out(from, id, body) {
                Ok(Some(reply)) => self.reply(from, id, reply),
                Ok(None) => {}
                Err(refusal) => self.refuse(from, id, refusal),
            },
        }
        self.take()
    }

    /// Answers with an error. Refusals that may pass on another try are not kept.
    pub(super) fn refuse(&mut self, to: ParticipantId, id: Uuid, refusal: Refusal) {
        let Refusal { code, wait } = refusal;
        let retry_after_ms = wait.map(|w| u32::try_from(w.as_millis()).unwrap_or(u32::MAX).max(1));
        let body = ServerMessage::Error { code, retry_after_ms };
        self.reply(to, id, body);
        if (wait.is_some() || matches!(code, ErrorCode::MediaUnavailable | ErrorCode::NegotiationPending))
            && let Some(member) = self.members.get_mut(&to)
        {
            member.replies.forget(id);
        }
    }

    fn carry_out(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        let topic = body.topic();
        if topic.needs_moderator() && !self.is_moderator(from) {
            return Err(ErrorCode::NotAllowed.into());
        }
        match topic {
            Topic::Presence => self.presence(from, id, body),
            Topic::Media => self.media_message(from, id, body),
            Topic::Talk => self.talk(from, id, body),
            Topic::Forum => self.forum(from, id, body),
            Topic::Private => self.private_message(from, id, body),
            Topic::Booth => self.booth_message(from, body),
            Topic::Breakout => self.breakout_message(from, id, body),
            Topic::Door => self.door_message(body),
            Topic::People => self.people_message(from, body),
            Topic::Stage => self.stage_message(from, id, body),
            Topic::Forums => self.forums_message(from, id, body),
            Topic::Channels => self.channels_message(id, body),
        }
    }

    fn presence(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::Ping {} => Ok(Some(ServerMessage::Pong {})),
            ClientMessage::Roster { after, limit, query } => Ok(Some(self.roster(after, limit, query.as_deref()))),
            ClientMessage::Leave {} => {
                self.reply(from, id, ServerMessage::Done {});
                self.close_socket(from, CloseCode::Normal);
                self.leave(from, LeaveReason::Left);
                Ok(None)
            }
            _ => Err(ErrorCode::AlreadyJoined.into()),
        }
    }

    fn media_message(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::UploadOffer { offer } => {
                self.upload_offer(from, id, offer)?;
                return Ok(None);
            }
            ClientMessage::DownloadAnswer {
                connection,
                generation,
                sdp,
            } => self.download_answer(from, (connection, generation), sdp)?,
            ClientMessage::DownloadRestart {} => self.download_restart(from),
            ClientMessage::Show { tracks } => self.check_show(from, tracks)?,
            ClientMessage::Mute { source, muted } => self.mute(from, source, muted)?,
            _ => return unknown(),
        }
        done()
    }

    fn talk(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::Chat { text } => self.chat(from, id, text)?,
            ClientMessage::RaiseHand {} => self.raise_hand(from)?,
            ClientMessage::LowerHand { participant } => self.lower_hand(from, participant)?,
            ClientMessage::Ready { act, ready } => self.set_ready(from, act, ready)?,
            ClientMessage::ShareDocument { document, page } => self.share_document(from, document, page)?,
            ClientMessage::Caption {
                language,
                line,
                text,
                is_final,
            } => {
                let written = Written {
                    language,
                    line,
                    text,
                    is_final,
                };
                self.caption(from, written)?;
            }
            ClientMessage::FollowCaptions { languages } => {
                return Ok(Some(self.follow_captions(from, languages)?));
            }
            ClientMessage::CueShown { cue, at } => self.cue_shown(from, cue, at)?,
            _ => return unknown(),
        }
        done()
    }

    fn forum(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::Ask { text } => self.ask(from, id, text)?,
            ClientMessage::UpvoteQuestion { question } => self.upvote(from, question)?,
            ClientMessage::Questions { skip, limit } => return Ok(Some(self.question_page(from, skip, limit))),
            ClientMessage::Vote { poll, options } => self.vote(from, poll, options)?,
            _ => return unknown(),
        }
        done()
    }

    fn private_message(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::AskPrivate { participant } => self.ask_private(from, participant)?,
            ClientMessage::AnswerPrivate { person, accept } => self.answer_private(from, &person, accept)?,
            ClientMessage::SayPrivate { person, text } => self.say_private(from, id, &person, text)?,
            ClientMessage::EndPrivate { person } => self.end_private(from, &person)?,
            _ => return unknown(),
        }
        done()
    }

    fn booth_message(&mut self, from: ParticipantId, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::JoinBooth { booth } => self.join_booth(from, booth)?,
            ClientMessage::LeaveBooth {} => self.leave_booth(from)?,
            ClientMessage::Handover { step } => self.hand_over(from, step)?,
            ClientMessage::TakeOver {} => self.take_over(from)?,
            ClientMessage::Direct { channel } => self.direct(from, channel)?,
            ClientMessage::Relay { channel } => self.relay(from, channel)?,
            ClientMessage::Listen { channel } => self.listen(from, channel)?,
            _ => return unknown(),
        }
        done()
    }

    fn breakout_message(&mut self, from: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::CallBreakout { room, participants } => self.call_breakout(from, id, room, participants)?,
            ClientMessage::AnswerBreakout { breakout, accept } => {
                let becomes = if accept { PartyState::Away } else { PartyState::Declined };
                self.move_party(from, breakout, (PartyState::Invited, becomes))?;
            }
            ClientMessage::LeaveBreakout { breakout } => {
                self.move_party(from, breakout, (PartyState::Away, PartyState::Back))?;
            }
            ClientMessage::EndBreakout { breakout } => self.end_breakout(from, breakout)?,
            _ => return unknown(),
        }
        done()
    }

    fn channels_message(&mut self, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::OpenChannel { language, booth } => self.open_channel(ChannelId(id), language, booth)?,
            ClientMessage::CloseChannel { channel } => self.close_channel(channel)?,
            _ => return unknown(),
        }
        done()
    }

    fn download_restart(&mut self, from: ParticipantId) {
        if let Some(member) = self.members.get_mut(&from) {
            member.offered = None;
            self.command(MediaCommand::DownloadRestart(from));
        }
    }

    fn check_show(&mut self, from: ParticipantId, tracks: Vec<Shown>) -> Result<(), ErrorCode> {
        if tracks.len() > SHOWN {
            return Err(ErrorCode::BadValue);
        }
        if tracks.iter().any(|shown| shown.track.parts().is_none()) {
            return Err(ErrorCode::NoSuchTrack);
        }
        self.show(from, tracks);
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

    fn set_ready(&mut self, participant: ParticipantId, act: String, ready: bool) -> Result<(), ErrorCode> {
        let member = &self.members[&participant];
        if !member.grants.publishes_any() {
            return Err(ErrorCode::NotAllowed);
        }
        if act.is_empty() || act.chars().count() > NAME_CHARACTERS {
            return Err(ErrorCode::BadValue);
        }
        let person = member.person.clone();
        let known = self.ready.iter().any(|r| r.participant == participant && r.act == act);
        let own = self.ready.iter().filter(|r| r.participant == participant);
        if ready && !known && own.count() >= READY_ACTS {
            return Err(ErrorCode::TooMany);
        }
        self.ready.retain(|r| r.participant != participant || r.act != act);
        if ready {
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
        self.tell(Audience::All, Class::State(key.into()), body);
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
            ClientMessage::Caption {
                language,
                line,
                text,
                is_final,
            } => {
                let written = Written {
                    language,
                    line,
                    text,
                    is_final,
                };
                return self.caption(participant, written);
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

/// Tells whether a text says something, in at most so many characters.
pub(super) fn fits(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}

/// Tells whether a text looks like a language tag of BCP 47.
pub(super) fn is_language(tag: &str) -> bool {
    let part = |p: &str| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric());
    tag.len() <= 35 && tag.split('-').all(part) && tag.as_bytes()[0].is_ascii_alphabetic()
}

pub(super) fn done() -> Answer {
    Ok(Some(ServerMessage::Done {}))
}

/// What no function for its topic knows; topics and functions cover each other, so no message ends here.
pub(super) fn unknown() -> Answer {
    Err(ErrorCode::BadFrame.into())
}
