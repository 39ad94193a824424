//! What every store promises, run on each of them.

use super::{samples::*, *};
use crate::domain::{EventId, State};
use std::{collections::BTreeSet, sync::Arc};
use tokio::task::JoinSet;

macro_rules! on_every_store {
    ($($promise:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test]
            async fn $promise() {
                super::$promise(std::sync::Arc::new(super::MemoryStore::new())).await;
            })*
        }
        mod sled {
            $(#[tokio::test]
            async fn $promise() {
                let folder = tempfile::tempdir().unwrap();
                super::$promise(std::sync::Arc::new(super::open(folder.path()))).await;
            })*
        }
    };
}

on_every_store!(
    an_append_reads_back,
    a_read_starts_and_stops_where_asked,
    a_head_is_replaced,
    a_conflict_is_refused_and_writes_nothing,
    an_append_is_all_or_nothing,
    a_head_alone_keeps_the_log,
    sessions_do_not_mix,
    with_people_follows_the_state,
    erase_leaves_nothing,
    an_address_is_kept_until_dropped_or_erased,
    heads_come_in_order,
    heads_come_back_newest_first,
    chats_of_a_customer_are_found,
    pages_hold_everything_once,
    a_compaction_changes_nothing,
    an_erased_session_starts_anew,
    users_are_kept,
    logins_are_kept_until_dropped,
    the_audit_log_is_read_backwards,
    a_store_is_writable,
    ids_differ,
    a_thousand_racing_appends_leave_no_gap,
);

async fn an_append_reads_back(store: Arc<dyn Store>) {
    let log = run_of(session(1), 1..=3);
    store.append(&log, head(session(1), 3, State::Bot)).await.unwrap();

    assert_eq!(store.read_since(session(1), 0, 100).await.unwrap(), log);
    assert_eq!(store.head(session(1)).await.unwrap(), Some(head(session(1), 3, State::Bot)));
    assert_eq!(store.head(session(2)).await.unwrap(), None);
}

async fn a_read_starts_and_stops_where_asked(store: Arc<dyn Store>) {
    let log = run_of(session(1), 1..=300);
    store.append(&log, head(session(1), 300, State::Bot)).await.unwrap();

    for (after_n, at_most, wanted) in [
        (0, 2, &log[..2]),
        (255, 2, &log[255..257]),
        (299, 9, &log[299..]),
        (300, 9, &[]),
        (u64::MAX, 9, &[]),
        (0, 0, &[]),
        (0, usize::MAX, &log),
    ] {
        let read = store.read_since(session(1), after_n, at_most).await.unwrap();
        assert_eq!(read, wanted, "{at_most} after {after_n}");
    }
}

async fn a_head_is_replaced(store: Arc<dyn Store>) {
    append(&*store, session(1), 1..=1, State::Bot).await.unwrap();
    append(&*store, session(1), 2..=4, State::Closed).await.unwrap();

    assert_eq!(store.head(session(1)).await.unwrap(), Some(head(session(1), 4, State::Closed)));
    assert_eq!(store.read_since(session(1), 0, 9).await.unwrap(), run_of(session(1), 1..=4));
}

async fn a_conflict_is_refused_and_writes_nothing(store: Arc<dyn Store>) {
    append(&*store, session(1), 1..=2, State::Bot).await.unwrap();

    for (given, range) in [(2, 2..=2), (1, 1..=3), (4, 4..=4)] {
        let refused = append(&*store, session(1), range, State::Queued).await;
        assert_eq!(refused, Err(StoreError::Conflict { session: session(1), last: 2, given }));
    }
    assert_eq!(append(&*store, session(2), 2..=2, State::Bot).await, Err(conflict(2, 0, 2)));
    assert_untouched(&*store).await;
    assert_eq!(store.head(session(2)).await.unwrap(), None);
}

async fn an_append_is_all_or_nothing(store: Arc<dyn Store>) {
    append(&*store, session(1), 1..=2, State::Bot).await.unwrap();
    let mut gap = run_of(session(1), 3..=5);
    gap[2].n = 6;
    let mut foreign = run_of(session(1), 3..=5);
    foreign[1].session = session(2);
    let foreign_error = StoreError::Foreign { session: session(1), n: 4, other: session(2) };

    for (records, n, error) in [
        (gap, 5, conflict(1, 4, 6)),
        (foreign, 5, foreign_error),
        (run_of(session(1), 3..=5), 4, conflict(1, 1, 3)),
        (run_of(session(1), 3..=5), 2, StoreError::Conflict { session: session(1), last: 0, given: 2 }),
        (Vec::new(), 3, conflict(1, 2, 3)),
    ] {
        assert_eq!(store.append(&records, head(session(1), n, State::Queued)).await, Err(error));
    }
    assert_untouched(&*store).await;
    assert_eq!(store.read_since(session(2), 0, 9).await.unwrap(), []);
}

async fn a_head_alone_keeps_the_log(store: Arc<dyn Store>) {
    append(&*store, session(1), 1..=2, State::Queued).await.unwrap();
    store.append(&[], head(session(1), 2, State::Offered)).await.unwrap();

    assert_eq!(store.head(session(1)).await.unwrap(), Some(head(session(1), 2, State::Offered)));
    assert_eq!(store.read_since(session(1), 0, 9).await.unwrap().len(), 2);
}

async fn sessions_do_not_mix(store: Arc<dyn Store>) {
    for who in 1..=3 {
        append(&*store, session(who), 1..=who, State::Bot).await.unwrap();
    }
    for who in 1..=3 {
        assert_eq!(store.read_since(session(who), 0, 9).await.unwrap(), run_of(session(who), 1..=who));
    }
}

async fn with_people_follows_the_state(store: Arc<dyn Store>) {
    use State::*;
    append(&*store, session(1), 1..=1, Queued).await.unwrap();
    append(&*store, session(2), 1..=1, Bot).await.unwrap();
    assert_eq!(store.with_people().await.unwrap(), [head(session(1), 1, Queued)]);

    for (n, state) in (2..).zip([Bot, Queued, Offered, Agent, WrapUp, Closed, Queued]) {
        append(&*store, session(2), n..=n, state).await.unwrap();
        let mut wanted = vec![head(session(1), 1, Queued)];
        wanted.extend(state.with_people().then(|| head(session(2), n, state)));
        assert_eq!(store.with_people().await.unwrap(), wanted, "{state:?}");
    }
}

async fn erase_leaves_nothing(store: Arc<dyn Store>) {
    append(&*store, session(1), 1..=40, State::Queued).await.unwrap();
    append(&*store, session(2), 1..=1, State::Queued).await.unwrap();
    store.erase(session(1)).await.unwrap();
    store.erase(session(3)).await.unwrap();

    assert_eq!(store.head(session(1)).await.unwrap(), None);
    assert_eq!(store.read_since(session(1), 0, 99).await.unwrap(), []);
    assert_eq!(store.with_people().await.unwrap(), [head(session(2), 1, State::Queued)]);
    assert_eq!(store.read_since(session(2), 0, 99).await.unwrap(), run_of(session(2), 1..=1));
}

async fn an_address_is_kept_until_dropped_or_erased(store: Arc<dyn Store>) {
    for who in 1..=3 {
        append(&*store, session(who), 1..=1, State::Queued).await.unwrap();
        store.put_contact(session(who), format!("sealed {who}")).await.unwrap();
    }
    store.put_contact(session(2), "another".into()).await.unwrap();
    assert_eq!(store.contact(session(2)).await.unwrap().as_deref(), Some("another"));
    assert_eq!(store.contacts().await.unwrap(), [session(1), session(2), session(3)]);
    store.drop_contact(session(1)).await.unwrap();
    store.erase(session(3)).await.unwrap();
    assert_eq!(store.contacts().await.unwrap(), [session(2)]);
    assert_eq!((store.contact(session(1)).await.unwrap(), store.contact(session(3)).await.unwrap()), (None, None));
    assert_eq!(store.head(session(1)).await.unwrap().map(|head| head.n), Some(1), "the session itself stays");
}

async fn heads_come_in_order(store: Arc<dyn Store>) {
    for who in [3, 1, 4, 2] {
        append(&*store, session(who), 1..=who, State::Bot).await.unwrap();
    }
    for (after, at_most, wanted) in
        [(None, 9, &[1, 2, 3, 4][..]), (None, 2, &[1, 2]), (Some(2), 9, &[3, 4]), (Some(2), 1, &[3]), (Some(4), 9, &[])]
    {
        let heads = store.heads(after.map(session), at_most).await.unwrap();
        let wanted: Vec<SessionHead> = wanted.iter().map(|who| head(session(*who), *who, State::Bot)).collect();
        assert_eq!(heads, wanted, "{at_most} after {after:?}");
    }
}

async fn heads_come_back_newest_first(store: Arc<dyn Store>) {
    for who in 1..=4 {
        append(&*store, session(who), 1..=1, State::Bot).await.unwrap();
    }
    for (before, at_most, wanted) in
        [(None, 9, &[4, 3, 2, 1][..]), (None, 2, &[4, 3]), (Some(3), 9, &[2, 1]), (Some(9), 1, &[4]), (Some(1), 9, &[])]
    {
        let heads = store.heads_back(before.map(session), at_most).await.unwrap();
        let wanted: Vec<SessionHead> = wanted.iter().map(|who| head(session(*who), 1, State::Bot)).collect();
        assert_eq!(heads, wanted, "{at_most} before {before:?}");
    }
}

async fn chats_of_a_customer_are_found(store: Arc<dyn Store>) {
    let of = |who: u64, bot: &str, customer: &str| SessionHead {
        bot: bot.into(),
        customer: Some(customer.to_owned()),
        ..head(session(who), 1, State::Bot)
    };
    let ours = [of(1, "shop", "c \"1\""), of(2, "shop", "c-2"), of(3, "bank", "c \"1\""), of(4, "shop", "c \"1\"")];
    for head in &ours {
        let said = Record { bot: head.bot.clone(), ..record(head.session, 1) };
        store.append(&[said], head.clone()).await.unwrap();
    }
    append(&*store, session(5), 1..=1, State::Bot).await.unwrap();
    let found = async |bot: &str, customer: &str, at_most| {
        let heads = store.heads_of_customer(&bot.into(), customer, at_most).await.unwrap();
        heads.iter().map(|head| head.session).collect::<Vec<_>>()
    };
    assert_eq!(found("shop", "c \"1\"", 9).await, [session(4), session(1)]);
    assert_eq!(found("shop", "c \"1\"", 1).await, [session(4)]);
    assert_eq!(found("bank", "c \"1\"", 9).await, [session(3)]);
    assert_eq!(found("shop", "c", 9).await, [], "a part of an id is another id");
    store.erase(session(4)).await.unwrap();
    assert_eq!(found("shop", "c \"1\"", 9).await, [session(1)]);
}

async fn pages_hold_everything_once(store: Arc<dyn Store>) {
    let long = "a".repeat(3000);
    for who in 1..=300 {
        let text = format!("{who} {long}");
        let said = Record { event: crate::domain::Event::Noticed { text }, ..record(session(who), 1) };
        store.append(&[said], head(session(who), 1, State::Queued)).await.unwrap();
    }
    for name in 0..300 {
        let name = format!("name{name}{long}");
        let user = User { display_name: name[name.len() - 3000..].into(), ..user(&name[..9], Role::Agent) };
        store.put_user(user).await.unwrap();
    }
    let (mut rows, mut mark, mut pages) = (BTreeSet::new(), None, 0);
    loop {
        let page = store.page(mark.take()).await.unwrap();
        pages += 1;
        for (key, _) in page.rows {
            assert!(rows.insert(key.clone()), "{key:?} comes twice");
        }
        mark = page.next;
        if mark.is_none() {
            break;
        }
    }
    let users = store.users().await.unwrap().len();
    assert_eq!(rows.len(), 300 * 3 + users, "in {pages} pages");
}

async fn a_compaction_changes_nothing(store: Arc<dyn Store>) {
    append(&*store, session(1), 1..=40, State::Queued).await.unwrap();
    store.put_user(user("ann", Role::Agent)).await.unwrap();
    let (id, before) = (store.id().to_owned(), store.page(None).await.unwrap());
    store.compact().await.unwrap();

    assert_eq!((store.id(), store.page(None).await.unwrap()), (&*id, before));
    append(&*store, session(1), 41..=41, State::Bot).await.unwrap();
    assert_eq!(store.with_people().await.unwrap(), []);
    store.compact().await.unwrap();
    assert_eq!(store.read_since(session(1), 0, 99).await.unwrap(), run_of(session(1), 1..=41));
    store.erase(session(1)).await.unwrap();
    store.compact().await.unwrap();
    assert_eq!(store.compaction_due(u64::MAX).await, Ok(false));
}

async fn an_erased_session_starts_anew(store: Arc<dyn Store>) {
    append(&*store, session(1), 1..=5, State::Queued).await.unwrap();
    let (erased, late, anew) = tokio::join!(
        store.erase(session(1)),
        append(&*store, session(1), 6..=6, State::Queued),
        append(&*store, session(1), 1..=2, State::Queued),
    );

    assert_eq!((erased, late, anew), (Ok(()), Err(conflict(1, 0, 6)), Ok(())));
    assert_eq!(store.read_since(session(1), 0, 99).await.unwrap(), run_of(session(1), 1..=2));
    assert_eq!(store.with_people().await.unwrap(), [head(session(1), 2, State::Queued)]);
}

async fn users_are_kept(store: Arc<dyn Store>) {
    let (ann, bob) = (user("ann", Role::Agent), user("bob", Role::Auditor));
    store.put_user(bob.clone()).await.unwrap();
    store.put_user(user("ann", Role::Admin)).await.unwrap();
    store.put_user(ann.clone()).await.unwrap();

    assert_eq!(store.user(&ann.name).await.unwrap(), Some(ann.clone()));
    assert_eq!(store.user(&"an".into()).await.unwrap(), None);
    assert_eq!(store.users().await.unwrap(), [ann.clone(), bob.clone()]);
    store.drop_user(&ann.name).await.unwrap();
    store.drop_user(&ann.name).await.unwrap();
    assert_eq!(store.users().await.unwrap(), [bob]);
}

async fn logins_are_kept_until_dropped(store: Arc<dyn Store>) {
    let login = |token_hash: &str| Login {
        token_hash: token_hash.into(),
        user: "ann".into(),
        signed_in_at: now(),
        expires_at: now(),
        address: None,
        used_at: None,
        grant: Grant::Token { name: "nightly".into(), scopes: vec![Scope::Users] },
    };
    store.put_login(login("a1")).await.unwrap();
    store.put_login(login("b2")).await.unwrap();
    assert_eq!(store.logins().await.unwrap(), [login("a1"), login("b2")]);
    store.drop_login("a1").await.unwrap();
    store.drop_login("a1").await.unwrap();

    assert_eq!(store.login("a1").await.unwrap(), None);
    assert_eq!(store.login("b2").await.unwrap(), Some(login("b2")));
}

async fn the_audit_log_is_read_backwards(store: Arc<dyn Store>) {
    let entry = |at: u64| AuditEntry {
        id: EventId::from_bytes(u128::from(at).to_be_bytes()),
        at: now(),
        who: "ann".into(),
        token: None,
        deed: Deed::UserAdded,
        on: Some(format!("user-{at}")),
        address: Some([127, 0, 0, 1].into()),
    };
    for at in [2, 1, 300, 3] {
        store.put_audit(entry(at)).await.unwrap();
    }
    assert_eq!(store.audit(None, 2).await.unwrap(), [entry(300), entry(3)]);
    assert_eq!(store.audit(Some(entry(3).id), 9).await.unwrap(), [entry(2), entry(1)]);
    assert_eq!(store.audit(Some(entry(1).id), 9).await.unwrap(), []);
}

async fn a_store_is_writable(store: Arc<dyn Store>) {
    assert_eq!(store.writable().await, Ok(()));
}

async fn ids_differ(store: Arc<dyn Store>) {
    assert!(ulid::Ulid::from_string(store.id()).is_ok());
    assert_ne!(store.id(), MemoryStore::new().id());
}

/// Twenty writers a session each append one event, taking the head as they find it and trying again on a conflict.
async fn a_thousand_racing_appends_leave_no_gap(store: Arc<dyn Store>) {
    let mut racers = JoinSet::new();
    for racer in 0..1000 {
        racers.spawn(race(store.clone(), session(racer % 50), racer));
    }
    racers.join_all().await;

    let mut seen = BTreeSet::new();
    for who in 0..50 {
        let log = store.read_since(session(who), 0, 99).await.unwrap();
        assert!(log.iter().map(|record| record.n).eq(1..=20), "session {who} has a gap");
        seen.extend(log.into_iter().map(|record| record.id));
    }
    assert_eq!(seen.len(), 1000);
}

async fn race(store: Arc<dyn Store>, session: SessionId, racer: u64) {
    loop {
        let n = store.head(session).await.unwrap().map_or(1, |head| head.n + 1);
        let record = Record { id: EventId::from_bytes(u128::from(racer).to_be_bytes()), ..record(session, n) };
        match store.append(&[record], head(session, n, State::Bot)).await {
            Err(StoreError::Conflict { .. }) => continue,
            done => return done.unwrap(),
        }
    }
}

fn conflict(who: u64, last: u64, given: u64) -> StoreError {
    StoreError::Conflict { session: session(who), last, given }
}

/// Session 1 is as `append(1..=2, State::Bot)` left it, and nobody waits for people.
async fn assert_untouched(store: &dyn Store) {
    assert_eq!(store.head(session(1)).await.unwrap(), Some(head(session(1), 2, State::Bot)));
    assert_eq!(store.read_since(session(1), 0, 9).await.unwrap(), run_of(session(1), 1..=2));
    assert_eq!(store.with_people().await.unwrap(), []);
}
