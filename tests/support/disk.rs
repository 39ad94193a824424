//! A disk that forgets what was not synced, refuses writes or reads, alters what it is asked for, or stops in the middle: `disk.c`, preloaded into a server,
//! and the folder as it would be after a power loss.
//!
//! Names of files (made, moved, removed) come to rest in their order, as journaling file systems do it, once their folder
//! is synced. Bytes of a file come to rest once the file is synced; of those that were not, any may be there, whole or
//! up to a sector's end, in any order.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

const SECTOR: usize = 512;

/// The disk under one store's folder.
pub struct Disk {
    own: TempDir,
    folder: PathBuf,
    /// What was there, durable, before the journal began.
    initial: BTreeMap<String, Vec<u8>>,
}

/// What a power loss leaves of bytes that were not synced.
#[derive(Clone, Copy, PartialEq)]
pub enum Keeps {
    Nothing,
    /// Some, by chance.
    Some,
}

impl Disk {
    /// The disk under `folder`, with what lies there.
    pub fn under(folder: &Path) -> Self {
        let mut initial = BTreeMap::new();
        if folder.is_dir() {
            read_all(folder, "", &mut initial);
        }
        Self { own: tempfile::tempdir().expect("a temporary folder"), folder: folder.to_owned(), initial }
    }

    /// What a process needs to be on this disk.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let text = |path: PathBuf| path.display().to_string();
        vec![
            ("LD_PRELOAD", text(library().to_owned())),
            ("BATON_DISK_FOLDER", text(self.folder.clone())),
            ("BATON_DISK_JOURNAL", text(self.own.path().join("journal"))),
            ("BATON_DISK_FAULT", text(self.own.path().join("fault"))),
            ("BATON_DISK_READS", text(self.own.path().join("reads"))),
            ("BATON_DISK_CLOCK", text(self.own.path().join("clock"))),
        ]
    }

    /// As `variables`, on a disk that answers syncs and does nothing.
    pub fn lying(&self) -> Vec<(&'static str, String)> {
        [self.variables(), vec![("BATON_DISK_FORGET", "1".into())]].concat()
    }

    /// As `variables`; the process is killed before its change or sync number `step`.
    pub fn stopping_at(&self, step: usize) -> Vec<(&'static str, String)> {
        [self.variables(), vec![("BATON_DISK_STOP", step.to_string())]].concat()
    }

    /// From now on writes and syncs fail with this error number.
    pub fn fails_with(&self, error: i32) {
        self.put("fault", &error.to_string());
    }

    /// From now on reads fail with this error number.
    pub fn is_unreadable(&self, error: i32) {
        self.put("reads", &error.to_string());
    }

    /// From now on what is read is not what was written.
    pub fn is_rotten(&self) {
        self.put("reads", "-1");
    }

    pub fn is_well(&self) {
        let removed = ["fault", "reads"].map(|name| std::fs::remove_file(self.own.path().join(name)).is_ok());
        assert!(removed.contains(&true), "it had a fault");
    }

    /// From now on the time of day is off by this.
    pub fn clock_is_off_by(&self, seconds: i64) {
        self.put("clock", &seconds.to_string());
    }

    fn put(&self, name: &str, text: &str) {
        // Complete at once, because the process reads it at any moment.
        let half = self.own.path().join("half");
        std::fs::write(&half, text).expect("the file can be written");
        std::fs::rename(half, self.own.path().join(name)).expect("the file can be moved");
    }

    /// Writes into `folder` what a power loss now would leave; returns how many writes were lost.
    pub fn after_power_loss(&self, folder: &Path, keeps: Keeps, seed: u64) -> usize {
        let journal = std::fs::read(self.own.path().join("journal")).unwrap_or_default();
        let mut state = State::of(&self.initial);
        for entry in Entries(&journal) {
            state.take(entry);
        }
        state.lose_power(keeps, &mut StdRng::seed_from_u64(seed), folder)
    }
}

struct Entry<'a> {
    kind: u8,
    path: String,
    number: usize,
    bytes: &'a [u8],
}

struct Entries<'a>(&'a [u8]);

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        // The last entry may be cut, where the process was killed.
        let end = self.0.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(&self.0[2..end]).expect("a head is text");
        let (length, rest) = head.split_once(':').expect("a head has a path");
        let (path, rest) = rest.split_at(length.parse().expect("a length"));
        let (number, length) = rest[1..].split_once(' ').expect("a head has two numbers");
        let length: usize = length.parse().expect("a length");
        let bytes = self.0.get(end + 1..end + 1 + length)?;
        let entry = Entry { kind: self.0[0], path: path.into(), number: number.parse().expect("a number"), bytes };
        self.0 = &self.0[end + 1 + length..];
        Some(entry)
    }
}

/// A file's bytes at rest, and what was done to them since.
#[derive(Default, Clone)]
struct File {
    durable: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// What a name stands for: a file by its number, or a folder.
#[derive(Clone, Copy)]
enum Named {
    File(usize),
    Folder,
}

type Names = BTreeMap<String, Named>;

struct State {
    files: Vec<File>,
    names: Names,
    durable: Names,
    pending: Vec<NameChange>,
}

#[derive(Clone)]
enum NameChange {
    Made(String, Named),
    Moved(String, String),
    Removed(String),
}

impl NameChange {
    fn folder(&self) -> &str {
        let (Self::Made(path, _) | Self::Moved(_, path) | Self::Removed(path)) = self;
        path.rsplit_once('/').map_or(".", |(folder, _)| folder)
    }

    fn apply(&self, names: &mut Names) {
        match self {
            Self::Made(path, named) => drop(names.insert(path.clone(), *named)),
            Self::Removed(path) => drop(names.remove(path)),
            Self::Moved(from, to) => {
                if let Some(named) = names.remove(from) {
                    names.insert(to.clone(), named);
                }
            }
        }
    }
}

impl State {
    fn of(initial: &BTreeMap<String, Vec<u8>>) -> Self {
        let mut state = Self { files: Vec::new(), names: Names::new(), durable: Names::new(), pending: Vec::new() };
        for (path, bytes) in initial {
            let named = match path.strip_suffix('/') {
                Some(_) => Named::Folder,
                None => state.file(bytes.clone()),
            };
            state.names.insert(path.trim_end_matches('/').into(), named);
        }
        state.durable = state.names.clone();
        state
    }

    fn file(&mut self, durable: Vec<u8>) -> Named {
        self.files.push(File { durable, pending: Vec::new() });
        Named::File(self.files.len() - 1)
    }

    fn take(&mut self, entry: Entry) {
        let Entry { kind, path, number, bytes } = entry;
        let named = self.names.get(&path).copied();
        match (kind, named) {
            (b'W', Some(Named::File(file))) => self.files[file].pending.push(Change::Write(number, bytes.to_vec())),
            (b'T', Some(Named::File(file))) => self.files[file].pending.push(Change::Length(number)),
            (b'S', Some(Named::File(file))) => self.files[file].sync(),
            (b'S', _) => self.sync_names(&path),
            (b'C', _) => {
                let made = self.file(Vec::new());
                self.rename(NameChange::Made(path, made));
            }
            (b'M', _) => self.rename(NameChange::Made(path, Named::Folder)),
            (b'U', _) => self.rename(NameChange::Removed(path)),
            (b'R', _) => self.rename(NameChange::Moved(path, String::from_utf8_lossy(bytes).into_owned())),
            // A file that has no name any more.
            _ => {}
        }
    }

    fn rename(&mut self, change: NameChange) {
        change.apply(&mut self.names);
        self.pending.push(change);
    }

    /// Everything up to the folder's last change comes to rest with it.
    fn sync_names(&mut self, folder: &str) {
        let upto = self.pending.iter().rposition(|change| change.folder() == folder).map_or(0, |last| last + 1);
        self.pending.drain(..upto).for_each(|change| change.apply(&mut self.durable));
    }

    fn lose_power(mut self, keeps: Keeps, chance: &mut StdRng, folder: &Path) -> usize {
        let kept_names = if keeps == Keeps::Some { chance.random_range(0..=self.pending.len()) } else { 0 };
        self.pending[..kept_names].iter().for_each(|change| change.apply(&mut self.durable));
        let mut lost = self.pending.len() - kept_names;
        std::fs::create_dir_all(folder).expect("the folder can be made");
        for (path, named) in self.durable.iter().filter(|(path, _)| *path != ".") {
            let at = folder.join(path);
            match named {
                Named::Folder => std::fs::create_dir_all(at).expect("a folder can be made"),
                Named::File(file) => {
                    let (bytes, lost_here) = self.files[*file].clone().after_power_loss(keeps, chance);
                    lost += lost_here;
                    std::fs::create_dir_all(at.parent().expect("it is under the folder"))
                        .expect("a folder can be made");
                    std::fs::write(at, bytes).expect("a file can be written");
                }
            }
        }
        lost
    }
}

impl File {
    fn sync(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        pending.iter().for_each(|change| self.apply(change));
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Length(length) => self.durable.resize(*length, 0),
            Change::Write(at, bytes) => {
                let end = at + bytes.len();
                self.durable.resize(self.durable.len().max(end), 0);
                self.durable[*at..end].copy_from_slice(bytes);
            }
        }
    }

    fn after_power_loss(mut self, keeps: Keeps, chance: &mut StdRng) -> (Vec<u8>, usize) {
        let mut lost = 0;
        for change in std::mem::take(&mut self.pending) {
            match change {
                _ if keeps == Keeps::Nothing || chance.random_bool(0.5) => lost += 1,
                Change::Write(at, bytes) if chance.random_bool(0.3) => {
                    let sectors = chance.random_range(0..=bytes.len() / SECTOR);
                    self.apply(&Change::Write(at, bytes[..sectors * SECTOR].to_vec()));
                }
                whole => self.apply(&whole),
            }
        }
        (self.durable, lost)
    }
}

fn read_all(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("a file").path();
        let name = format!("{below}{}", path.file_name().expect("it has a name").to_string_lossy());
        if path.is_dir() {
            found.insert(format!("{name}/"), Vec::new());
            read_all(&path, &format!("{name}/"), found);
        } else {
            found.insert(name, std::fs::read(&path).expect("the file can be read"));
        }
    }
}

/// The library, compiled once.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("disk-{}.so", std::process::id()));
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"]).arg(&library);
        let built = cc.args(["tests/support/disk.c", "-ldl", "-lpthread"]).status().expect("cc is installed");
        assert!(built.success(), "disk.c compiles");
        library
    })
}
