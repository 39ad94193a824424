//! Percentiles of measured times.

use crate::cli::report::Report;

/// Durations in milliseconds.
#[derive(Default)]
pub struct Timings(Vec<f64>);

impl Timings {
    pub fn new(mut milliseconds: Vec<f64>) -> Self {
        milliseconds.sort_by(f64::total_cmp);
        Self(milliseconds)
    }

    /// The time below which a share `q` (0..=1) of the measured ones lie, in milliseconds; 0 where there are none.
    pub fn at(&self, q: f64) -> f64 {
        let place = (self.0.len() as f64 * q) as usize;
        self.0.get(place.min(self.0.len().saturating_sub(1))).copied().unwrap_or(0.0)
    }

    pub fn put(&self, report: &mut Report) {
        for (key, q) in [("p50_ms", 0.5), ("p95_ms", 0.95), ("p99_ms", 0.99)] {
            report.figure(key, self.at(q));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timings;

    #[test]
    fn percentiles_are_of_the_sorted_times() {
        let timings = Timings::new((1..=100).rev().map(f64::from).collect());
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|q| timings.at(q)), [1.0, 51.0, 100.0, 100.0]);
        assert_eq!(Timings::default().at(0.5), 0.0);
    }
}
