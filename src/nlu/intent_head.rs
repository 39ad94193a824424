//! The intent head: fitted from a bot's examples in seconds, calibrated on folds it has not seen, and able to say
//! "none of these".

use super::by_pieces;
use super::centre::Centre;
use super::dot::{dot, keep_largest, largest_dots};
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

/// How far a head looks at the meaning of a text, at its words and at its letters.
struct Gains {
    meaning: f32,
    words: f32,
    letters: f32,
}

/// For texts whose words the encoder knows whole, and for those it takes in pieces: what a vector says of these is little.
/// Chosen on held-out examples of both bots and the 10-shot sets of hwu64 and clinc150; see docs/models.md.
const WHOLE: Gains = Gains { meaning: 6.0, words: 2.5, letters: 2.5 };
const IN_PIECES: Gains = Gains { meaning: 3.0, words: 4.0, letters: 7.0 };
const SETTINGS: FitSettings =
    FitSettings { dense_gain: 1.0, sparse_gain: 1.0, penalty: 0.2, iterations: 60, passes: 10 };
/// Examples that a fit over many may pass, in at least ten passes over all: on two cores, 500 intents of 50 examples are
/// learnt in some ten seconds.
const EXAMPLES_PASSED: usize = 250_000;
/// Folds by which the temperature is found: each example is scored by a head that has not seen it.
const FOLDS: usize = 3;
/// Examples over which the temperature is found; more change it by less than its noise.
const CALIBRATION_EXAMPLES: usize = 1500;

/// Examples that say how near a message is to what was taught.
const NEAREST: usize = 5;
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
    /// Cosine to the nearest five examples on average, all centred.
    pub nearest: f32,
    /// Share of the words that were seen before, rare words counting more.
    pub coverage: f32,
}

impl IntentHead {
    /// `pieces` is [`Encoder::pieces`](super::Encoder::pieces).
    pub fn fit(names: Vec<String>, taught: &[Taught], pieces: impl Fn(&str) -> f32) -> Self {
        let rows: Vec<Row> = taught.iter().map(|taught| Row { taught, pieces: pieces(&taught.text) }).collect();
        let passes = (EXAMPLES_PASSED / taught.len().max(1)).max(SETTINGS.passes);
        let settings = FitSettings { passes, ..SETTINGS };
        let ((lexicon, linear), temperature) =
            rayon::join(|| learn(&rows, names.len(), settings), || temperature(&rows, names.len()));
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

    /// Ranks every intent for a text with its sentence vector and its [`pieces`](super::Encoder::pieces).
    pub fn rank(&self, text: &str, vector: &Vector, pieces: f32) -> Ranking {
        let mut p = self.linear.logits(&features(&self.lexicon, text, vector, pieces));
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

    /// On average over the nearest examples: the nearest alone may be near by chance.
    fn nearest_cosine(&self, vector: &[f32]) -> f32 {
        let vector = self.centre.apply(vector);
        let row = |row: usize| &self.nearest[row * vector.len()..][..vector.len()];
        let nearest: [f32; NEAREST] = match &self.sketches {
            None => largest_dots(&self.nearest, &vector),
            Some(sketches) => sketches.near(&vector, SHORTLIST).fold([0.0; NEAREST], |mut nearest, at| {
                keep_largest(&mut nearest, dot(row(at), &vector));
                nearest
            }),
        };
        let there = (self.nearest.len() / vector.len().max(1)).clamp(1, NEAREST);
        nearest.iter().sum::<f32>() / there as f32
    }
}

/// What is learnt from, with its pieces.
#[derive(Clone, Copy)]
struct Row<'a> {
    taught: &'a Taught,
    pieces: f32,
}

impl Row<'_> {
    fn features(&self, lexicon: &Lexicon) -> Features {
        features(lexicon, &self.taught.text, &self.taught.vector, self.pieces)
    }
}

fn features(lexicon: &Lexicon, text: &str, vector: &Vector, pieces: f32) -> Features {
    let meaning = by_pieces(pieces, WHOLE.meaning, IN_PIECES.meaning);
    let words = by_pieces(pieces, WHOLE.words, IN_PIECES.words);
    let letters = by_pieces(pieces, WHOLE.letters, IN_PIECES.letters);
    Features { dense: vector.iter().map(|v| v * meaning).collect(), sparse: lexicon.scaled(text, words, letters) }
}

impl Signals {
    /// A logistic blend of the signals, fitted on held-out examples of both shipped bots, of hwu64's 10-shot bot and of
    /// clinc150's, whole and a part of it, against clinc150's oos_dev, its other domains and the other bot's examples; see
    /// docs/models.md.
    fn in_scope(self) -> f32 {
        let z = 2.8 * self.top + 9.8 * self.nearest + 1.65 * self.coverage - 7.1;
        1.0 / (1.0 + (-z).exp())
    }
}

/// The n-grams of the rows, and the scores that tell their intents apart.
fn learn(rows: &[Row], classes: usize, settings: FitSettings) -> (Lexicon, Linear) {
    let texts: Vec<&str> = rows.iter().map(|row| row.taught.text.as_str()).collect();
    let lexicon = Lexicon::learn(&texts, 1 + rows.len().div_ceil(EXAMPLES_A_TEXT).max(1).ilog2() as usize);
    let example = |row: &Row| Example { features: row.features(&lexicon), target: row.taught.target };
    let examples: Vec<Example> = rows.iter().map(example).collect();
    let linear = Linear::fit(&examples, classes, lexicon.width(), settings);
    (lexicon, linear)
}

/// The temperature that makes out-of-fold probabilities honest: the one with the smallest log-loss. A fold's words are
/// unknown to the head that scores it, as a customer's may be.
fn temperature(rows: &[Row], classes: usize) -> f32 {
    let stride = rows.len().div_ceil(CALIBRATION_EXAMPLES).max(1);
    let sample: Vec<Row> = rows.iter().step_by(stride).copied().collect();
    let scored = (0..FOLDS).into_par_iter().flat_map_iter(|fold| {
        let (held, rest): (Vec<_>, Vec<_>) = sample.iter().enumerate().partition(|(i, _)| i % FOLDS == fold);
        let rest: Vec<Row> = rest.into_iter().map(|(_, row)| *row).collect();
        let (lexicon, linear) = learn(&rest, classes, SETTINGS);
        let score = |(_, row): (usize, &Row)| match row.taught.target {
            Target::Is(class) => Some((linear.logits(&row.features(&lexicon)), class)),
            Target::IsNot(_) => None,
        };
        held.into_iter().filter_map(score).collect::<Vec<_>>()
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
