//! How much a side has sent in files.

use crate::domain::Attachment;

/// What one side of a session has sent so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesSent {
    pub files: u32,
    pub bytes: u64,
}

impl FilesSent {
    pub fn add(&mut self, file: &Attachment) {
        self.files += 1;
        self.bytes += file.bytes;
    }

    /// Whether one more file of so many bytes is within `most`.
    pub fn has_room(self, bytes: u64, most: Self) -> bool {
        self.files < most.files && self.bytes.saturating_add(bytes) <= most.bytes
    }
}
