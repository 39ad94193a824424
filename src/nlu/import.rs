//! `baton model import`: turns f32 BERT weights into a model folder of int8 rows.

use super::bert::{BertConfig, read_tokenizer};
use super::int8::{Rows, WEIGHT_LIMIT, quantise_weights};
use super::model::{CARD, Card, Int8Encoder, WEIGHTS, sha256_of};
use super::reference::ReferenceBert;
use super::{Encoder, ModelError, cosine};
use candle_core::{DType, Device, Tensor};
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Largest magnitude of a quantised embedding: no product saturates there.
const EMBEDDING_LIMIT: f32 = 127.0;

/// What the importer cannot read from the folder.
pub struct Origin {
    pub name: String,
    pub source: String,
    pub licence: String,
}

/// Sentences over which an import is compared with its f32 weights.
const PROBES: [&str; 8] = [
    "where is my order?",
    "I was charged twice for the same lamp and nobody answers my mails.",
    "waar blijft mijn pakket",
    "Ik wil graag mijn pinpas blokkeren, ik ben hem kwijt.",
    "thanks!",
    "THIS IS THE THIRD TIME I ASK!!!",
    "Can I open a savings account for my daughter, and what is the interest rate at the moment?",
    "40128831",
];

/// Converts `from` into `to`, which must not exist yet, and returns the card it wrote.
pub fn import(from: &Path, to: &Path, origin: Origin) -> Result<Card, ModelError> {
    if to.exists() {
        return Err(ModelError::content(to, "it exists already; remove it or choose another --name"));
    }
    let config = BertConfig::read(from)?;
    read_tokenizer(from)?;
    let weights = Floats::read(&from.join(WEIGHTS))?;
    std::fs::create_dir_all(to).map_err(|e| ModelError::write(to, e))?;
    write_weights(&weights.converted(&config)?, &to.join(WEIGHTS))?;
    for file in ["tokenizer.json", "config.json"] {
        std::fs::copy(from.join(file), to.join(file)).map_err(|e| ModelError::write(&to.join(file), e))?;
    }
    write_card(from, to, &config, origin)
}

fn write_card(from: &Path, to: &Path, config: &BertConfig, origin: Origin) -> Result<Card, ModelError> {
    let (cosine_mean, cosine_worst) = compare(&ReferenceBert::load(from)?, &Int8Encoder::load_unverified(to)?)?;
    let mut sha256 = BTreeMap::new();
    for file in [WEIGHTS, "tokenizer.json", "config.json"] {
        sha256.insert(file.to_string(), sha256_of(&to.join(file))?);
    }
    let card = Card {
        name: origin.name,
        description: "Sentence encoder: mean pooling over the last layer, unit length".into(),
        source: origin.source,
        licence: origin.licence,
        format: format!("int8 weights, one scale a row; matrices within +-{WEIGHT_LIMIT}, embeddings within +-127"),
        dimensions: config.hidden_size,
        cosine_mean,
        cosine_worst,
        heads: BTreeMap::new(),
        sha256,
        training: BTreeMap::new(),
    };
    let text = toml::to_string(&card).expect("a card is plain data");
    std::fs::write(to.join(CARD), text).map_err(|e| ModelError::write(&to.join(CARD), e))?;
    Ok(card)
}

fn compare(reference: &dyn Encoder, ours: &dyn Encoder) -> Result<(f32, f32), ModelError> {
    let (mut sum, mut worst) = (0.0, f32::INFINITY);
    for text in PROBES {
        let near = cosine(&reference.encode(text)?, &ours.encode(text)?);
        sum += near;
        worst = worst.min(near);
    }
    Ok((sum / PROBES.len() as f32, worst))
}

/// Bytes of a tensor that is about to be written, with its kind and shape.
type Written = BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>;

struct Floats {
    path: std::path::PathBuf,
    tensors: HashMap<String, Tensor>,
}

impl Floats {
    fn read(path: &Path) -> Result<Self, ModelError> {
        let tensors = candle_core::safetensors::load(path, &Device::Cpu).map_err(|e| ModelError::content(path, e))?;
        Ok(Self { path: path.into(), tensors })
    }

    /// The values of `name`, with or without the `bert.` prefix some exports have.
    fn values(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        let tensor = self
            .tensors
            .get(name)
            .or_else(|| self.tensors.get(&format!("bert.{name}")))
            .ok_or_else(|| ModelError::content(&self.path, format!("tensor {name} is missing")))?;
        Ok(tensor.to_dtype(DType::F32)?.flatten_all()?.to_vec1::<f32>()?)
    }

    fn converted(&self, config: &BertConfig) -> Result<Written, ModelError> {
        let hidden = config.hidden_size;
        let mut out = Written::new();
        let words = quantise_weights(&self.values("embeddings.word_embeddings.weight")?, hidden, EMBEDDING_LIMIT);
        put_rows(&mut out, "embeddings.words", words);
        let kinds = self.values("embeddings.token_type_embeddings.weight")?;
        let mut positions = self.values("embeddings.position_embeddings.weight")?;
        for row in positions.chunks_exact_mut(hidden) {
            row.iter_mut().zip(&kinds).for_each(|(p, k)| *p += k);
        }
        put_floats(&mut out, "embeddings.positions", positions);
        self.put_norm(&mut out, "embeddings.norm", "embeddings.LayerNorm")?;
        for i in 0..config.num_hidden_layers {
            self.put_layer(&mut out, i, config)?;
        }
        Ok(out)
    }

    fn put_layer(&self, out: &mut Written, i: usize, config: &BertConfig) -> Result<(), ModelError> {
        let (hidden, middle) = (config.hidden_size, config.intermediate_size);
        let (to, from) = (format!("layers.{i}"), format!("encoder.layer.{i}"));
        let (mut weight, mut bias) = (Vec::new(), Vec::new());
        for part in ["query", "key", "value"] {
            weight.extend(self.values(&format!("{from}.attention.self.{part}.weight"))?);
            bias.extend(self.values(&format!("{from}.attention.self.{part}.bias"))?);
        }
        put_rows(out, &format!("{to}.qkv.weight"), quantise_weights(&weight, hidden, WEIGHT_LIMIT));
        put_floats(out, &format!("{to}.qkv.bias"), bias);
        for (name, source, width) in [
            ("attention_out", "attention.output.dense", hidden),
            ("up", "intermediate.dense", hidden),
            ("down", "output.dense", middle),
        ] {
            let weight = self.values(&format!("{from}.{source}.weight"))?;
            put_rows(out, &format!("{to}.{name}.weight"), quantise_weights(&weight, width, WEIGHT_LIMIT));
            put_floats(out, &format!("{to}.{name}.bias"), self.values(&format!("{from}.{source}.bias"))?);
        }
        self.put_norm(out, &format!("{to}.attention_norm"), &format!("{from}.attention.output.LayerNorm"))?;
        self.put_norm(out, &format!("{to}.output_norm"), &format!("{from}.output.LayerNorm"))
    }

    fn put_norm(&self, out: &mut Written, to: &str, from: &str) -> Result<(), ModelError> {
        for part in ["weight", "bias"] {
            put_floats(out, &format!("{to}.{part}"), self.values(&format!("{from}.{part}"))?);
        }
        Ok(())
    }
}

fn put_rows(out: &mut Written, name: &str, rows: Rows) {
    put_floats(out, &format!("{name}.scales"), rows.scales);
    let shape = vec![rows.ints.len() / rows.width, rows.width];
    let bytes = rows.ints.iter().map(|i| i.cast_unsigned()).collect();
    out.insert(name.into(), (Dtype::I8, shape, bytes));
}

fn put_floats(out: &mut Written, name: &str, values: Vec<f32>) {
    let bytes = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    out.insert(name.into(), (Dtype::F32, vec![values.len()], bytes));
}

fn write_weights(tensors: &Written, path: &Path) -> Result<(), ModelError> {
    let views = tensors.iter().map(|(name, (kind, shape, bytes))| {
        let view = TensorView::new(*kind, shape.clone(), bytes).expect("the shape matches the bytes");
        (name.clone(), view)
    });
    safetensors::serialize_to_file(views, None, path).map_err(|e| ModelError::content(path, e))
}
