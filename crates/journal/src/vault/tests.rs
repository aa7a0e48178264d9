use serde_json::json;
use tempfile::TempDir;

use super::*;

async fn scratch() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let vault = Vault::open(&dir).await.unwrap();
    (dir, vault)
}

fn person(number: u128, email: &str) -> Record {
    Record {
        kind: "person".into(),
        id: Uuid::from_u128(number),
        owner: None,
        lookup_key: Some(LookupKey::email(email)),
        value: json!({ "name": { "zh": "李雷", "en": "Li Lei" }, "email": email }),
        updated_at_ms: 1_600_000_000_000,
    }
}

fn passkey(number: u128, owner: u128) -> Record {
    Record {
        kind: "passkey".into(),
        id: Uuid::from_u128(number),
        owner: Some(Uuid::from_u128(owner)),
        lookup_key: Some(LookupKey::exact(format!("Credential{number}"))),
        value: json!({ "label": "phone" }),
        updated_at_ms: 0,
    }
}

#[tokio::test]
async fn a_person_is_found_by_address_in_any_spelling() {
    let (_dir, vault) = scratch().await;
    let li = person(1, "Li.Lei@Example.com");
    vault.put(&li).await.unwrap();
    let key = LookupKey::email("  li.lei@example.COM ");
    assert_eq!(vault.find("person", &key).await.unwrap(), Some(li.clone()));
    assert_eq!(vault.find("passkey", &key).await.unwrap(), None);
    assert_eq!(vault.get("person", li.id).await.unwrap(), Some(li));
}

#[tokio::test]
async fn two_people_cannot_have_one_address_but_one_may_change_it() {
    let (_dir, vault) = scratch().await;
    vault.put(&person(1, "a@example.com")).await.unwrap();
    let taken = vault.put(&person(2, "A@example.com")).await;
    assert!(matches!(taken, Err(JournalError::KeyTaken)));
    vault.put(&person(1, "b@example.com")).await.unwrap();
    vault.put(&person(2, "a@example.com")).await.unwrap();
    assert_eq!(vault.all("person").await.unwrap().len(), 2);
}

#[tokio::test]
async fn records_survive_reopening() {
    let (dir, vault) = scratch().await;
    vault.put(&person(1, "a@example.com")).await.unwrap();
    drop(vault);
    let vault = Vault::open(&dir).await.unwrap();
    assert_eq!(vault.all("person").await.unwrap(), [person(1, "a@example.com")]);
}

#[tokio::test]
async fn erasing_a_person_leaves_no_trace_on_disk() {
    let (dir, vault) = scratch().await;
    vault.put(&person(1, "erase.me@example.com")).await.unwrap();
    vault.put(&person(2, "keep.me@example.com")).await.unwrap();
    vault.put(&passkey(10, 1)).await.unwrap();
    vault.put(&passkey(11, 1)).await.unwrap();
    vault.put(&passkey(12, 2)).await.unwrap();
    let owner = Uuid::from_u128(1);
    assert_eq!(vault.owned_by("passkey", owner).await.unwrap().len(), 2);
    assert_eq!(vault.erase(owner).await.unwrap(), 3);
    assert_eq!(vault.all("passkey").await.unwrap(), [passkey(12, 2)]);
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(&dir).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let on_disk = String::from_utf8_lossy(&bytes);
    assert!(on_disk.contains("keep.me@example.com"));
    assert!(!on_disk.contains("erase.me@example.com"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_used_once_is_taken_by_one_caller_alone() {
    let (_dir, vault) = scratch().await;
    let vault = std::sync::Arc::new(vault);
    vault.put(&passkey(1, 2)).await.unwrap();
    let takers: Vec<_> = (0..8)
        .map(|_| {
            let vault = vault.clone();
            tokio::spawn(async move { vault.take("passkey", Uuid::from_u128(1)).await.unwrap() })
        })
        .collect();
    let mut taken = 0;
    for taker in takers {
        taken += usize::from(taker.await.unwrap().is_some());
    }
    assert_eq!(taken, 1);
}
