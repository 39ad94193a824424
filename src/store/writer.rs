//! The one thread that writes. It takes what is waiting as one group, and answers when the group is on disk.

use super::{
    StoreError,
    rows::{Row, Rows, events_prefix, head_key, people_key},
};
use crate::domain::SessionId;
use sled::Batch;
use std::{
    collections::{BTreeMap, HashMap},
    fs::File,
    io,
    path::PathBuf,
    sync::Arc,
    thread::{self, JoinHandle},
};
use tokio::sync::{RwLock, mpsc, oneshot};
use tracing::error;

/// Jobs that may wait; more callers than this wait to hand theirs in.
const WAITING_JOBS: usize = 1024;
/// A group ends here: long enough to share a sync among all who wait, short enough to keep its answer near.
const GROUP_JOBS: usize = 512;
const GROUP_BYTES: usize = 1 << 20;
/// Sessions whose place the writer remembers, to spare a read of the head at each append.
const KNOWN_SESSIONS: usize = 16_384;

/// One change, all of it or nothing.
pub(super) enum Change {
    Append(Append),
    Erase(SessionId),
    Put(Row),
    Remove(Vec<u8>),
}

/// Rows that move a session from its event `last` to its event `n`.
pub(super) struct Append {
    pub session: SessionId,
    pub last: u64,
    /// Number of the first event, for the message of a conflict.
    pub given: u64,
    pub to: Place,
    pub rows: Vec<Row>,
}

/// Where a session stands, as far as writing goes.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub n: u64,
    pub with_people: bool,
}

/// Hands changes to the thread; dropped, it waits until the thread has done what it was handed.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

struct Job {
    change: Change,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

impl Writer {
    /// `durable` is held for writing while the tree holds what the disk may not.
    pub fn start(rows: Rows, log: File, durable: Arc<RwLock<()>>) -> io::Result<Self> {
        let path = rows.path.clone();
        let (jobs, waiting) = mpsc::channel(WAITING_JOBS);
        let desk = Desk { rows, log, durable, known: HashMap::new(), poisoned: None };
        let thread = thread::Builder::new().name("store-writer".to_owned()).spawn(move || desk.work(waiting))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), path })
    }

    /// Returns once the change is durable, or refused.
    pub async fn write(&self, change: Change) -> Result<(), StoreError> {
        let stopped = || StoreError::Stopped { path: self.path.clone() };
        let (answer, answered) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(Job { change, answer }).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            error!(path = %self.path.display(), "the store's writer had panicked");
        }
    }
}

/// What the thread works with.
struct Desk {
    rows: Rows,
    log: File,
    durable: Arc<RwLock<()>>,
    known: HashMap<SessionId, Place>,
    poisoned: Option<StoreError>,
}

/// Changes of one group, by key: the last one counts.
type Staged = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

impl Desk {
    fn work(mut self, mut waiting: mpsc::Receiver<Job>) {
        while let Some(group) = next_group(&mut waiting) {
            self.take_group(group);
        }
    }

    fn take_group(&mut self, group: Vec<Job>) {
        if self.known.len() > KNOWN_SESSIONS {
            self.known.clear();
        }
        let mut staged = Staged::new();
        let mut accepted = Vec::with_capacity(group.len());
        for Job { change, answer } in group {
            match self.stage(change, &mut staged) {
                Ok(()) => accepted.push(answer),
                Err(refused) => reply(answer, Err(refused)),
            }
        }
        if accepted.is_empty() {
            return;
        }
        let done = self.make_durable(staged);
        accepted.into_iter().for_each(|answer| reply(answer, done.clone()));
    }

    fn stage(&mut self, change: Change, staged: &mut Staged) -> Result<(), StoreError> {
        if let Some(poisoned) = &self.poisoned {
            return Err(poisoned.clone());
        }
        match change {
            Change::Append(append) => self.stage_append(append, staged)?,
            Change::Erase(session) => self.stage_erase(session, staged)?,
            Change::Put((key, value)) => drop(staged.insert(key, Some(value))),
            Change::Remove(key) => drop(staged.insert(key, None)),
        }
        Ok(())
    }

    fn stage_append(&mut self, append: Append, staged: &mut Staged) -> Result<(), StoreError> {
        let Append { session, last, given, to, rows } = append;
        let from = self.place(session)?;
        if from.n != last {
            return Err(StoreError::Conflict { session, last: from.n, given });
        }
        if from.with_people != to.with_people {
            staged.insert(people_key(session), to.with_people.then(Vec::new));
        }
        staged.extend(rows.into_iter().map(|(key, value)| (key, Some(value))));
        self.known.insert(session, to);
        Ok(())
    }

    fn stage_erase(&mut self, session: SessionId, staged: &mut Staged) -> Result<(), StoreError> {
        let prefix = events_prefix(session);
        let stored: Result<Vec<_>, _> = self.rows.db.scan_prefix(&prefix).keys().collect();
        let stored = stored.map_err(|e| self.rows.unreadable(e))?.into_iter().map(|key| key.to_vec());
        let waiting: Vec<_> = staged.keys().filter(|key| key.starts_with(&prefix)).cloned().collect();
        let keys = stored.chain(waiting).chain([head_key(session), people_key(session)]);
        staged.extend(keys.map(|key| (key, None)));
        self.known.insert(session, Place::default());
        Ok(())
    }

    /// Where the session stands, the changes staged so far counted in.
    fn place(&mut self, session: SessionId) -> Result<Place, StoreError> {
        if let Some(place) = self.known.get(&session) {
            return Ok(*place);
        }
        let head = self.rows.head(session)?;
        let place = head.map(|head| Place { n: head.n, with_people: head.state.with_people() }).unwrap_or_default();
        self.known.insert(session, place);
        Ok(place)
    }

    fn make_durable(&mut self, staged: Staged) -> Result<(), StoreError> {
        let durable = self.durable.clone();
        let _readers_wait = durable.blocking_write();
        let mut batch = Batch::default();
        for (key, value) in staged {
            match value {
                Some(value) => batch.insert(key, value),
                None => batch.remove(key),
            }
        }
        let flushed = self.rows.db.apply_batch(batch).and_then(|()| self.rows.db.flush());
        let synced = flushed.map_err(|e| e.to_string()).and_then(|_| self.log.sync_data().map_err(|e| e.to_string()));
        synced.map_err(|why| self.poison(why))
    }

    /// After a failed sync the kernel may call the lost pages clean: a second try would succeed and prove nothing.
    fn poison(&mut self, why: String) -> StoreError {
        let path = self.rows.path.clone();
        error!(path = %path.display(), error = why, "the disk refused a write; the store takes no more until a restart");
        let poisoned = StoreError::Poisoned { path, why };
        self.poisoned = Some(poisoned.clone());
        poisoned
    }
}

/// The next job and what waits behind it, up to the limits of a group; `None` once nobody can hand in more.
fn next_group(waiting: &mut mpsc::Receiver<Job>) -> Option<Vec<Job>> {
    let first = waiting.blocking_recv()?;
    let mut bytes = first.change.bytes();
    let mut group = vec![first];
    while group.len() < GROUP_JOBS && bytes < GROUP_BYTES {
        let Ok(job) = waiting.try_recv() else { break };
        bytes += job.change.bytes();
        group.push(job);
    }
    Some(group)
}

impl Change {
    fn bytes(&self) -> usize {
        let row_bytes = |(key, value): &Row| key.len() + value.len();
        match self {
            Self::Append(append) => append.rows.iter().map(row_bytes).sum(),
            Self::Put(row) => row_bytes(row),
            Self::Erase(_) | Self::Remove(_) => 0,
        }
    }
}

/// A caller that no longer waits is no failure.
fn reply(answer: oneshot::Sender<Result<(), StoreError>>, result: Result<(), StoreError>) {
    let _ = answer.send(result);
}
