use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yunqian_tests::Server;

/// Checks that each authorisation and seal of an agreement is found in a segment of a camera at its ceremony, or of both:
/// a browser on a busy machine drops its pictures for a second now and then, which is told as a gap.
pub async fn holds_every_signature(server: &Server, agreement: &str) -> Result<()> {
    let party = server.client();
    party.sign_in_as("zhao-min").await?;
    let path = format!("/agreements/{agreement}/media");
    let complete = async {
        loop {
            let media = party.get(&path).await?.expect(200)?;
            // The last segments close a moment after the recording was stopped.
            if moments(&media)?.iter().all(|moment| !places(moment).is_empty()) {
                return anyhow::Ok(media);
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    let media = tokio::time::timeout(super::LIMIT, complete).await;
    let media = media.context("the signatures are not in the cameras' segments")??;
    let recording = &media["recordings"][0];
    ensure!(moments(&media)?.len() == 4, "two signatories, two steps each: {media}");
    let cameras = moments(&media)?.into_iter().flat_map(places);
    let cameras: BTreeSet<_> = cameras.map(|place| place["track"].as_u64()).collect();
    ensure!(cameras.len() == 2, "both sites are recorded: {media}");
    for moment in moments(&media)? {
        ensure!(moment["offset_ms"].as_i64() > Some(0), "{moment}");
        for place in places(moment) {
            let track = usize::try_from(place["track"].as_u64().context("a track")?)?;
            let track = &recording["tracks"][track];
            ensure!(track["track"]["source"] == json!("camera"), "{track}");
            let segments = track["segments"].as_array().context("segments")?;
            let segment = segments.iter().find(|segment| segment["index"] == place["segment"]);
            let segment = segment.context("the segment is listed")?;
            ensure!(
                place["offset_ms"].as_u64() < segment["duration_ms"].as_u64(),
                "{place} in {segment}"
            );
            ensure!(segment["digest"].as_str().is_some_and(|digest| digest.len() == 64));
        }
    }
    Ok(())
}

fn moments(media: &Value) -> Result<Vec<&Value>> {
    let moments = media["recordings"][0]["signatures"].as_array();
    Ok(moments.context("a recording of the ceremony")?.iter().collect())
}

fn places(moment: &Value) -> Vec<&Value> {
    moment["places"].as_array().into_iter().flatten().collect()
}
