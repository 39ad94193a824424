//! Which sessions were erased, when and by whom: one JSON object a line, in a file beside the store.
//!
//! It outlives the store: a backup that is older than an erasure does not bring the session back. It holds ids alone.

use super::{StoreError, folder::sync_folder, rows::Row};
use crate::domain::{SessionId, Timestamp};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, BufRead, BufReader, ErrorKind, Seek, SeekFrom, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

/// No line is longer: an id, a time and a name of at most 64 bytes.
const LONGEST_LINE: u64 = 1024;

/// One erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    pub session: SessionId,
    pub at: Timestamp,
    /// A user's name, `retention`, or `command line`.
    pub by: String,
}

/// The file, which need not be there.
#[derive(Debug, Clone)]
pub struct ErasedList {
    path: PathBuf,
}

impl ErasedList {
    /// The list of a server whose data folder this is.
    pub fn of(data: &Path) -> Self {
        Self::at(data.join("erased.jsonl"))
    }

    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Every erasure, in the order in which they were written down.
    pub fn entries(&self) -> Result<impl Iterator<Item = Result<Erased, StoreError>> + Send + use<>, StoreError> {
        let file = match File::open(&self.path) {
            Ok(file) => Some(file),
            Err(e) if e.kind() == ErrorKind::NotFound => None,
            Err(e) => return Err(self.failed(e)),
        };
        let list = self.clone();
        let lines = file.into_iter().flat_map(|file| whole(BufReader::new(file)));
        Ok((1..).zip(lines).map_while(move |(number, line)| match line {
            // A line that a crash cut off was never answered for.
            Ok(line) if !line.ends_with('\n') => None,
            Ok(line) => {
                Some(serde_json::from_str(&line).map_err(|e| list.failed(format!("line {number} is no erasure: {e}"))))
            }
            Err(e) => Some(Err(list.failed(e))),
        }))
    }

    /// Every erased session.
    pub fn sessions(&self) -> Result<BTreeSet<SessionId>, StoreError> {
        self.entries()?.map(|entry| Ok(entry?.session)).collect()
    }

    pub fn holds(&self, session: SessionId) -> Result<bool, StoreError> {
        let mut entries = self.entries()?;
        entries
            .find_map(|entry| entry.map(|erased| (erased.session == session).then_some(true)).transpose())
            .unwrap_or(Ok(false))
    }

    /// Writes erasures down; on disk before it returns.
    pub fn add(&self, erased: impl IntoIterator<Item = Erased>) -> Result<(), StoreError> {
        let line = |erased| serde_json::to_string(&erased).expect("it is plain data") + "\n";
        let lines: String = erased.into_iter().map(line).collect();
        if lines.is_empty() { Ok(()) } else { self.append(&lines).map_err(|e| self.failed(e)) }
    }

    fn append(&self, lines: &str) -> io::Result<()> {
        let mut file = File::options().create(true).truncate(false).read(true).write(true).open(&self.path)?;
        let whole = whole_lines(&file)?;
        file.set_len(whole)?;
        file.seek(SeekFrom::Start(whole))?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        sync_folder(self.path.parent().unwrap_or(Path::new(".")))
    }

    fn failed(&self, why: impl ToString) -> StoreError {
        StoreError::Erased { path: self.path.clone(), why: why.to_string() }
    }
}

/// Lines with their ends.
fn whole(mut file: BufReader<File>) -> impl Iterator<Item = io::Result<String>> {
    std::iter::from_fn(move || {
        let mut line = String::new();
        file.read_line(&mut line).map(|read| (read > 0).then_some(line)).transpose()
    })
}

/// Bytes up to the end of the last whole line.
fn whole_lines(file: &File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let mut tail = vec![0; length.min(LONGEST_LINE) as usize];
    let start = length - tail.len() as u64;
    file.read_exact_at(&mut tail, start)?;
    let whole = tail.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    Ok(start + whole as u64)
}

impl Erased {
    pub(super) fn row(&self) -> Row {
        let json = serde_json::to_vec(self).expect("it is plain data");
        ([b"x", &self.session.to_bytes()[..]].concat(), json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{now, session};
    use std::fs;

    #[test]
    fn a_line_that_was_cut_off_is_no_erasure_and_goes() {
        let folder = tempfile::tempdir().unwrap();
        let list = ErasedList::of(folder.path());
        let erased = |who, by: &str| Erased { session: session(who), at: now(), by: by.to_owned() };
        assert_eq!(list.entries().unwrap().count(), 0);
        list.add([erased(1, "ann")]).unwrap();
        let file = folder.path().join("erased.jsonl");
        let half = fs::read_to_string(&file).unwrap() + "{\"session\":\"01";
        fs::write(&file, half).unwrap();
        assert_eq!(list.entries().unwrap().count(), 1);
        list.add([erased(2, "retention"), erased(3, "bob")]).unwrap();

        let entries: Result<Vec<Erased>, _> = list.entries().unwrap().collect();
        assert_eq!(entries.unwrap(), [erased(1, "ann"), erased(2, "retention"), erased(3, "bob")]);
        assert_eq!(list.sessions().unwrap(), [1, 2, 3].map(session).into());
        assert_eq!((list.holds(session(3)).unwrap(), list.holds(session(4)).unwrap()), (true, false));
        fs::write(&file, "{}\n").unwrap();
        let fault = list.sessions().unwrap_err().to_string();
        assert!(fault.contains("erased.jsonl") && fault.contains("line 1 is no erasure"), "{fault}");
    }
}
