//! The sentiment head: valence of one utterance from its vector, its words, and the cues in it.

use super::labels::{LabelFit, LabelHead, Labelled};
use super::linear::FitSettings;
use super::{ModelError, Vector};
use crate::domain::{Cue, CueKind, Sentiment, SentimentLabel};
use std::path::Path;

pub const FILE: &str = "sentiment.safetensors";

/// Order of the classes in the head.
const LABELS: [SentimentLabel; 3] = [SentimentLabel::Negative, SentimentLabel::Neutral, SentimentLabel::Positive];
const FIT: LabelFit = LabelFit {
    linear: FitSettings { dense_gain: 4.0, sparse_gain: 1.5, penalty: 1.0, iterations: 80, passes: 80 },
    min_texts: 6,
};

pub struct SentimentHead(LabelHead);

impl SentimentHead {
    pub fn fit(rows: &[(String, Vector, SentimentLabel)]) -> Self {
        let class = |label| LABELS.iter().position(|l| *l == label).expect("every label is listed");
        let rows: Vec<Labelled> = rows
            .iter()
            .map(|(text, vector, label)| Labelled { text: text.clone(), vector: vector.clone(), class: class(*label) })
            .collect();
        Self(LabelHead::fit(&rows.iter().collect::<Vec<_>>(), LABELS.len(), FIT))
    }

    /// Sentiment of one utterance; cues make it stronger, never turn it around.
    pub fn feel(&self, text: &str, vector: &Vector, cues: &[Cue]) -> Sentiment {
        let p = self.0.probabilities(text, vector);
        blend([p[0], p[1], p[2]], cues)
    }

    pub fn write(&self, path: &Path) -> Result<(), ModelError> {
        self.0.write(path)
    }

    pub fn read(path: &Path) -> Result<Self, ModelError> {
        LabelHead::read(path, LABELS.len()).map(Self)
    }
}

/// How much each cue weighs towards anger, 0..=1.
fn heat(kind: CueKind) -> f32 {
    match kind {
        CueKind::Swearing => 0.45,
        CueKind::Threat => 0.35,
        CueKind::Capitals => 0.3,
        CueKind::RepeatedContact => 0.15,
        CueKind::RepeatedPunctuation => 0.2,
        CueKind::LongWait => 0.1,
        CueKind::Urgency => 0.1,
        CueKind::AsksForPerson | CueKind::Thanks => 0.0,
    }
}

/// Words alone reach this far from neutral; shouting, insults and threats take the rest.
const WORDS: f32 = 0.7;
/// Heat at which a negative text is as negative as can be.
const FURY: f32 = 0.5;

/// How far heat alone moves a neutral text towards anger.
const TILT: f32 = 0.8;

/// Valence is `P(positive) - P(negative)` within +-0.7; cues deepen a negative text, and tilt a neutral one a little.
fn blend([negative, neutral, positive]: [f32; 3], cues: &[Cue]) -> Sentiment {
    let raw = 1.0 - cues.iter().map(|c| 1.0 - heat(c.kind)).product::<f32>();
    let heat = (raw / FURY).min(1.0);
    // Not cut off at fury: who swears, shouts and repeats at once is angry, whatever the words are about.
    let tilt = raw * TILT * (1.0 - positive) * (1.0 - negative);
    let negative = (negative + tilt).min(1.0);
    let (neutral, positive) = (neutral * (1.0 - tilt), positive * (1.0 - tilt));
    let valence = WORDS * (positive - negative) - (1.0 - WORDS) * heat * negative;
    let p = [negative, neutral, positive];
    let best = (0..3).max_by(|a, b| p[*a].total_cmp(&p[*b])).expect("there are three");
    let confidence = p[best] / p.iter().sum::<f32>();
    let intensity = (valence.abs().max(heat * WORDS)).min(1.0);
    Sentiment { label: LABELS[best], valence: valence.clamp(-1.0, 1.0), intensity, confidence }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(kind: CueKind) -> Cue {
        Cue { kind, words: String::new() }
    }

    #[test]
    fn cues_deepen_anger_and_leave_joy_alone() {
        let angry = blend([0.7, 0.25, 0.05], &[]);
        let shouted = blend([0.7, 0.25, 0.05], &[cue(CueKind::Capitals), cue(CueKind::RepeatedPunctuation)]);
        assert!(shouted.valence < angry.valence && shouted.intensity > angry.intensity);

        let happy = blend([0.02, 0.08, 0.9], &[cue(CueKind::RepeatedPunctuation)]);
        assert_eq!(happy.label, SentimentLabel::Positive);
        assert!(happy.valence > 0.55, "{happy:?}");
    }

    #[test]
    fn valence_stays_within_its_range() {
        let worst = [CueKind::Swearing, CueKind::Threat, CueKind::Capitals, CueKind::RepeatedContact].map(cue);
        let sentiment = blend([1.0, 0.0, 0.0], &worst);
        assert!((-1.0..=1.0).contains(&sentiment.valence) && sentiment.intensity <= 1.0);
    }
}
