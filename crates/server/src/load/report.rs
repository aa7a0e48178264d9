//! What a run measured, as text and as JSON.

use std::fmt::{self, Display};
use std::time::Duration;

use serde::Serialize;

/// Figures of a run; those that a mode does not measure are absent.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Which mode.
    pub mode: &'static str,
    /// Participants that were to join.
    pub participants: usize,
    /// Of them those that came up (and received media, where there is some).
    pub joined: usize,
    /// Those that were refused, closed or lost.
    pub failed: usize,
    /// Why, for the first few.
    pub faults: Vec<String>,
    /// From opening the socket to the first media packet, or to the welcome where there is no media.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_ms: Option<Quantiles>,
    /// Media.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media: Option<Media>,
    /// Media just before, while nothing was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<Media>,
    /// Signing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing: Option<SigningReport>,
    /// Broadcast messages, from the host's sending to each receiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broadcast: Option<Broadcast>,
    /// From asking for a tile's large picture to its first packet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promotion_ms: Option<Quantiles>,
    /// How much later than at the first site cues reached each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue_skew_ms: Option<Quantiles>,
    /// The server process, where its id was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// Processor time of this tool while measuring, of one core.
    pub load_cpu_percent: f64,
}

/// The middle and the tails of a distribution.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Quantiles {
    /// How many values.
    pub count: usize,
    /// Median.
    pub p50: f64,
    /// 95th percentile.
    pub p95: f64,
    /// 99th percentile.
    pub p99: f64,
    /// The greatest.
    pub max: f64,
}

/// Media while measuring.
#[derive(Debug, Serialize)]
pub struct Media {
    /// How long was measured.
    pub seconds: f64,
    /// Packets a second that all publishers sent.
    pub sent_per_s: f64,
    /// Packets a second that all viewers received.
    pub received_per_s: f64,
    /// Megabits a second that all viewers received.
    pub received_mbit_per_s: f64,
    /// Packets missing in what viewers received, by sequence numbers; repaired ones count as lost.
    pub loss_percent: f64,
    /// Packets repeated on request.
    pub repeated: u64,
    /// Viewers that received less than nine tenths of what was sent to them; absent with simulcast.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starved: Option<usize>,
    /// Age of packets at those viewers who read them whole.
    pub latency_ms: Option<Quantiles>,
    /// Keyframes asked of publishers.
    pub keyframes_wanted: u64,
}

/// Agreements that were signed at once.
#[derive(Debug, Serialize)]
pub struct SigningReport {
    /// Agreements.
    pub agreements: usize,
    /// Signatories of each.
    pub signatories: usize,
    /// From each answer to its acknowledgement.
    pub authorise_ms: Option<Quantiles>,
    /// From the first answer to the last acknowledgement.
    pub authorised_within_ms: f64,
    /// From the last acknowledgement until the last signature was in its document.
    pub sealed_after_ms: f64,
    /// Checking one evidence bundle.
    pub verify_bundle_ms: Option<Quantiles>,
}

/// Broadcasts while measuring.
#[derive(Debug, Serialize)]
pub struct Broadcast {
    /// How many were sent, in all rooms together.
    pub sent: usize,
    /// How many arrivals were awaited.
    pub expected: usize,
    /// From sending to arriving.
    pub latency_ms: Option<Quantiles>,
}

/// The server process.
#[derive(Debug, Default, Serialize)]
pub struct Server {
    /// Of one core, while measuring.
    pub cpu_percent: f64,
    /// For each packet received by a viewer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_us_per_packet: Option<f64>,
    /// For each join.
    pub cpu_ms_per_join: f64,
    /// Memory it held when all were in, or at the end.
    pub resident_kib: u64,
    /// Memory that joining cost, for each participant.
    pub kib_per_participant: f64,
    /// Memory it grew by between the first and the last measurement of a soak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub growth_kib: Option<i64>,
}

impl Quantiles {
    /// Sorts `values` and reads them off; none when empty.
    pub fn of(mut values: Vec<Duration>) -> Option<Self> {
        values.sort_unstable();
        let last = values.len().checked_sub(1)?;
        let at = |per_mille: usize| round(values[last * per_mille / 1000].as_secs_f64() * 1e3);
        Some(Self {
            count: values.len(),
            p50: at(500),
            p95: at(950),
            p99: at(990),
            max: at(1000),
        })
    }
}

/// Rounds to three decimals: more would be noise.
pub fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

impl Display for Quantiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { p50, p95, p99, max, .. } = self;
        write!(f, "p50 {p50:.1} ms, p95 {p95:.1} ms, p99 {p99:.1} ms, max {max:.1} ms")
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            mode,
            participants,
            joined,
            failed,
            ..
        } = self;
        writeln!(f, "{mode}: {joined} of {participants} joined, {failed} failed")?;
        for fault in &self.faults {
            writeln!(f, "  fault      {fault}")?;
        }
        if let Some(join) = &self.join_ms {
            writeln!(f, "  join       {join}")?;
        }
        if let Some(media) = &self.quiet {
            write!(f, "before:\n{media}while signing:\n")?;
        }
        if let Some(media) = &self.media {
            media.fmt(f)?;
        }
        if let Some(signing) = &self.signing {
            signing.fmt(f)?;
        }
        if let Some(broadcast) = &self.broadcast {
            let arrived = broadcast.latency_ms.map_or(0, |latency| latency.count);
            writeln!(f, "  broadcast  {arrived} of {} arrived", broadcast.expected)?;
            if let Some(latency) = &broadcast.latency_ms {
                writeln!(f, "  latency    {latency}")?;
            }
        }
        if let Some(promotion) = &self.promotion_ms {
            writeln!(f, "  promotion  {promotion}")?;
        }
        if let Some(skew) = &self.cue_skew_ms {
            writeln!(f, "  cue skew   {skew}")?;
        }
        if let Some(server) = &self.server {
            server.fmt(f)?;
        }
        write!(f, "  this tool  {:.0} % of a core", self.load_cpu_percent)
    }
}

impl Display for SigningReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            agreements,
            signatories,
            authorised_within_ms,
            sealed_after_ms,
            ..
        } = self;
        writeln!(f, "  signed     {agreements} agreements by {signatories} each")?;
        writeln!(
            f,
            "  took       {authorised_within_ms:.0} ms to authorise, {sealed_after_ms:.0} ms more to seal all"
        )?;
        if let Some(each) = &self.authorise_ms {
            writeln!(f, "  authorise  {each}")?;
        }
        if let Some(each) = &self.verify_bundle_ms {
            writeln!(f, "  verify     {each}")?;
        }
        Ok(())
    }
}

impl Display for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "  packets    {:.0}/s sent, {:.0}/s received ({:.0} Mbit/s) over {:.1} s",
            self.sent_per_s, self.received_per_s, self.received_mbit_per_s, self.seconds
        )?;
        write!(f, "  loss       {:.3} %, {} repeated", self.loss_percent, self.repeated)?;
        if let Some(starved) = self.starved {
            write!(f, ", {starved} viewers starved")?;
        }
        writeln!(f, ", {} keyframes asked for", self.keyframes_wanted)?;
        match &self.latency_ms {
            Some(latency) => writeln!(f, "  latency    {latency}"),
            None => Ok(()),
        }
    }
}

impl Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  server     {:.0} % of a core", self.cpu_percent)?;
        if let Some(per_packet) = self.cpu_us_per_packet {
            write!(f, ", {per_packet:.2} µs a packet")?;
        }
        writeln!(f, ", {:.1} ms a join", self.cpu_ms_per_join)?;
        write!(
            f,
            "  memory     {} MiB, {:.0} KiB a participant",
            self.resident_kib / 1024,
            self.kib_per_participant
        )?;
        if let Some(growth) = self.growth_kib {
            write!(f, ", {growth} KiB of growth")?;
        }
        writeln!(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_occurred() {
        let values = (1..=100).map(Duration::from_millis).collect();
        let quantiles = Quantiles::of(values).unwrap();
        assert_eq!((quantiles.p50, quantiles.p95, quantiles.max), (50.0, 95.0, 100.0));
        assert!(Quantiles::of(Vec::new()).is_none());
    }
}
