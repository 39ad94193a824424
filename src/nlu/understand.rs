//! One utterance in, one `Understanding` out. It never fails: trouble is a value.

use super::brain::{Brain, Progress};
use super::cache::Cache;
use super::escalation::{EscalationHead, FILES, Said};
use super::feeling::FeelingHead;
use super::model::{Card, Int8Encoder};
use super::sentiment::{FILE, SentimentHead};
use super::{Encoder, ModelError, Pool, Vector};
use crate::authoring::Bot;
use crate::domain::{Felt, Locale, Redacted, Sentiment, Trouble, Understanding};
use crate::text::{LanguageFinder, cues, entities};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// Intents kept of a ranking.
const KEPT_INTENTS: usize = 3;

/// What is known of a session before its newest turn.
#[derive(Debug, Clone)]
pub struct Known {
    /// The language it was last held in.
    pub locale: Locale,
    /// Its understood turns, oldest first.
    pub turns: Vec<Felt>,
}

/// The models, loaded once and shared by every bot and session.
pub struct Nlu {
    encoder: Arc<dyn Encoder>,
    pool: Pool,
    sentiment: SentimentHead,
    feeling: Option<FeelingHead>,
    escalation: Option<EscalationHead>,
    languages: LanguageFinder,
    cache: Cache,
    pub model_version: String,
}

impl Nlu {
    /// Loads and verifies the model in `folder`; `waiting` texts at most queue for the encoder, and the vectors
    /// of the `remembered` last ones are kept.
    pub fn load(folder: &Path, cache: &Path, waiting: usize, remembered: usize) -> Result<Self, ModelError> {
        let (encoder, card) = Int8Encoder::load(folder)?;
        let sentiment = SentimentHead::read(&folder.join(FILE))?;
        let encoder: Arc<dyn Encoder> = Arc::new(encoder);
        let workers = std::thread::available_parallelism().map_or(1, Into::into);
        let model_version = version(&card);
        Ok(Self {
            pool: Pool::start(encoder.clone(), workers, waiting, remembered),
            encoder,
            sentiment,
            feeling: FeelingHead::read(folder)?,
            escalation: EscalationHead::read(folder)?,
            languages: LanguageFinder::new(),
            cache: Cache::new(cache, &model_version),
            model_version,
        })
    }

    /// Learns one bot; takes seconds where the cache is cold, so not on an async worker.
    pub fn learn(&self, bot: Arc<Bot>, progress: Progress) -> Result<Brain, ModelError> {
        Brain::make(bot, &*self.encoder, &self.cache, progress)
    }

    /// Understands one utterance of a session.
    pub async fn understand(&self, brain: &Brain, said: &Redacted, known: &Known, today: Date) -> Understanding {
        let vector = self.pool.encode(said.as_str()).await;
        match vector {
            Ok(vector) => self.with_vector(brain, said, &vector, known, today),
            Err(fault) => {
                tracing::error!(%fault, "an utterance was not understood");
                let trouble = if matches!(fault, ModelError::Busy) { Trouble::Busy } else { Trouble::Model };
                self.without_model(brain, said, &known.locale, today, trouble)
            }
        }
    }

    fn with_vector(
        &self,
        brain: &Brain,
        said: &Redacted,
        vector: &Vector,
        known: &Known,
        today: Date,
    ) -> Understanding {
        let language = self.languages.find(said, &brain.bot.policy.brand.locales, &known.locale);
        let ranking = brain.head.rank(said.as_str(), vector);
        let cues = cues(said);
        let sentiment = self.sentiment.feel(said.as_str(), vector, &cues);
        let newest = || Said {
            text: said.as_str().into(),
            vector: vector.clone(),
            valence: sentiment.valence,
            cues: cues.iter().map(|cue| cue.kind).collect(),
        };
        Understanding {
            articles: brain.articles(said.as_str(), vector, &language.locale, today),
            spoken: language.spoken,
            language: language.locale,
            intents: ranking.intents.into_iter().take(KEPT_INTENTS).collect(),
            in_scope: ranking.in_scope,
            entities: entities(said, today),
            sentiment,
            feeling: self.feeling.as_ref().map(|head| head.feel(said.as_str(), vector)),
            escalation: self.escalation.as_ref().map(|head| head.judge(&known.turns, &newest())),
            cues,
            trouble: None,
        }
    }

    fn without_model(
        &self,
        brain: &Brain,
        said: &Redacted,
        current: &Locale,
        today: Date,
        trouble: Trouble,
    ) -> Understanding {
        let language = self.languages.find(said, &brain.bot.policy.brand.locales, current);
        Understanding {
            language: language.locale,
            spoken: language.spoken,
            intents: Vec::new(),
            in_scope: 0.0,
            articles: Vec::new(),
            entities: entities(said, today),
            sentiment: Sentiment::NEUTRAL,
            cues: cues(said),
            feeling: None,
            escalation: None,
            trouble: Some(trouble),
        }
    }
}

/// Name of the model and the first digits of its weights' sha256.
fn version(card: &Card) -> String {
    let sum = card.sha256.get(super::model::WEIGHTS).map_or("", |s| &s[..12.min(s.len())]);
    let heads: Vec<&str> = [FILE, FILES[0], FILES[1]]
        .iter()
        .filter_map(|file| card.sha256.get(*file))
        .map(|sum| &sum[..6.min(sum.len())])
        .collect();
    format!("{}-{sum}-{}", card.name, heads.join("-"))
}
