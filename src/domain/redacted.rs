//! Text that is safe to keep: secrets destroyed, personal values replaced by placeholders.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A customer's words after redaction. Models, store, queue, logs and metrics accept nothing else.
///
/// Only `text::redact` calls [`Redacted::from_redaction`]; `tests/architecture.rs` holds that line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Redacted(String);

impl Redacted {
    pub fn from_redaction(text: String) -> Self {
        Self(text)
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
