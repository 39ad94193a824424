//! The features of a session: the mean, the last and the worst of its turns' vectors, n-grams over all turns and over the
//! last ones, and a few numbers on how it went.
//!
//! The regression over them is linear, so what a turn adds to later scores is a handful of numbers ([`Signs`]), kept with
//! the turn. No vector has to be kept, or computed again, to judge a session of any length.

use super::Vector;
use super::dot::dot;
use super::escalation::Said;
use super::features::{Features, Lexicon};
use super::linear::Linear;
use crate::domain::{CauseKind, CueKind, Felt, Signs};

/// Turns at the end that count as the last ones.
const RECENT: usize = 3;
/// How much the vectors count beside the numbers.
const VECTOR_GAIN: f32 = 1.5;
/// A cue counts at most so often in a session.
const MOST_CUES: usize = 2;
/// Valence at or below which a turn is bad.
const BAD: f32 = -0.35;

/// A turn, as the features need it.
pub struct Step {
    vector: Vector,
    /// N-grams, not to unit length.
    grams: Vec<(u32, f32)>,
    valence: f32,
    cues: Vec<CueKind>,
}

impl Step {
    pub fn of(said: &Said, lexicon: &Lexicon) -> Self {
        let grams = lexicon.weighted(&said.text);
        Self { vector: said.vector.clone(), grams, valence: said.valence, cues: said.cues.clone() }
    }
}

/// Dense: mean, last, worst, numbers. Sparse: n-grams of all turns in the first `width` columns, of the last turns in the next.
pub fn features(steps: &[Step], width: usize) -> Features {
    let dim = steps[0].vector.len();
    let mut dense = vec![0.0; dim];
    for step in steps {
        dense.iter_mut().zip(&*step.vector).for_each(|(d, v)| *d += v / steps.len() as f32);
    }
    let valences: Vec<f32> = steps.iter().map(|step| step.valence).collect();
    dense.extend_from_slice(&steps[steps.len() - 1].vector);
    dense.extend_from_slice(&steps[worst(&valences)].vector);
    dense.iter_mut().for_each(|v| *v *= VECTOR_GAIN);
    dense.extend(numbers(&valences, steps.iter().map(|step| &step.cues[..])).into_iter().map(|(_, value)| value));
    let recent = &steps[steps.len().saturating_sub(RECENT)..];
    let sparse: Vec<(u32, f32)> =
        [(steps, 0), (recent, width as u32)].into_iter().flat_map(|(s, at)| grams(s, at)).collect();
    Features { dense: dense.into(), sparse: sparse.into() }
}

/// The n-grams of several turns over the root of their squared lengths.
fn grams(steps: &[Step], from: u32) -> Vec<(u32, f32)> {
    let length = steps.iter().map(|step| squared(&step.grams)).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    let mut all: Vec<(u32, f32)> = steps.iter().flat_map(|step| step.grams.iter().copied()).collect();
    all.sort_unstable_by_key(|(column, _)| *column);
    let mut out: Vec<(u32, f32)> = Vec::with_capacity(all.len());
    for (column, value) in all {
        match out.last_mut() {
            Some((last, sum)) if *last == column + from => *sum += value / length,
            _ => out.push((column + from, value / length)),
        }
    }
    out
}

fn squared(grams: &[(u32, f32)]) -> f32 {
    grams.iter().map(|(_, v)| v * v).sum()
}

/// Where the worst turn stands; the first of several.
fn worst(valences: &[f32]) -> usize {
    (0..valences.len()).min_by(|a, b| valences[*a].total_cmp(&valences[*b])).unwrap_or(0)
}

/// How the session went, each number about as large as the vectors' are.
fn numbers<'a>(valences: &[f32], cues: impl Iterator<Item = &'a [CueKind]>) -> [(CauseKind, f32); Shape::SCALARS] {
    let n = valences.len() as f32;
    let mean = valences.iter().sum::<f32>() / n;
    let last = valences[valences.len() - 1];
    let bad = valences.iter().filter(|v| **v <= BAD).count() as f32 / 3.0;
    let mut counts = [0; CueKind::ALL.len()];
    for cue in cues.flatten() {
        let place = CueKind::ALL.iter().position(|kind| kind == cue).expect("every kind is listed");
        counts[place] = (counts[place] + 1).min(MOST_CUES);
    }
    let mut out = [(CauseKind::Cues, 0.0); Shape::SCALARS];
    let fixed = [
        (CauseKind::Tone, mean),
        (CauseKind::Tone, valences[worst(valences)]),
        (CauseKind::Tone, last),
        (CauseKind::Tone, bad),
        (CauseKind::Trend, slope(valences, mean)),
        (CauseKind::Length, n.ln()),
    ];
    out[..fixed.len()].copy_from_slice(&fixed);
    out[fixed.len()..].iter_mut().zip(counts).for_each(|(to, count)| to.1 = count as f32);
    out
}

/// Change of valence a turn, by least squares.
fn slope(valences: &[f32], mean: f32) -> f32 {
    let middle = (valences.len() as f32 - 1.0) / 2.0;
    let (mut above, mut below) = (0.0, 0.0);
    for (i, valence) in valences.iter().enumerate() {
        let x = i as f32 - middle;
        above += x * (valence - mean);
        below += x * x;
    }
    if below == 0.0 { 0.0 } else { above / below }
}

/// The weights of a two-class regression as one row each: for the class that escalates, less the other's.
pub struct Shape {
    pub bias: f32,
    mean: Vec<f32>,
    last: Vec<f32>,
    worst: Vec<f32>,
    numbers: Vec<f32>,
    width: usize,
}

impl Shape {
    /// Numbers beside the vectors.
    pub const SCALARS: usize = 6 + CueKind::ALL.len();

    pub fn of(linear: &Linear, width: usize) -> Self {
        let weights = linear.weights();
        let dense = linear.dense_dim;
        let row: Vec<f32> = (0..dense).map(|i| linear.dense_gain * (weights[dense + i] - weights[i])).collect();
        let dim = (dense - Self::SCALARS) / 3;
        let vector = |k: usize| row[k * dim..][..dim].iter().map(|w| w * VECTOR_GAIN).collect();
        let bias = &weights[weights.len() - 2..];
        let numbers = row[3 * dim..].to_vec();
        Self { bias: bias[1] - bias[0], mean: vector(0), last: vector(1), worst: vector(2), numbers, width }
    }

    pub fn signs(&self, linear: &Linear, step: &Step) -> Signs {
        let columns = &linear.weights()[2 * linear.dense_dim..];
        let words = |from: usize| {
            let weight = |column: u32| {
                let pair = &columns[2 * (column as usize + from)..][..2];
                pair[1] - pair[0]
            };
            linear.sparse_gain * step.grams.iter().map(|&(column, value)| value * weight(column)).sum::<f32>()
        };
        Signs {
            mean: dot(&self.mean, &step.vector),
            last: dot(&self.last, &step.vector),
            worst: dot(&self.worst, &step.vector),
            words: words(0),
            recent: words(self.width),
            length: squared(&step.grams),
        }
    }

    /// What each cause adds to the logit, bias apart; one entry a cause, in a fixed order.
    pub fn shares(&self, turns: &[Felt]) -> Vec<(CauseKind, f32)> {
        let valences: Vec<f32> = turns.iter().map(|turn| turn.valence).collect();
        let over = |turns: &[Felt], part: fn(&Signs) -> f32| {
            let length = turns.iter().map(|turn| turn.signs.length).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            turns.iter().map(|turn| part(&turn.signs)).sum::<f32>() / length
        };
        let mean = turns.iter().map(|turn| turn.signs.mean).sum::<f32>() / turns.len() as f32;
        let recent = &turns[turns.len().saturating_sub(RECENT)..];
        let mut shares = vec![
            (CauseKind::Words, mean + over(turns, |signs| signs.words)),
            (CauseKind::LastWords, turns[turns.len() - 1].signs.last + over(recent, |signs| signs.recent)),
            (CauseKind::Tone, turns[worst(&valences)].signs.worst),
            (CauseKind::Trend, 0.0),
            (CauseKind::Length, 0.0),
            (CauseKind::Cues, 0.0),
        ];
        let numbers = numbers(&valences, turns.iter().map(|turn| &turn.cues[..]));
        for ((kind, value), weight) in numbers.into_iter().zip(&self.numbers) {
            let share = shares.iter_mut().find(|(known, _)| *known == kind).expect("every cause is listed");
            share.1 += value * weight;
        }
        shares
    }
}
