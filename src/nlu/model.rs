//! A model folder: int8 weights, tokenizer, config and a card whose sha256 sums are checked on every load.

use super::bert::{BertConfig, read_tokenizer, token_ids};
use super::int8::{Int8Bert, LayerNorm, LayerWeights, Rows};
use super::reference::ReferenceBert;
use super::{Encoder, ModelError};
use candle_core::{Device, Tensor};
use safetensors::{Dtype, SafeTensors};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

pub const CARD: &str = "card.toml";
pub const WEIGHTS: &str = "model.safetensors";

/// What a model is, where it comes from, and the sha256 of each of its files.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    pub name: String,
    pub description: String,
    pub source: String,
    pub licence: String,
    pub format: String,
    pub dimensions: usize,
    /// Cosine to the f32 weights over a fixed set of sentences, as measured at import.
    pub cosine_mean: f32,
    pub cosine_worst: f32,
    /// What each head was fitted on.
    #[serde(default)]
    pub heads: BTreeMap<String, String>,
    pub sha256: BTreeMap<String, String>,
    /// What the encoder was taught with, if it was.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub training: BTreeMap<String, String>,
}

impl Card {
    pub fn read(folder: &Path) -> Result<Self, ModelError> {
        let path = folder.join(CARD);
        let text = std::fs::read_to_string(&path).map_err(|e| ModelError::read(&path, e))?;
        toml::from_str(&text).map_err(|e| ModelError::content(&path, e.message()))
    }

    /// Checks every file that the card lists.
    fn verify(&self, folder: &Path) -> Result<(), ModelError> {
        for (file, expected) in &self.sha256 {
            let path = folder.join(file);
            let found = sha256_of(&path)?;
            if found != *expected {
                return Err(ModelError::Altered { path, expected: expected.clone(), found });
            }
        }
        Ok(())
    }
}

pub fn sha256_of(path: &Path) -> Result<String, ModelError> {
    let bytes = std::fs::read(path).map_err(|e| ModelError::read(path, e))?;
    Ok(hex(&Sha256::digest(&bytes)))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The quantised encoder with its tokenizer.
pub struct Int8Encoder {
    bert: Int8Bert,
    tokenizer: tokenizers::Tokenizer,
    dim: usize,
}

/// Loads a converted folder (it has a card), or unconverted f32 weights (it has none).
pub fn load_encoder(folder: &Path) -> Result<Box<dyn Encoder>, ModelError> {
    if folder.join(CARD).exists() {
        return Ok(Box::new(Int8Encoder::load(folder)?.0));
    }
    if folder.join(WEIGHTS).exists() {
        return Ok(Box::new(ReferenceBert::load(folder)?));
    }
    Err(ModelError::content(folder, format!("it holds neither {CARD} nor {WEIGHTS}")))
}

impl Int8Encoder {
    pub fn load(folder: &Path) -> Result<(Self, Card), ModelError> {
        let card = Card::read(folder)?;
        card.verify(folder)?;
        let encoder = Self::load_unverified(folder)?;
        Ok((encoder, card))
    }

    /// For a folder that is being written and has no card yet.
    pub fn load_unverified(folder: &Path) -> Result<Self, ModelError> {
        let config = BertConfig::read(folder)?;
        let path = folder.join(WEIGHTS);
        let bytes = std::fs::read(&path).map_err(|e| ModelError::read(&path, e))?;
        let tensors = SafeTensors::deserialize(&bytes).map_err(|e| ModelError::content(&path, e))?;
        let dim = config.hidden_size;
        let bert = Weights { path: &path, tensors }.bert(config)?;
        Ok(Self { bert, tokenizer: read_tokenizer(folder)?, dim })
    }
}

impl Encoder for Int8Encoder {
    fn dim(&self) -> usize {
        self.dim
    }

    fn encode(&self, text: &str) -> Result<Vec<f32>, ModelError> {
        let ids = token_ids(&self.tokenizer, text)?;
        let ids = Tensor::new(ids.as_slice(), &Device::Cpu)?;
        Ok(ids.apply_op1_no_bwd(&&self.bert)?.to_vec1::<f32>()?)
    }

    fn tokens(&self, text: &str) -> usize {
        token_ids(&self.tokenizer, text).map_or(0, |ids| ids.len())
    }
}

/// The tensors of a converted file, by name.
struct Weights<'a> {
    path: &'a Path,
    tensors: SafeTensors<'a>,
}

impl Weights<'_> {
    fn bert(&self, config: BertConfig) -> Result<Int8Bert, ModelError> {
        let (hidden, middle) = (config.hidden_size, config.intermediate_size);
        let words = self.rows("embeddings.words", config.vocab_size, hidden)?;
        let positions = self.floats("embeddings.positions", config.max_position_embeddings * hidden)?;
        let norm = self.norm("embeddings.norm", hidden)?;
        let layers = (0..config.num_hidden_layers)
            .map(|i| {
                let name = |part: &str| format!("layers.{i}.{part}");
                Ok(LayerWeights {
                    qkv: self.linear(&name("qkv"), 3 * hidden, hidden)?,
                    attention_out: self.linear(&name("attention_out"), hidden, hidden)?,
                    attention_norm: self.norm(&name("attention_norm"), hidden)?,
                    up: self.linear(&name("up"), middle, hidden)?,
                    down: self.linear(&name("down"), hidden, middle)?,
                    output_norm: self.norm(&name("output_norm"), hidden)?,
                })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Int8Bert::new(config, words, positions, norm, layers))
    }

    fn linear(&self, name: &str, out: usize, width: usize) -> Result<(Rows, Vec<f32>), ModelError> {
        Ok((self.rows(&format!("{name}.weight"), out, width)?, self.floats(&format!("{name}.bias"), out)?))
    }

    fn norm(&self, name: &str, width: usize) -> Result<LayerNorm, ModelError> {
        Ok(LayerNorm {
            weight: self.floats(&format!("{name}.weight"), width)?,
            bias: self.floats(&format!("{name}.bias"), width)?,
        })
    }

    fn rows(&self, name: &str, rows: usize, width: usize) -> Result<Rows, ModelError> {
        let ints = self.bytes(name, Dtype::I8, rows * width)?.iter().map(|&b| b.cast_signed()).collect();
        Ok(Rows { ints, scales: self.floats(&format!("{name}.scales"), rows)?, width })
    }

    fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.bytes(name, Dtype::F32, count)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect())
    }

    fn bytes(&self, name: &str, kind: Dtype, count: usize) -> Result<&[u8], ModelError> {
        let tensor = self.tensors.tensor(name).map_err(|e| ModelError::content(self.path, format!("{name}: {e}")))?;
        let found: usize = tensor.shape().iter().product();
        if tensor.dtype() != kind || found != count {
            let fault = format!("{name} holds {found} values of {:?}, not {count} of {kind:?}", tensor.dtype());
            return Err(ModelError::content(self.path, fault));
        }
        Ok(self.tensors.tensor(name).expect("it was found above").data())
    }
}
