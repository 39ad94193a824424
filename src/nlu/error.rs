//! What can go wrong with a model folder or a pass.

use std::fmt::Display;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("failed to read {path}: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("failed to write {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("failed to use {path}: {fault}")]
    Content { path: PathBuf, fault: String },
    #[error(
        "failed to verify {path}: sha256 is {found}, the card says {expected}; restore the file or import the model again"
    )]
    Altered { path: PathBuf, expected: String, found: String },
    #[error("failed to teach on CUDA: {0}")]
    Device(String),
    #[error("failed to encode a text: {0}")]
    Pass(String),
    #[error("failed to encode a text: too many texts are waiting")]
    Busy,
}

impl ModelError {
    pub fn read(path: &Path, source: std::io::Error) -> Self {
        Self::Read { path: path.into(), source }
    }
    pub fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.into(), source }
    }
    pub fn content(path: &Path, fault: impl Display) -> Self {
        Self::Content { path: path.into(), fault: fault.to_string() }
    }
}

impl From<candle_core::Error> for ModelError {
    fn from(fault: candle_core::Error) -> Self {
        Self::Pass(fault.to_string())
    }
}
