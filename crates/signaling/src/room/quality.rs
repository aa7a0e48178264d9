//! How well connections work: kept for each participant, told to it and to moderators.

use std::cmp::Reverse;

use super::member::Member;
use super::{Audience, Room};
use crate::{Direction, ParticipantId, ServerMessage, Statistics};

/// How many unlisted participants moderators are told of: the worst.
const WORST: usize = 50;

/// How good a connection is, as people feel it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grade {
    Good,
    Fair,
    Poor,
}

fn grade(statistics: &Statistics) -> Grade {
    let rtt = statistics.rtt_ms.unwrap_or_default();
    if statistics.loss_per_mille >= 100 || rtt >= 600 {
        Grade::Poor
    } else if statistics.loss_per_mille >= 30 || rtt >= 300 {
        Grade::Fair
    } else {
        Grade::Good
    }
}

impl Room {
    /// Takes the forwarding unit's figures. Listed participants hear theirs each time, others when the grade changes.
    pub(super) fn take_statistics(&mut self, all: Vec<Statistics>) {
        let mut told: Vec<ParticipantId> = Vec::new();
        let mut listed = Vec::new();
        let mut others = Vec::new();
        for statistics in all {
            let Some(member) = self.members.get_mut(&statistics.participant) else {
                continue;
            };
            let slot = &mut member.quality[slot(statistics.direction)];
            let changed = slot.as_ref().map(grade) != Some(grade(&statistics));
            *slot = Some(statistics.clone());
            if (changed || member.is_listed()) && told.last() != Some(&member.id) {
                told.push(member.id);
            }
            if member.is_listed() {
                listed.push(statistics);
            } else {
                others.push(statistics);
            }
        }
        others.sort_by_key(|s| Reverse((s.loss_per_mille, s.rtt_ms)));
        others.truncate(WORST);
        listed.append(&mut others);
        if !listed.is_empty() {
            self.tell_now(Audience::Moderators, ServerMessage::Statistics { statistics: listed });
        }
        told.sort_unstable();
        told.dedup();
        for id in told {
            let statistics = self.members.get(&id).map(quality).unwrap_or_default();
            self.tell_now(Audience::One(id), ServerMessage::Quality { statistics });
        }
    }
}

fn slot(direction: Direction) -> usize {
    match direction {
        Direction::Upload => 0,
        Direction::Download => 1,
    }
}

fn quality(member: &Member) -> Vec<Statistics> {
    member.quality.iter().flatten().cloned().collect()
}
