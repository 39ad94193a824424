//! Limited-memory BFGS with a backtracking line search (Nocedal & Wright, algorithm 7.5), for smooth convex losses, in
//! any inner product.

const SUFFICIENT: f32 = 1e-4;

struct Step {
    moved: Vec<f32>,
    turned: Vec<f32>,
    rho: f32,
}

/// When to stop: after so many `iterations`, or when the value changes by less than `tolerance` relative to itself.
#[derive(Clone, Copy)]
pub struct Stop {
    pub iterations: usize,
    pub tolerance: f32,
}

/// Steps that are remembered, each as long as two vectors of weights.
#[derive(Clone, Copy)]
pub struct Memory(pub usize);

/// Minimises `loss` from `x` on; `loss` writes the gradient in the inner product `inner`, and returns the value.
pub fn minimise(
    mut x: Vec<f32>,
    stop: Stop,
    memory: Memory,
    inner: impl Fn(&[f32], &[f32]) -> f32,
    mut loss: impl FnMut(&[f32], &mut [f32]) -> f32,
) -> Vec<f32> {
    let mut gradient = vec![0.0; x.len()];
    let mut value = loss(&x, &mut gradient);
    let mut steps: Vec<Step> = Vec::new();
    for _ in 0..stop.iterations {
        let direction = descent(&gradient, &steps, &inner);
        let slope = inner(&direction, &gradient);
        if slope >= 0.0 {
            break;
        }
        let mut length = if steps.is_empty() { 1.0 / inner(&gradient, &gradient).sqrt().max(1.0) } else { 1.0 };
        let mut next_gradient = vec![0.0; x.len()];
        let (next, next_value) = loop {
            let next: Vec<f32> = x.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let next_value = loss(&next, &mut next_gradient);
            if next_value <= value + SUFFICIENT * length * slope || length < 1e-6 {
                break (next, next_value);
            }
            length *= 0.5;
        };
        let moved: Vec<f32> = next.iter().zip(&x).map(|(a, b)| a - b).collect();
        let turned: Vec<f32> = next_gradient.iter().zip(&gradient).map(|(a, b)| a - b).collect();
        let curvature = inner(&moved, &turned);
        if curvature > 1e-10 {
            if steps.len() == memory.0 {
                steps.remove(0);
            }
            steps.push(Step { moved, turned, rho: 1.0 / curvature });
        }
        let change = (value - next_value) / value.abs().max(1e-6);
        (x, value, gradient) = (next, next_value, next_gradient);
        if change < stop.tolerance {
            break;
        }
    }
    x
}

/// The two-loop recursion: minus the approximate inverse Hessian times the gradient.
fn descent(gradient: &[f32], steps: &[Step], inner: &impl Fn(&[f32], &[f32]) -> f32) -> Vec<f32> {
    let mut q: Vec<f32> = gradient.iter().map(|g| -g).collect();
    let mut weights = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let weight = step.rho * inner(&step.moved, &q);
        add(&mut q, &step.turned, -weight);
        weights.push(weight);
    }
    if let Some(last) = steps.last() {
        let scale = 1.0 / (last.rho * inner(&last.turned, &last.turned));
        q.iter_mut().for_each(|v| *v *= scale);
    }
    for (step, weight) in steps.iter().zip(weights.into_iter().rev()) {
        let correction = weight - step.rho * inner(&step.turned, &q);
        add(&mut q, &step.moved, correction);
    }
    q
}

fn add(to: &mut [f32], what: &[f32], times: f32) {
    to.iter_mut().zip(what).for_each(|(t, w)| *t += times * w);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nlu::dot::dot;

    #[test]
    fn finds_the_bottom_of_a_stretched_bowl_in_any_inner_product() {
        let stop = Stop { iterations: 100, tolerance: 1e-9 };
        let bowl = |x: &[f32]| (x[0] - 1.0).powi(2) + 100.0 * (x[1] - 2.0).powi(2);
        let plain = minimise(vec![5.0, -3.0], stop, Memory(8), dot, |x, gradient| {
            (gradient[0], gradient[1]) = (2.0 * (x[0] - 1.0), 200.0 * (x[1] - 2.0));
            bowl(x)
        });
        // In the inner product of the matrix diag(2, 200), the gradient loses that factor.
        let scaled = minimise(
            vec![5.0, -3.0],
            stop,
            Memory(8),
            |a, b| 2.0 * a[0] * b[0] + 200.0 * a[1] * b[1],
            |x, gradient| {
                (gradient[0], gradient[1]) = (x[0] - 1.0, x[1] - 2.0);
                bowl(x)
            },
        );
        for bottom in [plain, scaled] {
            assert!((bottom[0] - 1.0).abs() < 1e-2 && (bottom[1] - 2.0).abs() < 1e-2, "{bottom:?}");
        }
    }
}
