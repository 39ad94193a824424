//! `baton store`: the store as a whole. A backup and a compaction also work through a running server.

use super::Refused;
use super::remote::{Remote, explained, open, runtime, written_down};
use crate::config::Config;
use crate::store::{
    Backup, Compacted, Counts, Decoder, Deed, Erased, ErasedList, Files, RestoreTo, SledStore, Store as _, StoreError,
    bytes_in, has_room, restore,
};
use anyhow::{Context, Result, anyhow};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes of a store for each byte of its backup, at most: 1.5 was measured over a million sessions.
const STORE_PER_BACKUP: u64 = 2;
/// Bytes read from a server at once.
const PIECE: usize = 256 << 10;

#[derive(clap::Args)]
pub struct Store {
    #[command(subcommand)]
    command: StoreCommand,
}

#[derive(clap::Subcommand)]
enum StoreCommand {
    /// Read every row and say what does not agree; the server must be stopped.
    Check,
    /// Write everything into one file.
    Backup(BackupTo),
    /// Make a store of a backup, in a data folder that holds none.
    Restore(RestoreFrom),
    /// Give the disk the space of what was removed, and leave no byte of it.
    Compact(Compact),
}

#[derive(clap::Args)]
struct BackupTo {
    /// The file; one that is there already is replaced once the backup is whole.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    at: At,
}

#[derive(clap::Args)]
struct RestoreFrom {
    /// The backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Further lists of erased sessions (an erased.jsonl); these sessions are left out.
    #[arg(long, value_name = "FILE")]
    erased: Vec<PathBuf>,
}

#[derive(clap::Args)]
struct Compact {
    #[command(flatten)]
    at: At,
}

#[derive(clap::Args)]
pub struct At {
    /// Address of a running server, such as http://127.0.0.1:8080; the token of an administrator is in BATON_TOKEN.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
}

/// The store of the data folder, which must be there already.
fn open_existing(config: &Config) -> Result<SledStore> {
    must_be_there(config)?;
    open(config)
}

pub fn must_be_there(config: &Config) -> Result<()> {
    let folder = config.store_folder();
    SledStore::is_at(&folder).then_some(()).with_context(|| format!("failed to find a store at {}", folder.display()))
}

impl Store {
    pub fn run(self, config: &Config) -> Result<()> {
        match self.command {
            StoreCommand::Check => check(config),
            StoreCommand::Backup(backup) => backup.run(config),
            StoreCommand::Restore(restore) => restore.run(config),
            StoreCommand::Compact(compact) => compact.run(config),
        }
    }
}

fn check(config: &Config) -> Result<()> {
    must_be_there(config)?;
    let files = Files::of(&config.server.data);
    let tell = &mut |fault| println!("fault: {fault}");
    let checked = SledStore::check(&config.store_folder(), config.store.cache_mb << 20, Some(&files), tell);
    let counts = checked.map_err(|fault| match fault {
        StoreError::Locked { .. } => explained(&fault),
        fault => Refused(format!("failed to {fault}")).into(),
    })?;
    print_counts(&counts);
    match counts.faults {
        0 => Ok(()),
        faults => Err(Refused(format!("{faults} faults; restore a backup")).into()),
    }
}

fn print_counts(counts: &Counts) {
    let Counts { sessions, events, with_people, users, logins, audit, files, others, faults } = counts;
    println!(
        "{sessions} sessions ({with_people} with people), {events} events, {files} files, {users} users, {logins} logins"
    );
    println!("{audit} entries of the audit log, {others} other rows, {faults} faults");
}

impl BackupTo {
    fn run(self, config: &Config) -> Result<()> {
        let progress = Progress::of("bytes written");
        match &self.at.url {
            Some(url) => {
                let mut from = Remote::new(url)?.download("store/backup")?;
                let mut buffer = vec![0; PIECE];
                write_whole(&self.to, &progress, || {
                    let read = from.read(&mut buffer).context("failed to read the backup from the server")?;
                    Ok((read > 0).then(|| buffer[..read].to_vec()))
                })
            }
            None => {
                let store = Arc::new(open_existing(config)?);
                let folder = self.to.parent().filter(|folder| !folder.as_os_str().is_empty());
                // A backup is smaller than the store's files.
                let room = has_room(
                    folder.unwrap_or(Path::new(".")),
                    bytes_in(&config.store_folder()) + bytes_in(Files::of(&config.server.data).folder()),
                );
                room.map_err(|fault| explained(&fault))?;
                let runtime = runtime()?;
                runtime.block_on(written_down(&*store, Deed::BackupMade, &self.to.display().to_string()))?;
                let erased = ErasedList::of(&config.server.data);
                let files = Files::of(&config.server.data);
                let mut backup = Backup::of(store, &erased, &files).map_err(|fault| explained(&fault))?;
                write_whole(&self.to, &progress, || runtime.block_on(backup.next()).map_err(|fault| explained(&fault)))
            }
        }
    }
}

/// Writes the pieces beside the file, proves them by reading them back, and only then gives them its name.
fn write_whole(to: &Path, progress: &Progress, mut next: impl FnMut() -> Result<Option<Vec<u8>>>) -> Result<()> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = || format!("failed to write {}", to.display());
    let mut half = tempfile::NamedTempFile::new_in(folder).with_context(failed)?;
    let mut out = BufWriter::new(half.as_file_mut());
    let mut bytes = 0;
    while let Some(piece) = next()? {
        out.write_all(&piece).with_context(failed)?;
        bytes += piece.len() as u64;
        progress.tell(bytes);
    }
    out.flush().with_context(failed)?;
    drop(out);
    half.as_file().sync_all().with_context(failed)?;
    let rows = prove(half.path())?;
    half.persist(to).with_context(failed)?;
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(failed)?;
    progress.end();
    println!("{} holds {rows} rows in {bytes} bytes", to.display());
    Ok(())
}

/// Reads a backup to its end; returns how many rows it holds.
fn prove(file: &Path) -> Result<u64> {
    let file = File::open(file).with_context(|| format!("failed to read {}", file.display()))?;
    let failed = |fault| anyhow!("failed to {fault}");
    let (mut decoder, _) = Decoder::begin(BufReader::new(file)).map_err(failed)?;
    let mut rows = 0;
    while decoder.next_row().map_err(failed)?.is_some() {
        rows += 1;
    }
    Ok(rows)
}

impl RestoreFrom {
    fn run(self, config: &Config) -> Result<()> {
        let file = File::open(&self.from).with_context(|| format!("failed to read {}", self.from.display()))?;
        let data = &config.server.data;
        fs::create_dir_all(data).with_context(|| format!("failed to make {}", data.display()))?;
        let bytes = file.metadata().with_context(|| format!("failed to read {}", self.from.display()))?.len();
        has_room(data, bytes.saturating_mul(STORE_PER_BACKUP)).map_err(|fault| explained(&fault))?;
        let erased = ErasedList::of(data);
        for list in &self.erased {
            fs::metadata(list).with_context(|| format!("failed to read {}", list.display()))?;
            let known = erased.sessions().map_err(|fault| explained(&fault))?;
            let entries: Result<Vec<Erased>, _> = ErasedList::at(list.clone()).entries().and_then(Iterator::collect);
            let new = entries.map_err(|fault| explained(&fault))?.into_iter().filter(|e| !known.contains(&e.session));
            erased.add(new).map_err(|fault| explained(&fault))?;
        }
        let progress = Progress::of("rows written");
        let (folder, files) = (config.store_folder(), Files::of(data));
        let to = RestoreTo { store: &folder, files: &files };
        let done =
            restore(BufReader::new(file), to, config.store.cache_mb << 20, &erased, &mut |rows| progress.tell(rows));
        progress.end();
        let restored = done.map_err(|fault| Refused(format!("failed to {fault}")))?;
        print_counts(&restored.counts);
        println!(
            "store {} is at {}; {} erased sessions were left out",
            restored.id,
            folder.display(),
            restored.left_out
        );
        Ok(())
    }
}

impl Compact {
    fn run(self, config: &Config) -> Result<()> {
        let Compacted { before_bytes, after_bytes } = match &self.at.url {
            Some(url) => {
                let size = Remote::new(url)?.send("POST", "store/compact", &())?;
                serde_json::from_value(size).context("failed to read the server's answer")?
            }
            None => {
                let store = open_existing(config)?;
                runtime()?.block_on(store.compact()).map_err(|fault| explained(&fault))?
            }
        };
        println!("{before_bytes} bytes before, {after_bytes} bytes after");
        Ok(())
    }
}

/// How far a job is whose end is not known, on one line of standard error.
struct Progress {
    what: &'static str,
    shown: bool,
}

impl Progress {
    fn of(what: &'static str) -> Self {
        Self { what, shown: std::io::stderr().is_terminal() }
    }

    fn tell(&self, done: u64) {
        if self.shown {
            eprint!("\r{done} {}", self.what);
        }
    }

    fn end(&self) {
        if self.shown {
            eprintln!();
        }
    }
}
