//! What need not be computed twice: vectors of content by the hash of their text, fitted heads by the hash of all they
//! were fitted on. A missing or unreadable cache costs time, never an answer.

use super::model::hex;
use super::{Encoder, ModelError, Vector, encode_all};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Bump when the heads or vectors are computed differently.
const VERSION: &str = "7";
const KEY: usize = 16;

/// The first bytes of a text's sha256.
pub type Key = [u8; KEY];

/// A folder of cached files for one model.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    model: String,
}

impl Cache {
    pub fn new(folder: impl Into<PathBuf>, model_version: &str) -> Self {
        Self { folder: folder.into(), model: format!("{model_version}-{VERSION}") }
    }

    /// One vector for each text, from the cache or encoded now; afterwards the cache of `what` holds exactly these.
    pub fn vectors(
        &self,
        what: &str,
        encoder: &dyn Encoder,
        texts: &[String],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Vec<Vector>, ModelError> {
        let path = self.folder.join(format!("{what}.{}.vectors.safetensors", self.model));
        let mut known = read_vectors(&path, encoder.dim()).unwrap_or_default();
        let keys: Vec<Key> = texts.iter().map(|t| key(t)).collect();
        let mut missing: HashMap<Key, String> = HashMap::new();
        for (key, text) in keys.iter().zip(texts).filter(|(key, _)| !known.contains_key(*key)) {
            missing.insert(*key, text.clone());
        }
        if missing.is_empty() {
            return Ok(keys.iter().map(|k| known[k].clone()).collect());
        }
        let (new_keys, new_texts): (Vec<Key>, Vec<String>) = missing.into_iter().unzip();
        let total = new_texts.len();
        let encoded = encode_all(encoder, &new_texts, &|done| progress(done, total))?;
        known.extend(new_keys.into_iter().zip(encoded));
        let vectors: Vec<Vector> = keys.iter().map(|k| known[k].clone()).collect();
        self.keep(&path, |path| write_vectors(path, &keys, &vectors));
        Ok(vectors)
    }

    /// Where a head fitted on `parts` is kept.
    pub fn head_path<'a>(&self, what: &str, parts: impl Iterator<Item = &'a [u8]>) -> PathBuf {
        let mut hash = Sha256::new_with_prefix(self.model.as_bytes());
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        self.folder.join(format!("{what}.{}.head.safetensors", &hex(&hash.finalize())[..16]))
    }

    /// Runs `write`; a cache that cannot be written is worth a warning, not a failure.
    pub fn keep(&self, path: &Path, write: impl FnOnce(&Path) -> Result<(), ModelError>) {
        let written = std::fs::create_dir_all(&self.folder)
            .map_err(|e| ModelError::write(&self.folder, e))
            .and_then(|()| write(path));
        if let Err(fault) = written {
            tracing::warn!(%fault, "the content cache is not kept; the next start takes longer");
        }
    }
}

pub fn key(text: &str) -> Key {
    let hash = Sha256::digest(text.as_bytes());
    *hash.first_chunk().expect("a sha256 is longer than a key")
}

fn read_vectors(path: &Path, dim: usize) -> Option<HashMap<Key, Vector>> {
    let bytes = std::fs::read(path).ok()?;
    let tensors = SafeTensors::deserialize(&bytes).ok()?;
    let keys = tensors.tensor("keys").ok()?.data().as_chunks::<KEY>().0.to_vec();
    let values = tensors.tensor("vectors").ok()?;
    let floats: Vec<f32> = values.data().as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
    if floats.len() != keys.len() * dim {
        return None;
    }
    Some(keys.into_iter().zip(floats.chunks_exact(dim).map(Vector::from)).collect())
}

fn write_vectors(path: &Path, keys: &[Key], vectors: &[Vector]) -> Result<(), ModelError> {
    let dim = vectors.first().map_or(0, |v| v.len());
    let keys: Vec<u8> = keys.iter().flatten().copied().collect();
    let values: Vec<u8> = vectors.iter().flat_map(|v| v.iter().flat_map(|f| f.to_le_bytes())).collect();
    let view = |kind, shape, bytes| TensorView::new(kind, shape, bytes).expect("the shape fits the bytes");
    let views = [
        ("keys", view(Dtype::U8, vec![keys.len() / KEY, KEY], &keys)),
        ("vectors", view(Dtype::F32, vec![vectors.len(), dim], &values)),
    ];
    let beside = path.with_extension("tmp");
    safetensors::serialize_to_file(views, None, &beside).map_err(|e| ModelError::content(&beside, e))?;
    std::fs::rename(&beside, path).map_err(|e| ModelError::write(path, e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::counting::Counting;

    #[test]
    fn a_text_is_encoded_once_and_a_broken_cache_is_made_anew() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache::new(folder.path(), "m");
        let encoder = Counting::default();
        let texts: Vec<String> = ["a", "bb", "a"].map(String::from).to_vec();
        let first = cache.vectors("shop", &encoder, &texts, &|_, _| ()).expect("encodes");
        assert_eq!((first.len(), encoder.passes()), (3, 2));
        let again = cache.vectors("shop", &encoder, &texts, &|_, _| ()).expect("reads");
        assert_eq!((again, encoder.passes()), (first.clone(), 2));

        let file = std::fs::read_dir(folder.path()).expect("a folder").next().expect("a file").expect("an entry");
        std::fs::write(file.path(), b"nonsense").expect("writes");
        assert_eq!(cache.vectors("shop", &encoder, &texts, &|_, _| ()).expect("encodes anew"), first);
    }
}
