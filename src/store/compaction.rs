//! Rows copied into fresh files, so that what was removed leaves no byte behind and the disk gets its space back.
//!
//! The writer's thread copies some rows after each group, in the order of their keys, and applies every group to the
//! fresh rows too: nothing races, and at the end both hold the same.

use super::{
    StoreError,
    folder::Folder,
    has_room, recover,
    rows::{Rows, remains_key},
    sync::Synced,
    writer::{Staged, batch_of},
};
use sled::Batch;
use std::ops::Bound;

/// Rows copied between two groups: about a millisecond, which a write has to wait at most.
const STEP_ROWS: usize = 256;

/// What a fresh store may take beyond what the former one does.
const SLACK_BYTES: u64 = 1 << 20;

pub(super) struct Compaction {
    fresh: Synced,
    /// Last key that was copied.
    after: Option<Vec<u8>>,
    /// A group that the fresh rows did not take.
    failed: Option<StoreError>,
    before_bytes: u64,
}

pub(super) enum Step {
    More,
    Last,
}

impl Compaction {
    pub fn begin(folder: &Folder, cache_bytes: u64) -> Result<Self, StoreError> {
        let before_bytes = folder.bytes();
        has_room(&folder.path, before_bytes + SLACK_BYTES)?;
        let opened = recover::open(&folder.fresh(), cache_bytes)?;
        let fresh = Synced::start(opened).map_err(|e| folder.failed(e))?;
        Ok(Self { fresh, after: None, failed: None, before_bytes })
    }

    /// Applies what the rows are about to get.
    pub fn follow(&mut self, staged: &Staged) {
        if let Err(fault) = self.apply(batch_of(staged)) {
            self.failed = Some(fault);
        }
    }

    pub fn copy_some(&mut self, rows: &Rows) -> Result<Step, StoreError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let from = match &self.after {
            Some(key) => Bound::Excluded(key.as_slice()),
            None => Bound::Unbounded,
        };
        let mut batch = Batch::default();
        let mut copied = 0;
        for row in rows.db.range::<&[u8], _>((from, Bound::Unbounded)).take(STEP_ROWS) {
            let (key, value) = row.map_err(|e| rows.unreadable(e))?;
            self.after = Some(key.to_vec());
            copied += 1;
            // What was erased before is not copied; what is erased meanwhile says so itself.
            if key != remains_key() {
                batch.insert(key, value);
            }
        }
        self.apply(batch)?;
        Ok(if copied < STEP_ROWS { Step::Last } else { Step::More })
    }

    /// The fresh rows, which hold everything, and the bytes on disk when it began.
    pub fn finish(self) -> Result<(Synced, u64), StoreError> {
        match self.failed {
            Some(failed) => Err(failed),
            None => Ok((self.fresh, self.before_bytes)),
        }
    }

    fn apply(&self, batch: Batch) -> Result<(), StoreError> {
        let path = self.fresh.path().to_owned();
        self.fresh.rows.db.apply_batch(batch).map_err(|e| StoreError::Open { path, why: e.to_string() })
    }
}
