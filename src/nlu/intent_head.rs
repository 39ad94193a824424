//! The intent head: fitted from a bot's examples in seconds, calibrated on folds it has not seen, and able to say
//! "none of these".

use super::centre::Centre;
use super::dot::{dot, largest_dot};
use super::features::{Features, Lexicon};
use super::linear::{Example, FitSettings, Linear, Target, softmax};
use super::sketch::Sketches;
use super::{ModelError, Vector, artefact};
use crate::domain::RankedIntent;
use rayon::prelude::*;
use std::path::Path;

/// One example or counter-example with its vector.
#[derive(Debug, Clone)]
pub struct Taught {
    pub text: String,
    pub vector: Vector,
    /// Index into the intents' names.
    pub target: Target,
}

/// Gains and penalty chosen on held-out examples of both bots and on hwu64's 10-shot set; see docs/models.md.
const SETTINGS: FitSettings =
    FitSettings { dense_gain: 4.0, sparse_gain: 3.5, penalty: 0.2, iterations: 60, passes: 10 };
/// Examples that a fit over many may pass, in at least ten passes over all: on two cores, 500 intents of 50 examples are
/// learnt in some ten seconds.
const EXAMPLES_PASSED: usize = 250_000;
/// Folds by which the temperature is found: each example is scored by a head that has not seen it.
const FOLDS: usize = 3;
/// Examples over which the temperature is found; more change it by less than its noise.
const CALIBRATION_EXAMPLES: usize = 1500;

/// Examples with the nearest sketches that are compared with a message, where there are many; the nearest of 24,999 texts
/// was always among the nearest hundred.
const SHORTLIST: usize = 256;
/// Up to so many examples every n-gram counts; for each doubling it must be in one text more, for what is rarer costs time
/// and tells little.
const EXAMPLES_A_TEXT: usize = 2000;

#[derive(Debug, Clone)]
pub struct IntentHead {
    pub names: Vec<String>,
    lexicon: Lexicon,
    linear: Linear,
    temperature: f32,
    centre: Centre,
    /// Centred vectors of the examples, for the distance to the nearest one: [examples, dim].
    nearest: Vec<f32>,
    sketches: Option<Sketches>,
}

/// What the head makes of one utterance.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// Most likely first, all of them.
    pub intents: Vec<RankedIntent>,
    /// 0..=1: how much it resembles what was taught.
    pub in_scope: f32,
    pub signals: Signals,
}

/// What tells an utterance the bot was taught from one it was not, each 0..=1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signals {
    /// Probability of the top intent.
    pub top: f32,
    /// Cosine to the nearest example, both centred.
    pub nearest: f32,
    /// Share of the words that were seen before, rare words counting more.
    pub coverage: f32,
}

impl IntentHead {
    pub fn fit(names: Vec<String>, taught: &[Taught]) -> Self {
        let texts: Vec<&str> = taught.iter().map(|t| t.text.as_str()).collect();
        let lexicon = Lexicon::learn(&texts, 1 + taught.len().div_ceil(EXAMPLES_A_TEXT).max(1).ilog2() as usize);
        let examples: Vec<Example> = taught
            .iter()
            .map(|t| Example {
                features: Features { dense: t.vector.clone(), sparse: lexicon.sparse(&t.text) },
                target: t.target,
            })
            .collect();
        let (classes, width) = (names.len(), lexicon.width());
        let passes = (EXAMPLES_PASSED / taught.len().max(1)).max(SETTINGS.passes);
        let settings = FitSettings { passes, ..SETTINGS };
        let (linear, temperature) =
            rayon::join(|| Linear::fit(&examples, classes, width, settings), || temperature(&examples, classes, width));
        Self::of(names, taught, lexicon, linear, temperature)
    }

    /// The head that an earlier [`IntentHead::write`] left for the same examples.
    pub fn read(path: &Path, names: Vec<String>, taught: &[Taught]) -> Result<Self, ModelError> {
        let (lexicon, linear, calibration) = artefact::read(path)?;
        let &[temperature] = &calibration[..] else {
            return Err(ModelError::content(path, "its calibration is not complete"));
        };
        if linear.classes != names.len() || linear.sparse_dim != lexicon.width() {
            return Err(ModelError::content(path, format!("it knows {} intents, not {}", linear.classes, names.len())));
        }
        Ok(Self::of(names, taught, lexicon, linear, temperature))
    }

    pub fn write(&self, path: &Path) -> Result<(), ModelError> {
        artefact::write(path, &self.lexicon, &self.linear, &[self.temperature])
    }

    fn of(names: Vec<String>, taught: &[Taught], lexicon: Lexicon, linear: Linear, temperature: f32) -> Self {
        let dim = linear.dense_dim;
        let positive = taught.iter().filter(|t| matches!(t.target, Target::Is(_)));
        let rows: Vec<f32> = positive.flat_map(|t| t.vector.iter().copied()).collect();
        let centre = Centre::of(&rows, dim);
        let nearest: Vec<f32> = rows.chunks_exact(dim.max(1)).flat_map(|row| centre.apply(row)).collect();
        let sketches = Sketches::of(&nearest, dim);
        Self { names, lexicon, linear, temperature, centre, nearest, sketches }
    }

    /// Ranks every intent for a text with its sentence vector.
    pub fn rank(&self, text: &str, vector: &Vector) -> Ranking {
        let features = Features { dense: vector.clone(), sparse: self.lexicon.sparse(text) };
        let mut p = self.linear.logits(&features);
        p.iter_mut().for_each(|l| *l /= self.temperature);
        softmax(&mut p);
        let mut intents: Vec<RankedIntent> = self
            .names
            .iter()
            .zip(&p)
            .map(|(name, &confidence)| RankedIntent { intent: name.clone(), confidence })
            .collect();
        intents.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let signals = Signals {
            top: intents.first().map_or(0.0, |i| i.confidence),
            nearest: self.nearest_cosine(vector),
            coverage: self.lexicon.coverage(text),
        };
        Ranking { intents, in_scope: signals.in_scope(), signals }
    }

    fn nearest_cosine(&self, vector: &[f32]) -> f32 {
        let vector = self.centre.apply(vector);
        let Some(sketches) = &self.sketches else { return largest_dot(&self.nearest, &vector) };
        let cosine = |row: usize| dot(&self.nearest[row * vector.len()..][..vector.len()], &vector);
        sketches.near(&vector, SHORTLIST).map(cosine).fold(0.0, f32::max)
    }
}

impl Signals {
    /// A logistic blend of the signals.
    fn in_scope(self) -> f32 {
        let [top, nearest, coverage, bias] = SCOPE;
        let z = top * self.top + nearest * self.nearest + coverage * self.coverage + bias;
        1.0 / (1.0 + (-z).exp())
    }
}

/// Fitted by logistic regression on held-out examples of both shipped bots and clinc150's 10-shot bot, against
/// clinc150's oos_dev, its other domains, and the other bot's examples; see docs/models.md.
const SCOPE: [f32; 4] = [3.9, 6.4, 1.0, -5.9];

/// The temperature that makes out-of-fold probabilities honest: the one with the smallest log-loss.
fn temperature(examples: &[Example], classes: usize, sparse_dim: usize) -> f32 {
    let stride = examples.len().div_ceil(CALIBRATION_EXAMPLES).max(1);
    let sample: Vec<&Example> = examples.iter().step_by(stride).collect();
    let scored = (0..FOLDS).into_par_iter().flat_map_iter(|fold| {
        let held = |i: usize| i % FOLDS == fold;
        let rest: Vec<Example> =
            sample.iter().enumerate().filter(|(i, _)| !held(*i)).map(|(_, e)| (*e).clone()).collect();
        let settings = FitSettings { iterations: 30, ..SETTINGS };
        let linear = Linear::fit(&rest, classes, sparse_dim, settings);
        let unseen = sample.iter().enumerate().filter(|(i, _)| held(*i)).map(|(_, example)| *example);
        let score = |example: &Example| match example.target {
            Target::Is(class) => Some((linear.logits(&example.features), class)),
            Target::IsNot(_) => None,
        };
        unseen.filter_map(score).collect::<Vec<_>>()
    });
    let scored: Vec<(Vec<f32>, usize)> = scored.collect();
    let loss = |t: &f32| scored.iter().map(|(logits, class)| log_loss(logits, *class, *t)).sum::<f32>();
    (1..=40).map(|i| i as f32 * 0.05).min_by(|a, b| loss(a).total_cmp(&loss(b))).expect("there are forty")
}

fn log_loss(logits: &[f32], class: usize, temperature: f32) -> f32 {
    let mut p: Vec<f32> = logits.iter().map(|l| l / temperature).collect();
    softmax(&mut p);
    -p[class].max(1e-9).ln()
}
