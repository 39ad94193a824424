//! Opening sled's folder: without the leftovers of a crash, whole, its files named on disk for good.

use super::{
    StoreError,
    folder::{Folder, Reached, sync_folder},
    rows::{Rows, group_key, meta_key},
};
use sled::Db;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};
use tracing::warn;
use ulid::Ulid;

/// Rows that are open.
pub(super) struct Opened {
    pub rows: Rows,
    /// Our own handle of `<path>/db`: a failed write is reported once per handle, and sled's reports go unheard.
    pub log: File,
}

/// sled's threads may hold its lock for some milliseconds after a store in this process was dropped.
const LOCK_WAIT: Duration = Duration::from_millis(500);

/// Opens the rows of the folder that count; returns them with the number of the last durable group of writes.
///
/// Rows that are behind that number are refused: the disk has lost or altered what was acknowledged.
pub(super) fn open_current(folder: &Folder, cache_bytes: u64) -> Result<(Opened, Reached, u64), StoreError> {
    folder.remove_leftovers()?;
    let opened = open(&folder.current()?, cache_bytes)?;
    let (file, reached) = Reached::open(folder)?;
    let group = opened.rows.get(&group_key(), || "the number of the last group".to_owned())?.unwrap_or(0);
    if group < reached {
        return Err(StoreError::Cut { path: folder.path.clone(), group, reached });
    }
    Ok((opened, file, group))
}

/// Opens sled's files at `path`, or makes them.
pub(super) fn open(path: &Path, cache_bytes: u64) -> Result<Opened, StoreError> {
    let failed = |e: io::Error| StoreError::Open { path: path.to_owned(), why: e.to_string() };
    fs::create_dir_all(path).map_err(failed)?;
    remove_half_snapshots(path).map_err(failed)?;
    let db = open_sled(path, cache_bytes)?;
    let log = File::options().read(true).write(true).open(path.join("db")).map_err(failed)?;
    sync_names(path).map_err(failed)?;
    Ok(Opened { rows: Rows { db, path: path.to_owned() }, log })
}

/// The store's id, made where there is none.
pub(super) fn id_of(opened: &Opened) -> Result<String, StoreError> {
    let failed = |e: io::Error| StoreError::Open { path: opened.rows.path.clone(), why: e.to_string() };
    match opened.rows.get(&meta_key("id"), || "the store's id".to_owned())? {
        Some(id) => Ok(id),
        None => make_id(&opened.rows.db, &opened.log).map_err(failed),
    }
}

/// A crash while sled writes a snapshot leaves `snap.*.generating`, and sled then refuses to open.
fn remove_half_snapshots(path: &Path) -> io::Result<()> {
    for file in fs::read_dir(path)? {
        let file = file?.path();
        if is_half_snapshot(&file) {
            warn!(path = %file.display(), "removing a snapshot that a crash left unfinished");
            fs::remove_file(&file)?;
        }
    }
    Ok(())
}

fn is_half_snapshot(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("snap.") && name.ends_with(".generating")
}

fn open_sled(path: &Path, cache_bytes: u64) -> Result<Db, StoreError> {
    let path = PathBuf::from(path);
    let since = Instant::now();
    loop {
        match sled::Config::new().path(&path).cache_capacity(cache_bytes).open() {
            Ok(db) => return Ok(db),
            Err(e) if !e.to_string().contains("could not acquire lock") => {
                return Err(StoreError::Open { path, why: e.to_string() });
            }
            Err(_) if since.elapsed() < LOCK_WAIT => thread::sleep(LOCK_WAIT / 50),
            Err(_) => return Err(StoreError::Locked { path }),
        }
    }
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
