//! The heads for emotion and urgency: what an agent is told about how a message was meant.

use super::labels::{LabelFit, LabelHead, Labelled};
use super::linear::FitSettings;
use super::{ModelError, Vector};
use crate::domain::{Emotion, Feeling, Urgency};
use rayon::prelude::*;
use std::path::Path;

pub const FILES: [&str; 2] = ["emotion.safetensors", "urgency.safetensors"];

/// Chosen by three-fold cross-validation on the own utterances; see docs/models.md.
const FIT: LabelFit = LabelFit {
    linear: FitSettings { dense_gain: 2.0, sparse_gain: 3.0, penalty: 1.0, iterations: 60, passes: 60 },
    min_texts: 4,
};
/// Every so-many-th row is held out to measure the head before it is fitted on all.
const HELD_OUT: usize = 5;

pub struct FeelingHead {
    emotion: LabelHead,
    urgency: LabelHead,
}

/// A labelled utterance with its vector.
pub struct Felt {
    pub text: String,
    pub vector: Vector,
    pub emotion: Emotion,
    pub urgency: Urgency,
}

impl FeelingHead {
    /// The heads, and the accuracy of each on rows it was not fitted on.
    pub fn fit(rows: &[Felt]) -> (Self, [f64; 2]) {
        let labelled = |class: &dyn Fn(&Felt) -> usize| -> Vec<Labelled> {
            rows.iter().map(|r| Labelled { text: r.text.clone(), vector: r.vector.clone(), class: class(r) }).collect()
        };
        let place = |all: &[_], one| all.iter().position(|known| *known == one).expect("every emotion is listed");
        let emotions = labelled(&|row| place(&Emotion::ALL, row.emotion));
        let urgencies = labelled(&|row| row.urgency as usize);
        let (emotion, urgency) =
            rayon::join(|| fit(&emotions, Emotion::ALL.len()), || fit(&urgencies, Urgency::ALL.len()));
        (Self { emotion: emotion.0, urgency: urgency.0 }, [emotion.1, urgency.1])
    }

    pub fn feel(&self, text: &str, vector: &Vector) -> Feeling {
        let (emotion, confidence) = self.emotion.best(text, vector);
        let (urgency, urgency_confidence) = self.urgency.best(text, vector);
        Feeling { emotion: Emotion::ALL[emotion], confidence, urgency: Urgency::ALL[urgency], urgency_confidence }
    }

    pub fn write(&self, folder: &Path) -> Result<(), ModelError> {
        self.emotion.write(&folder.join(FILES[0]))?;
        self.urgency.write(&folder.join(FILES[1]))
    }

    /// `None` where the model folder has no such heads.
    pub fn read(folder: &Path) -> Result<Option<Self>, ModelError> {
        let [emotion, urgency] = FILES.map(|file| folder.join(file));
        if !emotion.exists() || !urgency.exists() {
            return Ok(None);
        }
        let emotion = LabelHead::read(&emotion, Emotion::ALL.len())?;
        Ok(Some(Self { emotion, urgency: LabelHead::read(&urgency, Urgency::ALL.len())? }))
    }
}

fn fit(rows: &[Labelled], classes: usize) -> (LabelHead, f64) {
    let (held, rest): (Vec<_>, Vec<_>) = rows.iter().enumerate().partition(|(i, _)| i % HELD_OUT == 0);
    let (held, rest): (Vec<&Labelled>, Vec<&Labelled>) =
        (held.into_iter().map(|(_, row)| row).collect(), rest.into_iter().map(|(_, row)| row).collect());
    let tried = LabelHead::fit(&rest, classes, FIT);
    let right = held.par_iter().filter(|row| tried.best(&row.text, &row.vector).0 == row.class).count();
    let all: Vec<&Labelled> = rows.iter().collect();
    (LabelHead::fit(&all, classes, FIT), right as f64 / held.len().max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_anger_from_joy_and_haste_from_none() {
        let rows: Vec<Felt> = (0..40)
            .map(|i| {
                let angry = i % 2 == 0;
                let text = if angry { "this is an outrage, fix it now" } else { "lovely, no rush" };
                let vector = if angry { [1.0, 0.0] } else { [0.0, 1.0] }.to_vec().into();
                let (emotion, urgency) =
                    if angry { (Emotion::Anger, Urgency::High) } else { (Emotion::Joy, Urgency::Low) };
                Felt { text: text.into(), vector, emotion, urgency }
            })
            .collect();
        let (head, held_out) = FeelingHead::fit(&rows);
        assert_eq!(held_out, [1.0, 1.0]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(FeelingHead::read(folder.path()).expect("reads").is_none());
        head.write(folder.path()).expect("writes");
        let head = FeelingHead::read(folder.path()).expect("reads").expect("it is there");
        let felt = head.feel("fix it now", &vec![1.0, 0.0].into());
        assert_eq!((felt.emotion, felt.urgency), (Emotion::Anger, Urgency::High));
    }
}
