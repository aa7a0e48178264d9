//! `kill -9` while signatures are sealed: each that was authorised is in the document after a restart, once.
//!
//! `KILLS=500 make kills` kills oftener than the suite does.

mod found;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use found::Found;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::table::{Seated, Table, answer_as};

/// Where the server is killed while an authorised signature is written, in the order of the steps.
const SEALING: [&str; 4] = ["seal-opened", "seal-signed", "seal-stored", "seal-recorded"];
/// Where it is killed while a signed document is closed and archived.
const ARCHIVING: [&str; 5] = [
    "archive-opened",
    "archive-closed",
    "archive-timestamped",
    "archive-stored",
    "archive-recorded",
];
/// Agreements signed at the same time when the server is killed at any moment.
const TOGETHER: usize = 2;
/// Kills between two waits until everything is sealed.
const IN_A_ROW: usize = 4;

/// How many kills are asked for; the suite is content with `few`.
fn kills(few: usize) -> usize {
    let asked = std::env::var("KILLS").ok();
    asked.and_then(|number| number.parse().ok()).unwrap_or(few)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_every_step_of_sealing_loses_no_signature_and_doubles_none() -> Result<()> {
    let mut table = Table::laid().await?;
    let (mut killed, mut agreements) = (0, Vec::new());
    while killed < kills(1) {
        let id = table.opened(json!({})).await?;
        for seated in [table.firm.clone(), table.park.clone()] {
            killed += authorise_through_kills(&mut table, &seated, &id).await?;
        }
        for place in ARCHIVING {
            table.server.restart_into_crash_at(place).await?;
        }
        killed += ARCHIVING.len();
        table.restart().await?;
        agreements.push(Found::of(&mut table, &id).await?);
        println!("{killed} kills, {} agreements", agreements.len());
    }
    found::record_tells_of_each_act_once(&mut table, &agreements).await
}

/// Kills at every step of one signature, from the answer's arrival until it is sealed; returns how often. Where it is
/// the last one, the server is left dead before the signed document is archived.
async fn authorise_through_kills(table: &mut Table, seated: &Seated, id: &str) -> Result<usize> {
    table.identify(seated, id).await?;
    table.server.crash_at("authorise-stored")?;
    let unheard = table.authorise(seated, id).await;
    ensure!(unheard.is_err(), "it was to die before it answered: {unheard:?}");
    table.server.wait_until_crashed().await?;
    table.restart().await?;

    let asked = table.ask(seated, id).await?;
    let key = Uuid::now_v7();
    table.server.crash_at("authorise-recorded")?;
    let unheard = answer_as(key, seated, id, &asked).await;
    ensure!(unheard.is_err(), "it was to die before it answered: {unheard:?}");
    table.server.wait_until_crashed().await?;
    for place in SEALING {
        table.server.restart_into_crash_at(place).await?;
    }
    let is_last = seated.id == table.park.id;
    if !is_last {
        table.restart().await?;
        answer_as(key, seated, id, &asked).await?.expect(201)?;
    }
    Ok(2 + SEALING.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_at_any_moment_of_sealing_loses_no_signature_and_doubles_none() -> Result<()> {
    let mut table = Table::laid().await?;
    let mut agreements = Vec::new();
    let began = Instant::now();
    sign_together(&mut table, None, &mut agreements).await?;
    let span = began.elapsed();
    let (mut killed, all) = (0, kills(8));
    while killed < all {
        sign_together(&mut table, Some(Moments { from: killed, span }), &mut agreements).await?;
        killed += IN_A_ROW;
        println!("{killed} kills, {} agreements", agreements.len());
    }
    found::record_tells_of_each_act_once(&mut table, &agreements).await
}

/// Moments spread evenly over a span of time, each far from the last: multiples of the golden section.
#[derive(Clone, Copy)]
struct Moments {
    from: usize,
    span: Duration,
}

impl Moments {
    fn at(self, number: usize) -> Duration {
        const GOLDEN: f64 = 0.618_033_988_749_894_9;
        let part = (self.from + number) as f64 * GOLDEN;
        self.span.mul_f64(part.fract())
    }
}

/// An answer that one signatory gives, until it is acknowledged.
#[derive(Clone)]
struct Answer {
    id: String,
    seated: Seated,
    asked: Value,
    key: Uuid,
}

/// Has both sides sign agreements at once while the server is killed, then waits until all is sealed and archived.
async fn sign_together(table: &mut Table, kills: Option<Moments>, agreements: &mut Vec<Found>) -> Result<()> {
    let mut answers = Vec::new();
    for _ in 0..TOGETHER {
        let id = table.opened(json!({})).await?;
        for seated in [table.firm.clone(), table.park.clone()] {
            table.identify(&seated, &id).await?;
            let asked = table.ask(&seated, &id).await?;
            let (id, key) = (id.clone(), Uuid::now_v7());
            answers.push(Answer { id, seated, asked, key });
        }
    }
    let ids: Vec<String> = answers.iter().step_by(2).map(|answer| answer.id.clone()).collect();
    for number in 0..IN_A_ROW {
        let Some(moments) = kills else { break };
        let unheard = give(&answers, table, Some(moments.at(number))).await?;
        table.restart().await?;
        answers = asked_anew(table, unheard).await?;
    }
    let unheard = give(&answers, table, None).await?;
    ensure!(unheard.is_empty(), "nobody was killed, and yet there was no answer");
    for id in ids {
        agreements.push(Found::of(table, &id).await?);
    }
    Ok(())
}

/// Gives all answers at once, and kills the server after `moment`; returns those that were not acknowledged.
async fn give(answers: &[Answer], table: &mut Table, moment: Option<Duration>) -> Result<Vec<Answer>> {
    let mut given = JoinSet::new();
    for answer in answers.iter().cloned() {
        given.spawn(async move {
            let Answer { id, seated, asked, key } = &answer;
            match answer_as(*key, seated, id, asked).await {
                Ok(reply) => reply.expect(201).map(|_| None),
                Err(_) => Ok(Some(answer)),
            }
        });
    }
    if let Some(moment) = moment {
        tokio::time::sleep(moment).await;
        table.server.kill()?;
    }
    let mut unheard = Vec::new();
    while let Some(answer) = given.join_next().await {
        unheard.extend(answer??);
    }
    Ok(unheard)
}

/// Drops the answers that had come through all the same, and has the others asked for again: what was asked before a
/// restart is forgotten.
async fn asked_anew(table: &Table, unheard: Vec<Answer>) -> Result<Vec<Answer>> {
    let mut anew = Vec::new();
    for mut answer in unheard {
        let agreement = table.read(&answer.id).await?;
        let places = agreement["signatories"].as_array().context("signatories")?;
        let own = places.iter().find(|place| place["person"] == json!(answer.seated.id));
        if own.context("a place")?["state"] == "waiting" {
            answer.asked = table.ask(&answer.seated, &answer.id).await?;
            answer.key = Uuid::now_v7();
            anew.push(answer);
        }
    }
    Ok(anew)
}
