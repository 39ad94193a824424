//! A store made of a backup, in a folder that holds none.

use super::{
    ErasedList, Files, StoreError,
    backup::{BackupError, Decoder},
    check::{self, Counts},
    erased::Erased,
    files::{Restoring, is_piece},
    folder::{self, Folder},
    recover,
    rows::{Rows, session_of_row},
    sync::Synced,
};
use crate::domain::SessionId;
use sled::Batch;
use std::{collections::BTreeSet, io::Read, path::Path};

/// Rows written at once.
const AT_ONCE: usize = 1024;

/// What became of a backup.
#[derive(Debug)]
pub struct Restored {
    /// Id of the new store.
    pub id: String,
    pub counts: Counts,
    /// Sessions of the backup that were erased after it was made, and stay so.
    pub left_out: u64,
}

/// What a restore writes.
pub struct RestoreTo<'a> {
    /// The store's folder.
    pub store: &'a Path,
    pub files: &'a Files,
}

/// What went wrong; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    #[error("restore into {0}: it holds a store already")]
    Occupied(String),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("restore the backup: {0}")]
    Faulty(String),
}

/// Makes the store and the files of a backup, without the sessions that `erased` lists; the list gets what the backup knows
/// of erasures. `progress` hears how many rows were written. Nothing is used before all of it is proven.
pub fn restore(
    from: impl Read,
    to: RestoreTo<'_>,
    cache_bytes: u64,
    erased: &ErasedList,
    progress: &mut dyn FnMut(u64),
) -> Result<Restored, RestoreError> {
    let RestoreTo { store: path, files } = to;
    let folder = Folder::take(path)?;
    if folder::holds_rows(path) {
        return Err(RestoreError::Occupied(path.display().to_string()));
    }
    files.forget_unfinished()?;
    let done = write(&folder, files, from, cache_bytes, erased, progress);
    folder.remove_leftovers()?;
    files.forget_unfinished()?;
    done
}

fn write(
    folder: &Folder,
    files: &Files,
    from: impl Read,
    cache_bytes: u64,
    erased: &ErasedList,
    progress: &mut dyn FnMut(u64),
) -> Result<Restored, RestoreError> {
    let (mut decoder, _) = Decoder::begin(from)?;
    let fresh = folder.fresh();
    let opened = recover::open(&fresh, cache_bytes)?;
    let known: BTreeSet<SessionId> = erased.sessions()?;
    let mut copy = Copy { rows: opened.rows.clone(), known, erasures: Vec::new(), left_out: BTreeSet::new() };
    let mut restoring = Restoring::into(files);
    let mut written = 0;
    let mut batch = Batch::default();
    while let Some((key, value)) = decoder.next_row()? {
        if !copy.wants(&key, &value)? {
            continue;
        }
        if is_piece(&key) {
            if !restoring.take(&key, &value)? {
                return Err(RestoreError::Faulty("a piece of a file follows nothing that it belongs to".into()));
            }
            continue;
        }
        batch.insert(key, value);
        written += 1;
        if written % AT_ONCE as u64 == 0 {
            copy.apply(std::mem::take(&mut batch))?;
            progress(written);
        }
    }
    copy.apply(batch)?;
    progress(written);
    let counts = copy.proven()?;
    let left_out = copy.left_out.len() as u64;
    erased.add(copy.erasures)?;
    drop(copy.rows);
    let id = recover::id_of(&opened)?;
    let mut synced = Synced::start(opened).map_err(|e| folder.failed(e))?;
    synced.sync().map_err(|why| folder.failed(why))?;
    drop(synced);
    folder.forget_reached().map_err(|e| folder.failed(e))?;
    // Before the rows that speak of them; without those they are files of nobody, and go at a start.
    restoring.finish()?;
    folder.name_next(&fresh)?;
    folder.switch().map_err(|e| folder.failed(e))?;
    Ok(Restored { id, counts, left_out })
}

struct Copy {
    rows: Rows,
    known: BTreeSet<SessionId>,
    /// What the backup knows of erasures; they come before all sessions.
    erasures: Vec<Erased>,
    left_out: BTreeSet<SessionId>,
}

impl Copy {
    /// Whether the row belongs into the store.
    fn wants(&mut self, key: &[u8], value: &[u8]) -> Result<bool, RestoreError> {
        if key[0] == b'x' {
            let erased: Erased = serde_json::from_slice(value).map_err(|e| {
                RestoreError::Faulty(format!("an entry of its list of erased sessions is damaged: {e}"))
            })?;
            if self.known.insert(erased.session) {
                self.erasures.push(erased);
            }
            return Ok(false);
        }
        let session = if is_piece(key) { Restoring::session_of(key) } else { session_of_row(key) };
        match session {
            Some(session) if self.known.contains(&session) => {
                self.left_out.insert(session);
                Ok(false)
            }
            _ => Ok(true),
        }
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let path = self.rows.path.clone();
        self.rows.db.apply_batch(batch).map_err(|e| StoreError::Open { path, why: e.to_string() })
    }

    /// The rows as they can be read back now, without a fault.
    fn proven(&self) -> Result<Counts, RestoreError> {
        let mut first = None;
        let counts = check::check(&self.rows, None, &mut |fault| _ = first.get_or_insert(fault));
        match first {
            None => Ok(counts),
            Some(fault) => Err(RestoreError::Faulty(fault)),
        }
    }
}
