use std::sync::Arc;

use proptest::prelude::*;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use tempfile::TempDir;

use super::*;
use crate::merkle::{empty_root, proof, reference};
use crate::tile::Tile;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

fn scratch() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn entries(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

async fn filled(dir: &TempDir, count: u64) -> Journal {
    let journal = Journal::open(dir).await.unwrap();
    let batch: Vec<_> = (0..count).map(|n| format!("entry {n}").into_bytes()).collect();
    let head = journal.head().await;
    journal.append(head, &batch).await.unwrap();
    journal
}

/// Does to the file what an intruder with the disk in hand could do.
async fn tamper(dir: &TempDir, sql: &'static str) {
    let mut connection = SqliteConnectOptions::new()
        .filename(dir.path().join(FILE))
        .connect()
        .await
        .unwrap();
    sqlx::raw_sql(
        "DROP TRIGGER entries_are_never_altered; DROP TRIGGER entries_are_never_deleted;
         DROP TRIGGER subtrees_are_never_altered; DROP TRIGGER subtrees_are_never_deleted;",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_new_journal_is_the_empty_tree() {
    let dir = scratch();
    let journal = Journal::open(&dir).await.unwrap();
    let head = journal.head().await;
    assert_eq!((head.size, head.root), (0, empty_root()));
    assert_eq!(journal.read(0, 10).await.unwrap(), []);
    assert_eq!(journal.append(head, &[]).await.unwrap(), head);
}

#[tokio::test]
async fn entries_read_back_in_order_from_any_position() {
    let dir = scratch();
    let journal = filled(&dir, 5).await;
    let read = journal.read(3, 10).await.unwrap();
    let texts: Vec<_> = read.iter().map(|entry| entry.bytes.as_slice()).collect();
    assert_eq!(texts, [b"entry 3", b"entry 4"]);
    assert_eq!(read[0].index, 3);
    assert_eq!(read[0].leaf_hash, leaf_hash(b"entry 3"));
    assert_eq!(journal.read(0, 2).await.unwrap().len(), 2);
    assert_eq!(journal.read(u64::MAX, 2).await.unwrap(), []);
}

#[tokio::test]
async fn a_stale_head_is_refused_and_writes_nothing() {
    let dir = scratch();
    let journal = Journal::open(&dir).await.unwrap();
    let before = journal.head().await;
    let now = journal.append(before, &entries(&["first"])).await.unwrap();
    let refused = journal.append(before, &entries(&["second"])).await;
    assert!(matches!(refused, Err(JournalError::StaleHead { actual }) if actual == now));
    assert_eq!(journal.read(0, 10).await.unwrap().len(), 1);
    journal.append(now, &entries(&["second"])).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_concurrent_appenders_exactly_one_wins() {
    let dir = scratch();
    // Two handles on one directory stand for two processes.
    let handles = [
        Arc::new(Journal::open(&dir).await.unwrap()),
        Arc::new(Journal::open(&dir).await.unwrap()),
    ];
    for round in 0..10 {
        let head = handles[0].head().await;
        let appends: Vec<_> = (0..8)
            .map(|writer| {
                let journal = handles[writer % 2].clone();
                let bytes = format!("round {round} writer {writer}").into_bytes();
                tokio::spawn(async move { journal.append(head, &[bytes]).await })
            })
            .collect();
        let mut won = 0;
        for append in appends {
            match append.await.unwrap() {
                Ok(_) => won += 1,
                Err(JournalError::StaleHead { actual }) => assert_eq!(actual.size, head.size + 1),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(won, 1);
        // The handle that lost catches up on its next append.
        let latest = match handles[0].append(head, &[]).await {
            Err(JournalError::StaleHead { actual }) => actual,
            other => panic!("{other:?}"),
        };
        assert_eq!(handles[0].head().await, latest);
    }
    assert_eq!(Journal::open(&dir).await.unwrap().head().await.size, 10);
}

#[tokio::test]
async fn an_append_whose_caller_gave_up_leaves_the_journal_sound() {
    let dir = scratch();
    let journal = Journal::open(&dir).await.unwrap();
    for steps in 0..40 {
        let head = journal.head().await;
        let batch = entries(&["a", "b", "c"]);
        let mut append = Box::pin(journal.append(head, &batch));
        for _ in 0..steps {
            let polled = tokio::time::timeout(std::time::Duration::ZERO, &mut append).await;
            if polled.is_ok() {
                break;
            }
        }
    }
    let known = journal.head().await;
    let now = match journal.append(known, &[]).await {
        Ok(head) | Err(JournalError::StaleHead { actual: head }) => head,
        Err(other) => panic!("{other}"),
    };
    assert_eq!(now.size % 3, 0, "a batch is there whole or not at all");
    drop(journal);
    assert_eq!(Journal::open(&dir).await.unwrap().head().await, now);
}

#[tokio::test]
async fn an_altered_entry_is_found_at_open() {
    let dir = scratch();
    drop(filled(&dir, 4).await);
    tamper(&dir, "UPDATE entries SET bytes = x'00' WHERE position = 2").await;
    let opened = Journal::open(&dir).await;
    assert!(matches!(opened, Err(JournalError::EntryAltered { index: 2 })));
}

#[tokio::test]
async fn a_removed_entry_is_found_at_open() {
    let dir = scratch();
    drop(filled(&dir, 4).await);
    tamper(&dir, "DELETE FROM entries WHERE position = 1").await;
    let opened = Journal::open(&dir).await;
    assert!(matches!(opened, Err(JournalError::EntryMissing { index: 1 })));
}

#[tokio::test]
async fn a_cut_off_tail_is_found_at_open() {
    let dir = scratch();
    drop(filled(&dir, 4).await);
    let cut = "DELETE FROM entries WHERE position = 3; DELETE FROM subtrees WHERE position = 3";
    tamper(&dir, cut).await;
    let opened = Journal::open(&dir).await;
    assert!(matches!(opened, Err(JournalError::HeadMismatch { .. })));
}

#[tokio::test]
async fn an_entry_replaced_together_with_its_leaf_hash_is_found_at_open() {
    let dir = scratch();
    drop(filled(&dir, 4).await);
    let forged = "UPDATE entries SET (bytes, leaf_hash) =
        (SELECT bytes, leaf_hash FROM entries WHERE position = 0) WHERE position = 2";
    tamper(&dir, forged).await;
    let opened = Journal::open(&dir).await;
    assert!(matches!(opened, Err(JournalError::SubtreesAltered { index: 3 })));
}

#[tokio::test]
async fn the_file_itself_refuses_to_alter_or_delete_entries() {
    let dir = scratch();
    let journal = filled(&dir, 2).await;
    let mut inner = journal.inner.lock().await;
    for sql in [
        "UPDATE entries SET bytes = x''",
        "DELETE FROM entries",
        "UPDATE subtrees SET hashes = zeroblob(32)",
        "DELETE FROM subtrees",
    ] {
        assert!(sqlx::raw_sql(sql).execute(&mut inner.connection).await.is_err());
    }
}

#[tokio::test]
async fn a_file_of_a_newer_format_is_refused() {
    let dir = scratch();
    drop(filled(&dir, 1).await);
    tamper(&dir, "PRAGMA user_version = 3").await;
    let opened = Journal::open(&dir).await;
    assert!(matches!(opened, Err(JournalError::UnknownFormat { found: 3, .. })));
}

#[tokio::test]
async fn an_altered_missing_or_invented_subtree_hash_is_found_at_open() {
    for (sql, index) in [
        ("UPDATE subtrees SET hashes = zeroblob(64) WHERE position = 3", 3),
        ("DELETE FROM subtrees WHERE position = 1", 1),
        (
            "UPDATE subtrees SET hashes = substr(hashes, 1, 32) WHERE position = 3",
            3,
        ),
        ("INSERT INTO subtrees VALUES (2, zeroblob(32))", 2),
        ("INSERT INTO subtrees VALUES (9, zeroblob(32))", 9),
    ] {
        let dir = scratch();
        drop(filled(&dir, 4).await);
        tamper(&dir, sql).await;
        let opened = Journal::open(&dir).await;
        assert!(
            matches!(opened, Err(JournalError::SubtreesAltered { index: found }) if found == index),
            "{sql}"
        );
    }
}

/// Makes of the file what the first released format was.
const BACK_TO_FORMAT_1: &str = "DROP TABLE subtrees; PRAGMA user_version = 1;
    CREATE TRIGGER entries_are_never_altered BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never altered'); END;
    CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;";

#[tokio::test]
async fn a_journal_of_the_first_format_is_brought_up_to_date_at_open() {
    let dir = scratch();
    let before = filled(&dir, 2_500).await.head().await;
    tamper(&dir, BACK_TO_FORMAT_1).await;
    let journal = Journal::open(&dir).await.unwrap();
    assert_eq!(journal.head().await, before);
    assert_proofs_hold(&dir, 2_500).await;
    journal.append(before, &entries(&["one more"])).await.unwrap();
    drop(journal);
    assert_eq!(Journal::open(&dir).await.unwrap().head().await.size, 2_501);
}

#[tokio::test]
async fn a_tampered_journal_of_the_first_format_is_refused_too() {
    for (sql, expected) in [
        ("DELETE FROM entries WHERE position = 1", "entry 1 is missing"),
        (
            "UPDATE entries SET bytes = x'00' WHERE position = 2",
            "entry 2 was altered after it was written",
        ),
    ] {
        let dir = scratch();
        drop(filled(&dir, 4).await);
        tamper(&dir, sql).await;
        reopen_as_format_1(&dir).await;
        assert_eq!(Journal::open(&dir).await.unwrap_err().to_string(), expected);
    }
}

async fn reopen_as_format_1(dir: &TempDir) {
    let options = SqliteConnectOptions::new().filename(dir.path().join(FILE));
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(BACK_TO_FORMAT_1).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Compares what the reader gives for a journal of [`filled`] with the whole tree.
async fn assert_proofs_hold(dir: &TempDir, size: u64) {
    let reader = Reader::open(dir).await.unwrap();
    let leaves: Vec<_> = (0..size).map(|n| leaf_hash(format!("entry {n}").as_bytes())).collect();
    let whole = usize::try_from(size).unwrap();
    for size in [1, 2, 3, whole / 2, whole - 1, whole] {
        let tree = reader.tree(size as u64).await.unwrap();
        assert_eq!(tree.root(), reference::root(&leaves[..size]));
        for index in [0, size / 3, size - 1] {
            let path = reader.inclusion_proof(index as u64, size as u64).await.unwrap();
            assert_eq!(Some(&path), reference::inclusion(&leaves[..size], index).as_ref());
            let path = reader.consistency_proof(index as u64 + 1, size as u64).await.unwrap();
            assert_eq!(Some(&path), reference::consistency(&leaves[..size], index + 1).as_ref());
        }
    }
}

#[tokio::test]
async fn proofs_beside_the_writer_verify_against_its_heads() {
    let dir = scratch();
    let journal = filled(&dir, 11).await;
    let reader = Reader::open(&dir).await.unwrap();
    let earlier = journal.head().await;
    let now = journal.append(earlier, &entries(&["x", "y"])).await.unwrap();
    assert_eq!(reader.head().await.unwrap(), now);
    let mut tree = reader.tree(earlier.size).await.unwrap();
    assert_eq!(Head::from(&tree), earlier);
    for bytes in [b"x", b"y"] {
        tree.push(leaf_hash(bytes));
    }
    assert_eq!(Head::from(&tree), now, "a tree that was taken up goes on");
    assert_eq!(reader.tree(0).await.unwrap(), CompactRange::default());
    let path = reader.inclusion_proof(4, now.size).await.unwrap();
    let leaf = leaf_hash(b"entry 4");
    assert!(proof::includes(&now.root, now.size, 4, &leaf, &path));
    let path = reader.consistency_proof(earlier.size, now.size).await.unwrap();
    assert!(proof::extends(
        (earlier.size, &earlier.root),
        (now.size, &now.root),
        &path
    ));
    let beyond = reader.inclusion_proof(0, 14).await;
    assert!(matches!(beyond, Err(JournalError::OutOfRange { size: 13 })));
    let nothing = reader.consistency_proof(0, 13).await;
    assert!(matches!(nothing, Err(JournalError::OutOfRange { size: 13 })));
    assert_proofs_hold(&dir, 11).await;
}

#[tokio::test]
async fn tiles_hold_the_roots_of_the_tiles_below() {
    let dir = scratch();
    let size = 256 * 3 + 7;
    let _writer = filled(&dir, size).await;
    let reader = Reader::open(&dir).await.unwrap();
    let mut below = Vec::new();
    for tile in Tile::of_tree(size) {
        let bytes = reader.tile(&tile, size).await.unwrap().unwrap();
        let hashes: Vec<_> = bytes.chunks_exact(32).map(digest).collect();
        assert_eq!(hashes.len() * 32, bytes.len());
        match tile.to_string().as_str() {
            "1/000.p/3" => assert_eq!(hashes, below[..3]),
            "0/003.p/7" => assert_eq!(hashes[6], leaf_hash(format!("entry {}", size - 1).as_bytes())),
            _ => assert!(tile.is_full()),
        }
        below.push(reference::root(&hashes));
    }
    let wider = "0/003.p/8".parse().unwrap();
    assert_eq!(reader.tile(&wider, size).await.unwrap(), None);
    let beyond = reader.tile(&wider, size + 1).await;
    assert!(matches!(beyond, Err(JournalError::OutOfRange { .. })));
}

#[tokio::test]
async fn a_log_torn_at_any_byte_leaves_whole_appends_alone() {
    let dir = scratch();
    let journal = Journal::open(&dir).await.unwrap();
    let mut heads = vec![journal.head().await];
    for round in 0..6 {
        let batch = vec![vec![round; 3_000]; 3];
        let head = journal.append(heads[heads.len() - 1], &batch).await.unwrap();
        heads.push(head);
    }
    let log = std::fs::read(dir.path().join("journal.sqlite-wal")).unwrap();
    let mut found = Vec::new();
    for kept in (0..=log.len()).step_by(log.len() / 60) {
        let torn = scratch();
        let file = torn.path().join(FILE);
        std::fs::copy(dir.path().join(FILE), &file).unwrap();
        std::fs::write(torn.path().join("journal.sqlite-wal"), &log[..kept]).unwrap();
        let head = Journal::open(&torn).await.unwrap().head().await;
        assert!(heads.contains(&head), "cut at {kept} of {}", log.len());
        found.push(head.size);
    }
    assert!(found.is_sorted());
    assert_eq!(found.first(), Some(&0));
}

/// What may happen to a journal between two appends.
#[derive(Debug, Clone)]
enum Step {
    Append(Vec<Vec<u8>>),
    Stale(Vec<Vec<u8>>),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let batch = || prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..6);
    prop_oneof![
        4 => batch().prop_map(Step::Append),
        1 => batch().prop_map(Step::Stale),
        2 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_sequence_reopened_anywhere_replays_to_the_same_entries_and_root(
        steps in prop::collection::vec(step(), 1..24)
    ) {
        block_on(async {
            let dir = scratch();
            let mut journal = Journal::open(&dir).await.unwrap();
            let mut expected: Vec<Vec<u8>> = Vec::new();
            let nowhere = Head { size: 0, root: Digest::of(b"no such tree") };
            for step in steps {
                match step {
                    Step::Append(batch) => {
                        let head = journal.head().await;
                        journal.append(head, &batch).await.unwrap();
                        expected.extend(batch);
                    }
                    Step::Stale(batch) => {
                        prop_assert!(journal.append(nowhere, &batch).await.is_err());
                    }
                    Step::Reopen => {
                        drop(journal);
                        journal = Journal::open(&dir).await.unwrap();
                    }
                }
                let leaves: Vec<_> = expected.iter().map(|bytes| leaf_hash(bytes)).collect();
                let head = journal.head().await;
                prop_assert_eq!(head.size, expected.len() as u64);
                prop_assert_eq!(head.root, reference::root(&leaves));
            }
            if !expected.is_empty() {
                let leaves: Vec<_> = expected.iter().map(|bytes| leaf_hash(bytes)).collect();
                let (reader, last) = (Reader::open(&dir).await.unwrap(), leaves.len() - 1);
                let path = reader.inclusion_proof(last as u64 / 2, leaves.len() as u64).await.unwrap();
                prop_assert_eq!(Some(path), reference::inclusion(&leaves, last / 2));
            }
            let read = journal.read(0, u32::MAX).await.unwrap();
            let bytes: Vec<_> = read.into_iter().map(|entry| entry.bytes).collect();
            prop_assert_eq!(bytes, expected);
            Ok(())
        })?;
    }
}
