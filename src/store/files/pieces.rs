//! Files as rows of a backup, piece by piece, and back: nothing of a restore counts before all of it is proven.
//!
//! The key is `f`, the session's 16 bytes, the 16 of the file's id, and the number of the piece in four, big-endian.

use super::{Files, RESTORING, failed};
use crate::domain::{FileId, SessionId};
use crate::store::{StoreError, rows::Row};
use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::PathBuf,
    vec,
};

const KIND: u8 = b'f';
/// Of one piece: well below the longest value of a backup.
const PIECE_BYTES: u64 = 32 << 10;

pub(crate) fn is_piece(key: &[u8]) -> bool {
    key.first() == Some(&KIND)
}

fn key(session: SessionId, id: &FileId, piece: u32) -> Vec<u8> {
    let id = data_encoding::HEXLOWER.decode(id.as_str().as_bytes()).expect("an id is hex");
    [&[KIND][..], &session.to_bytes(), &id, &piece.to_be_bytes()].concat()
}

fn read_key(key: &[u8]) -> Option<(SessionId, FileId, u32)> {
    let rest: &[u8; 36] = key.get(1..)?.try_into().ok()?;
    let (session, rest) = rest.split_first_chunk::<16>()?;
    let (id, piece) = rest.split_first_chunk::<16>()?;
    Some((SessionId::from_bytes(*session), FileId::of(*id), u32::from_be_bytes(piece.try_into().ok()?)))
}

/// Every file in pieces.
pub(crate) struct Pieces {
    files: Files,
    sessions: vec::IntoIter<SessionId>,
    session: Option<(SessionId, vec::IntoIter<FileId>)>,
    open: Option<(SessionId, FileId, u32, File)>,
}

impl Pieces {
    pub fn of(files: &Files) -> Result<Self, StoreError> {
        Ok(Self { files: files.clone(), sessions: files.sessions()?.into_iter(), session: None, open: None })
    }

    /// The next piece; a file that was erased meanwhile is left out.
    pub fn next(&mut self) -> Result<Option<Row>, StoreError> {
        loop {
            if let Some((session, id, piece, file)) = &mut self.open {
                let mut bytes = Vec::new();
                let read = file.take(PIECE_BYTES).read_to_end(&mut bytes);
                read.map_err(|e| failed(&self.files.place(*session, id), e))?;
                if !bytes.is_empty() {
                    let row = (key(*session, id, *piece), bytes);
                    *piece += 1;
                    return Ok(Some(row));
                }
                self.open = None;
            }
            match self.session.as_mut().and_then(|(session, ids)| Some((*session, ids.next()?))) {
                Some((session, id)) => {
                    let opened = self.files.open(session, &id)?;
                    self.open = opened.map(|(file, _)| (session, id, 0, file));
                }
                None => match self.sessions.next() {
                    Some(session) => self.session = Some((session, self.files.ids(session)?.into_iter())),
                    None => return Ok(None),
                },
            }
        }
    }
}

/// Files of a backup, put aside until the backup is proven.
pub(crate) struct Restoring {
    files: Files,
    whole: Vec<(SessionId, FileId)>,
    open: Option<(u32, File)>,
}

impl Restoring {
    pub fn into(files: &Files) -> Self {
        Self { files: files.clone(), whole: Vec::new(), open: None }
    }

    /// The session of the row, so that what was erased is left out.
    pub fn session_of(key: &[u8]) -> Option<SessionId> {
        read_key(key).map(|(session, ..)| session)
    }

    /// Takes the next piece; false where it follows nothing that came before.
    pub fn take(&mut self, key: &[u8], bytes: &[u8]) -> Result<bool, StoreError> {
        let Some((session, id, piece)) = read_key(key) else { return Ok(false) };
        let path = self.aside(session, &id);
        let write = |file: &mut File| file.write_all(bytes).map_err(|e| failed(&path, e));
        if piece == 0 {
            self.close()?;
            let mut file = begin(&path).map_err(|e| failed(&path, e))?;
            write(&mut file)?;
            self.whole.push((session, id));
            self.open = Some((1, file));
            return Ok(true);
        }
        match &mut self.open {
            Some((next, file)) if *next == piece && self.whole.last() == Some(&(session, id)) => {
                *next += 1;
                write(file).map(|()| true)
            }
            _ => Ok(false),
        }
    }

    /// Everything is proven: each file gets its place.
    pub fn finish(mut self) -> Result<(), StoreError> {
        self.close()?;
        for (session, id) in &self.whole {
            let (from, place) = (self.aside(*session, id), self.files.place(*session, id));
            self.files.put(&from, *session, &place).map_err(|e| failed(&place, e))?;
        }
        self.files.forget_unfinished()
    }

    fn close(&mut self) -> Result<(), StoreError> {
        let Some((_, file)) = self.open.take() else { return Ok(()) };
        file.sync_all().map_err(|e| failed(&self.files.folder, e))
    }

    fn aside(&self, session: SessionId, id: &FileId) -> PathBuf {
        self.files.folder.join(RESTORING).join(format!("{session}-{id}"))
    }
}

fn begin(path: &std::path::Path) -> io::Result<File> {
    fs::create_dir_all(path.parent().expect("it lies in a folder"))?;
    File::create(path)
}
