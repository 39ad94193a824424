//! AdamW (Loshchilov and Hutter, 2019). candle-nn's keeps its moments to itself, so a training could not go on after a stop.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor, Var};
use rayon::prelude::*;

const BETAS: [f32; 2] = [0.9, 0.999];
const EPS: f32 = 1e-8;
/// The gradient over all weights is shortened to this length.
const LONGEST: f32 = 1.0;

pub struct AdamW {
    decay: f32,
    weights: Vec<Moments>,
}

struct Moments {
    var: Var,
    /// The learning rate is multiplied by this.
    gain: f32,
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl AdamW {
    /// Each variable with the gain of its learning rate. Matrices decay, vectors do not.
    pub fn new(vars: impl Iterator<Item = (Var, f32)>, decay: f32) -> Self {
        let moments = |(var, gain): (Var, f32)| {
            let zeros = vec![0.0; var.elem_count()];
            Moments { var, gain, mean: zeros.clone(), square: zeros }
        };
        Self { decay, weights: vars.map(moments).collect() }
    }

    /// Moves the weights against the sum of `gradients`; `step` counts from 1.
    pub fn step(&mut self, gradients: &[GradStore], step: usize, rate: f32) -> Result<()> {
        let mut summed: Vec<Option<Vec<f32>>> = Vec::with_capacity(self.weights.len());
        for moments in &self.weights {
            summed.push(sum(gradients, &moments.var)?);
        }
        let length = summed.par_iter().flatten().map(|g| g.iter().map(|v| v * v).sum::<f32>()).sum::<f32>().sqrt();
        let scale = (LONGEST / length.max(f32::MIN_POSITIVE)).min(1.0);
        let corrections = BETAS.map(|beta| 1.0 - beta.powi(step as i32));
        let decay = self.decay;
        self.weights.par_iter_mut().zip(summed).try_for_each(|(moments, gradient)| match gradient {
            Some(gradient) => moments.step(&gradient, scale, corrections, rate, decay),
            None => Ok(()),
        })
    }

    /// The moments, in the order of the variables.
    pub fn state(&self) -> impl Iterator<Item = (&[f32], &[f32])> {
        self.weights.iter().map(|m| (&m.mean[..], &m.square[..]))
    }

    /// Takes up where [`AdamW::state`] left off.
    pub fn restore(&mut self, place: usize, mean: Vec<f32>, square: Vec<f32>) -> bool {
        let Some(moments) = self.weights.get_mut(place) else { return false };
        let fits = mean.len() == moments.mean.len() && square.len() == moments.square.len();
        if fits {
            (moments.mean, moments.square) = (mean, square);
        }
        fits
    }
}

impl Moments {
    fn step(&mut self, gradient: &[f32], scale: f32, corrections: [f32; 2], rate: f32, decay: f32) -> Result<()> {
        let rate = rate * self.gain;
        let shrink = if self.var.rank() > 1 { 1.0 - rate * decay } else { 1.0 };
        let mut weights: Vec<f32> = self.var.flatten_all()?.to_vec1()?;
        let moments = self.mean.iter_mut().zip(&mut self.square);
        for ((weight, gradient), (mean, square)) in weights.iter_mut().zip(gradient).zip(moments) {
            let gradient = gradient * scale;
            *mean = BETAS[0] * *mean + (1.0 - BETAS[0]) * gradient;
            *square = BETAS[1] * *square + (1.0 - BETAS[1]) * gradient * gradient;
            let step = (*mean / corrections[0]) / ((*square / corrections[1]).sqrt() + EPS);
            *weight = *weight * shrink - rate * step;
        }
        self.var.set(&Tensor::from_vec(weights, self.var.shape(), self.var.device())?)
    }
}

fn sum(gradients: &[GradStore], var: &Var) -> Result<Option<Vec<f32>>> {
    let mut total: Option<Vec<f32>> = None;
    for gradient in gradients.iter().filter_map(|store| store.get(var)) {
        let values: Vec<f32> = gradient.flatten_all()?.to_vec1()?;
        match &mut total {
            Some(total) => total.iter_mut().zip(values).for_each(|(t, v)| *t += v),
            None => total = Some(values),
        }
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Device;

    #[test]
    fn a_parabola_is_walked_down_and_a_stop_changes_nothing() {
        let walk = |stop: usize| {
            let mut x = Var::from_vec(vec![3.0_f32, -2.0], 2, &Device::Cpu).expect("two values");
            let mut adam = AdamW::new([(x.clone(), 1.0)].into_iter(), 0.0);
            for step in 1..=200 {
                if step == stop {
                    let state: Vec<_> = adam.state().map(|(m, s)| (m.to_vec(), s.to_vec())).collect();
                    x = Var::from_tensor(&x.as_tensor().copy().expect("copies")).expect("a variable");
                    adam = AdamW::new([(x.clone(), 1.0)].into_iter(), 0.0);
                    for (place, (mean, square)) in state.into_iter().enumerate() {
                        assert!(adam.restore(place, mean, square));
                    }
                }
                let loss = x.sqr().and_then(|s| s.sum_all()).expect("a number");
                adam.step(&[loss.backward().expect("a gradient")], step, 0.05).expect("steps");
            }
            x.to_vec1::<f32>().expect("floats")
        };
        let straight = walk(0);
        assert!(straight.iter().all(|v| v.abs() < 0.05), "{straight:?}");
        assert_eq!(straight, walk(100));
    }
}
