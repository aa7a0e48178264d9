use imbl::Vector;

use super::{Broadcast, Event, Place, Recording};
use crate::Actor;
use crate::state::{ApplyError, Moment, ObjectRef, State, present};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
        match self {
            Self::Started { id, room, rehearsal } => {
                let recording = Recording {
                    id: *id,
                    room: *room,
                    rehearsal: *rehearsal,
                    started_at: moment.at,
                    started_by: match moment.by {
                        Actor::System => None,
                        Actor::Person { person, .. } => Some(person),
                    },
                    stopped_at: None,
                    purged_at: None,
                    tracks: Vector::new(),
                    segments: Vector::new(),
                    gaps: Vector::new(),
                };
                state.recordings.insert(*id, recording);
                state.links.recordings_of_room.add(*room, *id);
            }
            Self::Stopped { id } => present(state.recordings.get_mut(id), *id)?.stopped_at = Some(moment.at),
            Self::Purged { id } => present(state.recordings.get_mut(id), *id)?.purged_at = Some(moment.at),
            Self::Consented { meeting, side, given } => {
                let mut consents = state.recording_consents.get(meeting).cloned().unwrap_or_default();
                match moment.by {
                    Actor::Person { person, .. } if *given => drop(consents.by_side.insert(*side, person)),
                    _ => drop(consents.by_side.remove(side)),
                }
                state.recording_consents.insert(*meeting, consents);
            }
            Self::TrackAdded { id, track } => {
                present(state.recordings.get_mut(id), *id)?
                    .tracks
                    .push_back(track.clone());
            }
            Self::SegmentClosed { id, segment } => {
                present(state.recordings.get_mut(id), *id)?
                    .segments
                    .push_back(segment.clone());
            }
            Self::GapNoted { id, gap } => present(state.recordings.get_mut(id), *id)?.gaps.push_back(*gap),
            Self::Broadcast {
                item,
                session,
                audience: Some(audience),
            } => {
                let broadcast = Broadcast {
                    item: *item,
                    session: *session,
                    audience: *audience,
                    started_at: moment.at,
                };
                state.broadcasts.insert(*item, broadcast);
            }
            Self::Broadcast { item, .. } => drop(state.broadcasts.remove(item)),
        }
        Ok(())
    }

    pub(crate) fn objects(&self, _state: &State) -> Vec<ObjectRef> {
        match self {
            Self::Started { id, room, .. } => {
                let of = match room {
                    Place::Item(item) => ObjectRef::from(*item),
                    Place::Meeting(meeting) => ObjectRef::from(*meeting),
                };
                vec![(*id).into(), of]
            }
            Self::Stopped { id }
            | Self::TrackAdded { id, .. }
            | Self::Purged { id }
            | Self::SegmentClosed { id, .. }
            | Self::GapNoted { id, .. } => vec![(*id).into()],
            Self::Consented { meeting, .. } => vec![(*meeting).into()],
            Self::Broadcast { item, .. } => vec![(*item).into()],
        }
    }
}
