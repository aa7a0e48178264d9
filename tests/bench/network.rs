//! Freezes over bad lines: one Chromium sends, another page of it watches, and everything between them and the server
//! loses and delays (`make bench-network`; QUICK=1 for the corners alone, LINES="5/100 20/20" for some). Pages hold on to pictures here where they
//! would give them up for the sake of sound.
//!
//! Ends with a line for each figure; before them, a table with what else was counted.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use yunqian_tests::{Line, Network, browser};

const LOSSES_PERCENT: [u32; 4] = [0, 5, 10, 20];
const ROUND_TRIPS_MS: [u64; 4] = [20, 100, 200, 400];
const SECONDS: u32 = 15;
/// Pictures a second that the camera gives.
const FPS: u32 = 20;

/// One line of the matrix.
struct Cell {
    loss_percent: u32,
    round_trip_ms: u64,
    seen: Value,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut cells = Vec::new();
    println!(
        "| loss each way | round trip | freezes a minute | still | frames/s | height | keyframes | sound guessed | first picture |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for (loss_percent, round_trip_ms) in lines()? {
        let cell = measure(loss_percent, round_trip_ms).await?;
        println!("{}", cell.row()?);
        cells.push(cell);
    }
    for cell in &cells {
        println!("{}", cell.figure()?);
    }
    Ok(())
}

/// All of the matrix, its corners, or what is asked for.
fn lines() -> Result<Vec<(u32, u64)>> {
    if let Ok(asked) = std::env::var("LINES") {
        let line = |line: &str| {
            let (loss, round_trip) = line.split_once('/').context("a line is <percent>/<ms>")?;
            Ok((loss.parse()?, round_trip.parse()?))
        };
        return asked.split(' ').map(line).collect();
    }
    let quick = std::env::var("QUICK").is_ok_and(|quick| !quick.is_empty() && quick != "0");
    let step = if quick { 3 } else { 1 };
    let losses = LOSSES_PERCENT.into_iter().step_by(step);
    let of = |loss| ROUND_TRIPS_MS.into_iter().step_by(step).map(move |ms| (loss, ms));
    Ok(losses.flat_map(of).collect())
}

async fn measure(loss_percent: u32, round_trip_ms: u64) -> Result<Cell> {
    let line = Line::new(loss_percent.into(), round_trip_ms);
    let (_network, server) = Network::with_server(line, 1, &[]).await?;
    let facts = json!({ "act": "measure", "pictures": "kept", "seconds": SECONDS, "fps": FPS });
    let seen = browser::story("network", &server, &facts).await?;
    Ok(Cell {
        loss_percent,
        round_trip_ms,
        seen,
    })
}

impl Cell {
    fn counted(&self, name: &str) -> Result<f64> {
        let counted = self.seen[name].as_f64();
        counted.with_context(|| format!("no {name} in {}", self.seen))
    }

    fn freezes_per_minute(&self) -> Result<f64> {
        Ok(self.counted("freezes")? * 60.0 / self.counted("seconds")?)
    }

    fn row(&self) -> Result<String> {
        let seconds = self.counted("seconds")?;
        Ok(format!(
            "| {} % | {} ms | {:.1} | {:.1} % | {:.1} | {} | {} | {:.1} % | {:.1} s |",
            self.loss_percent,
            self.round_trip_ms,
            self.freezes_per_minute()?,
            self.counted("still_s")? * 100.0 / seconds,
            self.counted("frames")? / seconds,
            self.counted("height")?,
            self.counted("keyframes")?,
            self.counted("concealed")? * 100.0 / self.counted("samples")?,
            self.counted("first_ms")? / 1000.0,
        ))
    }

    fn figure(&self) -> Result<String> {
        Ok(format!(
            "figure rooms.freezes_{}_{} {:.1} per_minute",
            self.loss_percent,
            self.round_trip_ms,
            self.freezes_per_minute()?
        ))
    }
}
