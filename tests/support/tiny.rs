//! A BERT of two layers with drawn weights, as its f32 files lie in a folder.

use candle_core::{DType, Device, Tensor};
use std::collections::HashMap;
use std::path::Path;

pub const HIDDEN: usize = 16;

/// Writes the weights and the config for a tokenizer of so many tokens into the folder.
pub fn write_encoder(folder: &Path, tokens: usize) {
    let config = serde_json::json!({
        "hidden_size": HIDDEN, "intermediate_size": 32, "num_attention_heads": 2, "num_hidden_layers": 2,
        "layer_norm_eps": 1e-12, "vocab_size": tokens, "max_position_embeddings": 64, "type_vocab_size": 2,
        "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "initializer_range": 0.02, "pad_token_id": 0,
        "model_type": "bert",
    });
    std::fs::write(folder.join("config.json"), config.to_string()).expect("written");
    let mut seed = 1_u32;
    let mut drawn = |shape: &[usize]| {
        let mut next = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as f32 / 8_388_608.0 - 1.0
        };
        let values: Vec<f32> = (0..shape.iter().product()).map(|_| next() * 0.4).collect();
        Tensor::from_vec(values, shape, &Device::Cpu).expect("the shape fits")
    };
    let mut tensors = HashMap::new();
    for (name, rows) in [("word", tokens), ("position", 64), ("token_type", 2)] {
        tensors.insert(format!("embeddings.{name}_embeddings.weight"), drawn(&[rows, HIDDEN]));
    }
    let norm = |tensors: &mut HashMap<String, Tensor>, name: String| {
        tensors.insert(format!("{name}.weight"), Tensor::ones(HIDDEN, DType::F32, &Device::Cpu).expect("ones"));
        tensors.insert(format!("{name}.bias"), Tensor::zeros(HIDDEN, DType::F32, &Device::Cpu).expect("zeros"));
    };
    norm(&mut tensors, "embeddings.LayerNorm".into());
    for layer in 0..2 {
        let name = |part: &str| format!("encoder.layer.{layer}.{part}");
        for (part, out, width) in [
            ("attention.self.query", HIDDEN, HIDDEN),
            ("attention.self.key", HIDDEN, HIDDEN),
            ("attention.self.value", HIDDEN, HIDDEN),
            ("attention.output.dense", HIDDEN, HIDDEN),
            ("intermediate.dense", 32, HIDDEN),
            ("output.dense", HIDDEN, 32),
        ] {
            tensors.insert(name(&format!("{part}.weight")), drawn(&[out, width]));
            tensors.insert(name(&format!("{part}.bias")), drawn(&[out]));
        }
        norm(&mut tensors, name("attention.output.LayerNorm"));
        norm(&mut tensors, name("output.LayerNorm"));
    }
    candle_core::safetensors::save(&tensors, folder.join("model.safetensors")).expect("written");
}
