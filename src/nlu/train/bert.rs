//! A BERT encoder whose layers can be trained; the embeddings stay as they are.

use super::ops::{gelu, standardise};
use crate::nlu::ModelError;
use crate::nlu::bert::BertConfig;
use candle_core::{DType, Device, Result, Tensor, Var};
use std::collections::HashMap;
use std::path::Path;

/// What stands for minus infinity among attention scores.
const HIDDEN: f32 = -1e9;

pub struct TrainedBert {
    device: Device,
    config: BertConfig,
    /// Everything of the file that is not trained, under the name it has there.
    kept: HashMap<String, Tensor>,
    /// What is trained, in a fixed order.
    vars: Vec<(String, Var)>,
    places: HashMap<String, usize>,
}

/// A batch of texts as token ids, padded: [texts, tokens], and what of it is text: 1 or 0.
pub struct Batch {
    pub ids: Tensor,
    pub mask: Tensor,
}

/// What one pass gives of each text.
pub struct Passed {
    /// Mean over the tokens of the last layer: [texts, hidden].
    pub mean: Tensor,
    /// The first token of the last layer: [texts, hidden].
    pub first: Tensor,
}

impl Batch {
    pub fn of(rows: &[&[u32]], device: &Device) -> Result<Self> {
        let longest = rows.iter().map(|row| row.len()).max().unwrap_or(0);
        let (mut ids, mut mask) = (Vec::new(), Vec::new());
        for row in rows {
            let padding = longest - row.len();
            ids.extend(row.iter().copied().chain(std::iter::repeat_n(0, padding)));
            mask.extend(std::iter::repeat_n(1.0_f32, row.len()).chain(std::iter::repeat_n(0.0, padding)));
        }
        let shape = (rows.len(), longest);
        Ok(Self { ids: Tensor::from_vec(ids, shape, device)?, mask: Tensor::from_vec(mask, shape, device)? })
    }
}

impl TrainedBert {
    /// Reads f32 weights onto a device; layers from `from_layer` on are trained.
    pub fn read(folder: &Path, from_layer: usize, device: &Device) -> std::result::Result<Self, ModelError> {
        let config = BertConfig::read(folder)?;
        let path = folder.join(crate::nlu::model::WEIGHTS);
        let tensors = candle_core::safetensors::load(&path, device).map_err(|e| ModelError::content(&path, e))?;
        let mut kept: HashMap<String, Tensor> = HashMap::new();
        for (name, tensor) in tensors {
            let name = name.strip_prefix("bert.").unwrap_or(&name).to_string();
            kept.insert(name, if tensor.dtype().is_int() { tensor } else { tensor.to_dtype(DType::F32)? });
        }
        let layer = |name: &str| name.strip_prefix("encoder.layer.")?.split('.').next()?.parse::<usize>().ok();
        let mut names: Vec<String> =
            kept.keys().filter(|n| layer(n).is_some_and(|l| l >= from_layer)).cloned().collect();
        names.sort();
        let mut vars = Vec::new();
        for name in names {
            let tensor = kept.remove(&name).expect("the name was found above");
            vars.push((name, Var::from_tensor(&tensor)?));
        }
        let places = vars.iter().enumerate().map(|(place, (name, _))| (name.clone(), place)).collect();
        let bert = Self { device: device.clone(), config, kept, vars, places };
        // A missing tensor is found now rather than after the data was read.
        bert.pass(&Batch::of(&[&[0, 1]], device)?).map_err(|fault| ModelError::content(&path, fault))?;
        Ok(bert)
    }

    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Passes that are made side by side: one a core, for a GPU is busy with one.
    pub fn side_by_side(&self) -> usize {
        if self.device.is_cpu() { rayon::current_num_threads() } else { 1 }
    }

    pub fn hidden(&self) -> usize {
        self.config.hidden_size
    }

    pub fn vars(&self) -> impl Iterator<Item = &(String, Var)> {
        self.vars.iter()
    }

    /// Every tensor under the name that the file had for it.
    pub fn tensors(&self) -> HashMap<String, Tensor> {
        let trained = self.vars.iter().map(|(name, var)| (name.clone(), var.as_tensor().clone()));
        self.kept.iter().map(|(name, tensor)| (name.clone(), tensor.clone())).chain(trained).collect()
    }

    pub fn pass(&self, batch: &Batch) -> Result<Passed> {
        let (texts, tokens) = batch.ids.dims2()?;
        let hidden = self.config.hidden_size;
        let mut x = self.embed(batch)?;
        let unseen = ((1.0 - &batch.mask)? * f64::from(HIDDEN))?.reshape((texts, 1, 1, tokens))?;
        for i in 0..self.config.num_hidden_layers {
            x = self.layer(i, &x, &unseen)?;
        }
        let x = x.reshape((texts, tokens, hidden))?;
        let counts = batch.mask.sum_keepdim(1)?;
        let mean = x.broadcast_mul(&batch.mask.unsqueeze(2)?)?.sum(1)?.broadcast_div(&counts)?;
        Ok(Passed { mean, first: x.narrow(1, 0, 1)?.squeeze(1)? })
    }

    fn embed(&self, batch: &Batch) -> Result<Tensor> {
        let (texts, tokens) = batch.ids.dims2()?;
        let words = self.tensor("embeddings.word_embeddings.weight")?.index_select(&batch.ids.flatten_all()?, 0)?;
        let words = words.reshape((texts, tokens, ()))?;
        let places = self.tensor("embeddings.position_embeddings.weight")?.narrow(0, 0, tokens)?;
        let kind = self.tensor("embeddings.token_type_embeddings.weight")?.narrow(0, 0, 1)?;
        let x = words.broadcast_add(&places)?.broadcast_add(&kind)?.flatten(0, 1)?;
        self.norm("embeddings.LayerNorm", &x)
    }

    /// `x`: [texts * tokens, hidden].
    fn layer(&self, i: usize, x: &Tensor, unseen: &Tensor) -> Result<Tensor> {
        let (texts, _, _, tokens) = unseen.dims4()?;
        let heads = self.config.num_attention_heads;
        let name = |part: &str| format!("encoder.layer.{i}.{part}");
        let part = |part: &str| {
            let y = self.linear(&name(&format!("attention.self.{part}")), x)?;
            y.reshape((texts, tokens, heads, ()))?.transpose(1, 2)?.contiguous()
        };
        let (query, key, value) = (part("query")?, part("key")?, part("value")?);
        let scale = 1.0 / ((self.config.hidden_size / heads) as f64).sqrt();
        let scores = (query.matmul(&key.t()?)? * scale)?.broadcast_add(unseen)?;
        let seen = candle_nn::ops::softmax(&scores, candle_core::D::Minus1)?;
        let context = seen.matmul(&value)?.transpose(1, 2)?.reshape((texts * tokens, self.config.hidden_size))?;
        let x = self.norm(
            &name("attention.output.LayerNorm"),
            &(self.linear(&name("attention.output.dense"), &context)? + x)?,
        )?;
        let up = gelu(&self.linear(&name("intermediate.dense"), &x)?)?;
        self.norm(&name("output.LayerNorm"), &(self.linear(&name("output.dense"), &up)? + &x)?)
    }

    fn linear(&self, name: &str, x: &Tensor) -> Result<Tensor> {
        let weight = self.tensor(&format!("{name}.weight"))?;
        x.matmul(&weight.t()?)?.broadcast_add(self.tensor(&format!("{name}.bias"))?)
    }

    fn norm(&self, name: &str, x: &Tensor) -> Result<Tensor> {
        let x = standardise(x, self.config.layer_norm_eps)?;
        x.broadcast_mul(self.tensor(&format!("{name}.weight"))?)?.broadcast_add(self.tensor(&format!("{name}.bias"))?)
    }

    fn tensor(&self, name: &str) -> Result<&Tensor> {
        let trained = self.places.get(name).map(|place| self.vars[*place].1.as_tensor());
        let found = trained.or_else(|| self.kept.get(name));
        found.ok_or_else(|| candle_core::Error::Msg(format!("tensor {name} is missing")))
    }
}
