//! Which documents share words with a text, and how telling those words are (BM25).

use crate::nlu::features::words;
use bm25::{Embedder, EmbedderBuilder, Tokenizer};
use rust_stemmers::{Algorithm, Stemmer};
use std::collections::{HashMap, HashSet};

pub struct Words {
    embedder: Embedder<u32, Stems>,
    /// For each word, the documents that hold it with its weight there.
    postings: HashMap<u32, Vec<(u32, f32)>>,
    documents: usize,
}

impl Words {
    /// `corpus` holds the whole text of each document.
    pub fn new(locale: &str, corpus: &[String]) -> Self {
        let borrowed: Vec<&str> = corpus.iter().map(String::as_str).collect();
        let stems = Stems::of(locale);
        let embedder = EmbedderBuilder::<u32, Stems>::with_tokenizer_and_fit_to_corpus(stems, &borrowed).build();
        let mut postings: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (document, text) in (0..).zip(corpus) {
            let mut seen = HashSet::new();
            for word in embedder.embed(text).0 {
                // A word comes once for each time it is said, always with the same weight.
                if seen.insert(word.index) {
                    postings.entry(word.index).or_default().push((document, word.value));
                }
            }
        }
        Self { embedder, postings, documents: corpus.len() }
    }

    /// One score a document, in order; 0 where it shares no word with the text.
    pub fn scores(&self, text: &str) -> Vec<f32> {
        let mut scores = vec![0.0; self.documents];
        for word in self.embedder.embed(text).0 {
            let Some(holders) = self.postings.get(&word.index) else { continue };
            let rarity = self.rarity(holders.len());
            for &(document, weight) in holders {
                scores[document as usize] += rarity * weight;
            }
        }
        scores
    }

    /// BM25's inverse document frequency.
    fn rarity(&self, holders: usize) -> f32 {
        let (all, holders) = (self.documents as f32, holders as f32);
        (1.0 + (all - holders + 0.5) / (holders + 0.5)).ln()
    }
}

/// Words cut to their stems (Snowball), in the language of the index.
struct Stems(Option<Stemmer>);

impl Stems {
    fn of(locale: &str) -> Self {
        let algorithm = match locale {
            "en" => Algorithm::English,
            "nl" => Algorithm::Dutch,
            "de" => Algorithm::German,
            "fr" => Algorithm::French,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }
}

impl Tokenizer for Stems {
    fn tokenize(&self, text: &str) -> Vec<String> {
        let stem = |word: String| match &self.0 {
            Some(stemmer) => stemmer.stem(&word).into_owned(),
            None => word,
        };
        words(text).into_iter().map(stem).collect()
    }
}
