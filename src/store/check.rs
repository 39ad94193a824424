//! Reads every row once and says what does not agree. One session is in memory at a time.

use super::{
    AuditEntry, Files, Login, StoreError, User,
    rows::{Rows, event_key, head_key, people_key},
};
use crate::domain::{Attachment, Event, Record, SessionHead, SessionId};
use sled::IVec;
use std::collections::{BTreeSet, HashSet};

/// What a check found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub sessions: u64,
    pub events: u64,
    /// Sessions that people have.
    pub with_people: u64,
    pub users: u64,
    pub logins: u64,
    /// Entries of the audit log.
    pub audit: u64,
    /// Files that events speak of.
    pub files: u64,
    /// Rows of other kinds.
    pub others: u64,
    pub faults: u64,
}

/// Checks all rows, and that the files they speak of are there and whole, where `files` are given; each fault is told as a
/// sentence that names the row.
pub(super) fn check(rows: &Rows, files: Option<&Files>, tell: &mut dyn FnMut(String)) -> Counts {
    let mut check = Check { rows, files, tell, counts: Counts::default() };
    check.sessions();
    check.people();
    check.contacts();
    check.others();
    check.counts
}

struct Check<'a> {
    rows: &'a Rows,
    files: Option<&'a Files>,
    tell: &'a mut dyn FnMut(String),
    counts: Counts,
}

impl Check<'_> {
    fn fault(&mut self, fault: impl ToString) {
        self.counts.faults += 1;
        (self.tell)(fault.to_string());
    }

    /// Heads and logs side by side, both in the order of their sessions.
    fn sessions(&mut self) {
        let mut next_log = self.session_from(SessionId::from_bytes([0; 16]));
        for row in self.rows.db.scan_prefix(b"h") {
            let key = match row {
                Ok((key, _)) => key,
                Err(fault) => return self.fault(self.rows.unreadable(fault)),
            };
            let Some(session) = session_of(&key) else {
                self.fault(format!("a head is under the key {key:?}, which is no session's"));
                continue;
            };
            while let Some(orphan) = next_log.filter(|log| *log < session) {
                self.fault(format!("session {orphan} has events and no head"));
                next_log = self.session_after(orphan);
            }
            self.session(session);
            if next_log == Some(session) {
                next_log = self.session_after(session);
            }
        }
        while let Some(orphan) = next_log {
            self.fault(format!("session {orphan} has events and no head"));
            next_log = self.session_after(orphan);
        }
    }

    /// The first session with an event, from `session` on.
    fn session_from(&mut self, session: SessionId) -> Option<SessionId> {
        self.first_session(event_key(session, 0))
    }

    fn session_after(&mut self, session: SessionId) -> Option<SessionId> {
        let after = u128::from_be_bytes(session.to_bytes()).checked_add(1)?;
        self.session_from(SessionId::from_bytes(after.to_be_bytes()))
    }

    fn first_session(&mut self, from: Vec<u8>) -> Option<SessionId> {
        let found = self.rows.db.range(from..vec![b'e' + 1]).next()?;
        match found {
            Ok((key, _)) => session_of(&key[..key.len().min(17)]),
            Err(fault) => {
                self.fault(self.rows.unreadable(fault));
                None
            }
        }
    }

    fn session(&mut self, session: SessionId) {
        self.counts.sessions += 1;
        let head = match self.rows.head(session) {
            Ok(Some(head)) => head,
            Ok(None) => return,
            Err(fault) => return self.fault(fault),
        };
        match self.rows.events(session, 0, usize::MAX) {
            Ok(log) => self.log(&head, &log),
            Err(fault) => self.fault(fault),
        }
        self.counts.with_people += u64::from(head.state.with_people());
        match self.rows.db.contains_key(people_key(session)) {
            Ok(listed) if listed == head.state.with_people() => {}
            Ok(true) => self.fault(format!("session {session} is listed with people, and its state is not theirs")),
            Ok(false) => self.fault(format!("session {session} is with people and not listed with them")),
            Err(fault) => self.fault(self.rows.unreadable(fault)),
        }
    }

    /// That the numbers have no gap is seen as they are read.
    fn log(&mut self, head: &SessionHead, log: &[Record]) {
        let session = head.session;
        self.counts.events += log.len() as u64;
        let last = log.last().map(|record| (record.n, record.owner));
        if last != Some((head.n, head.owner)) {
            self.fault(format!(
                "session {session} ends at event and owner {last:?}, its head says {:?}",
                (head.n, head.owner)
            ));
        }
        if !matches!(log.first().map(|record| &record.event), Some(Event::SessionStarted { .. })) {
            self.fault(format!("session {session} does not begin with its start"));
        }
        let (mut seq, mut cids, mut ids) = (0, BTreeSet::new(), HashSet::new());
        for record in log {
            let n = record.n;
            if record.session != session || record.bot != head.bot {
                self.fault(format!(
                    "event {n} of session {session} is of session {} of {}",
                    record.session, record.bot
                ));
            }
            if !ids.insert(record.id) {
                self.fault(format!("event {n} of session {session} has the id of an earlier one, {}", record.id));
            }
            seq += u64::from(record.event.visible());
            if record.seq != record.event.visible().then_some(seq) {
                self.fault(format!("event {n} of session {session} has seq {:?}, where {seq} is the last", record.seq));
            }
            if let Some(file) = record.event.file() {
                self.file(session, file);
            }
            if record.event.cid().is_some_and(|cid| !cids.insert(cid)) {
                self.fault(format!("event {n} of session {session} is a message that is there already"));
            }
        }
        if seq != head.seq {
            self.fault(format!("session {session} has seq up to {seq}, its head says {}", head.seq));
        }
    }

    fn file(&mut self, session: SessionId, file: &Attachment) {
        self.counts.files += 1;
        let Some(files) = self.files else { return };
        match files.fault_of(session, file) {
            Ok(None) => {}
            Ok(Some(fault)) => self.fault(format!("file {} of session {session} {fault}", file.id)),
            Err(fault) => self.fault(fault),
        }
    }

    fn people(&mut self) {
        for key in self.rows.db.scan_prefix(b"p").keys() {
            let listed = key.map_err(|fault| self.rows.unreadable(fault)).map(|key| session_of(&key));
            match listed {
                Ok(Some(session)) => match self.rows.db.contains_key(head_key(session)) {
                    Ok(true) => {}
                    Ok(false) => self.fault(format!("session {session} is listed with people and has no head")),
                    Err(fault) => self.fault(self.rows.unreadable(fault)),
                },
                Ok(None) => self.fault("the list of sessions with people holds what is no session"),
                Err(fault) => return self.fault(fault),
            }
        }
    }

    /// Addresses are of sessions that are there.
    fn contacts(&mut self) {
        let contacts = match self.rows.contacts() {
            Ok(contacts) => contacts,
            Err(fault) => return self.fault(fault),
        };
        for session in contacts {
            match (self.rows.contact(session), self.rows.db.contains_key(head_key(session))) {
                (Ok(_), Ok(true)) => {}
                (Ok(_), Ok(false)) => self.fault(format!("session {session} has an address and no head")),
                (Err(fault), _) => self.fault(fault),
                (_, Err(fault)) => self.fault(self.rows.unreadable(fault)),
            }
        }
    }

    fn others(&mut self) {
        for kind in (0..=u8::MAX).filter(|kind| !b"ehpcm".contains(kind)) {
            for row in self.rows.db.scan_prefix([kind]) {
                let checked = match row {
                    Ok((key, value)) => self.other(&key, &value),
                    Err(fault) => return self.fault(self.rows.unreadable(fault)),
                };
                checked.unwrap_or_else(|fault| self.fault(fault));
            }
        }
    }

    fn other(&mut self, key: &IVec, value: &IVec) -> Result<(), StoreError> {
        match key[0] {
            b'u' => {
                self.counts.users += 1;
                let user: User = self.rows.parse(value, || format!("user {}", String::from_utf8_lossy(&key[1..])))?;
                if user.name.as_str().as_bytes() != &key[1..] {
                    self.fault(format!("user {} is kept under another name", user.name));
                }
            }
            b'l' => {
                self.counts.logins += 1;
                let login: Login = self.rows.parse(value, || "a login".to_owned())?;
                if login.token_hash.as_bytes() != &key[1..] {
                    self.fault(format!("a login of {} is kept under another token", login.user));
                }
            }
            b'a' => {
                self.counts.audit += 1;
                let entry: AuditEntry = self.rows.parse(value, || "an entry of the audit log".to_owned())?;
                if entry.id.to_bytes() != key[1..] {
                    self.fault(format!("entry {} of the audit log is kept under another id", entry.id));
                }
            }
            _ => self.counts.others += 1,
        }
        Ok(())
    }
}

/// The session of a key of 17 bytes.
fn session_of(key: &[u8]) -> Option<SessionId> {
    key[1..].try_into().ok().map(SessionId::from_bytes)
}
