use tempfile::TempDir;

use super::*;

fn scratch() -> (TempDir, Blobs) {
    let dir = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(&dir, 1000).unwrap();
    (dir, blobs)
}

#[tokio::test]
async fn a_file_comes_back_under_its_digest_also_after_reopening() {
    let (dir, blobs) = scratch();
    let digest = blobs.put(b"brochure".to_vec()).await.unwrap();
    assert_eq!(digest, Digest::of(b"brochure"));
    assert_eq!(blobs.put(b"brochure".to_vec()).await.unwrap(), digest);
    let reopened = Blobs::open(&dir, 1000).unwrap();
    assert_eq!(reopened.get(digest).await.unwrap().unwrap(), b"brochure");
    assert_eq!(reopened.get(Digest::of(b"other")).await.unwrap(), None);
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused() {
    let (_dir, blobs) = scratch();
    blobs.put(vec![0; 1000]).await.unwrap();
    assert!(matches!(
        blobs.put(vec![0; 1001]).await,
        Err(JournalError::TooLarge {
            size_bytes: 1001,
            limit_bytes: 1000
        })
    ));
}

#[tokio::test]
async fn a_damaged_file_is_never_served_and_heals_when_put_again() {
    let (_dir, blobs) = scratch();
    let digest = blobs.put(b"contract".to_vec()).await.unwrap();
    fs::write(blobs.path(digest), b"contracT").unwrap();
    let damaged = blobs.get(digest).await;
    assert!(matches!(damaged, Err(JournalError::BlobAltered { digest: named }) if named == digest));
    blobs.put(b"contract".to_vec()).await.unwrap();
    assert_eq!(blobs.get(digest).await.unwrap().unwrap(), b"contract");
}

#[tokio::test]
async fn what_a_killed_process_left_half_written_is_cleared() {
    let (dir, _) = scratch();
    let leftover = dir.path().join("blobs/1-0.part");
    fs::write(&leftover, b"half").unwrap();
    Blobs::open(&dir, 1000).unwrap();
    assert!(!leftover.exists());
}

#[tokio::test]
async fn a_file_is_removed_once_and_for_all_and_may_be_put_again() {
    let (_dir, blobs) = scratch();
    let digest = blobs.put(b"segment".to_vec()).await.unwrap();
    for _ in 0..2 {
        blobs.remove(digest).await.unwrap();
        assert_eq!(blobs.get(digest).await.unwrap(), None);
    }
    assert_eq!(blobs.put(b"segment".to_vec()).await.unwrap(), digest);
}
