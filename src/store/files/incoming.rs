//! A file that comes in: written piece by piece, and gone again unless it is given its place.

use super::failed;
use crate::domain::{FileId, FileKind, Pixels, TELLING_BYTES};
use crate::store::StoreError;
use rand::TryRngCore;
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Bytes of a file in which the size of an image is looked for: what a camera writes before it fits in.
const HEAD_BYTES: usize = 256 << 10;

/// What is known of a file by its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    pub id: FileId,
    pub kind: FileKind,
    pub bytes: u64,
    pub sha256: String,
    pub pixels: Option<Pixels>,
}

pub struct Incoming {
    id: FileId,
    /// Removed when dropped, unless it was moved.
    path: Option<PathBuf>,
    file: File,
    digest: Sha256,
    bytes: u64,
    head: Vec<u8>,
}

impl Incoming {
    pub(super) fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        let mut random = [0; 16];
        rand::rngs::OsRng.try_fill_bytes(&mut random).expect("the system gives random bytes");
        let id = FileId::of(random);
        let path = folder.join(id.as_str());
        let begin = || -> io::Result<File> {
            fs::create_dir_all(folder)?;
            File::options().write(true).create_new(true).open(&path)
        };
        let file = begin().map_err(|e| failed(&path, e))?;
        Ok(Self { id, path: Some(path), file, digest: Sha256::new(), bytes: 0, head: Vec::new() })
    }

    pub fn write(&mut self, piece: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(piece).map_err(|e| failed(self.path(), e))?;
        self.digest.update(piece);
        self.bytes += piece.len() as u64;
        let room = HEAD_BYTES.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..room]);
        Ok(())
    }

    /// Whether it may still become a file that is known.
    pub fn is_promising(&self) -> bool {
        self.head.len() < TELLING_BYTES || FileKind::of(&self.head).is_some()
    }

    /// Puts the whole of it on disk; `None` for what is no known file.
    pub fn finish(&mut self) -> Result<Option<FileFacts>, StoreError> {
        self.file.sync_all().map_err(|e| failed(self.path(), e))?;
        let Some(kind) = FileKind::of(&self.head) else { return Ok(None) };
        let sha256 = hex(&std::mem::take(&mut self.digest).finalize());
        let pixels = Pixels::of(kind, &self.head);
        Ok(Some(FileFacts { id: self.id.clone(), kind, bytes: self.bytes, sha256, pixels }))
    }

    /// Where its bytes lie for now.
    pub fn path(&self) -> &Path {
        self.path.as_deref().expect("it is there until it is moved")
    }

    pub(super) fn moved(mut self) {
        self.path = None;
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // What cannot be removed now goes at the next start.
            let _ = fs::remove_file(path);
        }
    }
}
