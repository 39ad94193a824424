//! The files that came with chats, beside the store: `files/<session>/<id>`, each written whole and synced before its name
//! is known to anybody.
//!
//! | name | what |
//! |---|---|
//! | `<session>/<id>` | a file; the event that names it follows, so that a crash leaves at most a file without an event |
//! | `incoming/` | what is being received; nothing of it counts, and it goes at a start |
//! | `restoring/` | what a restore wrote and has not proven yet; likewise |

mod incoming;
mod pieces;

pub use incoming::{FileFacts, Incoming};
pub(super) use pieces::{Pieces, Restoring, is_piece};

use super::{StoreError, folder::sync_folder};
use crate::domain::{Attachment, FileId, SessionId};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

const INCOMING: &str = "incoming";
const RESTORING: &str = "restoring";

/// The folder of all files, which need not be there.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    /// The files of a server whose data folder this is.
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("files") }
    }

    /// A place for a file that comes in.
    pub fn begin(&self) -> Result<Incoming, StoreError> {
        Incoming::in_folder(&self.folder.join(INCOMING))
    }

    /// Gives a whole file its place under the session, for good: on disk before it returns.
    pub fn keep(&self, incoming: Incoming, id: &FileId, session: SessionId) -> Result<(), StoreError> {
        let place = self.place(session, id);
        let put = self.put(incoming.path(), session, &place).map_err(|e| failed(&place, e));
        if put.is_ok() {
            incoming.moved();
        }
        put
    }

    fn put(&self, from: &Path, session: SessionId, place: &Path) -> io::Result<()> {
        let folder = self.of_session(session);
        if !folder.is_dir() {
            fs::create_dir_all(&folder)?;
            sync_folder(&self.folder)?;
            sync_folder(self.folder.parent().unwrap_or(Path::new(".")))?;
        }
        fs::rename(from, place)?;
        sync_folder(&folder)
    }

    /// The file, open for reading, with its length; `None` where there is no such file.
    pub fn open(&self, session: SessionId, id: &FileId) -> Result<Option<(File, u64)>, StoreError> {
        let path = self.place(session, id);
        let opened = File::open(&path).and_then(|file| file.metadata().map(|about| (file, about.len())));
        match opened {
            Ok(opened) => Ok(Some(opened)),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(failed(&path, e)),
        }
    }

    /// What is wrong with a file that an event speaks of, if anything is; all of its bytes are read.
    pub fn fault_of(&self, session: SessionId, file: &Attachment) -> Result<Option<&'static str>, StoreError> {
        let Some((mut opened, bytes)) = self.open(session, &file.id)? else { return Ok(Some("is not there")) };
        let mut digest = Sha256::new();
        if bytes == file.bytes {
            io::copy(&mut opened, &mut digest).map_err(|e| failed(&self.place(session, &file.id), e))?;
        }
        Ok((incoming::hex(&digest.finalize()) != file.sha256).then_some("is not what was sent"))
    }

    /// Removes one file, if it is there.
    pub fn remove(&self, session: SessionId, id: &FileId) -> Result<(), StoreError> {
        let path = self.place(session, id);
        gone(fs::remove_file(&path)).map_err(|e| failed(&path, e))
    }

    /// Removes every file of the session, for good.
    pub fn erase(&self, session: SessionId) -> Result<(), StoreError> {
        let folder = self.of_session(session);
        if !folder.exists() {
            return Ok(());
        }
        let erased = gone(fs::remove_dir_all(&folder)).and_then(|()| sync_folder(&self.folder));
        erased.map_err(|e| failed(&folder, e))
    }

    /// Removes what was never whole. Only while nothing is received.
    pub fn forget_unfinished(&self) -> Result<(), StoreError> {
        [INCOMING, RESTORING].into_iter().try_for_each(|name| {
            let folder = self.folder.join(name);
            gone(fs::remove_dir_all(&folder)).map_err(|e| failed(&folder, e))
        })
    }

    /// Every session with files, by id.
    pub fn sessions(&self) -> Result<Vec<SessionId>, StoreError> {
        let mut sessions: Vec<SessionId> =
            self.names(&self.folder)?.iter().filter_map(|name| SessionId::parse(name)).collect();
        sessions.sort();
        Ok(sessions)
    }

    /// The files of the session, by id.
    pub fn ids(&self, session: SessionId) -> Result<Vec<FileId>, StoreError> {
        let mut ids: Vec<FileId> =
            self.names(&self.of_session(session))?.iter().filter_map(|name| FileId::parse(name)).collect();
        ids.sort();
        Ok(ids)
    }

    fn names(&self, folder: &Path) -> Result<Vec<String>, StoreError> {
        let name =
            |entry: io::Result<fs::DirEntry>| entry.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let read = || fs::read_dir(folder)?.map(name).collect::<io::Result<Vec<String>>>();
        match read() {
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            read => read.map_err(|e| failed(folder, e)),
        }
    }

    /// What it takes to look whether the disk has room: a folder that is there.
    pub fn disk(&self) -> &Path {
        self.folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn of_session(&self, session: SessionId) -> PathBuf {
        self.folder.join(session.to_string())
    }

    fn place(&self, session: SessionId, id: &FileId) -> PathBuf {
        self.of_session(session).join(id.as_str())
    }
}

/// What is not there is gone.
fn gone(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn failed(path: &Path, why: io::Error) -> StoreError {
    StoreError::File { path: path.to_owned(), why: why.to_string() }
}

#[cfg(test)]
mod tests;
