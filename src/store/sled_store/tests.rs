//! What only a store on disk can get wrong: crashes, locks, old files, a disk that refuses.

use super::*;
use crate::{
    domain::{Event, SCHEMA_VERSION, State},
    store::{
        Grant,
        samples::{append, append_of, head, open, poll_once, record, run_of, session},
    },
};
use futures_util::future::try_join_all;
use std::{collections::BTreeSet, fs::File, sync::Arc};
use tempfile::{TempDir, tempdir};

mod packed;

#[tokio::test]
async fn what_was_answered_is_there_after_a_restart() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    let id = store.id().to_owned();
    append(&store, session(1), 1..=30, State::Queued).await.unwrap();
    drop(store);

    let store = open(folder.path());
    assert_eq!(store.id(), id);
    assert_eq!(store.read_since(session(1), 0, 99).await.unwrap(), run_of(session(1), 1..=30));
    assert_eq!(store.with_people().await.unwrap(), [head(session(1), 30, State::Queued)]);
    assert!(append(&store, session(1), 30..=30, State::Bot).await.is_err());
    append(&store, session(1), 31..=31, State::Bot).await.unwrap();
    assert_eq!(store.with_people().await.unwrap(), []);
}

#[tokio::test]
async fn a_dropped_store_can_be_opened_at_once() {
    let folder = tempdir().unwrap();
    for n in 1..=20 {
        append(&open(folder.path()), session(1), n..=n, State::Bot).await.unwrap();
    }
}

#[tokio::test]
async fn a_dropped_store_finishes_what_it_was_handed() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    for who in 1..=100 {
        let mut handed = append_of(&store, who);
        assert!(poll_once(&mut handed).await.is_none());
    }
    drop(store);

    let store = open(folder.path());
    for who in 1..=100 {
        assert!(store.head(session(who)).await.unwrap().is_some(), "session {who}");
    }
}

#[tokio::test]
async fn the_leftover_of_a_snapshot_is_removed_and_nothing_else() {
    let folder = tempdir().unwrap();
    append(&open(folder.path()), session(1), 1..=1, State::Bot).await.unwrap();
    for name in ["snap.0000000000000042.generating", "notes.generating", "snapshot.md"] {
        std::fs::write(folder.path().join(name), "half").unwrap();
    }

    let store = open(folder.path());
    assert_eq!(store.read_since(session(1), 0, 9).await.unwrap().len(), 1);
    let left = |name: &str| folder.path().join(name).exists();
    assert!(!left("snap.0000000000000042.generating") && left("notes.generating") && left("snapshot.md"));
}

#[tokio::test]
async fn a_locked_folder_is_named_and_left_alone() {
    let folder = tempdir().unwrap();
    let _holder = open(folder.path());
    let under_way = folder.path().join("snap.0000000000000042.generating");
    std::fs::write(&under_way, "half").unwrap();

    let locked = SledStore::open(folder.path(), DEFAULT_CACHE_BYTES).err().unwrap();
    assert_eq!(locked, StoreError::Locked { path: folder.path().to_owned() });
    assert!(locked.to_string().contains(folder.path().to_str().unwrap()));
    assert!(under_way.exists());
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("file/store");
    std::fs::write(folder.path().join("file"), "").unwrap();

    let error = SledStore::open(&path, DEFAULT_CACHE_BYTES).err().unwrap();
    assert!(matches!(&error, StoreError::Open { path: named, .. } if *named == path), "{error}");
}

#[tokio::test]
async fn a_refused_sync_poisons_every_later_write() {
    let (_folder, store) = store_that_syncs_to("/dev/null");
    let poisoned = append(&store, session(1), 1..=1, State::Bot).await.unwrap_err();
    assert!(matches!(poisoned, StoreError::Poisoned { .. }), "{poisoned}");

    assert_eq!(append(&store, session(2), 1..=1, State::Bot).await, Err(poisoned.clone()));
    assert_eq!(store.erase(session(1)).await, Err(poisoned.clone()));
    assert_eq!(store.writable().await, Err(poisoned.clone()));
    assert_eq!(store.head(session(2)).await, Err(poisoned.clone()), "it may show what is not on disk");
    assert_eq!(store.read_since(session(1), 0, 9).await, Err(poisoned.clone()));
    assert_eq!(store.compact().await, Err(poisoned));
}

/// What a damaged log looks like once sled has dropped what followed the damage.
#[tokio::test]
async fn rows_that_lack_what_was_acknowledged_are_refused() {
    let folder = tempdir().unwrap();
    append(&open(folder.path()), session(1), 1..=1, State::Bot).await.unwrap();
    let earlier = std::fs::read(folder.path().join("db")).unwrap();
    append(&open(folder.path()), session(1), 2..=2, State::Bot).await.unwrap();
    std::fs::write(folder.path().join("db"), earlier).unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.file_name().unwrap().to_string_lossy().starts_with("snap.") {
            std::fs::remove_file(entry).unwrap();
        }
    }

    let cut = SledStore::open(folder.path(), DEFAULT_CACHE_BYTES).err().unwrap();
    assert_eq!(cut, StoreError::Cut { path: folder.path().to_owned(), group: 1, reached: 2 });
    std::fs::remove_file(folder.path().join("reached")).unwrap();
    append(&open(folder.path()), session(1), 2..=2, State::Bot).await.unwrap();
}

#[tokio::test]
async fn files_that_have_grown_to_twice_their_size_are_due_for_a_compaction() {
    const GROWTH_BYTES: u64 = 1 << 20;
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    append(&store, session(1), 1..=1, State::Bot).await.unwrap();
    assert_eq!(store.compaction_due(GROWTH_BYTES).await, Ok(false));
    // Each append writes its session's head again.
    for n in 1..=60 {
        let group = (2..=101).map(|who| append(&store, session(who), n..=n, State::Bot));
        try_join_all(group).await.unwrap();
    }
    assert_eq!(store.compaction_due(GROWTH_BYTES).await, Ok(true));
    assert_eq!(store.compaction_due(1 << 30).await, Ok(false), "so much it has not grown");
    store.compact().await.unwrap();
    assert_eq!(store.compaction_due(GROWTH_BYTES).await, Ok(false));
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.compaction_due(GROWTH_BYTES).await, Ok(false), "after a restart too");
}

#[tokio::test]
async fn what_was_erased_is_in_no_file_after_a_compaction() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    for who in 1..=300 {
        let text = format!("the word of {who}: {}", if who % 2 == 0 { "quillfeather" } else { "stays" });
        let said = Record { event: Event::Noticed { text }, ..record(session(who), 1) };
        store.append(&[said], head(session(who), 1, State::Queued)).await.unwrap();
    }
    assert!(on_disk(folder.path(), "quillfeather"), "it is kept, so that this test would see it");
    for who in (2..=300).step_by(2) {
        store.erase(session(who)).await.unwrap();
    }
    drop(store);
    let store = open(folder.path());
    assert_eq!(store.compaction_due(u64::MAX).await, Ok(true), "after a restart too");
    let size = store.compact().await.unwrap();
    assert_eq!(store.compaction_due(u64::MAX).await, Ok(false));

    assert!(size.after_bytes < size.before_bytes, "{size:?}");
    assert!(!on_disk(folder.path(), "quillfeather") && on_disk(folder.path(), "stays"));
    assert_eq!(store.with_people().await.unwrap().len(), 150);
    append(&store, session(2), 1..=1, State::Bot).await.unwrap();
    drop(store);
    assert!(!on_disk(folder.path(), "quillfeather"));
    let store = open(folder.path());
    assert_eq!(store.with_people().await.unwrap().len(), 150);
    assert_eq!(store.head(session(2)).await.unwrap(), Some(head(session(2), 1, State::Bot)));
}

/// Whether a file under `folder` holds `text`.
fn on_disk(folder: &std::path::Path, text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        let holds = |bytes: Vec<u8>| bytes.windows(text.len()).any(|part| part == text);
        if path.is_dir() { on_disk(&path, text) } else { holds(std::fs::read(path).unwrap()) }
    })
}

#[tokio::test]
async fn writes_go_on_while_a_compaction_does() {
    let folder = tempdir().unwrap();
    let store = Arc::new(open(folder.path()));
    for who in 1..=600 {
        append_of(&store, who).await.unwrap();
    }
    let compacting = tokio::spawn({
        let store = store.clone();
        async move { store.compact().await }
    });
    let mut said = 1;
    while !compacting.is_finished() {
        said += 1;
        for who in [1, 300, 600] {
            append(&*store, session(who), said..=said, State::Queued).await.unwrap();
        }
        store.erase(session(2 + said % 290)).await.unwrap();
    }
    compacting.await.unwrap().unwrap();
    assert!(said > 2, "some writes came meanwhile");

    drop(store);
    let store = open(folder.path());
    let erased: BTreeSet<u64> = (2..=said).map(|n| 2 + n % 290).collect();
    for who in 1..=600 {
        let last = if [1, 300, 600].contains(&who) { said } else { 1 };
        let wanted = if erased.contains(&who) { Vec::new() } else { run_of(session(who), 1..=last) };
        assert_eq!(store.read_since(session(who), 0, usize::MAX).await.unwrap(), wanted, "session {who}");
    }
    assert_eq!(store.with_people().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_read_waits_until_what_it_would_see_is_durable() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    append(&store, session(1), 1..=1, State::Bot).await.unwrap();
    let syncing = store.kept.clone().write_owned().await;

    let mut look_up = store.head(session(1));
    let mut scan = store.read_since(session(1), 0, 9);
    for _ in 0..3 {
        assert!(poll_once(&mut look_up).await.is_none());
        assert!(poll_once(&mut scan).await.is_none());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(syncing);
    assert!(look_up.await.unwrap().is_some());
    assert_eq!(scan.await.unwrap().len(), 1);
}

/// The first append keeps the writer at its commit, so that the rest becomes one group.
#[tokio::test]
async fn a_group_knows_its_own_changes() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    let busy = store.kept.clone().read_owned().await;
    let mut first = append_of(&store, 9);
    assert!(poll_once(&mut first).await.is_none());
    std::thread::sleep(std::time::Duration::from_millis(20));

    let (appended, again, erased, ..) = tokio::join!(
        append_of(&store, 1),
        append_of(&store, 1),
        store.erase(session(1)),
        async { drop(busy) },
        async { first.await.unwrap() },
    );
    assert_eq!((appended, erased), (Ok(()), Ok(())));
    assert_eq!(again, Err(StoreError::Conflict { session: session(1), last: 1, given: 1 }));
    assert_eq!(store.head(session(1)).await, Ok(None));
    assert_eq!(
        db(&store)
            .scan_prefix(b"e")
            .filter(|row| rows::session_of_row(&row.as_ref().unwrap().0) == Some(session(1)))
            .count(),
        0
    );
}

#[tokio::test]
async fn long_events_come_back_whole_and_never_leave_the_log() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    let long =
        |n: u64| Record { event: Event::Noticed { text: "é".repeat(1500 * n as usize) }, ..record(session(1), n) };
    let log: Vec<Record> = (1..=60).map(long).collect();
    for record in &log {
        store.append(std::slice::from_ref(record), head(session(1), record.n, State::Bot)).await.unwrap();
    }

    assert_eq!(store.read_since(session(1), 0, 99).await.unwrap(), log);
    assert_eq!(store.read_since(session(1), 30, 3).await.unwrap(), log[30..33]);
    assert_eq!(std::fs::read_dir(folder.path().join("blobs")).unwrap().count(), 0);
    store.erase(session(1)).await.unwrap();
    assert_eq!(db(&store).scan_prefix(b"e").count(), 0);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_by_name() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    let endless = Record { event: Event::Noticed { text: "a".repeat(2 << 20) }, ..record(session(1), 1) };
    let refused = store.append(&[endless], head(session(1), 1, State::Bot)).await.unwrap_err();
    assert!(refused.to_string().starts_with(&format!("keep event 1 of session {}: its 2", session(1))), "{refused}");

    let refused = store.login(&"a".repeat(9000)).await;
    assert_eq!(refused, Ok(None));
    let now = record(session(1), 1).at;
    let login = Login {
        token_hash: "a".repeat(9000),
        user: "ann".into(),
        signed_in_at: now,
        expires_at: now,
        address: None,
        used_at: None,
        grant: Grant::Everything,
    };
    assert!(matches!(store.put_login(login).await, Err(StoreError::TooLarge { bytes: 9001, limit: 256, .. })));
}

#[tokio::test]
async fn a_broken_event_is_named() {
    let newer = serde_json::to_vec(&Record { v: SCHEMA_VERSION + 1, ..record(session(1), 2) }).unwrap();
    for (kept, why) in [
        (Some(b"{\"v\":1".to_vec()), "EOF while parsing an object at line 1 column 6"),
        (Some(newer), "it is of schema version 2, newer than 1"),
        (None, "it is not there, but a later one is"),
    ] {
        let folder = tempdir().unwrap();
        let store = open(folder.path());
        append(&store, session(1), 1..=3, State::Bot).await.unwrap();
        put(&store, rows::event_key(session(1), 2), kept);

        let (path, why) = (folder.path().to_owned(), why.to_owned());
        let corrupt = StoreError::Corrupt { path, session: session(1), n: 2, why };
        assert_eq!(store.read_since(session(1), 0, 9).await, Err(corrupt.clone()));
        assert!(corrupt.to_string().starts_with(&format!("read event 2 of session {} in /", session(1))));
        assert_eq!(store.read_since(session(1), 2, 9).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_broken_row_is_named() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    append(&store, session(1), 1..=1, State::Queued).await.unwrap();
    put(&store, rows::head_key(session(1)), None);
    put(&store, rows::user_key(&"ann".into()), Some(b"{}".to_vec()));

    for (error, start) in [
        (store.with_people().await.unwrap_err(), format!("read the head of session {} in /", session(1))),
        (store.users().await.unwrap_err(), "read user ann in /".to_owned()),
        (store.user(&"ann".into()).await.unwrap_err(), "read user ann in /".to_owned()),
    ] {
        assert!(error.to_string().starts_with(&start), "{error}");
    }
}

/// Events of schema version 1 stay readable, and mean the same, for as long as Baton lives.
#[test]
fn events_of_version_1_are_still_read() {
    let mut types = BTreeSet::new();
    for line in include_str!("../fixtures/v1.jsonl").lines() {
        let record: Record = serde_json::from_str(line).unwrap();
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(json(&serde_json::to_string(&record).unwrap()), json(line));
        assert_eq!(record.v, 1, "{line}");
        types.insert(json(line)["event"]["type"].as_str().unwrap().to_owned());
    }
    assert_eq!(types, every_event_type(), "a new event of version 1 wants a line in fixtures/v1.jsonl");
}

/// As serde lists them when it meets a type that it does not know.
fn every_event_type() -> BTreeSet<String> {
    let error = serde_json::from_str::<Event>(r#"{"type":""}"#).unwrap_err().to_string();
    let (_, known) = error.split_once("expected one of ").unwrap();
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// `fdatasync` refuses devices and pipes, as a failing disk would.
fn store_that_syncs_to(device: &str) -> (TempDir, SledStore) {
    let folder = tempdir().unwrap();
    let log = File::open(device).unwrap();
    let store = SledStore::start(folder.path(), DEFAULT_CACHE_BYTES, |opened| Opened { log, ..opened }).unwrap();
    (folder, store)
}

fn db(store: &SledStore) -> sled::Db {
    store.kept.try_read().unwrap().rows().unwrap().db.clone()
}

fn put(store: &SledStore, key: Vec<u8>, value: Option<Vec<u8>>) {
    match value {
        Some(value) => db(store).insert(key, value).unwrap(),
        None => db(store).remove(key).unwrap(),
    };
}
