//! A fitted head as a safetensors file: the lexicon's buckets and weights, and the linear model's.

use super::ModelError;
use super::features::Lexicon;
use super::linear::Linear;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use std::path::Path;

/// Writes to a neighbouring file first, so that a crash never leaves half a head.
pub fn write(path: &Path, lexicon: &Lexicon, linear: &Linear, calibration: &[f32]) -> Result<(), ModelError> {
    let (buckets, rarity) = lexicon.parts();
    let shape = [linear.classes as f32, linear.dense_dim as f32, linear.sparse_dim as f32];
    let gains = [&[linear.dense_gain, linear.sparse_gain], calibration].concat();
    let bytes = |values: &[f32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>();
    let buckets: Vec<u8> = buckets.iter().flat_map(|b| b.to_le_bytes()).collect();
    let parts = [
        ("buckets", Dtype::U32, buckets),
        ("rarity", Dtype::F32, bytes(&rarity)),
        ("shape", Dtype::F32, bytes(&shape)),
        ("gains", Dtype::F32, bytes(&gains)),
        ("weights", Dtype::F32, bytes(linear.weights())),
    ];
    let views = parts.iter().map(|(name, kind, bytes)| {
        (*name, TensorView::new(*kind, vec![bytes.len() / 4], bytes).expect("four bytes a value"))
    });
    let beside = path.with_extension("tmp");
    safetensors::serialize_to_file(views, None, &beside).map_err(|e| ModelError::content(&beside, e))?;
    std::fs::rename(&beside, path).map_err(|e| ModelError::write(path, e))
}

/// The lexicon, the linear model and the numbers by which its scores are calibrated.
pub fn read(path: &Path) -> Result<(Lexicon, Linear, Vec<f32>), ModelError> {
    let bytes = std::fs::read(path).map_err(|e| ModelError::read(path, e))?;
    let tensors = SafeTensors::deserialize(&bytes).map_err(|e| ModelError::content(path, e))?;
    let words = |name: &str| -> Result<Vec<[u8; 4]>, ModelError> {
        let tensor = tensors.tensor(name).map_err(|e| ModelError::content(path, format!("{name}: {e}")))?;
        Ok(tensor.data().as_chunks::<4>().0.to_vec())
    };
    let floats =
        |name: &str| Ok::<_, ModelError>(words(name)?.into_iter().map(f32::from_le_bytes).collect::<Vec<f32>>());
    let buckets = words("buckets")?.into_iter().map(u32::from_le_bytes).collect::<Vec<_>>();
    let (shape, gains) = (floats("shape")?, floats("gains")?);
    let ([classes, dense, sparse], [dense_gain, sparse_gain, calibration @ ..]) = (&shape[..], &gains[..]) else {
        return Err(ModelError::content(path, "shape or gains are not complete"));
    };
    let lexicon = Lexicon::from_parts(&buckets, &floats("rarity")?);
    let [classes, dense, sparse] = [*classes as usize, *dense as usize, *sparse as usize];
    Linear::from_parts([classes, dense, sparse], [*dense_gain, *sparse_gain], floats("weights")?)
        .filter(|linear| linear.sparse_dim.is_multiple_of(lexicon.width().max(1)))
        .map(|linear| (lexicon, linear, calibration.to_vec()))
        .ok_or_else(|| ModelError::content(path, "its parts do not fit together"))
}
