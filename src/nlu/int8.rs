//! A BERT forward pass for short texts on a CPU: weights in int8, prepacked once, one scale per output row;
//! activations quantised per token to u8, each over its own range. The whole pass is one candle `CustomOp1` from token ids to
//! the unit-length sentence vector.
//!
//! Weights are kept within +-63 because the AVX2 kernel adds pairs of products in 16 bits and could saturate.

mod kernels;

use super::bert::{BertConfig, to_unit_length};
use candle_core::{CpuStorage, CustomOp1, Layout, Shape};
use kernels::{AddNormQuantise, Attend, GeluQuantise, NormQuantise, Plain, Quantised, Sums};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_simd::SimdOp;
use rten_tensor::NdTensorView;
use std::cell::RefCell;

/// Largest magnitude of a quantised weight.
pub const WEIGHT_LIMIT: f32 = 63.0;

/// A matrix of int8 rows, each with its scale: `value = int * scale[row]`.
pub struct Rows {
    pub ints: Vec<i8>,
    pub scales: Vec<f32>,
    pub width: usize,
}

pub struct LayerNorm {
    pub weight: Vec<f32>,
    pub bias: Vec<f32>,
}

/// `y = x W^T + b`, W of shape [out, in].
pub struct Linear {
    inputs: usize,
    packed: PackedBMatrix<i8>,
    /// Sum of each output row's weights, to take the inputs' zero point out again: the library's own correction
    /// (rten-gemm 0.27) reads the zero points of the first rows for every block of rows.
    row_sums: Vec<f32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// One layer's weights before packing.
pub struct LayerWeights {
    /// Query, key and value stacked: [3 * hidden, hidden].
    pub qkv: (Rows, Vec<f32>),
    pub attention_out: (Rows, Vec<f32>),
    pub attention_norm: LayerNorm,
    pub up: (Rows, Vec<f32>),
    pub down: (Rows, Vec<f32>),
    pub output_norm: LayerNorm,
}

struct Layer {
    qkv: Linear,
    attention_out: Linear,
    attention_norm: LayerNorm,
    up: Linear,
    down: Linear,
    output_norm: LayerNorm,
}

pub struct Int8Bert {
    config: BertConfig,
    words: Rows,
    /// Position and first token-type embedding added up: [positions, hidden].
    positions: Vec<f32>,
    norm: LayerNorm,
    layers: Vec<Layer>,
}

type Gemm = GemmExecutor<u8, i8, i32>;

thread_local! {
    /// The kernel chosen for this machine. It holds no state, but cannot move between threads.
    static GEMM: Gemm = Gemm::default();
    /// Reused from pass to pass on one thread.
    static BUFFERS: RefCell<Buffers> = RefCell::default();
}

#[derive(Default)]
struct Buffers {
    x: Vec<f32>,
    qkv: Vec<f32>,
    context: Vec<f32>,
    row: Vec<f32>,
    /// Inputs of the next product, and of the one in the middle of a layer.
    inputs: Quantised,
    middle: Quantised,
    sums: Vec<i32>,
}

impl Int8Bert {
    pub fn new(
        config: BertConfig,
        words: Rows,
        positions: Vec<f32>,
        norm: LayerNorm,
        layers: Vec<LayerWeights>,
    ) -> Self {
        let pack = |l: LayerWeights| Layer {
            qkv: Linear::pack(l.qkv),
            attention_out: Linear::pack(l.attention_out),
            attention_norm: l.attention_norm,
            up: Linear::pack(l.up),
            down: Linear::pack(l.down),
            output_norm: l.output_norm,
        };
        let layers = layers.into_iter().map(pack).collect();
        Self { config, words, positions, norm, layers }
    }

    /// The unit-length mean of the last layer over all tokens. `ids` must be non-empty.
    fn pass(&self, ids: &[u32]) -> Vec<f32> {
        BUFFERS.with_borrow_mut(|buffers| self.pass_in(ids, buffers))
    }

    fn pass_in(&self, ids: &[u32], b: &mut Buffers) -> Vec<f32> {
        let (n, hidden, eps) = (ids.len(), self.config.hidden_size, self.config.layer_norm_eps);
        let heads = self.config.num_attention_heads;
        self.embed(ids, &mut b.x);
        b.inputs.reset(n, hidden);
        b.middle.reset(n, self.config.intermediate_size);
        b.qkv.resize(n * 3 * hidden, 0.0);
        b.context.resize(n * hidden, 0.0);
        NormQuantise { x: &mut b.x, norm: &self.norm, eps, next: &mut b.inputs }.dispatch();
        for layer in &self.layers {
            Plain(layer.qkv.times(&b.inputs, n, &mut b.sums), &mut b.qkv).dispatch();
            let (context, scratch) = (&mut b.context[..], &mut b.row);
            Attend { qkv: &b.qkv, hidden, heads, context, scratch, next: &mut b.middle }.dispatch();
            let product = layer.attention_out.times(&b.middle, n, &mut b.sums);
            AddNormQuantise { product, x: &mut b.x, norm: &layer.attention_norm, eps, next: &mut b.inputs }.dispatch();
            GeluQuantise(layer.up.times(&b.inputs, n, &mut b.sums), &mut b.middle, &mut b.row).dispatch();
            let product = layer.down.times(&b.middle, n, &mut b.sums);
            AddNormQuantise { product, x: &mut b.x, norm: &layer.output_norm, eps, next: &mut b.inputs }.dispatch();
        }
        mean_of_rows(&b.x, hidden)
    }

    fn embed(&self, ids: &[u32], x: &mut Vec<f32>) {
        let hidden = self.config.hidden_size;
        x.clear();
        for (place, &id) in ids.iter().enumerate() {
            let row = id as usize;
            let scale = self.words.scales[row];
            let word = &self.words.ints[row * hidden..][..hidden];
            let position = &self.positions[place * hidden..][..hidden];
            x.extend(word.iter().zip(position).map(|(&w, p)| f32::from(w) * scale + p));
        }
    }
}

impl CustomOp1 for &Int8Bert {
    fn name(&self) -> &'static str {
        "int8-bert"
    }

    /// Token ids, u32 of shape [n], to the sentence vector, f32 of shape [hidden].
    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> candle_core::Result<(CpuStorage, Shape)> {
        let ids = storage.as_slice::<u32>()?;
        let Some((start, end)) = layout.contiguous_offsets() else {
            candle_core::bail!("token ids are not contiguous");
        };
        let ids = &ids[start..end];
        if ids.is_empty() || ids.len() > self.config.max_position_embeddings {
            candle_core::bail!("{} tokens, not between 1 and {}", ids.len(), self.config.max_position_embeddings);
        }
        if let Some(id) = ids.iter().find(|&&id| id as usize >= self.config.vocab_size) {
            candle_core::bail!("token id {id} lies outside the vocabulary of {}", self.config.vocab_size);
        }
        let vector = self.pass(ids);
        Ok((CpuStorage::F32(vector), Shape::from(self.config.hidden_size)))
    }
}

impl Linear {
    fn pack((rows, bias): (Rows, Vec<f32>)) -> Self {
        let shape = [rows.scales.len(), rows.width];
        let view = NdTensorView::from_data(shape, rows.ints.as_slice());
        let sum = |row: &[i8]| row.iter().map(|&w| f32::from(w)).sum();
        let row_sums = rows.ints.chunks_exact(rows.width).map(sum).collect();
        let packed = GEMM.with(|gemm| gemm.prepack_b(view.transposed()));
        Self { inputs: rows.width, packed, row_sums, scales: rows.scales, bias }
    }

    /// `inputs[n, in] W^T` as 32-bit sums, before scaling back.
    fn times<'a>(&'a self, inputs: &'a Quantised, n: usize, sums: &'a mut Vec<i32>) -> Sums<'a> {
        let width = self.scales.len();
        sums.resize(n * width, 0);
        let a = NdTensorView::from_data([n, self.inputs], &inputs.ints[..n * self.inputs]);
        let (a, b) = (GemmInputA::Unpacked(a), GemmInputB::Packed(&self.packed));
        GEMM.with(|gemm| gemm.gemm(sums, a, b, GemmOptions::default()))
            .expect("shapes were checked when the model was loaded");
        Sums { sums, inputs, linear: self }
    }
}

fn mean_of_rows(x: &[f32], width: usize) -> Vec<f32> {
    let mut mean = vec![0.0; width];
    for row in x.chunks_exact(width) {
        mean.iter_mut().zip(row).for_each(|(m, v)| *m += v);
    }
    to_unit_length(&mut mean);
    mean
}

/// Quantises the rows of a [rows, width] matrix to +-`limit`, one scale a row: of a few ways to clip the largest
/// values, the one with the smallest squared error.
pub fn quantise_weights(values: &[f32], width: usize, limit: f32) -> Rows {
    let mut rows = Rows { ints: Vec::with_capacity(values.len()), scales: Vec::new(), width };
    for row in values.chunks_exact(width) {
        let largest = row.iter().fold(f32::MIN_POSITIVE, |m, v| m.max(v.abs()));
        let round = |v: f32, scale: f32| (v / scale).round().clamp(-limit, limit);
        let error = |scale: &f32| row.iter().map(|v| (v - round(*v, *scale) * scale).powi(2)).sum::<f32>();
        let scales = (0..10).map(|clip| largest * (1.0 - 0.04 * clip as f32) / limit);
        let scale = scales.min_by(|a, b| error(a).total_cmp(&error(b))).expect("there are ten of them");
        rows.scales.push(scale);
        rows.ints.extend(row.iter().map(|v| round(*v, scale) as i8));
    }
    rows
}
