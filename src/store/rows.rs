//! How rows lie in sled's one tree: a byte for the kind, then the key. One tree, so that one batch is atomic.
//!
//! | key | value |
//! |---|---|
//! | `e` session `n` | an event; under 1 also the log of an ended session, see `packed.rs` |
//! | `e` session `n` part | what did not fit of that value, parts 1, 2, .. |
//! | `h` session | a session's head |
//! | `p` session | nothing: people have the session |
//! | `c` session | the sealed address to which its answer goes |
//! | `u` name | a user |
//! | `l` token hash | a login |
//! | `a` id | an entry of the audit log, in the order of time |
//! | `m` name | a fact about the store: its id, the number of its last group, whether erased bytes remain, its probe |
//!
//! Sessions are 16 bytes, `n` is eight, big-endian, so that a log reads in order. Values are JSON, but for
//! a packed log.
//!
//! No value is longer than [`PART_BYTES`]. sled keeps a page of more than 128 KiB (about 16 rows) in a file of its
//! own under `blobs/` and never syncs that file, so `Ok` would no longer survive power loss.

use super::{
    AuditEntry, Login, StoreError, User,
    packed::{is_packed, unpack},
};
use crate::domain::{AgentName, EventId, Record, SCHEMA_VERSION, SessionHead, SessionId};
use serde::{Serialize, de::DeserializeOwned};
use sled::{Db, IVec};
use std::path::PathBuf;

/// Longest value of a row; a page splits at 16 rows, so pages stay under 128 KiB.
pub(super) const PART_BYTES: usize = 4096;
/// Rows that one value may take: one byte numbers them.
pub(super) const PARTS: usize = 256;
/// Longest key whose length the caller decides.
const KEY_BYTES: usize = 256;
/// Longest event, in bytes of JSON.
const RECORD_BYTES: usize = PART_BYTES * PARTS;

/// About the most that one page of rows holds, unless its one session is longer.
const PAGE_BYTES: usize = 256 << 10;
/// Kinds of rows whose key goes on with a session: all that is held on it.
const OF_A_SESSION: &[u8] = b"hepc";
/// The kind of the facts about the store itself, which do not go with its rows.
const OF_THE_STORE: u8 = b'm';

/// A key and its value.
pub type Row = (Vec<u8>, Vec<u8>);

/// Rows in the order of a backup: session by session, each whole, then the others.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<Row>,
    /// Where the next page begins; none after the last.
    pub next: Option<Mark>,
}

/// How far a reader of pages is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Through with this session.
    Session(SessionId),
    /// Through with the sessions, and with the others up to this key.
    Row(Vec<u8>),
}

pub(super) fn event_key(session: SessionId, n: u64) -> Vec<u8> {
    [session_key(b'e', session), n.to_be_bytes().to_vec()].concat()
}

/// What precedes exactly the keys of a session's log.
pub(super) fn log_prefix(session: SessionId) -> Vec<u8> {
    session_key(b'e', session)
}

/// What precede exactly the keys of what is held on the session.
pub(super) fn session_prefixes(session: SessionId) -> impl Iterator<Item = Vec<u8>> {
    OF_A_SESSION.iter().map(move |kind| session_key(*kind, session))
}

/// The session that the row is held on, if it is on one.
pub(super) fn session_of_row(key: &[u8]) -> Option<SessionId> {
    let session = key.get(1..17)?.try_into().ok()?;
    OF_A_SESSION.contains(&key[0]).then(|| SessionId::from_bytes(session))
}

pub(super) fn head_key(session: SessionId) -> Vec<u8> {
    session_key(b'h', session)
}

pub(super) fn people_key(session: SessionId) -> Vec<u8> {
    session_key(b'p', session)
}

pub(super) fn contact_key(session: SessionId) -> Vec<u8> {
    session_key(b'c', session)
}

pub(super) fn user_key(name: &AgentName) -> Vec<u8> {
    text_key(b'u', name.as_str())
}

pub(super) fn login_key(token_hash: &str) -> Vec<u8> {
    text_key(b'l', token_hash)
}

pub(super) fn audit_key(id: EventId) -> Vec<u8> {
    [&[b'a'][..], &id.to_bytes()].concat()
}

pub(super) fn meta_key(name: &str) -> Vec<u8> {
    text_key(b'm', name)
}

pub(super) fn group_key() -> Vec<u8> {
    meta_key("group")
}

/// Present while the files may hold bytes of what was erased.
pub(super) fn remains_key() -> Vec<u8> {
    meta_key("remains")
}

/// Bytes on disk after the last compaction.
pub(super) fn left_key() -> Vec<u8> {
    meta_key("left")
}

fn session_key(kind: u8, session: SessionId) -> Vec<u8> {
    [&[kind][..], &session.to_bytes()].concat()
}

fn text_key(kind: u8, text: &str) -> Vec<u8> {
    [&[kind], text.as_bytes()].concat()
}

/// The rows of one event.
pub(super) fn event_rows(record: &Record) -> Result<Vec<Row>, StoreError> {
    let json = to_json(record);
    if json.len() > RECORD_BYTES {
        let what = format!("event {} of session {}", record.n, record.session);
        return Err(StoreError::TooLarge { what, bytes: json.len(), limit: RECORD_BYTES });
    }
    Ok(parts(&event_key(record.session, record.n), &json).collect())
}

/// The rows of a value of at most [`PARTS`] parts.
pub(super) fn parts<'a>(key: &'a [u8], value: &'a [u8]) -> impl Iterator<Item = Row> + 'a {
    let part_key = move |part: u8| [key, if part > 0 { std::slice::from_ref(&part) } else { &[] }].concat();
    (0..=u8::MAX).zip(value.chunks(PART_BYTES)).map(move |(part, bytes)| (part_key(part), bytes.to_vec()))
}

/// The first `at_most` values, put together from their parts, each under its first key.
pub(super) fn whole<E>(rows: impl Iterator<Item = Result<Row, E>>, at_most: usize) -> Result<Vec<Row>, E> {
    let mut whole: Vec<Row> = Vec::new();
    for row in rows {
        let (key, part) = row?;
        let full = whole.len() == at_most;
        match whole.last_mut() {
            Some((before, bytes)) if key.starts_with(before) => bytes.extend_from_slice(&part),
            _ if full => break,
            _ => whole.push((key, part)),
        }
    }
    Ok(whole)
}

/// The one row of a value that is short by nature.
pub(super) fn short_row(what: &str, key: Vec<u8>, value: &impl Serialize) -> Result<Row, StoreError> {
    let json = to_json(value);
    for (bytes, limit) in [(key.len(), KEY_BYTES), (json.len(), PART_BYTES)] {
        if bytes > limit {
            return Err(StoreError::TooLarge { what: what.to_owned(), bytes, limit });
        }
    }
    Ok((key, json))
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("rows are plain data with text keys, which JSON always holds")
}

/// Reads rows back.
#[derive(Clone)]
pub(super) struct Rows {
    pub db: Db,
    pub path: PathBuf,
}

impl Rows {
    pub fn head(&self, session: SessionId) -> Result<Option<SessionHead>, StoreError> {
        self.get(&head_key(session), || format!("the head of session {session}"))
    }

    pub fn has_remains(&self) -> Result<bool, StoreError> {
        self.db.contains_key(remains_key()).map_err(|e| self.unreadable(e))
    }

    /// Bytes on disk after the last compaction; 0 before the first.
    pub fn left_bytes(&self) -> Result<u64, StoreError> {
        Ok(self.get(&left_key(), || "what the last compaction left".to_owned())?.unwrap_or(0))
    }

    pub fn user(&self, name: &AgentName) -> Result<Option<User>, StoreError> {
        self.get(&user_key(name), || format!("user {name}"))
    }

    pub fn login(&self, token_hash: &str) -> Result<Option<Login>, StoreError> {
        self.get(&login_key(token_hash), || "a login".to_owned())
    }

    pub fn contact(&self, session: SessionId) -> Result<Option<String>, StoreError> {
        self.get(&contact_key(session), || format!("the address of session {session}"))
    }

    pub fn contacts(&self) -> Result<Vec<SessionId>, StoreError> {
        let keys = self.db.scan_prefix(b"c").keys();
        keys.map(|key| self.session(&key.map_err(|e| self.unreadable(e))?)).collect()
    }

    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        let rows = self.db.scan_prefix(b"u");
        rows.map(|row| {
            let (key, json) = row.map_err(|e| self.unreadable(e))?;
            self.parse(&json, || format!("user {}", String::from_utf8_lossy(&key[1..])))
        })
        .collect()
    }

    pub fn logins(&self) -> Result<Vec<Login>, StoreError> {
        let rows = self.db.scan_prefix(b"l").values();
        rows.map(|json| self.parse(&json.map_err(|e| self.unreadable(e))?, || "a login".to_owned())).collect()
    }

    /// Newest first.
    pub fn audit(&self, before: Option<EventId>, at_most: usize) -> Result<Vec<AuditEntry>, StoreError> {
        let end = before.map_or(vec![b'a' + 1], audit_key);
        let rows = self.db.range(vec![b'a']..end).values().rev().take(at_most);
        rows.map(|json| self.parse(&json.map_err(|e| self.unreadable(e))?, || "an audit entry".to_owned())).collect()
    }

    pub fn with_people(&self) -> Result<Vec<SessionHead>, StoreError> {
        let keys = self.db.scan_prefix(b"p").keys();
        keys.map(|key| {
            let session = self.session(&key.map_err(|e| self.unreadable(e))?)?;
            self.head(session)?.ok_or_else(|| self.corrupt(format!("the head of session {session}"), "it is not there"))
        })
        .collect()
    }

    /// Rows as they are, from `mark` on.
    pub fn page(&self, mark: Option<Mark>) -> Result<Page, StoreError> {
        match mark {
            None => self.page_of_sessions(None),
            Some(Mark::Session(session)) => self.page_of_sessions(Some(session)),
            Some(Mark::Row(after)) => self.page_of_others(after),
        }
    }

    fn page_of_sessions(&self, after: Option<SessionId>) -> Result<Page, StoreError> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        for head in self.head_rows(after) {
            let session = self.session(&head?.0)?;
            for prefix in session_prefixes(session) {
                for row in self.db.scan_prefix(prefix) {
                    let (key, value) = row.map_err(|e| self.unreadable(e))?;
                    bytes += key.len() + value.len();
                    rows.push((key.to_vec(), value.to_vec()));
                }
            }
            if bytes >= PAGE_BYTES {
                return Ok(Page { rows, next: Some(Mark::Session(session)) });
            }
        }
        Ok(Page { rows, next: Some(Mark::Row(Vec::new())) })
    }

    fn page_of_others(&self, after: Vec<u8>) -> Result<Page, StoreError> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        let first = after.first().copied().unwrap_or(0);
        let others = (first..=u8::MAX).filter(|kind| *kind != OF_THE_STORE && !OF_A_SESSION.contains(kind));
        for kind in others {
            let from = if kind == first { after.clone() } else { vec![kind] };
            for row in self.db.range(from..).take_while(|row| row.as_ref().map_or(true, |(key, _)| key[0] == kind)) {
                let (key, value) = row.map_err(|e| self.unreadable(e))?;
                if key == after {
                    continue;
                }
                bytes += key.len() + value.len();
                rows.push((key.to_vec(), value.to_vec()));
                if bytes >= PAGE_BYTES {
                    return Ok(Page { rows, next: Some(Mark::Row(key.to_vec())) });
                }
            }
        }
        Ok(Page { rows, next: None })
    }

    /// The first `at_most` events after `after_n`; a gap in their numbers is corruption.
    pub fn events(&self, session: SessionId, after_n: u64, at_most: usize) -> Result<Vec<Record>, StoreError> {
        let mut events = self.packed_events(session)?;
        let behind = events.last().map_or(after_n, |last| last.n.max(after_n));
        events.retain(|record| record.n > after_n);
        events.truncate(at_most);
        events.extend(self.loose_events(session, behind, at_most - events.len())?);
        Ok(events)
    }

    /// The log as it was packed when the session ended; nothing where it was not.
    fn packed_events(&self, session: SessionId) -> Result<Vec<Record>, StoreError> {
        let first = event_key(session, 1);
        if !self.db.get(&first).map_err(|e| self.unreadable(e))?.is_some_and(|value| is_packed(&value)) {
            return Ok(Vec::new());
        }
        let parts: Result<Vec<_>, _> = self.db.scan_prefix(&first).values().collect();
        let value = parts.map_err(|e| self.unreadable(e))?.concat();
        let events = unpack(&value).map_err(|why| self.corrupt_event(session, 1, why))?;
        (1..).zip(&events).map(|(n, json)| self.event(session, n, json)).collect()
    }

    /// All rows of a session's log, as they are.
    pub fn log_rows(&self, session: SessionId) -> impl Iterator<Item = Result<Row, StoreError>> {
        self.db.scan_prefix(log_prefix(session)).map(|row| self.plain(row))
    }

    pub(super) fn plain(&self, row: sled::Result<(IVec, IVec)>) -> Result<Row, StoreError> {
        row.map(|(key, value)| (key.to_vec(), value.to_vec())).map_err(|e| self.unreadable(e))
    }

    fn loose_events(&self, session: SessionId, after_n: u64, at_most: usize) -> Result<Vec<Record>, StoreError> {
        let Some(first) = after_n.checked_add(1) else { return Ok(Vec::new()) };
        let end = [event_key(session, u64::MAX), vec![u8::MAX]].concat();
        let rows = self.db.range(event_key(session, first)..=end).map(|row| self.plain(row));
        let read = |((key, json), n): (&Row, u64)| {
            if *key != event_key(session, n) {
                return Err(self.corrupt_event(session, n, "it is not there, but a later one is".to_owned()));
            }
            self.event(session, n, json)
        };
        whole(rows, at_most)?.iter().zip(first..).map(read).collect()
    }

    fn event(&self, session: SessionId, n: u64, json: &[u8]) -> Result<Record, StoreError> {
        let corrupt = |why| self.corrupt_event(session, n, why);
        let record: Record = serde_json::from_slice(json).map_err(|e| corrupt(e.to_string()))?;
        if record.v > SCHEMA_VERSION {
            return Err(corrupt(format!("it is of schema version {}, newer than {SCHEMA_VERSION}", record.v)));
        }
        if record.n != n {
            return Err(corrupt(format!("event {} stands in its place", record.n)));
        }
        Ok(record)
    }

    fn corrupt_event(&self, session: SessionId, n: u64, why: String) -> StoreError {
        StoreError::Corrupt { path: self.path.clone(), session, n, why }
    }

    pub fn get<T: DeserializeOwned>(&self, key: &[u8], row: impl Fn() -> String) -> Result<Option<T>, StoreError> {
        let json = self.db.get(key).map_err(|e| self.unreadable(e))?;
        json.map(|json| self.parse(&json, row)).transpose()
    }

    pub fn parse<T: DeserializeOwned>(&self, json: &[u8], row: impl Fn() -> String) -> Result<T, StoreError> {
        serde_json::from_slice(json).map_err(|e| self.corrupt(row(), &e.to_string()))
    }

    pub(super) fn session(&self, key: &[u8]) -> Result<SessionId, StoreError> {
        let bytes = key[1..].try_into();
        bytes.map(SessionId::from_bytes).map_err(|_| self.corrupt("a row of a session".to_owned(), "its key is cut"))
    }

    fn corrupt(&self, row: String, why: &str) -> StoreError {
        StoreError::CorruptRow { path: self.path.clone(), row, why: why.to_owned() }
    }

    pub fn unreadable(&self, e: sled::Error) -> StoreError {
        StoreError::Read { path: self.path.clone(), why: e.to_string() }
    }
}
