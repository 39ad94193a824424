//! Limited-memory BFGS with a backtracking line search (Nocedal & Wright, algorithm 7.5), for smooth convex losses.

use super::dot::dot;

const MEMORY: usize = 8;
const SUFFICIENT: f32 = 1e-4;

struct Step {
    moved: Vec<f32>,
    turned: Vec<f32>,
    rho: f32,
}

/// Minimises `loss` from `x` on; `loss` writes the gradient and returns the value. Stops after `iterations`, or when
/// the value changes by less than `tolerance` relative to itself.
pub fn minimise(
    mut x: Vec<f32>,
    iterations: usize,
    tolerance: f32,
    mut loss: impl FnMut(&[f32], &mut [f32]) -> f32,
) -> Vec<f32> {
    let mut gradient = vec![0.0; x.len()];
    let mut value = loss(&x, &mut gradient);
    let mut steps: Vec<Step> = Vec::new();
    for _ in 0..iterations {
        let direction = descent(&gradient, &steps);
        let slope = dot(&direction, &gradient);
        if slope >= 0.0 {
            break;
        }
        let mut length = if steps.is_empty() { 1.0 / dot(&gradient, &gradient).sqrt().max(1.0) } else { 1.0 };
        let mut next_gradient = vec![0.0; x.len()];
        let (next, next_value) = loop {
            let next: Vec<f32> = x.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let next_value = loss(&next, &mut next_gradient);
            if next_value <= value + SUFFICIENT * length * slope || length < 1e-6 {
                break (next, next_value);
            }
            length *= 0.5;
        };
        remember(&mut steps, &x, &next, &gradient, &next_gradient);
        let change = (value - next_value) / value.abs().max(1e-6);
        (x, value, gradient) = (next, next_value, next_gradient);
        if change < tolerance {
            break;
        }
    }
    x
}

fn remember(steps: &mut Vec<Step>, x: &[f32], next: &[f32], gradient: &[f32], next_gradient: &[f32]) {
    let moved: Vec<f32> = next.iter().zip(x).map(|(a, b)| a - b).collect();
    let turned: Vec<f32> = next_gradient.iter().zip(gradient).map(|(a, b)| a - b).collect();
    let curvature = dot(&moved, &turned);
    if curvature > 1e-10 {
        if steps.len() == MEMORY {
            steps.remove(0);
        }
        steps.push(Step { moved, turned, rho: 1.0 / curvature });
    }
}

/// The two-loop recursion: minus the approximate inverse Hessian times the gradient.
fn descent(gradient: &[f32], steps: &[Step]) -> Vec<f32> {
    let mut q: Vec<f32> = gradient.iter().map(|g| -g).collect();
    let mut weights = Vec::with_capacity(steps.len());
    for step in steps.iter().rev() {
        let weight = step.rho * dot(&step.moved, &q);
        add(&mut q, &step.turned, -weight);
        weights.push(weight);
    }
    if let Some(last) = steps.last() {
        let scale = 1.0 / (last.rho * dot(&last.turned, &last.turned));
        q.iter_mut().for_each(|v| *v *= scale);
    }
    for (step, weight) in steps.iter().zip(weights.into_iter().rev()) {
        let correction = weight - step.rho * dot(&step.turned, &q);
        add(&mut q, &step.moved, correction);
    }
    q
}

fn add(to: &mut [f32], what: &[f32], times: f32) {
    to.iter_mut().zip(what).for_each(|(t, w)| *t += times * w);
}

#[cfg(test)]
mod tests {
    #[test]
    fn finds_the_bottom_of_a_stretched_bowl() {
        let bottom = super::minimise(vec![5.0, -3.0], 100, 1e-9, |x, gradient| {
            gradient[0] = 2.0 * (x[0] - 1.0);
            gradient[1] = 200.0 * (x[1] - 2.0);
            (x[0] - 1.0).powi(2) + 100.0 * (x[1] - 2.0).powi(2)
        });
        assert!((bottom[0] - 1.0).abs() < 1e-2 && (bottom[1] - 2.0).abs() < 1e-2, "{bottom:?}");
    }
}
