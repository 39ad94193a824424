//! One utterance in, one `Understanding` out. It never fails: trouble is a value.

use super::brain::{Brain, Progress};
use super::cache::Cache;
use super::escalation::{EscalationHead, FILES, Said};
use super::feeling::FeelingHead;
use super::intent_head::Ranking;
use super::model::{Card, Int8Encoder};
use super::sentiment::{FILE, SentimentHead};
use super::{Encoder, ModelError, Pool, Vector};
use crate::authoring::Bot;
use crate::domain::{Felt, Locale, RankedArticle, RankedIntent, Redacted, Sentiment, Trouble, Understanding};
use crate::text::{Requests, cues, entities, find_language, requests};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

/// Another request of a message counts from this `in_scope` and this probability on: out of its message a part says less
/// than it seems.
const ALSO_IN_SCOPE: f32 = 0.5;
const ALSO_SURE: f32 = 0.8;
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

/// What a message asks for.
struct Asked {
    /// The message without what it refuses.
    text: String,
    /// The vector of `text`, how many pieces it has a word, and the vector of the whole message.
    asked: Vector,
    pieces: f32,
    whole: Vector,
    ranking: Ranking,
    also: Vec<RankedIntent>,
    refused: bool,
}

/// The models, loaded once and shared by every bot and session.
pub struct Nlu {
    encoder: Arc<dyn Encoder>,
    pool: Pool,
    sentiment: SentimentHead,
    feeling: Option<FeelingHead>,
    escalation: Option<EscalationHead>,
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
        let requests = requests(said);
        match self.asked(brain, said, &requests).await {
            Ok(asked) => self.with_vectors(brain, said, &asked, known, today),
            Err(fault) => {
                tracing::error!(%fault, "an utterance was not understood");
                let trouble = if matches!(fault, ModelError::Busy) { Trouble::Busy } else { Trouble::Model };
                self.without_model(brain, said, &known.locale, today, trouble)
            }
        }
    }

    /// The language of an utterance, and the articles in it that are nearest to what is asked for, best first; none where
    /// it is small talk.
    pub async fn find_articles(
        &self,
        brain: &Brain,
        said: &Redacted,
        current: &Locale,
        today: Date,
    ) -> Result<(Locale, Vec<RankedArticle>), ModelError> {
        let requests = requests(said);
        let text = asked_for(&requests).unwrap_or(said.as_str());
        let locale = find_language(said, &brain.bot.policy.brand.locales, current).locale;
        let vector = self.pool.encode(text).await?;
        let pieces = self.pool.pieces(text);
        let sure = brain.bot.policy.understanding.sure;
        let top = brain.head.rank(text, &vector, pieces).intents.into_iter().find(|top| top.confidence >= sure);
        if top.is_some_and(|top| brain.bot.is_small_talk(&top.intent, &locale)) {
            return Ok((locale, Vec::new()));
        }
        let articles = brain.articles(text, &vector, pieces, &locale, today);
        Ok((locale, articles))
    }

    /// Passes for the message as a whole, for what is left of it without refusals, and for each of its requests. All but
    /// the first are rare.
    async fn asked(&self, brain: &Brain, said: &Redacted, requests: &Requests) -> Result<Asked, ModelError> {
        let whole = self.pool.encode(said.as_str()).await?;
        let (text, asked) = match asked_for(requests) {
            Some(rest) => (rest.to_string(), self.pool.encode(rest).await?),
            None => (said.as_str().to_string(), whole.clone()),
        };
        let pieces = self.pool.pieces(&text);
        let mut ranking = brain.head.rank(&text, &asked, pieces);
        let mut also: Vec<RankedIntent> = Vec::new();
        for part in &requests.parts {
            let part = brain.head.rank(part, &self.pool.encode(part).await?, self.pool.pieces(part));
            let Some(top) =
                part.intents.first().filter(|top| part.in_scope >= ALSO_IN_SCOPE && top.confidence >= ALSO_SURE)
            else {
                continue;
            };
            match ranking.intents.first() {
                // Two requests in one message share its probability; each by itself is surer.
                Some(first) if first.intent == top.intent && first.confidence < top.confidence => ranking = part,
                Some(first) if first.intent == top.intent => {}
                _ if also.iter().all(|known| known.intent != top.intent) => also.push(top.clone()),
                _ => {}
            }
        }
        Ok(Asked { text, asked, pieces, whole, ranking, also, refused: requests.only_refused() })
    }

    fn with_vectors(&self, brain: &Brain, said: &Redacted, asked: &Asked, known: &Known, today: Date) -> Understanding {
        let language = find_language(said, &brain.bot.policy.brand.locales, &known.locale);
        let cues = cues(said);
        let sentiment = self.sentiment.feel(said.as_str(), &asked.whole, &cues);
        let newest = || Said {
            text: said.as_str().into(),
            vector: asked.whole.clone(),
            valence: sentiment.valence,
            cues: cues.iter().map(|cue| cue.kind).collect(),
        };
        Understanding {
            articles: brain.articles(&asked.text, &asked.asked, asked.pieces, &language.locale, today),
            spoken: language.spoken,
            language: language.locale,
            intents: asked.ranking.intents.iter().take(KEPT_INTENTS).cloned().collect(),
            also: asked.also.clone(),
            refused: asked.refused,
            in_scope: asked.ranking.in_scope,
            entities: entities(said, today),
            sentiment,
            feeling: self.feeling.as_ref().map(|head| head.feel(said.as_str(), &asked.whole)),
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
        let language = find_language(said, &brain.bot.policy.brand.locales, current);
        Understanding {
            language: language.locale,
            spoken: language.spoken,
            intents: Vec::new(),
            also: Vec::new(),
            refused: false,
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

/// What is left of a message without what it refuses, where it refuses a part.
fn asked_for(requests: &Requests) -> Option<&str> {
    requests.rest.as_deref().filter(|_| !requests.only_refused())
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
