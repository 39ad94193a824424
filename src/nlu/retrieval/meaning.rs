//! How near the vectors of each document are to a text's. Few documents are all compared; of many, only those whose
//! sketches say that they may be near.

use super::Document;
use crate::nlu::Vector;
use crate::nlu::dot::largest_dots;
use crate::nlu::sketch::Sketches;

/// A passage of the body tells less of what an article is about than its questions and title do.
const PASSAGE: f32 = 0.9;
/// What of a document counts beside its nearest text, which may be near by chance: its second question and its nearest
/// passage. Chosen on the bots' own examples, asked of their articles.
const SECOND_QUESTION: f32 = 0.25;
const NEAREST_PASSAGE: f32 = 0.2;
/// Vectors with the nearest sketches that are compared after all. Of 300 real questions, the eight nearest of 24,999 texts
/// were always among the 117 nearest sketches.
const SHORTLIST: usize = 1024;

pub struct Meaning {
    dim: usize,
    /// Vectors one after the other, those of a document together, its passages last.
    rows: Vec<f32>,
    documents: Vec<Rows>,
    sketches: Option<Sketches>,
    /// The document of each row.
    owners: Vec<usize>,
}

/// Which rows are a document's.
struct Rows {
    first: usize,
    passages: usize,
    end: usize,
}

impl Meaning {
    pub fn new(documents: &[Document], vectors: &[Vec<Vector>]) -> Self {
        let dim = vectors.iter().flatten().next().map_or(0, |vector| vector.len());
        let rows: Vec<f32> = vectors.iter().flatten().flat_map(|vector| vector.iter().copied()).collect();
        let mut end = 0;
        let rows_of = |(document, vectors): (&Document, &Vec<Vector>)| {
            let first = end;
            end += vectors.len();
            Rows { first, passages: first + document.questions.len(), end }
        };
        let documents: Vec<Rows> = documents.iter().zip(vectors).map(rows_of).collect();
        let sketches = Sketches::of(&rows, dim);
        let owned = |(i, rows): (usize, &Rows)| std::iter::repeat_n(i, rows.end - rows.first);
        let owners = documents.iter().enumerate().flat_map(owned).collect();
        Self { dim, rows, documents, sketches, owners }
    }

    /// Cosine of the text's vector to the nearest ones of a document, weighed.
    pub fn of(&self, document: usize, vector: &[f32]) -> f32 {
        let Rows { first, passages, end } = self.documents[document];
        let rows = |from: usize, to: usize| &self.rows[from * self.dim..to * self.dim];
        let [question, second] = largest_dots(rows(first, passages), vector);
        let [passage] = largest_dots(rows(passages, end), vector);
        let nearest = question.max(PASSAGE * passage);
        let second = if passages - first > 1 { second } else { nearest };
        let passage = if end > passages { passage } else { nearest };
        let rest = 1.0 - SECOND_QUESTION - NEAREST_PASSAGE;
        rest * nearest + SECOND_QUESTION * second + NEAREST_PASSAGE * passage
    }

    /// The documents that may be near, in order; `None` where all are to be compared.
    pub fn near(&self, vector: &[f32]) -> Option<Vec<usize>> {
        self.sketches.as_ref().map(|sketches| {
            let mut near: Vec<usize> = sketches.near(vector, SHORTLIST).map(|row| self.owners[row]).collect();
            near.dedup();
            near
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::StdRng;
    use rand::{Rng, SeedableRng};

    fn unit(random: &mut StdRng, around: Option<&[f32]>) -> Vector {
        let mut values: Vec<f32> = (0..128).map(|_| random.random_range(-1.0..1.0)).collect();
        if let Some(around) = around {
            values.iter_mut().zip(around).for_each(|(v, a)| *v = 0.4 * *v + 8.0 * a);
        }
        crate::nlu::bert::to_unit_length(&mut values);
        values.into()
    }

    #[test]
    fn among_many_documents_the_nearest_are_found_as_if_all_were_compared() {
        let mut random = StdRng::seed_from_u64(7);
        let topics: Vec<Vector> = (0..100).map(|_| unit(&mut random, None)).collect();
        let one = Document { questions: vec![String::new(); 2], passages: vec![String::new()], ..Document::default() };
        let vectors: Vec<Vec<Vector>> =
            (0..1000).map(|i| (0..3).map(|_| unit(&mut random, Some(&topics[i % 100]))).collect()).collect();
        let meaning = Meaning::new(&vec![one; 1000], &vectors);
        for topic in &topics {
            let asked = unit(&mut random, Some(topic));
            let best = |documents: Vec<usize>| {
                let ranked = documents.into_iter().map(|d| (meaning.of(d, &asked), d));
                ranked.max_by(|a, b| a.0.total_cmp(&b.0)).expect("there are documents").1
            };
            let near = meaning.near(&asked).expect("three thousand vectors are sketched");
            assert!(near.len() < 1000, "a shortlist of all saves nothing");
            assert_eq!(best(near), best((0..1000).collect()));
        }
    }

    #[test]
    fn few_documents_are_all_compared() {
        assert_eq!(Meaning::new(&[], &[]).near(&[]), None);
    }
}
