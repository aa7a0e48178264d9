//! Cues: all sites do something at the same moment, and say when they did.

use std::collections::BTreeMap;
use std::time::Duration;

use uuid::Uuid;

use super::message::{NAME_CHARACTERS, fits};
use super::{Audience, Class, Room};
use crate::{Cue, CueKind, CueReport, ErrorCode, ParticipantId, ServerMessage, UnixMillis};

/// How far ahead a cue may be.
const AHEAD: Duration = Duration::from_secs(60);
/// How long a cue stays after its time.
const AFTER: Duration = Duration::from_secs(5);
const TEXT_CHARACTERS: usize = 200;
/// The most cues to come.
const MOST: usize = 8;

/// The cues to come or just past.
#[derive(Debug, Default)]
pub(super) struct Cues {
    timed: Vec<Timed>,
}

#[derive(Debug)]
struct Timed {
    cue: Cue,
    sites: u32,
    /// How far from the cue's time each site showed it, in milliseconds.
    skews: BTreeMap<ParticipantId, u32>,
    /// Whether there are reports that moderators were not told of.
    reported: bool,
}

impl Timed {
    fn report(&self) -> CueReport {
        let mut skews: Vec<u32> = self.skews.values().copied().collect();
        skews.sort_unstable();
        // The smallest value that 95 % of the reports do not exceed (nearest rank).
        let rank = (skews.len() * 95).div_ceil(100).max(1);
        CueReport {
            cue: self.cue.id,
            sites: self.sites,
            shown: u32::try_from(skews.len()).expect("a room holds fewer than four billion"),
            skew_p95_ms: skews.get(rank - 1).copied().unwrap_or_default(),
        }
    }
}

impl Cues {
    pub(super) fn seen(&self) -> Vec<Cue> {
        self.timed.iter().map(|t| t.cue.clone()).collect()
    }
}

impl Room {
    pub(super) fn cue(
        &mut self,
        id: Uuid,
        kind: CueKind,
        act: Option<String>,
        text: Option<String>,
        in_ms: u32,
    ) -> Result<(), ErrorCode> {
        let too_long = |t: &Option<String>, most| t.as_ref().is_some_and(|t| !fits(t, most));
        if Duration::from_millis(in_ms.into()) > AHEAD
            || too_long(&act, NAME_CHARACTERS)
            || too_long(&text, TEXT_CHARACTERS)
            || (kind == CueKind::Text && text.is_none())
        {
            return Err(ErrorCode::BadValue);
        }
        // A second countdown takes the place of the first: there is one moment to wait for.
        if kind == CueKind::Countdown {
            self.drop_cues(|t| t.cue.kind == CueKind::Countdown);
        }
        if self.cues.timed.len() >= MOST {
            return Err(ErrorCode::TooMany);
        }
        let at = UnixMillis(self.now.0 + u64::from(in_ms));
        let cue = Cue {
            id,
            kind,
            act,
            text,
            at,
        };
        let sites = self
            .members
            .values()
            .filter(|m| m.is_listed() && m.grants.publishes_any());
        self.cues.timed.push(Timed {
            cue: cue.clone(),
            sites: u32::try_from(sites.count()).expect("a room holds fewer than four billion"),
            skews: BTreeMap::new(),
            reported: false,
        });
        self.tell(Audience::All, Class::Event, ServerMessage::Cue { cue });
        Ok(())
    }

    pub(super) fn cancel_cue(&mut self, cue: Uuid) -> Result<(), ErrorCode> {
        if self.drop_cues(|t| t.cue.id == cue) == 0 {
            return Err(ErrorCode::NoSuchThing);
        }
        Ok(())
    }

    fn drop_cues(&mut self, which: impl Fn(&Timed) -> bool) -> usize {
        let gone: Vec<Uuid> = self.cues.timed.iter().filter(|t| which(t)).map(|t| t.cue.id).collect();
        self.cues.timed.retain(|t| !which(t));
        for cue in &gone {
            self.tell(Audience::All, Class::Event, ServerMessage::CueOver { cue: *cue });
        }
        gone.len()
    }

    pub(super) fn cue_shown(&mut self, from: ParticipantId, cue: Uuid, at: UnixMillis) -> Result<(), ErrorCode> {
        let member = &self.members[&from];
        if !member.is_listed() || !member.grants.publishes_any() {
            return Err(ErrorCode::NotAllowed);
        }
        let timed = self.cues.timed.iter_mut().find(|t| t.cue.id == cue);
        let timed = timed.ok_or(ErrorCode::NoSuchThing)?;
        let skew = at.0.abs_diff(timed.cue.at.0);
        let skew = u32::try_from(skew).unwrap_or(u32::MAX);
        timed.skews.entry(from).or_insert(skew);
        timed.reported = true;
        Ok(())
    }

    /// Tells moderators what the sites reported, and ends cues whose time is past.
    pub(super) fn end_cues(&mut self) {
        let timed = self.cues.timed.iter_mut();
        let reports: Vec<CueReport> = timed
            .filter_map(|t| std::mem::take(&mut t.reported).then(|| t.report()))
            .collect();
        for report in reports {
            let key = format!("cue_report {}", report.cue);
            let body = ServerMessage::CueReport { report };
            self.tell(Audience::Moderators, Class::State(key.into()), body);
        }
        let now = self.now;
        self.drop_cues(|t| now.since(t.cue.at) >= AFTER);
    }
}
