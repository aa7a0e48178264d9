//! Timestamps from outside over checkpoints of the log: that what it held then it holds still.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use yunqian_journal::Digest;
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_journal::merkle::proof;
use yunqian_journal::note::Note;
use yunqian_signing::{Examined, Trust, UnixSeconds, examine_timestamp};

use super::log::Entry;
use super::{Findings, MAX_SKEW_S, TIMESTAMPS, json, moment};
use crate::evidence::container::Files;
use crate::evidence::verdict::Outside;

/// The three files of a timestamp.
pub(super) const NAMES: [&str; 3] = ["checkpoint", "consistency.json", "token"];

/// Says whether the bundle has timestamps from outside.
pub(super) fn is_any(files: &Files) -> bool {
    files.keys().any(|path| path.starts_with(TIMESTAMPS))
}

/// Checks them all; gives those that still prove something, the smallest tree first.
pub(super) fn check(
    files: &Files,
    entries: &[Entry<'_>],
    checkpoint: &Checkpoint,
    trust: &Trust,
    now: UnixSeconds,
) -> (Vec<Outside>, Findings) {
    let sizes = match sizes(files) {
        Ok(sizes) => sizes,
        Err(finding) => return (Vec::new(), vec![finding]),
    };
    let times = times(entries);
    let (mut standing, mut findings) = (Vec::new(), Findings::new());
    for size in sizes {
        match check_one(files, size, checkpoint, trust) {
            Err(finding) => findings.push(format!("timestamp {size}: {finding}")),
            Ok(examined) if examined.at > now => {
                findings.push(format!("timestamp {size}: it is later than the moment of checking"));
            }
            Ok(examined) => {
                let latest = i64::try_from(examined.at.0 + MAX_SKEW_S).map_or(i64::MAX, |at| at.saturating_mul(1_000));
                let is_later = |(index, told): (&u64, &Timestamp)| *index < size && told.as_millisecond() > latest;
                if times.iter().any(is_later) {
                    findings.push(format!("timestamp {size}: an entry under it says that it came later"));
                } else if now <= examined.until {
                    standing.push(Outside {
                        at: examined.at,
                        authority: examined.authority,
                        log_size: size,
                    });
                }
            }
        }
    }
    (standing, findings)
}

/// Lists the sizes of the trees that were timestamped.
fn sizes(files: &Files) -> Result<BTreeSet<u64>, String> {
    let mut found: BTreeMap<u64, usize> = BTreeMap::new();
    for rest in files.keys().filter_map(|path| path.strip_prefix(TIMESTAMPS)) {
        let (size, _) = rest
            .split_once('/')
            .filter(|(_, name)| NAMES.contains(name))
            .and_then(|(size, name)| Some((size.parse::<u64>().ok().filter(|n| n.to_string() == size)?, name)))
            .ok_or_else(|| format!("{TIMESTAMPS}{rest} is no part of a timestamp"))?;
        *found.entry(size).or_default() += 1;
    }
    match found.iter().find(|(_, parts)| **parts != NAMES.len()) {
        Some((size, _)) => Err(format!("timestamp {size}: a part is missing")),
        None => Ok(found.into_keys().collect()),
    }
}

fn times(entries: &[Entry<'_>]) -> BTreeMap<u64, Timestamp> {
    let time = |entry: &Entry<'_>| {
        let record = json::read(entry.bytes)?;
        Some((entry.index, moment::read(record.get("at")?.as_str()?)?))
    };
    entries.iter().filter_map(time).collect()
}

fn check_one(files: &Files, size: u64, checkpoint: &Checkpoint, trust: &Trust) -> Result<Examined, String> {
    let [note, consistency, token] = NAMES.map(|name| &files[&format!("{TIMESTAMPS}{size}/{name}")]);
    let about = yunqian_signing::Digest::of(note);
    let stamped = std::str::from_utf8(note)
        .ok()
        .and_then(|note| note.parse::<Note>().ok());
    let stamped = stamped.and_then(|note| note.text().parse::<Checkpoint>().ok());
    let stamped = stamped.ok_or("its checkpoint can't be read")?;
    if stamped.origin != checkpoint.origin || stamped.head.size != size {
        return Err("its checkpoint is another one".to_owned());
    }
    let path: Vec<Digest> = json::read_as(consistency).ok_or("its proof can't be read")?;
    let heads = [stamped.head, checkpoint.head].map(|head| (head.size, head.root));
    let [(before, earlier), (after, later)] = match heads[0].0 <= heads[1].0 {
        true => heads,
        false => [heads[1], heads[0]],
    };
    if !proof::extends((before, &earlier), (after, &later), &path) {
        return Err("the log was another one then".to_owned());
    }
    examine_timestamp(token, about, trust).map_err(|error| error.to_string())
}
