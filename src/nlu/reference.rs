//! The stock candle BERT in f32: what `--model FOLDER` runs on unconverted weights, and what an import is held against.

use super::bert::{read_tokenizer, to_unit_length, token_ids};
use super::{Encoder, ModelError};
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use std::path::Path;

pub struct ReferenceBert {
    model: BertModel,
    tokenizer: tokenizers::Tokenizer,
    dim: usize,
}

impl ReferenceBert {
    pub fn load(folder: &Path) -> Result<Self, ModelError> {
        let tokenizer = read_tokenizer(folder)?;
        let config_path = folder.join("config.json");
        let text = std::fs::read_to_string(&config_path).map_err(|e| ModelError::read(&config_path, e))?;
        let config: Config = serde_json::from_str(&text).map_err(|e| ModelError::content(&config_path, e))?;
        let path = folder.join("model.safetensors");
        let bytes = std::fs::read(&path).map_err(|e| ModelError::read(&path, e))?;
        let weights = VarBuilder::from_buffered_safetensors(bytes, DType::F32, &Device::Cpu)
            .map_err(|e| ModelError::content(&path, e))?;
        let model = BertModel::load(weights, &config).map_err(|e| ModelError::content(&path, e))?;
        Ok(Self { model, tokenizer, dim: config.hidden_size })
    }
}

impl Encoder for ReferenceBert {
    fn dim(&self) -> usize {
        self.dim
    }

    fn encode(&self, text: &str) -> Result<Vec<f32>, ModelError> {
        let ids = token_ids(&self.tokenizer, text)?;
        let ids = Tensor::new(ids.as_slice(), &Device::Cpu)?.unsqueeze(0)?;
        let kinds = ids.zeros_like()?;
        let last = self.model.forward(&ids, &kinds, None)?;
        let mut vector = last.mean(1)?.squeeze(0)?.to_vec1::<f32>()?;
        to_unit_length(&mut vector);
        Ok(vector)
    }

    fn tokens(&self, text: &str) -> usize {
        token_ids(&self.tokenizer, text).map_or(0, |ids| ids.len())
    }
}
