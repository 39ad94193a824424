//! Logs of sessions that have ended.

use super::*;

#[tokio::test]
async fn an_ended_log_lies_in_one_row_and_reads_as_before() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    append(&store, session(1), 1..=5, State::Bot).await.unwrap();
    append(&store, session(2), 1..=3, State::Bot).await.unwrap();
    append(&store, session(1), 6..=40, State::Closed).await.unwrap();
    let rows_of = |who| db(&store).scan_prefix(rows::log_prefix(session(who))).count();
    assert_eq!((rows_of(1), rows_of(2)), (1, 3));

    // A rating after the end, then a customer who comes back, then the next end.
    for (range, state, rows) in [
        (41..=41, State::Closed, 1),
        (42..=44, State::Bot, 4),
        (45..=45, State::Queued, 5),
        (46..=46, State::Closed, 1),
    ] {
        let last = *range.end();
        append(&store, session(1), range, state).await.unwrap();
        assert_eq!(rows_of(1), rows, "after event {last}");
        for (after, at_most) in [(0, 99), (0, 0), (0, 3), (20, 99), (39, 4), (last - 1, 9), (last, 9), (u64::MAX, 9)] {
            let read = store.read_since(session(1), after, at_most).await.unwrap();
            let expected: Vec<Record> = run_of(session(1), 1..=last).into_iter().filter(|r| r.n > after).collect();
            assert_eq!(read, expected[..at_most.min(expected.len())], "{at_most} after {after} of {last}");
        }
    }
    assert_eq!(store.read_since(session(2), 0, 9).await.unwrap(), run_of(session(2), 1..=3));
    store.compact().await.unwrap();
    drop(store);
    let mut told = Vec::new();
    let counts = SledStore::check(folder.path(), DEFAULT_CACHE_BYTES, None, &mut |fault| told.push(fault)).unwrap();
    assert_eq!((counts.sessions, counts.events), (2, 49), "{told:?}");
    let store = open(folder.path());
    assert_eq!(store.read_since(session(1), 0, 99).await.unwrap(), run_of(session(1), 1..=46));
}

#[tokio::test]
async fn logs_that_end_in_one_group_with_what_came_before_are_packed_whole() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    let mut handed = Vec::new();
    for who in 1..=40 {
        handed.push(store.append(&run_of(session(who), 1..=2), head(session(who), 2, State::Bot)));
        handed.push(store.append(&run_of(session(who), 3..=4), head(session(who), 4, State::Closed)));
    }
    // All wait before the writer is asked for the first answer.
    futures_util::future::join_all(handed).await.into_iter().for_each(|done| done.unwrap());
    for who in 1..=40 {
        assert_eq!(store.read_since(session(who), 0, 9).await.unwrap(), run_of(session(who), 1..=4));
        assert_eq!(db(&store).scan_prefix(rows::log_prefix(session(who))).count(), 1);
    }
}

#[tokio::test]
async fn an_erased_log_that_was_packed_leaves_no_byte() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    for who in 1..=2 {
        append(&store, session(who), 1..=20, State::Closed).await.unwrap();
    }
    let packed = db(&store).get(rows::event_key(session(1), 1)).unwrap().unwrap().to_vec();
    let bytes_of_it = packed[packed.len() / 2..][..24].to_vec();
    assert!(on_disk(folder.path(), &bytes_of_it), "it is kept, so that this test sees it");
    store.erase(session(1)).await.unwrap();
    store.compact().await.unwrap();
    assert!(!on_disk(folder.path(), &bytes_of_it));
}

#[tokio::test]
async fn a_damaged_packed_log_is_named_and_the_session_can_still_go_on() {
    let folder = tempdir().unwrap();
    let store = open(folder.path());
    append(&store, session(1), 1..=20, State::Closed).await.unwrap();
    put(&store, rows::event_key(session(1), 1), Some(vec![1, 2, 3]));
    let fault = store.read_since(session(1), 0, 9).await.unwrap_err();
    assert!(fault.to_string().starts_with(&format!("read event 1 of session {} in /", session(1))), "{fault}");
    append(&store, session(1), 21..=21, State::Closed).await.unwrap();
    assert!(store.read_since(session(1), 0, 9).await.is_err(), "what is damaged is kept, not guessed");
}
