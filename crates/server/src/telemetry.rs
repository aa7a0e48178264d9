//! Measurements for whoever operates the server, in Prometheus' text format, on an address of their own.
//!
//! `metrics_listen` in the configuration opens it; nothing is measured for it otherwise. Rooms are told apart by their
//! ids, participants are not: how each of them fares is shown to the room's host, and names nobody here.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use metrics_util::MetricKindMask;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use yunqian_media::Traffic;
use yunqian_signaling::{Direction, RoomId, Statistics};

/// Rooms of which nothing was heard for so long are no longer shown.
const FORGOTTEN: Duration = Duration::from_secs(60);
const LOSS: &str = "yunqian_media_loss_ratio";
const ROUND_TRIP: &str = "yunqian_media_round_trip_seconds";

/// Takes the statistics of a room's connections.
pub fn observe(room: &RoomId, statistics: &[Statistics]) {
    for (direction, name) in [(Direction::Upload, "upload"), (Direction::Download, "download")] {
        let of = || statistics.iter().filter(|one| one.direction == direction);
        let bits = of().map(|one| f64::from(one.kbit_per_s) * 1000.0).sum::<f64>();
        let count = u32::try_from(of().count()).unwrap_or(u32::MAX);
        let labels = [("room", room.0.clone()), ("direction", name.to_owned())];
        metrics::gauge!("yunqian_media_connections", &labels).set(count);
        metrics::gauge!("yunqian_media_bits_per_second", &labels).set(bits);
        for one in of() {
            metrics::histogram!(LOSS, "direction" => name).record(f64::from(one.loss_per_mille) / 1000.0);
            if let Some(ms) = one.rtt_ms {
                metrics::histogram!(ROUND_TRIP, "direction" => name).record(f64::from(ms) / 1000.0);
            }
        }
    }
}

/// Serves the measurements until told to stop.
///
/// # Errors
/// When the address is taken, or something else measures in this process.
pub async fn serve(at: SocketAddr, traffic: Traffic, shutdown: CancellationToken) -> anyhow::Result<()> {
    let handle = builder()?
        .install_recorder()
        .context("the measurements can't be taken")?;
    let listener = TcpListener::bind(at)
        .await
        .with_context(|| format!("can't listen on {at}"))?;
    let router = Router::new().route("/metrics", get(move || async move { text(&handle, &traffic) }));
    let stop = shutdown.cancelled_owned();
    axum::serve(listener, router).with_graceful_shutdown(stop).await?;
    Ok(())
}

fn builder() -> anyhow::Result<PrometheusBuilder> {
    let buckets = |name: &str| Matcher::Full(name.to_owned());
    Ok(PrometheusBuilder::new()
        .idle_timeout(MetricKindMask::GAUGE, Some(FORGOTTEN))
        .set_buckets_for_metric(buckets(LOSS), &[0.001, 0.01, 0.02, 0.05, 0.1, 0.2])?
        .set_buckets_for_metric(buckets(ROUND_TRIP), &[0.01, 0.03, 0.1, 0.3, 1.0])?)
}

fn text(handle: &PrometheusHandle, traffic: &Traffic) -> String {
    metrics::counter!("yunqian_media_datagrams_sent_total").absolute(traffic.datagrams());
    metrics::counter!("yunqian_media_bytes_sent_total").absolute(traffic.bytes());
    metrics::counter!("yunqian_media_datagrams_dropped_total").absolute(traffic.dropped());
    handle.run_upkeep();
    handle.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use yunqian_signaling::ParticipantId;

    #[test]
    fn a_room_is_shown_by_its_sums_and_nobody_by_name() {
        let recorder = builder().unwrap().build_recorder();
        let handle = recorder.handle();
        let one = Statistics {
            participant: ParticipantId(uuid::Uuid::from_u128(7)),
            direction: Direction::Download,
            kbit_per_s: 1_500,
            loss_per_mille: 30,
            rtt_ms: Some(80),
            estimate_kbit_per_s: None,
        };
        metrics::with_local_recorder(&recorder, || {
            observe(&RoomId("hall".into()), &[one.clone(), one]);
        });
        let text = handle.render();
        let has = |line: &str| assert!(text.contains(line), "{line} in\n{text}");
        has("yunqian_media_connections{room=\"hall\",direction=\"download\"} 2");
        has("yunqian_media_bits_per_second{room=\"hall\",direction=\"download\"} 3000000");
        has("yunqian_media_loss_ratio_bucket{direction=\"download\",le=\"0.05\"} 2");
        has("yunqian_media_round_trip_seconds_count{direction=\"download\"} 2");
        assert!(!text.contains("00000007"));
    }
}
