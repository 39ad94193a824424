//! A store's folder: one process at a time, and which rows in it count.
//!
//! | name | what |
//! |---|---|
//! | `lock` | held by the process that has the store open |
//! | `current` | names the folder of the rows that count; without it they lie in the store's folder itself |
//! | `rows.*` | rows that a compaction or a restore wrote |
//! | `reached` | number of the last group of writes that was durable, see [`Reached`] |
//!
//! Rows that `current` does not name are leftovers, and go when the folder is opened. Writing `current` is one rename, so
//! that a crash leaves the old rows or the new ones.

use super::StoreError;
use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};
use tracing::info;
use ulid::Ulid;

/// How long to wait for a store in this process that was just dropped.
const LOCK_WAIT: Duration = Duration::from_millis(500);
const CURRENT: &str = "current";
const NEXT: &str = "current.next";
const REACHED: &str = "reached";
const ROWS: &str = "rows.";
/// What sled makes, where it lies in the store's folder itself.
const SLEDS: [&str; 3] = ["db", "conf", "blobs"];

/// A folder that this process has to itself until it is dropped.
pub(super) struct Folder {
    pub path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder where there is none, and takes it.
    pub fn take(path: &Path) -> Result<Self, StoreError> {
        let failed = |e: io::Error| StoreError::Open { path: path.to_owned(), why: e.to_string() };
        make_folder(path).map_err(failed)?;
        let lock = File::options().create(true).truncate(false).write(true).open(path.join("lock")).map_err(failed)?;
        let since = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { path: path.to_owned(), _lock: lock }),
                Err(TryLockError::WouldBlock) if since.elapsed() < LOCK_WAIT => thread::sleep(LOCK_WAIT / 50),
                Err(TryLockError::WouldBlock) => return Err(StoreError::Locked { path: path.to_owned() }),
                Err(TryLockError::Error(e)) => return Err(failed(e)),
            }
        }
    }

    /// Where the rows that count lie.
    pub fn current(&self) -> Result<PathBuf, StoreError> {
        match fs::read_to_string(self.path.join(CURRENT)) {
            Ok(name) if is_rows(&name) && self.path.join(&name).is_dir() => Ok(self.path.join(name)),
            Ok(name) => Err(self.failed(format!("{CURRENT} names {name:?}, and there are no such rows"))),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(self.path.clone()),
            Err(e) => Err(self.failed(e)),
        }
    }

    /// The number of groups belongs to rows that are gone.
    pub fn forget_reached(&self) -> io::Result<()> {
        match fs::remove_file(self.path.join(REACHED)) {
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
            done => done,
        }
    }

    /// A place for rows that do not count yet.
    pub fn fresh(&self) -> PathBuf {
        self.path.join(format!("{ROWS}{}", Ulid::new()))
    }

    /// Writes down that the rows in `fresh`, on disk already, are to count. Nothing has changed until [`Self::switch`].
    pub fn name_next(&self, fresh: &Path) -> Result<(), StoreError> {
        let name = fresh.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let write = || -> io::Result<()> {
            sync_folder(fresh)?;
            let mut file = File::create(self.path.join(NEXT))?;
            file.write_all(name.as_bytes())?;
            file.sync_all()?;
            sync_folder(&self.path)
        };
        write().map_err(|e| self.failed(e))
    }

    /// From now on the rows written down last count, after a crash too. After an error either may.
    pub fn switch(&self) -> io::Result<()> {
        fs::rename(self.path.join(NEXT), self.path.join(CURRENT))?;
        sync_folder(&self.path)
    }

    /// Removes rows that do not count, those in the folder itself among them.
    pub fn remove_leftovers(&self) -> Result<(), StoreError> {
        let current = self.current()?;
        let remove = || -> io::Result<()> {
            for entry in fs::read_dir(&self.path)? {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let of_sled = SLEDS.contains(&name.as_str()) || name.starts_with("snap.");
                if path == current || !(is_rows(&name) || (of_sled && current != self.path)) {
                    continue;
                }
                info!(path = %path.display(), "removing rows that no longer count");
                if path.is_dir() { fs::remove_dir_all(&path)? } else { fs::remove_file(&path)? }
            }
            sync_folder(&self.path)
        };
        remove().map_err(|e| self.failed(e))
    }

    /// Bytes on disk of all that lies in the folder.
    pub fn bytes(&self) -> u64 {
        bytes_in(&self.path)
    }

    pub fn failed(&self, why: impl ToString) -> StoreError {
        StoreError::Open { path: self.path.clone(), why: why.to_string() }
    }
}

/// Whether the folder at `path` holds rows that count.
pub(super) fn holds_rows(path: &Path) -> bool {
    path.join(CURRENT).exists() || path.join("db").exists()
}

fn is_rows(name: &str) -> bool {
    name.strip_prefix(ROWS).is_some_and(|id| Ulid::from_string(id).is_ok())
}

/// Bytes of all files below; those that vanish meanwhile count as nothing.
pub fn bytes_in(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes = |entry: fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => bytes_in(&entry.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.map(bytes).sum()
}

/// Makes the folder and those above it, each known to the one above for good.
fn make_folder(path: &Path) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    fs::create_dir_all(&path)?;
    missing.iter().filter_map(|folder| folder.parent()).try_for_each(sync_folder)
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// The number of the last durable group of writes, kept beside the rows, which hold it too.
///
/// sled takes what follows a damaged place in its log for the unfinished end of a crash, and drops it without a word.
/// Rows that are behind this number have lost what was acknowledged. It is written after each sync and never synced
/// itself: after a power loss it may be too low, which harms nobody, and never too high.
pub(super) struct Reached(File);

impl Reached {
    pub fn open(folder: &Folder) -> Result<(Self, u64), StoreError> {
        let path = folder.path.join(REACHED);
        let open = || -> io::Result<(Self, String)> {
            let file = File::options().create(true).truncate(false).read(true).write(true).open(&path)?;
            Ok((Self(file), fs::read_to_string(&path)?))
        };
        let (file, text) = open().map_err(|e| folder.failed(e))?;
        // Power loss may leave a file that is empty or zeroed.
        let digits = text.trim_matches(['\0', '\n']);
        let number = if digits.is_empty() { Some(0) } else { digits.parse().ok() };
        let number = number.ok_or_else(|| folder.failed(format!("{} holds no number", path.display())))?;
        Ok((file, number))
    }

    pub fn set(&self, group: u64) -> io::Result<()> {
        self.0.write_all_at(format!("{group:020}\n").as_bytes(), 0)
    }
}
