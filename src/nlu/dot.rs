//! Dot products and sums of rows in the widest registers of this machine; plain Rust may not reorder a sum of floats, and
//! is compiled for the narrowest.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};

/// Sum of the products of two equally long slices.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    Dot(a, b).dispatch()
}

/// The largest dot products of `vector` with a row of `rows`, in descending order; 0 where there is none above.
pub fn largest_dots<const N: usize>(rows: &[f32], vector: &[f32]) -> [f32; N] {
    LargestDots(rows, vector).dispatch()
}

/// Puts `value` into its place among the largest, which are in descending order, if it is one of them.
pub fn keep_largest<const N: usize>(largest: &mut [f32; N], value: f32) {
    if let Some(place) = largest.iter().position(|kept| value > *kept) {
        largest[place..].rotate_right(1);
        largest[place] = value;
    }
}

/// Adds some rows of `table` ([rows, to.len()]) to `to`, each times its own factor and `gain`.
pub fn add_rows(to: &mut [f32], table: &[f32], rows: &[(u32, f32)], gain: f32) {
    AddRows { to, table, rows, gain }.dispatch();
}

struct AddRows<'a> {
    to: &'a mut [f32],
    table: &'a [f32],
    rows: &'a [(u32, f32)],
    gain: f32,
}

impl SimdOp for AddRows<'_> {
    type Output = ();

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) {
        let (f, width) = (isa.f32(), self.to.len());
        let whole = width / f.len() * f.len();
        for &(row, factor) in self.rows {
            let row = &self.table[row as usize * width..][..width];
            let factor = factor * self.gain;
            let times = f.splat(factor);
            for (to, row) in self.to.chunks_exact_mut(f.len()).zip(row.chunks_exact(f.len())) {
                f.store(f.mul_add(f.load(row), times, f.load(to)), to);
            }
            for (to, row) in self.to[whole..].iter_mut().zip(&row[whole..]) {
                *to += factor * row;
            }
        }
    }
}

struct Dot<'a>(&'a [f32], &'a [f32]);

impl SimdOp for Dot<'_> {
    type Output = f32;

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> f32 {
        dot_in(isa, self.0, self.1)
    }
}

struct LargestDots<'a, const N: usize>(&'a [f32], &'a [f32]);

impl<const N: usize> SimdOp for LargestDots<'_, N> {
    type Output = [f32; N];

    #[inline(always)]
    fn eval<I: Isa>(self, isa: I) -> [f32; N] {
        let mut largest = [0.0; N];
        for row in self.0.chunks_exact(self.1.len().max(1)) {
            keep_largest(&mut largest, dot_in(isa, row, self.1));
        }
        largest
    }
}

/// Sums that do not wait for each other.
const SIDE_BY_SIDE: usize = 4;

#[inline(always)]
fn dot_in<I: Isa>(isa: I, a: &[f32], b: &[f32]) -> f32 {
    let f = isa.f32();
    let step = SIDE_BY_SIDE * f.len();
    let mut sums = [f.zero(); SIDE_BY_SIDE];
    for (a, b) in a.chunks_exact(step).zip(b.chunks_exact(step)) {
        let (a, b) = (f.load_many::<SIDE_BY_SIDE>(a), f.load_many::<SIDE_BY_SIDE>(b));
        for k in 0..SIDE_BY_SIDE {
            sums[k] = f.mul_add(a[k], b[k], sums[k]);
        }
    }
    let mut sum = f.sum(f.add(f.add(sums[0], sums[1]), f.add(sums[2], sums[3])));
    let whole = a.len().min(b.len()) / step * step;
    for (a, b) in a[whole..].iter().zip(&b[whole..]) {
        sum += a * b;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_plain_sum_whatever_the_length() {
        for length in [0, 1, 7, 64, 100, 384] {
            let a: Vec<f32> = (0..length).map(|i| (i as f32).sin()).collect();
            let b: Vec<f32> = (0..length).map(|i| (i as f32 * 0.3).cos()).collect();
            let plain: f32 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
            assert!((dot(&a, &b) - plain).abs() < 1e-4, "{length}");
        }
    }

    #[test]
    fn rows_are_added_whatever_their_length() {
        for width in [1, 5, 16, 41, 150] {
            let table: Vec<f32> = (0..4 * width).map(|i| (i as f32).sin()).collect();
            let mut sum = vec![1.0; width];
            add_rows(&mut sum, &table, &[(3, 0.5), (0, -2.0), (3, 1.0)], 2.0);
            for (i, sum) in sum.iter().enumerate() {
                let plain = 1.0 + 3.0 * table[3 * width + i] - 4.0 * table[i];
                assert!((sum - plain).abs() < 1e-5, "{sum} against {plain} of {width}");
            }
        }
    }

    #[test]
    fn finds_the_nearest_rows() {
        let rows = [1.0, 0.0, 0.0, 3.0, -5.0, 0.0, 2.0, 0.0];
        assert_eq!(largest_dots(&rows, &[1.0, 1.0]), [3.0]);
        assert_eq!(largest_dots(&rows, &[1.0, 1.0]), [3.0, 2.0, 1.0, 0.0]);
        assert_eq!(largest_dots(&[], &[1.0]), [0.0, 0.0]);
    }
}
