//! The embedded default: sled, written by one thread and synced by us.

use super::{
    Answer, AuditEntry, Compacted, Counts, Files, Login, Mark, Page, Store, StoreError, User, check,
    folder::{self, Folder, bytes_in},
    follows,
    kept::{Kept, Shared},
    recover::{self, Opened},
    rows::{self, Rows},
    sync::Synced,
    writer::{Append, Change, Desk, Place, Then, Writer},
};
use crate::domain::{AgentName, BotId, EventId, Record, SessionHead, SessionId, State};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{sync::RwLock, task::spawn_blocking};

/// Cache of pages that `baton.toml` starts from: 32 MiB.
pub const DEFAULT_CACHE_BYTES: u64 = 32 << 20;

/// A store in a folder of its own. Dropped, it first finishes what it was handed.
pub struct SledStore {
    id: String,
    /// Before `kept`, so that the writer is done before sled closes.
    writer: Writer,
    kept: Shared,
    path: PathBuf,
}

impl SledStore {
    /// Opens the folder at `path`, or makes it; `cache_bytes` caps sled's cache of pages. Blocks while it recovers.
    pub fn open(path: impl AsRef<Path>, cache_bytes: u64) -> Result<Self, StoreError> {
        Self::start(path.as_ref(), cache_bytes, |opened| opened)
    }

    /// Reads every row of the store at `path`, which no process may have open, and where `files` are given those that its
    /// rows speak of; each fault is told as a sentence.
    pub fn check(
        path: &Path,
        cache_bytes: u64,
        files: Option<&Files>,
        tell: &mut dyn FnMut(String),
    ) -> Result<Counts, StoreError> {
        let folder = Folder::take(path)?;
        let (opened, ..) = recover::open_current(&folder, cache_bytes)?;
        Ok(check::check(&opened.rows, files, tell))
    }

    /// Whether there is a store at `path`.
    pub fn is_at(path: &Path) -> bool {
        folder::holds_rows(path)
    }

    fn start(path: &Path, cache_bytes: u64, change: impl FnOnce(Opened) -> Opened) -> Result<Self, StoreError> {
        let folder = Folder::take(path)?;
        let (opened, reached, group) = recover::open_current(&folder, cache_bytes)?;
        let id = recover::id_of(&opened)?;
        let path = path.to_owned();
        let kept = Arc::new(RwLock::new(Kept::new(opened.rows.clone(), path.clone())));
        let failed = |e: std::io::Error| StoreError::Open { path: path.clone(), why: e.to_string() };
        let rows = Synced::start(change(opened)).map_err(failed)?;
        let desk = Desk::new(folder, rows, kept.clone(), (reached, group), cache_bytes);
        let writer = Writer::start(desk).map_err(failed)?;
        Ok(Self { id, writer, kept, path })
    }

    fn write(&self, change: Result<Change, StoreError>) -> Answer<'_, ()> {
        Box::pin(async move { self.writer.write(change?).await })
    }

    /// A read of one row, on the spot.
    fn look_up<'a, T: Send>(&'a self, read: impl FnOnce(&Rows) -> Result<T, StoreError> + Send + 'a) -> Answer<'a, T> {
        Box::pin(async move { read(self.kept.read().await.rows()?) })
    }

    /// A read of many rows, on a thread that may block.
    fn scan<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Rows) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<'_, T> {
        let kept = self.kept.clone();
        let scan = move || read(kept.blocking_read().rows()?);
        Box::pin(async move {
            let stopped = |_| StoreError::Stopped { path: self.path.clone() };
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

    fn heads(&self, after: Option<SessionId>, at_most: usize) -> Answer<'_, Vec<SessionHead>> {
        self.scan(move |rows| rows.heads(after, at_most))
    }

    fn heads_back(&self, before: Option<SessionId>, at_most: usize) -> Answer<'_, Vec<SessionHead>> {
        self.scan(move |rows| rows.heads_back(before, at_most))
    }

    fn heads_of_customer(&self, bot: &BotId, customer: &str, at_most: usize) -> Answer<'_, Vec<SessionHead>> {
        let (bot, customer) = (bot.clone(), customer.to_owned());
        self.scan(move |rows| rows.heads_of_customer(&bot, &customer, at_most))
    }

    fn page(&self, mark: Option<Mark>) -> Answer<'_, Page> {
        self.scan(move |rows| rows.page(mark))
    }

    fn with_people(&self) -> Answer<'_, Vec<SessionHead>> {
        self.scan(Rows::with_people)
    }

    fn erase(&self, session: SessionId) -> Answer<'_, ()> {
        self.write(Ok(Change::Erase(session)))
    }

    fn put_contact(&self, session: SessionId, sealed: String) -> Answer<'_, ()> {
        self.write(rows::short_row("an address", rows::contact_key(session), &sealed).map(Change::Put))
    }

    fn contact(&self, session: SessionId) -> Answer<'_, Option<String>> {
        self.look_up(move |rows| rows.contact(session))
    }

    fn drop_contact(&self, session: SessionId) -> Answer<'_, ()> {
        self.write(Ok(Change::Remove(rows::contact_key(session))))
    }

    fn contacts(&self) -> Answer<'_, Vec<SessionId>> {
        self.scan(Rows::contacts)
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

    fn compact(&self) -> Answer<'_, Compacted> {
        Box::pin(self.writer.compact())
    }

    fn compaction_due(&self, growth_bytes: u64) -> Answer<'_, bool> {
        let path = self.path.clone();
        self.scan(move |rows| Ok(rows.has_remains()? || has_grown(rows.left_bytes()?, bytes_in(&path), growth_bytes)))
    }

    fn writable(&self) -> Answer<'_, ()> {
        let probe = rows::meta_key("probe");
        Box::pin(async move {
            self.writer.write(Change::Put((probe.clone(), Vec::new()))).await?;
            self.writer.write(Change::Remove(probe)).await
        })
    }
}

/// Sled reads over the holes in its files when it opens them, so that they are worth filling.
fn has_grown(left_bytes: u64, bytes: u64, growth_bytes: u64) -> bool {
    bytes >= left_bytes.saturating_mul(2).max(left_bytes.saturating_add(growth_bytes))
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
    let then = if head.state == State::Closed { Then::Ends } else { Then::GoesOn };
    Ok(Change::Append(Append { session, last, given, to, rows, then }))
}

#[cfg(test)]
mod tests;
