//! Which of many vectors may be near another: a sketch of each, the signs of its numbers, is compared instead of it.

use rten_simd::{Isa, SimdOp};

/// Vectors that are all compared: below this, sketches save nothing.
const ALL_COMPARED: usize = 2048;
/// One bit for each number of a vector: whether it is above the mean of all vectors there.
#[derive(Debug, Clone)]
pub struct Sketches {
    mean: Vec<f32>,
    /// [rows, words a sketch].
    bits: Vec<u64>,
}

impl Sketches {
    /// Sketches of `rows` ([rows, dim]); none where they are so few that all can be compared.
    pub fn of(rows: &[f32], dim: usize) -> Option<Self> {
        let count = rows.len() / dim.max(1);
        if count <= ALL_COMPARED {
            return None;
        }
        let mut mean = vec![0.0; dim];
        for row in rows.chunks_exact(dim) {
            mean.iter_mut().zip(row).for_each(|(m, v)| *m += v / count as f32);
        }
        let bits = rows.chunks_exact(dim).flat_map(|row| sketch(row, &mean)).collect();
        Some(Self { mean, bits })
    }

    /// At least `at_least` rows that may be near, in order.
    pub fn near(&self, vector: &[f32], at_least: usize) -> impl Iterator<Item = usize> + use<> {
        let query: Vec<u64> = sketch(vector, &self.mean).collect();
        let distances = Distances { bits: &self.bits, query: &query }.dispatch();
        let mut how_many = vec![0; self.mean.len() + 1];
        distances.iter().for_each(|&distance| how_many[usize::from(distance)] += 1);
        let mut within = 0;
        let reached = how_many.iter().position(|many| {
            within += many;
            within >= at_least
        });
        let farthest = reached.unwrap_or(self.mean.len());
        distances.into_iter().enumerate().filter(move |(_, d)| usize::from(*d) <= farthest).map(|(row, _)| row)
    }
}

fn sketch<'a>(vector: &'a [f32], mean: &'a [f32]) -> impl Iterator<Item = u64> + 'a {
    vector.chunks(64).zip(mean.chunks(64)).map(|(values, means)| {
        values.iter().zip(means).rev().fold(0, |bits, (value, mean)| bits << 1 | u64::from(value > mean))
    })
}

/// In how many bits each sketch differs from the query's.
struct Distances<'a> {
    bits: &'a [u64],
    query: &'a [u64],
}

impl SimdOp for Distances<'_> {
    type Output = Vec<u16>;

    // Inlined into the dispatched function, the count of bits uses the widest instructions of this machine.
    #[inline(always)]
    fn eval<I: Isa>(self, _: I) -> Vec<u16> {
        let differing = |row: &[u64]| row.iter().zip(self.query).map(|(a, b)| (a ^ b).count_ones() as u16).sum();
        self.bits.chunks_exact(self.query.len()).map(differing).collect()
    }
}
