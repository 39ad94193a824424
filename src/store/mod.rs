//! What survives a restart: each session's log of events and its head, users and logins.
//!
//! The trait speaks intent and hides how `Ok` is earned. One suite (`conformance.rs`) holds every implementation to it.

mod backup;
mod check;
mod compaction;
mod erased;
mod files;
mod folder;
mod heads;
mod kept;
mod memory;
mod packed;
mod recover;
mod restore;
mod rights;
mod rows;
mod seal;
mod sled_store;
mod space;
mod sync;
mod writer;

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod samples;

pub use backup::{About, Backup, BackupError, Decoder};
pub use check::Counts;
pub use erased::{Erased, ErasedList};
pub use files::{FileFacts, Files, Incoming};
pub use folder::bytes_in;
pub use memory::MemoryStore;
pub use restore::{RestoreError, RestoreTo, Restored, restore};
pub use rights::{AuditEntry, Deed, Grant, Scope, SecondFactor};
pub use rows::{Mark, Page, Row};
pub use seal::{Seal, SealFault};
pub use sled_store::{DEFAULT_CACHE_BYTES, SledStore};
pub use space::has_room;

use crate::domain::{AgentName, BotId, EventId, Record, SessionHead, SessionId, Timestamp, Work};
use serde::{Deserialize, Serialize};
use std::{future::Future, net::IpAddr, path::PathBuf, pin::Pin};

/// A boxed future, so that the store can be an `Arc<dyn Store>`.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Where events are kept. `Ok` to a write means that it survives power loss, and reads wait for that too.
///
/// A write whose answer is not waited for may still happen. Once the disk has refused a write, reads are refused too
/// ([`StoreError::Poisoned`]): they might show what that write left in memory, and power loss would take it back.
pub trait Store: Send + Sync + 'static {
    /// Identity of this store, a ULID made at its creation; a restored copy gets another.
    fn id(&self) -> &str;

    /// Appends `records` to the session's log and replaces its head, all or nothing.
    ///
    /// `records` follow the stored log without a gap and end at `head.n`, else [`StoreError::Conflict`]. Without
    /// records, only the head is replaced.
    fn append<'a>(&'a self, records: &[Record], head: SessionHead) -> Answer<'a, ()>;

    /// The first `at_most` events of the session with an `n` above `after_n`, in order.
    fn read_since(&self, session: SessionId, after_n: u64, at_most: usize) -> Answer<'_, Vec<Record>>;

    fn head(&self, session: SessionId) -> Answer<'_, Option<SessionHead>>;

    /// The first `at_most` heads of sessions after `after`, by id, which is by age.
    fn heads(&self, after: Option<SessionId>, at_most: usize) -> Answer<'_, Vec<SessionHead>>;

    /// The last `at_most` heads of sessions before `before`, the newest first.
    fn heads_back(&self, before: Option<SessionId>, at_most: usize) -> Answer<'_, Vec<SessionHead>>;

    /// The last `at_most` heads of a bot's sessions with this customer, the newest first.
    fn heads_of_customer(&self, bot: &BotId, customer: &str, at_most: usize) -> Answer<'_, Vec<SessionHead>>;

    /// The rows of a backup from `mark` on, page by page.
    fn page(&self, mark: Option<Mark>) -> Answer<'_, Page>;

    /// Every session that people have (`State::with_people`), by id: what the queue is rebuilt from.
    fn with_people(&self) -> Answer<'_, Vec<SessionHead>>;

    /// Removes the session's events, its head, its address and its place among those that people have.
    fn erase(&self, session: SessionId) -> Answer<'_, ()>;

    /// Keeps the address to which the session's answer goes, sealed, in place of an earlier one.
    fn put_contact(&self, session: SessionId, sealed: String) -> Answer<'_, ()>;
    fn contact(&self, session: SessionId) -> Answer<'_, Option<String>>;
    /// Removes the address, if there is one.
    fn drop_contact(&self, session: SessionId) -> Answer<'_, ()>;
    /// Every session with an address, by id.
    fn contacts(&self) -> Answer<'_, Vec<SessionId>>;

    /// Adds the user, or replaces the one of that name.
    fn put_user(&self, user: User) -> Answer<'_, ()>;
    fn user(&self, name: &AgentName) -> Answer<'_, Option<User>>;
    /// Removes the user, if there is one of that name.
    fn drop_user(&self, name: &AgentName) -> Answer<'_, ()>;
    /// Every user, by name.
    fn users(&self) -> Answer<'_, Vec<User>>;

    /// Adds the login, or replaces the one of that hash.
    fn put_login(&self, login: Login) -> Answer<'_, ()>;
    /// The login as it was put, expired or not.
    fn login(&self, token_hash: &str) -> Answer<'_, Option<Login>>;
    fn drop_login(&self, token_hash: &str) -> Answer<'_, ()>;
    /// Every login, expired or not.
    fn logins(&self) -> Answer<'_, Vec<Login>>;

    /// Adds to the audit log, which is never shortened.
    fn put_audit(&self, entry: AuditEntry) -> Answer<'_, ()>;
    /// The last `at_most` entries of the audit log before the one of that id, newest first.
    fn audit(&self, before: Option<EventId>, at_most: usize) -> Answer<'_, Vec<AuditEntry>>;

    /// Leaves no byte of what was removed before the call in the store's files, and gives the disk its space back.
    fn compact(&self) -> Answer<'_, Compacted>;

    /// Whether files of the store may hold bytes of what was erased, because no compaction came to its end since; or have
    /// grown by `growth_bytes`, and to twice what the last compaction left.
    fn compaction_due(&self, growth_bytes: u64) -> Answer<'_, bool>;

    /// Writes and removes a probe.
    fn writable(&self) -> Answer<'_, ()>;
}

/// What a compaction did to the size of the store's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compacted {
    pub before_bytes: u64,
    pub after_bytes: u64,
}

/// Events of a log that are read at once.
const CHUNK: usize = 1000;

impl dyn Store {
    /// Every event of the session, in order.
    pub async fn whole_log(&self, session: SessionId) -> Result<Vec<Record>, StoreError> {
        let mut records = Vec::new();
        loop {
            let chunk = self.read_since(session, records.len() as u64, CHUNK).await?;
            let last = chunk.len() < CHUNK;
            records.extend(chunk);
            if last {
                return Ok(records);
            }
        }
    }
}

/// Someone who signs in to the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub name: AgentName,
    /// What customers see.
    pub display_name: String,
    pub role: Role,
    /// The bots whose sessions they may see; empty for every bot.
    pub bots: Vec<BotId>,
    /// A PHC string.
    pub password_hash: String,
    #[serde(default)]
    pub second_factor: Option<SecondFactor>,
    /// Without a second factor they can do nothing but set one up.
    #[serde(default)]
    pub needs_second_factor: bool,
    /// When the password was set: older sign-ins do not count.
    pub password_set_at: Timestamp,
    /// Which chats they are offered.
    #[serde(default)]
    pub work: Work,
}

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Agent,
    Supervisor,
    Admin,
    Auditor,
}

/// A signed-in browser, or a program with a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    pub user: AgentName,
    pub signed_in_at: Timestamp,
    pub expires_at: Timestamp,
    /// When somebody last did something with it, as far as that was written down.
    #[serde(default)]
    pub used_at: Option<Timestamp>,
    #[serde(default)]
    pub grant: Grant,
    /// Where it was signed in from, where that is known.
    #[serde(default)]
    pub address: Option<IpAddr>,
}

/// Letters of a token's hash by which a login is known.
const ID_LETTERS: usize = 16;

impl Login {
    /// By which its owner knows it; tells nothing of the token.
    pub fn id(&self) -> &str {
        self.token_hash.get(..ID_LETTERS).unwrap_or_default()
    }

    pub fn last_used(&self) -> Timestamp {
        self.used_at.unwrap_or(self.signed_in_at).max(self.signed_in_at)
    }
}

/// What went wrong; finishes the sentence "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("open the store at {path}: another process has it open")]
    Locked { path: PathBuf },
    #[error("open the store at {path}: {why}")]
    Open { path: PathBuf, why: String },
    #[error(
        "open the store at {path}: it ends at group {group} of its writes, and {reached} were acknowledged, so the disk \
         has lost or altered some; restore a backup, or remove {path}/reached to go on without them"
    )]
    Cut { path: PathBuf, group: u64, reached: u64 },
    #[error("append to session {session}: event {given} does not follow event {last}")]
    Conflict { session: SessionId, last: u64, given: u64 },
    #[error("append to session {session}: its event {n} is of session {other}")]
    Foreign { session: SessionId, n: u64, other: SessionId },
    #[error("keep {what}: its {bytes} bytes are more than the {limit} that fit")]
    TooLarge { what: String, bytes: usize, limit: usize },
    #[error("read event {n} of session {session} in {path}: {why}")]
    Corrupt { path: PathBuf, session: SessionId, n: u64, why: String },
    #[error("read session {session}: its log ends at event {last}, and its head says {head}")]
    HeadDiffers { session: SessionId, last: u64, head: u64 },
    #[error("read {row} in {path}: {why}")]
    CorruptRow { path: PathBuf, row: String, why: String },
    #[error("read from the store at {path}: {why}")]
    Read { path: PathBuf, why: String },
    /// The disk refused a write or a sync, so what it holds is unknown until a restart reads it.
    #[error("use the store at {path} before a restart, because the disk refused a write: {why}")]
    Poisoned { path: PathBuf, why: String },
    #[error("write into {path}: {needed} bytes are needed and {free} are free")]
    NoRoom { path: PathBuf, needed: u64, free: u64 },
    #[error("use the list of erased sessions {path}: {why}")]
    Erased { path: PathBuf, why: String },
    #[error("use the file {path}: {why}")]
    File { path: PathBuf, why: String },
    #[error("reach the store at {path}: it has stopped")]
    Stopped { path: PathBuf },
}

impl StoreError {
    /// Whether the store takes nothing at all until a restart. It has said so in the log, once.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Poisoned { .. } | Self::Stopped { .. })
    }
}

/// Where the stored log must end for `records` and `head` to follow it, given that they are one run of one session.
fn follows(records: &[Record], head: &SessionHead) -> Result<u64, StoreError> {
    let session = head.session;
    let last =
        head.n.checked_sub(records.len() as u64).ok_or(StoreError::Conflict { session, last: 0, given: head.n })?;
    for (before, record) in (last..).zip(records) {
        if record.session != session {
            return Err(StoreError::Foreign { session, n: record.n, other: record.session });
        }
        if record.n != before + 1 {
            return Err(StoreError::Conflict { session, last: before, given: record.n });
        }
    }
    Ok(last)
}
