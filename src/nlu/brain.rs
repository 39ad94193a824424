//! Everything the models know about one bot: its intent head and its article indexes, made from its files.

use super::cache::Cache;
use super::intent_head::{IntentHead, Taught};
use super::linear::Target;
use super::retrieval::{Document, Index};
use super::{Encoder, ModelError, Vector};
use crate::authoring::{Article, Bot, Intent};
use crate::domain::{Locale, RankedArticle};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Progress of making a brain: texts encoded, texts to encode.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

pub struct Brain {
    pub bot: Arc<Bot>,
    pub head: IntentHead,
    indexes: BTreeMap<Locale, Index>,
}

impl Brain {
    /// Encodes the bot's content (what the cache does not hold) and fits its head.
    pub fn make(bot: Arc<Bot>, encoder: &dyn Encoder, cache: &Cache, progress: Progress) -> Result<Self, ModelError> {
        let sentences = sentences(&bot.intents);
        let documents = documents(&bot);
        let mut texts: Vec<String> = sentences.iter().map(|(_, text)| text.clone()).collect();
        texts.extend(documents.iter().flat_map(|(_, d)| d.texts().cloned()));
        let mut vectors = cache.vectors(bot.id.as_str(), encoder, &texts, progress)?.into_iter();
        let taught: Vec<Taught> = sentences
            .into_iter()
            .zip(vectors.by_ref())
            .map(|((target, text), vector)| Taught { text, vector, target })
            .collect();
        let head = head(&bot, &taught, encoder, cache);
        let indexes = indexes(&documents, vectors);
        Ok(Self { bot, head, indexes })
    }

    /// The best articles for a text that may be shown to customers today, in the customer's language.
    pub fn articles(
        &self,
        text: &str,
        vector: &Vector,
        pieces: f32,
        locale: &Locale,
        today: Date,
    ) -> Vec<RankedArticle> {
        let Some(index) = self.indexes.get(locale) else { return Vec::new() };
        let hits = index.find(text, vector, pieces, 8).into_iter();
        hits.filter(|hit| self.shown(&hit.id, locale, today))
            .map(|hit| RankedArticle { article: hit.id, score: hit.score })
            .take(3)
            .collect()
    }

    fn shown(&self, slug: &str, locale: &Locale, today: Date) -> bool {
        self.bot.article(slug, locale).is_some_and(|article| article.shown_on(today))
    }
}

/// Every example and counter-example with its intent's place, in the order of the files.
fn sentences(intents: &[Intent]) -> Vec<(Target, String)> {
    let mut out = Vec::new();
    for (place, intent) in intents.iter().enumerate() {
        out.extend(intent.examples.values().flatten().map(|text| (Target::Is(place), text.clone())));
        out.extend(intent.title.values().map(|text| (Target::Is(place), text.clone())));
        out.extend(intent.counter_examples.values().flatten().map(|text| (Target::IsNot(place), text.clone())));
    }
    out
}

fn documents(bot: &Bot) -> Vec<(Locale, Document)> {
    let document = |article: &Article| {
        let passages = article.body.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).map(String::from);
        let questions = article.questions.iter().chain([&article.title]).cloned();
        Document { id: article.slug.clone(), questions: questions.collect(), passages: passages.collect() }
    };
    bot.articles.iter().filter(|a| a.cite).map(|a| (a.locale.clone(), document(a))).collect()
}

fn head(bot: &Bot, taught: &[Taught], encoder: &dyn Encoder, cache: &Cache) -> IntentHead {
    let names: Vec<String> = bot.intents.iter().map(|i| i.name.clone()).collect();
    let kinds = taught.iter().flat_map(|t| match t.target {
        Target::Is(class) => [1, class as u8],
        Target::IsNot(class) => [0, class as u8],
    });
    let kinds: Vec<u8> = kinds.collect();
    let parts = names.iter().map(|n| n.as_bytes()).chain(taught.iter().map(|t| t.text.as_bytes())).chain([&kinds[..]]);
    let path = cache.head_path(bot.id.as_str(), parts);
    if let Ok(head) = IntentHead::read(&path, names.clone(), taught) {
        return head;
    }
    let head = IntentHead::fit(names, taught, |text| encoder.pieces(text));
    cache.keep(&path, |path| head.write(path));
    head
}

fn indexes(documents: &[(Locale, Document)], mut vectors: impl Iterator<Item = Vector>) -> BTreeMap<Locale, Index> {
    let mut by_locale: BTreeMap<&Locale, (Vec<Document>, Vec<Vec<Vector>>)> = BTreeMap::new();
    for (locale, document) in documents {
        let own: Vec<Vector> = vectors.by_ref().take(document.texts().count()).collect();
        let (documents, all) = by_locale.entry(locale).or_default();
        documents.push(document.clone());
        all.push(own);
    }
    let index = |(locale, (documents, vectors)): (&Locale, (Vec<Document>, Vec<Vec<Vector>>))| {
        (locale.clone(), Index::new(locale.as_str(), &documents, &vectors))
    };
    by_locale.into_iter().map(index).collect()
}
