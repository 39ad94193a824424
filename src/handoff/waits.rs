//! How long customers wait for a person, from the waits of late.

use std::collections::VecDeque;

/// Waits remembered.
const KEPT: usize = 100;
/// Waits needed before an estimate is honest.
const ENOUGH: usize = 5;

#[derive(Debug, Default)]
pub struct WaitTimes {
    seconds: VecDeque<u32>,
}

impl WaitTimes {
    pub fn add(&mut self, seconds: u32) {
        if self.seconds.len() == KEPT {
            self.seconds.pop_front();
        }
        self.seconds.push_back(seconds);
    }

    /// Seconds at p50 and p90, or nothing while too few waits are known.
    pub fn estimate(&self) -> Option<(u32, u32)> {
        if self.seconds.len() < ENOUGH {
            return None;
        }
        let mut sorted: Vec<u32> = self.seconds.iter().copied().collect();
        sorted.sort_unstable();
        let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
        Some((at(0.5), at(0.9)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_nothing_before_it_knows_enough() {
        let mut waits = WaitTimes::default();
        (1..=4).for_each(|s| waits.add(s));
        assert_eq!(waits.estimate(), None);
        waits.add(100);
        assert_eq!(waits.estimate(), Some((3, 100)));
    }

    #[test]
    fn forgets_what_is_long_ago() {
        let mut waits = WaitTimes::default();
        (0..200).for_each(|_| waits.add(500));
        (0..100).for_each(|_| waits.add(10));
        assert_eq!(waits.estimate(), Some((10, 10)));
    }
}
