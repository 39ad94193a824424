//! Sessions, users and calls that the tests of a store are written with.

use super::*;
use crate::domain::{Channel, Cid, Event, EventId, Locale, Priority, SCHEMA_VERSION, State};
use std::{ops::RangeInclusive, path::Path, task::Poll};

pub(super) async fn append(
    store: &dyn Store,
    session: SessionId,
    range: RangeInclusive<u64>,
    state: State,
) -> Result<(), StoreError> {
    let head = head(session, *range.end(), state);
    store.append(&run_of(session, range), head).await
}

pub(super) fn open(folder: &Path) -> SledStore {
    SledStore::open(folder, DEFAULT_CACHE_BYTES).unwrap()
}

pub(super) fn session(who: u64) -> SessionId {
    SessionId::from_bytes(u128::from(who).to_be_bytes())
}

pub(super) fn run_of(session: SessionId, range: RangeInclusive<u64>) -> Vec<Record> {
    range.map(|n| record(session, n)).collect()
}

pub(super) fn record(session: SessionId, n: u64) -> Record {
    Record {
        v: SCHEMA_VERSION,
        id: EventId::from_bytes(u128::from(n).to_be_bytes()),
        n,
        seq: Some(n),
        at: now(),
        owner: 0,
        bot: "shop".into(),
        session,
        channel: Channel::Web,
        agent: Some("ann".into()),
        event: Event::AgentSaid { cid: Cid::new(format!("cid-{n}")), text: format!("Message {n}") },
    }
}

pub(super) fn head(session: SessionId, n: u64, state: State) -> SessionHead {
    SessionHead {
        session,
        bot: "shop".into(),
        state,
        n,
        seq: n,
        owner: 0,
        locale: Locale::new("en"),
        agent: None,
        team: None,
        priority: Priority::Normal,
        waiting_since: None,
        updated_at: now(),
        customer: None,
    }
}

pub(super) fn user(name: &str, role: Role) -> User {
    let (display_name, password_hash) = (name.to_uppercase(), "$argon2id$".to_owned());
    User {
        name: name.into(),
        display_name,
        role,
        bots: vec!["shop".into()],
        password_hash,
        second_factor: None,
        needs_second_factor: false,
        password_set_at: now(),
        work: Work::default(),
    }
}

pub(super) fn now() -> Timestamp {
    "2026-11-21T10:00:00.123Z".parse().unwrap()
}

pub(super) fn append_of(store: &SledStore, who: u64) -> Answer<'_, ()> {
    store.append(&run_of(session(who), 1..=1), head(session(who), 1, State::Bot))
}

pub(super) async fn poll_once<T>(answer: &mut Answer<'_, T>) -> Option<Result<T, StoreError>> {
    std::future::poll_fn(|cx| match answer.as_mut().poll(cx) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}
