//! From sled's buffers to the disk, on a thread that may be waited for in vain.
//!
//! When a write fails, sled may leave whoever flushes asleep: it notes the error and wakes nobody. Any further write
//! brings the error back, so one is tried whenever a sync takes long.

use super::{
    recover::Opened,
    rows::{Rows, meta_key},
};
use std::{
    fs::File,
    io,
    path::Path,
    sync::mpsc::{self, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::Duration,
};

/// A sync that takes longer than this is asked after.
const LONG: Duration = Duration::from_millis(250);

/// Rows and the thread that syncs them.
pub(super) struct Synced {
    pub rows: Rows,
    ask: Option<mpsc::Sender<()>>,
    done: mpsc::Receiver<Result<(), String>>,
    thread: Option<JoinHandle<()>>,
}

impl Synced {
    pub fn start(opened: Opened) -> io::Result<Self> {
        let Opened { rows, log } = opened;
        let (ask, asked) = mpsc::channel();
        let (tell, done) = mpsc::channel();
        let own = rows.clone();
        let work = move || {
            for () in asked {
                // Nobody listens any more once the store was given up.
                let _ = tell.send(sync(&own, &log));
            }
        };
        let thread = thread::Builder::new().name("store-sync".to_owned()).spawn(work)?;
        Ok(Self { rows, ask: Some(ask), done, thread: Some(thread) })
    }

    /// Returns once everything applied so far is on disk, or why it is not.
    pub fn sync(&mut self) -> Result<(), String> {
        let stopped = || "the thread that syncs has stopped".to_owned();
        self.ask.as_ref().ok_or_else(stopped)?.send(()).map_err(|_| stopped())?;
        loop {
            match self.done.recv_timeout(LONG) {
                Ok(done) => return done.inspect_err(|_| self.give_up()),
                Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(fault) = self.rows.db.insert(meta_key("probe"), &[]) {
                        self.give_up();
                        return Err(fault.to_string());
                    }
                }
            }
        }
    }

    /// The thread may sleep for good: it is not waited for.
    fn give_up(&mut self) {
        self.thread = None;
    }

    pub fn path(&self) -> &Path {
        &self.rows.path
    }
}

impl Drop for Synced {
    fn drop(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            // A panic has been told where it happened.
            let _ = thread.join();
        }
    }
}

fn sync(rows: &Rows, log: &File) -> Result<(), String> {
    rows.db.flush().map_err(|e| e.to_string())?;
    log.sync_data().map_err(|e| e.to_string())
}
