use std::collections::BTreeMap;

use super::story::everything;
use crate::{Record, State};

/// One record of every kind of event as version 1 wrote it. Never changed: lines of new kinds are added.
const VERSION_1: &str = include_str!("records_v1.jsonl");

const KINDS: [&str; 70] = [
    "agreement-all-approved",
    "agreement-approved",
    "agreement-archived",
    "agreement-authorised",
    "agreement-certificate-revoked",
    "agreement-closed",
    "agreement-deadline-set",
    "agreement-declined",
    "agreement-delegated",
    "agreement-delegation-revoked",
    "agreement-drafted",
    "agreement-expired",
    "agreement-followed",
    "agreement-frozen",
    "agreement-held",
    "agreement-hold-lifted",
    "agreement-identity-confirmed",
    "agreement-identity-lapsed",
    "agreement-opened",
    "agreement-proposed",
    "agreement-recital-read",
    "agreement-released",
    "agreement-reminded",
    "agreement-sealed",
    "agreement-signed",
    "agreement-voided",
    "agreement-will-declared",
    "ceremony-created",
    "ceremony-moved",
    "ceremony-nominated",
    "ceremony-ready",
    "fair-created",
    "fair-moved",
    "interest-answered",
    "interest-expired",
    "interest-linked",
    "interest-sent",
    "item-moved",
    "item-planned",
    "item-presented",
    "item-replanned",
    "meeting-invited",
    "meeting-moved",
    "meeting-requested",
    "organisation-registered",
    "person-joined",
    "person-key-enrolled",
    "person-key-removed",
    "person-left",
    "person-registered",
    "pitch-drafted",
    "pitch-moved",
    "project-assigned",
    "project-matched",
    "project-money-entered",
    "project-moved",
    "project-proposed",
    "project-resumed",
    "project-signed",
    "project-suspended",
    "project-terminated",
    "recording-broadcast",
    "recording-consented",
    "recording-gap-noted",
    "recording-purged",
    "recording-segment-closed",
    "recording-started",
    "recording-stopped",
    "recording-track-added",
    "region-added",
];

/// Returns the first record of each kind of event, with that event alone.
fn one_of_each() -> BTreeMap<String, Record> {
    let mut met = BTreeMap::new();
    for json in everything().world.records {
        let record: Record = serde_json::from_str(&json).unwrap();
        for event in &record.events {
            let single = Record {
                events: vec![event.clone()],
                ..record.clone()
            };
            met.entry(event.named().0).or_insert(single);
        }
    }
    met
}

fn lines(records: &BTreeMap<String, Record>) -> String {
    let lines: Vec<String> = records
        .values()
        .map(|record| serde_json::to_string(record).unwrap())
        .collect();
    lines.join("\n")
}

#[test]
fn everything_that_can_happen_happens_in_the_story() {
    let met = one_of_each();
    let names: Vec<&str> = met.keys().map(String::as_str).collect();
    assert_eq!(names, KINDS);
}

#[test]
fn records_are_written_as_they_always_were() {
    insta::assert_snapshot!("records", lines(&one_of_each()));
}

#[test]
fn records_of_version_1_stay_readable() {
    let read: Vec<Record> = VERSION_1
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut names: Vec<String> = read.iter().map(|record| record.events[0].named().0).collect();
    names.sort();
    assert_eq!(names, KINDS);
}

#[test]
fn the_whole_story_replays_to_an_equal_state() {
    let cast = everything();
    let replayed: State = cast.world.replay();
    assert_eq!(replayed, cast.world.state);
}
