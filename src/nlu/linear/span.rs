//! The fit in the span of the examples. The best weights are a sum of the examples' features (the representer theorem),
//! so a few thousand examples with tens of thousands of features are fitted over one coefficient for each example and
//! class. The inner product is that of the weights, so the steps are the same as over the weights themselves.

use super::{Example, FitSettings, Linear, loss_and_error, softmax};
use crate::nlu::dot::dot;
use crate::nlu::lbfgs::{Memory, Stop, minimise};
use candle_core::{Device, Tensor};

/// Most examples for which the matrix of their products is worth its memory (64 MiB) and time.
pub const MOST_EXAMPLES: usize = 4000;

/// Fitted weights, laid out as [`Linear`] has them.
pub fn fit(model: &Linear, examples: &[Example], settings: FitSettings) -> Vec<f32> {
    let (n, classes) = (examples.len(), model.classes);
    let products = products(model, examples);
    let size = n * classes;
    // [coefficients | products times coefficients | biases]
    let inner = |a: &[f32], b: &[f32]| dot(&a[..size], &b[size..2 * size]) + dot(&a[2 * size..], &b[2 * size..]);
    let stop = Stop { iterations: settings.iterations, tolerance: 1e-5 };
    let fitted = minimise(vec![0.0; 2 * size + classes], stop, Memory(8), inner, |x, gradient| {
        let (coefficients, rest) = x.split_at(size);
        let (scores, bias) = rest.split_at(size);
        let mut errors = scores.to_vec();
        let mut value = 0.5 * settings.penalty * dot(coefficients, scores);
        for (row, example) in errors.chunks_exact_mut(classes).zip(examples) {
            row.iter_mut().zip(bias).for_each(|(s, b)| *s += b);
            softmax(row);
            value += loss_and_error(row, example.target);
        }
        let (to, rest) = gradient.split_at_mut(size);
        let (to_scores, to_bias) = rest.split_at_mut(size);
        to_bias.fill(0.0);
        for row in errors.chunks_exact(classes) {
            to_bias.iter_mut().zip(row).for_each(|(g, e)| *g += e);
        }
        for (g, (e, c)) in to.iter_mut().zip(errors.iter().zip(coefficients)) {
            *g = e + settings.penalty * c;
        }
        let turned = Tensor::from_slice(to, (n, classes), &Device::Cpu).and_then(|g| products.matmul(&g));
        let turned = turned.and_then(|t| t.flatten_all()).and_then(|t| t.to_vec1::<f32>()).expect("the shapes fit");
        to_scores.copy_from_slice(&turned);
        value
    });
    weights(model, examples, &fitted[..size], &fitted[2 * size..])
}

/// Products of every example's features with every other's, gains included: [n, n].
fn products(model: &Linear, examples: &[Example]) -> Tensor {
    let n = examples.len();
    let dense: Vec<f32> = examples.iter().flat_map(|e| e.features.dense.iter().map(|v| v * model.dense_gain)).collect();
    let dense = Tensor::from_vec(dense, (n, model.dense_dim), &Device::Cpu).expect("rows are equally long");
    let mut all = dense
        .matmul(&dense.t().expect("a matrix"))
        .and_then(|p| p.flatten_all())
        .and_then(|p| p.to_vec1::<f32>())
        .expect("the shapes fit");
    let mut columns: Vec<Vec<(usize, f32)>> = vec![Vec::new(); model.sparse_dim];
    for (i, example) in examples.iter().enumerate() {
        for &(column, value) in &*example.features.sparse {
            columns[column as usize].push((i, value * model.sparse_gain));
        }
    }
    for column in &columns {
        for &(i, a) in column {
            let row = &mut all[i * n..][..n];
            column.iter().for_each(|&(j, b)| row[j] += a * b);
        }
    }
    Tensor::from_vec(all, (n, n), &Device::Cpu).expect("the shape fits")
}

/// The weights that the coefficients stand for.
fn weights(model: &Linear, examples: &[Example], coefficients: &[f32], bias: &[f32]) -> Vec<f32> {
    let (classes, dim) = (model.classes, model.dense_dim);
    let mut weights = vec![0.0; classes * (dim + model.sparse_dim + 1)];
    let (dense, rest) = weights.split_at_mut(classes * dim);
    let (sparse, to_bias) = rest.split_at_mut(classes * model.sparse_dim);
    for (row, example) in coefficients.chunks_exact(classes).zip(examples) {
        for (&c, to) in row.iter().zip(dense.chunks_exact_mut(dim.max(1))) {
            let times = c * model.dense_gain;
            to.iter_mut().zip(&*example.features.dense).for_each(|(w, x)| *w += times * x);
        }
        for &(column, value) in &*example.features.sparse {
            let to = &mut sparse[column as usize * classes..][..classes];
            to.iter_mut().zip(row).for_each(|(w, c)| *w += c * value * model.sparse_gain);
        }
    }
    to_bias.copy_from_slice(bias);
    weights
}
