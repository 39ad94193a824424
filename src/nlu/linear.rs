//! Multinomial logistic regression over dense and sparse features, with examples of what a class is not.

mod span;

use super::dot::{add_rows, dot};
use super::features::Features;
use super::lbfgs::{Memory, Stop, minimise};
use candle_core::{Device, Tensor};
use rayon::prelude::*;

/// Examples with which a fit over many begins, an even part of all, and iterations over them.
const BEGIN_WITH: usize = 2000;
const BEGIN_ITERATIONS: usize = 25;

/// `logits = W_dense x_dense * dense_gain + W_sparse x_sparse * sparse_gain + b`.
#[derive(Debug, Clone)]
pub struct Linear {
    pub classes: usize,
    pub dense_dim: usize,
    pub sparse_dim: usize,
    pub dense_gain: f32,
    pub sparse_gain: f32,
    /// [classes, dense_dim], then [sparse_dim, classes], then [classes].
    weights: Vec<f32>,
}

/// One row to learn from.
#[derive(Debug, Clone)]
pub struct Example {
    pub features: Features,
    pub target: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Is(usize),
    IsNot(usize),
}

#[derive(Debug, Clone, Copy)]
pub struct FitSettings {
    pub dense_gain: f32,
    pub sparse_gain: f32,
    /// L2 penalty, as in scikit-learn's 1/C over the sum of the losses.
    pub penalty: f32,
    pub iterations: usize,
    /// Passes over all the examples, where they are too many to be fitted in their span.
    pub passes: usize,
}

impl Linear {
    /// Fits on `examples`; deterministic.
    pub fn fit(examples: &[Example], classes: usize, sparse_dim: usize, settings: FitSettings) -> Self {
        let dense_dim = examples.first().map_or(0, |e| e.features.dense.len());
        let mut model = Self {
            classes,
            dense_dim,
            sparse_dim,
            dense_gain: settings.dense_gain,
            sparse_gain: settings.sparse_gain,
            weights: vec![0.0; classes * (dense_dim + sparse_dim + 1)],
        };
        if examples.is_empty() {
            return model;
        }
        if examples.len() <= span::MOST_EXAMPLES {
            model.weights = span::fit(&model, examples, settings);
            return model;
        }
        // What an even part of them teaches is most of the way.
        let some: Vec<Example> = examples.iter().step_by(examples.len().div_ceil(BEGIN_WITH)).cloned().collect();
        let start = span::fit(&model, &some, FitSettings { iterations: BEGIN_ITERATIONS, ..settings });
        model.weights = model.minimised(start, examples, settings);
        model
    }

    /// The weights, each moved by itself: for more examples than [`span`] takes.
    fn minimised(&self, start: Vec<f32>, examples: &[Example], settings: FitSettings) -> Vec<f32> {
        let rows = Rows::of(examples, self.dense_dim, self.sparse_dim);
        let stop = Stop { iterations: settings.passes, tolerance: 1e-5 };
        let loss = |weights: &[f32], gradient: &mut [f32]| self.loss(weights, gradient, &rows, settings.penalty);
        minimise(start, stop, Memory(4), dot, loss)
    }

    /// Dense per class, then sparse per column, then one bias a class.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// `None` where the number of weights does not fit the shape.
    pub fn from_parts(shape: [usize; 3], gains: [f32; 2], weights: Vec<f32>) -> Option<Self> {
        let [classes, dense_dim, sparse_dim] = shape;
        let [dense_gain, sparse_gain] = gains;
        let fits = weights.len() == classes * (dense_dim + sparse_dim + 1);
        fits.then_some(Self { classes, dense_dim, sparse_dim, dense_gain, sparse_gain, weights })
    }

    /// Unnormalised scores, one a class.
    pub fn logits(&self, features: &Features) -> Vec<f32> {
        let (dense, sparse, bias) = self.parts(&self.weights);
        let mut out = bias.to_vec();
        for (o, row) in out.iter_mut().zip(dense.chunks_exact(self.dense_dim.max(1))) {
            *o += self.dense_gain * dot(row, &features.dense);
        }
        add_rows(&mut out, sparse, &features.sparse, self.sparse_gain);
        out
    }

    fn parts<'a>(&self, weights: &'a [f32]) -> (&'a [f32], &'a [f32], &'a [f32]) {
        let (dense, rest) = weights.split_at(self.classes * self.dense_dim);
        let (sparse, bias) = rest.split_at(self.classes * self.sparse_dim);
        (dense, sparse, bias)
    }

    /// Sum of the negative log-likelihoods plus the penalty; writes the gradient. The same sums in the same order on any
    /// number of cores.
    fn loss(&self, weights: &[f32], gradient: &mut [f32], rows: &Rows, penalty: f32) -> f32 {
        let classes = self.classes;
        let (dense, sparse, bias) = self.parts(weights);
        let w = Tensor::from_slice(dense, (classes, self.dense_dim), &Device::Cpu).expect("the shape fits");
        let scores = rows.dense.matmul(&w.t().expect("a matrix")).expect("the shapes fit");
        let mut errors = scores.flatten_all().and_then(|s| s.to_vec1::<f32>()).expect("floats");
        let judged = errors.par_chunks_exact_mut(classes).zip(rows.examples).map(|(row, example)| {
            row.iter_mut().zip(bias).for_each(|(s, b)| *s = *s * self.dense_gain + b);
            add_rows(row, sparse, &example.features.sparse, self.sparse_gain);
            softmax(row);
            loss_and_error(row, example.target)
        });
        let losses: Vec<f32> = judged.collect();
        let mut value = losses.iter().map(|loss| f64::from(*loss)).sum::<f64>() as f32;
        gradient.fill(0.0);
        let (to_dense, rest) = gradient.split_at_mut(classes * self.dense_dim);
        let (to_sparse, to_bias) = rest.split_at_mut(classes * self.sparse_dim);
        errors.chunks_exact(classes).for_each(|row| add(to_bias, row, 1.0));
        let columns = to_sparse.par_chunks_exact_mut(classes).zip(&rows.columns);
        columns.for_each(|(to, column)| add_rows(to, &errors, column, self.sparse_gain));
        let errors = Tensor::from_vec(errors, (rows.examples.len(), classes), &Device::Cpu).expect("the shape fits");
        let turned = errors.t().and_then(|e| e.matmul(&rows.dense)).and_then(|g| g.flatten_all());
        let turned = turned.and_then(|t| t.to_vec1::<f32>()).expect("the shapes fit");
        to_dense.iter_mut().zip(turned).for_each(|(g, t)| *g = t * self.dense_gain);
        let penalised = weights.len() - classes;
        value += 0.5 * penalty * dot(&weights[..penalised], &weights[..penalised]);
        add(&mut gradient[..penalised], weights, penalty);
        value
    }
}

/// Examples laid out for passes over all of them.
struct Rows<'a> {
    examples: &'a [Example],
    /// [examples, dense_dim].
    dense: Tensor,
    /// For each column of the sparse features, the examples that have it, with its value there.
    columns: Vec<Vec<(u32, f32)>>,
}

impl<'a> Rows<'a> {
    fn of(examples: &'a [Example], dense_dim: usize, sparse_dim: usize) -> Self {
        let dense: Vec<f32> = examples.iter().flat_map(|e| e.features.dense.iter().copied()).collect();
        let dense = Tensor::from_vec(dense, (examples.len(), dense_dim), &Device::Cpu).expect("rows are equally long");
        let mut columns = vec![Vec::new(); sparse_dim];
        for (row, example) in (0..).zip(examples) {
            for &(column, value) in &*example.features.sparse {
                columns[column as usize].push((row, value));
            }
        }
        Self { examples, dense, columns }
    }
}

fn add(to: &mut [f32], what: &[f32], times: f32) {
    to.iter_mut().zip(what).for_each(|(t, w)| *t += times * w);
}

/// Turns a row of probabilities into the gradient of its loss with respect to the scores, and returns the loss.
fn loss_and_error(row: &mut [f32], target: Target) -> f32 {
    match target {
        Target::Is(class) => {
            let loss = -row[class].max(1e-9).ln();
            row[class] -= 1.0;
            loss
        }
        Target::IsNot(class) => {
            let p = row[class];
            let rest = (1.0 - p).max(1e-6);
            row.iter_mut().for_each(|q| *q *= -p / rest);
            row[class] = p;
            -rest.ln()
        }
    }
}

pub fn softmax(row: &mut [f32]) {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|v| *v = (*v - largest).exp());
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|v| *v /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(dense: [f32; 2], column: u32) -> Features {
        Features { dense: dense.to_vec().into(), sparse: vec![(column, 1.0)].into() }
    }

    const SETTINGS: FitSettings =
        FitSettings { dense_gain: 1.0, sparse_gain: 1.0, penalty: 0.1, iterations: 50, passes: 200 };

    #[test]
    fn learns_what_a_class_is_and_what_it_is_not() {
        let is = |dense, column, class| Example { features: features(dense, column), target: Target::Is(class) };
        let mut examples = vec![is([1.0, 0.0], 0, 0), is([0.0, 1.0], 1, 1)];
        let model = Linear::fit(&examples, 2, 3, SETTINGS);
        assert!(model.logits(&examples[0].features)[0] > model.logits(&examples[0].features)[1]);

        let near = features([0.9, 0.1], 2);
        let gap = |m: &Linear| m.logits(&near)[0] - m.logits(&near)[1];
        examples.push(Example { features: near.clone(), target: Target::IsNot(0) });
        let corrected = Linear::fit(&examples, 2, 3, SETTINGS);
        assert!(gap(&corrected) < gap(&model), "{} < {}", gap(&corrected), gap(&model));
    }

    #[test]
    fn the_fit_in_the_span_of_the_examples_is_the_fit_over_the_weights() {
        let examples: Vec<Example> = (0..40)
            .map(|i| {
                let dense = [(i as f32 * 0.7).sin(), (i as f32 * 1.3).cos()];
                let target = if i % 7 == 0 { Target::IsNot(i % 3) } else { Target::Is(i % 3) };
                Example { features: features(dense, (i % 5) as u32), target }
            })
            .collect();
        let settings = FitSettings { dense_gain: 1.5, sparse_gain: 0.8, iterations: 200, ..SETTINGS };
        let in_span = Linear::fit(&examples, 3, 5, settings);
        let over_weights = in_span.minimised(vec![0.0; in_span.weights.len()], &examples, settings);
        for (a, b) in in_span.weights.iter().zip(&over_weights) {
            assert!((a - b).abs() < 0.02, "{a} against {b}");
        }
    }

    #[test]
    fn gradient_agrees_with_finite_differences() {
        let examples = vec![
            Example { features: features([0.3, -0.2], 0), target: Target::Is(1) },
            Example { features: features([-0.5, 0.8], 1), target: Target::IsNot(0) },
        ];
        let model =
            Linear { classes: 2, dense_dim: 2, sparse_dim: 2, dense_gain: 1.5, sparse_gain: 0.7, weights: vec![] };
        let rows = Rows::of(&examples, 2, 2);
        let weights: Vec<f32> = (0..10).map(|i| (i as f32 * 0.37).sin()).collect();
        let mut gradient = vec![0.0; 10];
        model.loss(&weights, &mut gradient, &rows, 0.3);
        for i in 0..10 {
            let at = |step: f32| {
                let mut moved = weights.clone();
                moved[i] += step;
                model.loss(&moved, &mut [0.0; 10], &rows, 0.3)
            };
            let slope = (at(1e-2) - at(-1e-2)) / 2e-2;
            assert!((slope - gradient[i]).abs() < 2e-3, "weight {i}: {slope} against {}", gradient[i]);
        }
    }
}
