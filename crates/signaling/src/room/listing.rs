//! Reading the room: the snapshot, and pages of the viewers.

use std::collections::BTreeMap;

use super::Room;
use super::{member::Member, questions};
use crate::{Own, ParticipantId, RosterEntry, ServerMessage, Snapshot};

/// How much of the chat a snapshot holds.
const CHAT_TAIL: usize = 100;
/// Bytes of chat in a snapshot, and of all private messages: whatever was written, a frame stays within its limit.
const CHAT_BYTES: usize = 192 * 1024;
pub(super) const PRIVATE_BYTES: usize = 384 * 1024;
const PAGE: u32 = 200;

/// Those of the lines (newest first) that fit into so many bytes, oldest first.
pub(super) fn newest<'a, T: Clone + 'a>(
    lines: impl Iterator<Item = &'a T>,
    text: impl Fn(&T) -> &str,
    bytes: usize,
) -> Vec<T> {
    /// What a line has besides its text: ids, times and a name.
    const AROUND: usize = 300;
    let mut left = bytes;
    let fits = |line: &&T| {
        let size = AROUND + written_bytes(text(line));
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    let mut kept: Vec<T> = lines.take_while(fits).cloned().collect();
    kept.reverse();
    kept
}

/// The bytes of a text in JSON, where control characters take six.
fn written_bytes(text: &str) -> usize {
    text.bytes()
        .map(|byte| match byte {
            0..=0x1f => 6,
            b'"' | b'\\' => 2,
            _ => 1,
        })
        .sum()
}

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
            let lines = self.chat.lines.iter().rev().take(CHAT_TAIL);
            snapshot.chat = newest(lines, |line| &line.text, CHAT_BYTES);
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
