//! What was on the stage while a recording ran: the record's own times make its chapters.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yunqian_session::access::View;
use yunqian_session::ceremony::{self, ActState};
use yunqian_session::recording::{Place, Recording};
use yunqian_session::text::LocalizedText;
use yunqian_session::{Event, ItemId, ObjectRef, programme};

/// What a chapter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChapterKind {
    /// A pitch was given.
    Pitch,
    /// An act was on the stage.
    Act,
}

/// A chapter of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Chapter {
    /// What it is about.
    pub kind: ChapterKind,
    /// The pitch or act.
    pub id: Uuid,
    /// Its title; none where the caller may not see what it was.
    pub title: Option<LocalizedText>,
    /// When it came on the stage.
    pub starts_at: Timestamp,
    /// When it left; none while it is there.
    pub ends_at: Option<Timestamp>,
}

/// A step on the stage: what came, or that it was cleared.
struct Step {
    at: Timestamp,
    came: Option<(ChapterKind, Uuid)>,
}

/// Returns the chapters that fall into a recording.
pub fn chapters(sight: &View<'_>, recording: &Recording) -> Vec<Chapter> {
    let Place::Item(item) = recording.room else {
        return Vec::new();
    };
    let steps = steps(sight, item);
    let ends = steps
        .iter()
        .skip(1)
        .map(|step| Some(step.at))
        .chain([recording.stopped_at]);
    let chapters = steps.iter().zip(ends).filter_map(|(step, ends_at)| {
        let (kind, id) = step.came?;
        Some(Chapter {
            kind,
            id,
            title: title(sight, kind, id),
            starts_at: step.at,
            ends_at,
        })
    });
    let is_inside = |chapter: &Chapter| {
        recording.stopped_at.is_none_or(|stopped| chapter.starts_at < stopped)
            && chapter.ends_at.is_none_or(|ends| ends > recording.started_at)
    };
    chapters.filter(is_inside).collect()
}

fn steps(sight: &View<'_>, item: ItemId) -> Vec<Step> {
    let state = sight.state();
    let of_item = state.history(&ObjectRef::Item(item)).filter_map(|happening| {
        let Event::Item(programme::Event::Presented { id, pitch }) = &happening.event else {
            return None;
        };
        (*id == item).then(|| Step {
            at: happening.at,
            came: pitch.map(|pitch| (ChapterKind::Pitch, pitch.0)),
        })
    });
    let ceremony = state.ceremony_of(&item).map(|ceremony| ceremony.id);
    let acts = ceremony.into_iter().flat_map(|id| {
        state.history(&ObjectRef::Ceremony(id)).filter_map(|happening| {
            let Event::Ceremony(ceremony::Event::Moved { act, to }) = &happening.event else {
                return None;
            };
            let came = match to {
                ActState::Announced => Some((ChapterKind::Act, act.0)),
                ActState::Signed { .. } | ActState::Pulled { .. } => None,
                _ => return None,
            };
            Some(Step { at: happening.at, came })
        })
    });
    let mut all: Vec<Step> = of_item.chain(acts).collect();
    all.sort_by_key(|step| step.at);
    all
}

fn title(sight: &View<'_>, kind: ChapterKind, id: Uuid) -> Option<LocalizedText> {
    let state = sight.state();
    match kind {
        ChapterKind::Pitch => {
            let pitch = state.pitches.get(&yunqian_session::PitchId(id))?;
            let project = state.projects.get(&pitch.project)?;
            sight.sees_project(project).then(|| project.proposal.title.clone())
        }
        ChapterKind::Act => {
            let (ceremony, act) = state.act(&yunqian_session::ActId(id))?;
            sight.sees_act(ceremony, act).then(|| act.title.clone())
        }
    }
}
