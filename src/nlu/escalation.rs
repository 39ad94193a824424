//! The escalation head: whether a person should take over, judged by the trajectory of a session.
//!
//! Two regressions share the features of [`super::trajectory`]. One is fitted on single messages and knows what calls for
//! a person at once; the other on whole sessions and knows how trouble builds up. The longer a chat, the more the second
//! counts: it has `1 - 1/n^2` of the say after n turns.

use super::features::Lexicon;
use super::linear::{Example, FitSettings, Linear, Target};
use super::sentiment::{self, SentimentHead};
use super::trajectory::{Shape, Step, features};
use super::{ModelError, Vector, artefact};
use crate::domain::{Cause, CauseKind, CueKind, Escalation, Felt, Signs};
use crate::text::{Before, cues, redact};
use rayon::prelude::*;
use std::path::Path;

/// The heads of single messages and of sessions.
pub const FILES: [&str; 2] = ["takeover.safetensors", "escalation.safetensors"];

/// Chosen by five-fold cross-validation on the own utterances and on star's training part; see docs/models.md.
const SETTINGS: FitSettings =
    FitSettings { dense_gain: 1.0, sparse_gain: 2.0, penalty: 6.0, iterations: 80, passes: 80 };
/// An n-gram must be seen in so many texts to count.
const MIN_TEXTS: [usize; 2] = [3, 6];
/// Causes that weigh less than this, in logits, are not worth telling.
const WORTH_TELLING: f32 = 0.1;

pub struct EscalationHead {
    message: Part,
    session: Part,
}

/// A session with what came of it: its customer turns in order.
pub struct Taught {
    pub turns: Vec<Said>,
    pub escalated: bool,
}

/// One customer turn, understood.
#[derive(Clone)]
pub struct Said {
    pub text: String,
    pub vector: Vector,
    pub valence: f32,
    pub cues: Vec<CueKind>,
}

/// Hears single turns for the fit and the evaluation, as [`super::Nlu`] does for a live session.
pub struct Listener(SentimentHead);

impl Listener {
    pub fn read(folder: &Path) -> Result<Self, ModelError> {
        Ok(Self(SentimentHead::read(&folder.join(sentiment::FILE))?))
    }

    pub fn hear(&self, raw: &str, vector: Vector) -> Said {
        let text = redact(raw, &Before::default()).text;
        let cues = cues(&text);
        let valence = self.0.feel(text.as_str(), &vector, &cues).valence;
        Said { text: text.as_str().into(), vector, valence, cues: cues.iter().map(|cue| cue.kind).collect() }
    }
}

impl EscalationHead {
    pub fn fit(messages: &[Taught], sessions: &[Taught]) -> Self {
        let (message, session) = rayon::join(|| Part::fit(messages, 0), || Part::fit(sessions, 1));
        Self { message, session }
    }

    /// `None` where the model folder has no such head: the plain rules stand alone.
    pub fn read(folder: &Path) -> Result<Option<Self>, ModelError> {
        let [message, session] = FILES.map(|file| folder.join(file));
        if !message.exists() || !session.exists() {
            return Ok(None);
        }
        Ok(Some(Self { message: Part::read(&message)?, session: Part::read(&session)? }))
    }

    pub fn write(&self, folder: &Path) -> Result<(), ModelError> {
        for (file, part) in FILES.iter().zip([&self.message, &self.session]) {
            artefact::write(&folder.join(file), &part.lexicon, &part.linear, &[])?;
        }
        Ok(())
    }

    /// Judges the newest turn of a session, after `before`.
    pub fn judge(&self, before: &[Felt], now: &Said) -> Escalation {
        let signs = self.session.signs(now);
        let felt = |signs| Felt { valence: now.valence, cues: now.cues.clone(), signs };
        let mut turns = before.to_vec();
        turns.push(felt(signs));
        let whole = self.session.shares(&turns);
        let alone = self.message.shares(&[felt(self.message.signs(now))]);
        let trust = 1.0 - 1.0 / (turns.len() as f32).powi(2);
        let blend = |(kind, weight): (CauseKind, f32), other: f32| (kind, trust * weight + (1.0 - trust) * other);
        let shares = whole.causes.into_iter().zip(alone.causes).map(|(whole, alone)| blend(whole, alone.1));
        let logit = trust * whole.logit + (1.0 - trust) * alone.logit;
        let mut causes: Vec<Cause> = shares.map(|(kind, weight)| Cause { kind, weight }).collect();
        causes.retain(|cause| cause.weight >= WORTH_TELLING);
        causes.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        Escalation { score: 1.0 / (1.0 + (-logit).exp()), causes, signs }
    }
}

/// A logit, and its shares by cause.
struct Shares {
    logit: f32,
    causes: Vec<(CauseKind, f32)>,
}

/// One regression, with what it says of an average session taken out of the shares of its causes.
struct Part {
    lexicon: Lexicon,
    linear: Linear,
    shape: Shape,
}

impl Part {
    fn fit(taught: &[Taught], which: usize) -> Self {
        let texts: Vec<String> = taught.iter().map(|t| joined(&t.turns)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let lexicon = Lexicon::learn(&texts, MIN_TEXTS[which]);
        let examples: Vec<Example> = taught
            .par_iter()
            .map(|t| {
                let steps: Vec<Step> = t.turns.iter().map(|said| Step::of(said, &lexicon)).collect();
                Example { features: features(&steps, lexicon.width()), target: Target::Is(usize::from(t.escalated)) }
            })
            .collect();
        let linear = Linear::fit(&examples, 2, 2 * lexicon.width(), SETTINGS);
        Self::of(lexicon, linear)
    }

    fn read(path: &Path) -> Result<Self, ModelError> {
        let (lexicon, linear, _) = artefact::read(path)?;
        let fits = linear.classes == 2 && linear.sparse_dim == 2 * lexicon.width() && linear.dense_dim > Shape::SCALARS;
        if !fits {
            return Err(ModelError::content(path, "it is not an escalation head"));
        }
        Ok(Self::of(lexicon, linear))
    }

    fn of(lexicon: Lexicon, linear: Linear) -> Self {
        let shape = Shape::of(&linear, lexicon.width());
        Self { lexicon, linear, shape }
    }

    fn signs(&self, said: &Said) -> Signs {
        self.shape.signs(&self.linear, &Step::of(said, &self.lexicon))
    }

    fn shares(&self, turns: &[Felt]) -> Shares {
        let causes = self.shape.shares(turns);
        Shares { logit: self.shape.bias + causes.iter().map(|(_, weight)| weight).sum::<f32>(), causes }
    }
}

fn joined(turns: &[Said]) -> String {
    turns.iter().map(|said| said.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, direction: [f32; 2], valence: f32) -> Said {
        Said { text: text.into(), vector: direction.to_vec().into(), valence, cues: Vec::new() }
    }

    fn calm(n: usize) -> Vec<Said> {
        (0..n).map(|_| said("where is my parcel", [1.0, 0.0], 0.0)).collect()
    }

    fn sour(n: usize) -> Vec<Said> {
        let mut turns = calm(n - 1);
        turns.push(said("this is useless", [0.0, 1.0], -0.8));
        turns
    }

    fn head() -> EscalationHead {
        let taught = |turns, escalated| Taught { turns, escalated };
        let sessions: Vec<Taught> = (0..40)
            .map(|i| if i % 2 == 0 { taught(calm(3 + i % 5), false) } else { taught(sour(3 + i % 5), true) })
            .collect();
        let messages: Vec<Taught> =
            (0..40).map(|i| if i % 2 == 0 { taught(calm(1), false) } else { taught(sour(1), true) }).collect();
        EscalationHead::fit(&messages, &sessions)
    }

    /// The score after each turn.
    fn scores(head: &EscalationHead, turns: &[Said]) -> Vec<Escalation> {
        let mut before: Vec<Felt> = Vec::new();
        let judge = |said: &Said| {
            let judged = head.judge(&before, said);
            before.push(Felt { valence: said.valence, cues: said.cues.clone(), signs: judged.signs });
            judged
        };
        turns.iter().map(judge).collect()
    }

    #[test]
    fn a_session_that_turns_sour_escalates_and_says_why() {
        let head = head();
        let judged = scores(&head, &sour(4));
        assert!(judged[2].score < 0.4 && judged[3].score > 0.6, "{judged:?}");
        assert!(!judged[3].causes.is_empty());
        assert!(judged[3].causes.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
    }

    #[test]
    fn turn_by_turn_the_score_is_that_of_the_whole_session() {
        let head = head();
        let turns = sour(5);
        let steps: Vec<Step> = turns.iter().map(|said| Step::of(said, &head.session.lexicon)).collect();
        let logits = head.session.linear.logits(&features(&steps, head.session.lexicon.width()));
        let mut felt = Vec::new();
        for said in &turns {
            let signs = head.session.signs(said);
            felt.push(Felt { valence: said.valence, cues: said.cues.clone(), signs });
        }
        let by_turns = head.session.shares(&felt).logit;
        assert!((logits[1] - logits[0] - by_turns).abs() < 1e-3, "{logits:?} against {by_turns}");
    }

    #[test]
    fn what_was_written_is_read_again() {
        let (folder, head) = (tempfile::tempdir().expect("a temporary folder"), head());
        assert!(EscalationHead::read(folder.path()).expect("reads").is_none());
        head.write(folder.path()).expect("writes");
        let again = EscalationHead::read(folder.path()).expect("reads").expect("it is there");
        assert_eq!(scores(&again, &sour(4)), scores(&head, &sour(4)));
    }
}
