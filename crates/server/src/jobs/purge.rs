use std::collections::BTreeSet;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use yunqian_journal::Digest;
use yunqian_session::recording::{Command, Recording};
use yunqian_session::{Actor, State};

use super::key;
use crate::app::App;

/// How often the job looks whose time is over.
const REST: Duration = Duration::from_secs(3_600);

/// Deletes recorded media when the years to keep them are over, but for those on legal hold. Their digests and times stay
/// in the record, so that a copy that somebody kept can still be checked.
pub async fn run(app: App) {
    loop {
        purge(&app, Timestamp::now()).await;
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = tokio::time::sleep(REST) => {}
        }
    }
}

/// Deletes what is to be deleted as of `now`.
pub async fn purge(app: &App, now: Timestamp) {
    let Some(before) = years_before(now, app.config.retention.recording_years) else {
        return;
    };
    let due: Vec<_> = app.state().purgeable(before).map(|recording| recording.id).collect();
    for id in due {
        let command = Command::Purge { id, before };
        if let Err(error) = app.desk.execute(Actor::System, key(), command).await {
            tracing::warn!(%error, recording = %id, "a recording can't be deleted");
        }
    }
    remove_files(app).await;
}

/// Removes the files of recordings that the record tells deleted; a crash between the two leaves them to the next run.
async fn remove_files(app: &App) {
    for digest in deletable(&app.state()) {
        let Ok(digest) = digest.parse::<Digest>() else {
            continue;
        };
        if let Err(error) = app.blobs.remove(digest).await {
            tracing::warn!(%error, %digest, "a segment can't be deleted");
        }
    }
}

/// Lists the digests of segments that no recording needs any more.
fn deletable(state: &State) -> BTreeSet<&str> {
    let digests = |purged: bool| {
        let recordings = state
            .recordings
            .iter()
            .filter(move |it| it.purged_at.is_some() == purged);
        recordings.flat_map(|it: &std::sync::Arc<Recording>| it.segments.iter().map(|segment| segment.digest.as_str()))
    };
    let kept: BTreeSet<&str> = digests(false).collect();
    digests(true).filter(|digest| !kept.contains(digest)).collect()
}

fn years_before(now: Timestamp, years: u16) -> Option<Timestamp> {
    let today: Date = now.to_zoned(TimeZone::UTC).date();
    let day = today.checked_sub(i32::from(years).years()).ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::years_before;

    #[test]
    fn years_are_those_of_the_calendar() {
        let before = years_before("2036-02-29T12:00:00Z".parse().unwrap(), 10).unwrap();
        assert_eq!(before.to_string(), "2026-02-28T00:00:00Z");
    }
}
