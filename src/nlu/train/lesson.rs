//! What the encoder is taught: texts, with what is known of each, in batches.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use std::ops::Range;

/// One text and what it teaches.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    pub text: String,
    /// The text whose vector, by the untrained encoder, this one's meaning should have: itself, or a translation.
    pub like: Option<String>,
    /// The marks that were judged for this text, and those of them that it has.
    pub judged: Vec<Range<usize>>,
    pub marks: Vec<usize>,
}

/// The order in which lessons are given: each as often as it should be in an epoch, texts of like length together.
pub struct Timetable {
    /// How often each lesson comes in an epoch.
    times: Vec<f32>,
    lengths: Vec<usize>,
    batch: usize,
    seed: u64,
    epoch: Option<(usize, Vec<Vec<usize>>)>,
}

/// Batches among which texts are sorted by length.
const SORTED: usize = 16;

impl Timetable {
    /// `lengths` in tokens and `times` an epoch, one of each a lesson.
    pub fn new(lengths: Vec<usize>, times: Vec<f32>, batch: usize, seed: u64) -> Self {
        Self { times, lengths, batch: batch.max(1), seed, epoch: None }
    }

    /// The lessons of a step, counted from 0: the same for the same seed, wherever one starts.
    pub fn batch(&mut self, step: usize) -> Vec<usize> {
        let steps = self.steps();
        let (epoch, place) = (step / steps, step % steps);
        if self.epoch.as_ref().is_none_or(|(known, _)| *known != epoch) {
            self.epoch = Some((epoch, self.shuffled(epoch)));
        }
        let (_, batches) = self.epoch.as_ref().expect("it was set above");
        batches[place % batches.len()].clone()
    }

    /// Steps of an epoch.
    pub fn steps(&self) -> usize {
        ((self.times.iter().sum::<f32>() / self.batch as f32) as usize).max(1)
    }

    fn shuffled(&self, epoch: usize) -> Vec<Vec<usize>> {
        let mut rng = StdRng::seed_from_u64(self.seed.wrapping_add(epoch as u64));
        let mut order: Vec<usize> = Vec::new();
        for (lesson, times) in self.times.iter().enumerate() {
            let more = rand::Rng::random::<f32>(&mut rng) < times.fract();
            order.extend(std::iter::repeat_n(lesson, *times as usize + usize::from(more)));
        }
        order.shuffle(&mut rng);
        let mut batches: Vec<Vec<usize>> = Vec::new();
        for block in order.chunks_mut(self.batch * SORTED) {
            block.sort_by_key(|lesson| self.lengths[*lesson]);
            batches.extend(block.chunks(self.batch).map(<[usize]>::to_vec));
        }
        batches.shuffle(&mut rng);
        batches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_comes_as_often_as_it_should_and_the_order_is_that_of_the_seed() {
        let table = || Timetable::new((0..100).map(|i| i % 7).collect(), vec![2.0; 100], 8, 7);
        let mut first = table();
        assert_eq!(first.steps(), 25);
        let mut counts = [0; 100];
        (0..25).flat_map(|step| first.batch(step)).for_each(|lesson| counts[lesson] += 1);
        assert!(counts.iter().all(|n| *n == 2), "{counts:?}");
        let mut again = table();
        assert_eq!(again.batch(30), first.batch(30));
        assert_ne!(first.batch(3), first.batch(28));
    }
}
