//! The file of a backup: every row in one stream, with a checksum at its end.
//!
//! | bytes | what |
//! |---|---|
//! | `baton backup 1\n` | what it is, and the version of its form |
//! | length, JSON | [`About`], whose length is four bytes |
//! | length, length, key, value | a row; lengths of two and four bytes, that of a key is never 0 |
//! | 0 | the end, two bytes |
//! | rows | how many there were, eight bytes |
//! | SHA-256 | of everything before it |
//!
//! Numbers are big-endian. Rows are as `rows.rs` describes them, without the facts about the store itself; those under
//! `x` are the entries of the list of erased sessions, see [`ErasedList`], and those under `f` pieces of the files of
//! chats, see `files/pieces.rs`.

use super::{
    ErasedList, Files, Store, StoreError,
    erased::Erased,
    files::Pieces,
    rows::{Mark, Row},
};
use crate::domain::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    io::{self, Read},
    sync::Arc,
};

const BEGIN: &[u8] = b"baton backup 1\n";
const VERSIONS: &[u8] = b"baton backup ";
/// Longest parts that a backup can hold; a length above them is a fault of the file, and nothing is read by it.
const ABOUT_BYTES: usize = 64 << 10;
const KEY_BYTES: usize = 1 << 10;
const VALUE_BYTES: usize = 64 << 10;
/// Erasures written at once.
const AT_ONCE: usize = 1000;
/// Pieces of files written at once.
const PIECES: usize = 8;

/// Where a backup comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Id of the store it was made of.
    pub store: String,
    pub made_at: Timestamp,
}

/// A backup under way, piece by piece.
pub struct Backup {
    store: Arc<dyn Store>,
    encoder: Option<Encoder>,
    begin: Vec<u8>,
    erased: Box<dyn Iterator<Item = Result<Erased, StoreError>> + Send>,
    files: Files,
    reads: Reads,
}

/// What a backup reads next.
enum Reads {
    Erased,
    Rows(Option<Mark>),
    /// After the rows, so that every file is there that they speak of.
    Files(Pieces),
    End,
}

impl Backup {
    /// Begins one. Everything acknowledged before is in it; what is acknowledged meanwhile may be. Sessions are whole.
    pub fn of(store: Arc<dyn Store>, erased: &ErasedList, files: &Files) -> Result<Self, StoreError> {
        let about = About { store: store.id().to_owned(), made_at: Timestamp::now() };
        let (encoder, begin) = Encoder::begin(&about);
        let erased = Box::new(erased.entries()?);
        Ok(Self { store, encoder: Some(encoder), begin, erased, files: files.clone(), reads: Reads::Erased })
    }

    /// The next bytes; `None` after the last.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(mut encoder) = self.encoder.take() else { return Ok(None) };
        let rows = match std::mem::replace(&mut self.reads, Reads::End) {
            Reads::End => return Ok(Some(encoder.end())),
            Reads::Erased => {
                let some: Result<Vec<Row>, _> =
                    self.erased.by_ref().take(AT_ONCE).map(|erased| Ok(erased?.row())).collect();
                let some = some?;
                self.reads = if some.is_empty() { Reads::Rows(None) } else { Reads::Erased };
                some
            }
            Reads::Rows(mark) => {
                let page = self.store.page(mark).await?;
                self.reads = match page.next {
                    Some(mark) => Reads::Rows(Some(mark)),
                    None => Reads::Files(Pieces::of(&self.files)?),
                };
                page.rows
            }
            Reads::Files(mut pieces) => {
                let some: Result<Vec<Row>, _> = std::iter::from_fn(|| pieces.next().transpose()).take(PIECES).collect();
                let some = some?;
                self.reads = if some.is_empty() { Reads::End } else { Reads::Files(pieces) };
                some
            }
        };
        let bytes = [std::mem::take(&mut self.begin), encoder.rows(&rows)].concat();
        self.encoder = Some(encoder);
        Ok(Some(bytes))
    }
}

/// Writes the form.
struct Encoder {
    digest: Sha256,
    rows: u64,
}

impl Encoder {
    fn begin(about: &About) -> (Self, Vec<u8>) {
        let json = serde_json::to_vec(about).expect("it is plain data");
        let bytes = [BEGIN, &(json.len() as u32).to_be_bytes(), &json].concat();
        (Self { digest: Sha256::new_with_prefix(&bytes), rows: 0 }, bytes)
    }

    fn rows(&mut self, rows: &[Row]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (key, value) in rows {
            bytes.extend((key.len() as u16).to_be_bytes());
            bytes.extend((value.len() as u32).to_be_bytes());
            bytes.extend(key);
            bytes.extend(value);
        }
        self.rows += rows.len() as u64;
        self.digest.update(&bytes);
        bytes
    }

    fn end(mut self) -> Vec<u8> {
        let mut bytes = [&0_u16.to_be_bytes()[..], &self.rows.to_be_bytes()].concat();
        self.digest.update(&bytes);
        bytes.extend(self.digest.finalize());
        bytes
    }
}

/// What is wrong with a backup; finishes the sentence "failed to ...".
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("read the backup: {0}")]
    Io(#[from] io::Error),
    #[error("read the backup: this is no backup of a store")]
    NotOne,
    #[error("read the backup: a newer version made it")]
    Newer,
    #[error("read the backup: it is cut off after {at} bytes")]
    Cut { at: u64 },
    #[error("read the backup: byte {at} begins a part of {length} bytes, longer than any")]
    TooLong { at: u64, length: usize },
    #[error("read the backup: what it says about itself is damaged")]
    About,
    #[error("read the backup: it holds {found} rows and counts {counted}")]
    Rows { found: u64, counted: u64 },
    #[error("read the backup: its checksum is wrong, so it is damaged")]
    Checksum,
    #[error("read the backup: something follows its end")]
    Longer,
}

/// Reads the form. Nothing that it gave is proven before it has said [`None`].
pub struct Decoder<R> {
    from: R,
    digest: Sha256,
    at: u64,
    rows: u64,
}

impl<R: Read> Decoder<R> {
    pub fn begin(from: R) -> Result<(Self, About), BackupError> {
        let mut decoder = Self { from, digest: Sha256::new(), at: 0, rows: 0 };
        let begin = decoder.take(BEGIN.len()).map_err(|fault| match fault {
            BackupError::Cut { .. } => BackupError::NotOne,
            other => other,
        })?;
        if begin != BEGIN {
            return Err(if begin.starts_with(VERSIONS) { BackupError::Newer } else { BackupError::NotOne });
        }
        let length = decoder.length::<4>(ABOUT_BYTES)?;
        let about = serde_json::from_slice(&decoder.take(length)?).map_err(|_| BackupError::About)?;
        Ok((decoder, about))
    }

    /// The next row; `None` once the checksum has proven all of them.
    pub fn next_row(&mut self) -> Result<Option<Row>, BackupError> {
        let key = self.length::<2>(KEY_BYTES)?;
        if key == 0 {
            return self.end().map(|()| None);
        }
        let value = self.length::<4>(VALUE_BYTES)?;
        self.rows += 1;
        Ok(Some((self.take(key)?, self.take(value)?)))
    }

    fn end(&mut self) -> Result<(), BackupError> {
        let counted = self.take(8)?.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte));
        let found = std::mem::take(&mut self.digest).finalize();
        if self.take(found.len())? != found.as_slice() {
            return Err(BackupError::Checksum);
        }
        if counted != self.rows {
            return Err(BackupError::Rows { found: self.rows, counted });
        }
        match self.from.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(BackupError::Longer),
        }
    }

    /// A length of `N` bytes.
    fn length<const N: usize>(&mut self, at_most: usize) -> Result<usize, BackupError> {
        let at = self.at;
        let length = self.take(N)?.iter().fold(0, |number, byte| (number << 8) | usize::from(*byte));
        if length > at_most { Err(BackupError::TooLong { at, length }) } else { Ok(length) }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, BackupError> {
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes).map_err(|e| match e.kind() {
            io::ErrorKind::UnexpectedEof => BackupError::Cut { at: self.at },
            _ => BackupError::Io(e),
        })?;
        self.at += length as u64;
        self.digest.update(&bytes);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests;
