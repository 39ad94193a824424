//! Finding the article that answers: by meaning (the nearest of its questions, title and passages) and by words (BM25),
//! fused into one score.

use super::Vector;
use super::dot::largest_dot;
use super::features::words;
use bm25::{Embedder, EmbedderBuilder, Scorer, Tokenizer};
use rust_stemmers::{Algorithm, Stemmer};

/// Share of meaning in the fused score; the rest is words. Chosen on the bots' own golden conversations.
const MEANING: f32 = 0.75;
/// A passage of the body tells less of what an article is about than its questions and title do.
const PASSAGE: f32 = 0.9;

/// One article as the index sees it: what it is asked by, and what it says.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub id: String,
    /// Questions and title.
    pub questions: Vec<String>,
    pub passages: Vec<String>,
}

impl Document {
    pub fn texts(&self) -> impl Iterator<Item = &String> {
        self.questions.iter().chain(&self.passages)
    }
}

/// An index over the documents of one language.
pub struct Index {
    documents: Vec<Indexed>,
    embedder: Embedder<u32, Stems>,
    scorer: Scorer<usize, u32>,
}

struct Indexed {
    id: String,
    /// Their vectors, one after the other.
    questions: Vec<f32>,
    passages: Vec<f32>,
}

/// A document with its fused score.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub id: String,
    /// 0..=1.
    pub score: f32,
}

impl Index {
    /// `vectors` holds one vector for each of `Document::texts`, in order.
    pub fn new(locale: &str, documents: &[Document], vectors: &[Vec<Vector>]) -> Self {
        let corpus: Vec<String> = documents.iter().map(|d| d.texts().cloned().collect::<Vec<_>>().join("\n")).collect();
        let borrowed: Vec<&str> = corpus.iter().map(String::as_str).collect();
        let stems = Stems::of(locale);
        let embedder = EmbedderBuilder::<u32, Stems>::with_tokenizer_and_fit_to_corpus(stems, &borrowed).build();
        let mut scorer = Scorer::new();
        for (i, text) in corpus.iter().enumerate() {
            scorer.upsert(&i, embedder.embed(text));
        }
        let documents = documents
            .iter()
            .zip(vectors)
            .map(|(document, vectors)| {
                let (questions, passages) = vectors.split_at(document.questions.len());
                Indexed { id: document.id.clone(), questions: questions.concat(), passages: passages.concat() }
            })
            .collect();
        Self { documents, embedder, scorer }
    }

    /// The `most` best documents for a text and its vector, best first.
    pub fn find(&self, text: &str, vector: &[f32], most: usize) -> Vec<Hit> {
        let query = self.embedder.embed(text);
        let by_words = self.scorer.matches(&query);
        let best = by_words.first().map_or(0.0, |d| d.score);
        let mut word_score = vec![0.0; self.documents.len()];
        for hit in by_words {
            // Relative to the best one, and damped where even that one shares little with the text.
            word_score[hit.id] = hit.score / (best + 2.0);
        }
        let mut hits: Vec<Hit> = self
            .documents
            .iter()
            .zip(word_score)
            .map(|(document, words)| {
                let score = MEANING * document.meaning(vector) + (1.0 - MEANING) * words;
                Hit { id: document.id.clone(), score: score.clamp(0.0, 1.0) }
            })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(most);
        hits
    }
}

impl Indexed {
    fn meaning(&self, vector: &[f32]) -> f32 {
        largest_dot(&self.questions, vector).max(PASSAGE * largest_dot(&self.passages, vector))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn document(id: &str, question: &str) -> Document {
        Document { id: id.into(), questions: vec![question.into()], passages: vec![] }
    }

    #[test]
    fn words_decide_where_meanings_are_alike() {
        let documents = [document("returns", "How do I return an item?"), document("fees", "What are the fees?")];
        let same: Vector = vec![1.0, 0.0].into();
        let index = Index::new("en", &documents, &[vec![same.clone()], vec![same.clone()]]);
        assert_eq!(index.find("returning items", &same, 1)[0].id, "returns");
        assert_eq!(index.find("a fee", &same, 1)[0].id, "fees");
    }

    #[test]
    fn nothing_to_find_is_nothing_found() {
        let index = Index::new("en", &[], &[]);
        assert_eq!(index.find("anything", &[1.0], 3), vec![]);
    }
}
