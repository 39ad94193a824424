//! The one thread that writes. It takes what is waiting as one group, and answers when the group is on disk.

use super::{
    Compacted, StoreError,
    compaction::{Compaction, Step},
    folder::{Folder, Reached, bytes_in},
    kept::Shared,
    packed::packed_rows,
    rows::{Row, group_key, left_key, log_prefix, people_key, remains_key, session_prefixes},
    sync::Synced,
};
use crate::domain::SessionId;
use sled::Batch;
use std::{
    collections::{BTreeMap, HashMap},
    io,
    path::PathBuf,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};
use tokio::sync::{
    mpsc::{self, error::TryRecvError},
    oneshot,
};
use tracing::error;

/// Jobs that may wait; more callers than this wait to hand theirs in.
const WAITING_JOBS: usize = 1024;
/// A group ends here: long enough to share a sync among all who wait, short enough to keep its answer near.
const GROUP_JOBS: usize = 512;
const GROUP_BYTES: usize = 1 << 20;
/// What packing a log counts for among the bytes of a group: about as long as it takes.
const PACKING_BYTES: usize = 16 << 10;
/// Sessions whose place the writer remembers, to spare a read of the head at each append.
const KNOWN_SESSIONS: usize = 16_384;
/// Longest wait for sled to leave files that no longer count.
const FORMER_WAIT: Duration = Duration::from_secs(5);

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
    pub then: Then,
}

/// What becomes of a session's log after an append.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    GoesOn,
    /// The session is closed: its log is packed.
    Ends,
}

/// Where a session stands, as far as writing goes.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub n: u64,
    pub with_people: bool,
}

/// Hands work to the thread; dropped, it waits until the thread has done what it was handed.
pub(super) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

enum Job {
    Change(Change, Reply<()>),
    Compact(Reply<Compacted>),
}

impl Writer {
    pub fn start(desk: Desk) -> io::Result<Self> {
        let path = desk.folder.path.clone();
        let (jobs, waiting) = mpsc::channel(WAITING_JOBS);
        let thread = thread::Builder::new().name("store-writer".to_owned()).spawn(move || desk.work(waiting))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), path })
    }

    /// Returns once the change is durable, or refused.
    pub async fn write(&self, change: Change) -> Result<(), StoreError> {
        self.hand_in(|reply| Job::Change(change, reply)).await
    }

    /// Returns once the rows lie in fresh files and the old files are gone.
    pub async fn compact(&self) -> Result<Compacted, StoreError> {
        self.hand_in(Job::Compact).await
    }

    async fn hand_in<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, StoreError> {
        let stopped = || StoreError::Stopped { path: self.path.clone() };
        let (reply, answered) = oneshot::channel();
        let jobs = self.jobs.as_ref().ok_or_else(stopped)?;
        jobs.send(job(reply)).await.map_err(|_| stopped())?;
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
pub(super) struct Desk {
    folder: Folder,
    rows: Synced,
    kept: Shared,
    reached: Reached,
    /// Number of the last group.
    group: u64,
    cache_bytes: u64,
    known: HashMap<SessionId, Place>,
    poisoned: Option<StoreError>,
    /// Under way, for those who asked for it.
    compaction: Option<(Compaction, Vec<Reply<Compacted>>)>,
    /// Who waits for the next.
    wishes: Vec<Reply<Compacted>>,
}

/// Changes of one group, by key: the last one counts.
pub(super) type Staged = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

impl Desk {
    pub fn new(folder: Folder, rows: Synced, kept: Shared, (reached, group): (Reached, u64), cache_bytes: u64) -> Self {
        let (known, poisoned, compaction, wishes) = (HashMap::new(), None, None, Vec::new());
        Self { folder, rows, kept, reached, group, cache_bytes, known, poisoned, compaction, wishes }
    }

    /// Group by group; a compaction goes on between them.
    fn work(mut self, mut waiting: mpsc::Receiver<Job>) {
        while let Some(group) = next_group(&mut waiting, self.busy()) {
            self.take_group(group);
            self.go_on_compacting();
        }
    }

    fn busy(&self) -> Busy {
        if self.compaction.is_some() { Busy::Yes } else { Busy::No }
    }

    fn take_group(&mut self, group: Vec<Job>) {
        if self.known.len() > KNOWN_SESSIONS {
            self.known.clear();
        }
        let mut staged = Staged::new();
        let mut accepted = Vec::with_capacity(group.len());
        for job in group {
            match job {
                Job::Compact(reply) => self.wishes.push(reply),
                Job::Change(change, reply) => match self.stage(change, &mut staged) {
                    Ok(()) => accepted.push(reply),
                    Err(refused) => answer(reply, Err(refused)),
                },
            }
        }
        if accepted.is_empty() {
            return;
        }
        let done = self.make_durable(staged);
        accepted.into_iter().for_each(|reply| answer(reply, done.clone()));
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
        let Append { session, last, given, to, rows, then } = append;
        let from = self.place(session)?;
        if from.n != last {
            return Err(StoreError::Conflict { session, last: from.n, given });
        }
        if from.with_people != to.with_people {
            staged.insert(people_key(session), to.with_people.then(Vec::new));
        }
        staged.extend(rows.into_iter().map(|(key, value)| (key, Some(value))));
        self.known.insert(session, to);
        if then == Then::Ends { self.stage_packed(session, staged) } else { Ok(()) }
    }

    /// Puts the whole log in place of its rows.
    fn stage_packed(&self, session: SessionId, staged: &mut Staged) -> Result<(), StoreError> {
        let stored: Result<Staged, _> =
            self.rows.rows.log_rows(session).map(|row| row.map(|(key, value)| (key, Some(value)))).collect();
        let mut log = stored?;
        let prefix = log_prefix(session);
        let waiting = staged.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
        log.extend(waiting.map(|(key, value)| (key.clone(), value.clone())));
        let rows = log.iter().filter_map(|(key, value)| Some((key.clone(), value.clone()?)));
        if let Some(packed) = packed_rows(session, rows) {
            staged.extend(log.into_keys().map(|key| (key, None)));
            staged.extend(packed.into_iter().map(|(key, value)| (key, Some(value))));
        }
        Ok(())
    }

    fn stage_erase(&mut self, session: SessionId, staged: &mut Staged) -> Result<(), StoreError> {
        let rows = &self.rows.rows;
        for prefix in session_prefixes(session) {
            let stored: Result<Vec<_>, _> = rows.db.scan_prefix(&prefix).keys().collect();
            let stored = stored.map_err(|e| rows.unreadable(e))?.into_iter().map(|key| key.to_vec());
            let waiting: Vec<_> = staged.keys().filter(|key| key.starts_with(&prefix)).cloned().collect();
            staged.extend(stored.chain(waiting).map(|key| (key, None)));
        }
        staged.insert(remains_key(), Some(Vec::new()));
        self.known.insert(session, Place::default());
        Ok(())
    }

    /// Where the session stands, the changes staged so far counted in.
    fn place(&mut self, session: SessionId) -> Result<Place, StoreError> {
        if let Some(place) = self.known.get(&session) {
            return Ok(*place);
        }
        let head = self.rows.rows.head(session)?;
        let place = head.map(|head| Place { n: head.n, with_people: head.state.with_people() }).unwrap_or_default();
        self.known.insert(session, place);
        Ok(place)
    }

    fn make_durable(&mut self, mut staged: Staged) -> Result<(), StoreError> {
        self.group += 1;
        staged.insert(group_key(), Some(self.group.to_string().into_bytes()));
        if let Some((compaction, _)) = &mut self.compaction {
            compaction.follow(&staged);
        }
        let batch = batch_of(&staged);
        let kept = self.kept.clone();
        let done = kept.blocking_write().write(|| {
            let applied = self.rows.rows.db.apply_batch(batch).map_err(|e| e.to_string());
            applied.and_then(|()| self.rows.sync()).map_err(|why| self.poison(why))
        });
        if done.is_ok() {
            // Too low a number only sees less; the disk will say so itself when the rows are written.
            let _ = self.reached.set(self.group);
        }
        done
    }

    /// After a failed sync the kernel may call the lost pages clean: a second try would succeed and prove nothing.
    fn poison(&mut self, why: String) -> StoreError {
        let path = self.folder.path.clone();
        error!(path = %path.display(), error = why, "the disk refused a write; the store takes no more until a restart");
        let poisoned = StoreError::Poisoned { path, why };
        self.poisoned = Some(poisoned.clone());
        poisoned
    }

    /// Begins a compaction that somebody asked for, or takes the next step of the one under way.
    fn go_on_compacting(&mut self) {
        let Some((mut compaction, replies)) = self.compaction.take() else { return self.begin_compacting() };
        let step = match &self.poisoned {
            Some(poisoned) => Err(poisoned.clone()),
            None => compaction.copy_some(&self.rows.rows),
        };
        let done = match step {
            Ok(Step::More) => return self.compaction = Some((compaction, replies)),
            Ok(Step::Last) => self.swap(compaction),
            Err(fault) => Err(fault),
        };
        replies.into_iter().for_each(|reply| answer(reply, done.clone()));
        // What was given up, or is no longer named, goes.
        if let Err(fault) = self.folder.remove_leftovers() {
            error!(%fault, "rows that no longer count could not be removed");
        }
    }

    /// Whoever asks while one is under way waits for another: theirs must leave nothing of what was removed meanwhile.
    fn begin_compacting(&mut self) {
        if self.wishes.is_empty() {
            return;
        }
        let replies = std::mem::take(&mut self.wishes);
        let begun = match &self.poisoned {
            Some(poisoned) => Err(poisoned.clone()),
            None => Compaction::begin(&self.folder, self.cache_bytes),
        };
        match begun {
            Ok(compaction) => self.compaction = Some((compaction, replies)),
            Err(fault) => replies.into_iter().for_each(|reply| answer(reply, Err(fault.clone()))),
        }
    }

    /// Puts the fresh rows in place of the former ones, whose files go.
    fn swap(&mut self, compaction: Compaction) -> Result<Compacted, StoreError> {
        let (mut fresh, before_bytes) = compaction.finish()?;
        fresh.sync().map_err(|why| self.folder.failed(why))?;
        let left_bytes = bytes_in(fresh.path()).to_string();
        fresh.rows.db.insert(left_key(), left_bytes.into_bytes()).map_err(|e| self.folder.failed(e))?;
        fresh.sync().map_err(|why| self.folder.failed(why))?;
        self.folder.name_next(fresh.path())?;
        self.folder.switch().map_err(|e| self.poison(e.to_string()))?;
        let former = self.kept.blocking_write().replace(fresh.rows.clone());
        drop((former, std::mem::replace(&mut self.rows, fresh)));
        self.remove_former()?;
        Ok(Compacted { before_bytes, after_bytes: self.folder.bytes() })
    }

    /// sled's threads may still write into the former folder for a moment.
    fn remove_former(&self) -> Result<(), StoreError> {
        let since = Instant::now();
        loop {
            match self.folder.remove_leftovers() {
                Err(_) if since.elapsed() < FORMER_WAIT => thread::sleep(FORMER_WAIT / 100),
                done => return done,
            }
        }
    }
}

/// The next job and what waits behind it, up to the limits of a group; nothing, where nothing waits and the thread is
/// `busy` with something else; `None` once nobody can hand in more.
fn next_group(waiting: &mut mpsc::Receiver<Job>, busy: Busy) -> Option<Vec<Job>> {
    let first = match busy {
        Busy::No => waiting.blocking_recv()?,
        Busy::Yes => match waiting.try_recv() {
            Ok(job) => job,
            Err(TryRecvError::Empty) => return Some(Vec::new()),
            Err(TryRecvError::Disconnected) => return None,
        },
    };
    let mut bytes = first.bytes();
    let mut group = vec![first];
    while group.len() < GROUP_JOBS && bytes < GROUP_BYTES {
        let Ok(job) = waiting.try_recv() else { break };
        bytes += job.bytes();
        group.push(job);
    }
    Some(group)
}

enum Busy {
    Yes,
    No,
}

impl Job {
    fn bytes(&self) -> usize {
        let row_bytes = |(key, value): &Row| key.len() + value.len();
        match self {
            Self::Change(Change::Append(append), _) => {
                let packing = if append.then == Then::Ends { PACKING_BYTES } else { 0 };
                append.rows.iter().map(row_bytes).sum::<usize>() + packing
            }
            Self::Change(Change::Put(row), _) => row_bytes(row),
            Self::Change(Change::Erase(_) | Change::Remove(_), _) | Self::Compact(_) => 0,
        }
    }
}

pub(super) fn batch_of(staged: &Staged) -> Batch {
    let mut batch = Batch::default();
    for (key, value) in staged {
        match value {
            Some(value) => batch.insert(key.as_slice(), value.as_slice()),
            None => batch.remove(key.as_slice()),
        }
    }
    batch
}

/// A caller that no longer waits is no failure.
fn answer<T>(reply: Reply<T>, result: Result<T, StoreError>) {
    let _ = reply.send(result);
}
