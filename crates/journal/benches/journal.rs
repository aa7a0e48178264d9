//! Measures the journal against the limit under it: how often this disk can be written for good.

use std::fs::File;
use std::io::{Seek, Write};
use std::time::{Duration, Instant};

use yunqian_journal::tile::Tile;
use yunqian_journal::{Journal, Reader};

/// About what one command's record takes.
const ENTRY_BYTES: usize = 600;
/// About the size at which SQLite starts its write-ahead log over.
const WRITTEN_BYTES: usize = 4 * 1024 * 1024;
const MEASURE: Duration = Duration::from_secs(3);

#[tokio::main]
async fn main() {
    let disk = disk_syncs_per_second();
    let single = appends_per_second(1).await;
    let batch = appends_per_second(64).await * 64.0;
    let opened = entries_verified_per_second(50_000).await;
    println!("figure journal.disk_syncs {disk:.0} per_second");
    println!("figure journal.append_single {single:.0} per_second");
    println!("figure journal.append_in_groups_of_64 {batch:.0} entries_per_second");
    println!("figure journal.open_verified {opened:.0} entries_per_second");
    proofs_of_a_large_journal().await;
}

fn entry(number: u64) -> Vec<u8> {
    let mut bytes = number.to_be_bytes().to_vec();
    bytes.resize(ENTRY_BYTES, b'x');
    bytes
}

/// How many times `step` runs within the measured time, a second.
fn rate(steps: u64, since: Instant) -> f64 {
    let count = u32::try_from(steps).expect("a bench counts no further");
    f64::from(count) / since.elapsed().as_secs_f64()
}

/// Overwrites a file of full length, as a write-ahead log in use is overwritten: data alone is synced.
fn disk_syncs_per_second() -> f64 {
    let dir = tempfile::tempdir_in(".").expect("a directory");
    let mut file = File::create(dir.path().join("syncs")).expect("a file");
    file.write_all(&vec![0; WRITTEN_BYTES]).expect("room");
    file.sync_all().expect("a disk that syncs");
    let (start, mut steps) = (Instant::now(), 0);
    while start.elapsed() < MEASURE {
        if steps % (WRITTEN_BYTES / ENTRY_BYTES) as u64 == 0 {
            file.rewind().expect("a file has a start");
        }
        file.write_all(&entry(steps)).expect("room");
        file.sync_data().expect("a disk that syncs");
        steps += 1;
    }
    rate(steps, start)
}

async fn appends_per_second(group: u64) -> f64 {
    let dir = tempfile::tempdir_in(".").expect("a directory");
    let journal = Journal::open(&dir).await.expect("a journal");
    let mut head = journal.head().await;
    let (start, mut steps) = (Instant::now(), 0);
    while start.elapsed() < MEASURE {
        let entries: Vec<_> = (0..group).map(|n| entry(steps * group + n)).collect();
        head = journal.append(head, &entries).await.expect("an append");
        steps += 1;
    }
    rate(steps, start)
}

async fn entries_verified_per_second(count: u64) -> f64 {
    let dir = tempfile::tempdir_in(".").expect("a directory");
    let journal = Journal::open(&dir).await.expect("a journal");
    let entries: Vec<_> = (0..count).map(entry).collect();
    let head = journal.head().await;
    journal.append(head, &entries).await.expect("an append");
    drop(journal);
    let start = Instant::now();
    let opened = Journal::open(&dir).await.expect("a sound journal");
    assert_eq!(opened.head().await.size, count);
    rate(count, start)
}

/// Builds a journal of a million small entries and times what is read of it, beside one row read alone.
async fn proofs_of_a_large_journal() {
    const ENTRIES: u64 = 1_000_000;
    const GROUP: u64 = 10_000;
    let dir = tempfile::tempdir_in(".").expect("a directory");
    let journal = Journal::open(&dir).await.expect("a journal");
    let mut head = journal.head().await;
    while head.size < ENTRIES {
        let entries: Vec<_> = (head.size..head.size + GROUP)
            .map(|n| n.to_be_bytes().to_vec())
            .collect();
        head = journal.append(head, &entries).await.expect("an append");
    }
    let reader = Reader::open(&dir).await.expect("a reader");
    // A step that shares no factor with the size visits entries all over the journal.
    let places = || (0..1_000_u64).map(|n| n * 611_953 % ENTRIES);
    let start = Instant::now();
    for index in places() {
        reader.read(index, 1).await.expect("an entry");
    }
    print_each("journal.read_one_entry_of_1m", start);
    let start = Instant::now();
    for index in places() {
        reader.inclusion_proof(index, ENTRIES).await.expect("a proof");
    }
    print_each("journal.inclusion_proof_of_1m", start);
    let start = Instant::now();
    for earlier in places() {
        reader.consistency_proof(earlier + 1, ENTRIES).await.expect("a proof");
    }
    print_each("journal.consistency_proof_of_1m", start);
    let tiles: Vec<_> = Tile::of_tree(ENTRIES).into_iter().step_by(4).take(1_000).collect();
    let start = Instant::now();
    for tile in &tiles {
        reader
            .tile(tile, ENTRIES)
            .await
            .expect("a tile")
            .expect("it is in the tree");
    }
    let count = u32::try_from(tiles.len()).expect("a thousand");
    let each = start.elapsed().as_secs_f64() * 1e6 / f64::from(count);
    println!("figure journal.tile_of_1m {each:.0} µs");
}

fn print_each(name: &str, since: Instant) {
    println!("figure {name} {:.0} µs", since.elapsed().as_secs_f64() * 1e3);
}
