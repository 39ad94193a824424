//! A store that forgets: for tests and for trying Baton out.

use super::{Answer, AuditEntry, Compacted, Login, Mark, Page, Row, Store, StoreError, User, follows, rows};
use crate::domain::{AgentName, BotId, EventId, Record, SessionHead, SessionId};
use std::{
    collections::{BTreeMap, BTreeSet},
    future::ready,
    ops::Bound::{Excluded, Unbounded},
    sync::{Mutex, MutexGuard},
};
use ulid::Ulid;

/// Keeps everything in memory, and nothing after it is dropped.
pub struct MemoryStore {
    id: String,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    sessions: BTreeMap<SessionId, (SessionHead, Vec<Record>)>,
    with_people: BTreeSet<SessionId>,
    contacts: BTreeMap<SessionId, String>,
    users: BTreeMap<AgentName, User>,
    logins: BTreeMap<String, Login>,
    audit: BTreeMap<EventId, AuditEntry>,
}

impl MemoryStore {
    pub fn new() -> Self {
        Self { id: Ulid::new().to_string(), kept: Mutex::default() }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("nothing panics while it holds the rows")
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl Store for MemoryStore {
    fn id(&self) -> &str {
        &self.id
    }

    fn append<'a>(&'a self, records: &[Record], head: SessionHead) -> Answer<'a, ()> {
        answer(self.kept().append(records, head))
    }

    fn read_since(&self, session: SessionId, after_n: u64, at_most: usize) -> Answer<'_, Vec<Record>> {
        answer(Ok(self.kept().read_since(session, after_n, at_most)))
    }

    fn head(&self, session: SessionId) -> Answer<'_, Option<SessionHead>> {
        answer(Ok(self.kept().sessions.get(&session).map(|(head, _)| head.clone())))
    }

    fn heads(&self, after: Option<SessionId>, at_most: usize) -> Answer<'_, Vec<SessionHead>> {
        let kept = self.kept();
        let later = kept.sessions.range((after.map_or(Unbounded, Excluded), Unbounded));
        answer(Ok(later.take(at_most).map(|(_, (head, _))| head.clone()).collect()))
    }

    fn heads_back(&self, before: Option<SessionId>, at_most: usize) -> Answer<'_, Vec<SessionHead>> {
        let kept = self.kept();
        let earlier = kept.sessions.range((Unbounded, before.map_or(Unbounded, Excluded)));
        answer(Ok(earlier.rev().take(at_most).map(|(_, (head, _))| head.clone()).collect()))
    }

    fn heads_of_customer(&self, bot: &BotId, customer: &str, at_most: usize) -> Answer<'_, Vec<SessionHead>> {
        let kept = self.kept();
        let heads = kept.sessions.values().rev().map(|(head, _)| head);
        let theirs = heads.filter(|head| head.bot == *bot && head.customer.as_deref() == Some(customer));
        answer(Ok(theirs.take(at_most).cloned().collect()))
    }

    /// One page for everything.
    fn page(&self, _: Option<Mark>) -> Answer<'_, Page> {
        answer(self.kept().rows().map(|rows| Page { rows, next: None }))
    }

    fn with_people(&self) -> Answer<'_, Vec<SessionHead>> {
        let kept = self.kept();
        let heads = kept.with_people.iter().filter_map(|session| kept.sessions.get(session));
        answer(Ok(heads.map(|(head, _)| head.clone()).collect()))
    }

    fn erase(&self, session: SessionId) -> Answer<'_, ()> {
        let mut kept = self.kept();
        kept.sessions.remove(&session);
        kept.with_people.remove(&session);
        kept.contacts.remove(&session);
        answer(Ok(()))
    }

    fn put_contact(&self, session: SessionId, sealed: String) -> Answer<'_, ()> {
        self.kept().contacts.insert(session, sealed);
        answer(Ok(()))
    }

    fn contact(&self, session: SessionId) -> Answer<'_, Option<String>> {
        answer(Ok(self.kept().contacts.get(&session).cloned()))
    }

    fn drop_contact(&self, session: SessionId) -> Answer<'_, ()> {
        self.kept().contacts.remove(&session);
        answer(Ok(()))
    }

    fn contacts(&self) -> Answer<'_, Vec<SessionId>> {
        answer(Ok(self.kept().contacts.keys().copied().collect()))
    }

    fn put_user(&self, user: User) -> Answer<'_, ()> {
        self.kept().users.insert(user.name.clone(), user);
        answer(Ok(()))
    }

    fn user(&self, name: &AgentName) -> Answer<'_, Option<User>> {
        answer(Ok(self.kept().users.get(name).cloned()))
    }

    fn drop_user(&self, name: &AgentName) -> Answer<'_, ()> {
        self.kept().users.remove(name);
        answer(Ok(()))
    }

    fn users(&self) -> Answer<'_, Vec<User>> {
        answer(Ok(self.kept().users.values().cloned().collect()))
    }

    fn put_login(&self, login: Login) -> Answer<'_, ()> {
        self.kept().logins.insert(login.token_hash.clone(), login);
        answer(Ok(()))
    }

    fn login(&self, token_hash: &str) -> Answer<'_, Option<Login>> {
        answer(Ok(self.kept().logins.get(token_hash).cloned()))
    }

    fn drop_login(&self, token_hash: &str) -> Answer<'_, ()> {
        self.kept().logins.remove(token_hash);
        answer(Ok(()))
    }

    fn logins(&self) -> Answer<'_, Vec<Login>> {
        answer(Ok(self.kept().logins.values().cloned().collect()))
    }

    fn put_audit(&self, entry: AuditEntry) -> Answer<'_, ()> {
        self.kept().audit.insert(entry.id, entry);
        answer(Ok(()))
    }

    fn audit(&self, before: Option<EventId>, at_most: usize) -> Answer<'_, Vec<AuditEntry>> {
        let kept = self.kept();
        let older = kept.audit.range(..before.unwrap_or(EventId::from_bytes([u8::MAX; 16])));
        answer(Ok(older.rev().take(at_most).map(|(_, entry)| entry.clone()).collect()))
    }

    /// Memory that was freed is nowhere on a disk.
    fn compact(&self) -> Answer<'_, Compacted> {
        answer(Ok(Compacted { before_bytes: 0, after_bytes: 0 }))
    }

    fn compaction_due(&self, _growth_bytes: u64) -> Answer<'_, bool> {
        answer(Ok(false))
    }

    fn writable(&self) -> Answer<'_, ()> {
        answer(Ok(()))
    }
}

impl Kept {
    fn append(&mut self, records: &[Record], head: SessionHead) -> Result<(), StoreError> {
        let session = head.session;
        let last = self.sessions.get(&session).map_or(0, |(head, _)| head.n);
        if follows(records, &head)? != last {
            let given = records.first().map_or(head.n, |first| first.n);
            return Err(StoreError::Conflict { session, last, given });
        }
        if head.state.with_people() {
            self.with_people.insert(session);
        } else {
            self.with_people.remove(&session);
        }
        let (kept_head, log) = self.sessions.entry(session).or_insert_with(|| (head.clone(), Vec::new()));
        *kept_head = head;
        log.extend_from_slice(records);
        Ok(())
    }

    fn rows(&self) -> Result<Vec<Row>, StoreError> {
        let mut all = Vec::new();
        for (session, (head, log)) in &self.sessions {
            all.push(rows::short_row("the head of a session", rows::head_key(*session), head)?);
            for record in log {
                all.extend(rows::event_rows(record)?);
            }
            all.extend(self.with_people.contains(session).then(|| (rows::people_key(*session), Vec::new())));
            if let Some(sealed) = self.contacts.get(session) {
                all.push(rows::short_row("an address", rows::contact_key(*session), sealed)?);
            }
        }
        let logins = self.logins.iter().map(|(hash, login)| rows::short_row("a login", rows::login_key(hash), login));
        let users = self.users.values().map(|user| rows::short_row("a user", rows::user_key(&user.name), user));
        let audit =
            self.audit.values().map(|entry| rows::short_row("an audit entry", rows::audit_key(entry.id), entry));
        for row in logins.chain(users).chain(audit) {
            all.push(row?);
        }
        Ok(all)
    }

    fn read_since(&self, session: SessionId, after_n: u64, at_most: usize) -> Vec<Record> {
        let log = self.sessions.get(&session).map_or(&[][..], |(_, log)| log);
        log.iter().filter(|record| record.n > after_n).take(at_most).cloned().collect()
    }
}

fn answer<'a, T: Send + 'a>(result: Result<T, StoreError>) -> Answer<'a, T> {
    Box::pin(ready(result))
}
