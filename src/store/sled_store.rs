//! The embedded default: sled, written by one thread and synced by us.

use super::{
    Answer, AuditEntry, Login, Store, StoreError, User, follows, recover,
    rows::{self, Rows},
    writer::{Append, Change, Place, Writer},
};
use crate::domain::{AgentName, EventId, Record, SessionHead, SessionId};
use std::{path::Path, sync::Arc};
use tokio::{sync::RwLock, task::spawn_blocking};

/// Cache of pages that `baton.toml` starts from: 32 MiB.
pub const DEFAULT_CACHE_BYTES: u64 = 32 << 20;

/// A store in a folder of its own. Dropped, it first finishes what it was handed.
pub struct SledStore {
    id: String,
    /// Before `rows`, so that the writer is done before sled closes.
    writer: Writer,
    rows: Rows,
    /// Held for reading by every read, so that none shows what power loss could still take back.
    durable: Arc<RwLock<()>>,
}

impl SledStore {
    /// Opens the folder at `path`, or makes it; `cache_bytes` caps sled's cache of pages. Blocks while it recovers.
    pub fn open(path: impl AsRef<Path>, cache_bytes: u64) -> Result<Self, StoreError> {
        Self::start(recover::open(path.as_ref(), cache_bytes)?)
    }

    fn start(recover::Opened { rows, log, id }: recover::Opened) -> Result<Self, StoreError> {
        let durable = Arc::new(RwLock::new(()));
        let writer = Writer::start(rows.clone(), log, durable.clone())
            .map_err(|e| StoreError::Open { path: rows.path.clone(), why: e.to_string() })?;
        Ok(Self { id, writer, rows, durable })
    }

    fn write(&self, change: Result<Change, StoreError>) -> Answer<'_, ()> {
        Box::pin(async move { self.writer.write(change?).await })
    }

    /// A read of one row, on the spot.
    fn look_up<'a, T: Send>(&'a self, read: impl FnOnce(&Rows) -> Result<T, StoreError> + Send + 'a) -> Answer<'a, T> {
        Box::pin(async move {
            let _durable = self.durable.read().await;
            read(&self.rows)
        })
    }

    /// A read of many rows, on a thread that may block.
    fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Rows) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<'_, T> {
        let (rows, durable) = (self.rows.clone(), self.durable.clone());
        let scan = move || {
            let _durable = durable.blocking_read();
            read(&rows)
        };
        Box::pin(async move {
            let stopped = |_| StoreError::Stopped { path: self.rows.path.clone() };
            spawn_blocking(scan).await.map_err(stopped)?
        })
    }
}

impl Store for SledStore {
    fn id(&self) -> &str {
        &self.id
    }

    fn append<'a>(&'a self, records: &[Record], head: SessionHead) -> Answer<'a, ()> {
        self.write(append(records, &head))
    }

    fn read_since(&self, session: SessionId, after_n: u64, at_most: usize) -> Answer<'_, Vec<Record>> {
        self.scan(move |rows| rows.events(session, after_n, at_most))
    }

    fn head(&self, session: SessionId) -> Answer<'_, Option<SessionHead>> {
        self.look_up(move |rows| rows.head(session))
    }

    fn with_people(&self) -> Answer<'_, Vec<SessionHead>> {
        self.scan(Rows::with_people)
    }

    fn erase(&self, session: SessionId) -> Answer<'_, ()> {
        self.write(Ok(Change::Erase(session)))
    }

    fn put_user(&self, user: User) -> Answer<'_, ()> {
        self.write(rows::short_row("a user", rows::user_key(&user.name), &user).map(Change::Put))
    }

    fn user(&self, name: &AgentName) -> Answer<'_, Option<User>> {
        let name = name.clone();
        self.look_up(move |rows| rows.user(&name))
    }

    fn drop_user(&self, name: &AgentName) -> Answer<'_, ()> {
        self.write(Ok(Change::Remove(rows::user_key(name))))
    }

    fn users(&self) -> Answer<'_, Vec<User>> {
        self.scan(Rows::users)
    }

    fn put_login(&self, login: Login) -> Answer<'_, ()> {
        self.write(rows::short_row("a login", rows::login_key(&login.token_hash), &login).map(Change::Put))
    }

    fn login(&self, token_hash: &str) -> Answer<'_, Option<Login>> {
        let token_hash = token_hash.to_owned();
        self.look_up(move |rows| rows.login(&token_hash))
    }

    fn drop_login(&self, token_hash: &str) -> Answer<'_, ()> {
        self.write(Ok(Change::Remove(rows::login_key(token_hash))))
    }

    fn logins(&self) -> Answer<'_, Vec<Login>> {
        self.scan(Rows::logins)
    }

    fn put_audit(&self, entry: AuditEntry) -> Answer<'_, ()> {
        self.write(rows::short_row("an audit entry", rows::audit_key(entry.id), &entry).map(Change::Put))
    }

    fn audit(&self, before: Option<EventId>, at_most: usize) -> Answer<'_, Vec<AuditEntry>> {
        self.scan(move |rows| rows.audit(before, at_most))
    }

    fn writable(&self) -> Answer<'_, ()> {
        let probe = rows::meta_key("probe");
        Box::pin(async move {
            self.writer.write(Change::Put((probe.clone(), Vec::new()))).await?;
            self.writer.write(Change::Remove(probe)).await
        })
    }
}

fn append(records: &[Record], head: &SessionHead) -> Result<Change, StoreError> {
    let session = head.session;
    let last = follows(records, head)?;
    let given = records.first().map_or(head.n, |first| first.n);
    let mut rows = vec![rows::short_row("the head of a session", rows::head_key(session), head)?];
    for record in records {
        rows.extend(rows::event_rows(record)?);
    }
    let to = Place { n: head.n, with_people: head.state.with_people() };
    Ok(Change::Append(Append { session, last, given, to, rows }))
}

#[cfg(test)]
mod tests;
