//! Finding the article that answers: by meaning (the nearest of its questions, title and passages) and by words (BM25),
//! fused into one score.

mod meaning;
mod words;

use super::{Vector, by_pieces};
use meaning::Meaning;
use words::Words;

/// Share of meaning in the fused score, for a text of whole words and for one that the encoder takes in pieces; the rest is
/// words. Chosen on the bots' own examples, asked of their articles.
const MEANING: (f32, f32) = (0.85, 0.75);
/// Added to the scores of a text of whole words: what has nothing in common is nearer where the encoder takes words in
/// pieces, and one threshold is to do for both.
const LIFT: f32 = 0.02;
/// Documents with the best words that are compared by meaning too, where not all are.
const BY_WORDS: usize = 64;

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
    ids: Vec<String>,
    meaning: Meaning,
    words: Words,
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
        Self {
            ids: documents.iter().map(|document| document.id.clone()).collect(),
            meaning: Meaning::new(documents, vectors),
            words: Words::new(locale, &corpus),
        }
    }

    /// The `most` best documents for a text with its vector and its [`pieces`](super::Encoder::pieces), best first.
    pub fn find(&self, text: &str, vector: &[f32], pieces: f32, most: usize) -> Vec<Hit> {
        let words = self.words.scores(text);
        // Relative to the best one, and damped where even that one shares little with the text.
        let scale = words.iter().copied().fold(0.0, f32::max) + 2.0;
        let (meaning, lift) = (by_pieces(pieces, MEANING.0, MEANING.1), by_pieces(pieces, LIFT, 0.0));
        let score = |document: usize| {
            let score = meaning * self.meaning.of(document, vector) + (1.0 - meaning) * words[document] / scale + lift;
            (score.clamp(0.0, 1.0), document)
        };
        let mut scored: Vec<(f32, usize)> = match self.meaning.near(vector) {
            None => (0..self.ids.len()).map(score).collect(),
            Some(near) => near.into_iter().chain(best_of(&words)).map(score).collect(),
        };
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.dedup();
        scored.truncate(most);
        scored.into_iter().map(|(score, document)| Hit { id: self.ids[document].clone(), score }).collect()
    }
}

/// The documents with the best of these scores, leaving out those without any.
fn best_of(scores: &[f32]) -> Vec<usize> {
    let mut documents: Vec<usize> = (0..scores.len()).filter(|&document| scores[document] > 0.0).collect();
    if documents.len() > BY_WORDS {
        documents.select_nth_unstable_by(BY_WORDS, |&a, &b| scores[b].total_cmp(&scores[a]));
        documents.truncate(BY_WORDS);
    }
    documents
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
        assert_eq!(index.find("returning items", &same, 1.0, 1)[0].id, "returns");
        assert_eq!(index.find("a fee", &same, 1.0, 1)[0].id, "fees");
    }

    #[test]
    fn nothing_to_find_is_nothing_found() {
        let index = Index::new("en", &[], &[]);
        assert_eq!(index.find("anything", &[1.0], 1.0, 3), vec![]);
    }
}
