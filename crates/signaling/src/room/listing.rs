//! Reading the room: the snapshot, and pages of the viewers.

use super::Room;
use super::member::Member;
use crate::{Mode, ParticipantId, RosterEntry, ServerMessage, Snapshot};

/// How much of the chat a snapshot holds.
const CHAT_TAIL: usize = 100;
const PAGE: u32 = 200;

impl Room {
    /// The room as `receiver` may see it.
    pub(super) fn snapshot(&self, receiver: ParticipantId) -> Snapshot {
        let inside = self
            .members
            .get(&receiver)
            .is_some_and(|m| m.is_inside(self.state.mode));
        let skip = self.chat.len().saturating_sub(CHAT_TAIL);
        let chat = self.chat.iter().skip(skip);
        let listed = self.members.values().filter(|m| m.is_listed());
        Snapshot {
            room: self.id.clone(),
            kind: self.kind,
            seq: self.ring.last(),
            state: self.state.clone(),
            participants: listed.map(Member::public).collect(),
            viewers: self.viewers(),
            hands: self.hands.clone(),
            chat: if inside || self.state.mode == Mode::Live {
                chat.cloned().collect()
            } else {
                Vec::new()
            },
            ready: self.ready.clone(),
            bulletins: self.bulletins.clone(),
        }
    }

    /// A page of the viewers, in the order of their ids.
    pub(super) fn roster(&self, after: Option<ParticipantId>, limit: u32, query: Option<&str>) -> ServerMessage {
        let query = query.unwrap_or_default().to_lowercase();
        let matches = |member: &&Member| {
            let organisation = member.organisation.as_deref().unwrap_or_default();
            member.name.to_lowercase().contains(&query) || organisation.to_lowercase().contains(&query)
        };
        let found: Vec<&Member> = self
            .members
            .values()
            .filter(|m| m.is_counted())
            .filter(matches)
            .collect();
        let mut rest = found.iter().filter(|m| after.is_none_or(|a| m.id > a));
        let limit = usize::try_from(limit.min(PAGE)).expect("a page is small");
        let viewers: Vec<RosterEntry> = rest.by_ref().take(limit).map(|m| m.roster_entry()).collect();
        ServerMessage::Roster {
            viewers,
            more: rest.next().is_some(),
            total: u32::try_from(found.len()).expect("a room holds fewer than four billion"),
        }
    }
}
