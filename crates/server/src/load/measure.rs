//! Measuring over a window of time: what the crowds saw, and what the server took for it.

use std::time::{Duration, Instant};

use tokio::time::sleep;
use yunqian_media::peer::Count;

use super::hall::Hall;
use super::process::Process;
use super::report::{Media, Quantiles, Report, Server, round};

/// When to measure.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// How long to wait before.
    pub warm: Duration,
    /// How long to measure.
    pub span: Duration,
}

/// What the server had taken at some moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taken {
    ran: Duration,
    resident_kib: u64,
}

/// The process watched, from before anybody joined.
pub struct Watch {
    process: Option<Process>,
    before: Taken,
}

impl Watch {
    /// Begins to watch.
    pub fn begin(pid: Option<u32>) -> Self {
        let process = pid.map(Process::new);
        let before = take(process.as_ref());
        Self { process, before }
    }

    /// What it has taken by now.
    pub fn taken(&self) -> Taken {
        take(self.process.as_ref())
    }

    /// What joining and the window cost; none without a process.
    pub fn server(&self, joined: &Taken, opened: &Taken, span: Duration, participants: usize) -> Option<Server> {
        self.process.as_ref()?;
        let now = self.taken();
        let each = participants.max(1) as f64;
        let ran = now.ran.saturating_sub(opened.ran);
        let joining = joined.ran.saturating_sub(self.before.ran);
        let grown = now.resident_kib as f64 - self.before.resident_kib as f64;
        Some(Server {
            cpu_percent: round(100.0 * ran.as_secs_f64() / span.as_secs_f64()),
            cpu_us_per_packet: None,
            cpu_ms_per_join: round(joining.as_secs_f64() * 1e3 / each),
            resident_kib: now.resident_kib,
            kib_per_participant: round(grown / each),
            growth_kib: None,
        })
    }
}

impl Taken {
    /// The memory held then.
    pub fn resident_kib(&self) -> u64 {
        self.resident_kib
    }
}

fn take(process: Option<&Process>) -> Taken {
    process.map_or_else(Taken::default, |process| Taken {
        ran: process.ran(),
        resident_kib: process.resident_kib(),
    })
}

/// Whom packets go to.
#[derive(Debug, Clone, Copy)]
pub struct Fan {
    /// Participants that were to receive.
    pub receivers: usize,
    /// How many of the publishers each receives; none when that says nothing about the number of packets.
    pub share: Option<f64>,
}

/// Measures the hall's media over a window and fills `report` with it.
///
/// # Errors
/// When a crowd's thread has ended.
pub async fn media(hall: &Hall, watch: &Watch, window: Window, fan: Fan, report: &mut Report) -> anyhow::Result<()> {
    sleep(window.warm).await;
    during(hall, watch, sleep(window.span), fan, report).await
}

/// Measures the hall's media as long as something lasts, and fills `report` with it.
///
/// # Errors
/// When a crowd's thread has ended.
pub async fn during<T>(
    hall: &Hall,
    watch: &Watch,
    work: impl Future<Output = T>,
    fan: Fan,
    report: &mut Report,
) -> anyhow::Result<T> {
    let joined = watch.taken();
    let own = Process::own();
    let (opened, own_before, began) = (watch.taken(), own.ran(), Instant::now());
    hall.senders.open();
    hall.receivers().iter().for_each(super::crowd::Crowd::open);
    let done = work.await;
    let span = began.elapsed();
    report.server = watch.server(&joined, &opened, span, fan.receivers);
    report.load_cpu_percent = round(100.0 * (own.ran() - own_before).as_secs_f64() / span.as_secs_f64());
    let sent = hall.senders.close().await?;
    let (mut joins, mut ages, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for crowd in hall.receivers() {
        let seen = crowd.close().await?;
        joins.extend(seen.joins);
        ages.extend(seen.ages);
        counts.extend(seen.counts);
    }
    let sum = counts.iter().fold(Count::default(), |sum, count| add(sum, *count));
    let packets = sum.received + sum.repeated;
    if let Some(server) = &mut report.server {
        server.cpu_us_per_packet =
            (packets > 0).then(|| round(server.cpu_percent * 1e4 * span.as_secs_f64() / packets as f64));
    }
    let due = fan.share.map(|share| share * sent.sent as f64);
    report.join_ms = Quantiles::of(joins);
    report.media = Some(Media {
        seconds: round(span.as_secs_f64()),
        sent_per_s: round(sent.sent as f64 / span.as_secs_f64()),
        received_per_s: round(packets as f64 / span.as_secs_f64()),
        received_mbit_per_s: round(sum.bytes as f64 * 8e-6 / span.as_secs_f64()),
        loss_percent: round(
            100.0 * (sum.expected - sum.received.min(sum.expected)) as f64 / sum.expected.max(1) as f64,
        ),
        repeated: sum.repeated,
        starved: due.map(|due| {
            counts
                .iter()
                .filter(|count| (count.received as f64) < 0.9 * due)
                .count()
        }),
        latency_ms: Quantiles::of(ages),
        keyframes_wanted: sent.keyframes_wanted,
    });
    Ok(done)
}

/// Fills in who came, once all had their chance.
pub fn attendance(hall: &Hall, participants: usize, report: &mut Report) {
    let progress = hall.progress();
    let (failed, faults) = hall.faults();
    report.participants = participants;
    report.joined = progress.watching;
    report.failed = participants
        .saturating_sub(progress.watching)
        .max(failed + progress.lost);
    report.faults = faults;
}

fn add(sum: Count, one: Count) -> Count {
    Count {
        received: sum.received + one.received,
        expected: sum.expected + one.expected,
        repeated: sum.repeated + one.repeated,
        bytes: sum.bytes + one.bytes,
    }
}
