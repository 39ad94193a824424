//! Floor 3: understanding one utterance with on-device models. One forward pass of one encoder feeds every head.

mod artefact;
mod bert;
mod brain;
mod cache;
mod centre;
#[cfg(test)]
mod counting;
mod dot;
mod error;
mod escalation;
mod features;
mod feeling;
mod import;
mod int8;
mod intent_head;
mod labels;
mod lbfgs;
mod linear;
mod model;
mod pool;
mod reference;
mod retrieval;
mod sentiment;
mod sketch;
pub mod train;
mod trajectory;
mod understand;

pub use brain::{Brain, Progress};
pub use cache::Cache;
pub use error::ModelError;
pub use escalation::{EscalationHead, FILES as ESCALATION_FILES, Listener, Said, Taught as TaughtSession};
pub use feeling::{FILES as FEELING_FILES, FeelingHead, Felt as FeltRow};
pub use import::{Origin, import};
pub use intent_head::{IntentHead, Ranking, Signals, Taught};
pub use linear::Target;
pub use model::{CARD, Card, Int8Encoder, hex, load_encoder, sha256_of};
pub use pool::{Pool, Vector, encode_all};
pub use retrieval::{Document, Hit, Index};
pub use sentiment::{FILE as SENTIMENT_FILE, SentimentHead};
pub use understand::{Known, Nlu};

/// Turns a text into a sentence vector of unit length.
pub trait Encoder: Send + Sync {
    /// Length of a vector.
    fn dim(&self) -> usize;
    fn encode(&self, text: &str) -> Result<Vec<f32>, ModelError>;
    /// How many tokens the text has, marks counted.
    fn tokens(&self, text: &str) -> usize;

    /// How many pieces a word of the text is cut into, on average: 1 where every word has a vector of its own, 2 or more in
    /// a language that the encoder was not made for.
    fn pieces(&self, text: &str) -> f32 {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let pieces = self.tokens(&words.join(" ")).saturating_sub(self.tokens(""));
        pieces.max(1) as f32 / words.len().max(1) as f32
    }
}

/// Pieces a word up to which a text counts as known to the encoder, and from which on as strange.
const KNOWN_TO_STRANGE: (f32, f32) = (1.2, 1.7);

/// A weight for a text of so many [`pieces`](Encoder::pieces): `whole` where words have vectors of their own, `in_pieces` where
/// they do not.
fn by_pieces(pieces: f32, whole: f32, in_pieces: f32) -> f32 {
    let (known, strange) = KNOWN_TO_STRANGE;
    whole + (in_pieces - whole) * ((pieces - known) / (strange - known)).clamp(0.0, 1.0)
}

/// Cosine of two unit vectors.
pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    dot::dot(a, b)
}
