//! The rows as every reader gets them: durable ones, or none.

use super::{StoreError, rows::Rows};
use std::{path::PathBuf, sync::Arc};
use tokio::sync::RwLock;

/// Read under the lock, so that no read shows what power loss could still take back; the writer holds it for writing
/// while the rows are ahead of the disk, and puts other rows in after a compaction.
pub(super) type Shared = Arc<RwLock<Kept>>;

pub(super) struct Kept {
    rows: Rows,
    refused: Option<StoreError>,
    path: PathBuf,
}

impl Kept {
    pub fn new(rows: Rows, path: PathBuf) -> Self {
        Self { rows, refused: None, path }
    }

    pub fn rows(&self) -> Result<&Rows, StoreError> {
        match &self.refused {
            None => Ok(&self.rows),
            Some(refused) => Err(refused.clone()),
        }
    }

    /// Rows that are durable take the place of the former ones.
    pub fn replace(&mut self, rows: Rows) -> Rows {
        std::mem::replace(&mut self.rows, rows)
    }

    /// Runs a write that leaves the rows ahead of the disk until it returns; once it has failed, or panicked, nothing
    /// is read any more.
    pub fn write(&mut self, write: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.refused = Some(StoreError::Stopped { path: self.path.clone() });
        let done = write();
        self.refused = done.clone().err();
        done
    }
}
