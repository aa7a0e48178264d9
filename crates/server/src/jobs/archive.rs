use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;
use yunqian_session::agreement::{
    Agreement, AgreementState, Archive, AuthorisationMethod, Command, SignatoryState, SignatureLevel,
};
use yunqian_session::{Actor, AgreementId};
use yunqian_signing::{ChainError, Document, Level, Particulars, Problem, SigningError, UnixSeconds, inspect};

use super::key;
use crate::app::App;
use crate::crash;
use crate::signing::{self, cores};

/// Documents that are archived at the same time: while one waits for an authority, others go on.
const AT_ONCE: usize = 8;
/// Least time between two timestamps of one document.
const RENEWED_AT_MOST_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// Least time until a proof is tried anew that lacks what another authority did not tell.
const COMPLETED_AT_SOONEST: SignedDuration = SignedDuration::from_mins(10);
/// How long before the end of a proof it is renewed.
const RENEWED_BEFORE: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Closes every signed document with the platform's seal and brings it to B-LTA; renews proofs that end soon.
pub async fn run(app: App) {
    if app.signing.authority().is_none() {
        return;
    }
    let mut commits = app.desk.commits();
    let mut archiving = JoinSet::new();
    let mut taken = BTreeSet::new();
    loop {
        while archiving.len() < AT_ONCE
            && !app.shutdown.is_cancelled()
            && let Some(id) = next(&app, &taken)
        {
            taken.insert(id);
            let app = app.clone();
            archiving.spawn(async move { (id, archive(&app, id, signing::now()).await) });
        }
        tokio::select! {
            ended = archiving.join_next() => match ended {
                None => return,
                Some(Ok((id, Ok(())))) => app.signing.troubles.over(id),
                // The signed document stays what it is, shown at its own level, and is tried again after a rest.
                Some(Ok((id, Err(error)))) => {
                    app.signing.troubles.failed(id, code(&error), Timestamp::now());
                    let error = format!("{error:#}");
                    tracing::error!(error, agreement = %id, "a signed document can't be archived");
                }
                Some(Err(error)) => tracing::error!(%error, "archiving broke off"),
            },
            // More may have been signed meanwhile.
            _ = commits.recv(), if archiving.len() < AT_ONCE => while commits.try_recv().is_ok() {},
        }
    }
}

/// Finds an agreement whose proof is to be made or renewed, and that does not rest after a failure.
fn next(app: &App, taken: &BTreeSet<AgreementId>) -> Option<AgreementId> {
    let (state, now) = (app.state(), Timestamp::now());
    let open = |it: &&Arc<Agreement>| !taken.contains(&it.id) && !app.signing.troubles.rests(it.id, now);
    let mut open = state.agreements.iter().filter(open);
    open.find(|it| is_due(it, now)).map(|it| it.id)
}

/// Names what is wrong, for those who wait for the proof.
fn code(error: &anyhow::Error) -> &'static str {
    if error.downcast_ref::<Revoked>().is_some() {
        return "certificate-revoked";
    }
    match error.downcast_ref::<SigningError>() {
        Some(SigningError::Timestamp(_)) => "timestamp-unavailable",
        _ => "archive-failed",
    }
}

/// A certificate had been revoked when it signed.
#[derive(Debug, thiserror::Error)]
#[error("a certificate was revoked before it signed")]
struct Revoked;

fn is_due(agreement: &Agreement, now: Timestamp) -> bool {
    let AgreementState::Signed { signed_at, .. } = agreement.state else {
        return false;
    };
    let is_due = |archive: &Archive| ends_soon(archive, now) || lacks_proof(archive, signed_at, now);
    !is_simulated(agreement) && agreement.archive.as_ref().is_none_or(is_due)
}

/// Says whether to try again to bring a proof to B-LTA: an authority that did not answer may do so now. Each try appends
/// to the document, so each waits as long as all before it took.
fn lacks_proof(archive: &Archive, signed_at: Timestamp, now: Timestamp) -> bool {
    let gone = now.duration_since(archive.timestamped_at);
    let before = archive.timestamped_at.duration_since(signed_at);
    archive.level < SignatureLevel::Lta && gone > before.max(COMPLETED_AT_SOONEST)
}

/// Says whether a proof is to be renewed. An authority whose own certificate ends soon gives no longer proof however
/// often it is asked: it is asked again when half of what was left has gone, and not twice a day.
fn ends_soon(archive: &Archive, now: Timestamp) -> bool {
    let left = archive.provable_until.duration_since(now);
    let gone = now.duration_since(archive.timestamped_at);
    left < RENEWED_BEFORE && gone > left && gone > RENEWED_AT_MOST_EVERY
}

/// A replay's simulated signatures are in no document.
fn is_simulated(agreement: &Agreement) -> bool {
    agreement.signatories.iter().any(|signatory| {
        matches!(&signatory.state, SignatoryState::Sealed { authorisation, .. }
            if authorisation.method == AuthorisationMethod::Simulated)
    })
}

/// Renews the proofs that end soon after `now`, or all of them; returns whose.
///
/// # Errors
/// What failed first; those before it are renewed.
pub async fn renew(app: &App, now: Timestamp, all: bool) -> anyhow::Result<Vec<AgreementId>> {
    let due: Vec<_> = {
        let state = app.state();
        let wanted = |it: &&Arc<Agreement>| is_due(it, now) || (all && it.archive.is_some());
        state.agreements.iter().filter(wanted).map(|it| it.id).collect()
    };
    for id in &due {
        archive(app, *id, UnixSeconds(now.as_second().unsigned_abs())).await?;
    }
    Ok(due)
}

/// Archives an agreement's document as of `now`, or renews its proof.
///
/// # Errors
/// When no timestamp authority answers, or the document is not what the record says.
async fn archive(app: &App, id: AgreementId, now: UnixSeconds) -> anyhow::Result<()> {
    let document = {
        let state = app.state();
        let agreement = state.agreements.get(&id).context("the agreement is gone")?;
        agreement.document.clone().context("not frozen")?
    };
    let pdf = super::blob(app, &document).await?;
    let worker = app.clone();
    let archiving = tokio::task::spawn_blocking(move || cores::take(|| archived(&worker, pdf, now)));
    let (pdf, level, timestamped_at, provable_until) = archiving.await??;
    crash::point("archive-timestamped");
    let archive = Archive {
        document: app.blobs.put(pdf).await?.to_string(),
        level: match level {
            Level::B => SignatureLevel::B,
            Level::T => SignatureLevel::T,
            Level::Lt => SignatureLevel::Lt,
            Level::Lta => SignatureLevel::Lta,
        },
        timestamped_at: Timestamp::from_second(timestamped_at.0.cast_signed())?,
        provable_until: Timestamp::from_second(provable_until.0.cast_signed())?,
    };
    crash::point("archive-stored");
    app.desk
        .execute(Actor::System, key(), Command::Archive { id, archive })
        .await?;
    crash::point("archive-recorded");
    Ok(())
}

/// Returns the document, the level that was verified, and from when until when its proof reaches.
fn archived(app: &App, pdf: Vec<u8>, now: UnixSeconds) -> anyhow::Result<(Vec<u8>, Level, UnixSeconds, UnixSeconds)> {
    let instance = &app.signing;
    let mut document = Document::open(pdf, instance.trust(), now)?;
    crash::point("archive-opened");
    if !document.is_closed()? {
        close(app, &mut document, now)?;
        crash::point("archive-closed");
    }
    let report = inspect(document.bytes(), instance.trust(), now)?;
    let material = signing::gather(app, &report, now)?;
    let timestamp = instance.with_timestamps(now, |timestamps| document.archive(&material, now, timestamps))?;
    let report = inspect(document.bytes(), instance.trust(), now)?;
    let problems = report.problems();
    let is_revoked = |it: &Problem| {
        matches!(
            it,
            Problem::Certificate {
                reason: ChainError::Revoked,
                ..
            }
        )
    };
    if problems.iter().any(is_revoked) {
        return Err(anyhow::Error::new(Revoked).context(format!("{problems:?}")));
    }
    anyhow::ensure!(report.is_valid(), "{problems:?}");
    let level = report.level().context("there is no signature")?;
    let until = report.provable_until().context("there is no timestamp")?;
    Ok((document.into_bytes(), level, timestamp.at, until))
}

fn close(app: &App, document: &mut Document, now: UnixSeconds) -> anyhow::Result<()> {
    let authority = app.signing.authority().context("no signing authority")?;
    let (key, chain) = authority.seal();
    let particulars = Particulars {
        chain: &chain,
        appearance: None,
        name: "Yunqian 云签",
        reason: "All signatures are in the document; every field is locked. 签署完毕，文件已锁定。",
        location: "Yunqian",
        now,
    };
    app.signing
        .with_timestamps(now, |timestamps| document.close(key, &particulars, timestamps))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(days: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24 * days)
    }

    fn ends(level: SignatureLevel, stamped: i64, until: i64) -> impl Fn(i64) -> bool {
        let archive = Archive {
            document: String::new(),
            level,
            timestamped_at: after(stamped),
            provable_until: after(until),
        };
        move |now| ends_soon(&archive, after(now))
    }

    #[test]
    fn a_proof_is_renewed_ninety_days_before_it_ends_whatever_its_level() {
        for level in [SignatureLevel::Lta, SignatureLevel::T] {
            let due = ends(level, 0, 3650);
            assert!(!due(1) && !due(3559) && due(3561) && due(4000));
        }
    }

    #[test]
    fn a_proof_that_lacks_something_is_tried_anew_ever_more_seldom() {
        let minutes = |number: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(number);
        let lacks = |level, stamped, now| {
            let archive = Archive {
                document: String::new(),
                level,
                timestamped_at: minutes(stamped),
                provable_until: after(3650),
            };
            lacks_proof(&archive, minutes(0), minutes(now))
        };
        assert!(!lacks(SignatureLevel::T, 1, 11) && lacks(SignatureLevel::T, 1, 12));
        assert!(!lacks(SignatureLevel::Lt, 60, 120) && lacks(SignatureLevel::Lt, 60, 121));
        assert!(!lacks(SignatureLevel::Lta, 1, 1_000_000));
    }

    #[test]
    fn an_authority_that_ends_soon_is_not_asked_again_and_again() {
        let due = ends(SignatureLevel::Lta, 0, 60);
        assert!(!due(0) && !due(29) && due(31));
        let due = ends(SignatureLevel::Lta, 59, 60);
        assert!(!due(60) && due(61));
        assert!(
            ends(SignatureLevel::Lta, 60, 60)(62),
            "what has ended is tried once a day"
        );
    }
}
