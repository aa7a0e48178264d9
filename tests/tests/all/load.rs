//! The load tool against a real server: what it reports is what happened.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use yunqian_tests::Server;

/// Runs `yunqian load` and gives its JSON report.
async fn load(server: &Server, arguments: &[&str]) -> Result<Value> {
    let run = tokio::process::Command::new(yunqian_tests::binary()?)
        .arg("load")
        .args(arguments)
        .args(["--json", "--warm", "0.2", "--url", &server.url("")])
        .args(["--pid", &server.process_id().to_string()])
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(std::time::Duration::from_secs(90), run)
        .await
        .context("the load tool does not end")??;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[tokio::test]
async fn viewers_receive_what_one_publisher_sends_and_all_of_it_is_measured() -> Result<()> {
    let server = Server::start().await?;
    let arguments = ["viewers", "--viewers", "4", "--seconds", "2", "--whole-every", "2"];
    let report = load(&server, &arguments).await?;
    assert_eq!(
        (&report["joined"], &report["failed"]),
        (&4.into(), &0.into()),
        "{report}"
    );
    let media = &report["media"];
    let per_second = |name: &str| media[name].as_f64().unwrap_or_default();
    ensure!(per_second("sent_per_s") > 100.0, "{report}");
    ensure!(
        per_second("received_per_s") > 2.0 * per_second("sent_per_s"),
        "{report}"
    );
    ensure!(media["latency_ms"]["count"].as_u64() > Some(100), "{report}");
    ensure!(report["join_ms"]["count"] == 4, "{report}");
    ensure!(report["server"]["cpu_us_per_packet"].as_f64() > Some(0.0), "{report}");
    Ok(())
}

#[tokio::test]
async fn everybody_in_small_rooms_hears_everybody_else() -> Result<()> {
    let server = Server::start().await?;
    let arguments = [
        "rooms",
        "--rooms",
        "2",
        "--people",
        "3",
        "--kbit",
        "100",
        "--seconds",
        "2",
    ];
    let report = load(&server, &arguments).await?;
    assert_eq!(
        (&report["joined"], &report["failed"]),
        (&6.into(), &0.into()),
        "{report}"
    );
    let media = &report["media"];
    let received = media["received_per_s"].as_f64().unwrap_or_default();
    let sent = media["sent_per_s"].as_f64().unwrap_or_default();
    ensure!(
        (1.6..2.4).contains(&(received / sent)),
        "two others hear each: {report}"
    );
    Ok(())
}

#[tokio::test]
async fn a_broadcast_reaches_every_socket_once() -> Result<()> {
    let server = Server::start().await?;
    let arguments = ["signalling", "--sockets", "30", "--per-room", "10", "--seconds", "2"];
    let report = load(&server, &arguments).await?;
    assert_eq!(
        (&report["joined"], &report["failed"]),
        (&30.into(), &0.into()),
        "{report}"
    );
    let broadcast = &report["broadcast"];
    assert_eq!(broadcast["expected"], 60, "{report}");
    assert_eq!(broadcast["latency_ms"]["count"], broadcast["expected"], "{report}");
    Ok(())
}

#[tokio::test]
async fn a_wall_shows_every_site_small_one_large_at_once_and_gives_cues_to_all() -> Result<()> {
    let server = Server::start().await?;
    let arguments = [
        "wall",
        "--sites",
        "4",
        "--kbit",
        "300",
        "--seconds",
        "2",
        "--promotions",
        "2",
        "--cues",
        "3",
    ];
    let report = load(&server, &arguments).await?;
    assert_eq!(
        (&report["joined"], &report["failed"]),
        (&4.into(), &0.into()),
        "{report}"
    );
    ensure!(report["media"]["received_per_s"].as_f64() > Some(100.0), "{report}");
    assert_eq!(report["promotion_ms"]["count"], 2, "{report}");
    assert_eq!(
        report["cue_skew_ms"]["count"], 12,
        "each cue reaches each site: {report}"
    );
    Ok(())
}

#[tokio::test]
async fn agreements_that_all_sign_at_once_are_sealed_beside_a_live_room_and_hold() -> Result<()> {
    let server = Server::start().await?;
    let arguments = [
        "signing",
        "--agreements",
        "3",
        "--signatories",
        "4",
        "--viewers",
        "2",
        "--seconds",
        "1",
    ];
    let report = load(&server, &arguments).await?;
    let signing = &report["signing"];
    assert_eq!(
        (&signing["agreements"], &signing["signatories"]),
        (&3.into(), &4.into()),
        "{report}"
    );
    assert_eq!(signing["authorise_ms"]["count"], 12, "everybody authorised: {report}");
    ensure!(signing["verify_bundle_ms"]["p50"].as_f64() > Some(0.0), "{report}");
    for media in ["quiet", "media"] {
        ensure!(report[media]["received_per_s"].as_f64() > Some(100.0), "{report}");
    }
    Ok(())
}
