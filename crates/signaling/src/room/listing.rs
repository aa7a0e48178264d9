//! Reading the room: the snapshot, and pages of the viewers.

use std::collections::BTreeMap;

use super::Room;
use super::{member::Member, questions};
use crate::{Own, ParticipantId, RosterEntry, ServerMessage, Snapshot};

/// How much of the chat a snapshot holds.
const CHAT_TAIL: usize = 100;
const PAGE: u32 = 200;

impl Room {
    /// The room as `receiver` may see it; bare while it waits in the lobby.
    pub(super) fn snapshot(&self, receiver: ParticipantId) -> Snapshot {
        let mut snapshot = self.bare_snapshot();
        let Some(member) = self.members.get(&receiver).filter(|m| !m.waiting) else {
            return snapshot;
        };
        let moderates = member.grants.moderate;
        let listed = self.members.values().filter(|m| m.is_listed());
        snapshot.participants = listed.map(Member::public).collect();
        snapshot.viewers = self.told_viewers;
        snapshot.hands.clone_from(&self.hands);
        if member.is_inside(self.state.mode) {
            let skip = self.chat.lines.len().saturating_sub(CHAT_TAIL);
            snapshot.chat = self.chat.lines.iter().skip(skip).cloned().collect();
        }
        snapshot.ready.clone_from(&self.ready);
        snapshot.bulletins.clone_from(&self.bulletins);
        snapshot.questions = self.questions.visible(&member.person, moderates);
        snapshot.questions.truncate(questions::PAGE);
        snapshot.polls = self.polls.seen(moderates);
        snapshot.booths.clone_from(&self.booths.all);
        snapshot.cues = self.cues.seen();
        snapshot.breakouts = self.breakouts_of(receiver);
        if moderates {
            snapshot.waiting = self.waiting();
            snapshot.banned.clone_from(&self.door.banned);
        }
        snapshot.own = self.own(member);
        snapshot
    }

    fn bare_snapshot(&self) -> Snapshot {
        Snapshot {
            room: self.id.clone(),
            kind: self.kind,
            seq: self.ring.last(),
            state: self.state.clone(),
            participants: Vec::new(),
            viewers: 0,
            hands: Vec::new(),
            chat: Vec::new(),
            ready: Vec::new(),
            bulletins: BTreeMap::new(),
            questions: Vec::new(),
            polls: Vec::new(),
            booths: Vec::new(),
            cues: Vec::new(),
            breakouts: Vec::new(),
            waiting: Vec::new(),
            banned: Vec::new(),
            own: Own::default(),
        }
    }

    fn own(&self, member: &Member) -> Own {
        Own {
            upvoted: self.questions.upvoted(&member.person),
            ballots: self.polls.ballots(&member.person),
            listening: member.listening,
            caption_languages: member.caption_languages.clone(),
            chat_muted: self.chat.muted.contains(&member.person),
            private: self.private.seen_by(&member.person),
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
