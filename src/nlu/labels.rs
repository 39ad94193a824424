//! A head that tells one of a few labels: what the heads for sentiment, emotion and urgency have in common.

use super::features::{Features, Lexicon};
use super::linear::{Example, FitSettings, Linear, Target, softmax};
use super::{ModelError, Vector, artefact};
use std::path::Path;

pub struct LabelHead {
    lexicon: Lexicon,
    linear: Linear,
}

/// How such a head is fitted.
#[derive(Clone, Copy)]
pub struct LabelFit {
    pub linear: FitSettings,
    /// An n-gram must be seen this often to count; keeps the file small.
    pub min_texts: usize,
}

/// An utterance with its vector and the place of its label.
pub struct Labelled {
    pub text: String,
    pub vector: Vector,
    pub class: usize,
}

impl LabelHead {
    pub fn fit(rows: &[&Labelled], classes: usize, how: LabelFit) -> Self {
        let texts: Vec<&str> = rows.iter().map(|r| r.text.as_str()).collect();
        let lexicon = Lexicon::learn(&texts, how.min_texts);
        let examples: Vec<Example> = rows
            .iter()
            .map(|r| Example {
                features: Features { dense: r.vector.clone(), sparse: lexicon.sparse(&r.text) },
                target: Target::Is(r.class),
            })
            .collect();
        let linear = Linear::fit(&examples, classes, lexicon.width(), how.linear);
        Self { lexicon, linear }
    }

    /// One probability a label.
    pub fn probabilities(&self, text: &str, vector: &Vector) -> Vec<f32> {
        let features = Features { dense: vector.clone(), sparse: self.lexicon.sparse(text) };
        let mut p = self.linear.logits(&features);
        softmax(&mut p);
        p
    }

    /// The likeliest label's place and its probability.
    pub fn best(&self, text: &str, vector: &Vector) -> (usize, f32) {
        let p = self.probabilities(text, vector);
        p.into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).expect("a head has labels")
    }

    pub fn write(&self, path: &Path) -> Result<(), ModelError> {
        artefact::write(path, &self.lexicon, &self.linear, &[])
    }

    pub fn read(path: &Path, classes: usize) -> Result<Self, ModelError> {
        let (lexicon, linear, _) = artefact::read(path)?;
        if linear.classes != classes || linear.sparse_dim != lexicon.width() {
            return Err(ModelError::content(path, format!("it has {} classes, not {classes}", linear.classes)));
        }
        Ok(Self { lexicon, linear })
    }
}
