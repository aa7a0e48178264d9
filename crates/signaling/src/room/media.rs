//! Between participants and the forwarding unit: offers, answers, who receives what.

use uuid::Uuid;

use super::member::{Member, Negotiation};
use super::{Audience, Class, Output, Room, all_sources};
use crate::{
    Direction, ErrorCode, MediaCommand, MediaEvent, ParticipantId, ServerFrame, ServerMessage, Source, TrackId,
    UnixMillis, UploadAnswer, UploadOffer,
};

impl Room {
    /// Takes a report of the forwarding unit.
    pub fn media(&mut self, now: UnixMillis, event: MediaEvent) -> Vec<Output> {
        self.now = now;
        match event {
            MediaEvent::UploadAnswered {
                participant,
                connection,
                generation,
                result,
            } => self.upload_answered(participant, (connection, generation), result),
            MediaEvent::DownloadOffered(participant, offer) => {
                if let Some(member) = self.members.get_mut(&participant) {
                    member.offered = Some(offer.clone());
                    if member.entering.is_some() {
                        self.welcome_when_complete(participant);
                    } else {
                        self.send_offer(participant, ServerMessage::DownloadOffer { offer });
                    }
                }
            }
            MediaEvent::Demand(participant, source, layers) => {
                let class = Class::State(format!("demand {source}").into());
                self.tell(
                    Audience::One(participant),
                    class,
                    ServerMessage::Demand { source, layers },
                );
            }
            MediaEvent::Connected(participant, _) => self.machine_is_there(participant, true),
            MediaEvent::WatchAnswered { participant, result } => self.answer_machine(participant, result),
            MediaEvent::Statistics(statistics) => self.take_statistics(statistics),
            MediaEvent::Lost(participant, direction) => self.lost(participant, direction),
            MediaEvent::Speaking(participants) => {
                self.tell_now(Audience::Inside, ServerMessage::Speaking { participants });
            }
        }
        self.take()
    }

    /// Numbered like state, but never replayed: a `welcome` carries the offer still open.
    fn send_offer(&mut self, to: ParticipantId, body: ServerMessage) {
        let frame = ServerFrame {
            seq: Some(self.ring.next()),
            ack: None,
            at: self.now,
            body,
        };
        let class = Class::State("download_offer".into());
        self.send(Audience::One(to), class, frame);
    }

    /// Passes an upload offer on; the answer is sent when it is there.
    pub(super) fn upload_offer(
        &mut self,
        id: ParticipantId,
        message: Uuid,
        offer: UploadOffer,
    ) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&id).ok_or(ErrorCode::NoSuchParticipant)?;
        if member.negotiation.is_some() {
            return Err(ErrorCode::NegotiationPending);
        }
        check_upload(member, &offer)?;
        member.negotiation = Some(Negotiation {
            message: Some(message),
            offer: offer.clone(),
        });
        self.command(MediaCommand::Upload(id, offer));
        Ok(())
    }

    fn upload_answered(
        &mut self,
        id: ParticipantId,
        (connection, generation): (u32, u32),
        result: Result<String, ErrorCode>,
    ) {
        let Some(member) = self.members.get_mut(&id) else {
            return;
        };
        let answers = |n: &mut Negotiation| n.offer.connection == connection && n.offer.generation == generation;
        let Some(negotiation) = member.negotiation.take_if(answers) else {
            return;
        };
        let result = result.map(|sdp| UploadAnswer {
            connection,
            generation,
            sdp,
        });
        let machine = member.socketless;
        if result.is_ok() {
            self.uploads(id, &negotiation.offer);
        }
        if machine {
            self.answer_machine(id, result.map(|answer| answer.sdp));
            return;
        }
        let Some(message) = negotiation.message else {
            if let Some(entering) = self.members.get_mut(&id).and_then(|m| m.entering.as_mut()) {
                entering.upload = Some(result);
            }
            self.welcome_when_complete(id);
            return;
        };
        match result {
            Ok(answer) => self.reply(id, message, ServerMessage::UploadAnswer { answer }),
            Err(code) => self.refuse(id, message, code.into()),
        }
    }

    /// Notes what a participant sends now; what it lost the right to meanwhile ends at once.
    fn uploads(&mut self, id: ParticipantId, offer: &UploadOffer) {
        let Some(member) = self.members.get_mut(&id) else {
            return;
        };
        if offer.tracks.iter().any(|t| !member.grants.publishes(t.source)) {
            self.end_upload(id);
            return;
        }
        member.sources = offer.tracks.iter().map(|t| t.source).collect();
        // What is no longer sent is not muted either; the host's mutes stay.
        member.muted.retain(|source| member.sources.contains(source));
        let silenced: Vec<Source> = member
            .sources
            .iter()
            .copied()
            .filter(|s| member.is_silenced(*s))
            .collect();
        for source in silenced {
            self.silence(id, source);
        }
        self.tell_listed(id);
        self.subscribe_anew(id);
    }

    /// Ends what a participant sends.
    pub(super) fn end_upload(&mut self, id: ParticipantId) {
        self.command(MediaCommand::EndUpload(id));
        if let Some(member) = self.members.get_mut(&id) {
            member.sources.clear();
            self.subscribe_all();
        }
    }

    /// Tells the forwarding unit whether a source is to be held back.
    pub(super) fn silence(&mut self, id: ParticipantId, source: Source) {
        let muted = self.members.get(&id).is_some_and(|m| m.is_silenced(source));
        let track = TrackId::new(id, source);
        self.command(MediaCommand::Mute { track, muted });
    }

    fn lost(&mut self, id: ParticipantId, direction: Direction) {
        let Some(member) = self.members.get_mut(&id) else {
            return;
        };
        if member.socketless {
            self.machine_is_there(id, false);
        }
        let member = self.members.get_mut(&id).expect("just seen");
        match direction {
            Direction::Upload => {
                member.sources.clear();
                self.tell_listed(id);
                self.subscribe_all();
            }
            Direction::Download => member.offered = None,
        }
        let body = ServerMessage::MediaLost { direction };
        self.tell(Audience::One(id), Class::Event, body);
    }

    /// Notes that a download offer was answered, and passes the answer on.
    pub(super) fn download_answer(
        &mut self,
        participant: ParticipantId,
        (connection, generation): (u32, u32),
        sdp: String,
    ) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&participant).ok_or(ErrorCode::NoSuchParticipant)?;
        member
            .offered
            .take_if(|o| o.connection == connection && o.generation == generation)
            .ok_or(ErrorCode::BadGeneration)?;
        self.command(MediaCommand::DownloadAnswer {
            participant,
            connection,
            generation,
            sdp,
        });
        Ok(())
    }
}

/// Checks an upload offer against the sender's grants.
pub(super) fn check_upload(member: &Member, offer: &UploadOffer) -> Result<(), ErrorCode> {
    if member.waiting {
        return Err(ErrorCode::Waiting);
    }
    let allowed = |source| member.grants.publishes(source) && !member.grants.hidden;
    if !member.grants.publishes_any() || offer.tracks.iter().any(|t| !allowed(t.source)) {
        return Err(ErrorCode::NotAllowed);
    }
    let repeats = |source| offer.tracks.iter().filter(|t| t.source == source).count() > 1;
    if all_sources().any(repeats) {
        return Err(ErrorCode::BadValue);
    }
    Ok(())
}
