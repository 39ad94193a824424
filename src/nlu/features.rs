//! What a linear head sees of a text: the sentence vector, and hashed words and character n-grams beside it.
//! The n-grams carry what a general encoder misses: rare words, typos, and languages it was not made for.

use super::Vector;
use std::collections::HashMap;
use std::sync::Arc;

/// Hashed n-grams of one text, unit length, sorted by bucket.
pub type Sparse = Arc<[(u32, f32)]>;

#[derive(Debug, Clone)]
pub struct Features {
    pub dense: Vector,
    pub sparse: Sparse,
}

/// Weights n-grams by how rare they are among the texts a head was fitted on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lexicon {
    /// Bucket of an n-gram's hash to its column and inverse document frequency.
    columns: HashMap<u32, (u32, f32)>,
    /// The largest inverse document frequency.
    rarest: f32,
}

/// Buckets of the hash; far more than any head has n-grams.
const BUCKETS: u64 = 1 << 22;
const CHAR_NGRAMS: std::ops::RangeInclusive<usize> = 3..=5;

impl Lexicon {
    /// Learns every n-gram seen in at least `min_texts` of `texts`.
    pub fn learn(texts: &[&str], min_texts: usize) -> Self {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for text in texts {
            for bucket in counted(words_of(text).chain(letters_of(text))).into_keys() {
                *counts.entry(bucket).or_default() += 1;
            }
        }
        let mut kept: Vec<_> = counts.into_iter().filter(|(_, n)| *n >= min_texts).collect();
        kept.sort_unstable();
        let total = texts.len() as f32;
        let columns: HashMap<_, _> = kept
            .into_iter()
            .enumerate()
            .map(|(column, (bucket, n))| (bucket, (column as u32, ((1.0 + total) / (1.0 + n as f32)).ln() + 1.0)))
            .collect();
        Self::of(columns)
    }

    fn of(columns: HashMap<u32, (u32, f32)>) -> Self {
        let rarest = columns.values().map(|(_, idf)| *idf).fold(1.0, f32::max);
        Self { columns, rarest }
    }

    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Buckets and inverse document frequencies by column.
    pub fn parts(&self) -> (Vec<u32>, Vec<f32>) {
        let mut rows: Vec<_> = self.columns.iter().map(|(bucket, (column, idf))| (*column, *bucket, *idf)).collect();
        rows.sort_unstable_by_key(|(column, ..)| *column);
        rows.into_iter().map(|(_, bucket, idf)| (bucket, idf)).unzip()
    }

    pub fn from_parts(buckets: &[u32], rarity: &[f32]) -> Self {
        Self::of(buckets.iter().zip(rarity).enumerate().map(|(i, (b, idf))| (*b, (i as u32, *idf))).collect())
    }

    /// Term frequency (logarithmic) times inverse document frequency, to unit length.
    pub fn sparse(&self, text: &str) -> Sparse {
        let mut out = self.weighted(text);
        to_length(&mut out, 1.0);
        out.into()
    }

    /// The same before it is brought to unit length, sorted by column.
    pub fn weighted(&self, text: &str) -> Vec<(u32, f32)> {
        let mut out = self.known(words_of(text).chain(letters_of(text)));
        out.sort_unstable_by_key(|(column, _)| *column);
        out
    }

    /// Words and letters each brought to a length of their own, together sorted by column.
    pub fn scaled(&self, text: &str, words: f32, letters: f32) -> Sparse {
        let mut out = self.known(words_of(text));
        let at = out.len();
        out.extend(self.known(letters_of(text)));
        let (of_words, of_letters) = out.split_at_mut(at);
        to_length(of_words, words);
        to_length(of_letters, letters);
        out.sort_unstable_by_key(|(column, _)| *column);
        out.dedup_by(|next, kept| {
            // A word and some letters in one bucket.
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0.0 };
            same
        });
        out.into()
    }

    /// What is known of n-grams, by column and weighted.
    fn known(&self, ngrams: impl Iterator<Item = String>) -> Vec<(u32, f32)> {
        let weight = |(bucket, n): (u32, f32)| self.columns.get(&bucket).map(|(c, idf)| (*c, (1.0 + n.ln()) * idf));
        counted(ngrams).into_iter().filter_map(weight).collect()
    }

    /// Share of the text's words that were seen at all, 0..=1, an unseen word counting as the rarest seen one: a text
    /// of strange words is likely out of scope.
    pub fn coverage(&self, text: &str) -> f32 {
        let (mut known, mut all) = (0.0, 0.0);
        for word in words(text) {
            let idf = self.columns.get(&bucket(&format!("w {word}"))).map(|(_, idf)| *idf);
            known += idf.unwrap_or(0.0);
            all += idf.unwrap_or(self.rarest);
        }
        if all == 0.0 { 0.0 } else { known / all }
    }
}

/// Lower-cased words; punctuation is dropped, digits become `0` so that numbers look alike.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .map(|w| w.trim_matches('\''))
        .filter(|w| !w.is_empty())
        .map(|w| w.to_lowercase().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect())
        .collect()
}

/// Words, and pairs of them.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words = words(text);
    let pairs: Vec<String> = words.windows(2).map(|pair| format!("p {} {}", pair[0], pair[1])).collect();
    words.into_iter().map(|word| format!("w {word}")).chain(pairs)
}

/// Character n-grams inside word boundaries.
fn letters_of(text: &str) -> impl Iterator<Item = String> {
    words(text).into_iter().flat_map(|word| {
        let padded: Vec<char> = format!(" {word} ").chars().collect();
        CHAR_NGRAMS.flat_map(|n| padded.windows(n).map(String::from_iter).collect::<Vec<_>>()).collect::<Vec<_>>()
    })
}

/// Buckets of n-grams, with their counts.
fn counted(ngrams: impl Iterator<Item = String>) -> HashMap<u32, f32> {
    let mut out = HashMap::new();
    ngrams.for_each(|gram| *out.entry(bucket(&gram)).or_insert(0.0) += 1.0);
    out
}

fn to_length(values: &mut [(u32, f32)], wanted: f32) {
    let length = values.iter().map(|(_, v)| v * v).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    values.iter_mut().for_each(|(_, v)| *v *= wanted / length);
}

/// FNV-1a, folded: the same on every machine and in every version.
fn bucket(gram: &str) -> u32 {
    let hash = gram.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    ((hash ^ (hash >> 32)) % BUCKETS) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_alike_and_case_does_not_matter() {
        let lexicon = Lexicon::learn(&["Where is order 40128831", "thanks"], 1);
        assert_eq!(lexicon.sparse("WHERE IS ORDER 99999999"), lexicon.sparse("where is order 40128831"));
    }

    #[test]
    fn sparse_vectors_have_unit_length() {
        let lexicon = Lexicon::learn(&["cancel my order", "where is my refund"], 1);
        let length: f32 = lexicon.sparse("cancel my refund").iter().map(|(_, v)| v * v).sum();
        assert!((length - 1.0).abs() < 1e-5, "{length}");
    }

    #[test]
    fn words_and_letters_have_lengths_of_their_own() {
        let lexicon = Lexicon::learn(&["cancel my order", "where is my refund"], 1);
        let square = |sparse: &Sparse| sparse.iter().map(|(_, v)| v * v).sum::<f32>();
        for (words, letters) in [(3.0, 0.0), (0.0, 2.0), (3.0, 2.0)] {
            let found = square(&lexicon.scaled("cancel my refund", words, letters));
            assert!((found - words * words - letters * letters).abs() < 1e-3, "{words} {letters}: {found}");
        }
        let columns: Vec<u32> =
            lexicon.scaled("cancel my refund", 1.0, 1.0).iter().map(|(column, _)| *column).collect();
        assert!(columns.is_sorted_by(|a, b| a < b), "each once");
    }

    #[test]
    fn strange_words_are_not_covered() {
        let lexicon = Lexicon::learn(&["cancel my order"], 1);
        assert_eq!(lexicon.coverage("cancel my order"), 1.0);
        assert_eq!(lexicon.coverage("quarks and gluons"), 0.0);
        assert_eq!(lexicon.coverage(""), 0.0);
    }
}
