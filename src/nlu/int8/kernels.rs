//! The steps between the matrix products. Each is one pass over rows that stay in the first-level cache, and ends in
//! the quantised rows that the next product takes. The instruction set is chosen at run time (`rten-simd`).

use super::{LayerNorm, Linear};
use rten_simd::ops::{BitOps, FloatOps, NarrowSaturate, NumOps, ToFloat};
use rten_simd::{Isa, Simd, SimdOp, SimdUnaryOp};
use rten_vecmath::{Gelu, Softmax};

/// Rows of u8, each over its own range: `value = (int - zero) * scale`.
#[derive(Default)]
pub struct Quantised {
    pub ints: Vec<u8>,
    scales: Vec<f32>,
    zeros: Vec<f32>,
}

impl Quantised {
    pub fn reset(&mut self, rows: usize, width: usize) {
        self.ints.resize(rows * width, 0);
        self.scales.resize(rows, 0.0);
        self.zeros.resize(rows, 0.0);
    }

    #[inline(always)]
    fn put<I: Isa>(&mut self, isa: I, row: usize, values: &[f32]) {
        let to = &mut self.ints[row * values.len()..][..values.len()];
        (self.scales[row], self.zeros[row]) = quantise(isa, values, to);
    }
}

/// A product as it comes: 32-bit sums of quantised inputs and weights, [rows, width of `linear`].
pub struct Sums<'a> {
    pub sums: &'a [i32],
    pub inputs: &'a Quantised,
    pub linear: &'a Linear,
}

impl Sums<'_> {
    fn width(&self) -> usize {
        self.linear.scales.len()
    }

    /// Row `row` scaled back, bias added, then `then(value, what out held)`.
    #[inline(always)]
    fn rescale<I: Isa>(&self, isa: I, row: usize, out: &mut [f32], then: impl Fn(I::F32, I::F32) -> I::F32) {
        let f = isa.f32();
        let (width, step) = (self.width(), f.len());
        let sums = &self.sums[row * width..][..width];
        let row = RowScale { scale: f.splat(self.inputs.scales[row]), minus_zero: f.splat(-self.inputs.zeros[row]) };
        let l = self.linear;
        let whole = width / step * step;
        for at in (0..whole).step_by(step) {
            let (scales, bias) = (f.load(&l.scales[at..][..step]), f.load(&l.bias[at..][..step]));
            let sums = isa.i32().load(&sums[at..][..step]);
            let value = row.value(isa, sums, f.load(&l.row_sums[at..][..step]), scales, bias);
            let out = &mut out[at..][..step];
            f.store(then(value, f.load(out)), out);
        }
        if whole < width {
            let (scales, bias) = (f.load_pad(&l.scales[whole..]).0, f.load_pad(&l.bias[whole..]).0);
            let sums = isa.i32().load_pad(&sums[whole..]).0;
            let value = row.value(isa, sums, f.load_pad(&l.row_sums[whole..]).0, scales, bias);
            let value = then(value, f.load_pad(&out[whole..width]).0);
            out[whole..width].copy_from_slice(&value.to_array().as_ref()[..width - whole]);
        }
    }
}

/// What scales the sums of one row back.
#[derive(Clone, Copy)]
struct RowScale<F> {
    scale: F,
    minus_zero: F,
}

impl<F: Simd> RowScale<F> {
    #[inline(always)]
    fn value<I: Isa<F32 = F>>(self, isa: I, sums: I::I32, row_sums: F, scales: F, bias: F) -> F {
        let f = isa.f32();
        let sums = f.mul_add(row_sums, self.minus_zero, isa.i32().to_float(sums));
        f.mul_add(sums, f.mul(scales, self.scale), bias)
    }
}

/// `out = y`.
pub struct Plain<'a>(pub Sums<'a>, pub &'a mut [f32]);

impl SimdOp for Plain<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self(product, out) = self;
        for (row, out) in out.chunks_exact_mut(product.width()).enumerate() {
            product.rescale(
                isa,
                row,
                out,
                #[inline(always)]
                |value, _| value,
            );
        }
    }
}

/// `next = quantised gelu(y)`.
pub struct GeluQuantise<'a>(pub Sums<'a>, pub &'a mut Quantised, pub &'a mut Vec<f32>);

impl SimdOp for GeluQuantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let Self(product, next, buffer) = self;
        let width = product.width();
        buffer.resize(width, 0.0);
        for row in 0..product.sums.len() / width {
            product.rescale(
                isa,
                row,
                buffer,
                #[inline(always)]
                |value, _| Gelu {}.eval(isa, value),
            );
            next.put(isa, row, buffer);
        }
    }
}

/// `x = norm(x + y)`, and `next` is x quantised.
pub struct AddNormQuantise<'a> {
    pub product: Sums<'a>,
    pub x: &'a mut [f32],
    pub norm: &'a LayerNorm,
    pub eps: f32,
    pub next: &'a mut Quantised,
}

impl SimdOp for AddNormQuantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        for (row, x) in self.x.chunks_exact_mut(self.product.width()).enumerate() {
            self.product.rescale(
                isa,
                row,
                x,
                #[inline(always)]
                |value, old| isa.f32().add(value, old),
            );
            normalise(isa, x, self.norm, self.eps);
            self.next.put(isa, row, x);
        }
    }
}

/// `x = norm(x)`, and `next` is x quantised.
pub struct NormQuantise<'a> {
    pub x: &'a mut [f32],
    pub norm: &'a LayerNorm,
    pub eps: f32,
    pub next: &'a mut Quantised,
}

impl SimdOp for NormQuantise<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        for (row, x) in self.x.chunks_exact_mut(self.norm.weight.len()).enumerate() {
            normalise(isa, x, self.norm, self.eps);
            self.next.put(isa, row, x);
        }
    }
}

/// Scaled dot-product attention, every head; `next` is the context quantised.
pub struct Attend<'a> {
    /// Rows of [query | key | value], each `hidden` wide.
    pub qkv: &'a [f32],
    pub hidden: usize,
    pub heads: usize,
    /// Space for the context, [rows, hidden].
    pub context: &'a mut [f32],
    pub scratch: &'a mut Vec<f32>,
    pub next: &'a mut Quantised,
}

impl SimdOp for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let f = isa.f32();
        let (n, size, lanes) = (self.qkv.len() / (3 * self.hidden), self.hidden / self.heads, f.len());
        let padded = n.next_multiple_of(lanes);
        let scale = (size as f32).powf(-0.5);
        let all = Heads { qkv: self.qkv, hidden: self.hidden, size };
        self.scratch.resize((size + 1) * padded, 0.0);
        let (keys, weights) = self.scratch.split_at_mut(size * padded);
        for head in 0..self.heads {
            // Keys stand upright, so that the scores of one query need no sums across a register.
            for j in 0..n {
                for (d, key) in all.part(j, 1, head).iter().enumerate() {
                    keys[d * padded + j] = *key;
                }
            }
            for i in 0..n {
                for at in (0..padded).step_by(lanes) {
                    let mut sum = f.zero();
                    for (d, &q) in all.part(i, 0, head).iter().enumerate() {
                        sum = f.mul_add(f.splat(q * scale), f.load(&keys[d * padded + at..][..lanes]), sum);
                    }
                    f.store(sum, &mut weights[at..][..lanes]);
                }
                Softmax::new_mut(&mut weights[..n]).eval(isa);
                let out = &mut self.context[i * self.hidden + head * size..][..size];
                let whole = size / lanes * lanes;
                for at in (0..whole).step_by(lanes) {
                    let mut sum = f.zero();
                    for (j, &weight) in weights[..n].iter().enumerate() {
                        sum = f.mul_add(f.splat(weight), f.load(&all.part(j, 2, head)[at..][..lanes]), sum);
                    }
                    f.store(sum, &mut out[at..][..lanes]);
                }
                for (d, out) in out.iter_mut().enumerate().skip(whole) {
                    *out = weights[..n].iter().enumerate().map(|(j, weight)| weight * all.part(j, 2, head)[d]).sum();
                }
            }
        }
        for (row, context) in self.context.chunks_exact(self.hidden).enumerate() {
            self.next.put(isa, row, context);
        }
    }
}

/// Rows of [query | key | value], each `hidden` wide and cut into heads of `size`.
#[derive(Clone, Copy)]
struct Heads<'a> {
    qkv: &'a [f32],
    hidden: usize,
    size: usize,
}

impl<'a> Heads<'a> {
    /// Query (0), key (1) or value (2) of a row, as one head sees it.
    #[inline(always)]
    fn part(self, row: usize, which: usize, head: usize) -> &'a [f32] {
        &self.qkv[(row * 3 + which) * self.hidden + head * self.size..][..self.size]
    }
}

/// Quantises a row over its own range, zero included; returns scale and zero point.
#[inline(always)]
fn quantise<I: Isa>(isa: I, row: &[f32], out: &mut [u8]) -> (f32, f32) {
    let (f, int) = (isa.f32(), isa.i32());
    let (low, high) = range(isa, row);
    let high = high.max(f32::MIN_POSITIVE);
    let scale = (high - low) / 255.0;
    let zero = (-low / scale).round_ties_even().clamp(0.0, 255.0);
    let (inverse, zeros) = (f.splat(scale.recip()), int.splat(zero as i32));
    let step = 4 * f.len();
    let whole = row.len() / step * step;
    for (values, out) in row.chunks_exact(step).zip(out.chunks_exact_mut(step)) {
        let ints = f.load_many::<4>(values).map(
            #[inline(always)]
            |v| int.add(f.to_int_round(f.mul(v, inverse)), zeros),
        );
        let low = int.narrow_saturate(ints[0], ints[1]);
        let high = int.narrow_saturate(ints[2], ints[3]);
        isa.u8().store(isa.i16().narrow_saturate(low, high), out);
    }
    for (value, out) in row[whole..].iter().zip(&mut out[whole..]) {
        // A float becomes a u8 by saturating.
        *out = ((value * scale.recip()).round_ties_even() + zero) as u8;
    }
    (scale, zero)
}

/// Vectors taken at once, so that sums do not wait for each other.
const SIDE_BY_SIDE: usize = 4;

/// Smallest and largest value, zero included.
#[inline(always)]
fn range<I: Isa>(isa: I, row: &[f32]) -> (f32, f32) {
    let f = isa.f32();
    let step = SIDE_BY_SIDE * f.len();
    let (mut low, mut high) = ([f.zero(); SIDE_BY_SIDE], [f.zero(); SIDE_BY_SIDE]);
    for values in row.chunks_exact(step) {
        let values = f.load_many::<SIDE_BY_SIDE>(values);
        for k in 0..SIDE_BY_SIDE {
            low[k] = f.min(low[k], values[k]);
            high[k] = f.max(high[k], values[k]);
        }
    }
    let low = f.min(f.min(low[0], low[1]), f.min(low[2], low[3]));
    let high = f.max(f.max(high[0], high[1]), f.max(high[2], high[3]));
    let rest = &row[row.len() / step * step..];
    let low = low.to_array().as_ref().iter().chain(rest).fold(0.0, |a: f32, b| a.min(*b));
    (low, high.to_array().as_ref().iter().chain(rest).fold(0.0, |a: f32, b| a.max(*b)))
}

/// Sums of `value - from` and of its square.
#[inline(always)]
fn sum<I: Isa>(isa: I, row: &[f32], from: f32) -> (f32, f32) {
    let f = isa.f32();
    let step = SIDE_BY_SIDE * f.len();
    let all_from = f.splat(from);
    let (mut sums, mut squares) = ([f.zero(); SIDE_BY_SIDE], [f.zero(); SIDE_BY_SIDE]);
    for values in row.chunks_exact(step) {
        let values = f.load_many::<SIDE_BY_SIDE>(values);
        for k in 0..SIDE_BY_SIDE {
            let value = f.sub(values[k], all_from);
            sums[k] = f.add(sums[k], value);
            squares[k] = f.mul_add(value, value, squares[k]);
        }
    }
    let sums = f.add(f.add(sums[0], sums[1]), f.add(sums[2], sums[3]));
    let squares = f.add(f.add(squares[0], squares[1]), f.add(squares[2], squares[3]));
    let (mut sum, mut square) = (f.sum(sums), f.sum(squares));
    for value in &row[row.len() / step * step..] {
        sum += value - from;
        square += (value - from).powi(2);
    }
    (sum, square)
}

#[inline(always)]
fn normalise<I: Isa>(isa: I, row: &mut [f32], norm: &LayerNorm, eps: f32) {
    let width = row.len() as f32;
    let mean = sum(isa, row, 0.0).0 / width;
    let variance = sum(isa, row, mean).1 / width;
    let f = isa.f32();
    let scale = (variance + eps).sqrt().recip();
    let (all_mean, all_scale) = (f.splat(mean), f.splat(scale));
    let whole = row.len() / f.len() * f.len();
    for at in (0..whole).step_by(f.len()) {
        let weight = f.mul(f.load(&norm.weight[at..][..f.len()]), all_scale);
        let row = &mut row[at..][..f.len()];
        let centred = f.sub(f.load(row), all_mean);
        f.store(f.mul_add(centred, weight, f.load(&norm.bias[at..][..f.len()])), row);
    }
    let parameters = norm.weight.iter().zip(&norm.bias);
    for (value, (weight, bias)) in row.iter_mut().zip(parameters).skip(whole) {
        *value = (*value - mean) * weight * scale + bias;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row<'a>(&'a [f32], &'a mut [u8]);

    impl SimdOp for Row<'_> {
        type Output = (f32, f32);

        #[inline(always)]
        fn eval<I: Isa>(self, isa: I) -> (f32, f32) {
            quantise(isa, self.0, self.1)
        }
    }

    #[test]
    fn a_quantised_row_is_within_half_a_step_of_what_it_was_whatever_its_length() {
        for width in [1, 15, 64, 100, 384] {
            let row: Vec<f32> = (0..width).map(|i| (i as f32 * 0.7).sin() * 3.0 - 0.5).collect();
            let mut ints = vec![0; width];
            let (scale, zero) = Row(&row, &mut ints).dispatch();
            for (value, int) in row.iter().zip(&ints) {
                let back = (f32::from(*int) - zero) * scale;
                assert!((back - value).abs() <= scale * 1.01, "{width}: {value} became {back}, step {scale}");
            }
        }
    }
}
