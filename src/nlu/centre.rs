//! Takes out of sentence vectors what all of a bot's examples share: their mean and the axis along which they vary
//! most. For a bot that speaks two languages that axis is the language, and without it an unknown sentence is as far
//! from the examples in the one as in the other (Mu & Viswanath 2018, "All-but-the-top").

use super::cosine;

/// Rounds of power iteration; the first axis stands out, so few are needed.
const ROUNDS: usize = 20;

#[derive(Debug, Clone, Default)]
pub struct Centre {
    mean: Vec<f32>,
    axis: Vec<f32>,
}

impl Centre {
    /// Of vectors in rows of `dim`.
    pub fn of(rows: &[f32], dim: usize) -> Self {
        let count = rows.len() / dim.max(1);
        if count < 2 {
            return Self { mean: vec![0.0; dim], axis: vec![0.0; dim] };
        }
        let mut mean = vec![0.0; dim];
        rows.chunks_exact(dim).for_each(|row| add(&mut mean, row, 1.0 / count as f32));
        let mut axis: Vec<f32> = (0..dim).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        for _ in 0..ROUNDS {
            let mut next = vec![0.0; dim];
            for row in rows.chunks_exact(dim) {
                let along = cosine(row, &axis) - cosine(&mean, &axis);
                add(&mut next, row, along);
                add(&mut next, &mean, -along);
            }
            super::bert::to_unit_length(&mut next);
            axis = next;
        }
        Self { mean, axis }
    }

    /// The vector without mean and axis, to unit length.
    pub fn apply(&self, vector: &[f32]) -> Vec<f32> {
        let mut out: Vec<f32> = vector.iter().zip(&self.mean).map(|(v, m)| v - m).collect();
        let along = cosine(&out, &self.axis);
        add(&mut out, &self.axis, -along);
        super::bert::to_unit_length(&mut out);
        out
    }
}

fn add(to: &mut [f32], what: &[f32], times: f32) {
    to.iter_mut().zip(what).for_each(|(t, w)| *t += times * w);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_share_is_gone_and_what_differs_stays() {
        // Two groups far apart along the first axis, varying a little along the second.
        let rows = [[5.0, 0.1, 1.0], [5.0, -0.1, 1.0], [-5.0, 0.1, 1.0], [-5.0, -0.1, 1.0]].concat();
        let centre = Centre::of(&rows, 3);
        let near = cosine(&centre.apply(&[5.0, 0.1, 1.0]), &centre.apply(&[-5.0, 0.1, 1.0]));
        let far = cosine(&centre.apply(&[5.0, 0.1, 1.0]), &centre.apply(&[5.0, -0.1, 1.0]));
        assert!(near > 0.99 && far < -0.99, "{near} {far}");
    }

    #[test]
    fn one_example_has_no_axis() {
        assert_eq!(Centre::of(&[0.6, 0.8], 2).apply(&[0.6, 0.8]), vec![0.6, 0.8]);
    }
}
