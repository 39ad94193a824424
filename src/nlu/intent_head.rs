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

/// Gains and penalty chosen on held-out examples of both bots and on hwu64's 10-shot set; see docs/models.md. More passes
/// change clinc150 (15,000 examples) by less than its noise.
const SETTINGS: FitSettings =
    FitSettings { dense_gain: 4.0, sparse_gain: 3.5, penalty: 0.2, iterations: 60, passes: 10 };
/// Folds by which the temperature is found: each example is scored by a head that has not seen it.
const FOLDS: usize = 3;
/// Examples over which the temperature is found; more change it by less than its noise.
const CALIBRATION_EXAMPLES: usize = 1500;
/// An n-gram must be seen once more for so many examples: rare ones add weights by the million and nothing else.
const TEXTS_A_SIGHTING: usize = 5000;
/// Less evidence than this tells nothing: a bot of one intent has no scores to compare.
const LEAST_EVIDENCE: f32 = 0.05;
/// Evidence for an utterance where there is nothing to compare: words and nearest example decide.
const MIDDLING: f32 = 0.2;

/// Examples with the nearest sketches that are compared with a message, where there are many; the nearest of 24,999 texts
/// was always among the nearest hundred.
const SHORTLIST: usize = 256;

#[derive(Debug, Clone)]
pub struct IntentHead {
    pub names: Vec<String>,
    lexicon: Lexicon,
    linear: Linear,
    calibration: Calibration,
    centre: Centre,
    /// Centred vectors of the examples, for the distance to the nearest one: [examples, dim].
    nearest: Vec<f32>,
    sketches: Option<Sketches>,
}

/// What the examples say of the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Calibration {
    /// Scores are divided by this to be honest probabilities.
    temperature: f32,
    /// Mean evidence for what was taught.
    taught: f32,
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

/// What tells an utterance the bot was taught from one it was not, each 0 to about 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signals {
    /// Evidence for any intent at all, as a share of that for what was taught. The energy of the scores (Liu et al.,
    /// 2020), less that of scores which are all zero: a probability shares out certainty even where no intent fits.
    pub evidence: f32,
    /// Cosine to the nearest example, both centred.
    pub nearest: f32,
    /// Share of the words that were seen before, rare words counting more.
    pub coverage: f32,
}

impl IntentHead {
    pub fn fit(names: Vec<String>, taught: &[Taught]) -> Self {
        let texts: Vec<&str> = taught.iter().map(|t| t.text.as_str()).collect();
        let lexicon = Lexicon::learn(&texts, 1 + taught.len() / TEXTS_A_SIGHTING);
        let examples: Vec<Example> = taught
            .iter()
            .map(|t| Example {
                features: Features { dense: t.vector.clone(), sparse: lexicon.sparse(&t.text) },
                target: t.target,
            })
            .collect();
        let (classes, width) = (names.len(), lexicon.width());
        let (linear, temperature) =
            rayon::join(|| Linear::fit(&examples, classes, width, SETTINGS), || temperature(&examples, classes, width));
        let calibration = Calibration { temperature, taught: taught_evidence(&linear, &examples) };
        Self::of(names, taught, lexicon, linear, calibration)
    }

    /// The head that an earlier [`IntentHead::write`] left for the same examples.
    pub fn read(path: &Path, names: Vec<String>, taught: &[Taught]) -> Result<Self, ModelError> {
        let (lexicon, linear, calibration) = artefact::read(path)?;
        let &[temperature, evidence] = &calibration[..] else {
            return Err(ModelError::content(path, "its calibration is not complete"));
        };
        if linear.classes != names.len() || linear.sparse_dim != lexicon.width() {
            return Err(ModelError::content(path, format!("it knows {} intents, not {}", linear.classes, names.len())));
        }
        Ok(Self::of(names, taught, lexicon, linear, Calibration { temperature, taught: evidence }))
    }

    pub fn write(&self, path: &Path) -> Result<(), ModelError> {
        let Calibration { temperature, taught } = self.calibration;
        artefact::write(path, &self.lexicon, &self.linear, &[temperature, taught])
    }

    fn of(names: Vec<String>, taught: &[Taught], lexicon: Lexicon, linear: Linear, calibration: Calibration) -> Self {
        let dim = linear.dense_dim;
        let positive = taught.iter().filter(|t| matches!(t.target, Target::Is(_)));
        let rows: Vec<f32> = positive.flat_map(|t| t.vector.iter().copied()).collect();
        let centre = Centre::of(&rows, dim);
        let nearest: Vec<f32> = rows.chunks_exact(dim.max(1)).flat_map(|row| centre.apply(row)).collect();
        let sketches = Sketches::of(&nearest, dim);
        Self { names, lexicon, linear, calibration, centre, nearest, sketches }
    }

    /// Ranks every intent for a text with its sentence vector.
    pub fn rank(&self, text: &str, vector: &Vector) -> Ranking {
        let features = Features { dense: vector.clone(), sparse: self.lexicon.sparse(text) };
        let mut p = self.linear.logits(&features);
        let evidence = self.calibration.share(evidence(&p));
        p.iter_mut().for_each(|l| *l /= self.calibration.temperature);
        softmax(&mut p);
        let mut intents: Vec<RankedIntent> = self
            .names
            .iter()
            .zip(&p)
            .map(|(name, &confidence)| RankedIntent { intent: name.clone(), confidence })
            .collect();
        intents.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        let signals = Signals { evidence, nearest: self.nearest_cosine(vector), coverage: self.lexicon.coverage(text) };
        Ranking { intents, in_scope: signals.in_scope(), signals }
    }

    fn nearest_cosine(&self, vector: &[f32]) -> f32 {
        let vector = self.centre.apply(vector);
        let Some(sketches) = &self.sketches else { return largest_dot(&self.nearest, &vector) };
        let cosine = |row: usize| dot(&self.nearest[row * vector.len()..][..vector.len()], &vector);
        sketches.near(&vector, SHORTLIST).map(cosine).fold(0.0, f32::max)
    }
}

impl Calibration {
    fn share(self, evidence: f32) -> f32 {
        if self.taught < LEAST_EVIDENCE { MIDDLING } else { evidence / self.taught }
    }
}

/// The energy of scores above that of as many zeros.
fn evidence(scores: &[f32]) -> f32 {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mean = scores.iter().map(|score| (score - most).exp()).sum::<f32>() / scores.len().max(1) as f32;
    most + mean.ln()
}

/// Mean over the examples of what an intent is, as many as the temperature is found on.
fn taught_evidence(linear: &Linear, examples: &[Example]) -> f32 {
    let is = sample(examples).into_iter().filter(|example| matches!(example.target, Target::Is(_)));
    let all: Vec<f32> = is.map(|example| evidence(&linear.logits(&example.features))).collect();
    all.iter().sum::<f32>() / all.len().max(1) as f32
}

/// Examples by which scores are calibrated, spread evenly.
fn sample(examples: &[Example]) -> Vec<&Example> {
    examples.iter().step_by(examples.len().div_ceil(CALIBRATION_EXAMPLES).max(1)).collect()
}

impl Signals {
    /// A logistic blend of the signals.
    fn in_scope(self) -> f32 {
        let [evidence, nearest, coverage, bias] = SCOPE;
        let z = evidence * self.evidence + nearest * self.nearest + coverage * self.coverage + bias;
        1.0 / (1.0 + (-z).exp())
    }
}

/// Chosen on hwu64's 10-shot bot, clinc150's with 10 and 100 examples an intent and with a quarter of its intents, and held-out
/// examples of both shipped bots, against clinc150's oos_dev, its other domains and the other bot; see docs/models.md.
const SCOPE: [f32; 4] = [10.0, 2.0, 1.0, -3.9];

/// The temperature that makes out-of-fold probabilities honest: the one with the smallest log-loss.
fn temperature(examples: &[Example], classes: usize, sparse_dim: usize) -> f32 {
    let sample = sample(examples);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Two intents along two directions of three.
    fn head() -> IntentHead {
        let taught = |text: &str, vector: [f32; 3], class| Taught {
            text: text.into(),
            vector: vector.to_vec().into(),
            target: Target::Is(class),
        };
        let rows = [
            taught("where is my parcel", [1.0, 0.0, 0.0], 0),
            taught("track my order", [0.96, 0.28, 0.0], 0),
            taught("when does it come", [0.96, 0.0, 0.28], 0),
            taught("send it back", [0.0, 1.0, 0.0], 1),
            taught("return a lamp", [0.28, 0.96, 0.0], 1),
            taught("it does not fit", [0.0, 0.96, 0.28], 1),
        ];
        IntentHead::fit(vec!["track".into(), "return".into()], &rows)
    }

    #[test]
    fn what_was_taught_has_more_evidence_than_what_lies_between() {
        let head = head();
        let near = head.rank("track my parcel", &vec![0.98, 0.2, 0.0].into());
        let between = head.rank("the weather", &vec![0.7, 0.7, 0.14].into());
        assert!(near.signals.evidence > 0.5 && between.signals.evidence < 0.2, "{near:?} {between:?}");
        assert!(near.in_scope > between.in_scope);
    }

    #[test]
    fn a_bot_of_one_intent_is_judged_by_words_and_neighbours() {
        let row = |text: &str, vector: [f32; 3]| Taught {
            text: text.into(),
            vector: vector.to_vec().into(),
            target: Target::Is(0),
        };
        let rows = [
            row("where is it", [1.0, 0.0, 0.0]),
            row("track it", [0.8, 0.6, 0.0]),
            row("follow my parcel", [0.8, 0.0, 0.6]),
        ];
        let head = IntentHead::fit(vec!["track".into()], &rows);
        let known = head.rank("where is it", &vec![1.0, 0.0, 0.0].into());
        let strange = head.rank("buy shoes", &vec![-1.0, 0.0, 0.0].into());
        assert!(known.in_scope > 0.6 && strange.in_scope < 0.4, "{known:?} {strange:?}");
    }
}
