//! Opening sled's folder: one process at a time, without the leftovers of a crash, its files named on disk for good.

use super::{
    StoreError,
    rows::{Rows, meta_key},
};
use sled::Db;
use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};
use tracing::warn;
use ulid::Ulid;

/// An open folder.
pub(super) struct Opened {
    pub rows: Rows,
    /// Our own handle of `<path>/db`: a failed write is reported once per handle, and sled's reports go unheard.
    pub log: File,
    pub id: String,
}

/// sled's threads may hold the lock for some milliseconds after a store in this process was dropped.
const LOCK_WAIT: Duration = Duration::from_millis(500);

/// Opens the folder at `path`, or makes it.
pub(super) fn open(path: &Path, cache_bytes: u64) -> Result<Opened, StoreError> {
    let since = Instant::now();
    loop {
        match open_now(path, cache_bytes) {
            Err(StoreError::Locked { .. }) if since.elapsed() < LOCK_WAIT => thread::sleep(LOCK_WAIT / 50),
            done => return done,
        }
    }
}

fn open_now(path: &Path, cache_bytes: u64) -> Result<Opened, StoreError> {
    let failed = |e: io::Error| StoreError::Open { path: path.to_owned(), why: e.to_string() };

    make_folder(path).map_err(failed)?;
    remove_leftovers(path)?;
    let db = open_sled(path, cache_bytes)?;
    let log = File::options().read(true).write(true).open(path.join("db")).map_err(failed)?;
    sync_names(path).map_err(failed)?;

    let rows = Rows { db, path: path.to_owned() };
    let id = match rows.get(&meta_key("id"), || "the store's id".to_owned())? {
        Some(id) => id,
        None => make_id(&rows.db, &log).map_err(failed)?,
    };
    Ok(Opened { rows, log, id })
}

/// Makes the folder and those above it, each known to the one above for good.
fn make_folder(path: &Path) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    fs::create_dir_all(&path)?;
    missing.iter().filter_map(|folder| folder.parent()).try_for_each(sync_folder)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// A crash while sled writes a snapshot leaves `snap.*.generating`, and sled then refuses to open.
///
/// Removed under sled's own lock: to the process that holds it, the file is no leftover.
fn remove_leftovers(path: &Path) -> Result<(), StoreError> {
    let failed = |e: io::Error| StoreError::Open { path: path.to_owned(), why: e.to_string() };
    let held = match File::open(path.join("db")) {
        Ok(db) => db,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(failed(e)),
    };
    held.try_lock().map_err(|e| match e {
        TryLockError::WouldBlock => StoreError::Locked { path: path.to_owned() },
        TryLockError::Error(e) => failed(e),
    })?;
    for file in fs::read_dir(path).map_err(failed)? {
        let file = file.map_err(failed)?.path();
        if is_leftover(&file) {
            warn!(path = %file.display(), "removing a snapshot that a crash left unfinished");
            fs::remove_file(&file).map_err(failed)?;
        }
    }
    Ok(())
}

fn is_leftover(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("snap.") && name.ends_with(".generating")
}

fn open_sled(path: &Path, cache_bytes: u64) -> Result<Db, StoreError> {
    let path = PathBuf::from(path);
    sled::Config::new().path(&path).cache_capacity(cache_bytes).open().map_err(|e| match e.to_string() {
        why if why.contains("could not acquire lock") => StoreError::Locked { path },
        why => StoreError::Open { path, why },
    })
}

/// sled syncs neither its `conf` nor that its files exist.
fn sync_names(path: &Path) -> io::Result<()> {
    File::open(path.join("conf"))?.sync_all()?;
    sync_folder(path)
}

fn make_id(db: &Db, log: &File) -> io::Result<String> {
    let id = Ulid::new().to_string();
    db.insert(meta_key("id"), serde_json::to_vec(&id)?)?;
    db.flush()?;
    log.sync_data()?;
    Ok(id)
}
