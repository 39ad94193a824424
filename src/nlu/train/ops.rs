//! Two steps of a BERT layer with their gradients, vectorised: on the processor candle's own are scalar and leave many copies
//! behind. On other devices candle's own kernels do them.

use candle_core::{CpuStorage, CustomOp1, D, Layout, Result, Shape, Tensor, bail};
use rten_simd::SimdUnaryOp;
use rten_vecmath::{Exp, Gelu as FastGelu};

/// `x` times the share of a normal distribution below it (the exact form, by the error function).
pub fn gelu(x: &Tensor) -> Result<Tensor> {
    if x.device().is_cpu() { x.apply_op1(Gelu) } else { x.gelu_erf() }
}

/// Each row of the last dimension to mean 0 and variance 1.
pub fn standardise(x: &Tensor, eps: f32) -> Result<Tensor> {
    if x.device().is_cpu() { x.contiguous()?.apply_op1(Standardise { eps }) } else { by_tensors(x, eps) }
}

/// [`standardise`] as operations that every device has.
fn by_tensors(x: &Tensor, eps: f32) -> Result<Tensor> {
    let centred = x.broadcast_sub(&x.mean_keepdim(D::Minus1)?)?;
    let variance = centred.sqr()?.mean_keepdim(D::Minus1)?;
    centred.broadcast_div(&(variance + f64::from(eps))?.sqrt()?)
}

struct Gelu;

struct Standardise {
    eps: f32,
}

impl CustomOp1 for Gelu {
    fn name(&self) -> &'static str {
        "gelu"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let mut out = values(storage, layout)?.to_vec();
        FastGelu {}.map_mut(&mut out);
        Ok((CpuStorage::F32(out), layout.shape().clone()))
    }

    /// The derivative is the share below `x` plus `x` times the density at `x`; the share is the result over `x`.
    fn bwd(&self, arg: &Tensor, res: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        const DENSITY: f32 = 0.398_942_3;
        let (x, y, g) = (flat(arg)?, flat(res)?, flat(grad)?);
        let mut out: Vec<f32> = x.iter().map(|x| -0.5 * x * x).collect();
        Exp::default().map_mut(&mut out);
        for (((out, x), y), g) in out.iter_mut().zip(&x).zip(&y).zip(&g) {
            let below = if x.abs() > 1e-4 { y / x } else { 0.5 };
            *out = g * (below + x * DENSITY * *out);
        }
        Ok(Some(Tensor::from_vec(out, arg.shape(), arg.device())?))
    }
}

impl CustomOp1 for Standardise {
    fn name(&self) -> &'static str {
        "standardise"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let width = width(layout.shape())?;
        let mut out = values(storage, layout)?.to_vec();
        for row in out.chunks_exact_mut(width) {
            let (mean, scale) = self.moments(row);
            row.iter_mut().for_each(|v| *v = (*v - mean) * scale);
        }
        Ok((CpuStorage::F32(out), layout.shape().clone()))
    }

    fn bwd(&self, arg: &Tensor, res: &Tensor, grad: &Tensor) -> Result<Option<Tensor>> {
        let width = width(arg.shape())?;
        let (x, y, mut g) = (flat(arg)?, flat(res)?, flat(grad)?);
        for ((x, y), g) in x.chunks_exact(width).zip(y.chunks_exact(width)).zip(g.chunks_exact_mut(width)) {
            let (_, scale) = self.moments(x);
            let mean = g.iter().sum::<f32>() / width as f32;
            let along = g.iter().zip(y).map(|(g, y)| g * y).sum::<f32>() / width as f32;
            g.iter_mut().zip(y).for_each(|(g, y)| *g = scale * (*g - mean - y * along));
        }
        Ok(Some(Tensor::from_vec(g, arg.shape(), arg.device())?))
    }
}

impl Standardise {
    /// The mean of a row and one over its deviation.
    fn moments(&self, row: &[f32]) -> (f32, f32) {
        let mean = row.iter().sum::<f32>() / row.len() as f32;
        let variance = row.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / row.len() as f32;
        (mean, 1.0 / (variance + self.eps).sqrt())
    }
}

fn values<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    let Some((start, end)) = layout.contiguous_offsets() else { bail!("the input is not contiguous") };
    Ok(&storage.as_slice::<f32>()?[start..end])
}

fn width(shape: &Shape) -> Result<usize> {
    shape
        .dims()
        .last()
        .copied()
        .filter(|w| *w > 0)
        .ok_or_else(|| candle_core::Error::Msg("the input has no rows".into()))
}

fn flat(tensor: &Tensor) -> Result<Vec<f32>> {
    tensor.flatten_all()?.to_vec1()
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::{Device, Var};

    /// Compares the gradient of `f` (weighted, so that rows differ) with finite differences.
    fn check(f: impl Fn(&Tensor) -> Result<Tensor>) {
        let start: Vec<f32> = (0..12).map(|i| (i as f32 * 0.9).sin() * 1.7).collect();
        let weights = Tensor::from_vec((0..12).map(|i| (i as f32 * 0.37).cos()).collect(), (2, 6), &Device::Cpu)
            .expect("twelve values");
        let at = |values: Vec<f32>| {
            let x = Var::from_vec(values, (2, 6), &Device::Cpu).expect("twelve values");
            let sum = (f(&x).expect("runs") * &weights).expect("fits").sum_all().expect("sums");
            (sum, x)
        };
        let (sum, x) = at(start.clone());
        let gradients = sum.backward().expect("has a gradient");
        let gradient = flat(gradients.get(&x).expect("reaches the input")).expect("floats");
        for i in 0..12 {
            let moved = |by: f32| {
                let mut values = start.clone();
                values[i] += by;
                at(values).0.to_scalar::<f32>().expect("one number")
            };
            let slope = (moved(5e-3) - moved(-5e-3)) / 1e-2;
            assert!((slope - gradient[i]).abs() < 2e-3, "value {i}: {slope} against {}", gradient[i]);
        }
    }

    #[test]
    fn other_devices_do_the_same() {
        let both = |own: fn(&Tensor) -> Result<Tensor>, other: fn(&Tensor) -> Result<Tensor>| {
            let run = |f: fn(&Tensor) -> Result<Tensor>| {
                let values = (0..12).map(|i| (i as f32 * 0.9).sin() * 1.7).collect();
                let x = Var::from_vec(values, (2, 6), &Device::Cpu).expect("twelve values");
                let y = f(&x).expect("runs");
                let gradients = y.sqr().and_then(|s| s.sum_all()).and_then(|s| s.backward()).expect("has a gradient");
                let gradient = flat(gradients.get(&x).expect("reaches the input")).expect("floats");
                [flat(&y).expect("floats"), gradient].concat()
            };
            for (own, other) in run(own).iter().zip(run(other)) {
                assert!((own - other).abs() < 1e-3, "{own} against {other}");
            }
        };
        both(gelu, Tensor::gelu_erf);
        both(|x| standardise(x, 1e-6), |x| by_tensors(x, 1e-6));
    }

    #[test]
    fn gradients_agree_with_finite_differences() {
        check(gelu);
        check(|x| standardise(x, 1e-6));
    }
}
