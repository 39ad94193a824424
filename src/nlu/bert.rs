//! The shape of a BERT-family encoder, as its `config.json` gives it.

use super::ModelError;
use serde::Deserialize;
use std::path::Path;

/// Longest input in tokens, the two marks counted: what all-MiniLM-L6-v2 was trained for. The rest is cut off.
pub const MAX_TOKENS: usize = 256;

#[derive(Debug, Clone, Deserialize)]
pub struct BertConfig {
    pub hidden_size: usize,
    pub intermediate_size: usize,
    pub num_attention_heads: usize,
    pub num_hidden_layers: usize,
    pub layer_norm_eps: f32,
    pub vocab_size: usize,
    pub max_position_embeddings: usize,
    #[serde(default)]
    pub model_type: String,
}

impl BertConfig {
    pub fn read(folder: &Path) -> Result<Self, ModelError> {
        let path = folder.join("config.json");
        let text = std::fs::read_to_string(&path).map_err(|source| ModelError::read(&path, source))?;
        let config: Self = serde_json::from_str(&text).map_err(|fault| ModelError::content(&path, fault))?;
        if config.num_attention_heads == 0 || !config.hidden_size.is_multiple_of(config.num_attention_heads) {
            return Err(ModelError::content(&path, "hidden_size is not a multiple of num_attention_heads"));
        }
        Ok(config)
    }
}

/// Reads `tokenizer.json`, without padding, cut at [`MAX_TOKENS`].
pub fn read_tokenizer(folder: &Path) -> Result<tokenizers::Tokenizer, ModelError> {
    let path = folder.join("tokenizer.json");
    let mut tokenizer = tokenizers::Tokenizer::from_file(&path).map_err(|fault| ModelError::content(&path, fault))?;
    let cut = tokenizers::TruncationParams { max_length: MAX_TOKENS, ..Default::default() };
    tokenizer.with_truncation(Some(cut)).map_err(|fault| ModelError::content(&path, fault))?;
    tokenizer.with_padding(None);
    Ok(tokenizer)
}

/// Token ids of `text`, marks included.
pub fn token_ids(tokenizer: &tokenizers::Tokenizer, text: &str) -> Result<Vec<u32>, ModelError> {
    let encoding = tokenizer.encode_fast(text, true).map_err(|fault| ModelError::Pass(fault.to_string()))?;
    Ok(encoding.get_ids().to_vec())
}

/// Scales `vector` to unit length; a zero vector stays zero.
pub fn to_unit_length(vector: &mut [f32]) {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|v| *v /= length);
    }
}
